//! Readings: what whatlang makes of a stretch of text, and whether to believe it.

use super::Code;
use super::address::is_address;
use super::script::{self, Family};
use whatlang::{Detector, Lang};

/// What a stretch of text is read as.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub code: Code,
    pub confidence: f32,
    pub script: &'static str,
    /// The script's family most letters belong to.
    pub family: Family,
    /// Letters, in the sample.
    pub letters: usize,
    /// Words, in the sample; text without blanks counts as one.
    pub words: usize,
}

impl Default for Reading {
    fn default() -> Self {
        Self { code: Code::UND, confidence: 0.0, script: "Zyyy", family: Family::NONE, letters: 0, words: 0 }
    }
}

/// The languages that may be answered.
pub(super) struct Allowed {
    codes: Option<Vec<Code>>,
    detector: Detector,
}

impl Allowed {
    pub(super) fn new(codes: Option<&[Code]>) -> Self {
        let codes = codes.map(<[Code]>::to_vec);
        let detector = codes.as_deref().map_or_else(Detector::new, |codes| {
            Detector::with_allowlist(Lang::all().iter().copied().filter(|&lang| codes.contains(&code(lang))).collect())
        });
        Self { codes, detector }
    }

    fn contains(&self, code: Code) -> bool {
        self.codes.as_ref().is_none_or(|codes| codes.contains(&code))
    }
}

/// The languages that whatlang knows.
pub(super) fn answered() -> impl Iterator<Item = Code> {
    Lang::all().iter().map(|&lang| code(lang))
}

/// Bytes that are read of a long stretch: whatlang's answer does not change for more.
const SAMPLE: usize = 2_000;

/// The beginning of `text` that is read, whole characters.
pub(super) fn sample(text: &str) -> &str {
    let end = (0..=SAMPLE.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    text.get(..end).unwrap_or(text)
}

/// Reads a stretch of text.
pub(super) fn read(text: &str, allowed: &Allowed) -> Reading {
    let sample = sample(text);
    let mut prose = String::with_capacity(sample.len());
    let mut reading = Reading::default();
    for word in sample.split_whitespace() {
        if is_address(word) {
            continue;
        }
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        if letters > 0 {
            reading.words += 1;
            reading.letters += letters;
            prose.push_str(word);
            prose.push(' ');
        }
    }
    let Some(family) = main_family(&prose) else {
        // Letters only in addresses or code, or none at all.
        let confidence = if sample.trim().is_empty() { 0.0 } else { 1.0 };
        let family = main_family(sample).unwrap_or(Family::NONE);
        return Reading { code: Code::ZXX, confidence, script: family.as_str(), family, ..reading };
    };
    (reading.family, reading.script) = (family, family.as_str());
    let only_family: String = prose.chars().filter(|&c| Family::of(c).is_none_or(|other| other == family)).collect();
    if let Some(info) = allowed.detector.detect(&only_family) {
        let (code, confidence) = (code(info.lang()), info.confidence() as f32);
        // whatlang's script is the letters' own; a language answered for another one is no answer.
        if confidence >= threshold(reading.letters)
            && allowed.contains(code)
            && writes(code, family)
            && !is_beyond(&only_family, reading.letters)
        {
            (reading.code, reading.confidence) = (code, confidence.min(0.99));
        } else {
            reading.confidence = confidence.min(0.5);
        }
    }
    reading.script = match (reading.code.as_str(), reading.script) {
        ("zho", _) => script::chinese(&only_family),
        ("jpn", _) => "Jpan",
        ("kor", _) => "Kore",
        (_, script) => script,
    };
    reading
}

/// The least confidence of whatlang that is believed. Above it, and in languages that whatlang knows, 9 of 10 answers and more
/// are right at any length; below it fewer than 3 of 4 (`tools quality`, language development data).
fn threshold(letters: usize) -> f32 {
    if letters > 40 { 0.5 } else { 0.3 }
}

/// Whether more than one in fifty letters is written by no language that whatlang knows: Kazakh is no odd Belarusian, nor
/// Icelandic Afrikaans.
fn is_beyond(text: &str, letters: usize) -> bool {
    let beyond = |c: &char| {
        matches!(c, 'Ѡ'..='ҏ' | 'Ғ'..='ԯ' | 'ৰ' | 'ৱ' | 'ێ' | 'ۆ' | 'ڕ' | 'ڵ' | 'ە')
            || matches!(c, 'þ' | 'Þ' | 'ð' | 'Ð' | 'ħ' | 'Ħ' | 'ŋ' | 'ŧ' | 'ɓ' | 'ɗ' | 'ƙ' | 'ṣ')
    };
    text.chars().filter(beyond).count() * 50 > letters
}

fn main_family(text: &str) -> Option<Family> {
    let mut counts: Vec<(Family, usize)> = Vec::new();
    for family in text.chars().filter_map(Family::of) {
        match counts.iter_mut().find(|(known, _)| *known == family) {
            Some((_, count)) => *count += 1,
            None => counts.push((family, 1)),
        }
    }
    // Of equals the first seen.
    counts.into_iter().rev().max_by_key(|&(_, count)| count).map(|(family, _)| family)
}

/// Whether whatlang's answer `code` is written in `family` at all. Latin and Cyrillic serve many languages besides their own.
fn writes(code: Code, family: Family) -> bool {
    let usual = code.script();
    let family = family.as_str();
    match usual {
        "Hans" | "Jpan" => family == "Hani",
        "Kore" => family == "Hang",
        _ => usual == family || (family == "Cyrl" && matches!(code.as_str(), "srp" | "uzb" | "aze")),
    }
}

/// whatlang's code in the form that is answered.
fn code(lang: Lang) -> Code {
    Code::from_tag(lang.code())
}
