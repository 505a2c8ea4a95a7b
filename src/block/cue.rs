//! Words that hint at what a line is, in many languages: a table that the segment pack holds.

use super::fold::fold;
use super::shape::is_letter;
use aho_corasick::Input;
use aho_corasick::automaton::Automaton;
use aho_corasick::nfa::contiguous::NFA;

/// What a phrase hints at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Sort {
    Editor,
    By,
    Photo,
    Source,
    Agency,
    More,
    News,
    Share,
    Promo,
    Author,
    Nav,
    Rights,
    Date,
    Ago,
}

impl Sort {
    const NAMES: [(&'static str, Self); 14] = [
        ("editor", Self::Editor),
        ("by", Self::By),
        ("photo", Self::Photo),
        ("source", Self::Source),
        ("agency", Self::Agency),
        ("more", Self::More),
        ("news", Self::News),
        ("share", Self::Share),
        ("promo", Self::Promo),
        ("author", Self::Author),
        ("nav", Self::Nav),
        ("rights", Self::Rights),
        ("date", Self::Date),
        ("ago", Self::Ago),
    ];

    const fn bit(self) -> u16 {
        1 << self as u8
    }
}

/// Some of the sorts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sorts(u16);

impl Sorts {
    pub const fn has(self, sort: Sort) -> bool {
        self.0 & sort.bit() != 0
    }

    fn add(&mut self, sort: Sort) {
        self.0 |= sort.bit();
    }
}

/// The cues of one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cues {
    /// At its beginning, marks aside.
    pub start: Sorts,
    /// Most of it.
    pub whole: Sorts,
    /// Anywhere.
    pub inside: Sorts,
    /// Ends in a word such as `Photo:` and a few more.
    pub credit: bool,
    /// How many phrases advertise.
    pub promos: usize,
}

/// A phrase of the table.
#[derive(Debug)]
struct Phrase {
    sort: Sort,
    /// Whether the word may go on.
    open: bool,
    /// Whether the phrase may stand inside what looks like a word: in scripts without spaces.
    loose: bool,
}

/// The phrases of a table, and what finds them. With none, no line has cues.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    phrases: Vec<Phrase>,
    finder: Option<NFA>,
}

/// The phrases of a table with their sorts; an error names a line that cannot be read.
fn entries(table: &str) -> impl Iterator<Item = Result<(Sort, &str), &str>> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).flat_map(|line| {
        let (head, phrases) = line.split_once(": ").unwrap_or((line, ""));
        let sort = head.split_once(' ').and_then(|(name, _)| Sort::NAMES.iter().find(|(known, _)| *known == name));
        phrases.split(", ").map(move |phrase| match sort {
            Some((_, sort)) if !phrase.is_empty() => Ok((*sort, phrase)),
            _ => Err(line),
        })
    })
}

/// Whether all lines of a table can be read.
pub(super) fn reads(table: &str) -> bool {
    entries(table).all(|entry| entry.is_ok())
}

impl Phrases {
    /// Reads a table, passing over lines that cannot be read.
    pub fn new(table: &str) -> Self {
        let (mut phrases, mut texts) = (Vec::new(), Vec::new());
        for (sort, phrase) in entries(table).filter_map(Result::ok) {
            let (text, open) = phrase.strip_suffix('*').map_or((phrase, false), |text| (text, true));
            let mut folded = String::new();
            fold(text.trim(), &mut folded);
            let loose = folded.chars().any(|c| super::shape::is_unspaced(c) || matches!(c, '\u{AC00}'..='\u{D7A3}'));
            phrases.push(Phrase { sort, open, loose });
            texts.push(folded);
        }
        Self { phrases, finder: NFA::new(texts).ok() }
    }

