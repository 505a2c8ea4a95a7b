//! What the tagger learns from and is measured on: sentences whose tokens have a tag each.

use super::Outcome;
use flate2::read::GzDecoder;
use hamisi::Span;
use hamisi::entity::tagger::before_pause;
use hamisi::entity::tagger::network::TAGS;
use hamisi::entity::tagger::token::{Kind, Token, tokens};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

/// Tags that are right for a token: bits, from `O` on; several where the source does not tell.
pub type Allowed = u16;

/// Outside, or in a name that is none of a person, place or organisation.
const UNSAID: Allowed = 1 | 1 << 7 | 1 << 8;

/// What a token should be tagged.
#[derive(Clone, Copy)]
pub enum Target {
    Hard(Allowed),
    /// A teacher's probabilities, of 255.
    Soft([u8; TAGS]),
}

/// A sentence to learn from.
pub struct Sentence {
    pub text: String,
    pub language: String,
    pub tokens: Vec<Token>,
    pub targets: Vec<Target>,
    /// How much it counts.
    pub weight: f32,
}

/// A sentence with its mentions, as annotated.
pub struct Annotated {
    pub text: String,
    pub language: String,
    pub source: String,
    pub types: Vec<String>,
    pub mentions: Vec<(Span, String)>,
    /// A teacher's probabilities, of 255, where they are not surely `O`'s.
    pub labels: Option<Vec<(Span, [u8; TAGS])>>,
    pub confidence: f32,
}

/// What a tag of the data is to the tagger: 1 person, 2 location, 3 organisation, 4 other name, 0 none of these.
pub fn kind(tag: &str) -> u8 {
    match tag {
        "PER" => 1,
        "LOC" | "GPE" | "FAC" => 2,
        "ORG" => 3,
        "MISC" | "EVENT" | "WORK" | "PROD" => 4,
        _ => 0,
    }
}

/// The most tokens taken of a source, where it has more than its worth.
fn most(language: &str, source: &str) -> usize {
    match (language, source) {
        ("eng", "btc") => 45_000,
        ("eng", "wnut17") => 40_000,
        ("deu", "ler") => 30_000,
        ("deu", "europeana") => 20_000,
        ("fra" | "nld", "europeana") => 40_000,
        ("ind", "prosa") => 12_000,
        (_, "norne-ndt") => 80_000,
        ("qaf", _) => 4_000,
        ("fas", _) | ("ron", "ronec-v1") => 110_000,
        ("swe", "uner-talbanken") => 30_000,
        ("hun", _) => 150_000,
        _ => 140_000,
    }
}

/// The gold sentences of one part, `train` or `dev`, in every language; `capped`: no more of each source than it is worth.
pub fn gold(folder: &Path, part: &str, capped: bool) -> Outcome<Vec<Annotated>> {
    let mut all = Vec::new();
    for language in languages(folder)? {
        let path = folder.join(&language).join(format!("{part}.iob2.gz"));
        if !path.exists() {
            continue;
        }
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        let mut sentences = read(&path, &language)?;
        if capped {
            // A cut from the front would take whole documents: every sentence has the same chance.
            let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
            for sentence in &sentences {
                *sizes.entry(sentence.source.clone()).or_default() += sentence.text.split(' ').count();
            }
            sentences.retain(|sentence| {
                let size = sizes.get(&sentence.source).copied().unwrap_or(0);
                let own = taken.entry(sentence.source.clone()).or_default();
                *own += 1;
                let share = most(&language, &sentence.source) as f32 / size.max(1) as f32;
                // Every sentence whose number steps over a whole multiple of the share.
                share >= 1.0 || (*own as f32 * share) as usize != ((*own - 1) as f32 * share) as usize
            });
        }
        sentences.retain(|sentence| {
            !(sentence.language == "ron"
                && sentence.mentions.iter().any(|(span, tag)| {
                    tag == "PER" && span.of(&sentence.text).chars().next().is_some_and(char::is_lowercase)
                }))
        });
        all.extend(sentences);
    }
    Ok(all)
}

