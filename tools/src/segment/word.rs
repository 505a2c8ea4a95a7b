//! Trains and validates the models of words in scripts without blanks.

use super::corpus::{files, gunzip};
use super::{Outcome, Random, Sections};
use hamisi::block::{Block, Kind};
use hamisi::language::Code;
use hamisi::pack::{self, Pack};
use hamisi::segment::lists::{Lists, Shape};
use hamisi::segment::sentence::slot;
use hamisi::segment::word::{self, Run, Script, listed, units, word_feature};
use hamisi::segment::{Segmenter, VERSION};
use hamisi::{Offsets, Span, Unit};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::Path;

/// A script's weights, how many words are in its lists and bits of each, and epochs of all text.
const SIZES: [(Script, usize, usize, u32, usize); 7] = [
    (Script::Japanese, 1 << 16, 40_000, 10, 6),
    (Script::Chinese, 1 << 17, 60_000, 7, 6),
    (Script::Thai, 1 << 16, 24_000, 10, 8),
    (Script::Lao, 1 << 14, 7_000, 7, 6),
    (Script::Khmer, 1 << 15, 14_600, 7, 6),
    (Script::Burmese, 1 << 15, 8_000, 7, 6),
    (Script::Tibetan, 1 << 14, 12_000, 7, 6),
];
/// Models whose weights are averaged, each from the examples in orders of its own.
const MODELS: u8 = 5;
const RATE: f32 = 0.1;
const DECAY: f32 = 1e-3;
/// Epochs of text that people have cut alone, and what squares of gradients begin them with.
const GOLD_EPOCHS: usize = 12;
const FRESH: f32 = 0.1;

/// What the models learn from.
pub struct Corpus {
    fold: Vec<(char, char)>,
    scripts: Vec<Cut>,
    gold: Vec<Set>,
}

/// A script's text that tools have cut, and its lists of words, the best first.
struct Cut {
    script: Script,
    runs: Vec<Vec<String>>,
    lists: Vec<Vec<String>>,
    known: Known,
}

/// What dictionaries and counts say of words, for a script whose lists are learned.
#[derive(Default)]
struct Known {
    /// By word, its number in `traits`; and the one of what would be known if the treebank had not used it.
    words: HashMap<String, [u32; 2]>,
    /// Of each word and number 0, of which nothing is known, the slots of its traits.
    traits: Vec<Vec<u32>>,
    /// The words, those that matter most first.
    order: Vec<String>,
}

impl Known {
    /// Reads lines of a word, its traits, and those beside the treebank.
    fn read(text: &str) -> Outcome<Self> {
        let mut known = Self { traits: vec![Vec::new()], ..Self::default() };
        for line in text.lines() {
            let mut parts = line.split('\t');
            let word = parts.next().unwrap_or_default().to_owned();
            let mut numbers = [0; 2];
            for (number, traits) in numbers.iter_mut().zip(parts) {
                let slots = traits.split(' ').map(|name| {
                    let hash = name
                        .bytes()
                        .fold(7, |hash: u32, byte| (hash.rotate_left(5) ^ u32::from(byte)).wrapping_mul(0x9E37_79B1));
                    slot(hash, TRAITS) as u32
                });
                *number = known.traits.len() as u32;
                known.traits.push(slots.collect());
            }
            known.words.insert(word.clone(), numbers);
            known.order.push(word);
        }
        Ok(known)
    }
}

/// A treebank.
pub struct Set {
    name: String,
    script: Script,
    texts: Vec<Annotated>,
}

#[derive(Deserialize)]
struct Annotated {
    text: String,
    words: Vec<(usize, usize)>,
}

