//! Acronyms: what stands in brackets after the words whose first letters it is made of tells where their name begins and ends.

use super::fold::is_word;
use super::lexicon::Classes;
use super::name::Known;
use super::{Entity, Explanation, Kind, merge};
use crate::Span;
use crate::block::Block;

/// The fewest and most letters of an acronym.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=10;
/// Most words before the brackets that are looked at.
const WORDS: usize = 16;
/// Most bytes before them.
const BYTES: usize = 240;
/// Most words before the acronym's first letter that belong to the name: *National Computer Virus …* (CV…).
const BEFORE: usize = 2;
/// Most letters of a word that has no letter in the acronym and may be written small: *of*, *and the*, *por la*.
const SMALL: usize = 4;
/// What words before the acronym's first letter may not be known as: they are other names, or persons' titles.
const OTHERS: Classes = Classes::from_bits(!Classes::WORD.bits());
/// What the confidence of a name found so is.
const CONFIDENCE: f32 = 0.85;

/// Makes the words before an acronym in brackets one organisation, and the acronym another mention of it. Names that are right
/// already, and places that are known, stay.
#[inline(never)]
pub(super) fn expand(text: &str, blocks: &[Block], entities: &mut Vec<Entity>, known: &Known<'_>) {
    let mut found: Vec<Entity> = Vec::new();
    for block in blocks {
        let body = block.span.of(text);
        for (open, bracket) in body.match_indices(['(', '（']) {
            let start = open + bracket.len();
            let after = body.get(start..).unwrap_or_default();
            let Some(length) = after.char_indices().take(16).find(|(_, c)| matches!(c, ')' | '）')).map(|(at, _)| at)
            else {
                continue;
            };
            let Some(short) = after.get(..length).filter(|short| looks_like_acronym(short)) else { continue };
            let Some(begin) = expansion(body, open, short, known) else { continue };
            let long = Span::new(block.span.start + begin, block.span.start + open).trimmed(text);
            let short = Span::new(block.span.start + start, block.span.start + start + length);
            for mut entity in judged(text, entities, long, short).into_iter().flatten() {
                if known.explain {
                    entity.explanation = Explanation::of("document", short.of(text), "acronym");
                }
                found.push(entity);
            }
        }
    }
    if found.is_empty() {
        return;
    }
    let mut end = 0;
    found.retain(|entity| {
        let free = entity.span.start >= end;
        end = end.max(entity.span.end);
        free
    });
    let mut rest = found.iter().peekable();
    entities.retain(|entity| {
        while rest.next_if(|own| own.span.end <= entity.span.start).is_some() {}
        rest.peek().is_none_or(|own| own.span.start >= entity.span.end)
    });
    merge(entities, found);
}

/// Capitals of a script with case, with a small letter or two and digits among them.
fn looks_like_acronym(short: &str) -> bool {
    let capitals = short.chars().filter(|c| c.is_uppercase()).count();
    let letters = short.chars().filter(|c| c.is_alphanumeric()).count();
    LETTERS.contains(&letters)
        && capitals * 3 >= letters * 2
        && capitals > 1
        && short.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '&'))
        && short.starts_with(char::is_uppercase)
}

/// Where the words begin whose first letters `short` is made of, and which end at byte `end`.
fn expansion(body: &str, end: usize, short: &str, known: &Known<'_>) -> Option<usize> {
    let lower = |c: char| c.to_lowercase().next().unwrap_or(c);
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).map(lower).collect();
    let mut from = end.saturating_sub(BYTES);
    while !body.is_char_boundary(from) {
        from += 1;
    }
    let before = body.get(from..end)?.trim_end();
    let mut words: Vec<(usize, &str)> = Vec::new();
    let (mut begun, mut point) = (None, false);
    for (at, c) in before.char_indices().chain([(before.len(), ' ')]) {
        if is_word(c) || (begun.is_some() && matches!(c, '\'' | '’')) {
            begun.get_or_insert(at);
        } else if let Some(start) = begun.take() {
            words.push((start, before.get(start..at)?));
        }
        // A sentence's end or a list's comma ends the name.
        let stops = matches!(c, ',' | ';' | ':' | '(' | ')' | '"' | '“' | '”' | '«' | '»' | '\n' | '。');
        if stops || point && c == ' ' && at < before.len() {
            words.clear();
        }
        point = c == '.';
    }
    let words = words.get(words.len().saturating_sub(WORDS)..)?;
    // From the end: each word has the next letter, or is a small one.
    let (mut left, mut first, mut capitals) = (letters.len(), words.len(), 0);
    for (at, (_, word)) in words.iter().enumerate().rev() {
        let initial = word.chars().next().map(lower);
        let capital = word.starts_with(char::is_uppercase);
        let next = left.checked_sub(1)?;
        if letters.get(next) == initial.as_ref() && (next > 0 || capital) {
            (left, first) = (next, at);
            capitals += usize::from(capital);
            if left == 0 {
                break;
            }
        } else if capital || word.chars().count() > SMALL {
            return None;
        }
    }
    // The first word of a sentence has a capital whatever it is.
    if left > 0 || (capitals < 2 && first == 0) {
        return None;
    }
    let mut begin = words.get(first)?.0;
    for (start, word) in words.get(1..first).unwrap_or_default().iter().rev().take(BEFORE) {
        let capital = word.starts_with(char::is_uppercase) && word.chars().count() > SMALL;
        if !capital || word.contains(['\'', '’']) || known.classes(word).has(OTHERS) {
            break;
        }
        begin = *start;
    }
    Some(from + begin)
}

