//! How often answers are right.

use crate::peer::{HAMISI, Identifier, Peer};
use crate::texts::{Kind, Texts};
use crate::{Compare, Outcome, codes};
use hamisi::code::Code;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

/// How many wrong answers are listed for a language.
const CONFUSIONS: usize = 12;

/// Asks everyone and prints the tables.
pub fn report(texts: &Texts, peers: &[Peer], arguments: &Compare) -> Outcome<()> {
    let all: BTreeSet<Code> = texts.languages().into_iter().collect();
    let threads = arguments.threads.max(1);
    let ask = |peer: &Peer, only: Option<&BTreeSet<Code>>| {
        let start = Instant::now();
        let answers = Answers::of(peer.identifier(only)?.as_ref(), texts, only.unwrap_or(&all), threads)?;
        let languages = only.map_or(String::from("all"), |only| only.len().to_string());
        eprintln!("• {} on {languages} languages: {:.0} s", peer.name, start.elapsed().as_secs_f64());
        Ok::<_, Box<dyn std::error::Error>>(answers)
    };
    let by_language = |name: &str| arguments.by_language.iter().any(|listed| listed == name);

    let unrestricted: Vec<Answers> = peers.iter().map(|peer| ask(peer, None)).collect::<Outcome<_>>()?;
    println!("\nAccuracy on all {} languages, per cent, mean over languages", all.len());
    println!("{:<12}{}", "", heading());
    for (peer, answers) in peers.iter().zip(&unrestricted) {
        println!("{:<12}{}", peer.name, means(answers));
    }

    let (hamisi, of_hamisi) =
        peers.iter().zip(&unrestricted).find(|(peer, _)| peer.name == HAMISI).ok_or("hamisi is not asked")?;
    let mut tables = Vec::new();
    if by_language(HAMISI) {
        tables.push((HAMISI, vec![of_hamisi.scores()]));
    }
    let mut rows = Vec::new();
    for (peer, unrestricted) in peers.iter().zip(&unrestricted) {
        let Some(languages) = &peer.languages else { continue };
        let own: BTreeSet<Code> = languages.intersection(&all).copied().collect();
        if own.is_empty() {
            continue;
        }
        let held = peer.restrictable && own.len() < languages.len();
        let of_peer = if held { ask(peer, Some(&own))? } else { unrestricted.only(&own) };
        let answers = [of_peer, ask(hamisi, Some(&own))?];
        let name = format!("{}{}", peer.name, if peer.restrictable { "" } else { "*" });
        rows.push(format!("{name:<12}{:>9}{}{}", own.len(), means(&answers[0]), means(&answers[1])));
        if by_language(peer.name) {
            tables.push((peer.name, answers.iter().map(Answers::scores).collect()));
        }
    }
    println!(
        "\nAccuracy on each peer's own languages: the peer, then hamisi, held to these (*: cannot be held to languages)"
    );
    println!("{:<12}{:>9}{}{}", "", "languages", heading(), heading());
    rows.iter().for_each(|row| println!("{row}"));
    for (name, columns) in &tables {
        print_by_language(name, columns);
    }
    for code in &arguments.confusions {
        print_confusions(of_hamisi, codes::code(code));
    }
    Ok(())
}

fn heading() -> String {
    Kind::ALL.map(|kind| format!("{:>9}", kind.as_str())).concat()
}

/// The means of all kinds, as columns.
fn means(answers: &Answers) -> String {
    let scores = answers.scores();
    let mean = |kind: Kind| {
        let of_kind: Vec<f64> = scores.values().filter_map(|kinds| kinds.get(&kind).copied()).collect();
        (!of_kind.is_empty()).then(|| of_kind.iter().sum::<f64>() / of_kind.len() as f64)
    };
    Kind::ALL.map(|kind| cell(mean(kind))).concat()
}

fn cell(score: Option<f64>) -> String {
    score.map_or(format!("{:>9}", "–"), |score| format!("{score:>9.1}"))
}

/// Accuracy in per cent, by language and kind.
type Scores = BTreeMap<Code, BTreeMap<Kind, f64>>;

/// The answers to all texts in some languages, and how many were answered so.
struct Answers(BTreeMap<(Code, Kind), BTreeMap<Code, usize>>);

impl Answers {
    fn of(identifier: &dyn Identifier, texts: &Texts, languages: &BTreeSet<Code>, threads: usize) -> Outcome<Self> {
        let mut answers: BTreeMap<(Code, Kind), BTreeMap<Code, usize>> = BTreeMap::new();
        for (language, kind, list) in texts.lists().filter(|list| languages.contains(&list.0)) {
            let list: Vec<&str> = list.iter().map(String::as_str).collect();
            let counts = answers.entry((language, kind)).or_default();
            for answer in identifier.answers(&list, threads)? {
                *counts.entry(answer).or_default() += 1;
            }
        }
        Ok(Self(answers))
    }

