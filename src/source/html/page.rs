//! The page's side: which elements are open, and the blocks that text falls into.
//!
//! A simplified form of the HTML standard's tree construction, without a tree: implied end tags, scopes and formatting
//! elements as there; text out of place in tables stays where it is.

use super::metadata::{self, Metadata, Voice};
use super::tag::{self, Attribute, Kind};
use super::token::TagToken;
use crate::Span;
use crate::source::{Element, Section, Structure, Tag};
use html5gum::State;

/// Elements open at a time; deeper ones are read as if they were not there, as browsers do.
const DEPTH: usize = 512;

/// Words of an element's hints.
const HINTS: usize = 24;

/// Bytes of each class, id, role and itemprop that are kept of an element.
const ATTRIBUTES: usize = 256;

/// Bytes in which an author's name stands.
const NAME: usize = 1024;

/// Languages of a page that are told apart.
const LANGUAGES: usize = 256;

/// Bytes of a script's or title's content that are kept.
const CONTENT: usize = 1 << 20;

/// Reads a page tag by tag.
#[derive(Debug)]
pub(super) struct Page {
    pub metadata: Metadata,
    /// The text so far.
    out: Vec<u8>,
    elements: Vec<Element>,
    open: Vec<Open>,
    /// How many open elements have a name whose hash ends so; lets most searches end before they begin.
    names: [u16; 256],
    /// Start tags beyond [`DEPTH`] that were not closed.
    too_deep: usize,
    /// Class, id, role and itemprop of the open elements, one after the other.
    attributes: Vec<u8>,
    /// Hint words that may still be given out: a bound on what a small page of many blocks can grow to.
    hints_left: usize,
    languages: Vec<String>,
    /// Open links, code and times.
    links: usize,
    codes: usize,
    times: usize,
    foreign: usize,
    /// The rows of tables that are open, innermost last.
    rows: Vec<Row>,
    block: Option<Block>,
    gap: Gap,
    datetime: Option<String>,
    /// Content that is collected instead of shown: a title, or JSON-LD.
    content: Option<Vec<u8>>,
    /// Whether a line end at the beginning of the next text is to be dropped, as after `<pre>`.
    drops_line_end: bool,
    xml: bool,
}

/// An open element.
#[derive(Debug)]
struct Open {
    name: u32,
    kind: Kind,
    section: Section,
    hidden: bool,
    preformatted: bool,
    /// Whether it is a link that leads somewhere.
    leads: bool,
    language: Option<usize>,
    /// Where its attributes lie.
    attributes: Span,
    /// Whose name its text is said to be, and where in the page's text it begins.
    author: Option<(Voice, usize)>,
}

/// A row of a table.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    /// Whether a cell holds several blocks, so that the table is there for the layout and its cells are blocks.
    layout: bool,
    /// Whether the cell has text.
    filled: bool,
}

/// A block that text is being added to.
#[derive(Debug)]
struct Block {
    /// The end of the text before the line end that parts the two.
    before: usize,
    start: usize,
    tag: Tag,
    section: Section,
    hints: Vec<String>,
    language: Option<String>,
    datetime: Option<String>,
    letters: Letters,
    /// The further cells of its row.
    cells: Vec<Cell>,
}

/// A cell of a row, as a part of the row's block.
#[derive(Clone, Copy, Debug)]
struct Cell {
    /// The end of the cell before.
    end: usize,
    start: usize,
    tag: Tag,
    /// What the block had before.
    letters: Letters,
}

/// How many letters and digits a block has.
#[derive(Clone, Copy, Debug, Default)]
struct Letters {
    all: usize,
    linked: usize,
    code: usize,
    time: usize,
}

/// What stands between the text so far and the next.
#[derive(Clone, Copy, Debug, Default)]
struct Gap {
    space: bool,
    /// A space, if without one two words would run together.
    soft: bool,
    /// Whether the last tag closed a link.
    after_link: bool,
    lines: usize,
    cells: usize,
    /// The end of a block inside a cell.
    broken: bool,
}

