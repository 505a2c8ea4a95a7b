//! Blocks that repeat an earlier one, exactly or nearly.

use super::fold::{each_folded, fold};
use super::shape::is_letter;
use crate::Span;
use std::collections::HashMap;

/// What a block repeats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Repeat {
    /// The first block with the same text.
    pub of: Option<usize>,
    /// The distance in blocks to the nearest copy, before or after; 0 where there is none.
    pub distance: usize,
    /// Whether another block begins alike: the first letters are the same, the end is not.
    pub near: bool,
}

/// Characters at the beginning by which blocks are first compared.
const HEAD: usize = 40;

/// The repeats among blocks with letters; case and white space do not matter.
pub(super) fn repeats(text: &str, spans: &[Span]) -> Vec<Repeat> {
    let mut repeats = vec![Repeat::default(); spans.len()];
    // By the first characters; those that agree in them, by all.
    let mut heads: HashMap<u64, (usize, bool)> = HashMap::new();
    let mut whole: HashMap<u64, usize> = HashMap::new();
    let mut latest: HashMap<usize, usize> = HashMap::new();
    for (index, span) in spans.iter().enumerate() {
        let body = span.of(text);
        let mut head = Hash::new();
        let (mut length, mut lettered) = (0, false);
        each_folded(body, |c| {
            head.add(c);
            length += 1;
            lettered = lettered || is_letter(c);
            length < HEAD
        });
        if !lettered {
            continue;
        }
        let Some((first, hashed)) = heads.get_mut(&head.0) else {
            heads.insert(head.0, (index, false));
            continue;
        };
        let first = *first;
        if !std::mem::replace(hashed, true) {
            whole.insert(hash(spans.get(first).map_or("", |span| span.of(text))), first);
        }
        match whole.get(&hash(body)) {
            Some(&of) if same(spans.get(of).map_or("", |span| span.of(text)), body) => {
                let previous = latest.insert(of, index).unwrap_or(of);
                let distance = index - previous;
                if let Some(repeat) = repeats.get_mut(index) {
                    *repeat = Repeat { of: Some(of), distance, near: false };
                }
                if let Some(repeat) = repeats.get_mut(previous) {
                    repeat.distance = if repeat.distance == 0 { distance } else { repeat.distance.min(distance) };
                }
            }
            Some(_) => {}
            None => {
                whole.insert(hash(body), index);
                if length == HEAD {
                    for index in [first, index] {
                        if let Some(repeat) = repeats.get_mut(index) {
                            repeat.near = true;
                        }
                    }
                }
            }
        }
    }
    repeats
}

/// Whether two texts are the same once folded.
fn same(a: &str, b: &str) -> bool {
    let (mut folded_a, mut folded_b) = (String::new(), String::new());
    a == b || {
        fold(a, &mut folded_a);
        fold(b, &mut folded_b);
        folded_a == folded_b
    }
}

/// The hash of all of a text, folded.
fn hash(text: &str) -> u64 {
    let mut hash = Hash::new();
    each_folded(text, |c| {
        hash.add(c);
        true
    });
    hash.0
}

/// FNV-1a, 64 bits, over characters.
pub(super) struct Hash(pub u64);

impl Hash {
    pub const fn new() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }

    pub fn add(&mut self, c: char) {
        self.0 = (self.0 ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01B3);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &[&str]) -> Vec<Repeat> {
        let text = lines.concat();
        let mut at = 0;
        let spans: Vec<_> = lines
            .iter()
            .map(|line| {
                at += line.len();
                Span::new(at - line.len(), at)
            })
            .collect();
        repeats(&text, &spans)
    }

    #[test]
    fn every_copy_points_to_the_first() {
        let found = of(&["Bakı  küləkli", "başqa", "bakı küləkli", "BAKI KÜLƏKLİ"]);
        assert_eq!(found.iter().map(|repeat| repeat.of).collect::<Vec<_>>(), [None, None, Some(0), Some(0)]);
        assert_eq!(found.iter().map(|repeat| repeat.distance).collect::<Vec<_>>(), [2, 0, 1, 1]);
    }

    #[test]
    fn numbers_and_rules_do_not_repeat() {
        assert!(of(&["12:00", "12:00", "---", "---"]).iter().all(|repeat| *repeat == Repeat::default()));
    }

    #[test]
    fn knows_blocks_that_differ_only_in_their_end() {
        let long = "The harbour at dusk, seen from the old customs house on the hill";
        let found = of(&[long, &format!("{long} /ABC"), long]);
        assert_eq!(
            found.iter().map(|repeat| (repeat.of, repeat.near)).collect::<Vec<_>>(),
            [(None, true), (None, true), (Some(0), false)]
        );
    }
}
