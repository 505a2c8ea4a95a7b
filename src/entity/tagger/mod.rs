//! The tagger: people, places, organisations and other names, by a small network that was taught in many languages.
//!
//! Each token is a point in a space of [`WIDTH`] dimensions: the sum of what its features say, which for a word depend on the word
//! alone. Convolutions then mix in its neighbours, and their outcome gives scores for tags; the likeliest row of tags gives the mentions.
//!
//! | section of the pack | what |
//! | --- | --- |
//! | `keys` | a byte a row: part of the hash of the feature it belongs to, in buckets of eight; 0 is no feature |
//! | `scales` | 4 bits a row, from the lowest on: what a weight of 1 is worth, in powers of the square root of 2 |
//! | `rows` | 2 bits a weight, [`PART`] of them a row, from the lowest on: 1 is +1, 2 is −1 |
//! | `langs` | ISO 639-3 of the languages that have a row among the few |
//! | `few` | a byte, by how many bits the others are shifted to the left; then, first for words, then for units, the rows of features that are few, a signed byte a dimension |
//! | `nets` | the network for words, then that for units: number of convolutions; for each its distance, shift, weights (signed bytes), biases (2 bytes each); then shift, weights and biases of the tags |
//! | `sure` | pairs of 32-bit floats, rising: the least probability of a mention's tags, and how often such mentions are right |

pub mod feature;
pub mod network;
mod reading;
pub mod token;

use super::Kind;
use super::gazetteer::Walk;
use super::lexicon::{Classes, Lexicon, Mark, Word};
use super::stranger::Strangers;
use crate::code::Code;
use crate::pack::{Pack, u32_at};
use crate::{Error, Span, hash};
use network::{NOTHING, Network, TAGS, Vector, WIDTH, splat};
pub use reading::{Mix, Piece, Reading};
use serde::{Deserialize, Serialize};
use token::Token;
use wide::{CmpEq, i16x8};

/// The version of packs that this code reads.
pub const VERSION: u32 = 2;
/// Rows of a bucket.
pub const BUCKET: usize = 8;
/// Dimensions of a row: which of a vector's it holds goes by its number, in turn.
pub const PART: usize = WIDTH / 4;
/// Tokens that are tagged at once.
const LONGEST: usize = 512;
/// The least probability of a mention that is given: about half the F1 that is reached, where a mention brings as much as it costs.
const LEAST: f32 = 0.35;
/// Marks of a pause.
const PAUSES: [char; 9] = [',', ';', ':', '،', '؛', '、', '，', '；', '：'];
/// Words whose vectors are remembered.
const REMEMBERED: usize = 1 << 12;

/// A mention of a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mention {
    /// Its text.
    pub span: Span,
    /// Person, organization, location or misc.
    pub kind: Kind,
    /// The probability that it is right, as measured on development data.
    pub confidence: f32,
}

/// A stretch of text to tag.
#[derive(Clone, Copy)]
pub struct Stretch<'a> {
    /// Its text.
    pub span: Span,
    /// What it is written in.
    pub language: Code,
    /// What is known of names; the model was taught with it, and misses more without.
    pub lexicon: Option<&'a Lexicon<'a>>,
    /// What a second network reads in the text, if one was asked.
    pub reading: Option<&'a Reading>,
}

/// A tagger read from a pack.
#[derive(Clone, Debug)]
pub struct Model {
    pack: Pack,
    languages: Vec<Code>,
    few: Vec<Vec<Vector>>,
    networks: Vec<Network>,
    sure: Sure,
}

/// What is worked in, and what is known of words seen before: of one model, lexicon and locale.
#[derive(Debug, Default)]
pub struct Workspace {
    /// Of the gazetteer's names.
    pub(super) walk: Walk,
    /// Of the locale's.
    pub(super) strangers: Strangers,
    tokens: Vec<Token>,
    letters: Vec<u32>,
    vectors: Vec<Vector>,
    spare: Vec<Vector>,
    scores: Vec<[f32; TAGS]>,
    tags: Vec<u8>,
    /// A word's place follows from its bytes, and a newer word takes it over.
    words: Vec<Remembered>,
    /// The words and units, for the lexicon, and what it says of them.
    known: Vec<(Span, Word)>,
    marks: Vec<Mark>,
}

