//! Who is asked: hamisi and its peers, each behind the same few functions.

mod cld2;
mod hamisi;
pub mod lingua;
mod node;
mod whatlang;
mod whichlang;

use crate::{Outcome, codes};
use ::hamisi::code::Code;
use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;
use std::thread;
use std::time::Instant;

/// Where the peers from npm are.
pub const NODE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/node");

/// The name hamisi goes by among its peers.
pub const HAMISI: &str = "hamisi";

/// One that names languages.
pub struct Peer {
    /// Its name in the tables.
    pub name: &'static str,
    /// The package and version that was asked.
    pub version: String,
    /// The languages it can answer; hamisi does not tell.
    pub languages: Option<BTreeSet<Code>>,
    /// Whether it can be held to some of them.
    pub restrictable: bool,
    make: Box<Make>,
}

/// Makes an identifier, with some languages only where these are given.
type Make = dyn Fn(Option<&BTreeSet<Code>>) -> Outcome<Box<dyn Identifier>>;

impl Peer {
    /// Ready to answer, with the languages in `only` where that is given and the peer can be held to them.
    pub fn identifier(&self, only: Option<&BTreeSet<Code>>) -> Outcome<Box<dyn Identifier>> {
        (self.make)(only.filter(|_| self.restrictable))
    }
}

/// Answers which language a text is in.
pub trait Identifier {
    /// One answer a text; `und` where there is none.
    fn answers(&self, texts: &[&str], threads: usize) -> Outcome<Vec<Code>>;

    /// Asks about the texts in a row, from the first again after the last, for `seconds` on one thread: how many were answered, and how
    /// many seconds that took.
    fn time(&self, texts: &[String], seconds: f64) -> Outcome<(usize, f64)>;
}

/// All, hamisi first.
pub fn all() -> Outcome<Vec<Peer>> {
    let mut peers =
        vec![hamisi::peer(), whatlang::peer(), lingua::high(), lingua::low(), whichlang::peer(), cld2::peer()];
    peers.extend(node::peers()?);
    Ok(peers)
}

/// An identifier in this process.
pub struct Native<A, N> {
    /// What is timed.
    pub ask: A,
    /// The code of what that answers.
    pub name: N,
}

impl<T, A: Fn(&str) -> T + Sync, N: Fn(T) -> Code + Sync> Identifier for Native<A, N> {
    fn answers(&self, texts: &[&str], threads: usize) -> Outcome<Vec<Code>> {
        let answer = |text: &&str| (self.name)((self.ask)(text));
        let mut answers = vec![Code::UND; texts.len()];
        // More parts than threads, as some scripts take longer than others.
        let size = texts.len().div_ceil(threads * 32).max(1);
        let parts = std::sync::Mutex::new(texts.chunks(size).zip(answers.chunks_mut(size)));
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some((texts, answers)) = parts.lock().ok().and_then(|mut parts| parts.next()) {
                        texts.iter().zip(answers).for_each(|(text, code)| *code = answer(text));
                    }
                });
            }
        });
        Ok(answers)
    }

    fn time(&self, texts: &[String], seconds: f64) -> Outcome<(usize, f64)> {
        Ok(timed(texts, seconds, &self.ask))
    }
}

/// Asks about the texts in a row for `seconds`: how many were answered, and how many seconds that took.
pub fn timed<T>(texts: &[String], seconds: f64, ask: impl Fn(&str) -> T) -> (usize, f64) {
    let mut count = 0;
    let start = Instant::now();
    let mut texts = texts.iter().cycle();
    loop {
        // The clock itself takes as long as a quick answer: it is looked at after every eighth.
        for text in texts.by_ref().take(8) {
            black_box(ask(black_box(text)));
        }
        count += 8;
        let elapsed = start.elapsed().as_secs_f64();
        if elapsed >= seconds {
            return (count, elapsed);
        }
    }
}

/// A peer's own codes or values by the codes of texts.
fn by_code<T>(all: impl IntoIterator<Item = T>, name: impl Fn(&T) -> String) -> BTreeMap<Code, Vec<T>> {
    let mut map: BTreeMap<Code, Vec<T>> = BTreeMap::new();
    for one in all {
        map.entry(codes::code(&name(&one))).or_default().push(one);
    }
    map.remove(&Code::UND);
    map
}

/// The version of a crate this is built with.
pub fn crate_version(name: &str) -> String {
    let lock = include_str!("../../Cargo.lock");
    let version = lock
        .split("[[package]]")
        .find(|package| package.contains(&format!("name = \"{name}\"\n")))
        .and_then(|package| package.split("version = \"").nth(1)?.split('"').next());
    format!("{name} {}", version.unwrap_or("of unknown version"))
}
