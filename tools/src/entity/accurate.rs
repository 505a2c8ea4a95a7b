//! The accurate pack: what the trainer of the compressed transformer gives, in one file, and how it is joined with the entity pack.

use super::corpus::{self, Annotated};
use super::{Outcome, report, score, sure_section, write_as};
use clap::Args;
use hamisi::Span;
use hamisi::accurate::{Accurate, VERSION};
use hamisi::entity::lexicon::Lexicon;
use hamisi::entity::tagger::{Mention, Mix, Model, Reading, Sure};
use hamisi::pack::Pack;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What is read and written.
#[derive(Args)]
pub struct Options {
    /// Folder with a file a section, `pieces.txt` and `reference.json`
    #[arg(long, required_unless_present = "learned", conflicts_with = "learned")]
    model: Option<PathBuf>,
    /// Take the network of this pack, and join it with the entity pack anew
    #[arg(long)]
    learned: Option<PathBuf>,
    /// Only write that pack's sections to this folder, for the trainer to go on from
    #[arg(long, requires = "learned")]
    sections: Option<PathBuf>,
    /// Folder with a folder per language, with dev.iob2.gz
    #[arg(long, required_unless_present = "sections")]
    data: Option<PathBuf>,
    /// The gazetteer pack
    #[arg(long, default_value = "src/entity/gazetteer.pack")]
    gazetteer: PathBuf,
    /// The entity pack
    #[arg(long, default_value = "src/entity/entity.pack")]
    entity: PathBuf,
    /// Where the pack goes
    #[arg(long, default_value = "src/accurate/accurate.pack")]
    out: PathBuf,
}

/// The shares of the small network that are tried, for words and for units, and what is added for the tag of text outside of names.
///
/// It remembers the corpora that it is measured on here better than the transformer does. Of two that it had not learned from, larger shares
/// than these only do harm.
const TRIED: ([f32; 4], [f32; 4], [f32; 5]) =
    ([0.2, 0.25, 0.3, 0.35], [0.1, 0.15, 0.2, 0.25], [0.0, -0.25, -0.5, -0.75, -1.0]);
/// The least logarithm of a probability that counts.
const LEAST: f32 = -8.0;
/// Sentences of each source that calibration is measured on.
const SENTENCES: usize = 150;

