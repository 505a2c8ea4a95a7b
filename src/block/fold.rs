//! Text without what does not matter when lines are compared: case, kinds of blanks and apostrophes.

use super::shape::any_pair;

/// Puts `text`, folded as [`each_folded`] gives it, into `folded`.
pub(super) fn fold(text: &str, folded: &mut String) {
    folded.clear();
    let mut rest = text.trim();
    let mut blank = false;
    while let Some(c) = rest.chars().next() {
        // Letters and signs of ASCII, with single blanks between them.
        let mut after = blank;
        let mut plain = 0;
        // Sixteen at once, without a way out between them, become vector instructions.
        for sixteen in rest.as_bytes().as_chunks::<16>().0 {
            let odd = sixteen.iter().fold(false, |odd, &byte| odd | (byte.wrapping_sub(b' ') > b'~' - b' '));
            let gap = any_pair(sixteen, |one, two| (one == b' ') & (two == b' '));
            let [first, .., last] = *sixteen;
            if odd | gap | (after & (first == b' ')) {
                break;
            }
            after = last == b' ';
            plain += sixteen.len();
        }
        let single = rest.as_bytes().get(plain..).unwrap_or_default().iter().take_while(|&&byte| {
            let before = std::mem::replace(&mut after, byte == b' ');
            byte.is_ascii_graphic() || (byte == b' ' && !before)
        });
        plain += single.count();
        let Some((part, behind)) = rest.split_at_checked(plain.max(c.len_utf8())) else { return };
        rest = behind;
        if plain == 0 && c.is_whitespace() {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) {
            folded.push(' ');
        }
        if plain > 0 {
            let start = folded.len();
            let part = part.strip_suffix(' ').inspect(|_| blank = true).unwrap_or(part);
            folded.push_str(part);
            folded.get_mut(start..).into_iter().for_each(str::make_ascii_lowercase);
        } else {
            each_lower(c, &mut |lower| {
                folded.push(lower);
                true
            });
        }
    }
}

/// Gives the characters of `text` in lower case, `ı` as `i`, each run of white space as one blank, none at the ends; until
/// `found` answers false.
pub(super) fn each_folded(text: &str, mut found: impl FnMut(char) -> bool) {
    let mut blank = false;
    for c in text.trim().chars() {
        if c.is_whitespace() {
            blank = true;
        } else if (std::mem::take(&mut blank) && !found(' ')) || !each_lower(c, &mut found) {
            return;
        }
    }
}

/// Gives what `c` is in lower case; whether `found` always answered true.
#[inline(always)]
fn each_lower(c: char, found: &mut impl FnMut(char) -> bool) -> bool {
    if c.is_ascii() || is_caseless(c) {
        return found(c.to_ascii_lowercase());
    }
    c.to_lowercase().all(|lower| match lower {
        // What is left of the dot of a capital i.
        '\u{307}' => true,
        'ı' => found('i'),
        '’' | 'ʼ' => found('\''),
        other => found(other),
    })
}

/// Whether `c` is a small letter in daily use that is itself in lower case, or in a block of Unicode without capitals, from Hebrew to Thai
/// and from kana to Hangul.
const fn is_caseless(c: char) -> bool {
    matches!(c, 'ß'..='ö' | 'ø'..='ÿ' | 'а'..='џ' | '\u{590}'..='\u{109F}' | '\u{1100}'..='\u{139F}' | '\u{2E80}'..='\u{A63F}' | '\u{AC00}'..='\u{FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_blanks_and_apostrophes() {
        for (text, expected) in [
            ("  İLGİLİ\u{A0}\n HABERLER ", "ilgili haberler"),
            ("Hamısı", "hamisi"),
            ("Don’t", "don't"),
            ("ÇOX Oxunan", "çox oxunan"),
            ("", ""),
        ] {
            let mut folded = "left over".to_owned();
            fold(text, &mut folded);
            assert_eq!(folded, expected);
        }
    }
}
