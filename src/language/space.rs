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

    #[derive(Clone, Copy, Debug)]
    pub struct Lanes([i16; DIMENSIONS]);

    impl Lanes {
        pub fn new(values: &[i16; DIMENSIONS]) -> Self {
            Self(*values)
        }

        pub fn product(&self, other: &Self) -> i32 {
            self.0.iter().zip(&other.0).map(|(&a, &b)| i32::from(a) * i32::from(b)).sum()
        }

        pub fn values(&self) -> [i16; DIMENSIONS] {
            self.0
        }
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod lanes {
    use super::DIMENSIONS;
    use core::arch::wasm32::{
        i16x8, i16x8_extract_lane, i32x4_add, i32x4_dot_i16x8, i32x4_extract_lane, i32x4_splat, v128,
    };

    #[derive(Clone, Copy, Debug)]
    pub struct Lanes([v128; DIMENSIONS / 8]);

    impl Lanes {
        pub fn new(values: &[i16; DIMENSIONS]) -> Self {
            let mut lanes = [i32x4_splat(0); DIMENSIONS / 8];
            for (lane, &[a, b, c, d, e, f, g, h]) in lanes.iter_mut().zip(values.as_chunks::<8>().0) {
                *lane = i16x8(a, b, c, d, e, f, g, h);
            }
            Self(lanes)
        }

        pub fn product(&self, other: &Self) -> i32 {
            let mut sum = i32x4_splat(0);
            for (&a, &b) in self.0.iter().zip(&other.0) {
                sum = i32x4_add(sum, i32x4_dot_i16x8(a, b));
            }
            i32x4_extract_lane::<0>(sum)
                + i32x4_extract_lane::<1>(sum)
                + i32x4_extract_lane::<2>(sum)
                + i32x4_extract_lane::<3>(sum)
        }

        pub fn values(&self) -> [i16; DIMENSIONS] {
            let mut values = [0; DIMENSIONS];
            for (four, &lane) in values.as_chunks_mut::<8>().0.iter_mut().zip(&self.0) {
                *four = [
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
    }
}

use lanes::Lanes;

/// Where a word lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point(Lanes);

impl Point {
    pub fn new(values: &[i32; DIMENSIONS]) -> Self {
        Self(Lanes::new(&values.map(|value| value.clamp(-LARGEST, LARGEST) as i16)))
    }
}

/// What words add up to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum([i32; DIMENSIONS]);

impl Sum {
    pub const ZERO: Self = Self([0; DIMENSIONS]);

    pub fn add(&mut self, point: &Point) {
        self.0.iter_mut().zip(point.0.values()).for_each(|(sum, value)| *sum += i32::from(value));
    }

    pub fn take(&mut self, point: &Point) {
        self.0.iter_mut().zip(point.0.values()).for_each(|(sum, value)| *sum -= i32::from(value));
    }

    /// The sum as a point, and what that must be multiplied with.
    pub fn point(&self) -> (Point, f32) {
        let largest = self.0.iter().fold(0, |largest: i32, value| largest.max(value.abs()));
        let shift = (largest / (LARGEST + 1)).checked_ilog2().map_or(0, |bits| bits + 1);
        let half = (1 << shift) >> 1;
        (Point::new(&self.0.map(|value| (value + half) >> shift)), (1_u32 << shift) as f32)
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
        Self { lanes: Lanes::new(&values.map(|value| (value / unit).round() as i16)), unit }
    }

    /// What a word at `point` says for the language, in nats.
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
