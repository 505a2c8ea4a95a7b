//! Entities: people, places, organisations, dates and amounts, and the names that group their mentions.

mod acronym;
mod agree;
mod amount;
mod date;
mod day;
mod dictionary;
mod ending;
mod explain;
pub(crate) mod fold;
mod gazetteer;
mod index;
pub mod lexicon;
pub mod locale;
mod name;
mod number;
mod pattern;
mod piece;
mod rule;
mod stranger;
pub mod tagger;

pub use day::Day;
pub use dictionary::{Dictionary, Entry};
pub use explain::{Explanation, Feature};
pub use fold::folded;
pub use lexicon::Classes;

use crate::block::{self, Block};
use crate::language::{Code, Languages};
use crate::pack::Pack;
use crate::segment::Sentence;
use crate::segment::word::Script;
use crate::source::Structure;
use crate::{Error, Options, Span};
use ending::Endings;
use gazetteer::Gazetteer;
use lexicon::Lexicon;
use locale::Locale;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use tagger::{Mention, Model, Reading, Stretch, Workspace};

/// A mention: a stretch of text that names or measures something.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its text.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// 0 to 1. For names that the model found the probability that they are right, calibrated; for what rules found not calibrated.
    pub confidence: f32,
    /// What it means, normalised.
    pub value: Option<Value>,
    /// The index of the name it is a mention of.
    pub name: Option<usize>,
    /// What decided, where that was asked for.
    pub explanation: Option<Box<Explanation>>,
}

impl Entity {
    /// A mention without a value, of no name yet.
    #[must_use]
    pub const fn new(span: Span, kind: Kind, confidence: f32) -> Self {
        Self { span, kind, confidence, value: None, name: None, explanation: None }
    }
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

/// What a mention means, normalised. Numbers are decimal strings with `.` and no grouping, so that nothing is rounded; a range
/// is two of them with a `/` between, as in ISO 8601: `10/15`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A date, with the time where it stands beside it: ISO 8601, as precise as the text.
    Date(DateValue),
    /// A time of day.
    Time {
        /// ISO 8601: `15:30`, `15:30:05`, `15:30/17:00`, with an offset, `15:30+04:00` or `15:30Z`, where the zone that is given makes it certain.
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
        /// ISO 3166-1 alpha-2; `XK` for Kosovo, withdrawn codes for countries of the past (`SU`).
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
        /// `iban`, `isbn`, `doi`, `ip`; `m49` for a part of the world; `id` for the id given in the user's dictionary.
        scheme: String,
        /// Without spaces and hyphens.
        id: String,
    },
}

/// A date's value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DateValue {
    /// ISO 8601: `2024`, `2024-02`, `2024-02-04`, `2024-02-04T11:00`, `2024-02-04T11:00+04:00` where its offset from UTC is told, `--02-04` (no
    /// year), a range as `2024-02-04/2024-02-06`; a season of a year as ISO 8601-2 has it, `2024-21`. Of a relative date whose reference is not
    /// known, what stands beside it: the time of day, `T17:00` of "tomorrow at 5 p.m.", the month or day, `--05` of "May last year", else none.
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
    /// Its fullest form, without titles; of a place maybe without the ending that it has in the text.
    pub name: String,
    /// Other forms it is mentioned by, in order of appearance.
    pub aliases: Vec<String>,
    /// Indices of its mentions.
    pub mentions: Vec<usize>,
    /// Identifiers elsewhere: `iso3166`, the country's code (ISO 3166-1 alpha-2), of a country or of what lies in it; `iso3166-2`, a region's
    /// code; `geonames`, a city's number; `geo`, its latitude and longitude in degrees (RFC 5870); `m49`, the code of a part of the world;
    /// `id` from the user's dictionary.
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

/// What earlier stages found, for [`Tagger::tag`].
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The text's blocks.
    pub blocks: &'a [Block],
    /// The text's sentences.
    pub sentences: &'a [Sentence],
    /// Its words, in order; only those in scripts without blanks between words count, and without them names there end less well.
    pub words: &'a [Span],
    /// Its languages.
    pub languages: &'a Languages,
    /// What HTML tags said.
    pub structure: Option<&'a Structure>,
    /// What the caller asked for.
    pub options: &'a Options,
}

/// The least share of a text that a language must have for its endings to be looked for.
const SPOKEN: f32 = 0.1;

/// Finds the entities of texts, with the packs it was given.
#[derive(Clone, Debug, Default)]
pub struct Tagger {
    locale: Option<Pack>,
    /// The locale pack's section of endings; empty in a pack without.
    endings: ending::Table,
    gazetteer: Option<Gazetteer>,
    model: Option<Arc<Model>>,
    /// What calls reuse; each takes one and puts it back.
    workspaces: Arc<Mutex<Vec<Workspace>>>,
}

impl Tagger {
    /// A tagger with the embedded packs; without the feature `packs` it has none.
    ///
    /// # Errors
    /// When an embedded pack is damaged.
    pub fn new() -> Result<Self, Error> {
        #[cfg(not(feature = "packs"))]
        return Ok(Self::default());
        #[cfg(feature = "packs")]
        {
            let mut tagger = Self::default();
            tagger.add_pack(Pack::new(include_bytes!("locale.pack").as_slice())?)?;
            tagger.add_pack(Pack::new(include_bytes!("gazetteer.pack").as_slice())?)?;
            tagger.add_pack(Pack::new(include_bytes!("entity.pack").as_slice())?)?;
            Ok(tagger)
        }
    }