    /// Those to texts in some languages.
    fn only(&self, languages: &BTreeSet<Code>) -> Self {
        let chosen = self.0.iter().filter(|((language, _), _)| languages.contains(language));
        Self(chosen.map(|(list, counts)| (*list, counts.clone())).collect())
    }

    fn scores(&self) -> Scores {
        let mut scores = Scores::new();
        for (&(language, kind), counts) in &self.0 {
            let right = counts.get(&language).copied().unwrap_or_default();
            let score = 100.0 * right as f64 / counts.values().sum::<usize>() as f64;
            scores.entry(language).or_default().insert(kind, score);
        }
        scores
    }
}

/// Each language's accuracy, hamisi's beside that of the peer where there are two columns.
fn print_by_language(name: &str, columns: &[Scores]) {
    println!("\nAccuracy by language, per cent: {name}{}", if columns.len() > 1 { ", then hamisi" } else { "" });
    println!("{:<6}{}", "", vec![heading(); columns.len()].join("  "));
    let languages: BTreeSet<Code> = columns.iter().flat_map(|scores| scores.keys().copied()).collect();
    for language in languages {
        let cells = columns.iter().map(|scores| {
            let score = |kind| scores.get(&language).and_then(|kinds| kinds.get(&kind)).copied();
            Kind::ALL.map(|kind| cell(score(kind))).concat()
        });
        println!("{:<6}{}", language, cells.collect::<Vec<_>>().join("  "));
    }
}

/// The wrong answers to texts in a language, and the texts in others that were answered with it, most first, as per cent of the texts of
/// their language and kind.
fn print_confusions(answers: &Answers, code: Code) {
    let print = |title: &str, chosen: &dyn Fn(Code, Code) -> Option<Code>| {
        let mut shares: BTreeMap<Code, BTreeMap<Kind, f64>> = BTreeMap::new();
        for (&(language, kind), counts) in &answers.0 {
            let all = counts.values().sum::<usize>() as f64;
            for (&answer, &count) in counts {
                if let Some(other) = chosen(language, answer) {
                    *shares.entry(other).or_default().entry(kind).or_default() += 100.0 * count as f64 / all;
                }
            }
        }
        let mut shares: Vec<_> = shares.into_iter().collect();
        let sum = |kinds: &BTreeMap<Kind, f64>| kinds.values().sum::<f64>();
        shares.sort_by(|a, b| sum(&b.1).total_cmp(&sum(&a.1)));
        println!("\n{title}, per cent{}", if shares.is_empty() { ": none" } else { "" });
        if shares.is_empty() {
            return;
        }
        println!("{:<6}{}", "", heading());
        for (other, kinds) in shares.iter().take(CONFUSIONS) {
            println!("{:<6}{}", other, Kind::ALL.map(|kind| cell(kinds.get(&kind).copied())).concat());
        }
    };
    print(&format!("Texts in {code} that hamisi took for"), &|language, answer| {
        (language == code && answer != code).then_some(answer)
    });
    print(&format!("Texts that hamisi took for {code}, of those in"), &|language, answer| {
        (language != code && answer == code).then_some(language)
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peer::Native;

    #[test]
    fn counts_each_language_alike_however_many_texts_it_has() -> Outcome<()> {
        let (aze, kat) = (codes::code("aze"), codes::code("kat"));
        let texts = Texts::of(&[
            (aze, Kind::Word, &["su", "od", "göy", "ağ"]),
            (kat, Kind::Word, &["წყალი"]),
            (kat, Kind::Pair, &["ცივი წყალი"]),
        ]);
        // Takes plain ASCII for no language.
        let identifier = Native {
            ask: |text: &str| text.chars().find(|c| !c.is_ascii()),
            name: |letter| match letter {
                Some('ა'..='ჰ') => kat,
                Some(_) => aze,
                None => Code::UND,
            },
        };
        let answers = Answers::of(&identifier, &texts, &[aze, kat].into(), 3)?;
        let scores = answers.scores();
        assert_eq!(scores[&aze][&Kind::Word], 50.0);
        assert_eq!(scores[&kat][&Kind::Word], 100.0);
        assert_eq!(means(&answers), format!("{:>9}{:>9}{:>9}", "75.0", "100.0", "–"));
        let only = Answers::of(&identifier, &texts, &[kat].into(), 1)?;
        assert_eq!(only.scores(), answers.only(&[kat].into()).scores());
        assert_eq!(only.scores().len(), 1);
        Ok(())
    }
}
