//! What each HTML element does to the text around it.

use crate::source::{Section, Tag};
use html5gum::State;

/// Elements that are treated alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Html,
    Head,
    Body,
    /// `<div>` and others that begin a block and say nothing of it.
    Block,
    /// `<section>`: says nothing of its text, but what is around it says nothing either.
    Part,
    Article,
    Main,
    Header,
    Footer,
    Nav,
    Aside,
    Paragraph,
    Heading(u8),
    List,
    Item,
    /// `<dt>` and `<dd>`.
    Term,
    Quote,
    /// White space stands as it is.
    Preformatted,
    FigureCaption,
    Address,
    Table,
    TableCaption,
    RowGroup,
    Row,
    Cell,
    Select,
    Choice,
    Button,
    Label,
    /// Other parts of forms with text.
    Field,
    Link,
    /// Elements that begin and end anywhere, whatever else is open: `<b>`.
    Format,
    Code,
    Time,
    /// `<span>` and every name not known.
    Inline,
    Break,
    Rule,
    /// A picture in the line.
    Image,
    Meta,
    LinkElement,
    /// Other elements without content.
    Void,
    Title,
    Script,
    /// Content that no reader sees.
    Hidden,
    /// Ruby readings and their brackets: they would tear words apart.
    Reading,
    Template,
    /// `<svg>`, and what in it is HTML again.
    Svg,
    SvgHtml,
}

impl Kind {
    pub(super) fn of(name: &[u8]) -> Self {
        match name {
            b"html" => Self::Html,
            b"head" => Self::Head,
            b"body" => Self::Body,
            b"div" | b"center" | b"details" | b"summary" | b"dialog" | b"fieldset" | b"figure" | b"form"
            | b"hgroup" | b"search" | b"frameset" => Self::Block,
            b"section" => Self::Part,
            b"article" => Self::Article,
            b"main" => Self::Main,
            b"header" => Self::Header,
            b"footer" => Self::Footer,
            b"nav" => Self::Nav,
            b"aside" => Self::Aside,
            b"p" => Self::Paragraph,
            b"h1" => Self::Heading(1),
            b"h2" => Self::Heading(2),
            b"h3" => Self::Heading(3),
            b"h4" => Self::Heading(4),
            b"h5" => Self::Heading(5),
            b"h6" => Self::Heading(6),
            b"ul" | b"ol" | b"dl" | b"menu" | b"dir" => Self::List,
            b"li" => Self::Item,
            b"dt" | b"dd" => Self::Term,
            b"blockquote" => Self::Quote,
            b"pre" | b"listing" | b"xmp" | b"plaintext" => Self::Preformatted,
            b"figcaption" => Self::FigureCaption,
            b"address" => Self::Address,
            b"table" => Self::Table,
            b"caption" => Self::TableCaption,
            b"tbody" | b"thead" | b"tfoot" | b"colgroup" => Self::RowGroup,
            b"tr" => Self::Row,
            b"td" | b"th" => Self::Cell,
            b"select" => Self::Select,
            b"option" | b"optgroup" => Self::Choice,
            b"button" => Self::Button,
            b"label" => Self::Label,
            b"legend" | b"textarea" => Self::Field,
            b"a" => Self::Link,
            b"b" | b"big" | b"em" | b"font" | b"i" | b"nobr" | b"s" | b"small" | b"strike" | b"strong" | b"u" => {
                Self::Format
            }
            b"code" | b"tt" | b"kbd" | b"samp" => Self::Code,
            b"time" => Self::Time,
            b"br" => Self::Break,
            b"hr" => Self::Rule,
            b"img" | b"image" => Self::Image,
            b"meta" => Self::Meta,
            b"link" => Self::LinkElement,
            b"area" | b"base" | b"basefont" | b"bgsound" | b"col" | b"embed" | b"frame" | b"input" | b"keygen"
            | b"param" | b"source" | b"track" | b"wbr" => Self::Void,
            b"title" => Self::Title,
            b"script" => Self::Script,
            b"style" | b"noscript" | b"iframe" | b"object" | b"applet" | b"video" | b"audio" | b"canvas"
            | b"noembed" | b"noframes" | b"datalist" | b"progress" | b"meter" | b"annotation" | b"annotation-xml" => {
                Self::Hidden
            }
            b"rp" | b"rt" | b"rtc" => Self::Reading,
            b"template" => Self::Template,
            b"svg" => Self::Svg,
            b"foreignobject" => Self::SvgHtml,
            _ => Self::Inline,
        }
    }

    /// Whether text before, inside and after it stands in blocks of their own.
    pub(super) const fn is_block(self) -> bool {
        !matches!(
            self,
            Self::Html
                | Self::Head
                | Self::Body
                | Self::Link
                | Self::Format
                | Self::Code
                | Self::Time
                | Self::Inline
                | Self::Break
                | Self::Image
                | Self::Meta
                | Self::LinkElement
                | Self::Void
                | Self::Title
                | Self::Script
                | Self::Hidden
                | Self::Reading
                | Self::Template
                | Self::Svg
                | Self::SvgHtml
        )
    }

