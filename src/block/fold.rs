//! Text without what does not matter when lines are compared: case, kinds of blanks and apostrophes.

/// Puts `text`, folded, into `folded`.
pub(super) fn fold(text: &str, folded: &mut String) {
    folded.clear();
    each_folded(text, |c| {
        folded.push(c);
        true
    });
}

/// Gives the characters of `text` in lower case, `ı` as `i`, each run of white space as one blank, none at the ends; until
/// `found` answers false.
pub(super) fn each_folded(text: &str, mut found: impl FnMut(char) -> bool) {
    let mut blank = false;
    for c in text.trim().chars() {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) && !found(' ') {
            return;
        }
        if c.is_ascii() || is_caseless(c) {
            if !found(c.to_ascii_lowercase()) {
                return;
            }
            continue;
        }
        for lower in c.to_lowercase() {
            let go_on = match lower {
                // What is left of the dot of a capital i.
                '\u{307}' => true,
                'ı' => found('i'),
                '’' | 'ʼ' => found('\''),
                other => found(other),
            };
            if !go_on {
                return;
            }
        }
    }
}

/// Whether `c` is in a block of Unicode without capitals, from Hebrew to Thai and from kana to Hangul.
const fn is_caseless(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{109F}' | '\u{1100}'..='\u{139F}' | '\u{2E80}'..='\u{A63F}' | '\u{AC00}'..='\u{FAFF}')
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
