//! Learning: stochastic gradient descent on sentences, the weights of rows rounded to three values from part of the way on.
//!
//! Rows are learned by Adagrad with one rate a row, all else by Adam. All sums are taken in one order, so that the same data gives the same
//! weights on any machine.

use super::Options;
use super::corpus::{Sentence, Target};
use super::feature::{Example, NONE, Vocabulary};
use hamisi::entity::tagger::feature::{FEW, recased};
use hamisi::entity::tagger::network::{ONE, TAGS, WIDTH};
use hamisi::entity::tagger::{PART, worth};

type Row = [f32; WIDTH];
type Part = [f32; PART];
type Matrix = [Row; WIDTH];

/// Tokens of a batch, at least.
const BATCH: usize = 512;
/// Learning rates at the start; they fall in a line towards nothing.
const ROW_RATE: f32 = 0.05;
const RATE: f32 = 0.0015;
/// From which part of the way on rows are rounded.
const ROUNDED_FROM: f32 = 0.5;
/// Dropped dimensions of vectors, of 256.
const DIMMED: u64 = 32;
/// Dropped features, whole words, and n-grams of three units and more: what is rare is to be learned from its parts as well.
const DROPPED: f32 = 0.2;
const DROPPED_WORDS: f32 = 0.4;
const DROPPED_LONG: f32 = 0.4;
/// Sentences whose words, and n-grams of three units and more, are all dropped.
const UNKNOWN: f32 = 0.15;
/// Sentences in small letters, in capitals, with all words capitalised: of each so many.
const RECASED: f32 = 0.02;
/// Sentences whose language is not told.
const UNTOLD: f32 = 0.1;
/// The step of a rounded row beside the root mean square of its weights.
const STEP: f32 = 1.2;

/// What was learned.
pub struct Trained {
    /// Per row its scale and weights.
    pub rows: Vec<(u8, [i8; PART])>,
    /// Per network its rows of features that are few.
    pub few: [Vec<Row>; 2],
    pub networks: [Network; 2],
}

/// A convolution; weights are by token, by what comes out, by what goes in.
pub struct Layer {
    pub distance: usize,
    pub weights: Box<[Matrix; 3]>,
    pub biases: Row,
}

pub struct Network {
    pub layers: Vec<Layer>,
    pub tags: [Row; TAGS],
    pub tag_biases: [f32; TAGS],
}

/// Numbers that look random: SplitMix64.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1 << 24) as f32
    }

    fn below(&mut self, end: usize) -> usize {
        (((self.next() >> 32) * end as u64) >> 32) as usize
    }
}

impl Network {
    fn new(distances: &[usize], chance: &mut Random) -> Self {
        let mut normal = |spread: f32| -> f32 {
            let sum: f32 = (0..4).map(|_| chance.share() - 0.5).sum();
            sum * 1.732 * spread
        };
        let mut layer = |&distance: &usize| {
            let mut weights = Box::new([[[0.0; WIDTH]; WIDTH]; 3]);
            weights.as_flattened_mut().as_flattened_mut().iter_mut().for_each(|w| *w = normal(0.07));
            Layer { distance, weights, biases: [0.0; WIDTH] }
        };
        let layers = distances.iter().map(&mut layer).collect();
        let mut tags = [[0.0; WIDTH]; TAGS];
        tags.as_flattened_mut().iter_mut().for_each(|w| *w = normal(0.1));
        Self { layers, tags, tag_biases: [0.0; TAGS] }
    }

    fn zero(&self) -> Self {
        let layers = self.layers.iter().map(|layer| Layer {
            distance: layer.distance,
            weights: Box::new([[[0.0; WIDTH]; WIDTH]; 3]),
            biases: [0.0; WIDTH],
        });
        Self { layers: layers.collect(), tags: [[0.0; WIDTH]; TAGS], tag_biases: [0.0; TAGS] }
    }

