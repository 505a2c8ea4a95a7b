//! Segments: graphemes, and sentences and words inside blocks.

use crate::Span;
use crate::block::{Block, Kind};
use crate::code::Code;
use unicode_segmentation::UnicodeSegmentation;

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its text, without white space around it.
    pub span: Span,
    /// The index of the block it stands in.
    pub block: usize,
    /// Its language; `und` until the language stage has run.
    pub language: Code,
}

/// The sentences of each block, by UAX #29 (Unicode 17.0).
///
/// A line end inside a block does not end a sentence where the line was wrapped; in code and tables it does. A blank
/// block has no sentence.
///
/// ```
/// # use hamisi::{block::blocks, segment::sentences};
/// let text = "Salam. Necəsən?\n今日は。お元気ですか。";
/// let found: Vec<_> = sentences(text, &blocks(text, None)).iter().map(|s| s.span.of(text)).collect();
/// assert_eq!(found, ["Salam.", "Necəsən?", "今日は。", "お元気ですか。"]);
/// ```
#[must_use]
pub fn sentences(text: &str, blocks: &[Block]) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut bridged = String::new();
    for (index, block) in blocks.iter().enumerate() {
        let covered = block.span.of(text);
        let wrapped = !matches!(block.kind, Kind::Code | Kind::Table) && bridge(covered, &mut bridged);
        let start = block.span.start;
        each_sentence(if wrapped { &bridged } else { covered }, |bound| {
            let span = Span::new(start + bound.start, start + bound.end).trimmed(text);
            if !span.is_empty() {
                sentences.push(Sentence { span, block: index, language: Code::UND });
            }
        });
    }
    sentences
}

/// The sentences of `text` by UAX #29 (Unicode 17.0), white space included: joined they give the text back. None for an
/// empty text.
///
/// One departure keeps the time linear: a full stop before more than 64 marks and blanks ends a sentence there.
///
/// ```
/// # use hamisi::segment::sentence_bounds;
/// let text = "Bəli. कैसे हैं?";
/// let found: Vec<_> = sentence_bounds(text).iter().map(|s| s.of(text)).collect();
/// assert_eq!(found, ["Bəli. ", "कैसे हैं?"]);
/// ```
#[must_use]
pub fn sentence_bounds(text: &str) -> Vec<Span> {
    let mut bounds = Vec::new();
    each_sentence(text, |bound| bounds.push(bound));
    bounds
}

/// The word-like segments of each block, by UAX #29 (Unicode 17.0): those with a letter, digit or other alphanumeric.
///
/// Scripts without spaces get one span a character (Han, Hiragana) or a run (Thai, Katakana).
///
/// ```
/// # use hamisi::{block::blocks, segment::words};
/// let text = "Qiymət 3.5 manat, don't!";
/// let found: Vec<_> = words(text, &blocks(text, None)).iter().map(|w| w.of(text)).collect();
/// assert_eq!(found, ["Qiymət", "3.5", "manat", "don't"]);
/// ```
#[must_use]
pub fn words(text: &str, blocks: &[Block]) -> Vec<Span> {
    let mut words = Vec::new();
    for block in blocks {
        words.extend(block.span.of(text).unicode_word_indices().map(|(at, word)| {
            let start = block.span.start + at;
            Span::new(start, start + word.len())
        }));
    }
    words
}

/// What a reader sees as characters: extended grapheme clusters by UAX #29 (Unicode 17.0). Joined they give the text
/// back.
///
/// ```
/// # use hamisi::segment::graphemes;
/// assert_eq!(graphemes("नि👩‍👩‍👧e\u{301}").count(), 3);
/// ```
pub fn graphemes(text: &str) -> impl Iterator<Item = Span> {
    text.grapheme_indices(true).map(|(at, grapheme)| Span::new(at, at + grapheme.len()))
}

/// Marks and blanks after a full stop beyond which the text is cut: UAX #29 SB8 looks ahead from each of them anew.
const LONGEST_TAIL: usize = 64;

