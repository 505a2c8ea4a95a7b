//! The network: convolutions over the vectors of a sentence's tokens, then the likeliest row of tags.
//!
//! All sums are of whole numbers, so that every machine gives the same tags. A vector's dimension has 16 bits, [`ONE`] of which are 1.

use crate::Error;
use multiversion::multiversion;
use multiversion::target::match_target;
use wide::{i16x8, i32x4};

/// Dimensions of a token's vector.
pub const WIDTH: usize = 64;
/// What stands for 1 in a vector.
pub const ONE: f32 = 256.0;
/// The tags: outside; beginning and inside of a person, location, organization, other name.
pub const TAGS: usize = 9;

/// What is known of a token: its dimensions, eight by eight.
pub type Vector = [i16x8; WIDTH / 8];

/// A vector that says nothing.
pub const NOTHING: Vector = [i16x8::ZERO; WIDTH / 8];

/// Tokens that a convolution takes together.
const WINDOW: usize = 3;
/// Sums that are worked on at once: as many as processors have room for.
const SUMS: usize = 8;

/// Sums of the products of dimensions and weights, four times [`SUMS`] of them.
#[derive(Clone, Debug)]
struct Sums {
    /// Per pair of dimensions that come in, its two weights for each sum.
    weights: Vec<[i16x8; SUMS]>,
    biases: [i32x4; SUMS],
}

impl Sums {
    /// Reads from rows of `width` weights, a row a sum, from the row at `first` on.
    fn new(rows: &[Vec<i8>], biases: &[i32], first: usize, width: usize) -> Self {
        let weight =
            |row: usize, at: usize| i16::from(rows.get(first + row).and_then(|row| row.get(at)).copied().unwrap_or(0));
        let pair = |at: usize| {
            std::array::from_fn(|four| {
                i16x8::new(std::array::from_fn(|lane| weight(four * 4 + lane / 2, at + lane % 2)))
            })
        };
        let bias = |sum: usize| biases.get(first + sum).copied().unwrap_or(0);
        let biases = std::array::from_fn(|four| i32x4::new(std::array::from_fn(|lane| bias(four * 4 + lane))));
        Self { weights: (0..width).step_by(2).map(pair).collect(), biases }
    }

    /// The sums for what `vectors` say, one after another.
    #[inline(always)]
    fn of<const M: usize>(&self, vectors: [&Vector; M]) -> [i32x4; SUMS] {
        // Written out, so that the sums stay in registers where the compiler is told to keep code small.
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = self.biases;
        for (vector, weights) in vectors.into_iter().zip(self.weights.chunks_exact(WIDTH / 2)) {
            let pairs: [i32; WIDTH / 2] = bytemuck::cast(*vector);
            for (&pair, &[wa, wb, wc, wd, we, wf, wg, wh]) in pairs.iter().zip(weights) {
                let pair = splat(pair);
                a += pair.dot(wa);
                b += pair.dot(wb);
                c += pair.dot(wc);
                d += pair.dot(wd);
                e += pair.dot(we);
                f += pair.dot(wf);
                g += pair.dot(wg);
                h += pair.dot(wh);
            }
        }
        [a, b, c, d, e, f, g, h]
    }

    /// The same with registers of twice the width.
    #[cfg(all(target_arch = "x86_64", not(target_feature = "avx2")))]
    #[inline]
    #[target_feature(enable = "avx2")]
    fn of_wide<const M: usize>(&self, vectors: [&Vector; M]) -> [i32x4; SUMS] {
        use std::arch::x86_64::{__m256i, _mm256_add_epi32, _mm256_madd_epi16, _mm256_set1_epi32};
        let mut sums: [__m256i; SUMS / 2] = bytemuck::cast(self.biases);
        for (vector, weights) in vectors.into_iter().zip(self.weights.chunks_exact(WIDTH / 2)) {
            let pairs: [i32; WIDTH / 2] = bytemuck::cast(*vector);
            for (&pair, &weights) in pairs.iter().zip(weights) {
                let (pair, weights) = (_mm256_set1_epi32(pair), bytemuck::cast::<_, [__m256i; SUMS / 2]>(weights));
                for (sum, weights) in sums.iter_mut().zip(weights) {
                    *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(pair, weights));
                }
            }
        }
        bytemuck::cast(sums)
    }

    /// Built for AVX2 alone, `convolve` has no such feature of its own and may not call what asks for it.
    #[cfg(all(target_arch = "x86_64", target_feature = "avx2"))]
    #[inline(always)]
    fn of_wide<const M: usize>(&self, vectors: [&Vector; M]) -> [i32x4; SUMS] {
        self.of(vectors)
    }
}

