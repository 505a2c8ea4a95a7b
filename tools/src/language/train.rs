//! Learning: stochastic gradient descent on words, pairs and longer stretches, the weights of rows rounded to three values from part of the way on.
//!
//! Rows are learned by Adagrad with one rate a row, directions by Adam. A batch is worked on in two fixed halves whose sums are taken in
//! order, so that the outcome does not depend on how many cores there are.

use super::Options;
use super::corpus::{Class, Corpus, Script};
use hamisi::language::Family;
use hamisi::language::model::{DIMENSIONS, DOT, features};

type Row = [f32; DIMENSIONS];

/// Examples of a batch.
const BATCH: usize = 512;
const HALVES: u64 = 2;
/// Learning rates at the start; they fall in a line towards nothing.
const ROW_RATE: f32 = 0.3;
const DIRECTION_RATE: f32 = 0.003;
/// From which part of the way on rows are rounded.
const ROUNDED_FROM: f32 = 0.4;
/// The step of a rounded row beside the root mean square of its weights.
const STEP: f32 = 0.6;
/// How far, in powers of two, a row's step may lie below and above the usual one: a pack's rows are shifted by 4 bits at most.
const SHIFTS: (f32, f32) = (-2.0, 2.0);
/// Shares of the examples: words from lists, words of running text, pairs; the rest is longer.
const LISTED: f32 = 0.35;
const RUNNING: f32 = 0.25;
const PAIRS: f32 = 0.15;
/// Words of the longest example.
const LONGEST: usize = 8;
/// Shares of words from lists in capitals, and with a capital, where `i` and `ı` are two letters.
const CAPITALS: f32 = 0.08;
const CAPITAL: f32 = 0.12;
const DOTTED: [&str; 4] = ["aze", "crh", "tly", "tur"];

/// What was learned.
pub struct Trained {
    /// Per row its weights and by how many bits they are shifted.
    pub rows: Vec<([i8; DIMENSIONS], u8)>,
    /// What a weight of one, not shifted, is worth.
    pub unit: f32,
    /// Per script and class.
    pub directions: Vec<Vec<Row>>,
}

/// Learns from `corpus`; `told` hears now and then how much of the way is done and the mean loss since.
pub fn train(corpus: &Corpus, options: &Options, mut told: impl FnMut(f32, f64)) -> Trained {
    let scripts: Vec<(usize, &Script)> =
        corpus.scripts.iter().enumerate().filter(|(_, s)| s.classes.len() > 1).collect();
    let mut chance = Random(7);
    let mut table = Table {
        rows: (0..options.rows).map(|_| std::array::from_fn(|_| (chance.share() - 0.5) * 0.1)).collect(),
        seen: vec![1e-3; options.rows as usize],
        steps: vec![0.0; options.rows as usize],
    };
    let mut directions: Vec<Directions> =
        corpus.scripts.iter().map(|script| Directions::new(script.classes.len(), &mut chance)).collect();
    let mut halves: Vec<Half> = (0..HALVES).map(|half| Half::new(half * 7919 + 1, &directions)).collect();
    let batches = options.examples / BATCH;
    let mut unit = 1.0;
    for batch in 0..batches {
        let share = batch as f32 / batches as f32;
        if batch == (batches as f32 * ROUNDED_FROM) as usize {
            unit = table.round();
        }
        let sampler = Sampler { corpus, scripts: &scripts };
        let (table_now, directions_now) = (&table, &directions);
        rayon::scope(|scope| {
            for half in &mut halves {
                scope.spawn(|_| half.learn(&sampler, table_now, directions_now, options.rows));
            }
        });
        let falling = 1.0 - share;
        for (at, directions) in directions.iter_mut().enumerate() {
            let mut gradient = vec![0.0; directions.weights.len() * DIMENSIONS];
            for half in &mut halves {
                let own = half.directions.get_mut(at).map(|own| own.as_flattened_mut()).unwrap_or_default();
                for (sum, own) in gradient.iter_mut().zip(own) {
                    *sum += std::mem::take(own);
                }
            }
            directions.update(&gradient, DIRECTION_RATE * falling.max(0.02), batch as i32 + 1);
        }
        table.update(&halves, ROW_RATE * falling.max(0.01));
        if batch % (batches / 20).max(1) == 0 && batch > 0 {
            let (loss, examples) = halves.iter_mut().fold((0.0, 0), |(loss, examples), half| {
                (loss + std::mem::take(&mut half.loss), examples + std::mem::take(&mut half.examples))
            });
            told(share, loss / f64::from(examples));
        }
    }
    let rows = table.rows.iter().zip(&table.steps).map(|(row, step)| {
        let shift = libm::log2f(step / unit).round() as u8;
        (row.map(|weight| rounded(weight, 1.0 / step) as i8), shift)
    });
    Trained {
        rows: rows.collect(),
        unit,
        directions: directions.into_iter().map(|directions| directions.weights).collect(),
    }
}

