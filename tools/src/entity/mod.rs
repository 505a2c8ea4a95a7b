//! Trains the tagger and writes its pack.
//!
//! The data is laid out as `tools/README.md` tells. The same data gives the same bytes on any machine.

pub mod accurate;
mod corpus;
mod feature;
pub mod label;
mod score;
mod train;

use corpus::Annotated;
use hamisi::entity::lexicon::Lexicon;
use hamisi::entity::tagger::network::{ONE, TAGS, WIDTH};
use hamisi::entity::tagger::{Model, Reading, VERSION};
use hamisi::pack::{self, Pack};
use std::collections::HashSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{fs, time};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What is trained on, how long, and how large the model gets.
#[derive(clap::Args)]
pub struct Options {
    /// Folder with a folder per language, with train.iob2.gz and dev.iob2.gz
    #[arg(long)]
    data: PathBuf,
    /// Folder with labels
    #[arg(long)]
    silver: Vec<PathBuf>,
    /// The gazetteer pack
    #[arg(long, default_value = "src/entity/gazetteer.pack")]
    gazetteer: PathBuf,
    /// What a labelled sentence is worth beside an annotated one
    #[arg(long, default_value_t = 1.0)]
    silver_weight: f32,
    /// The same in a language without annotated sentences
    #[arg(long, default_value_t = 2.0)]
    silver_only_weight: f32,
    /// Rows of the table of features, 5.5 bytes each
    #[arg(long, default_value_t = 391_168)]
    rows: usize,
    /// How often everything is read
    #[arg(long, default_value_t = 14)]
    epochs: usize,
    /// The distances of the convolutions, for words
    #[arg(long, default_value = "1,2,1", value_delimiter = ',')]
    layers: Vec<usize>,
    /// The distances of the convolutions, for units
    #[arg(long, default_value = "1,1,2,4", value_delimiter = ',')]
    unit_layers: Vec<usize>,
    /// Leave out the training part of these languages or sources (`por`, `eng/wikigold`), to measure on it
    #[arg(long, value_delimiter = ',')]
    without: Vec<String>,
    /// Where the pack goes
    #[arg(long, default_value = "src/entity/entity.pack")]
    out: PathBuf,
    /// Train nothing and move no score: calibrate the model of this pack
    #[arg(long)]
    learned: Option<PathBuf>,
}

/// Trains a model, measures and writes it.
pub fn build(options: &Options) -> Outcome<()> {
    let start = time::Instant::now();
    let told = |text: &str| eprintln!("{:>6.0} s  {text}", start.elapsed().as_secs_f32());
    let gazetteer = Pack::new(fs::read(&options.gazetteer)?)?;
    let lexicon = Lexicon::new(&gazetteer)?;
    let left_out = |sentence: &Annotated| {
        options.without.iter().any(|name| match name.split_once('/') {
            Some((language, source)) => sentence.language == language && sentence.source == source,
            None => sentence.language == *name,
        })
    };
    let (sections, unseen) = match &options.learned {
        Some(path) => {
            let unseen = corpus::gold(&options.data, "train", true)?.into_iter().filter(left_out).collect();
            (learned(path)?, unseen)
        }
        None => trained(options, &lexicon, left_out, told)?,
    };
    let dev = corpus::gold(&options.data, "dev", false)?;
    let seen: Vec<&Annotated> = dev.iter().filter(|s| !left_out(s)).collect();
    let finished = |sections: &Sections| -> Outcome<Vec<u8>> {
        let cold = Model::new(Pack::new(write(sections, &[])?)?)?;
        let sure = score::sure(&seen, &score::tag(&cold, &[], &lexicon, seen.iter().copied()));
        write(sections, &sure)
    };
    let measured = |sections: &Sections| {
        let model = Model::new(Pack::new(finished(sections)?)?)?;
        Ok(score::balance(&score::score(&seen, &score::tag(&model, &[], &lexicon, seen.iter().copied()))))
    };
    let sections = if options.learned.is_some() { sections } else { balanced(sections, told, measured)? };
    let bytes = finished(&sections)?;
    let model = Model::new(Pack::new(bytes.clone())?)?;
    report("dev", &model, &[], &lexicon, &seen);
    if !unseen.is_empty() {
        report(
            "left out",
            &model,
            &[],
            &lexicon,
            &unseen.iter().step_by((unseen.len() / 20_000).max(1)).collect::<Vec<_>>(),
        );
    }
    told(&format!("{} bytes to {}", bytes.len(), options.out.display()));
    fs::write(&options.out, bytes)?;
    Ok(())
}

