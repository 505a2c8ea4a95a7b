//! The user's own dictionary: names that win over all else.

use super::fold::{fold, folded, is_boundary};
use super::{Entity, Kind, Value};
use crate::block::Block;
use crate::{Error, Span};
use aho_corasick::Input;
use aho_corasick::automaton::Automaton;
use aho_corasick::nfa::contiguous::NFA;
use serde::Deserialize;
use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::sync::Arc;

/// Most bytes of a dictionary file.
const MAX_BYTES: usize = 64 << 20;
/// Most entries.
const MAX_ENTRIES: usize = 1_000_000;
/// Most characters of an entry's text.
const MAX_CHARS: usize = 1000;
/// Letters from which on an entry's case does not matter.
const CASELESS: usize = 4;

/// The user's own names, which win over all else.
///
/// An entry is found where its text stands, from the edge of a word to the edge of a word; in scripts without spaces anywhere. With
/// four letters or more its case does not matter, nor the kind of apostrophe, nor hyphens for spaces; shorter ones must
/// stand as given. Of two entries that overlap the one that begins first is found, of two that begin together the
/// longer, of two that are alike the first in the list.
///
/// ```
/// # fn main() -> Result<(), hamisi::Error> {
/// use hamisi::entity::Dictionary;
/// use hamisi::{Options, Pipeline};
///
/// let dictionary = Dictionary::read(b"text,kind,id\nBar\xc4\xb1\xc5\x9f \xc3\x96zt\xc3\xbcrk,person,Q1\n")?;
/// let options = Options { dictionary: Some(dictionary), ..Options::default() };
/// let analysis = Pipeline::default().analyze("BARIŞ ÖZTÜRK konuştu.", &options);
/// assert_eq!(analysis.entities[0].span.of(&analysis.text), "BARIŞ ÖZTÜRK");
/// assert_eq!(analysis.names[0].links["id"], "Q1");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    entries: Arc<Vec<Entry>>,
    /// Finds folded texts; none where there are no entries.
    finder: Option<Arc<NFA>>,
    /// Of each pattern of the finder the entries that fold to it.
    folded: Arc<Vec<Vec<usize>>>,
}

/// An entry of a [`Dictionary`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Entry {
    /// The form to find.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// The user's identifier for it.
    #[serde(default)]
    pub id: Option<String>,
}

impl Dictionary {
    /// A dictionary of `entries`; its automaton is built here, once for all texts.
    ///
    /// # Errors
    /// When an entry's text has no letter or digit or more than 1000 characters, or there are more than a million entries.
    pub fn new(entries: Vec<Entry>) -> Result<Self, Error> {
        let mut patterns = Patterns::default();
        for (index, entry) in entries.iter().enumerate() {
            check(entry).map_err(|reason| Error::option(format!("dictionary entry {}: {reason}", index + 1)))?;
            patterns.add(index, entry);
        }
        if entries.len() > MAX_ENTRIES {
            return Err(Error::option(format!(
                "the dictionary has {} entries; {MAX_ENTRIES} are the most",
                entries.len()
            )));
        }
        let finder = (!entries.is_empty())
            .then(|| NFA::new(&patterns.texts))
            .transpose()
            .map_err(|error| Error::option(format!("the dictionary is too large: {error}")))?;
        Ok(Self { entries: Arc::new(entries), finder: finder.map(Arc::new), folded: Arc::new(patterns.entries) })
    }

