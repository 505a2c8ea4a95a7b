//! Texts whose sentences are known.

use super::sentence::{Case, MODELS};
use super::{Outcome, Random};
use flate2::read::GzDecoder;
use hamisi::language::Code;
use hamisi::{Span, block};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io::Read;
use std::mem;
use std::path::{Path, PathBuf};

/// All texts, and what else the model learns from.
pub struct Corpus {
    pub sets: Vec<Set>,
    pub cases: Vec<Case>,
    pub shortened: Vec<u8>,
}

/// A paragraph.
#[derive(Default)]
pub struct Paragraph {
    pub text: String,
    /// Where its sentences end, in bytes.
    pub ends: HashSet<usize>,
}

/// A treebank, a language's prose, or cases of rules.
pub struct Set {
    pub name: String,
    pub language: Code,
    pub treebank: bool,
    /// How much its sentences count.
    pub weight: f32,
    /// The only one of the models that learns from it; else all do.
    pub model: Option<u8>,
    pub paragraphs: Vec<Paragraph>,
}

#[derive(Deserialize)]
struct Annotated {
    lang: String,
    text: String,
    sentences: Vec<(usize, usize)>,
}

/// How much cases of rules count, and listed abbreviations, beside sentences of running text.
const RULE: f32 = 1.0;
const LISTED: f32 = 0.3;

/// Sentences of a paragraph of prose that has no blank lines.
const LONGEST: usize = 12;

/// Paragraphs made of words of `sets`, to teach lists: each abbreviation in `folder` before a capital, where nothing ends; each time
/// another word before one, where a sentence does; initials before names; and each month after a number. The words are drawn at random, for each model anew.
fn made(folder: &Path, sets: &[Set], random: &mut Random) -> Outcome<[Vec<Paragraph>; 2]> {
    let mut words: BTreeMap<Family, Vec<&str>> = BTreeMap::new();
    for word in sets.iter().flat_map(|set| &set.paragraphs).flat_map(|paragraph| paragraph.text.split(' ')) {
        let plain = |c: char| c.is_alphabetic() && !c.is_uppercase();
        if let Some(family) = word.chars().next().and_then(family).filter(|_| word.chars().all(plain)) {
            words.entry(family).or_default().push(word);
        }
    }
    let mut any = |like: &str| -> Option<String> {
        let words = words.get(&family(like.chars().next_back()?)?)?;
        Some(words[random.below(words.len())].to_owned())
    };
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default() + letters.as_str()
    };
    let (mut texts, mut dates) = (Vec::new(), Vec::new());
    for path in files(&folder.join("abbreviations"), ".txt")? {
        let list = fs::read_to_string(&path)?;
        for word in list.lines().filter(|word| !ENDING.contains(word)) {
            if let (Some(before), Some(name), Some(after)) = (any(word), any(word), any(word)) {
                texts.push((format!("{name} {word}. {after} {before}"), None));
                if capital(&name) != name {
                    texts.push((format!("{before} {word}. {} {after}", capital(&name)), None));
                }
                let capital = capital(&after);
                let mut stop = '.';
                if before.starts_with(|c| family(c) == Some(ARMENIAN)) {
                    // There the full stop stands for a colon or semicolon.
                    texts.push((format!("{after} {before}. {capital} {name}"), None));
                    stop = '։';
                }
                let end = after.len() + before.len() + 1 + stop.len_utf8();
                texts.push((format!("{after} {before}{stop} {capital} {name}"), Some(end)));
            }
        }
    }
    // Initials in scripts without capitals.
    for word in words.values().filter_map(|words| words.first()).filter(|word| capital(word) == **word) {
        for initial in 'A'..='Z' {
            if let (Some(before), Some(name), Some(after)) = (any(word), any(word), any(word)) {
                texts.push((format!("{before} {initial}. {name} {after}"), None));
            }
        }
    }
    for (index, month) in fs::read_to_string(folder.join("months.txt"))?.lines().enumerate() {
        for month in [month.to_owned(), capital(month)] {
            if let (Some(before), Some(after)) = (any(&month), any(&month)) {
                dates.push((format!("{before} {}. {month} {after}", index % 31 + 1), None));
            }
        }
    }
    // Days and months in figures, with blanks as many languages of Europe write them, and from one to another.
    for index in 0..NUMBERED {
        let (Some(before), Some(after)) = (any("a"), any("a")) else { continue };
        let [day, month, last] = [index % 31 + 1, index % 12 + 1, index * 7 % 31 + 1];
        let next = (index + 1) % 12 + 1;
        dates.extend([
            (format!("{before} {day}. {month}. - {last}. {next}. {after}"), None),
            (format!("{before} {day}. {month}. – {last}. {next}. {} {after}", 1900 + index), None),
            (format!("{before} {day}. - {last}. {month}. {after}"), None),
        ]);
    }
    // Kings and centuries.
    for number in ROMAN.repeat(3) {
        if let (Some(before), Some(name), Some(after)) = (any("a"), any("a"), any("a")) {
            dates.push((format!("{after} {before} {number}. {} {after}", capital(&name)), None));
        }
    }
    let paragraph =
        |(text, end): (String, Option<usize>)| Paragraph { ends: end.into_iter().chain([text.len()]).collect(), text };
    Ok([texts, dates].map(|texts| texts.into_iter().map(paragraph).collect()))
}

