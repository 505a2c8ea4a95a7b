//! The accurate pack: what the trainer of the compressed transformer gives, in one file.

use clap::Args;
use hamisi::Span;
use hamisi::accurate::{Accurate, VERSION};
use hamisi::pack::{self, Pack};
use serde::Deserialize;
use std::error::Error;
use std::path::PathBuf;

/// What is read and written.
#[derive(Args)]
pub struct Options {
    /// Folder with a file a section, `pieces.txt` and `reference.json`
    #[arg(long)]
    model: PathBuf,
    /// Where the pack goes
    #[arg(long)]
    out: PathBuf,
}

/// Sections, and the files they are in.
const SECTIONS: [(&str, &str); 11] = [
    ("shape", "shape"),
    ("scores", "scores"),
    ("embed", "embedding"),
    ("e-groups", "embedding_groups"),
    ("e-scales", "embedding_scales"),
    ("places", "positions"),
    ("p-scales", "position_scales"),
    ("norms", "norms"),
    ("layers", "layers"),
    ("head", "head"),
    ("sure", "sure"),
];
/// How far log-probabilities may be from the trainer's, for each unit that they are large: on average, and a single one. Where a number is
/// near to the middle between two whole ones, the last bit of a float decides how it is rounded, and what follows is some hundredths off;
/// faults make it ones.
const NEAR: (f32, f32) = (0.01, 0.3);

/// What the trainer's own network says of a text.
#[derive(Deserialize)]
struct Reference {
    text: String,
    /// The pieces' numbers, between the two marks.
    ids: Vec<u32>,
    log_probabilities: Vec<[f32; 9]>,
}

/// Writes the pack, if it says the same as the trainer's network.
pub fn build(options: &Options) -> Result<(), Box<dyn Error>> {
    let file = |name: &str| {
        let path = options.model.join(name);
        std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let text = String::from_utf8(file("pieces.txt")?)?;
    let mut pieces = fst::MapBuilder::memory();
    for (id, piece) in text.lines().enumerate() {
        pieces.insert(piece, id as u64)?;
    }
    let mut sections = vec![("pieces", pieces.into_inner()?)];
    for (section, name) in SECTIONS {
        sections.push((section, file(&format!("{name}.bin"))?));
    }
    let sections: Vec<_> = sections.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let bytes = pack::write("accurate", VERSION, &sections)?;

    let tagger = Accurate::new(Pack::new(bytes.clone())?)?;
    let (mut farthest, mut sum, mut count) = (0.0_f32, 0.0, 0.0);
    let references: Vec<Reference> = serde_json::from_slice(&file("reference.json")?)?;
    for Reference { text, ids, log_probabilities } in &references {
        let found = tagger.pieces(text, Span::new(0, text.len()));
        let inner = 1..ids.len() - 1;
        if !found.iter().map(|(piece, _)| piece.id).eq(ids[inner.clone()].iter().copied()) {
            return Err(format!("\"{text}\" is cut in other pieces than the trainer's").into());
        }
        for ((_, scores), expected) in found.iter().zip(&log_probabilities[inner]) {
            for (score, expected) in scores.iter().zip(expected) {
                let off = (score - expected).abs() / expected.abs().max(1.0);
                (farthest, sum, count) = (farthest.max(off), sum + off, count + 1.0);
            }
        }
    }
    let mean = sum / count;
    println!(
        "{} bytes; in {} texts, log-probabilities are {mean:.5} off, at most {farthest:.5}",
        bytes.len(),
        references.len()
    );
    let near = mean <= NEAR.0 && farthest <= NEAR.1;
    if !near {
        return Err("the pack does not say what the trainer's network says".into());
    }
    std::fs::write(&options.out, bytes)?;
    Ok(())
}
