//! Where sentences end: places where one may end, what they look like, and a learned model that decides.
//!
//! A candidate is a mark that can end a sentence, with more marks, closing quotes and brackets behind it. The model adds up weights of
//! hashed features: the words and shapes left and right of it, the marks, and how far the last end is. No language needs to be known.
//!
//! | section of the pack | what |
//! | --- | --- |
//! | `ends` | a signed byte per hash of a feature, a power of two of them |
//! | `endsunit` | a 32-bit float: what one step of these is worth, in nats |
//! | `abbrev` | [`Lists`] of abbreviations and of names of months |

use super::lists::Lists;
use crate::hash::short_step;
use crate::pack::{Pack, u32_at};
use crate::{Error, Span};

/// A place where a sentence may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Where its marks begin.
    mark: usize,
    /// Where the sentence would end, in bytes: behind marks, closing quotes and brackets.
    pub end: usize,
    /// Where the next one would begin, in bytes.
    pub next: usize,
    first: char,
    last: char,
    marks: u8,
    closer: Option<char>,
    inside: Inside,
    /// Whether its mark seldom ends a sentence.
    weak: bool,
    /// Whether a line ends here, which nothing can outweigh.
    certain: bool,
    /// The number of an item of a list that the mark belongs to.
    item: Option<Item>,
}

/// The number or letter before an item of a list: `2.`, `b)`, `• 3.)`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Item {
    /// Where it begins, with its bullet.
    start: usize,
    /// The first mark behind it, and whether it is a letter.
    form: (char, bool),
    value: u32,
}

impl Candidate {
    /// Whether it may end a sentence, rather than begin one.
    fn marks_end(&self) -> bool {
        self.first != ')'
    }
}

/// What is open at a candidate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Inside {
    bracket: bool,
    quote: bool,
}

/// What a character can do for the end of a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Ends sentences and abbreviations.
    Stop,
    /// Ends sentences.
    Term,
    /// Ends sentences where a blank follows, in some languages and texts.
    Weak,
    /// A blank after it may end a sentence.
    Blank,
    Open,
    Close,
    /// `"`
    Quote,
    Line,
}

fn role(c: char) -> Option<Role> {
    Some(match c {
        '.' | '\u{2024}' | '\u{FE52}' | '\u{FF0E}' => Role::Stop,
        ':' | ';' | '\u{61B}' | '\u{2600}'..='\u{27BF}' | '\u{1F300}'..='\u{1FAFF}' => Role::Weak,
        '\u{E01}'..='\u{E4E}' => Role::Blank,
        '"' => Role::Quote,
        '(' | '[' | '«' | '„' | '“' | '「' | '『' | '（' | '《' => Role::Open,
        ')' | ']' | '»' | '”' | '」' | '』' | '）' | '》' => Role::Close,
        '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Role::Line,
        c if is_term(c) => Role::Term,
        _ => return None,
    })
}

/// Unicode 17.0: Sentence_Break=STerm; also the Greek question mark and ellipses.
fn is_term(c: char) -> bool {
    matches!(u32::from(c), 0x21 | 0x3F | 0x37E | 0x589 | 0x61D..=0x61F | 0x6D4 | 0x700..=0x702 | 0x7F9 | 0x837 | 0x839
        | 0x83D..=0x83E | 0x964..=0x965 | 0x104A..=0x104B | 0x1362 | 0x1367..=0x1368 | 0x166E | 0x1735..=0x1736
        | 0x17D4..=0x17D5 | 0x1803 | 0x1809 | 0x1944..=0x1945 | 0x1AA8..=0x1AAB | 0x1B4E..=0x1B4F | 0x1B5A..=0x1B5B
        | 0x1B5E..=0x1B5F | 0x1B7D..=0x1B7F | 0x1C3B..=0x1C3C | 0x1C7E..=0x1C7F | 0x2025..=0x2026 | 0x203C..=0x203D
        | 0x2047..=0x2049 | 0x2CF9..=0x2CFB | 0x2E2E | 0x2E3C | 0x2E53..=0x2E54 | 0x2E60..=0x2E61 | 0x3002 | 0xA4FF
        | 0xA60E..=0xA60F | 0xA6F3 | 0xA6F7 | 0xA876..=0xA877 | 0xA8CE..=0xA8CF | 0xA92F | 0xA9C8..=0xA9C9
        | 0xAA5D..=0xAA5F | 0xAAF0..=0xAAF1 | 0xABEB | 0xFE12 | 0xFE15..=0xFE16 | 0xFE56..=0xFE57 | 0xFF01 | 0xFF1F
        | 0xFF61 | 0x10A56..=0x10A57 | 0x10F55..=0x10F59 | 0x10F86..=0x10F89 | 0x11047..=0x11048 | 0x110BE..=0x110C1
        | 0x11141..=0x11143 | 0x111C5..=0x111C6 | 0x111CD | 0x111DE..=0x111DF | 0x11238..=0x11239
        | 0x1123B..=0x1123C | 0x112A9 | 0x113D4..=0x113D5 | 0x1144B..=0x1144C | 0x115C2..=0x115C3
        | 0x115C9..=0x115D7 | 0x11641..=0x11642 | 0x1173C..=0x1173E | 0x11944 | 0x11946 | 0x11A42..=0x11A43
        | 0x11A9B..=0x11A9C | 0x11C41..=0x11C42 | 0x11EF7..=0x11EF8 | 0x11F43..=0x11F44 | 0x16A6E..=0x16A6F | 0x16AF5
        | 0x16B37..=0x16B38 | 0x16B44 | 0x16D6E..=0x16D6F | 0x16E98 | 0x1BC9F | 0x1DA88)
}

