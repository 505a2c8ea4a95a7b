//! The model at work: languages by script, words with a memory for those seen before, and probabilities.

use super::Code;
use super::model::{Class, DIMENSIONS, Model};
use super::script::Family;
use super::space::{Directions, Grams, Point, Row, Scores, Sum};

/// The languages of one script.
#[derive(Clone, Debug)]
pub(super) struct Script {
    pub family: Family,
    pub classes: Vec<Class>,
    directions: Directions,
}

/// A model made ready.
#[derive(Clone, Debug)]
pub(super) struct Scorer {
    pub model: Model,
    pub scripts: Vec<Script>,
}

/// What may be answered in a call.
#[derive(Clone, Debug, Default)]
pub(super) struct Open(Vec<Gate>);

/// The classes of a script that may be answered in a call.
#[derive(Clone, Debug, Default)]
pub(super) struct Gate {
    /// Per class, four by four, what its score is raised by: its bias, or −∞ where it is closed.
    raised: Vec<Scores>,
    /// The same without biases, closed too for classes that are never answered.
    answered: Vec<Scores>,
    /// How many are open.
    pub count: usize,
}

impl Open {
    /// None where there is no such script.
    pub fn of(&self, script: usize) -> Option<&Gate> {
        self.0.get(script)
    }
}

/// What a word says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opinion {
    pub point: Point,
    /// The answered class that it speaks for most, and what it says for that, once that was asked for.
    top: Option<(u16, f32)>,
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

