//! The peers from npm, in a Node process of their own that reads and writes JSON lines.

use super::{Identifier, Peer, by_code};
use crate::{Outcome, codes};
use hamisi::code::Code;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/node");

pub fn peers() -> Outcome<Vec<Peer>> {
    #[derive(Deserialize)]
    struct Description {
        name: String,
        version: String,
        languages: Vec<String>,
    }

    let process = Arc::new(Mutex::new(Process::start()?));
    let descriptions: Vec<Description> = request(&process, &json!({"do": "peers"}))?;
    let peer = |description: Description| {
        let name: &'static str = description.name.leak();
        let languages: BTreeMap<Code, Vec<String>> = by_code(description.languages, Clone::clone);
        let process = Arc::clone(&process);
        Peer {
            name,
            version: description.version,
            languages: Some(languages.keys().copied().collect()),
            restrictable: true,
            make: Box::new(move |only| {
                let only =
                    only.map(|only| only.iter().filter_map(|code| languages.get(code)).flatten().cloned().collect());
                Ok(Box::new(Remote { process: Arc::clone(&process), name, only }))
            }),
        }
    };
    Ok(descriptions.into_iter().map(peer).collect())
}

/// A peer in the process.
struct Remote {
    process: Arc<Mutex<Process>>,
    name: &'static str,
    only: Option<Vec<String>>,
}

impl Identifier for Remote {
    fn answers(&self, texts: &[&str], _threads: usize) -> Outcome<Vec<Code>> {
        let question = json!({"do": "answer", "peer": self.name, "only": self.only, "texts": texts});
        let answers: Vec<String> = request(&self.process, &question)?;
        if answers.len() != texts.len() {
            return Err(format!("{}: {} answers to {} texts", self.name, answers.len(), texts.len()).into());
        }
        Ok(answers.iter().map(|code| codes::code(code)).collect())
    }

    fn time(&self, texts: &[String], seconds: f64) -> Outcome<(usize, f64)> {
        #[derive(Deserialize)]
        struct Time {
            count: usize,
            seconds: f64,
        }

        let question = json!({"do": "time", "peer": self.name, "texts": texts, "seconds": seconds});
        let Time { count, seconds } = request(&self.process, &question)?;
        Ok((count, seconds))
    }
}

struct Process {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Process {
    fn start() -> Outcome<Self> {
        let mut child = Command::new("node")
            .arg("peers.js")
            .current_dir(FOLDER)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("node: {error}"))?;
        let stdin = child.stdin.take();
        let stdout = BufReader::new(child.stdout.take().ok_or("node: without output")?);
        Ok(Self { child, stdin, stdout })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It ends with its input.
        drop(self.stdin.take());
        let _ = self.child.wait();
    }
}

fn request<T: DeserializeOwned>(process: &Mutex<Process>, question: &Value) -> Outcome<T> {
    let mut process = process.lock().map_err(|_| "node: a request broke off")?;
    let stdin = process.stdin.as_mut().ok_or("node: without input")?;
    writeln!(stdin, "{question}").map_err(|error| format!("node: {error}; `npm ci` in {FOLDER} installs the peers"))?;
    let mut line = String::new();
    if process.stdout.read_line(&mut line)? == 0 {
        return Err(format!("node: no answer; `npm ci` in {FOLDER} installs the peers").into());
    }
    Ok(serde_json::from_str(&line)?)
}