/// Whether a script has the mark for the ends of its sentences, and for nothing else.
fn is_own_mark(c: char) -> bool {
    is_term(c) && !matches!(c, '!' | '?' | '\u{2000}'..='\u{2FFF}')
}

/// Closes a quote or bracket, or did so in some language; `"` is not among them.
fn is_closer(c: char) -> bool {
    matches!(
        c,
        ')' | ']'
            | '}'
            | '\''
            | '’'
            | '‘'
            | '”'
            | '“'
            | '»'
            | '«'
            | '›'
            | '‹'
            | '」'
            | '』'
            | '】'
            | '》'
            | '〉'
            | '〕'
            | '）'
            | '］'
            | '｣'
            | '\u{64B}'..='\u{652}'
    )
}

/// Seen in the text, but read over: directions, joiners, variation selectors, combining marks.
fn is_silent(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'
        | '\u{2066}'..='\u{2069}' | '\u{FE0E}' | '\u{FE0F}' | '\u{FEFF}')
}

/// Whether a byte may begin a character with a [`Role`].
const fn may_matter(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?' | b':' | b';' | b'(' | b')' | b'[' | b']' | b'"' | b'\n'..=b'\r')
        || matches!(byte, 0xC2 | 0xCD | 0xD6 | 0xD8 | 0xDB | 0xDC | 0xDF..=0xE3 | 0xEA | 0xEF | 0xF0)
}

/// Bytes after which an open bracket or quote is forgotten.
const FORGOTTEN: usize = 500;

/// The places in `text` where a sentence may end, in order; its end is none.
#[derive(Clone, Debug)]
pub struct Candidates<'t> {
    text: &'t str,
    at: usize,
    bracket: Option<usize>,
    quote: Option<usize>,
    straight: Option<usize>,
    title: Option<usize>,
    /// Whether the text is a list of references, each of which begins with its number.
    listed: bool,
}