/// Ordinals that are made; single letters may be initials.
const ROMAN: [&str; 12] = ["II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XIV", "XV", "XVI"];

/// Dates in figures that are made.
const NUMBERED: usize = 120;

/// Scripts whose words have blanks between them, by number.
type Family = u32;

const ARMENIAN: Family = 3;
const HANGUL: Family = 4;

fn family(letter: char) -> Option<Family> {
    match letter {
        'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' => Some(0),
        '\u{370}'..='\u{3FF}' => Some(1),
        '\u{400}'..='\u{52F}' => Some(2),
        '\u{530}'..='\u{58F}' => Some(ARMENIAN),
        '\u{590}'..='\u{DFF}' | '\u{10D0}'..='\u{10FF}' => Some(u32::from(letter) >> 7),
        '\u{AC00}'..='\u{D7A3}' => Some(HANGUL),
        _ => None,
    }
}

/// Abbreviations that often end a sentence.
const ENDING: [&str; 40] = [
    "etc", "osv", "itd", "itp", "usw", "др", "т.д", "т.п", "jne", "jms", "atd", "apod", "vb", "vs", "stb", "κλπ",
    "κ.λπ", "κ.ά", "κτλ", "a.m", "p.m", "inc", "ltd", "jr", "sr", "co", "и.т.д", "utt", "u.c", "o.s.v", "m.m", "m.fl",
    "г", "гг", "ss", "ecc", "b.c", "a.d", "u.s", "i",
];

/// Reads `seg/ud`, `seg/golden` and `prose` below `data`, and `lists`.
pub fn read(data: &Path, lists: &Path, shortened: Vec<u8>) -> Outcome<Corpus> {
    let mut sets = Vec::new();
    for path in files(&data.join("seg/ud"), ".jsonl.gz")? {
        let name = path.file_name().map(|name| name.to_string_lossy().replace(".jsonl.gz", "")).unwrap_or_default();
        let mut set =
            Set { name, language: Code::UND, treebank: true, weight: 1.0, model: None, paragraphs: Vec::new() };
        for line in gunzip(&path)?.lines() {
            let annotated: Annotated = serde_json::from_str(line)?;
            set.language = Code::from_tag(&annotated.lang);
            let text = annotated.text;
            let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let ends = annotated.sentences.iter().filter_map(|&(_, end)| offsets.get(end).copied()).collect();
            let mut start = 0;
            for paragraph in text.split_inclusive("\n\n") {
                let span = Span::new(start, start + paragraph.len()).trimmed(&text);
                start += paragraph.len();
                set.paragraphs.push(part(&text, &ends, span));
            }
        }
        sets.push(set);
    }
    let known: HashSet<String> = sets.iter().flat_map(|set| &set.paragraphs).flat_map(sentences).collect();
    for line in fs::read_to_string(lists.join("prose.tsv"))?.lines() {
        let (language, count) = line.split_once('\t').ok_or("a line of the list of prose without tab")?;
        let text = gunzip(&data.join(format!("prose/{language}.txt.gz")))?;
        let paragraphs = prose(&text, count.parse()?, &known, ["jpn", "zho", "zho-Hant"].contains(&language));
        sets.push(Set {
            name: language.to_owned(),
            language: Code::from_tag(language),
            treebank: false,
            weight: 1.0,
            model: None,
            paragraphs,
        });
    }
    let mut random = Random::default();
    let drawn = (0..MODELS).map(|_| made(lists, &sets, &mut random)).collect::<Outcome<Vec<_>>>()?;
    for (model, drawn) in (0..).zip(drawn) {
        for (paragraphs, weight) in drawn.into_iter().zip([LISTED, 1.0]) {
            let name = "lists".to_owned();
            sets.push(Set { name, language: Code::UND, treebank: false, weight, model: Some(model), paragraphs });
        }
    }
    let (mut cases, mut paragraphs, mut met) = (Vec::new(), Vec::new(), HashSet::new());
    for suite in ["sentencex", "pysbd"] {
        for line in fs::read_to_string(data.join(format!("seg/golden/{suite}.jsonl")))?.lines() {
            let case = Case { suite: suite.to_owned(), ..serde_json::from_str(line)? };
            // pySBD's Arabic cases end sentences at commas and colons.
            let odd = suite == "pysbd" && case.language == "ar";
            if !odd && met.insert(case.text.split_whitespace().collect::<String>()) {
                let ends = ends_of(&case);
                let blocks = block::blocks(&case.text, None);
                paragraphs.extend(blocks.iter().map(|block| part(&case.text, &ends, block.span)));
            }
            cases.push(case);
        }
    }
    sets.push(Set {
        name: "rules".into(),
        language: Code::UND,
        treebank: false,
        weight: RULE,
        model: None,
        paragraphs,
    });
    Ok(Corpus { sets, cases, shortened })
}