/// What is remembered of a word.
#[derive(Clone, Copy, Debug)]
struct Remembered {
    key: u64,
    /// What its letters say.
    vector: Vector,
    /// What the lexicon knows of it.
    word: Word,
}

impl Model {
    /// Reads the model of an `entity` pack.
    ///
    /// # Errors
    /// When a section is missing or does not fit the others.
    pub fn new(pack: Pack) -> Result<Self, Error> {
        if pack.version() != VERSION {
            let found = pack.version();
            return Err(Error::pack(format!("entity pack {found} is not {VERSION}, which this version reads")));
        }
        let rows = pack.section("keys")?.len();
        if rows == 0 || rows % BUCKET != 0 || u32::try_from(rows).is_err() {
            return Err(unfit("keys"));
        }
        if pack.section("scales")?.len() * 2 < rows || pack.section("rows")?.len() < rows * PART / 4 {
            return Err(unfit("rows"));
        }
        let language = |code: &[u8]| std::str::from_utf8(code).ok().and_then(Code::new).ok_or_else(|| unfit("langs"));
        let languages = pack.section("langs")?.chunks_exact(3).map(language).collect::<Result<Vec<_>, _>>()?;
        let networks = Network::read(pack.section("nets")?)?;
        let (shift, few) = pack.section("few")?.split_first().ok_or_else(|| unfit("few"))?;
        let shift = u32::from(*shift).min(7);
        let own = feature::FEW + languages.len() + 1;
        let vector = |bytes: &[u8]| {
            let mut vector = NOTHING;
            for (eight, bytes) in vector.iter_mut().zip(bytes.as_chunks::<8>().0) {
                *eight = i16x8::new(bytes.map(|byte| i16::from(byte.cast_signed()) << shift));
            }
            vector
        };
        let few: Vec<Vec<Vector>> =
            few.chunks_exact(own * WIDTH).map(|rows| rows.chunks_exact(WIDTH).map(vector).collect()).collect();
        if networks.len() != 2 || few.len() != 2 {
            return Err(unfit("nets"));
        }
        let sure = Sure::new(pack.section("sure")?).ok_or_else(|| unfit("sure"))?;
        Ok(Self { pack, languages, few, networks, sure })
    }

    /// Adds the mentions in `sentence` to `found`, in order.
    pub fn tag(&self, text: &str, sentence: &Stretch<'_>, work: &mut Workspace, found: &mut Vec<Mention>) {
        let sure = sentence.reading.map_or(&self.sure, |reading| &reading.sure);
        self.score(text, sentence, work, |tokens, work| {
            mentions_of(text, sure, tokens, work, found);
        });
    }

    /// The tokens of `sentence`, each with its likeliest tag and the probabilities of all.
    pub fn odds(&self, text: &str, sentence: &Stretch<'_>, work: &mut Workspace) -> Vec<(Token, u8, [f32; TAGS])> {
        let mut all = Vec::new();
        self.score(text, sentence, work, |tokens, work| {
            let tagged = tokens.iter().zip(&work.tags).zip(&work.scores);
            all.extend(tagged.map(|((&token, &tag), scores)| (token, tag, network::probabilities(scores))));
        });
        all
    }