    /// All numbers, in one order.
    fn each(&mut self) -> impl Iterator<Item = &mut [f32]> {
        let layers = self
            .layers
            .iter_mut()
            .flat_map(|layer| [layer.weights.as_flattened_mut().as_flattened_mut(), layer.biases.as_mut_slice()]);
        layers.chain([self.tags.as_flattened_mut(), self.tag_biases.as_mut_slice()])
    }
}

/// Adam's means.
struct Adam {
    first: Network,
    second: Network,
    steps: i32,
}

impl Adam {
    fn new(network: &Network) -> Self {
        Self { first: network.zero(), second: network.zero(), steps: 0 }
    }

    fn update(&mut self, network: &mut Network, gradient: &mut Network, rate: f32) {
        self.steps += 1;
        let (a, b) = (0.9_f32, 0.98_f32);
        let rate = rate * (1.0 - b.powi(self.steps)).sqrt() / (1.0 - a.powi(self.steps));
        let all = network.each().zip(gradient.each()).zip(self.first.each().zip(self.second.each()));
        for ((weights, gradients), (firsts, seconds)) in all {
            let count = weights.len();
            let (gradients, firsts, seconds) = (&mut gradients[..count], &mut firsts[..count], &mut seconds[..count]);
            for at in 0..count {
                let gradient = std::mem::take(&mut gradients[at]);
                firsts[at] = a * firsts[at] + (1.0 - a) * gradient;
                seconds[at] = b * seconds[at] + (1.0 - b) * gradient * gradient;
                let moved = weights[at] - rate * firsts[at] / (seconds[at].sqrt() + 1e-8);
                // What eight signed bits can hold at a step of 1/64.
                weights[at] = moved.clamp(-1.98, 1.98);
            }
        }
    }
}

/// A weight rounded to three values.
fn rounded(weight: f32, inverse: f32) -> f32 {
    (weight * inverse).clamp(-1.0, 1.0).round()
}

/// The scale nearest to `step`.
fn scale(step: f32) -> u8 {
    let wanted = step * ONE;
    let near = |&scale: &u8| (f32::from(worth(scale)) / wanted - 1.0).abs();
    (0..16).min_by(|a, b| near(a).total_cmp(&near(b))).unwrap_or(0)
}

fn spread(row: &Part) -> f32 {
    (row.iter().map(|weight| weight * weight).sum::<f32>() / PART as f32).sqrt()
}

struct Table {
    /// The rows of hashed features.
    parts: Vec<Part>,
    /// Those of the features that are few, numbered on from them.
    few: Vec<Row>,
    seen: Vec<f32>,
    /// The step of each rounded row.
    steps: Vec<f32>,
    round: bool,
}

impl Table {
    #[inline(always)]
    fn add(&self, at: usize, factor: f32, vector: &mut Row) {
        let Some(row) = self.parts.get(at) else {
            return add(vector, factor, &self.few[at - self.parts.len()]);
        };
        let vector = &mut vector.as_chunks_mut::<PART>().0[at % (WIDTH / PART)];
        if self.round {
            let step = self.steps[at];
            let inverse = 1.0 / step;
            let value = step * factor;
            for at in 0..PART {
                let scaled = row[at] * inverse;
                let positive = if scaled > 0.5 { value } else { 0.0 };
                let negative = if scaled < -0.5 { value } else { 0.0 };
                vector[at] += positive - negative;
            }
        } else {
            for at in 0..PART {
                vector[at] += factor * row[at];
            }
        }
    }

    fn step(&mut self, at: usize) {
        let wanted = spread(&self.parts[at]) * STEP;
        self.steps[at] = f32::from(worth(scale(wanted.max(1.0 / ONE)))) / ONE;
    }

