//! Blocks: the lines of plain text or the elements of a page, what kind each is, and whether it is content.

mod byline;
pub mod content;
mod cue;
mod feature;
mod fold;
mod line;
mod model;
mod moment;
mod repeat;
mod shape;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use crate::code::Code;
use crate::pack::Pack;
use crate::source::Structure;
use crate::{Error, Span};
use content::Network;
use cue::Phrases;
use feature::Draft;
use line::{Line, Lines};
use repeat::Repeat;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A block of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its text, without white space around it.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// Its language; `und` until the language stage has run.
    pub language: Code,
    /// The earlier block whose text it repeats.
    pub duplicate_of: Option<usize>,
    /// How sure `kind` is, 0 to 1, not calibrated.
    pub confidence: f32,
}

impl Block {
    /// Whether the block belongs to the document's own content, rather than to what surrounds it.
    #[must_use]
    pub const fn content(&self) -> bool {
        self.kind.content()
    }
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The document's title.
    Title,
    /// Who wrote it.
    Byline,
    /// Where and when it was written.
    Dateline,
    /// A note of the editors on the text.
    EditorNote,
    /// Running text.
    Paragraph,
    /// Words of somebody else, set apart.
    Quote,
    /// A heading inside the text.
    Subheading,
    /// An item of a list.
    ListItem,
    /// A row or cell of a table.
    Table,
    /// Program code.
    Code,
    /// Words under a picture.
    Caption,
    /// Whose picture or text it is.
    Credit,
    /// Who the author is.
    AuthorBio,
    /// Advertising the publisher.
    Promo,
    /// The heading of a list of links.
    ListHeading,
    /// The headline of another document.
    RelatedHeadline,
    /// A bare date or time.
    Timestamp,
    /// Menus and links.
    Navigation,
    /// Invitations to share.
    Share,
}

impl Kind {
    /// All kinds, content first.
    pub const ALL: [Self; 19] = [
        Self::Title,
        Self::Byline,
        Self::Dateline,
        Self::EditorNote,
        Self::Paragraph,
        Self::Quote,
        Self::Subheading,
        Self::ListItem,
        Self::Table,
        Self::Code,
        Self::Caption,
        Self::Credit,
        Self::AuthorBio,
        Self::Promo,
        Self::ListHeading,
        Self::RelatedHeadline,
        Self::Timestamp,
        Self::Navigation,
        Self::Share,
    ];

