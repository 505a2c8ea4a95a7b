//! The learned model: what each word says about the language it is in.
//!
//! A word is cut into n-grams of one to five letters, its blanks before and after counted as letters, and itself as a whole. Every one
//! of these is hashed to a row of 32 ternary weights; the rows add up to a point in a space of 32 dimensions, and each language
//! of the word's script has a direction there. A language's score is the product of the two: about the logarithm of its probability, up to a
//! term that all languages of the script share, so that the scores of several words add up.
//!
//! | section of the pack | what |
//! | --- | --- |
//! | `rows` | 8 bytes a row: 32 weights of two bits, from the lowest bits on; 0 is 0, 1 is +1, 2 is −1 |
//! | `shifts` | 4 bits a row, from the lowest on: by how many bits, 4 at most, its weights are shifted to the left |
//! | `groups` | 8 bytes a script: its ISO 15924 name, the number of its languages |
//! | `classes` | 4 bytes a language: ISO 639-3, then 1 if it is answered, 0 if it is known only to be told from its neighbours |
//! | `outputs` | 32 signed bytes a language: its direction |
//! | `units` | a 32-bit float a language: what one step of its direction is worth |
//! | `compose` | per pair of characters that Unicode composes: first, second, composed, 4 bytes each, sorted |
//! | `biases` | a signed byte a language: what its score is raised by in a stretch, in fiftieths of a nat |
//! | `usage` | the same, for a text of one word: languages that more is written in are likelier then |
//! | `heat` | per number of letters, rising: that number, 4 bytes, and what sums of scores are multiplied with there, a 32-bit float |

use super::Code;
use super::script::Family;
use super::space::{Grams, LARGEST_SHIFT, Row};
use crate::hash::{mix, step};
use crate::pack::{Pack, u32_at};
use crate::{Error, Span};

/// Weights of a row, and the dimensions of the space the languages have directions in.
pub const DIMENSIONS: usize = 32;
/// Letters of the longest n-gram, and of the longest where words have no blanks between them.
const LONGEST: (usize, usize) = (5, 3);
/// Letters after which a word is cut, and those of a stretch of Han characters and kana.
const CUT: (usize, usize) = (60, 12);
/// What biases are counted in: so many make a nat.
pub const BIAS: f32 = 50.0;
/// The version of packs that this code reads.
pub const VERSION: u32 = 3;

/// A language of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    /// ISO 639-3.
    pub code: Code,
    /// Whether it is answered. A language that is not is known only to be told from its neighbours, and becomes `und`.
    pub answered: bool,
}

/// A word: letters and marks of one script, or a stretch of Han characters and kana.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// Its script.
    pub family: Family,
    /// Its characters, without marks of punctuation.
    pub letters: usize,
}

/// What a character is to words.
enum Role {
    /// A letter or mark of a script.
    Letter(Family),
    /// A letter or mark of any script.
    Mark,
    Apostrophe,
    Other,
}

fn role(c: char) -> Role {
    if let Some(family) = Family::of_letter(c) {
        return Role::Letter(family);
    }
    match c {
        _ if is_apostrophe(c) => return Role::Apostrophe,
        '\0'..='\x7f' | '۔' | '٪' | '॥' => return Role::Other,
        _ => {}
    }
    match Family::of(c) {
        Some(_) if c.is_numeric() && !c.is_alphabetic() => Role::Other,
        Some(family) => Role::Letter(family),
        None if c.is_alphabetic() || is_mark(c) => Role::Mark,
        None => Role::Other,
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '´' | 'ʹ' | '׳')
}

/// Whether a character without a script of its own combines with the one before.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{64b}'..='\u{655}' | '\u{670}' | '\u{951}'..='\u{954}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1cd0}'..='\u{1cff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200c}' | '\u{200d}'
        | '\u{20d0}'..='\u{20f0}' | '\u{302a}'..='\u{302d}' | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

