//! Words in scripts that are written without blanks between them: per script a learned model that finds the best way through a run.
//!
//! Of all ways to cut a run of characters of one script that one is taken whose weights add up to most: at each cut those of hashed features,
//! characters and groups of them on either side and what kinds of characters these are; and for each word that of its length, and of the
//! list it is in. Characters that combine with the one before are never parted from it. Of Tibetan the syllables are read in place of characters.
//!
//! | section of the pack | what |
//! | --- | --- |
//! | `<name>.g`, a section per [`Script`] | a signed byte per hash of a feature, a power of two of them |
//! | `<name>.w` | [`Lists`] of words |
//! | `fold` | pairs of characters, two bytes each: traditional Chinese ones and the simplified ones they are read as, sorted |

use super::lists::{self, Lists};
use super::sentence::slot;
use crate::hash::short_step;
use crate::pack::Pack;
use crate::{Error, Span};

/// A script, or a language where two write the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// Han characters and kana in a text that has kana.
    Japanese,
    /// Han characters in a text that has no kana.
    Chinese,
    /// Thai.
    Thai,
    /// Lao.
    Lao,
    /// Khmer.
    Khmer,
    /// Burmese.
    Burmese,
    /// Tibetan and Dzongkha.
    Tibetan,
}

impl Script {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Japanese, Self::Chinese, Self::Thai, Self::Lao, Self::Khmer, Self::Burmese, Self::Tibetan];

    /// BCP 47, under which the pack has the model.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Japanese => "ja",
            Self::Chinese => "zh",
            Self::Thai => "th",
            Self::Lao => "lo",
            Self::Khmer => "km",
            Self::Burmese => "my",
            Self::Tibetan => "bo",
        }
    }

    /// Lists that a word can be in, the best last; 0 is none.
    #[must_use]
    pub const fn lists(self) -> usize {
        match self {
            Self::Thai => lists::MOST,
            _ => 3,
        }
    }

    /// The script of a character that runs consist of; Han and kana are Chinese.
    #[must_use]
    pub fn of(c: char) -> Option<Self> {
        Some(match c {
            '\0'..='\u{E00}' => return None,
            '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E4E}' => Self::Thai,
            '\u{E81}'..='\u{EBD}' | '\u{EC0}'..='\u{ECE}' | '\u{EDC}'..='\u{EDF}' => Self::Lao,
            '\u{F00}'
            | '\u{F0B}'
            | '\u{F0C}'
            | '\u{F35}'
            | '\u{F37}'
            | '\u{F39}'
            | '\u{F40}'..='\u{F6C}'
            | '\u{F71}'..='\u{F84}'
            | '\u{F86}'..='\u{FBC}' => Self::Tibetan,
            '\u{1000}'..='\u{103F}' | '\u{1050}'..='\u{108F}' | '\u{AA60}'..='\u{AA7F}' => Self::Burmese,
            '\u{1780}'..='\u{17D3}' | '\u{17DC}' | '\u{17DD}' => Self::Khmer,
            '々'..='〇'
            | 'ぁ'..='ゖ'
            | '\u{3099}'
            | '\u{309A}'
            | 'ゝ'
            | 'ゞ'
            | 'ァ'..='ヺ'
            | 'ー'..='ヿ'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | 'ｦ'..='ﾟ'
            | '\u{20000}'..='\u{3FFFF}' => Self::Chinese,
            _ => return None,
        })
    }
}

/// What parts Tibetan syllables.
const TSHEG: char = '\u{F0B}';

/// Whether a character parts Tibetan syllables.
const fn is_tsheg(c: char) -> bool {
    matches!(c, TSHEG | '\u{F0C}')
}

