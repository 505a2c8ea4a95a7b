//! Features: what the network is told of each token.
//!
//! Those that come in millions are hashed: a word's letters, beginnings and endings, a unit with its neighbours. The others are few and
//! have a row each, listed here: how a token is written, where it stands, what kind of sentence it is in.

use super::super::fold::fold;
use super::super::lexicon::{Classes, Mark, Position};
use super::token::{Kind, Token, is_unit};
use crate::hash::{mix, step};

/// Letters of the longest beginning and ending.
const AFFIX: usize = 6;
/// Letters of the ending that is told for each language.
const OWN: usize = 3;
/// Letters of a word that are looked at.
const LETTERS: usize = 40;

/// Rows of the features that are few: how tokens are written.
const SHAPES: usize = 24;
const LENGTHS: usize = 8;
/// Where they stand, and what sentence they are in.
const SPACED: usize = SHAPES + LENGTHS;
const PLACES: usize = SPACED + 2;
const SENTENCES: usize = PLACES + 2;
/// What the lexicon knows of them: a row a class, for the word alone, for its stem, and for the first, inner and last words of longer
/// names.
const ALONE: usize = SENTENCES + 6;
const STEM: usize = ALONE + 8;
const LONGER: usize = STEM + 8;
/// Their number, before the rows of languages.
pub const FEW: usize = LONGER + 3 * 8;

/// How a token is written: two rows.
pub type Look = [usize; 2];

/// The hashed features of a word or sign, and how it is written; `language` is its language's number, 0 for any, and `letters` is worked in.
///
/// The first feature is the whole word; where there is a language, the next two are the word and its ending in that language.
pub fn word(kind: Kind, surface: &str, language: usize, letters: &mut Vec<u32>, mut each: impl FnMut(u64)) -> Look {
    letters.clear();
    let mut case = Case::default();
    for c in surface.chars() {
        case.add(c);
        if letters.len() < LETTERS {
            if c.is_numeric() {
                letters.push(u32::from(b'0'));
            } else {
                letters.extend(fold(c).map(u32::from));
            }
        }
    }
    each(hash(Seed::Whole, letters));
    if kind == Kind::Word {
        if language > 0 {
            let own = |seed: Seed, letters: &[u32]| {
                mix(letters.iter().fold(step(seed.start(), language as u32), |sum, &letter| step(sum, letter)))
            };
            each(own(Seed::OwnWhole, letters));
            each(own(Seed::OwnSuffix, letters.get(letters.len().saturating_sub(OWN)..).unwrap_or_default()));
        }
        let (mut from_left, mut from_right) = (Seed::Prefix.start(), Seed::Suffix.start());
        let longest = AFFIX.min(letters.len().saturating_sub(1));
        for (left, right) in letters.iter().zip(letters.iter().rev()).take(longest) {
            from_left = step(from_left, *left);
            from_right = step(from_right, *right);
            each(mix(from_left));
            each(mix(from_right));
        }
        for three in letters.windows(3) {
            each(hash(Seed::Three, three));
        }
    }
    [case.shape(kind), SHAPES + length(letters.len())]
}

/// The hashed features of the unit at `at`, from it and the tokens around it, and how it is written.
pub fn unit(text: &str, tokens: &[Token], at: usize, mut each: impl FnMut(u64)) -> Look {
    let mut around = [0; 7];
    for (place, slot) in around.iter_mut().enumerate() {
        let token = (at + place).checked_sub(3).and_then(|at| tokens.get(at));
        *slot = token.map_or(1, |token| code(token.span.of(text)));
    }
    // Words end where spaces are.
    let spaced = |at: usize| match (at.checked_sub(1).and_then(|before| tokens.get(before)), tokens.get(at)) {
        (Some(before), Some(token)) => u32::from(before.span.end < token.span.start),
        _ => 0,
    };
    for (seed, length) in [(Seed::One, 1), (Seed::Two, 2), (Seed::ThreeUnits, 3), (Seed::Four, 4)] {
        for first in (4 - length)..=3_usize {
            let mut sum = step(seed.start(), first as u32);
            for offset in 0..length {
                sum = step(sum, around.get(first + offset).copied().unwrap_or(0));
                if offset > 0 {
                    sum = step(sum, (at + first + offset).checked_sub(3).map_or(0, spaced));
                }
            }
            each(mix(sum));
        }
    }
    let c = tokens.get(at).and_then(|token| token.span.of(text).chars().next()).unwrap_or(' ');
    let shape = match c {
        '\u{3041}'..='\u{309F}' => 14,
        '\u{30A0}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9D}' => 15,
        '\u{AC00}'..='\u{D7A3}' => 16,
        '\u{E00}'..='\u{1AAF}' => 17,
        _ => 13,
    };
    [shape, SHAPES]
}