/// Reads what `label.py` wrote to `folder`, and the treebanks.
pub fn read(data: &Path, folder: &Path) -> Outcome<Corpus> {
    let text = fs::read_to_string(folder.join("fold.txt"))?;
    let mut fold: Vec<_> = text.lines().filter_map(|line| Some((line.chars().next()?, line.chars().nth(1)?))).collect();
    fold.sort_unstable();
    let mut gold = Vec::new();
    for path in files(&data.join("seg/ud"), ".jsonl.gz")? {
        let name = path.file_name().map(|name| name.to_string_lossy().replace(".jsonl.gz", "")).unwrap_or_default();
        let Some(script) = Script::ALL.into_iter().find(|script| name.starts_with(&format!("{}_", script.as_str())))
        else {
            continue;
        };
        let texts = gunzip(&path)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        gold.push(Set { name, script, texts });
    }
    let mut scripts = Vec::new();
    let known: HashSet<String> =
        gold.iter().flat_map(|set| &set.texts).flat_map(runs).map(|run| run.concat()).collect();
    for script in Script::ALL {
        let lines = |ending: &str| fs::read_to_string(folder.join(format!("{}.{ending}", script.as_str())));
        let text = lines("txt")?;
        let runs = text.lines().map(|line| line.split(' ').map(str::to_owned).collect::<Vec<_>>());
        let runs = runs.filter(|run: &Vec<_>| !known.contains(&run.concat())).collect();
        let lists = lines("words")?;
        let lists = lists.split("\n\n").map(|list| list.lines().map(str::to_owned).collect()).collect();
        let known = match lines("traits") {
            Ok(text) => Known::read(&text)?,
            Err(_) => Known::default(),
        };
        scripts.push(Cut { script, runs, lists, known });
    }
    Ok(Corpus { fold, scripts, gold })
}

/// The runs of a text, cut in words.
fn runs(annotated: &Annotated) -> Vec<Vec<String>> {
    let characters: Vec<char> = annotated.text.chars().collect();
    let starts: HashSet<usize> = annotated.words.iter().map(|&(start, _)| start).collect();
    let mut runs: Vec<Vec<String>> = Vec::new();
    let mut before = None;
    for (at, &c) in characters.iter().enumerate() {
        let script = Script::of(c);
        if let Some(script) = script {
            if before != Some(script) {
                runs.push(vec![String::new()]);
            } else if starts.contains(&at) {
                runs.last_mut().expect("a run is open").push(String::new());
            }
            runs.last_mut().and_then(|run| run.last_mut()).expect("a word is open").push(c);
        }
        before = script;
    }
    runs
}