impl Page {
    /// For a page of `length` bytes.
    pub(super) fn new(length: usize, xml: bool) -> Self {
        Self {
            metadata: Metadata::default(),
            out: Vec::with_capacity(length / 4),
            elements: Vec::new(),
            open: Vec::new(),
            names: [0; 256],
            too_deep: 0,
            attributes: Vec::new(),
            hints_left: length / 8 + 4096,
            languages: Vec::new(),
            links: 0,
            codes: 0,
            times: 0,
            foreign: 0,
            rows: Vec::new(),
            block: None,
            gap: Gap::default(),
            datetime: None,
            content: None,
            drops_line_end: false,
            xml,
        }
    }

    /// The text, and what the tags say of it.
    pub(super) fn finish(mut self) -> (String, Structure) {
        self.pop_to(0);
        self.flush();
        let mut structure = Structure { elements: self.elements, ..Structure::default() };
        self.metadata.tell(&mut structure);
        // A language in force only matters where it is another than the page's.
        let root = structure.language.as_deref().unwrap_or_default();
        for element in &mut structure.elements {
            element.language.take_if(|language| language.eq_ignore_ascii_case(root));
        }
        // The tokenizer was given UTF-8 and gives UTF-8 back.
        let text = String::from_utf8(self.out).unwrap_or_default();
        (text, structure)
    }

    /// Whether tags are those of another language than HTML, where `<![CDATA[` is text.
    pub(super) const fn is_foreign(&self) -> bool {
        self.xml || self.foreign > 0
    }

    /// Takes a start tag; gives the state for reading the element's content, if it is not the usual one.
    pub(super) fn start(&mut self, token: &TagToken) -> Option<State> {
        let mut kind = Kind::of(&token.name);
        if kind == Kind::Title && self.foreign > 0 {
            kind = Kind::Inline;
        }
        self.drops_line_end = false;
        match kind {
            Kind::Html | Kind::Body => {
                if let Some(lang) = token.get(Attribute::Lang) {
                    self.metadata.root_language(lang);
                }
                if kind == Kind::Body {
                    self.end_head();
                }
                return None;
            }
            Kind::Meta => self.metadata.meta(token),
            Kind::LinkElement => self.metadata.link(token),
            _ => {}
        }
        if !kind.is_metadata() {
            self.end_head();
        }
        self.close_implied(kind);
        if (kind == Kind::Button || kind == Kind::Label) && self.is_in_line() {
            kind = Kind::Inline;
        }
        match kind {
            Kind::Break => self.line_break(),
            Kind::Image | Kind::Svg => self.gap.soft = true,
            Kind::Cell => self.begin_cell(),
            Kind::Row | Kind::RowGroup | Kind::TableCaption => self.flush(),
            Kind::Table => {
                if let Some(row) = self.rows.last_mut() {
                    row.layout = true;
                }
                self.flush();
            }
            _ if kind.is_block() => self.boundary(),
            _ => {}
        }
        if kind.is_void() || (token.closes_itself && (self.is_foreign() || kind == Kind::Svg)) {
            return None;
        }
        // What hides its content has to, however deep.
        if self.open.len() >= if kind.is_hidden() { 2 * DEPTH } else { DEPTH } {
            self.too_deep += 1;
        } else {
            self.push(kind, token);
        }
        if self.foreign > 0 { None } else { tag::content_state(&token.name) }
    }

    /// Takes an end tag.
    pub(super) fn end(&mut self, name: &[u8]) {
        self.drops_line_end = false;
        let kind = Kind::of(name);
        match kind {
            Kind::Break => return self.line_break(),
            Kind::Html | Kind::Body => return,
            Kind::Paragraph if !self.is_open(hash(name)) => return self.boundary(),
            _ => {}
        }
        let name = hash(name);
        if self.too_deep > 0 && !self.open.last().is_some_and(|top| top.name == name && top.kind.is_hidden()) {
            self.too_deep -= 1;
            if kind.is_block() {
                self.boundary();
            }
            return;
        }
        let same = |open: &Open| match (kind, open.kind) {
            (Kind::Heading(_), Kind::Heading(_)) => true,
            _ => open.name == name,
        };
        if !matches!(kind, Kind::Heading(_)) && !self.is_open(name) {
            return;
        }
        let found = if matches!(kind, Kind::Table | Kind::Template | Kind::Svg | Kind::SvgHtml) {
            self.find(same, |_| false)
        } else if matches!(kind, Kind::Cell | Kind::Row | Kind::RowGroup | Kind::TableCaption) {
            self.find(same, |kind| kind == Kind::Table)
        } else if kind.is_block() || kind.is_formatting() || kind == Kind::Hidden {
            self.find(same, Kind::is_scope)
        } else {
            self.find(same, |kind| kind.is_block() || kind.is_scope())
        };
        match found {
            Some(at) if kind.is_formatting() && at + 1 < self.open.len() => {
                let open = self.open.remove(at);
                self.left(&open);
            }
            Some(at) => self.pop_to(at),
            None => {}
        }
    }