/// The two dimensions of `pair`, four times.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
pub(super) fn splat(pair: i32) -> i16x8 {
    bytemuck::cast(i32x4::splat(pair))
}

/// The two dimensions of `pair`, four times: `wide` has an array in place of the instruction.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
pub(super) fn splat(pair: i32) -> i16x8 {
    bytemuck::cast(core::arch::wasm32::i32x4_splat(pair))
}

/// A convolution: adds to each token what it, one before and one after say.
#[derive(Clone, Debug)]
struct Layer {
    distance: usize,
    shift: u32,
    sums: [Sums; WIDTH / 4 / SUMS],
}

/// Convolutions, and what their outcome says for each tag.
#[derive(Clone, Debug)]
pub(super) struct Network {
    layers: Vec<Layer>,
    tags: Sums,
    unit: f32,
}

/// Reads numbers from a section.
struct Reader<'p>(&'p [u8]);

impl Reader<'_> {
    fn byte(&mut self) -> Result<u8, Error> {
        let (&first, rest) = self.0.split_first().ok_or_else(unfit)?;
        self.0 = rest;
        Ok(first)
    }

    fn row(&mut self, width: usize) -> Result<Vec<i8>, Error> {
        let (bytes, rest) = self.0.split_at_checked(width).ok_or_else(unfit)?;
        self.0 = rest;
        Ok(bytes.iter().map(|byte| byte.cast_signed()).collect())
    }

    /// Rows of so many weights, and a bias for each.
    fn linear(&mut self, rows: usize, width: usize, shift: u32) -> Result<(Vec<Vec<i8>>, Vec<i32>), Error> {
        let weights = (0..rows).map(|_| self.row(width)).collect::<Result<_, _>>()?;
        let biases = (0..rows).map(|_| self.bias(shift)).collect::<Result<_, _>>()?;
        Ok((weights, biases))
    }

    fn bias(&mut self, shift: u32) -> Result<i32, Error> {
        let (low, high) = (self.byte()?, self.byte()?);
        Ok(i32::from(i16::from_le_bytes([low, high])) << shift)
    }

    fn shift(&mut self) -> Result<u32, Error> {
        Ok(u32::from(self.byte()?).clamp(1, 15))
    }
}

fn unfit() -> Error {
    Error::pack("the entity pack's section networks does not fit")
}

impl Network {
    /// Reads as many networks as `bytes` hold.
    ///
    /// # Errors
    /// When the bytes end inside one.
    pub fn read(bytes: &[u8]) -> Result<Vec<Self>, Error> {
        let mut reader = Reader(bytes);
        let mut networks = Vec::new();
        while !reader.0.is_empty() {
            let mut layers = Vec::new();
            for _ in 0..reader.byte()? {
                let distance = usize::from(reader.byte()?);
                let shift = reader.shift()?;
                let (weights, mut biases) = reader.linear(WIDTH, WIDTH * WINDOW, shift)?;
                biases.iter_mut().for_each(|bias| *bias += 1 << (shift - 1));
                let sums = std::array::from_fn(|at| Sums::new(&weights, &biases, at * SUMS * 4, WIDTH * WINDOW));
                layers.push(Layer { distance, shift, sums });
            }
            let shift = reader.shift()?;
            let (weights, biases) = reader.linear(TAGS, WIDTH, shift)?;
            let tags = Sums::new(&weights, &biases, 0, WIDTH);
            networks.push(Self { layers, tags, unit: 1.0 / (ONE * (1 << shift) as f32) });
        }
        Ok(networks)
    }

    /// What the vectors of a sentence say for each tag: logarithms of odds. `vectors` and `spare` are worked in.
    pub fn score(&self, vectors: &mut Vec<Vector>, spare: &mut Vec<Vector>, scores: &mut Vec<[f32; TAGS]>) {
        for layer in &self.layers {
            spare.clear();
            convolve(layer, vectors, spare);
            std::mem::swap(vectors, spare);
        }
        scores.clear();
        scores.extend(vectors.iter().map(|vector| {
            let sums = self.tags.of([vector]);
            let mut row = [0.0; TAGS];
            let all = sums.iter().flat_map(|four| four.to_array());
            row.iter_mut().zip(all).for_each(|(score, sum)| *score = sum as f32 * self.unit);
            row
        }));
    }
}

