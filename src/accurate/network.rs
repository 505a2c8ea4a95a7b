//! The network: a BERT of a few layers whose weights have 4 bits.
//!
//! Matrices are multiplied in whole numbers (see [`super::kernel`]), all else is done in 32-bit floats and in one order, so that every
//! machine gives the same scores. Windows are read together; only attention looks at each alone.

use super::kernel::{GROUP, Linear, Panel, Quantised, splat};
use super::{Reader, unfit};
use crate::Error;
use crate::entity::tagger::network::TAGS;
use crate::pack::{Pack, u32_at};
use wide::f32x4;

/// Numbers of a piece's vector.
const WIDTH: usize = 384;
const HEADS: usize = 12;
const HEAD: usize = WIDTH / HEADS;
const INNER: usize = 1536;
/// Pieces of the longest input, with a mark at each end.
pub const POSITIONS: usize = 256;
const MOST_LAYERS: usize = 24;
const EPSILON: f32 = 1e-12;
/// Vectors of the processor in a piece's vector.
const FOURS: usize = WIDTH / 4;
/// Keys that are scored together, in vectors of the processor; so are parts of a value.
const TILE: usize = 4;

/// A network read from a pack.
#[derive(Clone, Debug)]
pub struct Network {
    layers: Vec<Layer>,
    norm: Norm,
    /// By tag.
    head: Vec<f32x4>,
    biases: [f32; TAGS],
    rows: usize,
}

#[derive(Clone, Debug)]
struct Layer {
    query_key_value: Linear,
    output: Linear,
    attention_norm: Norm,
    inner: Linear,
    outer: Linear,
    norm: Norm,
}

#[derive(Clone, Debug)]
struct Norm {
    weights: Vec<f32x4>,
    biases: Vec<f32x4>,
}

/// What is worked in.
#[derive(Debug, Default)]
pub struct Workspace {
    vectors: Vec<f32x4>,
    joined: Vec<f32x4>,
    mixed: Vec<f32x4>,
    quantised: Quantised,
    panel: Panel,
    attention: Attention,
}

impl Network {
    /// Reads the network of a pack whose vocabulary has so many pieces and marks.
    ///
    /// # Errors
    /// When the shape is another than this code's, or a section does not fit it.
    pub fn new(pack: &Pack, rows: usize) -> Result<Self, Error> {
        let shape = pack.section("shape")?;
        let number = |at: usize| u32_at(shape, 4 * at).map_or(0, |number| number as usize);
        let layers = number(1);
        let expected = [WIDTH, layers, HEADS, INNER, rows, POSITIONS, GROUP, TAGS];
        let fits = expected.iter().enumerate().all(|(at, &expected)| number(at) == expected);
        if !fits || shape.len() != 4 * expected.len() || !(1..=MOST_LAYERS).contains(&layers) {
            return Err(unfit("shape"));
        }
        let sections = [
            ("embed", rows * WIDTH / 2),
            ("e-groups", rows * WIDTH / GROUP),
            ("e-scales", rows * 4),
            ("places", POSITIONS * WIDTH),
            ("p-scales", POSITIONS * 4),
        ];
        for (section, length) in sections {
            if pack.section(section)?.len() != length {
                return Err(unfit(section));
            }
        }
        Reader::new(pack, "e-scales")?.floats(rows)?;
        Reader::new(pack, "p-scales")?.floats(POSITIONS)?;
        let mut norms = Reader::new(pack, "norms")?;
        let norm = Norm::read(&mut norms)?;
        let mut reader = Reader::new(pack, "layers")?;
        let layers = (0..layers).map(|_| Layer::read(&mut reader, &mut norms)).collect::<Result<_, _>>()?;
        norms.end()?;
        reader.end()?;
        let mut reader = Reader::new(pack, "head")?;
        let head = reader.vectors(TAGS * WIDTH)?;
        let biases = reader.floats(TAGS)?.try_into().map_err(|_| unfit("head"))?;
        reader.end()?;
        Ok(Self { layers, norm, head, biases, rows })
    }