    /// Takes text; it may begin or end inside a character that other calls complete.
    pub(super) fn text(&mut self, mut text: &[u8]) {
        if text == b"\0" {
            return;
        }
        if let Some(content) = &mut self.content {
            let room = CONTENT.saturating_sub(content.len()).min(text.len());
            content.extend(text.iter().take(room));
            return;
        }
        if self.drops_line_end {
            self.drops_line_end = false;
            text = text.strip_prefix(b"\n").unwrap_or(text);
        }
        if self.open.last().is_some_and(|open| open.kind == Kind::Head) && !text.trim_ascii().is_empty() {
            self.end_head();
        }
        let (hidden, preformatted) = self.open.last().map_or((false, false), |top| (top.hidden, top.preformatted));
        if hidden || text.is_empty() {
            return;
        }
        if preformatted {
            self.add(text);
            return;
        }
        let mut rest = text;
        loop {
            let body = rest.trim_ascii_start();
            self.gap.space |= body.len() < rest.len();
            if body.is_empty() {
                return;
            }
            let run = run_length(body);
            let (words, after) = body.split_at_checked(run).unwrap_or((body, &[]));
            self.add(words);
            rest = after;
        }
    }

    /// Adds text without white space to collapse to the block, or to a new one.
    fn add(&mut self, words: &[u8]) {
        let gap = std::mem::take(&mut self.gap);
        let preformatted = self.open.last().is_some_and(|top| top.preformatted);
        if self.block.is_some() && (gap.broken || (gap.lines > 1 && !preformatted)) {
            if let Some(row) = self.rows.last_mut() {
                row.layout = true;
            }
            self.flush();
        }
        if self.block.is_none() {
            self.begin_block();
        } else if gap.cells > 0 {
            let end = self.out.len();
            self.out.extend(std::iter::repeat_n(b'\t', gap.cells));
            let (start, tag) = (self.out.len(), self.tag());
            if let Some(block) = &mut self.block {
                block.cells.push(Cell { end, start, tag, letters: block.letters });
            }
        } else if gap.lines > 0 {
            self.out.extend(std::iter::repeat_n(b'\n', gap.lines));
        } else if gap.space || (gap.soft && self.out.last().zip(words.first()).is_some_and(|(a, b)| joins(*a, *b))) {
            self.out.push(b' ');
        }
        self.out.extend_from_slice(words);
        if let Some(row) = self.rows.last_mut() {
            row.filled = true;
        }
        let letters = words.iter().filter(|&&byte| byte.is_ascii_alphanumeric() || byte >= 0xC0).count();
        if let Some(block) = &mut self.block {
            let within = |open: usize| if open > 0 { letters } else { 0 };
            block.letters.all += letters;
            block.letters.linked += within(self.links);
            block.letters.code += within(self.codes);
            block.letters.time += within(self.times);
            if self.times > 0 && block.datetime.is_none() {
                block.datetime = self.datetime.take();
            }
        }
    }

    /// A `<br>`: one is a line end inside the block, two end the block.
    fn line_break(&mut self) {
        if self.block.is_some() {
            self.gap.lines += 1;
        }
    }

    /// The edge of a block-level element.
    fn boundary(&mut self) {
        match self.rows.last() {
            Some(Row { layout: false, filled: true }) => self.gap.broken = true,
            Some(Row { layout: false, filled: false }) => {}
            _ => self.flush(),
        }
    }

    fn begin_cell(&mut self) {
        if self.find(|open| open.kind == Kind::Row, |kind| kind == Kind::Table).is_none() {
            self.flush();
            self.push_open(b"tr", Kind::Row);
        }
        let Some(row) = self.rows.last_mut() else { return };
        row.filled = false;
        if row.layout {
            self.flush();
        } else if self.block.is_some() {
            self.gap = Gap { cells: self.gap.cells + 1, ..Gap::default() };
        }
    }

