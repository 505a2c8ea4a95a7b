//! Source: bytes to text, with the encoding found and, for HTML, what its tags say.
//!
//! [`decode`] finds the encoding, tells plain text from HTML, and refuses what is no text. Plain text is kept as it is:
//! line ends and normalisation are never changed. Of HTML it keeps what a reader sees, one block a line.

mod binary;
#[cfg(feature = "source")]
mod encoding;
#[cfg(feature = "source")]
mod html;
mod utf8;

use crate::{Error, Span};
#[cfg(feature = "source")]
use encoding::Declared;
use serde::{Deserialize, Serialize};

/// What is known of the bytes beforehand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// The file's name.
    pub name: Option<String>,
    /// The media type, for example `text/html; charset=windows-1254`. It decides over the name.
    pub media: Option<String>,
}

/// Where a text came from, as the answer tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file's name, if it had one.
    pub name: Option<String>,
    /// `text/plain` or `text/html`.
    pub media: String,
    /// The encoding's name in the WHATWG Encoding Standard, lower case, for example `utf-8` or `windows-1254`.
    pub encoding: String,
}

/// Decoded text and what the bytes said beside it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Structure {
    /// One element per block of text, in order; together they cover all text but white space.
    pub elements: Vec<Element>,
    /// `<title>`, or the title given for sharing.
    pub title: Option<String>,
    /// Names of authors.
    pub byline: Vec<String>,
    /// Publication time, ISO 8601, as given but for a space between date and time.
    pub published: Option<String>,
    /// The page's canonical address.
    pub canonical: Option<String>,
    /// The root's `lang` attribute, else the page's `content-language`: a BCP 47 tag.
    pub language: Option<String>,
}

/// A block of text in a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Element {
    /// Its text.
    pub span: Span,
    /// What its own tag says.
    pub tag: Tag,
    /// The nearest sectioning ancestor that says what the text is for.
    pub section: Section,
    /// Share of the text's letters and digits inside links, 0 to 1.
    pub link_density: f32,
    /// Words of the classes, ids, roles and itemprops of the elements around, lower case, nearest first, at most 24.
    /// `related-newsList` has three; those with digits are left out, and those of `<html>` and `<body>`, which say
    /// nothing of one block among others.
    pub hints: Vec<String>,
    /// The `lang` attribute in force, where it differs from the root's.
    pub language: Option<String>,
    /// The `datetime` attribute of a `<time>` inside.
    pub datetime: Option<String>,
}

/// The block-level tags that say something of a block's kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tag {
    /// `<h1>` to `<h6>`, with its level.
    Heading(u8),
    /// `<p>`.
    Paragraph,
    /// `<li>`, `<dt>`, `<dd>`.
    ListItem,
    /// A row of a table, its cells parted by tabs; a cell where cells hold blocks; a `<caption>`.
    Cell,
    /// `<blockquote>`.
    Quote,
    /// `<pre>`, or `<code>` and nothing else.
    Code,
    /// `<figcaption>`.
    Caption,
    /// `<time>` and nothing else.
    Time,
    /// `<button>`, `<label>`, `<option>` and other form parts.
    Control,
    /// `<address>`.
    Address,
    /// `<div>` and all others.
    #[default]
    Other,
}

/// The sectioning elements, and the roles of that meaning, that say what text is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
/// The encoding is found by the byte order mark, then by the `charset` of the hint's media type, then by what a page
/// itself declares, then by what the bytes look like: UTF-8, UTF-16, ISO-2022-JP, else the most likely legacy encoding
/// of the WHATWG Encoding Standard. A declaration that the bytes contradict is passed over, with a warning. Malformed
/// sequences are replaced by U+FFFD, with a warning that counts them.
///
/// The bytes are HTML when the hint's media type says so, else when the name ends so, else when they begin as a page
/// does. Empty bytes give an empty text.
///
/// ```
/// # fn main() -> Result<(), hamisi::Error> {
/// use hamisi::source::{Hint, decode};
///
/// let decoded = decode(b"\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0! \xca\xe0\xea \xe4\xe5\xeb\xe0?", &Hint::default())?;
/// assert_eq!(decoded.text, "Привет, мир! Как дела?");
/// assert_eq!(decoded.source.encoding, "windows-1251");
///
/// let page = decode("<!doctype html><title>t</title><p>Bakı<p>Gəncə".as_bytes(), &Hint::default())?;
/// assert_eq!(page.text, "Bakı\nGəncə");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// When the bytes are no text: a binary file, or more than 4 GiB. Without the feature `source` also for all but plain text that is
/// UTF-8 beyond doubt, which [`Error::is_source`] tells.
pub fn decode(bytes: &[u8], hint: &Hint) -> Result<Decoded, Error> {
    if u32::try_from(bytes.len()).is_err() {
        return Err(utf8::too_long("the input", bytes.len()));
    }
    let label = hint.media.as_deref().and_then(utf8::charset);
    let media = Media::of(bytes, hint);
    if media == Media::Plain
        && let Some(text) = utf8::decode(bytes, label.into_iter())?
    {
        return Ok(text.plain(hint));
    }
    #[cfg(feature = "source")]
    return read(bytes, label, media, hint);
    #[cfg(not(feature = "source"))]
    Err(Error::source("the bytes are HTML or not UTF-8, and what reads these is not loaded"))
}

