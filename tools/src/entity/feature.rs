//! Which hashed features get a row: those that say most about tags.

use super::corpus::{Sentence, Target};
use super::train::Random;
use hamisi::entity::lexicon::Lexicon;
use hamisi::entity::tagger::feature::{FEW, Look, known, place, sentence, unit, word};
use hamisi::entity::tagger::token::Kind;
use hamisi::entity::tagger::{self, BUCKET};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Tags without telling beginnings from insides.
const KINDS: usize = 5;

/// What a token counts in a sentence of units, beside one of words, when features are chosen: languages without spaces share few
/// features with others, and would get too few.
const UNITS: f32 = 2.0;

/// No row.
pub const NONE: u32 = u32::MAX;

/// The features of a token or of all tokens with the same text.
pub struct Type {
    pub look: Look,
    /// Rows of its hashed features, the whole word's first.
    pub rows: Vec<u32>,
}

/// What is known of a feature when rows are given out.
#[derive(Default)]
struct Seen {
    /// How much of each kind its tokens are.
    kinds: [f32; KINDS],
    count: u32,
    /// Its place among the features of a token, the least there is: short ones come first.
    order: u32,
    /// A hash of the types of token that it comes with.
    types: u64,
}

/// A sentence as the network sees it.
pub struct Example {
    pub network: usize,
    /// The language's row among the few.
    pub language: usize,
    /// The row of the kind of sentence.
    pub class: usize,
    /// Per token its type and the rows of its place.
    pub tokens: Vec<(u32, [usize; 2])>,
    /// Tokens, with a row of what the lexicon knows of them.
    pub marks: Vec<(u32, u32)>,
}

/// The features that have rows.
pub struct Vocabulary {
    pub languages: Vec<String>,
    pub keys: Vec<u8>,
    pub types: Vec<Type>,
    pub examples: Vec<Example>,
    pub chosen: usize,
    pub all: usize,
}