/// Whether a character belongs to the one before it, in any script.
fn joins(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether a word may begin at `c` behind `before`.
fn may_begin(before: char, c: char) -> bool {
    !matches!(c, '\u{E30}'..='\u{E3A}' | '\u{E45}' | '\u{E47}'..='\u{E4E}' | '\u{EB0}'..='\u{EBC}' | '\u{EC8}'..='\u{ECE}'
            | '\u{102B}'..='\u{103E}' | '\u{1056}'..='\u{1059}' | '\u{105E}'..='\u{1060}' | '\u{1062}'..='\u{1064}'
            | '\u{1067}'..='\u{106D}' | '\u{1071}'..='\u{1074}' | '\u{1082}'..='\u{108D}' | '\u{108F}' | '\u{AA7B}'..='\u{AA7D}'
            | '\u{17B4}'..='\u{17D3}' | '\u{17DD}' | '\u{3099}' | '\u{309A}' | 'ー' | 'ｰ' | 'ﾞ' | 'ﾟ')
        && !joins(c)
        && !matches!(before, '\u{E40}'..='\u{E44}' | '\u{EC0}'..='\u{EC4}' | '\u{1039}' | '\u{17D2}')
        && (!matches!(c, '\u{F00}'..='\u{FFF}')
            || is_tsheg(before) && matches!(c, '\u{F00}' | '\u{F40}'..='\u{F6C}' | '\u{F88}'..='\u{F8C}'))
}

/// Whether a run may begin with `c` behind another character: what combines belongs to that.
fn may_open(c: char) -> bool {
    is_tsheg(c) || may_begin('\0', c) || may_begin(TSHEG, c)
}

/// A kind of character.
fn kind(c: char) -> u32 {
    match c {
        'ぁ'..='ゟ' => 1,
        'ァ'..='ヿ' | 'ｦ'..='ﾟ' => 2,
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千' | '万' | '億' | '亿'
        | '〇' | '零' => 3,
        '\u{3400}'..='\u{9FFF}' => 4,
        '\u{E01}'..='\u{E2E}' | '\u{E81}'..='\u{EAE}' | '\u{1000}'..='\u{102A}' | '\u{1780}'..='\u{17B3}' => 5,
        '\u{E40}'..='\u{E44}' | '\u{EC0}'..='\u{EC4}' => 6,
        '\u{103A}' | '\u{17CB}'..='\u{17D1}' | '\u{E4C}' => 7,
        '\0' => 0,
        _ => 8,
    }
}

/// Characters of the longest listed word that is looked for; longer words all weigh the same.
pub const LONGEST: usize = 12;
/// Characters of a run that are read at once.
const PIECE: usize = 2000;

/// The hash under which a list has a word, its characters folded.
#[must_use]
pub fn listed(word: impl Iterator<Item = char>) -> u32 {
    word.fold(7, |hash, c| short_step(hash, u32::from(c)))
}

/// The hash of the feature of a word of so many characters, in a list or in none.
#[must_use]
pub fn word_feature(list: usize, length: usize) -> u32 {
    [40, list as u32, length.min(LONGEST) as u32].into_iter().fold(0, short_step)
}

/// A run as the features see it.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Folded, with [`EDGE`] characters before and after.
    characters: Vec<char>,
}

/// Characters before and after a run that stand for its ends.
const EDGE: usize = 4;

impl Run {
    /// Takes in a run's characters, folded already.
    pub fn read(&mut self, characters: impl Iterator<Item = char>) {
        self.characters.clear();
        self.characters.extend(['\0'; EDGE]);
        self.characters.extend(characters);
        self.characters.extend(['\0'; EDGE]);
    }

    /// Whether a word may begin at the character `at`, which is not the first.
    #[must_use]
    pub fn may_begin(&self, at: usize) -> bool {
        matches!(self.characters.get(EDGE + at - 1..=EDGE + at), Some(&[before, c]) if may_begin(before, c))
    }

    /// The characters from `start` to `end`, without the edges.
    pub fn characters(&self, start: usize, end: usize) -> impl Iterator<Item = char> {
        self.characters.get(EDGE + start..EDGE + end).unwrap_or_default().iter().copied()
    }

    /// How many characters there are, without the edges.
    #[must_use]
    pub fn length(&self) -> usize {
        self.characters.len().saturating_sub(2 * EDGE)
    }

