//! CSV: one row a mention, by RFC 4180 (commas, CRLF, quotes where needed), UTF-8
//! without a byte order mark.
//!
//! | column | what |
//! | --- | --- |
//! | `id` | the caller's name for the text |
//! | `source` | the file's name |
//! | `start`, `end` | offsets, `end` not included |
//! | `kind` | of the mention |
//! | `text` | as it stands in the document |
//! | `value` | normalised, in one short string: `2024-02-04`, `1200 USD`, `5 km`, `11.2`, `CN` |
//! | `confidence` | 0 to 1, not calibrated |
//! | `name` | the fullest form of the name that it is a mention of |
//! | `links` | of that name, as `scheme:identifier`, separated by spaces |
//! | `block` | kind of the block it stands in |
//! | `content` | whether that block is content (`true`) or boilerplate (`false`) |
//! | `language` | of the sentence it stands in, else of its block |
//!
//! Cells are empty where a stage was not asked for or has no answer. They hold exactly what the text holds: nothing is put
//! before `=`, `+`, `-` or `@`, with which handles and negative numbers begin and spreadsheets begin formulas. Import files
//! from strangers as text.

use super::{Settings, holding};
use crate::{Analysis, Offsets, Span};
use std::io;

const COLUMNS: [&str; 13] = [
    "id",
    "source",
    "start",
    "end",
    "kind",
    "text",
    "value",
    "confidence",
    "name",
    "links",
    "block",
    "content",
    "language",
];

/// Writes the line of column names.
///
/// # Errors
/// Only those of `writer`.
pub fn header(writer: impl io::Write) -> io::Result<()> {
    let mut table = table(writer);
    table.write_record(COLUMNS)?;
    table.flush()
}

/// Writes a row for each mention, without the header; nothing for an analysis without any.
///
/// # Errors
/// Only those of `writer`.
pub fn rows(analysis: &Analysis, settings: &Settings, writer: impl io::Write) -> io::Result<()> {
    let offsets = Offsets::new(&analysis.text, settings.offsets);
    let mut cursor = offsets.cursor();
    let mut table = table(writer);
    for entity in &analysis.entities {
        let Span { start, end } = cursor.of(entity.span);
        let name = entity.name.and_then(|index| analysis.names.get(index));
        let links: Vec<_> =
            name.into_iter().flat_map(|name| &name.links).map(|(scheme, id)| format!("{scheme}:{id}")).collect();
        let block = holding(&analysis.blocks, entity.span, |block| block.span);
        let language = holding(&analysis.sentences, entity.span, |sentence| sentence.span)
            .map(|sentence| sentence.language)
            .or(block.map(|block| block.language));
        table.write_record([
            analysis.id.as_deref().unwrap_or_default(),
            analysis.source.name.as_deref().unwrap_or_default(),
            &start.to_string(),
            &end.to_string(),
            entity.kind.as_str(),
            entity.span.of(&analysis.text),
            &entity.value.as_ref().and_then(super::value::short).unwrap_or_default(),
            &super::rounded(entity.confidence).to_string(),
            name.map(|name| name.name.as_str()).unwrap_or_default(),
            &links.join(" "),
            block.map(|block| block.kind.as_str()).unwrap_or_default(),
            block.map(|block| if block.content() { "true" } else { "false" }).unwrap_or_default(),
            language.as_ref().map(|code| code.as_str()).unwrap_or_default(),
        ])?;
    }
    table.flush()
}

fn table<W: io::Write>(writer: W) -> csv::Writer<W> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(writer)
}
