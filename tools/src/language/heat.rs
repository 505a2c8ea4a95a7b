//! Calibration: what sums of scores are to be multiplied with, by the number of letters, so that probabilities are what they say; and what
//! then is to be added for each language, since some are answered too seldom beside their neighbours.

use super::corpus::Worth;
use super::{Outcome, texts};
use hamisi::language::Family;
use hamisi::language::model::{BIAS, Model, words};
use hamisi::pack::Pack;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// Letters of the shortest stretches of each bin.
const BINS: [u32; 11] = [2, 4, 5, 6, 7, 9, 12, 16, 24, 48, 96];

/// How strongly biases are held to nothing, in texts of which each language has [`TEXTS`] a kind.
const HELD: f64 = 10.0;
const TEXTS: f64 = 100.0;
/// What a text in a language that is not answered counts for beside another: it is often taken for a neighbour, but seldom met.
const UNANSWERED: f64 = 0.3;
/// Steps towards the best biases, and how far each goes.
const STEPS: usize = 60;
const STRIDE: f64 = 0.7;
/// The scores of a stretch, and which class is right.
struct Example {
    family: Family,
    scores: Vec<f32>,
    /// What the classes are raised by.
    biases: Vec<f32>,
    right: usize,
    letters: usize,
}

/// The factor of each bin that makes the texts of `folder` most probable, with the pack's biases, each answered language weighing the same.
pub fn measure(pack: &[u8], folder: &Path) -> Outcome<Vec<(u32, f32)>> {
    let model = Model::new(&Pack::new(pack.to_vec())?)?;
    let mut examples = Vec::new();
    for (code, path) in texts(folder, ".txt")? {
        for line in fs::read_to_string(path)?.lines() {
            let text = line.split_once('\t').map_or(line, |(_, text)| text);
            examples.extend(example(&model, &code, text).map(|example| {
                let answered = model.classes(example.family)[example.right].answered;
                (example, if answered { 1.0 } else { UNANSWERED })
            }));
        }
    }
    let mut heat = Vec::new();
    for (at, &bin) in BINS.iter().enumerate() {
        let end = BINS.get(at + 1).copied().unwrap_or(u32::MAX) as usize;
        let inside: Vec<&(Example, f64)> =
            examples.iter().filter(|(e, _)| e.letters >= bin as usize && e.letters < end).collect();
        if inside.len() > 100 {
            let letters = inside.iter().map(|(e, _)| e.letters).sum::<usize>() / inside.len();
            heat.push((letters as u32, best(&inside)));
        }
    }
    heat.dedup_by_key(|(letters, _)| *letters);
    if heat.is_empty() { Err(format!("{}: too few texts to calibrate on", folder.display()).into()) } else { Ok(heat) }
}

/// The factors as the pack's section `heat`.
pub fn section(heat: &[(u32, f32)]) -> Vec<u8> {
    heat.iter().flat_map(|(letters, factor)| [letters.to_le_bytes(), factor.to_le_bytes()].concat()).collect()
}

/// The section `usage` for `classes`.
pub fn usage(classes: &[u8], worths: &HashMap<String, Worth>) -> Vec<u8> {
    let own = |class: &[u8]| std::str::from_utf8(class.get(..3)?).ok().and_then(|code| worths.get(code));
    let step = |class| own(class).map_or(0.0, |worth| worth.usage * BIAS).round().clamp(-127.0, 127.0) as i8 as u8;
    classes.chunks_exact(4).map(step).collect()
}

