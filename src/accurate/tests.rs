//! A small pack of weights by chance, and the plain formulas it is held against.

use super::network::POSITIONS;
use super::{Accurate, LONGEST, VERSION, Window, sections};
use crate::Span;
use crate::pack::{self, Pack};
use std::sync::OnceLock;

const WIDTH: usize = 384;
const INNER: usize = 1536;
const LAYERS: usize = 2;
const TAGS: usize = 9;

/// Pieces and what they cost; all others are unknown.
pub const PIECES: [(&str, u16); 24] = [
    ("▁", 6000),
    ("a", 9000),
    ("b", 9000),
    ("c", 9000),
    ("ab", 18000),
    ("▁ab", 24000),
    ("e", 8000),
    ("é", 9500),
    ("f", 9000),
    ("i", 9000),
    ("n", 9000),
    ("fi", 16000),
    (".", 7000),
    (",", 7000),
    ("▁Bakı", 15000),
    ("da", 9000),
    ("▁Anna", 15000),
    ("▁in", 9000),
    ("東", 12000),
    ("京", 12000),
    ("東京", 14000),
    ("ガ", 12000),
    ("서", 12000),
    ("울", 12000),
];

/// Numbers that look like chance and are always the same.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.below(256) as u8).collect()
    }

    /// Numbers in a range, as the pack has them.
    fn floats(&mut self, count: usize, from: f32, to: f32) -> Vec<u8> {
        (0..count)
            .flat_map(|_| (from + (to - from) * self.below(1 << 20) as f32 / (1 << 20) as f32).to_le_bytes())
            .collect()
    }

    /// Scales of groups, two a byte.
    fn groups(&mut self, count: usize) -> Vec<u8> {
        (0..count / 2).map(|_| ((1 + self.below(7)) | ((1 + self.below(7)) << 4)) as u8).collect()
    }
}

/// The sections of the pack.
pub fn parts() -> Vec<(&'static str, Vec<u8>)> {
    let mut chance = Chance(7);
    let rows = PIECES.len() + 3;
    let shape = [WIDTH, LAYERS, 12, INNER, rows, POSITIONS, 32, TAGS];
    let mut sorted = PIECES;
    sorted.sort_unstable();
    let pieces = fst::Map::from_iter((0_u64..).zip(sorted).map(|(id, (piece, _))| (piece, id))).unwrap();
    let mut layers = Vec::new();
    for _ in 0..LAYERS {
        for (outputs, inputs) in [(3 * WIDTH, WIDTH), (WIDTH, WIDTH), (INNER, WIDTH), (WIDTH, INNER)] {
            layers.extend(chance.bytes(inputs * outputs / 2));
            layers.extend(chance.groups(inputs * outputs / 32));
            layers.extend(chance.floats(outputs, 0.001, 0.003));
            layers.extend(chance.floats(outputs, -0.1, 0.1));
        }
    }
    let norms =
        (0..1 + 2 * LAYERS).flat_map(|_| [chance.floats(WIDTH, 0.5, 1.5), chance.floats(WIDTH, -0.2, 0.2)].concat());
    let norms = norms.collect();
    vec![
        ("shape", shape.iter().flat_map(|&number| (number as u32).to_le_bytes()).collect()),
        ("pieces", pieces.into_fst().into_inner()),
        ("scores", sorted.iter().flat_map(|(_, cost)| cost.to_le_bytes()).collect()),
        ("embed", chance.bytes(rows * WIDTH / 2)),
        ("e-groups", chance.bytes(rows * WIDTH / 32)),
        ("e-scales", chance.floats(rows, 0.0001, 0.0003)),
        ("places", chance.bytes(POSITIONS * WIDTH)),
        ("p-scales", chance.floats(POSITIONS, 0.0005, 0.001)),
        ("norms", norms),
        ("layers", layers),
        ("head", chance.floats(TAGS * WIDTH + TAGS, -0.2, 0.2)),
        ("mix", [0.4_f32, 0.2, -0.4, -8.0].into_iter().flat_map(f32::to_le_bytes).collect()),
        ("sure", [0.0_f32, 0.1, 1.0, 0.9].into_iter().flat_map(f32::to_le_bytes).collect()),
    ]
}

fn read(parts: &[(&str, Vec<u8>)]) -> Result<Accurate, crate::Error> {
    let parts: Vec<_> = parts.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    Accurate::new(Pack::new(pack::write("accurate", VERSION, &parts)?)?)
}

