//! Vectors of the model's space: what words add up to, and the directions of languages.
//!
//! Sixteen bits a dimension hold both; in wasm they are the vectors of its SIMD instructions, elsewhere the compiler makes such of arrays.

use super::model::DIMENSIONS;

/// The largest size of a dimension of a word or sum: two such vectors have a product of 32 bits.
const LARGEST: i32 = (1 << 13) - 1;
/// The largest size of a dimension of a direction.
const FINEST: f32 = 2047.0;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod lanes {
    use super::{DIMENSIONS, Row};

    /// The four weights that a byte holds, each raised by 1, sixteen bits apart.
    // The compiler works this out: an index outside would not compile.
    #[allow(clippy::indexing_slicing)]
    const QUADS: [u64; 256] = {
        let mut quads = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            let mut at = 0;
            while at < 4 {
                let bits = byte as u64 >> (2 * at) & 3;
                quads[byte] |= ((bits & 1) + 1 - (bits >> 1)) << (16 * at);
                at += 1;
            }
            byte += 1;
        }
        quads
    };

    /// Rows that are summed before their sums could reach over sixteen bits.
    const MANY: usize = 1 << 9;

    /// Sixteen bits a dimension.
    #[derive(Clone, Copy, Debug)]
    pub struct Lanes([i16; DIMENSIONS]);

    impl Lanes {
        pub const ZERO: Self = Self([0; DIMENSIONS]);

        pub fn new(values: [i16; DIMENSIONS]) -> Self {
            Self(values)
        }

        pub fn values(&self) -> [i16; DIMENSIONS] {
            self.0
        }

        #[inline(always)]
        pub fn add(&mut self, rows: &[Row]) {
            for rows in rows.chunks(MANY) {
                let (mut sums, mut raised) = ([0; DIMENSIONS / 4], 0);
                for Row { weights, shift } in rows {
                    for (sum, &byte) in sums.iter_mut().zip(weights) {
                        *sum += QUADS.get(usize::from(byte)).copied().unwrap_or_default() << shift;
                    }
                    raised += 1 << shift;
                }
                for (lanes, sum) in self.0.as_chunks_mut::<4>().0.iter_mut().zip(sums) {
                    for (at, lane) in (0..).step_by(16).zip(lanes) {
                        *lane = lane.saturating_add((sum >> at) as i16 - raised);
                    }
                }
            }
        }

        pub fn clamp(&self, largest: i16) -> Self {
            Self(self.0.map(|value| value.clamp(-largest, largest)))
        }

        pub fn product(&self, other: &Self) -> i32 {
            self.0.iter().zip(&other.0).map(|(&a, &b)| i32::from(a) * i32::from(b)).sum()
        }
    }

    /// Four vectors side by side: of each, two dimensions at a time.
    #[derive(Clone, Copy, Debug)]
    pub struct Four([[i16; 8]; DIMENSIONS / 2]);

    impl Four {
        pub fn new(vectors: [[i16; DIMENSIONS]; 4]) -> Self {
            Self(super::interlaced(vectors))
        }

        /// The products with a vector that is four times in `spread`, times `factors`, raised by `raised`.
        #[inline(always)]
        pub fn scores(&self, spread: &Self, factors: Scores, raised: Scores) -> Scores {
            let mut sums = [0; 4];
            for (a, b) in self.0.iter().zip(&spread.0) {
                let product = |at: usize| match (a.get(at), b.get(at)) {
                    (Some(&a), Some(&b)) => i32::from(a) * i32::from(b),
                    _ => 0,
                };
                for (at, sum) in sums.iter_mut().enumerate() {
                    *sum += product(2 * at) + product(2 * at + 1);
                }
            }
            let mut scores = raised;
            for ((score, sum), factor) in scores.0.iter_mut().zip(sums).zip(factors.0) {
                *score += sum as f32 * factor;
            }
            scores
        }
    }

    /// Four scores.
    #[derive(Clone, Copy, Debug)]
    pub struct Scores([f32; 4]);

    impl Scores {
        pub fn new(scores: [f32; 4]) -> Self {
            Self(scores)
        }

        #[inline(always)]
        pub fn values(self) -> [f32; 4] {
            self.0
        }

        #[inline(always)]
        pub fn times(self, factor: f32) -> Self {
            Self(self.0.map(|score| score * factor))
        }

        /// Whether one of them is above `least`.
        #[inline(always)]
        pub fn any_above(self, least: f32) -> bool {
            self.0.iter().any(|&score| score > least)
        }

        /// The larger ones of each two.
        #[inline(always)]
        pub fn largest(mut self, other: Self) -> Self {
            self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a = if b > *a { b } else { *a });
            self
        }
    }

    impl From<&Lanes> for Four {
        fn from(lanes: &Lanes) -> Self {
            Self::new([lanes.0; 4])
        }
    }

    /// Thirty-two bits a dimension.
    #[derive(Clone, Copy, Debug)]
    pub struct Wide([i32; DIMENSIONS]);

    impl Wide {
        pub const ZERO: Self = Self([0; DIMENSIONS]);

        /// The largest size of a dimension.
        pub fn largest(&self) -> i32 {
            self.0.iter().fold(0, |largest, value| largest.max(value.abs()))
        }

        /// Divided by `1 << shift`, rounded.
        pub fn shifted(&self, shift: u32) -> Lanes {
            let half = (1 << shift) >> 1;
            Lanes(self.0.map(|value| ((value + half) >> shift) as i16))
        }

        #[inline(always)]
        pub fn add(&mut self, lanes: &Lanes) {
            // Copies lie apart for certain: the compiler makes vectors of them.
            let (mut sums, values) = (self.0, lanes.0);
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += i32::from(value));
            self.0 = sums;
        }

        pub fn take(&mut self, lanes: &Lanes) {
            self.0.iter_mut().zip(&lanes.0).for_each(|(sum, &value)| *sum -= i32::from(value));
        }
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod lanes {
    use super::{DIMENSIONS, Row};
    use core::arch::wasm32::*;

    // The compiler works out the lengths: no index is outside.
    #[allow(clippy::indexing_slicing)]
    fn evens_first(values: [i16; DIMENSIONS]) -> [i16; DIMENSIONS] {
        std::array::from_fn(|at| values[2 * at % DIMENSIONS + 2 * at / DIMENSIONS])
    }

    fn eight(lane: v128) -> [i16; 8] {
        [
            i16x8_extract_lane::<0>(lane),
            i16x8_extract_lane::<1>(lane),
            i16x8_extract_lane::<2>(lane),
            i16x8_extract_lane::<3>(lane),
            i16x8_extract_lane::<4>(lane),
            i16x8_extract_lane::<5>(lane),
            i16x8_extract_lane::<6>(lane),
            i16x8_extract_lane::<7>(lane),
        ]
    }

    /// Per shift what a pair of weights, the half of a byte, gives in the first and in the second dimension.
    const WEIGHTS: [[v128; 2]; super::LARGEST_SHIFT as usize + 1] = {
        const fn pairs(one: i8) -> [v128; 2] {
            let less = -one;
            [
                i8x16(0, one, less, 0, 0, one, less, 0, 0, one, less, 0, 0, one, less, 0),
                i8x16(0, 0, 0, 0, one, one, one, one, less, less, less, less, 0, 0, 0, 0),
            ]
        }
        [pairs(1), pairs(2), pairs(4), pairs(8), pairs(16)]
    };

    /// Sixteen bits a dimension: first those with even numbers, then those with odd ones.
    #[derive(Clone, Copy, Debug)]
    pub struct Lanes([v128; DIMENSIONS / 8]);

    impl Lanes {
        pub const ZERO: Self = Self([i16x8(0, 0, 0, 0, 0, 0, 0, 0); DIMENSIONS / 8]);

        pub fn new(values: [i16; DIMENSIONS]) -> Self {
            let mut lanes = Self::ZERO;
            for (lane, &[a, b, c, d, e, f, g, h]) in lanes.0.iter_mut().zip(evens_first(values).as_chunks::<8>().0) {
                *lane = i16x8(a, b, c, d, e, f, g, h);
            }
            lanes
        }

        pub fn values(&self) -> [i16; DIMENSIONS] {
            let mut values = [0; DIMENSIONS];
            let (even, odd) = self.0.split_at(DIMENSIONS / 16);
            let places = values.as_chunks_mut::<16>().0.iter_mut();
            for ((places, &even), &odd) in places.zip(even).zip(odd) {
                for (pair, (even, odd)) in
                    places.as_chunks_mut::<2>().0.iter_mut().zip(eight(even).into_iter().zip(eight(odd)))
                {
                    *pair = [even, odd];
                }
            }
            values
        }

        #[inline(always)]
        pub fn add(&mut self, rows: &[Row]) {
            // Seven weights fit a byte.
            for few in rows.chunks(7) {
                let (mut even, mut odd) = (i8x16_splat(0), i8x16_splat(0));
                for Row { weights, shift } in few {
                    let Some(&[first, second]) = WEIGHTS.get(usize::from(*shift)) else { continue };
                    let bytes = u64x2_splat(u64::from_le_bytes(*weights));
                    let halves = v128_and(
                        i8x16_shuffle::<0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23>(
                            bytes,
                            u8x16_shr(bytes, 4),
                        ),
                        u8x16_splat(15),
                    );
                    even = i8x16_add(even, i8x16_swizzle(first, halves));
                    odd = i8x16_add(odd, i8x16_swizzle(second, halves));
                }
                let [a, b, c, d] = &mut self.0;
                *a = i16x8_add_sat(*a, i16x8_extend_low_i8x16(even));
                *b = i16x8_add_sat(*b, i16x8_extend_high_i8x16(even));
                *c = i16x8_add_sat(*c, i16x8_extend_low_i8x16(odd));
                *d = i16x8_add_sat(*d, i16x8_extend_high_i8x16(odd));
            }
        }

        pub fn clamp(&self, largest: i16) -> Self {
            Self(self.0.map(|lane| i16x8_min(i16x8_max(lane, i16x8_splat(-largest)), i16x8_splat(largest))))
        }

        #[inline(always)]
        pub fn product(&self, other: &Self) -> i32 {
            let mut sum = i32x4_splat(0);
            for (&a, &b) in self.0.iter().zip(&other.0) {
                sum = i32x4_add(sum, i32x4_dot_i16x8(a, b));
            }
            let sum = i32x4_add(sum, i32x4_shuffle::<2, 3, 0, 1>(sum, sum));
            i32x4_extract_lane::<0>(sum) + i32x4_extract_lane::<1>(sum)
        }
    }

    /// Four vectors side by side: of each, two dimensions at a time.
    #[derive(Clone, Copy, Debug)]
    pub struct Four([v128; DIMENSIONS / 2]);

    impl Four {
        pub fn new(vectors: [[i16; DIMENSIONS]; 4]) -> Self {
            Self(
                super::interlaced(vectors.map(evens_first))
                    .map(|[a, b, c, d, e, f, g, h]| i16x8(a, b, c, d, e, f, g, h)),
            )
        }

        /// The products with a vector that is four times in `spread`, times `factors`, raised by `raised`.
        #[inline(always)]
        pub fn scores(&self, spread: &Self, factors: Scores, raised: Scores) -> Scores {
            let mut sums = i32x4_splat(0);
            for (&a, &b) in self.0.iter().zip(&spread.0) {
                sums = i32x4_add(sums, i32x4_dot_i16x8(a, b));
            }
            Scores(f32x4_add(f32x4_mul(f32x4_convert_i32x4(sums), factors.0), raised.0))
        }
    }

    /// Four scores.
    #[derive(Clone, Copy, Debug)]
    pub struct Scores(v128);

    impl Scores {
        pub fn new([a, b, c, d]: [f32; 4]) -> Self {
            Self(f32x4(a, b, c, d))
        }

        #[inline(always)]
        pub fn values(self) -> [f32; 4] {
            [
                f32x4_extract_lane::<0>(self.0),
                f32x4_extract_lane::<1>(self.0),
                f32x4_extract_lane::<2>(self.0),
                f32x4_extract_lane::<3>(self.0),
            ]
        }

        #[inline(always)]
        pub fn times(self, factor: f32) -> Self {
            Self(f32x4_mul(self.0, f32x4_splat(factor)))
        }

        /// Whether one of them is above `least`.
        #[inline(always)]
        pub fn any_above(self, least: f32) -> bool {
            v128_any_true(f32x4_gt(self.0, f32x4_splat(least)))
        }

        /// The larger ones of each two.
        #[inline(always)]
        pub fn largest(self, other: Self) -> Self {
            Self(f32x4_pmax(self.0, other.0))
        }
    }

    impl From<&Lanes> for Four {
        fn from(lanes: &Lanes) -> Self {
            let mut four = [i32x4_splat(0); DIMENSIONS / 2];
            for ([a, b, c, d], &lane) in four.as_chunks_mut::<4>().0.iter_mut().zip(&lanes.0) {
                *a = i32x4_shuffle::<0, 0, 0, 0>(lane, lane);
                *b = i32x4_shuffle::<1, 1, 1, 1>(lane, lane);
                *c = i32x4_shuffle::<2, 2, 2, 2>(lane, lane);
                *d = i32x4_shuffle::<3, 3, 3, 3>(lane, lane);
            }
            Self(four)
        }
    }

    /// Thirty-two bits a dimension.
    #[derive(Clone, Copy, Debug)]
    pub struct Wide([v128; DIMENSIONS / 4]);

    impl Wide {
        pub const ZERO: Self = Self([i32x4(0, 0, 0, 0); DIMENSIONS / 4]);

        /// The largest size of a dimension.
        pub fn largest(&self) -> i32 {
            let largest = self.0.iter().fold(i32x4_splat(0), |largest, &lane| i32x4_max(largest, i32x4_abs(lane)));
            let largest = i32x4_max(largest, i32x4_shuffle::<2, 3, 0, 1>(largest, largest));
            i32x4_extract_lane::<0>(largest).max(i32x4_extract_lane::<1>(largest))
        }

        /// Divided by `1 << shift`, rounded.
        pub fn shifted(&self, shift: u32) -> Lanes {
            let half = i32x4_splat((1 << shift) >> 1);
            let mut lanes = [i16x8_splat(0); DIMENSIONS / 8];
            for (lane, &[low, high]) in lanes.iter_mut().zip(self.0.as_chunks::<2>().0) {
                let shifted = |lane| i32x4_shr(i32x4_add(lane, half), shift);
                *lane = i16x8_narrow_i32x4(shifted(low), shifted(high));
            }
            Lanes(lanes)
        }

        #[inline(always)]
        pub fn add(&mut self, lanes: &Lanes) {
            for ([low, high], &lane) in self.0.as_chunks_mut::<2>().0.iter_mut().zip(&lanes.0) {
                *low = i32x4_add(*low, i32x4_extend_low_i16x8(lane));
                *high = i32x4_add(*high, i32x4_extend_high_i16x8(lane));
            }
        }

        pub fn take(&mut self, lanes: &Lanes) {
            for ([low, high], &lane) in self.0.as_chunks_mut::<2>().0.iter_mut().zip(&lanes.0) {
                *low = i32x4_sub(*low, i32x4_extend_low_i16x8(lane));
                *high = i32x4_sub(*high, i32x4_extend_high_i16x8(lane));
            }
        }
    }
}

