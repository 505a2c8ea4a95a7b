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
use crate::analysis::Id;
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
pub fn header(mut writer: impl io::Write) -> io::Result<()> {
    row(&mut writer, &COLUMNS)
}

/// Writes a row for each mention, without the header; nothing for an analysis without any.
///
/// # Errors
/// Only those of `writer`.
pub fn rows(analysis: &Analysis, settings: &Settings, mut writer: impl io::Write) -> io::Result<()> {
    let offsets = Offsets::new(&analysis.text, settings.offsets);
    let mut cursor = offsets.cursor();
    for entity in &analysis.entities {
        let Span { start, end } = cursor.of(entity.span);
        let name = entity.name.and_then(|index| analysis.names.get(index));
        let links: Vec<_> =
            name.into_iter().flat_map(|name| &name.links).map(|(scheme, id)| format!("{scheme}:{id}")).collect();
        let block = holding(&analysis.blocks, entity.span, |block| block.span);
        let language = holding(&analysis.sentences, entity.span, |sentence| sentence.span)
            .map(|sentence| sentence.language)
            .or(block.map(|block| block.language));
        let cells = [
            analysis.id.as_ref().map(Id::as_str).unwrap_or_default(),
            analysis.source.name.as_deref().unwrap_or_default(),
            &start.to_string(),
            &end.to_string(),
            entity.kind.as_str(),
            entity.span.of(&analysis.text),
            &entity.value.as_ref().and_then(super::value::short).unwrap_or_default(),
            &super::decimal(entity.confidence),
            name.map(|name| name.name.as_str()).unwrap_or_default(),
            &links.join(" "),
            block.map(|block| block.kind.as_str()).unwrap_or_default(),
            block.map(|block| if block.content() { "true" } else { "false" }).unwrap_or_default(),
            language.as_ref().map(|code| code.as_str()).unwrap_or_default(),
        ];
        row(&mut writer, &cells)?;
    }
    Ok(())
}

/// Writes a row. The crate that reads dictionaries also writes, but parses numbers for it, whose tables weigh in the wasm.
fn row(writer: &mut dyn io::Write, cells: &[&str]) -> io::Result<()> {
    let mut line = String::new();
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            line.push(',');
        }
        if cell.contains([',', '"', '\r', '\n']) {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(cell);
        }
    }
    line.push_str("\r\n");
    writer.write_all(line.as_bytes())
}