/// The paragraph at `span` of a text whose sentences end at `ends`.
fn part(text: &str, ends: &HashSet<usize>, span: Span) -> Paragraph {
    let inside = ends.iter().filter(|&&end| span.start < end && end <= span.end);
    Paragraph { text: span.of(text).to_owned(), ends: inside.map(|end| end - span.start).collect() }
}

/// The paragraphs of the first `count` lines of `text`, without those that are `known`.
fn prose(text: &str, count: usize, known: &HashSet<String>, joint: bool) -> Vec<Paragraph> {
    let (mut paragraphs, mut paragraph, mut left, mut sentences) = (Vec::new(), Paragraph::default(), count, 0);
    for line in text.lines().take_while(|line| {
        left -= usize::from(!line.is_empty() && left > 0);
        left > 0
    }) {
        if line.is_empty() || sentences == LONGEST {
            paragraphs.push(mem::take(&mut paragraph));
            sentences = 0;
        }
        if line.is_empty() || known.contains(line) {
            continue;
        }
        if !paragraph.text.is_empty() && !joint {
            paragraph.text.push(' ');
        }
        paragraph.text.push_str(line);
        paragraph.ends.insert(paragraph.text.len());
        sentences += 1;
    }
    paragraphs.push(paragraph);
    paragraphs.retain(|paragraph| !paragraph.text.is_empty());
    paragraphs
}

fn sentences(paragraph: &Paragraph) -> Vec<String> {
    let mut ends: Vec<_> = paragraph.ends.iter().copied().collect();
    ends.sort_unstable();
    let mut start = 0;
    ends.into_iter()
        .map(|end| {
            Span::new(mem::replace(&mut start, end), end).trimmed(&paragraph.text).of(&paragraph.text).to_owned()
        })
        .collect()
}

/// Where the expected sentences end in the text, white space apart.
fn ends_of(case: &Case) -> HashSet<usize> {
    let mut at = 0;
    let mut ends = HashSet::new();
    for sentence in &case.expected {
        for c in sentence.chars().filter(|c| !c.is_whitespace()) {
            at += case.text.get(at..).and_then(|rest| rest.find(c)).unwrap_or_default() + c.len_utf8();
        }
        ends.insert(at);
    }
    ends
}

/// The files in `folder` whose names have that ending, in order.
pub fn files(folder: &Path, ending: &str) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.collect::<Result<Vec<_>, _>>()?.iter().map(fs::DirEntry::path).collect();
    files.retain(|path| path.to_string_lossy().ends_with(ending));
    files.sort();
    Ok(files)
}

pub fn gunzip(path: &Path) -> Outcome<String> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text)?;
    Ok(text)
}
