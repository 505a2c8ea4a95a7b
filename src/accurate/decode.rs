//! From what is said of pieces to mentions.
//!
//! What is tagged are units: words, other characters alone, and single characters where words are not parted by blanks. A unit takes what
//! is said of the first piece that it shares a character with.

use super::Section;
use super::network::{exp, ln};
use crate::Span;
use crate::entity::fold::{is_mark, is_word};
use crate::entity::tagger::network::{TAGS, likeliest};
use crate::entity::tagger::{self, Mention, Sure};

/// Marks that are parts of names.
const INSIDE: [char; 11] = ['\'', '’', '‘', 'ʼ', '`', '-', '‐', '.', '·', '&', '/'];
/// The probability of a tag that cannot be.
const NEVER: f32 = 1e-9;

/// Adds the mentions in a section to `found`.
pub(super) fn mentions(text: &str, section: &Section, sure: &Sure, found: &mut Vec<Mention>) {
    let units: Vec<Span> = units(text, section.span).collect();
    let scores = scores(text, &units, section);
    let mut tags = Vec::new();
    likeliest(&scores, &mut tags);
    let tagged = units.iter().zip(tags).zip(&scores).map(|((&span, tag), scores)| (span, tag, scores));
    let probability = |scores: &[f32; TAGS], tag: u8| scores.get(usize::from(tag)).map_or(0.0, |&score| exp(score));
    tagger::mentions(tagged, probability, |mention| {
        found.push(Mention { confidence: sure.of(mention.confidence), ..mention });
    });
}

/// What is said of each unit.
fn scores(text: &str, units: &[Span], section: &Section) -> Vec<[f32; TAGS]> {
    let mut nothing = [ln(NEVER); TAGS];
    nothing.first_mut().into_iter().for_each(|outside| *outside = 0.0);
    let mut pieces = section.pieces.iter().zip(&section.scores).peekable();
    let mut before = section.span.start;
    let scores = units.iter().map(|&unit| {
        while pieces.next_if(|(piece, _)| piece.span.end <= unit.start).is_some() {}
        let shared = std::mem::replace(&mut before, unit.end);
        let Some((piece, scores)) = pieces.peek().filter(|(piece, _)| piece.span.start < unit.end) else {
            return nothing;
        };
        let shared = piece.span.start < shared;
        let c = unit.of(text).chars().next().unwrap_or(' ');
        if shared && !is_letter(c) && !INSIDE.contains(&c) {
            return nothing;
        }
        let mut scores = **scores;
        if shared {
            // Its piece began in another unit: what speaks for a beginning speaks for an inside.
            for pair in scores.split_first_mut().map_or([].as_mut_slice(), |(_, rest)| rest.as_chunks_mut::<2>().0) {
                let [beginning, inside] = pair.map(exp);
                *pair = [ln(NEVER), ln(beginning + inside)];
            }
        }
        scores
    });
    scores.collect()
}

/// The units in `span`.
fn units(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let mut rest = span.of(text).char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, c) = rest.find(|(_, c)| !c.is_whitespace())?;
        let mut end = start + c.len_utf8();
        if is_part(c) {
            while let Some((at, c)) = rest.next_if(|&(_, c)| is_part(c)) {
                end = at + c.len_utf8();
            }
        }
        Some(Span::new(span.start + start, span.start + end))
    })
}

/// Whether `c` is one of the characters that together are a word.
fn is_part(c: char) -> bool {
    !is_alone(c) && c != '_' && is_word(c)
}

/// Whether `c` is a letter, mark or digit.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

/// Whether `c` is of a script without blanks between words, or Hangul.
fn is_alone(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{109F}' | '\u{1100}'..='\u{11FF}' | '\u{1780}'..='\u{17FF}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}'
        | '\u{3130}'..='\u{318F}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{A960}'..='\u{A97F}'
        | '\u{AA60}'..='\u{AA7F}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::super::tokenizer::Piece;
    use super::*;

    fn read(text: &str) -> Vec<&str> {
        units(text, Span::new(0, text.len())).map(|unit| unit.of(text)).collect()
    }

    #[test]
    fn units_are_words_signs_and_characters_of_scripts_without_blanks() {
        assert_eq!(read("Dr. O'Neill, Bakıda!"), ["Dr", ".", "O", "'", "Neill", ",", "Bakıda", "!"]);
        assert_eq!(read("東京で3日 IT化"), ["東", "京", "で", "3", "日", "IT", "化"]);
        assert_eq!(read("서울에서 हिन्दी"), ["서", "울", "에", "서", "हिन्दी"]);
        assert_eq!(read("ที่ a_b e\u{301}"), ["ท", "\u{e35}", "\u{e48}", "a", "_", "b", "e\u{301}"]);
        assert_eq!(read(""), [""; 0]);
    }

    /// The mentions by pieces with their text and tag.
    fn tagged(text: &'static str, pieces: &[(&str, u8)]) -> Vec<(&'static str, crate::entity::Kind)> {
        let mut section = Section { span: Span::new(0, text.len()), before: 0, pieces: Vec::new(), scores: Vec::new() };
        let mut end = 0;
        for (piece, tag) in pieces {
            let start = end + text[end..].find(piece).unwrap();
            end = start + piece.len();
            section.pieces.push(Piece { id: 0, span: Span::new(start, end) });
            let mut scores = [0.01_f32.ln(); TAGS];
            scores[usize::from(*tag)] = 0.92_f32.ln();
            section.scores.push(scores);
        }
        let mut found = Vec::new();
        mentions(text, &section, &Sure::new(&[]).unwrap(), &mut found);
        assert!(found.iter().all(|mention| (0.9..0.95).contains(&mention.confidence)), "{found:?}");
        found.into_iter().map(|mention| (mention.span.of(text), mention.kind)).collect()
    }

    #[test]
    fn a_unit_takes_the_tag_of_its_first_piece() {
        use crate::entity::Kind::{Location, Person};
        let found = tagged("Anna Petrova Bakıda", &[("An", 1), ("na", 0), ("Petrova", 2), ("Bakı", 3), ("da", 0)]);
        assert_eq!(found, [("Anna Petrova", Person), ("Bakıda", Location)]);
        assert_eq!(tagged("Anna Olga", &[("Anna", 1), ("Olga", 1)]), [("Anna", Person), ("Olga", Person)]);
    }

    #[test]
    fn what_shares_a_piece_goes_on_and_marks_do_not() {
        use crate::entity::Kind::{Location, Organization};
        assert_eq!(tagged("東京都", &[("東京", 3), ("都", 0)]), [("東京", Location)]);
        assert_eq!(tagged("A-B", &[("A-B", 5)]), [("A-B", Organization)]);
        assert_eq!(tagged("Gyumri։", &[("Gyumri։", 3)]), [("Gyumri", Location)]);
    }

    #[test]
    fn units_without_pieces_are_no_names() {
        assert_eq!(tagged("\u{7f} Anna", &[]), []);
    }
}