/// The sentences that a teacher labelled, in every language.
pub fn silver(folder: &Path) -> Outcome<Vec<Annotated>> {
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.extend(entry?.file_name().to_str().map(str::to_owned));
    }
    names.sort();
    let mut all = Vec::new();
    for name in names {
        if let Some(language) = name.strip_suffix(".iob2.gz") {
            all.extend(read(&folder.join(&name), language)?);
        } else if let Some(name_of) = name.strip_suffix(".jsonl.gz") {
            // A language, perhaps its script, and which lot it is.
            let language = name_of.get(..3).unwrap_or_default();
            for line in gunzip(&folder.join(&name))?.lines() {
                all.extend(labelled(line, language)?);
            }
        }
    }
    Ok(all)
}

fn languages(folder: &Path) -> Outcome<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        names.extend(entry?.file_name().to_str().filter(|name| name.len() == 3).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

/// A sentence as a teacher labels it; offsets are in code points.
#[derive(Deserialize)]
struct Labelled {
    text: String,
    #[serde(default)]
    origin: String,
    confidence: f32,
    /// The probabilities of the tags, of 255; what is not listed is surely none.
    soft: Vec<(usize, usize, [u8; TAGS])>,
}

fn labelled(line: &str, language: &str) -> Outcome<Option<Annotated>> {
    let Labelled { text, origin, confidence, soft } = serde_json::from_str(line)?;
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |at: usize| starts.get(at).copied().ok_or("a label ends after its sentence");
    let mut labels = Vec::with_capacity(soft.len());
    for (start, end, odds) in soft {
        labels.push((Span::new(byte(start)?, byte(end)?), odds));
    }
    Ok(Some(Annotated {
        text,
        language: language.to_owned(),
        source: origin,
        types: Vec::new(),
        mentions: Vec::new(),
        labels: Some(labels),
        confidence,
    }))
}

fn gunzip(path: &Path) -> Outcome<String> {
    let mut text = String::new();
    GzDecoder::new(fs::File::open(path)?).read_to_string(&mut text)?;
    Ok(text)
}

/// Reads IOB2: token, tag, `SpaceAfter=No` or not.
fn read(path: &Path, language: &str) -> Outcome<Vec<Annotated>> {
    let all = gunzip(path)?;
    let (mut source, mut types, mut confidence) = (String::new(), Vec::new(), 1.0);
    let mut sentences = Vec::new();
    let (mut text, mut mentions, mut blank) = (String::new(), Vec::<(Span, String)>::new(), false);
    let mut flush =
        |text: &mut String, mentions: &mut Vec<(Span, String)>, source: &str, types: &[String], confidence| {
            if !text.is_empty() {
                sentences.push(Annotated {
                    text: std::mem::take(text),
                    language: language.to_owned(),
                    source: source.to_owned(),
                    types: types.to_vec(),
                    mentions: std::mem::take(mentions),
                    labels: None,
                    confidence,
                });
            }
        };
    for line in all.lines() {
        let mut columns = line.split('\t');
        if let (Some(token), Some(tag), Some(space)) = (columns.next(), columns.next(), columns.next()) {
            if blank {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(token);
            let end = text.len();
            match (tag.split_once('-'), mentions.last_mut()) {
                (Some(("I", name)), Some((span, last))) if last == name => span.end = end,
                (Some((_, name)), _) => mentions.push((Span::new(start, end), name.to_owned())),
                (None, _) => {}
            }
            blank = space != "SpaceAfter=No";
            continue;
        }
        flush(&mut text, &mut mentions, &source, &types, confidence);
        blank = false;
        if let Some(name) = line.strip_prefix("# source = ") {
            name.trim().clone_into(&mut source);
        } else if let Some(list) = line.strip_prefix("# types = ") {
            types = list.split(',').map(|name| name.trim().to_owned()).collect();
        } else if let Some(number) = line.strip_prefix("# confidence = ") {
            confidence = number.trim().parse().unwrap_or(1.0);
        }
    }
    flush(&mut text, &mut mentions, &source, &types, confidence);
    Ok(sentences)
}

impl Annotated {
    /// The sentence in the tagger's tokens; each that a mention overlaps is part of it.
    pub fn sentence(&self, weight: f32) -> Sentence {
        let own: Vec<Token> = tokens(&self.text, Span::new(0, self.text.len())).collect();
        if let Some(labels) = &self.labels {
            let targets = soft(&own, labels);
            return self.with(own, targets, weight);
        }
        let has = |name: &str| self.types.iter().any(|known| known == name);
        let told = has("MISC") || (has("EVENT") && has("WORK") && has("PROD"));
        let mut targets = Vec::with_capacity(own.len());
        // What the tagger cuts off a mention it is not to learn as part of one.
        let mut mentions = self.mentions.iter().map(|(span, tag)| (before_pause(&self.text, *span), tag)).peekable();
        let mut before: Option<(Span, &String)> = None;
        for token in &own {
            while mentions.peek().is_some_and(|(span, _)| span.end <= token.span.start) {
                mentions.next();
            }
            let here = mentions.peek().copied().filter(|(span, _)| span.start < token.span.end);
            let allowed = match here.map(|(_, tag)| (kind(tag), tag.as_str())) {
                Some((0, "NORP" | "LANG" | "LAW" | "DISEASE")) => UNSAID,
                None | Some((0, _)) => {
                    if told {
                        1
                    } else {
                        UNSAID
                    }
                }
                Some((kind, _)) => {
                    let inside = before.is_some() && before == here;
                    1 << (kind * 2 - u8::from(!inside))
                }
            };
            before = here;
            targets.push(Target::Hard(allowed));
        }
        self.with(own, targets, weight)
    }

    fn with(&self, tokens: Vec<Token>, targets: Vec<Target>, weight: f32) -> Sentence {
        Sentence { text: self.text.clone(), language: self.language.clone(), tokens, targets, weight }
    }
}

/// The probabilities of the first label that overlaps each token.
fn soft(tokens: &[Token], labels: &[(Span, [u8; TAGS])]) -> Vec<Target> {
    let mut rest = labels.iter().peekable();
    let of = tokens.iter().map(|token| {
        while rest.peek().is_some_and(|(span, _)| span.end <= token.span.start) {
            rest.next();
        }
        match rest.peek() {
            Some((span, odds)) if span.start < token.span.end => Target::Soft(*odds),
            _ => Target::Hard(1),
        }
    });
    of.collect()
}

impl Sentence {
    /// Whether it is written in units rather than words.
    pub fn in_units(&self) -> bool {
        let count = |kind| self.tokens.iter().filter(|token| token.kind == kind).count();
        count(Kind::Unit) > count(Kind::Word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_behind_a_name_is_not_learned_as_part_of_it() {
        let text = "In Delft, Leiden";
        let mention = |part: &str| {
            let start = text.find(part).expect("it is in the text");
            (Span::new(start, start + part.len()), "LOC".to_owned())
        };
        let sentence = Annotated {
            text: text.to_owned(),
            language: "nld".to_owned(),
            source: String::new(),
            types: vec!["LOC".to_owned(), "MISC".to_owned()],
            mentions: vec![mention("Delft,"), mention("Leiden")],
            labels: None,
            confidence: 1.0,
        };
        let hard = |target: &Target| match target {
            Target::Hard(allowed) => *allowed,
            Target::Soft(_) => 0,
        };
        let learned: Vec<Allowed> = sentence.sentence(1.0).targets.iter().map(hard).collect();
        assert_eq!(learned, [1, 1 << 3, 1, 1 << 3]);
    }
}
