//! Without a pack: what whatlang makes of each block and sentence.
//!
//! whatlang knows 69 languages. It is asked for one script at a time, and its answer counts only where it was found to be right 9
//! times in 10 on languages it knows; the rest is `und`. Where a doubtful block could well be in the document's main language, it is taken
//! for it.

use super::reading::{self, Allowed, Reading};
use super::{Code, Languages, Run, Tally, script};
use crate::Span;
use crate::segment::Sentence;
use std::collections::{BTreeMap, HashMap};

/// How sure a block is of the main language when that alone speaks for it.
const INHERITED: f32 = 0.5;

/// The languages of `text`.
pub(super) fn detect(text: &str, blocks: &[Span], sentences: &[Sentence], allowed: Option<&[Code]>) -> Languages {
    let allowed = Allowed::new(allowed);
    let read = |stretch| reading::read(stretch, &allowed);
    let mut readings: Vec<Reading> = blocks.iter().map(|block| read(block.of(text))).collect();
    if let Some(main) = Main::of(text, blocks, &readings) {
        for (block, reading) in blocks.iter().zip(&mut readings) {
            if reading.code == Code::UND && reading.words > 1 && main.could_be(block.of(text), reading) {
                (reading.code, reading.confidence) = (main.code, INHERITED);
            }
        }
    }

    let mut found = Languages { blocks: readings.iter().map(|reading| reading.code).collect(), ..Languages::default() };
    for (index, sentence) in sentences.iter().enumerate() {
        let outer = readings.get(sentence.block).copied().unwrap_or_default();
        let alone = |other: Option<&Sentence>| other.is_none_or(|other| other.block != sentence.block);
        let before = index.checked_sub(1).and_then(|before| sentences.get(before));
        let only = alone(before) && alone(sentences.get(index + 1));
        let covered = sentence.span.of(text);
        let reading = if only { outer } else { within(read(covered), &outer) };
        found.sentences.push(reading.code);
        runs(covered, sentence.span.start, &reading, &allowed, &mut found.runs);
    }
    if sentences.is_empty() {
        for (block, reading) in blocks.iter().zip(&readings) {
            runs(block.of(text), block.start, reading, &allowed, &mut found.runs);
        }
    }
    let mut tally = Tally::default();
    for run in &found.runs {
        tally.add(run, run.span.of(text).chars().filter(|c| c.is_alphabetic()).count());
    }
    (found.document, found.shares) = tally.sum(text);
    found
}

/// What a sentence is read as inside a block: its own clear answer, else the block's where the script is the same.
fn within(own: Reading, outer: &Reading) -> Reading {
    if own.code == Code::UND && own.script == outer.script {
        Reading { code: outer.code, confidence: outer.confidence.min(INHERITED), ..own }
    } else {
        own
    }
}

/// The runs of a sentence: where the script changes, the language may.
fn runs(sentence: &str, offset: usize, reading: &Reading, allowed: &Allowed, runs: &mut Vec<Run>) {
    for (span, family) in script::runs(sentence) {
        let covered = span.of(sentence);
        let reading = if family == reading.family { *reading } else { reading::read(covered, allowed) };
        runs.push(Run {
            span: Span::new(offset + span.start, offset + span.end),
            language: reading.code,
            script: if family == reading.family { reading.script } else { family.as_str() },
            confidence: reading.confidence,
            explanation: None,
        });
    }
}

/// The language most letters are surely in, and the letters it was seen to use.
struct Main {
    code: Code,
    script: &'static str,
    letters: HashMap<char, usize>,
    total: usize,
}

impl Main {
    fn of(text: &str, blocks: &[Span], readings: &[Reading]) -> Option<Self> {
        let mut sums: BTreeMap<(Code, &'static str), usize> = BTreeMap::new();
        for reading in readings.iter().filter(|reading| reading.code.is_language()) {
            *sums.entry((reading.code, reading.script)).or_default() += reading.letters;
        }
        let (&(code, script), _) = sums.iter().max_by_key(|(_, letters)| **letters)?;
        let mut letters = HashMap::new();
        let mut total = 0;
        for (block, _) in blocks.iter().zip(readings).filter(|(_, reading)| reading.code == code) {
            for letter in reading::sample(block.of(text)).chars().filter(|c| c.is_alphabetic()) {
                *letters.entry(letter).or_default() += 1;
                total += 1;
            }
        }
        Some(Self { code, script, letters, total })
    }

    /// Whether `text` uses no letter that is foreign to the main language: one it has in less than 1 of 2,000. Foreign names
    /// bring their letters into any text, so a single sight of one says little.
    fn could_be(&self, text: &str, reading: &Reading) -> bool {
        reading.script == self.script
            && reading::sample(text)
                .chars()
                .filter(|c| c.is_alphabetic() && !c.is_ascii())
                .all(|letter| self.letters.get(&letter).is_some_and(|&count| count > 1 && count * 2_000 > self.total))
    }
}
