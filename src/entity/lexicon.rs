//! The lexicon: what words and names are known as, for the tagger to weigh, and where known places lie.
//!
//! Names are not stored. A *retrieval* (a binary fuse filter, Graf and Lemire 2022) holds for each of a set of keys a value of
//! sixteen bits in some eighteen bits, and for any other key a value at random. Eleven of the sixteen bits check the key:
//! one unknown word in 2,048 passes for a known one.

use super::fold::{fold, is_spaceless};
use super::gazetteer::{Tables, Walk};
use crate::pack::{Pack, u32_at};
use crate::retrieval::Retrieval;
use crate::{Error, Span};
use std::fmt;
use std::ops::BitOr;

/// The most words of a name.
const WORDS: usize = 5;
/// The longest word, in bytes, that names have.
const LONGEST: usize = 64;
/// The most bytes between two words of a name.
const GAP: usize = 3;
/// The most letters of an ending that is taken off a word, and the fewest letters that must be left.
const ENDING: usize = 4;
const STEM: usize = 4;
/// The low bits of a value say which set of classes; the others check the key.
pub const SET_BITS: u32 = 5;
/// In a set of classes: the name has a place.
pub const PLACED: u16 = 1 << 8;
/// In the number of a place: it is a region, and the number its code in ISO 3166-2 after the country's.
pub const REGION: u32 = 1 << 31;
/// Bytes of a place: country, number, latitude, longitude.
const PLACE: usize = 2 + 4 + 2 + 2;

/// What a word or name is known as: a set of classes, which may be empty.
///
/// ```
/// use hamisi::entity::Classes;
/// let both = Classes::CITY | Classes::GIVEN;
/// assert!(both.has(Classes::GIVEN) && !both.has(Classes::COUNTRY));
/// assert_eq!(format!("{both:?}"), "city, given");
/// assert!(Classes::default().is_empty());
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Classes(u8);

impl Classes {
    /// A country, territory or part of the world, in the form of any case.
    pub const COUNTRY: Self = Self(1);
    /// A province, state, county.
    pub const REGION: Self = Self(2);
    /// A city or town.
    pub const CITY: Self = Self(4);
    /// A given name, or a patronymic.
    pub const GIVEN: Self = Self(8);
    /// A family name.
    pub const FAMILY: Self = Self(16);
    /// A word of organisations: *Ministry*, *Inc.*
    pub const WORD: Self = Self(32);
    /// A title of persons: *Dr.*, *president*.
    pub const TITLE: Self = Self(64);
    /// An organisation by its own name.
    pub const ORGANIZATION: Self = Self(128);

    const NAMES: [&'static str; 8] = ["country", "region", "city", "given", "family", "word", "title", "organization"];

    /// The set with these bits, the lowest for [`Classes::COUNTRY`].
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// The set as bits.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether a class of `other` is among these.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether nothing is known.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl BitOr for Classes {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl fmt::Debug for Classes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = Self::NAMES.iter().enumerate().filter(|(bit, _)| self.0 >> bit & 1 == 1);
        f.write_str(&named.map(|(_, name)| *name).collect::<Vec<_>>().join(", "))
    }
}

/// What is known of one word of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// The word by itself.
    pub alone: Classes,
    /// The word without up to four letters at its end, when nothing is known of it by itself: *Bakının*.
    pub stem: Classes,
    /// The longest name of several words that the word is part of.
    pub longer: Classes,
    /// The word's place in that name.
    pub position: Position,
}

/// What is known of a word whatever stands beside it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    alone: Classes,
    stem: Classes,
    /// None of a word too long.
    key: Option<Key>,
}

/// The place of a word in a name of several words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Position {
    /// In no such name.
    #[default]
    Outside,
    /// The first word.
    First,
    /// A word in between.
    Inside,
    /// The last word.
    Last,
}

/// A place that a name is linked to: the most populous one of that name.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// ISO 3166-1, two letters.
    pub country: String,
    /// A region's code in ISO 3166-2.
    pub region: Option<String>,
    /// A city's number in GeoNames.
    pub geonames: Option<u32>,
    /// A city's latitude and longitude in degrees, to a hundredth or better.
    pub coordinates: Option<(f32, f32)>,
}

