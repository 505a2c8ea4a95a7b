//! Products of vectors and matrices of small whole numbers.
//!
//! A vector's numbers are put in −127 to 127 by one scale, weights are whole numbers of 7 bits, so that sums are exact and the same on
//! every machine. Tokens are taken four at a time and outputs eight at a time: as many sums as stay in registers.

use super::Reader;
use crate::Error;
use multiversion::multiversion;
use multiversion::target::match_target;
use wide::{f32x4, i32x4};

/// Weights that share a scale.
pub const GROUP: usize = 32;
/// Outputs of a panel.
const OUTPUTS: usize = 8;
/// Tokens that are taken together.
pub const TOKENS: usize = 4;

/// The numbers of one step: how many there are, and how those of four outputs are held.
#[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
mod lanes {
    use core::arch::wasm32::{i32x4_relaxed_dot_i8x16_i7x16_add, i32x4_splat, v128};
    use wide::i32x4;

    /// Numbers of a token that are multiplied together.
    pub const STEP: usize = 4;
    /// Makes of weights what the instruction takes, 7 bits without a sign; as much of each input is then too much in the sum.
    pub const SHIFT: i8 = 64;
    /// Four outputs' weights of a step.
    pub type Weights = v128;

    /// As it is stored: already the form that is multiplied.
    pub type Stored = [v128; 2];

    pub fn store(weights: [i8; 32]) -> Stored {
        bytemuck::cast(weights)
    }

    /// A panel's weights as they are multiplied.
    pub fn ready<'w>(stored: &'w [Stored], _: &'w mut Vec<[Weights; 2]>) -> &'w [[Weights; 2]] {
        stored
    }

    /// A token's numbers of a step, one after another.
    pub fn joined(numbers: [i32; STEP]) -> i32 {
        i32::from_le_bytes(numbers.map(|number| number as u8))
    }

    #[inline(always)]
    pub fn splat(numbers: i32) -> v128 {
        i32x4_splat(numbers)
    }

    #[inline(always)]
    pub fn add(numbers: v128, weights: Weights, sums: i32x4) -> i32x4 {
        bytemuck::cast(i32x4_relaxed_dot_i8x16_i7x16_add(numbers, weights, bytemuck::cast(sums)))
    }
}

/// The same in plain SIMD, where numbers are multiplied in 16 bits.
#[cfg(not(all(target_arch = "wasm32", target_feature = "relaxed-simd")))]
mod lanes {
    use wide::{i8x16, i16x8, i16x16, i32x4};

    pub const STEP: usize = 2;
    pub const SHIFT: i8 = 0;
    pub type Weights = i16x8;
    pub type Stored = i8x16;

    pub fn store(weights: [i8; 16]) -> Stored {
        i8x16::new(weights)
    }

    pub fn ready<'w>(stored: &[Stored], work: &'w mut Vec<[Weights; 2]>) -> &'w [[Weights; 2]] {
        work.clear();
        work.extend(stored.iter().map(|&weights| bytemuck::cast::<_, [Weights; 2]>(i16x16::from_i8x16(weights))));
        work
    }

    pub fn joined([first, second]: [i32; STEP]) -> i32 {
        first & 0xffff | second << 16
    }

    #[inline(always)]
    pub fn splat(numbers: i32) -> i16x8 {
        #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
        return bytemuck::cast(core::arch::wasm32::i32x4_splat(numbers));
        #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
        bytemuck::cast(i32x4::splat(numbers))
    }

    #[inline(always)]
    pub fn add(numbers: i16x8, weights: Weights, sums: i32x4) -> i32x4 {
        sums + numbers.dot(weights)
    }
}

use lanes::{SHIFT, STEP, Stored, Weights};

/// The weights of a panel as they are multiplied: what is worked in.
#[derive(Debug, Default)]
pub struct Panel(Vec<[Weights; 2]>);

/// Four equal numbers: `wide` has an array in place of the instruction.
#[inline(always)]
pub fn splat(number: f32) -> f32x4 {
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    return bytemuck::cast(core::arch::wasm32::f32x4_splat(number));
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    f32x4::splat(number)
}

