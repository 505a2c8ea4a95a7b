//! Document sense: the same name in one document is the same thing, unless there is evidence to the contrary.

use super::dictionary::{Dictionary, Entry};
use super::fold::{fold, folded, is_word};
use super::index::Index;
use super::name::Known;
use super::{Entity, Explanation, Kind, merge};
use crate::Span;
use crate::block::Block;
use std::collections::{HashMap, HashSet};

/// The least confidence of a mention for which others are looked for.
const SURE: f32 = 0.8;
/// The same of a place that the gazetteer knows.
const SURE_PLACE: f32 = 0.7;
/// What it says for a place that the gazetteer knows one of that name.
const PLACE: f32 = 0.3;
/// The confidence from which on a name remains one although the same word stands in small letters.
const CERTAIN: f32 = 0.8;
/// Names that begin alike that one is compared with.
const COMPARED: usize = 16;
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

    fn join(&mut self, other: &Self) {
        for ((sum, largest), (more, other)) in self.0.iter_mut().zip(&other.0) {
            *sum += more;
            *largest = largest.max(*other);
        }
    }

    fn of(&self, kind: Kind) -> f32 {
        KINDS.iter().zip(&self.0).filter(|(own, _)| **own == kind).map(|(_, (sum, _))| *sum).sum()
    }
}

