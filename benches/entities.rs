//! The entity stage in tokens a second: words and signs, units where words are not parted by blanks.
//!
//! `cargo bench --bench entities --no-default-features --features packs`; figures measured so are in `benches/README.md`.

use divan::Bencher;
use divan::counter::ItemsCount;
use hamisi::entity::tagger::token;
use hamisi::entity::{Context, Tagger};
use hamisi::language::{Detector, Wanted};
use hamisi::segment::{self, Segmenter};
use hamisi::{Options, Span, block};
use std::fs;

/// Samples of the page; whole lines of each, turned about, so that no two documents begin alike.
const SAMPLES: [&str; 4] =
    ["news-english-azerbaijan.txt", "news-azerbaijani.txt", "notice-ukrainian.txt", "news-japanese.txt"];

fn main() {
    divan::Divan::from_args().sample_count(30).main();
}

fn sample(name: &str) -> String {
    fs::read_to_string(format!("{}/www/samples/{name}", env!("CARGO_MANIFEST_DIR"))).expect("the sample is there")
}

/// The stage on a document that comes after others: words are remembered from these.
#[divan::bench(args = SAMPLES)]
fn stage(bencher: Bencher, name: &str) {
    measure(bencher, name, &Tagger::new().expect("the embedded packs are whole"), false);
}

/// The same with nothing remembered.
#[divan::bench(args = SAMPLES)]
fn stage_afresh(bencher: Bencher, name: &str) {
    measure(bencher, name, &Tagger::new().expect("the embedded packs are whole"), true);
}

fn measure(bencher: Bencher, name: &str, tagger: &Tagger, afresh: bool) {
    let text = sample(name);
    let mut blocks = block::blocks(&text, None);
    let mut sentences = segment::sentences(&text, &blocks);
    let spans: Vec<_> = blocks.iter().map(|block| block.span).collect();
    let detector = Detector::new().expect("the embedded pack is whole");
    let languages = detector.detect(&text, &spans, &sentences, Wanted::default());
    blocks.iter_mut().zip(&languages.blocks).for_each(|(block, &code)| block.language = code);
    sentences.iter_mut().zip(&languages.sentences).for_each(|(sentence, &code)| sentence.language = code);
    let words = Segmenter::new().expect("the embedded pack is whole").words(&text, &blocks);
    let options = Options::default();
    let context = Context {
        blocks: &blocks,
        sentences: &sentences,
        words: &words,
        languages: &languages,
        structure: None,
        options: &options,
    };
    let count = ItemsCount::new(token::tokens(&text, Span::new(0, text.len())).count());
    if afresh {
        let fresh = || Tagger::new().expect("the embedded packs are whole");
        bencher.counter(count).with_inputs(fresh).bench_refs(|tagger| tagger.tag(&text, &context, None));
    } else {
        bencher.counter(count).bench(|| tagger.tag(&text, &context, None));
    }
}