/// Vectors of whole numbers, each with a scale.
#[derive(Debug, Default)]
pub struct Quantised {
    /// Four tokens' numbers of a step side by side, then those of the next step, then the next four tokens.
    steps: Vec<[i32; TOKENS]>,
    /// What 1 is worth, and what the sum of a vector's numbers is too much, where weights are shifted.
    scales: Vec<[(f32, i32); TOKENS]>,
    count: usize,
}

impl Quantised {
    /// Takes vectors of `width` numbers, which is a multiple of four.
    pub fn set(&mut self, vectors: &[f32x4], width: usize) {
        let fours = width / 4;
        self.count = vectors.len() / fours;
        let blocks = self.count.div_ceil(TOKENS);
        self.steps.clear();
        self.steps.resize(blocks * (width / STEP), [0; TOKENS]);
        self.scales.clear();
        self.scales.resize(blocks, [(0.0, 0); TOKENS]);
        let blocks = self.steps.chunks_exact_mut(width / STEP).zip(&mut self.scales);
        for ((steps, scales), vectors) in blocks.zip(vectors.chunks(TOKENS * fours)) {
            for ((at, scale), vector) in scales.iter_mut().enumerate().zip(vectors.chunks_exact(fours)) {
                let most = vector.iter().fold(f32x4::ZERO, |most, four| most.fast_max(four.abs()));
                let most = most.to_array().into_iter().fold(0.0, f32::max);
                if most <= 0.0 {
                    continue;
                }
                let worth = most / 127.0;
                let divisor = splat(worth);
                let mut sum = i32x4::ZERO;
                for (four, steps) in vector.iter().zip(steps.chunks_exact_mut(4 / STEP)) {
                    let numbers = rounded(*four / divisor);
                    sum += numbers;
                    let numbers = numbers.to_array();
                    for (step, &numbers) in steps.iter_mut().zip(numbers.as_chunks().0) {
                        step.get_mut(at).into_iter().for_each(|place| *place = lanes::joined(numbers));
                    }
                }
                *scale = (worth, i32::from(SHIFT).wrapping_mul(sum.reduce_add()));
            }
        }
    }
}

/// The nearest whole numbers, halves to the even one; of numbers under two millions.
#[inline(always)]
fn rounded(numbers: f32x4) -> i32x4 {
    // At this size a float has no room for fractions.
    const WHOLE: f32 = 12_582_912.0;
    let bits: i32x4 = bytemuck::cast(numbers + splat(WHOLE));
    bits - i32x4::splat(WHOLE.to_bits().cast_signed())
}

/// A matrix of whole numbers, with a scale and a bias for each output.
#[derive(Clone, Debug)]
pub struct Linear {
    /// Panels of eight outputs: the weights of each step.
    weights: Vec<Stored>,
    inputs: usize,
    /// By panel, scales and biases.
    ends: Vec<[[f32x4; 2]; 2]>,
}