/// The sections of all scripts; of treebanks only the texts that `wanted` lets through.
pub fn train(corpus: &Corpus, wanted: impl Fn(usize, &Set) -> bool + Copy) -> Outcome<Sections> {
    let mut sections = Sections::new();
    for (script, weights, words, bits, epochs) in SIZES {
        let cut = corpus.scripts.iter().find(|cut| cut.script == script).expect("all scripts are read");
        let gold: Vec<_> = corpus
            .gold
            .iter()
            .filter(|set| set.script == script)
            .flat_map(|set| {
                let texts = set.texts.iter().enumerate().filter(move |&(index, _)| wanted(index, set));
                texts.flat_map(move |(_, text)| runs(text).into_iter().map(|run| (run, set.name.ends_with(KNOWN))))
            })
            .collect();
        let read = |text: &str| units(script, text, &corpus.fold).map(|(unit, _)| unit).collect::<Vec<_>>();
        let mut lists: HashMap<String, [usize; 2]> = HashMap::new();
        let mut taught = None;
        if cut.known.order.is_empty() {
            let listed = cut.lists.iter().zip((1..=script.lists()).rev());
            let listed = listed.flat_map(|(words, list)| words.iter().map(move |word| (word.clone(), [list; 2])));
            lists.extend(listed.take(words));
        } else {
            let (words, runs) = teach(&cut.known, &gold, &cut.runs, words, script.lists());
            lists.extend(words);
            taught = Some(runs);
        }
        let shape = Shape { lists: script.lists(), bits };
        let mut numbers = BTreeMap::<u32, usize>::new();
        for (word, &[list, _]) in &lists {
            // Two words that are read alike are in the better list.
            let number = numbers.entry(listed(read(word).into_iter())).or_default();
            *number = list.max(*number);
        }
        let table = super::lists(&numbers, shape)?;
        let known = Lists::new(&table, script.lists())?;
        let mut run = Run::default();
        let mut example = |words: &[String], gold: bool, held: bool| {
            let words: Vec<_> = words.iter().map(|word| read(word)).collect();
            run.read(words.iter().flatten().copied());
            Example::new(&run, words.iter().map(Vec::len), gold, weights, |at, each| {
                run.words_from(at, &known, |end, list| {
                    let word = || run.characters(at, end).collect::<String>();
                    let alone = if held && list > 0 { lists.get(&word()) } else { None };
                    each(end, alone.map_or(list, |lists| lists[1]), 0);
                });
            })
        };
        let held = taught.is_some();
        let mut examples: Vec<_> =
            taught.as_ref().unwrap_or(&cut.runs).iter().map(|run| example(run, false, held)).collect();
        examples.extend(gold.iter().map(|(run, held)| example(run, true, *held)));
        examples.retain(|example| example.places > 1);
        let learned = learn(&examples, weights, DECAY, &[Vec::new()], epochs);
        let largest = learned.iter().fold(f32::MIN_POSITIVE, |largest, weight| largest.max(weight.abs()));
        let steps = learned.iter().map(|weight| (weight / largest * 127.0).round() as i8 as u8).collect();
        let name = |ending: &str| -> &'static str { format!("{}.{ending}", script.as_str()).leak() };
        sections.extend([(name("g"), steps), (name("w"), table)]);
    }
    let pairs = corpus.fold.iter().flat_map(|&(from, to)| [from, to]);
    sections.push(("fold", pairs.flat_map(|c| (u32::from(c) as u16).to_le_bytes()).collect()));
    Ok(sections)
}

/// A word, the list it is in, and the one it would be in had the treebank not used it.
type Listed = (String, [usize; 2]);

/// What a model that knows the traits of words learns from `gold`: the `lists` of up to `count` words, by what they add to a way, also where the
/// treebank had not used them; and how it cuts `raw` text.
fn teach(
    known: &Known,
    gold: &[(Vec<String>, bool)],
    raw: &[Vec<String>],
    count: usize,
    lists: usize,
) -> (Vec<Listed>, Vec<Vec<String>>) {
    let mut run = Run::default();
    let mut example = |words: &[String], held: bool| {
        run.read(words.iter().flat_map(|word| word.chars()));
        Example::new(&run, words.iter().map(|word| word.chars().count()), true, TRAITS, |at, each| {
            for end in at + 1..=run.length().min(at + word::LONGEST) {
                let word: String = run.characters(at, end).collect();
                each(end, 0, known.words.get(&word).map_or(0, |numbers| numbers[usize::from(held)]));
            }
        })
    };
    let examples: Vec<_> =
        gold.iter().map(|(words, held)| example(words, *held)).filter(|example| example.places > 1).collect();
    let learned = learn(&examples, TRAITS, TAUGHT_DECAY, &known.traits, 0);
    let taught = raw.iter().map(|words| example(words, false).best(&learned, &known.traits, &words.concat())).collect();
    let score = |number: u32| known.traits[number as usize].iter().map(|&slot| learned[slot as usize]).sum::<f32>();
    let list = |number: u32| match score(number) - LEAST {
        more if number > 0 && more >= 0.0 => (1 + (more / STEP) as usize).min(lists),
        _ => 0,
    };
    let words = known.order.iter().map(|word| (word.clone(), known.words[word].map(list)));
    (words.filter(|(_, lists)| lists[0] > 0).take(count).collect(), taught)
}