    /// Gives where words of up to [`LONGEST`] characters that begin at `start` end, and the list that each is in.
    #[inline]
    pub fn words_from(&self, start: usize, words: &Lists, mut each: impl FnMut(usize, usize)) {
        let mut hash = 7;
        let rest = self.characters.get(EDGE + start..self.characters.len() - EDGE).unwrap_or_default();
        for (&c, end) in rest.iter().zip(start + 1..).take(LONGEST) {
            hash = short_step(hash, u32::from(c));
            each(end, if end - start > 1 { words.list(hash) } else { 0 });
        }
    }

    /// Gives the hash of each feature of a cut before the character `at`.
    #[inline]
    pub fn features(&self, at: usize, mut each: impl FnMut(u32)) {
        let Some(&[z, a, b, c, d, e, f, g]) = self.characters.get(at..at + 2 * EDGE) else { return };
        let [k, l, m, n] = [b, c, d, e].map(kind);
        let [z, a, b, c, d, e, f, g] = [z, a, b, c, d, e, f, g].map(u32::from);
        let mut give = |number: u32, parts: &[u32]| {
            each(parts.iter().fold(short_step(0, number), |hash, &part| short_step(hash, part)))
        };
        give(1, &[]);
        give(2, &[b]);
        give(3, &[c]);
        give(4, &[d]);
        give(5, &[e]);
        give(6, &[a, b]);
        give(7, &[b, c]);
        give(8, &[c, d]);
        give(9, &[d, e]);
        give(10, &[e, f]);
        give(11, &[a, b, c]);
        give(12, &[b, c, d]);
        give(13, &[c, d, e]);
        give(14, &[d, e, f]);
        give(15, &[a, b, c, d]);
        give(16, &[b, c, d, e]);
        give(17, &[c, d, e, f]);
        give(18, &[k, l, m, n]);
        give(19, &[k, l, m]);
        give(20, &[l, m, n]);
        give(21, &[z, a, b, c]);
        give(22, &[d, e, f, g]);
    }
}

/// A script's model.
#[derive(Clone, Debug)]
struct Tagger {
    weights: Vec<i8>,
    words: Lists,
    /// Per list, and 0 for none, the weights of words by their length.
    lengths: [[i32; LONGEST + 1]; lists::MOST + 1],
}

/// What is read of a run on the way through it.
#[derive(Clone, Debug, Default)]
struct Way {
    run: Run,
    /// Per place the weights of the best way there, and where its last word begins.
    best: Vec<(i32, usize)>,
    /// Where the words of the best way begin, the last first.
    begins: Vec<usize>,
    /// Bytes of what is read as one character.
    bytes: Vec<usize>,
}

impl Tagger {
    fn weight(&self, hash: u32) -> i32 {
        self.weights.get(slot(hash, self.weights.len())).copied().map_or(0, i32::from)
    }

    /// Finds the best way through the run that `way` has read.
    fn go(&self, Way { run, best, begins, .. }: &mut Way) {
        let length = run.length();
        let length_of = |list: usize, length: usize| self.lengths.get(list).and_then(|of| of.get(length)).copied();
        best.clear();
        best.resize(length + 1, (UNREACHED, 0));
        best.first_mut().into_iter().for_each(|first| first.0 = 0);
        // The best place behind which more than the longest word has passed.
        let mut far = (UNREACHED, 0);
        for at in 0..=length {
            if let Some(start) = at.checked_sub(LONGEST + 1) {
                let weights = best.get(start).map_or(UNREACHED, |way| way.0);
                if weights > far.0 {
                    far = (weights, start);
                }
            }
            let cuts = (1..length).contains(&at);
            let Some(here) = best.get_mut(at) else { return };
            if cuts && !run.may_begin(at) {
                *here = (UNREACHED, 0);
                continue;
            }
            let long = (far.0.saturating_add(length_of(0, LONGEST).unwrap_or_default()), far.1);
            if far.0 > UNREACHED && long.0 > here.0 {
                *here = long;
            }
            if cuts {
                run.features(at, |hash| here.0 += self.weight(hash));
            }
            let weights = here.0;
            run.words_from(at, &self.words, |end, list| {
                let weights = weights + length_of(list, end - at).unwrap_or_default();
                match best.get_mut(end) {
                    Some(there) if weights > there.0 => *there = (weights, at),
                    _ => {}
                }
            });
        }
        begins.clear();
        let mut at = length;
        while at > 0 {
            at = best.get(at).map_or(0, |way| way.1.min(at - 1));
            begins.push(at);
        }
    }
}

