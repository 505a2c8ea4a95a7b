//! Spans of text, and their offsets in UTF-8 bytes, UTF-16 code units or code points.

use serde::{Deserialize, Serialize};

/// A stretch of text: UTF-8 byte offsets, `start` included, `end` excluded, both on character boundaries.
///
/// ```
/// use hamisi::Span;
/// let text = "Bakı, Gəncə";
/// assert_eq!(Span::new(7, 14).of(text), "Gəncə");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` up to `end`; an `end` before `start` gives an empty span at `start`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// The text covered; empty when the span does not fit `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether nothing is covered.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The same span without white space at its ends; empty at `start` when all of it is white space.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let covered = self.of(text);
        let body = covered.trim_start();
        let start = self.start + (covered.len() - body.len());
        if body.is_empty() {
            Self::new(self.start, self.start)
        } else {
            Self::new(start, start + body.trim_end().len())
        }
    }
}

/// What offsets count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Unicode code points, as in Python.
    #[default]
    Codepoint,
    /// Bytes of UTF-8, as in Rust and Go.
    Utf8,
    /// UTF-16 code units, as in JavaScript and Java.
    Utf16,
}

impl Unit {
    /// The name used in options and output: `codepoint`, `utf8` or `utf16`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Codepoint => "codepoint",
            Self::Utf8 => "utf8",
            Self::Utf16 => "utf16",
        }
    }
}

/// Bytes between two checkpoints of [`Offsets`].
const STEP: usize = 128;

/// Turns byte offsets into offsets of another unit, in constant time after one pass over the text.
///
/// ASCII text and [`Unit::Utf8`] need no table. Offsets inside a character count as its start; offsets past the end
/// as the end.
///
/// ```
/// use hamisi::{Offsets, Unit};
/// let text = "a😀é";
/// assert_eq!(Offsets::new(text, Unit::Utf16).at(5), 3);
/// assert_eq!(Offsets::new(text, Unit::Codepoint).at(5), 2);
/// ```
#[derive(Clone, Debug)]
pub struct Offsets<'t> {
    text: &'t str,
    unit: Unit,
    /// Units before byte `i * STEP`; empty where bytes and units are the same.
    checkpoints: Vec<usize>,
}

impl<'t> Offsets<'t> {
    /// Reads `text` once.
    #[must_use]
    pub fn new(text: &'t str, unit: Unit) -> Self {
        let mut checkpoints = Vec::new();
        if unit != Unit::Utf8 && !text.is_ascii() {
            checkpoints.reserve(text.len() / STEP + 1);
            let mut units = 0;
            for chunk in text.as_bytes().chunks(STEP) {
                checkpoints.push(units);
                units += chunk.iter().map(|&byte| width(byte, unit)).sum::<usize>();
            }
            checkpoints.push(units);
        }
        Self { text, unit, checkpoints }
    }

    /// The offset of byte `at`, in the unit.
    #[must_use]
    pub fn at(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        if self.checkpoints.is_empty() {
            return at;
        }
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let chunk = at / STEP;
        let before = self.checkpoints.get(chunk).copied().unwrap_or_default();
        let rest = self.text.as_bytes().get(chunk * STEP..at).unwrap_or_default();
        before + rest.iter().map(|&byte| width(byte, self.unit)).sum::<usize>()
    }

    /// Both ends of `span`, in the unit.
    #[must_use]
    pub fn of(&self, span: Span) -> Span {
        Span::new(self.at(span.start), self.at(span.end))
    }

    /// The same offsets for spans that come in order: it counts on from the last one.
    #[must_use]
    pub fn cursor(&self) -> Cursor<'_> {
        Cursor { offsets: self, at: 0, units: 0 }
    }

    /// The text's length, in the unit.
    #[must_use]
    pub fn length(&self) -> usize {
        self.at(self.text.len())
    }

    /// What the offsets count.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.unit
    }
}

/// Offsets one after the other: what [`Offsets::at`] gives, quicker where the next lies near the last.
#[derive(Clone, Debug)]
pub struct Cursor<'o> {
    offsets: &'o Offsets<'o>,
    /// The last byte asked for, on a character boundary.
    at: usize,
    /// Units before it.
    units: usize,
}

impl Cursor<'_> {
    /// The offset of byte `at`, in the unit; any order is right, ascending order is quick.
    pub fn at(&mut self, at: usize) -> usize {
        let Offsets { text, unit, checkpoints } = self.offsets;
        if checkpoints.is_empty() {
            return at.min(text.len());
        }
        match text.as_bytes().get(self.at..at) {
            Some(between) if between.len() < STEP && text.is_char_boundary(at) => {
                self.units += between.iter().map(|&byte| width(byte, *unit)).sum::<usize>();
                self.at = at;
                self.units
            }
            _ => {
                let units = self.offsets.at(at);
                if text.is_char_boundary(at) {
                    (self.at, self.units) = (at, units);
                }
                units
            }
        }
    }

    /// Both ends of `span`, in the unit.
    pub fn of(&mut self, span: Span) -> Span {
        Span::new(self.at(span.start), self.at(span.end))
    }
}

/// Units that a character adds at its byte `byte`: all at the lead byte, none at continuation bytes.
const fn width(byte: u8, unit: Unit) -> usize {
    match unit {
        Unit::Utf8 => 1,
        _ if byte & 0xC0 == 0x80 => 0,
        Unit::Utf16 if byte >= 0xF0 => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_counting_in_every_unit() {
        let text = "a\u{301}😀 Hamısı 中文 👩‍👩‍👧 ".repeat(40);
        let (utf16, points) = (Offsets::new(&text, Unit::Utf16), Offsets::new(&text, Unit::Codepoint));
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(utf16.at(at), text[..at].encode_utf16().count());
            assert_eq!(points.at(at), text[..at].chars().count());
        }
    }

    #[test]
    fn cursor_agrees_in_any_order() {
        let text = "a\u{301}😀 Hamısı 中文 ".repeat(60);
        let bytes = text.len() + 5;
        for unit in [Unit::Codepoint, Unit::Utf8, Unit::Utf16] {
            let offsets = Offsets::new(&text, unit);
            let mut cursor = offsets.cursor();
            for at in (0..bytes).chain((0..bytes).rev()).chain((0..bytes).map(|at| at * 131 % bytes)) {
                assert_eq!(cursor.at(at), offsets.at(at), "byte {at}, {unit:?}");
            }
        }
    }

    #[test]
    fn trims_white_space_only() {
        let text = " \u{3000}a b\n";
        assert_eq!(Span::new(0, text.len()).trimmed(text).of(text), "a b");
        assert!(Span::new(0, 1).trimmed(text).is_empty());
    }
}
