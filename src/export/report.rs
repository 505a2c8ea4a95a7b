//! A report for people at a terminal.
//!
//! What the text says of itself, its languages, its blocks, then what it names and measures, most frequent first, each list
//! cut where it stops being worth reading; everything is in the other formats. Text from the document loses its control
//! characters, so that it cannot command the terminal.

use super::called;
use crate::block::Block;
use crate::entity::{Entity, Kind, Value};
use crate::{Analysis, Offsets, Unit};
use std::collections::{BTreeMap, HashMap};
use std::io;
use unicode_width::UnicodeWidthStr;

/// How a report is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// Columns to fill, at least 40.
    pub width: usize,
    /// Whether to colour with ANSI escapes.
    pub color: bool,
    /// Whether a document gets a few lines only, for when there are many.
    pub compact: bool,
}

impl Default for Report {
    /// 80 columns, no colour, in full.
    fn default() -> Self {
        Self { width: 80, color: false, compact: false }
    }
}

/// Columns that labels take, with the space after them.
const LABEL: usize = 14;

/// Names, values or foreign words listed of one kind.
const LISTED: usize = 12;

/// What tells languages apart where there is no colour.
const SHADES: [char; 4] = ['█', '▓', '▒', '░'];

impl Report {
    /// Writes the report on one document, with an empty line after it.
    ///
    /// # Errors
    /// Only those of `writer`.
    pub fn document(&self, analysis: &Analysis, mut writer: impl io::Write) -> io::Result<()> {
        let mut page = Page { report: *self, out: String::new() };
        if self.compact {
            page.brief(analysis);
        } else {
            page.full(analysis);
        }
        page.out.push('\n');
        writer.write_all(page.out.as_bytes())
    }
}

/// Sums over many documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    documents: usize,
    bytes: usize,
    languages: BTreeMap<String, usize>,
    mentions: BTreeMap<Kind, usize>,
}

impl Totals {
    /// Counts a document in.
    pub fn add(&mut self, analysis: &Analysis) {
        self.documents += 1;
        self.bytes += analysis.text.len();
        if analysis.language.code.is_language() {
            *self.languages.entry(analysis.language.code.to_string()).or_default() += 1;
        }
        for entity in &analysis.entities {
            *self.mentions.entry(entity.kind).or_default() += 1;
        }
    }

    /// Counts in what `other` has counted.
    pub fn merge(&mut self, other: &Self) {
        self.documents += other.documents;
        self.bytes += other.bytes;
        for (code, count) in &other.languages {
            *self.languages.entry(code.clone()).or_default() += count;
        }
        for (&kind, count) in &other.mentions {
            *self.mentions.entry(kind).or_default() += count;
        }
    }

    /// Writes them: how many documents, how large, in which main languages, with which mentions.
    ///
    /// # Errors
    /// Only those of `writer`.
    pub fn write(&self, report: &Report, mut writer: impl io::Write) -> io::Result<()> {
        let mut page = Page { report: *report, out: String::new() };
        let documents = format!("{} documents", grouped(self.documents));
        page.list("", 0, [Item::new(documents, Style::Bold), Item::new(size(self.bytes), Style::Plain)]);
        let mut languages: Vec<_> = self.languages.iter().collect();
        languages.sort_by_key(|&(code, &count)| (std::cmp::Reverse(count), code));
        page.list("languages", LABEL, languages.into_iter().map(|(code, &count)| counted(code.clone(), count)));
        page.list("mentions", LABEL, self.mentions.iter().map(|(kind, &count)| counted(kind.to_string(), count)));
        writer.write_all(page.out.as_bytes())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Bold,
    Dim,
    Warning,
    /// Of a language, by its rank, or of a kind of entity.
    Tint(usize),
}

/// One thing of a list, in parts of different looks.
struct Item(Vec<(String, Style)>);

impl Item {
    fn new(text: impl Into<String>, style: Style) -> Self {
        Self(vec![(text.into(), style)])
    }

    fn and(mut self, text: impl Into<String>, style: Style) -> Self {
        self.0.push((text.into(), style));
        self
    }

