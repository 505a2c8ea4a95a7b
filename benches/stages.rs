//! Bytes a second of each stage and of the whole pipeline, on the project's own samples.
//!
//! `cargo bench`; figures measured so are in `benches/README.md`.

use divan::Bencher;
use divan::counter::BytesCount;
use hamisi::language::{Detector, Wanted};
use hamisi::segment::Segmenter;
use hamisi::source::{self, Hint};
use hamisi::{Options, Pipeline, Stage, block, export};
use std::fs;

/// Samples repeated to about this many bytes; one in English, one in Ukrainian, one in Japanese, one HTML page.
const LENGTH: usize = 1 << 19;
const SAMPLES: &[&str] =
    &["news-english-azerbaijan.txt", "notice-ukrainian.txt", "news-japanese.txt", "page-turkish.html"];

fn main() {
    divan::Divan::from_args().sample_count(20).main();
}

fn sample(name: &str) -> Vec<u8> {
    let bytes = fs::read(format!("{}/www/samples/{name}", env!("CARGO_MANIFEST_DIR"))).expect("the sample is there");
    bytes.repeat(LENGTH.div_ceil(bytes.len()))
}

fn decoded(name: &str) -> source::Decoded {
    let hint = Hint { name: Some(name.into()), media: None };
    source::decode(&sample(name), &hint).expect("samples are text")
}

#[divan::bench(args = SAMPLES)]
fn source(bencher: Bencher, name: &str) {
    let bytes = sample(name);
    let hint = Hint { name: Some(name.into()), media: None };
    bencher.counter(BytesCount::new(bytes.len())).bench(|| source::decode(&bytes, &hint));
}

#[divan::bench(args = SAMPLES)]
fn blocks(bencher: Bencher, name: &str) {
    let decoded = decoded(name);
    let bytes = BytesCount::new(decoded.text.len());
    bencher.counter(bytes).bench(|| block::blocks(&decoded.text, decoded.structure.as_ref()));
}

#[divan::bench(args = SAMPLES)]
fn sentences(bencher: Bencher, name: &str) {
    let decoded = decoded(name);
    let blocks = block::blocks(&decoded.text, decoded.structure.as_ref());
    let segmenter = Segmenter::new().expect("the embedded pack is whole");
    bencher.counter(BytesCount::new(decoded.text.len())).bench(|| segmenter.sentences(&decoded.text, &blocks));
}

#[divan::bench(args = SAMPLES)]
fn words(bencher: Bencher, name: &str) {
    let decoded = decoded(name);
    let blocks = block::blocks(&decoded.text, decoded.structure.as_ref());
    let segmenter = Segmenter::new().expect("the embedded pack is whole");
    bencher.counter(BytesCount::new(decoded.text.len())).bench(|| segmenter.words(&decoded.text, &blocks));
}

#[divan::bench(args = SAMPLES)]
fn languages(bencher: Bencher, name: &str) {
    let decoded = decoded(name);
    let blocks = block::blocks(&decoded.text, decoded.structure.as_ref());
    let sentences = Segmenter::new().expect("the embedded pack is whole").sentences(&decoded.text, &blocks);
    let blocks: Vec<_> = blocks.iter().map(|block| block.span).collect();
    let detector = Detector::new().expect("the embedded pack is whole");
    let bytes = BytesCount::new(decoded.text.len());
    bencher.counter(bytes).bench(|| detector.detect(&decoded.text, &blocks, &sentences, Wanted::default()));
}

#[divan::bench(args = SAMPLES)]
fn pipeline(bencher: Bencher, name: &str) {
    let decoded = decoded(name);
    let pipeline = Pipeline::new().expect("the embedded packs are whole");
    let options = Options { stages: Stage::ALL.to_vec(), ..Options::default() };
    bencher.counter(BytesCount::new(decoded.text.len())).bench(|| pipeline.analyze(&decoded.text, &options));
}

#[divan::bench(args = SAMPLES)]
fn json(bencher: Bencher, name: &str) {
    let pipeline = Pipeline::new().expect("the embedded packs are whole");
    let analysis = pipeline.analyze(&decoded(name).text, &Options::default());
    bencher
        .counter(BytesCount::new(analysis.text.len()))
        .bench(|| export::write(&analysis, export::Format::Json, &export::Settings::default(), &mut std::io::sink()));
}
