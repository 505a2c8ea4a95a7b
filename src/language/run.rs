//! Stretches in another language inside a strand of words: the cheapest path through the few languages that come into question.
//!
//! A word costs what it says less for a language than for its best one; to switch costs too, less where a quotation mark, bracket or
//! pause stands. A stretch pays for its two switches only if its words clearly speak for it: a name or a doubtful word does not.
//! The language around stretches is the strand's, or another one if the path is cheaper so: most of a strand may be quoted.

use super::reader::{AS_A_NAME, Gap, Token};
use super::scorer::{Memory, PLAIN, Scorer};
use super::space::{Point, Scores, Sum};
use std::mem;

/// What a language gains from being the one around a stretch, in nats.
pub(super) const AT_HOME: f32 = 2.0;
/// The least confidence of a foreign stretch.
pub(super) const SURE: f32 = 0.5;

/// Nats that it costs to leave the strand's language, and to come back.
const LEAVE: f32 = 6.5;
const RETURN: f32 = 3.0;
/// What it costs that the language around stretches is another than the strand's.
const MOVE: f32 = 1.0;
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

/// Words that are looked at together.
struct Group {
    sum: Sum,
    words: usize,
    /// What each of them speaks for its best language, at most.
    bound: f32,
}

impl Group {
    const NONE: Self = Self { sum: Sum::ZERO, words: 0, bound: 0.0 };

    #[inline(never)]
    fn add(&mut self, point: &Point, margin: f32) {
        self.sum.add(point);
        self.words += 1;
        self.bound += margin.max(0.0);
    }

    /// The class that they clearly speak for, if it is not `base`, and how much. Together they hardly speak for another language more than
    /// each for its best one.
    #[inline(never)]
    fn speaks(
        &self,
        scorer: &Scorer,
        script: usize,
        base: u16,
        memory: &Memory,
        scores: &mut Vec<Scores>,
        heat: f32,
    ) -> Option<(u16, f32)> {
        let gate = memory.open.of(script).filter(|_| self.words > 1 && self.bound > QUESTION.1)?;
        let (top, best) = scorer.best(script, gate, &self.sum, scores);
        let (point, scale) = self.sum.point();
        let margin = (best - scorer.score(script, base, &point) * scale) * heat;
        (top != base && margin > QUESTION.1).then_some((top, margin))
    }
}

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
    /// Per word what is left of the cost to switch before it, and what it costs in each language.
    costs: Vec<(f32, [f32; MOST])>,
    /// Per word and language, the language before.
    from: Vec<u8>,
}

/// Gives words their classes, and returns the language around foreign stretches: `base`, or another one around which the path is cheaper.
/// None where all are in `base`.
pub(super) fn split(
    scorer: &Scorer,
    script: usize,
    base: u16,
    memory: &mut Memory,
    tokens: &mut [Token],
    search: &mut Search,
) -> Option<u16> {
    let open = memory.open.of(script).map_or(0, |gate| gate.count);
    if search.words.len() < 2 || open < 2 {
        return None;
    }
    let heat = scorer.model.heat(USUAL);
    let classes = candidates(scorer, script, base, memory, tokens, search, heat);
    let count = classes.len();
    if count < 2 {
        return None;
    }
    let Search { words, costs, from, .. } = search;
    costs.clear();
    for token in words.iter().filter_map(|&word| tokens.get(word)) {
        let eased = EASED.get(token.gap as usize).copied().unwrap_or(1.0);
        let mut word = [0.0; MOST];
        if let Some(opinion) = memory.opinion(token.word) {
            let said = classes.iter().map(|&class| scorer.score(script, class, &opinion.point));
            word.iter_mut().zip(said).for_each(|(cost, said)| *cost = -said);
            let best = word.iter().take(count).copied().fold(f32::INFINITY, f32::min);
            word.iter_mut().for_each(|cost| *cost = ((*cost - best) * heat).min(LOUDEST) * token.counts);
        }
        costs.push((eased, word));
    }
    let mut home = (f32::INFINITY, 0);
    for at in 0..count {
        let cost = path(costs, count, at, from).0 + if at == 0 { 0.0 } else { MOVE };
        if cost < home.0 {
            home = (cost, at);
        }
    }
    let home = home.1;
    let mut at = path(costs, count, home, from).1;
    let base = classes.get(home).copied()?;
    let mut foreign = home > 0;
    for (nth, &word) in words.iter().enumerate().rev() {
        if let (Some(token), Some(&class)) = (tokens.get_mut(word), classes.get(at)) {
            token.class = class;
            foreign |= class != base;
        }
        at = from.get(nth * count + at).copied().map_or(0, usize::from);
    }
    foreign.then_some(base)
}

/// The cost of the cheapest way through words that cost so much in each of `count` languages, `home` being the one around stretches in others,
/// and the language it ends in; `from` gets, per word and language, the language before.
#[inline(never)]
fn path(costs: &[(f32, [f32; MOST])], count: usize, home: usize, from: &mut Vec<u8>) -> (f32, usize) {
    from.clear();
    let mut now = [0.0; MOST];
    for (nth, (eased, word)) in costs.iter().enumerate() {
        let mut next = [0.0; MOST];
        for (to, (next, word)) in next.iter_mut().zip(word).enumerate().take(count) {
            let switch = if to == home { RETURN } else { LEAVE } * eased;
            let mut way = (to, if to == home { 0.0 } else { switch });
            if nth > 0 {
                way.1 = f32::INFINITY;
                for (before, cost) in now.iter().take(count).enumerate() {
                    let cost = if before == to { *cost } else { cost + switch };
                    if cost < way.1 {
                        way = (before, cost);
                    }
                }
            }
            let (before, cost) = way;
            *next = cost + word;
            from.push(before as u8);
        }
        now = next;
    }
    let mut end = (f32::INFINITY, home);
    for (at, &cost) in now.iter().take(count).enumerate() {
        if cost < end.0 {
            end = (cost, at);
        }
    }
    end
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
    let mut group = Group::NONE;
    // Those that are no names, of the whole strand: what is said of people and places elsewhere has their names in it.
    let mut common = Group::NONE;
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
        if token.gap == Gap::Mark {
            group = Group::NONE;
        }
        group.add(&point, margin);
        if token.counts > AS_A_NAME {
            common.add(&point, margin);
        }
        let last = nth + 1 == words.len();
        let set_off = words.get(nth + 1).and_then(|&word| tokens.get(word)).is_some_and(|next| next.gap == Gap::Mark);
        if group.words == TOGETHER || last || set_off {
            let spoken = mem::replace(&mut group, Group::NONE).speaks(scorer, script, base, memory, scores, heat);
            spoken.into_iter().for_each(|(top, margin)| speak(&mut weights, top, margin));
        }
    }
    if common.words < words.len() {
        let spoken = common.speaks(scorer, script, base, memory, scores, heat);
        spoken.into_iter().for_each(|(top, margin)| speak(&mut weights, top, margin));
    }
    if !weights.is_empty() {
        around.iter().take(2).for_each(|&(class, _)| speak(&mut weights, class, 0.0));
    }
    weights.retain(|(class, _)| *class != base);
    crate::sort::by(&mut weights, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    std::iter::once(base).chain(weights.into_iter().map(|(class, _)| class)).take(MOST).collect()
}
