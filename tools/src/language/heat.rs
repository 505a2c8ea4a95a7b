//! Calibration: what sums of scores are to be multiplied with, by the number of letters, so that probabilities are what they say.

use super::{Outcome, texts};
use hamisi::language::model::{Model, words};
use hamisi::pack::Pack;
use std::fs;
use std::path::Path;

/// Letters of the shortest stretches of each bin.
const BINS: [u32; 11] = [2, 4, 5, 6, 7, 9, 12, 16, 24, 48, 96];

/// The scores of a stretch, and which class is right.
struct Example {
    scores: Vec<f32>,
    right: usize,
    letters: usize,
}

/// The factor of each bin that makes the texts of `folder` most probable, each language weighing the same.
pub fn measure(pack: &[u8], folder: &Path) -> Outcome<Vec<(u32, f32)>> {
    let model = Model::new(&Pack::new(pack.to_vec())?)?;
    let mut examples = Vec::new();
    for (code, path) in texts(folder, ".txt")? {
        for line in fs::read_to_string(path)?.lines() {
            let text = line.split_once('\t').map_or(line, |(_, text)| text);
            examples.extend(example(&model, &code, text));
        }
    }
    let mut heat = Vec::new();
    for (at, &bin) in BINS.iter().enumerate() {
        let end = BINS.get(at + 1).copied().unwrap_or(u32::MAX) as usize;
        let inside: Vec<&Example> = examples.iter().filter(|e| e.letters >= bin as usize && e.letters < end).collect();
        if inside.len() > 100 {
            let letters = inside.iter().map(|e| e.letters).sum::<usize>() / inside.len();
            heat.push((letters as u32, best(&inside)));
        }
    }
    heat.dedup_by_key(|(letters, _)| *letters);
    if heat.is_empty() { Err(format!("{}: too few texts to calibrate on", folder.display()).into()) } else { Ok(heat) }
}

fn example(model: &Model, code: &str, text: &str) -> Option<Example> {
    let mut found: Vec<(hamisi::language::Family, Vec<f32>, usize)> = Vec::new();
    for word in words(text) {
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
    let right = model.classes(family).iter().position(|class| class.code.as_str() == code && class.answered)?;
    (scores.len() > 1).then_some(Example { scores, right, letters })
}

/// By golden section: the loss has one valley.
fn best(examples: &[&Example]) -> f32 {
    let (mut low, mut high) = (0.05_f64, 2.0_f64);
    let ratio = 0.618_033_988_749_895;
    for _ in 0..40 {
        let (left, right) = (high - ratio * (high - low), low + ratio * (high - low));
        if loss(examples, left) < loss(examples, right) { high = right } else { low = left }
    }
    ((low + high) / 2.0) as f32
}

fn loss(examples: &[&Example], factor: f64) -> f64 {
    let each = examples.iter().map(|example| {
        let scaled = || example.scores.iter().map(|&score| f64::from(score) * factor);
        let most = scaled().fold(f64::MIN, f64::max);
        let sum: f64 = scaled().map(|score| libm::exp(score - most)).sum();
        most + libm::log(sum) - f64::from(example.scores[example.right]) * factor
    });
    each.sum::<f64>()
}