impl Linear {
    /// Reads a matrix of so many inputs, a multiple of 64, and outputs, a multiple of 8.
    ///
    /// # Errors
    /// When the bytes end too early, a scale is out of its range, or a number is not finite.
    pub fn read(reader: &mut Reader<'_>, inputs: usize, outputs: usize) -> Result<Self, Error> {
        let nibbles = reader.bytes(inputs * outputs / 2)?;
        let groups = reader.bytes(inputs * outputs / GROUP / 2)?;
        if groups.iter().any(|pair| pair & 15 > 7 || pair >> 4 > 7) {
            return Err(reader.unfit());
        }
        let scales = reader.vectors(outputs)?;
        let biases = reader.vectors(outputs)?;
        let mut rows = [const { Vec::new() }; OUTPUTS];
        let mut weights = Vec::with_capacity(inputs * outputs / STEP / OUTPUTS);
        let panels = nibbles.chunks_exact(OUTPUTS * inputs / 2);
        for (nibbles, groups) in panels.zip(groups.chunks_exact(OUTPUTS * inputs / GROUP / 2)) {
            let lines = nibbles.chunks_exact(inputs / 2).zip(groups.chunks_exact(inputs / GROUP / 2));
            for (row, (nibbles, groups)) in rows.iter_mut().zip(lines) {
                row.clear();
                let groups = groups.iter().flat_map(|pair| [pair & 15, pair >> 4]);
                for (nibbles, group) in nibbles.as_chunks::<{ GROUP / 2 }>().0.iter().zip(groups) {
                    let group = group.cast_signed();
                    row.extend(nibbles.map(|pair| ((pair & 15).cast_signed() - 8) * group + SHIFT));
                    row.extend(nibbles.map(|pair| ((pair >> 4).cast_signed() - 8) * group + SHIFT));
                }
            }
            let mut rows = rows.each_ref().map(|row| row.as_chunks::<STEP>().0.iter());
            for _ in 0..inputs / STEP {
                let step = rows.each_mut().map(|row| row.next().copied().unwrap_or_default());
                weights.push(lanes::store(bytemuck::cast(step)));
            }
        }
        let pairs = scales.as_chunks::<2>().0.iter().zip(biases.as_chunks::<2>().0);
        let ends = pairs.map(|(&scales, &biases)| [scales, biases]).collect();
        Ok(Self { weights, inputs, ends })
    }

    /// Puts into `out` what the matrix makes of each vector.
    pub fn apply(&self, vectors: &Quantised, Panel(panel): &mut Panel, out: &mut Vec<f32x4>) {
        let fours = self.ends.len() * (OUTPUTS / 4);
        out.clear();
        out.resize(vectors.count * fours, f32x4::ZERO);
        multiply(self, vectors, panel, out);
    }
}

#[multiversion(targets("x86_64+avx2"))]
fn multiply(matrix: &Linear, vectors: &Quantised, panel: &mut Vec<[Weights; 2]>, out: &mut [f32x4]) {
    let fours = matrix.ends.len() * (OUTPUTS / 4);
    let steps = matrix.inputs / STEP;
    for (number, (weights, ends)) in matrix.weights.chunks_exact(steps).zip(&matrix.ends).enumerate() {
        let weights = lanes::ready(weights, panel);
        let rows = out.chunks_mut(TOKENS * fours).zip(&vectors.scales);
        for (steps, (rows, scales)) in vectors.steps.chunks_exact(steps).zip(rows) {
            let sums = match_target! {
                "x86_64+avx2" => block_wide(steps, weights),
                _ => block(steps, weights),
            };
            for ((row, sums), scale) in rows.chunks_exact_mut(fours).zip(sums).zip(scales) {
                let place = row.get_mut(number * (OUTPUTS / 4)..).and_then(<[f32x4]>::first_chunk_mut::<2>);
                let Some(place) = place else { continue };
                let &(worth, excess) = scale;
                let [scales, biases] = ends;
                for (((place, sum), &scale), &bias) in place.iter_mut().zip(sums).zip(scales).zip(biases) {
                    let sum = sum - i32x4::splat(excess);
                    *place = sum.round_float() * splat(worth) * scale + bias;
                }
            }
        }
    }
}

/// As [`block`], with registers of twice the width.
#[cfg(all(target_arch = "x86_64", not(target_feature = "avx2")))]
#[inline]
#[target_feature(enable = "avx2")]
fn block_wide(steps: &[[i32; TOKENS]], weights: &[[Weights; 2]]) -> [[i32x4; 2]; TOKENS] {
    use std::arch::x86_64::{__m256i, _mm256_add_epi32, _mm256_madd_epi16, _mm256_set1_epi32};
    let mut sums: [__m256i; TOKENS] = bytemuck::cast([[i32x4::ZERO; 2]; TOKENS]);
    for (numbers, &weights) in steps.iter().zip(weights) {
        let weights: __m256i = bytemuck::cast(weights);
        for (sum, &numbers) in sums.iter_mut().zip(numbers) {
            *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(_mm256_set1_epi32(numbers), weights));
        }
    }
    bytemuck::cast(sums)
}

/// Built for AVX2 alone, `multiply` has no such feature of its own and may not call what asks for it.
#[cfg(all(target_arch = "x86_64", target_feature = "avx2"))]
use self::block as block_wide;