/// The words of `text`, in order: letters and marks with inner apostrophes. A word ends where the script changes.
///
/// ```
/// use hamisi::language::model::words;
/// let text = "L'été, 2024: Москва";
/// let words: Vec<_> = words(text).map(|word| word.span.of(text)).collect();
/// assert_eq!(words, ["L'été", "Москва"]);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let mut at = 0;
    let bytes = text.as_bytes();
    let letters = |at: usize| {
        bytes.get(at..).unwrap_or_default().iter().take(CUT.0).take_while(|byte| byte.is_ascii_alphabetic()).count()
    };
    std::iter::from_fn(move || {
        // Most words of most texts are ASCII letters between ASCII characters that are none.
        at += bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic()).count();
        let length = letters(at);
        let ends = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii() && !matches!(byte, b'\'' | b'`'));
        if length > 0 && length < CUT.0 && ends(bytes.get(at + length)) {
            let span = Span::new(at, at + length);
            at += length;
            return Some(Word { span, family: Family::LATIN, letters: length });
        }
        let mut word: Option<Word> = None;
        for (offset, c) in text.get(at..)?.char_indices() {
            let end = at + offset + c.len_utf8();
            match (role(c), &mut word) {
                (Role::Letter(family), None) => {
                    word = Some(Word { span: Span::new(end - c.len_utf8(), end), family, letters: 1 });
                }
                (Role::Letter(family), Some(open)) if family == open.family && open.letters < cut(family) => {
                    (open.span.end, open.letters) = (end, open.letters + 1);
                }
                (Role::Mark, Some(open)) => (open.span.end, open.letters) = (end, open.letters + 1),
                // An apostrophe belongs to a word only between two of its letters.
                (Role::Apostrophe, Some(_)) | (_, None) => {}
                (_, Some(_)) => break,
            }
        }
        let word = word?;
        at = word.span.end;
        Some(word)
    })
}

fn cut(family: Family) -> usize {
    if family.is_han() { CUT.1 } else { CUT.0 }
}

/// The features of a word whose characters are `letters`, in the form that [`Model::letters`] gives, hashed to one of `rows` rows each.
/// `each` gets the row, the first letter of the n-gram and its length.
#[inline(always)]
pub fn features(family: Family, letters: &[u32], rows: u32, mut each: impl FnMut(usize, usize, usize)) {
    let (han, last) = (family.is_han(), letters.len());
    let longest = if han { LONGEST.1 } else { LONGEST.0 };
    let mut row = |hash: u64, at, length| each((((mix(hash) >> 32) * u64::from(rows)) >> 32) as usize, at, length);
    for start in 0..last {
        let rest = letters.get(start..).unwrap_or_default();
        let Some((&first, others)) = rest.get(..longest).unwrap_or(rest).split_first() else { break };
        let mut hash = step(FIRST, first);
        // A blank alone says nothing.
        if first != BLANK {
            row(hash, start, 1);
        }
        for (length, &letter) in (2..).zip(others) {
            hash = step(hash, letter);
            row(hash, start, length);
        }
    }
    if !han && last > longest {
        row(letters.iter().fold(!FIRST, |hash, &letter| step(hash, letter)), 0, last);
    }
}

/// What hashes of n-grams begin with; those of words begin with its complement.
const FIRST: u64 = 0x9e37_79b9_7f4a_7c15;
/// Stands before and after a word.
const BLANK: u32 = b' ' as u32;
/// Stands before the `i` that was an `İ`.
pub const DOT: u32 = 1;

/// The languages of one script.
#[derive(Clone, Debug)]
struct Group {
    family: Family,
    classes: Vec<Class>,
    /// Per class.
    outputs: Vec<[f32; DIMENSIONS]>,
    biases: Vec<f32>,
    usage: Vec<f32>,
}

/// A model read from a pack.
#[derive(Clone, Debug)]
pub struct Model {
    rows: Vec<[u8; DIMENSIONS / 4]>,
    /// Two a byte.
    shifts: Vec<u8>,
    groups: Vec<Group>,
    compose: Vec<[u32; 3]>,
    heat: Vec<(f32, f32)>,
}