/// [`decode`] for pages and for bytes in any encoding.
#[cfg(feature = "source")]
fn read(bytes: &[u8], label: Option<&str>, media: Media, hint: &Hint) -> Result<Decoded, Error> {
    let mut declared: Vec<_> =
        label.map(|label| Declared { label: label.to_owned(), page: false }).into_iter().collect();
    let marked = [b"\xEF\xBB\xBF".as_slice(), b"\xFE\xFF", b"\xFF\xFE"].iter().any(|mark| bytes.starts_with(mark));
    if media != Media::Plain && !marked {
        declared.extend(html::declared_charset(bytes).map(|label| Declared { label, page: true }));
    }
    let text = match utf8::decode(bytes, declared.iter().map(|declared| declared.label.as_str()))? {
        Some(text) => text,
        None => encoding::decode(bytes, &declared)?.of(bytes),
    };
    // A page in UTF-16 looks like one only now.
    let media = Media::of(text.text.as_bytes(), hint);
    if media == Media::Plain {
        return Ok(text.plain(hint));
    }
    let (seen, structure) = html::read(&text.text, media == Media::Xhtml);
    let mut warnings = text.warnings;
    if seen.is_empty() && !text.text.trim().is_empty() {
        warnings.push("the page holds no text that a reader sees: a script may have to fill it".to_owned());
    }
    let source = Source { name: hint.name.clone(), media: "text/html".to_owned(), encoding: text.encoding };
    Ok(Decoded { text: seen, source, structure: Some(structure), verbatim: false, warnings })
}

/// Characters that bytes stand for, of HTML with its tags.
#[derive(Debug, PartialEq)]
struct Text {
    text: String,
    /// The encoding's name in the WHATWG Encoding Standard, lower case.
    encoding: String,
    /// Whether `text` is byte for byte the input.
    verbatim: bool,
    /// What was lost or replaced, for the reader.
    warnings: Vec<String>,
}

impl Text {
    /// The same as plain text.
    fn plain(self, hint: &Hint) -> Decoded {
        let Self { text, encoding, verbatim, warnings } = self;
        let source = Source { name: hint.name.clone(), media: "text/plain".to_owned(), encoding };
        Decoded { text, source, structure: None, verbatim, warnings }
    }
}

/// How bytes are to be read once their encoding is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Media {
    Plain,
    Html,
    /// HTML in XML's syntax, where any tag may close itself.
    Xhtml,
}

impl Media {
    /// What the hint says, else what the bytes look like.
    fn of(bytes: &[u8], hint: &Hint) -> Self {
        Self::known(hint).unwrap_or_else(|| Self::sniff(bytes))
    }

    /// What the hint says, if it says anything.
    fn known(hint: &Hint) -> Option<Self> {
        if let Some(media) = &hint.media {
            let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            match essence.as_str() {
                "text/html" => return Some(Self::Html),
                "application/xhtml+xml" => return Some(Self::Xhtml),
                // What servers and browsers say when they do not know.
                "" | "application/octet-stream" | "unknown/unknown" | "*/*" => {}
                _ => return Some(Self::Plain),
            }
        }
        let (_, extension) = hint.name.as_deref()?.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "html" | "htm" => Some(Self::Html),
            "xhtml" | "xht" => Some(Self::Xhtml),
            _ => None,
        }
    }

    /// What the first bytes look like. Text that merely mentions tags is plain.
    fn sniff(bytes: &[u8]) -> Self {
        let head = bytes.get(..SNIFFED).unwrap_or(bytes);
        let mut rest = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        // What may stand before a page: comments, and the declaration of XML.
        while let Some((_, after)) = [(b"<!--".as_slice(), b"-->".as_slice()), (b"<?xml", b"?>")]
            .into_iter()
            .find_map(|(open, close)| split_once(rest.strip_prefix(open)?, close))
        {
            rest = after.trim_ascii_start();
        }
        let begins = |tag: &str| {
            let (start, after) = rest.split_at_checked(tag.len()).unwrap_or_default();
            start.eq_ignore_ascii_case(tag.as_bytes())
                && after.first().is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0C' | b'>' | b'/'))
        };
        let ends = || split_once(rest, b"</").is_some();
        let html = begins("<!doctype html")
            || PAGE.iter().any(|tag| begins(tag))
            || (FRAGMENT.iter().any(|tag| begins(tag)) && ends());
        if html { Self::Html } else { Self::Plain }
    }
}

