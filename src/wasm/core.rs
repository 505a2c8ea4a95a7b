//! The pipeline as JavaScript sees it.
//!
//! Wide results cross as columns of numbers, whose offsets count UTF-16 code units; the rest as JSON: objects made property by property
//! across the border take several times as long.
//! So do options, whose misspelt names are only noticed so. `pkg/` makes objects of all when they are looked at.

use super::thrown;
use crate::entity::{Dictionary, Entry, Name, Read, Value};
use crate::export::json::Explanation;
use crate::export::{self, Format, Settings};
use crate::language::{Code, Language, Share};
use crate::source::{self, Decoded, Hint, Source};
use crate::{Analysis, Error, Offsets, Options, Pipeline, Span, Stage, Unit, analysis, block, entity};
use js_sys::{Array, Function, Uint8Array, Uint32Array};
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::ops::ControlFlow;
use wasm_bindgen::prelude::*;

/// The crate's version, and the kinds that columns name by their index.
#[wasm_bindgen]
pub fn tables() -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Tables {
        version: &'static str,
        blocks: Vec<(&'static str, bool)>,
        entities: Vec<&'static str>,
    }
    let tables = Tables {
        version: env!("CARGO_PKG_VERSION"),
        blocks: block::Kind::ALL.iter().map(|kind| (kind.as_str(), kind.content())).collect(),
        entities: entity::Kind::ALL.iter().map(|kind| kind.as_str()).collect(),
    };
    Ok(serde_wasm_bindgen::to_value(&tables)?)
}

/// A pipeline.
#[wasm_bindgen]
pub struct Core {
    pipeline: Pipeline,
}