impl Model {
    /// Reads the model of a `language` pack.
    ///
    /// # Errors
    /// When a section is missing or does not fit the others.
    pub fn new(pack: &Pack) -> Result<Self, Error> {
        if pack.version() != VERSION {
            let found = pack.version();
            return Err(Error::pack(format!("language pack {found} is not {VERSION}, which this version reads")));
        }
        let unfit = |section: &str| Error::pack(format!("the language pack's section {section} does not fit"));
        let rows = pack.section("rows")?.as_chunks().0.to_vec();
        let shifts = pack.section("shifts")?.to_vec();
        if rows.is_empty() || rows.len() > 2 * shifts.len() || u32::try_from(rows.len()).is_err() {
            return Err(unfit("shifts"));
        }
        if shifts.iter().any(|&pair| pair & 15 > LARGEST_SHIFT || pair >> 4 > LARGEST_SHIFT) {
            return Err(unfit("shifts"));
        }
        let mut classes = pack.section("classes")?.chunks_exact(4);
        let mut outputs = pack.section("outputs")?.chunks_exact(DIMENSIONS);
        let mut units = pack.section("units")?.chunks_exact(4);
        let mut biases = pack.section("biases")?.iter();
        let mut usage = pack.section("usage")?.iter();
        let mut groups = Vec::new();
        for record in pack.section("groups")?.chunks_exact(8) {
            let (name, count) = record.split_at_checked(4).ok_or_else(|| unfit("groups"))?;
            let name = std::str::from_utf8(name).map_err(|_| unfit("groups"))?;
            let family = Family::named(name).ok_or_else(|| unfit("groups"))?;
            let mut group =
                Group { family, classes: Vec::new(), outputs: Vec::new(), biases: Vec::new(), usage: Vec::new() };
            for _ in 0..u32_at(count, 0).unwrap_or(0) {
                let class = classes.next().ok_or_else(|| unfit("classes"))?;
                let (code, answered) = class.split_at_checked(3).ok_or_else(|| unfit("classes"))?;
                let code = std::str::from_utf8(code).ok().and_then(Code::new).ok_or_else(|| unfit("classes"))?;
                group.classes.push(Class { code, answered: answered == [1] });
                let unit = units.next().and_then(|unit| u32_at(unit, 0)).map(f32::from_bits);
                let unit = unit.filter(|unit| unit.is_finite()).ok_or_else(|| unfit("units"))?;
                let steps = outputs.next().ok_or_else(|| unfit("outputs"))?;
                let mut output = [0.0; DIMENSIONS];
                for (weight, step) in output.iter_mut().zip(steps) {
                    *weight = f32::from(step.cast_signed()) * unit;
                }
                group.outputs.push(output);
                let bias = biases.next().ok_or_else(|| unfit("biases"))?;
                group.biases.push(f32::from(bias.cast_signed()) / BIAS);
                let usage = usage.next().ok_or_else(|| unfit("usage"))?;
                group.usage.push(f32::from(usage.cast_signed()) / BIAS);
            }
            groups.push(group);
        }
        let compose = pack
            .section("compose")?
            .chunks_exact(12)
            .filter_map(|entry| Some([u32_at(entry, 0)?, u32_at(entry, 4)?, u32_at(entry, 8)?]));
        let compose: Vec<_> = compose.collect();
        let heat = pack
            .section("heat")?
            .chunks_exact(8)
            .filter_map(|entry| Some((u32_at(entry, 0)? as f32, f32::from_bits(u32_at(entry, 4)?))));
        let heat: Vec<_> = heat.filter(|(_, factor)| factor.is_finite() && *factor > 0.0).collect();
        if heat.is_empty() || !heat.is_sorted_by(|a, b| a.0 < b.0) {
            return Err(unfit("heat"));
        }
        Ok(Self { rows, shifts, groups, compose, heat })
    }

    /// The languages written in a script; empty where the model knows none.
    #[must_use]
    pub fn classes(&self, family: Family) -> &[Class] {
        self.group(family).map_or(&[], |group| &group.classes)
    }

