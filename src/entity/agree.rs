//! Document sense: the same name in one document is the same thing, unless there is evidence to the contrary.

use super::dictionary::{Dictionary, Entry};
use super::{Entity, Kind};
use crate::block::Block;
use std::collections::HashMap;

/// The least confidence of a mention for which others are looked for.
const SURE: f32 = 0.8;
/// What the confidence of a mention found by another is, beside that one's.
const ECHO: f32 = 0.85;
/// How much more the other mentions of a name must say for their kind than one says for its own.
const OVERRULED: f32 = 2.0;
/// The fewest letters of a name of one word that others are looked for.
const LETTERS: usize = 4;

/// What the mentions of a name say: per kind the sum of their confidence and the largest.
#[derive(Default)]
struct Votes([(f32, f32); 4]);

/// The names' kinds, in the order of votes.
const KINDS: [Kind; 4] = [Kind::Person, Kind::Organization, Kind::Location, Kind::Misc];

impl Votes {
    fn add(&mut self, entity: &Entity) {
        for (kind, (sum, largest)) in KINDS.iter().zip(&mut self.0) {
            if *kind == entity.kind {
                *sum += entity.confidence;
                *largest = largest.max(entity.confidence);
            }
        }
    }

    /// The kind with the most votes, their sum and the largest of them.
    fn best(&self) -> (Kind, f32, f32) {
        let all = KINDS.iter().zip(&self.0).map(|(kind, (sum, largest))| (*kind, *sum, *largest));
        all.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((Kind::Misc, 0.0, 0.0))
    }

    fn of(&self, kind: Kind) -> f32 {
        KINDS.iter().zip(&self.0).filter(|(own, _)| **own == kind).map(|(_, (sum, _))| *sum).sum()
    }
}

/// Makes the mentions of one name agree on its kind, and gives mentions of sure names that were passed over, in order. `entities` are in
/// order and do not overlap, neither among themselves nor with what is given.
pub(super) fn agree(text: &str, blocks: &[Block], entities: &mut [Entity]) -> Vec<Entity> {
    let mut votes: HashMap<&str, Votes> = HashMap::new();
    for entity in entities.iter().filter(|entity| entity.kind.is_name()) {
        votes.entry(entity.span.of(text)).or_default().add(entity);
    }
    for entity in entities.iter_mut().filter(|entity| entity.kind.is_name() && entity.value.is_none()) {
        let Some(votes) = votes.get(entity.span.of(text)) else { continue };
        let (kind, sum, largest) = votes.best();
        if kind != entity.kind && sum > OVERRULED * votes.of(entity.kind) {
            (entity.kind, entity.confidence) = (kind, largest * ECHO);
        }
    }
    let mut known: HashMap<&str, (Kind, f32)> = HashMap::new();
    for (surface, votes) in &votes {
        let (kind, _, largest) = votes.best();
        if largest < SURE {
            continue;
        }
        if is_telling(surface) {
            known.insert(surface, (kind, largest * ECHO));
        }
    }
    // A person is called by the family name alone later on.
    for (surface, votes) in votes.iter().filter(|(surface, _)| surface.contains(' ')) {
        let (kind, _, largest) = votes.best();
        let last = surface.rsplit(' ').next().unwrap_or_default();
        if kind == Kind::Person && largest >= SURE && is_telling(last) {
            let (own, confidence) = known.entry(last).or_insert((kind, 0.0));
            if *own == kind {
                *confidence = confidence.max(largest * ECHO * ECHO);
            }
        }
    }
    let mut entries: Vec<_> =
        known.keys().map(|&text| Entry { text: text.to_owned(), kind: Kind::Misc, id: None }).collect();
    entries.sort_unstable_by(|a, b| a.text.cmp(&b.text));
    let Ok(dictionary) = Dictionary::new(entries) else { return Vec::new() };
    let mut found = dictionary.find(text, blocks);
    let mut rest = entities.iter().peekable();
    found.retain_mut(|mention| {
        while rest.peek().is_some_and(|entity| entity.span.end <= mention.span.start) {
            rest.next();
        }
        let free = rest.peek().is_none_or(|entity| entity.span.start >= mention.span.end);
        match known.get(mention.span.of(text)) {
            Some(&(kind, confidence)) if free => {
                (mention.kind, mention.confidence) = (kind, confidence);
                true
            }
            _ => false,
        }
    });
    found
}

/// Whether a name is not likely to be an ordinary word where it was not taken for a name.
fn is_telling(name: &str) -> bool {
    let mut chars = name.chars();
    let Some(first) = chars.next() else { return false };
    if first.is_lowercase() || !first.is_alphabetic() {
        return false;
    }
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    name.contains(' ') || letters >= LETTERS || (!first.is_uppercase() && letters >= 3)
}