    fn width(&self) -> usize {
        self.0.iter().map(|(text, _)| text.width()).sum()
    }
}

struct Page {
    report: Report,
    out: String,
}

impl Page {
    fn full(&mut self, analysis: &Analysis) {
        let heading = heading(analysis);
        self.heading(&heading);
        let length = Offsets::new(&analysis.text, Unit::Codepoint).length();
        let mut origin = Vec::new();
        origin.extend(called(analysis).map(clean).filter(|name| *name != heading));
        origin.extend([clean(&analysis.source.media), clean(&analysis.source.encoding)]);
        origin.push(format!("{} character{}", grouped(length), if length == 1 { "" } else { "s" }));
        self.list("", 0, origin.into_iter().map(|part| Item::new(part, Style::Dim)));
        if length == 0 {
            self.list("", 0, [Item::new("The text is empty.", Style::Plain)]);
        }
        self.out.push('\n');

        let document = &analysis.document;
        self.list("by", LABEL, document.byline.iter().map(|name| Item::new(isolated(name), Style::Plain)));
        self.list("published", LABEL, document.published.iter().map(|time| Item::new(clean(time), Style::Plain)));
        self.list("address", LABEL, document.canonical.iter().map(|url| Item::new(clean(url), Style::Plain)));
        self.languages(analysis);
        self.blocks("content", analysis, true);
        self.blocks("around it", analysis, false);
        self.foreign(analysis);
        self.mentions(analysis);
        for warning in &analysis.warnings {
            self.paragraph("warning", &clean(warning), Style::Warning);
        }
    }

    fn brief(&mut self, analysis: &Analysis) {
        let heading = heading(analysis);
        self.heading(&heading);
        let mut facts = Vec::new();
        let name = called(analysis).map(clean).filter(|name| *name != heading);
        facts.extend(name.map(|name| Item::new(name, Style::Dim)));
        facts.extend(shares(analysis).take(4).map(|(rank, text)| Item::new(text, Style::Tint(rank))));
        facts.extend(analysis.document.published.as_deref().map(|time| Item::new(clean(time), Style::Dim)));
        if !analysis.blocks.is_empty() {
            let content = analysis.blocks.iter().filter(|block| block.content()).count();
            let around = analysis.blocks.len() - content;
            facts.push(Item::new(format!("{content} blocks, {around} around"), Style::Dim));
        }
        if analysis.text.is_empty() {
            facts.push(Item::new("empty", Style::Dim));
        }
        self.list("", 2, facts);
        let (listed, all) = (names(analysis, None), analysis.names.len());
        let mut items: Vec<_> = listed.into_iter().take(LISTED / 2).collect();
        if all > items.len() {
            items.push(more(all - items.len()));
        }
        self.list("", 2, items);
        if !analysis.warnings.is_empty() {
            let count = analysis.warnings.len();
            let text = format!("{count} warning{}", if count == 1 { "" } else { "s" });
            self.list("", 2, [Item::new(text, Style::Warning)]);
        }
    }

    fn heading(&mut self, text: &str) {
        let text = fitted(text, self.width());
        self.styled(&isolated(&text), Style::Bold);
        self.out.push('\n');
    }

    fn languages(&mut self, analysis: &Analysis) {
        if analysis.languages.is_empty() {
            return;
        }
        self.label("languages", LABEL);
        let width = (self.width() - LABEL).min(48);
        let mut left = width;
        let last = analysis.languages.len() - 1;
        for (rank, share) in analysis.languages.iter().enumerate().take(width) {
            // Each language shows, however small; the largest gives way.
            let others = last - rank;
            let asked = (share.share * width as f32).round() as usize;
            let cells = if rank == last { left } else { asked.clamp(1, left.saturating_sub(others).max(1)) };
            let shade = shade(rank);
            let bar: String = std::iter::repeat_n(shade, cells.min(left)).collect();
            self.styled(&bar, Style::Tint(rank));
            left = left.saturating_sub(cells);
        }
        self.out.push('\n');
        let items: Vec<_> = shares(analysis)
            .take(LISTED)
            .map(|(rank, text)| Item::new(shade(rank), Style::Tint(rank)).and(format!(" {text}"), Style::Plain))
            .chain((analysis.languages.len() > LISTED).then(|| more(analysis.languages.len() - LISTED)))
            .collect();
        self.list("", LABEL, items);
    }

