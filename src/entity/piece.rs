//! Pieces: the numbers, names and signs of a block, one after another, for the rules to join.

use super::locale::{Hit, Locale, Meaning, Period, Rules, Tongue, digit, fold, is_letter, unspaced};
use super::number::{self, Digits, ideograph};
use super::stranger::{Stranger, Strangers};
use crate::Span;

/// A piece of text.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Its text.
    pub span: Span,
    /// What it is.
    pub what: What,
    /// Whether white space stands before it.
    pub spaced: bool,
}

/// What a piece is.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// Digits, and whether they hang on to a word before them.
    Digits(Digits, bool),
    /// A name of the pack.
    Name(Hit),
    /// Any other character.
    Sign(char),
    /// A word the pack does not know.
    Word,
}

/// The languages in force at a place, and what follows from the first of them.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    /// The sentence's language, then the block's and the document's.
    pub tongues: Vec<Tongue>,
    /// Of the first.
    pub rules: Rules,
    /// A number that other languages in force do not have.
    pub family: usize,
}

/// Reads pieces from a stretch of text.
pub(super) struct Pieces<'a> {
    locale: &'a Locale<'a>,
    text: &'a str,
    at: usize,
    end: usize,
    strangers: &'a mut Strangers,
}

impl<'a> Pieces<'a> {
    /// The pieces in `span`; `strangers` are of the same locale.
    pub fn new(locale: &'a Locale<'a>, text: &'a str, span: Span, strangers: &'a mut Strangers) -> Self {
        Self { locale, text, at: span.start, end: span.end, strangers }
    }

    /// Where the next piece begins, or white space before it.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The next piece, read with the languages in force there.
    pub fn next(&mut self, setting: &Setting) -> Option<Piece> {
        let rest = self.text.get(self.at..self.end)?;
        let start = self.end - rest.trim_start_matches(blank).len();
        let spaced = start > self.at;
        let first = self.text.get(start..self.end)?.chars().next()?;
        let (what, end) = self.read(start, first, setting);
        let end = end.min(self.end).max(start + first.len_utf8());
        self.at = end;
        Some(Piece { span: Span::new(start, end), what, spaced })
    }

    fn read(&mut self, start: usize, first: char, setting: &Setting) -> (What, usize) {
        let rest = self.text.get(start..self.end).unwrap_or_default();
        // Of a word of letters, where they end; what is found in it does not depend on what follows.
        let letters = (is_letter(first) && !wherever(first))
            .then(|| rest.find(|c: char| !is_letter(c) || wherever(c)).unwrap_or(rest.len()));
        let word = letters
            .map(|letters| (start + letters, Stranger::new(setting.family, rest.get(..letters).unwrap_or_default())));
        let known = word.is_some_and(|(_, word)| self.strangers.has(word));
        let is_digit = digit(first).is_some();
        if let Some((digits, end)) = ideograph(first).and_then(|_| number::ideographs(self.text, start)) {
            return (What::Digits(digits, false), end);
        }
        if fold(first).bytes().is_empty() {
            return (What::Sign(first), start + first.len_utf8());
        }
        match (!known).then(|| self.locale.find_or_end(self.text, start, &setting.tongues)) {
            // A name that begins with a number is one such as 2月, or "3 days ago".
            Some(Ok(hit)) if !is_digit || hit.own || hit.number.is_none() => return (What::Name(hit), hit.end),
            Some(Err(Some(end))) => {
                word.filter(|&(last, _)| end < last).into_iter().for_each(|(_, word)| self.strangers.add(word))
            }
            _ => {}
        }
        if is_digit {
            let attached = number::attached(self.text, start);
            let (digits, end) = number::read(self.text, start, setting.rules.decimal);
            return (What::Digits(digits, attached), end);
        }
        if !is_letter(first) {
            return (What::Sign(first), start + first.len_utf8());
        }
        if wherever(first) {
            return (What::Word, start + first.len_utf8());
        }
        let tail = rest.get(letters.unwrap_or(0)..).unwrap_or_default();
        let tail = tail.find(|c: char| !(is_letter(c) || c.is_ascii_digit()) || wherever(c)).unwrap_or(tail.len());
        (What::Word, start + letters.unwrap_or(0) + tail)
    }
}

/// Whether words of the character's script may begin anywhere; Hangul has spaces.
fn wherever(c: char) -> bool {
    unspaced(c) && !('\u{AC00}'..='\u{D7AF}').contains(&c)
}

/// White space, and what has no width.
fn blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Pieces ahead of the place where rules are tried, and what is needed to read them.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub text: &'a str,
    pub locale: &'a Locale<'a>,
    pub setting: &'a Setting,
    pub pieces: &'a [Piece],
}

impl<'a> View<'a> {
    /// The view from `count` pieces on.
    pub fn skip(self, count: usize) -> Self {
        Self { pieces: self.pieces.get(count..).unwrap_or_default(), ..self }
    }