    /// Reads a dictionary: a JSON array of objects with `text`, `kind` and maybe `id`; or CSV with these as its header, in any
    /// order among others, separated by commas, semicolons or tabs. The kinds are those of [`Kind`].
    ///
    /// # Errors
    /// When the bytes are neither, are no UTF-8, or are more than 64 MiB, and as [`Dictionary::new`]; the message names the
    /// line, or the place in the array.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > MAX_BYTES {
            return Err(Error::option(format!("the dictionary has {} bytes; {MAX_BYTES} are the most", bytes.len())));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let line = 1 + bytes.iter().take(error.valid_up_to()).filter(|&&byte| byte == b'\n').count();
            Error::option(format!("the dictionary is no UTF-8 in line {line}"))
        })?;
        let text = text.trim_start_matches('\u{FEFF}');
        if text.trim_start().starts_with(['[', '{']) { Self::new(read_json(text)?) } else { Self::new(read_csv(text)?) }
    }

    /// Its entries.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Where `text` has its entries, in order and without overlaps. Names do not run from one block into the next.
    pub(super) fn find(&self, text: &str, blocks: &[Block]) -> Vec<Entity> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let (mut found, mut matches, mut body) = (Vec::new(), Vec::new(), Folded::default());
        for block in blocks {
            body.read(block.span.of(text));
            matches.clear();
            for hit in finder.try_find_overlapping_iter(Input::new(&body.text)).into_iter().flatten() {
                let entries = self.folded.get(hit.pattern().as_usize()).map(Vec::as_slice).unwrap_or_default();
                if let Some(span) = body.span(hit.start(), hit.end()) {
                    let span = Span::new(block.span.start + span.start, block.span.start + span.end);
                    let exact = entries.iter().find(|&&index| self.text(index) == span.of(text));
                    let any = entries.iter().find(|&&index| is_caseless(self.text(index)));
                    if let Some(&index) = exact.or(any)
                        && is_edge(text, span.start)
                        && is_edge(text, span.end)
                    {
                        matches.push((span, index));
                    }
                }
            }
            crate::sort::by_key(&mut matches, |&(span, index)| (span.start, std::cmp::Reverse(span.end), index));
            let mut end = 0;
            for &(span, index) in &matches {
                if let Some(entry) = self.entries.get(index).filter(|_| span.start >= end) {
                    end = span.end;
                    found.push(entry.mention(span));
                }
            }
        }
        found
    }

    fn text(&self, index: usize) -> &str {
        self.entries.get(index).map(|entry| entry.text.trim()).unwrap_or_default()
    }
}

impl Entry {
    fn mention(&self, span: Span) -> Entity {
        let value = self.id.as_ref().map(|id| Value::Identifier { scheme: "id".into(), id: id.clone() });
        Entity { span, kind: self.kind, confidence: 1.0, value, name: None }
    }
}

/// The folded texts of entries, each once.
#[derive(Default)]
struct Patterns {
    texts: Vec<String>,
    entries: Vec<Vec<usize>>,
    known: HashMap<String, usize>,
}

impl Patterns {
    fn add(&mut self, index: usize, entry: &Entry) {
        match self.known.entry(folded(&entry.text)) {
            Slot::Occupied(slot) => self.entries.get_mut(*slot.get()).into_iter().for_each(|list| list.push(index)),
            Slot::Vacant(slot) => {
                self.texts.push(slot.key().clone());
                self.entries.push(vec![index]);
                slot.insert(self.texts.len() - 1);
            }
        }
    }
}

fn check(entry: &Entry) -> Result<(), String> {
    let length = entry.text.chars().count();
    if length > MAX_CHARS {
        return Err(format!("its text has {length} characters; {MAX_CHARS} are the most"));
    }
    if folded(&entry.text).is_empty() {
        return Err("it has no text".into());
    }
    Ok(())
}

fn is_caseless(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).nth(CASELESS - 1).is_some()
}

fn is_edge(text: &str, at: usize) -> bool {
    let (before, after) = (Span::new(0, at).of(text), Span::new(at, text.len()).of(text));
    is_boundary(before.chars().next_back(), after.chars().next())
}

/// A text folded, and the way back from its bytes.
#[derive(Default)]
struct Folded {
    text: String,
    /// Places in the folded text where the distance to the original changes: folded byte, original byte, whether the folded character
    /// is the first that its original folds to. Between two entries both advance together.
    marks: Vec<(usize, usize, bool)>,
    /// The original's length.
    length: usize,
}

impl Folded {
    fn read(&mut self, original: &str) {
        self.text.clear();
        self.marks.clear();
        self.length = original.len();
        let mut expected = 0;
        for (at, c) in original.char_indices() {
            let mut first = true;
            for folded in fold(c) {
                if folded == ' ' && self.text.ends_with(' ') {
                    continue;
                }
                if !first || at != expected {
                    self.marks.push((self.text.len(), at, first));
                }
                self.text.push(folded);
                expected = at + folded.len_utf8();
                first = false;
            }
        }
        self.marks.push((self.text.len(), self.length, true));
    }

    /// The original byte of the folded byte `at`; none inside an original character.
    fn original(&self, at: usize) -> Option<usize> {
        let after = self.marks.partition_point(|&(folded, _, _)| folded <= at);
        match after.checked_sub(1).and_then(|mark| self.marks.get(mark)) {
            None => Some(at),
            Some(&(folded, _, false)) if folded == at => None,
            Some(&(folded, original, _)) => Some(original + (at - folded)),
        }
    }