/// Numbers that look random: SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (((self.next() >> 32) * end as u64) >> 32) as usize
    }

    /// 0 to 1.
    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1 << 24) as f32
    }

    /// A position of rising `sums`, by how much each adds.
    fn among(&mut self, sums: &[f32]) -> usize {
        let wanted = self.share() * sums.last().copied().unwrap_or_default();
        sums.partition_point(|&sum| sum <= wanted).min(sums.len().saturating_sub(1))
    }

    fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}

/// Draws examples.
struct Sampler<'c> {
    corpus: &'c Corpus,
    scripts: &'c [(usize, &'c Script)],
}

impl Sampler<'_> {
    /// A script, a class of it, and the words of an example in it.
    fn draw(&self, chance: &mut Random, words: &mut Vec<Vec<u32>>) -> (usize, usize, Family) {
        // The languages of a script with few are easier to tell: they are drawn less often than those in Latin letters.
        let weight = |script: &Script| script.classes.iter().map(|class| class.weight).sum::<f32>();
        let weights = self.scripts.iter().scan(0.0, |sum, (_, script)| {
            *sum += weight(script) * if script.family.as_str() == "Latn" { 1.0 } else { 0.6 };
            Some(*sum)
        });
        let (at, script) = self.scripts[chance.among(&weights.collect::<Vec<_>>())];
        let weights = script.classes.iter().scan(0.0, |sum, class| {
            *sum += class.weight;
            Some(*sum)
        });
        let class = chance.among(&weights.collect::<Vec<_>>());
        words.clear();
        if script.family.is_han() {
            self.unspaced(&script.classes[class], chance, words);
        } else {
            self.spaced(&script.classes[class], chance, words);
        }
        (at, class, script.family)
    }

    fn spaced(&self, class: &Class, chance: &mut Random, words: &mut Vec<Vec<u32>>) {
        let kind = chance.share();
        let text = &class.texts[chance.among(&class.sums)];
        if kind < LISTED {
            let list = chance.one(&class.lists);
            let word = self.corpus.words.get(list.words[chance.among(&list.sums)]);
            let case = if DOTTED.contains(&class.code.as_str()) { chance.share() } else { 1.0 };
            let changed = if case < CAPITALS {
                word.len()
            } else if case < CAPITALS + CAPITAL {
                2
            } else {
                0
            };
            words.push(capitals(word, changed));
        } else if kind < LISTED + RUNNING {
            // Short words are seen in plenty.
            let drawn = (0..3).map(|_| self.corpus.words.get(*chance.one(&text.running)));
            let mut last = &[][..];
            for word in drawn {
                last = word;
                if word.len() >= 5 {
                    break;
                }
            }
            words.push(last.to_vec());
        } else {
            let wanted = if kind < LISTED + RUNNING + PAIRS { 2 } else { 3 + chance.below(LONGEST - 2) };
            let sentence = chance.one(&text.sentences);
            let wanted = wanted.min(sentence.len());
            let start = chance.below(sentence.len() - wanted + 1);
            words.extend(sentence[start..start + wanted].iter().map(|&word| self.corpus.words.get(word).to_vec()));
        }
    }

    /// Where no blanks part words, text is asked about in pieces of any length.
    fn unspaced(&self, class: &Class, chance: &mut Random, words: &mut Vec<Vec<u32>>) {
        let kind = chance.share();
        let text = &class.texts[chance.among(&class.sums)];
        if kind < LISTED {
            let list = chance.one(&class.lists);
            words.push(self.corpus.words.get(list.words[chance.among(&list.sums)]).to_vec());
        } else if kind < 0.8 {
            let stretch = self.corpus.words.get(*chance.one(&text.running));
            let length = (2 + chance.below(4)).min(stretch.len());
            let start = chance.below(stretch.len() - length + 1);
            words.push(stretch[start..start + length].to_vec());
        } else {
            let sentence = chance.one(&text.sentences);
            let wanted = (1 + chance.below(4)).min(sentence.len());
            let start = chance.below(sentence.len() - wanted + 1);
            words.extend(sentence[start..start + wanted].iter().map(|&word| self.corpus.words.get(word).to_vec()));
        }
    }
}