    /// Gives the tokens of `sentence`, with their scores and likeliest tags among what is worked in: so many at a time.
    fn score(
        &self,
        text: &str,
        sentence: &Stretch<'_>,
        work: &mut Workspace,
        mut each: impl FnMut(&[Token], &mut Workspace),
    ) {
        let Ok(table) = Table::new(&self.pack) else { return };
        let mut rest = token::tokens(text, sentence.span);
        let mut tokens = std::mem::take(&mut work.tokens);
        loop {
            tokens.clear();
            tokens.extend(rest.by_ref().take(LONGEST));
            let number = usize::from(feature::in_units(&tokens));
            let Some(network) = self.networks.get(number).filter(|_| !tokens.is_empty()) else { break };
            self.points(&table, text, &tokens, sentence, number, work);
            network.score(&mut work.vectors, &mut work.spare, &mut work.scores);
            match (sentence.reading, sentence.lexicon) {
                (Some(reading), _) => reading.join(text, &tokens, &mut work.scores),
                (None, Some(_)) => trust(&tokens, &work.marks, &mut work.scores),
                (None, None) => {}
            }
            network::likeliest(&work.scores, &mut work.tags);
            each(&tokens, work);
        }
        work.tokens = tokens;
    }

    /// Fills the vectors with where the tokens lie.
    fn points(
        &self,
        table: &Table<'_>,
        text: &str,
        tokens: &[Token],
        sentence: &Stretch<'_>,
        network: usize,
        work: &mut Workspace,
    ) {
        let &Stretch { language, lexicon, .. } = sentence;
        work.vectors.clear();
        work.words.resize(REMEMBERED, Remembered { key: 0, vector: NOTHING, word: Word::default() });
        let Some(few) = self.few.get(network) else { return };
        let row = |at: usize| few.get(at).copied().unwrap_or(NOTHING);
        let number = self.languages.iter().position(|&known| known == language).map_or(0, |at| at + 1);
        let mut common = row(feature::FEW + number);
        add(&mut common, &row(feature::sentence(text, tokens)));
        let Workspace { letters, vectors, words, known, marks, walk, .. } = work;
        let about = |surface: &str| lexicon.map(|lexicon| lexicon.word(surface)).unwrap_or_default();
        known.clear();
        for (at, token) in tokens.iter().enumerate() {
            let [spaced, place] = feature::place(tokens, at);
            let mut vector = common;
            add(&mut vector, &row(spaced));
            add(&mut vector, &row(place));
            let surface = token.span.of(text);
            if token.kind == token::Kind::Unit {
                let look = feature::unit(text, tokens, at, |feature| table.add(feature, &mut vector));
                look.into_iter().for_each(|look| add(&mut vector, &row(look)));
                known.push((token.span, about(surface)));
            } else {
                // 0 stands for none.
                let key = hash::word(network + 2 * number, surface.as_bytes()).max(1);
                let Some(own) = words.get_mut((key >> 40) as usize % REMEMBERED) else { continue };
                if own.key != key {
                    let is_word = token.kind == token::Kind::Word;
                    let word = if is_word { about(surface) } else { Word::default() };
                    *own = Remembered { key, vector: NOTHING, word };
                    let sum = &mut own.vector;
                    let look = feature::word(token.kind, surface, number, letters, |feature| table.add(feature, sum));
                    look.into_iter().for_each(|look| add(sum, &row(look)));
                }
                add(&mut vector, &own.vector);
                if token.kind == token::Kind::Word {
                    known.push((token.span, own.word));
                }
            }
            vectors.push(vector);
        }
        let Some(lexicon) = lexicon else { return };
        lexicon.mark(text, known, walk, marks);
        let is_known = |token: &Token| token.kind != token::Kind::Sign;
        let vectors = tokens.iter().zip(vectors).filter(|(token, _)| is_known(token)).map(|(_, vector)| vector);
        for (vector, mark) in vectors.zip(&*marks) {
            feature::known(mark, |at| add(vector, &row(at)));
        }
    }
}

/// How much more the tags of a place are worth, in nats, where the lexicon knows a place by the word's name. On text unlike what it learned from, the
/// network alone trusts the lexicon too little: it remembers the places of that.
const TRUST: f32 = 1.0;

