//! The model at work: languages by script, words with a memory for those seen before, and probabilities.

use super::Code;
use super::model::{Class, DIMENSIONS, Model};
use super::script::Family;
use super::space::{Direction, Point, Sum};

/// The languages of one script.
#[derive(Clone, Debug)]
pub(super) struct Script {
    pub family: Family,
    pub classes: Vec<Class>,
    directions: Vec<Direction>,
}

/// A model made ready.
#[derive(Clone, Debug)]
pub(super) struct Scorer {
    pub model: Model,
    pub scripts: Vec<Script>,
}

/// The languages that may be answered in a call: per script the classes that are open.
#[derive(Clone, Debug, Default)]
pub(super) struct Open(Vec<Vec<u16>>);

impl Open {
    pub fn of(&self, script: usize) -> &[u16] {
        self.0.get(script).map_or(&[], Vec::as_slice)
    }
}

/// What a word says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opinion {
    pub point: Point,
    /// The answered class that it speaks for most, and what it says for that; only looked for where a word seemed doubtful.
    pub top: Option<(u16, f32)>,
}

/// Which class a stretch is in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict {
    pub class: u16,
    /// The class's probability.
    pub confidence: f32,
    /// The next likely class.
    pub second: u16,
}

impl Opinion {
    /// Of what says nothing.
    pub fn none() -> Self {
        Self { point: Point::origin(), top: None }
    }
}

impl Scorer {
    pub fn new(model: Model) -> Self {
        let script = |family| Script {
            family,
            classes: model.classes(family).to_vec(),
            directions: centred(model.directions(family)).iter().map(Direction::new).collect(),
        };
        Self { scripts: model.families().map(script).collect(), model }
    }

    /// All languages that are answered.
    pub fn answered(&self) -> impl Iterator<Item = Code> + '_ {
        self.scripts.iter().flat_map(|script| &script.classes).filter(|class| class.answered).map(|class| class.code)
    }

    /// The classes that are open where only `allowed` may be answered.
    pub fn open(&self, allowed: Option<&[Code]>) -> Open {
        let is_open = |class: &Class| allowed.is_none_or(|codes| class.answered && codes.contains(&class.code));
        let classes = |script: &Script| {
            (0..).zip(&script.classes).filter(|(_, class)| is_open(class)).map(|(index, _)| index).collect()
        };
        Open(self.scripts.iter().map(classes).collect())
    }

    /// See [`Model::heat`].
    pub fn heat(&self, letters: usize) -> f32 {
        self.model.heat(letters)
    }

    pub fn script(&self, family: Family) -> Option<usize> {
        self.scripts.iter().position(|script| script.family == family)
    }

    pub fn class(&self, script: usize, class: u16) -> Option<Class> {
        self.scripts.get(script)?.classes.get(usize::from(class)).copied()
    }

    /// What a word at `point` says for one class: its mean over all classes is 0.
    #[inline(always)]
    pub fn score(&self, script: usize, class: u16, point: &Point) -> f32 {
        let script = self.scripts.get(script);
        script.and_then(|script| script.directions.get(usize::from(class))).map_or(0.0, |way| way.score(point))
    }

    /// What `sum` says for each open class, in their order, times `heat`.
    pub fn scores(&self, script: usize, open: &[u16], sum: &Sum, heat: f32, scores: &mut Vec<f32>) {
        let (point, scale) = sum.point();
        let directions = self.scripts.get(script).map_or(&[][..], |script| &script.directions);
        scores.clear();
        scores.extend(open.iter().map(|&class| {
            directions.get(usize::from(class)).map_or(0.0, |direction| direction.score(&point) * scale * heat)
        }));
    }

    /// The answered class that `sum` speaks for most, and by how much, before any heat.
    pub fn best(&self, script: usize, open: &[u16], sum: &Sum) -> (u16, f32) {
        let (point, scale) = sum.point();
        let (top, best) = self.top(script, open, &point);
        (top, best * scale)
    }

    /// The answered class that a word speaks for most, and what it says for that.
    pub fn top(&self, script: usize, open: &[u16], point: &Point) -> (u16, f32) {
        let Some(script) = self.scripts.get(script) else { return (0, 0.0) };
        let mut found = (open.first().copied().unwrap_or_default(), f32::NEG_INFINITY);
        for &class in open {
            let at = usize::from(class);
            let (Some(direction), Some(known)) = (script.directions.get(at), script.classes.get(at)) else { continue };
            let score = direction.score(point);
            if score > found.1 && known.answered {
                found = (class, score);
            }
        }
        if found.1.is_finite() { found } else { (found.0, 0.0) }
    }

    fn opinion(&self, script: usize, word: &str) -> Opinion {
        let script_of = self.scripts.get(script);
        let point = script_of.map_or_else(Point::origin, |script| self.model.grams(script.family, word).into());
        Opinion { point, top: None }
    }
}

