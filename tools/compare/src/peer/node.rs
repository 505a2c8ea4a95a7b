//! The peers from npm, in a Node process of their own.

use super::{Identifier, NODE, Peer, by_code};
use crate::process::{Process, Time, request};
use crate::{Outcome, codes};
use hamisi::code::Code;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

pub fn peers() -> Outcome<Vec<Peer>> {
    #[derive(Deserialize)]
    struct Description {
        name: String,
        version: String,
        languages: Vec<String>,
    }

    let process = Arc::new(Mutex::new(Process::start("node", NODE, "peers.js")?));
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
        let question = json!({"do": "time", "peer": self.name, "texts": texts, "seconds": seconds});
        let Time { count, seconds } = request(&self.process, &question)?;
        Ok((count, seconds))
    }
}