pub(super) use lanes::Scores;
use lanes::{Four, Lanes, Wide};

/// The largest shift of a row's weights: seven of them fit a byte.
pub(super) const LARGEST_SHIFT: u8 = 4;

/// Ternary weights of an n-gram.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Row {
    /// Two bits each, from the lowest on: 1 is +1, 2 is −1, others 0.
    pub weights: [u8; DIMENSIONS / 4],
    /// Each counts `1 << shift` times; at most [`LARGEST_SHIFT`].
    pub shift: u8,
}

/// Four vectors side by side: the first two dimensions of each, then the next two.
#[allow(clippy::indexing_slicing)]
fn interlaced(vectors: [[i16; DIMENSIONS]; 4]) -> [[i16; 8]; DIMENSIONS / 2] {
    // The compiler works out the lengths: no index is outside.
    std::array::from_fn(|pair| std::array::from_fn(|at| vectors[at / 2][2 * pair + at % 2]))
}

/// What the n-grams of a word add up to; it stays at the ends of its 16 bits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grams(Lanes);

impl Grams {
    pub fn new() -> Self {
        Self(Lanes::ZERO)
    }

    /// Adds rows.
    #[inline(always)]
    pub fn add(&mut self, rows: &[Row]) {
        self.0.add(rows);
    }