/// The word whose first letters were capitals of a language with `İ` and `I`, read as any text is: `I` as `i`, `İ` as `i` with its mark.
fn capitals(word: &[u32], changed: usize) -> Vec<u32> {
    let mut letters = Vec::with_capacity(word.len() + 2);
    for (at, &letter) in word.iter().enumerate() {
        match char::from_u32(letter) {
            Some('i') if at < changed => letters.extend([DOT, letter]),
            Some('ı') if at < changed => letters.push(u32::from(b'i')),
            _ => letters.push(letter),
        }
    }
    letters
}

/// The rows of the features.
struct Table {
    rows: Vec<Row>,
    /// Sums of squared gradients.
    seen: Vec<f32>,
    /// What a rounded weight of one is worth; 0 before rounding.
    steps: Vec<f32>,
}

fn rounded(weight: f32, inverse: f32) -> f32 {
    let weight = weight * inverse;
    if weight >= 0.5 {
        1.0
    } else if weight <= -0.5 {
        -1.0
    } else {
        0.0
    }
}

impl Table {
    /// Fixes the steps of all rows and gives the least.
    fn round(&mut self) -> f32 {
        let sizes: Vec<f32> =
            self.rows.iter().map(|row| (row.iter().map(|x| x * x).sum::<f32>() / DIMENSIONS as f32).sqrt()).collect();
        let mut sorted = sizes.clone();
        sorted.sort_by(f32::total_cmp);
        let usual = sorted[sorted.len() / 2] * STEP;
        for (step, size) in self.steps.iter_mut().zip(sizes) {
            let power = libm::log2f(size * STEP / usual).round().clamp(SHIFTS.0, SHIFTS.1);
            *step = usual * libm::exp2f(power);
        }
        usual * libm::exp2f(SHIFTS.0)
    }

    fn add(&self, row: usize, sum: &mut Row) {
        let (row, step) = (&self.rows[row], self.steps[row]);
        if step == 0.0 {
            for (sum, weight) in sum.iter_mut().zip(row) {
                *sum += weight;
            }
        } else {
            let inverse = 1.0 / step;
            for (sum, &weight) in sum.iter_mut().zip(row) {
                *sum += rounded(weight, inverse) * step;
            }
        }
    }

    /// Each core takes some of the rows and goes through all examples in order.
    fn update(&mut self, halves: &[Half], rate: f32) {
        let middle = self.rows.len() / 2;
        let (first, second) = self.rows.split_at_mut(middle);
        let (first_seen, second_seen) = self.seen.split_at_mut(middle);
        let part = |rows: &mut [Row], seen: &mut [f32], from: usize| {
            for half in halves {
                let mut start = 0;
                for (end, gradient) in &half.words {
                    let squared = gradient.iter().map(|x| x * x).sum::<f32>() / DIMENSIONS as f32;
                    for &row in &half.features[start..*end] {
                        let at = (row as usize).wrapping_sub(from);
                        if squared > 1e-12
                            && let (Some(row), Some(seen)) = (rows.get_mut(at), seen.get_mut(at))
                        {
                            *seen += squared;
                            let rate = rate / seen.sqrt();
                            for (weight, slope) in row.iter_mut().zip(gradient) {
                                *weight -= rate * slope;
                            }
                        }
                    }
                    start = *end;
                }
            }
        };
        rayon::join(|| part(first, first_seen, 0), || part(second, second_seen, middle));
    }
}