/// Bytes looked at to tell a page.
const SNIFFED: usize = 2048;

/// Tags that only a page begins with.
const PAGE: [&str; 3] = ["<html", "<head", "<body"];

/// Tags that a piece of a page may begin with, if one is closed soon.
const FRAGMENT: [&str; 22] = [
    "<title", "<meta", "<link", "<script", "<style", "<div", "<p", "<h1", "<h2", "<h3", "<article", "<section",
    "<main", "<header", "<nav", "<table", "<ul", "<ol", "<span", "<a", "<center", "<font",
];

/// What stands before and after the first `needle`.
fn split_once<'b>(bytes: &'b [u8], needle: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let at = bytes.windows(needle.len()).position(|window| window == needle)?;
    Some((bytes.get(..at)?, bytes.get(at + needle.len()..)?))
}

#[cfg(all(test, feature = "source", not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hint(name: &str, media: &str) -> Hint {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Hint { name: given(name), media: given(media) }
    }

    fn media(bytes: &[u8], name: &str, media: &str) -> String {
        decode(bytes, &hint(name, media)).unwrap().source.media
    }

    #[test]
    fn keeps_plain_text_as_it_is() {
        for text in ["", " ", "a\r\nb\rc\n", "e\u{301} é \u{FEFF}x", "Hamısı\u{2028}中文 👩‍👩‍👧"] {
            let decoded = decode(text.as_bytes(), &hint("a.txt", "text/plain")).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.verbatim), (text, true));
            assert_eq!((decoded.source.encoding.as_str(), decoded.source.media.as_str()), ("utf-8", "text/plain"));
            assert_eq!((decoded.source.name.as_deref(), decoded.structure), (Some("a.txt"), None));
            assert_eq!(decoded.warnings, [""; 0]);
        }
    }

    #[test]
    fn is_verbatim_only_where_the_bytes_are_the_text() {
        let cases: [(&[u8], &str, bool); 5] = [
            (b"\xEF\xBB\xBFabc", "", false),
            (b"caf\xE9", "", false),
            (b"ab\xC3", "text/plain; charset=utf-8", false),
            (b"abc", "text/plain; charset=windows-1254", true),
            (b"<!doctype html>abc", "", false),
        ];
        for (bytes, media, verbatim) in cases {
            assert_eq!(decode(bytes, &hint("", media)).unwrap().verbatim, verbatim, "{bytes:?}");
        }
    }

    #[test]
    fn the_media_type_decides_over_the_name_and_the_name_over_the_content() {
        let cases = [
            ("<p>a", "a.html", "", "text/html"),
            ("a", "A.HTM", "", "text/html"),
            ("a", "a.b.xhtml", "", "text/html"),
            ("a", "a", "text/html; charset=utf-8", "text/html"),
            ("a", "a.txt", "application/xhtml+xml", "text/html"),
            ("<!doctype html>a", "a.html", "text/plain", "text/plain"),
            ("<!doctype html>a", "", "text/csv", "text/plain"),
            ("<!doctype html>a", "", "application/octet-stream", "text/html"),
            ("a", "html", "", "text/plain"),
        ];
        for (text, name, given, expected) in cases {
            assert_eq!(media(text.as_bytes(), name, given), expected, "{name} {given}");
        }
    }

    #[test]
    fn tells_pages_from_text_that_mentions_tags() {
        let pages = [
            "<!DOCTYPE html><p>a",
            "\u{FEFF} \n<!-- saved --> <HTML lang=az>",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\">",
            "<head><title>a",
            "<body>a",
            "<div class=a><p>b</p></div>",
            "<p>a</p>",
        ];
        for text in pages {
            assert_eq!(media(text.as_bytes(), "", ""), "text/html", "{text}");
        }
        let utf16: Vec<u8> = "<html><p>Körpü".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&utf16, &Hint::default()).unwrap().text, "Körpü");
        let plain = [
            "The <html> tag begins a page, and <body> its body.",
            "<p> is not closed here",
            "<htmlish>",
            "<doc id=1>text</doc>",
            "<?xml version=\"1.0\"?><TEI><p>a</p></TEI>",
            "<3 </3",
            "<",
            "<!--",
        ];
        for text in plain {
            assert_eq!(media(text.as_bytes(), "", ""), "text/plain", "{text}");
        }
    }

    #[test]
    fn reads_pages_in_the_encoding_they_declare() {
        let page = |label: &str| {
            format!("<!doctype html><html><head><meta charset=\"{label}\"></head><p>Şəkil №1: işıq, мост, 橋</p>")
        };
        let cases = [("utf-8", "utf-8"), ("utf-16le", "utf-8"), ("UTF8", "utf-8"), ("gb18030", "gb18030")];
        for (label, expected) in cases {
            let encoding = encoding_rs::Encoding::for_label(expected.as_bytes()).unwrap();
            let decoded = decode(&encoding.encode(&page(label)).0, &Hint::default()).unwrap();
            assert_eq!(decoded.source.encoding, expected);
            assert_eq!(decoded.text, "Şəkil №1: işıq, мост, 橋");
        }
        let bytes = b"<meta http-equiv=content-type content='text/html; charset=windows-1254'><p>Baky\xFD \xDEah</p>";
        let decoded = decode(bytes, &hint("a.html", "")).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.source.encoding.as_str()), ("Bakyı Şah", "windows-1254"));
        // The media type's own charset wins over the page's.
        let decoded = decode(bytes, &hint("", "text/html; charset=windows-1252")).unwrap();
        assert_eq!(decoded.text, "Bakyý Þah");
    }

    #[test]
    fn says_when_a_page_has_nothing_to_read() {
        let decoded = decode(b"<!doctype html><script>render()</script>", &Hint::default()).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.warnings.len()), ("", 1));
        assert_eq!(decode(b"", &hint("a.html", "")).unwrap().warnings, [""; 0]);
    }

    #[test]
    fn the_limit_is_named_in_its_error() {
        let error = utf8::too_long("the input", 5_000_000_000);
        assert!(error.is_input());
        assert_eq!(
            error.to_string(),
            "the input has 5000000000 bytes, more than the limit of 4294967295 (4 GiB): split it into parts"
        );
    }

    fn hints() -> impl Strategy<Value = Hint> {
        let media =
            ["", "text/html", "text/plain", "application/xhtml+xml", "text/html; charset=gbk", "x; charset=utf-16"];
        (prop::sample::select(vec!["", "a.html"]), prop::sample::select(media.to_vec())).prop_map(|(n, m)| hint(n, m))
    }

    proptest! {
        /// The npm package reads such bytes without the tables; the answer must be the same.
        #[test]
        fn plain_utf8_needs_no_tables(text in "\\PC{0,40}|(<p>|[a-zə\u{FEFF}\u{1B}\\n]){0,12}", label in "(|utf-8|latin1)") {
            let declared: Vec<_> = Some(label).filter(|label| !label.is_empty()).into_iter()
                .map(|label| Declared { label, page: false }).collect();
            let bytes = text.as_bytes();
            if let Some(plain) = utf8::decode(bytes, declared.iter().map(|declared| declared.label.as_str())).unwrap() {
                prop_assert_eq!(plain, encoding::decode(bytes, &declared).unwrap().of(bytes));
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes_give_text_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200), hint in hints()) {
            match decode(&bytes, &hint) {
                Ok(decoded) => {
                    let mut end = 0;
                    for element in decoded.structure.iter().flat_map(|structure| &structure.elements) {
                        prop_assert!(element.span.start >= end && !element.span.of(&decoded.text).is_empty());
                        end = element.span.end;
                    }
                    prop_assert!(!decoded.verbatim || decoded.text.as_bytes() == bytes);
                }
                Err(error) => prop_assert!(error.is_input()),
            }
        }

        #[test]
        fn any_string_without_mark_comes_back_unless_it_is_noise(text in "[^\\p{Cc}\u{FEFF}]{0,60}") {
            let decoded = decode(text.as_bytes(), &hint("", "text/plain")).unwrap();
            prop_assert_eq!((decoded.text.as_str(), decoded.verbatim), (text.as_str(), true));
        }
    }
}