    /// Adds to `scores`, for each piece, the logarithms of the tags' probabilities.
    ///
    /// `ids` are those of windows one after another, each of at most [`POSITIONS`] and of the length that `windows` says.
    pub fn score(
        &self,
        pack: &Pack,
        ids: &[u32],
        windows: &[usize],
        work: &mut Workspace,
        scores: &mut Vec<[f32; TAGS]>,
    ) {
        let Workspace { vectors, joined, mixed, quantised, panel, attention } = work;
        if self.embed(pack, ids, windows, vectors).is_err() {
            return;
        }
        for layer in &self.layers {
            quantised.set(vectors, WIDTH);
            layer.query_key_value.apply(quantised, panel, joined);
            mixed.clear();
            let mut rest = joined.as_slice();
            for length in windows {
                let (own, others) = rest.split_at_checked(length * 3 * FOURS).unwrap_or_default();
                rest = others;
                attention.mix(own, mixed);
            }
            quantised.set(mixed, WIDTH);
            layer.output.apply(quantised, panel, joined);
            layer.attention_norm.apply(vectors, joined);

            quantised.set(vectors, WIDTH);
            layer.inner.apply(quantised, panel, joined);
            joined.iter_mut().for_each(|four| *four = gelu(*four));
            quantised.set(joined, INNER);
            layer.outer.apply(quantised, panel, mixed);
            layer.norm.apply(vectors, mixed);
        }
        scores.extend(vectors.chunks_exact(FOURS).map(|vector| self.tags(vector)));
    }

    /// Puts into `vectors` what the pieces and their places say.
    fn embed(&self, pack: &Pack, mut ids: &[u32], windows: &[usize], vectors: &mut Vec<f32x4>) -> Result<(), Error> {
        let rows = pack.section("embed")?.as_chunks::<{ WIDTH / 2 }>().0;
        let groups = pack.section("e-groups")?.as_chunks::<{ WIDTH / GROUP }>().0;
        let scales = pack.section("e-scales")?.as_chunks::<4>().0;
        let places = pack.section("places")?.as_chunks::<WIDTH>().0;
        let place_scales = pack.section("p-scales")?.as_chunks::<4>().0;
        vectors.clear();
        for &length in windows {
            let (window, rest) = ids.split_at_checked(length).unwrap_or_default();
            ids = rest;
            for (&id, (place, &worth)) in window.iter().zip(places.iter().zip(place_scales)) {
                let mut vector = [0.0_f32; WIDTH];
                let id = (id as usize).min(self.rows - 1);
                let (Some(row), Some(groups), Some(&scale)) = (rows.get(id), groups.get(id), scales.get(id)) else {
                    continue;
                };
                let scale = f32::from_le_bytes(scale);
                let parts = vector.as_chunks_mut::<GROUP>().0.iter_mut();
                for ((part, nibbles), &group) in parts.zip(row.as_chunks::<{ GROUP / 2 }>().0).zip(groups) {
                    let weight = |nibble: u8| f32::from((i16::from(nibble) - 8) * i16::from(group)) * scale;
                    let (low, high) = part.split_at_mut(GROUP / 2);
                    for ((low, high), &pair) in low.iter_mut().zip(high).zip(nibbles) {
                        (*low, *high) = (weight(pair & 15), weight(pair >> 4));
                    }
                }
                let worth = f32::from_le_bytes(worth);
                for (number, &place) in vector.iter_mut().zip(place) {
                    *number += f32::from(place.cast_signed()) * worth;
                }
                vectors.extend(vector.as_chunks::<4>().0.iter().map(|&four| f32x4::from(four)));
            }
        }
        vectors.chunks_exact_mut(FOURS).for_each(|vector| self.norm.one(vector));
        Ok(())
    }

    /// The logarithms of the tags' probabilities.
    fn tags(&self, vector: &[f32x4]) -> [f32; TAGS] {
        let mut scores = self.biases;
        for (score, weights) in scores.iter_mut().zip(self.head.chunks_exact(FOURS)) {
            *score += sum(vector.iter().zip(weights).map(|(&number, &weight)| number * weight));
        }
        let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let all = most + ln(scores.iter().map(|&score| exp(score - most)).sum());
        scores.map(|score| score - all)
    }
}

/// e to the power of `x`, the same on every machine, as the standard library's is not.
pub fn exp(x: f32) -> f32 {
    first(splat(x).exp())
}

/// The natural logarithm, likewise.
pub fn ln(x: f32) -> f32 {
    first(splat(x).ln())
}

fn first(four: f32x4) -> f32 {
    let [first, ..] = four.to_array();
    first
}

/// The sum of all numbers.
#[inline(always)]
fn sum(fours: impl Iterator<Item = f32x4>) -> f32 {
    let [a, b, c, d] = fours.fold(f32x4::ZERO, |sum, four| sum + four).to_array();
    (a + b) + (c + d)
}

impl Layer {
    fn read(reader: &mut Reader<'_>, norms: &mut Reader<'_>) -> Result<Self, Error> {
        Ok(Self {
            query_key_value: Linear::read(reader, WIDTH, 3 * WIDTH)?,
            output: Linear::read(reader, WIDTH, WIDTH)?,
            inner: Linear::read(reader, WIDTH, INNER)?,
            outer: Linear::read(reader, INNER, WIDTH)?,
            attention_norm: Norm::read(norms)?,
            norm: Norm::read(norms)?,
        })
    }
}