    /// The scripts that the model knows languages of.
    pub fn families(&self) -> impl Iterator<Item = Family> + '_ {
        self.groups.iter().map(|group| group.family)
    }

    fn group(&self, family: Family) -> Option<&Group> {
        self.groups.iter().find(|group| group.family == family)
    }

    /// Adds to `scores`, one per class of `family`, what `word` says for each: natural logarithms of probability, up to a common term.
    pub fn score(&self, family: Family, word: &str, scores: &mut [f32]) {
        let point = self.grams(family, word).values().map(f32::from);
        for (score, output) in scores.iter_mut().zip(self.directions(family)) {
            *score += product(&point, output);
        }
    }

    /// What the n-grams of `word` add up to; nothing where the script has no two languages.
    pub(super) fn grams(&self, family: Family, word: &str) -> Grams {
        let (mut places, mut rows) = (Vec::new(), Vec::new());
        self.places(family, word, &mut Vec::new(), &mut places);
        self.fetch(&places, &mut rows);
        let mut grams = Grams::new();
        grams.add(&rows);
        grams
    }

    /// Adds to `places` where the rows of the n-grams of `word` are; none where the script has no two languages. `letters` is room for
    /// its letters.
    #[inline(always)]
    pub(super) fn places(&self, family: Family, word: &str, letters: &mut Vec<u32>, places: &mut Vec<u32>) {
        if self.classes(family).len() < 2 {
            return;
        }
        letters.clear();
        add_letters(family, word, |first, second| self.composed(first, second), letters);
        let before = places.len();
        // As many as there can be: whether there is room needs not be asked of each.
        places.resize(before + letters.len() * LONGEST.0 + 1, 0);
        let room = places.get_mut(before..).unwrap_or_default();
        let mut free = room.iter_mut();
        features(family, letters, self.rows.len() as u32, |row, _, _| {
            if let Some(place) = free.next() {
                *place = row as u32;
            }
        });
        let left = free.len();
        places.truncate(places.len() - left);
    }

    /// The rows at `places`. They lie far apart in memory: fetched in one go, they are waited for together.
    pub(super) fn fetch(&self, places: &[u32], rows: &mut Vec<Row>) {
        rows.clear();
        rows.extend(places.iter().map(|&place| self.row(place as usize)));
    }

    #[inline(always)]
    fn row(&self, place: usize) -> Row {
        let weights = self.rows.get(place).copied().unwrap_or_default();
        let pair = self.shifts.get(place / 2).copied().unwrap_or_default();
        Row { weights, shift: pair >> (place % 2 * 4) & 15 }
    }

    /// The directions of the classes of `family`: a class's score is the product with the word's point.
    #[must_use]
    pub fn directions(&self, family: Family) -> &[[f32; DIMENSIONS]] {
        self.group(family).map_or(&[], |group| &group.outputs)
    }

    /// What the classes of `family` are raised by in a stretch, in nats, after its scores were multiplied with [`Model::heat`].
    #[must_use]
    pub fn biases(&self, family: Family) -> &[f32] {
        self.group(family).map_or(&[], |group| &group.biases)
    }

    /// What the classes of `family` are raised by besides where one word is all the text there is, in nats.
    #[must_use]
    pub fn usage(&self, family: Family) -> &[f32] {
        self.group(family).map_or(&[], |group| &group.usage)
    }

    /// The n-grams of `word` with what each adds to the score of the class at `class`, in the order they stand; the word itself comes last.
    /// Blanks around the word are written `_`.
    #[must_use]
    pub fn explain(&self, family: Family, word: &str, class: usize) -> Vec<(String, f32)> {
        let mut parts = Vec::new();
        let Some(output) = self.directions(family).get(class) else { return parts };
        let letters = self.letters(family, word);
        features(family, &letters, self.rows.len() as u32, |row, at, length| {
            let mut grams = Grams::new();
            grams.add(&[self.row(row)]);
            let shown = letters.iter().skip(at).take(length).filter_map(|&letter| match letter {
                BLANK => Some('_'),
                DOT => Some('\u{307}'),
                letter => char::from_u32(letter),
            });
            parts.push((shown.collect(), product(&grams.values().map(f32::from), output)));
        });
        parts
    }

    /// What a sum of scores is to be multiplied with for calibrated probabilities, for a stretch of so many letters.
    #[must_use]
    pub fn heat(&self, letters: usize) -> f32 {
        let letters = letters as f32;
        let above = self.heat.partition_point(|(known, _)| *known <= letters);
        match (above.checked_sub(1).and_then(|below| self.heat.get(below)), self.heat.get(above)) {
            (Some(&(x0, y0)), Some(&(x1, y1))) => y0 + (y1 - y0) * (letters - x0) / (x1 - x0),
            (Some(&(_, y)), None) | (None, Some(&(_, y))) => y,
            (None, None) => 1.0,
        }
    }

    /// The characters of a word as its features see them: composed, in lower case, apostrophes alike, a blank before and after where the
    /// script has blanks; `İ` is `i` with a mark of its own before it, which keeps its likeness to `i` and its evidence.
    #[must_use]
    pub fn letters(&self, family: Family, word: &str) -> Vec<u32> {
        letters(family, word, |first, second| self.composed(first, second))
    }

    #[inline(always)]
    fn composed(&self, first: char, second: char) -> Option<char> {
        // Most characters combine with none before them.
        match second {
            '\0'..='\u{2FF}' | '\u{370}'..='\u{652}' | '\u{656}'..='\u{93B}' | '\u{93D}'..='\u{9BD}' => None,
            '\u{3100}'..='\u{FFFF}' => None,
            _ => self.searched(first, second),
        }
    }

    fn searched(&self, first: char, second: char) -> Option<char> {
        let pair = [u32::from(first), u32::from(second)];
        let at = self.compose.binary_search_by(|[a, b, _]| [*a, *b].cmp(&pair)).ok()?;
        self.compose.get(at).and_then(|[_, _, composed]| char::from_u32(*composed))
    }
}

