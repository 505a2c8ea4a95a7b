//! Builds the packs of hamisi, measures its quality, and compares it with peers. Never shipped.

mod block;
mod entity;
mod gazetteer;
mod language;
mod lexicon;
mod locale;
mod names;
mod quality;
mod retrieval;
mod segment;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(about, version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make the accurate pack of what its trainer gives, and check that it says what the trainer's network says
    Accurate(entity::accurate::Options),
    /// Train the network that tells content from what surrounds it, or measure what is found beside peers
    Blocks(block::Options),
    /// Build the gazetteer pack from CLDR's JSON packages and the tables in `tools/data`
    Gazetteer {
        /// Folder with cldr-core and cldr-localenames-full
        #[arg(long)]
        cldr: PathBuf,
        /// Folder with `territories.tsv`, `endings.tsv` and `ordinary.tsv`
        #[arg(long, default_value = "tools/data")]
        data: PathBuf,
        /// The table that `tools/entity/gazetteer.py` makes
        #[arg(long)]
        names: PathBuf,
        /// Where the pack goes
        #[arg(long, default_value = "src/entity/gazetteer.pack")]
        out: PathBuf,
    },
    /// Build the locale pack, and the samples its tests read, from CLDR's JSON packages
    Locale {
        /// Folder with cldr-core, cldr-dates-full, cldr-numbers-full, cldr-units-full and cldr-localenames-full
        #[arg(long)]
        cldr: PathBuf,
        /// Folder with `endings.tsv` and `name-endings.tsv`
        #[arg(long, default_value = "tools/data")]
        data: PathBuf,
        /// Where the pack goes; the samples go beside it
        #[arg(long, default_value = "src/entity/locale.pack")]
        out: PathBuf,
    },
    /// Train the entity pack: the tagger
    Entity(entity::Options),
    /// Label plain text by the accurate tagger, for the entity pack to learn from
    Label(entity::label::Options),
    /// Train the language pack
    Language(language::Options),
    /// Measure both taggers on names annotated in text that nothing learned them from
    Names(names::Arguments),
    /// Measure how well languages that are taken for each other are told apart
    Neighbours {
        /// Folder with lid/
        #[arg(long)]
        data: PathBuf,
    },
    /// Train the segment pack
    Segment(segment::Options),
    /// Measure every figure on development data and hold it against its floor
    Quality {
        /// Folder with lid/, seg/ and ner/
        #[arg(long)]
        data: PathBuf,
        /// Packs to measure in place of those in src/
        #[arg(long, num_args = 1..)]
        packs: Vec<PathBuf>,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Accurate(options) => entity::accurate::build(&options).map(|()| true),
        Command::Gazetteer { cldr, data, names, out } => gazetteer::build(&cldr, &data, &names, &out).map(|()| true),
        Command::Locale { cldr, data, out } => locale::build(&cldr, &data, &out).map(|()| true),
        Command::Blocks(options) => block::run(&options).map(|()| true),
        Command::Entity(options) => entity::build(&options).map(|()| true),
        Command::Label(options) => entity::label::run(&options).map(|()| true),
        Command::Language(options) => language::build(&options).map(|()| true),
        Command::Names(arguments) => names::run(&arguments).map(|()| true),
        Command::Neighbours { data } => language::neighbours::run(&data.join("lid/dev")).map(|()| true),
        Command::Segment(options) => segment::build(&options).map(|()| true),
        Command::Quality { data, packs } => quality::run(&data, &packs),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("hamisi-tools: {error}");
            ExitCode::FAILURE
        }
    }
}
