//! The gazetteer: countries, territories and parts of the world by their names in every language of CLDR.
//!
//! The pack holds an automaton from folded names to lists of *posts*: which territory, how it must be written, and the set of
//! languages that call it so. A match begins and ends at the edges of words and is the longest there is. Whether it
//! counts depends on the sentence: names in its language count outright, those in others only when they are long and
//! written as names.

use super::fold::{fold, is_boundary, is_mark, is_spaceless, is_word};
use super::lexicon::Lexicon;
use super::stranger::{Stranger, Strangers};
use super::{Context, Entity, Kind, Value};
use crate::language::Code;
use crate::pack::{Pack, u32_at};
use crate::{Error, Span};
use fst::raw::{Fst, Output};

/// The name is written with a small letter at its beginning.
const LOWER: u32 = 1;
/// The name is written in capitals only.
const UPPER: u32 = 2;
/// An ordinary word looks the same, which may open a sentence.
const WITHIN: u32 = 4;
/// A name in the languages that have it, and in no other: with the ending of a case, or peculiar to few.
const OWN: u32 = 8;

/// The fewest letters of a name in another language than the sentence's, in scripts with case and in others.
const FOREIGN: (usize, usize) = (5, 3);

/// Korean particles, which are written together with the name before them.
const PARTICLES: &str = " 은 는 이 가 을 를 의 에 에서 에게 에선 에서는 에서도 에는 에도 와 과 로 으로 로서 로부터 으로부터 부터 까지 도 만 보다 처럼 이다 이며 \
    이나 이라는 라는 측 내 산 발 행 형 판 식 ";
/// What follows a country's name in Han characters when people or languages are meant.
const NOT_AFTER: &str = "人语語话話文";

/// A gazetteer pack whose sections have been seen.
#[derive(Clone, Debug)]
pub(super) struct Gazetteer {
    pack: Pack,
}

impl Gazetteer {
    /// Checks that `pack` has all sections.
    pub(super) fn new(pack: Pack) -> Result<Self, Error> {
        Lexicon::new(&pack)?;
        Ok(Self { pack })
    }

    /// What the pack knows of words and names.
    pub(super) fn lexicon(&self) -> Option<Lexicon<'_>> {
        Lexicon::new(&self.pack).ok()
    }

    /// Adds the territories that `text` names to `found`.
    pub(super) fn find(&self, text: &str, context: &Context<'_>, walk: &mut Walk, found: &mut Vec<Entity>) {
        let Ok(tables) = Tables::new(&self.pack) else { return };
        let mut place = Place::new(&tables, text, context);
        for block in context.blocks {
            let (mut before, mut done) = (Before::default(), 0);
            for (at, c) in block.span.of(text).char_indices() {
                let start = block.span.start + at;
                if before.begins(c) && start >= done {
                    place.advance(start);
                    if !c.is_lowercase() || place.small {
                        let matched = tables.longest(&mut place, start, block.span.end, walk);
                        if let Some((end, entity)) = matched {
                            done = end;
                            found.extend(entity);
                        }
                    }
                }
            }
        }
    }
}

/// What is found where names are looked for, and what is remembered of that.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// The ends of the names, with their values.
    pub finals: Vec<(usize, u64)>,
    strangers: Strangers,
}

/// What stands before a character.
#[derive(Default)]
struct Before {
    word: bool,
    spaceless: bool,
    katakana: bool,
}

impl Before {
    /// Whether a name may begin with `c`; goes on to it.
    fn begins(&mut self, c: char) -> bool {
        let (word, spaceless) = (is_word(c), is_spaceless(c));
        let free = !self.word || ((self.spaceless || spaceless) && !is_mark(c));
        let katakana = spaceless && is_katakana(c);
        let begins = word && free && !(katakana && self.katakana);
        *self = Self { word, spaceless, katakana };
        begins
    }
}

const fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9D}')
}

const fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}')
}

/// Whether a name may end before `rest`, its last character being `last`.
fn is_end(last: char, rest: &str) -> bool {
    let next = rest.chars().next();
    if is_hangul(last) && next.is_some_and(is_hangul) {
        let tail: String = rest.chars().take_while(|&c| is_word(c)).take(5).collect();
        return PARTICLES.contains(&format!(" {tail} "));
    }
    if is_spaceless(last) && next.is_some_and(|next| NOT_AFTER.contains(next)) {
        return false;
    }
    is_boundary(Some(last), next) && !(is_katakana(last) && next.is_some_and(is_katakana))
}