#[wasm_bindgen]
impl Core {
    /// A pipeline without packs.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Core, JsValue> {
        Ok(Self { pipeline: Pipeline::new().map_err(thrown)? })
    }

    /// Adds or replaces a pack.
    #[wasm_bindgen(js_name = addPack)]
    pub fn add_pack(&mut self, bytes: Vec<u8>) -> Result<(), JsValue> {
        self.pipeline.add_pack(bytes).map_err(thrown)
    }

    /// Analyses `input`, a string or a `Uint8Array`. `progress` is called with the name of each stage that begins; what it
    /// throws ends the analysis.
    /// With `names` it is asked to read for names: called with the text and, in turn, starts and ends of stretches in UTF-8 bytes, it gives
    /// what it reads in the form of [`super::accurate`].
    pub fn analyze(
        &self,
        input: JsValue,
        options: &str,
        progress: Option<Function>,
        names: Option<Function>,
    ) -> Result<Array, JsValue> {
        let asked = Asked::read(options)?;
        let has_text = input.is_string();
        let analysis = self.analysis(input, &asked, progress, names)?;
        columns(&analysis, has_text)
    }

    /// Analyses `input` and writes the analysis as `format`.
    pub fn export(
        &self,
        input: JsValue,
        format: &str,
        options: &str,
        names: Option<Function>,
    ) -> Result<String, JsValue> {
        let format = Format::from_name(format).map_err(thrown)?;
        let asked = Asked::read(options)?;
        let settings = Settings { offsets: Unit::Utf16, text: asked.text, color: false };
        let mut bytes = Vec::new();
        export::write(&self.analysis(input, &asked, None, names)?, format, &settings, &mut bytes)
            .map_err(|error| thrown(Error::input(error.to_string())))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

impl Core {
    fn analysis(
        &self,
        input: JsValue,
        asked: &Asked,
        progress: Option<Function>,
        names: Option<Function>,
    ) -> Result<Analysis, JsValue> {
        let exception = Cell::new(None);
        let mut observer =
            |stage: Stage| match progress.as_ref().map(|f| f.call1(&JsValue::NULL, &stage.as_str().into())) {
                Some(Err(thrown)) => {
                    exception.set(Some(thrown));
                    ControlFlow::Break(())
                }
                _ => ControlFlow::Continue(()),
            };
        let mut read = |text: &str, stretches: &[Span]| {
            let ends: Vec<u32> = stretches.iter().flat_map(|span| [number(span.start), number(span.end)]).collect();
            let ends = Uint32Array::from(ends.as_slice());
            let found = names.as_ref().map(|f| f.call2(&JsValue::NULL, &text.into(), &ends));
            let reading = found.unwrap_or(Ok(JsValue::NULL)).and_then(|bytes| {
                let bytes = bytes.dyn_into::<Uint8Array>()?.to_vec();
                let other = || thrown(Error::input("the wasm file of the accurate tagger is of another version"));
                postcard::from_bytes(&bytes).map_err(|_| other())
            });
            reading.map_err(|thrown| exception.set(Some(thrown))).ok()
        };
        let options = asked.options().map_err(thrown)?;
        self.pipeline.check(&options).map_err(thrown)?;
        let decoded = asked.decode(input).map_err(thrown)?;
        let read = names.is_some().then_some(&mut read as Read<'_>);
        let found = self.pipeline.observe_with(decoded, &options, &mut observer, read);
        match (found, exception.take()) {
            (_, Some(exception)) => Err(exception),
            (found, None) => Ok(found.unwrap_or_default()),
        }
    }
}

/// The options of a call.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Asked {
    stages: Option<Vec<String>>,
    #[serde(alias = "candidates")]
    languages: Option<Vec<String>>,
    #[serde(default)]
    explain: bool,
    reference_date: Option<String>,
    dictionary: Option<Vec<Entry>>,
    name: Option<String>,
    media: Option<String>,
    #[serde(default)]
    text: bool,
    /// Whether the input is what `decode` made of bytes.
    #[serde(default)]
    decoded: bool,
}

impl Asked {
    fn read(options: &str) -> Result<Self, JsValue> {
        serde_json::from_str(options).map_err(|error| thrown(Error::option(error.to_string())))
    }

    fn options(&self) -> Result<Options, Error> {
        let mut options = Options { explain: self.explain, ..Options::default() };
        if let Some(stages) = &self.stages {
            options.stages = Stage::list(&stages.join(","))?;
        }
        if let Some(languages) = &self.languages {
            let code = |code: &String| {
                Code::new(code)
                    .ok_or_else(|| Error::option(format!("\"{code}\" is no ISO 639-3 code, such as \"aze\"")))
            };
            options.languages = Some(languages.iter().map(code).collect::<Result<_, _>>()?);
        }
        if let Some(date) = &self.reference_date {
            options.reference_date = Some(date.parse()?);
        }
        if let Some(dictionary) = &self.dictionary {
            options.dictionary = Some(Dictionary::new(dictionary.clone())?);
        }
        Ok(options)
    }

    fn decode(&self, input: JsValue) -> Result<Decoded, Error> {
        if let Some(text) = input.as_string() {
            let source = Source { name: self.name.clone(), media: "text/plain".into(), encoding: "utf-8".into() };
            return Ok(Decoded { text, source, verbatim: true, ..Decoded::default() });
        }
        let bytes = input.dyn_into::<Uint8Array>();
        let bytes = bytes.map_err(|_| Error::input("the input is neither a string nor a Uint8Array"))?.to_vec();
        if self.decoded {
            return postcard::from_bytes(&bytes)
                .map_err(|_| Error::input("the wasm file that has read the bytes is of another version"));
        }
        source::decode(&bytes, &Hint { name: self.name.clone(), media: self.media.clone() })
    }
}

/// What is small in an analysis.
#[derive(Serialize)]
struct Rest<'a> {
    length: usize,
    verbatim: bool,
    source: &'a Source,
    document: &'a analysis::Document,
    language: &'a Language,
    languages: &'a [Share],
    warnings: &'a [String],
    codes: Vec<Code>,
    scripts: Vec<&'static str>,
}

/// What are objects of many shapes, one an entity or a name.
#[derive(Serialize)]
struct Objects<'a> {
    values: Vec<Option<&'a Value>>,
    /// One a run, where they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    explanations: Vec<Option<Explanation<'a>>>,
    /// The same, one a sentence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bounds: Vec<Option<Explanation<'a>>>,
    /// The same, one an entity.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<Option<Explanation<'a>>>,
    names: &'a [Name],
}

