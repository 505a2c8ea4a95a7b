//! Languages: of the document, each block, each sentence, and runs inside a sentence.
//!
//! Without a pack this rests on whatlang, which knows 69 languages. It is asked for one script at a time, and its answer
//! counts only where it was found to be right 9 times in 10 on languages it knows; the rest is `und`. A line without words is
//! `zxx`. Where a doubtful block could well be in the document's main language, it is taken for it.

mod familiar;
pub mod model;
mod reading;
mod script;

pub use crate::code::Code;
pub use script::Family;

use crate::Span;
use crate::block::Block;
use crate::segment::Sentence;
use familiar::Familiar;
use reading::{Allowed, Reading};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// A language as an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Language {
    /// ISO 639-3.
    pub code: Code,
    /// BCP 47, shortest form, for example `en`, `zh-Hant`.
    pub tag: String,
    /// ISO 15924, for example `Latn`; `Zyyy` where there are no letters.
    pub script: &'static str,
    /// 0 to 1, not calibrated.
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

/// A stretch of one language and script inside a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its text.
    pub span: Span,
    /// ISO 639-3.
    pub language: Code,
    /// ISO 15924.
    pub script: &'static str,
    /// 0 to 1, not calibrated.
    pub confidence: f32,
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

/// How sure a block is of the main language when that alone speaks for it.
const INHERITED: f32 = 0.5;

/// Bytes of the stretches whose reading is remembered: lists and menus say the same few words again and again.
const SHORT: usize = 32;
/// How many are, at most.
const REMEMBERED: usize = 1 << 15;

/// The languages of `text`. `allowed`, where given, are the only ones answered.
///
/// ```
/// # use hamisi::{block::blocks, language::detect, segment::sentences};
/// let text = "Prices rose sharply in the whole country.\n22:00 02.07.2025\nЦены резко выросли по всей стране.";
/// let blocks = blocks(text, None);
/// let found = detect(text, &blocks, &sentences(text, &blocks), None);
/// let codes: Vec<_> = found.blocks.iter().map(|code| code.as_str()).collect();
/// assert_eq!(codes, ["eng", "zxx", "rus"]);
/// ```
#[must_use]
pub fn detect(text: &str, blocks: &[Block], sentences: &[Sentence], allowed: Option<&[Code]>) -> Languages {
    let allowed = Allowed::new(allowed);
    let mut familiar = Familiar::default();
    let mut short: HashMap<&str, Reading> = HashMap::new();
    let mut read = |stretch| {
        familiar.read(stretch).unwrap_or_else(|| {
            let known = short.get(stretch).copied();
            let reading = known.unwrap_or_else(|| reading::read(stretch, &allowed));
            if known.is_none() && stretch.len() <= SHORT && short.len() < REMEMBERED {
                short.insert(stretch, reading);
            }
            familiar.learn(stretch, &reading);
            reading
        })
    };
    let mut readings: Vec<Reading> = blocks.iter().map(|block| read(block.span.of(text))).collect();
    if let Some(main) = Main::of(text, blocks, &readings) {
        for (block, reading) in blocks.iter().zip(&mut readings) {
            if reading.code == Code::UND && reading.words > 1 && main.could_be(block.span.of(text), reading) {
                (reading.code, reading.confidence) = (main.code, INHERITED);
            }
        }
    }

    let mut found = Languages {
        blocks: readings.iter().map(|reading| reading.code).collect(),
        sentences: Vec::with_capacity(sentences.len()),
        ..Languages::default()
    };
    for (index, sentence) in sentences.iter().enumerate() {
        let outer = readings.get(sentence.block).copied().unwrap_or_default();
        let alone = |other: Option<&Sentence>| other.is_none_or(|other| other.block != sentence.block);
        let before = index.checked_sub(1).and_then(|before| sentences.get(before));
        let only = alone(before) && alone(sentences.get(index + 1));
        let covered = sentence.span.of(text);
        let reading = if only { outer } else { within(read(covered), &outer) };
        found.sentences.push(reading.code);
        runs(covered, sentence.span.start, &reading, &allowed, &mut found.runs);
    }
    (found.document, found.shares) = sum(text, &found.runs);
    found
}

/// What a sentence is read as inside a block: its own clear answer, else the block's where the script is the same.
fn within(own: Reading, outer: &Reading) -> Reading {
    if own.code == Code::UND && own.script == outer.script {
        Reading { code: outer.code, confidence: outer.confidence.min(INHERITED), ..own }
    } else {
        own
    }
}