impl<'t> Candidates<'t> {
    /// Reads `text` from its beginning.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let listed = text.trim_start().starts_with('[');
        Self { text, at: 0, bracket: None, quote: None, straight: None, title: None, listed }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// Keeps account of what is open.
    fn pass(&mut self, c: char, at: usize) {
        match c {
            '(' | '[' | '（' => self.bracket = Some(at),
            ')' | ']' | '）' => self.bracket = None,
            '"' => {
                self.straight =
                    if self.straight.take().is_some_and(|open| at - open < FORGOTTEN) { None } else { Some(at) }
            }
            '《' => self.title = Some(at),
            '》' => self.title = None,
            '„' | '「' | '『' => self.quote = Some(at),
            // These open in some languages and close in others.
            '“' | '”' | '«' | '»' => {
                let before = Span::new(0, at).of(self.text).chars().next_back();
                let opens = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '-' | '—'));
                self.quote = if opens || c == '“' && self.quote.is_none() { Some(at) } else { None };
            }
            '」' | '』' => self.quote = None,
            _ => {}
        }
    }

    fn inside(&self, at: usize) -> Inside {
        let open = |from: Option<usize>| from.is_some_and(|from| at - from < FORGOTTEN);
        Inside { bracket: open(self.bracket), quote: open(self.quote) || open(self.straight) }
    }

    /// A candidate without marks of its own.
    fn bare(&self, mark: usize, c: char, end: usize, next: usize) -> Candidate {
        let inside = self.inside(mark);
        Candidate {
            mark,
            end,
            next,
            first: c,
            last: c,
            marks: 0,
            closer: None,
            inside,
            weak: false,
            certain: false,
            item: None,
        }
    }

    /// The item's number that ends at `end`, before the mark `mark`.
    fn item(&self, end: usize, mark: char) -> Option<Item> {
        let before = Span::new(0, end).of(self.text);
        let digits = before.bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
        let (value, length) = match before.bytes().next_back()? {
            letter @ b'a'..=b'z' => (u32::from(letter - b'a'), 1),
            _ => (Span::new(end - digits, end).of(self.text).parse().ok()?, digits),
        };
        let before = before.get(..end - length)?;
        let blank = |c: char| matches!(c, ' ' | '\u{A0}' | '\t');
        let bare = before.trim_end_matches(blank);
        let bullet =
            bare.strip_suffix(['•', '⁃', '-', '–', '*', '·']).filter(|bare| bare.is_empty() || bare.ends_with(blank));
        let apart = length < 3 && (before.is_empty() || before.len() > bare.len() || bullet.is_some());
        let start = bullet.map_or(end - length, str::len);
        apart.then_some(Item { start, form: (mark, digits == 0), value })
    }

    /// The candidate whose first mark, `first`, is at `mark`; goes on behind it.
    fn candidate(&mut self, mark: usize, first: char, role: Role) -> Option<Candidate> {
        let mut end = mark + first.len_utf8();
        let inside = self.inside(mark);
        let before = Span::new(0, mark).of(self.text).chars().next_back();
        // Who writes without blanks puts none before a number either: `ロビー?2008年に`.
        let rest = self.text.get(end..)?;
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let unspaced =
            first.is_ascii() && before.is_some_and(is_bare) && behind.len() < rest.len() && behind.starts_with(is_bare);
        if (role == Role::Stop || first.is_ascii()) && !unspaced {
            // Most full stops that end nothing stand inside a number, an address or a name.
            let next = self.text.as_bytes().get(end);
            if next.is_some_and(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'/' | b'@' | b',')
            }) {
                self.at = end;
                return None;
            }
        }
        // A picture before a full stop is a word to it.
        let stronger = |c| matches!(self::role(c), Some(Role::Stop | Role::Term));
        if role == Role::Weak && !first.is_ascii() && self.char_at(end).is_some_and(stronger) {
            self.at = end;
            return None;
        }
        // The Greek question mark, and the Armenian full stop as many type it.
        let own = |c: char| match first {
            ';' => matches!(c, '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}'),
            ':' => matches!(c, '\u{530}'..='\u{58F}'),
            _ => false,
        };
        // `[...]`, `(?)`, and what stands in the title of a book.
        let weak = role == Role::Weak && !before.is_some_and(own);
        let bracketed =
            before.is_some_and(|c| matches!(c, '[' | '(')) || self.title.is_some_and(|open| mark - open < FORGOTTEN);
        let (mut last, mut marks, mut closer) = (first, 1_u8, None);
        while let Some(c) = self.char_at(end) {
            let mark_again = matches!(self::role(c), Some(Role::Stop | Role::Term)) || role == Role::Weak && c == first;
            let closes = is_closer(c)
                && match c {
                    '“' | '«' | '‘' | '\'' | '»' => {
                        self.char_at(end + c.len_utf8()).is_none_or(|c| !c.is_alphanumeric())
                    }
                    _ => true,
                };
            let closes_straight =
                c == '"' && (self.straight.is_some() || self.char_at(end + 1).is_none_or(|c| !c.is_alphanumeric()));
            if mark_again && closer.is_none() {
                (last, marks) = (c, marks.saturating_add(1));
            } else if closes || closes_straight || mark_again {
                closer = Some(c);
            } else if c == ' '
                && last == '.'
                && closer.is_none()
                && self.text.get(end..).is_some_and(|rest| rest.starts_with(" .") && !rest.starts_with(" ..."))
            {
                // `. . .`
            } else if !is_silent(c) {
                break;
            }
            self.pass(c, end);
            end += c.len_utf8();
        }
        // References: `.[12] `, and with a blank before.
        while let Some(length) = self.text.get(end..).and_then(|rest| reference(rest, self.listed)) {
            end += length;
        }
        let rest = self.text.get(end..)?;
        let body = rest.trim_start_matches(|c: char| c.is_whitespace() && self::role(c) != Some(Role::Line));
        let mut next = end + (rest.len() - body.len());
        // A quote that closes behind a blank: `. » Le`
        let spaced = ["»", "”", "''", "\""].into_iter().find_map(|quote| Some((quote, body.strip_prefix(quote)?)));
        if let Some((quote, behind)) = spaced.filter(|(quote, behind)| {
            next > end && behind.starts_with(char::is_whitespace) && (*quote != "\"" || self.straight.is_some())
        }) {
            let c = quote.chars().next().unwrap_or_default();
            self.pass(c, next);
            closer = Some(c);
            end = next + quote.len();
            let body = behind.trim_start_matches(|c: char| c.is_whitespace() && self::role(c) != Some(Role::Line));
            next = end + (behind.len() - body.len());
        }
        self.at = end;
        let following = self.char_at(next)?;
        if self::role(following) == Some(Role::Line) || bracketed {
            return None;
        }
        let item = (role == Role::Stop && marks == 1).then(|| self.item(mark, first)).flatten();
        if next == end {
            let apart = match role {
                Role::Weak | Role::Blank => false,
                _ if unspaced => true,
                Role::Stop if last != '…' => {
                    let word =
                        before.is_some_and(|c| is_lower(c) || !c.is_ascii() && c.is_alphabetic() && !c.is_uppercase());
                    (word || closer.is_some() || first == '．')
                        && !is_lower(following)
                        && (following.is_alphabetic() || is_opener(following))
                }
                _ if first.is_ascii() || first == '…' => {
                    following.is_uppercase()
                        || following.is_alphabetic() && !is_lower(following)
                        || is_opener(following)
                }
                _ => true,
            };
            if !apart {
                return None;
            }
        }
        let wide = |c: char| match c {
            '!' if unspaced => '！',
            '?' if unspaced => '？',
            _ => c,
        };
        let (first, last) = (wide(first), wide(last));
        Some(Candidate { mark, end, next, first, last, marks, closer, inside, weak, certain: false, item })
    }
}