/// Weights of the model that knows traits, and how they decay.
const TRAITS: usize = 1 << 18;
const TAUGHT_DECAY: f32 = 3e-3;
/// What a word of the first list adds to a way at least, and how much more one of the next.
const LEAST: f32 = 1.0;
const STEP: f32 = 0.8;
/// What names of treebanks end with whose words the traits tell of.
const KNOWN: &str = ".train";

/// A run whose words are known, as the model sees it: places where words may begin or end, and all words between them.
struct Example {
    /// Of which the first and the last are the run's ends.
    places: usize,
    /// Where each is in the run.
    at: Vec<usize>,
    /// Per place between them the slots of its features.
    cuts: Vec<Vec<u32>>,
    /// By where they end.
    words: Vec<Possible>,
    /// Per place whether it is cut there.
    cut: Vec<bool>,
    gold: bool,
}

/// A word that could be.
struct Possible {
    start: u16,
    end: u16,
    slot: u32,
    /// Its number among what is known of words.
    known: u32,
    /// Whether it is one.
    is: bool,
}

impl Example {
    /// Of a run that `run` has read, with the lengths of its words; none of them where one is longer than can be weighed. `look` gives where
    /// words that begin at a place end, the list that each is in, and its number among what is known of words.
    fn new(
        run: &Run,
        words: impl Iterator<Item = usize>,
        gold: bool,
        weights: usize,
        look: impl Fn(usize, &mut dyn FnMut(usize, usize, u32)),
    ) -> Self {
        let length = run.length();
        let mut cut = vec![false; length + 1];
        let ends = words.scan(0, |at, length| {
            *at += length;
            Some(*at)
        });
        ends.for_each(|end| cut[end] = true);
        cut[0] = true;
        let places: Vec<usize> = (0..=length)
            .filter(|&at| at == 0 || at == length || run.may_begin(at))
            .take(usize::from(u16::MAX))
            .collect();
        let mut number = vec![None; length + 1];
        places.iter().enumerate().for_each(|(index, &at)| number[at] = Some(index as u16));
        let slots = |at: usize| {
            let mut slots = Vec::new();
            run.features(at, |hash| slots.push(slot(hash, weights) as u32));
            slots
        };
        let mut possible = Vec::new();
        for &at in &places {
            let mut add = |end: usize, list: usize, known: u32| {
                if let (Some(start), Some(to)) = (number[at], number[end]) {
                    let slot = slot(word_feature(list, end - at), weights) as u32;
                    let is = cut[at] && cut[end] && !cut[at + 1..end].contains(&true);
                    possible.push(Possible { start, end: to, slot, known, is });
                }
            };
            let mut last = at;
            look(at, &mut |end, list, known| {
                add(end, list, known);
                last = end;
            });
            (last + 1..=length.min(at + LONGEST)).for_each(|end| add(end, 0, 0));
        }
        possible.sort_by_key(|word| (word.end, word.start));
        let whole = possible.iter().filter(|word| word.is).count() + 1 == cut.iter().filter(|&&cut| cut).count();
        let cuts = places.iter().map(|&at| if at == 0 || at == length { Vec::new() } else { slots(at) }).collect();
        let cut = places.iter().map(|&at| cut[at]).collect();
        Self { places: if whole { places.len() } else { 0 }, at: places, cuts, words: possible, cut, gold }
    }
}

impl Example {
    /// The words of the best way through `text`.
    fn best(&self, weights: &[f32], traits: &[Vec<u32>], text: &str) -> Vec<String> {
        let sum = |slots: &[u32]| slots.iter().map(|&slot| weights[slot as usize]).sum::<f32>();
        let mut best = vec![(f32::NEG_INFINITY, 0); self.cuts.len()];
        best[0].0 = 0.0;
        for word in &self.words {
            let (start, end) = (usize::from(word.start), usize::from(word.end));
            let way =
                best[start].0 + weights[word.slot as usize] + sum(&traits[word.known as usize]) + sum(&self.cuts[end]);
            if way > best[end].0 {
                best[end] = (way, start);
            }
        }
        let characters: Vec<char> = text.chars().collect();
        let (mut words, mut at) = (Vec::new(), best.len() - 1);
        while at > 0 {
            let start = best[at].1;
            words.push(characters[self.at[start]..self.at[at]].iter().collect());
            at = start;
        }
        words.reverse();
        words
    }
}