/// Less than the weights of any way through a piece of a run.
const UNREACHED: i32 = i32::MIN / 2;

/// The models of all scripts that a pack has.
#[derive(Clone, Debug)]
pub struct Words {
    taggers: Vec<(Script, Tagger)>,
    fold: Vec<(char, char)>,
}

impl Words {
    /// Reads the models of a `segment` pack.
    ///
    /// # Errors
    /// When a section does not fit.
    pub fn new(pack: &Pack) -> Result<Self, Error> {
        let mut taggers = Vec::new();
        for script in Script::ALL {
            let name = script.as_str();
            let (Ok(weights), Ok(words)) = (pack.section(&format!("{name}.g")), pack.section(&format!("{name}.w")))
            else {
                continue;
            };
            if !weights.len().is_power_of_two() {
                return Err(Error::pack(format!("the segment pack's section {name}.g does not fit")));
            }
            let weights = weights.iter().map(|byte| byte.cast_signed()).collect();
            let lengths = [[0; LONGEST + 1]; lists::MOST + 1];
            let mut tagger = Tagger { weights, words: Lists::new(words, script.lists())?, lengths };
            let mut lengths = tagger.lengths;
            for (list, of_list) in lengths.iter_mut().enumerate() {
                for (length, weight) in of_list.iter_mut().enumerate() {
                    *weight = tagger.weight(word_feature(list, length));
                }
            }
            tagger.lengths = lengths;
            taggers.push((script, tagger));
        }
        let character = |bytes: [u8; 2]| char::from_u32(u32::from(u16::from_le_bytes(bytes))).unwrap_or_default();
        let fold = pack.section("fold")?.as_chunks::<4>().0.iter();
        let fold = fold.map(|&[a, b, c, d]| (character([a, b]), character([c, d]))).collect();
        Ok(Self { taggers, fold })
    }

    /// The words of `text`, a block: those of UAX #29, and in runs of scripts without blanks those of the models. A Thai abbreviation has its full
    /// stops.
    pub fn words(&self, text: &str, plain: impl Fn(Span, &mut dyn FnMut(Span)), found: &mut dyn FnMut(Span)) {
        let han = if text.chars().any(|c| matches!(kind(c), 1 | 2)) { Script::Japanese } else { Script::Chinese };
        let mut way = Way::default();
        let (mut at, mut open) = (0, 0);
        let mut abbreviation: Option<Span> = None;
        let mut put = |word: Span| {
            let short = ends_shortened(text, word).then(|| Span::new(word.start, word.end + 1));
            match (&mut abbreviation, short) {
                (Some(before), Some(short)) if before.end == short.start => before.end = short.end,
                (before, short) => {
                    before.take().into_iter().for_each(&mut *found);
                    *before = short;
                    if short.is_none() {
                        found(word);
                    }
                }
            }
        };
        while let Some((start, script)) = next_run(text, at) {
            let rest = Span::new(start, text.len()).of(text);
            let end = rest.char_indices().find(|&(_, c)| Script::of(c) != Some(script) && !joins(c));
            let end = end.map_or(text.len(), |(length, _)| start + length);
            at = end;
            let script = if script == Script::Chinese { han } else { script };
            let Some((_, tagger)) = self.taggers.iter().find(|(of, _)| *of == script) else { continue };
            if open < start {
                plain(Span::new(open, start), &mut put);
            }
            open = end;
            self.cut(text, Span::new(start, end), script, tagger, &mut way, &mut put);
        }
        if open < text.len() {
            plain(Span::new(open, text.len()), &mut put);
        }
        abbreviation.into_iter().for_each(found);
    }

