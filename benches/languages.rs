//! The language stage beside whatlang in the same run: single words, and documents of two kilobytes.
//!
//! Each run reads the same texts, so that our words are remembered after the first: the slowest run is nearer to fresh text.
//!
//! `cargo bench --bench languages --no-default-features --features packs`; figures measured so are in `benches/README.md`.

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use hamisi::{Options, Pipeline, Stage};
use std::fs;

/// Samples of the page, in four scripts; what is cut from one is another document each time.
const SAMPLES: [&str; 4] =
    ["news-english-azerbaijan.txt", "news-azerbaijani.txt", "notice-ukrainian.txt", "news-japanese.txt"];
/// Bytes of a document.
const LENGTH: usize = 2_048;

fn main() {
    divan::Divan::from_args().sample_count(50).main();
}

fn sample(name: &str) -> String {
    fs::read_to_string(format!("{}/www/samples/{name}", env!("CARGO_MANIFEST_DIR"))).expect("the sample is there")
}

fn words(name: &str) -> Vec<String> {
    let text = sample(name);
    let mut words: Vec<_> = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.dedup();
    words.into_iter().map(str::to_owned).collect()
}

/// Whole lines of the samples, turned about, so that no two documents begin alike.
fn documents(name: &str) -> Vec<String> {
    let text = sample(name);
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    (0..lines.len())
        .map(|first| {
            let mut document = String::new();
            for line in lines.iter().cycle().skip(first) {
                if document.len() >= LENGTH {
                    break;
                }
                document.push_str(line);
            }
            document
        })
        .collect()
}

fn ours() -> (Pipeline, Options) {
    let options = Options { stages: vec![Stage::Languages], ..Options::default() };
    (Pipeline::new().expect("the embedded packs are whole"), options)
}

#[divan::bench(args = SAMPLES)]
fn words_here(bencher: Bencher, name: &str) {
    let (words, (pipeline, options)) = (words(name), ours());
    bencher
        .counter(ItemsCount::new(words.len()))
        .bench(|| words.iter().filter(|word| pipeline.analyze(word, &options).language.code.is_language()).count());
}

#[divan::bench(args = SAMPLES)]
fn words_whatlang(bencher: Bencher, name: &str) {
    let words = words(name);
    bencher
        .counter(ItemsCount::new(words.len()))
        .bench(|| words.iter().filter(|word| whatlang::detect_lang(word).is_some()).count());
}

#[divan::bench(args = SAMPLES)]
fn documents_here(bencher: Bencher, name: &str) {
    let (documents, (pipeline, options)) = (documents(name), ours());
    bencher
        .counter(BytesCount::new(documents.iter().map(String::len).sum::<usize>()))
        .bench(|| documents.iter().filter(|text| pipeline.analyze(text, &options).language.code.is_language()).count());
}

#[divan::bench(args = SAMPLES)]
fn documents_whatlang(bencher: Bencher, name: &str) {
    let documents = documents(name);
    bencher
        .counter(BytesCount::new(documents.iter().map(String::len).sum::<usize>()))
        .bench(|| documents.iter().filter(|text| whatlang::detect_lang(text).is_some()).count());
}