impl Norm {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        Ok(Self { weights: reader.vectors(WIDTH)?, biases: reader.vectors(WIDTH)? })
    }

    /// Adds `others` to `vectors`, and norms them.
    fn apply(&self, vectors: &mut [f32x4], others: &[f32x4]) {
        for (vector, other) in vectors.chunks_exact_mut(FOURS).zip(others.chunks_exact(FOURS)) {
            vector.iter_mut().zip(other).for_each(|(number, &other)| *number += other);
            self.one(vector);
        }
    }

    fn one(&self, vector: &mut [f32x4]) {
        let mean = splat(sum(vector.iter().copied()) / WIDTH as f32);
        let variance = sum(vector.iter().map(|&four| (four - mean) * (four - mean))) / WIDTH as f32;
        let factor = splat(1.0 / (variance + EPSILON).sqrt());
        for ((number, &weight), &bias) in vector.iter_mut().zip(&self.weights).zip(&self.biases) {
            *number = (*number - mean) * factor * weight + bias;
        }
    }
}

/// Attention in one window, a head at a time.
#[derive(Debug, Default)]
struct Attention {
    /// The head's queries.
    queries: Vec<f32x4>,
    /// Its keys, sixteen by sixteen: their first numbers, then their second ones.
    keys: Vec<[f32x4; TILE]>,
    /// Its values: the first half of each, then the second halves.
    values: Vec<[f32x4; TILE]>,
    /// Two pieces' scores, and shares, of each key.
    shares: [Vec<f32x4>; 2],
}

impl Attention {
    /// Adds to `mixed` what the pieces of a window, of which queries, keys and values are given, take from one another.
    fn mix(&mut self, joined: &[f32x4], mixed: &mut Vec<f32x4>) {
        let count = joined.len() / (3 * FOURS);
        let begun = mixed.len();
        mixed.resize(begun + count * FOURS, f32x4::ZERO);
        let out = mixed.get_mut(begun..).unwrap_or_default();
        for head in 0..HEADS {
            self.take(joined, count, head);
            let Self { queries, keys, values, shares } = self;
            let pairs = out.chunks_mut(2 * FOURS).zip(queries.chunks(2 * HEAD / 4));
            for (out, queries) in pairs {
                // The last one may be without a second.
                let (one, two) = queries.split_at(HEAD / 4);
                let two = if two.is_empty() { one } else { two };
                let [first, second] = shares;
                first.clear();
                second.clear();
                for keys in keys.chunks_exact(HEAD) {
                    let [one, two] = product(bytemuck::cast_slice(one), bytemuck::cast_slice(two), keys);
                    first.extend(one);
                    second.extend(two);
                }
                let sums = [softmax(first, count), softmax(second, count)];
                let (first, second) = (bytemuck::cast_slice(first), bytemuck::cast_slice(second));
                for (half, values) in values.chunks_exact(count).enumerate() {
                    let parts = product(first, second, values);
                    for ((out, parts), sum) in out.chunks_exact_mut(FOURS).zip(parts).zip(sums) {
                        let place = out.get_mut(head * HEAD / 4 + half * TILE..).unwrap_or_default();
                        let share = splat(1.0 / sum);
                        place.iter_mut().zip(parts).for_each(|(place, part)| *place = part * share);
                    }
                }
            }
        }
    }

    /// Takes a head's queries, keys and values.
    fn take(&mut self, joined: &[f32x4], count: usize, head: usize) {
        let at = |vector: &'_ [f32x4], which: usize| -> [f32x4; HEAD / 4] {
            let own = vector.get(which * FOURS + head * HEAD / 4..).and_then(<[f32x4]>::first_chunk);
            own.copied().unwrap_or([f32x4::ZERO; HEAD / 4])
        };
        let worth = splat(1.0 / (HEAD as f32).sqrt());
        self.queries.clear();
        self.values.clear();
        self.values.resize(2 * count, [f32x4::ZERO; TILE]);
        let (low, high) = self.values.split_at_mut(count);
        for ((vector, low), high) in joined.chunks_exact(3 * FOURS).zip(low).zip(high) {
            self.queries.extend(at(vector, 0).map(|four| four * worth));
            let value = at(vector, 2);
            let (first, second) = value.split_at(TILE);
            low.copy_from_slice(first);
            high.copy_from_slice(second);
        }
        self.keys.clear();
        self.keys.resize(count.div_ceil(4 * TILE) * HEAD, [f32x4::ZERO; TILE]);
        let tiles = self.keys.chunks_exact_mut(HEAD).zip(joined.chunks(4 * TILE * 3 * FOURS));
        for (tile, vectors) in tiles {
            for (which, vectors) in vectors.chunks(4 * 3 * FOURS).enumerate() {
                let mut four = [[f32x4::ZERO; HEAD / 4]; 4];
                four.iter_mut().zip(vectors.chunks_exact(3 * FOURS)).for_each(|(key, vector)| *key = at(vector, 1));
                let [a, b, c, d] = four;
                for ((((rows, a), b), c), d) in tile.as_chunks_mut::<4>().0.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                    for (row, numbers) in rows.iter_mut().zip(f32x4::transpose([a, b, c, d])) {
                        row.get_mut(which).into_iter().for_each(|place| *place = numbers);
                    }
                }
            }
        }
    }
}

