//! JSON: one schema for the command, for JavaScript and for serde.
//!
//! [`SCHEMA`] is its JSON Schema (draft 2020-12). Keys come in this order; all are always there but `text`. The lists of
//! stages that were not asked for are empty.
//!
//! | key | what |
//! | --- | --- |
//! | `schema` | `hamisi/1`: the number changes when a key's meaning does; new keys may come without |
//! | `id` | the caller's name for the text, a string or null |
//! | `offsets` | what `start`, `end` and `length` count: `codepoint`, `utf8` or `utf16` |
//! | `length` | of the text |
//! | `source` | `name` (or null), `media` (`text/plain`, `text/html`), `encoding` (WHATWG name, lower case) |
//! | `text` | what the offsets refer to; left out where it is the input itself and was not asked for |
//! | `document` | `title`, `byline` (list of names), `published` (ISO 8601), `canonical` (address); null where not known |
//! | `language` | of the document: `code` (ISO 639-3), `tag` (BCP 47), `script` (ISO 15924), `confidence` |
//! | `languages` | `code` and `share` of the letters, largest first |
//! | `blocks` | `start`, `end`, `kind`, `content` (or boilerplate), `language`, `duplicate_of` (index or null), `confidence` |
//! | `sentences` | `start`, `end`, `block` (index, also where `blocks` was not asked for), `language`; `explanation` where that was asked for |
//! | `words` | `[start, end]` |
//! | `runs` | `start`, `end`, `language`, `script`, `confidence`; `explanation` where that was asked for |
//! | `entities` | `start`, `end`, `kind`, `text`, `confidence`, `value` (see [`Value`](crate::entity::Value)), `name` (index); `explanation` where that was asked for |
//! | `names` | `kind`, `name`, `aliases`, `mentions` (indices of entities), `links` (see [`Name`](crate::entity::Name)) |
//! | `warnings` | what a reader should know of the answer |
//!
//! `start` is included, `end` is not. Confidences and shares lie between 0 and 1, have at most four decimals, and are not
//! calibrated.
//!
//! A record that could not be analysed is answered by `schema`, `id` and `error`, a sentence, instead.

use super::{Settings, rounded};
use crate::analysis::Id;
use crate::span::Cursor;
use crate::{Analysis, Offsets, Span};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use serde_json::ser::Formatter;
use std::cell::RefCell;
use std::io;

/// The version of the schema that is written.
pub const VERSION: &str = "hamisi/1";

/// The JSON Schema of what is written.
pub const SCHEMA: &str = include_str!("hamisi-1.schema.json");

/// An analysis as it is serialised: offsets in the unit asked for, keys in the documented order.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hamisi::export::{Settings, json::View};
/// use hamisi::{Options, Pipeline, Unit};
///
/// let analysis = Pipeline::new()?.analyze("👋 Salam.", &Options::default());
/// let settings = Settings { offsets: Unit::Utf16, ..Settings::default() };
/// let value = serde_json::to_value(View { analysis: &analysis, settings: &settings })?;
/// assert_eq!(value["length"], 9);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// What is serialised.
    pub analysis: &'a Analysis,
    /// How.
    pub settings: &'a Settings,
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { analysis, settings } = self;
        let text = analysis.text.as_str();
        let offsets = Offsets::new(text, settings.offsets);
        let with_text = settings.text || !analysis.verbatim;

        let mut root = serializer.serialize_struct("Analysis", 15 + usize::from(with_text))?;
        root.serialize_field("schema", VERSION)?;
        root.serialize_field("id", &analysis.id)?;
        root.serialize_field("offsets", settings.offsets.as_str())?;
        root.serialize_field("length", &offsets.length())?;
        root.serialize_field("source", &analysis.source)?;
        if with_text {
            root.serialize_field("text", text)?;
        } else {
            root.skip_field("text")?;
        }
        root.serialize_field("document", &analysis.document)?;
        root.serialize_field(
            "language",
            &Language {
                code: analysis.language.code.as_str(),
                tag: &analysis.language.tag,
                script: analysis.language.script,
                confidence: rounded(analysis.language.confidence),
            },
        )?;
        root.serialize_field(
            "languages",
            &List::new(&analysis.languages, &offsets, |share, _| Share {
                code: share.code.as_str(),
                share: rounded(share.share),
            }),
        )?;
        root.serialize_field(
            "blocks",
            &List::new(&analysis.blocks, &offsets, |block, cursor| {
                let Span { start, end } = cursor.of(block.span);
                Block {
                    start,
                    end,
                    kind: block.kind.as_str(),
                    content: block.content(),
                    language: block.language.as_str(),
                    duplicate_of: block.duplicate_of,
                    confidence: rounded(block.confidence),
                }
            }),
        )?;
        root.serialize_field(
            "sentences",
            &List::new(&analysis.sentences, &offsets, |sentence, cursor| {
                let Span { start, end } = cursor.of(sentence.span);
                let explanation =
                    sentence.explanation.as_deref().map(|bounds| Explanation::of_sentence(bounds, cursor));
                Sentence { start, end, block: sentence.block, language: sentence.language.as_str(), explanation }
            }),
        )?;
        root.serialize_field(
            "words",
            &List::new(&analysis.words, &offsets, |&word, cursor| {
                let Span { start, end } = cursor.of(word);
                (start, end)
            }),
        )?;
        root.serialize_field(
            "runs",
            &List::new(&analysis.runs, &offsets, |run, cursor| {
                let Span { start, end } = cursor.of(run.span);
                let (language, confidence) = (run.language.as_str(), rounded(run.confidence));
                let explanation = run.explanation.as_deref().map(Explanation::of_run);
                Run { start, end, language, script: run.script, confidence, explanation }
            }),
        )?;
        root.serialize_field(
            "entities",
            &List::new(&analysis.entities, &offsets, |entity, cursor| {
                let Span { start, end } = cursor.of(entity.span);
                Entity {
                    start,
                    end,
                    kind: entity.kind.as_str(),
                    text: entity.span.of(text),
                    confidence: rounded(entity.confidence),
                    value: entity.value.as_ref(),
                    name: entity.name,
                    explanation: entity.explanation.as_deref().map(Explanation::of_entity),
                }
            }),
        )?;
        root.serialize_field("names", &analysis.names)?;
        root.serialize_field("warnings", &analysis.warnings)?;
        root.end()
    }
}

