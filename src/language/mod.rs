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
    workspaces: Arc<Mutex<Vec<Workspace>>>,
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
        self.scorer = Some(Arc::new(Scorer::new(Model::new(&pack)?)));
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
        let mut workspace = kept.unwrap_or_else(Workspace::new);
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
    sums: BTreeMap<Code, Letters>,
}

/// The letters of a language, these times confidence, and its letters per script.
type Letters = (usize, f64, Vec<(&'static str, usize)>);

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

    /// The document's language, and the shares of all by letters.
    fn sum(&self, text: &str) -> (Language, Vec<Share>) {
        let total: usize = self.sums.values().map(|(letters, ..)| letters).sum();
        if total == 0 {
            let without_words = Language { code: Code::ZXX, tag: "zxx".into(), script: "Zyyy", confidence: 1.0 };
            return (if text.trim().is_empty() { Language::default() } else { without_words }, Vec::new());
        }
        let share = |letters: usize| (letters as f64 / total as f64) as f32;
        let mut shares: Vec<Share> =
            self.sums.iter().map(|(&code, &(letters, ..))| Share { code, share: share(letters) }).collect();
        crate::sort::by(&mut shares, |a, b| b.share.total_cmp(&a.share));
        // A Han character says as much as several letters: a few names among them do not make a Chinese text an English one.
        let weight = |share: &Share| {
            let scripts = self.sums.get(&share.code).map_or(&[][..], |(_, _, scripts)| scripts);
            scripts.iter().map(|(script, letters)| letters * script::worth(script)).sum::<usize>()
        };
        let language = shares
            .iter()
            .rev()
            .max_by_key(|share| weight(share))
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
#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::blocks;
    use crate::segment::sentences;
    use std::sync::LazyLock;

    static DETECTOR: LazyLock<Detector> = LazyLock::new(with_pack);

    /// The wasm tests have no packs embedded.
    fn with_pack() -> Detector {
        let mut detector = Detector::default();
        detector.add_pack(Pack::new(include_bytes!("language.pack").as_slice()).unwrap()).unwrap();
        detector
    }

    fn found_among(text: &str, allowed: &[&str]) -> Languages {
        let codes: Vec<_> = allowed.iter().map(|code| Code::from_tag(code)).collect();
        let blocks = blocks(text, None);
        let spans: Vec<_> = blocks.iter().map(|block| block.span).collect();
        let languages = (!codes.is_empty()).then_some(codes.as_slice());
        DETECTOR.detect(text, &spans, &sentences(text, &blocks), Wanted { languages, explain: true })
    }

    fn found(text: &str) -> Languages {
        found_among(text, &[])
    }

    #[test]
    fn answers_the_languages_that_its_readme_lists() {
        let readme = include_str!("LANGUAGE.md");
        let list = readme.split("Answered:").nth(1).unwrap().split("\n\nA stretch").next().unwrap();
        let listed: std::collections::BTreeSet<_> =
            list.split_whitespace().map(|code| Code::new(code).unwrap()).collect();
        assert_eq!(listed, DETECTOR.scorer.as_ref().unwrap().answered().collect());
    }

    fn code(text: &str) -> String {
        found(text).document.code.to_string()
    }

    /// Text and language of each run.
    fn runs(text: &str) -> Vec<(String, String)> {
        found(text).runs.iter().map(|run| (run.span.of(text).to_owned(), run.language.to_string())).collect()
    }

    #[test]
    fn names_the_language_of_plain_sentences() {
        for (code, text) in [
            ("eng", "The committee will publish its report on the state of the rivers next week."),
            ("aze", "Nazirlik bu il kənd yerlərində yeni məktəblərin tikintisinə başlayacağını bildirdi."),
            ("tur", "Belediye önümüzdeki yıl köylerde yeni okulların yapımına başlayacağını duyurdu."),
            ("rus", "Министерство сообщило, что строительство новых школ начнётся в этом году."),
            ("ukr", "Міністерство повідомило, що будівництво нових шкіл розпочнеться цього року."),
            ("kaz", "Министрлік биыл ауылдық жерлерде жаңа мектептердің құрылысы басталатынын хабарлады."),
            ("isl", "Ráðuneytið tilkynnti að bygging nýrra skóla í sveitum landsins hefjist á þessu ári."),
            ("ara", "أعلنت الوزارة أن بناء المدارس الجديدة سيبدأ هذا العام في القرى."),
            ("zho", "该部门表示，今年将开始在农村地区建设新的学校。"),
            ("jpn", "同省は、今年から農村部で新しい学校の建設を始めると発表しました。"),
            ("kor", "교육부는 올해부터 농촌 지역에 새 학교를 짓기 시작할 것이라고 밝혔다."),
            ("kat", "სამინისტრომ განაცხადა, რომ ახალი სკოლების მშენებლობა წელს დაიწყება."),
            ("hin", "मंत्रालय ने कहा कि नए स्कूलों का निर्माण इस वर्ष गाँवों में शुरू होगा।"),
            ("tha", "กระทรวงประกาศว่าจะเริ่มก่อสร้างโรงเรียนใหม่ในชนบทปีนี้"),
        ] {
            let found = found(text);
            assert_eq!(found.document.code.as_str(), code, "{text}");
            assert!(found.document.confidence > 0.8, "{text}: {}", found.document.confidence);
            assert!(found.sentences.iter().all(|sentence| sentence.as_str() == code), "{text}");
            assert_eq!(found.runs.len(), 1, "{text}: {:?}", runs(text));
        }
    }

    #[test]
    fn knows_single_words() {
        for (expected, word) in [
            ("aze", "Hamısı"),
            ("aze", "Daha çox"),
            ("tur", "Tümü"),
            ("deu", "Straßenbahn"),
            ("ell", "Όλα"),
            ("rus", "ещё"),
        ] {
            assert_eq!(code(word), expected, "{word}");
        }
    }

    #[test]
    fn knows_words_in_capitals() {
        for (expected, line) in [
            ("aze", "YENİLİKLƏR"),
            ("aze", "ƏLAQƏ"),
            ("aze", "VƏTƏNDAŞLIQ"),
            ("aze", "SIĞINACAQ"),
            ("aze", "BAKI ŞƏHƏRİ"),
            ("aze", "İQTİSADİYYAT"),
            ("tur", "TÜMÜ"),
            ("tur", "DİKKAT"),
            ("tur", "ISINMA ÜCRETİ"),
            ("tur", "i\u{307}stanbul"),
        ] {
            assert_eq!(code(line), expected, "{line}");
        }
        // Dotted or not, an `i` says what it says with the letters around it.
        assert_eq!(code("DİQQƏT"), code("diqqət"));
        assert_eq!(code("Əsas səhifə"), code("ƏSAS SƏHİFƏ"));
    }

    #[test]
    fn tells_no_words_from_unknown_words() {
        for line in
            ["22:00 02.07.2025", "***", "12 345,67 %", "https://example.org/a?b=c", "info@example.org", "x_1 = 0x3f;"]
        {
            assert_eq!(found(line).document.code, Code::ZXX, "{line}");
        }
        assert_eq!(found("").document.code, Code::UND);
        for line in ["NASA", "DVD", "qx"] {
            let found = found(line).document;
            assert!(found.code == Code::UND || found.confidence < 0.9, "{line}: {found:?}");
        }
        assert_eq!(found("DVD").document.code, Code::UND);
    }

    #[test]
    fn finds_a_stretch_in_another_language() {
        let text = "The new button says \"Hamısını göstər\" on it";
        let expected = [("The new button says", "eng"), ("Hamısını göstər", "aze"), ("on it", "eng")];
        assert_eq!(runs(text), expected.map(|(text, code)| (text.to_owned(), code.to_owned())));
        for (text, foreign, code) in [
            ("В зале показали фильм «The house by the river» без перевода.", "The house by the river", "eng"),
            (
                "Gestern sang der Chor das Lied „Où sont passées les belles années“ im Dom.",
                "Où sont passées les belles années",
                "fra",
            ),
            (
                "Sur la porte on lisait: Bitte nicht stören, wir schlafen noch. Personne ne frappa.",
                "Bitte nicht stören, wir schlafen noch",
                "deu",
            ),
            // More of these is foreign than not.
            ("The film \"Das Leben der Anderen\" was shown in Vienna.", "Das Leben der Anderen", "deu"),
            ("A new button, Hamısını göstər, opens the list.", "A new button", "eng"),
            (
                "He quoted Goethe: Alles Vergängliche ist nur ein Gleichnis, and left the room.",
                "and left the room",
                "eng",
            ),
            (
                "Delegates came early (Андрій Шевченко, Олена Пчілка, Юрій Гнатюк) and left late.",
                "Андрій Шевченко, Олена Пчілка, Юрій Гнатюк",
                "ukr",
            ),
        ] {
            let runs = runs(text);
            assert!(runs.contains(&(foreign.to_owned(), code.to_owned())), "{runs:?}");
        }
    }

    #[test]
    fn leaves_names_in_the_language_around_them() {
        for text in [
            "Yesterday Giuseppe Rossi and Jürgen Müller met Nguyen Van Thanh at the harbour of Gdynia.",
            "Le maire de Düsseldorf a reçu John Smith et Katarzyna Nowak à la gare de Saint-Malo.",
            "Gəmi Rotterdam limanından Hamburg şəhərinə gedir, kapitan isə Peter van Dijk olacaq.",
        ] {
            assert_eq!(runs(text).len(), 1, "{:?}", runs(text));
        }
        let text = "The contract is worth 3.4 million manat, Dr. R. Aliyev told reporters on Friday in the capital.";
        assert!(runs(text).iter().all(|(_, code)| code == "eng"), "{:?}", runs(text));
        // Names are most of its letters.
        assert_eq!(
            code("The president Ilham Aliyev visited Sumqayıt and met Əli Həsənov from Naxçıvan on Monday."),
            "eng"
        );
    }

    #[test]
    fn cuts_runs_where_the_script_changes() {
        let text = "Компания Microsoft объявила о выпуске новой версии системы, сообщает агентство.";
        let found = found(text);
        let runs: Vec<_> = found.runs.iter().map(|run| (run.span.of(text), run.script)).collect();
        assert_eq!(runs[..2], [("Компания", "Cyrl"), ("Microsoft", "Latn")]);
        assert_eq!(runs.len(), 3);
        assert!(found.runs[0].language.as_str() == "rus" && found.runs[2].language.as_str() == "rus");
        // A letter that only looks alike does not cut its word.
        assert_eq!(self::runs("The c\u{430}ptain of the ship came home in the evening.").len(), 1);
    }

    #[test]
    fn lets_a_last_foreign_word_keep_its_language() {
        let text = "The ministry published its yearly report on the state of the rivers.\n\
                    It says that most rivers carry less water than they did ten years ago.\n\
                    More news\nOK\nHamısı";
        let found = found(text);
        assert_eq!(found.document.code.as_str(), "eng");
        assert_eq!(found.blocks.iter().map(Code::as_str).collect::<Vec<_>>(), ["eng", "eng", "eng", "eng", "aze"]);
        let shares: Vec<_> = found.shares.iter().map(|share| share.code.as_str()).collect();
        assert_eq!(shares, ["eng", "aze"]);
    }

    #[test]
    fn lets_the_document_tip_a_doubtful_line() {
        let doubtful = "Problem";
        for (expected, line) in [
            (
                "deu",
                "Der Ausschuss wird seinen Bericht über den Zustand der Flüsse in der nächsten Woche veröffentlichen.",
            ),
            ("swe", "Utskottet kommer att offentliggöra sin rapport om flodernas tillstånd under nästa vecka."),
            ("tur", "Komisyon nehirlerin durumuna ilişkin raporunu gelecek hafta kamuoyuna açıklayacak."),
        ] {
            let found = found(&format!("{line}\n{line}\n{doubtful}"));
            assert_eq!(found.blocks[2].as_str(), expected);
        }
    }

    #[test]
    fn takes_a_word_alone_for_the_language_that_more_is_written_in() {
        // Frisian has the word too.
        assert_eq!(code("him"), "eng");
        let line = "Ik haw him juster by it wetter sjoen en hy sei neat.";
        assert_eq!(found(&format!("{line}\n{line}\nhim")).blocks[2].as_str(), "fry", "not where others tell");
        for label in ["Dünya", "Paylaş", "Prezident"] {
            assert_eq!(code(label), "aze", "{label}");
        }
        let line = "Komisyon nehirlerin durumuna ilişkin raporunu gelecek hafta kamuoyuna açıklayacak.";
        assert_eq!(found(&format!("{line}\n{line}\nDünya")).blocks[2].as_str(), "tur", "not beside Turkish");
    }

    #[test]
    fn reads_alike_with_and_without_sentences() {
        let text = "Prices rose. \"Qiymətlər yenə qalxdı\", he said. Цены выросли, сказал он потом.";
        let spans = [Span::new(0, text.len())];
        let blocks = blocks(text, None);
        let letters = |found: &Languages| {
            let of = |at: usize| found.runs.iter().find(|run| run.span.start <= at && at < run.span.end);
            let letters = text.char_indices().filter(|(_, c)| c.is_alphabetic());
            letters.map(|(at, _)| of(at).map(|run| run.language)).collect::<Vec<_>>()
        };
        let with = DETECTOR.detect(text, &spans, &sentences(text, &blocks), Wanted::default());
        let without = DETECTOR.detect(text, &spans, &[], Wanted::default());
        assert_eq!(letters(&with), letters(&without));
        assert!(letters(&with).iter().all(Option::is_some));
        assert_eq!((with.document, with.shares, with.blocks), (without.document, without.shares, without.blocks));
    }

    #[test]
    fn tells_simplified_from_traditional_chinese() {
        assert_eq!(found("这些学校将为农村地区的学生提供更好的条件。").document.tag, "zh");
        assert_eq!(found("這些學校將為農村地區的學生提供更好的條件。").document.tag, "zh-Hant");
        assert_eq!(found("新款手机 Galaxy Note Ultra 将在下个月开始销售。").document.tag, "zh");
    }

    #[test]
    fn answers_only_what_is_allowed() {
        let text = "The committee will publish its report on the state of the rivers next week.";
        for allowed in [&["deu", "fra"][..], &["kat"], &["aze"]] {
            let found = found_among(text, allowed);
            let only = |code: &Code| *code == Code::UND || allowed.contains(&code.as_str());
            assert!(only(&found.document.code) && found.blocks.iter().all(only), "{allowed:?}");
            assert!(found.runs.iter().all(|run| only(&run.language)), "{allowed:?}");
        }
        let mixed = found_among("The new button says \"Hamısını göstər\" on it", &["aze", "eng"]);
        assert_eq!(mixed.runs.iter().map(|run| run.language.to_string()).collect::<Vec<_>>(), ["eng", "aze", "eng"]);
        assert_eq!(found_among("Hamısı", &["tur", "eng"]).document.code.as_str(), "tur");
        // What was remembered under other options is not answered.
        assert_eq!(found("Hamısı").document.code.as_str(), "aze");
    }

    #[test]
    fn names_codes_that_cannot_be_answered() {
        let check = |code: &str| DETECTOR.check(Code::new(code).unwrap());
        assert!(check("aze").is_ok());
        let unknown = check("zzz").unwrap_err();
        assert!(unknown.is_option() && unknown.to_string().contains("\"zzz\""), "{unknown}");
        assert!(check("cmn").unwrap_err().to_string().ends_with("write zho"));
        assert!(Detector::default().check(Code::new("zzz").unwrap()).is_err());
    }

    #[test]
    fn explains_what_decided() {
        let found = found_among("Hamısı", &["aze", "tur"]);
        let explanation = found.runs[0].explanation.as_ref().unwrap();
        assert_eq!(explanation.runner_up.as_str(), "tur");
        assert!((1..=8).contains(&explanation.features.len()));
        assert!(explanation.features.is_sorted_by(|a, b| a.weight.abs() >= b.weight.abs()));
        assert!(explanation.features.iter().map(|feature| feature.weight).sum::<f32>() > 0.0, "{explanation:?}");
        assert_eq!(self::found("Όλα είναι εδώ").runs[0].explanation, None);
        let spans = [Span::new(0, 3)];
        assert_eq!(DETECTOR.detect("and", &spans, &[], Wanted::default()).runs[0].explanation, None);
    }

    #[test]
    fn reads_a_line_the_same_however_often_and_whenever_it_stands() {
        let lines = ["Hamısı", "Mehr dazu", "Далее", "続きを読む", "12:30"];
        let once: Vec<_> = lines.iter().map(|line| found(line)).collect();
        let fresh = with_pack();
        for (line, known) in lines.iter().zip(&once).rev() {
            let spans = [Span::new(0, line.len())];
            assert_eq!(fresh.detect(line, &spans, &[], Wanted::default()).document, known.document, "{line}");
        }
        let often = found(&format!("{}\n", lines.join("\n")).repeat(1_000));
        for (at, _) in lines.iter().enumerate() {
            let codes: Vec<_> = often.blocks.iter().skip(at).step_by(lines.len()).collect();
            assert!(codes.iter().all(|code| *code == codes[0]), "{}", lines[at]);
        }
    }

    #[test]
    fn reads_a_line_of_any_length() {
        let line = "Der Fluss führt weniger Wasser als sonst, sagte sie. ".repeat(20_000);
        let found = found(&line);
        assert_eq!(found.document.code.as_str(), "deu");
        assert_eq!(found.shares.len(), 1, "{:?}", found.shares);
        let word = "ab".repeat(500_000);
        let runs = self::found(&word).runs;
        assert_eq!(runs.iter().map(|run| run.span.len()).sum::<usize>(), word.len());
    }

    #[test]
    fn serves_without_the_pack() {
        let text = "The committee will publish its report on the state of the rivers next week.";
        let spans = [Span::new(0, text.len())];
        let bare = Detector::default();
        assert!(bare.warning().is_some() && DETECTOR.warning().is_none());
        let found = bare.detect(text, &spans, &[], Wanted::default());
        assert_eq!(found.document.code.as_str(), "eng");
        assert_eq!(found.runs.len(), 1);
        let aze = [Code::from_tag("aze")];
        let wanted = Wanted { languages: Some(&aze), explain: false };
        assert!(["aze", "und"].contains(&bare.detect(text, &spans, &[], wanted).document.code.as_str()));
        let kazakh = "Министрлік биыл ауылдық жерлерде жаңа мектептердің құрылысы басталатынын хабарлады.";
        let spans = [Span::new(0, kazakh.len())];
        assert_eq!(bare.detect(kazakh, &spans, &[], Wanted::default()).document.code, Code::UND);
    }

    #[test]
    fn shares_add_up() {
        let found =
            found("One line in English, which is long enough to be told.\nСтрока на русском языке, тоже длинная.");
        assert_eq!(found.shares.len(), 2);
        assert!((found.shares.iter().map(|share| share.share).sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(found.shares[0].share >= found.shares[1].share);
    }
}
