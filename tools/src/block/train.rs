//! Trains the network of `hamisi::block::content`.

use super::page::Example;
use crate::segment::Random;
use hamisi::block::content::{CLUES, DECAYS, DEPTH, MOST, VIEWS, WIDTH};

/// Times that each example is read.
const ROUNDS: usize = 16;
const RATE: f32 = 0.01;
/// How much weights shrink at each step, in shares of the rate.
const SHRINK: f32 = 0.02;
/// What a step counts in the mean of the weights of late steps, which is kept.
const AVERAGED: f32 = 0.005;
/// Of a thousand clues, those hidden from a step.
const HIDDEN: usize = 200;

/// All weights in one row: clues, around, last, bias.
const AROUND: usize = (CLUES + 1) * WIDTH;
const LAST: usize = AROUND + (VIEWS * WIDTH + 1) * DEPTH;
const BIAS: usize = LAST + DEPTH;
const ALL: usize = BIAS + 1;

pub struct Network {
    weights: Vec<f32>,
}

/// What is remembered of weights while learning.
struct Adam {
    slope: Vec<f32>,
    mean: Vec<f32>,
    square: Vec<f32>,
    steps: i32,
}

impl Network {
    /// Learns from `examples`; the same ones give the same network.
    pub fn train(examples: &[&Example]) -> Self {
        let mut random = Random::default();
        let mut weights = vec![0.0; ALL];
        for (at, weight) in weights.iter_mut().enumerate() {
            let spread = if at < AROUND {
                0.2
            } else if at < LAST {
                0.12
            } else {
                0.3
            };
            *weight = (random.below(2001) as f32 / 1000.0 - 1.0) * spread;
        }
        weights[BIAS] = 0.0;
        let mut network = Self { weights };
        let mut adam = Adam { slope: vec![0.0; ALL], mean: vec![0.0; ALL], square: vec![0.0; ALL], steps: 0 };
        let mut order: Vec<u32> = (0..examples.len() as u32).collect();
        let all = ROUNDS * examples.len();
        let mut average = network.weights.clone();
        for round in 0..ROUNDS {
            random.shuffle(&mut order);
            for (at, &index) in order.iter().enumerate() {
                let left = 1.0 - (round * examples.len() + at) as f32 / all as f32;
                network.learn(examples[index as usize], &mut adam, &mut random);
                if at % 4 == 3 {
                    network.step(&mut adam, RATE * left.max(0.02));
                    average
                        .iter_mut()
                        .zip(&network.weights)
                        .for_each(|(mean, weight)| *mean += AVERAGED * (weight - *mean));
                }
            }
        }
        network.weights = average;
        network
    }

    /// The section of the pack.
    pub fn section(&self) -> Vec<u8> {
        let units = [(0, AROUND), (AROUND, LAST), (LAST, BIAS)].map(|(start, end)| {
            self.weights[start..end].iter().fold(1e-6_f32, |most, weight| most.max(weight.abs())) / 127.0
        });
        let mut bytes: Vec<u8> =
            units.iter().chain([&self.weights[BIAS]]).flat_map(|float| float.to_le_bytes()).collect();
        for (at, weight) in self.weights[..BIAS].iter().enumerate() {
            let unit = units[usize::from(at >= AROUND) + usize::from(at >= LAST)];
            bytes.push(((weight / unit).round() as i8).cast_unsigned());
        }
        bytes
    }

    fn row(&self, start: usize, row: usize, width: usize) -> &[f32] {
        &self.weights[start + row * width..start + (row + 1) * width]
    }

