//! Source: bytes to text, with the encoding found and, for HTML, what its tags say.

use crate::{Error, Span};
use serde::Serialize;

/// What is known of the bytes beforehand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// The file's name.
    pub name: Option<String>,
    /// The media type, for example `text/html; charset=windows-1254`. It decides over the name.
    pub media: Option<String>,
}

/// Where a text came from, as the answer tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The file's name, if it had one.
    pub name: Option<String>,
    /// `text/plain` or `text/html`.
    pub media: String,
    /// The encoding's name in the WHATWG Encoding Standard, lower case, for example `utf-8` or `windows-1254`.
    pub encoding: String,
}

/// Decoded text and what the bytes said beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decoded {
    /// The text: of HTML what a reader sees, one block a line.
    pub text: String,
    /// Name, media type and encoding.
    pub source: Source,
    /// What HTML tags say; none for plain text.
    pub structure: Option<Structure>,
    /// Whether `text` is byte for byte the input, so that offsets fit the input itself.
    pub verbatim: bool,
    /// What was lost or replaced, for the reader.
    pub warnings: Vec<String>,
}

/// What the tags of an HTML page say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Structure {
    /// One element per block of text, in order; together they cover all text but white space.
    pub elements: Vec<Element>,
    /// `<title>`, or the title given for sharing.
    pub title: Option<String>,
    /// Names of authors.
    pub byline: Vec<String>,
    /// Publication time, ISO 8601, as given.
    pub published: Option<String>,
    /// The page's canonical address.
    pub canonical: Option<String>,
    /// The root's `lang` attribute, a BCP 47 tag.
    pub language: Option<String>,
}

/// A block of text in a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Its text.
    pub span: Span,
    /// What its own tag says.
    pub tag: Tag,
    /// The nearest sectioning ancestor that says what the text is for.
    pub section: Section,
    /// Share of the text's letters inside links, 0 to 1.
    pub link_density: f32,
    /// Class, id, role and itemprop words of the element and its ancestors, lower case, nearest first.
    pub hints: Vec<String>,
    /// The `lang` attribute in force, where it differs from the root's.
    pub language: Option<String>,
    /// The `datetime` attribute of a `<time>` inside.
    pub datetime: Option<String>,
}

/// The block-level tags that say something of a block's kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tag {
    /// `<h1>` to `<h6>`, with its level.
    Heading(u8),
    /// `<p>`.
    Paragraph,
    /// `<li>`, `<dt>`, `<dd>`.
    ListItem,
    /// `<td>`, `<th>`, `<caption>` of a table.
    Cell,
    /// `<blockquote>`.
    Quote,
    /// `<pre>`, `<code>` as a block.
    Code,
    /// `<figcaption>`.
    Caption,
    /// `<time>` alone.
    Time,
    /// `<button>`, `<label>`, `<option>` and other form parts.
    Control,
    /// `<address>`.
    Address,
    /// `<div>` and all others.
    #[default]
    Other,
}

/// The sectioning elements that say what text is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    /// `<main>`, `<article>`, or none.
    #[default]
    Body,
    /// `<article>`.
    Article,
    /// `<header>`.
    Header,
    /// `<footer>`.
    Footer,
    /// `<nav>`.
    Navigation,
    /// `<aside>`.
    Aside,
}

/// Bytes to text.
///
/// # Errors
/// When the bytes are no text: a binary file.
pub fn decode(bytes: &[u8], hint: &Hint) -> Result<Decoded, Error> {
    if bytes.contains(&0) {
        return Err(Error::input("the file is binary, not text: it holds zero bytes"));
    }
    let text = String::from_utf8_lossy(bytes).into_owned();
    Ok(Decoded {
        verbatim: text.as_bytes() == bytes,
        text,
        source: Source { name: hint.name.clone(), media: "text/plain".into(), encoding: "utf-8".into() },
        structure: None,
        warnings: Vec::new(),
    })
}