    /// Adds or replaces the pack of the stage it names: `locale`, `gazetteer` or `entity`.
    ///
    /// # Errors
    /// When the pack is of another stage, or lacks a section.
    pub fn add_pack(&mut self, pack: Pack) -> Result<(), Error> {
        match pack.stage() {
            "locale" => {
                Locale::new(&pack)?;
                self.endings = ending::Table::new(Locale::endings(&pack));
                self.locale = Some(pack);
            }
            "gazetteer" => self.gazetteer = Some(Gazetteer::new(pack)?),
            "entity" => self.model = Some(Arc::new(Model::new(pack)?)),
            other => return Err(Error::pack(format!("no stage takes a pack called {other}"))),
        }
        // What is remembered was read from other packs.
        self.workspaces = Arc::default();
        Ok(())
    }

    /// What a reader should know of the packs: which are missing.
    pub fn warnings(&self) -> impl Iterator<Item = String> + '_ {
        [("locale", self.locale.is_none()), ("gazetteer", self.gazetteer.is_none()), ("entity", self.model.is_none())]
            .into_iter()
            .filter(|(_, missing)| *missing)
            .map(|(name, _)| format!("the {name} pack is not loaded: entities that need it were not looked for"))
    }

    /// The names that the model finds in the sentences, together with what a second network reads in them.
    fn mentions(
        &self,
        text: &str,
        context: &Context<'_>,
        lexicon: Option<&Lexicon<'_>>,
        reading: Option<&Reading>,
        work: &mut Workspace,
    ) -> Vec<Mention> {
        let Some(model) = &self.model else { return Vec::new() };
        let mut mentions = Vec::new();
        for (span, language) in stretches(context) {
            model.tag(text, &Stretch { span, language, lexicon, reading }, work, &mut mentions);
        }
        if reading.is_none() {
            mentions.retain(|mention| !is_foreign_word(text, context, lexicon, mention.span));
        }
        with_last_words(text, context.words, &mut mentions);
        mentions
    }

    /// The entities of `text`: none in text without any. Names are those that the tagger's network finds, together with what a second
    /// network reads, if there is one; it is also asked for what explains a name. Nothing when its reading was broken off.
    #[must_use]
    pub fn tag(&self, text: &str, context: &Context<'_>, mut read: Option<Read<'_>>) -> Option<Entities> {
        let reading = match &mut read {
            Some(read) => {
                let stretches: Vec<Span> = stretches(context).map(|(span, _)| span).collect();
                Some(read(text, &stretches)?)
            }
            None => None,
        };
        let explain = context.options.explain;
        let told = |by: &'static str, found: &mut [Entity]| {
            if explain {
                explain::all(by, text, found);
            }
        };
        let mut own = context.options.dictionary.as_ref().map(|own| own.find(text, context.blocks)).unwrap_or_default();
        told("dictionary", &mut own);
        let lock = || self.workspaces.lock().unwrap_or_else(PoisonError::into_inner);
        let mut work = lock().pop().unwrap_or_default();
        let locale = self.locale.as_ref().and_then(|pack| Locale::new(pack).ok());
        let dated = locale.as_ref().map(|locale| rule::find(text, context, locale, &mut work.strangers));
        let (mut found, published) = dated.unwrap_or_default();
        let ruled = found.len();
        let mut patterns = Vec::new();
        pattern::find(text, &mut patterns);
        told("pattern", &mut patterns);
        found.append(&mut patterns);
        let mut places = Vec::new();
        if let Some(gazetteer) = &self.gazetteer {
            gazetteer.find(text, context, &mut work.walk, &mut places);
            told("gazetteer", &mut places);
        }
        let lexicon = self.gazetteer.as_ref().and_then(Gazetteer::lexicon);
        let mut mentions = self.mentions(text, context, lexicon.as_ref(), reading.as_ref(), &mut work);
        leave_values(text, found.get(..ruled).unwrap_or_default(), &mut mentions);
        lock().push(work);
        found.extend(joined(text, places, mended(text, mentions, lexicon.as_ref()), lexicon.as_ref()));
        let mut entities = resolve(own, found);
        let known = name::Known {
            endings: endings(&self.endings, context),
            lexicon,
            family_first: context.languages.document.code.as_str() == "hun",
            explain,
        };
        if self.model.is_some() {
            acronym::expand(text, context.blocks, &mut entities, &known);
            let mut echoes = agree::agree(text, context.blocks, &mut entities, &known);
            told("document", &mut echoes);
            merge(&mut entities, echoes);
        }
        let names = name::group(text, &mut entities, &known);
        if explain {
            explain::names(self.model.as_deref(), read, text, context, &known, &mut entities, &names)?;
        }
        Some(Entities { entities, names, published })
    }
}