/// As [`Model::letters`], where `composed` gives what Unicode composes of two characters, if anything.
pub fn letters(family: Family, word: &str, composed: impl Fn(char, char) -> Option<char>) -> Vec<u32> {
    let mut letters = Vec::with_capacity(word.len() + 2);
    add_letters(family, word, composed, &mut letters);
    letters
}

#[inline(always)]
fn add_letters(family: Family, word: &str, composed: impl Fn(char, char) -> Option<char>, letters: &mut Vec<u32>) {
    let blank = (!family.is_han()).then_some(BLANK);
    letters.reserve(word.len() + 2);
    letters.extend(blank);
    if word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        letters.extend(word.bytes().map(|byte| u32::from(byte.to_ascii_lowercase())));
        letters.extend(blank);
        return;
    }
    let mut chars = word.chars().peekable();
    while let Some(mut c) = chars.next() {
        while let Some(both) = chars.peek().and_then(|&next| composed(c, next)) {
            c = both;
            chars.next();
        }
        match c {
            'a'..='z' => letters.push(u32::from(c)),
            _ if is_apostrophe(c) => letters.push(u32::from(b'\'')),
            'İ' => letters.extend([DOT, u32::from(b'i')]),
            _ => letters.push(u32::from(lower(c))),
        }
    }
    letters.extend(blank);
}

/// The first character of the lower case of `c`; without a table for the letters that most text consists of.
#[inline]
fn lower(c: char) -> char {
    let code = u32::from(c);
    let plus = |distance| char::from_u32(code + distance).unwrap_or(c);
    match c {
        'ß'..='ö'
        | 'ø'..='ÿ'
        | 'а'..='џ'
        | '\u{590}'..='\u{109F}'
        | '\u{3041}'..='\u{A63F}'
        | '\u{AC00}'..='\u{D7A3}' => c,
        'À'..='Ö' | 'Ø'..='Þ' | 'А'..='Я' => plus(0x20),
        'Ѐ'..='Џ' => plus(0x50),
        // Capital and small letters by turns.
        'Ā'..='į' | 'Ŋ'..='ŷ' | 'Ạ'..='ỿ' => plus(1 - code % 2),
        'Ĺ'..='ň' | 'Ź'..='ž' => plus(code % 2),
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

fn product(a: &[f32; DIMENSIONS], b: &[f32; DIMENSIONS]) -> f32 {
    // Eight sums side by side are what vector units add.
    let mut sums = [0.0; 8];
    for (a, b) in a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_all_that_combine() {
        let pack = Pack::new(include_bytes!("language.pack").as_slice()).unwrap();
        let model = Model::new(&pack).unwrap();
        assert!(!model.compose.is_empty());
        for &[first, second, both] in &model.compose {
            let [first, second, both] = [first, second, both].map(|c| char::from_u32(c).unwrap());
            assert_eq!(model.composed(first, second), Some(both));
        }
    }

    #[test]
    fn reads_dotted_and_dotless_letters_apart() {
        let model = Model::new(&Pack::new(include_bytes!("language.pack").as_slice()).unwrap()).unwrap();
        let read = |word: &str| -> String {
            let letters = model.letters(Family::LATIN, word);
            letters
                .into_iter()
                .map(|letter| if letter == DOT { '*' } else { char::from_u32(letter).unwrap() })
                .collect()
        };
        assert_eq!(read("İQTİSAD"), " *iqt*isad ");
        assert_eq!(read("QIZIL"), " qizil ");
        assert_eq!(read("Qızıl"), " qızıl ");
        assert_eq!(read("ƏLAQƏ"), " əlaqə ");
        assert_eq!(read("Əlaqə"), read("ƏLAQƏ"));
        // An `İ` of two characters, and what other programs make of it in lower case.
        assert_eq!(read("I\u{307}qti\u{307}sad"), read("İqtİsad"));
        assert_eq!(read("i\u{307}stanbul"), read("İstanbul"));
    }

    #[test]
    fn lower_case_is_that_of_unicode() {
        for c in ('\0'..=char::MAX).filter(|&c| c != 'İ') {
            assert_eq!(Some(lower(c)), c.to_lowercase().next(), "{c:?}");
        }
    }
}
