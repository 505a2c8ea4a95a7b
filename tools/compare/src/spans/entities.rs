//! Names and dates, on texts whose mentions are annotated.

use super::{Found, Peer, Score, Task, cell, files, gunzip, peers, speeds};
use crate::Outcome;
use crate::peer::HAMISI;
use hamisi::Span;
use hamisi::code::Code;
use std::collections::HashSet;
use std::path::Path;

/// The types that are told apart; times count as dates.
const TYPES: [&str; 4] = ["PER", "LOC", "ORG", "DATE"];

/// The sentences of one source.
#[derive(Default)]
struct Set {
    name: String,
    language: String,
    texts: Vec<String>,
    mentions: Vec<Vec<(Span, &'static str)>>,
    /// What the source annotates.
    types: Vec<&'static str>,
    tokens: usize,
}

/// Asks everyone about the development parts in `folder` and prints a table a source that a peer is made for; speed is measured for
/// `seconds` a peer and source, and where it is, what a new process needs until its first answer and until the last.
pub fn compare(folder: &Path, wanted: &[String], seconds: f64) -> Outcome<()> {
    let asked = peers(Task::Entities, wanted)?;
    let versions = asked.iter().map(|peer| format!("{} ({})", peer.name, peer.version));
    println!("asked: {}", versions.collect::<Vec<_>>().join(", "));
    let sizes =
        asked.iter().map(|peer| format!("{} {}", peer.name, cell(peer.bytes.map(|bytes| bytes as f64 / 1e6), 1)));
    println!("MB of code and data, by gzip: {}", sizes.collect::<Vec<_>>().join(", "));
    println!(
        "\nF1 of exact / overlapping mentions; – where a source has no mentions of the type, or the peer does not look for it"
    );
    for part in files(folder, "")?.iter().map(|language| language.join("dev.iob2.gz")).filter(|part| part.exists()) {
        for set in read(&part)? {
            let able: Vec<&Peer> = asked.iter().filter(|peer| peer.knows(&set.language)).collect();
            let measured =
                |peer: &&Peer| !peer.name.starts_with(HAMISI) && set.types.iter().any(|kind| peer.finds(kind));
            if !able.iter().any(measured) {
                continue;
            }
            let speeds = match seconds > 0.0 {
                true => speeds(&able, &set.texts, &set.language, seconds)?.into_iter().map(Some).collect(),
                false => vec![None; able.len()],
            };
            let heading: String = TYPES.iter().map(|name| format!("{name:>15}")).collect();
            println!(
                "\n{:<34}{heading}{:>15}{:>12}{:>10}{:>10}",
                set.name, "PER, LOC, ORG", "tokens/s", "start, s", "MB"
            );
            for (peer, speed) in able.iter().zip(speeds) {
                let found = peer.find(&set.texts, &set.language)?;
                let score = |types: &[&str]| {
                    let own = types.iter().all(|kind| peer.finds(kind));
                    format!("{:>15}", if own { set.score(&found, types) } else { "–".to_owned() })
                };
                let scores = TYPES.map(|kind| score(&[kind])).concat() + &score(&TYPES[..3]);
                let tokens = set.tokens as f64 / set.texts.len() as f64;
                let start = if seconds > 0.0 { peer.finder.start(&set.texts, &set.language)? } else { None };
                let needs = [
                    cell(start.as_ref().map(|start| start.seconds), 2),
                    cell(start.and_then(|start| start.memory).map(|bytes| bytes as f64 / 1e6), 0),
                ];
                let speed = cell(speed.map(|speed| speed * tokens), 0);
                println!("{:<34}{scores}{speed:>12}{:>10}{:>10}", peer.name, needs[0], needs[1]);
            }
        }
    }
    Ok(())
}

impl Set {
    /// F1 of mentions of these types, exact and overlapping.
    fn score(&self, found: &[Vec<Found>], types: &[&str]) -> String {
        let (mut exact, mut overlapping) = (Score::default(), Score::default());
        for name in types.iter().filter(|name| self.types.contains(name)) {
            for ((text, found), expected) in self.texts.iter().zip(found).zip(&self.mentions) {
                let own = found.iter().filter(|(_, kind)| kind == name);
                let found: HashSet<Span> = own.map(|(span, _)| span.trimmed(text)).collect();
                let own = expected.iter().filter(|(_, kind)| kind == name);
                let expected: HashSet<Span> = own.map(|(span, _)| *span).collect();
                exact.exact(&found, &expected);
                overlapping.overlapping(&found, &expected);
            }
        }
        exact.f1().map_or_else(|| "–".to_owned(), |f1| format!("{f1:.1} / {}", cell(overlapping.f1(), 1)))
    }
}

/// The type that a tag counts as.
fn coarse(tag: &str) -> Option<&'static str> {
    match tag {
        "PER" => Some("PER"),
        "LOC" | "GPE" | "FAC" => Some("LOC"),
        "ORG" => Some("ORG"),
        "DATE" | "TIME" => Some("DATE"),
        _ => None,
    }
}

/// Reads IOB2: token, tag, `SpaceAfter=No` or not; `# source = ` and `# types = ` open the sentences of a source.
fn read(path: &Path) -> Outcome<Vec<Set>> {
    let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy()).unwrap_or_default();
    let code = Code::from_tag(&folder);
    let language = code.tag(code.script());
    let mut sets: Vec<Set> = Vec::new();
    let (mut blank, mut inside) = (false, false);
    // The type of the mention that is open, if it counts.
    let mut open: Option<&str> = None;
    for line in gunzip(path)?.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        if let (Some(set), [token, tag, space]) = (sets.last_mut(), columns.as_slice()) {
            if !inside {
                set.texts.push(String::new());
                set.mentions.push(Vec::new());
            }
            let (Some(text), Some(mentions)) = (set.texts.last_mut(), set.mentions.last_mut()) else { continue };
            if inside && blank {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(token);
            match (tag.split_once('-'), mentions.last_mut()) {
                (Some(("I", name)), Some((span, _))) if open == Some(name) => span.end = text.len(),
                (Some((_, name)), _) => {
                    open = coarse(name).is_some().then_some(name);
                    mentions.extend(coarse(name).map(|kind| (Span::new(start, text.len()), kind)));
                }
                (None, _) => open = None,
            }
            set.tokens += 1;
            (blank, inside) = (*space != "SpaceAfter=No", true);
            continue;
        }
        (inside, open) = (false, None);
        if let Some(name) = line.strip_prefix("# source = ") {
            let name = format!("{folder} {}", name.trim());
            if sets.last().is_none_or(|set| set.name != name) {
                sets.push(Set { name, language: language.clone(), ..Set::default() });
            }
        } else if let (Some(list), Some(set)) = (line.strip_prefix("# types = "), sets.last_mut()) {
            set.types = list.split(',').filter_map(|name| coarse(name.trim())).collect();
        }
    }
    sets.retain(|set| !set.texts.is_empty());
    Ok(sets)
}
