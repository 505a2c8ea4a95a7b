//! What a page says of itself beside its text: title, authors, publication, address, language, encoding.

use super::tag::Attribute;
use super::token::TagToken;
use crate::source::{Structure, utf8};
use serde_json::Value;

/// Characters of a name or title that are kept.
const LONGEST: usize = 300;

/// Authors that are kept.
const AUTHORS: usize = 16;

/// Who says what the page is about, the most trusted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Voice {
    /// A `<meta>` made for the purpose.
    Meta,
    /// JSON-LD.
    LinkedData,
    /// `itemprop` or `rel` on visible text.
    Markup,
    /// A `<meta>` that may mean something else.
    Vague,
    /// The class of visible text, or a bare `<time>`.
    Hint,
}

/// What has been said so far.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    shared_title: Option<String>,
    title: Option<String>,
    authors: Vec<(Voice, String)>,
    published: Option<(Voice, String)>,
    /// Whether several bare times in the page differ, so that none of them is the page's own.
    times_differ: bool,
    canonical: Option<String>,
    shared_address: Option<String>,
    pub language: Option<String>,
    content_language: Option<String>,
    pub charset: Option<String>,
}

impl Metadata {
    /// Reads a `<meta>`.
    pub(super) fn meta(&mut self, tag: &TagToken) {
        let content = tag.get(Attribute::Content).unwrap_or_default();
        if let Some(charset) = tag.get(Attribute::Charset) {
            self.charset.get_or_insert_with(|| charset.trim().to_owned());
        }
        match tag.get(Attribute::HttpEquiv).unwrap_or_default().to_ascii_lowercase().as_str() {
            "content-type" if self.charset.is_none() => self.charset = utf8::charset(content).map(str::to_owned),
            "content-language" => self.content_language = content.split(',').next().and_then(language),
            _ => {}
        }
        for attribute in [Attribute::Property, Attribute::Name, Attribute::Itemprop] {
            for key in tag.get(attribute).unwrap_or_default().split_ascii_whitespace() {
                self.keyed(&key.to_ascii_lowercase(), content);
            }
        }
    }

    fn keyed(&mut self, key: &str, content: &str) {
        match key {
            "og:title" if self.shared_title.is_none() => self.shared_title = line(content),
            "og:url" if self.shared_address.is_none() => self.shared_address = address(content),
            "author" | "article:author" | "og:article:author" | "dc.creator" | "dcterms.creator"
            | "citation_author" | "parsely-author" | "sailthru.author" | "byl" => {
                for name in names(content) {
                    self.author(Voice::Meta, name);
                }
            }
            "article:published_time" | "og:article:published_time" | "datepublished" => {
                self.published(Voice::Meta, content);
            }
            "date"
            | "pubdate"
            | "publishdate"
            | "publish-date"
            | "publication_date"
            | "dc.date"
            | "dc.date.issued"
            | "dcterms.created"
            | "dcterms.issued"
            | "citation_publication_date"
            | "parsely-pub-date"
            | "sailthru.date" => self.published(Voice::Vague, content),
            _ => {}
        }
    }

    /// Reads a `<link>`.
    pub(super) fn link(&mut self, tag: &TagToken) {
        if self.canonical.is_none() && tag.lists(Attribute::Rel, "canonical") {
            self.canonical = tag.get(Attribute::Href).and_then(address);
        }
    }

    /// Takes the text of a `<title>`; the first counts.
    pub(super) fn title(&mut self, text: &str) {
        if self.title.is_none() {
            self.title = line(text);
        }
    }

    /// Takes an author's name.
    pub(super) fn author(&mut self, voice: Voice, name: &str) {
        let known = |known: &(Voice, String)| known.0 == voice && known.1 == name;
        if self.authors.len() < AUTHORS && !self.authors.iter().any(known) {
            self.authors.push((voice, name.to_owned()));
        }
    }

    /// Takes the text of an element that is said to be the author's name. Of a mere class only a bare name is taken:
    /// whole bylines are for later stages to take apart.
    pub(super) fn author_text(&mut self, voice: Voice, text: &str) {
        if let Some(name) = line(text).filter(|name| voice != Voice::Hint || is_bare_name(name)) {
            self.author(voice, &name);
        }
    }

    /// Takes a publication time, if it is one in ISO 8601.
    pub(super) fn published(&mut self, voice: Voice, time: &str) {
        if self.published.as_ref().is_none_or(|(best, _)| voice < *best)
            && let Some(time) = iso(time)
        {
            self.published = Some((voice, time));
        }
    }

    /// Takes the time of a bare `<time>` in the page.
    pub(super) fn time(&mut self, time: &str) {
        match &self.published {
            Some((Voice::Hint, known)) => self.times_differ |= iso(time).is_some_and(|time| time != *known),
            _ => self.published(Voice::Hint, time),
        }
    }

    /// Takes the language of the root.
    pub(super) fn root_language(&mut self, lang: &str) {
        if self.language.is_none() {
            self.language = language(lang);
        }
    }

