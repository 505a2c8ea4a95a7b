//! Why a mention was taken for what it is.

use super::name::Known;
use super::tagger::token::{Kind as Token, tokens};
use super::tagger::{Mention, Model, Stretch, Workspace};
use super::{Context, Entity, Name, Read, Value};
use crate::Span;
use crate::language::Code;
use std::ops::Range;

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
/// Mentions that are asked about at once: a second network reads many short stretches faster than few.
const TOGETHER: usize = 16;
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
/// tagger's own, beside which `read` reads, where a second network did. None when that was broken off.
#[inline(never)]
pub(super) fn names(
    model: Option<&Model>,
    mut read: Option<Read<'_>>,
    text: &str,
    context: &Context<'_>,
    known: &Known<'_>,
    entities: &mut [Entity],
    names: &[Name],
) -> Option<()> {
    let mut work = Workspace::default();
    let named = entities.iter_mut().filter(|entity| entity.kind.is_name());
    let mut asked = Vec::new();
    for entity in named {
        let name = entity.name.and_then(|name| names.get(name));
        match &mut entity.explanation {
            Some(explanation) if explanation.by == "document" => {
                let features = explanation.features.iter_mut().filter(|feature| feature.is != "acronym");
                features.for_each(|feature| feature.text = name.map_or_else(String::new, |name| name.name.clone()));
            }
            None => asked.push(entity),
            Some(_) => {}
        }
    }
    for some in asked.chunks_mut(TOGETHER) {
        let mut trials = Trials::default();
        let around: Vec<Around> = some.iter().map(|entity| Around::new(text, context, entity, &mut trials)).collect();
        let reading = match (&mut read, model) {
            (Some(read), Some(_)) => {
                let stretches: Vec<Span> = trials.places.iter().map(|&(stretch, _)| stretch).collect();
                Some(read(&trials.text, &stretches)?)
            }
            _ => None,
        };
        for (entity, around) in some.iter_mut().zip(around) {
            let sure = |at: usize| {
                let (model, &(span, own)) = (model?, trials.places.get(at)?);
                let (language, lexicon) = (around.language, known.lexicon.as_ref());
                let mut found: Vec<Mention> = Vec::new();
                model.tag(
                    &trials.text,
                    &Stretch { span, language, lexicon, reading: reading.as_ref() },
                    &mut work,
                    &mut found,
                );
                let same = found.iter().filter(|mention| mention.kind == entity.kind && mention.span.overlaps(own));
                Some(same.map(|mention| mention.confidence).fold(0.0, f32::max))
            };
            entity.explanation = around.explanation(text, known, sure);
        }
    }
    Some(())
}

/// What stands around a mention.
struct Around {
    own: Span,
    language: Code,
    /// The words of the mention's sentence, as far as it is looked at, and which of them are asked about.
    words: Vec<Span>,
    asked: Range<usize>,
    /// The first of its trials: that with all words.
    trial: usize,
}

/// Stretches of text as they stand, and without a word each.
#[derive(Default)]
struct Trials {
    text: String,
    /// Where each is, and in it the mention.
    places: Vec<(Span, Span)>,
}

impl Trials {
    /// Adds `before` and `after`, in which the mention is at `own`.
    fn add(&mut self, before: &str, after: &str, own: Span) {
        let start = self.text.len();
        self.text.push_str(before);
        self.text.push_str(after);
        self.places.push((Span::new(start, self.text.len()), Span::new(start + own.start, start + own.end)));
        self.text.push('\n');
    }
}

impl Around {
    /// What is around `entity`; adds its trials: one with all words, then one without each that is asked about.
    fn new(text: &str, context: &Context<'_>, entity: &Entity, trials: &mut Trials) -> Self {
        let own = entity.span;
        let after = context.sentences.partition_point(|sentence| sentence.span.end <= own.start);
        let (sentence, language) = context.sentences.get(after).map_or((own, Code::UND), |sentence| {
            (Span::new(sentence.span.start, sentence.span.end.max(own.end)), sentence.language)
        });
        let language = if language.is_language() { language } else { context.languages.document.code };
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
        let last = (words.partition_point(|word| word.start < own.end) + WORDS).min(words.len());
        let asked = first.min(last)..last;
        let trial = trials.places.len();
        let whole = window.of(text);
        let shifted = |span: Span| {
            Span::new(span.start.max(window.start) - window.start, span.end.min(window.end) - window.start)
        };
        trials.add(whole, "", shifted(own));
        for &word in words.get(asked.clone()).unwrap_or_default() {
            let (cut, own) = (shifted(word), shifted(own));
            let length = cut.len();
            let own = match cut.start < own.start {
                true => Span::new(own.start - length, own.end - length),
                false if word.overlaps(entity.span) => Span::new(own.start, own.end - length),
                false => own,
            };
            trials.add(Span::new(0, cut.start).of(whole), Span::new(cut.end, whole.len()).of(whole), own);
        }
        Self { own, language, words, asked, trial }
    }

    /// What the mention hangs on: what the lexicon knows of its words, and the words without which a model would be less sure. `sure`
    /// tells how sure one is in a trial.
    fn explanation(
        &self,
        text: &str,
        known: &Known<'_>,
        mut sure: impl FnMut(usize) -> Option<f32>,
    ) -> Option<Box<Explanation>> {
        let own = self.own;
        let marks = known.lexicon.as_ref().map(|lexicon| lexicon.marks(text, &self.words)).unwrap_or_default();
        let confidence = sure(self.trial);
        let mut features = Vec::new();
        for (at, trial) in self.asked.clone().zip(self.trial + 1..) {
            let Some(&word) = self.words.get(at) else { break };
            let mark = marks.get(at).filter(|_| word.overlaps(own)).copied().unwrap_or_default();
            let is = format!("{:?}", mark.alone | mark.stem | mark.longer);
            // A mention of a single word cannot do without it.
            let alone = word.start <= own.start && word.end >= own.end;
            let weight = confidence.filter(|_| !alone).and_then(|confidence| Some(confidence - sure(trial)?));
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
}
