//! How well mentions are found: F1 of exactly right ones, and of their calibration.

use super::corpus::{Annotated, kind};
use hamisi::entity::lexicon::Lexicon;
use hamisi::entity::tagger::{Mention, Model, Reading, Stretch, Workspace};
use hamisi::{Span, code::Code, entity};
use std::collections::{BTreeMap, HashSet};

/// Right, found and expected mentions.
#[derive(Clone, Copy, Default)]
pub struct Count(pub usize, pub usize, pub usize);

impl Count {
    pub fn f1(self) -> f64 {
        200.0 * self.0 as f64 / (self.1 + self.2).max(1) as f64
    }
}

fn number(kind: entity::Kind) -> u8 {
    match kind {
        entity::Kind::Person => 1,
        entity::Kind::Location => 2,
        entity::Kind::Organization => 3,
        _ => 4,
    }
}

/// The mentions that `model` finds in each sentence, together with what a second network has read in it, if anything is given.
pub fn tag<'s>(
    model: &Model,
    readings: &[Reading],
    lexicon: &Lexicon<'_>,
    sentences: impl IntoIterator<Item = &'s Annotated>,
) -> Vec<Vec<Mention>> {
    let mut work = Workspace::default();
    let all = sentences.into_iter().enumerate().map(|(at, sentence)| {
        let mut found = Vec::new();
        let language = Code::new(&sentence.language).unwrap_or(Code::UND);
        let span = Span::new(0, sentence.text.len());
        let stretch = Stretch { span, language, lexicon: Some(lexicon), reading: readings.get(at) };
        model.tag(&sentence.text, &stretch, &mut work, &mut found);
        found
    });
    all.collect()
}

/// Per language and source, and per kind, what was found of what was expected.
pub fn score(sentences: &[&Annotated], found: &[Vec<Mention>]) -> BTreeMap<String, [Count; 5]> {
    let mut counts: BTreeMap<String, [Count; 5]> = BTreeMap::new();
    for (sentence, found) in sentences.iter().zip(found) {
        let own = counts.entry(format!("{} {}", sentence.language, sentence.source)).or_default();
        let found: HashSet<(Span, u8)> = found.iter().map(|mention| (mention.span, number(mention.kind))).collect();
        let expected: HashSet<(Span, u8)> =
            sentence.mentions.iter().map(|(span, tag)| (*span, kind(tag))).filter(|(_, kind)| *kind > 0).collect();
        for kind in 1..=3 {
            let right = found.intersection(&expected).filter(|(_, own)| *own == kind).count();
            let found = found.iter().filter(|(_, own)| *own == kind).count();
            let expected = expected.iter().filter(|(_, own)| *own == kind).count();
            for place in [0, usize::from(kind)] {
                if let Some(Count(a, b, c)) = own.get_mut(place) {
                    (*a, *b, *c) = (*a + right, *b + found, *c + expected);
                }
            }
        }
    }
    counts
}

/// The mean over sources of the F1 of all mentions (0), or of one kind's.
pub fn mean(counts: &BTreeMap<String, [Count; 5]>, kind: usize) -> f64 {
    counts.values().map(|counts| counts[kind].f1()).sum::<f64>() / counts.len().max(1) as f64
}

/// What is to be as large as can be: half of it the mean of all mentions, half that of each kind's. Places and persons are most of the mentions,
/// and would be all that is looked at.
pub fn balance(counts: &BTreeMap<String, [Count; 5]>) -> f64 {
    let of_kinds = [1, 2, 3].map(|kind| mean(counts, kind)).iter().sum::<f64>() / 3.0;
    (mean(counts, 0) + of_kinds) / 2.0
}

/// The confidence of each mention of a person, location or organization, and whether it is right.
fn judged(sentences: &[&Annotated], found: &[Vec<Mention>]) -> Vec<(f32, bool)> {
    let mut all: Vec<(f32, bool)> = Vec::new();
    for (sentence, found) in sentences.iter().zip(found) {
        for mention in found.iter().filter(|mention| number(mention.kind) < 4) {
            let right =
                sentence.mentions.iter().any(|(span, tag)| *span == mention.span && kind(tag) == number(mention.kind));
            all.push((mention.confidence, right));
        }
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    all
}

/// How far a bin's confidence is from how often it is right, in a mean over all mentions; ten bins of equal numbers.
pub fn calibration_error(sentences: &[&Annotated], found: &[Vec<Mention>]) -> f32 {
    let all = judged(sentences, found);
    let bins = all.chunks(all.len().div_ceil(10).max(1)).map(|bin| {
        let off = bin.iter().map(|(confidence, right)| confidence - f32::from(u8::from(*right))).sum::<f32>();
        off.abs()
    });
    bins.sum::<f32>() / all.len().max(1) as f32
}

/// Pairs, rising: a mention's confidence before calibration, and how often such mentions are right.
pub fn sure(sentences: &[&Annotated], found: &[Vec<Mention>]) -> Vec<(f32, f32)> {
    let all = judged(sentences, found);
    // Isotonic regression: neighbouring bins that do not rise are pooled.
    let mut pools: Vec<(f32, f32, f32)> = Vec::new();
    for bin in all.chunks(all.len().div_ceil(BINS).max(1)) {
        let confidences = bin.iter().map(|(confidence, _)| confidence).sum();
        let right = bin.iter().map(|(_, right)| f32::from(u8::from(*right))).sum();
        let mut pool: (f32, f32, f32) = (confidences, right, bin.len() as f32);
        while let Some(&(confidences, right, count)) = pools.last()
            && right / count >= pool.1 / pool.2
        {
            pool = (pool.0 + confidences, pool.1 + right, pool.2 + count);
            pools.pop();
        }
        pools.push(pool);
    }
    let mut pairs: Vec<(f32, f32)> =
        pools.into_iter().map(|(confidences, right, count)| (confidences / count, right / count)).collect();
    // Of confidences that are as good as equal one is enough.
    pairs.dedup_by(|after, before| after.0 <= before.0);
    pairs
}

/// Bins of mentions that calibration begins with.
const BINS: usize = 60;