    /// Adds the slopes of the loss of one example.
    fn learn(&self, example: &Example, adam: &mut Adam, random: &mut Random) {
        let count = example.clues.len().min(MOST);
        if count == 0 {
            return;
        }
        let kept: Vec<Vec<usize>> = example.clues[..count]
            .iter()
            .map(|clues| clues.iter().copied().filter(|_| random.below(1000) >= HIDDEN).collect())
            .collect();
        let mut own = vec![[0.0_f32; WIDTH]; count];
        for (own, clues) in own.iter_mut().zip(&kept) {
            own.copy_from_slice(self.row(0, CLUES, WIDTH));
            for &clue in clues {
                own.iter_mut().zip(self.row(0, clue, WIDTH)).for_each(|(own, weight)| *own += weight);
            }
            own.iter_mut().for_each(|own| *own = own.max(0.0));
        }
        // Forward: all views of each block.
        let mut views = vec![[[0.0_f32; WIDTH]; VIEWS]; count];
        let mut mean = [0.0; WIDTH];
        own.iter().for_each(|own| mean.iter_mut().zip(own).for_each(|(mean, own)| *mean += own / count as f32));
        for behind in [false, true] {
            let mut states = [[0.0_f32; WIDTH]; DECAYS.len()];
            for step in 0..count {
                let at = if behind { count - 1 - step } else { step };
                let first = if behind { 1 + DECAYS.len() } else { 1 };
                views[at][first..first + DECAYS.len()].copy_from_slice(&states);
                for (state, decay) in states.iter_mut().zip(DECAYS) {
                    state
                        .iter_mut()
                        .zip(&own[at])
                        .for_each(|(state, own)| *state = decay * *state + (1.0 - decay) * own);
                }
            }
        }
        for (views, own) in views.iter_mut().zip(&own) {
            views[0] = *own;
            views[VIEWS - 1] = mean;
        }
        let mut slopes = vec![[[0.0_f32; WIDTH]; VIEWS]; count];
        for at in 0..count {
            let mut sum = [0.0_f32; DEPTH];
            sum.copy_from_slice(self.row(AROUND, VIEWS * WIDTH, DEPTH));
            for (row, number) in views[at].as_flattened().iter().enumerate() {
                sum.iter_mut().zip(self.row(AROUND, row, DEPTH)).for_each(|(sum, weight)| *sum += number * weight);
            }
            let last = self.row(LAST, 0, DEPTH);
            let odds =
                sum.iter().zip(last).map(|(sum, weight)| sum.max(0.0) * weight).sum::<f32>() + self.weights[BIAS];
            let target = f32::from(u8::from(example.labels[at]));
            let slope = example.weights[at] * (1.0 / (1.0 + libm::expf(-odds)) - target) / 100.0;
            if slope == 0.0 {
                continue;
            }
            adam.slope[BIAS] += slope;
            let mut back = [0.0_f32; DEPTH];
            for unit in 0..DEPTH {
                if sum[unit] > 0.0 {
                    adam.slope[LAST + unit] += slope * sum[unit];
                    back[unit] = slope * last[unit];
                }
            }
            for (row, (number, out)) in views[at].as_flattened().iter().zip(slopes[at].as_flattened_mut()).enumerate() {
                let start = AROUND + row * DEPTH;
                let weights = &self.weights[start..start + DEPTH];
                *out = weights.iter().zip(&back).map(|(weight, back)| weight * back).sum();
                adam.slope[start..start + DEPTH]
                    .iter_mut()
                    .zip(&back)
                    .for_each(|(slope, back)| *slope += number * back);
            }
            let start = AROUND + VIEWS * WIDTH * DEPTH;
            adam.slope[start..start + DEPTH].iter_mut().zip(&back).for_each(|(slope, back)| *slope += back);
        }
        // Backward through the views.
        let mut total = [0.0_f32; WIDTH];
        slopes
            .iter()
            .for_each(|slopes| total.iter_mut().zip(&slopes[VIEWS - 1]).for_each(|(sum, slope)| *sum += slope));
        let mut back: Vec<[f32; WIDTH]> = slopes.iter().map(|slopes| slopes[0]).collect();
        for back in &mut back {
            back.iter_mut().zip(&total).for_each(|(back, total)| *back += total / count as f32);
        }
        for behind in [false, true] {
            let mut states = [[0.0_f32; WIDTH]; DECAYS.len()];
            for step in 0..count {
                let at = if behind { step } else { count - 1 - step };
                let first = if behind { 1 + DECAYS.len() } else { 1 };
                for (view, (state, decay)) in states.iter_mut().zip(DECAYS).enumerate() {
                    for ((state, back), slope) in state.iter_mut().zip(&mut back[at]).zip(&slopes[at][first + view]) {
                        *back += (1.0 - decay) * *state;
                        *state = decay * *state + slope;
                    }
                }
            }
        }
        for (at, clues) in kept.iter().enumerate() {
            for unit in 0..WIDTH {
                if own[at][unit] <= 0.0 {
                    back[at][unit] = 0.0;
                }
            }
            for clue in clues.iter().chain([&CLUES]) {
                let slope = &mut adam.slope[clue * WIDTH..(clue + 1) * WIDTH];
                slope.iter_mut().zip(&back[at]).for_each(|(slope, back)| *slope += back);
            }
        }
    }

    fn step(&mut self, adam: &mut Adam, rate: f32) {
        adam.steps += 1;
        let (mean_fix, square_fix) = (1.0 - 0.9_f32.powi(adam.steps), 1.0 - 0.999_f32.powi(adam.steps));
        for at in 0..ALL {
            let slope = std::mem::take(&mut adam.slope[at]);
            adam.mean[at] += 0.1 * (slope - adam.mean[at]);
            adam.square[at] += 0.001 * (slope * slope - adam.square[at]);
            let change = adam.mean[at] / mean_fix / ((adam.square[at] / square_fix).sqrt() + 1e-7);
            self.weights[at] -= rate * (change + SHRINK * self.weights[at]);
        }
    }
}