    /// Whether the innermost block-level element is a line of text, in which a button is but a word.
    fn is_in_line(&self) -> bool {
        let innermost = self.open.iter().rev().find(|open| open.kind.is_block());
        innermost.is_some_and(|open| matches!(open.kind, Kind::Paragraph | Kind::Heading(_)))
    }

    fn end_head(&mut self) {
        if self.open.last().is_some_and(|open| open.kind == Kind::Head) {
            self.pop_to(self.open.len() - 1);
        }
    }

    /// Closes what the start tag of a `kind` closes.
    fn close_implied(&mut self, kind: Kind) {
        if self.foreign > 0 && (kind.is_block() || matches!(kind, Kind::Format | Kind::Break | Kind::Image)) {
            // HTML inside a picture is HTML after one that was not closed.
            if let Some(at) = self.find(|open| open.kind == Kind::Svg, |kind| kind == Kind::SvgHtml) {
                self.pop_to(at);
            }
        }
        if kind.ends_paragraph() && self.is_open(PARAGRAPH) {
            let scope = |kind: Kind| kind.is_scope() || kind == Kind::Button;
            self.close(|open| open.kind == Kind::Paragraph, scope);
        }
        match kind {
            Kind::Heading(_) if self.open.last().is_some_and(|open| matches!(open.kind, Kind::Heading(_))) => {
                self.pop_to(self.open.len() - 1);
            }
            Kind::Item => {
                let stop = |kind: Kind| kind == Kind::List || kind.begins_anew() || kind.is_scope();
                self.close(|open| open.kind == Kind::Item, stop);
            }
            Kind::Term => {
                let stop = |kind: Kind| kind == Kind::List || kind.begins_anew() || kind.is_scope();
                self.close(|open| open.kind == Kind::Term, stop);
            }
            Kind::Choice if self.open.last().is_some_and(|open| open.kind == Kind::Choice) => {
                self.pop_to(self.open.len() - 1);
            }
            Kind::Button => self.close(|open| open.kind == Kind::Button, Kind::is_scope),
            Kind::Reading if self.open.last().is_some_and(|open| open.kind == Kind::Reading) => {
                self.pop_to(self.open.len() - 1);
            }
            Kind::Cell => self.close(|open| open.kind == Kind::Cell, |kind| kind == Kind::Table),
            Kind::Row => {
                self.close(|open| matches!(open.kind, Kind::Row | Kind::TableCaption), |kind| kind == Kind::Table)
            }
            Kind::RowGroup | Kind::TableCaption => self.close(
                |open| matches!(open.kind, Kind::RowGroup | Kind::Row | Kind::TableCaption),
                |kind| kind == Kind::Table,
            ),
            Kind::Link => {
                if self.is_open(LINK)
                    && let Some(at) = self.find(|open| open.kind == Kind::Link, Kind::is_scope)
                {
                    let open = self.open.remove(at);
                    self.left(&open);
                }
                self.gap.soft |= self.gap.after_link;
            }
            _ => {}
        }
    }

    /// Closes the outermost of the open elements that match and are not beyond `stop`, and all inside.
    fn close(&mut self, matches: impl Fn(&Open) -> bool, stop: impl Fn(Kind) -> bool) {
        let mut outermost = None;
        for (at, open) in self.open.iter().enumerate().rev() {
            if matches(open) {
                outermost = Some(at);
            } else if stop(open.kind) {
                break;
            }
        }
        if let Some(at) = outermost {
            self.pop_to(at);
        }
    }

    /// The innermost open element that matches, if none before it is one that stops the search.
    fn find(&self, matches: impl Fn(&Open) -> bool, stop: impl Fn(Kind) -> bool) -> Option<usize> {
        for (at, open) in self.open.iter().enumerate().rev() {
            if matches(open) {
                return Some(at);
            }
            if stop(open.kind) {
                return None;
            }
        }
        None
    }

    fn is_open(&self, name: u32) -> bool {
        self.names.get(slot(name)).is_some_and(|&count| count > 0)
    }

    /// Opens an element that the page left out.
    fn push_open(&mut self, name: &[u8], kind: Kind) {
        self.push(kind, &TagToken::named(name));
    }