/// Bits that are known of a name.
pub const BITS: u32 = 16;

/// The lexicon of a gazetteer pack.
pub struct Lexicon<'p> {
    classes: Retrieval<&'p [u8]>,
    places: Retrieval<&'p [u8]>,
    sets: &'p [u8],
    records: &'p [u8],
    territories: Tables<'p>,
}

impl<'p> Lexicon<'p> {
    /// The lexicon in `pack`; nothing is copied.
    ///
    /// # Errors
    /// When the pack lacks a section that a gazetteer has.
    pub fn new(pack: &'p Pack) -> Result<Self, Error> {
        Ok(Self {
            classes: Retrieval::new(pack.section("classes")?, BITS)?,
            places: Retrieval::new(pack.section("linked")?, BITS)?,
            sets: pack.section("kinds")?,
            records: pack.section("places")?,
            territories: Tables::new(pack)?,
        })
    }

    /// What is known of each of `words`, which are in the order of `text`.
    ///
    /// Case, kinds of apostrophe and hyphen and optional vowel points make no difference. Names have at most five
    /// words; words of more than 64 bytes are never known.
    #[must_use]
    pub fn marks(&self, text: &str, words: &[Span]) -> Vec<Mark> {
        let known: Vec<_> = words.iter().map(|&span| (span, self.word(span.of(text)))).collect();
        let mut marks = Vec::new();
        self.mark(text, &known, &mut Walk::default(), &mut marks);
        marks
    }

    /// What is known of a word by itself.
    pub(super) fn word(&self, word: &str) -> Word {
        let (mut known, mut key) = (Word::default(), Key::default());
        if word.len() > LONGEST {
            return known;
        }
        let (stems, letters) = key.extend(word);
        known.alone = self.known(key.hash);
        if known.alone.is_empty() && !word.chars().next().is_none_or(|c| c.is_lowercase() || is_spaceless(c)) {
            let mut stems = stems.iter().take(letters.saturating_sub(STEM).min(ENDING));
            known.stem =
                stems.find_map(|&stem| Some(self.known(stem)).filter(|known| !known.is_empty())).unwrap_or_default();
        }
        known.key = Some(key);
        known
    }

    /// Puts into `marks` what is known of each of `words`, which are in the order of `text`, with what is known of each by itself.
    pub(super) fn mark(&self, text: &str, words: &[(Span, Word)], walk: &mut Walk, marks: &mut Vec<Mark>) {
        marks.clear();
        marks.extend(words.iter().map(|(_, word)| Mark { alone: word.alone, stem: word.stem, ..Mark::default() }));
        let blank = Key::of_part(" ");
        let gap = |before: usize, start: usize| match text.get(before..start)? {
            " " => Some(blank),
            gap => (gap.len() <= GAP).then(|| Key::of_part(gap)),
        };
        let mut covered = 0;
        for first in 0..words.len() {
            let mut ahead = words.get(first..).unwrap_or_default();
            ahead = ahead.get(..WORDS).unwrap_or(ahead);
            let territories = self.territories(text, ahead, walk);
            if territories & 1 == 1
                && let Some(mark) = marks.get_mut(first)
            {
                mark.alone = mark.alone | Classes::COUNTRY;
                mark.stem = Classes::default();
            }
            if first < covered {
                continue;
            }
            let Some((&(own, word), ahead)) = ahead.split_first() else { break };
            let (mut key, mut end, mut longest) = (word.key.unwrap_or_default(), own.end, None);
            for (&(span, word), at) in ahead.iter().zip(1..) {
                let (Some(gap), Some(next)) = (gap(end, span.start), word.key) else { break };
                key = key.then(gap).then(next);
                end = span.end;
                let mut known = self.known(key.hash);
                if territories >> at & 1 == 1 {
                    known = known | Classes::COUNTRY;
                }
                if !known.is_empty() {
                    longest = Some((at, known));
                }
            }
            if let Some((last, known)) = longest {
                covered = first + last + 1;
                for (at, mark) in marks.iter_mut().skip(first).take(last + 1).enumerate() {
                    mark.longer = known;
                    mark.position = match at {
                        0 => Position::First,
                        _ if at == last => Position::Last,
                        _ => Position::Inside,
                    };
                }
            }
        }
    }