/// Where in the text the search stands: its sentence and what is known of it.
struct Place<'a> {
    tables: &'a Tables<'a>,
    text: &'a str,
    context: &'a Context<'a>,
    /// The index of the first sentence that ends after the place.
    sentence: usize,
    /// Its span; empty between sentences.
    span: Span,
    language: Code,
    /// The numbers of the languages whose names count here: the sentence's and the document's.
    own: Option<u16>,
    document: Option<u16>,
    /// Whether names may begin with a small letter here.
    small: bool,
    /// Whether the sentence has capitals only; none until somebody asks.
    shouting: Option<bool>,
}

impl<'a> Place<'a> {
    fn new(tables: &'a Tables<'a>, text: &'a str, context: &'a Context<'a>) -> Self {
        let language = context.languages.document.code;
        let document = tables.language(language);
        let (sentence, span, shouting) = (0, Span::default(), None);
        let small = tables.has_small(document);
        Self { tables, text, context, sentence, span, language, own: document, document, small, shouting }
    }

    /// Moves on to byte `at`.
    fn advance(&mut self, at: usize) {
        if at < self.span.end {
            return;
        }
        let rest = self.context.sentences.get(self.sentence..).unwrap_or_default();
        self.sentence += rest.iter().take_while(|sentence| sentence.span.end <= at).count();
        self.shouting = None;
        match self.context.sentences.get(self.sentence).filter(|sentence| sentence.span.start <= at) {
            Some(sentence) => {
                self.span = sentence.span;
                let language = if sentence.language.is_language() {
                    sentence.language
                } else {
                    self.context.languages.document.code
                };
                if language != self.language {
                    self.language = language;
                    self.own = self.tables.language(language);
                    self.small = self.tables.has_small(self.own) || self.tables.has_small(self.document);
                }
            }
            None => self.span = Span::new(at, at),
        }
    }

    fn is_shouting(&mut self) -> bool {
        let sentence = self.span.of(self.text);
        *self.shouting.get_or_insert_with(|| {
            !sentence.chars().any(char::is_lowercase) && sentence.trim().contains(char::is_whitespace)
        })
    }

    /// Whether `span` begins the sentence and does not make up all of it.
    fn is_opening(&self, span: Span) -> bool {
        let has_word = |from, to| Span::new(from, to).of(self.text).chars().any(is_word);
        // What stands before the first word of a sentence is short; to look further would make long sentences slow.
        !has_word(self.span.start.max(span.start.saturating_sub(64)), span.start)
            && has_word(span.end, self.span.end.min(span.end + 64))
    }
}

/// The sections of the pack that hold territories.
pub(super) struct Tables<'p> {
    names: Fst<&'p [u8]>,
    posts: &'p [u8],
    sets: &'p [u8],
    codes: &'p [u8],
    languages: &'p [u8],
    /// The set member that stands for all languages.
    any: Option<u16>,
}

/// What a name stands for.
struct Post<'p> {
    code: &'p str,
    flags: u32,
    set: usize,
}

impl<'p> Tables<'p> {
    pub(super) fn new(pack: &'p Pack) -> Result<Self, Error> {
        let names = Fst::new(pack.section("names")?).map_err(|error| Error::pack(error.to_string()))?;
        let [posts, sets, codes, languages] =
            [pack.section("posts")?, pack.section("sets")?, pack.section("codes")?, pack.section("langs")?];
        let mut tables = Self { names, posts, sets, codes, languages, any: None };
        tables.any = Code::new("mul").and_then(|any| tables.language(any));
        Ok(tables)
    }

    /// The number by which sets know a language.
    fn language(&self, code: Code) -> Option<u16> {
        let at = self.languages.chunks_exact(4).position(|known| known.starts_with(code.as_str().as_bytes()))?;
        u16::try_from(at).ok()
    }

    /// Whether the language has names that begin with a small letter.
    fn has_small(&self, language: Option<u16>) -> bool {
        language.and_then(|language| self.languages.get(usize::from(language) * 4 + 3)).is_some_and(|&flag| flag != 0)
    }

