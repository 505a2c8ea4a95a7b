//! How well languages that are taken for each other are told apart, group by group.

use super::Outcome;
use hamisi::language::Code;
use hamisi::{Options, Pipeline, Stage};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Languages that share much of their writing.
const GROUPS: [&str; 14] = [
    "aze tur tuk uzb crh",
    "bos hrv srp slv",
    "msa ind",
    "nob nno dan swe",
    "ces slk",
    "spa glg por cat ast",
    "bul mkd",
    "rus ukr bel",
    "kaz kir tat",
    "fas ara urd ckb",
    "hin mar nep bho mai",
    "zho yue jpn",
    "afr nld",
    "zul xho",
];
const KINDS: [&str; 3] = ["word", "pair", "sentence"];

/// Prints, for each group, the mean accuracy on its languages' words, pairs and sentences, all languages being open and the group's
/// alone, and what each language is most taken for.
pub fn run(folder: &Path) -> Outcome<()> {
    let pipeline = Pipeline::new()?;
    println!(
        "| languages | words / pairs / sentences | held to these | a word is taken for |\n| --- | --- | --- | --- |"
    );
    for group in GROUPS {
        let codes: Vec<Code> = group.split(' ').filter_map(Code::new).collect();
        let mut means = Vec::new();
        let mut mistaken = Vec::new();
        for held in [None, Some(codes.clone())] {
            let options = Options { stages: vec![Stage::Languages], languages: held, ..Options::default() };
            // Per kind and language: right answers and all.
            let mut counts: BTreeMap<(usize, Code), (usize, usize)> = BTreeMap::new();
            for &code in &codes {
                let mut taken: BTreeMap<Code, usize> = BTreeMap::new();
                for line in fs::read_to_string(folder.join(format!("{code}.txt")))?.lines() {
                    let (kind, text) = line.split_once('\t').ok_or("a line without tab")?;
                    let Some(kind) = KINDS.iter().position(|known| *known == kind) else { continue };
                    let answer = pipeline.analyze(text, &options).language.code;
                    let count = counts.entry((kind, code)).or_default();
                    count.0 += usize::from(answer == code);
                    count.1 += 1;
                    if answer != code && kind == 0 {
                        *taken.entry(answer).or_default() += 1;
                    }
                }
                let all = counts.get(&(0, code)).map_or(0, |count| count.1);
                let most = taken.into_iter().max_by_key(|(_, count)| *count).filter(|_| options.languages.is_none());
                mistaken.extend(most.map(|(other, count)| format!("{code} {other} {}", 100 * count / all.max(1))));
            }
            let mean = |kind: usize| {
                let own = counts
                    .iter()
                    .filter(|((of, _), _)| *of == kind)
                    .map(|(_, (right, all))| *right as f64 / *all as f64);
                100.0 * own.sum::<f64>() / codes.len() as f64
            };
            means.push(format!("{:.0} / {:.0} / {:.0}", mean(0), mean(1), mean(2)));
        }
        println!("| {group} | {} | {} |", means.join(" | "), mistaken.join(", "));
    }
    Ok(())
}