/// The section `biases` that makes the texts of `folder` most probable, the pack having its heat; each kind of a language's texts counts
/// as much as the language's weight.
pub fn biases(pack: &[u8], folder: &Path, worths: &HashMap<String, Worth>) -> Outcome<Vec<u8>> {
    let model = Model::new(&Pack::new(pack.to_vec())?)?;
    let mut examples: Vec<(Example, f64)> = Vec::new();
    for (code, path) in texts(folder, ".txt")? {
        let weight = worths.get(&code).or(worths.get("other")).map_or(0.0, |worth| f64::from(worth.weight));
        let text = fs::read_to_string(path)?;
        let kind = |line: &str| line.split_once('\t').map_or("", |(kind, _)| kind).to_owned();
        let mut counts: HashMap<String, f64> = HashMap::new();
        text.lines().for_each(|line| *counts.entry(kind(line)).or_default() += 1.0);
        for line in text.lines() {
            if let Some(mut example) = example(&model, &code, line.split_once('\t').map_or(line, |(_, text)| text)) {
                let heat = model.heat(example.letters);
                example.scores.iter_mut().for_each(|score| *score *= heat);
                examples.push((example, weight * TEXTS / counts[&kind(line)]));
            }
        }
    }
    let mut section = Vec::new();
    for family in model.families() {
        let own: Vec<_> = examples.iter().filter(|(example, _)| example.family == family).collect();
        let mut biases = vec![0.0; model.classes(family).len()];
        for _ in 0..STEPS {
            // By Newton's method, each language by itself.
            let mut slopes: Vec<f64> = biases.iter().map(|bias| HELD * bias).collect();
            let mut bends = vec![HELD; biases.len()];
            for (example, weight) in &own {
                let scores = example.scores.iter().zip(&biases).map(|(&score, bias)| f64::from(score) + bias);
                let mut odds: Vec<f64> = scores.collect();
                let most = odds.iter().copied().fold(f64::MIN, f64::max);
                odds.iter_mut().for_each(|odds| *odds = libm::exp(*odds - most));
                let sum: f64 = odds.iter().sum();
                for ((odds, slope), bend) in odds.iter().zip(&mut slopes).zip(&mut bends) {
                    *slope += weight * odds / sum;
                    *bend += weight * odds / sum * (1.0 - odds / sum);
                }
                slopes[example.right] -= weight;
            }
            for ((bias, slope), bend) in biases.iter_mut().zip(slopes).zip(bends) {
                *bias -= STRIDE * slope / bend;
            }
        }
        section.extend(biases.iter().map(|bias| (bias * f64::from(BIAS)).round().clamp(-127.0, 127.0) as i8 as u8));
    }
    Ok(section)
}

fn example(model: &Model, code: &str, text: &str) -> Option<Example> {
    let mut found: Vec<(Family, Vec<f32>, usize)> = Vec::new();
    let mut count = 0;
    for word in words(text) {
        count += 1;
        let classes = model.classes(word.family).len();
        let at = found.iter().position(|(family, ..)| *family == word.family).unwrap_or_else(|| {
            found.push((word.family, vec![0.0; classes], 0));
            found.len() - 1
        });
        let (_, scores, letters) = &mut found[at];
        model.score(word.family, word.span.of(text), scores);
        *letters += word.letters;
    }
    let (family, scores, letters) = found.into_iter().max_by_key(|(.., letters)| *letters)?;
    let right = model.classes(family).iter().position(|class| class.code.as_str() == code)?;
    let mut biases = model.biases(family).to_vec();
    // Of Han characters a word is what stands between marks.
    if count == 1 && !family.is_han() {
        biases.iter_mut().zip(model.usage(family)).for_each(|(bias, usage)| *bias += usage);
    }
    (scores.len() > 1).then_some(Example { family, scores, biases, right, letters })
}

/// By golden section: the loss has one valley.
fn best(examples: &[&(Example, f64)]) -> f32 {
    let (mut low, mut high) = (0.05_f64, 2.0_f64);
    let ratio = 0.618_033_988_749_895;
    for _ in 0..40 {
        let (left, right) = (high - ratio * (high - low), low + ratio * (high - low));
        if loss(examples, left) < loss(examples, right) { high = right } else { low = left }
    }
    ((low + high) / 2.0) as f32
}

fn loss(examples: &[&(Example, f64)], factor: f64) -> f64 {
    let each = examples.iter().map(|(example, weight)| {
        let raised = example.scores.iter().zip(&example.biases);
        let scaled = || raised.clone().map(|(&score, &bias)| f64::from(score) * factor + f64::from(bias));
        let most = scaled().fold(f64::MIN, f64::max);
        let sum: f64 = scaled().map(|score| libm::exp(score - most)).sum();
        let right = f64::from(example.scores[example.right]) * factor + f64::from(example.biases[example.right]);
        weight * (most + libm::log(sum) - right)
    });
    each.sum::<f64>()
}
