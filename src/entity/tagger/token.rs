//! Tokens: what the tagger gives a tag each.
//!
//! A word is a run of letters, marks and digits; any other visible character is a sign. Where words have no spaces between them, and in
//! Hangul, whose particles are written together with names, tokens are units of writing: a character with all that can not be parted
//! from it.

use super::super::fold::{is_mark, is_spaceless, is_word};
use crate::Span;

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its text.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A run of letters, marks and digits.
    Word,
    /// A unit of a script whose words are not parted by spaces, or of Hangul.
    Unit,
    /// Any other character.
    Sign,
}

/// Characters after which a word is cut: longer ones name nothing, and must not make a text slow.
const LONGEST: usize = 64;

/// The tokens of the text in `span`, in order; white space and marks without width are between them.
pub fn tokens(text: &str, span: Span) -> impl Iterator<Item = Token> + '_ {
    let mut chars = span.of(text).char_indices();
    let mut open: Option<(Token, usize)> = None;
    // Whether the next character belongs to the open unit whatever it is.
    let mut joins = false;
    std::iter::from_fn(move || {
        for (at, c) in chars.by_ref() {
            let here = Span::new(span.start + at, span.start + at + c.len_utf8());
            let next = if is_blank(c) {
                None
            } else if is_unit(c) {
                Some(Kind::Unit)
            } else if is_word(c) {
                Some(Kind::Word)
            } else {
                Some(Kind::Sign)
            };
            if let (Some((token, length)), Some(kind)) = (&mut open, next) {
                let goes_on = match token.kind {
                    Kind::Word => kind == Kind::Word || is_mark(c),
                    Kind::Unit => is_mark(c) || (kind == Kind::Unit && (joins || is_tail(c))),
                    Kind::Sign => is_mark(c),
                };
                if goes_on && *length < LONGEST {
                    token.span.end = here.end;
                    *length += 1;
                    joins = stacks(c);
                    continue;
                }
            }
            let done = open.take().map(|(token, _)| token);
            open = next.map(|kind| (Token { span: here, kind }, 1));
            joins = leads(c);
            if done.is_some() {
                return done;
            }
        }
        open.take().map(|(token, _)| token)
    })
}

/// White space, and marks of direction.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether the character is a unit of its own rather than part of a word.
pub(super) fn is_unit(c: char) -> bool {
    c >= '\u{E00}' && (matches!(c, '\u{AC00}'..='\u{D7A3}') || is_spaceless(c)) && !c.is_numeric() && is_word(c)
}

/// Thai and Lao vowels that are written before their consonant.
const fn leads(c: char) -> bool {
    matches!(c, '\u{E40}'..='\u{E44}' | '\u{EC0}'..='\u{EC4}')
}

/// Khmer and Burmese signs that put the next consonant below.
const fn stacks(c: char) -> bool {
    matches!(c, '\u{17D2}' | '\u{1039}')
}

/// Vowels that are written after their consonant and count as letters.
const fn is_tail(c: char) -> bool {
    matches!(c, '\u{E30}' | '\u{E32}' | '\u{E33}' | '\u{E45}' | '\u{EB0}' | '\u{EB2}' | '\u{EB3}' | '\u{102B}'..='\u{103E}' | '\u{17B6}'..='\u{17C8}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<&str> {
        tokens(text, Span::new(0, text.len())).map(|token| token.span.of(text)).collect()
    }

    #[test]
    fn cuts_words_signs_and_units() {
        assert_eq!(read("Dr. O'Neill, Bakıda!"), ["Dr", ".", "O", "'", "Neill", ",", "Bakıda", "!"]);
        assert_eq!(read("東京で3日 IT"), ["東", "京", "で", "3", "日", "IT"]);
        assert_eq!(read("서울에서"), ["서", "울", "에", "서"]);
        assert_eq!(read("हिन्दी में"), ["हिन्दी", "में"]);
    }

    #[test]
    fn keeps_what_is_written_around_a_consonant_together() {
        assert_eq!(read("เชียงใหม่"), ["เชี", "ย", "ง", "ให", "ม่"]);
        assert_eq!(read("ភ្នំពេញ"), ["ភ្នំ", "ពេ", "ញ"]);
    }

    #[test]
    fn covers_all_but_blanks_of_any_text() {
        for text in ["", " \u{200b}", "\u{301}a", "a\u{301}\u{301} x", "\u{17D2}", "เ", "😀\u{FE0F}", &"x".repeat(200)]
        {
            let joined: String = read(text).concat();
            let visible: String = text.chars().filter(|&c| !is_blank(c)).collect();
            assert_eq!(joined, visible);
        }
    }
}
