//! Words in scripts that are written without blanks between them: per script a learned model that decides between any two characters.
//!
//! A run of characters of one script is cut where the weights of hashed features add up to more than 0: characters and groups of them on
//! either side, what kinds of characters these are, and how long the words of a list are that end there, begin there or go across.
//! Characters that combine with the one before are never parted from it.
//!
//! | section of the pack | what |
//! | --- | --- |
//! | `<name>.g`, a section per [`Script`] | a signed byte per hash of a feature, a power of two of them |
//! | `<name>.w` | a Bloom filter of words: three bits a word |
//! | `fold` | pairs of characters, two bytes each: traditional Chinese ones and the simplified ones they are read as, sorted |

use super::sentence::{Bloom, slot};
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
}

impl Script {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Japanese, Self::Chinese, Self::Thai, Self::Lao, Self::Khmer, Self::Burmese];

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
        }
    }

    /// The script of a character that runs consist of; Han and kana are Chinese.
    #[must_use]
    pub fn of(c: char) -> Option<Self> {
        Some(match c {
            '\0'..='\u{E00}' => return None,
            '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E4E}' => Self::Thai,
            '\u{E81}'..='\u{EBD}' | '\u{EC0}'..='\u{ECE}' | '\u{EDC}'..='\u{EDF}' => Self::Lao,
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

/// Whether a character belongs to the one before it, in any script.
fn joins(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether a word may begin at `c` behind `before`.
fn may_begin(before: char, c: char) -> bool {
    !matches!(c, '\u{E30}'..='\u{E3A}' | '\u{E45}'..='\u{E4E}' | '\u{EB0}'..='\u{EBC}' | '\u{EC8}'..='\u{ECE}'
            | '\u{102B}'..='\u{103E}' | '\u{1056}'..='\u{1059}' | '\u{105E}'..='\u{1060}' | '\u{1062}'..='\u{1064}'
            | '\u{1067}'..='\u{106D}' | '\u{1071}'..='\u{1074}' | '\u{1082}'..='\u{108D}' | '\u{108F}' | '\u{AA7B}'..='\u{AA7D}'
            | '\u{17B4}'..='\u{17D3}' | '\u{17DD}' | '\u{3099}' | '\u{309A}' | 'ー' | 'ｰ' | 'ﾞ' | 'ﾟ')
        && !joins(c)
        && !matches!(before, '\u{E40}'..='\u{E44}' | '\u{EC0}'..='\u{EC4}' | '\u{1039}' | '\u{17D2}')
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

/// Characters of the longest listed word that is looked for.
const LONGEST: usize = 12;
/// Characters of a run that are read at once.
const PIECE: usize = 2000;

/// The hash under which a filter has a word, its characters folded.
#[must_use]
pub fn listed(word: impl Iterator<Item = char>) -> u32 {
    word.fold(7, |hash, c| short_step(hash, u32::from(c)))
}

/// A run as the features see it.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Folded, with [`EDGE`] characters before and after.
    characters: Vec<char>,
    /// Per character, how long the longest listed word is that ends before it, begins with it, goes across its beginning.
    lists: Vec<[u8; 3]>,
}

/// Characters before and after a run that stand for its ends.
const EDGE: usize = 3;

impl Run {
    /// Takes in a run's characters, folded already, and looks for the words of a list.
    pub fn read(&mut self, characters: impl Iterator<Item = char>, words: &Bloom<'_>) {
        self.characters.clear();
        self.characters.extend(['\0'; EDGE]);
        self.characters.extend(characters);
        let length = self.characters.len() - EDGE;
        self.characters.extend(['\0'; EDGE]);
        self.lists.clear();
        self.lists.resize(length + 1, [0; 3]);
        for start in 0..length {
            let mut hash = 7;
            let rest = self.characters.get(EDGE + start..EDGE + length).unwrap_or_default();
            for (&c, end) in rest.iter().zip(start + 1..).take(LONGEST) {
                hash = short_step(hash, u32::from(c));
                if end - start < 2 || !words.has(hash) {
                    continue;
                }
                let size = (end - start) as u8;
                for (at, lists) in self.lists.iter_mut().enumerate().skip(start).take(end - start + 1) {
                    let which = if at == end {
                        0
                    } else if at == start {
                        1
                    } else {
                        2
                    };
                    if let Some(longest) = lists.get_mut(which) {
                        *longest = size.max(*longest);
                    }
                }
            }
        }
    }

    /// Whether a word may begin at the character `at`, which is not the first.
    #[must_use]
    pub fn may_begin(&self, at: usize) -> bool {
        matches!(self.characters.get(EDGE + at - 1..=EDGE + at), Some(&[before, c]) if may_begin(before, c))
    }

    /// The characters, without the edges.
    #[must_use]
    pub fn length(&self) -> usize {
        self.characters.len().saturating_sub(2 * EDGE)
    }

    /// Gives the hash of each feature of the place before the character `at`.
    #[inline]
    pub fn features(&self, at: usize, mut each: impl FnMut(u32)) {
        let Some(&[a, b, c, d, e, f]) = self.characters.get(at..at + 2 * EDGE) else { return };
        let [x, y, z] = self.lists.get(at).copied().unwrap_or_default().map(|longest| u32::from(longest.min(6)));
        let kinds = [b, c, d, e].map(kind);
        let [a, b, c, d, e, f] = [a, b, c, d, e, f].map(u32::from);
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
        give(18, &kinds);
        let [k, l, m, n] = kinds;
        give(19, &[k, l, m]);
        give(20, &[l, m, n]);
        give(21, &[x, y, z]);
        give(22, &[x, z, m]);
        give(23, &[y, z, l]);
        give(24, &[z, c, d]);
        give(25, &[x, c, m]);
        give(26, &[y, l, d]);
    }
}

/// A script's model.
#[derive(Clone, Debug)]
struct Tagger {
    weights: Vec<i8>,
    words: Vec<u8>,
}

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
            taggers.push((script, Tagger { weights, words: words.to_vec() }));
        }
        let character = |bytes: [u8; 2]| char::from_u32(u32::from(u16::from_le_bytes(bytes))).unwrap_or_default();
        let fold = pack.section("fold")?.as_chunks::<4>().0.iter();
        let fold = fold.map(|&[a, b, c, d]| (character([a, b]), character([c, d]))).collect();
        Ok(Self { taggers, fold })
    }

    /// The words of `text`, a block: those of UAX #29, and in runs of scripts without blanks those of the models.
    pub fn words(&self, text: &str, plain: impl Fn(Span, &mut dyn FnMut(Span)), found: &mut dyn FnMut(Span)) {
        let han = if text.chars().any(|c| matches!(kind(c), 1 | 2)) { Script::Japanese } else { Script::Chinese };
        let mut run = Run::default();
        let (mut at, mut open) = (0, 0);
        while let Some((start, script)) = next_run(text, at) {
            let rest = Span::new(start, text.len()).of(text);
            let end = rest.char_indices().find(|&(_, c)| Script::of(c) != Some(script) && !joins(c));
            let end = end.map_or(text.len(), |(length, _)| start + length);
            at = end;
            let script = if script == Script::Chinese { han } else { script };
            let Some((_, tagger)) = self.taggers.iter().find(|(of, _)| *of == script) else { continue };
            if open < start {
                plain(Span::new(open, start), found);
            }
            open = end;
            self.cut(text, Span::new(start, end), script, tagger, &mut run, found);
        }
        if open < text.len() {
            plain(Span::new(open, text.len()), found);
        }
    }

    fn cut(&self, text: &str, span: Span, script: Script, tagger: &Tagger, run: &mut Run, found: &mut dyn FnMut(Span)) {
        let mut start = span.start;
        while start < span.end {
            let rest = Span::new(start, span.end).of(text);
            // What belongs to the last character is read with it.
            let pairs = rest.chars().zip(rest.chars().skip(1)).skip(PIECE - 1);
            let size = PIECE + pairs.take_while(|&(before, c)| !may_begin(before, c)).count();
            run.read(rest.chars().take(size).map(|c| self.fold(script, c)), &Bloom(&tagger.words));
            let (mut word, mut end) = (start, start);
            for (index, c) in rest.chars().take(size).enumerate() {
                if index > 0 && run.may_begin(index) {
                    let mut sum = 0;
                    run.features(index, |hash| {
                        let weight = tagger.weights.get(slot(hash, tagger.weights.len())).copied();
                        sum += weight.map_or(0, i32::from);
                    });
                    if sum > 0 {
                        found(Span::new(word, end));
                        word = end;
                    }
                }
                end += c.len_utf8();
            }
            found(Span::new(word, end));
            start = end;
        }
    }

    /// The character that models know `c` as.
    #[must_use]
    pub fn fold(&self, script: Script, c: char) -> char {
        match script {
            Script::Chinese => fold(&self.fold, c),
            _ => c,
        }
    }
}

/// What `c` is read as, by sorted pairs.
#[must_use]
pub fn fold(pairs: &[(char, char)], c: char) -> char {
    let found = pairs.binary_search_by_key(&c, |(from, _)| *from).ok();
    found.and_then(|at| pairs.get(at)).map_or(c, |(_, to)| *to)
}

/// Where the next character of a script without blanks stands.
fn next_run(text: &str, from: usize) -> Option<(usize, Script)> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        // All of these characters begin with one of these bytes.
        at += bytes.get(at..)?.iter().position(|byte| matches!(byte, 0xE0..=0xF0))?;
        let c = text.get(at..)?.chars().next()?;
        if let Some(script) = Script::of(c) {
            return Some((at, script));
        }
        at += c.len_utf8();
    }
}
