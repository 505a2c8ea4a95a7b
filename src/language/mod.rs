//! Languages: of the document, each block, each sentence, and runs inside a sentence.
//!
//! With the `language` pack a learned model scores each word; the scores of a stretch add up, and temper with its length to a
//! probability. Words of one script in a block give its language; inside, stretches that clearly speak for another are found. What the
//! rest of the document is written in is worth a few nats: it tips a doubtful block, and does not overrule a clear one. Below
//! [`THRESHOLD`] the answer is `und`. A line that has no words, only numbers, addresses or code, is `zxx`.
//!
//! Without the pack this rests on whatlang.

mod address;
mod explain;
pub mod model;
mod packless;
mod reader;
mod reading;
mod run;
mod scorer;
mod script;
mod space;

pub use crate::code::Code;
pub use script::Family;

use crate::pack::Pack;
use crate::segment::Sentence;
use crate::{Error, Span};
use model::Model;
use reader::{Reader, Workspace};
use scorer::Scorer;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

/// The least confidence, as a probability, of a language that is answered; below it the answer is `und`.
pub const THRESHOLD: f32 = 0.1;

/// A language as an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Language {
    /// ISO 639-3.
    pub code: Code,
    /// BCP 47, shortest form, for example `en`, `zh-Hant`.
    pub tag: String,
    /// ISO 15924, for example `Latn`; `Zyyy` where there are no letters.
    pub script: &'static str,
    /// 0 to 1. With the `language` pack the probability that the answer is right: the mean over the language's letters.
    pub confidence: f32,
}

impl Default for Language {
    fn default() -> Self {
        Self { code: Code::UND, tag: "und".into(), script: "Zyyy", confidence: 0.0 }
    }
}

/// How much of the letters of a document are in one language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Share {
    /// ISO 639-3.
    pub code: Code,
    /// Share of the letters, 0 to 1.
    pub share: f32,
}

/// A stretch of one language and script inside a sentence, or inside a block where sentences were not asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its text.
    pub span: Span,
    /// ISO 639-3.
    pub language: Code,
    /// ISO 15924.
    pub script: &'static str,
    /// 0 to 1: with the `language` pack, the probability that the language is right.
    pub confidence: f32,
    /// What decided, where that was asked for and the model knows several languages of the script.
    pub explanation: Option<Box<Explanation>>,
}

/// Why a run is in its language rather than in the next likely one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// The next likely language; `und` where it is one that is not answered.
    pub runner_up: Code,
    /// The n-grams that say most for either of the two, weightiest first, at most eight.
    pub features: Vec<Feature>,
}

/// A sign of a language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Feature {
    /// Letters as the model reads them, in lower case; `_` is a word's beginning or end.
    pub text: String,
    /// How much it says for the run's language rather than the runner-up, in nats; less than 0: against it.
    pub weight: f32,
}

/// What the language stage finds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Languages {
    /// The document's main language.
    pub document: Language,
    /// All its languages, most letters first; shares add up to 1, or there are none.
    pub shares: Vec<Share>,
    /// One a block.
    pub blocks: Vec<Code>,
    /// One a sentence.
    pub sentences: Vec<Code>,
    /// In order, without overlaps; every letter is in one.
    pub runs: Vec<Run>,
}

/// What is wanted of the language stage.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// The only languages that may be answered; none: all.
    pub languages: Option<&'a [Code]>,
    /// Whether runs tell why.
    pub explain: bool,
}

/// Finds the languages of texts, with the pack it was given.
#[derive(Clone, Default)]
pub struct Detector {
    scorer: Option<Arc<Scorer>>,
    /// What calls reuse; each takes one and puts it back.
    workspaces: Arc<Mutex<Vec<Box<Workspace>>>>,
}

impl fmt::Debug for Detector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Detector").field("pack", &self.scorer.is_some()).finish_non_exhaustive()
    }
}

impl Detector {
    /// A detector with the embedded pack; without the feature `packs` it has none.
    ///
    /// # Errors
    /// When the embedded pack is damaged.
    pub fn new() -> Result<Self, Error> {
        #[cfg(not(feature = "packs"))]
        return Ok(Self::default());
        #[cfg(feature = "packs")]
        {
            let mut detector = Self::default();
            detector.add_pack(Pack::new(include_bytes!("language.pack").as_slice())?)?;
            Ok(detector)
        }
    }

    /// Adds or replaces the pack `language`.
    ///
    /// # Errors
    /// When a section of the pack is missing or does not fit.
    pub fn add_pack(&mut self, pack: Pack) -> Result<(), Error> {
        self.scorer = Some(Arc::new(Scorer::new(Model::new(pack)?)));
        self.workspaces = Arc::default();
        Ok(())
    }