    fn update(&mut self, at: usize, gradient: &Row, rate: f32) {
        let part = &gradient.as_chunks::<PART>().0[at % (WIDTH / PART)];
        let square = match self.parts.get(at) {
            Some(_) => spread(part) * spread(part),
            None => product(gradient, gradient) / WIDTH as f32,
        };
        let seen = &mut self.seen[at];
        *seen += square;
        let rate = rate / (seen.sqrt() + 1e-6);
        let few = at.saturating_sub(self.parts.len());
        let Some(row) = self.parts.get_mut(at) else {
            return add(&mut self.few[few], -rate, gradient);
        };
        row.iter_mut().zip(part).for_each(|(weight, gradient)| *weight -= rate * gradient);
        if self.round {
            self.step(at);
        }
    }
}

/// Learns from the examples; `told` hears now and then how far it is.
pub fn train(
    sentences: &[Sentence],
    vocabulary: &Vocabulary,
    options: &Options,
    mut told: impl FnMut(&str),
) -> Trained {
    let mut chance = Random(7);
    let hashed = vocabulary.keys.len();
    let few = FEW + vocabulary.languages.len() + 1;
    let mut table = Table {
        parts: (0..hashed).map(|_| std::array::from_fn(|_| (chance.share() - 0.5) * 0.1)).collect(),
        few: (0..2 * few).map(|_| std::array::from_fn(|_| (chance.share() - 0.5) * 0.1)).collect(),
        seen: vec![1e-6; hashed + 2 * few],
        steps: vec![1.0; hashed],
        round: false,
    };
    let mut networks = [&options.layers, &options.unit_layers].map(|layers| Network::new(layers, &mut chance));
    let mut learners = [0, 1].map(|at: usize| Learner::new(&networks[at]));
    let mut orders: [Vec<usize>; 2] = [0, 1].map(|network| {
        (0..vocabulary.examples.len()).filter(|&at| vocabulary.examples[at].network == network).collect()
    });
    let total: usize = vocabulary.examples.iter().map(|example| example.tokens.len()).sum();
    let whole = (total * options.epochs) as f32;
    let mut done = 0;
    let (mut loss, mut losses) = (0.0, 0);
    let mut next_told = 0.1;
    for _ in 0..options.epochs {
        let mut queue: Vec<(f32, usize, Vec<usize>)> = Vec::new();
        for (network, order) in orders.iter_mut().enumerate() {
            for at in (1..order.len()).rev() {
                order.swap(at, chance.below(at + 1));
            }
            let mut batches: Vec<Vec<usize>> = vec![Vec::new()];
            let mut tokens = 0;
            for &at in order.iter() {
                if tokens >= BATCH {
                    batches.push(Vec::new());
                    tokens = 0;
                }
                tokens += vocabulary.examples[at].tokens.len();
                batches.last_mut().expect("there is one").push(at);
            }
            let count = batches.len() as f32;
            queue.extend(batches.into_iter().enumerate().map(|(at, batch)| (at as f32 / count, network, batch)));
        }
        queue.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (_, network, batch) in queue {
            let share = done as f32 / whole;
            if !table.round && share >= ROUNDED_FROM {
                table.round = true;
                (0..hashed).for_each(|at| table.step(at));
            }
            let learner = &mut learners[network];
            for &at in &batch {
                let example = &vocabulary.examples[at];
                let first = hashed + network * few;
                let of = Of { example, sentence: &sentences[at], vocabulary, first };
                loss += learner.learn(&of, &table, &networks[network], &mut chance);
                losses += example.tokens.len();
                done += example.tokens.len();
            }
            let falling = (1.0 - share).max(0.01);
            let rise = (share * 50.0).min(1.0);
            learner.update(&mut networks[network], &mut table, falling, rise);
            if share >= next_told {
                told(&format!("{:>3.0} %  loss {:.4}", share * 100.0, loss / losses as f32));
                (loss, losses) = (0.0, 0);
                next_told += 0.1;
            }
        }
    }
    let rounded_row = |at: usize| {
        let row = &table.parts[at];
        let step = scale((spread(row) * STEP).max(1.0 / ONE));
        let inverse = ONE / f32::from(worth(step));
        (step, row.map(|weight| rounded(weight, inverse * 0.999_999) as i8))
    };
    Trained {
        rows: (0..hashed).map(rounded_row).collect(),
        few: [0, 1].map(|network| table.few[network * few..(network + 1) * few].to_vec()),
        networks,
    }
}