    /// Calls `found` with each phrase in a folded text, and where it begins and ends.
    fn each(&self, folded: &str, mut found: impl FnMut(&Phrase, usize, usize)) {
        let Some(finder) = &self.finder else { return };
        for hit in finder.try_find_overlapping_iter(Input::new(folded)).into_iter().flatten() {
            let Some(phrase) = self.phrases.get(hit.pattern().as_usize()) else { continue };
            let before = folded.get(..hit.start()).and_then(|before| before.chars().next_back());
            let after = folded.get(hit.end()..).and_then(|after| after.chars().next());
            let first = folded.get(hit.start()..).and_then(|body| body.chars().next());
            let last = folded.get(..hit.end()).and_then(|body| body.chars().next_back());
            // Marks at the ends of a phrase bound it themselves.
            let joined = |outer: Option<char>, inner: Option<char>| {
                outer.is_some_and(char::is_alphanumeric) && inner.is_some_and(char::is_alphanumeric)
            };
            if phrase.loose || (!joined(before, first) && (phrase.open || !joined(after, last))) {
                found(phrase, hit.start(), hit.end());
            }
        }
    }

    /// The cues of a folded line.
    pub fn cues(&self, folded: &str) -> Cues {
        let mut cues = Cues::default();
        let letters = folded.chars().filter(|&c| is_letter(c)).count();
        let begin = folded.find(char::is_alphanumeric).unwrap_or(folded.len());
        self.each(folded, |phrase, start, end| {
            cues.inside.add(phrase.sort);
            cues.promos += usize::from(phrase.sort == Sort::Promo);
            let mut behind = folded.get(end..).unwrap_or_default().trim_start().chars();
            cues.credit |= phrase.sort == Sort::Photo
                && start > begin
                && matches!(behind.next(), Some(':' | '：' | '/' | '／'))
                && behind.nth(50).is_none();
            if start <= begin {
                cues.start.add(phrase.sort);
            }
            let covered = folded.get(start..end).unwrap_or_default().chars().filter(|&c| is_letter(c)).count();
            if covered * 3 >= letters * 2 {
                cues.whole.add(phrase.sort);
            }
        });
        cues
    }

    /// Where the longest phrase of a sort at the beginning of a folded line ends.
    pub fn after(&self, folded: &str, sort: Sort) -> Option<usize> {
        let begin = folded.find(char::is_alphanumeric)?;
        let mut longest = None;
        self.each(folded, |phrase, start, end| {
            if phrase.sort == sort && start <= begin {
                longest = longest.max(Some(end));
            }
        });
        longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    const CUES: &str = include_str!("../../tools/data/segment/cues.txt");

    fn of(line: &str) -> Cues {
        let mut folded = String::new();
        fold(line, &mut folded);
        Phrases::new(CUES).cues(&folded)
    }

    #[test]
    fn every_line_of_the_table_reads() {
        let wrong: Vec<_> = entries(CUES).filter_map(Result::err).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(reads(CUES) && !reads("news: mail"));
        assert!(Phrases::new(CUES).finder.is_some());
    }

    #[test]
    fn every_sort_knows_fifteen_languages() {
        for (name, _) in Sort::NAMES.iter().filter(|(name, _)| *name != "agency") {
            let languages: HashSet<_> =
                CUES.lines().filter_map(|line| line.split_once(':')?.0.strip_prefix(name)?.strip_prefix(' ')).collect();
            assert!(languages.len() >= 15, "{name}: {}", languages.len());
        }
    }

    #[test]
    fn finds_cues_whatever_the_script_and_case() {
        assert!(of("HAMISI").whole.has(Sort::Nav));
        assert!(of("PAYLAŞIN").whole.has(Sort::Share));
        assert!(of("İLGİLİ HABERLER").whole.has(Sort::More));
        assert!(of("「関連記事」").whole.has(Sort::More));
        assert!(of("Фото: РИА Новости / Иван Петров").start.has(Sort::Photo));
        assert!(of("بقلم أحمد علي").start.has(Sort::By));
    }

    #[test]
    fn keeps_to_whole_words() {
        assert_eq!(of("Photosynthesis feeds the planet").start, Sorts::default());
        assert!(!of("Bystanders saw it").inside.has(Sort::By));
        assert!(of("Photographs by our readers").start.has(Sort::Photo));
    }
}