/// Characters of the longest word that is learned from.
const LONGEST: usize = 20;

/// The sum of what `a` and `b` are logarithms of.
fn add(a: f32, b: f32) -> f32 {
    let (less, more) = if a < b { (a, b) } else { (b, a) };
    if less == f32::NEG_INFINITY { more } else { more + libm::log1pf(libm::expf(less - more)) }
}

/// What is known of a run's ways while its weights are learned.
#[derive(Default)]
struct Ways {
    cuts: Vec<f32>,
    words: Vec<f32>,
    /// Logarithms of the sums over all ways to a place, and from it.
    to: Vec<f32>,
    from: Vec<f32>,
    /// How probable a cut is.
    cut: Vec<f32>,
}

/// The weights under which the ways that the examples go are most probable among all (a semi-Markov random field): means of several models.
fn learn(examples: &[Example], size: usize, decay: f32, traits: &[Vec<u32>], epochs: usize) -> Vec<f32> {
    let mut random = Random::default();
    let mut means = vec![0_f32; size];
    for _ in 0..MODELS {
        let model = regress(examples, size, decay, traits, epochs, &mut random);
        means.iter_mut().zip(model).for_each(|(mean, weight)| *mean += weight / f32::from(MODELS));
    }
    means
}

/// One model's weights, by Adagrad: first of all examples, then of those alone that people have cut.
fn regress(
    examples: &[Example],
    size: usize,
    decay: f32,
    traits: &[Vec<u32>],
    epochs: usize,
    random: &mut Random,
) -> Vec<f32> {
    let (mut weights, mut squares) = (vec![0_f32; size], vec![1e-2_f32; size]);
    let mut order: Vec<u32> = (0..examples.len() as u32).collect();
    let mut ways = Ways::default();
    let gold = examples.iter().any(|example| example.gold);
    for epoch in 0..epochs + if gold { GOLD_EPOCHS } else { 0 } {
        let (mut at, mut of) = (epoch, epochs);
        if epoch >= epochs {
            (at, of) = (epoch - epochs, GOLD_EPOCHS);
        }
        if epoch == epochs {
            order.retain(|&index| examples[index as usize].gold);
            squares.fill(FRESH);
        }
        let rate = RATE * (1.0 - 0.8 * at as f32 / of as f32);
        random.shuffle(&mut order);
        for &index in &order {
            step(&examples[index as usize], rate, decay, traits, &mut weights, &mut squares, &mut ways);
        }
    }
    weights
}