/// The sums of four tokens and eight outputs.
#[inline(always)]
fn block(steps: &[[i32; TOKENS]], weights: &[[Weights; 2]]) -> [[i32x4; 2]; TOKENS] {
    // Written out, so that the sums stay in registers.
    let [mut a, mut b, mut c, mut d] = [i32x4::ZERO; TOKENS];
    let [mut e, mut f, mut g, mut h] = [i32x4::ZERO; TOKENS];
    for (&[first, second, third, fourth], &[low, high]) in steps.iter().zip(weights) {
        let numbers = lanes::splat(first);
        a = lanes::add(numbers, low, a);
        e = lanes::add(numbers, high, e);
        let numbers = lanes::splat(second);
        b = lanes::add(numbers, low, b);
        f = lanes::add(numbers, high, f);
        let numbers = lanes::splat(third);
        c = lanes::add(numbers, low, c);
        g = lanes::add(numbers, high, g);
        let numbers = lanes::splat(fourth);
        d = lanes::add(numbers, low, d);
        h = lanes::add(numbers, high, h);
    }
    [[a, e], [b, f], [c, g], [d, h]]
}

#[cfg(test)]
mod tests {
    use super::super::tests::Chance;
    use super::*;

    #[test]
    fn sums_are_exact() {
        let mut chance = Chance(3);
        let (inputs, outputs, count) = (128, 24, 11);
        let nibbles: Vec<u8> = (0..inputs * outputs / 2).map(|_| chance.below(256) as u8).collect();
        let groups: Vec<u8> =
            (0..inputs * outputs / GROUP / 2).map(|_| [0x17, 0x71, 0x77, 0x35][chance.below(4) as usize]).collect();
        let mut bytes = [nibbles.clone(), groups.clone()].concat();
        bytes.extend((0..2 * outputs).flat_map(|at| if at < outputs { 1.0_f32 } else { at as f32 }.to_le_bytes()));
        let mut reader = Reader { section: "layers", rest: &bytes };
        let linear = Linear::read(&mut reader, inputs, outputs).unwrap();
        reader.end().unwrap();

        // With a most of 127, numbers are their own rounding; the last vector is nothing.
        let numbers: Vec<f32> = (0..count * inputs)
            .map(|at| match at {
                _ if at / inputs == count - 1 => 0.0,
                _ if at % inputs == 5 => -127.0,
                _ => chance.below(255) as f32 - 127.0,
            })
            .collect();
        let vectors: Vec<f32x4> = numbers.as_chunks().0.iter().map(|&four| f32x4::from(four)).collect();
        let (mut quantised, mut out) = (Quantised::default(), Vec::new());
        // What was there before leaves nothing behind.
        quantised.set(&vectors[..inputs / 4], inputs);
        quantised.set(&vectors, inputs);
        linear.apply(&quantised, &mut Panel::default(), &mut out);
        let out: &[f32] = bytemuck::cast_slice(&out);
        assert_eq!(out.len(), count * outputs);
        for (at, &found) in out.iter().enumerate() {
            let (token, row) = (at / outputs, at % outputs);
            let product = |input: usize| {
                let place = row * inputs + input;
                let byte = nibbles[place / 32 * 16 + place % 16];
                let nibble = if place % 32 < 16 { byte & 15 } else { byte >> 4 };
                let group = groups[place / 64] >> (place / 32 % 2 * 4) & 15;
                numbers[token * inputs + input] as i32 * (i32::from(nibble) - 8) * i32::from(group)
            };
            let expected = (0..inputs).map(product).sum::<i32>() + (outputs + row) as i32;
            assert_eq!(found, expected as f32, "token {token}, row {row}");
        }
    }

    #[test]
    fn rounds_halves_to_the_even_number() {
        let found = rounded(f32x4::from([0.5, 1.5, -2.5, 126.5]));
        assert_eq!(found.to_array(), [0, 2, -2, 126]);
        assert_eq!(rounded(f32x4::from([-0.4, 0.6, -126.7, 127.0])).to_array(), [0, 1, -127, 127]);
    }
}