    fn push(&mut self, kind: Kind, token: &TagToken) {
        let (mut section, mut hidden, mut preformatted, mut language) = (Section::default(), false, false, None);
        if let Some(around) = self.open.last() {
            (section, hidden, preformatted, language) =
                (around.section, around.hidden, around.preformatted, around.language);
        }
        let role = token.get(Attribute::Role).unwrap_or_default();
        section = tag::role_section(role).or(kind.section()).unwrap_or(section);
        hidden |= kind.is_hidden() || is_hidden(token);
        preformatted |= kind == Kind::Preformatted || token.name == b"textarea";
        self.drops_line_end = kind == Kind::Preformatted || token.name == b"textarea";
        if let Some(lang) = token.get(Attribute::Lang).and_then(metadata::language) {
            language = self.intern(lang);
        }

        let start = self.attributes.len();
        for attribute in [Attribute::Class, Attribute::Id, Attribute::Role, Attribute::Itemprop] {
            if let Some(value) = token.get(attribute) {
                self.attributes.extend(value.bytes().take(ATTRIBUTES));
                self.attributes.push(b' ');
            }
        }
        let attributes = Span::new(start, self.attributes.len());

        let leads = kind == Kind::Link && token.has(Attribute::Href);
        self.links += usize::from(leads);
        self.codes += usize::from(kind == Kind::Code);
        self.foreign += usize::from(kind == Kind::Svg);
        match kind {
            Kind::Row => self.rows.push(Row::default()),
            Kind::Time => self.begin_time(token),
            Kind::Title => self.content = Some(Vec::new()),
            Kind::Script => {
                let linked_data = token.get(Attribute::Type).is_some_and(|kind| kind.contains("ld+json"));
                self.content = linked_data.then(Vec::new);
            }
            _ => {}
        }
        if token.lists(Attribute::Itemprop, "datePublished") {
            let time = token.get(Attribute::Datetime).or(token.get(Attribute::Content)).unwrap_or_default();
            self.metadata.published(Voice::Markup, time);
        }
        let mut voice = author_voice(token).filter(|_| !hidden);
        if token.lists(Attribute::Itemprop, "name")
            && let Some(author) =
                self.open.iter_mut().rev().find_map(|open| open.author.take_if(|a| a.0 == Voice::Markup))
        {
            // Of the author's whole description this is the name.
            voice = Some(author.0);
        }
        let author = voice.map(|voice| (voice, self.out.len()));
        let name = hash(&token.name);
        if let Some(count) = self.names.get_mut(slot(name)) {
            *count += 1;
        }
        self.open.push(Open { name, kind, section, hidden, preformatted, leads, language, attributes, author });
    }

    /// The language's place among those of the page; none for what is beyond any page's number of languages.
    fn intern(&mut self, language: String) -> Option<usize> {
        let known = self.languages.iter().position(|known| *known == language);
        if known.is_none() && self.languages.len() < LANGUAGES {
            self.languages.push(language);
            return Some(self.languages.len() - 1);
        }
        known
    }

    fn begin_time(&mut self, token: &TagToken) {
        self.times += 1;
        self.gap.soft = true;
        self.datetime =
            token.get(Attribute::Datetime).map(|time| time.trim().to_owned()).filter(|time| !time.is_empty());
        let section = self.open.last().map(|open| open.section).unwrap_or_default();
        if let Some(time) = &self.datetime {
            if token.has(Attribute::Pubdate) {
                self.metadata.published(Voice::Markup, time);
            } else if matches!(section, Section::Article | Section::Header | Section::Body) {
                self.metadata.time(time);
            }
        }
    }

    fn pop_to(&mut self, length: usize) {
        while self.open.len() > length
            && let Some(open) = self.open.pop()
        {
            self.attributes.truncate(open.attributes.start);
            self.left(&open);
        }
    }

