//! Runs the official break tests of Unicode 17.0 through the segment stage, in UTF-8 and in UTF-16 offsets.

use hamisi::block::{Block, Kind};
use hamisi::language::Code;
use hamisi::{Offsets, Span, Unit, segment};
use std::fmt::Write;
use unicode_segmentation::UnicodeSegmentation;

/// One line of a test file: a string and its breaks in bytes, both ends included.
struct Case {
    line: usize,
    text: String,
    breaks: Vec<usize>,
    comment: String,
}

/// Reads a test file; panics at a line that does not follow the format.
fn cases(file: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for (number, line) in file.lines().enumerate() {
        let (data, comment) = line.split_once('#').unwrap_or((line, ""));
        if data.trim().is_empty() {
            continue;
        }
        let malformed = |what: &str| -> ! { panic!("line {}: {what}: {line}", number + 1) };
        let (mut text, mut breaks) = (String::new(), Vec::new());
        for (index, token) in data.split_whitespace().enumerate() {
            match (index % 2, token) {
                (0, "÷") => breaks.push(text.len()),
                (0, "×") => {}
                (0, _) => malformed("neither ÷ nor × where a mark belongs"),
                (_, point) => match u32::from_str_radix(point, 16).ok().and_then(char::from_u32) {
                    Some(point) => text.push(point),
                    None => malformed("no code point"),
                },
            }
        }
        if data.split_whitespace().count() % 2 == 0 {
            malformed("no mark at the end");
        }
        if breaks.first() != Some(&0) || breaks.last() != Some(&text.len()) {
            malformed("no break at both ends");
        }
        cases.push(Case { line: number + 1, text, breaks, comment: comment.trim().to_owned() });
    }
    cases
}

/// UTF-16 offsets of byte offsets, counted without [`Offsets`].
fn utf16(text: &str, breaks: &[usize]) -> Vec<usize> {
    breaks.iter().map(|&at| text[..at].encode_utf16().count()).collect()
}

/// Both ends of all spans, without repetition.
fn ends(spans: impl IntoIterator<Item = Span>) -> Vec<usize> {
    let mut ends: Vec<_> = spans.into_iter().flat_map(|span| [span.start, span.end]).collect();
    ends.dedup();
    ends
}

/// Runs all cases of `file`, of which there must be `count`, through `segment`.
fn conform(name: &str, file: &str, count: usize, segment: impl Fn(&str) -> Vec<Span>) {
    let cases = cases(file);
    assert_eq!(cases.len(), count, "{name}: the file does not have its number of tests");
    let (mut failures, mut table) = (0, String::new());
    for case in &cases {
        let spans = segment(&case.text);
        let offsets = Offsets::new(&case.text, Unit::Utf16);
        let found = ends(spans.iter().copied());
        let found_utf16 = ends(spans.iter().map(|&span| offsets.of(span)));
        if found != case.breaks || found_utf16 != utf16(&case.text, &case.breaks) {
            failures += 1;
            let points: Vec<_> = case.text.chars().map(|point| format!("{:04X}", u32::from(point))).collect();
            writeln!(
                table,
                "line {:>5}  {}\n  expected  {:?}\n  found     {found:?}\n  in UTF-16 {found_utf16:?}\n  {}",
                case.line,
                points.join(" "),
                case.breaks,
                case.comment
            )
            .unwrap();
        }
    }
    assert!(failures == 0, "{name}: {failures} of {count} tests fail\n{table}");
}

/// Spans of consecutive pieces.
fn spans<'t>(pieces: impl Iterator<Item = (usize, &'t str)>) -> Vec<Span> {
    pieces.map(|(at, piece)| Span::new(at, at + piece.len())).collect()
}

/// The whole of `text` as one block.
fn block(text: &str) -> Block {
    Block {
        span: Span::new(0, text.len()),
        kind: Kind::Paragraph,
        language: Code::UND,
        duplicate_of: None,
        confidence: 1.0,
    }
}

#[test]
fn follows_unicode_17() {
    assert_eq!(unicode_segmentation::UNICODE_VERSION.0, 17);
}

#[test]
fn breaks_graphemes_as_unicode_does() {
    conform("graphemes", include_str!("conformance/GraphemeBreakTest.txt"), 766, |text| {
        segment::graphemes(text).collect()
    });
}

#[test]
fn breaks_words_as_unicode_does() {
    conform("words", include_str!("conformance/WordBreakTest.txt"), 1944, |text| {
        spans(text.split_word_bound_indices())
    });
}

#[test]
fn words_are_the_bounds_with_letters_or_digits() {
    for case in cases(include_str!("conformance/WordBreakTest.txt")) {
        let words = segment::words(&case.text, &[block(&case.text)]);
        let bounds = spans(case.text.split_word_bound_indices());
        assert!(words.iter().all(|word| bounds.contains(word)), "line {}", case.line);
        let lettered = |span: &&Span| span.of(&case.text).chars().any(char::is_alphanumeric);
        assert_eq!(words.len(), bounds.iter().filter(lettered).count(), "line {}: {}", case.line, case.comment);
    }
}

#[test]
fn breaks_sentences_as_unicode_does() {
    conform("sentences", include_str!("conformance/SentenceBreakTest.txt"), 512, segment::sentence_bounds);
}

#[test]
#[should_panic(expected = "neither ÷ nor ×")]
fn rejects_a_line_without_marks() {
    cases("÷ 0061 0062 ÷ # broken");
}

#[test]
#[should_panic(expected = "no code point")]
fn rejects_a_line_with_a_surrogate() {
    cases("÷ D800 ÷ # broken");
}
