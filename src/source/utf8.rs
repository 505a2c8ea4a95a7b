//! UTF-8, which needs no tables: most of the web, and all that is read where other encodings are left out.

use super::{Text, binary};
use crate::Error;

/// The text of `bytes` where nothing speaks against UTF-8: they are well-formed, without control characters, and `labels`, those of the
/// declared encodings, name no other. A byte order mark outweighs what is declared.
///
/// # Errors
/// When the bytes begin as those of a well-known binary format do.
pub(super) fn decode<'l>(bytes: &[u8], mut labels: impl Iterator<Item = &'l str>) -> Result<Option<Text>, Error> {
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF");
    if body.is_none()
        && let Some(error) = binary::recognize(bytes)
    {
        return Err(error);
    }
    let is_utf8 = |label: &str| ["utf-8", "utf8"].iter().any(|utf8| label.trim().eq_ignore_ascii_case(utf8));
    if body.is_none() && !labels.all(is_utf8) {
        return Ok(None);
    }
    let body = body.unwrap_or(bytes);
    // An escape may begin ISO-2022-JP.
    let clean = count(body, |byte| is_control(byte) || byte == 0x1B) == 0;
    let text = std::str::from_utf8(body).ok().filter(|_| clean);
    Ok(text.map(|text| Text {
        text: text.to_owned(),
        encoding: "utf-8".to_owned(),
        verbatim: text.len() == bytes.len(),
        warnings: Vec::new(),
    }))
}

/// The value of `charset` in a media type or in the content of a `<meta>`.
///
/// ```text
/// text/html; charset="windows-1254"
/// ```
pub(super) fn charset(media: &str) -> Option<&str> {
    media.split([';', ',']).find_map(|parameter| {
        let (key, value) = parameter.split_once('=')?;
        let key = key.trim();
        let key = key.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or(key);
        let value = value.trim().trim_matches(['"', '\'']).trim();
        (key.eq_ignore_ascii_case("charset") && !value.is_empty()).then_some(value)
    })
}

pub(super) const fn is_control(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\x0C' | b'\r' | b'\x1B')) || byte == 0x7F
}

/// How many bytes are such; in blocks short enough for counters of one byte, which vector units add many at a time.
pub(super) fn count(bytes: &[u8], such: impl Fn(u8) -> bool) -> usize {
    bytes.chunks(255).map(|block| usize::from(block.iter().map(|&byte| u8::from(such(byte))).sum::<u8>())).sum()
}

/// The error for more bytes than offsets of 32 bits can tell.
pub(super) fn too_long(what: &str, length: usize) -> Error {
    Error::input(format!("{what} has {length} bytes, more than the limit of {} (4 GiB): split it into parts", u32::MAX))
}