    /// What follows from the end of an element.
    fn left(&mut self, open: &Open) {
        if let Some(count) = self.names.get_mut(slot(open.name)) {
            *count = count.saturating_sub(1);
        }
        self.links -= usize::from(open.leads);
        self.codes -= usize::from(open.kind == Kind::Code);
        self.foreign -= usize::from(open.kind == Kind::Svg);
        if let Some((voice, start)) = open.author {
            // What is longer is no name, and need not be looked at.
            let text = self.out.get(start..).filter(|text| text.len() <= NAME);
            if let Some(text) = text.and_then(|text| std::str::from_utf8(text).ok()) {
                self.metadata.author_text(voice, text);
            }
        }
        match open.kind {
            Kind::Title | Kind::Script => self.collected(open.kind),
            Kind::Link => self.gap.after_link = true,
            Kind::Time => {
                self.times -= 1;
                self.datetime = None;
                self.gap.soft = true;
            }
            Kind::Row => {
                self.flush();
                self.rows.pop();
            }
            Kind::Cell => {}
            Kind::Table | Kind::RowGroup | Kind::TableCaption => self.flush(),
            kind if kind.is_block() => self.boundary(),
            _ => {}
        }
    }

    fn collected(&mut self, kind: Kind) {
        let Some(content) = self.content.take() else { return };
        if kind == Kind::Title {
            self.metadata.title(&String::from_utf8_lossy(&content));
        } else {
            self.metadata.linked_data(&content);
        }
    }

    fn begin_block(&mut self) {
        let before = self.out.len();
        if before > 0 {
            self.out.push(b'\n');
        }
        let around = self.open.last();
        let language = around.and_then(|open| open.language).and_then(|at| self.languages.get(at)).cloned();
        let section = around.map(|open| open.section).unwrap_or_default();
        self.block = Some(Block {
            before,
            start: self.out.len(),
            tag: self.tag(),
            section,
            hints: self.hints(),
            language,
            datetime: None,
            letters: Letters::default(),
            cells: Vec::new(),
        });
    }

    /// What the elements around say of a block that begins here.
    fn tag(&self) -> Tag {
        let mut tag = Tag::Other;
        for open in self.open.iter().rev() {
            if open.kind == Kind::Paragraph {
                tag = Tag::Paragraph;
            } else if let Some(said) = open.kind.says() {
                return if said == Tag::Cell && tag == Tag::Paragraph { tag } else { said };
            } else if open.kind.begins_anew() {
                return tag;
            }
        }
        tag
    }

    /// The words of the attributes around, nearest first.
    fn hints(&mut self) -> Vec<String> {
        let mut hints: Vec<String> = Vec::new();
        for open in self.open.iter().rev() {
            let attributes = self.attributes.get(open.attributes.start..open.attributes.end).unwrap_or_default();
            for word in words(attributes) {
                if hints.len() >= HINTS.min(self.hints_left) {
                    break;
                }
                if !hints.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(word))
                    && let Ok(word) = std::str::from_utf8(word)
                {
                    hints.push(word.to_lowercase());
                }
            }
        }
        self.hints_left -= hints.len();
        hints
    }

    /// Ends the block, if one is begun.
    fn flush(&mut self) {
        self.gap = Gap::default();
        let Some(mut block) = self.block.take() else { return };
        let count = self.elements.len();
        let mut part = Cell { end: block.before, start: block.start, tag: block.tag, letters: Letters::default() };
        if self.rows.last().is_some_and(|row| row.layout) {
            for cell in std::mem::take(&mut block.cells) {
                for byte in self.out.get_mut(cell.end..cell.start).unwrap_or_default() {
                    *byte = b'\n';
                }
                // Clones are paid for like the words themselves.
                let hints = if self.hints_left >= block.hints.len() { block.hints.clone() } else { Vec::new() };
                self.hints_left -= hints.len();
                self.element(&mut block, part, cell.end, cell.letters, hints);
                part = cell;
            }
        } else if !block.cells.is_empty() {
            part.tag = Tag::Cell;
        }
        let (end, letters, hints) = (self.out.len(), block.letters, std::mem::take(&mut block.hints));
        self.element(&mut block, part, end, letters, hints);
        if self.elements.len() == count {
            self.out.truncate(block.before);
        }
        let trailing = self.out.len() - self.out.trim_ascii_end().len();
        self.out.truncate(self.out.len() - trailing);
    }

    /// Writes down one block: the `part` of `block` up to `end`, where the block has had `letters`.
    fn element(&mut self, block: &mut Block, part: Cell, end: usize, letters: Letters, hints: Vec<String>) {
        let text = self.out.get(part.start..end).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default();
        let body = text.trim_start();
        let start = part.start + (text.len() - body.len());
        let body = body.trim_end();
        if body.is_empty() {
            return;
        }
        let letters = letters.since(part.letters);
        let mut tag = part.tag;
        if matches!(tag, Tag::Other | Tag::Paragraph) && letters.all > 0 {
            if letters.time == letters.all {
                tag = Tag::Time;
            } else if letters.code == letters.all {
                tag = Tag::Code;
            }
        }
        self.elements.push(Element {
            span: Span::new(start, start + body.len()),
            tag,
            section: block.section,
            link_density: share(letters.linked, letters.all),
            hints,
            language: block.language.clone(),
            datetime: block.datetime.take(),
        });
    }
}

