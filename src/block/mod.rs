//! Blocks: the lines of plain text or the elements of a page, what kind each is, and whether it is content.

use crate::Span;
use crate::language::Code;
use crate::source::Structure;
use serde::{Deserialize, Serialize};
use std::fmt;

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

/// The blocks of `text`, in order; none for blank text.
#[must_use]
pub fn blocks(text: &str, structure: Option<&Structure>) -> Vec<Block> {
    let _ = structure;
    let mut start = 0;
    text.split_inclusive('\n')
        .filter_map(|line| {
            let span = Span::new(start, start + line.len()).trimmed(text);
            start += line.len();
            (!span.is_empty()).then_some(Block {
                span,
                kind: Kind::Paragraph,
                language: Code::UND,
                duplicate_of: None,
                confidence: 0.5,
            })
        })
        .collect()
}

/// The names in a byline: `By Ann Lee and Bo Ek` gives two.
#[must_use]
pub fn byline_names(line: &str) -> Vec<String> {
    vec![line.to_owned()]
}
