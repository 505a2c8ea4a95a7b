//! The block stage as a whole: invented pages with the kind of each line, and what holds of any text.

use super::{Block, Kind, blocks};
use crate::Span;
use crate::segment::{sentences, words};
use crate::source::{Element, Section, Structure, Tag};
use proptest::prelude::*;
use std::fmt::Write as _;

/// A page: its text, and what each block should be.
struct Page {
    name: String,
    text: String,
    expected: Vec<(Span, Kind)>,
}

/// Reads `kind<TAB>line` lines; `+` continues the block, an empty line stays one. Panics at any other line.
fn page(name: &str, lines: &str) -> Page {
    let (mut text, mut expected) = (String::new(), Vec::<(Span, Kind)>::new());
    for (number, line) in lines.lines().enumerate() {
        if !line.is_empty() {
            let (kind, line) = line.split_once('\t').unwrap_or_else(|| panic!("{name}:{}: no tab", number + 1));
            let span = Span::new(text.len(), text.len() + line.len());
            text.push_str(line);
            let span = span.trimmed(&text);
            match kind {
                "+" => expected.last_mut().expect("a block to continue").0.end = span.end,
                kind => {
                    let known = Kind::ALL.into_iter().find(|known| known.as_str() == kind);
                    expected.push((span, known.unwrap_or_else(|| panic!("{name}:{}: no kind {kind}", number + 1))));
                }
            }
        }
        text.push('\n');
    }
    Page { name: name.to_owned(), text, expected }
}

fn pages() -> Vec<Page> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/blocks");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .map(|path| page(&path.file_stem().unwrap().to_string_lossy(), &std::fs::read_to_string(path).unwrap()))
        .collect()
}

#[test]
fn names_the_kinds_of_invented_pages() {
    let pages = pages();
    assert!(pages.len() >= 38, "{} pages", pages.len());
    let (mut total, mut kinds, mut content, mut table) = (0, 0, 0, String::new());
    for page in &pages {
        let found = blocks(&page.text, None);
        let spans: Vec<_> = found.iter().map(|block| block.span).collect();
        let expected: Vec<_> = page.expected.iter().map(|(span, _)| *span).collect();
        assert_eq!(spans, expected, "{}: blocks begin or end elsewhere", page.name);
        for (block, (span, kind)) in found.iter().zip(&page.expected) {
            total += 1;
            kinds += usize::from(block.kind == *kind);
            content += usize::from(block.content() == kind.content());
            if block.kind != *kind {
                let line: String = span.of(&page.text).chars().take(60).collect();
                writeln!(table, "{:<16} {:<16} not {:<16} {:.2} {line}", page.name, block.kind, kind, block.confidence).unwrap();
            }
        }
    }
    println!("{total} blocks: {kinds} kinds and {content} of content or not are right\n{table}");
    assert!(kinds * 100 >= total * 98, "{kinds} of {total} kinds are right\n{table}");
    assert!(content == total, "{content} of {total} are rightly content or not\n{table}");
}

#[test]
fn scratch() {
    let Ok(file) = std::env::var("SCRATCH") else { return };
    let raw = std::fs::read_to_string(&file).unwrap();
    let text = if std::env::var("TSV").is_ok() { page("x", &raw).text } else { raw };
    let drafts = super::of_lines(&text, Span::new(0, text.len()));
    let spans: Vec<_> = drafts.iter().map(|d| d.span).collect();
    let repeats = super::repeat::repeats(&text, &spans);
    let features = super::feature::features(&text, &drafts, &repeats);
    for (block, features) in blocks(&text, None).iter().zip(&features) {
        let line: String = block.span.of(&text).chars().take(90).collect();
        println!("{:<16} {:.2} {line}", block.kind, block.confidence);
        if std::env::var("V").is_ok() {
            println!("      {:?}", features.iter().collect::<Vec<_>>());
            let mut s: Vec<_> = super::model::own_scores(*features).into_iter().zip(Kind::ALL).collect();
            s.sort_by(|a, b| b.0.total_cmp(&a.0));
            println!("      {:?}", &s[..4]);
        }
    }
}