/// The two mentions, where the entities there do not know better.
fn judged(text: &str, entities: &[Entity], long: Span, short: Span) -> Option<[Entity; 2]> {
    let first = entities.partition_point(|entity| entity.span.end <= long.start);
    let near = entities.get(first..)?.iter().take_while(|entity| entity.span.start < short.end);
    let (mut kind, mut start) = (Kind::Organization, long.start);
    for entity in near {
        if entity.span == long && (entity.value.is_some() || entity.kind != Kind::Person) {
            kind = entity.kind;
            if entity.value.is_some() {
                return None;
            }
        }
        // The words before may be another name, which the model has seen the end of.
        if entity.span.start < long.start && entity.kind == Kind::Organization && entity.span.end > long.start {
            start = entity.span.start;
        }
        if entity.confidence >= 1.0 {
            return None;
        }
    }
    let long = Span::new(start, long.end);
    (!long.of(text).is_empty()).then(|| [long, short].map(|span| Entity::new(span, kind, CONFIDENCE)))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::block::blocks;

    /// What is found in `text`, where the model has found `names`.
    fn found<'t>(text: &'t str, names: &[(&str, Kind)]) -> Vec<(&'t str, Kind)> {
        let entity = |&(name, kind): &(&str, Kind)| {
            let start = text.find(name).expect("the name stands in the text");
            Entity::new(Span::new(start, start + name.len()), kind, 0.6)
        };
        let mut entities = names.iter().map(entity).collect();
        expand(text, &blocks(text, None), &mut entities, &Known::default());
        entities.iter().map(|entity| (entity.span.of(text), entity.kind)).collect()
    }

    #[test]
    fn puts_the_words_together_that_an_acronym_is_made_of() {
        const ORG: Kind = Kind::Organization;
        for (text, names, expected) in [
            (
                "The agency, Japan's National River Flood Early Warning Center (RFEWC), said so.",
                &[("Japan", Kind::Location), ("National River", Kind::Location)][..],
                &[("Japan", Kind::Location), ("National River Flood Early Warning Center", ORG), ("RFEWC", ORG)][..],
            ),
            (
                "The Organization of the Pear Exporting Countries (OPEC)",
                &[],
                &[("Organization of the Pear Exporting Countries", ORG), ("OPEC", ORG)],
            ),
            (
                "Он сказал, что Федеральная служба лесов (ФСЛ) знает.",
                &[],
                &[("Федеральная служба лесов", ORG), ("ФСЛ", ORG)],
            ),
            ("The Department of Dikes (DoD) and others", &[], &[("Department of Dikes", ORG), ("DoD", ORG)]),
            (
                "Bakı Dəniz Limanı (BDL) açılıb.",
                &[("Bakı", Kind::Location)],
                &[("Bakı Dəniz Limanı", ORG), ("BDL", ORG)],
            ),
        ] {
            assert_eq!(found(text, names), expected, "{text}");
        }
    }

    #[test]
    fn leaves_other_words_before_brackets_alone() {
        for text in [
            "Gross domestic product (GDP) rose",
            "the gross domestic product (GDP) rose",
            "Ada Byron (UK)",
            "he said (OK)",
            "Ferries, Old Roads (FOR)",
            "(AB) (CD) () (",
            "Ein Wort (EW",
        ] {
            assert_eq!(found(text, &[]), [], "{text}");
        }
    }
}