/// What a word must say for its language, in nats, so that it is not asked whether it is in another.
pub(super) const PLAIN: f32 = 5.0;

/// The directions from their mean: what all share tells no class from another.
fn centred(directions: &[[f32; DIMENSIONS]]) -> Vec<[f32; DIMENSIONS]> {
    let mut mean = [0.0; DIMENSIONS];
    for direction in directions {
        mean.iter_mut().zip(direction).for_each(|(sum, value)| *sum += value / directions.len() as f32);
    }
    let from_mean = |direction: &[f32; DIMENSIONS]| {
        let mut centred = *direction;
        centred.iter_mut().zip(mean).for_each(|(value, mean)| *value -= mean);
        centred
    };
    directions.iter().map(from_mean).collect()
}

/// The likeliest of the `open` classes with these `scores`, which become probabilities. None where none is open.
pub(super) fn verdict(open: &[u16], scores: &mut [f32]) -> Option<Verdict> {
    let (mut first, mut second) = ((0, f32::NEG_INFINITY), (0, f32::NEG_INFINITY));
    for (&class, &score) in open.iter().zip(scores.iter()) {
        if score > first.1 {
            (first, second) = ((class, score), first);
        } else if score > second.1 {
            second = (class, score);
        }
    }
    if !first.1.is_finite() {
        return None;
    }
    let mut total = 0.0;
    for score in scores.iter_mut() {
        let distance = *score - first.1;
        // What is less likely than 1 in 20,000 hardly counts, and costs no exponential.
        *score = if distance > -10.0 { exponential(distance) } else { 0.0 };
        total += *score;
    }
    scores.iter_mut().for_each(|score| *score /= total);
    Some(Verdict { class: first.0, confidence: 1.0 / total, second: second.0 })
}

/// e to the power of `x`, from -10 to 0: within 1 part in 5,000.
fn exponential(x: f32) -> f32 {
    let x = x * std::f32::consts::LOG2_E;
    let whole = x.floor();
    let part = x - whole;
    // A polynomial for 2 to the power of the part after the point; the whole goes into the exponent's bits.
    let power = 1.0 + part * (0.695_976 + part * (0.224_940_85 + part * 0.079_083_15));
    power * f32::from_bits(((whole as i32 + 127) << 23).cast_unsigned())
}

/// Words whose opinion is remembered.
const REMEMBERED: usize = 1 << 14;

/// Opinions of words seen before. A word's place follows from its bytes, and a newer word takes it over.
pub(super) struct Memory {
    entries: Vec<(u64, Opinion)>,
    /// What the opinions rest on.
    allowed: Option<Vec<Code>>,
    /// The classes that these are.
    pub open: Open,
    /// The class last found, per script: most words will be in it again.
    pub last: Vec<u16>,
}

impl Memory {
    pub fn new() -> Self {
        Self { entries: Vec::new(), allowed: None, open: Open::default(), last: Vec::new() }
    }

    /// Forgets what rests on other languages being allowed.
    pub fn prepare(&mut self, scorer: &Scorer, allowed: Option<&[Code]>) {
        if self.allowed.as_deref() != allowed {
            self.entries.clear();
            self.allowed = allowed.map(<[Code]>::to_vec);
        }
        if self.entries.is_empty() {
            self.open = scorer.open(allowed);
            self.last.resize(scorer.scripts.len(), 0);
            self.entries.resize(REMEMBERED, (0, Opinion::none()));
        }
    }

    /// What `word` says.
    pub fn opinion(&mut self, scorer: &Scorer, script: usize, word: &str) -> Opinion {
        let key = hash(script, word.as_bytes());
        let place = (key >> 40) as usize % REMEMBERED;
        let Some((known, opinion)) = self.entries.get_mut(place) else { return scorer.opinion(script, word) };
        if *known != key {
            (*known, *opinion) = (key, scorer.opinion(script, word));
        }
        let last = self.last.get(script).copied().unwrap_or_default();
        if opinion.top.is_none() && scorer.score(script, last, &opinion.point) < PLAIN {
            opinion.top = Some(scorer.top(script, self.open.of(script), &opinion.point));
        }
        *opinion
    }
}

/// A hash of 64 bits, never 0: words are told apart by it alone.
fn hash(script: usize, word: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = (script as u64 + 1).wrapping_mul(FACTOR) ^ (word.len() as u64) << 56;
    let (eights, rest) = word.as_chunks::<8>();
    let mut mix = |eight: u64| {
        let mixed = (hash ^ eight).wrapping_mul(FACTOR);
        hash = mixed ^ (mixed >> 29);
    };
    eights.iter().for_each(|&eight| mix(u64::from_le_bytes(eight)));
    if !rest.is_empty() {
        mix(rest.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)));
    }
    let mixed = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 32)).max(1)
}