    /// Which of these words, as bits, end the name of a territory that begins with the first.
    fn territories(&self, text: &str, ahead: &[(Span, Word)], walk: &mut Walk) -> u8 {
        let (Some((word, _)), Some((last, _))) = (ahead.first(), ahead.last()) else { return 0 };
        if word.of(text).starts_with(char::is_lowercase) {
            return 0;
        }
        self.territories.walk(text, word.start, last.end, walk);
        let known = walk.finals.iter().filter(|&&(_, value)| self.territories.is_territory(value));
        let ends = known.filter_map(|&(end, _)| ahead.iter().position(|(word, _)| word.end == end));
        ends.fold(0, |bits, at| bits | 1 << at)
    }

    /// What `name` as a whole is known as, territories excepted.
    #[must_use]
    pub fn classes(&self, name: &str) -> Classes {
        self.known(Key::of(name).hash)
    }

    /// Whether `words` are a person's title, such as *Dr.* or *Prime Minister*, and no given name. One letter is an initial.
    pub(super) fn is_title(&self, words: &str) -> bool {
        let classes = self.classes(words);
        let letters = || words.chars().filter(|c| c.is_alphabetic()).count();
        classes.has(Classes::TITLE) && !classes.has(Classes::GIVEN) && letters() > 1
    }

    /// The place that `name` is best known for; none for territories, unknown names and places too small.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<Place> {
        let hash = Key::of(name).hash;
        if self.set(hash)? & PLACED == 0 {
            return None;
        }
        let (count, at) = (self.records.len() / PLACE, usize::from(self.places.value(hash)));
        let column = |start: usize, width: usize| self.records.get(start * count + at * width..)?.get(..width);
        let country = String::from_utf8(column(0, 2)?.to_vec()).ok()?;
        let number = u32_at(column(2, 4)?, 0)?;
        let degrees = |start: usize, most: f32| {
            column(start, 2)?.try_into().ok().map(|bytes| f32::from(i16::from_le_bytes(bytes)) / 32767.0 * most)
        };
        Some(if number & REGION == 0 {
            let coordinates = Some((degrees(6, 90.0)?, degrees(8, 180.0)?));
            Place { country, region: None, geonames: Some(number), coordinates }
        } else {
            let letters = (number & !REGION).to_le_bytes();
            let code: String = letters.iter().take_while(|&&c| c != 0).map(|&c| char::from(c)).collect();
            Place { region: Some(format!("{country}-{code}")), country, geonames: None, coordinates: None }
        })
    }

    fn known(&self, hash: u64) -> Classes {
        Classes(self.set(hash).map_or(0, |set| set.to_le_bytes()[0]))
    }

    /// The set of classes of a key.
    fn set(&self, hash: u64) -> Option<u16> {
        let value = self.classes.value(hash);
        if value >> SET_BITS != check(hash) {
            return None;
        }
        let at = usize::from(value & ((1 << SET_BITS) - 1)) * 2;
        self.sets.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
    }
}

/// The key of a name: two names that fold alike have the same.
#[must_use]
pub fn key(name: &str) -> u64 {
    Key::of(name).hash
}

/// The value of a key that is known as the set of classes at `set` in the section `kinds`, of 32.
#[must_use]
pub fn value(key: u64, set: u16) -> u16 {
    check(key) << SET_BITS | set
}

/// The bits of a value that tell a known key from others.
fn check(hash: u64) -> u16 {
    let bits = (hash ^ hash >> 29).wrapping_mul(0xff51_afd7_ed55_8ccd) >> (48 + SET_BITS);
    u16::try_from(bits).unwrap_or_default()
}