    /// The name used in output, for example `related_headline`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Byline => "byline",
            Self::Dateline => "dateline",
            Self::EditorNote => "editor_note",
            Self::Paragraph => "paragraph",
            Self::Quote => "quote",
            Self::Subheading => "subheading",
            Self::ListItem => "list_item",
            Self::Table => "table",
            Self::Code => "code",
            Self::Caption => "caption",
            Self::Credit => "credit",
            Self::AuthorBio => "author_bio",
            Self::Promo => "promo",
            Self::ListHeading => "list_heading",
            Self::RelatedHeadline => "related_headline",
            Self::Timestamp => "timestamp",
            Self::Navigation => "navigation",
            Self::Share => "share",
        }
    }

    /// Whether blocks of this kind are content.
    #[must_use]
    pub const fn content(self) -> bool {
        matches!(
            self,
            Self::Title
                | Self::Byline
                | Self::Dateline
                | Self::EditorNote
                | Self::Paragraph
                | Self::Quote
                | Self::Subheading
                | Self::ListItem
                | Self::Table
                | Self::Code
        )
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Finds blocks and their kinds, with the words that hint at kinds from the pack it was given; without one, by looks alone.
#[derive(Clone, Debug, Default)]
pub struct Classifier {
    cues: Option<Arc<Table>>,
    network: Option<Arc<Network>>,
}

/// The pack's table of words, read when the first block is looked at.
#[derive(Debug)]
struct Table {
    text: Box<str>,
    phrases: OnceLock<Phrases>,
}

impl Classifier {
    /// A classifier with the embedded pack; without the feature `packs` it has none.
    ///
    /// # Errors
    /// When the embedded pack is damaged.
    pub fn new() -> Result<Self, Error> {
        #[cfg(not(feature = "packs"))]
        return Ok(Self::default());
        #[cfg(feature = "packs")]
        {
            let mut classifier = Self::default();
            classifier.add_pack(&Pack::new(include_bytes!("../segment/segment.pack").as_slice())?)?;
            Ok(classifier)
        }
    }

    /// Adds or replaces what the pack `segment` has for blocks: its section `cues`, text of the form that `tools/data/segment/cues.txt`
    /// tells, and `content`, the network that [`content`] describes; a pack without that leaves it to looks what is content.
    ///
    /// # Errors
    /// When `cues` is missing, is no UTF-8, or a line of it cannot be read; when `content` has not the length it should have.
    pub fn add_pack(&mut self, pack: &Pack) -> Result<(), Error> {
        let table = std::str::from_utf8(pack.section("cues")?).ok().filter(|table| cue::reads(table));
        let table = table.ok_or_else(|| Error::pack("the segment pack's section cues does not read"))?;
        let unfit = || Error::pack("the segment pack's section content does not fit");
        let network =
            pack.section("content").ok().map(|section| Network::new(section).ok_or_else(unfit)).transpose()?;
        self.cues = Some(Arc::new(Table { text: table.into(), phrases: OnceLock::new() }));
        self.network = network.map(Arc::new);
        Ok(())
    }

    /// The blocks of `text`, in order; none for blank text.
    ///
    /// With a `structure` every element is a block. In plain text a line is one, or several lines where they were wrapped:
    /// lines of much the same width, each too full for the first word of the next. Lines end at every mandatory break of
    /// UAX #14. Blocks are never empty, do not overlap, and hold all of the text but white space.
    ///
    /// Kinds come from what a block looks like, from words in over twenty languages, and from its neighbours; what has no
    /// evidence against it is content. The time is linear in the text.
    ///
    /// ```
    /// # fn main() -> Result<(), hamisi::Error> {
    /// use hamisi::block::{Classifier, Kind};
    /// let text = "Limanda yeni körpü\n\nŞəhər limanında yeni körpü açıldı, ilk gəmilər sabah gələcək və yük qatarları da işə düşəcək.\n\nHamısı";
    /// let kinds: Vec<_> = Classifier::new()?.blocks(text, None).iter().map(|block| block.kind).collect();
    /// assert_eq!(kinds, [Kind::Title, Kind::Paragraph, Kind::Navigation]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn blocks(&self, text: &str, structure: Option<&Structure>) -> Vec<Block> {
        self.with_phrases(|phrases| classified(text, structure, phrases, self.network.as_deref()))
    }

    /// The blocks of `text`, and the clues of each that [`content`] reads: what training needs.
    #[must_use]
    pub fn clues(&self, text: &str, structure: Option<&Structure>) -> Vec<(Block, Vec<usize>)> {
        let drafts = drafts(text, structure);
        let spans: Vec<_> = drafts.iter().map(|draft| draft.span).collect();
        let repeats = repeat::repeats(text, &spans);
        let (features, looks) = self.with_phrases(|phrases| feature::features(text, &drafts, &repeats, phrases));
        let whole = content::Whole::new(&looks, &drafts);
        let blocks = self.blocks(text, structure);
        let known = blocks.into_iter().zip(features).zip(looks.iter().zip(&drafts)).enumerate();
        known
            .map(|(index, ((block, features), (look, draft)))| {
                let mut clues = Vec::new();
                whole.clues(index, features, look, draft, &mut clues);
                (block, clues)
            })
            .collect()
    }

    /// The names in a byline, in order: `By Ann Lee and Bo Ek` gives two.
    ///
    /// Words such as `By`, `Автор:` or `文/` before the names go, and so do mail addresses, handles, dates, and what follows
    /// a comma and is no name (`reporter in Baku`). A line that holds nothing like a name gives none; an empty line too.
    ///
    /// ```
    /// # fn main() -> Result<(), hamisi::Error> {
    /// let classifier = hamisi::block::Classifier::new()?;
    /// assert_eq!(classifier.byline_names("By Ann Lee and Bo Ek, correspondent"), ["Ann Lee", "Bo Ek"]);
    /// assert_eq!(classifier.byline_names("Müəllif: Aygün Məmmədova"), ["Aygün Məmmədova"]);
    /// assert_eq!(classifier.byline_names("文/王小明、李华"), ["王小明", "李华"]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn byline_names(&self, line: &str) -> Vec<String> {
        self.with_phrases(|phrases| byline::names(line, phrases))
    }

    fn with_phrases<T>(&self, work: impl FnOnce(&Phrases) -> T) -> T {
        match &self.cues {
            Some(table) => work(table.phrases.get_or_init(|| Phrases::new(&table.text))),
            None => work(&Phrases::default()),
        }
    }
}

/// The blocks of `text` by their looks alone: what [`Classifier::blocks`] gives without a pack.
#[must_use]
pub fn blocks(text: &str, structure: Option<&Structure>) -> Vec<Block> {
    Classifier::default().blocks(text, structure)
}