impl Iterator for Candidates<'_> {
    type Item = Candidate;

    fn next(&mut self) -> Option<Candidate> {
        let bytes = self.text.as_bytes();
        loop {
            let rest = bytes.get(self.at..)?;
            let found = rest.iter().position(|&byte| may_matter(byte))?;
            let at = self.at + found;
            let Some(c) = self.char_at(at) else {
                self.at = at + 1;
                continue;
            };
            let end = at + c.len_utf8();
            self.at = end;
            match role(c) {
                None => {}
                Some(Role::Open | Role::Close | Role::Quote) => {
                    self.pass(c, at);
                    let item = (c == ')').then(|| self.item(at, c)).flatten();
                    if item.is_some() && bytes.get(end) == Some(&b' ') {
                        return Some(Candidate { marks: 1, item, ..self.bare(at, c, end, end + 1) });
                    }
                }
                Some(Role::Line) => {
                    let rest = self.text.get(end..)?;
                    let next = end + (rest.len() - rest.trim_start().len());
                    self.at = next;
                    (self.bracket, self.quote, self.straight, self.title) = (None, None, None, None);
                    return Some(Candidate { certain: true, ..self.bare(at, c, at, next) });
                }
                Some(Role::Blank) if bytes.get(end) == Some(&b' ') => {
                    return Some(self.bare(end, ' ', end, end + 1));
                }
                Some(Role::Blank) => {}
                Some(role) => {
                    if let Some(candidate) = self.candidate(at, c, role) {
                        return Some(candidate);
                    }
                }
            }
        }
    }
}

/// Lower case where there is an upper case too; Georgian has one in headlines alone.
fn is_lower(c: char) -> bool {
    c.is_lowercase() && !matches!(c, '\u{10D0}'..='\u{10FF}')
}

/// The length of the reference in square brackets that `rest` begins with, after a blank only where that is not `joined`.
fn reference(rest: &str, joined: bool) -> Option<usize> {
    let bare = if joined { rest } else { rest.strip_prefix(' ').unwrap_or(rest) };
    let inner = bare.strip_prefix('[')?;
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let behind = inner.get(digits..)?.strip_prefix(']')?;
    let ends = (1..4).contains(&digits) && behind.starts_with(|c: char| c.is_whitespace() || c == '[');
    ends.then_some(rest.len() - behind.len())
}