    pub fn values(&self) -> [i16; DIMENSIONS] {
        self.0.values()
    }
}

/// Where a word lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point(Lanes);

impl Point {
    pub fn origin() -> Self {
        Self(Lanes::ZERO)
    }
}

impl From<Grams> for Point {
    fn from(grams: Grams) -> Self {
        Self(grams.0.clamp(LARGEST as i16))
    }
}

/// What words add up to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum(Wide);

impl Sum {
    pub const ZERO: Self = Self(Wide::ZERO);

    #[inline(always)]
    pub fn add(&mut self, point: &Point) {
        self.0.add(&point.0);
    }

    pub fn take(&mut self, point: &Point) {
        self.0.take(&point.0);
    }

    /// The sum as a point, and what that must be multiplied with.
    pub fn point(&self) -> (Point, f32) {
        let shift = (self.0.largest() / (LARGEST + 1)).checked_ilog2().map_or(0, |bits| bits + 1);
        // Rounding may lead one past the largest.
        (Point(self.0.shifted(shift).clamp(LARGEST as i16)), (1_u32 << shift) as f32)
    }
}

/// Where languages lie: a language's score is the product of its direction and a word's point.
#[derive(Clone, Debug)]
pub(super) struct Directions {
    single: Vec<(Lanes, f32)>,
    /// The same, four at a time; the last are filled up with nothing.
    fours: Vec<(Four, Scores)>,
}