    pub fn get(&self, at: usize) -> Option<&'a Piece> {
        self.pieces.get(at)
    }

    pub fn text_of(&self, at: usize) -> &'a str {
        self.get(at).map_or("", |piece| piece.span.of(self.text))
    }

    /// Whether the piece stands directly after the one before it.
    pub fn joined(&self, at: usize) -> bool {
        self.get(at).is_some_and(|piece| !piece.spaced)
    }

    /// The character, if the piece is a sign.
    pub fn sign(&self, at: usize) -> Option<char> {
        match self.get(at)?.what {
            What::Sign(c) => Some(c),
            // A mark that some language counts among its names.
            What::Name(_) => {
                let mut chars = self.text_of(at).chars();
                let c = chars.next()?;
                (chars.next().is_none() && !is_letter(c)).then_some(c)
            }
            _ => None,
        }
    }

    pub fn dash(&self, at: usize) -> bool {
        matches!(self.sign(at), Some('-' | '–' | '—' | '‑' | '−' | '~' | '～' | '〜' | '∼'))
    }

    /// Whether the piece stands between the ends of a range: a dash, or a word such as "to".
    pub fn until(&self, at: usize) -> bool {
        let word = |at: usize| {
            self.hit(at)?.whole.then_some(())?;
            self.is(at, Meaning::Until).then_some(())
        };
        self.dash(at) || word(at).is_some()
    }

    /// The number in words at the piece; 0 for a word between two of them.
    pub fn numeral(&self, at: usize) -> Option<u16> {
        self.hit(at).filter(|hit| hit.whole)?;
        self.own(at, |meaning| match meaning {
            Meaning::Numeral(value) => Some(value),
            _ => None,
        })
    }

    /// The number of a rank in words, which may be a numeral with an ordinal's ending: third, Kazakh сегізінші.
    pub fn rank(&self, at: usize) -> Option<u16> {
        let hit = self.hit(at).filter(|hit| hit.own)?;
        if hit.whole {
            return self.own(at, |meaning| match meaning {
                Meaning::Rank(value) => Some(value.into()),
                _ => None,
            });
        }
        let ending =
            self.locale.find(self.text, hit.stem, &self.setting.tongues).filter(|ending| ending.end == hit.end)?;
        let ending = What::Name(ending);
        let ending = Piece { span: Span::new(hit.stem, hit.end), what: ending, spaced: false };
        let view = View { pieces: std::slice::from_ref(&ending), ..*self };
        view.is(0, Meaning::OrdinalAfter).then_some(())?;
        self.own(at, |meaning| match meaning {
            Meaning::Numeral(value @ 1..) => Some(value),
            _ => None,
        })
    }

    pub fn number(&self, at: usize) -> Option<&'a number::Number> {
        match &self.get(at)?.what {
            What::Digits(Digits::Number(number), _) => Some(number),
            _ => None,
        }
    }

    /// Whether the digits hang on to a word before them.
    pub fn attached(&self, at: usize) -> bool {
        matches!(self.get(at), Some(Piece { what: What::Digits(_, true), .. }))
    }

    pub fn hit(&self, at: usize) -> Option<&'a Hit> {
        match &self.get(at)?.what {
            What::Name(hit) => Some(hit),
            _ => None,
        }
    }

    /// What `pick` takes of the piece's meanings in the languages in force, the sentence's first.
    pub fn own<T>(&self, at: usize, pick: impl Fn(Meaning) -> Option<T>) -> Option<T> {
        let mut found = None;
        self.each_own(at, &mut |meaning| {
            found = pick(meaning);
            found.is_some()
        });
        found
    }

    /// Whether the piece means that in one of the languages in force.
    #[inline(never)]
    pub fn is(&self, at: usize, wanted: Meaning) -> bool {
        self.own(at, |meaning| (meaning == wanted).then_some(())).is_some()
    }

    /// Whether the whole piece means that in one of the languages in force.
    #[inline(never)]
    pub fn names(&self, at: usize, wanted: Meaning) -> bool {
        self.hit(at).is_some_and(|hit| hit.whole) && self.is(at, wanted)
    }

    /// Whether the piece names a month in one of the languages in force.
    #[inline(never)]
    pub fn is_month(&self, at: usize) -> bool {
        self.own(at, |meaning| matches!(meaning, Meaning::Month(_)).then_some(())).is_some()
    }

    /// Whether the piece is a word for "year", after its number or as a unit.
    pub fn is_year(&self, at: usize) -> bool {
        self.is(at, Meaning::Mark(Period::Year)) || self.is(at, Meaning::Duration(Period::Year))
    }

    /// Shows the piece's meanings in the languages in force, the sentence's first, until one is taken. Apart, since it is the same
    /// whatever is looked for.
    #[inline(never)]
    fn each_own(&self, at: usize, take: &mut dyn FnMut(Meaning) -> bool) {
        let Some(hit) = self.hit(at).filter(|hit| hit.own) else { return };
        for &tongue in &self.setting.tongues {
            for (meaning, set) in self.locale.meanings(hit.entry) {
                if self.locale.holds(set, tongue) && take(meaning) {
                    return;
                }
            }
        }
    }

    /// Whether the piece is a word or sign after the number of that unit, such as 年; of other languages only where these write
    /// without spaces.
    pub fn mark(&self, at: usize, wanted: Period) -> bool {
        let marks = |meaning| (meaning == Meaning::Mark(wanted)).then_some(());
        // "5 al 10": what CLDR's patterns have between two numbers is no mark of the first.
        self.hit(at).is_some_and(|hit| hit.whole)
            && !self.until(at)
            && (self.own(at, marks).is_some()
                || self.text_of(at).chars().all(unspaced) && self.any(at, marks).is_some())
    }

    /// The same, else what all languages agree on.
    pub fn any<T: PartialEq>(&self, at: usize, pick: impl Fn(Meaning) -> Option<T>) -> Option<T> {
        if let Some(own) = self.own(at, &pick) {
            return Some(own);
        }
        let (mut first, mut agreed) = (None, true);
        self.each(at, &mut |meaning| {
            if let Some(found) = pick(meaning) {
                agreed &= first.as_ref().is_none_or(|first| *first == found);
                first.get_or_insert(found);
            }
        });
        first.filter(|_| agreed)
    }

    #[inline(never)]
    fn each(&self, at: usize, show: &mut dyn FnMut(Meaning)) {
        if let Some(hit) = self.hit(at) {
            self.locale.meanings(hit.entry).for_each(|(meaning, _)| show(meaning));
        }
    }
}