/// Makes the mentions of one name agree on its kind, drops words that a sentence's beginning made look like names, and gives mentions of
/// sure names that were passed over, in order. `entities` are in order and do not overlap, neither among themselves nor with what is given.
#[inline(never)]
pub(super) fn agree(text: &str, blocks: &[Block], entities: &mut Vec<Entity>, known: &Known<'_>) -> Vec<Entity> {
    let mut votes: HashMap<&str, Votes> = HashMap::new();
    for entity in entities.iter().filter(|entity| entity.kind.is_name()) {
        votes.entry(entity.span.of(text)).or_default().add(entity);
    }
    settle(text, &votes, entities, known);
    // A person is called by the family name alone later on.
    let mut families: Vec<(&str, f32)> = Vec::new();
    votes.retain(|surface, votes| {
        let (kind, _, largest) = votes.best();
        let mut words = surface.split(' ');
        let last = if known.family_first { words.next() } else { words.next_back() }.unwrap_or_default();
        if kind == Kind::Person && largest >= SURE && last.len() < surface.len() && is_telling(last) {
            families.push((last, largest * ECHO));
        }
        let is_place = || kind == Kind::Location && known.is_place(surface);
        (largest >= SURE || largest >= SURE_PLACE && is_place()) && is_telling(surface)
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
    keep_free(entities, &mut found);
    found.retain_mut(|mention| match votes.get(mention.span.of(text)) {
        Some(votes) => {
            let (kind, _, largest) = votes.best();
            (mention.kind, mention.confidence) = (kind, largest * ECHO);
            true
        }
        None => false,
    });
    let mut forms = Words::new(text, &votes, entities, known).read(blocks, entities);
    if !forms.is_empty() {
        keep_free(&found, &mut forms);
        merge(&mut found, forms);
    }
    found
}

/// Keeps of `found` what none of `entities` overlaps; both are in order.
fn keep_free(entities: &[Entity], found: &mut Vec<Entity>) {
    let mut rest = entities.iter().peekable();
    found.retain(|mention| {
        while rest.next_if(|entity| entity.span.end <= mention.span.start).is_some() {}
        rest.peek().is_none_or(|entity| entity.span.start >= mention.span.end)
    });
}

/// Gives the mentions of a name, whatever their endings, the kind that most of them have.
fn settle(text: &str, votes: &HashMap<&str, Votes>, entities: &mut [Entity], known: &Known<'_>) {
    // Forms of one name vote together, by the first of them.
    let mut pools: Vec<(&str, String, Votes)> = Vec::new();
    let (mut pool_of, mut alike) = (Index::default(), Index::default());
    if !known.endings.is_empty() {
        for surface in entities.iter().filter(|entity| entity.kind.is_name()).map(|entity| entity.span.of(text)) {
            if surface.contains(char::is_whitespace) || !pool_of.get(surface).is_empty() {
                continue;
            }
            let word = folded(surface);
            let start: String = word.chars().take(3).collect();
            let others = alike.get(&start);
            let same = |at: &&usize| pools.get(**at).is_some_and(|(_, other, _)| known.endings.same(other, &word));
            let at = others.iter().find(same).copied().unwrap_or(pools.len());
            if at == pools.len() {
                if others.len() < COMPARED {
                    alike.add(&start, at);
                }
                pools.push((surface, word, Votes::default()));
            }
            pool_of.add(surface, at);
            if let (Some((.., pool)), Some(own)) = (pools.get_mut(at), votes.get(surface)) {
                pool.join(own);
            }
        }
    }
    for entity in entities.iter_mut().filter(|entity| entity.kind.is_name() && entity.value.is_none()) {
        let surface = entity.span.of(text);
        let pool = pool_of.only(surface).and_then(|at| pools.get(at));
        let Some(votes) = pool.map(|(.., pool)| pool).or_else(|| votes.get(surface)) else { continue };
        let (kind, mut sum, largest) = votes.best();
        if kind == entity.kind {
            continue;
        }
        if kind == Kind::Location && known.is_place(surface) {
            sum += PLACE;
        }
        // A name of several words is hardly two things.
        let enough = if surface.contains(' ') { 1.0 } else { OVERRULED };
        if sum > enough * votes.of(entity.kind) {
            (entity.kind, entity.confidence) = (kind, largest * ECHO);
            if known.explain {
                let main = pool.map_or(surface, |(main, ..)| main);
                entity.explanation = Explanation::of("document", main, kind.as_str());
            }
        }
    }
}

/// What the words of a text are looked through for.
struct Words<'t, 'k> {
    text: &'t str,
    known: &'k Known<'k>,
    /// Sure names, folded, with what they are, and what they may begin with before their ending.
    names: Vec<(String, Kind, f32)>,
    stems: Index,
    /// How these begin, so that most other words need not be looked up.
    beginnings: u64,
    /// Words that were taken for names at the beginnings of sentences only, in small letters.
    doubtful: Index,
    /// How these end, so that most other words need not be looked up.
    endings: u64,
}

impl<'t, 'k> Words<'t, 'k> {
    fn new(text: &'t str, votes: &HashMap<&str, Votes>, entities: &[Entity], known: &'k Known<'k>) -> Self {
        let mut words = Self {
            text,
            known,
            names: Vec::new(),
            stems: Index::default(),
            beginnings: 0,
            doubtful: Index::default(),
            endings: 0,
        };
        let named = || entities.iter().filter(|entity| entity.kind.is_name());
        let (mut seen, mut certain) = (HashSet::new(), HashSet::new());
        for entity in named() {
            let surface = entity.span.of(text);
            if !is_doubtful(text, entity) {
                certain.insert(surface);
            }
            // The gazetteer knows all forms of territories.
            if known.endings.is_empty() || entity.value.is_some() || !seen.insert(surface) {
                continue;
            }
            let mut parts = surface.split(' ');
            let family = if known.family_first { parts.next() } else { parts.next_back() };
            for name in [Some(surface), family].into_iter().flatten().filter(|name| !name.contains(' ')) {
                let cased = name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase);
                let Some(votes) = votes.get(name).filter(|_| cased) else { continue };
                let (kind, _, largest) = votes.best();
                let folded = folded(name);
                words.beginnings |= 1 << beginning_of(&folded);
                for stem in known.endings.stems(&folded) {
                    if words.stems.get(stem).is_empty() {
                        words.stems.add(stem, words.names.len());
                    }
                }
                words.names.push((folded, kind, largest));
            }
        }
        for entity in named().filter(|entity| is_doubtful(text, entity)) {
            let surface = entity.span.of(text);
            if !certain.contains(surface) {
                let word = surface.to_lowercase();
                words.endings |= 1 << ending_of(&word);
                words.doubtful.add(&word, entity.span.start);
            }
        }
        words
    }

    /// Drops the entities that are words, and gives the forms of sure names that stand outside entities.
    fn read(self, blocks: &[Block], entities: &mut Vec<Entity>) -> Vec<Entity> {
        let (mut found, mut words) = (Vec::new(), HashSet::new());
        if self.stems.is_empty() && self.doubtful.is_empty() {
            return found;
        }
        let mut rest = entities.iter().peekable();
        let mut word = String::new();
        for block in blocks {
            let mut at = block.span.start;
            let apostrophe = |c: char| matches!(c, '\'' | '’' | 'ʼ');
            for piece in block.span.of(self.text).split_inclusive(|c: char| !(is_word(c) || apostrophe(c))) {
                let word_at = at + piece.len() - piece.trim_start_matches(apostrophe).len();
                at += piece.len();
                let surface = piece.trim_matches(|c: char| !is_word(c));
                let span = Span::new(word_at, word_at + surface.len());
                let Some(first) = surface.chars().next() else { continue };
                if first.is_lowercase() {
                    if self.endings >> ending_of(surface) & 1 == 1 && !self.doubtful.get(surface).is_empty() {
                        words.insert(surface);
                    }
                } else if first.is_uppercase() && !self.stems.is_empty() {
                    while rest.next_if(|entity| entity.span.end <= span.start).is_some() {}
                    if rest.peek().is_none_or(|entity| entity.span.start >= span.end) {
                        word.clear();
                        word.extend(surface.chars().flat_map(fold));
                        if self.beginnings >> beginning_of(&word) & 1 == 0 {
                            continue;
                        }
                        found.extend(self.form(&word).map(|(kind, confidence)| Entity::new(span, kind, confidence)));
                    }
                }
            }
        }
        if !words.is_empty() {
            entities.retain(|entity| {
                let name = entity.kind.is_name() && is_doubtful(self.text, entity);
                !(name && words.contains(entity.span.of(self.text).to_lowercase().as_str()))
            });
        }
        found
    }

    /// What the folded word is a form of.
    fn form(&self, word: &str) -> Option<(Kind, f32)> {
        self.known.endings.stems(word).find_map(|stem| {
            let (name, kind, confidence) = self.names.get(*self.stems.get(stem).first()?)?;
            (name != word && self.known.endings.same(name, word)).then_some((*kind, confidence * ECHO))
        })
    }
}

/// One of 64 classes by a word's first three letters, which all its forms have.
fn beginning_of(word: &str) -> u32 {
    word.chars().take(3).fold(0, |sum, c| sum * 37 + u32::from(c)) & 63
}

/// One of 64 classes by a word's last byte.
fn ending_of(word: &str) -> u8 {
    word.as_bytes().last().map_or(0, |byte| byte & 63)
}

/// Whether an entity is a single word with a capital that a sentence's beginning explains, and not a sure one.
fn is_doubtful(text: &str, entity: &Entity) -> bool {
    let surface = entity.span.of(text);
    let mut chars = surface.chars();
    entity.value.is_none()
        && entity.confidence < CERTAIN
        && chars.next().is_some_and(char::is_uppercase)
        && chars.all(|c| c.is_lowercase())
        && opens(text.get(..entity.span.start).unwrap_or_default())
}

/// Whether a sentence may begin after `before`.
fn opens(before: &str) -> bool {
    let mut chars = before.chars().rev();
    let mark = chars.find(|c| !matches!(c, ' ' | '\u{A0}' | '"' | '“' | '„' | '«' | '\'' | '‘' | '(' | '['));
    mark.is_none_or(|c| matches!(c, '.' | '!' | '?' | '…' | ':' | '\n' | '\r' | '—' | '–' | '-' | '•' | '。'))
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
    use super::super::ending::Table;
    use super::*;
    use crate::block::blocks;
    use crate::language::Code;

    /// The mentions of `names` in `text`, which agree afterwards, with those that were passed over.
    fn agreed(text: &str, names: &[(&str, Kind, f32)]) -> Vec<(String, Kind)> {
        let mut from = 0;
        let mut entities: Vec<Entity> = Vec::new();
        for &(name, kind, confidence) in names {
            let start = from + text[from..].find(name).expect("the name stands in the text");
            from = start + name.len();
            entities.push(Entity::new(Span::new(start, from), kind, confidence));
        }
        let table = Table::new("aze\tda nin\t- da nin\n");
        let known = Known { endings: table.of(&[Code::new("aze").unwrap()]), ..Known::default() };
        let found = agree(text, &blocks(text, None), &mut entities, &known);
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

    #[test]
    fn finds_sure_names_with_other_endings() {
        let text = "Xankəndi böyükdür. Xankəndinin küçələri, Xankəndida, xankəndida, Xankəndimiz";
        let found = agreed(text, &[("Xankəndi", Kind::Location, 0.9)]);
        let names: Vec<_> = found.iter().map(|(name, kind)| (name.as_str(), *kind)).collect();
        assert_eq!(
            names,
            [("Xankəndi", Kind::Location), ("Xankəndinin", Kind::Location), ("Xankəndida", Kind::Location)]
        );
    }

    #[test]
    fn forms_of_a_name_agree_on_its_kind() {
        let text = "Xankəndi, Xankəndida, Xankəndinin";
        let names = [
            ("Xankəndi", Kind::Location, 0.7),
            ("Xankəndida", Kind::Location, 0.7),
            ("Xankəndinin", Kind::Person, 0.4),
        ];
        assert!(agreed(text, &names).iter().all(|(_, kind)| *kind == Kind::Location));
    }

    #[test]
    fn a_word_that_stands_in_small_letters_elsewhere_is_no_name_at_a_beginning() {
        let text = "Harbour closed. The harbour, in Harbour. Ferries sailed; the ferry.";
        let names = [("Harbour", Kind::Location, 0.6), ("Ferries", Kind::Organization, 0.6)];
        assert_eq!(agreed(text, &names).len(), 1 + 1 - 1);
        assert_eq!(agreed("Harbour closed. The harbour.", &[("Harbour", Kind::Location, 0.9)]).len(), 1);
        let text = "In Harbour. Harbour closed. The harbour.";
        let names = [("Harbour", Kind::Location, 0.6), ("Harbour", Kind::Location, 0.6)];
        assert_eq!(agreed(text, &names).len(), 2);
    }
}
