//! Familiar text: stretches that plainly go on in the language the document began in.
//!
//! Asking whatlang costs some 50 µs a stretch. Once a document has shown its everyday words, text full of these needs no asking.

use super::Code;
use super::reading::{Reading, sample};
use std::collections::{HashMap, HashSet};

/// Letters of one language after which its everyday words are known.
const ENOUGH: usize = 5_000;
/// How many words count as everyday ones.
const EVERYDAY: usize = 120;
/// The fewest words that a stretch must have to be judged by them.
const FEWEST: usize = 4;

/// What has been seen of a document's languages so far.
#[derive(Default)]
pub(super) struct Familiar {
    seen: HashMap<Code, (usize, HashMap<String, usize>)>,
    main: Option<(Reading, HashSet<String>)>,
}

impl Familiar {
    /// The reading of `text`, if a quarter of its words and more are everyday words of the document's first language.
    pub(super) fn read(&self, text: &str) -> Option<Reading> {
        let (reading, everyday) = self.main.as_ref()?;
        let (mut words, mut letters, mut known) = (0, 0, 0);
        for word in words_of(text) {
            words += 1;
            letters += word.chars().count();
            known += usize::from(everyday.contains(word));
        }
        (words >= FEWEST && known * 4 >= words).then_some(Reading { words, letters, ..*reading })
    }

    /// Takes note of a stretch that was read.
    pub(super) fn learn(&mut self, text: &str, reading: &Reading) {
        if self.main.is_some() || !reading.code.is_language() || reading.words < FEWEST {
            return;
        }
        let (letters, counts) = self.seen.entry(reading.code).or_default();
        *letters += reading.letters;
        for word in words_of(text) {
            match counts.get_mut(word) {
                Some(count) => *count += 1,
                None => drop(counts.insert(word.to_owned(), 1)),
            }
        }
        if *letters >= ENOUGH {
            let mut counts: Vec<_> = std::mem::take(counts).into_iter().filter(|(_, count)| *count > 2).collect();
            counts.sort_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
            self.main = Some((*reading, counts.into_iter().take(EVERYDAY).map(|(word, _)| word).collect()));
        }
    }
}

/// Words as they stand between blanks and ASCII punctuation: everyday words are short, lower-case and seldom marked otherwise.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    sample(text)
        .split(|c: char| c.is_whitespace() || c.is_ascii_punctuation())
        .filter(|word| word.chars().next().is_some_and(char::is_alphabetic))
}
