//! Where sentences and words end, on texts whose sentences and words are known.

use super::{Found, Peer, Score, Task, cell, files, gunzip, peers, speeds};
use crate::Outcome;
use hamisi::Span;
use serde::Deserialize;
use std::collections::HashSet;
use std::path::Path;

/// A treebank's paragraphs.
struct Set {
    name: String,
    language: String,
    paragraphs: Vec<String>,
    /// Per paragraph the ends inside it.
    ends: Vec<HashSet<usize>>,
    words: Vec<HashSet<Span>>,
}

/// Languages whose sentences and words speed is measured on.
const TIMED: [(Task, [&str; 5]); 2] =
    [(Task::Sentences, ["en", "de", "ru", "ja", "th"]), (Task::Words, ["en", "de", "zh", "ja", "th"])];

/// Asks everyone about the texts of `folder` and prints the tables; speed is measured for `seconds` a peer and language.
pub fn compare(folder: &Path, wanted: &[String], seconds: f64) -> Outcome<()> {
    let sets = files(folder, ".jsonl.gz")?.iter().map(|path| read(path)).collect::<Outcome<Vec<_>>>()?;
    if sets.is_empty() {
        return Err(format!("{}: no .jsonl.gz in it", folder.display()).into());
    }
    let split = peers(Task::Sentences, wanted)?;
    let mut words = peers(Task::Words, &[])?;
    words.retain(|peer| split.iter().any(|other| other.name == peer.name));
    let versions = split.iter().map(|peer| format!("{} ({})", peer.name, peer.version));
    println!("{}: {} sets\nasked: {}", folder.display(), sets.len(), versions.collect::<Vec<_>>().join(", "));

    println!(
        "hamisi's pack has learned from what `make segment-pack` read: only on other texts is the comparison fair"
    );
    println!("\nF1 of sentence ends inside paragraphs; – where a peer is not made for the language");
    table(&sets, &split, |set, found| {
        let mut score = Score::default();
        for ((text, found), ends) in set.paragraphs.iter().zip(found).zip(&set.ends) {
            let inner = |(span, _): &Found| Some(span.trimmed(text).end).filter(|end| *end < text.len());
            score.exact(&found.iter().filter_map(inner).collect(), ends);
        }
        score
    })?;
    println!("\nF1 of words");
    table(&sets, &words, |set, found| {
        let mut score = Score::default();
        for ((text, found), words) in set.paragraphs.iter().zip(found).zip(&set.words) {
            let word = |(span, _): &Found| Some(*span).filter(|span| is_word(span.of(text)));
            score.exact(&found.iter().filter_map(word).collect(), words);
        }
        score
    })?;
    if seconds > 0.0 {
        println!("\nMB/s on one thread, paragraphs in turn");
        for (task, languages) in TIMED {
            speed_table(&sets, if task == Task::Words { &words } else { &split }, task, &languages, seconds)?;
        }
    }
    Ok(())
}

/// Prints a row a set and a column a peer; then means over the sets that a peer answers, and hamisi's over the same.
fn table(sets: &[Set], peers: &[Peer], score: impl Fn(&Set, &[Vec<Found>]) -> Score) -> Outcome<()> {
    println!("{:<18}{}", "", peers.iter().map(|peer| format!("{:>22}", peer.name)).collect::<String>());
    let mut rows: Vec<Vec<Option<f64>>> = Vec::new();
    for set in sets {
        let of = |peer: &Peer| match peer.knows(&set.language) {
            true => Ok(score(set, &peer.find(&set.paragraphs, &set.language)?).f1()),
            false => Ok(None),
        };
        let row = peers.iter().map(of).collect::<Outcome<Vec<_>>>()?;
        println!("{:<18}{}", set.name, row.iter().map(|f1| format!("{:>22}", cell(*f1, 2))).collect::<String>());
        rows.push(row);
    }
    for (what, whose) in [("mean of its sets", None), ("hamisi on these", Some(0))] {
        let mean = |peer: usize| {
            let own = rows.iter().filter(|row| row[peer].is_some());
            let of: Vec<f64> = own.filter_map(|row| row[whose.unwrap_or(peer)]).collect();
            Some(of.iter().sum::<f64>() / of.len() as f64).filter(|mean| mean.is_finite())
        };
        println!("{what:<18}{}", (0..peers.len()).map(|at| format!("{:>22}", cell(mean(at), 2))).collect::<String>());
    }
    Ok(())
}

fn speed_table(sets: &[Set], peers: &[Peer], task: Task, languages: &[&str], seconds: f64) -> Outcome<()> {
    let mut rows: Vec<String> = peers.iter().map(|peer| format!("{:<22}", peer.name)).collect();
    let headings: String = languages.iter().map(|language| format!("{language:>9}")).collect();
    println!("{:<22}{headings}", task.as_str());
    for language in languages {
        let own = sets.iter().filter(|set| set.language == *language);
        let paragraphs: Vec<String> = own.flat_map(|set| set.paragraphs.clone()).collect();
        let bytes = paragraphs.iter().map(String::len).sum::<usize>() as f64 / paragraphs.len().max(1) as f64;
        let able: Vec<&Peer> = peers.iter().filter(|peer| peer.knows(language) && bytes > 0.0).collect();
        let mut speeds = speeds(&able, &paragraphs, language, seconds)?.into_iter();
        for (row, peer) in rows.iter_mut().zip(peers) {
            let speed = if peer.knows(language) { speeds.next() } else { None };
            *row += &format!("{:>9}", cell(speed.map(|speed| speed * bytes / 1e6), 2));
        }
    }
    rows.iter().for_each(|row| println!("{row}"));
    Ok(())
}

/// Reads a JSON a line, a text with its sentences and words, in code points. Paragraphs are parted by blank lines.
fn read(path: &Path) -> Outcome<Set> {
    #[derive(Deserialize)]
    struct Annotated {
        lang: String,
        text: String,
        sentences: Vec<(usize, usize)>,
        words: Vec<(usize, usize)>,
    }

    let name = path.file_name().map(|name| name.to_string_lossy().replace(".jsonl.gz", "")).unwrap_or_default();
    let mut set = Set { name, language: String::new(), paragraphs: Vec::new(), ends: Vec::new(), words: Vec::new() };
    for line in gunzip(path)?.lines() {
        let Annotated { lang, text, sentences, words } = serde_json::from_str(line)?;
        set.language = lang;
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let byte = |offset: usize| bytes.get(offset).copied().unwrap_or(text.len());
        let mut start = 0;
        for part in text.split_inclusive("\n\n") {
            let paragraph = Span::new(start, start + part.len()).trimmed(&text);
            start += part.len();
            let within = |&(start, end): &(usize, usize)| {
                let span = Span::new(byte(start), byte(end));
                paragraph.contains(span).then(|| Span::new(span.start - paragraph.start, span.end - paragraph.start))
            };
            let ends = sentences.iter().filter_map(within).map(|span| span.end);
            set.ends.push(ends.filter(|end| *end < paragraph.len()).collect());
            let words = words.iter().filter_map(within);
            set.words.push(words.filter(|word| is_word(word.of(paragraph.of(&text)))).collect());
            set.paragraphs.push(paragraph.of(&text).to_owned());
        }
    }
    Ok(set)
}

/// Whether it is more than punctuation.
fn is_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}