    fn blocks(&mut self, label: &str, analysis: &Analysis, content: bool) {
        let blocks: Vec<&Block> = analysis.blocks.iter().filter(|block| block.content() == content).collect();
        if blocks.is_empty() {
            return;
        }
        let mut counts: Vec<(crate::block::Kind, usize)> = Vec::new();
        for block in &blocks {
            match counts.iter_mut().find(|(kind, _)| *kind == block.kind) {
                Some((_, count)) => *count += 1,
                None => counts.push((block.kind, 1)),
            }
        }
        counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        let repeats = blocks.iter().filter(|block| block.duplicate_of.is_some()).count();
        let items = counts
            .into_iter()
            .map(|(kind, count)| counted(kind.as_str().replace('_', " "), count))
            .chain((repeats > 0).then(|| Item::new(format!("{repeats} said before"), Style::Dim)));
        self.list(label, LABEL, items);
    }

    /// Words in other languages than the document's.
    fn foreign(&mut self, analysis: &Analysis) {
        let main = analysis.language.code;
        if !main.is_language() {
            return;
        }
        let mut languages: Vec<(String, Vec<String>, usize)> = Vec::new();
        for run in analysis.runs.iter().filter(|run| run.language.is_language() && run.language != main) {
            let code = run.language.to_string();
            let at = languages.iter().position(|(found, _, _)| *found == code).unwrap_or_else(|| {
                languages.push((code, Vec::new(), 0));
                languages.len() - 1
            });
            if let Some((_, words, count)) = languages.get_mut(at) {
                *count += 1;
                if words.len() < LISTED / 2 {
                    words.push(fitted(&clean(run.span.of(&analysis.text)), 36));
                }
            }
        }
        for (code, words, count) in languages {
            let left = count - words.len();
            let items = words.into_iter().map(|words| Item::new(format!("“{}”", isolated(&words)), Style::Plain));
            self.list(&format!("in {code}"), LABEL, items.chain((left > 0).then(|| more(left))));
        }
    }

    fn mentions(&mut self, analysis: &Analysis) {
        // Of the document itself first; without blocks that is everything.
        let around = |entity: &Entity| {
            let next = analysis.blocks.partition_point(|block| block.span.start <= entity.span.start);
            next.checked_sub(1).and_then(|at| analysis.blocks.get(at)).is_some_and(|block| !block.content())
        };
        let mut values: HashMap<(Kind, String), (bool, usize, usize, &Entity)> = HashMap::new();
        for (order, entity) in analysis.entities.iter().enumerate().filter(|(_, entity)| entity.name.is_none()) {
            let key = entity.value.as_ref().and_then(super::value::short);
            let key = key.unwrap_or_else(|| entity.span.of(&analysis.text).to_owned());
            let value = values.entry((entity.kind, key)).or_insert((true, 0, order, entity));
            value.0 &= around(entity);
            value.1 += 1;
        }
        let mut values: Vec<_> = values.into_iter().collect();
        values.sort_by_key(|&(_, (around, count, order, _))| (around, std::cmp::Reverse(count), order));

        let mut apart = true;
        for kind in Kind::ALL {
            let mut items = names(analysis, Some(kind));
            items.extend(values.iter().filter(|((found, _), _)| *found == kind).map(
                |((_, key), (_, count, _, entity))| {
                    let text = clean(entity.span.of(&analysis.text));
                    let mut item = Item::new(isolated(&fitted(&text, 48)), Style::Plain);
                    // "Today" of an unknown day says no more in ISO 8601.
                    let open = matches!(&entity.value, Some(Value::Date(date)) if date.iso.is_none());
                    if *key != text && !open {
                        item = item.and(format!(" → {}", clean(key)), Style::Dim);
                    }
                    times(item, *count)
                },
            ));
            if items.is_empty() {
                continue;
            }
            if std::mem::take(&mut apart) {
                self.out.push('\n');
            }
            let left = items.len().saturating_sub(LISTED);
            items.truncate(LISTED);
            self.list(kind.as_str(), LABEL, items.into_iter().chain((left > 0).then(|| more(left))));
        }
    }

    /// A label and what belongs to it, wrapped between things and indented as far as the label reaches; nothing for nothing.
    fn list(&mut self, label: &str, indent: usize, items: impl IntoIterator<Item = Item>) {
        let mut column = None;
        let separator = " · ";
        for item in items {
            let room = self.width() - indent;
            let width = item.width().min(room);
            match column {
                None => {
                    self.label(label, indent);
                    column = Some(width);
                }
                Some(used) if used + separator.width() + width <= room => {
                    self.styled(separator, Style::Dim);
                    column = Some(used + separator.width() + width);
                }
                Some(_) => {
                    self.out.push('\n');
                    self.label("", indent);
                    column = Some(width);
                }
            }
            let mut left = room;
            for (text, style) in item.0 {
                let text = fitted(&text, left);
                left -= text.width();
                self.styled(&text, style);
                if left == 0 {
                    break;
                }
            }
        }
        if column.is_some() {
            self.out.push('\n');
        }
    }