/// What stands for a neighbour: its characters.
fn code(surface: &str) -> u32 {
    let mut chars = surface.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => u32::from(c),
        (Some(c), Some(_)) if !is_unit(c) && c.is_alphanumeric() => {
            if c.is_numeric() {
                2
            } else {
                3
            }
        }
        _ => mix(surface.chars().fold(Seed::One.start(), |sum, c| step(sum, u32::from(c)))) as u32 | 1 << 31,
    }
}

/// The rows of what the lexicon knows of a word.
pub fn known(mark: &Mark, mut each: impl FnMut(usize)) {
    let mut rows = |classes: Classes, first: usize| {
        (0..8).filter(|bit| classes.bits() >> bit & 1 == 1).for_each(|bit| each(first + bit));
    };
    rows(mark.alone, ALONE);
    rows(mark.stem, STEM);
    let part = match mark.position {
        Position::Outside => return,
        Position::First => 0,
        Position::Inside => 1,
        Position::Last => 2,
    };
    rows(mark.longer, LONGER + 8 * part);
}

/// What is told of a whole sentence: a row.
pub fn sentence(text: &str, tokens: &[Token]) -> usize {
    let (mut lower, mut upper, mut capitals) = (0_usize, 0_usize, 0_usize);
    for token in tokens.iter().filter(|token| token.kind == Kind::Word) {
        let mut chars = token.span.of(text).chars();
        match chars.next() {
            Some(first) if first.is_uppercase() => {
                upper += 1;
                capitals += usize::from(!chars.any(char::is_lowercase));
            }
            Some(first) if first.is_lowercase() => lower += 1,
            _ => {}
        }
    }
    let class = if lower + upper == 0 {
        0
    } else if upper == 0 {
        1
    } else if lower == 0 && capitals * 10 > upper * 9 {
        2
    } else if upper >= 3 && upper * 10 > (lower + upper) * 6 {
        3
    } else if lower + upper < 4 {
        4
    } else {
        5
    };
    SENTENCES + class
}

/// The rows of a token's writing and of its kind of sentence, had all words been written alike: 0 in small letters, 1 in capitals, 2 each
/// with a capital.
#[must_use]
pub fn recased(shape: usize, case: usize) -> (usize, usize) {
    let shape = match (shape, case) {
        (2..=5, 0) => 1,
        (1 | 2 | 5, 1) => 3,
        (1, 2) => 2,
        _ => shape,
    };
    (shape, SENTENCES + 1 + case)
}

/// What is told of a token's place: two rows.
pub fn place(tokens: &[Token], at: usize) -> [usize; 2] {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let spaced = match (before, tokens.get(at)) {
        (Some(before), Some(token)) => before.span.end < token.span.start,
        _ => true,
    };
    // The first word of a sentence has a capital whatever it is.
    let first = tokens.iter().take(4.min(at)).all(|token| token.kind == Kind::Sign) && at < 4;
    [SPACED + usize::from(spaced), PLACES + usize::from(first)]
}

/// Whether a sentence is written in units rather than in words.
#[must_use]
pub fn in_units(tokens: &[Token]) -> bool {
    let units = tokens.iter().filter(|token| token.kind == Kind::Unit).count();
    let words = tokens.iter().filter(|token| token.kind == Kind::Word).count();
    units > words
}

fn length(letters: usize) -> usize {
    match letters {
        0..=4 => letters.max(1) - 1,
        5..=6 => 4,
        7..=8 => 5,
        9..=11 => 6,
        _ => 7,
    }
}

/// The case of a token's letters.
#[derive(Default)]
struct Case {
    count: usize,
    first_upper: bool,
    upper: usize,
    lower: usize,
    other: usize,
    digits: usize,
}

impl Case {
    fn add(&mut self, c: char) {
        self.count += 1;
        if c.is_lowercase() {
            self.lower += 1;
        } else if c.is_uppercase() {
            self.upper += 1;
            self.first_upper |= self.count == 1;
        } else if c.is_numeric() {
            self.digits += 1;
        } else if c.is_alphabetic() {
            self.other += 1;
        }
    }

    fn shape(&self, kind: Kind) -> usize {
        let letters = self.lower + self.upper + self.other;
        match self {
            _ if kind == Kind::Sign => 0,
            _ if letters == 0 => 6 + self.digits.clamp(1, 5),
            _ if self.digits > 0 => 12,
            Self { upper: 0, lower: 0, .. } => 6,
            Self { upper: 0, .. } => 1,
            Self { upper: 1, lower: 0, .. } => 4,
            Self { lower: 0, .. } => 3,
            Self { upper: 1, first_upper: true, .. } => 2,
            _ => 5,
        }
    }
}

/// What a hashed feature is a feature of.
#[derive(Clone, Copy)]
enum Seed {
    Whole = 1,
    Prefix,
    Suffix,
    Three,
    One,
    Two,
    ThreeUnits,
    Four,
    OwnWhole,
    OwnSuffix,
}

impl Seed {
    const fn start(self) -> u64 {
        (self as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

fn hash(seed: Seed, letters: &[u32]) -> u64 {
    mix(letters.iter().fold(seed.start(), |sum, &letter| step(sum, letter)))
}