/// A sentence and all that is known of it.
struct Of<'a> {
    example: &'a Example,
    sentence: &'a Sentence,
    vocabulary: &'a Vocabulary,
    /// The row of the first of the features that are few.
    first: usize,
}

/// What learning one network works in.
struct Learner {
    adam: Adam,
    gradient: Network,
    /// Weights turned about: by what goes in, by what comes out.
    turned: Vec<Box<[Matrix; 3]>>,
    /// Which row got the gradient of which vector.
    shares: Vec<(u32, u32)>,
    /// The gradients of the vectors of a batch.
    gradients: Vec<Row>,
    /// Per layer, what goes in; last what comes out.
    states: Vec<Vec<Row>>,
    /// Per layer, what it adds.
    added: Vec<Vec<Row>>,
}

impl Learner {
    fn new(network: &Network) -> Self {
        let mut learner = Self {
            adam: Adam::new(network),
            gradient: network.zero(),
            turned: network.layers.iter().map(|_| Box::new([[[0.0; WIDTH]; WIDTH]; 3])).collect(),
            shares: Vec::new(),
            gradients: Vec::new(),
            states: vec![Vec::new(); network.layers.len() + 1],
            added: vec![Vec::new(); network.layers.len()],
        };
        learner.turn(network);
        learner
    }

    fn turn(&mut self, network: &Network) {
        for (turned, layer) in self.turned.iter_mut().zip(&network.layers) {
            for (turned, weights) in turned.iter_mut().zip(layer.weights.iter()) {
                for (out, row) in weights.iter().enumerate() {
                    for (turned, weight) in turned.iter_mut().zip(row) {
                        turned[out] = *weight;
                    }
                }
            }
        }
    }