/// Whether `span` begins a longer phrase in another language than its sentence's, or behind other words than its block's, and has no word that the lexicon
/// knows: names go with the language around them, so that its capital is the phrase's. The small network does not know the words of all languages.
fn is_foreign_word(text: &str, context: &Context<'_>, lexicon: Option<&Lexicon<'_>>, span: Span) -> bool {
    let runs = &context.languages.runs;
    let Some(run) = runs.get(runs.partition_point(|run| run.span.end < span.end)) else { return false };
    let sentences = context.sentences;
    let sentence = sentences.get(sentences.partition_point(|sentence| sentence.span.end < span.end));
    let is_foreign = sentence.filter(|_| run.language.is_language()).is_some_and(|sentence| {
        // Where a quotation is longer than what it stands in, the sentence goes by its language.
        let before = Span::new(sentence.span.start, run.span.start).of(text);
        let around = context.languages.blocks.get(sentence.block).filter(|_| before.contains(char::is_alphabetic));
        sentence.language != run.language || around.is_some_and(|&around| around != run.language)
    });
    let rest = Span::new(span.end, run.span.end).of(text);
    let begins = run.span.start == span.start && rest.contains(char::is_alphabetic);
    let known = |word: &str| lexicon.is_some_and(|lexicon| !lexicon.classes(word).is_empty());
    is_foreign && begins && !span.of(text).split(|c: char| !c.is_alphanumeric()).any(known)
}

/// What follows a Chinese name far more often than it is the last character of one: 马云和 is "Ma Yun and", though it may be cut as a word.
const FOLLOWING: &str =
    "和与與及等在对對于於说說是将將曾以因被从從到由即称稱又也都并並为為作则則向任把让讓给給跟的了就还還已再表";

/// Lets names in scripts without blanks between words end where a word does, if no other name begins before.
fn with_last_words(text: &str, words: &[Span], mentions: &mut [Mention]) {
    let mut next = usize::MAX;
    for mention in mentions.iter_mut().rev() {
        let span = mention.span;
        let word = words.get(words.partition_point(|word| word.end <= span.end));
        let last = span.of(text).chars().next_back();
        let follows = |word: &Span| {
            let named = mention.kind == Kind::Person && span.of(text).chars().nth(1).is_some();
            named && FOLLOWING.contains(Span::new(span.end, word.end).of(text))
        };
        if let (Some(word), Some(_)) = (word.filter(|word| !follows(word)), last.and_then(Script::of))
            && word.start < span.end
            && word.end <= next
        {
            mention.span.end = word.end;
        }
        next = span.start;
    }
}

/// Lets names end before a date or amount that they would take the beginning of, and begin behind one whose end they would take: of
/// "Elif Şahin 500 bin lira" the model may take "Elif Şahin 500" for a name. `values` are in order, without overlaps.
fn leave_values(text: &str, values: &[Entity], mentions: &mut [Mention]) {
    let strict = |value: &&Entity| precedence(value.kind) == precedence(Kind::Date);
    for mention in mentions {
        let span = mention.span;
        let over = |at: usize| values.get(values.partition_point(|value| value.span.end <= at)).filter(strict);
        if let Some(value) = over(span.end).filter(|value| value.span.start < span.end && value.span.start > span.start)
        {
            mention.span.end = value.span.start;
        }
        if let Some(value) = over(span.start).filter(|value| value.span.start < span.start && value.span.end < span.end)
        {
            mention.span.start = value.span.end;
        }
        mention.span = mention.span.trimmed(text);
    }
}

/// Reads stretches of a text, in its order, with a second network that finds names; none when it was broken off.
pub type Read<'a> = &'a mut dyn FnMut(&str, &[Span]) -> Option<Reading>;

/// The stretches of a text in which names are looked for, in order, and their languages: its sentences, but for those of menus and code.
fn stretches<'c>(context: &'c Context<'_>) -> impl Iterator<Item = (Span, Code)> + 'c {
    let mut sentences = context.sentences.iter().peekable();
    std::iter::from_fn(move || {
        // What menus and code write with a capital is no name.
        let sentence = sentences.find(|sentence| {
            let kind = context.blocks.get(sentence.block).map(|block| block.kind);
            !matches!(
                kind,
                Some(block::Kind::Navigation | block::Kind::ListHeading | block::Kind::Share | block::Kind::Code)
            )
        })?;
        let document = context.languages.document.code;
        let language = if sentence.language.is_language() { sentence.language } else { document };
        let mut span = sentence.span;
        // Where no space follows the full stop it may be that of an abbreviation inside a name, and where sentences end at blanks without
        // a mark, as in Thai, a blank may stand between a person's two names.
        let blank_ends = matches!(language.as_str(), "tha" | "lao");
        while let Some(next) = sentences.next_if(|next| {
            next.span.start == span.end
                || blank_ends && next.block == sentence.block && next.language == sentence.language
        }) {
            span.end = next.span.end;
        }
        Some((span, language))
    })
}

/// Puts more entities among those there are, both in order of their start.
fn merge(entities: &mut Vec<Entity>, more: Vec<Entity>) {
    let mut more = more.into_iter().peekable();
    if more.peek().is_none() {
        return;
    }
    for entity in std::mem::take(entities) {
        entities.extend(std::iter::from_fn(|| more.next_if(|more| more.span.start < entity.span.start)));
        entities.push(entity);
    }
    entities.extend(more);
}

/// How the languages of a text change their names.
#[inline(never)]
fn endings<'p>(table: &'p ending::Table, context: &Context<'_>) -> Endings<'p> {
    let mut languages = vec![context.languages.document.code];
    let shares = context.languages.shares.iter().filter(|share| share.share >= SPOKEN);
    languages.extend(shares.map(|share| share.code));
    table.of(&languages)
}