/// Learns from one example.
fn step(
    example: &Example,
    rate: f32,
    decay: f32,
    traits: &[Vec<u32>],
    weights: &mut [f32],
    squares: &mut [f32],
    ways: &mut Ways,
) {
    let last = example.places - 1;
    let sum = |slots: &[u32]| slots.iter().map(|&slot| weights[slot as usize]).sum::<f32>();
    ways.cuts.clear();
    ways.cuts.extend(example.cuts.iter().map(|slots| sum(slots)));
    ways.words.clear();
    let word = |word: &Possible| weights[word.slot as usize] + sum(&traits[word.known as usize]);
    ways.words.extend(example.words.iter().map(word));
    for (sums, first) in [(&mut ways.to, 0), (&mut ways.from, last)] {
        sums.clear();
        sums.resize(last + 1, f32::NEG_INFINITY);
        sums[first] = 0.0;
    }
    // Words are sorted by where they end: all ways to a place are known before one goes on from it.
    let mut open = 0;
    for (word, weight) in example.words.iter().zip(&ways.words) {
        let (start, end) = (usize::from(word.start), usize::from(word.end));
        if end > open {
            ways.to[open] += ways.cuts[open];
            open = end;
        }
        ways.to[end] = add(ways.to[end], ways.to[start] + weight);
    }
    for (word, weight) in example.words.iter().zip(&ways.words).rev() {
        let (start, end) = (usize::from(word.start), usize::from(word.end));
        ways.from[start] = add(ways.from[start], ways.from[end] + ways.cuts[end] + weight);
    }
    let all = ways.to[last];
    if !all.is_finite() {
        return;
    }
    let mut learn = |slot: u32, error: f32| {
        let slot = slot as usize;
        let gradient = error - decay * weights[slot];
        squares[slot] += gradient * gradient;
        weights[slot] += rate * gradient / squares[slot].sqrt();
    };
    ways.cut.clear();
    ways.cut.resize(last + 1, 0.0);
    for (word, weight) in example.words.iter().zip(&ways.words) {
        let (start, end) = (usize::from(word.start), usize::from(word.end));
        let probable = libm::expf(ways.to[start] + weight + ways.cuts[end] + ways.from[end] - all);
        ways.cut[end] += probable;
        let error = f32::from(u8::from(word.is)) - probable;
        if error.abs() > NEGLIGIBLE {
            learn(word.slot, error);
            traits[word.known as usize].iter().for_each(|&slot| learn(slot, error));
        }
    }
    for (place, slots) in example.cuts.iter().enumerate() {
        let error = f32::from(u8::from(example.cut[place])) - ways.cut[place];
        if error.abs() > NEGLIGIBLE {
            slots.iter().for_each(|&slot| learn(slot, error));
        }
    }
}

/// An error from which nothing is learned.
const NEGLIGIBLE: f32 = 1e-3;

/// Parts that treebanks are cut into, to learn from all but one of them.
const FOLDS: usize = 5;

/// Prints F1 of words per treebank: of UAX #29, and of models that have not seen the fifth they are asked about; `ends` are sections of
/// the model of sentences.
pub fn validate(corpus: &Corpus, ends: &Sections) -> Outcome<()> {
    let fold = |index: usize, set: &Set| index * FOLDS / set.texts.len();
    let mut segmenters = Vec::new();
    for at in 0..FOLDS {
        let mut sections = ends.clone();
        sections.extend(train(corpus, |index, set| fold(index, set) != at)?);
        let sections: Vec<_> = sections.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        let mut segmenter = Segmenter::default();
        segmenter.add_pack(&Pack::new(pack::write("segment", VERSION, &sections)?)?)?;
        segmenters.push(segmenter);
    }
    for set in &corpus.gold {
        let mut scores = [[0; 3]; 2];
        for (index, annotated) in set.texts.iter().enumerate() {
            let text = &annotated.text;
            let offsets = Offsets::new(text, Unit::Codepoint);
            let characters: Vec<char> = text.chars().collect();
            let alphanumeric = |start, end| characters[start..end].iter().any(|c: &char| c.is_alphanumeric());
            let words = annotated.words.iter().filter(|&&(start, end)| alphanumeric(start, end));
            let words: HashSet<Span> = words.map(|&(start, end)| Span::new(start, end)).collect();
            let span = Span::new(0, text.len());
            let (kind, language) = (Kind::Paragraph, Code::UND);
            let blocks = [Block { span, kind, language, duplicate_of: None, confidence: 1.0 }];
            let learned = segmenters[fold(index, set)].words(text, &blocks);
            for (score, found) in scores.iter_mut().zip([Segmenter::default().words(text, &blocks), learned]) {
                score[0] += found.iter().filter(|&&word| words.contains(&offsets.of(word))).count();
                score[1] += found.len();
                score[2] += words.len();
            }
        }
        let [plain, learned] = scores.map(|[right, found, words]| 200.0 * right as f64 / (found + words) as f64);
        println!("{:<20} {plain:>8.2} {learned:>8.2}", set.name);
    }
    Ok(())
}
