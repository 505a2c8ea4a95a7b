//! Segments: sentences and words inside blocks.

use crate::Span;
use crate::block::Block;
use crate::language::Code;
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
/// ```
/// # use hamisi::{block::blocks, segment::sentences};
/// let text = "Salam. Necəsən?";
/// let found: Vec<_> = sentences(text, &blocks(text, None)).iter().map(|s| s.span.of(text)).collect();
/// assert_eq!(found, ["Salam.", "Necəsən?"]);
/// ```
#[must_use]
pub fn sentences(text: &str, blocks: &[Block]) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        for (at, sentence) in block.span.of(text).split_sentence_bound_indices() {
            let start = block.span.start + at;
            let span = Span::new(start, start + sentence.len()).trimmed(text);
            if !span.is_empty() {
                sentences.push(Sentence { span, block: index, language: Code::UND });
            }
        }
    }
    sentences
}

/// The word-like segments of each block, by UAX #29 (Unicode 17.0): those with a letter, digit or other alphanumeric.
///
/// Scripts without spaces get one span a character (Han, Hiragana) or a run (Thai, Katakana).
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