type Sections = Vec<(&'static str, Vec<u8>)>;

/// How much a tag's score is moved at once, in the order that is tried: logarithms of odds.
const MOVES: [f32; 4] = [0.5, -0.5, 0.25, -0.25];
/// The tags that are moved together: outside of names; beginnings and insides of persons, locations, organizations.
const MOVED: [&[usize]; 4] = [&[0], &[1, 2], &[3, 4], &[5, 6]];

/// The sections with the tags' biases moved to where `measure` gives most. What a tagger that learned from uncertain labels is in doubt about
/// it says nothing of, organizations above all: it finds fewer names than would be best.
fn balanced(
    mut sections: Sections,
    told: impl Fn(&str),
    measure: impl Fn(&Sections) -> Outcome<f64>,
) -> Outcome<Sections> {
    let networks = sections.iter().position(|(name, _)| *name == "nets").ok_or("there are no networks")?;
    let biases = tag_biases(&sections[networks].1);
    let mut best = measure(&sections)?;
    told(&format!("F1 {best:.2} before the tags' scores are balanced"));
    // What is moved last may make room for what was moved first.
    let mut before = 0.0;
    while best > before {
        before = best;
        for step in MOVES {
            for of_network in biases {
                for tags in MOVED {
                    loop {
                        let mut tried = sections.clone();
                        for tag in tags {
                            let at = of_network + 2 * tag;
                            let bytes = &mut tried[networks].1[at..at + 2];
                            let bias = i16::from_le_bytes([bytes[0], bytes[1]]);
                            bytes.copy_from_slice(&bias.saturating_add((step * ONE) as i16).to_le_bytes());
                        }
                        let mean = measure(&tried)?;
                        if mean <= best {
                            break;
                        }
                        (sections, best) = (tried, mean);
                    }
                }
            }
        }
    }
    told(&format!("F1 {best:.2} after"));
    Ok(sections)
}

/// Where the biases of the tags begin in the section of networks, in that for words and in that for units.
fn tag_biases(networks: &[u8]) -> [usize; 2] {
    let mut end = 0;
    [0, 1].map(|_| {
        end += 1 + usize::from(networks[end]) * (2 + 3 * WIDTH * WIDTH + 2 * WIDTH) + 1 + TAGS * WIDTH;
        let start = end;
        end += 2 * TAGS;
        start
    })
}

/// The sections of a pack that is there, but for the calibration.
fn learned(path: &Path) -> Outcome<Sections> {
    let pack = Pack::new(fs::read(path)?)?;
    let section = |name| Ok((name, pack.section(name)?.to_vec()));
    ["langs", "few", "nets", "scales", "keys", "rows"].into_iter().map(section).collect()
}

/// The sections of a pack of a model that is trained, and the annotated sentences that were left out.
fn trained(
    options: &Options,
    lexicon: &Lexicon<'_>,
    left_out: impl Fn(&Annotated) -> bool,
    told: impl Fn(&str),
) -> Outcome<(Sections, Vec<Annotated>)> {
    let (unseen, mut learned): (Vec<_>, Vec<_>) =
        corpus::gold(&options.data, "train", true)?.into_iter().partition(left_out);
    let gold = learned.len();
    for folder in &options.silver {
        learned.extend(corpus::silver(folder)?);
    }
    let (annotated, labelled) = learned.split_at(gold);
    let languages: HashSet<&str> = annotated.iter().map(|sentence| sentence.language.as_str()).collect();
    let worth = |sentence: &Annotated| {
        let known = languages.contains(sentence.language.as_str());
        sentence.confidence * if known { options.silver_weight } else { options.silver_only_weight }
    };
    let sentences: Vec<_> = annotated
        .iter()
        .map(|sentence| sentence.sentence(1.0))
        .chain(labelled.iter().map(|sentence| sentence.sentence(worth(sentence))))
        .collect();
    told(&format!("read {gold} annotated sentences, {} others", sentences.len() - gold));
    let vocabulary = feature::choose(&sentences, options.rows, lexicon);
    told(&format!("chose {} features of {}", vocabulary.chosen, vocabulary.all));
    let trained = train::train(&sentences, &vocabulary, options, &told);

    Ok((sections(&vocabulary, &trained), unseen))
}

/// Prints what a model finds in sentences.
fn report(name: &str, model: &Model, readings: &[Reading], lexicon: &Lexicon<'_>, sentences: &[&Annotated]) {
    let begun = time::Instant::now();
    let found = score::tag(model, readings, lexicon, sentences.iter().copied());
    let elapsed = begun.elapsed().as_secs_f64();
    let tokens: usize = sentences.iter().map(|s| s.sentence(1.0).tokens.len()).sum();
    println!("{name}: {:.2} M tokens/s", tokens as f64 / elapsed / 1e6);
    println!("{:<24} {:>6} {:>6} {:>6} {:>6} {:>6}", "", "all", "PER", "LOC", "ORG", "gold");
    let counts = score::score(sentences, &found);
    for (source, counts) in &counts {
        let [all, per, loc, org, _] = counts.map(score::Count::f1);
        println!("{source:<24} {all:>6.1} {per:>6.1} {loc:>6.1} {org:>6.1} {:>6}", counts[0].2);
    }
    let means = [0, 1, 2, 3].map(|kind| score::mean(&counts, kind));
    println!("{:<24} {:>6.2} {:>6.2} {:>6.2} {:>6.2}", "mean", means[0], means[1], means[2], means[3]);
}

fn write(sections: &[(&'static str, Vec<u8>)], sure: &[(f32, f32)]) -> Outcome<Vec<u8>> {
    write_as("entity", VERSION, sections, sure)
}

/// A pack of `sections` and of `sure`.
fn write_as(stage: &str, version: u32, sections: &[(&str, Vec<u8>)], sure: &[(f32, f32)]) -> Outcome<Vec<u8>> {
    let sure = sure_section(sure);
    let mut all: Vec<_> = sections.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    all.push(("sure", &sure));
    Ok(pack::write(stage, version, &all)?)
}

fn sure_section(pairs: &[(f32, f32)]) -> Vec<u8> {
    pairs.iter().flat_map(|(a, b)| [a.to_le_bytes(), b.to_le_bytes()].concat()).collect()
}

/// The sections of the pack, as `src/entity/tagger/mod.rs` describes them.
fn sections(vocabulary: &feature::Vocabulary, trained: &train::Trained) -> Sections {
    let two_bits = |weight: i8| match weight {
        1 => 1,
        -1 => 2,
        _ => 0,
    };
    let rows = trained.rows.iter().flat_map(|(_, weights)| {
        weights
            .as_chunks::<4>()
            .0
            .iter()
            .map(|four| four.iter().rev().fold(0, |byte, &weight| byte << 2 | two_bits(weight)))
    });
    let scales =
        trained.rows.chunks(2).map(|pair| pair.iter().rev().fold(0, |byte, (scale, _)| byte << 4 | scale)).collect();
    let largest = trained.few.iter().flatten().flatten().fold(0.0, |largest: f32, value| largest.max(value.abs()));
    let shift = (0..7).find(|shift| largest * ONE / (1 << shift) as f32 <= 127.0).unwrap_or(7);
    let mut few = vec![shift];
    for value in trained.few.iter().flatten().flatten() {
        few.push((value * ONE / (1 << shift) as f32).round().clamp(-127.0, 127.0) as i8 as u8);
    }
    let mut networks = Vec::new();
    for network in &trained.networks {
        networks.push(network.layers.len() as u8);
        for layer in &network.layers {
            networks.push(layer.distance as u8);
            let values: Vec<f32> =
                (0..WIDTH).flat_map(|out| (0..3).flat_map(move |part| layer.weights[part][out])).collect();
            linear(&values, &layer.biases, &mut networks);
        }
        let values: Vec<f32> = network.tags.iter().flatten().copied().collect();
        debug_assert_eq!(values.len(), TAGS * WIDTH);
        linear(&values, &network.tag_biases, &mut networks);
    }
    vec![
        ("langs", vocabulary.languages.concat().into_bytes()),
        ("few", few),
        ("nets", networks),
        ("scales", scales),
        ("keys", vocabulary.keys.clone()),
        ("rows", rows.collect()),
    ]
}

/// A shift, weights and biases.
fn linear(weights: &[f32], biases: &[f32], out: &mut Vec<u8>) {
    let largest = weights.iter().fold(0.0, |largest: f32, weight| largest.max(weight.abs()));
    let shift = (1..=12).rev().find(|shift| largest * (1 << shift) as f32 <= 127.5).unwrap_or(1);
    out.push(shift);
    out.extend(weights.iter().map(|weight| (weight * (1 << shift) as f32).round().clamp(-127.0, 127.0) as i8 as u8));
    for bias in biases {
        out.extend(((bias * ONE).round().clamp(-32767.0, 32767.0) as i16).to_le_bytes());
    }
}