/// Raises the scores of places among tokens, of which those that are no signs have a mark each.
fn trust(tokens: &[Token], marks: &[Mark], scores: &mut [[f32; TAGS]]) {
    const PLACE: Classes = Classes::from_bits(Classes::COUNTRY.bits() | Classes::REGION.bits() | Classes::CITY.bits());
    const PERSON: Classes = Classes::from_bits(Classes::GIVEN.bits() | Classes::FAMILY.bits());
    let known = tokens.iter().zip(scores).filter(|(token, _)| token.kind != token::Kind::Sign);
    for ((_, [_, _, _, begin, inside, ..]), mark) in known.zip(marks) {
        let whole = mark.alone | mark.longer;
        let classes = if whole.is_empty() { mark.stem } else { whole };
        if classes.has(PLACE) && !classes.has(PERSON) {
            *begin += TRUST;
            *inside += TRUST;
        }
    }
}

/// Adds the mentions by the tags to `found`, with their probability by what was measured; where that is too low, none.
fn mentions_of(text: &str, sure: &Sure, tokens: &[Token], work: &Workspace, found: &mut Vec<Mention>) {
    let tagged = tokens.iter().zip(&work.tags).zip(&work.scores);
    let tagged = tagged.map(|((token, &tag), scores)| (token.span, tag, scores));
    mentions(tagged, |mention| {
        let confidence = sure.of(mention.confidence);
        let span = before_pause(text, mention.span);
        if !span.is_empty() && (sure.0.is_empty() || confidence >= LEAST) {
            found.push(Mention { span, confidence, ..mention });
        }
    });
}

/// What is before the marks of a pause that a span ends with: no name has them at its end, and one tag too many is soon said.
#[must_use]
pub fn before_pause(text: &str, span: Span) -> Span {
    let name = span.of(text).trim_end_matches(|c: char| PAUSES.contains(&c) || c.is_whitespace());
    Span::new(span.start, span.start + name.len())
}

/// Gives what tags say of spans, with their scores, as mentions, each with the least probability of its tags.
#[inline]
fn mentions<'s>(tagged: impl Iterator<Item = (Span, u8, &'s [f32; TAGS])>, mut found: impl FnMut(Mention)) {
    let mut open: Option<Mention> = None;
    for (span, tag, scores) in tagged {
        if tag == 0 || tag % 2 == 1 {
            open.take().into_iter().for_each(&mut found);
        }
        let kind = match tag {
            0 => continue,
            1 | 2 => Kind::Person,
            3 | 4 => Kind::Location,
            5 | 6 => Kind::Organization,
            _ => Kind::Misc,
        };
        let confidence = network::probability(scores, tag);
        match &mut open {
            Some(mention) => {
                mention.span.end = span.end;
                mention.confidence = mention.confidence.min(confidence);
            }
            None => open = Some(Mention { span, kind, confidence }),
        }
    }
    open.into_iter().for_each(found);
}

/// How often mentions are right, by the least probability of their tags.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sure(Vec<(f32, f32)>);

impl Sure {
    /// Reads pairs of 32-bit floats, of both; none where they do not rise.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let pair = |pair: &[u8]| Some((f32::from_bits(u32_at(pair, 0)?), f32::from_bits(u32_at(pair, 4)?)));
        let pairs: Vec<_> = bytes.chunks_exact(8).filter_map(pair).collect();
        pairs.is_sorted_by(|a, b| a.0 < b.0).then_some(Self(pairs))
    }

    /// How often mentions are right whose least probability is `raw`, between the pairs in proportion.
    pub(crate) fn of(&self, raw: f32) -> f32 {
        let above = self.0.partition_point(|(known, _)| *known <= raw);
        match (above.checked_sub(1).and_then(|below| self.0.get(below)), self.0.get(above)) {
            (Some(&(x0, y0)), Some(&(x1, y1))) => y0 + (y1 - y0) * (raw - x0) / (x1 - x0),
            (Some(&(_, y)), None) | (None, Some(&(_, y))) => y,
            (None, None) => raw,
        }
    }
}

fn unfit(section: &str) -> Error {
    Error::pack(format!("the entity pack's section {section} does not fit"))
}

fn add(vector: &mut Vector, other: &Vector) {
    vector.iter_mut().zip(other).for_each(|(sum, value)| *sum = sum.saturating_add(*value));
}

