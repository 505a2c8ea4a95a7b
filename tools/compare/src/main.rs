//! Compares what hamisi says of texts with what its peers say, on the same texts in one run. Never shipped.

mod accuracy;
mod codes;
mod lingua_texts;
mod peer;
mod process;
mod spans;
mod speed;
mod texts;

use clap::{Args, Parser, Subcommand};
use peer::{HAMISI, Peer};
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use texts::{Kind, Texts};

type Outcome<T> = Result<T, Box<dyn Error>>;

#[derive(Parser)]
#[command(about, version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Ask hamisi and its peers which languages texts are in, and print how often and how fast each answers right
    Compare(Compare),
    /// Ask where sentences and words end, in a folder of `.jsonl.gz` with lines of `{"lang","text","sentences","words"}`
    Segmentation(Spans),
    /// Ask for names and dates, in a folder of `<ISO 639-3>/dev.iob2.gz`
    Entities(Spans),
    /// Write the test texts that lingua's language models carry as a folder of texts; for measuring only
    LinguaTexts {
        /// Where the folder goes
        out: PathBuf,
    },
}

#[derive(Args)]
struct Compare {
    /// Folder of `<ISO 639-3>.txt` files with lines of `kind<TAB>text`, kind being word, pair or sentence
    texts: PathBuf,
    /// At most so many texts of each kind a language, spread evenly over its file [default: all]
    #[arg(long, value_name = "N")]
    per_language: Option<usize>,
    /// Only these peers, by comma; hamisi is always asked [default: all]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    peers: Vec<String>,
    /// List accuracy by language for this peer and hamisi; for hamisi alone: over all languages
    #[arg(long, value_name = "PEER")]
    by_language: Vec<String>,
    /// List what hamisi takes this language for, and what it takes for this language
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    confusions: Vec<String>,
    /// Threads that answer; speed is always measured on one
    #[arg(long, value_name = "N", default_value_t = 1)]
    threads: usize,
    /// Seconds each peer's speed is measured for on each kind of text; 0: not at all
    #[arg(long, value_name = "S", default_value_t = 1.5)]
    seconds: f64,
}

#[derive(Args)]
struct Spans {
    /// Folder of annotated texts
    texts: PathBuf,
    /// Only these peers, by comma; hamisi is always asked [default: all]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    peers: Vec<String>,
    /// Seconds each peer's speed is measured for on each text; 0: not at all
    #[arg(long, value_name = "S", default_value_t = 1.5)]
    seconds: f64,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Compare(arguments) => compare(&arguments),
        Command::Segmentation(Spans { texts, peers, seconds }) => spans::segmentation::compare(&texts, &peers, seconds),
        Command::Entities(Spans { texts, peers, seconds }) => spans::entities::compare(&texts, &peers, seconds),
        Command::LinguaTexts { out } => lingua_texts::write(&out),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hamisi-compare: {error}");
            ExitCode::FAILURE
        }
    }
}

fn compare(arguments: &Compare) -> Outcome<()> {
    let texts = Texts::read(&arguments.texts, arguments.per_language)?;
    let mut peers = peer::all()?;
    let names: Vec<&str> = peers.iter().map(|peer| peer.name).collect();
    if let Some(unknown) =
        arguments.peers.iter().chain(&arguments.by_language).find(|name| !names.contains(&name.as_str()))
    {
        return Err(format!("no peer is called {unknown}: there are {}", names.join(", ")).into());
    }
    let asked = |peer: &Peer| {
        let listed = |names: &[String]| names.iter().any(|name| name == peer.name);
        arguments.peers.is_empty() || peer.name == HAMISI || listed(&arguments.peers) || listed(&arguments.by_language)
    };
    peers.retain(asked);

    let counts = Kind::ALL.map(|kind| format!("{} {}s", texts.count(kind), kind.as_str()));
    println!("{}: {} languages, {}", arguments.texts.display(), texts.languages().len(), counts.join(", "));
    let versions = peers.iter().map(|peer| format!("{} ({})", peer.name, peer.version));
    println!("asked: {}", versions.collect::<Vec<_>>().join(", "));
    accuracy::report(&texts, &peers, arguments)?;
    if arguments.seconds > 0.0 {
        speed::report(&texts, &peers, arguments.seconds)?;
    }
    Ok(())
}
