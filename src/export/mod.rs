//! Export: an analysis as JSON, JSONL, CSV, CoNLL, brat, Web Annotation or HTML, or as a report to read.
//!
//! [`write()`] writes any format for one analysis; the modules document each format and write parts of it, for those who
//! put many analyses into one file.

pub mod annotation;
pub mod brat;
pub mod conll;
pub mod csv;
pub mod html;
pub mod json;
#[cfg(feature = "cli")]
pub mod report;
mod value;

use crate::analysis::Id;
use crate::{Analysis, Error, Span, Unit};
use std::io;

/// How an analysis is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A report for people. Part of the feature `cli`.
    #[cfg(feature = "cli")]
    Text,
    /// One JSON document, indented.
    Json,
    /// One JSON document a line.
    Jsonl,
    /// Entities as CSV (RFC 4180).
    Csv,
    /// Tokens with IOB2 tags, a blank line after each sentence.
    Conll,
    /// brat standoff annotation.
    Brat,
    /// W3C Web Annotation, JSON-LD.
    WebAnnotation,
    /// A page that needs no other file.
    Html,
}

impl Format {
    /// All formats.
    pub const ALL: &'static [Self] = &[
        #[cfg(feature = "cli")]
        Self::Text,
        Self::Json,
        Self::Jsonl,
        Self::Csv,
        Self::Conll,
        Self::Brat,
        Self::WebAnnotation,
        Self::Html,
    ];

    /// The name used in options, for example `webannotation`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            #[cfg(feature = "cli")]
            Self::Text => "text",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Conll => "conll",
            Self::Brat => "brat",
            Self::WebAnnotation => "webannotation",
            Self::Html => "html",
        }
    }

    /// The format with that name in options.
    ///
    /// # Errors
    /// When there is no such format.
    pub fn from_name(name: &str) -> Result<Self, Error> {
        Self::ALL.iter().copied().find(|format| format.as_str() == name).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|format| format.as_str()).collect();
            Error::option(format!("no format is called \"{name}\": there are {}", names.join(", ")))
        })
    }

    /// The usual ending of files in this format, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            #[cfg(feature = "cli")]
            Self::Text => "txt",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Conll => "conll",
            Self::Brat => "ann",
            Self::WebAnnotation => "jsonld",
            Self::Html => "html",
        }
    }
}

/// What to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// What offsets count, in JSON, JSONL and CSV. brat and Web Annotation prescribe code points.
    pub offsets: Unit,
    /// Whether the text goes into JSON even where it is the input itself.
    pub text: bool,
    /// Whether a report is coloured with ANSI escapes.
    pub color: bool,
}

/// Writes `analysis` as `format`.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hamisi::export::{self, Format, Settings};
/// use hamisi::{Options, Pipeline};
///
/// let analysis = Pipeline::new()?.analyze("Salam, Bakı!", &Options::default());
/// let mut json = Vec::new();
/// export::write(&analysis, Format::Jsonl, &Settings::default(), &mut json)?;
/// assert!(json.starts_with(br#"{"schema":"hamisi/1","id":null,"offsets":"codepoint","length":12,"#));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Only those of `writer`.
pub fn write(analysis: &Analysis, format: Format, settings: &Settings, writer: &mut dyn io::Write) -> io::Result<()> {
    match format {
        #[cfg(feature = "cli")]
        Format::Text => {
            report::Report { color: settings.color, ..report::Report::default() }.document(analysis, writer)
        }
        Format::Json => json::write_lines(analysis, settings, writer),
        Format::Jsonl => json::write_line(analysis, settings, writer),
        Format::Csv => {
            csv::header(&mut *writer)?;
            csv::rows(analysis, settings, writer)
        }
        Format::Conll => conll::write(analysis, writer),
        Format::Brat => brat::write(analysis, writer),
        Format::WebAnnotation => annotation::write(analysis, writer),
        Format::Html => html::write(analysis, writer),
    }
}

/// What people call the text: its id, else its file's name.
fn called(analysis: &Analysis) -> Option<&str> {
    analysis.id.as_ref().map(Id::as_str).or(analysis.source.name.as_deref())
}

/// The stretches to lay out one after the other: `found`, or where that stage was not asked for, the text's lines.
fn stretches(text: &str, found: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut spans: Vec<_> = found.collect();
    if spans.is_empty() {
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let span = Span::new(start, start + line.len()).trimmed(text);
            start += line.len();
            if !span.is_empty() {
                spans.push(span);
            }
        }
    }
    spans
}

/// The last of `items`, which are in order, that starts at or before `span` and holds its first byte.
fn holding<T>(items: &[T], span: Span, of: impl Fn(&T) -> Span) -> Option<&T> {
    let after = items.partition_point(|item| of(item).start <= span.start);
    items.get(after.checked_sub(1)?).filter(|item| span.start < of(item).end)
}

/// Whether `c` ends a line, or a cell, in some reader of lines.
fn breaks_line(c: char) -> bool {
    matches!(c, '\t'..='\r' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A score as people write it, with at most four decimals. Formatting floats would weigh more in the wasm than all exports.
fn decimal(score: f32) -> String {
    let scaled = (f64::from(score) * 1e4).round() as u64;
    let digits = format!("{}.{:04}", scaled / 10_000, scaled % 10_000);
    digits.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Four decimals, so that the last bit of a computation does not show; 0 for what is no number.
fn rounded(score: f32) -> f64 {
    if score.is_nan() { 0.0 } else { (f64::from(score) * 1e4).round() / 1e4 }
}