/// Raises e to each of the first `count` scores less the highest, makes the rest 0, and gives their sum.
fn softmax(scores: &mut [f32x4], count: usize) -> f32 {
    let numbers: &mut [f32] = bytemuck::cast_slice_mut(scores);
    numbers.get_mut(count..).unwrap_or_default().fill(-1e30);
    let most = scores.iter().fold(splat(-1e30), |most, &four| most.fast_max(four));
    let most = splat(most.to_array().into_iter().fold(f32::NEG_INFINITY, f32::max));
    scores.iter_mut().for_each(|four| *four = (*four - most).exp());
    sum(scores.iter().copied())
}

/// Two rows times a matrix of sixteen columns.
#[inline(always)]
fn product(first: &[f32], second: &[f32], matrix: &[[f32x4; TILE]]) -> [[f32x4; TILE]; 2] {
    // Written out, so that the sums stay in registers.
    let [mut a, mut b, mut c, mut d] = [f32x4::ZERO; TILE];
    let [mut e, mut f, mut g, mut h] = [f32x4::ZERO; TILE];
    for ((&first, &second), &[i, j, k, l]) in first.iter().zip(second).zip(matrix) {
        let number = splat(first);
        a += number * i;
        b += number * j;
        c += number * k;
        d += number * l;
        let number = splat(second);
        e += number * i;
        f += number * j;
        g += number * k;
        h += number * l;
    }
    [[a, b, c, d], [e, f, g, h]]
}

/// The Gaussian error linear unit: x times the probability that a normal number is less than x.
#[inline(always)]
fn gelu(x: f32x4) -> f32x4 {
    let half = x * splat(0.5);
    half + half * erf(x * splat(std::f32::consts::FRAC_1_SQRT_2))
}

/// The error function, to a few millionths of a part; a quotient of polynomials, from which it is 1 beyond 4.
#[inline(always)]
fn erf(x: f32x4) -> f32x4 {
    const ABOVE: [f32; 6] =
        [2.770_681_4e-8, -2.101_024e-6, -5.692_506_4e-5, -7.349_906_3e-4, -2.954_6e-3, -1.609_603_3e-2];
    const BELOW: [f32; 4] = [-2.133_740_6e-4, -1.682_827e-3, -7.373_329_2e-3, -1.426_473_9e-2];
    let x = x.fast_max(splat(-4.0)).fast_min(splat(4.0));
    let square = x * x;
    let above = ABOVE.into_iter().fold(splat(-2.726_142_3e-10), |sum, number| sum * square + splat(number));
    let below = BELOW.into_iter().fold(splat(-1.456_607_2e-5), |sum, number| sum * square + splat(number));
    x * above / below
}

#[cfg(test)]
mod tests {
    use super::super::tests::erf as exact;
    use super::*;

    #[test]
    fn functions_are_those_of_books() {
        for at in -600..=600 {
            let x = at as f32 / 100.0;
            let wanted = f64::from(x) * 0.5 * (1.0 + exact(f64::from(x) / 2.0_f64.sqrt()));
            assert!((f64::from(first(gelu(splat(x)))) - wanted).abs() < 2e-6, "{x}: {wanted}");
        }
        let mut scores = vec![f32x4::from([1.0, -3.0, 2.5, 0.0]), f32x4::from([-80.0, 7.0, 100.0, 100.0])];
        let total = softmax(&mut scores, 6);
        let scores: &[f32] = bytemuck::cast_slice(&scores);
        let wanted = [1.0_f32, -3.0, 2.5, 0.0, -80.0, 7.0].map(|score| (score - 7.0).exp());
        assert!(scores.iter().zip(wanted).all(|(score, wanted)| (score - wanted).abs() < 1e-6), "{scores:?}");
        assert_eq!(scores[6..], [0.0, 0.0]);
        assert!((total - wanted.iter().sum::<f32>()).abs() < 1e-6);
    }
}