/// Opens a quote or bracket, or an inverted mark or dash that begins a sentence.
fn is_opener(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '‘'
            | '„'
            | '‚'
            | '«'
            | '‹'
            | '»'
            | '”'
            | '('
            | '['
            | '{'
            | '¿'
            | '¡'
            | '-'
            | '–'
            | '—'
            | '•'
            | '*'
            | '「'
            | '『'
            | '《'
            | '〈'
            | '（'
            | '【'
    )
}

/// What a character is, as features see it.
fn class(c: Option<char>) -> u32 {
    match c {
        None => 0,
        Some(c) if is_lower(c) => 1,
        Some(c) if c.is_uppercase() => 2,
        Some(c) if c.is_alphabetic() => 3,
        Some(c) if c.is_numeric() => 4,
        Some(c) if c.is_whitespace() => 5,
        Some(c) if is_opener(c) => 6,
        Some('@' | '#') => 7,
        Some(c) if c.is_ascii() => 8,
        Some(_) => 9,
    }
}

/// Characters of a word that are read.
const LONGEST: usize = 20;

/// A word beside a candidate.
#[derive(Clone, Copy, Default)]
struct Word {
    /// Of its letters in lower case; the same read from either side.
    hash: u32,
    /// Of its first or last three characters, whichever are nearer to the candidate.
    near: u32,
    length: u32,
    /// Class of its first character.
    class: u32,
    digits: u32,
    upper: u32,
    /// A full stop, apostrophe or hyphen inside.
    dotted: bool,
    vowel: bool,
    /// The character behind it, seen from the candidate.
    beyond: Option<char>,
    /// Bytes of it.
    bytes: usize,
}

impl Word {
    /// Reads on until something is no part of a word.
    fn read(characters: impl Iterator<Item = char>, backwards: bool) -> Self {
        let mut word = Self::default();
        let mut first = None;
        // Sums and products of characters at their distance from the candidate.
        for c in characters {
            // Letters of scripts without capitals need no look into tables.
            let bare = is_bare(c);
            let inner = matches!(c, '.' | '\'' | '’' | '-' | '·' | '/' | '@' | '_' | '=');
            let part = bare || {
                let other = || !c.is_whitespace() && role(c).is_none() && !is_closer(c) && !is_opener(c);
                c.is_alphanumeric() || is_silent(c) || !c.is_ascii() && other()
            };
            if !(part || inner && word.length > 0) || word.length as usize == LONGEST || c == '.' && !backwards {
                word.beyond = Some(c);
                break;
            }
            word.bytes += c.len_utf8();
            if !bare && is_silent(c) {
                continue;
            }
            word.length += 1;
            let mut lower = c;
            if !bare {
                word.digits += u32::from(c.is_numeric());
                word.upper += u32::from(c.is_uppercase());
                word.dotted |= inner;
                lower = c.to_lowercase().next().unwrap_or(c);
                word.vowel |= is_vowel(lower);
            }
            word.hash = short_step(word.hash, u32::from(lower));
            if word.length == 3 {
                word.near = word.hash;
            }
            if backwards || first.is_none() {
                first = Some(c);
            }
        }
        if word.length < 3 {
            word.near = word.hash;
        }
        word.class = class(first);
        word
    }

    /// Coarse shape.
    fn shape(&self) -> u32 {
        let length = match self.length {
            0..=4 => self.length,
            5..=7 => 5,
            _ => 6,
        };
        let kind = if self.digits == self.length {
            0
        } else if self.digits > 0 {
            1
        } else if self.upper == self.length {
            2
        } else if self.class == 2 {
            3
        } else {
            4
        };
        length * 16 + kind * 2 + u32::from(self.dotted)
    }

    fn coarse(&self) -> u32 {
        if self.digits == self.length {
            self.digits.min(4)
        } else if self.length == 1 {
            5
        } else {
            6 + u32::from(self.upper > 1)
        }
    }
}