impl Directions {
    pub fn new(directions: &[[f32; DIMENSIONS]]) -> Self {
        let steps = |values: &[f32; DIMENSIONS]| {
            let largest = values.iter().fold(f32::MIN_POSITIVE, |largest, value| largest.max(value.abs()));
            let unit = largest / FINEST;
            (values.map(|value| (value / unit).round() as i16), unit)
        };
        let fours = directions.chunks(4).map(|four| {
            let (mut vectors, mut units) = ([[0; DIMENSIONS]; 4], [0.0; 4]);
            for ((vector, unit), values) in vectors.iter_mut().zip(&mut units).zip(four) {
                (*vector, *unit) = steps(values);
            }
            (Four::new(vectors), Scores::new(units))
        });
        let single = directions.iter().map(steps).map(|(values, unit)| (Lanes::new(values), unit));
        Self { fours: fours.collect(), single: single.collect() }
    }

    /// What a word at `point` says for one language, in nats; 0 for one that there is not.
    #[inline(always)]
    pub fn score(&self, at: usize, point: &Point) -> f32 {
        self.single.get(at).map_or(0.0, |(lanes, unit)| lanes.product(&point.0) as f32 * unit)
    }

    /// What a word at `point` says for each language, times `factor`, into `scores`, four by four, each raised by what stands in its
    /// place in `raised`; the best of them.
    #[inline(always)]
    pub fn scores(&self, point: &Point, factor: f32, raised: &[Scores], scores: &mut Vec<Scores>) -> f32 {
        let spread = Four::from(&point.0);
        let mut best = Scores::new([f32::NEG_INFINITY; 4]);
        scores.clear();
        scores.extend(self.fours.iter().zip(raised).map(|((four, units), &raised)| {
            let scores = four.scores(&spread, units.times(factor), raised);
            best = best.largest(scores);
            scores
        }));
        best.values().into_iter().fold(f32::NEG_INFINITY, |best, score| if score > best { score } else { best })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(seed: i32) -> [i32; DIMENSIONS] {
        std::array::from_fn(|at| (at as i32 * 7919 + seed * 104_729) % 301 - 150)
    }

    fn point(seed: i32) -> Point {
        Point(Lanes::new(values(seed).map(|value| value as i16)))
    }

    #[test]
    fn products_are_those_of_numbers_with_points() {
        let a = values(1);
        let directions: Vec<_> = (2..9).map(|seed| values(seed).map(|value| value as f32 / 100.0)).collect();
        let (ways, point) = (Directions::new(&directions), point(1));
        let mut together = Vec::new();
        let closed = f32::NEG_INFINITY;
        let best =
            ways.scores(&point, 0.5, &[Scores::new([0.0; 4]), Scores::new([0.0, 0.0, 1.0, closed])], &mut together);
        let mut together: Vec<_> = together.into_iter().flat_map(Scores::values).collect();
        assert_eq!(together.len(), 8);
        assert_eq!(together[7], closed);
        assert_eq!(best, together.iter().copied().fold(closed, f32::max));
        together[6] -= 1.0;
        for (at, b) in directions.iter().enumerate() {
            let exact: f32 = a.iter().zip(b).map(|(&a, &b)| a as f32 * b).sum();
            let score = ways.score(at, &point);
            assert!((score - exact).abs() < 0.02 * exact.abs().max(10.0), "{score} {exact}");
            assert!((together[at] - score * 0.5).abs() <= 1e-3, "{score} {}", together[at]);
        }
        assert_eq!(ways.score(7, &point), 0.0);
    }

    #[test]
    fn rows_add_their_weights() {
        let mut grams = Grams::new();
        let mut expected = [0; DIMENSIONS];
        for round in 0..200_u32 {
            let row: [u8; 8] = std::array::from_fn(|at| (round * 37 + at as u32 * 101) as u8);
            let shift = round % 5;
            grams.add(&[Row { weights: row, shift: shift as u8 }]);
            for (at, sum) in expected.iter_mut().enumerate() {
                *sum += [0, 1, -1, 0][usize::from(row[at / 4] >> (at % 4 * 2) & 3)] << shift;
            }
        }
        assert_eq!(grams.values(), expected);
        grams.add(&vec![Row { weights: [0b0101_0101; 8], shift: 4 }; 100_000]);
        assert_eq!(grams.values(), [i16::MAX; DIMENSIONS]);
    }

    #[test]
    fn sums_of_any_size_become_points() {
        let ways = Directions::new(&[values(3).map(|value| value as f32 / 100.0)]);
        let point = point(1);
        let mut sum = Sum::ZERO;
        for count in 1..5_000 {
            sum.add(&point);
            let (scaled, scale) = sum.point();
            let (found, exact) = (ways.score(0, &scaled) * scale, ways.score(0, &point) * count as f32);
            assert!((found - exact).abs() <= 0.02 * exact.abs(), "{count}: {found} {exact}");
        }
        (1..5_000).for_each(|_| sum.take(&point));
        assert_eq!(sum.point().1, 1.0);
    }
}