/// An analysis as JavaScript gets it: what is small as JSON; values and names as JSON, where there are any; numbers; and the text where
/// the caller does not have it.
///
/// The numbers begin with where each column ends among them. Columns have a fixed number of entries an item; those of confidences hold
/// the bits of 32-bit floats. One array crosses the border sooner than many.
fn columns(analysis: &Analysis, has_text: bool) -> Result<Array, JsValue> {
    let offsets = Offsets::new(&analysis.text, Unit::Utf16);
    let (mut codes, mut scripts) = (Table(Vec::new()), Table(Vec::new()));
    let mut columns = Columns { numbers: vec![0; COLUMNS], next: 0 };

    let mut cursor = offsets.cursor();
    for block in &analysis.blocks {
        columns.span(cursor.of(block.span));
        columns.add([block.kind as u32, codes.index(block.language), optional(block.duplicate_of)]);
    }
    columns.end();
    analysis.blocks.iter().for_each(|block| columns.add([block.confidence.to_bits()]));
    columns.end();
    let mut cursor = offsets.cursor();
    for sentence in &analysis.sentences {
        columns.span(cursor.of(sentence.span));
        columns.add([number(sentence.block), codes.index(sentence.language)]);
    }
    columns.end();
    let mut cursor = offsets.cursor();
    analysis.words.iter().for_each(|&word| columns.span(cursor.of(word)));
    columns.end();
    let mut cursor = offsets.cursor();
    for run in &analysis.runs {
        columns.span(cursor.of(run.span));
        columns.add([codes.index(run.language), scripts.index(run.script)]);
    }
    columns.end();
    analysis.runs.iter().for_each(|run| columns.add([run.confidence.to_bits()]));
    columns.end();
    let mut cursor = offsets.cursor();
    for entity in &analysis.entities {
        columns.span(cursor.of(entity.span));
        columns.add([entity.kind as u32, optional(entity.name)]);
    }
    columns.end();
    analysis.entities.iter().for_each(|entity| columns.add([entity.confidence.to_bits()]));
    columns.end();

    let rest = json(&Rest {
        length: offsets.length(),
        verbatim: analysis.verbatim,
        source: &analysis.source,
        document: &analysis.document,
        language: &analysis.language,
        languages: &analysis.languages,
        warnings: &analysis.warnings,
        codes: codes.0,
        scripts: scripts.0,
    })?;
    let bounded = analysis.sentences.iter().any(|sentence| sentence.explanation.is_some());
    let explained = analysis.runs.iter().any(|run| run.explanation.is_some());
    let reasoned = analysis.entities.iter().any(|entity| entity.explanation.is_some());
    let objects = if bounded || explained || !analysis.entities.is_empty() {
        let mut cursor = offsets.cursor();
        let sentences = analysis.sentences.iter().filter(|_| bounded).map(|sentence| sentence.explanation.as_deref());
        let explanations =
            analysis.runs.iter().filter(|_| explained).map(|run| run.explanation.as_deref().map(Explanation::of_run));
        let reasons = analysis
            .entities
            .iter()
            .filter(|_| reasoned)
            .map(|entity| entity.explanation.as_deref().map(Explanation::of_entity));
        json(&Objects {
            values: analysis.entities.iter().map(|entity| entity.value.as_ref()).collect(),
            explanations: explanations.collect(),
            bounds: sentences
                .map(|bounds| bounds.map(|bounds| Explanation::of_sentence(bounds, &mut cursor)))
                .collect(),
            reasons: reasons.collect(),
            names: &analysis.names,
        })?
        .into()
    } else {
        JsValue::UNDEFINED
    };
    let text = if has_text { JsValue::UNDEFINED } else { analysis.text.as_str().into() };
    let numbers = Uint32Array::from(columns.numbers.as_slice());
    Ok(Array::of4(&rest.into(), &objects, &numbers, &text))
}

/// Columns of numbers: blocks, their confidences, sentences, words, runs, their confidences, entities, their confidences.
const COLUMNS: usize = 8;

struct Columns {
    numbers: Vec<u32>,
    next: usize,
}

impl Columns {
    fn add<const COUNT: usize>(&mut self, numbers: [u32; COUNT]) {
        self.numbers.extend(numbers);
    }

    fn span(&mut self, span: Span) {
        self.add([number(span.start), number(span.end)]);
    }

    /// Ends a column: its end among the numbers is set down.
    fn end(&mut self) {
        let end = number(self.numbers.len());
        self.numbers.get_mut(self.next).into_iter().for_each(|place| *place = end);
        self.next += 1;
    }
}

fn json(value: &impl Serialize) -> Result<String, JsValue> {
    serde_json::to_string(value).map_err(|error| thrown(Error::input(error.to_string())))
}

/// Distinct values in order of appearance; so few that a search beats a map.
struct Table<T>(Vec<T>);

impl<T: PartialEq> Table<T> {
    fn index(&mut self, value: T) -> u32 {
        let index = self.0.iter().position(|known| *known == value).unwrap_or_else(|| {
            self.0.push(value);
            self.0.len() - 1
        });
        number(index)
    }
}

/// A number as columns hold it; no text in a 32-bit memory reaches the limit.
fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// An index or none, as one more than the index or 0.
fn optional(index: Option<usize>) -> u32 {
    index.map_or(0, |index| number(index).saturating_add(1))
}
