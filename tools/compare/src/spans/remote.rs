//! Peers from npm and from PyPI, each in a process of their own.

use super::{Finder, Found, Peer, Start, Task};
use crate::Outcome;
use crate::peer::NODE;
use crate::process::{Process, Time, request};
use hamisi::Span;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// Where `make` installs the peers from PyPI.
const INTERPRETER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.tools/compare/bin/python");
const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/python");

/// What offsets count in a process.
#[derive(Clone, Copy)]
enum Unit {
    Utf16,
    CodePoint,
}

pub fn peers(task: Task) -> Outcome<Vec<Peer>> {
    let mut peers = Vec::new();
    for (program, folder, script, unit) in
        [("node", NODE, "spans.js", Unit::Utf16), (INTERPRETER, PYTHON, "peers.py", Unit::CodePoint)]
    {
        #[derive(Deserialize)]
        struct Description {
            name: String,
            version: String,
            languages: Option<Vec<String>>,
            kinds: Option<Vec<String>>,
            bytes: Option<u64>,
        }

        let process = Arc::new(Mutex::new(Process::start(program, folder, script)?));
        let described: Vec<Description> = request(&process, &json!({"do": "peers", "task": task.as_str()}))?;
        peers.extend(described.into_iter().map(|Description { name, version, languages, kinds, bytes }| Peer {
            finder: Box::new(Remote {
                process: Arc::clone(&process),
                made: (program, folder, script),
                name: name.clone(),
                task,
                unit,
            }),
            name,
            version,
            bytes,
            languages,
            kinds,
        }));
    }
    Ok(peers)
}

struct Remote {
    process: Arc<Mutex<Process>>,
    /// The program, the folder it runs in, and the script.
    made: (&'static str, &'static str, &'static str),
    name: String,
    task: Task,
    unit: Unit,
}

impl Remote {
    fn question(&self, texts: &[String], language: &str) -> Value {
        json!({"do": "find", "task": self.task.as_str(), "peer": self.name, "language": language, "texts": texts})
    }
}

impl Finder for Remote {
    fn find(&self, texts: &[String], language: &str) -> Outcome<Vec<Vec<Found>>> {
        let answers: Vec<Vec<(usize, usize, String)>> = request(&self.process, &self.question(texts, language))?;
        let found = answers.into_iter().zip(texts).map(|(answer, text)| {
            let bytes = bytes(text, self.unit);
            let byte = |offset: usize| bytes.get(offset).copied().unwrap_or(text.len());
            answer.into_iter().map(|(start, end, kind)| (Span::new(byte(start), byte(end)), kind)).collect()
        });
        Ok(found.collect())
    }

    fn time(&self, texts: &[String], language: &str, seconds: f64) -> Outcome<(usize, f64)> {
        let question = json!({
            "do": "time", "task": self.task.as_str(), "peer": self.name, "language": language, "texts": texts,
            "seconds": seconds,
        });
        let Time { count, seconds } = request(&self.process, &question)?;
        Ok((count, seconds))
    }

    fn start(&self, texts: &[String], language: &str) -> Outcome<Option<Start>> {
        let (program, folder, script) = self.made;
        let begun = Instant::now();
        let process = Mutex::new(Process::start(program, folder, script)?);
        let _: IgnoredAny = request(&process, &self.question(&texts[..1.min(texts.len())], language))?;
        let seconds = begun.elapsed().as_secs_f64();
        let _: IgnoredAny = request(&process, &self.question(texts, language))?;
        let memory = process.lock().map_err(|_| "a request broke off")?.memory();
        Ok(Some(Start { seconds, memory }))
    }
}

/// The byte that each offset stands for.
fn bytes(text: &str, unit: Unit) -> Vec<usize> {
    let width = |c: char| match unit {
        Unit::Utf16 => c.len_utf16(),
        Unit::CodePoint => 1,
    };
    text.char_indices().flat_map(|(at, c)| std::iter::repeat_n(at, width(c))).collect()
}
