//! HTML: the text a reader sees, block by block, with what the tags say of each.
//!
//! The tokenizer is html5gum's, of the WHATWG HTML standard. [`token`] collects its tags, [`page`] knows which elements
//! are open and puts text into blocks, [`tag`] what each element does, [`metadata`] what a page says of itself.

mod metadata;
mod page;
mod tag;
mod token;

use super::Structure;
use page::Page;

/// Bytes in which a page has to declare its encoding. The standard has 1024, but lets pages do so later at the cost of
/// being read again.
const PRESCAN: usize = 4096;

/// What a reader sees of `html`, one block a line, and what its tags say. `xml`: any tag may close itself.
pub(super) fn read(html: &str, xml: bool) -> (String, Structure) {
    let mut page = Page::new(html.len(), xml);
    token::feed(html.as_bytes(), &mut page);
    page.finish()
}

/// The encoding that a page declares in a `<meta>` or an XML declaration.
pub(super) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..PRESCAN).unwrap_or(bytes);
    let mut page = Page::new(0, false);
    token::feed(head, &mut page);
    page.metadata.charset.take().filter(|charset| !charset.is_empty()).or_else(|| xml_charset(head))
}

/// `<?xml version="1.0" encoding="windows-1251"?>`
fn xml_charset(head: &[u8]) -> Option<String> {
    let end = head.windows(2).position(|window| window == b"?>")?;
    let declaration = std::str::from_utf8(head.get(..end)?).ok()?.strip_prefix("<?xml")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    value.split(['"', '\'']).nth(1).map(str::to_owned)
}
