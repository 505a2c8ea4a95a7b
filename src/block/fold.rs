//! Text without what does not matter when lines are compared: case, kinds of blanks and apostrophes.

/// Puts `text`, folded, into `folded`.
pub(super) fn fold(text: &str, folded: &mut String) {
    folded.clear();
    folded.extend(folded_chars(text));
}

/// The characters of `text` in lower case, `ı` as `i`, each run of white space as one blank, none at the ends.
pub(super) fn folded_chars(text: &str) -> impl Iterator<Item = char> {
    let mut blank = false;
    text.trim().chars().flat_map(move |c| {
        let space = c.is_whitespace();
        let skip = (space && blank) || c == '\u{307}';
        blank = space;
        Folded { lower: (!skip && !space && !c.is_ascii()).then(|| c.to_lowercase()), plain: plain(c, skip, space) }
    })
}

/// The folded form of a character that needs no table.
const fn plain(c: char, skip: bool, space: bool) -> Option<char> {
    match c {
        _ if skip => None,
        _ if space => Some(' '),
        _ if c.is_ascii() => Some(c.to_ascii_lowercase()),
        _ => None,
    }
}

/// The characters that one character folds to.
struct Folded {
    plain: Option<char>,
    lower: Option<std::char::ToLowercase>,
}

impl Iterator for Folded {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        if let Some(c) = self.plain.take() {
            return Some(c);
        }
        self.lower.as_mut()?.find(|&c| c != '\u{307}').map(|c| match c {
            'ı' => 'i',
            '’' | 'ʼ' => '\'',
            other => other,
        })
    }
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