    /// Reads JSON-LD: the first article in it. What is malformed is passed over.
    pub(super) fn linked_data(&mut self, json: &[u8]) {
        let Ok(value) = serde_json::from_slice::<Value>(json) else { return };
        let mut open = vec![&value];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(values) => open.extend(values.iter().rev()),
                Value::Object(object) => {
                    let is_article = strings(object.get("@type"))
                        .iter()
                        .any(|kind| ["Article", "Posting", "Report"].iter().any(|suffix| kind.ends_with(suffix)));
                    if is_article {
                        for author in each(object.get("author")) {
                            for name in strings(author.get("name").or(Some(author))) {
                                for name in names(name) {
                                    self.author(Voice::LinkedData, name);
                                }
                            }
                        }
                        for time in strings(object.get("datePublished")) {
                            self.published(Voice::LinkedData, time);
                        }
                        return;
                    }
                    open.extend(["mainEntity", "mainEntityOfPage", "@graph"].iter().filter_map(|key| object.get(*key)));
                }
                _ => {}
            }
        }
    }

    /// Writes what was said into `structure`.
    pub(super) fn tell(self, structure: &mut Structure) {
        structure.title = self.shared_title.or(self.title);
        if let Some(voice) = self.authors.iter().map(|&(voice, _)| voice).min() {
            structure.byline = self.authors.into_iter().filter(|(of, _)| *of == voice).map(|(_, name)| name).collect();
        }
        let said = self.published.filter(|(voice, _)| *voice != Voice::Hint || !self.times_differ);
        structure.published = said.map(|(_, time)| time);
        structure.canonical = self.canonical.or(self.shared_address);
        structure.language = self.language.or(self.content_language);
    }
}

/// A language tag: letters, digits and hyphens.
pub(super) fn language(tag: &str) -> Option<String> {
    let tag = tag.trim().replace('_', "-");
    let plain = tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (plain && (2..=35).contains(&tag.len())).then_some(tag)
}

/// The text on one line, with single spaces; none when it is blank or too long to be a name or title.
fn line(text: &str) -> Option<String> {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > LONGEST * 4 {
            return None;
        }
    }
    (!line.is_empty() && line.chars().count() <= LONGEST).then_some(line)
}

/// The names in a list of names: `Ann Lee, Bo Ek` has two, `Lee, Ann` is one, an address none.
fn names(list: &str) -> impl Iterator<Item = &str> {
    let list = list.trim();
    let list = list.get(..3).filter(|by| by.eq_ignore_ascii_case("by ")).map_or(list, |_| list.get(3..).unwrap_or(""));
    let is_address = list.contains("://") || list.starts_with(['@', '/', '#']) || list.len() > LONGEST;
    let parts = || list.split([',', ';', '،', '、']).map(str::trim).filter(|part| !part.is_empty());
    let full = parts().all(|part| part.contains(char::is_whitespace) || !part.is_ascii());
    let whole = (!full && !is_address && !list.is_empty()).then_some(list);
    parts().filter(move |_| full && !is_address).chain(whole)
}

/// Whether the text is a name and nothing else: two to five words that begin with capitals where the script has them.
fn is_bare_name(text: &str) -> bool {
    const BY: [&str; 12] = ["by", "von", "par", "por", "di", "da", "door", "автор", "text", "foto", "photo", "author"];
    let words = || text.split(' ');
    let first = words().next().unwrap_or_default().to_lowercase();
    (2..=5).contains(&words().count())
        && !BY.contains(&first.as_str())
        && words().all(|word| {
            word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
                && word.chars().all(|c| !c.is_numeric() && (c.is_alphanumeric() || !c.is_ascii() || "-.'".contains(c)))
        })
}

/// An absolute address on the web.
fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let absolute = ["https://", "http://"].iter().any(|scheme| {
        text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)) && text.len() > scheme.len()
    });
    (absolute && !text.contains(char::is_whitespace)).then(|| text.to_owned())
}

/// A date, or date and time, of ISO 8601, as given but for a space between the two.
fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    let (date, time) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    let mut parts = date.split('-');
    let digits = |part: Option<&str>, length| {
        part.is_none_or(|part| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let fits = digits(parts.next(), 4) && digits(parts.next(), 2) && digits(parts.next(), 2) && parts.next().is_none();
    let time: String = time.split_whitespace().collect();
    let clock = time.is_empty()
        || (date.len() == 10
            && time.len() <= 24
            && time.starts_with(|c: char| c.is_ascii_digit())
            && time.bytes().all(|byte| byte.is_ascii_digit() || b":.,+-Z".contains(&byte)));
    let joint = if time.is_empty() { "" } else { "T" };
    (fits && clock).then(|| format!("{date}{joint}{time}"))
}

/// The values of a JSON value that may be a list.
fn each(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(values)) => values,
        Some(value) => std::slice::from_ref(value),
        None => &[],
    }
}

fn strings(value: Option<&Value>) -> Vec<&str> {
    each(value).iter().filter_map(Value::as_str).collect()
}