impl Letters {
    const fn since(self, before: Self) -> Self {
        Self {
            all: self.all - before.all,
            linked: self.linked - before.linked,
            code: self.code - before.code,
            time: self.time - before.time,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share needs no more precision")]
fn share(part: usize, all: usize) -> f32 {
    if all == 0 { 0.0 } else { (part as f64 / all as f64) as f32 }
}

/// The length of the text up to white space that does not stand as it is: all but single spaces between words.
fn run_length(text: &[u8]) -> usize {
    let mut after_space = false;
    for (at, &byte) in text.iter().enumerate() {
        match byte {
            b' ' if !after_space => after_space = true,
            b' ' | b'\t' | b'\n' | b'\r' | b'\x0C' => return at - usize::from(after_space),
            _ => after_space = false,
        }
    }
    text.len() - usize::from(after_space)
}

/// Whether two bytes beside each other would make one word of two.
fn joins(before: u8, after: u8) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80;
    is_letter(before) && is_letter(after)
}

/// The words in class names and the like: `related-newsList col-2` has three.
fn words(attributes: &[u8]) -> impl Iterator<Item = &[u8]> {
    attributes
        .split(|&byte| !byte.is_ascii_alphanumeric() && byte < 0x80)
        .filter(|name| !name.iter().any(u8::is_ascii_digit))
        .flat_map(|name| name.chunk_by(|a, b| !(a.is_ascii_lowercase() && b.is_ascii_uppercase())))
        .filter(|word| (2..=24).contains(&word.len()))
}

/// Whether an element's own attributes keep it from the reader.
fn is_hidden(token: &TagToken) -> bool {
    let styled = || {
        token.get(Attribute::Style).unwrap_or_default().split(';').any(|rule| {
            let (property, value) = rule.split_once(':').unwrap_or_default();
            let value = value.trim().split(['!', ' ']).next().unwrap_or_default();
            match property.trim().to_ascii_lowercase().as_str() {
                "display" => value.eq_ignore_ascii_case("none"),
                "visibility" => value.eq_ignore_ascii_case("hidden") || value.eq_ignore_ascii_case("collapse"),
                _ => false,
            }
        })
    };
    token.has(Attribute::Hidden)
        || token.lists(Attribute::AriaHidden, "true")
        || (token.name == b"dialog" && !token.has(Attribute::Open))
        || (token.has(Attribute::Style) && styled())
}

/// Who says that the element's text is the author's name, if anyone.
fn author_voice(token: &TagToken) -> Option<Voice> {
    if token.lists(Attribute::Itemprop, "author") || token.lists(Attribute::Rel, "author") {
        return Some(Voice::Markup);
    }
    let is_author = |class: &str| {
        const BESIDE: [&str; 8] = ["name", "post", "entry", "article", "story", "news", "by", "meta"];
        let mut named = false;
        words(class.as_bytes()).all(|word| {
            let author = ["author", "byline"].iter().any(|name| word.eq_ignore_ascii_case(name.as_bytes()));
            named |= author;
            author || BESIDE.iter().any(|name| word.eq_ignore_ascii_case(name.as_bytes()))
        }) && named
    };
    token.get(Attribute::Class)?.split_ascii_whitespace().any(is_author).then_some(Voice::Hint)
}

/// FNV-1a of a tag's name.
const fn hash(mut name: &[u8]) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    while let [first, rest @ ..] = name {
        hash = (hash ^ *first as u32).wrapping_mul(0x0100_0193);
        name = rest;
    }
    hash
}

const PARAGRAPH: u32 = hash(b"p");
const LINK: u32 = hash(b"a");

/// The place of a name's count.
const fn slot(name: u32) -> usize {
    (name & 0xFF) as usize
}
