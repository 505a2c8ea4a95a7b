//! The gazetteer: countries, territories and parts of the world by their names in every language of CLDR.
//!
//! The pack holds an automaton from folded names to lists of *posts*: which territory, how it must be written, and the set of
//! languages that call it so. A match begins and ends at the edges of words and is the longest there is. Whether it
//! counts depends on the sentence: names in its language count outright, those in others only when they are long and
//! written as names.

use super::fold::{fold, is_boundary, is_mark, is_spaceless, is_word};
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
/// Not the name itself, but with the ending of another case.
const FORM: u32 = 8;

/// The fewest letters of a name in another language than the sentence's, in scripts with case and in others.
const FOREIGN: (usize, usize) = (5, 3);

/// Korean particles, which are written together with the name before them.
const PARTICLES: &str = " 은 는 이 가 을 를 의 에 에서 에게 에선 에서는 에서도 에는 에도 와 과 로 으로 로서 로부터 으로부터 부터 까지 도 만 보다 처럼 인 이다 이며 \
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
        Tables::new(&pack)?;
        Ok(Self { pack })
    }

    /// Adds the territories that `text` names to `found`.
    pub(super) fn find(&self, text: &str, context: &Context<'_>, found: &mut Vec<Entity>) {
        let Ok(tables) = Tables::new(&self.pack) else { return };
        let mut place = Place::new(&tables, text, context);
        let mut finals = Vec::new();
        for block in context.blocks {
            let (mut before, mut done) = (None, 0);
            for (at, c) in block.span.of(text).char_indices() {
                let start = block.span.start + at;
                if start >= done && is_start(before, c) {
                    place.advance(start);
                    let matched = tables.longest(&mut place, start, block.span.end, &mut finals);
                    if let Some((end, entity)) = matched {
                        done = end;
                        found.extend(entity);
                    }
                }
                before = Some(c);
            }
        }
    }
}

/// Whether a name may begin with `c` after `before`.
fn is_start(before: Option<char>, c: char) -> bool {
    c.is_alphabetic() && is_boundary(before, Some(c)) && !(is_katakana(c) && before.is_some_and(is_katakana))
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
    /// Whether the sentence has capitals only; none until somebody asks.
    shouting: Option<bool>,
}

impl<'a> Place<'a> {
    fn new(tables: &'a Tables<'a>, text: &'a str, context: &'a Context<'a>) -> Self {
        let language = context.languages.document.code;
        let document = tables.language(language);
        let (sentence, span, shouting) = (0, Span::default(), None);
        Self { tables, text, context, sentence, span, language, own: document, document, shouting }
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

/// The sections of the pack.
struct Tables<'p> {
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
    fn new(pack: &'p Pack) -> Result<Self, Error> {
        let names = Fst::new(pack.section("names")?).map_err(|error| Error::pack(error.to_string()))?;
        let [posts, sets, codes, languages] =
            [pack.section("posts")?, pack.section("sets")?, pack.section("codes")?, pack.section("langs")?];
        let mut tables = Self { names, posts, sets, codes, languages, any: None };
        tables.any = Code::new("mul").and_then(|any| tables.language(any));
        Ok(tables)
    }

    /// The number by which sets know a language.
    fn language(&self, code: Code) -> Option<u16> {
        let at = self.languages.chunks_exact(3).position(|known| known == code.as_str().as_bytes())?;
        u16::try_from(at).ok()
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
        finals: &mut Vec<(usize, u64)>,
    ) -> Option<(usize, Option<Entity>)> {
        let found = self.matches(place, start, limit, false, finals);
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
            let found = self.matches(place, start + at, limit, true, finals);
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
        finals: &mut Vec<(usize, u64)>,
    ) -> Option<(usize, Option<Entity>)> {
        self.walk(place.text, start, limit, finals);
        while let Some((end, value)) = finals.pop() {
            if let Some((post, confidence)) = self.judge(place, Span::new(start, end), value)
                && !(prefixed && (confidence < 0.8 || end - start < 8))
            {
                return Some((end, entity(Span::new(start, end), post.code, confidence)));
            }
        }
        None
    }

    /// The ends of all names that begin at `start`, shorter ones first, with their values.
    fn walk(&self, text: &str, start: usize, limit: usize, finals: &mut Vec<(usize, u64)>) {
        finals.clear();
        let rest = Span::new(start, limit).of(text);
        let (mut node, mut value, mut space) = (self.names.root(), Output::zero(), false);
        for (at, c) in rest.char_indices() {
            for folded in fold(c) {
                if folded == ' ' && space {
                    continue;
                }
                space = folded == ' ';
                let mut bytes = [0; 4];
                for &byte in folded.encode_utf8(&mut bytes).as_bytes() {
                    let Some(index) = node.find_input(byte) else { return };
                    let transition = node.transition(index);
                    value = value.cat(transition.out);
                    node = self.names.node(transition.addr);
                }
            }
            let end = at + c.len_utf8();
            if node.is_final() && !space && !is_mark(c) && is_end(c, rest.get(end..).unwrap_or_default()) {
                finals.push((start + end, value.cat(node.final_output()).value()));
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
                None => (self.posts(value).find(|post| post.code != "-" && post.flags & FORM == 0)?, 0.6),
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
        if has(WITHIN) && place.is_opening(span) {
            return None;
        }
        Some((post, own))
    }
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
    Some(Entity { span, kind: Kind::Location, confidence, value: Some(value), name: None })
}