/// The places that the gazetteer knows and the mentions that the model found, both in order, as entities.
///
/// The model decides what a name is and where it ends; the gazetteer says which place it is, and knows places that the model has
/// never seen, and which are two: *Paris France*.
#[inline(never)]
fn joined(text: &str, places: Vec<Entity>, mentions: Vec<Mention>, lexicon: Option<&Lexicon<'_>>) -> Vec<Entity> {
    let mut places = places.into_iter().peekable();
    let mut joined: Vec<Entity> = Vec::new();
    for Mention { span, kind, confidence } in mentions {
        joined.extend(std::iter::from_fn(|| places.next_if(|place| place.span.end <= span.start)));
        let mut own = Some(Entity::new(span, kind, confidence));
        while let Some(place) = places.next_if(|place| place.span.start < span.end) {
            let Some(entity) = &mut own else { continue };
            let is_place = kind == Kind::Location;
            if is_place && place.span.start <= span.start && place.span.end >= span.end {
                // The whole name of the place, or more of it.
                own = None;
                joined.push(Entity { confidence: confidence.max(place.confidence), ..place });
            } else if is_place && place.span.start == span.start && is_ending(text, place.span.end, span.end) {
                entity.value = place.value;
                entity.confidence = confidence.max(place.confidence);
            } else if is_place && let Some(other) = part_of(text, &place, entity.span, lexicon) {
                entity.span = other;
                if other.start < place.span.start {
                    joined.extend(own.take());
                }
                joined.push(place);
            }
        }
        joined.extend(own);
    }
    joined.extend(places);
    joined
}

/// The rest of a span that begins or ends with a country, where the lexicon knows it as a place in that country.
fn part_of(text: &str, country: &Entity, span: Span, lexicon: Option<&Lexicon<'_>>) -> Option<Span> {
    let Some(Value::Location { country: code }) = &country.value else { return None };
    let rest = if country.span.start == span.start {
        Span::new(country.span.end, span.end)
    } else if country.span.end == span.end {
        Span::new(span.start, country.span.start)
    } else {
        return None;
    };
    let other = rest.trimmed(text);
    let apart = other.len() < rest.len() && !other.is_empty();
    lexicon.filter(|_| apart)?.place(other.of(text)).filter(|place| place.country == *code).map(|_| other)
}

/// The model's mentions without what it cut wrongly: a quotation mark or bracket without its other half goes, and so does a connecting word at the
/// end; an initial joins the name behind it, a title without a name is no mention.
fn mended(text: &str, mentions: Vec<Mention>, lexicon: Option<&Lexicon<'_>>) -> Vec<Mention> {
    let mut mended: Vec<Mention> = Vec::with_capacity(mentions.len());
    for mut mention in mentions {
        mention.span = without_half(text, without_connecting(text, mention.span));
        let written = mention.span.of(text);
        let dotted = text.get(mention.span.start..mention.span.end + 1).filter(|dotted| dotted.ends_with('.'));
        let is_title = || {
            let mut words = [Some(written), dotted].into_iter().flatten();
            words.any(|word| lexicon.is_some_and(|lexicon| lexicon.is_title(word)))
        };
        if written.is_empty() || matches!(mention.kind, Kind::Person | Kind::Organization) && is_title() {
            continue;
        }
        let last = mended.last_mut().filter(|last| last.kind == Kind::Person && mention.kind == Kind::Person);
        match last.filter(|last| is_initial(last.span.of(text))) {
            Some(last) if matches!(Span::new(last.span.end, mention.span.start).of(text), "" | " ") => {
                last.span.end = mention.span.end;
                last.confidence = last.confidence.min(mention.confidence);
            }
            _ => mended.push(mention),
        }
    }
    mended
}

/// Words that go on to what follows: articles, prepositions and conjunctions of much used languages, and of Swahili.
const CONNECTING: &[&str] = &[
    "a", "al", "am", "and", "at", "au", "aux", "by", "cha", "d", "da", "das", "de", "dei", "del", "den", "der", "des",
    "di", "do", "dos", "du", "e", "ed", "el", "en", "et", "for", "i", "ile", "ilə", "im", "in", "kwa", "l", "la",
    "las", "le", "les", "los", "mwa", "na", "of", "on", "or", "och", "og", "oder", "the", "to", "u", "und", "van",
    "ve", "və", "von", "wa", "with", "y", "ya", "za", "zu", "и", "в", "на", "і", "у",
];

/// A span without words at its end that connect it with what follows, as in *Armée rouge de l'*, if it begins with a capital.
fn without_connecting(text: &str, mut span: Span) -> Span {
    if !span.of(text).starts_with(char::is_uppercase) {
        return span;
    }
    while let Some((before, _)) = span.of(text).rsplit_once(' ').filter(|(_, word)| CONNECTING.contains(word)) {
        span = Span::new(span.start, span.start + before.len()).trimmed(text);
    }
    Span::new(span.start, span.start + span.of(text).trim_end_matches('/').len())
}

/// A span without the quotation mark or bracket at either end whose other half is not in it.
fn without_half(text: &str, span: Span) -> Span {
    let mark = |c: char| matches!(c, '"' | '“'..='‟' | '«' | '»' | '「'..='』' | '《' | '》' | '(' | ')' | '[' | ']');
    let written = span.of(text);
    if written.chars().filter(|&c| mark(c)).count() != 1 {
        return span;
    }
    let start = written.len() - written.trim_start_matches(mark).len();
    let end = written.trim_end_matches(mark).len().max(start);
    Span::new(span.start + start, span.start + end).trimmed(text)
}

/// Whether a text is a capital with a full stop.
fn is_initial(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.as_str() == "."
}

/// Whether what stands between two bytes of a text is the ending of the word before, with its apostrophe if it has one.
fn is_ending(text: &str, start: usize, end: usize) -> bool {
    let ending = Span::new(start, end).of(text);
    ending.chars().count() <= 6 && ending.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | 'ʼ'))
}

