//! Any text's blocks, sentences, words, languages, names, dates and amounts.
//!
//! Text runs one way through plain functions, each from the text and earlier results to spans:
//!
//! 1. [`source`] decodes bytes: encoding, media type, HTML structure.
//! 2. [`block`] finds the blocks, what kind each is, and whether it is content.
//! 3. [`segment`] finds sentences and words.
//! 4. [`language`] names the language and script of the document, each block, sentence and run.
//! 5. [`entity`] finds names, places, dates and amounts, and groups the mentions of one thing.
//! 6. [`analysis`] is the one result with its invariants.
//! 7. [`export`] writes it as JSON, CSV, CoNLL, brat, Web Annotation or HTML.
//!
//! [`Pipeline`] runs them all, and is the only type most readers need.
//!
//! ```
//! # fn main() -> Result<(), hamisi::Error> {
//! use hamisi::{Options, Pipeline};
//!
//! let pipeline = Pipeline::new()?;
//! let analysis = pipeline.analyze("On 4 February 2024 prices rose by 11.2%.", &Options::default());
//! for entity in &analysis.entities {
//!     println!("{} {}", entity.kind, entity.span.of(&analysis.text));
//! }
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)
)]

#[cfg(feature = "accurate")]
pub mod accurate;
pub mod analysis;
pub mod block;
pub mod code;
pub mod entity;
pub mod error;
pub mod export;
mod hash;
pub mod language;
pub mod pack;
pub mod pipeline;
pub mod retrieval;
pub mod segment;
mod sort;
pub mod source;
pub mod span;

#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use analysis::Analysis;
pub use error::Error;
pub use pipeline::{Options, Pipeline, Stage, TaggerKind};
pub use span::{Offsets, Span, Unit};

/// The README's example is true.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
