//! The analysis: one result with its invariants.

use crate::Span;
use crate::block::Block;
use crate::entity::{Entity, Name};
use crate::language::{Language, Run, Share};
use crate::segment::Sentence;
use crate::source::Source;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// All that was found in one text.
///
/// All spans are UTF-8 byte offsets into [`Analysis::text`], on character boundaries, in order of their start; blocks, sentences,
/// words, runs and entities do not overlap among themselves, and sentences, words and runs lie inside blocks. The lists
/// of stages that were not asked for are empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// The caller's name for the text.
    pub id: Option<Id>,
    /// The text that the spans refer to.
    pub text: String,
    /// Whether `text` is the input itself, rather than decoded or taken out of HTML.
    pub verbatim: bool,
    /// File name, media type and encoding.
    pub source: Source,
    /// Title, byline, publication time and address.
    pub document: Document,
    /// The main language.
    pub language: Language,
    /// All languages with their share of the letters, largest first.
    pub languages: Vec<Share>,
    /// Blocks.
    pub blocks: Vec<Block>,
    /// Sentences.
    pub sentences: Vec<Sentence>,
    /// Word-like segments.
    pub words: Vec<Span>,
    /// Stretches of one language and script.
    pub runs: Vec<Run>,
    /// Mentions.
    pub entities: Vec<Entity>,
    /// What the mentions name.
    pub names: Vec<Name>,
    /// What a reader should know of the answer: replaced bytes, missing packs.
    pub warnings: Vec<String>,
}

/// The caller's name for a text, given back as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Id {
    /// A string.
    Text(String),
    /// A JSON number as it was written, however long; JSON has it as a string if it is none.
    Number(String),
}

impl Id {
    /// The string, or the number's digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Text(written) | Self::Number(written) => written,
        }
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(written) => match RawValue::from_string(written.clone()) {
                Ok(number) if written.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => {
                    number.serialize(serializer)
                }
                _ => serializer.serialize_str(written),
            },
        }
    }
}

/// What the document says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Document {
    /// Its title.
    pub title: Option<String>,
    /// Its authors' names.
    pub byline: Vec<String>,
    /// When it was published, ISO 8601, as precise as given.
    pub published: Option<String>,
    /// Its canonical address.
    pub canonical: Option<String>,
}