/// The directions of a script's languages, with Adam's two moments.
struct Directions {
    weights: Vec<Row>,
    mean: Vec<f32>,
    square: Vec<f32>,
}

impl Directions {
    fn new(classes: usize, chance: &mut Random) -> Self {
        let weights = (0..classes).map(|_| std::array::from_fn(|_| (chance.share() - 0.5) * 0.5)).collect();
        Self { weights, mean: vec![0.0; classes * DIMENSIONS], square: vec![0.0; classes * DIMENSIONS] }
    }

    fn update(&mut self, gradient: &[f32], rate: f32, time: i32) {
        let unbias = |decay: f64| (1.0 - libm::pow(decay, f64::from(time))) as f32;
        let (mean_unbias, square_unbias) = (unbias(0.9), unbias(0.999));
        let moments = self.mean.iter_mut().zip(&mut self.square);
        for ((weight, slope), (mean, square)) in self.weights.as_flattened_mut().iter_mut().zip(gradient).zip(moments) {
            *mean = 0.9 * *mean + 0.1 * slope;
            *square = 0.999 * *square + 0.001 * slope * slope;
            *weight -= rate * (*mean / mean_unbias) / ((*square / square_unbias).sqrt() + 1e-8);
        }
    }
}

/// A half of a batch: its own chance, and what it found.
struct Half {
    chance: Random,
    features: Vec<u32>,
    /// Per word the end of its features and the gradient of each of them.
    words: Vec<(usize, Row)>,
    directions: Vec<Vec<Row>>,
    loss: f64,
    examples: u32,
}

impl Half {
    fn new(seed: u64, directions: &[Directions]) -> Self {
        let directions = directions.iter().map(|script| vec![[0.0; DIMENSIONS]; script.weights.len()]).collect();
        Self { chance: Random(seed), features: Vec::new(), words: Vec::new(), directions, loss: 0.0, examples: 0 }
    }

    fn learn(&mut self, sampler: &Sampler, table: &Table, directions: &[Directions], rows: u32) {
        self.features.clear();
        self.words.clear();
        let (mut words, mut odds) = (Vec::new(), Vec::new());
        for _ in 0..BATCH / HALVES as usize {
            let (at, right, family) = sampler.draw(&mut self.chance, &mut words);
            let mut point = [0.0; DIMENSIONS];
            let first = self.words.len();
            for word in &words {
                features(family, word, rows, |row, _, _| {
                    self.features.push(row as u32);
                    table.add(row, &mut point);
                });
                self.words.push((self.features.len(), [0.0; DIMENSIONS]));
            }
            let weights = &directions[at].weights;
            odds.clear();
            odds.extend(weights.iter().map(|direction| product(direction, &point)));
            let most = odds.iter().copied().fold(f32::MIN, f32::max);
            let sum: f32 = odds
                .iter_mut()
                .map(|odds| {
                    *odds = exp(*odds - most);
                    *odds
                })
                .sum();
            self.loss -= libm::log(f64::from((odds[right] / sum).max(1e-9)));
            self.examples += 1;
            let mut gradient = [0.0; DIMENSIONS];
            for (class, ((&odds, direction), own)) in odds.iter().zip(weights).zip(&mut self.directions[at]).enumerate()
            {
                let error = odds / sum - f32::from(u8::from(class == right));
                if error.abs() > 1e-5 {
                    for ((gradient, own), (direction, point)) in
                        gradient.iter_mut().zip(own).zip(direction.iter().zip(&point))
                    {
                        *gradient += error * direction;
                        *own += error * point;
                    }
                }
            }
            for (_, own) in &mut self.words[first..] {
                *own = gradient;
            }
        }
    }
}

fn product(a: &Row, b: &Row) -> f32 {
    let mut sums = [0.0; 8];
    for (a, b) in a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
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
