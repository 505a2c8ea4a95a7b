//! Why a run is in its language: what its words' n-grams say for it and against the next likely one.

use super::model::words;
use super::scorer::{Open, Scorer, verdict};
use super::space::Sum;
use super::{Code, Explanation, Feature, Run};
use std::collections::BTreeMap;

/// Features that are told.
const TOLD: usize = 8;
/// Words of a run that are looked at: more do not make another explanation.
const LOOKED_AT: usize = 500;

/// What decided about `run`; none where its script alone did, or nothing.
pub(super) fn explain(scorer: &Scorer, open: &Open, text: &str, run: &Run) -> Option<Explanation> {
    let covered = run.span.of(text);
    let family = words(covered).next()?.family;
    let script = scorer.script(family)?;
    let gate = open.of(script).filter(|gate| gate.count > 1)?;
    let words = || words(covered).filter(|word| word.family == family).take(LOOKED_AT);
    let (mut sum, mut letters) = (Sum::ZERO, 0);
    for word in words() {
        sum.add(&scorer.model.grams(family, word.span.of(covered)).into());
        letters += word.letters;
    }
    let mut likely = Vec::new();
    scorer.likely(script, gate, &sum, letters, f32::INFINITY, &mut Vec::new(), &mut likely);
    let first = verdict(&mut likely)?;
    let class = |class| scorer.class(script, class);
    // The run may be in its language for the sake of what is around it.
    let is_own = |&(index, _): &(u16, f32)| class(index).is_some_and(|class| class.code == run.language);
    let own = likely.iter().find(|likely| is_own(likely)).map_or(first.class, |(class, _)| *class);
    let second = if own == first.class { first.second } else { first.class };
    if own == second {
        return None;
    }
    let mut weights: BTreeMap<String, f32> = BTreeMap::new();
    for word in words() {
        let word = word.span.of(covered);
        for (class, sign) in [(own, 1.0), (second, -1.0)] {
            for (feature, weight) in scorer.model.explain(family, word, usize::from(class)) {
                *weights.entry(feature).or_default() += sign * weight;
            }
        }
    }
    // Rounded here, so that every face tells the same.
    let rounded = |weight: f32| (weight * 1e4).round() / 1e4;
    let mut features: Vec<_> =
        weights.into_iter().map(|(text, weight)| Feature { text, weight: rounded(weight) }).collect();
    crate::sort::by(&mut features, |a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    features.truncate(TOLD);
    let runner_up = class(second).filter(|class| class.answered).map_or(Code::UND, |class| class.code);
    Some(Explanation { runner_up, features })
}