    /// What a reader should know of the pack: whether it is missing.
    pub fn warning(&self) -> Option<String> {
        self.scorer.is_none().then(|| {
            "the language pack is not loaded: languages are whatlang's, 69 of them, and single words are seldom told".to_owned()
        })
    }

    /// Whether `code` is a language that can be answered.
    ///
    /// # Errors
    /// When it is not.
    pub fn check(&self, code: Code) -> Result<(), Error> {
        let answered = |code: Code| match &self.scorer {
            Some(scorer) => scorer.answered().any(|answered| answered == code),
            None => reading::answered().any(|answered| answered == code),
        };
        let usual = Code::from_tag(code.as_str());
        if answered(code) {
            Ok(())
        } else if answered(usual) {
            Err(Error::option(format!("\"{code}\" is answered as \"{usual}\"; write {usual}")))
        } else {
            Err(Error::option(format!(
                "no language \"{code}\" can be answered; take codes such as eng or aze from the list in src/language/LANGUAGE.md"
            )))
        }
    }

    /// The languages of `text`, whose blocks are at `blocks`, in order. `sentences` may be empty: then their languages are, and runs
    /// go on over their ends.
    ///
    /// ```
    /// # fn main() -> Result<(), hamisi::Error> {
    /// use hamisi::language::{Detector, Wanted};
    /// use hamisi::Span;
    /// let text = "Prices rose sharply in the whole country.\n22:00 02.07.2025\nЦены резко выросли по всей стране.";
    /// let mut start = 0;
    /// let lines = text.split_inclusive('\n').map(|line| { start += line.len(); Span::new(start - line.len(), start) });
    /// let found = Detector::new()?.detect(text, &lines.collect::<Vec<_>>(), &[], Wanted::default());
    /// let codes: Vec<_> = found.blocks.iter().map(|code| code.as_str()).collect();
    /// assert_eq!(codes, ["eng", "zxx", "rus"]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn detect(&self, text: &str, blocks: &[Span], sentences: &[Sentence], wanted: Wanted<'_>) -> Languages {
        let Some(scorer) = &self.scorer else { return packless::detect(text, blocks, sentences, wanted.languages) };
        let kept = self.workspaces.lock().ok().and_then(|mut kept| kept.pop());
        let mut workspace = kept.unwrap_or_else(|| Box::new(Workspace::new()));
        let mut found = Reader::new(scorer, text, sentences).read(blocks, wanted.languages, &mut workspace);
        if let Ok(mut kept) = self.workspaces.lock() {
            kept.push(workspace);
        }
        if wanted.explain {
            let open = scorer.open(wanted.languages);
            for run in &mut found.runs {
                run.explanation = explain::explain(scorer, &open, text, run).map(Box::new);
            }
        }
        found
    }
}

/// Letters of each language so far.
#[derive(Default)]
struct Tally {
    /// Per language: its letters, these times confidence, and its letters per script.
    sums: BTreeMap<Code, (usize, f64, Vec<(&'static str, usize)>)>,
}

impl Tally {
    /// Adds a run of so many letters.
    fn add(&mut self, run: &Run, letters: usize) {
        if run.language == Code::ZXX {
            return;
        }
        let (sum, confident, scripts) = self.sums.entry(run.language).or_default();
        *sum += letters;
        *confident += f64::from(run.confidence) * letters as f64;
        match scripts.iter_mut().find(|(script, _)| *script == run.script) {
            Some((_, sum)) => *sum += letters,
            None => scripts.push((run.script, letters)),
        }
    }

    /// The document's language and the shares of all, by letters.
    fn sum(&self, text: &str) -> (Language, Vec<Share>) {
        let total: usize = self.sums.values().map(|(letters, ..)| letters).sum();
        if total == 0 {
            let without_words = Language { code: Code::ZXX, tag: "zxx".into(), script: "Zyyy", confidence: 1.0 };
            return (if text.trim().is_empty() { Language::default() } else { without_words }, Vec::new());
        }
        let share = |letters: usize| (letters as f64 / total as f64) as f32;
        let mut shares: Vec<Share> =
            self.sums.iter().map(|(&code, &(letters, ..))| Share { code, share: share(letters) }).collect();
        shares.sort_by(|a, b| b.share.total_cmp(&a.share));
        let language = shares
            .first()
            .and_then(|first| Some((first.code, self.sums.get(&first.code)?)))
            .map(|(code, (letters, confident, scripts))| {
                let script =
                    scripts.iter().rev().max_by_key(|(_, letters)| *letters).map_or("Zyyy", |(script, _)| script);
                Language {
                    code,
                    tag: code.tag(script),
                    script,
                    confidence: (confident / (*letters).max(1) as f64) as f32,
                }
            })
            .unwrap_or_default();
        (language, shares)
    }
}