    /// Whether an end tag takes it out of the stack of open elements wherever it is, leaving what was opened since.
    pub(super) const fn is_formatting(self) -> bool {
        matches!(self, Self::Link | Self::Format | Self::Code)
    }

    /// Whether its start tag ends an open paragraph.
    pub(super) const fn ends_paragraph(self) -> bool {
        self.is_block()
            && !matches!(
                self,
                Self::TableCaption
                    | Self::RowGroup
                    | Self::Row
                    | Self::Cell
                    | Self::Select
                    | Self::Choice
                    | Self::Button
                    | Self::Label
                    | Self::Field
            )
    }

    /// Whether tags inside have no say on what is open outside.
    pub(super) const fn is_scope(self) -> bool {
        matches!(self, Self::Table | Self::TableCaption | Self::Cell | Self::Template | Self::SvgHtml)
    }

    /// Whether it never has content.
    pub(super) const fn is_void(self) -> bool {
        matches!(self, Self::Break | Self::Rule | Self::Image | Self::Meta | Self::LinkElement | Self::Void)
    }

    /// Whether it may stand in `<head>`, which any other ends.
    pub(super) const fn is_metadata(self) -> bool {
        matches!(
            self,
            Self::Html
                | Self::Head
                | Self::Meta
                | Self::LinkElement
                | Self::Void
                | Self::Title
                | Self::Script
                | Self::Hidden
                | Self::Template
        )
    }

    pub(super) const fn is_hidden(self) -> bool {
        matches!(
            self,
            Self::Head
                | Self::Title
                | Self::Script
                | Self::Hidden
                | Self::Reading
                | Self::Template
                | Self::Svg
                | Self::SvgHtml
        )
    }

    /// What it says its text is for.
    pub(super) const fn section(self) -> Option<Section> {
        match self {
            Self::Article => Some(Section::Article),
            Self::Main => Some(Section::Body),
            Self::Header => Some(Section::Header),
            Self::Footer => Some(Section::Footer),
            Self::Nav => Some(Section::Navigation),
            Self::Aside => Some(Section::Aside),
            _ => None,
        }
    }

    /// What it says of a block it is around, if anything. A paragraph says least: one in a list item is a list item.
    pub(super) const fn says(self) -> Option<Tag> {
        match self {
            Self::Heading(level) => Some(Tag::Heading(level)),
            Self::Item | Self::Term => Some(Tag::ListItem),
            Self::Quote => Some(Tag::Quote),
            Self::Preformatted => Some(Tag::Code),
            Self::FigureCaption => Some(Tag::Caption),
            Self::Address => Some(Tag::Address),
            Self::TableCaption | Self::Cell => Some(Tag::Cell),
            Self::Select | Self::Choice | Self::Button | Self::Label | Self::Field => Some(Tag::Control),
            _ => None,
        }
    }

    /// Whether what is around it says nothing of the blocks inside.
    pub(super) const fn begins_anew(self) -> bool {
        matches!(
            self,
            Self::Part
                | Self::Article
                | Self::Main
                | Self::Header
                | Self::Footer
                | Self::Nav
                | Self::Aside
                | Self::Table
        )
    }
}

/// The tokenizer's state for the content of an element, where that holds no tags.
pub(super) fn content_state(name: &[u8]) -> Option<State> {
    match name {
        b"textarea" | b"title" => Some(State::RcData),
        b"script" => Some(State::ScriptData),
        b"style" | b"xmp" | b"iframe" | b"noembed" | b"noframes" | b"noscript" => Some(State::RawText),
        b"plaintext" => Some(State::PlainText),
        _ => None,
    }
}

/// What a `role` says that its text is for.
pub(super) fn role_section(role: &str) -> Option<Section> {
    match role.split_ascii_whitespace().next()? {
        "navigation" => Some(Section::Navigation),
        "banner" => Some(Section::Header),
        "contentinfo" => Some(Section::Footer),
        "complementary" => Some(Section::Aside),
        "main" => Some(Section::Body),
        "article" => Some(Section::Article),
        _ => None,
    }
}

/// The attributes that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attribute {
    AriaHidden,
    Charset,
    Class,
    Content,
    Datetime,
    Hidden,
    Href,
    HttpEquiv,
    Id,
    Itemprop,
    Lang,
    Name,
    Open,
    Property,
    Pubdate,
    Rel,
    Role,
    Style,
    Type,
}

impl Attribute {
    pub(super) const COUNT: usize = 19;

    pub(super) fn of(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"aria-hidden" => Self::AriaHidden,
            b"charset" => Self::Charset,
            b"class" => Self::Class,
            b"content" => Self::Content,
            b"datetime" => Self::Datetime,
            b"hidden" => Self::Hidden,
            b"href" => Self::Href,
            b"http-equiv" => Self::HttpEquiv,
            b"id" => Self::Id,
            b"itemprop" => Self::Itemprop,
            b"lang" | b"xml:lang" => Self::Lang,
            b"name" => Self::Name,
            b"open" => Self::Open,
            b"property" => Self::Property,
            b"pubdate" => Self::Pubdate,
            b"rel" => Self::Rel,
            b"role" => Self::Role,
            b"style" => Self::Style,
            b"type" => Self::Type,
            _ => return None,
        })
    }
}
