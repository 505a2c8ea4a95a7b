//! How well languages that are taken for each other are told apart, group by group.

use super::Outcome;
use hamisi::language::Code;
use hamisi::{Options, Pipeline, Stage};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Which of the development texts of a language are asked about.
#[derive(Clone, Copy)]
enum Part {
    All,
    /// Those in a script, by its ISO 15924 code.
    In(&'static str),
    /// Those with Latin letters in them.
    WithLatin,
    /// Those without kana and Latin letters.
    OnlyHan,
}

/// What is measured: languages that share much of their writing, those of them whose texts are asked about where that are not all, and
/// which of these texts.
const ROWS: [(&str, &str, Part, &str); 23] = [
    ("aze tur tuk uzb crh", "", Part::All, ""),
    ("bos hrv srp slv", "", Part::All, ""),
    ("bos hrv srp", "", Part::In("Latn"), "in Latin letters"),
    ("srp mkd bul", "", Part::In("Cyrl"), "in Cyrillic letters"),
    ("msa ind", "", Part::All, ""),
    ("nob nno dan swe", "", Part::All, ""),
    ("ces slk", "", Part::All, ""),
    ("spa glg por cat ast", "", Part::All, ""),
    ("bul mkd", "", Part::All, ""),
    ("rus ukr bel", "", Part::All, ""),
    ("kaz kir tat", "", Part::All, ""),
    ("fas ara urd ckb", "", Part::All, ""),
    ("hin mar nep bho mai", "", Part::All, ""),
    ("zho yue jpn", "", Part::All, ""),
    ("zho yue jpn", "zho", Part::In("Hans"), "simplified, or written alike"),
    ("zho yue jpn", "zho", Part::In("Hant"), "traditional"),
    ("zho yue jpn", "yue", Part::All, ""),
    ("zho yue jpn", "zho", Part::WithLatin, "beside Latin letters"),
    ("zho jpn", "", Part::OnlyHan, "without kana"),
    ("afr nld", "", Part::All, ""),
    ("zul xho", "", Part::All, ""),
    ("est fin", "", Part::All, ""),
    ("tgl ceb", "", Part::All, ""),
];
const KINDS: [&str; 3] = ["word", "pair", "sentence"];

/// Prints, for each row, the mean accuracy on its languages' words, pairs and sentences, all languages being open and the group's
/// alone, and what each language is most taken for.
pub fn run(folder: &Path) -> Outcome<()> {
    let pipeline = Pipeline::new()?;
    println!(
        "| languages | words / pairs / sentences | held to these | a word is taken for |\n| --- | --- | --- | --- |"
    );
    for (group, asked, part, label) in ROWS {
        let codes = |codes: &str| codes.split(' ').filter_map(Code::new).collect::<Vec<_>>();
        let asked = if asked.is_empty() { group } else { asked };
        let mut means = Vec::new();
        let mut mistaken = Vec::new();
        for held in [None, Some(codes(group))] {
            let options = only(held);
            // Per kind and language: right answers and all.
            let mut counts: BTreeMap<(usize, Code), (usize, usize)> = BTreeMap::new();
            for code in codes(asked) {
                let own = only(Some(vec![code]));
                let mut taken: BTreeMap<Code, usize> = BTreeMap::new();
                for line in fs::read_to_string(folder.join(format!("{code}.txt")))?.lines() {
                    let (kind, text) = line.split_once('\t').ok_or("a line without tab")?;
                    let Some(kind) = KINDS.iter().position(|known| *known == kind) else { continue };
                    if !part.has(text, |text| pipeline.analyze(text, &own).language.script) {
                        continue;
                    }
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
                let of_kind = counts.iter().filter(|((of, _), _)| *of == kind);
                let shares: Vec<f64> = of_kind.map(|(_, (right, all))| *right as f64 / *all as f64).collect();
                let mean = 100.0 * shares.iter().sum::<f64>() / shares.len() as f64;
                if shares.is_empty() { "–".to_owned() } else { format!("{mean:.0}") }
            };
            means.push([0, 1, 2].map(mean).join(" / "));
        }
        let label = if label.is_empty() { asked.to_owned() } else { format!("{asked}, {label}") };
        println!("| {label} | {} | {} |", means.join(" | "), mistaken.join(", "));
    }
    Ok(())
}

/// What asks for languages alone, and for these alone if any are given.
fn only(languages: Option<Vec<Code>>) -> Options {
    Options { stages: vec![Stage::Languages], languages, ..Options::default() }
}

impl Part {
    /// Whether a text is one of those; `script` tells the script of a text taken for its own language.
    fn has(self, text: &str, script: impl Fn(&str) -> &'static str) -> bool {
        let is_latin = |c: char| c.is_ascii_alphabetic();
        match self {
            Self::All => true,
            Self::In(wanted) => script(text) == wanted,
            Self::WithLatin => text.contains(is_latin),
            Self::OnlyHan => !text.contains(|c: char| is_latin(c) || matches!(c, '\u{3040}'..='\u{30ff}')),
        }
    }
}