/// The answer to a record that could not be analysed, so that the answers after it keep their place.
#[derive(Clone, Copy, Debug)]
pub struct Failure<'a> {
    /// The record's id, where that much could be read.
    pub id: Option<&'a Id>,
    /// What is wrong.
    pub error: &'a str,
}

impl Serialize for Failure<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut root = serializer.serialize_struct("Failure", 3)?;
        root.serialize_field("schema", VERSION)?;
        root.serialize_field("id", &self.id)?;
        root.serialize_field("error", self.error)?;
        root.end()
    }
}

/// Writes `analysis` as one line of JSON, with the line's end.
///
/// # Errors
/// Only those of `writer`.
pub fn write_line(analysis: &Analysis, settings: &Settings, mut writer: impl io::Write) -> io::Result<()> {
    serde_json::to_writer(&mut writer, &View { analysis, settings })?;
    writer.write_all(b"\n")
}

/// Writes `analysis` as JSON for reading and comparing: one line for each key, block, sentence, word, run, entity and name.
///
/// # Errors
/// Only those of `writer`.
pub fn write_lines(analysis: &Analysis, settings: &Settings, mut writer: impl io::Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut writer, Lines::default());
    View { analysis, settings }.serialize(&mut serializer)?;
    writer.write_all(b"\n")
}

#[derive(serde::Serialize)]
struct Language<'a> {
    code: &'a str,
    tag: &'a str,
    script: &'a str,
    confidence: f64,
}

#[derive(serde::Serialize)]
struct Share<'a> {
    code: &'a str,
    share: f64,
}

#[derive(serde::Serialize)]
struct Block<'a> {
    start: usize,
    end: usize,
    kind: &'a str,
    content: bool,
    language: &'a str,
    duplicate_of: Option<usize>,
    confidence: f64,
}

#[derive(serde::Serialize)]
struct Sentence<'a> {
    start: usize,
    end: usize,
    block: usize,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<Explanation<'a>>,
}

#[derive(serde::Serialize)]
struct Run<'a> {
    start: usize,
    end: usize,
    language: &'a str,
    script: &'a str,
    confidence: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<Explanation<'a>>,
}

/// What decided about a sentence, a run or an entity: one type for all, which is less code in the wasm.
#[derive(serde::Serialize)]
pub(crate) struct Explanation<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    runner_up: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bounds: Vec<Bound<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    features: Option<Vec<Feature<'a>>>,
}

/// What decided whether a sentence ends.
#[derive(serde::Serialize)]
struct Bound<'a> {
    at: usize,
    ends: bool,
    confidence: f64,
    features: Vec<Feature<'a>>,
}

#[derive(serde::Serialize)]
struct Feature<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<f64>,
}

