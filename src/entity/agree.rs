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
        // A name of several words is hardly two things.
        let enough = if entity.span.of(text).contains(' ') { 1.0 } else { OVERRULED };
        if kind != entity.kind && sum > enough * votes.of(entity.kind) {
            (entity.kind, entity.confidence) = (kind, largest * ECHO);
        }
    }
    // A person is called by the family name alone later on.
    let mut families: Vec<(&str, f32)> = Vec::new();
    votes.retain(|surface, votes| {
        let (kind, _, largest) = votes.best();
        let last = surface.rsplit(' ').next().unwrap_or_default();
        if kind == Kind::Person && largest >= SURE && last.len() < surface.len() && is_telling(last) {
            families.push((last, largest * ECHO));
        }
        largest >= SURE && is_telling(surface)
    });
    for (family, confidence) in families {
        let own = votes.entry(family).or_insert(Votes([(confidence, 0.0), (0.0, 0.0), (0.0, 0.0), (0.0, 0.0)]));
        if let Some((_, largest)) = own.0.first_mut() {
            *largest = largest.max(confidence);
        }
    }
    // Their order, which is any, decides nothing: where two of them may stand they are spelt alike.
    let entries = votes.keys().map(|&text| Entry { text: text.to_owned(), kind: Kind::Misc, id: None }).collect();
    let Ok(dictionary) = Dictionary::new(entries) else { return Vec::new() };
    let mut found = dictionary.find(text, blocks);
    let mut rest = entities.iter().peekable();
    found.retain_mut(|mention| {
        while rest.peek().is_some_and(|entity| entity.span.end <= mention.span.start) {
            rest.next();
        }
        let free = rest.peek().is_none_or(|entity| entity.span.start >= mention.span.end);
        match votes.get(mention.span.of(text)) {
            Some(votes) if free => {
                let (kind, _, largest) = votes.best();
                (mention.kind, mention.confidence) = (kind, largest * ECHO);
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

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::Span;
    use crate::block::blocks;

    /// The mentions of `names` in `text`, which agree afterwards, with those that were passed over.
    fn agreed(text: &str, names: &[(&str, Kind, f32)]) -> Vec<(String, Kind)> {
        let mut from = 0;
        let mut entities: Vec<Entity> = Vec::new();
        for &(name, kind, confidence) in names {
            let start = from + text[from..].find(name).expect("the name stands in the text");
            from = start + name.len();
            entities.push(Entity { span: Span::new(start, from), kind, confidence, value: None, name: None });
        }
        let found = agree(text, &blocks(text, None), &mut entities);
        entities.extend(found);
        entities.sort_by_key(|entity| entity.span.start);
        entities.iter().map(|entity| (entity.span.of(text).to_owned(), entity.kind)).collect()
    }

    #[test]
    fn finds_again_what_was_surely_a_name() {
        let text = "Zarifa Quliyeva came. Later Quliyeva left, and QULIYEVA LTD stayed.";
        let expected = [("Zarifa Quliyeva".to_owned(), Kind::Person), ("Quliyeva".to_owned(), Kind::Person)];
        assert_eq!(agreed(text, &[("Zarifa Quliyeva", Kind::Person, 0.95)]), expected);
        assert_eq!(agreed(text, &[("Zarifa Quliyeva", Kind::Person, 0.5)]).len(), 1);
    }

    #[test]
    fn the_more_and_surer_mentions_overrule_the_others() {
        let text = "Xankəndi, Xankəndi, Xankəndi";
        let names =
            [("Xankəndi", Kind::Location, 0.9), ("Xankəndi", Kind::Location, 0.8), ("Xankəndi", Kind::Person, 0.4)];
        assert!(agreed(text, &names).iter().all(|(_, kind)| *kind == Kind::Location));
        let names = [("Xankəndi", Kind::Location, 0.6), ("Xankəndi", Kind::Person, 0.5)];
        assert_eq!(agreed(text, &names).get(1).map(|found| found.1), Some(Kind::Person));
    }

    #[test]
    fn does_not_take_words_for_short_names() {
        let text = "Li Na met Na at the door; Will Smith will come.";
        let names = [("Li Na", Kind::Person, 0.99), ("Will Smith", Kind::Person, 0.99)];
        assert_eq!(agreed(text, &names).len(), 2);
    }
}
