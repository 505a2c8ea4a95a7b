//! What the model learns from: words and sentences of each language, script by script.

use super::{Options, Outcome, texts};
use flate2::read::GzDecoder;
use hamisi::language::model::{letters, words};
use hamisi::language::{Code, Family};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use unicode_normalization::{UnicodeNormalization, char::compose};

/// All that is learned from.
#[derive(Default)]
pub struct Corpus {
    pub words: Words,
    pub scripts: Vec<Script>,
}

/// The languages written in one script.
pub struct Script {
    pub family: Family,
    pub classes: Vec<Class>,
}

/// A language in one script. Words are numbers in [`Corpus::words`].
pub struct Class {
    pub code: Code,
    pub answered: bool,
    /// How often it occurs beside the others.
    pub weight: f32,
    pub lists: Vec<List>,
    pub texts: Vec<Text>,
    /// What the texts weigh, added up.
    pub sums: Vec<f32>,
}

/// Sentences of one source.
#[derive(Default)]
pub struct Text {
    pub sentences: Vec<Vec<u32>>,
    /// All words of the sentences.
    pub running: Vec<u32>,
}

/// A list of words with their frequencies added up.
#[derive(Default)]
pub struct List {
    pub words: Vec<u32>,
    pub sums: Vec<f32>,
}

impl List {
    fn add(&mut self, word: u32, frequency: f32) {
        let before = self.sums.last().copied().unwrap_or_default();
        self.words.push(word);
        self.sums.push(before + frequency);
    }
}

/// Words as the model sees them, each once.
#[derive(Default)]
pub struct Words {
    all: Vec<Box<[u32]>>,
    known: HashMap<Box<[u32]>, u32>,
}

impl Words {
    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn get(&self, word: u32) -> &[u32] {
        self.all.get(word as usize).map_or(&[], |word| word)
    }

    fn number(&mut self, family: Family, word: &str) -> u32 {
        let word = letters(family, word, |_, _| None).into_boxed_slice();
        if let Some(&number) = self.known.get(&word) {
            return number;
        }
        let number = self.all.len() as u32;
        self.all.push(word.clone());
        self.known.insert(word, number);
        number
    }
}

/// How fast frequency falls with rank in lists that tell only ranks.
const FALL: f64 = 0.8;
const HEAD: f64 = 5.0;
/// Between the true frequency and all words alike: rare words are what a model must learn to tell.
const FLATTEN: f64 = 0.8;
/// How often examples are from the pack's text, from prose, and from what registries have (mostly of programs), where all have enough.
const SOURCES: [f32; 3] = [1.0, 0.5, 0.35];
/// Words of running text that are enough.
const ENOUGH: f32 = 20_000.0;
/// Lists with fewer words are too poor to be drawn from.
const FEWEST: usize = 1_000;

pub fn read(options: &Options) -> Outcome<Corpus> {
    let worths = worths(&options.languages)?;
    let other = worths.get("other").map(|worth| worth.weight).ok_or("the languages have no weight for `other`")?;
    let scripts = scripts(&options.data.join("lid/inventory.tsv"))?;
    let mut corpus = Corpus::default();
    for (name, path) in texts(&options.data.join("lid/train"), ".txt.zst")? {
        let code = Code::new(&name).ok_or_else(|| format!("{name} is no language code"))?;
        let weight = worths.get(name.as_str()).map(|worth| worth.weight);
        let mut classes: BTreeMap<&str, (Family, Class)> = BTreeMap::new();
        for family in scripts.get(&name).ok_or_else(|| format!("{name} is not in the inventory"))? {
            let class = Class {
                code,
                answered: weight.is_some(),
                weight: weight.unwrap_or(other),
                lists: Vec::new(),
                texts: SOURCES.iter().map(|_| Text::default()).collect(),
                sums: Vec::new(),
            };
            classes.insert(family.as_str(), (*family, class));
        }
        let mut sources = [unpacked(&path)?, String::new(), String::new()];
        if !options.no_prose {
            for name in [name.clone(), format!("{name}-Hant")] {
                sources[1].push_str(&unpacked_if_there(&options.data.join(format!("prose/{name}.txt.gz")))?);
            }
        }
        if let Some(extra) = &options.extra {
            sources[2] = unpacked_if_there(&extra.join(format!("text/{name}.txt")))?;
        }
        let ranked = unpacked(&options.data.join(format!("lid/words/{name}.txt.zst")))?;
        let (ranked, pairs): (Vec<_>, Vec<_>) = ranked.lines().partition(|line| !line.contains(' '));
        for (source, text) in sources.iter().enumerate() {
            for line in text.lines().chain(pairs.iter().copied().filter(|_| source == 0)) {
                add_sentence(line, source, &mut corpus.words, &mut classes);
            }
        }
        let ranks = ranked.iter().enumerate().map(|(rank, word)| (*word, libm::pow(rank as f64 + 1.0 + HEAD, -FALL)));
        add_list(ranks, &mut corpus.words, &mut classes);
        for folder in options.extra.iter().flat_map(|extra| ["news", "words"].map(|kind| extra.join(kind))) {
            let list = unpacked_if_there(&folder.join(format!("{name}.tsv")))?;
            let counted = list.lines().filter_map(|line| {
                let (word, frequency) = line.split_once('\t')?;
                Some((word, libm::pow(frequency.parse().ok()?, FLATTEN)))
            });
            add_list(counted, &mut corpus.words, &mut classes);
        }
        for (family, mut class) in classes.into_values() {
            let weights = class.texts.iter().zip(SOURCES).scan(0.0, |sum, (text, weight)| {
                *sum += weight * (text.running.len() as f32 / ENOUGH).min(1.0);
                Some(*sum)
            });
            class.sums = weights.collect();
            if class.sums.last().is_none_or(|&sum| sum == 0.0) || class.lists.is_empty() {
                continue;
            }
            match corpus.scripts.iter_mut().find(|script| script.family == family) {
                Some(script) => script.classes.push(class),
                None => corpus.scripts.push(Script { family, classes: vec![class] }),
            }
        }
    }
    corpus.scripts.sort_by_key(|script| script.family.as_str());
    corpus.words.known = HashMap::new();
    Ok(corpus)
}