/// Chooses at most `rows` features of the sentences, and describes these by them.
pub fn choose(sentences: &[Sentence], rows: usize, lexicon: &Lexicon<'_>) -> Vocabulary {
    let languages: BTreeSet<&str> = sentences.iter().map(|s| s.language.as_str()).collect();
    let languages: Vec<String> = languages.into_iter().map(str::to_owned).collect();
    let mut sizes: HashMap<&str, f32> = HashMap::new();
    for sentence in sentences {
        *sizes.entry(&sentence.language).or_default() += sentence.weight * sentence.tokens.len() as f32;
    }

    // Types: words by their text, units each by itself.
    let mut words_seen: HashMap<(&str, bool, usize), u32> = HashMap::new();
    let mut types: Vec<(Look, Vec<u64>, [f32; KINDS], u32)> = Vec::new();
    let mut unit_types: HashMap<Vec<u64>, u32> = HashMap::new();
    let mut examples = Vec::new();
    let mut letters = Vec::new();
    for own in sentences {
        let language = languages.binary_search(&own.language).map_or(0, |at| at + 1);
        // A language with little data has its say.
        let own_kind = if own.in_units() { UNITS } else { 1.0 };
        let weight = own_kind * own.weight / sizes[own.language.as_str()].sqrt();
        let mut tokens = Vec::with_capacity(own.tokens.len());
        for (at, token) in own.tokens.iter().enumerate() {
            let kind = match own.targets[at] {
                Target::Hard(allowed) => (allowed.trailing_zeros() as usize).div_ceil(2),
                Target::Soft(odds) => {
                    let best = (0..odds.len()).max_by_key(|&tag| (odds[tag], odds.len() - tag)).unwrap_or(0);
                    best.div_ceil(2)
                }
            };
            let mut features = Vec::new();
            let at_type = if token.kind == Kind::Unit {
                let look = unit(&own.text, &own.tokens, at, |feature| features.push(feature));
                *unit_types.entry(features).or_insert_with_key(|features| {
                    types.push((look, features.clone(), [0.0; KINDS], 0));
                    types.len() as u32 - 1
                })
            } else {
                let surface = token.span.of(&own.text);
                *words_seen.entry((surface, token.kind == Kind::Word, language)).or_insert_with(|| {
                    let look = word(token.kind, surface, language, &mut letters, |feature| features.push(feature));
                    types.push((look, features, [0.0; KINDS], 0));
                    types.len() as u32 - 1
                })
            };
            let (_, _, kinds, count) = &mut types[at_type as usize];
            kinds[kind] += weight;
            *count += 1;
            tokens.push((at_type, place(&own.tokens, at)));
        }
        let words = || (0..own.tokens.len()).filter(|&at| own.tokens[at].kind != Kind::Sign);
        let spans: Vec<_> = words().map(|at| own.tokens[at].span).collect();
        let mut marks = Vec::new();
        for (at, mark) in words().zip(lexicon.marks(&own.text, &spans)) {
            known(&mark, |row| marks.push((at as u32, row as u32)));
        }
        examples.push(Example {
            network: usize::from(own.in_units()),
            language: FEW + language,
            class: sentence(&own.text, &own.tokens),
            tokens,
            marks,
        });
    }

    // What a feature says of tags: the gain in likelihood from knowing it.
    let mut seen: HashMap<u64, Seen> = HashMap::new();
    let mut total = [0.0; KINDS];
    for (at, (_, features, kinds, count)) in (1..).zip(&types) {
        total.iter_mut().zip(kinds).for_each(|(sum, own)| *sum += own);
        let sign = Random(at).next();
        for (order, &feature) in (0..).zip(features) {
            let own = seen.entry(feature).or_default();
            own.kinds.iter_mut().zip(kinds).for_each(|(sum, own)| *sum += own);
            own.order = if own.count == 0 { order } else { own.order.min(order) };
            own.count += count;
            own.types = own.types.wrapping_add(sign);
        }
    }
    let whole: f32 = total.iter().sum();
    let all = seen.len();
    let mut ranked: Vec<(f32, u32, u64, u64)> = seen
        .into_iter()
        .filter(|(_, own)| own.count >= 2)
        .map(|(feature, Seen { kinds, order, types, .. })| {
            let own: f32 = kinds.iter().sum();
            let gain = |(&kind, &total): (&f32, &f32)| {
                if kind > 0.0 { kind * libm::logf(kind / own / (total / whole)) } else { 0.0 }
            };
            (kinds.iter().zip(&total).map(gain).sum(), order, feature, types)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    // Of features that come with the same tokens the shortest says it all.
    let mut told = HashSet::new();
    ranked.retain(|&(.., types)| told.insert(types));

    let buckets = rows / BUCKET;
    let mut keys = vec![0_u8; buckets * BUCKET];
    let mut row_of: HashMap<u64, u32> = HashMap::new();
    for &(_, _, feature, _) in &ranked {
        if row_of.len() == keys.len() {
            break;
        }
        let (bucket, key) = tagger::place(feature, buckets);
        let slots = &mut keys[bucket * BUCKET..(bucket + 1) * BUCKET];
        if slots.contains(&key) {
            continue;
        }
        // Not the first free one: which dimensions a row holds goes by its place.
        let wanted = (feature >> 16) as usize;
        if let Some(free) = (wanted..wanted + BUCKET).map(|at| at % BUCKET).find(|&at| slots[at] == 0) {
            slots[free] = key;
            row_of.insert(feature, (bucket * BUCKET + free) as u32);
        }
    }
    let chosen = row_of.len();
    // As the tagger will look them up: with the mistakes of its short keys.
    let row = |feature: u64| {
        let (bucket, key) = tagger::place(feature, buckets);
        let found = keys[bucket * BUCKET..(bucket + 1) * BUCKET].iter().position(|&slot| slot == key);
        found.map_or(NONE, |at| (bucket * BUCKET + at) as u32)
    };
    let types = types
        .into_iter()
        .map(|(look, features, _, _)| Type { look, rows: features.into_iter().map(row).collect() })
        .collect();
    Vocabulary { languages, keys, types, examples, chosen, all }
}
