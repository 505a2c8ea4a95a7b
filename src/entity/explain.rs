//! Why a mention was taken for what it is.

use super::name::Known;
use super::tagger::token::{Kind as Token, tokens};
use super::tagger::{Mention, Model, Stretch, Workspace};
use super::{Context, Entity, Name, Value};
use crate::Span;
use crate::language::Code;

/// What decided about a mention.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What found it: the `tagger`; the `gazetteer` of territories; a `rule` of dates and amounts; a `pattern` of addresses and
    /// identifiers; the user's `dictionary`; or the `document`, where other mentions or an acronym beside it say so.
    pub by: &'static str,
    /// What spoke for it, in the order of the text; at most eight, of the tagger the weightiest.
    pub features: Vec<Feature>,
}

/// A part of the text that spoke for a mention.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// As it stands in the text, or in the dictionary.
    pub text: String,
    /// What it is known or read as: `month`, `currency`, `city, family`; empty where nothing is known of it.
    pub is: String,
    /// Of the tagger: how much of the confidence is gone without this word; less than 0: it speaks against the mention.
    pub weight: Option<f32>,
}

/// Features that are told.
const TOLD: usize = 8;
/// Bytes and words before and after a mention that are looked at.
const AROUND: usize = 160;
const WORDS: usize = 4;
/// The least weight that is told of a word of which nothing is known.
const LEAST: f32 = 0.01;

impl Feature {
    pub(super) fn new(text: &str, is: &str) -> Self {
        Self { text: text.to_owned(), is: is.to_owned(), weight: None }
    }
}

impl Explanation {
    /// An explanation with a single feature.
    #[inline(never)]
    pub(super) fn of(by: &'static str, text: &str, is: &str) -> Option<Box<Self>> {
        Self::boxed(by, vec![Feature::new(text, is)])
    }

    /// An explanation in a box, as entities hold it.
    #[inline(never)]
    pub(super) fn boxed(by: &'static str, mut features: Vec<Feature>) -> Option<Box<Self>> {
        features.truncate(TOLD);
        Some(Box::new(Self { by, features }))
    }
}

/// Says of all of `found` what found them.
#[inline(never)]
pub(super) fn all(by: &'static str, text: &str, found: &mut [Entity]) {
    for entity in found {
        let is = match &entity.value {
            Some(Value::Identifier { scheme, .. }) => scheme,
            Some(Value::Location { country }) => country,
            _ => entity.kind.as_str(),
        };
        entity.explanation = Explanation::of(by, entity.span.of(text), is);
    }
}

/// Says of the mentions that a model found what they hang on, and of those that other mentions told which name that is. `model` is the
/// one that found them, where it is the tagger's own.
#[inline(never)]
pub(super) fn names(
    model: Option<&Model>,
    text: &str,
    context: &Context<'_>,
    known: &Known<'_>,
    entities: &mut [Entity],
    names: &[Name],
) {
    let mut work = Workspace::default();
    for entity in entities.iter_mut().filter(|entity| entity.kind.is_name()) {
        let name = entity.name.and_then(|name| names.get(name));
        match &mut entity.explanation {
            Some(explanation) if explanation.by == "document" => {
                let features = explanation.features.iter_mut().filter(|feature| feature.is != "acronym");
                features.for_each(|feature| feature.text = name.map_or_else(String::new, |name| name.name.clone()));
            }
            None => {
                let after = context.sentences.partition_point(|sentence| sentence.span.end <= entity.span.start);
                let sentence = context.sentences.get(after).map_or((entity.span, Code::UND), |sentence| {
                    (Span::new(sentence.span.start, sentence.span.end.max(entity.span.end)), sentence.language)
                });
                let document = context.languages.document.code;
                let language = if sentence.1.is_language() { sentence.1 } else { document };
                entity.explanation = tagger(model, known, text, (sentence.0, language), entity, &mut work);
            }
            Some(_) => {}
        }
    }
}

/// What a model's mention hangs on: what the lexicon knows of its words and, of the tagger's own model, the words without which it would be
/// less sure.
fn tagger(
    model: Option<&Model>,
    known: &Known<'_>,
    text: &str,
    (sentence, language): (Span, Code),
    entity: &Entity,
    work: &mut Workspace,
) -> Option<Box<Explanation>> {
    let own = entity.span;
    let mut window =
        Span::new(sentence.start.max(own.start.saturating_sub(AROUND)), sentence.end.min(own.end + AROUND));
    while !text.is_char_boundary(window.start) {
        window.start += 1;
    }
    while !text.is_char_boundary(window.end) {
        window.end -= 1;
    }
    let words: Vec<Span> =
        tokens(text, window).filter(|token| token.kind != Token::Sign).map(|token| token.span).collect();
    let first = words.partition_point(|word| word.end <= own.start).saturating_sub(WORDS);
    let last = words.partition_point(|word| word.start < own.end) + WORDS;
    let lexicon = known.lexicon.as_ref();
    let marks = lexicon.map(|lexicon| lexicon.marks(text, &words)).unwrap_or_default();
    let mut sure = |model: &Model, text: &str, own: Span| {
        let mut found: Vec<Mention> = Vec::new();
        let stretch = Stretch { span: Span::new(0, text.len()), language, lexicon, reading: None };
        model.tag(text, &stretch, work, &mut found);
        let same = found.iter().filter(|mention| mention.kind == entity.kind && mention.span.overlaps(own));
        same.map(|mention| mention.confidence).fold(0.0, f32::max)
    };
    let whole = window.of(text);
    let shifted =
        |span: Span| Span::new(span.start.max(window.start) - window.start, span.end.min(window.end) - window.start);
    let confidence = model.map_or(0.0, |model| sure(model, whole, shifted(own)));
    let mut features = Vec::new();
    for (at, &word) in words.iter().enumerate().take(last).skip(first) {
        let inside = word.overlaps(own);
        let mark = marks.get(at).filter(|_| inside).copied().unwrap_or_default();
        let is = format!("{:?}", mark.alone | mark.stem | mark.longer);
        // A mention of a single word cannot do without it.
        let alone = word.start <= own.start && word.end >= own.end;
        let weight = model.filter(|_| !alone).map(|model| {
            let cut = shifted(word);
            let without = [Span::new(0, cut.start).of(whole), Span::new(cut.end, whole.len()).of(whole)].concat();
            let (length, own) = (cut.len(), shifted(own));
            let own = match cut.start < own.start {
                true => Span::new(own.start - length, own.end - length),
                false if inside => Span::new(own.start, own.end - length),
                false => own,
            };
            confidence - sure(model, &without, own)
        });
        if !is.is_empty() || weight.is_some_and(|weight| weight.abs() >= LEAST) {
            features.push(Feature { text: word.of(text).to_owned(), is, weight });
        }
    }
    let weight = |feature: &Feature| feature.weight.map_or(f32::INFINITY, f32::abs);
    while features.len() > TOLD {
        let least = (0..features.len()).min_by(|&a, &b| {
            let [a, b] = [a, b].map(|at| features.get(at).map_or(0.0, weight));
            a.total_cmp(&b)
        });
        features.remove(least.unwrap_or(0));
    }
    Explanation::boxed("tagger", features)
}