/// Letters and vowel signs of Thai, kana, the usual Han characters, Hangul.
fn is_bare(c: char) -> bool {
    matches!(c, '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E4E}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FC}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'à'..='æ' | 'è'..='ï' | 'ò'..='ö' | 'ø'..='ý' | 'ı' | 'ā' | 'ē' | 'ī' | 'ō' | 'ū' | 'ă' | 'ě' | 'ů' | 'ő' | 'ű'
        | 'α' | 'ε' | 'η' | 'ι' | 'ο' | 'υ' | 'ω' | 'ά'..='ί' | 'ό'..='ώ'
        | 'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'ё' | 'і' | 'ї' | 'є')
}

/// Reasons that are told.
const TOLD: usize = 8;

/// What decided whether a sentence ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// Where the sentence ends or might have ended, in bytes.
    pub at: usize,
    /// Whether it does.
    pub ends: bool,
    /// The probability of that as the model has it, not calibrated; 1 at the end of a line.
    pub confidence: f32,
    /// What spoke for an end (more than 0) or against it, in nats, at most eight, weightiest first; none where a rule decided: at the end of
    /// a line, before the next item of a list.
    pub reasons: Vec<(&'static str, f32)>,
}

/// The learned model.
#[derive(Clone, Debug)]
pub struct Ends {
    weights: Vec<i8>,
    unit: f32,
    shortened: Lists,
}

impl Ends {
    /// Reads the model of a `segment` pack.
    ///
    /// # Errors
    /// When a section is missing or does not fit.
    pub fn new(pack: &Pack) -> Result<Self, Error> {
        let unfit = || Error::pack("the segment pack's section ends does not fit");
        let weights: Vec<i8> = pack.section("ends")?.iter().map(|byte| byte.cast_signed()).collect();
        let unit = u32_at(pack.section("endsunit")?, 0).map(f32::from_bits);
        let unit = unit.filter(|unit| unit.is_finite() && *unit > 0.0).ok_or_else(unfit)?;
        let shortened = Lists::new(pack.section("abbrev")?, ABBREVIATIONS | MONTHS)?;
        let fits = |length: usize| length.is_power_of_two();
        if !fits(weights.len()) {
            return Err(unfit());
        }
        Ok(Self { weights, unit, shortened })
    }

    /// What the features of `candidate` have for it, by their numbers, in units; more than 0 in all: a sentence that begins at `start` ends
    /// there.
    #[inline(never)]
    fn weigh(&self, text: &str, candidate: &Candidate, start: usize) -> [i32; FEATURES.len()] {
        let mut sums = [0; FEATURES.len()];
        features(text, candidate, start, &self.shortened, |number, hash| {
            if let Some(sum) = sums.get_mut(number) {
                *sum += self.weight(hash);
            }
        });
        sums
    }

    #[inline]
    fn weight(&self, hash: u32) -> i32 {
        self.weights.get(slot(hash, self.weights.len())).copied().map_or(0, i32::from)
    }

    /// Gives each sentence of `text`, white space included: joined they give the text back.
    pub fn sentences(&self, text: &str, mut found: impl FnMut(Span)) {
        let mut start = 0;
        walk(
            text,
            |candidate, start| self.weigh(text, candidate, start).iter().sum::<i32>() > 0,
            |_, next| {
                found(Span::new(start, next));
                start = next;
            },
        );
        if start < text.len() {
            found(Span::new(start, text.len()));
        }
    }

    /// What decided at each place in `text` where a sentence may end.
    #[must_use]
    pub fn explain(&self, text: &str) -> Vec<Bound> {
        let mut bounds: Vec<Bound> = Vec::new();
        let mut ends = Vec::new();
        let decide = |candidate: &Candidate, start: usize| {
            let sums = self.weigh(text, candidate, start);
            let score = sums.iter().sum::<i32>() as f32 * self.unit;
            let told = FEATURES.into_iter().zip(sums).filter(|(_, sum)| *sum != 0);
            let mut reasons: Vec<_> = told.map(|(name, sum)| (name, sum as f32 * self.unit)).collect();
            crate::sort::by(&mut reasons, |a, b| b.1.abs().total_cmp(&a.1.abs()));
            reasons.truncate(TOLD);
            let confidence = 1.0 / (1.0 + (-score.abs()).exp());
            bounds.push(Bound { at: candidate.end, ends: score > 0.0, confidence, reasons });
            score > 0.0
        };
        walk(text, decide, |end, _| ends.push(end));
        // What a rule ended was not asked for.
        ends.retain(|end| bounds.binary_search_by_key(end, |bound| bound.at).is_err());
        bounds.extend(ends.into_iter().map(|at| Bound { at, ends: true, confidence: 1.0, reasons: Vec::new() }));
        crate::sort::by_key(&mut bounds, |bound| bound.at);
        bounds
    }
}

/// Goes through `text`. `decide` is asked where no rule tells whether a sentence that begins at its second argument ends; `found`
/// gets where each sentence ends, the last apart, and where the next begins.
pub fn walk(text: &str, mut decide: impl FnMut(&Candidate, usize) -> bool, mut found: impl FnMut(usize, usize)) {
    walk_through(text, &mut decide, &mut found);
}

#[inline(never)]
fn walk_through(text: &str, decide: &mut dyn FnMut(&Candidate, usize) -> bool, found: &mut dyn FnMut(usize, usize)) {
    let mut start = 0;
    let mut series: Option<Item> = None;
    for candidate in Candidates::new(text) {
        if candidate.certain {
            series = None;
        } else if let Some(item) = candidate.item {
            let follows = series.is_some_and(|last| last.form == item.form && last.value + 1 == item.value);
            if follows && item.start > start {
                found(item.start, item.start);
                start = item.start;
            }
            if item.start <= start {
                series = Some(item);
                continue;
            }
        }
        if candidate.certain || candidate.marks_end() && decide(&candidate, start) {
            found(candidate.end, candidate.next);
            start = candidate.next;
        }
    }
}

/// Names of the features that [`features`] gives, in the order of their numbers.
const FEATURES: [&str; 27] = [
    "mark",
    "mark and next character",
    "word before",
    "word before and next character",
    "shape before and next character",
    "shape before, next character, mark, script",
    "word after",
    "word after and shape before",
    "ending before",
    "word before that",
    "script, mark and next character",
    "distance from the last end",
    "abbreviation",
    "second word after",
    "open quotes and brackets",
    "vowels",
    "length of the word after",
    "character before the word",
    "beginning after",
    "words around",
    "words around a number",
    "script and shape before",
    "bias",
    "word before that and next character",
    "second word before",
    "word after and mark",
    "month after a number",
];

/// The number of the feature that tells ordinary marks (0), weak ones (1), those that a script has for the ends of its
/// sentences alone (2), and blanks (3).
pub const BIAS: usize = 22;

/// Gives each feature of `candidate` in `text`, its number and hash; `start` is where the sentence begins.
pub fn features(text: &str, candidate: &Candidate, start: usize, shortened: &Lists, mut each: impl FnMut(usize, u32)) {
    let before = Span::new(start.min(candidate.mark), candidate.mark).of(text);
    let left = Word::read(before.chars().rev(), true);
    let before = before.get(..before.len() - left.bytes).unwrap_or_default();
    let blank = left.beyond.is_some_and(char::is_whitespace);
    let second_left = Word::read(before.trim_end().chars().rev(), true);
    let before = before.trim_end();
    let before = before.get(..before.len() - second_left.bytes).unwrap_or_default();
    let third_left = Word::read(before.trim_end().chars().rev(), true);
    let after = text.get(candidate.next..).unwrap_or_default();
    let opener = after.chars().next().filter(|&c| is_opener(c));
    let body = after.trim_start_matches(|c: char| is_opener(c) || is_silent(c) || c == ' ');
    let right = Word::read(body.chars(), false);
    let second_right = Word::read(body.get(right.bytes..).unwrap_or_default().chars().skip_while(|&c| c == ' '), false);

    let gap = match Span::new(candidate.end, candidate.next).of(text) {
        "" => 0,
        " " => 1,
        "\u{A0}" | "\u{202F}" => 2,
        _ => 3,
    };
    let (first, last, marks) = match (candidate.first, candidate.last, candidate.marks) {
        ('…', '…', _) => ('.', '.', 3),
        other => other,
    };
    let mark = short_step(short_step(u32::from(first), u32::from(last)), u32::from(marks.min(4)));
    let stop = u32::from(candidate.first == '.' && candidate.marks == 1);
    let closer = candidate.closer.map_or(0, u32::from);
    let script = script(text, candidate);
    let next = right.class * 8
        + opener.map_or(0, |c| match c {
            '(' | '[' | '{' | '（' => 1,
            '-' | '–' | '—' | '•' | '*' => 2,
            '¿' | '¡' => 3,
            _ => 4,
        });
    let (shape, coarse) = (left.shape(), left.coarse());
    let distance = candidate.mark - start.min(candidate.mark);
    let far = match distance {
        _ if distance == left.bytes => 0,
        0..=10 => 1,
        11..=25 => 2,
        26..=60 => 3,
        _ => 4,
    };
    let dot_after = u32::from(right.beyond == Some('.'));
    let listed = u32::from(stop == 1 && shortened.list(left.hash) & ABBREVIATIONS > 0);
    let month = u32::from(shortened.list(right.hash) & MONTHS > 0);
    let inside = u32::from(candidate.inside.bracket) * 2 + u32::from(candidate.inside.quote);

    let mut give = |number, parts: &[u32]| each(number, hash(number, parts));
    give(
        BIAS,
        &[match candidate.first {
            _ if candidate.weak => 1,
            ' ' => 3,
            first => 2 * u32::from(is_own_mark(first)),
        }],
    );
    give(0, &[mark, closer, gap]);
    give(1, &[mark, next, closer, gap]);
    give(10, &[script, mark, next]);
    give(21, &[script, shape, stop]);
    if candidate.marks > 0 {
        give(2, &[left.hash, stop, left.upper.min(1)]);
        give(3, &[left.hash, next, stop]);
    }
    give(4, &[shape, next, stop]);
    give(5, &[shape, next, mark, script]);
    give(6, &[right.hash, right.class, stop]);
    give(7, &[right.hash, coarse, stop]);
    give(8, &[left.near, right.class, stop]);
    give(9, &[second_left.hash, coarse, stop]);
    give(11, &[far, coarse, next, mark]);
    give(12, &[listed, next, coarse, stop]);
    give(12, &[listed, left.length, shape, right.class, stop]);
    give(13, &[second_right.class, right.class, right.length.min(3), coarse, dot_after, stop]);
    give(14, &[inside, closer, mark, next]);
    give(15, &[u32::from(left.vowel), left.length.min(6), next, script, stop]);
    give(16, &[right.length.min(9), next, coarse, stop]);
    give(17, &[left.beyond.filter(|_| !blank).map_or(0, u32::from), shape, next]);
    give(18, &[right.near, right.class, mark]);
    if stop == 1 && left.length < 5 {
        give(19, &[left.hash, right.hash]);
    }
    if coarse < 5 {
        give(26, &[month, left.digits, next, second_left.class]);
        give(20, &[left.digits, right.hash, second_left.hash]);
        give(20, &[left.digits, right.hash, 1]);
    }
    give(23, &[second_left.class, second_left.length.min(4), coarse, next, stop]);
    give(24, &[third_left.hash, coarse, stop]);
    give(25, &[right.hash, mark, closer]);
}

/// The hash of the feature of that number which has these parts.
#[must_use]
pub fn hash(number: usize, parts: &[u32]) -> u32 {
    parts.iter().fold(short_step(0, number as u32 + 1), |hash, &part| short_step(hash, part))
}

/// The script around a candidate, coarsely: of the last letter before it, or where that is of a Latin acronym, of the first behind it; Arabic
/// where vowels are written is one of its own.
fn script(text: &str, candidate: &Candidate) -> u32 {
    let mut before = Span::new(0, candidate.mark).of(text).chars().rev().take(LONGEST);
    let after = text.get(candidate.next..).unwrap_or_default();
    let is_letter = |c: &char| c.is_alphabetic();
    let mut letter = before.find(is_letter);
    let capital = |c: char| c < '\u{250}' && c.is_uppercase();
    // One alone is an initial.
    if letter.is_some_and(capital) && before.clone().next().is_some_and(capital) {
        letter = after.chars().take(LONGEST).find(is_letter).or(letter);
    }
    let vowel = |c| matches!(c, 'ە' | 'ۆ' | 'ۇ' | 'ۈ' | 'ې');
    match letter.map_or(0, u32::from) {
        0..0x250 | 0x1E00..0x1F00 => 0,
        0x530..0x590 => 1,
        0x600..0x700 if letter.is_some_and(vowel) || before.any(vowel) => 0x106,
        0x3000..0xA000 => 2,
        0xAC00..0xD800 => 3,
        point => point >> 8,
    }
}

/// The list of abbreviations, one bit of the number of a list: some are months as well, or are read backwards as a month is.
pub const ABBREVIATIONS: usize = 1;
/// The list of names of months, another bit.
pub const MONTHS: usize = 2;

/// The hash under which the list has an abbreviation, written without its last full stop.
#[must_use]
pub fn abbreviation(word: &str) -> u32 {
    Word::read(word.chars().rev(), true).hash
}

/// The hash under which the list has the name of a month.
#[must_use]
pub fn month(word: &str) -> u32 {
    Word::read(word.chars(), false).hash
}

/// The index of a hash in a table of so many weights, a power of two.
#[must_use]
pub fn slot(hash: u32, weights: usize) -> usize {
    let mixed = (hash ^ hash >> 15).wrapping_mul(0x2C1B_3C6D);
    (mixed ^ mixed >> 13) as usize & (weights - 1)
}
