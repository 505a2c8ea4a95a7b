//! Addresses and code: stretches without blanks that have letters but no words.

use crate::Span;

/// Whether a byte can make its surroundings an address or code.
fn is_telling(byte: u8) -> bool {
    matches!(byte, b'_' | b'@' | b'=' | b'{' | b'}' | b'<' | b'>' | b'\\' | b'/' | b'.' | b'0'..=b'9')
}

/// The addresses, names in code and numbers with letters in `text`, in order; ASCII between blanks and other characters.
pub(super) fn addresses(text: &str, found: &mut Vec<Span>) {
    found.clear();
    let bytes = text.as_bytes();
    let graphic = |byte: &u8| byte.is_ascii_graphic();
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(|&byte| is_telling(byte))) {
        let told = at + next;
        let before = bytes.get(at..told).unwrap_or_default();
        let start = told - before.iter().rev().take_while(|byte| graphic(byte)).count();
        let end = told + bytes.get(told..).unwrap_or_default().iter().take_while(|byte| graphic(byte)).count();
        let span = Span::new(start, end);
        if is_address(span.of(text)) {
            found.push(span);
        }
        at = end;
    }
}

/// Whether ASCII without blanks is an address, a name in code, or a number with letters in it.
pub(super) fn is_address(word: &str) -> bool {
    let inner = word.trim_matches(|c: char| c.is_ascii_punctuation());
    word.contains("://")
        || word.starts_with("www.")
        || word.contains(['_', '@', '=', '{', '}', '<', '>', '\\'])
        || inner.bytes().any(|byte| byte.is_ascii_digit()) && inner.bytes().any(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_addresses_in_any_script() {
        for (text, expected) in [
            (
                "see https://port.example/a?b=c, or mail info@port.example.",
                vec!["https://port.example/a?b=c,", "info@port.example."],
            ),
            ("Sayt: www.liman.example (24/7)", vec!["www.liman.example"]),
            ("値は x_1=0x3f です。第2章", vec!["x_1=0x3f"]),
            ("Цена 250 руб. и/или 3.5 кг", vec![]),
            ("Read it. And/or not.", vec![]),
            ("版本v2和GPT4o", vec!["v2", "GPT4o"]),
            ("", vec![]),
        ] {
            let mut found = Vec::new();
            addresses(text, &mut found);
            assert_eq!(found.iter().map(|span| span.of(text)).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
