//! Lines, and which of them were one paragraph before somebody wrapped them.

use super::shape;
use crate::Span;

/// A line that is not blank.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Its text, without white space around it.
    pub span: Span,
    /// Characters of white space before the text.
    pub indent: usize,
    /// Whether a blank line stands before it.
    pub gap: bool,
}

/// The lines of a text that are not blank, in order. All mandatory breaks of UAX #14 end a line.
#[derive(Clone, Debug)]
pub(super) struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lines<'t> {
    pub fn new(text: &'t str, span: Span) -> Self {
        Self { text: text.get(..span.end).unwrap_or(text), at: span.start }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let mut gap = false;
        loop {
            let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
            let (length, end) = line_end(rest);
            let line = Span::new(self.at, self.at + length);
            self.at += length + end;
            let span = line.trimmed(self.text);
            if !span.is_empty() {
                let indent = Span::new(line.start, span.start).of(self.text).chars().count();
                return Some(Line { span, indent, gap });
            }
            gap = true;
        }
    }
}

/// The bytes of the first line of `text`, and of the line end behind it.
fn line_end(text: &str) -> (usize, usize) {
    let bytes = text.as_bytes();
    let at = |index: usize| bytes.get(index).copied();
    let mut from = 0;
    loop {
        let ends = |byte: &u8| matches!(byte, b'\n'..=b'\r' | 0xC2 | 0xE2);
        // Sixteen at once, without a way out between them, become vector instructions.
        let rest = bytes.get(from..).unwrap_or_default().as_chunks::<16>().0;
        from += 16 * rest.iter().take_while(|bytes| !bytes.iter().fold(false, |any, byte| any | ends(byte))).count();
        let rest = bytes.get(from..).unwrap_or_default();
        let Some(found) = rest.iter().position(ends) else { return (bytes.len(), 0) };
        let found = from + found;
        match (at(found), at(found + 1), at(found + 2)) {
            (Some(b'\r'), Some(b'\n'), _) | (Some(0xC2), Some(0x85), _) => return (found, 2),
            (Some(0xE2), Some(0x80), Some(0xA8 | 0xA9)) => return (found, 3),
            (Some(b'\n'..=b'\r'), ..) => return (found, 1),
            _ => from = found + 1,
        }
    }
}

/// The narrowest and the widest wrapping that is recognised, in columns.
const NARROWEST: usize = 50;
const WIDEST: usize = 100;
/// The longest first word that may have been wrapped; longer ones would not have fitted anywhere.
const LONGEST_WORD: usize = 25;
/// Columns that wrapped lines may fall short of the width, for wrapping that evens out its lines.
const RAGGED: usize = 8;

/// The column at which the text was wrapped, or none.
///
/// A wrapped line is one that the next line's first word would have made too long. No width makes that true of most lines
/// of a list or a poem. Text that begins most lines with a capital, digit or mark, or ends most with a full stop, is not
/// wrapped either.
pub(super) fn wrap_width(text: &str, lines: Lines<'_>) -> Option<usize> {
    // How many pairs of lines each width explains, as differences from the width before.
    let mut explained = [0_i64; WIDEST + 2];
    let mut add = |at: usize, amount: i64| {
        if let Some(count) = explained.get_mut(at) {
            *count += amount;
        }
    };
    let (mut total, mut long, mut pairs, mut begun, mut lower, mut ended) =
        (0_usize, 0_usize, 0_i64, 0_i64, 0_i64, 0_i64);
    for (line, next) in pairs_of(lines) {
        let body = line.span.of(text);
        let columns = shape::columns(body, WIDEST + 1);
        total += 1;
        if columns > WIDEST && body.contains(' ') {
            long += 1;
        }
        let Some(next) = next.filter(|next| !next.gap) else { continue };
        let next = next.span.of(text);
        if columns < NARROWEST / 2 || shape::is_item(next) {
            continue;
        }
        pairs += 1;
        let word = first_word(next);
        let fits = columns <= WIDEST && word <= LONGEST_WORD && columns + word > NARROWEST;
        if fits && !stands_alone(next) && !shape::is_row(body) {
            add(columns.max(NARROWEST), 1);
            add((columns + word).min(WIDEST + 1), -1);
        }
        if columns + word > NARROWEST {
            let first = next.chars().next().unwrap_or(' ');
            begun += i64::from(first.is_uppercase() || !first.is_alphabetic());
            lower += i64::from(first.is_lowercase());
            ended += i64::from(shape::ends_sentence(body));
        }
    }
    if pairs < 2 || long > 1 + total / 20 {
        return None;
    }
    let (mut count, mut best, mut width) = (0, 0, 0);
    for (at, difference) in explained.iter().enumerate() {
        count += difference;
        if count >= best && count > 0 {
            (best, width) = (count, at);
        }
    }
    // A few pairs may fit a width by chance, but hardly where most begin in the middle of a sentence.
    let share = if pairs < 6 && lower * 2 < pairs { 75 } else { 55 };
    (best * 100 >= pairs * share && begun * 2 < pairs && ended * 2 < pairs).then_some(width)
}

/// Each line with the one after it.
fn pairs_of(lines: Lines<'_>) -> impl Iterator<Item = (Line, Option<Line>)> {
    let mut lines = lines.peekable();
    std::iter::from_fn(move || lines.next().map(|line| (line, lines.peek().copied())))
}

/// Whether the wrapped line `line` reads on in `next`.
pub(super) fn reads_on(text: &str, line: Line, next: Line, width: usize) -> bool {
    let (body, after) = (line.span.of(text), next.span.of(text));
    if next.gap || stands_alone(after) || shape::is_row(body) || shape::is_heading_mark(body) {
        return false;
    }
    if next.indent > line.indent + 1 && !shape::is_item(body) {
        return false;
    }
    let columns = shape::columns(body, WIDEST + 1);
    let full = columns + first_word(after) + RAGGED > width;
    let mid_sentence = !shape::ends_sentence(body) && after.chars().next().is_some_and(char::is_lowercase);
    full || (mid_sentence && columns * 2 >= width)
}

/// Columns of the first word with the blank before it.
fn first_word(line: &str) -> usize {
    let word = line.split(char::is_whitespace).next().unwrap_or_default();
    match word.chars().next() {
        // Scripts without spaces may be wrapped after any character.
        Some(first) if shape::is_unspaced(first) => 2,
        _ => 1 + shape::columns(word, LONGEST_WORD),
    }
}

/// Whether a line begins something of its own, whatever its width.
fn stands_alone(line: &str) -> bool {
    shape::is_item(line) || shape::is_row(line) || shape::is_quoted_line(line) || shape::is_heading_mark(line)
}