/// The tagger of the pack.
pub fn tagger() -> &'static Accurate {
    static TAGGER: OnceLock<Accurate> = OnceLock::new();
    TAGGER.get_or_init(|| read(&parts()).unwrap())
}

/// The network by the plain formulas, in 64-bit floats.
struct Plain {
    parts: Vec<(&'static str, Vec<u8>)>,
}

impl Plain {
    fn part(&self, name: &str) -> &[u8] {
        &self.parts.iter().find(|(found, _)| *found == name).unwrap().1
    }

    fn floats(bytes: &[u8]) -> Vec<f64> {
        bytes.as_chunks().0.iter().map(|&bytes| f64::from(f32::from_le_bytes(bytes))).collect()
    }

    /// The weight at `at`, before scales.
    fn weight(bytes: &[u8], at: usize) -> f64 {
        let byte = bytes[at / 32 * 16 + at % 16];
        f64::from(if at % 32 < 16 { byte & 15 } else { byte >> 4 }) - 8.0
    }

    fn norm(&self, vector: &mut [f64], number: usize) {
        let norms = Self::floats(self.part("norms"));
        let (weights, biases) = norms[number * 2 * WIDTH..(number + 1) * 2 * WIDTH].split_at(WIDTH);
        let mean = vector.iter().sum::<f64>() / WIDTH as f64;
        let variance = vector.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / WIDTH as f64;
        for ((x, weight), bias) in vector.iter_mut().zip(weights).zip(biases) {
            *x = (*x - mean) / (variance + 1e-12).sqrt() * weight + bias;
        }
    }

    /// A matrix times each vector; `bytes` goes on to what comes after the matrix.
    fn linear(bytes: &mut &[u8], vectors: &[Vec<f64>], inputs: usize, outputs: usize) -> Vec<Vec<f64>> {
        let mut take = |count: usize| {
            let (taken, rest) = bytes.split_at(count);
            *bytes = rest;
            taken
        };
        let (nibbles, groups) = (take(inputs * outputs / 2), take(inputs * outputs / 64));
        let (scales, biases) = (Self::floats(take(4 * outputs)), Self::floats(take(4 * outputs)));
        let of = |vector: &Vec<f64>| {
            let worth = vector.iter().fold(0.0, |most: f64, x| most.max(x.abs())) / 127.0;
            let whole: Vec<f64> = vector.iter().map(|x| (x / worth).round_ties_even()).collect();
            let output = |row: usize| {
                let product = |(at, x): (usize, &f64)| {
                    let at = row * inputs + at;
                    let group = groups[at / 64] >> (at / 32 % 2 * 4) & 15;
                    x * Self::weight(nibbles, at) * f64::from(group)
                };
                whole.iter().enumerate().map(product).sum::<f64>() * worth * scales[row] + biases[row]
            };
            (0..outputs).map(output).collect()
        };
        vectors.iter().map(of).collect()
    }

