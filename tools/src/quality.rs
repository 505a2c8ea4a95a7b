//! Measures the stages on development data and holds each figure against its floor.
//!
//! The data is a folder with `lid/dev`, `seg/ud` and `ner`, laid out as `tools/README.md` tells.

use flate2::read::GzDecoder;
use hamisi::block::Block;
use hamisi::language::Code;
use hamisi::pack::Pack;
use hamisi::segment::Segmenter;
use hamisi::{Offsets, Options, Pipeline, Span, Stage, TaggerKind, Unit, block, entity};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The least each figure may be, in per cent. A floor is only ever raised.
const FLOORS: &[(&str, f64)] = &[
    ("languages known, sentences", 95.5),
    ("languages known, pairs", 89.0),
    ("languages known, words", 73.1),
    ("languages calibrated, sentences", 98.8),
    ("languages calibrated, pairs", 98.6),
    ("languages calibrated, words", 98.4),
    ("languages unknown, sentences", 84.0),
    ("sentence ends", 97.1),
    ("words between blanks", 98.4),
    ("words without blanks", 98.0),
    ("dates", 84.8),
    ("dates, exact", 75.0),
    ("money", 94.0),
    ("money, exact", 80.0),
    ("percent", 99.0),
    ("percent, exact", 91.5),
    ("countries", 95.0),
    ("persons, exact", 72.6),
    ("persons, overlap", 81.1),
    ("locations, exact", 76.2),
    ("locations, overlap", 82.3),
    ("organizations, exact", 61.5),
    ("organizations, overlap", 68.4),
    ("persons, accurate, exact", 79.1),
    ("persons, accurate, overlap", 85.8),
    ("locations, accurate, exact", 79.1),
    ("locations, accurate, overlap", 87.3),
    ("organizations, accurate, exact", 66.8),
    ("organizations, accurate, overlap", 72.5),
    ("names in new text", 68.2),
    ("names in new text, accurate", 75.0),
];

/// Measures everything below `data` and prints a table; false when a figure is under its floor.
pub fn run(data: &Path, packs: &[PathBuf]) -> Outcome<bool> {
    let pipeline = pipeline(packs)?;
    let mut figures = languages(&pipeline, &data.join("lid/dev"))?;
    figures.extend(segments(&data.join("seg/ud"), packs)?);
    figures.extend(entities(&pipeline, &data.join("ner"))?);
    figures.extend(names(&pipeline, &data.join("ner"), &FAST)?);
    figures.extend(names(&pipeline, &data.join("ner"), &ACCURATE)?);
    figures.extend(new_names(&pipeline, &data.join("lid/dev"))?);

    let mut held = true;
    println!("{:<32} {:>8} {:>8}", "figure, per cent", "here", "floor");
    for (name, value) in &figures {
        let floor = FLOORS.iter().find(|(known, _)| known == name).map(|(_, floor)| *floor);
        let floor = floor.ok_or_else(|| format!("{name} has no floor"))?;
        let verdict = if *value < floor { "  under its floor" } else { "" };
        held &= *value >= floor;
        println!("{name:<32} {value:>8.2} {floor:>8.2}{verdict}");
    }
    Ok(held)
}

