//! Trains and validates the model of sentence ends.

use super::corpus::{Corpus, Paragraph, Set};
use super::{Outcome, Random, Sections};
use hamisi::pack::{self, Pack};
use hamisi::segment::lists::{Lists, Shape};
use hamisi::segment::sentence::{ABBREVIATIONS, BIAS, Ends, MONTHS, abbreviation, features, month, slot, walk};
use hamisi::segment::{VERSION, sentence_bounds};
use hamisi::{Span, block};
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;

/// Weights of the model.
const WEIGHTS: usize = 1 << 17;
const EPOCHS: usize = 8;
/// Models whose weights are averaged, each from the examples in orders of its own, and from made ones of its own: one alone is tipped by chance.
pub const MODELS: u8 = 5;
/// Examples that a weight is learned from at least.
const LEAST: u32 = 2;
const RATE: f32 = 0.1;
/// Pulls weights to 0.
const DECAY: f32 = 2e-3;
/// What candidates gain, in nats: an end that is missed costs two sentences, so that doubtful ones are better ended. Colons and their
/// like lose: in most languages they end nothing. Marks of a script's own gain, since of most of these scripts there is no text here.
const LEAN: [f32; 4] = [0.5, -1.0, 2.0, 1.0];

/// A candidate as the model learns it.
struct Example {
    features: Vec<u32>,
    ends: bool,
    weight: f32,
    /// The only model that learns from it; else all do.
    model: Option<u8>,
}

fn examples<'c>(paragraphs: impl Iterator<Item = (&'c Set, &'c Paragraph)>, shortened: &Lists) -> Vec<Example> {
    let mut examples = Vec::new();
    for (set, paragraph) in paragraphs {
        let (weight, model) = (set.weight, set.model);
        walk(
            &paragraph.text,
            |candidate, start| {
                let ends = paragraph.ends.contains(&candidate.end);
                let mut slots = Vec::new();
                features(&paragraph.text, candidate, start, shortened, |_, hash| {
                    slots.push(slot(hash, WEIGHTS) as u32);
                });
                examples.push(Example { features: slots, ends, weight, model });
                ends
            },
            |_, _| (),
        );
    }
    examples
}

/// The sections of the pack, learned from all paragraphs that `wanted` lets through.
pub fn train(corpus: &Corpus, wanted: impl Fn(&Set, usize) -> bool) -> Sections {
    let paragraphs = corpus.sets.iter().flat_map(|set| {
        let wanted = &wanted;
        set.paragraphs
            .iter()
            .enumerate()
            .filter(move |&(index, _)| wanted(set, index))
            .map(move |(_, paragraph)| (set, paragraph))
    });
    let shortened = Lists::new(&corpus.shortened, SHAPE.lists).expect("the table was made just now");
    let mut examples = examples(paragraphs, &shortened);
    let mut counts = vec![0_u32; WEIGHTS];
    examples.iter().flat_map(|example| &example.features).for_each(|&slot| counts[slot as usize] += 1);
    examples.iter_mut().for_each(|example| example.features.retain(|&slot| counts[slot as usize] >= LEAST));
    let mut random = Random::default();
    let mut weights = vec![0.0; WEIGHTS];
    for model in 0..MODELS {
        let own: Vec<&Example> =
            examples.iter().filter(|example| example.model.is_none_or(|only| only == model)).collect();
        let model = regress(&own, &mut random);
        weights.iter_mut().zip(model).for_each(|(mean, weight)| *mean += weight / f32::from(MODELS));
    }
    for (weak, lean) in (0..).zip(LEAN) {
        weights[slot(hamisi::segment::sentence::hash(BIAS, &[weak]), WEIGHTS)] += lean;
    }
    let largest = weights.iter().fold(f32::MIN_POSITIVE, |largest, weight| largest.max(weight.abs()));
    let unit = largest / 127.0;
    let steps = weights.iter().map(|weight| (weight / unit).round() as i8 as u8).collect();
    vec![("ends", steps), ("endsunit", unit.to_le_bytes().to_vec()), ("abbrev", corpus.shortened.clone())]
}

/// Logistic regression by Adagrad.
fn regress(examples: &[&Example], random: &mut Random) -> Vec<f32> {
    let (mut weights, mut squares) = (vec![0_f32; WEIGHTS], vec![1e-3_f32; WEIGHTS]);
    let mut order: Vec<u32> = (0..examples.len() as u32).collect();
    for _ in 0..EPOCHS {
        random.shuffle(&mut order);
        for &index in &order {
            let example = examples[index as usize];
            let sum: f32 = example.features.iter().map(|&slot| weights[slot as usize]).sum();
            let error = (f32::from(u8::from(example.ends)) - 1.0 / (1.0 + libm::expf(-sum))) * example.weight;
            for &slot in &example.features {
                let slot = slot as usize;
                let gradient = error - DECAY * weights[slot];
                squares[slot] += gradient * gradient;
                weights[slot] += RATE * gradient / squares[slot].sqrt();
            }
        }
    }
    weights
}

/// An abbreviation's and a month's.
const SHAPE: Shape = Shape { lists: ABBREVIATIONS | MONTHS, bits: 9 };

/// The table of the words in `folder`: lists of abbreviations, one a language, and of names of months.
pub fn shortened(folder: &Path) -> Outcome<Vec<u8>> {
    let mut lists = BTreeMap::<u32, usize>::new();
    for path in super::corpus::files(&folder.join("abbreviations"), ".txt")? {
        fs::read_to_string(&path)?
            .lines()
            .for_each(|word| *lists.entry(abbreviation(word)).or_default() |= ABBREVIATIONS);
    }
    fs::read_to_string(folder.join("months.txt"))?
        .lines()
        .for_each(|word| *lists.entry(month(word)).or_default() |= MONTHS);
    super::lists(&lists, SHAPE)
}