    fn scores(&self, ids: &[u32]) -> Vec<Vec<f64>> {
        let (scales, place_scales) = (Self::floats(self.part("e-scales")), Self::floats(self.part("p-scales")));
        let embed = |(place, &id): (usize, &u32)| {
            let number = |at: usize| {
                let group = f64::from(self.part("e-groups")[(id as usize * WIDTH + at) / 32]);
                Self::weight(self.part("embed"), id as usize * WIDTH + at) * group * scales[id as usize]
                    + f64::from(self.part("places")[place * WIDTH + at].cast_signed()) * place_scales[place]
            };
            let mut vector: Vec<f64> = (0..WIDTH).map(number).collect();
            self.norm(&mut vector, 0);
            vector
        };
        let mut vectors: Vec<Vec<f64>> = ids.iter().enumerate().map(embed).collect();
        let mut bytes = self.part("layers");
        for layer in 0..LAYERS {
            let joined = Self::linear(&mut bytes, &vectors, WIDTH, 3 * WIDTH);
            let mut mixed = vec![vec![0.0; WIDTH]; ids.len()];
            for (query, mixed) in joined.iter().zip(&mut mixed) {
                for head in 0..12 {
                    let own = head * 32..head * 32 + 32;
                    let odds = |key: &Vec<f64>| {
                        (own.clone().map(|at| query[at] * key[WIDTH + at]).sum::<f64>() / 32.0_f64.sqrt()).exp()
                    };
                    let all: f64 = joined.iter().map(odds).sum();
                    for key in &joined {
                        own.clone().for_each(|at| mixed[at] += odds(key) / all * key[2 * WIDTH + at]);
                    }
                }
            }
            let mut after = |inputs: &[Vec<f64>], width: usize, number: usize| {
                let outputs = Self::linear(&mut bytes, inputs, width, WIDTH);
                for (vector, output) in vectors.iter_mut().zip(outputs) {
                    vector.iter_mut().zip(output).for_each(|(x, y)| *x += y);
                    self.norm(vector, number);
                }
                vectors.clone()
            };
            let now = after(&mixed, WIDTH, 1 + 2 * layer);
            let mut inner = Self::linear(&mut bytes, &now, WIDTH, INNER);
            inner.iter_mut().flatten().for_each(|x| *x *= 0.5 * (1.0 + erf(*x / 2.0_f64.sqrt())));
            let mut after = |inputs: &[Vec<f64>]| {
                let outputs = Self::linear(&mut bytes, inputs, INNER, WIDTH);
                for (vector, output) in vectors.iter_mut().zip(outputs) {
                    vector.iter_mut().zip(output).for_each(|(x, y)| *x += y);
                    self.norm(vector, 2 + 2 * layer);
                }
            };
            after(&inner);
        }
        let head = Self::floats(self.part("head"));
        let tags = |vector: &Vec<f64>| {
            let score = |tag: usize| {
                vector.iter().zip(&head[tag * WIDTH..]).map(|(x, weight)| x * weight).sum::<f64>()
                    + head[TAGS * WIDTH + tag]
            };
            let scores: Vec<f64> = (0..TAGS).map(score).collect();
            let all = scores.iter().map(|score| score.exp()).sum::<f64>().ln();
            scores.iter().map(|score| score - all).collect()
        };
        vectors.iter().map(tags).collect()
    }
}

/// The error function, by its series.
pub fn erf(x: f64) -> f64 {
    if x.abs() > 5.0 {
        return x.signum();
    }
    let (mut term, mut sum) = (x, x);
    for n in 1..200 {
        term *= -x * x / f64::from(n);
        sum += term / f64::from(2 * n + 1);
    }
    sum * 2.0 / std::f64::consts::PI.sqrt()
}

#[test]
fn scores_are_those_of_the_plain_formulas() {
    let text = "Anna in Bakıda, ab 東京 xyz 서울 fin.";
    let found = tagger().pieces(text, Span::new(0, text.len()));
    let end = PIECES.len() as u32;
    let ids: Vec<u32> = [end].into_iter().chain(found.iter().map(|(piece, _)| piece.id)).chain([end + 1]).collect();
    let plain = Plain { parts: parts() }.scores(&ids);
    assert!(found.len() > 12, "{found:?}");
    for ((piece, scores), plain) in found.iter().zip(&plain[1..]) {
        for (score, plain) in scores.iter().zip(plain) {
            assert!((f64::from(*score) - plain).abs() < 1e-3, "{piece:?}: {scores:?}, {plain:?}");
        }
    }
}

#[test]
fn a_sentence_is_read_the_same_beside_others() {
    let text = "Anna in Bakıda. 東京 ab, fi. Anna é 서울";
    let stretches = [Span::new(0, 17), Span::new(18, 32), Span::new(33, text.len())];
    let together = tagger().read(text, &stretches, &mut |_| true).unwrap();
    let alone = stretches.iter().flat_map(|&stretch| tagger().read(text, &[stretch], &mut |_| true).unwrap().pieces);
    assert_eq!(together.pieces, alone.collect::<Vec<_>>());
    assert!(together.pieces.len() > 10);
    for piece in together.pieces {
        let all: f32 = piece.scores.iter().map(|score| score.exp()).sum();
        assert!((0.999..1.001).contains(&all), "{piece:?}");
    }
    assert!((together.mix.words, together.mix.least) == (0.4, -8.0));
}

#[test]
fn windows_share_pieces_and_part_them_in_the_middle() {
    for count in [1, 2, 253, 254, 255, 256, 300, 444, 445, 1000, 8192] {
        let windows: Vec<Window> = Window::all(count).collect();
        let mut end = 0;
        for window in &windows {
            assert_eq!(window.taken.start, end, "{count}: {windows:?}");
            assert!(window.pieces.len() <= 254 && window.pieces.end <= count);
            assert!(window.pieces.start <= window.taken.start && window.taken.end <= window.pieces.end);
            end = window.taken.end;
        }
        assert_eq!(end, count);
        assert_eq!(windows.len() == 1, count <= 254);
        for pair in windows.windows(2) {
            assert!(pair[0].pieces.end - pair[1].pieces.start >= 64, "{count}: {windows:?}");
            let (before, after) = (pair[0].pieces.end - pair[0].taken.end, pair[1].taken.start - pair[1].pieces.start);
            assert!(before.abs_diff(after) <= 1, "{count}: {windows:?}");
        }
    }
}

#[test]
fn long_stretches_are_cut_at_white_space() {
    let text = "Bakı şəhəri ".repeat(2000);
    let parts: Vec<Span> = sections(&text, Span::new(0, text.len())).collect();
    assert_eq!(parts.iter().map(|part| part.of(&text)).collect::<String>(), text);
    assert!(parts.iter().all(|part| part.len() <= LONGEST));
    assert!(parts[1..].iter().all(|part| part.of(&text).starts_with(' ')));
    let text = "京".repeat(10_000);
    let parts: Vec<Span> = sections(&text, Span::new(0, text.len())).collect();
    assert_eq!(parts.iter().map(|part| part.of(&text)).collect::<String>(), text);
}

#[test]
fn odd_texts_give_pieces_in_order() {
    for text in [
        "",
        " ",
        "a",
        "\u{fffd}",
        "😀",
        "\u{301}",
        "ﷺ",
        "xyz xyz",
        "ж, ж. ",
        "\0\u{200b}\n",
        "東",
        "_",
        "'",
        "e\u{301}",
    ] {
        for stretch in [Span::new(0, text.len()), Span::new(0, text.len() + 9), Span::new(1, 2)] {
            let found = tagger().read(text, &[stretch], &mut |_| true).unwrap().pieces;
            assert!(found.is_sorted_by_key(|piece| (piece.span.start, piece.span.end)), "{text:?}: {found:?}");
            assert!(found.iter().all(|piece| !piece.span.of(text).is_empty()), "{text:?}: {found:?}");
        }
    }
}

#[test]
fn tells_how_far_it_is_and_ends_when_told() {
    // A line of megabytes, and a word of 100 kB.
    for text in ["Anna in Bakı ".repeat(800_000), "ab".repeat(50_000)] {
        let mut told = 0;
        let found = tagger().read(&text, &[Span::new(0, text.len())], &mut |done| {
            told = done;
            false
        });
        assert_eq!(found, None);
        assert!((1..LONGEST).contains(&told), "{told}");
    }
    let text = "Anna in Bakıda. ab";
    let mut told = Vec::new();
    let found = tagger().read(text, &[Span::new(0, 16), Span::new(17, text.len())], &mut |done| {
        told.push(done);
        true
    });
    assert!(found.is_some());
    assert_eq!(told.last(), Some(&(text.len() - 1)));
}

#[test]
fn a_damaged_pack_is_an_error() {
    let whole = parts();
    assert!(read(&whole).is_ok());
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        let (name, bytes) = &mut damaged[at];
        // Any number of pairs is right.
        bytes.truncate(if *name == "sure" { 0 } else { bytes.len() - 4 });
        assert_eq!(read(&damaged).is_err(), damaged[at].0 != "sure", "{}", damaged[at].0);
        damaged[at].1.extend([0; 12]);
        assert!(read(&damaged).is_err() || damaged[at].0 == "sure", "{}", damaged[at].0);
        damaged.remove(at);
        assert!(read(&damaged).is_err());
    }
    for (name, at, byte) in [
        // No layers; a piece less; a group's scale of 15; floats that are none; an fst with another byte.
        ("shape", 4, 0),
        ("shape", 16, 26),
        ("layers", 384 * 1152 / 2, 0xf1),
        ("head", 3, 0x7f),
        ("norms", 3, 0xff),
        ("pieces", 40, 0x55),
    ] {
        let mut damaged = whole.clone();
        let (_, bytes) = damaged.iter_mut().find(|(found, _)| *found == name).unwrap();
        bytes[at] = byte;
        if name == "head" || name == "norms" {
            bytes[at - 1] = 0xff;
        }
        assert!(read(&damaged).is_err(), "{name}");
    }
    let other = pack::write("accurate", VERSION + 1, &[]).unwrap();
    assert!(Accurate::new(Pack::new(other).unwrap()).is_err());
    assert!(Accurate::new(Pack::new(pack::write("entity", VERSION, &[]).unwrap()).unwrap()).is_err());
}
