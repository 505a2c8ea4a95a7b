//! Any bytes, read as any media type: text or an error, with the elements of a page in order and on its text.
#![no_main]

use hamisi::source::{Hint, decode};
use libfuzzer_sys::fuzz_target;

const MEDIA: [Option<&str>; 6] = [
    None,
    Some("text/plain"),
    Some("text/html"),
    Some("application/xhtml+xml"),
    Some("text/html; charset=gb18030"),
    Some("text/plain; charset=utf-16"),
];

fuzz_target!(|bytes: &[u8]| {
    let Some((&first, bytes)) = bytes.split_first() else { return };
    let media = MEDIA[usize::from(first) % MEDIA.len()];
    let Ok(decoded) = decode(bytes, &Hint { name: None, media: media.map(str::to_owned) }) else { return };
    assert!(!decoded.verbatim || decoded.text.as_bytes() == bytes);
    let Some(structure) = decoded.structure else { return };
    let mut end = 0;
    for element in &structure.elements {
        let span = element.span;
        assert!(span.start >= end && !span.of(&decoded.text).is_empty(), "{span:?} after {end}");
        assert!(decoded.text[end..span.start].trim().is_empty(), "text between elements");
        assert_eq!(span.trimmed(&decoded.text), span);
        assert!((0.0..=1.0).contains(&element.link_density));
        end = span.end;
    }
    assert!(decoded.text[end..].trim().is_empty(), "text after the last element");
});