    /// Adds the gradient of one sentence, and gives its loss.
    fn learn(&mut self, of: &Of<'_>, table: &Table, network: &Network, chance: &mut Random) -> f32 {
        let tokens = &of.example.tokens;
        let count = tokens.len();
        if count == 0 {
            return 0.0;
        }
        let base = self.gradients.len();
        let language = if chance.share() < UNTOLD { FEW } else { of.example.language };
        let draw = (chance.share() / RECASED) as usize;
        let case = (draw < 3 && of.example.network == 0).then_some(draw);
        // Now and then a sentence of words that nobody has seen.
        let without = chance.share() < UNKNOWN;
        let mut states = std::mem::take(&mut self.states);
        let mut added = std::mem::take(&mut self.added);
        states[0].clear();
        for (at, (of_type, places)) in tokens.iter().enumerate() {
            let mut vector = [0.0; WIDTH];
            let own = &of.vocabulary.types[*of_type as usize];
            let (mut odds, mut whole) = (0, false);
            for (order, &row) in own.rows.iter().enumerate() {
                if order % 4 == 0 {
                    odds = chance.next();
                }
                let draw = (odds >> (order % 4 * 16) & 0xFFFF) as f32 / 65_536.0;
                let keep = match (own.look[0], order) {
                    // Signs are few, and all are known.
                    (0, _) => 1.0,
                    (13..=17, 3..) if without => 0.0,
                    (13..=17, 3..) => 1.0 - DROPPED_LONG,
                    (1..=12, 0) if without => 0.0,
                    (1..=12, 0 | 1) => 1.0 - DROPPED_WORDS,
                    (1..=12, 2) if language == FEW => 0.0,
                    _ => 1.0 - DROPPED,
                };
                let kept = match (own.look[0], order) {
                    // The word in its language is dropped where the word is.
                    (1..=12, 1) => whole && language != FEW,
                    _ => draw < keep,
                };
                whole |= kept && order == 0;
                if kept && row != NONE {
                    table.add(row as usize, 1.0 / keep, &mut vector);
                    self.shares.push((row, (base + at) as u32));
                }
            }
            let (shape, class) = case.map_or((own.look[0], of.example.class), |case| recased(own.look[0], case));
            for few in [shape, own.look[1], places[0], places[1], class, language] {
                table.add(of.first + few, 1.0, &mut vector);
                self.shares.push(((of.first + few) as u32, (base + at) as u32));
            }
            states[0].push(vector);
        }
        for &(at, few) in &of.example.marks {
            let row = of.first + few as usize;
            table.add(row, 1.0, &mut states[0][at as usize]);
            self.shares.push((row as u32, base as u32 + at));
        }
        let dropped: Vec<[f32; WIDTH]> = (0..count).map(|_| mask(chance)).collect();
        for (vector, mask) in states[0].iter_mut().zip(&dropped) {
            vector.iter_mut().zip(mask).for_each(|(value, keep)| *value *= keep);
        }
        for (at, layer) in network.layers.iter().enumerate() {
            let (before, after) = states.split_at_mut(at + 1);
            let (from, to) = (&before[at], &mut after[0]);
            added[at].clear();
            to.clear();
            for place in 0..count {
                let mut sum = layer.biases;
                for (part, turned) in self.turned[at].iter().enumerate() {
                    if let Some(vector) = neighbour(from, place, part, layer.distance) {
                        for at in 0..WIDTH {
                            add(&mut sum, vector[at], &turned[at]);
                        }
                    }
                }
                let gain = sum.map(|value| value.max(0.0));
                let mut out = from[place];
                out.iter_mut().zip(&gain).for_each(|(value, gain)| *value += gain);
                added[at].push(gain);
                to.push(out);
            }
        }
        let last: Vec<[f32; WIDTH]> = (0..count).map(|_| mask(chance)).collect();
        let top = states.last().expect("there is one");
        let mut loss = 0.0;
        let mut back: Vec<Row> = vec![[0.0; WIDTH]; count];
        for (at, target) in of.sentence.targets.iter().enumerate() {
            let mut vector = top[at];
            vector.iter_mut().zip(&last[at]).for_each(|(value, keep)| *value *= keep);
            let mut odds = network.tag_biases;
            for (score, weights) in odds.iter_mut().zip(&network.tags) {
                *score += product(&vector, weights);
            }
            let most = odds.iter().copied().fold(f32::MIN, f32::max);
            let mut sum = 0.0;
            for score in &mut odds {
                *score = exp(*score - most);
                sum += *score;
            }
            odds.iter_mut().for_each(|score| *score /= sum);
            let mut wanted = [0.0; TAGS];
            match *target {
                Target::Hard(allowed) => {
                    let mut inside = 0.0;
                    for (tag, wanted) in wanted.iter_mut().enumerate() {
                        if allowed >> tag & 1 == 1 {
                            *wanted = odds[tag].max(1e-9);
                            inside += *wanted;
                        }
                    }
                    wanted.iter_mut().for_each(|wanted| *wanted /= inside);
                    loss -= libm::logf(inside.min(1.0)) * of.sentence.weight;
                }
                Target::Soft(soft) => {
                    let sum: f32 = soft.iter().map(|&value| f32::from(value)).sum::<f32>().max(1.0);
                    for ((wanted, soft), odds) in wanted.iter_mut().zip(soft).zip(&odds) {
                        *wanted = f32::from(soft) / sum;
                        loss -= *wanted * libm::logf(odds.max(1e-9)) * of.sentence.weight;
                    }
                }
            }
            for (tag, weights) in network.tags.iter().enumerate() {
                let error = (odds[tag] - wanted[tag]) * of.sentence.weight;
                if error.abs() < 1e-6 {
                    continue;
                }
                self.gradient.tag_biases[tag] += error;
                add(&mut back[at], error, weights);
                add(&mut self.gradient.tags[tag], error, &vector);
            }
            back[at].iter_mut().zip(&last[at]).for_each(|(value, keep)| *value *= keep);
        }
        for (at, layer) in network.layers.iter().enumerate().rev() {
            let from = &states[at];
            let own = &mut self.gradient.layers[at];
            let mut next = back.clone();
            for (place, (gain, back)) in added[at].iter().zip(&back).enumerate() {
                for (out, (gain, error)) in gain.iter().zip(back).enumerate() {
                    if *gain <= 0.0 || error.abs() < 1e-9 {
                        continue;
                    }
                    own.biases[out] += error;
                    for part in 0..3 {
                        let Some(to) = neighbour_at(count, place, part, layer.distance) else { continue };
                        add(&mut next[to], *error, &layer.weights[part][out]);
                        add(&mut own.weights[part][out], *error, &from[to]);
                    }
                }
            }
            back = next;
        }
        for (back, mask) in back.iter_mut().zip(&dropped) {
            back.iter_mut().zip(mask).for_each(|(value, keep)| *value *= keep);
        }
        self.gradients.append(&mut back);
        self.states = states;
        self.added = added;
        loss
    }