    /// A label and running text, wrapped between words.
    fn paragraph(&mut self, label: &str, text: &str, style: Style) {
        let room = self.width() - LABEL;
        let (mut label, mut line) = (label, String::new());
        for word in text.split(' ') {
            if !line.is_empty() && line.width() + 1 + word.width() > room {
                self.line(std::mem::take(&mut label), &line, style);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.line(label, &line, style);
    }

    fn line(&mut self, label: &str, text: &str, style: Style) {
        self.label(label, LABEL);
        self.styled(&fitted(text, self.width() - LABEL), style);
        self.out.push('\n');
    }

    fn label(&mut self, label: &str, indent: usize) {
        self.styled(label, Style::Dim);
        self.out.extend(std::iter::repeat_n(' ', indent.saturating_sub(label.width())));
    }

    fn styled(&mut self, text: &str, style: Style) {
        /// Told apart on light and dark grounds alike.
        const TINTS: [&str; 6] = ["36", "35", "33", "32", "34", "31"];
        let code = match style {
            Style::Plain => None,
            Style::Bold => Some("1"),
            Style::Dim => Some("2"),
            Style::Warning => Some("33"),
            Style::Tint(rank) => TINTS.get(rank % TINTS.len()).copied(),
        };
        match code.filter(|_| self.report.color && !text.is_empty()) {
            Some(code) => {
                self.out.push_str("\x1b[");
                self.out.push_str(code);
                self.out.push('m');
                self.out.push_str(text);
                self.out.push_str("\x1b[0m");
            }
            None => self.out.push_str(text),
        }
    }

    fn width(&self) -> usize {
        self.report.width.max(40)
    }
}

/// The document's title, else its name, else its first words.
fn heading(analysis: &Analysis) -> String {
    let first = || analysis.text.lines().map(str::trim).find(|line| !line.is_empty());
    let heading = analysis.document.title.as_deref().or_else(|| called(analysis)).or_else(first).unwrap_or("(no text)");
    // As much of a line as any terminal shows.
    let end = heading.char_indices().nth(2000).map_or(heading.len(), |(at, _)| at);
    clean(heading.get(..end).unwrap_or_default())
}

/// The names of one kind, or of all, with the country and the number of mentions, most mentioned first.
fn names(analysis: &Analysis, kind: Option<Kind>) -> Vec<Item> {
    let mut names: Vec<_> = analysis.names.iter().filter(|name| kind.is_none_or(|kind| name.kind == kind)).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.mentions.len()));
    names
        .into_iter()
        .map(|name| {
            let tint = Kind::ALL.iter().position(|&kind| kind == name.kind).unwrap_or_default();
            let mut item = Item::new(isolated(&fitted(&clean(&name.name), 48)), Style::Tint(tint));
            if let Some(country) = name.links.get("iso3166") {
                item = item.and(format!(" {}", clean(country)), Style::Dim);
            }
            times(item, name.mentions.len())
        })
        .collect()
}

/// Each language's rank, and its code with its share: `eng 98%`.
fn shares(analysis: &Analysis) -> impl Iterator<Item = (usize, String)> {
    analysis.languages.iter().enumerate().map(|(rank, share)| {
        // Neither none of it nor all of it, where that is not so.
        let percent = match share.share * 100.0 {
            little if little < 1.0 => "<1".to_owned(),
            most if most < 100.0 => format!("{:.0}", most.min(99.0)),
            _ => "100".to_owned(),
        };
        (rank, format!("{} {percent}%", share.code))
    })
}

fn shade(rank: usize) -> char {
    SHADES.get(rank).or(SHADES.last()).copied().unwrap_or('█')
}

fn times(item: Item, count: usize) -> Item {
    if count > 1 { item.and(format!(" ×{}", grouped(count)), Style::Dim) } else { item }
}

fn counted(what: String, count: usize) -> Item {
    Item::new(what, Style::Plain).and(format!(" {}", grouped(count)), Style::Dim)
}

fn more(count: usize) -> Item {
    Item::new(format!("{} more", grouped(count)), Style::Dim)
}

/// `12,480`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// The text on one line, without what could command a terminal: control characters and overrides of direction.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// The text in an isolate of its own direction, where it has letters that run from right to left.
fn isolated(text: &str) -> String {
    let text = clean(text);
    let leftward = |c| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}');
    if text.contains(leftward) { format!("\u{2068}{text}\u{2069}") } else { text }
}

