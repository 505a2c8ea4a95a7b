//! Stretches in another language inside a strand of words: the cheapest path through the few languages that come into question.
//!
//! A word costs what it says less for a language than for its best one; to switch costs too, less where a quotation mark, bracket or
//! pause stands. A stretch pays for its two switches only if its words clearly speak for it: a name or a doubtful word does not.

use super::reader::{Gap, Token};
use super::scorer::{Memory, PLAIN, Scorer};
use super::space::{Scores, Sum};

/// What a language gains from being the one around a stretch, in nats.
pub(super) const AT_HOME: f32 = 2.0;
/// The least confidence of a foreign stretch.
pub(super) const SURE: f32 = 0.5;

/// Nats that it costs to leave the strand's language, and to come back.
const LEAVE: f32 = 6.5;
const RETURN: f32 = 3.0;
/// What of these is left after a pause, the end of a sentence, and beside a quotation mark or bracket.
const EASED: [f32; 4] = [1.0, 0.8, 0.7, 0.4];
/// The most that one word can speak against a language, in nats.
const LOUDEST: f32 = 9.0;
/// Letters whose heat is taken for words.
const USUAL: usize = 12;
/// The least that a word, or a few in a row, must speak for another language so that it comes into question.
const QUESTION: (f32, f32) = (4.0, 4.0);
/// Words that are looked at together for that.
const TOGETHER: usize = 5;
/// Languages that can come into question.
const MOST: usize = 6;

/// What a search reuses.
#[derive(Default)]
pub(super) struct Search {
    /// Where the words of the strand stand among the tokens of the part.
    pub words: Vec<usize>,
    /// What is known to be around, class and how much it raises that class's score.
    pub around: Vec<(u16, f32)>,
    /// Scores of all classes of a script, four by four.
    pub scores: Vec<Scores>,
    /// Likely classes with their probabilities.
    pub parts: Vec<(u16, f32)>,
    /// Per word and language, the language before.
    from: Vec<u8>,
}

/// Gives words in other languages than `base` their classes; false where all are in it.
pub(super) fn split(
    scorer: &Scorer,
    script: usize,
    base: u16,
    memory: &mut Memory,
    tokens: &mut [Token],
    search: &mut Search,
) -> bool {
    let open = memory.open.of(script).map_or(0, |gate| gate.count);
    if search.words.len() < 2 || open < 2 {
        return false;
    }
    let heat = scorer.model.heat(USUAL);
    let classes = candidates(scorer, script, base, memory, tokens, search, heat);
    let Search { words, from, .. } = search;
    let count = classes.len();
    if count < 2 {
        return false;
    }
    from.clear();
    let mut now = [0.0; MOST];
    for (nth, token) in words.iter().filter_map(|&word| tokens.get(word)).enumerate() {
        let eased = EASED.get(token.gap as usize).copied().unwrap_or(1.0);
        let mut next = [0.0; MOST];
        let mut said = [0.0; MOST];
        let mut best = f32::NEG_INFINITY;
        let Some(opinion) = memory.opinion(token.word) else { continue };
        for (said, &class) in said.iter_mut().zip(&classes) {
            *said = scorer.score(script, class, &opinion.point);
            best = best.max(*said);
        }
        let counts = token.counts * heat;
        for (to, (next, said)) in next.iter_mut().zip(said).enumerate().take(count) {
            let word = ((best - said) * counts).min(LOUDEST);
            let switch = if to == 0 { RETURN * eased } else { LEAVE * eased };
            let (before, cost) = if nth == 0 {
                (to, if to == 0 { 0.0 } else { LEAVE * eased })
            } else {
                let ways = now.iter().take(count).enumerate();
                ways.map(|(before, cost)| (before, if before == to { *cost } else { cost + switch }))
                    .min_by(|a, b| a.1.total_cmp(&b.1))
                    .unwrap_or((to, 0.0))
            };
            *next = cost + word;
            from.push(before as u8);
        }
        now = next;
    }
    let mut at = (0..count)
        .min_by(|&a, &b| now.get(a).zip(now.get(b)).map_or(std::cmp::Ordering::Equal, |(a, b)| a.total_cmp(b)))
        .unwrap_or(0);
    let mut foreign = false;
    for (nth, &word) in words.iter().enumerate().rev() {
        if let (Some(token), Some(&class)) = (tokens.get_mut(word), classes.get(at)) {
            token.class = class;
            foreign |= class != base;
        }
        at = from.get(nth * count + at).copied().map_or(0, usize::from);
    }
    foreign
}

/// The classes that come into question, `base` first: those that some words clearly speak for.
fn candidates(
    scorer: &Scorer,
    script: usize,
    base: u16,
    memory: &mut Memory,
    tokens: &[Token],
    search: &mut Search,
    heat: f32,
) -> Vec<u16> {
    let Search { words, around, scores, .. } = search;
    let mut weights: Vec<(u16, f32)> = Vec::new();
    let speak = |weights: &mut Vec<(u16, f32)>, class: u16, weight: f32| match weights
        .iter_mut()
        .find(|(known, _)| *known == class)
    {
        Some((_, sum)) => *sum += weight,
        None => weights.push((class, weight)),
    };
    let (mut sum, mut bound, mut together) = (Sum::ZERO, 0.0, 0);
    for (nth, token) in words.iter().filter_map(|&word| tokens.get(word)).enumerate() {
        let counts = token.counts * heat;
        let Some(point) = memory.opinion(token.word).map(|opinion| opinion.point) else { continue };
        let said = scorer.score(script, base, &point);
        let mut margin = 0.0;
        if said < PLAIN || token.gap == Gap::Mark {
            let (top, best) = memory.top(scorer, script, token.word, scores);
            margin = (best - said) * counts;
            if margin > QUESTION.0 && top != base {
                speak(&mut weights, top, margin);
            }
        }
        if together > 0 && token.gap == Gap::Mark {
            (sum, bound, together) = (Sum::ZERO, 0.0, 0);
        }
        sum.add(&point);
        bound += margin.max(0.0);
        together += 1;
        let last = nth + 1 == words.len();
        let set_off = words.get(nth + 1).and_then(|&word| tokens.get(word)).is_some_and(|next| next.gap == Gap::Mark);
        if together == TOGETHER || last || set_off {
            // Together they hardly speak for another language more than each for its best one.
            if bound > QUESTION.1
                && together > 1
                && let Some(gate) = memory.open.of(script)
            {
                let (top, best) = scorer.best(script, gate, &sum, scores);
                let (point, scale) = sum.point();
                let margin = (best - scorer.score(script, base, &point) * scale) * heat;
                if top != base && margin > QUESTION.1 {
                    speak(&mut weights, top, margin);
                }
            }
            (sum, bound, together) = (Sum::ZERO, 0.0, 0);
        }
    }
    if !weights.is_empty() {
        around.iter().take(2).for_each(|&(class, _)| speak(&mut weights, class, 0.0));
    }
    weights.retain(|(class, _)| *class != base);
    crate::sort::by(&mut weights, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    std::iter::once(base).chain(weights.into_iter().map(|(class, _)| class)).take(MOST).collect()
}
