//! Entities: people, places, organisations, dates and amounts, and the names that group their mentions.

mod amount;
mod date;
pub mod locale;
mod number;
mod piece;
mod rule;

use crate::block::Block;
use crate::language::Languages;
use crate::pack::Pack;
use crate::segment::Sentence;
use crate::source::Structure;
use crate::{Error, Options, Span};
use locale::Locale;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A mention: a stretch of text that names or measures something.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its text.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// 0 to 1, not calibrated.
    pub confidence: f32,
    /// What it means, normalised.
    pub value: Option<Value>,
    /// The index of the name it is a mention of.
    pub name: Option<usize>,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A person.
    Person,
    /// A company, institution, party, team.
    Organization,
    /// A country, city, region, river.
    Location,
    /// Another name: event, work, product.
    Misc,
    /// A day, month, year or a range of them.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// An amount of money.
    Money,
    /// A percentage.
    Percent,
    /// An amount with a unit.
    Quantity,
    /// A rank: 3rd.
    Ordinal,
    /// Any other number.
    Number,
    /// A web address.
    Url,
    /// A mail address.
    Email,
    /// A telephone number.
    Phone,
    /// `@name`.
    Handle,
    /// `#word`.
    Hashtag,
    /// IBAN, ISBN, DOI, IP address.
    Identifier,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 18] = [
        Self::Person,
        Self::Organization,
        Self::Location,
        Self::Misc,
        Self::Date,
        Self::Time,
        Self::Duration,
        Self::Money,
        Self::Percent,
        Self::Quantity,
        Self::Ordinal,
        Self::Number,
        Self::Url,
        Self::Email,
        Self::Phone,
        Self::Handle,
        Self::Hashtag,
        Self::Identifier,
    ];

    /// The name used in output, for example `organization`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Location => "location",
            Self::Misc => "misc",
            Self::Date => "date",
            Self::Time => "time",
            Self::Duration => "duration",
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Quantity => "quantity",
            Self::Ordinal => "ordinal",
            Self::Number => "number",
            Self::Url => "url",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Handle => "handle",
            Self::Hashtag => "hashtag",
            Self::Identifier => "identifier",
        }
    }

    /// The kind with that name in output.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether mentions of this kind are names, which are grouped.
    #[must_use]
    pub const fn is_name(self) -> bool {
        matches!(self, Self::Person | Self::Organization | Self::Location | Self::Misc)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a mention means, normalised. Numbers are decimal strings with `.` and no grouping, so that nothing is rounded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A date, with the time where it stands beside it: ISO 8601, as precise as the text.
    Date(DateValue),
    /// A time of day: `15:30` or `15:30:05`, with an offset where given.
    Time {
        /// ISO 8601.
        iso: String,
    },
    /// A length of time.
    Duration {
        /// ISO 8601, for example `P60D`.
        iso: String,
    },
    /// Money.
    Money {
        /// Decimal.
        amount: String,
        /// ISO 4217.
        currency: String,
    },
    /// A quantity.
    Quantity {
        /// Decimal.
        amount: String,
        /// UCUM, for example `km`.
        unit: String,
    },
    /// A percentage, ordinal or number.
    Amount {
        /// Decimal.
        amount: String,
    },
    /// A place.
    Location {
        /// ISO 3166-1 alpha-2.
        country: String,
    },
    /// A web address, absolute.
    Url {
        /// With its scheme.
        url: String,
    },
    /// A mail address.
    Email {
        /// Its domain in lower case.
        email: String,
    },
    /// A telephone number.
    Phone {
        /// E.164, where the country is known; else the digits as written.
        number: String,
    },
    /// A handle or hashtag, without its mark.
    Tag {
        /// As written.
        tag: String,
    },
    /// An identifier.
    Identifier {
        /// `iban`, `isbn`, `doi`, `ip` or the id given in the user's dictionary.
        scheme: String,
        /// Without spaces and hyphens.
        id: String,
    },
}

/// A date's value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DateValue {
    /// ISO 8601: `2024`, `2024-02`, `2024-02-04`, `2024-02-04T11:00`, `--02-04` (no year), a range as `2024-02-04/2024-02-06`.
    /// None for a relative date whose reference is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iso: Option<String>,
    /// The other readings of an ambiguous date, ISO 8601.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<String>,
    /// For a relative date its distance from the reference date, an ISO 8601 duration, for example `-P1D` for yesterday.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relative: Option<String>,
}