impl<'a> Explanation<'a> {
    pub(crate) fn of_run(explanation: &'a crate::language::Explanation) -> Self {
        let features = explanation.features.iter();
        let feature = |feature: &'a crate::language::Feature| Feature {
            text: Some(&feature.text),
            is: None,
            weight: Some(rounded(feature.weight)),
        };
        let runner_up = Some(explanation.runner_up.as_str());
        Self { runner_up, by: None, bounds: Vec::new(), features: Some(features.map(feature).collect()) }
    }

    pub(crate) fn of_entity(explanation: &'a crate::entity::Explanation) -> Self {
        let features = explanation.features.iter();
        let feature = |feature: &'a crate::entity::Feature| Feature {
            text: Some(&feature.text),
            is: Some(&feature.is),
            weight: feature.weight.map(rounded),
        };
        Self {
            runner_up: None,
            by: Some(explanation.by),
            bounds: Vec::new(),
            features: Some(features.map(feature).collect()),
        }
    }

    pub(crate) fn of_sentence(bounds: &'a [crate::segment::sentence::Bound], cursor: &mut Cursor<'_>) -> Self {
        let bound = |bound: &'a crate::segment::sentence::Bound| {
            let reasons = bound.reasons.iter();
            Bound {
                at: cursor.at(bound.at),
                ends: bound.ends,
                confidence: rounded(bound.confidence),
                features: reasons
                    .map(|&(is, weight)| Feature { text: None, is: Some(is), weight: Some(rounded(weight)) })
                    .collect(),
            }
        };
        Self { runner_up: None, by: None, bounds: bounds.iter().map(bound).collect(), features: None }
    }
}

#[derive(serde::Serialize)]
struct Entity<'a> {
    start: usize,
    end: usize,
    kind: &'a str,
    text: &'a str,
    confidence: f64,
    value: Option<&'a crate::entity::Value>,
    name: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<Explanation<'a>>,
}

/// A list serialised item by item, without a list of what is serialised.
struct List<'a, T, F> {
    items: &'a [T],
    cursor: RefCell<Cursor<'a>>,
    view: F,
}

impl<'a, T, F> List<'a, T, F> {
    fn new<V: Serialize>(items: &'a [T], offsets: &'a Offsets<'a>, view: F) -> Self
    where
        F: Fn(&'a T, &mut Cursor<'a>) -> V,
    {
        Self { items, cursor: RefCell::new(offsets.cursor()), view }
    }
}

impl<'a, T, V: Serialize, F: Fn(&'a T, &mut Cursor<'a>) -> V> Serialize for List<'a, T, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut cursor = self.cursor.borrow().clone();
        serializer.collect_seq(self.items.iter().map(|item| (self.view)(item, &mut cursor)))
    }
}

/// Layout with a line for each member of the root and of its lists, and what lies deeper on that line.
#[derive(Default)]
struct Lines {
    /// For each open array or object: whether its members have lines of their own.
    open: Vec<bool>,
    /// Whether the array or object that is about to close had members.
    filled: bool,
}

impl Lines {
    fn begin(&mut self, own_lines: bool, bracket: &[u8], writer: &mut (impl io::Write + ?Sized)) -> io::Result<()> {
        self.open.push(own_lines);
        self.filled = false;
        writer.write_all(bracket)
    }

    fn member(&self, first: bool, writer: &mut (impl io::Write + ?Sized)) -> io::Result<()> {
        match (self.open.last(), first) {
            (Some(true), _) => {
                writer.write_all(if first { b"\n" } else { b",\n" })?;
                self.open.iter().try_for_each(|_| writer.write_all(b"  "))
            }
            (_, true) => Ok(()),
            (_, false) => writer.write_all(b", "),
        }
    }

    fn end(&mut self, bracket: &[u8], writer: &mut (impl io::Write + ?Sized)) -> io::Result<()> {
        if self.open.pop() == Some(true) && self.filled {
            writer.write_all(b"\n")?;
            self.open.iter().try_for_each(|_| writer.write_all(b"  "))?;
        }
        self.filled = true;
        writer.write_all(bracket)
    }
}

impl Formatter for Lines {
    fn begin_array<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(self.open.len() <= 1, b"[", writer)
    }

    fn end_array<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(b"]", writer)
    }

    fn begin_array_value<W: io::Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.member(first, writer)
    }

    fn end_array_value<W: io::Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(self.open.is_empty(), b"{", writer)
    }

    fn end_object<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(b"}", writer)
    }

    fn begin_object_key<W: io::Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.member(first, writer)
    }

    fn begin_object_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn end_object_value<W: io::Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }
}