    /// Moves the weights against the gradient of the batch.
    fn update(&mut self, network: &mut Network, table: &mut Table, falling: f32, rise: f32) {
        self.adam.update(network, &mut self.gradient, RATE * falling * rise);
        self.turn(network);
        self.shares.sort_unstable();
        let mut shares = self.shares.as_slice();
        while let Some(&(row, _)) = shares.first() {
            let count = shares.partition_point(|(own, _)| *own == row);
            let mut gradient = [0.0; WIDTH];
            for &(_, vector) in &shares[..count] {
                add(&mut gradient, 1.0, &self.gradients[vector as usize]);
            }
            table.update(row as usize, &gradient, ROW_RATE * falling);
            shares = &shares[count..];
        }
        self.shares.clear();
        self.gradients.clear();
    }
}

fn mask(chance: &mut Random) -> [f32; WIDTH] {
    let mut mask = [0.0; WIDTH];
    let kept = 256.0 / (256 - DIMMED) as f32;
    for eight in mask.as_chunks_mut::<8>().0 {
        let mut odds = chance.next();
        for keep in eight {
            *keep = if odds & 255 < DIMMED { 0.0 } else { kept };
            odds >>= 8;
        }
    }
    mask
}

fn neighbour_at(count: usize, place: usize, part: usize, distance: usize) -> Option<usize> {
    let at = match part {
        0 => place.checked_sub(distance)?,
        1 => place,
        _ => place + distance,
    };
    (at < count).then_some(at)
}

fn neighbour(vectors: &[Row], place: usize, part: usize, distance: usize) -> Option<&Row> {
    neighbour_at(vectors.len(), place, part, distance).map(|at| &vectors[at])
}

/// Adds `factor` times `other`.
#[inline(always)]
fn add(sum: &mut Row, factor: f32, other: &Row) {
    for at in 0..WIDTH {
        sum[at] += factor * other[at];
    }
}

#[inline(always)]
fn product(a: &Row, b: &Row) -> f32 {
    let mut sums = [0.0; 16];
    for at in 0..WIDTH {
        sums[at % 16] += a[at] * b[at];
    }
    sums.iter().sum()
}

/// e to the power of `x`, at most 0, to six digits: the same on every machine, and quick.
fn exp(x: f32) -> f32 {
    let x = (x * std::f32::consts::LOG2_E).max(-100.0);
    let whole = x.floor();
    let part = x - whole;
    let power = f32::from_bits(((whole as i32 + 127) as u32) << 23);
    let series = [1.877_577_9e-3, 8.989_34e-3, 5.582_632e-2, 0.240_153_62, 0.693_153_1, 1.0];
    power * series.iter().fold(0.0, |sum, factor| sum * part + factor)
}