/// One person, place or organisation, and its mentions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Name {
    /// What it is.
    pub kind: Kind,
    /// Its fullest form.
    pub name: String,
    /// Other forms it is mentioned by, in order of appearance.
    pub aliases: Vec<String>,
    /// Indices of its mentions.
    pub mentions: Vec<usize>,
    /// Identifiers elsewhere: `iso3166`, `geonames`, or `id` from the user's dictionary.
    pub links: BTreeMap<String, String>,
}

/// What the entity stage finds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entities {
    /// Mentions in order of their start, without overlaps.
    pub entities: Vec<Entity>,
    /// In order of their first mention.
    pub names: Vec<Name>,
    /// When the document says that it was published, ISO 8601.
    pub published: Option<String>,
}

/// What earlier stages found, for [`tag`].
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The text's blocks.
    pub blocks: &'a [Block],
    /// The text's sentences.
    pub sentences: &'a [Sentence],
    /// Its languages.
    pub languages: &'a Languages,
    /// What HTML tags said.
    pub structure: Option<&'a Structure>,
    /// What the caller asked for.
    pub options: &'a Options,
}

/// Finds the entities of texts, with the packs it was given.
#[derive(Clone, Debug, Default)]
pub struct Tagger {
    locale: Option<Pack>,
    gazetteer: Option<Pack>,
}

impl Tagger {
    /// A tagger with the embedded packs; without the feature `packs` it has none.
    ///
    /// # Errors
    /// When an embedded pack is damaged.
    pub fn new() -> Result<Self, Error> {
        #[allow(unused_mut)]
        let mut tagger = Self::default();
        #[cfg(feature = "packs")]
        tagger.add_pack(Pack::new(include_bytes!("locale.pack").as_slice())?)?;
        Ok(tagger)
    }

    /// Adds or replaces the pack of the stage it names: `locale` or `gazetteer`.
    ///
    /// # Errors
    /// When the pack is of another stage, or lacks a section.
    pub fn add_pack(&mut self, pack: Pack) -> Result<(), Error> {
        match pack.stage() {
            "locale" => {
                Locale::new(&pack)?;
                self.locale = Some(pack);
            }
            "gazetteer" => self.gazetteer = Some(pack),
            other => return Err(Error::pack(format!("no stage takes a pack called {other}"))),
        }
        Ok(())
    }

    /// What a reader should know of the packs: which are missing.
    pub fn warnings(&self) -> impl Iterator<Item = String> + '_ {
        [("locale", self.locale.is_none()), ("gazetteer", self.gazetteer.is_none())]
            .into_iter()
            .filter(|(_, missing)| *missing)
            .map(|(name, _)| format!("the {name} pack is not loaded: entities that need it were not looked for"))
    }

    /// The entities of `text`: none in text without any.
    #[must_use]
    pub fn tag(&self, text: &str, context: &Context<'_>) -> Entities {
        let locale = self.locale.as_ref().and_then(|pack| Locale::new(pack).ok());
        let (entities, published) = locale.map(|locale| rule::find(text, context, &locale)).unwrap_or_default();
        Entities { entities, names: Vec::new(), published }
    }
}

/// The user's own names, which win over all else.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    entries: Vec<Entry>,
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
    /// A dictionary of `entries`.
    ///
    /// # Errors
    /// When an entry's text is blank.
    pub fn new(entries: Vec<Entry>) -> Result<Self, Error> {
        if entries.iter().any(|entry| entry.text.trim().is_empty()) {
            return Err(Error::option("a dictionary entry has no text"));
        }
        Ok(Self { entries })
    }

    /// Reads a dictionary: a JSON array of objects with `text`, `kind` and maybe `id`, or CSV with these as its header.
    ///
    /// # Errors
    /// When the bytes are neither; the message names the line.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let entries = serde_json::from_slice(bytes).map_err(|error| Error::option(error.to_string()))?;
        Self::new(entries)
    }

    /// Its entries.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}