/// Adds what comes out of a layer for each of `vectors` to `out`.
#[multiversion(targets("x86_64+avx2"))]
fn convolve(layer: &Layer, vectors: &[Vector], out: &mut Vec<Vector>) {
    let token = |at: Option<usize>| at.and_then(|at| vectors.get(at)).unwrap_or(&NOTHING);
    out.extend(vectors.iter().enumerate().map(|(at, here)| {
        let around = [token(at.checked_sub(layer.distance)), here, token(at.checked_add(layer.distance))];
        let mut sum = *here;
        for (out, sums) in sum.chunks_exact_mut(SUMS / 2).zip(&layer.sums) {
            let found = match_target! {
                "x86_64+avx2" => sums.of_wide(around),
                _ => sums.of(around),
            };
            for (out, two) in out.iter_mut().zip(found.as_chunks::<2>().0) {
                let [low, high] = two.map(|four| (four >> layer.shift).max(i32x4::ZERO));
                *out = out.saturating_add(i16x8::from_i32x8_saturate(bytemuck::cast([low, high])));
            }
        }
        sum
    }));
}

/// The likeliest tags in which an inside follows only a beginning or inside of the same kind.
pub(super) fn likeliest(scores: &[[f32; TAGS]], tags: &mut Vec<u8>) {
    let mut from: Vec<[u8; TAGS]> = Vec::with_capacity(scores.len());
    let mut best = [f32::NEG_INFINITY; TAGS];
    for (at, row) in scores.iter().enumerate() {
        let (mut any, mut most) = (0, if at == 0 { 0.0 } else { f32::NEG_INFINITY });
        for (tag, &score) in (0_u8..).zip(&best) {
            if score > most {
                (any, most) = (tag, score);
            }
        }
        let (mut next, mut came) = (*row, [any; TAGS]);
        let (mut beginning, mut inside) = (f32::NEG_INFINITY, f32::NEG_INFINITY);
        for (tag, ((score, came), &own)) in (0_u8..).zip(next.iter_mut().zip(&mut came).zip(&best)) {
            if tag > 0 && tag % 2 == 0 {
                inside = own;
                *came = if inside > beginning { tag } else { tag - 1 };
                *score += inside.max(beginning);
            } else {
                beginning = own;
                *score += most;
            }
        }
        let _ = inside;
        best = next;
        from.push(came);
    }
    tags.clear();
    let mut tag = 0;
    let mut most = f32::NEG_INFINITY;
    for (at, &score) in (0_u8..).zip(&best) {
        if score > most {
            (tag, most) = (at, score);
        }
    }
    for came in from.iter().rev() {
        tags.push(tag);
        tag = came.get(usize::from(tag)).copied().unwrap_or(0);
    }
    tags.reverse();
}

/// The probability of `tag` by a token's scores.
pub(super) fn probability(scores: &[f32; TAGS], tag: u8) -> f32 {
    probabilities(scores).get(usize::from(tag)).copied().unwrap_or_default()
}

/// The probabilities of all tags by a token's scores.
pub(super) fn probabilities(scores: &[f32; TAGS]) -> [f32; TAGS] {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let odds = scores.map(|score| (score - most).exp());
    let sum: f32 = odds.iter().sum();
    odds.map(|odds| odds / sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inside_follows_only_its_own_kind() {
        let row = |tag: usize, score: f32| {
            let mut row = [0.0; TAGS];
            row[tag] = score;
            row
        };
        let mut tags = Vec::new();
        likeliest(&[row(0, 3.0), row(2, 9.0), row(2, 3.0)], &mut tags);
        assert_eq!(tags, [1, 2, 2]);
        likeliest(&[row(1, 3.0), row(4, 2.0), row(0, 3.0)], &mut tags);
        assert!(tags[1] != 4 || tags[0] == 3, "{tags:?}");
        likeliest(&[], &mut tags);
        assert!(tags.is_empty());
        likeliest(&[row(8, 5.0)], &mut tags);
        assert!(tags[0] % 2 == 1 || tags[0] == 0);
    }
}