/// As much of the text as `width` columns hold, with an ellipsis where that is not all.
fn fitted(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    // Marks take no column; so many of them that they never end are no text to read.
    for c in text.chars().take(4 * width) {
        out.push(c);
        if out.width() >= width {
            out.pop();
            break;
        }
    }
    out.truncate(out.trim_end().len());
    if out.contains('\u{2068}') && !out.contains('\u{2069}') {
        out.push('\u{2069}');
    }
    if width > 0 {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;
    use crate::entity::{Name, Value};
    use crate::language::{Code, Language, Run, Share};

    fn report(report: Report, analysis: &Analysis) -> String {
        let mut bytes = Vec::new();
        report.document(analysis, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn analysis() -> Analysis {
        let text = "Prices in Bakı rose by 11.2%. Hamısı";
        let code = |code| Code::new(code).unwrap();
        let entity = |from: &str, kind, value, name| {
            let start = text.find(from).unwrap();
            Entity { value, name, ..Entity::new(Span::new(start, start + from.len()), kind, 1.0) }
        };
        Analysis {
            text: text.into(),
            language: Language { code: code("eng"), tag: "en".into(), script: "Latn", confidence: 1.0 },
            languages: vec![Share { code: code("eng"), share: 0.995 }, Share { code: code("aze"), share: 0.005 }],
            runs: vec![Run {
                span: Span::new(31, 39),
                language: code("aze"),
                script: "Latn",
                confidence: 1.0,
                explanation: None,
            }],
            entities: vec![
                entity("Bakı", Kind::Location, None, Some(0)),
                entity("11.2%", Kind::Percent, Some(Value::Amount { amount: "11.2".into() }), None),
            ],
            names: vec![Name {
                kind: Kind::Location,
                name: "Bakı".into(),
                aliases: vec![],
                mentions: vec![0],
                links: [("iso3166".to_owned(), "AZ".to_owned())].into(),
            }],
            ..Analysis::default()
        }
    }

    #[test]
    fn tells_what_is_in_a_document() {
        let report = report(Report::default(), &analysis());
        assert!(report.starts_with("Prices in Bakı rose by 11.2%. Hamısı\n"), "{report}");
        for line in [
            "              █ eng 99% · ▓ aze <1%",
            "in aze        “Hamısı”",
            "location      Bakı AZ",
            "percent       11.2% → 11.2",
        ] {
            assert!(report.lines().any(|found| found == line), "{line}\n{report}");
        }
        assert_eq!(
            report.lines().find(|line| line.starts_with("languages")).map(|line| line.chars().count()),
            Some(14 + 48)
        );
    }

    #[test]
    fn colours_only_when_asked() {
        let plain = report(Report::default(), &analysis());
        let coloured = report(Report { color: true, ..Report::default() }, &analysis());
        assert!(!plain.contains('\x1b') && coloured.contains("\x1b[1m"));
    }

    #[test]
    fn says_that_a_text_is_empty() {
        let report = report(Report::default(), &Analysis::default());
        assert!(report.contains("The text is empty."), "{report}");
    }

    #[test]
    fn takes_commands_to_the_terminal_out_of_text() {
        assert_eq!(clean("a\x1b[31mb\r\n\u{202E}c\u{9b}"), "a\u{FFFD}[31mb c\u{FFFD}");
    }

    #[test]
    fn isolates_what_runs_from_right_to_left() {
        assert_eq!(isolated("بغداد"), "\u{2068}بغداد\u{2069}");
        assert_eq!(isolated("Bakı"), "Bakı");
        assert_eq!(fitted(&isolated("بغداد الكبرى"), 6), "\u{2068}بغداد\u{2069}…");
    }

    #[test]
    fn cuts_wide_characters_at_columns() {
        assert_eq!(fitted("東京都千代田区", 7), "東京都…");
        assert_eq!(fitted("e\u{301}te\u{301}s", 3), "e\u{301}t…");
        assert_eq!(fitted("abc", 3), "abc");
    }
}