/// The hash of a folded text: a polynomial of its bytes, so that the hash of two parts together follows from theirs.
#[derive(Clone, Copy, Debug)]
struct Key {
    hash: u64,
    /// The base to the number of bytes.
    power: u64,
    space: bool,
}

impl Default for Key {
    fn default() -> Self {
        Self { hash: 0, power: 1, space: false }
    }
}

impl Key {
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

    fn of(name: &str) -> Self {
        Self::of_part(name.trim())
    }

    fn of_part(part: &str) -> Self {
        let mut key = Self::default();
        key.extend(part);
        key
    }

    /// The key of this text and `next` after it, of which only one has a space where they meet.
    fn then(self, next: Self) -> Self {
        Self {
            hash: self.hash.wrapping_mul(next.power).wrapping_add(next.hash),
            power: self.power.wrapping_mul(next.power),
            space: next.space,
        }
    }

    /// Goes on with `part`; gives the hashes before its last letter, its last two and so on, and its number of letters.
    fn extend(&mut self, part: &str) -> ([u64; ENDING], usize) {
        let (mut before, mut letters) = ([0; ENDING], 0);
        for c in part.chars() {
            before.rotate_right(1);
            if let Some(first) = before.first_mut() {
                *first = self.hash;
            }
            letters += 1;
            for folded in fold(c) {
                if folded == ' ' && self.space {
                    continue;
                }
                self.space = folded == ' ';
                let mut bytes = [0; 4];
                for &byte in folded.encode_utf8(&mut bytes).as_bytes() {
                    self.hash = self.hash.wrapping_mul(Self::BASE).wrapping_add(u64::from(byte) + 1);
                    self.power = self.power.wrapping_mul(Self::BASE);
                }
            }
        }
        (before, letters)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::pack;

    fn packed() -> Pack {
        Pack::new(include_bytes!("gazetteer.pack").as_slice()).unwrap()
    }

    /// The words of `text`, between blanks and before apostrophes, with what is known of them.
    fn marks(text: &str) -> Vec<(&str, Mark)> {
        let pack = packed();
        let mut spans = Vec::new();
        for word in text.split([' ', '\'', '’', ',', '.']).filter(|word| !word.is_empty()) {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            spans.push(Span::new(start, start + word.len()));
        }
        let marks = Lexicon::new(&pack).unwrap().marks(text, &spans);
        spans.iter().map(|span| span.of(text)).zip(marks).collect()
    }

    #[test]
    fn knows_names_of_every_class_in_many_scripts() {
        let pack = packed();
        let lexicon = Lexicon::new(&pack).unwrap();
        for (name, class) in [
            ("Bakı", Classes::CITY),
            ("БАКУ", Classes::CITY),
            ("北京", Classes::CITY),
            ("القاهرة", Classes::CITY),
            ("서울", Classes::CITY),
            ("Суми", Classes::CITY),
            ("new york city", Classes::CITY),
            ("Bavaria", Classes::REGION),
            ("Одеська область", Classes::REGION),
            ("Tashkent", Classes::CITY),
            ("Christopher", Classes::GIVEN),
            ("Дмитрий", Classes::GIVEN),
            ("Aytən", Classes::GIVEN),
            ("Schneider", Classes::FAMILY),
            ("Kowalska", Classes::FAMILY),
            ("Nazirliyi", Classes::WORD),
            ("GmbH", Classes::WORD),
            ("विश्वविद्यालय", Classes::WORD),
            ("Dr.", Classes::TITLE),
            ("президент", Classes::TITLE),
            ("United Nations", Classes::ORGANIZATION),
            ("BMT", Classes::ORGANIZATION),
        ] {
            assert!(lexicon.classes(name).has(class), "{name}: {:?}", lexicon.classes(name));
        }
    }

    #[test]
    fn hardly_takes_unknown_words_for_names() {
        let pack = packed();
        let lexicon = Lexicon::new(&pack).unwrap();
        let known = (0..20_000).filter(|i| !lexicon.classes(&format!("zq{i}x")).is_empty()).count();
        assert!(known < 25, "{known}");
        assert!(lexicon.classes("").is_empty() && lexicon.place("").is_none());
    }

    #[test]
    fn links_places_to_geonames_and_iso_3166() {
        let pack = packed();
        let lexicon = Lexicon::new(&pack).unwrap();
        for (name, country, geonames, latitude, longitude) in [
            ("Baku", "AZ", 587_084, 40.378, 49.892),
            ("Bakı", "AZ", 587_084, 40.378, 49.892),
            ("Paris", "FR", 2_988_507, 48.853, 2.349),
            ("東京", "JP", 1_850_147, 35.69, 139.69),
            ("Rio de Janeiro", "BR", 3_451_190, -22.906, -43.182),
            // Also another name of Chittagong, which has more people.
            ("Islamabad", "PK", 1_176_615, 33.721, 73.043),
        ] {
            let place = lexicon.place(name).unwrap();
            assert_eq!((place.country.as_str(), place.geonames), (country, Some(geonames)), "{name}");
            let (north, east) = place.coordinates.unwrap();
            assert!((north - latitude).abs() < 0.01 && (east - longitude).abs() < 0.01, "{name}: {north} {east}");
        }
        for (name, country, code) in [("Bavaria", "DE", "DE-BY"), ("Ontario", "CA", "CA-ON")] {
            let region = lexicon.place(name).unwrap();
            assert_eq!((region.country.as_str(), region.region.as_deref()), (country, Some(code)), "{name}");
        }
        for name in ["Azerbaijan", "Christopher", "Qwxyzzy"] {
            assert_eq!(lexicon.place(name), None, "{name}");
        }
    }

    #[test]
    fn marks_words_by_themselves_and_in_longer_names() {
        let found = marks("Dr. Anna Schneider of New York City");
        assert!(found[1].1.alone.has(Classes::GIVEN) && found[2].1.alone.has(Classes::FAMILY), "{found:?}");
        let longer: Vec<Position> = found.iter().map(|(_, mark)| mark.position).collect();
        assert_eq!(longer[3..], [Position::Outside, Position::First, Position::Inside, Position::Last], "{found:?}");
        assert!(found[5].1.longer.has(Classes::CITY));
    }

    #[test]
    fn marks_countries_in_any_case_and_cities_without_their_ending() {
        let found = marks("Azərbaycanda və Bakının mərkəzində");
        assert!(found[0].1.alone.has(Classes::COUNTRY), "{found:?}");
        assert!(found[2].1.alone.is_empty() && found[2].1.stem.has(Classes::CITY), "{found:?}");
        let found = marks("die Vereinigten Staaten von Amerika");
        assert!(found[1].1.longer.has(Classes::COUNTRY) && found[4].1.position == Position::Last, "{found:?}");
    }

    #[test]
    fn marks_anything() {
        let pack = packed();
        let lexicon = Lexicon::new(&pack).unwrap();
        assert_eq!(lexicon.marks("", &[]), []);
        let long = "a".repeat(100_000);
        assert_eq!(lexicon.marks(&long, &[Span::new(0, long.len())]), [Mark::default()]);
        // Spans in no order and off the characters: nothing is known, nothing fails.
        let spans = [Span::new(3, 4), Span::new(0, 1), Span::new(7, 90)];
        assert_eq!(lexicon.marks("北京市", &spans).len(), 3);
    }

    #[test]
    fn refuses_a_pack_with_a_broken_table() {
        let good = packed();
        for broken in ["classes", "linked"] {
            let names = ["names", "posts", "sets", "codes", "langs", "classes", "kinds", "linked", "places"];
            let part = |name: &'static str| {
                let bytes = good.section(name).unwrap();
                (name, if name == broken { &bytes[..bytes.len().min(100)] } else { bytes })
            };
            let bytes = pack::write("gazetteer", 2, &names.map(part)).unwrap();
            assert!(Lexicon::new(&Pack::new(bytes).unwrap()).err().unwrap().is_pack(), "{broken}");
        }
    }
}
