//! Words that hint at what a line is, in many languages: a table that the segment pack holds.

use super::fold::fold;
use super::shape::is_letter;

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
    /// Folded.
    text: String,
    sort: Sort,
    /// Whether the word may go on.
    open: bool,
    /// Whether the phrase may stand inside what looks like a word: in scripts without spaces.
    loose: bool,
    /// Its beginning.
    head: u32,
    /// The next phrase whose beginning has the same place, from 1; 0 for none.
    next: usize,
}

/// Bytes at the beginning of a phrase by which it is found.
const HEAD: usize = 3;
/// Places of beginnings.
const HEADS: usize = 1 << 12;

/// The phrases of a table, and what finds them. With none, no line has cues.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    phrases: Vec<Phrase>,
    /// The last phrase by the place of its beginning.
    heads: Vec<usize>,
    /// What each byte may be.
    bytes: Vec<u8>,
    /// A bit for each beginning, at another place: most of what a text has is none, and soon told.
    known: Vec<u64>,
}

/// A byte is an ASCII letter or digit.
const IN_WORD: u8 = 1;
/// A phrase begins with the byte.
const FIRST: u8 = 2;
/// A phrase begins with it that may stand inside a word.
const LOOSE: u8 = 4;
/// A phrase begins with it that is shorter than [`HEAD`].
const SHORT: u8 = 8;

/// The beginning of a phrase, with its length.
fn head(bytes: &[u8]) -> u32 {
    bytes.iter().take(HEAD).fold(bytes.len().min(HEAD) as u32, |sum, &byte| sum << 8 | u32::from(byte))
}

fn place(head: u32) -> usize {
    (head.wrapping_mul(0x9E37_79B1) >> 20) as usize % HEADS
}

/// Bits for beginnings.
const KNOWN: usize = 1 << 15;

fn bit(head: u32) -> usize {
    (head.wrapping_mul(0x9E37_79B1) >> 17) as usize % KNOWN
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

impl Phrase {
    /// Whether no word goes on before it in `text`, from `start` to `end`, nor behind it where it may not. Marks at the ends of a phrase
    /// bound it themselves.
    fn is_apart(&self, text: &str, start: usize, end: usize) -> bool {
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        let after = text.get(end..).and_then(|after| after.chars().next());
        let joined = |outer: Option<char>, inner: Option<char>| {
            outer.is_some_and(char::is_alphanumeric) && inner.is_some_and(char::is_alphanumeric)
        };
        !joined(before, self.text.chars().next()) && (self.open || !joined(after, self.text.chars().next_back()))
    }
}

impl Phrases {
    /// Reads a table, passing over lines that cannot be read.
    pub fn new(table: &str) -> Self {
        let bytes = (0..=u8::MAX).map(|byte| if byte.is_ascii_alphanumeric() { IN_WORD } else { 0 }).collect();
        let mut known = Self { phrases: Vec::new(), heads: vec![0; HEADS], bytes, known: vec![0; KNOWN / 64] };
        for (sort, phrase) in entries(table).filter_map(Result::ok) {
            let (phrase, open) = phrase.strip_suffix('*').map_or((phrase, false), |phrase| (phrase, true));
            let mut text = String::new();
            fold(phrase.trim(), &mut text);
            let loose = text.chars().any(|c| super::shape::is_unspaced(c) || matches!(c, '\u{AC00}'..='\u{D7A3}'));
            let short = text.len() < HEAD;
            let first = text.bytes().next().and_then(|first| known.bytes.get_mut(usize::from(first)));
            let Some(first) = first else { continue };
            *first |= FIRST | if loose { LOOSE } else { 0 } | if short { SHORT } else { 0 };
            let (head, number) = (head(text.as_bytes()), known.phrases.len() + 1);
            let next = known.heads.get_mut(place(head)).map_or(0, |last| std::mem::replace(last, number));
            let bit = bit(head);
            known.known.get_mut(bit / 64).into_iter().for_each(|bits| *bits |= 1 << (bit % 64));
            known.phrases.push(Phrase { text, sort, open, loose, head, next });
        }
        known
    }

    /// Whether a phrase may have the beginning `head`.
    #[inline(always)]
    fn knows(&self, head: u32) -> bool {
        let bit = bit(head);
        self.known.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
    }

    /// Calls `found` with each phrase in a folded text, and where it begins and ends.
    fn each(&self, folded: &str, mut found: impl FnMut(&Phrase, usize, usize)) {
        let mut before = 0;
        for (at, byte) in folded.bytes().enumerate() {
            let Some(&own) = self.bytes.get(usize::from(byte)) else { return };
            let goes_on = before & own & IN_WORD != 0;
            before = own;
            let begins = own & FIRST != 0 && (!goes_on || own & LOOSE != 0);
            let shortest = if own & SHORT != 0 { 1 } else { HEAD };
            let known = |length| folded.as_bytes().get(at..at + length).is_some_and(|bytes| self.knows(head(bytes)));
            if begins && (shortest..=HEAD).any(known) {
                self.each_at(folded, at, shortest, &mut found);
            }
        }
    }

    /// The same for those that begin at `at`.
    #[inline(never)]
    fn each_at(&self, folded: &str, at: usize, shortest: usize, found: &mut dyn FnMut(&Phrase, usize, usize)) {
        let rest = folded.as_bytes().get(at..).unwrap_or_default();
        for length in shortest..=HEAD.min(rest.len()) {
            let head = head(rest.get(..length).unwrap_or_default());
            if !self.knows(head) {
                continue;
            }
            let mut number = self.heads.get(place(head)).copied().unwrap_or_default();
            while let Some(phrase) = number.checked_sub(1).and_then(|at| self.phrases.get(at)) {
                number = phrase.next;
                if phrase.head == head && rest.starts_with(phrase.text.as_bytes()) {
                    let end = at + phrase.text.len();
                    if phrase.loose || phrase.is_apart(folded, at, end) {
                        found(phrase, at, end);
                    }
                }
            }
        }
    }

    /// The cues of a folded line.
    pub fn cues(&self, folded: &str) -> Cues {
        let mut cues = Cues::default();
        let count = |text: &str| text.chars().filter(|&c| is_letter(c)).count();
        let mut letters = None;
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
            let letters = *letters.get_or_insert_with(|| count(folded));
            if count(folded.get(start..end).unwrap_or_default()) * 3 >= letters * 2 {
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
        assert!(!Phrases::new(CUES).phrases.is_empty());
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