type Classes<'n> = BTreeMap<&'n str, (Family, Class)>;

/// Adds the words of a sentence to the language in the script that most of them are in; Han characters count wherever they are, since
/// they stand among Latin names.
fn add_sentence(line: &str, source: usize, known: &mut Words, classes: &mut Classes) {
    let line: String = line.nfc().collect();
    let mut found: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    let mut all = 0;
    for word in words(&line) {
        all += 1;
        if classes.contains_key(word.family.as_str()) {
            found.entry(word.family.as_str()).or_default().push(known.number(word.family, word.span.of(&line)));
        }
    }
    for (family, words) in found {
        if let Some((family, class)) = classes.get_mut(family)
            && (family.is_han() || words.len() * 2 > all)
        {
            class.texts[source].running.extend(&words);
            class.texts[source].sentences.push(words);
        }
    }
}

fn add_list<'w>(list: impl Iterator<Item = (&'w str, f64)>, known: &mut Words, classes: &mut Classes) {
    let mut lists: BTreeMap<&str, List> = BTreeMap::new();
    for (word, frequency) in list {
        let word: String = word.nfc().collect();
        let mut parts = words(&word);
        if let (Some(only), None) = (parts.next(), parts.next())
            && classes.contains_key(only.family.as_str())
        {
            lists
                .entry(only.family.as_str())
                .or_default()
                .add(known.number(only.family, only.span.of(&word)), frequency as f32);
        }
    }
    for (family, list) in lists {
        if let Some((_, class)) = classes.get_mut(family)
            && (class.lists.is_empty() || list.words.len() >= FEWEST)
        {
            class.lists.push(list);
        }
    }
}

/// Pairs of characters and what Unicode composes of them, sorted. Hangul, which is composed by rule, and scripts of one language are left out.
pub fn compositions() -> Vec<[u32; 3]> {
    let marks = ('\u{300}'..='\u{36f}')
        .chain('\u{653}'..='\u{655}')
        .chain(['\u{3099}', '\u{309a}', '\u{9be}', '\u{9d7}', '\u{93c}']);
    let marks: Vec<char> = marks.collect();
    let mut pairs = Vec::new();
    for first in ('A'..='\u{30ff}').filter(|c| c.is_alphabetic()) {
        for &mark in &marks {
            if let Some(both) = compose(first, mark)
                && Family::of(both).is_some_and(|family| !matches!(family.as_str(), "Grek" | "Mlym" | "Telu" | "Taml"))
            {
                pairs.push([first, mark, both].map(u32::from));
            }
        }
    }
    // What other programs make of an `İ`.
    pairs.push(['i', '\u{307}', 'İ'].map(u32::from));
    pairs.sort_unstable();
    pairs
}

/// What `tools/data/languages.txt` tells of a language.
#[derive(Clone, Copy)]
pub struct Worth {
    /// How often it is taken to occur where it is learned.
    pub weight: f32,
    /// What its score is raised by where a word is all the text there is, in nats.
    pub usage: f32,
}

/// What each language is worth, `other` being any that is not named: lines of both numbers and codes.
pub fn worths(path: &Path) -> Outcome<HashMap<String, Worth>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut worths = HashMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split_whitespace();
        let mut number =
            || -> Outcome<f32> { Ok(parts.next().ok_or("a line of the languages is too short")?.parse()?) };
        let worth = Worth { weight: number()?, usage: number()? };
        worths.extend(parts.map(|code| (code.to_owned(), worth)));
    }
    Ok(worths)
}

/// The scripts of each language, from the inventory's first two columns.
fn scripts(path: &Path) -> Outcome<HashMap<String, Vec<Family>>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let rows = text.lines().skip(1).filter_map(|line| {
        let mut fields = line.split('\t');
        let code = fields.next()?.to_owned();
        let mut seen = HashSet::new();
        let families = fields.next()?.split(',').filter_map(Family::named);
        Some((code, families.filter(|family| seen.insert(family.as_str())).collect()))
    });
    Ok(rows.collect())
}

fn unpacked_if_there(path: &Path) -> Outcome<String> {
    if path.exists() { unpacked(path) } else { Ok(String::new()) }
}

/// The text of a file, plain or compressed as its ending tells; it ends in a line end.
fn unpacked(path: &Path) -> Outcome<String> {
    let told = |error: std::io::Error| format!("{}: {error}", path.display());
    let file = File::open(path).map_err(told)?;
    let mut text = String::new();
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("zst") => zstd::Decoder::new(file).map_err(told)?.read_to_string(&mut text),
        Some("gz") => GzDecoder::new(file).read_to_string(&mut text),
        _ => { file }.read_to_string(&mut text),
    }
    .map_err(told)?;
    text.push('\n');
    Ok(text)
}