/// A pipeline with these packs in place of its own.
pub fn pipeline(packs: &[PathBuf]) -> Outcome<Pipeline> {
    let mut pipeline = Pipeline::new()?;
    for path in packs {
        pipeline.add_pack(fs::read(path)?).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(pipeline)
}

/// Macro-averaged accuracy by kind over the languages the model answers at all; over the others, how many sentences are not taken for
/// one of these; how calibrated confidence is: one less the expected calibration error, in ten bins, over answers.
fn languages(pipeline: &Pipeline, folder: &Path) -> Outcome<Vec<(&'static str, f64)>> {
    let options = Options { stages: vec![Stage::Languages], ..Options::default() };
    // Per language and kind: right, wrong, all.
    let mut counts: BTreeMap<(Code, String), [usize; 3]> = BTreeMap::new();
    let mut answered = HashSet::new();
    // Per kind and tenth of confidence: confidence and right answers, summed, and all.
    let mut bins: BTreeMap<(String, usize), (f64, f64, usize)> = BTreeMap::new();
    for path in files(folder, ".txt")? {
        let code = path.file_stem().and_then(|stem| Code::new(&stem.to_string_lossy()));
        let code = code.ok_or_else(|| format!("{}: its name is no language code", path.display()))?;
        for line in fs::read_to_string(&path)?.lines() {
            let (kind, text) =
                line.split_once('\t').ok_or_else(|| format!("{}: a line without tab", path.display()))?;
            let language = pipeline.analyze(text, &options).language;
            let answer = language.code;
            if answer.is_language() {
                let bin = bins.entry((kind.to_owned(), (language.confidence * 10.0) as usize)).or_default();
                bin.0 += f64::from(language.confidence);
                bin.1 += f64::from(u8::from(answer == code));
                bin.2 += 1;
            }
            let count = counts.entry((code, kind.to_owned())).or_default();
            count[2] += 1;
            if answer == code {
                count[0] += 1;
                answered.insert(code);
            } else if answer.is_language() {
                count[1] += 1;
            }
        }
    }
    let mean = |kind: &str, known: bool, score: fn(&[usize; 3]) -> f64| {
        let scores: Vec<f64> = counts
            .iter()
            .filter(|((code, of), _)| of == kind && known == answered.contains(code))
            .map(|(_, count)| score(count))
            .collect();
        100.0 * scores.iter().sum::<f64>() / scores.len().max(1) as f64
    };
    let calibrated = |kind: &str| {
        let own = || bins.iter().filter(|((of, _), _)| of == kind).map(|(_, bin)| bin);
        let all: usize = own().map(|(_, _, count)| count).sum();
        100.0 * (1.0 - own().map(|(confidence, right, _)| (confidence - right).abs()).sum::<f64>() / all.max(1) as f64)
    };
    let right = |count: &[usize; 3]| count[0] as f64 / count[2] as f64;
    Ok(vec![
        ("languages known, sentences", mean("sentence", true, right)),
        ("languages known, pairs", mean("pair", true, right)),
        ("languages known, words", mean("word", true, right)),
        ("languages calibrated, sentences", calibrated("sentence")),
        ("languages calibrated, pairs", calibrated("pair")),
        ("languages calibrated, words", calibrated("word")),
        ("languages unknown, sentences", mean("sentence", false, |count| 1.0 - count[1] as f64 / count[2] as f64)),
    ])
}

#[derive(Deserialize)]
struct Segmented {
    lang: String,
    text: String,
    sentences: Vec<(usize, usize)>,
    words: Vec<(usize, usize)>,
}

/// F1 of sentence ends inside paragraphs and of words with a letter or digit, macro-averaged over the sets; Vietnamese words hold
/// blanks and are left out.
fn segments(folder: &Path, packs: &[PathBuf]) -> Outcome<Vec<(&'static str, f64)>> {
    let mut segmenter = Segmenter::new()?;
    for path in packs {
        let pack = Pack::new(fs::read(path)?)?;
        if pack.stage() == "segment" {
            segmenter.add_pack(&pack)?;
        }
    }
    let (mut sentence_scores, mut word_scores, mut cut_scores) = (Vec::new(), Vec::new(), Vec::new());
    for path in files(folder, ".dev.jsonl.gz")? {
        let (mut ends, mut words, mut language) = (Score::default(), Score::default(), String::new());
        for line in gunzip(&path)?.lines() {
            let gold: Segmented = serde_json::from_str(line)?;
            language = gold.lang;
            let offsets = Offsets::new(&gold.text, Unit::Codepoint);
            let blocks = paragraphs(&gold.text);
            let found: HashSet<usize> = segmenter
                .sentences(&gold.text, &blocks)
                .iter()
                .filter(|sentence| blocks.get(sentence.block).is_some_and(|block| sentence.span.end < block.span.end))
                .map(|sentence| offsets.at(sentence.span.end))
                .collect();
            let outer: HashSet<usize> = blocks.iter().map(|block| offsets.at(block.span.end)).collect();
            let expected = gold.sentences.iter().map(|&(_, end)| end).filter(|end| !outer.contains(end)).collect();
            ends.add(&found, &expected);
            let characters: Vec<char> = gold.text.chars().collect();
            let found = segmenter.words(&gold.text, &blocks).iter().map(|&word| offsets.of(word)).collect();
            let expected = gold
                .words
                .iter()
                .filter(|&&(start, end)| {
                    characters.get(start..end).is_some_and(|word| word.iter().any(|c| c.is_alphanumeric()))
                })
                .map(|&(start, end)| Span::new(start, end))
                .collect();
            words.add(&found, &expected);
        }
        sentence_scores.push(ends.f1());
        match language.as_str() {
            "ja" | "zh" | "zh-Hant" | "th" => cut_scores.push(words.f1()),
            "vi" => {}
            _ => word_scores.push(words.f1()),
        }
    }
    Ok(vec![
        ("sentence ends", mean(&sentence_scores)),
        ("words between blanks", mean(&word_scores)),
        ("words without blanks", mean(&cut_scores)),
    ])
}

/// The paragraphs that blank lines part.
fn paragraphs(text: &str) -> Vec<Block> {
    let mut start = 0;
    text.split_inclusive("\n\n")
        .filter_map(|paragraph| {
            let span = Span::new(start, start + paragraph.len()).trimmed(text);
            start += paragraph.len();
            (!span.is_empty()).then_some(Block {
                span,
                kind: block::Kind::Paragraph,
                language: Code::UND,
                duplicate_of: None,
                confidence: 1.0,
            })
        })
        .collect()
}

/// Gold mentions that a language must have to count.
const FEWEST: usize = 8;
/// Languages whose data annotates dates and amounts.
const TIMED: &[&str] = &["est", "fin", "hye", "jpn", "kaz", "kor", "ron", "tha", "tur"];
/// Languages whose data tells countries and cities from other places; countries are found among them.
const PLACED: &[&str] = &["est", "fin", "hye", "jpn", "kaz", "ron", "tur"];

/// Mean over languages of: for dates, money and per cent the F1 of mentions that overlap the gold, and of exact ones; for countries the precision, the
/// share of country mentions that overlap a gold place.
fn entities(pipeline: &Pipeline, folder: &Path) -> Outcome<Vec<(&'static str, f64)>> {
    let kinds = [
        ("dates", "dates, exact", "DATE", entity::Kind::Date),
        ("money", "money, exact", "MONEY", entity::Kind::Money),
        ("percent", "percent, exact", "PERCENT", entity::Kind::Percent),
    ];
    let mut scores: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
    for language in TIMED {
        let sentences = mentions(&folder.join(language).join("dev.iob2.gz"))?;
        for (name, exact_name, tag, kind) in kinds {
            let (mut score, mut exact) = (Score::default(), Score::default());
            for sentence in sentences.iter().filter(|sentence| sentence.types.iter().any(|known| known == tag)) {
                let found: Vec<Span> = found(pipeline, &sentence.text, kind);
                let gold: Vec<Span> = sentence.spans(&[tag]);
                score.right += gold.iter().filter(|gold| found.iter().any(|found| found.overlaps(**gold))).count();
                score.found += found.len();
                score.expected += gold.len();
                exact.add(&found.into_iter().collect(), &gold.into_iter().collect());
            }
            if score.expected >= FEWEST {
                scores.entry(name).or_default().push(score.f1());
                scores.entry(exact_name).or_default().push(exact.f1());
            }
        }
        if PLACED.contains(language) {
            let (mut right, mut all) = (0, 0);
            for sentence in &sentences {
                let gold = sentence.spans(&["GPE", "LOC", "FAC", "ORG", "NORP"]);
                let analysis = pipeline.analyze(&sentence.text, &Options::default());
                // Cities and regions have a country as well.
                let is_country = |e: &&entity::Entity| {
                    let name = e.name.and_then(|name| analysis.names.get(name));
                    matches!(e.value, Some(entity::Value::Location { .. }))
                        && name.is_some_and(|name| {
                            !["geonames", "iso3166-2"].iter().any(|link| name.links.contains_key(*link))
                        })
                };
                let found: Vec<Span> = analysis.entities.iter().filter(is_country).map(|e| e.span).collect();
                right += found.iter().filter(|found| gold.iter().any(|gold| gold.overlaps(**found))).count();
                all += found.len();
            }
            scores.entry("countries").or_default().push(right as f64 / f64::from(u32::try_from(all.max(1))?));
        }
    }
    Ok(scores.into_iter().map(|(name, scores)| (name, mean(&scores))).collect())
}

/// How a tagger's names are measured.
struct Names {
    tagger: TaggerKind,
    /// Sentences of a language that names are looked for in.
    sentences: usize,
    /// The figures of persons, locations and organizations: exact spans, overlapping ones.
    figures: [(&'static str, &'static str); 3],
}

const FAST: Names = Names {
    tagger: TaggerKind::Fast,
    sentences: 400,
    figures: [
        ("persons, exact", "persons, overlap"),
        ("locations, exact", "locations, overlap"),
        ("organizations, exact", "organizations, overlap"),
    ],
};
const ACCURATE: Names = Names {
    tagger: TaggerKind::Accurate,
    sentences: 120,
    figures: [
        ("persons, accurate, exact", "persons, accurate, overlap"),
        ("locations, accurate, exact", "locations, accurate, overlap"),
        ("organizations, accurate, exact", "organizations, accurate, overlap"),
    ],
};

/// Mean over languages of the F1 of names: those exactly right, and those that overlap one of their kind.
fn names(pipeline: &Pipeline, folder: &Path, wanted: &Names) -> Outcome<Vec<(&'static str, f64)>> {
    let kinds: [(&[&str], _); 3] = [
        (&["PER"], entity::Kind::Person),
        (&["LOC", "GPE", "FAC"], entity::Kind::Location),
        (&["ORG"], entity::Kind::Organization),
    ];
    let options = Options { tagger: wanted.tagger, ..Options::default() };
    let mut scores: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Outcome<_>>()?;
    folders.sort();
    for path in folders.iter().map(|folder| folder.join("dev.iob2.gz")).filter(|path| path.exists()) {
        let mut sentences = mentions(&path)?;
        // From all parts of the file, which may hold several sources.
        let step = sentences.len().div_ceil(wanted.sentences).max(1);
        sentences = sentences.into_iter().step_by(step).collect();
        let mut own = [(Score::default(), Score::default()), Default::default(), Default::default()];
        for sentence in &sentences {
            let entities = pipeline.analyze(&sentence.text, &options).entities;
            for ((tags, kind), (exact, overlap)) in kinds.iter().zip(&mut own) {
                let gold = sentence.spans(tags);
                let found: Vec<Span> = entities.iter().filter(|e| e.kind == *kind).map(|e| e.span).collect();
                exact.add(&found.iter().copied().collect(), &gold.iter().copied().collect());
                overlap.right += gold.iter().filter(|gold| found.iter().any(|found| found.overlaps(**gold))).count();
                overlap.found += found.len();
                overlap.expected += gold.len();
            }
        }
        for ((exact_name, overlap_name), (exact, overlap)) in wanted.figures.iter().zip(&own) {
            if exact.expected >= FEWEST {
                scores.entry(exact_name).or_default().push(exact.f1());
                scores.entry(overlap_name).or_default().push(overlap.f1());
            }
        }
    }
    Ok(scores.into_iter().map(|(name, scores)| (name, mean(&scores))).collect())
}

/// Mean over languages of the F1 of names, exactly right, in text that no tagger learned names from.
fn new_names(pipeline: &Pipeline, folder: &Path) -> Outcome<Vec<(&'static str, f64)>> {
    let languages = crate::names::read(Path::new(crate::names::ANNOTATIONS), folder)?;
    let taggers = [("names in new text", TaggerKind::Fast), ("names in new text, accurate", TaggerKind::Accurate)];
    let measured = taggers.map(|(name, tagger)| {
        let all = |sentences: &Vec<_>| Score::sum(&crate::names::count(pipeline, tagger, sentences)).f1();
        (name, mean(&languages.values().map(all).collect::<Vec<_>>()))
    });
    Ok(measured.into())
}

fn found(pipeline: &Pipeline, text: &str, kind: entity::Kind) -> Vec<Span> {
    let entities = pipeline.analyze(text, &Options::default()).entities;
    entities.iter().filter(|entity| entity.kind == kind).map(|entity| entity.span).collect()
}

/// A sentence of named-entity data, its text put together again.
#[derive(Default)]
pub struct Tagged {
    pub text: String,
    types: Vec<String>,
    pub mentions: Vec<(String, Span)>,
}

impl Tagged {
    fn spans(&self, tags: &[&str]) -> Vec<Span> {
        self.mentions.iter().filter(|(tag, _)| tags.contains(&tag.as_str())).map(|&(_, span)| span).collect()
    }
}

/// Reads IOB2: token, tag, `SpaceAfter=No` or not.
pub fn mentions(path: &Path) -> Outcome<Vec<Tagged>> {
    let mut sentences = Vec::new();
    let (mut current, mut types, mut blank) = (Tagged::default(), Vec::new(), false);
    for line in gunzip(path)?.lines() {
        if let Some(list) = line.strip_prefix("# types = ") {
            types = list.split(',').map(|name| name.trim().to_owned()).collect();
        }
        let mut columns = line.split('\t');
        let (Some(token), Some(tag), Some(space)) = (columns.next(), columns.next(), columns.next()) else {
            if line.is_empty() && !current.text.is_empty() {
                current.types.clone_from(&types);
                sentences.push(std::mem::take(&mut current));
                blank = false;
            }
            continue;
        };
        if blank {
            current.text.push(' ');
        }
        let start = current.text.len();
        current.text.push_str(token);
        let end = current.text.len();
        match (tag.split_once('-'), current.mentions.last_mut()) {
            (Some(("I", name)), Some((last, span))) if last == name => span.end = end,
            (Some((_, name)), _) => current.mentions.push((name.to_owned(), Span::new(start, end))),
            (None, _) => {}
        }
        blank = space != "SpaceAfter=No";
    }
    if !current.text.is_empty() {
        current.types = types;
        sentences.push(current);
    }
    Ok(sentences)
}

/// How many mentions are right, were found, should have been.
#[derive(Default)]
pub struct Score {
    pub right: usize,
    pub found: usize,
    pub expected: usize,
}

impl Score {
    /// The counts of all of `scores`.
    pub fn sum(scores: &[Self]) -> Self {
        let of = |count: fn(&Self) -> usize| scores.iter().map(count).sum();
        Self { right: of(|score| score.right), found: of(|score| score.found), expected: of(|score| score.expected) }
    }

    pub fn add<T: Eq + std::hash::Hash>(&mut self, found: &HashSet<T>, expected: &HashSet<T>) {
        self.right += found.intersection(expected).count();
        self.found += found.len();
        self.expected += expected.len();
    }

    pub fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.expected).max(1) as f64
    }
}

fn mean(scores: &[f64]) -> f64 {
    100.0 * scores.iter().sum::<f64>() / scores.len().max(1) as f64
}

/// The files in a folder whose names end so, in order.
pub fn files(folder: &Path, ending: &str) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.collect::<Result<Vec<_>, _>>()?.iter().map(fs::DirEntry::path).collect();
    files.retain(|path| path.to_string_lossy().ends_with(ending));
    files.sort();
    if files.is_empty() { Err(format!("{}: no file ends in {ending}", folder.display()).into()) } else { Ok(files) }
}

fn gunzip(path: &Path) -> Outcome<String> {
    let file = fs::File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text)?;
    Ok(text)
}
