//! hamisi, and its peers that are crates.

use super::{Finder, Found, Peer, Task};
use crate::Outcome;
use crate::peer::{HAMISI, crate_version, timed};
use flate2::Compression;
use flate2::write::GzEncoder;
use hamisi::code::Code;
use hamisi::entity::Kind;
use hamisi::{Options, Pipeline, Span, Stage, TaggerKind};
use icu_segmenter::options::{SentenceBreakInvariantOptions, WordBreakInvariantOptions};
use icu_segmenter::{SentenceSegmenter, WordSegmenter};
use std::io::Write;
use std::path::Path;
use unicode_segmentation::UnicodeSegmentation;

pub fn peers(task: Task) -> Outcome<Vec<Peer>> {
    let mut peers = vec![hamisi(task, TaggerKind::Fast)?];
    let spans = |name: &str, find: fn(&str, &str) -> Vec<Span>| Peer {
        name: name.to_owned(),
        version: crate_version(name),
        bytes: None,
        languages: None,
        kinds: None,
        finder: Box::new(Native(move |text: &str, language: &str| {
            find(text, language).into_iter().map(|span| (span, String::new())).collect()
        })),
    };
    match task {
        Task::Sentences => peers.extend([
            spans("unicode-segmentation", |text, _| {
                text.split_sentence_bound_indices().map(|(at, part)| Span::new(at, at + part.len())).collect()
            }),
            spans("icu_segmenter", |text, _| {
                let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
                let ends: Vec<usize> = segmenter.segment_str(text).collect();
                ends.windows(2).map(|pair| Span::new(pair[0], pair[1])).collect()
            }),
            spans("sentencex", |text, language| {
                let bounds = sentencex::get_sentence_boundaries(language, text);
                bounds.into_iter().map(|bound| Span::new(bound.start_byte, bound.end_byte)).collect()
            }),
        ]),
        Task::Words => peers.extend([
            spans("unicode-segmentation", |text, _| {
                text.unicode_word_indices().map(|(at, word)| Span::new(at, at + word.len())).collect()
            }),
            spans("icu_segmenter", |text, _| {
                let segmenter = WordSegmenter::new_auto(WordBreakInvariantOptions::default());
                let ends: Vec<usize> = segmenter.segment_str(text).collect();
                ends.windows(2).map(|pair| Span::new(pair[0], pair[1])).collect()
            }),
        ]),
        Task::Entities => peers.push(hamisi(task, TaggerKind::Accurate)?),
    }
    Ok(peers)
}

/// hamisi, asked for one stage alone; about entities it is told the language, as peers are made for one.
fn hamisi(task: Task, tagger: TaggerKind) -> Outcome<Peer> {
    let pipeline = Pipeline::new()?;
    let stage = match task {
        Task::Sentences => Stage::Sentences,
        Task::Words => Stage::Words,
        Task::Entities => Stage::Entities,
    };
    let find = move |text: &str, language: &str| -> Vec<Found> {
        let languages = (task == Task::Entities).then(|| vec![Code::from_tag(language)]);
        let options = Options { stages: vec![stage], languages, tagger, ..Options::default() };
        let analysis = pipeline.analyze(text, &options);
        let plain = |span| (span, String::new());
        match task {
            Task::Sentences => analysis.sentences.iter().map(|sentence| plain(sentence.span)).collect(),
            Task::Words => analysis.words.into_iter().map(plain).collect(),
            Task::Entities => {
                let named = |kind: Kind| match kind {
                    Kind::Person => Some("PER"),
                    Kind::Location => Some("LOC"),
                    Kind::Organization => Some("ORG"),
                    Kind::Date | Kind::Time => Some("DATE"),
                    _ => None,
                };
                let found = analysis.entities.iter();
                found.filter_map(|entity| Some((entity.span, named(entity.kind)?.to_owned()))).collect()
            }
        }
    };
    let packs = ["segment/segment", "language/language", "entity/locale", "entity/gazetteer", "entity/entity"];
    let mut files: Vec<String> = packs.iter().map(|pack| format!("src/{pack}.pack")).collect();
    files.push("pkg/wasm/hamisi_bg.wasm".to_owned());
    let is_accurate = tagger == TaggerKind::Accurate;
    if is_accurate {
        files.extend(["src/accurate/accurate.pack", "pkg/wasm/accurate_bg.wasm"].map(str::to_owned));
    }
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let sizes = files.iter().map(|file| gzipped(&root.join(file))).collect::<std::io::Result<Vec<_>>>();
    Ok(Peer {
        name: if is_accurate { format!("{HAMISI}-accurate") } else { HAMISI.to_owned() },
        version: crate_version(HAMISI),
        bytes: sizes.ok().filter(|_| task == Task::Entities).map(|sizes| sizes.iter().sum()),
        languages: None,
        kinds: None,
        finder: Box::new(Native(find)),
    })
}

fn gzipped(file: &Path) -> std::io::Result<u64> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&std::fs::read(file)?)?;
    Ok(encoder.finish()?.len() as u64)
}

/// A finder in this process.
struct Native<F>(F);

impl<F: Fn(&str, &str) -> Vec<Found>> Finder for Native<F> {
    fn find(&self, texts: &[String], language: &str) -> Outcome<Vec<Vec<Found>>> {
        Ok(texts.iter().map(|text| (self.0)(text, language)).collect())
    }

    fn time(&self, texts: &[String], language: &str, seconds: f64) -> Outcome<(usize, f64)> {
        Ok(timed(texts, seconds, |text| (self.0)(text, language)))
    }
}
