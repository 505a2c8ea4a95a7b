//! Trains and validates the models of words in scripts without blanks.

use super::corpus::{files, gunzip};
use super::{Outcome, Random, Sections};
use hamisi::block::{Block, Kind};
use hamisi::language::Code;
use hamisi::pack::{self, Pack};
use hamisi::segment::sentence::{Bloom, slot};
use hamisi::segment::word::{Run, Script, fold, listed};
use hamisi::segment::{Segmenter, VERSION};
use hamisi::{Offsets, Span, Unit};
use serde::Deserialize;
use std::collections::HashSet;
use std::fs;
use std::path::Path;

/// A script's weights, bytes of its filter, and how many words are in that.
const SIZES: [(Script, usize, usize, usize); 6] = [
    (Script::Japanese, 1 << 16, 48_000, 36_000),
    (Script::Chinese, 1 << 17, 80_000, 60_000),
    (Script::Thai, 1 << 16, 36_000, 25_000),
    (Script::Lao, 1 << 14, 10_000, 7_000),
    (Script::Khmer, 1 << 15, 24_000, 16_000),
    (Script::Burmese, 1 << 15, 12_000, 8_000),
];
const EPOCHS: usize = 6;
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

/// A script's text that tools have cut, and its list of words.
struct Cut {
    script: Script,
    runs: Vec<Vec<String>>,
    words: Vec<String>,
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
        scripts.push(Cut { script, runs, words: lines("words")?.lines().map(str::to_owned).collect() });
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
pub fn train(corpus: &Corpus, wanted: impl Fn(usize, &Set) -> bool + Copy) -> Sections {
    let mut sections = Sections::new();
    for (script, weights, bytes, words) in SIZES {
        let cut = corpus.scripts.iter().find(|cut| cut.script == script).expect("all scripts are read");
        let read = |c| if script == Script::Chinese { fold(&corpus.fold, c) } else { c };
        let mut filter = vec![0_u8; bytes];
        for word in cut.words.iter().take(words) {
            for bit in Bloom::bits(listed(word.chars().map(read)), bytes) {
                filter[bit / 8] |= 1 << (bit % 8);
            }
        }
        let gold = corpus.gold.iter().filter(|set| set.script == script).flat_map(|set| {
            set.texts.iter().enumerate().filter(move |&(index, _)| wanted(index, set)).map(|(_, text)| text)
        });
        let mut examples = Vec::new();
        let mut run = Run::default();
        let mut add = |words: &[String], gold: bool| {
            run.read(words.iter().flat_map(|word| word.chars()).map(read), &Bloom(&filter));
            let ends = words.iter().scan(0, |at, word| {
                *at += word.chars().count();
                Some(*at)
            });
            let starts: HashSet<usize> = ends.collect();
            for at in (1..run.length()).filter(|&at| run.may_begin(at)) {
                let mut slots = Vec::new();
                run.features(at, |hash| slots.push(slot(hash, weights) as u32));
                examples.push((slots, starts.contains(&at), gold));
            }
        };
        cut.runs.iter().for_each(|run| add(run, false));
        gold.flat_map(runs).for_each(|run| add(&run, true));
        let learned = regress(&examples, weights);
        let largest = learned.iter().fold(f32::MIN_POSITIVE, |largest, weight| largest.max(weight.abs()));
        let steps = learned.iter().map(|weight| (weight / largest * 127.0).round() as i8 as u8).collect();
        let name = |ending: &str| -> &'static str { format!("{}.{ending}", script.as_str()).leak() };
        sections.extend([(name("g"), steps), (name("w"), filter)]);
    }
    let pairs = corpus.fold.iter().flat_map(|&(from, to)| [from, to]);
    sections.push(("fold", pairs.flat_map(|c| (u32::from(c) as u16).to_le_bytes()).collect()));
    sections
}

/// Logistic regression by Adagrad: first of all examples, then of those alone that people have cut.
fn regress(examples: &[(Vec<u32>, bool, bool)], size: usize) -> Vec<f32> {
    let (mut weights, mut squares) = (vec![0_f32; size], vec![1e-2_f32; size]);
    let mut order: Vec<u32> = (0..examples.len() as u32).collect();
    let mut random = Random::default();
    for epoch in 0..EPOCHS + GOLD_EPOCHS {
        if epoch == EPOCHS {
            order.retain(|&index| examples[index as usize].2);
            squares.fill(FRESH);
        }
        random.shuffle(&mut order);
        for &index in &order {
            let (slots, begins, _) = &examples[index as usize];
            let sum: f32 = slots.iter().map(|&slot| weights[slot as usize]).sum();
            let error = f32::from(u8::from(*begins)) - 1.0 / (1.0 + libm::expf(-sum));
            for &slot in slots {
                let slot = slot as usize;
                let gradient = error - DECAY * weights[slot];
                squares[slot] += gradient * gradient;
                weights[slot] += RATE * gradient / squares[slot].sqrt();
            }
        }
    }
    weights
}

/// Parts that treebanks are cut into, to learn from all but one of them.
const FOLDS: usize = 5;

/// Prints F1 of words per treebank: of UAX #29, and of models that have not seen the fifth they are asked about; `ends` are sections of
/// the model of sentences.
pub fn validate(corpus: &Corpus, ends: &Sections) -> Outcome<()> {
    let fold = |index: usize, set: &Set| index * FOLDS / set.texts.len();
    let mut segmenters = Vec::new();
    for at in 0..FOLDS {
        let mut sections = ends.clone();
        sections.extend(train(corpus, |index, set| fold(index, set) != at));
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