/// The rows of hashed features.
struct Table<'p> {
    keys: &'p [[u8; BUCKET]],
    scales: &'p [u8],
    rows: &'p [[u8; PART / 4]],
}

/// The bucket that a feature's row is in, of so many, and its key there.
#[must_use]
pub fn place(feature: u64, buckets: usize) -> (usize, u8) {
    ((((feature >> 32) * buckets as u64) >> 32) as usize, (feature as u8).max(1))
}

/// What a weight of 1 is worth in a row of that scale.
#[must_use]
pub fn worth(scale: u8) -> i16 {
    const WORTH: [i16; 16] = [1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 91, 128, 181, 256];
    WORTH.get(usize::from(scale)).copied().unwrap_or(0)
}

/// A value and the same beside it.
fn twice(value: i16) -> i32 {
    i32::from(value) << 16 | i32::from(value.cast_unsigned())
}

impl<'p> Table<'p> {
    fn new(pack: &'p Pack) -> Result<Self, Error> {
        let (keys, scales, rows) = (pack.section("keys")?, pack.section("scales")?, pack.section("rows")?);
        Ok(Self { keys: keys.as_chunks().0, scales, rows: rows.as_chunks().0 })
    }

    /// Adds the row of a feature to `vector`, if it has one.
    #[inline(always)]
    fn add(&self, feature: u64, vector: &mut Vector) {
        let (bucket, key) = place(feature, self.keys.len());
        let Some(at) = self.keys.get(bucket).and_then(|keys| keys.iter().position(|&known| known == key)) else {
            return;
        };
        let at = bucket * BUCKET + at;
        let (Some(row), Some(scales)) = (self.rows.get(at), self.scales.get(at / 2)) else { return };
        let worth = if at.is_multiple_of(2) { scales & 15 } else { scales >> 4 };
        let worth = splat(twice(self::worth(worth)));
        // Each lane holds the two bits of its own weight.
        let (plus, minus) = (
            i16x8::new([1, 4, 16, 64, 256, 1024, 4096, 16384]),
            i16x8::new([2, 8, 32, 128, 512, 2048, 8192, i16::MIN]),
        );
        for (sum, pair) in vector.iter_mut().skip(at % (WIDTH / PART) * (PART / 8)).zip(row.as_chunks::<2>().0) {
            let bits = splat(twice(i16::from_le_bytes(*pair)));
            // Comparisons give -1 for true.
            let (plus, minus) = ((bits & plus).cmp_eq(plus), (bits & minus).cmp_eq(minus));
            *sum = sum.saturating_add(plus & worth).saturating_sub(minus & worth);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_speaks_for_places_that_are_no_persons() {
        let text = "Ada, Baku Baker";
        let tokens: Vec<Token> = token::tokens(text, Span::new(0, text.len())).collect();
        let mark = |classes| Mark { alone: classes, ..Mark::default() };
        let marks = [mark(Classes::GIVEN | Classes::CITY), mark(Classes::CITY), mark(Classes::FAMILY)];
        let mut scores = vec![[0.0; TAGS]; tokens.len()];
        trust(&tokens, &marks, &mut scores);
        let raised: Vec<_> =
            tokens.iter().zip(&scores).filter(|(_, scores)| scores.iter().any(|&s| s != 0.0)).collect();
        let expected = [0.0, 0.0, 0.0, TRUST, TRUST, 0.0, 0.0, 0.0, 0.0];
        assert_eq!(
            raised.iter().map(|(token, scores)| (token.span.of(text), **scores)).collect::<Vec<_>>(),
            [("Baku", expected)]
        );
    }

    #[test]
    fn no_name_ends_with_a_pause() {
        let ended = |text| before_pause(text, Span::new(0, str::len(text))).of(text);
        assert_eq!(
            ["Kule,", "Anna Petrova ;", "دمشق،", "東京、", "Brandt & Co."].map(ended),
            ["Kule", "Anna Petrova", "دمشق", "東京", "Brandt & Co."]
        );
        assert_eq!(ended(", ;"), "");
    }
}