    /// The original of the folded bytes from `start` up to `end`.
    fn span(&self, start: usize, end: usize) -> Option<Span> {
        // What is left out after the last character, such as a vowel point, belongs to it.
        Some(Span::new(self.original(start)?, self.original(end)?))
    }
}

fn read_json(text: &str) -> Result<Vec<Entry>, Error> {
    let values: Vec<serde_json::Value> = serde_json::from_str(text)
        .map_err(|error| Error::option(format!("the dictionary is no JSON array of objects: {error}")))?;
    let record = |(index, value): (usize, serde_json::Value)| {
        let place = format!("dictionary entry {}", index + 1);
        let field = |name: &str| match value.get(name) {
            None | Some(serde_json::Value::Null) => Ok(None),
            Some(serde_json::Value::String(text)) => Ok(Some(text.as_str())),
            Some(serde_json::Value::Number(_)) if name == "id" => Ok(None),
            Some(_) => Err(Error::option(format!("{place}: its {name} is no string"))),
        };
        let id = match value.get("id") {
            Some(serde_json::Value::Number(number)) => Some(number.to_string()),
            _ => field("id")?.map(str::to_owned),
        };
        entry(&place, field("text")?, field("kind")?, id)
    };
    values.into_iter().enumerate().map(record).collect()
}

fn read_csv(text: &str) -> Result<Vec<Entry>, Error> {
    let header = text.lines().next().unwrap_or_default();
    let count = |separator: u8| header.bytes().filter(|&byte| byte == separator).count();
    let separator = [b',', b';', b'\t'].into_iter().rev().max_by_key(|&separator| count(separator)).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let broken = |error: csv::Error| Error::option(format!("the dictionary is no CSV: {error}"));
    let headers = reader.headers().map_err(broken)?.clone();
    let column = |name: &str| headers.iter().position(|header| header.eq_ignore_ascii_case(name));
    let (Some(text), Some(kind)) = (column("text"), column("kind")) else {
        let found = headers.iter().collect::<Vec<_>>().join(", ");
        return Err(Error::option(format!(
            "line 1 of the dictionary must name the columns text and kind, and may name id; it has: {found}"
        )));
    };
    let id = column("id");
    let mut entries = Vec::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let place = format!("line {} of the dictionary", record.position().map_or(0, csv::Position::line));
        let id = id.and_then(|id| record.get(id)).filter(|id| !id.is_empty()).map(str::to_owned);
        entries.push(entry(&place, record.get(text), record.get(kind), id)?);
    }
    Ok(entries)
}