    /// The posts of a name: `value` holds the only one, or where the list of several begins.
    fn posts(&self, value: u64) -> impl Iterator<Item = Post<'p>> + '_ {
        let several = value & 1 == 1;
        let mut next = u32::try_from(value >> 1).ok();
        std::iter::from_fn(move || {
            let at = next?;
            let post = if several { u32_at(self.posts, at as usize * 4)? } else { at };
            next = if several && post >> 31 == 0 { Some(at + 1) } else { None };
            let code = (post & 0x1FF) as usize * 3;
            let code = std::str::from_utf8(self.codes.get(code..code + 3)?).ok()?.trim_end_matches('\0');
            Some(Post { code, flags: post >> 9 & 0xF, set: (post >> 13 & 0x3_FFFF) as usize })
        })
    }

    /// Whether a territory has the name with that value.
    pub(super) fn is_territory(&self, value: u64) -> bool {
        self.posts(value).any(|post| post.code != "-")
    }

    /// Whether the set that begins at `set` has `language`, or all languages.
    fn says(&self, set: usize, language: u16) -> bool {
        for member in self.sets.chunks_exact(2).skip(set) {
            let member = member.try_into().map_or(0, u16::from_le_bytes);
            if member & 0x7FFF == language || Some(member & 0x7FFF) == self.any {
                return true;
            }
            if member & 0x8000 != 0 {
                break;
            }
        }
        false
    }