impl Scorer {
    pub fn new(model: Model) -> Self {
        let script = |family| Script {
            family,
            classes: model.classes(family).to_vec(),
            directions: Directions::new(&centred(model.directions(family))),
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
        let raised = |script: &Script, biases: &[f32], open: &dyn Fn(&Class) -> bool| {
            let biases = biases.iter().copied().chain(std::iter::repeat(0.0));
            let each = script
                .classes
                .iter()
                .zip(biases)
                .map(|(class, bias)| if open(class) { bias } else { f32::NEG_INFINITY });
            let each: Vec<f32> = each.collect();
            let fours = each.chunks(4).map(|own| {
                let mut four = [f32::NEG_INFINITY; 4];
                four.iter_mut().zip(own).for_each(|(raised, own)| *raised = *own);
                Scores::new(four)
            });
            fours.collect()
        };
        let gate = |script: &Script| Gate {
            raised: raised(script, self.model.biases(script.family), &is_open),
            answered: raised(script, &[], &|class| is_open(class) && class.answered),
            count: script.classes.iter().filter(|class| is_open(class)).count(),
        };
        Open(self.scripts.iter().map(gate).collect())
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
        self.scripts.get(script).map_or(0.0, |script| script.directions.score(usize::from(class), point))
    }

    /// Adds to `likely` the open classes that a stretch of so many letters, whose words add up to `sum`, speaks for: those less than
    /// `reach` below the best, in order, with the logarithm of their probability up to a common term.
    #[allow(clippy::too_many_arguments)]
    pub fn likely(
        &self,
        script: usize,
        gate: &Gate,
        sum: &Sum,
        letters: usize,
        reach: f32,
        scores: &mut Vec<Scores>,
        likely: &mut Vec<(u16, f32)>,
    ) {
        let Some(script) = self.scripts.get(script) else { return };
        let (point, scale) = sum.point();
        let best = script.directions.scores(&point, scale * self.model.heat(letters), &gate.raised, scores);
        let least = best - reach;
        for (first, four) in (0..).step_by(4).zip(scores.iter()).filter(|(_, four)| four.any_above(least)) {
            likely.extend((first..).zip(four.values()).filter(|(_, score)| *score > least));
        }
    }

    /// The answered class that `sum` speaks for most, and by how much, before any heat.
    pub fn best(&self, script: usize, gate: &Gate, sum: &Sum, scores: &mut Vec<Scores>) -> (u16, f32) {
        let (point, scale) = sum.point();
        let (top, best) = self.top(script, gate, &point, scores);
        (top, best * scale)
    }

    /// The answered class that a word speaks for most, and what it says for that.
    pub fn top(&self, script: usize, gate: &Gate, point: &Point, scores: &mut Vec<Scores>) -> (u16, f32) {
        let Some(script) = self.scripts.get(script) else { return (0, 0.0) };
        let best = script.directions.scores(point, 1.0, &gate.answered, scores);
        let at = scores.iter().flat_map(|four| four.values()).position(|score| score >= best && best.is_finite());
        at.and_then(|at| u16::try_from(at).ok()).map_or((0, 0.0), |class| (class, best))
    }

    fn places(&self, script: usize, word: &str, letters: &mut Vec<u32>, places: &mut Vec<u32>) {
        if let Some(script) = self.scripts.get(script) {
            self.model.places(script.family, word, letters, places);
        }
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

/// How far below the best, in nats, a class is still likely: further than what is around a stretch can raise it.
pub(super) const REACH: f32 = 16.0;

/// The likeliest of `likely` classes, whose scores become probabilities. None where there is none.
pub(super) fn verdict(likely: &mut [(u16, f32)]) -> Option<Verdict> {
    let (mut first, mut second) = ((0, f32::NEG_INFINITY), (0, f32::NEG_INFINITY));
    for &(class, score) in likely.iter() {
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
    for (_, score) in likely.iter_mut() {
        let distance = *score - first.1;
        // What is less likely than 1 in 20,000 hardly counts, and costs no exponential.
        *score = if distance > -10.0 { exponential(distance) } else { 0.0 };
        total += *score;
    }
    likely.iter_mut().for_each(|(_, score)| *score /= total);
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

/// Words after which a new section begins with none remembered.
const REMEMBERED: usize = 1 << 14;
/// Places in the table of words, several for each word.
const PLACES: usize = 1 << 15;
/// The bits of a place that say where the word is.
const WHERE: u64 = PLACES as u64 - 1;

/// Words seen before with what they say, close to each other in memory as they came.
pub(super) struct Memory {
    words: Vec<Opinion>,
    /// Per place a word's hash, and in its lowest bits where it is in `words`; 0 where there is none.
    places: Vec<u64>,
    /// What the opinions rest on.
    allowed: Option<Vec<Code>>,
    /// The classes that these are.
    pub open: Open,
    /// Words whose opinions are still to be worked out, with the number of rows up to their last.
    met: Vec<(usize, usize)>,
    /// Where in the model these rows are, and they themselves.
    asked: Vec<u32>,
    rows: Vec<Row>,
    letters: Vec<u32>,
}

/// The word that says nothing, in any memory.
pub(super) const SILENT: u32 = 0;

impl Memory {
    pub fn new() -> Self {
        Self {
            words: Vec::new(),
            places: Vec::new(),
            allowed: None,
            open: Open::default(),
            met: Vec::new(),
            asked: Vec::new(),
            rows: Vec::new(),
            letters: Vec::new(),
        }
    }

    /// Forgets what rests on other languages being allowed.
    pub fn prepare(&mut self, scorer: &Scorer, allowed: Option<&[Code]>) {
        if self.words.is_empty() || self.allowed.as_deref() != allowed {
            self.allowed = allowed.map(<[Code]>::to_vec);
            self.open = scorer.open(allowed);
            self.forget();
        }
    }

    /// Whether only some languages may be answered.
    pub fn is_held(&self) -> bool {
        self.allowed.is_some()
    }

    /// Makes room for the words of a new section; those of earlier ones may be gone.
    pub fn begin(&mut self) {
        if self.words.len() > REMEMBERED {
            self.forget();
        }
    }

    fn forget(&mut self) {
        self.words.clear();
        self.words.push(Opinion { point: Point::origin(), top: None });
        self.places.clear();
        self.places.resize(PLACES, 0);
    }

    /// What a word said.
    #[inline(always)]
    pub fn opinion(&self, word: u32) -> Option<&Opinion> {
        self.words.get(word as usize)
    }

    /// What a word speaks for most, see [`Scorer::top`].
    pub fn top(&mut self, scorer: &Scorer, script: usize, word: u32, scores: &mut Vec<Scores>) -> (u16, f32) {
        let (Some(opinion), Some(gate)) = (self.words.get_mut(word as usize), self.open.of(script)) else {
            return (0, 0.0);
        };
        *opinion.top.get_or_insert_with(|| scorer.top(script, gate, &opinion.point, scores))
    }

    /// Where the word of a key is, if it is at the first place where it may be.
    #[inline(always)]
    pub fn known(&self, key: u64) -> u32 {
        let place = self.places.get((key & WHERE) as usize).copied().unwrap_or_default();
        if place & !WHERE == key & !WHERE { (place & WHERE) as u32 } else { SILENT }
    }

    /// Where a word is in this memory; what it says if it was not there is known after [`Memory::read`].
    pub fn meet(&mut self, scorer: &Scorer, script: usize, key: u64, word: &str) -> u32 {
        let mut at = (key & WHERE) as usize;
        // A section has far fewer words than there are places: one is free.
        while let Some(place) = self.places.get_mut(at) {
            if *place == 0 {
                let new = self.words.len();
                *place = key & !WHERE | new as u64 & WHERE;
                self.words.push(Opinion { point: Point::origin(), top: None });
                scorer.places(script, word, &mut self.letters, &mut self.asked);
                self.met.push((new, self.asked.len()));
                return new as u32;
            }
            if *place & !WHERE == key & !WHERE {
                return (*place & WHERE) as u32;
            }
            at = (at + 1) % PLACES;
        }
        SILENT
    }

    /// Works out what the words met say.
    pub fn read(&mut self, scorer: &Scorer) {
        scorer.model.fetch(&self.asked, &mut self.rows);
        let mut rows = self.rows.as_slice();
        let mut before = 0;
        for (word, end) in self.met.drain(..) {
            let (own, rest) = rows.split_at_checked(end - before).unwrap_or((rows, &[]));
            let mut grams = Grams::new();
            grams.add(own);
            if let Some(opinion) = self.words.get_mut(word) {
                opinion.point = grams.into();
            }
            (rows, before) = (rest, end);
        }
        self.asked.clear();
    }
}