/// Sections, and the files they are in.
const SECTIONS: [(&str, &str); 10] = [
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

/// Writes the pack, if it says the same as the trainer's network, and tells how well it does together with the entity pack.
pub fn build(options: &Options) -> Outcome<()> {
    if let (Some(path), Some(folder)) = (&options.learned, &options.sections) {
        return write_sections(path, folder);
    }
    let (sections, references) = match (&options.model, &options.learned) {
        (Some(folder), _) => exported(folder)?,
        (_, Some(path)) => (learned(path)?, Vec::new()),
        _ => return Err("there is no network".into()),
    };
    let write = |mix: Mix, sure: &[(f32, f32)]| -> Outcome<Vec<u8>> {
        let mix = [mix.words, mix.units, mix.outside, mix.least].into_iter().flat_map(f32::to_le_bytes).collect();
        let sections: Vec<_> = sections.iter().cloned().chain([("mix", mix)]).collect();
        write_as("accurate", VERSION, &sections, sure)
    };
    let cold = Accurate::new(Pack::new(write(Mix::default(), &[])?)?)?;
    check(&cold, &references)?;

    let gazetteer = Pack::new(fs::read(&options.gazetteer)?)?;
    let lexicon = Lexicon::new(&gazetteer)?;
    let model = Model::new(Pack::new(fs::read(&options.entity)?)?)?;
    let all = corpus::gold(options.data.as_deref().ok_or("there is no data")?, "dev", false)?;
    let mut sources: BTreeMap<(&str, &str), Vec<&Annotated>> = BTreeMap::new();
    all.iter().for_each(|sentence| sources.entry((&sentence.language, &sentence.source)).or_default().push(sentence));
    let sentences: Vec<&Annotated> = sources
        .into_values()
        .flat_map(|sentences| {
            let step = sentences.len().div_ceil(SENTENCES);
            sentences.into_iter().step_by(step)
        })
        .collect();
    let read = |sentence: &&Annotated| {
        let span = Span::new(0, sentence.text.len());
        cold.read(&sentence.text, &[span], &mut |_| true).unwrap_or_default()
    };
    let mut readings: Vec<Reading> = sentences.iter().map(read).collect();
    let tag = |readings: &[Reading]| score::tag(&model, readings, &lexicon, sentences.iter().copied());

    let mut f1 = |mix: Mix| {
        readings.iter_mut().for_each(|reading| reading.mix = mix);
        score::mean(&score::score(&sentences, &tag(&readings)), 0)
    };
    for (name, share) in [("small network", 1.0), ("transformer", 0.0)] {
        let alone = Mix { words: share, units: share, outside: 0.0, least: LEAST };
        println!("F1 of the {name} alone: {:.2}", f1(alone));
    }
    let (mut mix, mut best) = (Mix::default(), 0.0);
    for words in TRIED.0 {
        for units in TRIED.1 {
            for outside in TRIED.2 {
                let tried = Mix { words, units, outside, least: LEAST };
                let mean = f1(tried);
                if mean > best {
                    (mix, best) = (tried, mean);
                }
            }
        }
    }
    println!("F1 of both: {best:.2}, by {mix:?}");
    readings.iter_mut().for_each(|reading| reading.mix = mix);
    let found = tag(&readings);
    let half = |from: usize| -> (Vec<&Annotated>, Vec<Vec<Mention>>) {
        sentences.iter().copied().zip(found.iter().cloned()).skip(from).step_by(2).unzip()
    };
    let ((odd, of_odd), (even, _)) = (half(0), half(1));
    let sure = |pairs: &[(f32, f32)]| Sure::new(&sure_section(pairs)).ok_or("confidences do not rise");
    let of_half = sure(&score::sure(&odd, &of_odd))?;
    let halved: Vec<Reading> = readings
        .iter()
        .skip(1)
        .step_by(2)
        .map(|reading| Reading { sure: of_half.clone(), ..reading.clone() })
        .collect();
    let of_even = score::tag(&model, &halved, &lexicon, even.iter().copied());
    println!("calibration error of the other half: {:.4}", score::calibration_error(&even, &of_even));

    let pairs = score::sure(&sentences, &found);
    let sure = sure(&pairs)?;
    readings.iter_mut().for_each(|reading| reading.sure = sure.clone());
    report("dev", &model, &readings, &lexicon, &sentences);
    let bytes = write(mix, &pairs)?;
    println!("{} bytes to {}", bytes.len(), options.out.display());
    fs::write(&options.out, bytes)?;
    Ok(())
}

type Sections = Vec<(&'static str, Vec<u8>)>;

/// The sections that the trainer exported, and what its own network says of some texts.
fn exported(folder: &Path) -> Outcome<(Sections, Vec<Reference>)> {
    let file = |name: &str| {
        let path = folder.join(name);
        fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))
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
    Ok((sections, serde_json::from_slice(&file("reference.json")?)?))
}

/// The sections of a pack that is there, but for how it is joined.
fn learned(path: &Path) -> Outcome<Sections> {
    let pack = Pack::new(fs::read(path)?)?;
    let names = SECTIONS.into_iter().map(|(section, _)| section);
    ["pieces"].into_iter().chain(names).map(|name| Ok((name, pack.section(name)?.to_vec()))).collect()
}

/// Writes what `exported` reads of a pack, but for the reference.
fn write_sections(path: &Path, folder: &Path) -> Outcome<()> {
    let sections = learned(path)?;
    fs::create_dir_all(folder)?;
    for (name, bytes) in &sections {
        if *name == "pieces" {
            let mut pieces = fst::Map::new(bytes)?.stream().into_str_vec()?;
            pieces.sort_by_key(|(_, id)| *id);
            let lines: String = pieces.iter().flat_map(|(piece, _)| [piece, "\n"]).collect();
            fs::write(folder.join("pieces.txt"), lines)?;
        } else if let Some((_, file)) = SECTIONS.iter().find(|(section, _)| section == name) {
            fs::write(folder.join(format!("{file}.bin")), bytes)?;
        }
    }
    Ok(())
}

/// Holds what a tagger says against what its trainer's network does.
fn check(tagger: &Accurate, references: &[Reference]) -> Outcome<()> {
    if references.is_empty() {
        return Ok(());
    }
    let (mut farthest, mut sum, mut count) = (0.0_f32, 0.0, 0.0);
    for Reference { text, ids, log_probabilities } in references {
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
    println!("in {} texts, log-probabilities are {mean:.5} off, at most {farthest:.5}", references.len());
    let near = mean <= NEAR.0 && farthest <= NEAR.1;
    if near { Ok(()) } else { Err("the pack does not say what the trainer's network says".into()) }
}