/// The entities to keep of those that overlap, in order of their start.
///
/// All of `own`, the dictionary's, stay, which do not overlap among themselves; of `found` the longer wins, then the more
/// confident, then the kind that says more. Takes n log n steps for n candidates.
#[inline(never)]
fn resolve(own: Vec<Entity>, mut found: Vec<Entity>) -> Vec<Entity> {
    found.retain(|entity| !entity.span.is_empty());
    crate::sort::by(&mut found, |a, b| {
        let length = Reverse(a.span.len()).cmp(&Reverse(b.span.len()));
        let rank = |entity: &Entity| (precedence(entity.kind), entity.span.start);
        length.then(b.confidence.total_cmp(&a.confidence)).then_with(|| rank(a).cmp(&rank(b)))
    });
    let mut kept: BTreeMap<usize, Entity> = BTreeMap::new();
    for entity in own.into_iter().chain(found) {
        let before = kept.range(..entity.span.end).next_back();
        if before.is_none_or(|(_, before)| before.span.end <= entity.span.start) {
            kept.insert(entity.span.start, entity);
        }
    }
    kept.into_values().collect()
}

/// The rank of a kind among candidates for the same text: those with the strictest form first.
const fn precedence(kind: Kind) -> u8 {
    match kind {
        Kind::Url | Kind::Email | Kind::Identifier | Kind::Phone => 0,
        Kind::Handle | Kind::Hashtag => 1,
        Kind::Date | Kind::Time | Kind::Duration | Kind::Money | Kind::Percent | Kind::Quantity => 2,
        Kind::Person | Kind::Organization | Kind::Location | Kind::Misc => 3,
        Kind::Ordinal | Kind::Number => 4,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::language::Language;
    use proptest::prelude::*;

    /// What the tagger finds in `text`, taken for one sentence a block of that language.
    pub(super) fn tag(text: &str, language: &str, dictionary: Option<Dictionary>) -> Entities {
        let mut tagger = Tagger::default();
        tagger.add_pack(Pack::new(include_bytes!("gazetteer.pack").as_slice()).unwrap()).unwrap();
        tag_with(&tagger, text, language, dictionary)
    }

    /// As [`tag`], with a tagger made before.
    pub(super) fn tag_with(tagger: &Tagger, text: &str, language: &str, dictionary: Option<Dictionary>) -> Entities {
        let code = crate::language::Code::new(language).unwrap();
        let blocks = crate::block::blocks(text, None);
        let sentence =
            |(block, of): (usize, &Block)| Sentence { span: of.span, block, language: code, explanation: None };
        let sentences: Vec<Sentence> = blocks.iter().enumerate().map(sentence).collect();
        let languages = Languages { document: Language { code, ..Language::default() }, ..Languages::default() };
        let options = Options { dictionary, ..Options::default() };
        let (blocks, sentences, languages, options) = (&blocks, &sentences, &languages, &options);
        let context = Context { blocks, sentences, words: &[], languages, structure: None, options };
        tagger.tag(text, &context, None).unwrap()
    }

    fn entity(start: usize, end: usize, kind: Kind, confidence: f32) -> Entity {
        Entity::new(Span::new(start, end), kind, confidence)
    }

    #[test]
    fn names_end_where_words_do_in_scripts_without_blanks() {
        let ended = |text: &str, words: &[&str], names: &[&str]| -> Vec<String> {
            let place = |part: &&str| text.find(part).map(|at| Span::new(at, at + part.len())).unwrap();
            let words: Vec<Span> = words.iter().map(place).collect();
            let mention = |span| Mention { span, kind: Kind::Location, confidence: 0.9 };
            let mut mentions: Vec<Mention> = names.iter().map(place).map(mention).collect();
            with_last_words(text, &words, &mut mentions);
            mentions.iter().map(|mention| mention.span.of(text).to_owned()).collect()
        };
        assert_eq!(ended("他在里斯本。", &["他", "在", "里斯本"], &["里斯"]), ["里斯本"]);
        assert_eq!(ended("อรทัย ศรีคราม", &["อรทัย", "ศรีคราม"], &["อรทัย ศรีครา"]), ["อรทัย ศรีคราม"]);
        // 马云和 may be cut as one word.
        let person = |text: &str, name: usize| {
            let mut mentions = [Mention { span: Span::new(0, name), kind: Kind::Person, confidence: 0.9 }];
            with_last_words(text, &[Span::new(0, text.len())], &mut mentions);
            mentions[0].span.of(text).to_owned()
        };
        assert_eq!(person("马云和", "马云".len()), "马云");
        assert_eq!(person("李克用", "李克".len()), "李克用");
        // A word does not reach into the next name, and words with endings are longer than names.
        assert_eq!(ended("北京上海", &["北京上海"], &["北", "上海"]), ["北", "上海"]);
        assert_eq!(ended("서울시는 Lisbon", &["서울시는", "Lisbon"], &["서울시", "Lisb"]), ["서울시", "Lisb"]);
    }

    #[test]
    fn words_of_foreign_phrases_are_no_names_unless_they_are_known() {
        let text = "He pressed Hamısını göstər, met Kemal Oğuz and read Başlıq.";
        let find = |part: &str| text.find(part).map(|start| Span::new(start, start + part.len())).unwrap();
        let run = |part, code| {
            let language = Code::new(code).unwrap();
            crate::language::Run { span: find(part), language, script: "Latn", confidence: 0.9, explanation: None }
        };
        let runs = vec![
            run("He pressed", "eng"),
            run("Hamısını göstər", "aze"),
            run("met", "eng"),
            run("Kemal Oğuz and", "tur"),
            run("read", "eng"),
            run("Başlıq", "aze"),
        ];
        let english = Code::new("eng").unwrap();
        let languages = Languages { runs, blocks: vec![english], ..Languages::default() };
        let gazetteer = Gazetteer::new(Pack::new(include_bytes!("gazetteer.pack").as_slice()).unwrap()).unwrap();
        // A sentence goes by what most of it is in.
        for language in [english, Code::new("aze").unwrap()] {
            let sentences = [Sentence { span: Span::new(0, text.len()), block: 0, language, explanation: None }];
            let options = Options::default();
            let (sentences, languages, options) = (&sentences, &languages, &options);
            let context = Context { blocks: &[], sentences, words: &[], languages, structure: None, options };
            let foreign = |part| is_foreign_word(text, &context, gazetteer.lexicon().as_ref(), find(part));
            assert!(foreign("Hamısını"));
            assert!(!foreign("Hamısını göstər"), "a phrase may be a name as a whole");
            assert!(!foreign("Kemal"), "a name in the lexicon");
            assert!(!foreign("Başlıq"));
        }
    }

    #[test]
    fn names_leave_dates_and_amounts_alone() {
        let text = "Elif Şahin 500 bin lira, 5 May Fatima Ali, 2024 Olympics";
        let find = |part: &str| text.find(part).map(|start| Span::new(start, start + part.len())).unwrap();
        let value = |part, kind| Entity::new(find(part), kind, 0.9);
        let values = [value("500 bin lira", Kind::Money), value("5 May", Kind::Date), value("2024", Kind::Date)];
        let named = ["Elif Şahin 500", "May Fatima Ali", "2024 Olympics"].map(find);
        let mut mentions = named.map(|span| Mention { span, kind: Kind::Person, confidence: 0.9 });
        leave_values(text, &values, &mut mentions);
        assert_eq!(mentions.map(|mention| mention.span.of(text)), ["Elif Şahin", "Fatima Ali", "2024 Olympics"]);
    }

    #[test]
    fn keeps_the_users_own_then_the_longer_then_the_surer_then_the_stricter() {
        let own = vec![entity(4, 6, Kind::Misc, 1.0)];
        let found = vec![
            entity(0, 5, Kind::Url, 0.9),
            entity(6, 9, Kind::Number, 0.9),
            entity(6, 10, Kind::Date, 0.5),
            entity(10, 12, Kind::Number, 0.5),
            entity(10, 12, Kind::Date, 0.6),
            entity(12, 14, Kind::Number, 0.5),
            entity(12, 14, Kind::Phone, 0.5),
            entity(14, 14, Kind::Misc, 1.0),
        ];
        let kept: Vec<_> = resolve(own, found).into_iter().map(|e| (e.span.start, e.span.end, e.kind)).collect();
        assert_eq!(kept, [(4, 6, Kind::Misc), (6, 10, Kind::Date), (10, 12, Kind::Date), (12, 14, Kind::Phone)]);
    }

    #[test]
    fn mends_what_the_model_cut_wrongly() {
        let text = "Dr. R. Aliyev “Silk Road” (Baku) Prof Armée rouge de l’Union, Eni spa";
        let find = |part: &str, kind| {
            let start = text.find(part).unwrap();
            Mention { span: Span::new(start, start + part.len()), kind, confidence: 0.5 }
        };
        let mentions = vec![
            find("Dr", Kind::Person),
            find("R.", Kind::Person),
            find("Aliyev", Kind::Person),
            find("Silk Road”", Kind::Misc),
            find("(Baku", Kind::Location),
            find("Prof", Kind::Organization),
            find("Armée rouge de l", Kind::Organization),
            find("Eni spa", Kind::Organization),
        ];
        let pack = Pack::new(include_bytes!("gazetteer.pack").as_slice()).unwrap();
        let gazetteer = Gazetteer::new(pack).unwrap();
        let mended = mended(text, mentions, gazetteer.lexicon().as_ref());
        let found: Vec<_> = mended.iter().map(|mention| mention.span.of(text)).collect();
        assert_eq!(found, ["R. Aliyev", "Silk Road", "Baku", "Armée rouge", "Eni spa"]);
    }

    #[test]
    fn lets_addresses_keep_the_countries_inside_them() {
        let text = "#Iran, @France_24, https://example.org/Germany, info@Japan.example";
        let kinds: Vec<_> = tag(text, "eng", None).entities.iter().map(|e| e.kind).collect();
        assert_eq!(kinds, [Kind::Hashtag, Kind::Handle, Kind::Url, Kind::Email]);
    }

    #[test]
    #[cfg(feature = "packs")]
    fn tells_what_decided_where_that_is_asked_for() {
        let dictionary = Some(Dictionary::read(b"text,kind\nQuarzel,organization\n").unwrap());
        let options = Options { explain: true, dictionary, ..Options::default() };
        let text = "Quarzel: Margaret Holloway flew from Baku to Germany on 4 February 2024. Holloway wrote to a@example.org, \
                    10.1000/182. The Joint River Survey Agency (JRSA) answered.";
        let analysis = crate::Pipeline::new().unwrap().analyze(text, &options);
        let told = |mention: &str| {
            let entity = analysis.entities.iter().find(|entity| entity.span.of(text) == mention);
            let explanation = entity.and_then(|entity| entity.explanation.clone());
            let explanation = explanation.unwrap_or_else(|| panic!("{mention}: {:?}", analysis.entities));
            let features = explanation.features.iter().map(|feature| format!("{}={}", feature.text, feature.is));
            (explanation.by, features.collect::<Vec<_>>().join("; "))
        };
        assert_eq!(told("Quarzel"), ("dictionary", "Quarzel=organization".into()));
        assert_eq!(told("Germany"), ("gazetteer", "Germany=DE".into()));
        assert_eq!(told("4 February 2024"), ("rule", "4=number; February=month; 2024=number".into()));
        assert_eq!(told("a@example.org"), ("pattern", "a@example.org=email".into()));
        assert_eq!(told("10.1000/182"), ("pattern", "10.1000/182=doi".into()));
        assert_eq!(told("JRSA"), ("document", "JRSA=acronym".into()));
        let (by, features) = told("Margaret Holloway");
        assert!(by == "tagger" && features.contains("Margaret=given"), "{features}");
        assert_eq!(analysis.entities.iter().filter(|entity| entity.explanation.is_none()).count(), 0);
        let plain = crate::Pipeline::new().unwrap().analyze(text, &Options::default());
        assert!(plain.entities.iter().all(|entity| entity.explanation.is_none()));
    }

    #[test]
    fn says_which_packs_are_missing() {
        assert_eq!(Tagger::default().warnings().count(), 3);
        assert!(
            Tagger::default().add_pack(Pack::new(crate::pack::write("gazetteer", 1, &[]).unwrap()).unwrap()).is_err()
        );
        assert!(
            Tagger::default().add_pack(Pack::new(crate::pack::write("language", 1, &[]).unwrap()).unwrap()).is_err()
        );
    }

    #[test]
    #[cfg(feature = "packs")]
    fn works_with_the_embedded_packs() {
        let analysis =
            crate::Pipeline::new().unwrap().analyze("Write to Afghanistan: a@example.org", &Options::default());
        let kinds: Vec<_> = analysis.entities.iter().map(|entity| entity.kind).collect();
        assert_eq!(kinds, [Kind::Location, Kind::Email]);
        assert_eq!(analysis.names[0].links["iso3166"], "AF");
    }

    #[test]
    fn the_model_says_what_a_name_is_and_the_gazetteer_which() {
        let text = "Georgia Baker, Chad";
        let place = |start, end, country: &str| Entity {
            value: Some(Value::Location { country: country.into() }),
            ..entity(start, end, Kind::Location, 0.9)
        };
        let mention = |start, end, kind| Mention { span: Span::new(start, end), kind, confidence: 0.7 };
        let places = vec![place(0, 7, "GE"), place(15, 19, "TD")];
        let mentions = vec![mention(0, 13, Kind::Person), mention(15, 19, Kind::Location)];
        let found: Vec<_> =
            joined(text, places.clone(), mentions, None).into_iter().map(|e| (e.span.start, e.kind, e.value)).collect();
        assert_eq!(found, [(0, Kind::Person, None), (15, Kind::Location, places[1].value.clone())]);
        assert_eq!(joined(text, places.clone(), Vec::new(), None), places);
        let inflected = joined("Türkiye'nin", vec![place(0, 8, "TR")], vec![mention(0, 12, Kind::Location)], None);
        assert_eq!(inflected.iter().map(|e| (e.span.end, e.value.is_some())).collect::<Vec<_>>(), [(12, true)]);
    }

    #[test]
    fn a_country_and_a_place_in_it_are_two() {
        let pack = Pack::new(include_bytes!("gazetteer.pack").as_slice()).unwrap();
        let gazetteer = Gazetteer::new(pack).unwrap();
        let cut = |text: &str, name: &str, code: &str| {
            let start = text.find(name).unwrap();
            let country = Some(Value::Location { country: code.into() });
            let place = Entity { value: country, ..entity(start, start + name.len(), Kind::Location, 0.9) };
            let mention = Mention { span: Span::new(0, text.len()), kind: Kind::Location, confidence: 0.7 };
            let found = joined(text, vec![place], vec![mention], gazetteer.lexicon().as_ref());
            found.iter().map(|entity| entity.span.of(text).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(cut("Çinin Pekin", "Çinin", "CN"), ["Çinin", "Pekin"]);
        assert_eq!(cut("중국 베이징", "중국", "CN"), ["중국", "베이징"]);
        assert_eq!(cut("Paris France", "France", "FR"), ["Paris", "France"]);
        assert_eq!(cut("Paris Texas Japan", "Japan", "JP"), ["Paris Texas Japan"]);
        assert_eq!(cut("Mexico City", "Mexico", "MX"), ["Mexico City"]);
        assert_eq!(cut("China Lake", "China", "CN"), ["China Lake"]);
    }

    #[test]
    #[cfg(feature = "packs")]
    fn finds_names_in_many_languages() {
        let pipeline = crate::Pipeline::new().unwrap();
        for (text, expected) in [
            (
                "Margaret Holloway, who leads the University of Leeds, flew to Berlin with Peter Novak on Monday.",
                &[
                    ("Margaret Holloway", Kind::Person),
                    ("University of Leeds", Kind::Organization),
                    ("Berlin", Kind::Location),
                ][..],
            ),
            (
                "Angela Schubert wohnt seit Jahren in Hamburg und arbeitet dort.",
                &[("Angela Schubert", Kind::Person), ("Hamburg", Kind::Location)],
            ),
            (
                "Президент Сергей Волков прибыл в Москву из Казани.",
                &[("Сергей Волков", Kind::Person), ("Москву", Kind::Location)],
            ),
            ("Ahmet Yılmaz geçen yıl İstanbul'da yaşıyordu.", &[("Ahmet Yılmaz", Kind::Person)]),
            (
                "João Ferreira nasceu em Lisboa e estudou na Universidade de Coimbra.",
                &[("João Ferreira", Kind::Person), ("Lisboa", Kind::Location)],
            ),
            (
                "เมื่อวันจันทร์ นายสมชาย ใจดี เดินทางไปเชียงใหม่ แล้วพบกับนางสาวมาลี ศรีสุข ที่นั่น",
                &[("นายสมชาย ใจดี", Kind::Person), ("เชียงใหม่", Kind::Location), ("นางสาวมาลี ศรีสุข", Kind::Person)],
            ),
        ] {
            let analysis = pipeline.analyze(text, &Options::default());
            let found: Vec<_> = analysis.entities.iter().map(|e| (e.span.of(text), e.kind)).collect();
            assert!(expected.iter().all(|name| found.contains(name)), "{text}: {found:?}");
        }
    }

    #[test]
    fn looks_for_thai_names_across_the_blanks_at_which_sentences_end() {
        let sentence = |(start, end, block, language)| Sentence {
            span: Span::new(start, end),
            block,
            language: Code::new(language).unwrap(),
            explanation: None,
        };
        let sentences = [
            (0, 3, 0, "tha"),
            (4, 9, 0, "tha"),
            (10, 12, 1, "tha"),
            (13, 15, 1, "eng"),
            (16, 18, 1, "eng"),
            (18, 20, 1, "eng"),
        ];
        let sentences = sentences.map(sentence);
        let (languages, options) = (Languages::default(), Options::default());
        let context = Context {
            blocks: &[],
            sentences: &sentences,
            words: &[],
            languages: &languages,
            structure: None,
            options: &options,
        };
        let found: Vec<_> = stretches(&context).map(|(span, _)| (span.start, span.end)).collect();
        assert_eq!(found, [(0, 9), (10, 12), (13, 15), (16, 20)]);
    }

    fn texts() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "\\PC{0,8}",
            ".{0,4}",
            prop::sample::select(vec![
                "Germany",
                "U.S.",
                "the United States",
                "Guinea-Bissau",
                "Türkiye'nin",
                "Россию",
                "中国",
                "日本",
                "ประเทศไทย",
                "대한민국은",
                "भारत",
                "مصر",
                "İRAN",
                "ıran",
                "+994 12 493 00 01",
                "a@b.com",
                "@x_y",
                "#Bakı",
                "https://x.org/(a",
                "www.a.de",
                "::1",
                "10.1000/x)",
                "978-3-16-148410-0",
                "DE89370400440532013000",
                "Ada Byron",
                "Byron",
                "World Bank (WB)",
                " ",
                "\n",
                "\u{301}",
                "\u{200D}",
                "(",
                ")",
                ".",
                "-",
                "ß",
                "ﬁ",
            ])
            .prop_map(str::to_owned),
        ];
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        #[cfg(feature = "packs")]
        fn the_model_takes_any_text(text in texts()) {
            let found = tag_with(&Tagger::new().unwrap(), &text, "und", None).entities;
            prop_assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{found:?}");
            prop_assert!(found.iter().all(|e| text.get(e.span.start..e.span.end).is_some() && (0.0..=1.0).contains(&e.confidence)));
        }

        #[test]
        fn finds_ordered_spans_and_consistent_names_in_any_text(text in texts(), language in prop::sample::select(vec!["eng", "rus", "tur", "zho", "tha", "kor", "ara", "heb", "und"])) {
            let own = Dictionary::read("text,kind,id\nAda Byron,person,\nByron,person,\nWorld Bank,organization,\nWB,organization,\nfi,misc,f\nss,misc,s\n".as_bytes()).unwrap();
            let Entities { entities, names, .. } = tag(&text, language, Some(own.clone()));
            let mut end = 0;
            for entity in &entities {
                prop_assert!(entity.span.start >= end && !entity.span.is_empty(), "{entity:?} overlaps in {text:?}");
                prop_assert!(text.get(entity.span.start..entity.span.end).is_some(), "{entity:?} is cut in {text:?}");
                prop_assert_eq!(entity.kind.is_name(), entity.name.is_some());
                end = entity.span.end;
            }
            let mut mentions: Vec<usize> = Vec::new();
            for (at, name) in names.iter().enumerate() {
                prop_assert!(!name.name.is_empty() && !name.aliases.contains(&name.name));
                prop_assert!(name.mentions.windows(2).all(|pair| pair[0] < pair[1]));
                prop_assert!(name.mentions.iter().all(|&mention| entities[mention].name == Some(at)));
                mentions.extend(&name.mentions);
            }
            mentions.sort_unstable();
            let all: Vec<usize> = (0..entities.len()).filter(|&index| entities[index].kind.is_name()).collect();
            prop_assert_eq!(mentions, all);
            prop_assert!(names.windows(2).all(|pair| pair[0].mentions[0] < pair[1].mentions[0]));
            prop_assert_eq!(&tag(&text, language, Some(own)).entities, &entities);
        }
    }
}