    fn cut(&self, text: &str, span: Span, script: Script, tagger: &Tagger, way: &mut Way, found: &mut dyn FnMut(Span)) {
        let mut found = |word: Span| {
            let ended = word.of(text).trim_end_matches(is_tsheg).len();
            let letters = Span::new(word.start, word.start + ended).of(text).trim_start_matches(is_tsheg).len();
            if letters > 0 {
                found(Span::new(word.start + ended - letters, word.start + ended));
            }
        };
        let mut start = span.start;
        while start < span.end {
            let rest = Span::new(start, span.end).of(text);
            way.bytes.clear();
            let mut before = '\0';
            // What belongs to the last character is read with it.
            let piece = units(script, rest, &self.fold).enumerate().take_while(|&(index, (unit, _))| {
                let before = std::mem::replace(&mut before, unit);
                index < PIECE || !may_begin(before, unit)
            });
            way.run.read(piece.map(|(_, (unit, bytes))| {
                way.bytes.push(bytes);
                unit
            }));
            tagger.go(way);
            way.begins.pop();
            let (mut word, mut end) = (start, start);
            for (index, bytes) in way.bytes.iter().enumerate() {
                if way.begins.pop_if(|begin| *begin == index).is_some() {
                    found(Span::new(word, end));
                    word = end;
                }
                end += bytes;
            }
            found(Span::new(word, end));
            start = end;
        }
    }
}

/// What models read of a run, each with its bytes: characters, traditional Chinese ones as `pairs` have them; in Tibetan syllables, each as a
/// character for private use.
pub fn units<'t>(
    script: Script,
    run: &'t str,
    pairs: &'t [(char, char)],
) -> impl Iterator<Item = (char, usize)> + use<'t> {
    let mut rest = run;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        if script != Script::Tibetan {
            rest = rest.get(first.len_utf8()..)?;
            return Some((if script == Script::Chinese { fold(pairs, first) } else { first }, first.len_utf8()));
        }
        let mut next =
            rest.char_indices().zip(rest.chars().skip(1)).map(|((at, before), c)| (at + before.len_utf8(), before, c));
        let bytes = next.find(|&(_, before, c)| may_begin(before, c)).map_or(rest.len(), |(at, ..)| at);
        let (syllable, after) = rest.split_at_checked(bytes)?;
        rest = after;
        let hash = listed(syllable.trim_end_matches(is_tsheg).chars());
        Some((char::from_u32(PRIVATE + (hash >> 15))?, bytes))
    })
}

/// The first of 131,072 characters for private use.
const PRIVATE: u32 = 0xF_0000;

/// What `c` is read as, by sorted pairs.
fn fold(pairs: &[(char, char)], c: char) -> char {
    let found = pairs.binary_search_by_key(&c, |(from, _)| *from).ok();
    found.and_then(|at| pairs.get(at)).map_or(c, |(_, to)| *to)
}

/// Whether `word` is a few Thai consonants before a full stop, which in Thai ends abbreviations and no sentences.
fn ends_shortened(text: &str, word: Span) -> bool {
    let letters = word.of(text);
    text.as_bytes().get(word.end) == Some(&b'.')
        && letters.len() <= 3 * LONGEST_SHORTENED
        && letters.chars().all(|c| matches!(c, '\u{E01}'..='\u{E2E}'))
}

/// Consonants between the full stops of an abbreviation.
const LONGEST_SHORTENED: usize = 4;

/// Where the next character of a script without blanks stands.
fn next_run(text: &str, from: usize) -> Option<(usize, Script)> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        // All of these characters begin with one of these bytes.
        at += bytes.get(at..)?.iter().position(|byte| matches!(byte, 0xE0..=0xF0))?;
        let c = text.get(at..)?.chars().next()?;
        if let Some(script) = Script::of(c).filter(|_| at == 0 || may_open(c)) {
            return Some((at, script));
        }
        at += c.len_utf8();
    }
}