fn classified(text: &str, structure: Option<&Structure>, phrases: &Phrases, network: Option<&Network>) -> Vec<Block> {
    let drafts = drafts(text, structure);
    let spans: Vec<_> = drafts.iter().map(|draft| draft.span).collect();
    let repeats = repeat::repeats(text, &spans);
    let (features, looks) = feature::features(text, &drafts, &repeats, phrases);
    let leans = network.map(|network| network.leans(&features, &looks, &drafts)).unwrap_or_default();
    let mut decoded = model::decode(&features, &leans);
    agree(&mut decoded, &repeats);
    spans
        .into_iter()
        .zip(decoded)
        .zip(repeats)
        .map(|((span, (kind, confidence)), repeat)| Block {
            span,
            kind,
            language: Code::UND,
            duplicate_of: repeat.of,
            confidence,
        })
        .collect()
}

/// The blocks of `text` without what they are: each is called a paragraph. Much faster than with.
pub(crate) fn outlines(text: &str, structure: Option<&Structure>) -> Vec<Block> {
    let paragraph = |draft: Draft<'_>| Block {
        span: draft.span,
        kind: Kind::Paragraph,
        language: Code::UND,
        duplicate_of: None,
        confidence: 0.0,
    };
    drafts(text, structure).into_iter().map(paragraph).collect()
}

fn drafts<'s>(text: &str, structure: Option<&'s Structure>) -> Vec<Draft<'s>> {
    match structure {
        Some(structure) => of_elements(text, structure),
        None => of_lines(text, Span::new(0, text.len())),
    }
}

/// A draft for each line of plain text, or for the lines that one paragraph was wrapped into.
fn of_lines(text: &str, span: Span) -> Vec<Draft<'static>> {
    let lines = Lines::new(text, span);
    let width = line::wrap_width(text, lines.clone());
    let mut drafts: Vec<Draft<'static>> = Vec::new();
    let mut previous: Option<Line> = None;
    for line in lines {
        let joined = width.zip(previous).is_some_and(|(width, previous)| line::reads_on(text, previous, line, width));
        match drafts.last_mut() {
            Some(draft) if joined => draft.span.end = line.span.end,
            _ => drafts.push(Draft { span: line.span, gap: line.gap, indent: line.indent, element: None }),
        }
        previous = Some(line);
    }
    drafts
}

/// A draft for each element, and for the lines of text between elements should there be any.
fn of_elements<'s>(text: &str, structure: &'s Structure) -> Vec<Draft<'s>> {
    let mut drafts: Vec<Draft<'s>> = Vec::with_capacity(structure.elements.len());
    let mut at = 0;
    let element_spans = structure.elements.iter().map(|element| (element.span, Some(element)));
    for (span, element) in element_spans.chain([(Span::new(text.len(), text.len()), None)]) {
        let start = span.start.max(at);
        if start > at {
            drafts.extend(of_lines(text, Span::new(at, start)));
        }
        let span = Span::new(start, span.end).trimmed(text);
        if !span.is_empty() {
            drafts.push(Draft { span, gap: true, indent: 0, element });
        }
        at = at.max(span.end).max(start);
    }
    drafts
}

/// Lets the copies of a caption all be captions.
fn agree(decoded: &mut [(Kind, f32)], repeats: &[Repeat]) {
    let captions: HashSet<usize> = decoded
        .iter()
        .zip(repeats)
        .enumerate()
        .filter(|(_, ((kind, _), repeat))| *kind == Kind::Caption && repeat.distance > 0)
        .map(|(index, (_, repeat))| repeat.of.unwrap_or(index))
        .collect();
    for (index, ((kind, _), repeat)) in decoded.iter_mut().zip(repeats).enumerate() {
        let copy = captions.contains(&repeat.of.unwrap_or(index)) && repeat.distance > 0;
        if copy && matches!(kind, Kind::Paragraph | Kind::Subheading | Kind::RelatedHeadline | Kind::Promo) {
            *kind = Kind::Caption;
        }
    }
}

/// At most the first `bytes` of `text`, cut on a character boundary.
fn prefix(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

/// At most the last `bytes` of `text`, cut on a character boundary.
fn suffix(text: &str, bytes: usize) -> &str {
    let start = (text.len().saturating_sub(bytes)..=text.len()).find(|&at| text.is_char_boundary(at));
    start.and_then(|start| text.get(start..)).unwrap_or_default()
}
