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
    use super::DIMENSIONS;

    /// The four weights that a byte holds.
    // The compiler works this out: an index outside would not compile.
    #[allow(clippy::indexing_slicing)]
    const QUADS: [[i16; 4]; 256] = {
        let mut quads = [[0; 4]; 256];
        let mut byte = 0;
        while byte < 256 {
            let mut at = 0;
            while at < 4 {
                let bits = byte >> (2 * at) & 3;
                quads[byte][at] = (bits & 1) as i16 - (bits >> 1) as i16;
                at += 1;
            }
            byte += 1;
        }
        quads
    };

    /// Sixteen bits a dimension.
    #[derive(Clone, Copy, Debug)]
    pub struct Lanes([i16; DIMENSIONS]);

    impl Lanes {
        pub fn new(values: [i16; DIMENSIONS]) -> Self {
            Self(values)
        }

        pub fn values(&self) -> [i16; DIMENSIONS] {
            self.0
        }

        /// Adds ternary weights, `1 << shift` times.
        pub fn add(&mut self, row: [u8; DIMENSIONS / 4], shift: u32) {
            for (four, byte) in self.0.as_chunks_mut::<4>().0.iter_mut().zip(row) {
                let quad = QUADS.get(usize::from(byte)).copied().unwrap_or_default();
                for (lane, weight) in four.iter_mut().zip(quad) {
                    *lane = lane.saturating_add(weight << shift);
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

    /// Thirty-two bits a dimension.
    #[derive(Clone, Copy, Debug)]
    pub struct Wide([i32; DIMENSIONS]);

    impl Wide {
        pub const ZERO: Self = Self([0; DIMENSIONS]);

        pub fn values(&self) -> [i32; DIMENSIONS] {
            self.0
        }

        pub fn add(&mut self, lanes: &Lanes) {
            self.0.iter_mut().zip(&lanes.0).for_each(|(sum, &value)| *sum += i32::from(value));
        }

        pub fn take(&mut self, lanes: &Lanes) {
            self.0.iter_mut().zip(&lanes.0).for_each(|(sum, &value)| *sum -= i32::from(value));
        }
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod lanes {
    use super::DIMENSIONS;
    use core::arch::wasm32::*;

    /// Sixteen bits a dimension.
    #[derive(Clone, Copy, Debug)]
    pub struct Lanes([v128; DIMENSIONS / 8]);

    impl Lanes {
        pub fn new(values: [i16; DIMENSIONS]) -> Self {
            let mut lanes = [i16x8_splat(0); DIMENSIONS / 8];
            for (lane, &[a, b, c, d, e, f, g, h]) in lanes.iter_mut().zip(values.as_chunks::<8>().0) {
                *lane = i16x8(a, b, c, d, e, f, g, h);
            }
            Self(lanes)
        }

        pub fn values(&self) -> [i16; DIMENSIONS] {
            let mut values = [0; DIMENSIONS];
            for (eight, &lane) in values.as_chunks_mut::<8>().0.iter_mut().zip(&self.0) {
                *eight = [
                    i16x8_extract_lane::<0>(lane),
                    i16x8_extract_lane::<1>(lane),
                    i16x8_extract_lane::<2>(lane),
                    i16x8_extract_lane::<3>(lane),
                    i16x8_extract_lane::<4>(lane),
                    i16x8_extract_lane::<5>(lane),
                    i16x8_extract_lane::<6>(lane),
                    i16x8_extract_lane::<7>(lane),
                ];
            }
            values
        }

        /// Adds ternary weights, `1 << shift` times.
        #[inline(always)]
        pub fn add(&mut self, row: [u8; DIMENSIONS / 4], shift: u32) {
            let plus = u16x8(1, 1 << 2, 1 << 4, 1 << 6, 1 << 8, 1 << 10, 1 << 12, 1 << 14);
            let minus = u16x8(1 << 1, 1 << 3, 1 << 5, 1 << 7, 1 << 9, 1 << 11, 1 << 13, 1 << 15);
            let zero = i16x8_splat(0);
            for (lane, &pair) in self.0.iter_mut().zip(row.as_chunks::<2>().0) {
                let pair = u16x8_splat(u16::from_le_bytes(pair));
                // Comparisons give -1 for true: where a bit is not set.
                let weights = i16x8_sub(i16x8_eq(v128_and(pair, plus), zero), i16x8_eq(v128_and(pair, minus), zero));
                *lane = i16x8_add_sat(*lane, i16x8_shl(weights, shift));
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

    /// Thirty-two bits a dimension.
    #[derive(Clone, Copy, Debug)]
    pub struct Wide([v128; DIMENSIONS / 4]);

    impl Wide {
        pub const ZERO: Self = Self([i32x4(0, 0, 0, 0); DIMENSIONS / 4]);

        pub fn values(&self) -> [i32; DIMENSIONS] {
            let mut values = [0; DIMENSIONS];
            for (four, &lane) in values.as_chunks_mut::<4>().0.iter_mut().zip(&self.0) {
                *four = [
                    i32x4_extract_lane::<0>(lane),
                    i32x4_extract_lane::<1>(lane),
                    i32x4_extract_lane::<2>(lane),
                    i32x4_extract_lane::<3>(lane),
                ];
            }
            values
        }

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

use lanes::{Lanes, Wide};

/// What the n-grams of a word add up to; it stays at the ends of its 16 bits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grams(Lanes);

impl Grams {
    pub fn new() -> Self {
        Self(Lanes::new([0; DIMENSIONS]))
    }

    /// Adds a row of weights of two bits each: 1 is +1, 2 is −1, others 0; each `1 << shift` times.
    #[inline(always)]
    pub fn add(&mut self, row: [u8; DIMENSIONS / 4], shift: u32) {
        self.0.add(row, shift);
    }

    pub fn values(&self) -> [i16; DIMENSIONS] {
        self.0.values()
    }
}

/// Where a word lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point(Lanes);

impl Point {
    pub fn new(values: &[i32; DIMENSIONS]) -> Self {
        Self(Lanes::new(values.map(|value| value.clamp(-LARGEST, LARGEST) as i16)))
    }

    pub fn origin() -> Self {
        Self(Lanes::new([0; DIMENSIONS]))
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

    pub fn add(&mut self, point: &Point) {
        self.0.add(&point.0);
    }

    pub fn take(&mut self, point: &Point) {
        self.0.take(&point.0);
    }

    /// The sum as a point, and what that must be multiplied with.
    pub fn point(&self) -> (Point, f32) {
        let values = self.0.values();
        let largest = values.iter().fold(0, |largest: i32, value| largest.max(value.abs()));
        let shift = (largest / (LARGEST + 1)).checked_ilog2().map_or(0, |bits| bits + 1);
        let half = (1 << shift) >> 1;
        (Point::new(&values.map(|value| (value + half) >> shift)), (1_u32 << shift) as f32)
    }
}

/// Where a language lies: a word's score is the product of the two.
#[derive(Clone, Copy, Debug)]
pub(super) struct Direction {
    lanes: Lanes,
    unit: f32,
}

impl Direction {
    pub fn new(values: &[f32; DIMENSIONS]) -> Self {
        let largest = values.iter().fold(f32::MIN_POSITIVE, |largest, value| largest.max(value.abs()));
        let unit = largest / FINEST;
        Self { lanes: Lanes::new(values.map(|value| (value / unit).round() as i16)), unit }
    }

    /// What a word at `point` says for the language, in nats.
    #[inline(always)]
    pub fn score(&self, point: &Point) -> f32 {
        self.lanes.product(&point.0) as f32 * self.unit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(seed: i32) -> [i32; DIMENSIONS] {
        std::array::from_fn(|at| (at as i32 * 7919 + seed * 104_729) % 301 - 150)
    }

    #[test]
    fn products_are_those_of_numbers_with_points() {
        let (a, b) = (values(1), values(2).map(|value| value as f32 / 100.0));
        let exact: f32 = a.iter().zip(&b).map(|(&a, &b)| a as f32 * b).sum();
        let score = Direction::new(&b).score(&Point::new(&a));
        assert!((score - exact).abs() < 0.02 * exact.abs().max(10.0), "{score} {exact}");
    }

    #[test]
    fn rows_add_their_weights() {
        let mut grams = Grams::new();
        let mut expected = [0; DIMENSIONS];
        for round in 0..200_u32 {
            let row: [u8; 8] = std::array::from_fn(|at| (round * 37 + at as u32 * 101) as u8);
            let shift = round % 6;
            grams.add(row, shift);
            for (at, sum) in expected.iter_mut().enumerate() {
                *sum += [0, 1, -1, 0][usize::from(row[at / 4] >> (at % 4 * 2) & 3)] << shift;
            }
        }
        assert_eq!(grams.values(), expected);
        (0..100_000).for_each(|_| grams.add([0b0101_0101; 8], 5));
        assert_eq!(grams.values(), [i16::MAX; DIMENSIONS]);
    }

    #[test]
    fn sums_of_any_size_become_points() {
        let direction = Direction::new(&values(3).map(|value| value as f32 / 100.0));
        let point = Point::new(&values(1));
        let mut sum = Sum::ZERO;
        for count in 1..5_000 {
            sum.add(&point);
            let (scaled, scale) = sum.point();
            let (found, exact) = (direction.score(&scaled) * scale, direction.score(&point) * count as f32);
            assert!((found - exact).abs() <= 0.02 * exact.abs(), "{count}: {found} {exact}");
        }
        (1..5_000).for_each(|_| sum.take(&point));
        assert_eq!(sum.point().1, 1.0);
    }
}