#[derive(Default, Clone, Copy)]
struct Score {
    right: usize,
    found: usize,
    expected: usize,
}

impl Score {
    fn f1(self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.expected).max(1) as f64
    }

    /// Counts ends inside the paragraph.
    fn add(&mut self, paragraph: &Paragraph, bounds: impl Iterator<Item = Span>) {
        let inner = |end: &usize| *end < paragraph.text.len();
        let found: HashSet<usize> = bounds.map(|bound| bound.trimmed(&paragraph.text).end).filter(inner).collect();
        self.right += found.intersection(&paragraph.ends).count();
        self.found += found.len();
        self.expected += paragraph.ends.iter().filter(|end| inner(end)).count();
    }
}

fn bounds(ends: &Ends, text: &str) -> Vec<Span> {
    let mut bounds = Vec::new();
    ends.sentences(text, |bound| bounds.push(bound));
    bounds
}

/// Parts that paragraphs of a set are cut into, in order, to learn from all but one of them.
const FOLDS: usize = 5;

/// Prints F1 of sentence ends inside paragraphs per set: of UAX #29, of models that have not seen the fifth they are asked about, and of
/// models that have not seen the language, but for cases of rules.
pub fn validate(corpus: &Corpus) -> Outcome<()> {
    let model = |wanted: &dyn Fn(&Set, usize) -> bool| -> Outcome<Ends> {
        let sections = train(corpus, wanted);
        let sections: Vec<_> = sections.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        Ok(Ends::new(&Pack::new(pack::write("segment", VERSION, &sections)?)?)?)
    };
    let fold = |set: &Set, index: usize| index * FOLDS / set.paragraphs.len();
    let folds = (0..FOLDS).map(|at| model(&|set, index| fold(set, index) != at)).collect::<Outcome<Vec<_>>>()?;
    let mut sums = [0.0; 3];
    let treebanks = corpus.sets.iter().filter(|set| set.treebank);
    println!("{:<20} {:>8} {:>8} {:>8}", "set", "UAX #29", "folds", "unseen");
    for set in treebanks.clone() {
        let unseen = model(&|other, _| other.language != set.language)?;
        let mut scores = [Score::default(); 3];
        for (index, paragraph) in set.paragraphs.iter().enumerate() {
            scores[0].add(paragraph, sentence_bounds(&paragraph.text).into_iter());
            scores[1].add(paragraph, bounds(&folds[fold(set, index)], &paragraph.text).into_iter());
            scores[2].add(paragraph, bounds(&unseen, &paragraph.text).into_iter());
        }
        let scores = scores.map(Score::f1);
        sums.iter_mut().zip(scores).for_each(|(sum, score)| *sum += score);
        let under = if scores[1] < scores[0] - 0.2 { "  under UAX #29" } else { "" };
        println!("{:<20} {:>8.2} {:>8.2} {:>8.2}{under}", set.name, scores[0], scores[1], scores[2]);
    }
    let count = treebanks.count() as f64;
    let means = sums.map(|sum| sum / count);
    println!("{:<20} {:>8.2} {:>8.2} {:>8.2}", "mean", means[0], means[1], means[2]);

    let without_rules = model(&|set, _| set.name != "rules")?;
    let all = model(&|_, _| true)?;
    for name in ["pysbd", "sentencex"] {
        let cases = corpus.cases.iter().filter(|case| case.suite == name);
        let right = |ends: &Ends, language: &str| {
            let cases = cases.clone().filter(|case| language.is_empty() || case.language == language);
            (cases.clone().filter(|case| case.holds(ends)).count(), cases.count())
        };
        for language in ["", "en"] {
            let (seen, count) = right(&all, language);
            let unseen = right(&without_rules, language).0;
            println!("{name} {language}: {seen} of {count}, {unseen} not having learned from them");
        }
    }
    Ok(())
}

/// A case of a rule: a text and its sentences.
#[derive(serde::Deserialize)]
pub struct Case {
    #[serde(skip)]
    pub suite: String,
    #[serde(rename = "lang")]
    pub language: String,
    pub text: String,
    pub expected: Vec<String>,
}

impl Case {
    fn holds(&self, ends: &Ends) -> bool {
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let found = block::blocks(&self.text, None).into_iter().flat_map(|block| {
            let text = block.span.of(&self.text);
            bounds(ends, text).into_iter().map(|bound| bare(bound.of(text))).collect::<Vec<_>>()
        });
        found.filter(|text| !text.is_empty()).eq(self
            .expected
            .iter()
            .map(|text| bare(text))
            .filter(|text| !text.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_abbreviation_and_month_is_listed() {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data/segment"));
        let lists = Lists::new(&shortened(folder).unwrap(), SHAPE.lists).unwrap();
        for path in super::super::corpus::files(&folder.join("abbreviations"), ".txt").unwrap() {
            for word in fs::read_to_string(&path).unwrap().lines() {
                assert!(lists.list(abbreviation(word)) & ABBREVIATIONS > 0, "{word} of {}", path.display());
            }
        }
        for word in fs::read_to_string(folder.join("months.txt")).unwrap().lines() {
            assert!(lists.list(month(word)) & MONTHS > 0, "{word}");
        }
        let others = (0..100_000).filter(|&hash| lists.list(hash) > 0).count();
        assert!(others < 2000, "{others} of 100,000 words are listed by mistake");
    }
}
