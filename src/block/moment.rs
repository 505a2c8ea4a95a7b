//! Bare dates and times, in any language: found by their numbers, not by the names of months.

use super::shape::digit;

/// How much of a line a date or time takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// There is none.
    None,
    /// There is one among other words.
    Inside,
    /// There is nothing else, save a weekday or zone.
    Bare,
}

/// A run of characters of one sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Number { digits: usize, value: u32 },
    Word(usize),
    Mark(char),
}

/// Lines of more tokens are not looked at.
const MOST_TOKENS: usize = 40;

/// Finds dates and times in a short line; long ones have none.
pub(super) fn moment(line: &str) -> Moment {
    let Some(tokens) = tokens(line) else { return Moment::None };
    let mut used = vec![false; tokens.len()];
    let mut at = 0;
    while let Some(rest) = tokens.get(at..).filter(|rest| !rest.is_empty()) {
        let taken = time(rest).or_else(|| numeric(rest)).or_else(|| written(rest)).unwrap_or(0);
        used.iter_mut().skip(at).take(taken).for_each(|used| *used = true);
        at += taken.max(1);
    }
    if !used.contains(&true) {
        return Moment::None;
    }
    let left = tokens.iter().zip(&used).filter(|(_, used)| !**used).map(|(token, _)| *token);
    let (mut words, mut letters, mut numbers) = (0, 0, 0);
    for token in left {
        match token {
            Token::Word(length) => {
                words += 1;
                letters += length;
            }
            Token::Number { .. } => numbers += 1,
            Token::Mark(_) => {}
        }
    }
    if numbers <= 1 && words <= 3 && letters <= 16 { Moment::Bare } else { Moment::Inside }
}

/// The tokens of `line`, blanks left out; none where there are too many or no number.
fn tokens(line: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut previous = ' ';
    for c in line.chars() {
        let last = tokens.last_mut().filter(|_| !previous.is_whitespace());
        match (digit(c), last) {
            (Some(digit), Some(Token::Number { digits, value })) => {
                *digits += 1;
                *value = value.saturating_mul(10).saturating_add(digit);
            }
            (Some(digit), _) => tokens.push(Token::Number { digits: 1, value: digit }),
            (None, Some(Token::Word(length))) if is_word(c) => *length += 1,
            (None, _) if is_word(c) => tokens.push(Token::Word(1)),
            (None, _) if c.is_whitespace() => {}
            (None, _) => tokens.push(Token::Mark(c)),
        }
        previous = c;
        if tokens.len() > MOST_TOKENS {
            return None;
        }
    }
    tokens.iter().any(|token| matches!(token, Token::Number { .. })).then_some(tokens)
}

/// Letters, and the vowel signs between them.
fn is_word(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '’' | '\'' | '\u{300}'..='\u{36F}' | '\u{900}'..='\u{DFF}' | '\u{E30}'..='\u{E4E}')
}

/// `11:00`, `11:00:30`: the tokens it takes.
fn time(tokens: &[Token]) -> Option<usize> {
    use Token::{Mark, Number};
    match tokens {
        [
            Number { digits: 1..=2, value: 0..=24 },
            Mark(':' | '：'),
            Number { digits: 2, value: 0..=59 },
            Mark(':'),
            Number { digits: 2, .. },
            ..,
        ] => Some(5),
        [Number { digits: 1..=2, value: 0..=24 }, Mark(':' | '：'), Number { digits: 2, value: 0..=59 }, ..] => {
            Some(3)
        }
        _ => None,
    }
}

/// `04.02.2024`, `2024-02-04`, `4/2/24`: the tokens it takes.
fn numeric(tokens: &[Token]) -> Option<usize> {
    use Token::{Mark, Number};
    let [
        Number { digits: a, value: x },
        Mark(one),
        Number { digits: b @ 1..=2, value: y },
        Mark(two),
        Number { digits: c, value: z },
        ..,
    ] = tokens
    else {
        return None;
    };
    let separated = one == two && matches!(one, '.' | '/' | '-' | '‑' | '–');
    let day_first = *a <= 2 && *x <= 31 && *y <= 31 && ((*c == 4 && is_year(*z)) || *c == 2);
    let year_first = *a == 4 && is_year(*x) && *y <= 12 && *c <= 2 && *z <= 31;
    (separated && *b > 0 && (day_first || year_first)).then_some(5)
}

/// `4 fevral 2024`, `February 4, 2024`, `2024年2月4日`, `4 de febrero de 2024`: the tokens it takes.
///
/// A day and a year with at most three words between them, or a word before both.
fn written(tokens: &[Token]) -> Option<usize> {
    use Token::{Mark, Number, Word};
    let mut numbers = (0, 0);
    let (mut words, mut letters) = (0, 0);
    for (index, token) in tokens.iter().take(12).enumerate() {
        match token {
            Number { digits: 4, value } if is_year(*value) => numbers.1 += 1,
            Number { digits: 1..=2, value: 1..=31 } => numbers.0 += 1,
            Word(length) => {
                words += 1;
                letters += length;
            }
            Mark('.' | ',' | '،' | '-' | '/') if index > 0 => {}
            _ => return None,
        }
        if words > 4 || letters > 24 || numbers.0 > 2 || numbers.1 > 1 {
            return None;
        }
        if numbers.0 > 0 && numbers.1 > 0 && words > 0 {
            // The signs for month and day that follow in Chinese, Japanese and Korean belong to it.
            let rest = tokens.get(index + 1..).unwrap_or_default();
            let taken = match rest {
                [Word(1), Number { digits: 1..=2, .. }, Word(1), ..] => 3,
                [Word(1), ..] => 1,
                _ => 0,
            };
            return Some(index + 1 + taken);
        }
    }
    None
}

/// Years of the calendars in daily use, Buddhist and Solar Hijri among them.
fn is_year(value: u32) -> bool {
    (1300..=1500).contains(&value) || (1800..=2100).contains(&value) || (2500..=2600).contains(&value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_bare_moments_in_many_languages() {
        for line in [
            "22:00 02.07.2025",
            "2024-02-04 11:00",
            "2024-02-04T11:00:00Z",
            "4 fevral 2024",
            "4 fevral 2024, 11:30",
            "February 4, 2024",
            "Sunday, 4 February 2024",
            "4 de febrero de 2024",
            "2024年2月4日",
            "2024年2月4日 11:00",
            "2024년 2월 4일",
            "١٢:٣٠",
            "٤ فبراير ٢٠٢٤",
            "4 फ़रवरी 2024",
            "4 กุมภาพันธ์ 2567",
            "2024. február 4.",
            "11:05",
            "04/02/24",
        ] {
            assert_eq!(moment(line), Moment::Bare, "{line}");
        }
    }

    #[test]
    fn tells_lines_with_other_words_apart() {
        for line in ["Published on 4 February 2024 by the city council", "Doors open at 19:30, concert at eight sharp"]
        {
            assert_eq!(moment(line), Moment::Inside, "{line}");
        }
        for line in ["Bakı", "", "12", "Top 10 songs", "Ratio 3:2", "Version 1.2.3 is out", "World Cup 2026", "10.5"] {
            assert_eq!(moment(line), Moment::None, "{line}");
        }
    }
}
