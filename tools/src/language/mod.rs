//! Trains the language model and writes its pack.
//!
//! The data is laid out as `tools/README.md` tells. The same data gives the same bytes, on any machine and with any number of cores.

mod corpus;
mod heat;
pub mod neighbours;
mod train;

use hamisi::language::model::VERSION;
use hamisi::pack::{self, Pack};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{fs, time};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What is trained on, how long, and how large the model gets.
#[derive(clap::Args)]
pub struct Options {
    /// Folder with lid/ and prose/
    #[arg(long)]
    data: PathBuf,
    /// Folder that tools/language/fetch.py filled
    #[arg(long)]
    extra: Option<PathBuf>,
    /// The languages and how often they occur
    #[arg(long, default_value = "tools/data/languages.txt")]
    languages: PathBuf,
    /// Leave out the prose, to measure on it
    #[arg(long)]
    no_prose: bool,
    /// Rows of the table of features, 8.5 bytes each
    #[arg(long, default_value_t = 232_000)]
    rows: u32,
    /// Examples to learn from
    #[arg(long, default_value_t = 250_000_000)]
    examples: usize,
    /// Take what was learned from this pack, and only calibrate
    #[arg(long)]
    learned: Option<PathBuf>,
    /// Where the pack goes
    #[arg(long, default_value = "src/language/language.pack")]
    out: PathBuf,
}

/// Trains a model, or takes one that was trained, calibrates it on development data and writes it.
pub fn build(options: &Options) -> Outcome<()> {
    let start = time::Instant::now();
    let mut sections = match &options.learned {
        Some(path) => {
            let pack = Pack::new(fs::read(path)?)?;
            let copied = LEARNED.map(|name| Ok((name, pack.section(name)?.to_vec())));
            copied.into_iter().collect::<Outcome<Vec<_>>>()?
        }
        None => learn(options, start)?,
    };
    sections.push(("compose", corpus::compositions().into_iter().flatten().flat_map(u32::to_le_bytes).collect()));
    let dev = options.data.join("lid/dev");
    let worths = corpus::worths(&options.languages)?;
    let usage = sections.iter().find(|(name, _)| *name == "classes").map(|(_, classes)| heat::usage(classes, &worths));
    let usage = usage.unwrap_or_default();
    let classes = usage.len();
    sections.push(("usage", usage));
    let unbiased = |heat| [("heat", heat::section(heat)), ("biases", vec![0; classes])];
    let heat = heat::measure(&write(&sections, &unbiased(&[(1, 1.0)]))?, &dev)?;
    let biases = heat::biases(&write(&sections, &unbiased(&heat))?, &dev, &worths)?;
    let biased = |heat| [("heat", heat::section(heat)), ("biases", biases.clone())];
    // With biases probabilities are others.
    let heat = heat::measure(&write(&sections, &biased(&heat))?, &dev)?;
    let pack = write(&sections, &biased(&heat))?;
    eprintln!("{:>6.0} s  {} bytes to {}", start.elapsed().as_secs_f32(), pack.len(), options.out.display());
    fs::write(&options.out, pack)?;
    Ok(())
}

/// The sections that are learned, as `src/language/model.rs` describes them.
const LEARNED: [&str; 6] = ["groups", "classes", "outputs", "units", "shifts", "rows"];

fn learn(options: &Options, start: time::Instant) -> Outcome<Vec<(&'static str, Vec<u8>)>> {
    let corpus = corpus::read(options)?;
    eprintln!(
        "{:>6.0} s  read {} words of {} scripts",
        start.elapsed().as_secs_f32(),
        corpus.words.len(),
        corpus.scripts.len()
    );
    let trained = train::train(&corpus, options, |share, loss| {
        eprintln!("{:>6.0} s  {:>3.0} %  loss {loss:.4}", start.elapsed().as_secs_f32(), share * 100.0);
    });
    Ok(sections(&corpus, &trained))
}

fn write(sections: &[(&str, Vec<u8>)], more: &[(&str, Vec<u8>)]) -> Outcome<Vec<u8>> {
    let sections: Vec<_> = sections.iter().chain(more).map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    Ok(pack::write("language", VERSION, &sections)?)
}

/// What was learned as the sections [`LEARNED`].
fn sections(corpus: &corpus::Corpus, trained: &train::Trained) -> Vec<(&'static str, Vec<u8>)> {
    let (mut groups, mut classes, mut outputs, mut units) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (script, directions) in corpus.scripts.iter().zip(&trained.directions) {
        groups.extend(script.family.as_str().bytes());
        groups.extend(u32::try_from(script.classes.len()).unwrap_or_default().to_le_bytes());
        for (class, direction) in script.classes.iter().zip(directions) {
            classes.extend(class.code.as_str().bytes());
            classes.push(u8::from(class.answered));
            let largest = direction.iter().fold(f32::MIN_POSITIVE, |largest, weight| largest.max(weight.abs()));
            outputs.extend(direction.iter().map(|weight| (weight / largest * 127.0).round() as i8 as u8));
            units.extend((largest / 127.0 * trained.unit).to_le_bytes());
        }
    }
    let two_bits = |weight: i8| match weight {
        1 => 1,
        -1 => 2,
        _ => 0,
    };
    let rows = trained.rows.iter().flat_map(|(weights, _)| {
        weights
            .as_chunks::<4>()
            .0
            .iter()
            .map(|four| four.iter().rev().fold(0, |byte, &weight| byte << 2 | two_bits(weight)))
    });
    let rows = rows.collect();
    let shifts =
        trained.rows.chunks(2).map(|pair| pair.iter().rev().fold(0, |byte, (_, shift)| byte << 4 | shift)).collect();
    LEARNED.into_iter().zip([groups, classes, outputs, units, shifts, rows]).collect()
}

/// Files below `folder` by their names without endings, in order.
fn texts(folder: &Path, ending: &str) -> Outcome<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = entry?.path();
        if let Some(stem) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(ending)) {
            found.push((stem.to_owned(), path.clone()));
        }
    }
    found.sort();
    Ok(found)
}