    /// The longest name that begins at `start`, with the end of what was read: an entity, or a name that is no territory's.
    fn longest(
        &self,
        place: &mut Place<'_>,
        start: usize,
        limit: usize,
        walk: &mut Walk,
    ) -> Option<(usize, Option<Entity>)> {
        let found = self.matches(place, start, limit, false, walk);
        if found.is_some() {
            return found;
        }
        // Arabic and Hebrew write "and", "in", "to" together with the word that follows.
        let prefixes = match place.language.as_str() {
            "ara" => "وفبلك",
            "heb" => "ובלמהשכ",
            _ => return None,
        };
        let word = Span::new(start, limit).of(place.text);
        for (at, c) in word.char_indices().take(3).skip(1) {
            if !word.get(..at)?.chars().all(|c| prefixes.contains(c)) || !c.is_alphabetic() {
                return None;
            }
            let found = self.matches(place, start + at, limit, true, walk);
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn matches(
        &self,
        place: &mut Place<'_>,
        start: usize,
        limit: usize,
        prefixed: bool,
        walk: &mut Walk,
    ) -> Option<(usize, Option<Entity>)> {
        self.walk(place.text, start, limit, walk);
        while let Some((end, value)) = walk.finals.pop() {
            if let Some((post, confidence)) = self.judge(place, Span::new(start, end), value)
                && !(prefixed && (confidence < 0.8 || end - start < 8))
            {
                return Some((end, entity(Span::new(start, end), post.code, confidence)));
            }
        }
        None
    }

    /// Finds the ends of all names that begin at `start`, shorter ones first, with their values.
    pub(super) fn walk(&self, text: &str, start: usize, limit: usize, walk: &mut Walk) {
        let Walk { finals, strangers } = walk;
        finals.clear();
        let rest = Span::new(start, limit).of(text);
        // What is found in a word of a script with spaces does not depend on what follows.
        let word = rest.find(|c| !is_word(c) || is_spaceless(c)).unwrap_or(rest.len());
        let stranger = Stranger::new(0, rest.get(..word).unwrap_or_default());
        if word > 0 && strangers.has(stranger) {
            return;
        }
        let mut met = false;
        let (mut node, mut value, mut space) = (self.names.root(), Output::zero(), false);
        for (at, c) in rest.char_indices() {
            for folded in fold(c) {
                if folded == ' ' && space {
                    continue;
                }
                space = folded == ' ';
                let mut bytes = [0; 4];
                for &byte in folded.encode_utf8(&mut bytes).as_bytes() {
                    let Some(index) = node.find_input(byte) else {
                        if at < word && !met {
                            strangers.add(stranger);
                        }
                        return;
                    };
                    let transition = node.transition(index);
                    value = value.cat(transition.out);
                    node = self.names.node(transition.addr);
                }
            }
            let end = at + c.len_utf8();
            if node.is_final() && !space {
                let rest = rest.get(end..).unwrap_or_default();
                // Han characters that follow at once make another particle of a Korean one.
                met |= is_hangul(c);
                if is_end(c, rest) {
                    met = true;
                    finals.push((start + end, value.cat(node.final_output()).value()));
                }
            }
        }
    }

    /// What the name at `span` stands for there, and how sure that is; none when it is no name there.
    fn judge(&self, place: &mut Place<'_>, span: Span, value: u64) -> Option<(Post<'p>, f32)> {
        let said_in = |language: Option<u16>| {
            self.posts(value).find(|post| language.is_some_and(|language| self.says(post.set, language)))
        };
        let (post, own) = match said_in(place.own).map(|post| (post, 0.9)) {
            Some(found) => found,
            None => match said_in(place.document).or_else(|| said_in(self.any)).map(|post| (post, 0.8)) {
                Some(found) => found,
                None => {
                    // Text too short to tell its language may be in any.
                    let unknown = !place.language.is_language() && span.len() > 5;
                    let counts = |post: &Post<'_>| post.code != "-" && (unknown || post.flags & OWN == 0);
                    (self.posts(value).find(counts)?, 0.6)
                }
            },
        };
        let surface = span.of(place.text);
        let letters = surface.chars().filter(|c| c.is_alphabetic()).count();
        let first = surface.chars().next()?;
        let cased = first.is_uppercase() || first.is_lowercase();
        let capitals = cased && !surface.chars().any(char::is_lowercase);
        let has = |flag| post.flags & flag != 0;

        if cased {
            if has(UPPER) {
                if !capitals || (letters <= 2 && place.is_shouting()) {
                    return None;
                }
            } else if first.is_lowercase() {
                if !has(LOWER) || own < 0.7 {
                    return None;
                }
            } else if capitals && letters <= 3 && letters > 1 && !place.is_shouting() {
                return None;
            }
        }
        if own < 0.7 {
            let enough = if cased { FOREIGN.0 } else { FOREIGN.1 };
            let alone = !surface.contains(char::is_whitespace);
            if (letters < enough && !has(UPPER)) || letters < 3 || (cased && alone && place.is_opening(span)) {
                return None;
            }
        }
        if (has(WITHIN) && place.is_opening(span))
            || is_demonym(place.language, Span::new(span.end, place.text.len()).of(place.text))
        {
            return None;
        }
        Some((post, own))
    }
}

/// Whether what follows a name makes it the name of its people: Turkish *ABD'li*.
fn is_demonym(language: Code, rest: &str) -> bool {
    let mut folded = rest.chars().take(3).flat_map(fold);
    matches!(language.as_str(), "tur" | "aze")
        && folded.next() == Some('\'')
        && folded.next() == Some('l')
        && folded.next().is_some_and(|vowel| matches!(vowel, 'i' | 'u' | 'ü'))
}

/// A mention of a territory by its code: two letters of ISO 3166-1, three digits of UN M.49, or none at all.
fn entity(span: Span, code: &str, confidence: f32) -> Option<Entity> {
    let value = match code {
        "-" => return None,
        _ if code.starts_with(|c: char| c.is_ascii_digit()) => {
            Value::Identifier { scheme: "m49".into(), id: code.into() }
        }
        _ => Value::Location { country: code.into() },
    };
    Some(Entity { value: Some(value), ..Entity::new(span, Kind::Location, confidence) })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::Tagger;
    use super::super::tests::{tag, tag_with};
    use super::*;
    use fst::{IntoStreamer, Map, Streamer};
    use std::collections::BTreeMap;

    /// The places found, as `text=code`.
    fn places(text: &str, language: &str) -> Vec<String> {
        let code = |entity: &Entity| match entity.value.clone() {
            Some(Value::Location { country }) => country,
            Some(Value::Identifier { id, .. }) => id,
            other => panic!("{other:?}"),
        };
        tag(text, language, None).entities.iter().map(|e| format!("{}={}", e.span.of(text), code(e))).collect()
    }

    fn check(cases: &[(&str, &str, &[&str])]) {
        for (language, text, expected) in cases {
            assert_eq!(places(text, language), *expected, "{language}: {text}");
        }
    }

    #[test]
    fn finds_plain_names_where_the_language_is_not_known() {
        check(&[("und", "Visit Germany", &["Germany=DE"]), ("und", "Bad Nauheim, Mali chair", &[])]);
    }

    #[test]
    fn finds_countries_in_many_scripts() {
        check(&[
            (
                "eng",
                "From Germany and Côte d'Ivoire to the United States.",
                &["Germany=DE", "Côte d'Ivoire=CI", "United States=US"],
            ),
            (
                "eng",
                "Bosnia and Herzegovina, St Lucia, Guinea-Bissau",
                &["Bosnia and Herzegovina=BA", "St Lucia=LC", "Guinea-Bissau=GW"],
            ),
            ("deu", "Er reist von Österreich nach Weißrussland", &["Österreich=AT"]),
            ("rus", "Переговоры между США и Россия", &["США=US", "Россия=RU"]),
            ("ukr", "Україна і В’єтнам", &["Україна=UA", "В’єтнам=VN"]),
            ("ell", "Η Ελλάδα και η ΓΑΛΛΊΑ", &["Ελλάδα=GR", "ΓΑΛΛΊΑ=FR"]),
            ("hye", "Հայաստան եւ Վրաստան", &["Հայաստան=AM", "Վրաստան=GE"]),
            ("kat", "საქართველო და სომხეთი", &["საქართველო=GE", "სომხეთი=AM"]),
            ("heb", "ישראל, צרפת", &["ישראל=IL", "צרפת=FR"]),
            ("ara", "زار مصر ثم المانيا", &["مصر=EG", "المانيا=DE"]),
            ("fas", "از ایران به ترکیه", &["ایران=IR", "ترکیه=TR"]),
            ("hin", "भारत और चीन के बीच", &["भारत=IN", "चीन=CN"]),
            ("zho", "他从中国去法国旅行", &["中国=CN", "法国=FR"]),
            ("jpn", "日本とアメリカの関係", &["日本=JP", "アメリカ=US"]),
            ("kor", "대한민국과 일본은 미국에서", &["대한민국=KR", "일본=JP", "미국=US"]),
            ("tha", "เขาเดินทางไปประเทศญี่ปุ่นและฝรั่งเศส", &["ประเทศญี่ปุ่น=JP", "ฝรั่งเศส=FR"]),
            ("tam", "இந்தியா மற்றும் இலங்கை", &["இந்தியா=IN", "இலங்கை=LK"]),
            ("aze", "İran, Gürcüstan və ABŞ", &["İran=IR", "Gürcüstan=GE", "ABŞ=US"]),
            ("vie", "Ông đến Việt Nam và Nga", &["Việt Nam=VN", "Nga=RU"]),
        ]);
    }

    #[test]
    fn knows_parts_of_the_world_by_their_number() {
        check(&[
            (
                "eng",
                "North America, South-Eastern Asia, Africa",
                &["North America=003", "South-Eastern Asia=035", "Africa=002"],
            ),
            ("ces", "západní Evropa a Západní Asie", &["západní Evropa=155", "Západní Asie=145"]),
            ("eng", "the whole world and the European Union", &[]),
        ]);
        let analysis = tag("Africa", "eng", None);
        assert_eq!(analysis.names[0].links["m49"], "002");
    }

    #[test]
    fn leaves_endings_after_an_apostrophe_outside() {
        check(&[
            ("tur", "Türkiye'nin ve Almanya’da", &["Türkiye=TR", "Almanya=DE"]),
            ("aze", "Azərbaycan'da", &["Azərbaycan=AZ"]),
            ("eng", "Turkey's and the US's", &["Turkey=TR", "US=US"]),
            ("fra", "l’Algérie, d'Iran", &["Algérie=DZ", "Iran=IR"]),
            ("tur", "ABD'li ve ABD'de", &["ABD=US"]),
        ]);
    }

    #[test]
    fn takes_names_with_the_endings_of_cases_whole() {
        check(&[
            ("aze", "Azərbaycanda, Türkiyənin, Rusiyadan", &["Azərbaycanda=AZ", "Türkiyənin=TR", "Rusiyadan=RU"]),
            (
                "rus",
                "в Россию, из Германии, в Соединённых Штатах, с Китаем",
                &["Россию=RU", "Германии=DE", "Соединённых Штатах=US", "Китаем=CN"],
            ),
            ("rus", "в Саудовской Аравии и Южной Корее", &["Саудовской Аравии=SA", "Южной Корее=KR"]),
            ("ukr", "до України, у Польщі", &["України=UA", "Польщі=PL"]),
            (
                "fin",
                "Suomessa, Venäjältä, Yhdysvalloissa, Turkissa",
                &["Venäjältä=RU", "Yhdysvalloissa=US", "Turkissa=TR"],
            ),
            ("est", "Venemaal ja Soomes", &["Venemaal=RU", "Soomes=FI"]),
            ("hun", "Magyarországon, Kínában", &["Magyarországon=HU", "Kínában=CN"]),
            ("pol", "w Rosji i na Ukrainie, z Niemiec", &["Rosji=RU", "Ukrainie=UA", "Niemiec=DE"]),
            ("ces", "v Rusku a Číně", &["Rusku=RU", "Číně=CN"]),
            ("hrv", "u Hrvatskoj", &["Hrvatskoj=HR"]),
            ("srp", "из Русије у Србију", &["Русије=RU", "Србију=RS"]),
            ("kaz", "Қазақстанда, Ресейден", &["Қазақстанда=KZ", "Ресейден=RU"]),
            ("kat", "საქართველოში, რუსეთის", &["საქართველოში=GE", "რუსეთის=RU"]),
            ("hye", "Հայաստանում", &["Հայաստանում=AM"]),
            ("ell", "της Ελλάδας", &["Ελλάδας=GR"]),
            ("aze", "Çinin, Çində", &["Çinin=CN", "Çində=CN"]),
            ("fin", "Ruotsiin ja Islantiin", &["Ruotsiin=SE", "Islantiin=IS"]),
            ("tam", "இந்தியாவில், இலங்கையின்", &["இந்தியாவில்=IN", "இலங்கையின்=LK"]),
            ("tel", "భారతదేశంలో, చైనాలో", &["భారతదేశంలో=IN", "చైనాలో=CN"]),
            ("kan", "ಭಾರತದಲ್ಲಿ, ಜರ್ಮನಿಗೆ", &["ಭಾರತದಲ್ಲಿ=IN", "ಜರ್ಮನಿಗೆ=DE"]),
            ("mal", "ഇന്ത്യയിൽ, ഇറാനിൽ", &["ഇന്ത്യയിൽ=IN", "ഇറാനിൽ=IR"]),
            ("mar", "भारतात, पाकिस्तानच्या, अमेरिकेत", &["भारतात=IN", "पाकिस्तानच्या=PK", "अमेरिकेत=US"]),
            ("guj", "ભારતમાં, ચીનના", &["ભારતમાં=IN", "ચીનના=CN"]),
            ("heb", "אזרבייג'ן, אזרבייג׳ן", &["אזרבייג'ן=AZ", "אזרבייג׳ן=AZ"]),
        ]);
    }

    #[test]
    fn leaves_particles_and_prefixes_outside() {
        check(&[
            ("kor", "중국에서 한국까지, 일본인과 인도적", &["중국=CN", "한국=KR"]),
            ("ara", "وروسيا بالصين", &["روسيا=RU", "الصين=CN"]),
            ("heb", "בישראל ולצרפת", &["ישראל=IL", "צרפת=FR"]),
            ("fas", "وروسیه", &[]),
        ]);
    }

    #[test]
    fn tells_names_from_words_by_their_letters_case() {
        check(&[
            ("eng", "turkey with chili, a jordan, china and us", &[]),
            ("eng", "TURKEY AND IRAN TELL US TO WAIT", &["TURKEY=TR", "IRAN=IR"]),
            ("eng", "US, U.S. and USA; us, Us, usa", &["US=US", "U.S.=US", "USA=US"]),
            ("eng", "New Mexico and Mexico, Northern Ireland and Ireland", &["Mexico=MX", "Ireland=IE"]),
            ("rus", "Того же мнения в Того", &["Того=TG"]),
            ("srp", "Мали је био мали", &[]),
            ("heb", "מכיוון שהוא ביוון", &["יוון=GR"]),
            ("lao", "ສະພາແຫ່ງຊາດ", &[]),
            ("fra", "La réunion a eu lieu à La Réunion", &["La Réunion=RE"]),
            ("zho", "中国人说日语", &[]),
            ("jpn", "マリアとインドネシア", &["インドネシア=ID"]),
            ("eng", "Iranian, Iran2, Iran_x, Irana\u{301}, xIran", &[]),
        ]);
    }

    #[test]
    fn takes_names_in_other_languages_only_when_they_are_long_and_written_as_names() {
        check(&[
            ("eng", "She said Deutschland and Azərbaycan, not Fas or Çin", &["Deutschland=DE", "Azərbaycan=AZ"]),
            ("eng", "Azərbaycan", &["Azərbaycan=AZ"]),
            ("eng", "deutschland, Israeli, Iraqi", &[]),
            ("eng", "The sign says 日本国 and Россия", &["Россия=RU"]),
            ("nld", "Indien u komt", &[]),
            ("und", "Türkiye", &["Türkiye=TR"]),
        ]);
    }

    #[test]
    fn does_not_join_what_stands_in_two_blocks() {
        check(&[("eng", "Guinea\n\nBissau", &["Guinea=GN"])]);
    }

    #[test]
    fn finds_what_each_language_calls_twenty_countries() {
        const COUNTRIES: [&str; 20] = [
            "AZ", "BR", "CA", "CN", "DE", "EG", "ES", "FR", "GB", "GR", "IN", "IR", "IT", "JP", "KE", "MX", "PL", "RU",
            "TR", "US",
        ];
        let pack = Pack::new(include_bytes!("gazetteer.pack").as_slice()).unwrap();
        let tables = Tables::new(&pack).unwrap();
        let mut tagger = Tagger::default();
        tagger.add_pack(pack.clone()).unwrap();
        let languages: Vec<&str> =
            tables.languages.chunks_exact(4).map(|code| std::str::from_utf8(&code[..3]).unwrap()).collect();
        let mut names: BTreeMap<(u16, &str), Vec<String>> = BTreeMap::new();
        let map = Map::new(pack.section("names").unwrap()).unwrap();
        let mut stream = map.into_stream();
        while let Some((key, value)) = stream.next() {
            let key = std::str::from_utf8(key).unwrap();
            for post in tables.posts(value) {
                let Some(code) = COUNTRIES.iter().find(|code| **code == post.code) else { continue };
                let name: String = if post.flags & UPPER != 0 {
                    key.to_uppercase()
                } else if post.flags & LOWER != 0 {
                    key.to_owned()
                } else {
                    let capital = |word: &str| {
                        let first = word.find(|c: char| c != '\'').unwrap_or_default();
                        let (before, word) = word.split_at(first);
                        let mut letters = word.chars();
                        let first = letters.next().into_iter().flat_map(char::to_uppercase);
                        before.replace('\'', "ʻ").chars().chain(first).chain(letters).collect::<String>()
                    };
                    key.split(' ').map(capital).collect::<Vec<_>>().join(" ")
                };
                for (language, _) in
                    languages.iter().zip(0..).filter(|(_, at)| tables.says(post.set, *at)).map(|(l, at)| (at, l))
                {
                    names.entry((language, *code)).or_default().push(name.clone());
                }
            }
        }
        let (mut all, mut missed, mut complete) = (0, Vec::new(), BTreeMap::<&str, usize>::new());
        for ((language, code), names) in &names {
            let language = languages[usize::from(*language)];
            let country = Some(Value::Location { country: (*code).to_owned() });
            let (found, not): (Vec<_>, Vec<_>) = names.iter().partition(|name| {
                tag_with(&tagger, name, language, None).entities.iter().any(|entity| entity.value == country)
            });
            all += names.len();
            missed.extend(not.into_iter().map(|name| format!("{language} {code} {name}")));
            *complete.entry(language).or_default() += usize::from(!found.is_empty());
        }
        let complete = complete.values().filter(|&&count| count == COUNTRIES.len()).count();
        // Two capitals in a line of nothing but capitals could be any word's.
        let short = ["fra GB R. U.", "fra US É. U.", "spa GB R. U.", "hat GB R. U.", "hat US É. U."];
        assert_eq!(missed, short, "of {all} names");
        assert!(all > 16_000 && complete >= 200, "{all} names; {complete} languages have one for each country");
    }
}