/// The runs of a sentence: where the script changes, the language may.
fn runs(sentence: &str, offset: usize, reading: &Reading, allowed: &Allowed, runs: &mut Vec<Run>) {
    for (span, family) in script::runs(sentence) {
        let covered = span.of(sentence);
        let reading = if family == reading.family { *reading } else { reading::read(covered, allowed) };
        runs.push(Run {
            span: Span::new(offset + span.start, offset + span.end),
            language: reading.code,
            script: if family == reading.family { reading.script } else { family.as_str() },
            confidence: reading.confidence,
        });
    }
}

/// The document's language and the shares of all, by letters.
fn sum(text: &str, runs: &[Run]) -> (Language, Vec<Share>) {
    // Per language: its letters, these times confidence, and its letters per script.
    let mut sums: BTreeMap<Code, (usize, f64, BTreeMap<&'static str, usize>)> = BTreeMap::new();
    let mut total = 0;
    for run in runs.iter().filter(|run| run.language != Code::ZXX) {
        let letters = run.span.of(text).chars().filter(|c| c.is_alphabetic()).count();
        let sum = sums.entry(run.language).or_default();
        sum.0 += letters;
        sum.1 += f64::from(run.confidence) * letters as f64;
        *sum.2.entry(run.script).or_default() += letters;
        total += letters;
    }
    if total == 0 {
        let without_words = Language { code: Code::ZXX, tag: "zxx".into(), script: "Zyyy", confidence: 1.0 };
        return (
            if runs.is_empty() && text.trim().is_empty() { Language::default() } else { without_words },
            Vec::new(),
        );
    }
    let mut shares: Vec<Share> = sums
        .iter()
        .map(|(&code, &(letters, ..))| Share { code, share: (letters as f64 / total as f64) as f32 })
        .collect();
    shares.sort_by(|a, b| b.share.total_cmp(&a.share));
    let language = shares
        .first()
        .and_then(|first| Some((first.code, sums.get(&first.code)?)))
        .map(|(code, (letters, confident, scripts))| {
            let script = scripts.iter().max_by_key(|(_, letters)| **letters).map_or("Zyyy", |(script, _)| script);
            Language { code, tag: code.tag(script), script, confidence: (confident / (*letters).max(1) as f64) as f32 }
        })
        .unwrap_or_default();
    (language, shares)
}

/// The language most letters are surely in, and the letters it was seen to use.
struct Main {
    code: Code,
    script: &'static str,
    letters: HashMap<char, usize>,
    total: usize,
}

impl Main {
    fn of(text: &str, blocks: &[Block], readings: &[Reading]) -> Option<Self> {
        let mut sums: BTreeMap<(Code, &'static str), usize> = BTreeMap::new();
        for reading in readings.iter().filter(|reading| reading.code.is_language()) {
            *sums.entry((reading.code, reading.script)).or_default() += reading.letters;
        }
        let (&(code, script), _) = sums.iter().max_by_key(|(_, letters)| **letters)?;
        let mut letters = HashMap::new();
        let mut total = 0;
        for (block, _) in blocks.iter().zip(readings).filter(|(_, reading)| reading.code == code) {
            for letter in reading::sample(block.span.of(text)).chars().filter(|c| c.is_alphabetic()) {
                *letters.entry(letter).or_default() += 1;
                total += 1;
            }
        }
        Some(Self { code, script, letters, total })
    }

    /// Whether `text` uses no letter that is foreign to the main language: one it has in less than 1 of 2,000. Foreign names
    /// bring their letters into any text, so a single sight of one says little.
    fn could_be(&self, text: &str, reading: &Reading) -> bool {
        reading.script == self.script
            && reading::sample(text)
                .chars()
                .filter(|c| c.is_alphabetic() && !c.is_ascii())
                .all(|letter| self.letters.get(&letter).is_some_and(|&count| count > 1 && count * 2_000 > self.total))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::blocks;
    use crate::segment::sentences;

    fn found(text: &str) -> Languages {
        let blocks = blocks(text, None);
        detect(text, &blocks, &sentences(text, &blocks), None)
    }

    #[test]
    fn names_the_language_of_plain_sentences() {
        for (code, text) in [
            ("eng", "The committee will publish its report on the state of the rivers next week."),
            ("aze", "Nazirlik bu il kənd yerlərində yeni məktəblərin tikintisinə başlayacağını bildirdi."),
            ("tur", "Belediye önümüzdeki yıl köylerde yeni okulların yapımına başlayacağını duyurdu."),
            ("rus", "Министерство сообщило, что строительство новых школ начнётся в этом году."),
            ("ukr", "Міністерство повідомило, що будівництво нових шкіл розпочнеться цього року."),
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
            assert!(found.sentences.iter().all(|sentence| sentence.as_str() == code), "{text}");
        }
    }

    #[test]
    fn tells_no_words_from_unknown_words() {
        for line in
            ["22:00 02.07.2025", "***", "12 345,67 %", "https://example.org/a?b=c", "info@example.org", "x_1 = 0x3f;"]
        {
            assert_eq!(found(line).document.code, Code::ZXX, "{line}");
        }
        assert_eq!(found("").document.code, Code::UND);
        assert_eq!(found("Hamısı").document.code, Code::UND);
    }

    #[test]
    fn leaves_a_last_foreign_word_out_of_the_main_language() {
        let text = "The ministry published its yearly report on the state of the rivers.\n\
                    It says that most rivers carry less water than they did ten years ago.\n\
                    More news\nHamısı";
        let found = found(text);
        assert_eq!(found.document.code.as_str(), "eng");
        assert_eq!(found.blocks[2].as_str(), "eng");
        assert_eq!(found.blocks[3], Code::UND);
    }

    #[test]
    fn cuts_runs_where_the_script_changes() {
        let text = "Компания Microsoft объявила о выпуске новой версии системы, сообщает агентство.";
        let found = found(text);
        let runs: Vec<_> =
            found.runs.iter().map(|run| (run.span.of(text), run.script, run.language.as_str())).collect();
        assert_eq!(runs[0], ("Компания", "Cyrl", "rus"));
        assert_eq!(runs[1], ("Microsoft", "Latn", "und"));
        assert_eq!(runs[2].1, "Cyrl");
        assert_eq!(runs.len(), 3);
    }

    #[test]
    fn tells_simplified_from_traditional_chinese() {
        assert_eq!(found("这些学校将为农村地区的学生提供更好的条件。").document.tag, "zh");
        assert_eq!(found("這些學校將為農村地區的學生提供更好的條件。").document.tag, "zh-Hant");
    }

    #[test]
    fn answers_only_what_is_allowed() {
        let text = "The committee will publish its report on the state of the rivers next week.";
        let blocks = blocks(text, None);
        let sentences = sentences(text, &blocks);
        for allowed in ["deu,fra", "kat", "aze"] {
            let codes: Vec<_> = allowed.split(',').map(Code::from_tag).collect();
            let found = detect(text, &blocks, &sentences, Some(&codes));
            assert!(found.document.code == Code::UND || codes.contains(&found.document.code), "{allowed}");
        }
    }

    #[test]
    fn leaves_languages_it_does_not_know_unnamed() {
        for text in [
            "Министрлік биыл ауылдық жерлерде жаңа мектептердің құрылысы басталатынын хабарлады.",
            "Министрлик быйыл айыл жерлеринде жаңы мектептердин курулушу башталарын билдирди, өкүлү кошумчалады.",
            "Ráðuneytið tilkynnti að bygging nýrra skóla í sveitum landsins hefjist á þessu ári, það er gott.",
        ] {
            assert_eq!(found(text).document.code, Code::UND, "{text}");
        }
        let quoting = "Слово «сәлем» стоит в начале каждого письма, которое он отправил домой за эти долгие годы.";
        assert_eq!(found(quoting).document.code.as_str(), "rus");
    }

    #[test]
    fn reads_a_short_line_the_same_however_often_it_stands() {
        let lines = ["Hamısı", "Mehr dazu", "Далее", "続きを読む", "12:30"];
        let once: Vec<Code> = lines.iter().map(|line| found(line).blocks[0]).collect();
        let often = found(&format!("{}\n", lines.join("\n")).repeat(50));
        assert_eq!(often.blocks.len(), lines.len() * 50);
        for (line, code) in once.iter().enumerate().filter(|(_, code)| **code != Code::UND) {
            assert!(often.blocks.iter().skip(line).step_by(lines.len()).all(|found| found == code), "{}", lines[line]);
        }
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
