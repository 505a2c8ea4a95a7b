//! Those that find spans in texts, and how often and how fast they find the right ones.

pub mod entities;
mod native;
mod remote;
pub mod segmentation;

use crate::Outcome;
use crate::speed;
use flate2::read::GzDecoder;
use hamisi::Span;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    Sentences,
    Words,
    Entities,
}

impl Task {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Sentences => "sentences",
            Self::Words => "words",
            Self::Entities => "entities",
        }
    }
}

/// A span with its kind; sentences and words have none.
pub type Found = (Span, String);

/// One that finds spans.
pub struct Peer {
    /// Its name in the tables.
    pub name: String,
    /// The package and version that was asked.
    pub version: String,
    /// Bytes of its code and data, compressed with gzip, where that was weighed.
    pub bytes: Option<u64>,
    /// The languages it is made for, as BCP 47 has them; none: any.
    languages: Option<Vec<String>>,
    /// The kinds it finds; none: all.
    kinds: Option<Vec<String>>,
    finder: Box<dyn Finder>,
}

impl Peer {
    fn knows(&self, language: &str) -> bool {
        self.languages.as_ref().is_none_or(|languages| languages.iter().any(|known| known == language))
    }

    fn finds(&self, kind: &str) -> bool {
        self.kinds.as_ref().is_none_or(|kinds| kinds.iter().any(|found| found == kind))
    }

    /// What it finds in each text, all in one language.
    fn find(&self, texts: &[String], language: &str) -> Outcome<Vec<Vec<Found>>> {
        let found = self.finder.find(texts, language)?;
        if found.len() == texts.len() {
            return Ok(found);
        }
        Err(format!("{}: {} answers to {} texts", self.name, found.len(), texts.len()).into())
    }
}

/// Finds the spans of one task.
trait Finder {
    fn find(&self, texts: &[String], language: &str) -> Outcome<Vec<Vec<Found>>>;

    /// Asks about the texts in a row for `seconds` on one thread: how many were answered, and how many seconds that took.
    fn time(&self, texts: &[String], language: &str, seconds: f64) -> Outcome<(usize, f64)>;

    /// Asks about the texts in a new process; none for those that are in this one.
    fn start(&self, _texts: &[String], _language: &str) -> Outcome<Option<Start>> {
        Ok(None)
    }
}

/// What a new process needs.
pub struct Start {
    /// Until the first text is answered.
    seconds: f64,
    /// Bytes of memory at most until all are, where the system tells.
    memory: Option<u64>,
}

/// All peers that do `task`, hamisi first; of these only the ones in `wanted`, where that names any.
pub fn peers(task: Task, wanted: &[String]) -> Outcome<Vec<Peer>> {
    let mut peers = native::peers(task)?;
    peers.extend(remote::peers(task)?);
    if let Some(unknown) = wanted.iter().find(|name| peers.iter().all(|peer| peer.name != **name)) {
        let names: Vec<&str> = peers.iter().map(|peer| peer.name.as_str()).collect();
        return Err(format!("no peer is called {unknown}: there are {}", names.join(", ")).into());
    }
    peers.retain(|peer| wanted.is_empty() || peer.name == crate::peer::HAMISI || wanted.contains(&peer.name));
    Ok(peers)
}

/// Counts of spans.
#[derive(Clone, Copy, Default)]
pub struct Score {
    /// Of those found, the right ones.
    right: usize,
    found: usize,
    /// Of those expected, the ones found.
    met: usize,
    expected: usize,
}

impl Score {
    /// Counts the spans found that are expected.
    fn exact<T: Eq + std::hash::Hash>(&mut self, found: &HashSet<T>, expected: &HashSet<T>) {
        let right = found.intersection(expected).count();
        self.right += right;
        self.met += right;
        self.found += found.len();
        self.expected += expected.len();
    }

    /// Counts the spans found that share a character with an expected one.
    fn overlapping(&mut self, found: &HashSet<Span>, expected: &HashSet<Span>) {
        self.right += found.iter().filter(|span| expected.iter().any(|other| other.overlaps(**span))).count();
        self.met += expected.iter().filter(|span| found.iter().any(|other| other.overlaps(**span))).count();
        self.found += found.len();
        self.expected += expected.len();
    }

    /// The harmonic mean of precision and recall, in per cent; none where nothing was expected.
    fn f1(self) -> Option<f64> {
        let precision = self.right as f64 / self.found.max(1) as f64;
        let recall = self.met as f64 / self.expected.max(1) as f64;
        let f1 = if self.met == 0 { 0.0 } else { 200.0 * precision * recall / (precision + recall) };
        (self.expected > 0).then_some(f1)
    }
}

/// A number as tables have it.
fn cell(number: Option<f64>, decimals: usize) -> String {
    number.map_or_else(|| "–".to_owned(), |number| format!("{number:.decimals$}"))
}

/// Texts a second of each peer, all asked about the same texts.
fn speeds(peers: &[&Peer], texts: &[String], language: &str, seconds: f64) -> Outcome<Vec<f64>> {
    speed::best(peers.len(), seconds, |at, seconds| peers[at].finder.time(texts, language, seconds))
}

/// The files of a folder that end so, in order.
fn files(folder: &Path, end: &str) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    files.retain(|path| path.to_string_lossy().ends_with(end));
    files.sort();
    Ok(files)
}

fn gunzip(path: &Path) -> Outcome<String> {
    let mut text = String::new();
    let read = File::open(path).and_then(|file| GzDecoder::new(file).read_to_string(&mut text));
    read.map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text)
}
