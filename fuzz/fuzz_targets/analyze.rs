//! Any string through all stages: spans in order, on character boundaries and inside the text.
#![no_main]

use hamisi::{Options, Pipeline, Span, Stage};
use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;

static PIPELINE: OnceLock<Pipeline> = OnceLock::new();

fuzz_target!(|text: &str| {
    let pipeline = PIPELINE.get_or_init(|| Pipeline::new().expect("the embedded packs are sound"));
    let options = Options { stages: Stage::ALL.to_vec(), ..Options::default() };
    let analysis = pipeline.analyze(text, &options);
    assert_eq!(analysis.text, text);
    in_order("block", text, analysis.blocks.iter().map(|block| block.span));
    in_order("sentence", text, analysis.sentences.iter().map(|sentence| sentence.span));
    in_order("word", text, analysis.words.iter().copied());
    in_order("run", text, analysis.runs.iter().map(|run| run.span));
    in_order("entity", text, analysis.entities.iter().map(|entity| entity.span));
    for name in &analysis.names {
        assert!(name.mentions.iter().all(|&mention| mention < analysis.entities.len()));
    }
});

fn in_order(what: &str, text: &str, spans: impl Iterator<Item = Span>) {
    let mut end = 0;
    for span in spans {
        assert!(span.start >= end, "{what} {span:?} begins before {end}");
        assert!(!span.of(text).is_empty(), "{what} {span:?} is not on the text");
        end = span.end;
    }
}