/// Gives each sentence of `text`, white space included.
fn each_sentence(text: &str, mut found: impl FnMut(Span)) {
    let mut start = 0;
    let mut piece = |end: usize| {
        let mut at = start;
        for sentence in Span::new(start, end).of(text).split_sentence_bounds() {
            found(Span::new(at, at + sentence.len()));
            at += sentence.len();
        }
        start = end;
    };
    let mut run = 0;
    let long_run = text.bytes().any(|byte| {
        run = if byte.is_ascii_alphanumeric() { 0 } else { run + 1 };
        run > LONGEST_TAIL
    });
    let mut tail = None;
    for (at, c) in text.char_indices().take_while(|_| long_run) {
        match (c, tail) {
            ('.' | '\u{2024}' | '\u{FE52}' | '\u{FF0E}', _) => tail = Some(0),
            (_, None) => {}
            (c, Some(_)) if c.is_alphanumeric() => tail = None,
            (_, Some(LONGEST_TAIL)) => {
                piece(at);
                tail = None;
            }
            (_, Some(length)) => tail = Some(length + 1),
        }
    }
    piece(text.len());
}

/// Lines shorter than this were ended on purpose, not wrapped.
const SHORTEST_WRAPPED: usize = 25;

/// Fills `bridged` with `text`, blanks instead of the line ends after wrapped lines, every byte offset kept. False where
/// there is no such line end.
fn bridge(text: &str, bridged: &mut String) -> bool {
    const ENDS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];
    if !text.contains(ENDS) {
        return false;
    }
    bridged.clear();
    let mut wrapped = false;
    for line in text.split_inclusive(ENDS) {
        let body = line.trim_end_matches(ENDS);
        bridged.push_str(body);
        // The line feed of a carriage return and line feed comes as a line of its own.
        let bridge = if body.is_empty() { wrapped } else { body.chars().nth(SHORTEST_WRAPPED - 1).is_some() };
        let end = line.get(body.len()..).unwrap_or_default();
        if bridge {
            (0..end.len()).for_each(|_| bridged.push(' '));
        } else {
            bridged.push_str(end);
        }
        wrapped = bridge;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::blocks;

    fn texts(text: &str) -> Vec<&str> {
        sentences(text, &blocks(text, None)).iter().map(|sentence| sentence.span.of(text)).collect()
    }

    fn block(text: &str, kind: Kind) -> Block {
        Block { span: Span::new(0, text.len()), kind, language: Code::UND, duplicate_of: None, confidence: 1.0 }
    }

    fn of_kind(text: &str, kind: Kind) -> Vec<&str> {
        sentences(text, &[block(text, kind)]).iter().map(|sentence| sentence.span.of(text)).collect()
    }

    #[test]
    fn ends_sentences_in_many_scripts() {
        assert_eq!(texts("Bakı gözəldir. Get və gör!"), ["Bakı gözəldir.", "Get və gör!"]);
        assert_eq!(texts("天气很好。我们走吧！"), ["天气很好。", "我们走吧！"]);
        assert_eq!(texts("ما اسمك؟ اسمي علي."), ["ما اسمك؟", "اسمي علي."]);
        assert_eq!(texts("वह आया। वह गया।"), ["वह आया।", "वह गया।"]);
        assert_eq!(texts("ሰላም። እንዴት ነህ?"), ["ሰላም።", "እንዴት ነህ?"]);
        assert_eq!(texts("Բարեւ։ Ո՞վ ես։"), ["Բարեւ։", "Ո՞վ ես։"]);
    }

    #[test]
    fn never_crosses_blocks() {
        assert_eq!(texts("one line\nand another"), ["one line", "and another"]);
    }

    #[test]
    fn reads_on_over_the_ends_of_wrapped_lines() {
        for end in ["\n", "\r\n", "\r", " \n  ", "\u{2028}"] {
            let text = format!("The old road goes on over the hill{end}and down to the harbour. There{end}it ends.");
            assert_eq!(of_kind(&text, Kind::Paragraph).len(), 2, "{end:?}");
        }
    }

    #[test]
    fn ends_sentences_with_short_lines_and_with_lines_of_code() {
        assert_eq!(of_kind("Main Street 5\nBaku", Kind::Paragraph), ["Main Street 5", "Baku"]);
        assert_eq!(of_kind("let first_number = one_number\nlet b = 2", Kind::Code).len(), 2);
    }

    #[test]
    fn stays_linear_after_a_full_stop() {
        for filler in [")", " ", "\u{301}", "’", "1", "-", ".)"] {
            let text = format!("a.{}b", filler.repeat(200_000));
            let bounds = sentence_bounds(&text);
            assert_eq!(bounds.iter().map(|bound| bound.len()).sum::<usize>(), text.len());
        }
    }

    #[test]
    fn blank_text_has_no_segments() {
        for text in ["", " \n\t\u{3000}\n"] {
            let blank = [block(text, Kind::Paragraph)];
            assert!(sentences(text, &blank).is_empty() && words(text, &blank).is_empty());
        }
    }
}