fn entry(place: &str, text: Option<&str>, kind: Option<&str>, id: Option<String>) -> Result<Entry, Error> {
    let text = text.unwrap_or_default().trim().to_owned();
    let kind = kind.unwrap_or_default().trim().to_ascii_lowercase();
    let kind = Kind::from_name(&kind).ok_or_else(|| {
        let kinds = Kind::ALL.map(Kind::as_str).join(", ");
        Error::option(format!("{place}: no kind is called \"{kind}\"; there are {kinds}"))
    })?;
    let entry = Entry { text, kind, id };
    check(&entry).map_err(|reason| Error::option(format!("{place}: {reason}")))?;
    Ok(entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::blocks;

    fn dictionary(entries: &[(&str, Kind)]) -> Dictionary {
        let entry = |&(text, kind): &(&str, Kind)| Entry { text: text.into(), kind, id: None };
        Dictionary::new(entries.iter().map(entry).collect()).unwrap()
    }

    fn found<'t>(dictionary: &Dictionary, text: &'t str) -> Vec<&'t str> {
        dictionary.find(text, &blocks(text, None)).iter().map(|entity| entity.span.of(text)).collect()
    }

    #[test]
    fn finds_entries_whatever_their_case_in_many_scripts() {
        for (entry, text, expected) in [
            ("Straße", "Die STRASSE dort", "STRASSE"),
            ("STRASSE", "die Straße dort", "Straße"),
            ("İstanbul", "ISTANBUL'da", "ISTANBUL"),
            ("Işık Köşkü", "IŞIK KÖŞKÜ'ne", "IŞIK KÖŞKÜ"),
            ("Σωκράτης", "Ο ΣΩΚΡΆΤΗΣ είπε", "ΣΩΚΡΆΤΗΣ"),
            ("газпром", "ГАЗПРОМ растёт", "ГАЗПРОМ"),
            ("Jean-Luc", "jean luc là", "jean luc"),
            ("O’Brien", "said O'Brien.", "O'Brien"),
            ("東京大学", "私は東京大学に行く", "東京大学"),
            ("จุฬาลงกรณ์", "ที่จุฬาลงกรณ์มหาวิทยาลัย", "จุฬาลงกรณ์"),
            ("محمد علي", "قال مُحَمَّد علي اليوم", "مُحَمَّد علي"),
            ("삼성전자", "삼성전자 주가", "삼성전자"),
            ("नरेन्द्र", "श्री नरेन्द्र ने", "नरेन्द्र"),
            ("ﬁnland oy", "FINLAND OY", "FINLAND OY"),
        ] {
            assert_eq!(found(&dictionary(&[(entry, Kind::Misc)]), text), [expected], "{entry}");
        }
    }

    #[test]
    fn finds_whole_words_and_short_ones_as_given() {
        let own = dictionary(&[("Ana", Kind::Person), ("WHO", Kind::Organization), ("Berlin", Kind::Location)]);
        assert_eq!(
            found(&own, "Ana and ana, Anatolia, Banana; WHO asks who; Berliner Berlin-Mitte"),
            ["Ana", "WHO", "Berlin"]
        );
        assert!(found(&own, "Ana\u{301} Berlin\u{308}").is_empty());
    }

    #[test]
    fn prefers_what_begins_first_then_the_longer_then_the_first_listed() {
        let own = dictionary(&[
            ("New York", Kind::Location),
            ("New York City Hall", Kind::Misc),
            ("York City", Kind::Organization),
        ]);
        assert_eq!(found(&own, "New York City Hallway"), ["New York"]);
        assert_eq!(found(&own, "New York City Hall"), ["New York City Hall"]);
        let own = dictionary(&[("Apple", Kind::Organization), ("apple", Kind::Misc), ("APPLE", Kind::Person)]);
        let text = "apple Apple APPLE aPPLE";
        let kinds: Vec<_> = own.find(text, &blocks(text, None)).iter().map(|entity| entity.kind).collect();
        assert_eq!(kinds, [Kind::Misc, Kind::Organization, Kind::Person, Kind::Organization]);
    }

    #[test]
    fn reads_csv_in_many_dialects_and_json() {
        for text in [
            "text,kind,id\nAda,person,7\n",
            "\u{FEFF}kind;text;note;ID\r\nperson;Ada;x;7\r\n",
            "id\ttext\tkind\n7\tAda\tPERSON",
            "text,kind,id\n\"Ada\", person ,7\n",
            r#"[{"text":"Ada","kind":"person","id":"7"}]"#,
            r#" [{"id":7,"kind":"person","text":"Ada","more":[1]}]"#,
        ] {
            let own = Dictionary::read(text.as_bytes()).unwrap();
            let expected = Entry { text: "Ada".into(), kind: Kind::Person, id: Some("7".into()) };
            assert_eq!(own.entries(), [expected], "{text}");
        }
        assert!(Dictionary::read(b"text,kind\nAda,person\n").unwrap().entries()[0].id.is_none());
        assert!(Dictionary::read(b"text,kind\n").unwrap().entries().is_empty());
        assert!(Dictionary::read(b"[]").unwrap().entries().is_empty());
    }

    #[test]
    fn names_the_line_and_the_fault() {
        let long = format!("text,kind\n{},person", "x".repeat(1001));
        for (text, parts) in [
            ("text,kind\nAda,person\nBob,human\n", vec!["line 3", "human", "organization"]),
            ("text,kind\n ,person\n", vec!["line 2", "no text"]),
            ("text,kind\nAda\n", vec!["line 2", "no kind"]),
            ("name,type\nAda,person\n", vec!["line 1", "text", "kind", "name, type"]),
            ("", vec!["line 1"]),
            (&long, vec!["line 2", "1001", "1000"]),
            (r#"[{"text":"Ada","kind":"person"},{"text":"Bob","kind":3}]"#, vec!["entry 2", "kind"]),
            (r#"[{"text":"Ada","kind":"human"}]"#, vec!["entry 1", "human", "misc"]),
            (r#"[{"text":"Ada","#, vec!["JSON", "line 1"]),
            (r#"{"text":"Ada"}"#, vec!["array"]),
        ] {
            let error = Dictionary::read(text.as_bytes()).unwrap_err();
            assert!(error.is_option());
            parts.iter().for_each(|part| assert!(error.to_string().contains(part), "{part:?} is not in {error}"));
        }
        assert!(Dictionary::read(b"text,kind\n\xFF,person").unwrap_err().to_string().contains("line 2"));
    }
}
