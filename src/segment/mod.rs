//! Segments: graphemes, and sentences and words inside blocks.

pub mod lists;
pub mod sentence;
pub mod word;

use crate::block::{Block, Kind};
use crate::code::Code;
use crate::pack::Pack;
use crate::{Error, Span};
use sentence::{Bound, Ends};
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation;
use word::Words;

/// A sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Its text, without white space around it.
    pub span: Span,
    /// The index of the block it stands in.
    pub block: usize,
    /// Its language; `und` until the language stage has run.
    pub language: Code,
    /// What decided at each place where it ends or might have ended, in bytes of the text, where that was asked for; none where there is no
    /// such place: the block's end decided.
    pub explanation: Option<Box<[Bound]>>,
}

/// The version of packs that this code reads.
pub const VERSION: u32 = 3;

/// Finds sentences and words, with the pack it was given; without one, by UAX #29.
#[derive(Clone, Debug, Default)]
pub struct Segmenter {
    ends: Option<Arc<Ends>>,
    words: Option<Arc<Words>>,
}

impl Segmenter {
    /// A segmenter with the embedded pack; without the feature `packs` it has none.
    ///
    /// # Errors
    /// When the embedded pack is damaged.
    pub fn new() -> Result<Self, Error> {
        #[cfg(not(feature = "packs"))]
        return Ok(Self::default());
        #[cfg(feature = "packs")]
        {
            let mut segmenter = Self::default();
            segmenter.add_pack(&Pack::new(include_bytes!("segment.pack").as_slice())?)?;
            Ok(segmenter)
        }
    }

    /// Adds or replaces the pack `segment`.
    ///
    /// # Errors
    /// When a section of the pack is missing or does not fit.
    pub fn add_pack(&mut self, pack: &Pack) -> Result<(), Error> {
        if pack.version() != VERSION {
            let found = pack.version();
            return Err(Error::pack(format!("segment pack {found} is not {VERSION}, which this version reads")));
        }
        self.ends = Some(Arc::new(Ends::new(pack)?));
        self.words = Some(Arc::new(Words::new(pack)?));
        Ok(())
    }

    /// What a reader should know of the pack: whether it is missing.
    #[must_use]
    pub fn warning(&self) -> Option<String> {
        self.ends.is_none().then(|| {
            "the segment pack is not loaded: blocks are told by looks alone, sentences end at every mark, abbreviations too, and scripts \
             without spaces have no words"
                .to_owned()
        })
    }

    /// The sentences of each block. The time is linear in the text.
    ///
    /// A line end inside a block does not end a sentence where the line was wrapped; in code and tables it does. A blank block has no
    /// sentence. Without the pack these are those of [`sentences`].
    ///
    /// ```
    /// # fn main() -> Result<(), hamisi::Error> {
    /// # use hamisi::{block::blocks, segment::Segmenter};
    /// let text = "Dr. Smith paid $3.50. He left.\nAm 3. Mai kam sie an. Նա եկավ: Ես գնացի:";
    /// let sentences = Segmenter::new()?.sentences(text, &blocks(text, None));
    /// let found: Vec<_> = sentences.iter().map(|s| s.span.of(text)).collect();
    /// assert_eq!(found, ["Dr. Smith paid $3.50.", "He left.", "Am 3. Mai kam sie an.", "Նա եկավ:", "Ես գնացի:"]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn sentences(&self, text: &str, blocks: &[Block]) -> Vec<Sentence> {
        let Some(ends) = &self.ends else { return sentences(text, blocks) };
        in_blocks(text, blocks, |covered, found| ends.sentences(covered, found))
    }

    /// What decided at each place in `text`, a paragraph, where a sentence may end; none without the pack.
    ///
    /// ```
    /// # fn main() -> Result<(), hamisi::Error> {
    /// # use hamisi::segment::Segmenter;
    /// let bounds = Segmenter::new()?.explain("Am 3. Mai kam sie. Er ging.");
    /// let ends: Vec<_> = bounds.iter().map(|bound| (bound.at, bound.ends)).collect();
    /// assert_eq!(ends, [(5, false), (18, true)]);
    /// assert!(bounds[0].reasons.iter().map(|(_, weight)| weight).sum::<f32>() < 0.0);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn explain(&self, text: &str) -> Vec<Bound> {
        self.ends.as_ref().map(|ends| ends.explain(text)).unwrap_or_default()
    }

    /// Tells of each of the `sentences` of `blocks` what decided about its end.
    #[inline(never)]
    pub(crate) fn explain_all(&self, text: &str, blocks: &[Block], sentences: &mut [Sentence]) {
        let mut bridged = String::new();
        for of_block in sentences.chunk_by_mut(|a, b| a.block == b.block) {
            let Some(block) = of_block.first().and_then(|sentence| blocks.get(sentence.block)) else { continue };
            let mut bounds = self.explain(wrapped(text, block, &mut bridged));
            bounds.iter_mut().for_each(|bound| bound.at += block.span.start);
            // What stands behind the next sentence's beginning is that one's.
            for sentence in of_block.iter_mut().rev() {
                let own = bounds.split_off(bounds.partition_point(|bound| bound.at <= sentence.span.start));
                sentence.explanation = (!own.is_empty()).then(|| own.into_boxed_slice());
            }
        }
    }

    /// The word-like segments of each block: those with a letter, digit or other alphanumeric. The time is linear in the text.
    ///
    /// These are the words of UAX #29 (Unicode 17.0), but in Japanese, Chinese, Thai, Lao, Khmer, Burmese and Tibetan those that a model finds. Han
    /// characters are Japanese in a block with kana, else Chinese. No grapheme cluster is cut. Without the pack these are those of
    /// [`words`]. A Thai abbreviation has its full stops: `พ.ศ.` is one word.
    ///
    /// ```
    /// # fn main() -> Result<(), hamisi::Error> {
    /// # use hamisi::{block::blocks, segment::Segmenter};
    /// let text = "Bakıda 3.5 km\n新しい学校を建てます。\nเรากินข้าว";
    /// let words = Segmenter::new()?.words(text, &blocks(text, None));
    /// let found: Vec<_> = words.iter().map(|word| word.of(text)).collect();
    /// assert_eq!(found[..7], ["Bakıda", "3.5", "km", "新しい", "学校", "を", "建て"]);
    /// assert_eq!(found[8..], ["เรา", "กิน", "ข้าว"]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn words(&self, text: &str, blocks: &[Block]) -> Vec<Span> {
        let Some(model) = &self.words else { return words(text, blocks) };
        let mut words = Vec::new();
        for block in blocks {
            let (covered, start) = (block.span.of(text), block.span.start);
            let plain = |span: Span, found: &mut dyn FnMut(Span)| {
                for (at, word) in span.of(covered).unicode_word_indices() {
                    found(Span::new(span.start + at, span.start + at + word.len()));
                }
            };
            model.words(covered, plain, &mut |word| words.push(Span::new(start + word.start, start + word.end)));
        }
        words
    }
}

/// The sentences of each block, by UAX #29 (Unicode 17.0).
///
/// A line end inside a block does not end a sentence where the line was wrapped; in code and tables it does. A blank
/// block has no sentence.
///
/// ```
/// # use hamisi::{block::blocks, segment::sentences};
/// let text = "Salam. Necəsən?\n今日は。お元気ですか。";
/// let found: Vec<_> = sentences(text, &blocks(text, None)).iter().map(|s| s.span.of(text)).collect();
/// assert_eq!(found, ["Salam.", "Necəsən?", "今日は。", "お元気ですか。"]);
/// ```
#[must_use]
pub fn sentences(text: &str, blocks: &[Block]) -> Vec<Sentence> {
    in_blocks(text, blocks, |covered, found| each_sentence(covered, found))
}

/// The sentences that `each` finds in each block, over the ends of wrapped lines.
fn in_blocks(text: &str, blocks: &[Block], each: impl Fn(&str, &mut dyn FnMut(Span))) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut bridged = String::new();
    for (index, block) in blocks.iter().enumerate() {
        let start = block.span.start;
        each(wrapped(text, block, &mut bridged), &mut |bound| {
            let span = Span::new(start + bound.start, start + bound.end).trimmed(text);
            if !span.is_empty() {
                sentences.push(Sentence { span, block: index, language: Code::UND, explanation: None });
            }
        });
    }
    sentences
}

/// The block's text as sentences are read in it: over the ends of wrapped lines.
fn wrapped<'t>(text: &'t str, block: &Block, bridged: &'t mut String) -> &'t str {
    let covered = block.span.of(text);
    let bridges = !matches!(block.kind, Kind::Code | Kind::Table) && bridge(covered, bridged);
    if bridges { bridged } else { covered }
}

/// The sentences of `text` by UAX #29 (Unicode 17.0), white space included: joined they give the text back. None for an
/// empty text.
///
/// One departure keeps the time linear: a full stop before more than 64 marks and blanks ends a sentence there.
///
/// ```
/// # use hamisi::segment::sentence_bounds;
/// let text = "Bəli. कैसे हैं?";
/// let found: Vec<_> = sentence_bounds(text).iter().map(|s| s.of(text)).collect();
/// assert_eq!(found, ["Bəli. ", "कैसे हैं?"]);
/// ```
#[must_use]
pub fn sentence_bounds(text: &str) -> Vec<Span> {
    let mut bounds = Vec::new();
    each_sentence(text, |bound| bounds.push(bound));
    bounds
}

/// The word-like segments of each block, by UAX #29 (Unicode 17.0): those with a letter, digit or other alphanumeric.
///
/// Scripts without spaces get one span a character (Han, Hiragana) or a run (Thai, Katakana).
///
/// ```
/// # use hamisi::{block::blocks, segment::words};
/// let text = "Qiymət 3.5 manat, don't!";
/// let found: Vec<_> = words(text, &blocks(text, None)).iter().map(|w| w.of(text)).collect();
/// assert_eq!(found, ["Qiymət", "3.5", "manat", "don't"]);
/// ```
#[must_use]
pub fn words(text: &str, blocks: &[Block]) -> Vec<Span> {
    let mut words = Vec::new();
    for block in blocks {
        words.extend(block.span.of(text).unicode_word_indices().map(|(at, word)| {
            let start = block.span.start + at;
            Span::new(start, start + word.len())
        }));
    }
    words
}

/// What a reader sees as characters: extended grapheme clusters by UAX #29 (Unicode 17.0). Joined they give the text
/// back.
///
/// ```
/// # use hamisi::segment::graphemes;
/// assert_eq!(graphemes("नि👩‍👩‍👧e\u{301}").count(), 3);
/// ```
pub fn graphemes(text: &str) -> impl Iterator<Item = Span> {
    text.grapheme_indices(true).map(|(at, grapheme)| Span::new(at, at + grapheme.len()))
}

/// Marks and blanks after a full stop beyond which the text is cut: UAX #29 SB8 looks ahead from each of them anew.
const LONGEST_TAIL: usize = 64;

/// Gives each sentence of `text`, white space included.
fn each_sentence(text: &str, mut found: impl FnMut(Span)) {
    let mut start = 0;
    let mut piece = |end: usize| {
        let mut at = start;
        for sentence in Span::new(start, end).of(text).split_sentence_bounds() {
            found(Span::new(at, at + sentence.len()));
            at += sentence.len();
        }
        start = end;
    };
    let mut run = 0;
    let long_run = text.bytes().any(|byte| {
        run = if byte.is_ascii_alphanumeric() { 0 } else { run + 1 };
        run > LONGEST_TAIL
    });
    let mut tail = None;
    for (at, c) in text.char_indices().take_while(|_| long_run) {
        match (c, tail) {
            ('.' | '\u{2024}' | '\u{FE52}' | '\u{FF0E}', _) => tail = Some(0),
            (_, None) => {}
            (c, Some(_)) if c.is_alphanumeric() => tail = None,
            (_, Some(LONGEST_TAIL)) => {
                piece(at);
                tail = None;
            }
            (_, Some(length)) => tail = Some(length + 1),
        }
    }
    piece(text.len());
}

/// Lines shorter than this were ended on purpose, not wrapped.
const SHORTEST_WRAPPED: usize = 25;

/// Fills `bridged` with `text`, blanks instead of the line ends after wrapped lines, every byte offset kept. False where
/// there is no such line end.
fn bridge(text: &str, bridged: &mut String) -> bool {
    const ENDS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];
    // Without a way out between them, the bytes that these may begin with are looked for by vector instructions.
    let may_end = |byte: u8| (byte == b'\n') | (byte == b'\r') | (byte == 0xC2) | (byte == 0xE2);
    if !text.bytes().fold(false, |any, byte| any | may_end(byte)) || !text.contains(ENDS) {
        return false;
    }
    bridged.clear();
    let mut wrapped = false;
    for line in text.split_inclusive(ENDS) {
        let body = line.trim_end_matches(ENDS);
        bridged.push_str(body);
        // The line feed of a carriage return and line feed comes as a line of its own.
        let bridge = if body.is_empty() { wrapped } else { body.chars().nth(SHORTEST_WRAPPED - 1).is_some() };
        let end = line.get(body.len()..).unwrap_or_default();
        if bridge {
            (0..end.len()).for_each(|_| bridged.push(' '));
        } else {
            bridged.push_str(end);
        }
        wrapped = bridge;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::blocks;

    fn texts(text: &str) -> Vec<&str> {
        sentences(text, &blocks(text, None)).iter().map(|sentence| sentence.span.of(text)).collect()
    }

    fn block(text: &str, kind: Kind) -> Block {
        Block { span: Span::new(0, text.len()), kind, language: Code::UND, duplicate_of: None, confidence: 1.0 }
    }

    fn of_kind(text: &str, kind: Kind) -> Vec<&str> {
        sentences(text, &[block(text, kind)]).iter().map(|sentence| sentence.span.of(text)).collect()
    }

    #[test]
    fn ends_sentences_in_many_scripts() {
        assert_eq!(texts("Bakı gözəldir. Get və gör!"), ["Bakı gözəldir.", "Get və gör!"]);
        assert_eq!(texts("天气很好。我们走吧！"), ["天气很好。", "我们走吧！"]);
        assert_eq!(texts("ما اسمك؟ اسمي علي."), ["ما اسمك؟", "اسمي علي."]);
        assert_eq!(texts("वह आया। वह गया।"), ["वह आया।", "वह गया।"]);
        assert_eq!(texts("ሰላም። እንዴት ነህ?"), ["ሰላም።", "እንዴት ነህ?"]);
        assert_eq!(texts("Բարեւ։ Ո՞վ ես։"), ["Բարեւ։", "Ո՞վ ես։"]);
    }

    #[test]
    fn every_end_inside_a_block_is_explained() {
        let text = "Dr. Ek kam am 3. Mai an die Elbe, Прот. 5\nund blieb. 1. Eis 2. Brot\n\nОн пришёл. Она ушла!\n\n他来了。她走了。";
        let blocks = blocks(text, None);
        let mut sentences = segmenter().sentences(text, &blocks);
        segmenter().explain_all(text, &blocks, &mut sentences);
        for pair in sentences.windows(2) {
            let [own, next] = pair else { unreachable!() };
            let told = own.explanation.as_deref().unwrap_or_default();
            assert!(told.iter().all(|bound| own.span.start < bound.at && bound.at <= next.span.start), "{own:?}");
            let ends: Vec<usize> = told.iter().filter(|bound| bound.ends).map(|bound| bound.at).collect();
            if own.block == next.block {
                let [end] = ends[..] else { panic!("{own:?}") };
                assert_eq!(Span::new(own.span.start, end).trimmed(text), own.span);
            } else {
                assert!(ends.is_empty(), "{own:?}");
            }
        }
        assert!(sentences.iter().any(|own| own.explanation.iter().flatten().any(|bound| !bound.ends)));
    }

    /// With the pack, which the wasm tests do not have embedded.
    fn segmenter() -> Segmenter {
        let mut segmenter = Segmenter::default();
        segmenter.add_pack(&Pack::new(include_bytes!("segment.pack").as_slice()).unwrap()).unwrap();
        segmenter
    }

    fn learned(text: &str) -> Vec<&str> {
        segmenter().sentences(text, &[block(text, Kind::Paragraph)]).iter().map(|found| found.span.of(text)).collect()
    }

    #[test]
    fn keeps_abbreviations_and_numbers_inside_sentences() {
        for text in [
            "Dr. Vera Lund met Prof. J. R. Adams at 5 p.m. on St. Mary's Road.",
            "The rate rose to 3.5 percent, see e.g. Fig. 4 at https://example.org/a.b?c=d or ask info@example.org.",
            "Er kam am 3. Mai und blieb bis zum 12. Dezember 2020, z. B. in Köln.",
            "Живёт в д. 5 на ул. Ленина с 2019 г. и по сей день.",
            "Ο κ. Παπαδόπουλος πλήρωσε 3,5 εκ. ευρώ.",
            "Gəmi A. M. Əliyevin adını daşıyır və saat 10.30-da gəlir.",
            "Bor se nachází u nám. Míru.",
            "Výstava trvá 21. 3. - 20. 4. v Brne a 5. 6. – 9. 7. 2024 v Žiline.",
            "Dün Kraliçe II. Elizabeth'in sarayında padişah IV. Murad anıldı.",
            "ქალაქი დაარსდა ძვ. წ. IV საუკუნეში, ე.წ. ძველი გზის მახლობლად.",
            "डॉ. विजया पाटील यांनी इ.स. १९६० साली शाळा काढली.",
            "대통령 조지 W. 부시는 오전에 도착했다.",
            "ქვეყნის ფართობია 783,562 კვ. კმ (300,948 კვ. მილი).",
        ] {
            assert_eq!(learned(text), [text]);
        }
    }

    #[test]
    fn ends_sentences_after_closing_marks() {
        for sentences in [
            &["He left.", "\u{201c}Why?\u{201d} she asked.", "(Nobody knew.)", "It rained..."] as &[_],
            &["«On y va ? »", "Puis ils partirent."],
            &["他说：“走吧！”", "我们走了。", "“好。”"],
            &["これは何?", "100円です。", "本当!", "3回目です。"],
            &["検索?2=3と書く。", "終わり。"],
            &["Τι κάνεις;", "Είμαι καλά."],
            &["Նա եկավ:", "Ես գնացի։", "Ո՞վ է։"],
            &["Սա է. մենք գիտենք։", "Նա գնաց տուն։"],
            &["او ماند؛ ما رفتیم.", "باران آمد."],
            &["वह आया।", "वह गया।"],
            &["وہ آیا۔", "وہ گیا۔"],
            &["ሰላም ነው።", "እንዴት ነህ?"],
            &["သူလာသည်။", "ငါသွားသည်။"],
            &["ខ្ញុំទៅ។", "គាត់មក។"],
            &["ის მოვიდა.", "მე წავედი."],
            &["Salam 👋.", "Necəsən?"],
            &["It was built in 1902. [18][2]", "The roof fell in.[3]", "Nobody came."],
            &["[1] Lund, V. A short history.", "[2] Adams, J. Another one."],
        ] {
            let blank = if sentences[0].starts_with(['他', 'こ', '検']) { "" } else { " " };
            assert_eq!(learned(&sentences.join(blank)), sentences);
        }
    }

    #[test]
    fn parts_the_items_of_a_list() {
        assert_eq!(learned("1. The first item 2. The second item"), ["1. The first item", "2. The second item"]);
        assert_eq!(learned("a) Öl b) Wasser c) Salz"), ["a) Öl", "b) Wasser", "c) Salz"]);
        assert_eq!(learned("In place 1) there were 2) of them").len(), 1);
    }

    #[test]
    fn cuts_words_in_scripts_without_blanks() {
        for words in [
            &["今日", "は", "学校", "で", "本", "を", "読み", "まし", "た"] as &[_],
            &["我们", "今天", "去", "北京"],
            &["我們", "今天", "去", "北京"],
            &["เรา", "กิน", "ข้าว"],
            &["ខ្ញុំ", "ទៅ", "សាលារៀន"],
            &["ကျွန်တော်", "ကျောင်း", "သွား", "သည်"],
            &["ຂ້ອຍ", "ໄປ", "ໂຮງຮຽນ"],
            &["คน", "ต่าง", "ๆ"],
            &["พ.ศ.", "2560"],
            &["อ.", "แม่"],
        ] {
            let text = words.concat();
            let found = segmenter().words(&text, &[block(&text, Kind::Paragraph)]);
            assert_eq!(found.iter().map(|word| word.of(&text)).collect::<Vec<_>>(), words);
        }
    }

    #[test]
    fn tibetan_words_are_syllables_without_the_mark_behind_them() {
        let words = |text: &str| -> Vec<String> {
            let words = segmenter().words(text, &[block(text, Kind::Paragraph)]);
            words.iter().map(|word| word.of(text).to_owned()).collect()
        };
        let text = "བོད་སྐད་ནི་སྐད་ཡིག་གལ་ཆེན་ཞིག་རེད། ༡༩༥༩ ལོར་";
        assert_eq!(words(text), ["བོད་སྐད", "ནི", "སྐད་ཡིག", "གལ་ཆེན", "ཞིག", "རེད", "༡༩༥༩", "ལོར"]);
        assert_eq!(words("འབྲུག་གི་རྒྱལ་ཁབ"), ["འབྲུག", "གི", "རྒྱལ་ཁབ"]);
        assert_eq!(words("་་"), [] as [&str; 0]);
        assert_eq!(words("་ཀ་་"), ["ཀ"]);
    }

    #[test]
    fn words_give_a_run_back() {
        for text in ["ก\u{E34}", "เด็กๆกินข้าว", "ความสุข", "ー", "学校へ行きます", "龘", "ខ្ញុំ", "ໂຮງຮຽນ"]
        {
            for times in [1, 40, 3000] {
                let text = text.repeat(times);
                let words = segmenter().words(&text, &[block(&text, Kind::Paragraph)]);
                assert_eq!(words.iter().map(|word| word.of(&text)).collect::<String>(), text);
            }
        }
        let uncut = format!("ก{}", "\u{E34}".repeat(100));
        assert_eq!(segmenter().words(&uncut, &[block(&uncut, Kind::Paragraph)]), [Span::new(0, uncut.len())]);
    }

    #[test]
    fn words_never_cut_graphemes() {
        for text in [
            "か\u{3099}く\u{309a}ー".repeat(900),
            "กิน้ำเก้าอี้".repeat(500),
            "ស្រ្តី\u{200b}ខ្ញុំ".repeat(400),
            "辻\u{E0100}葛\u{FE00}飾".repeat(700),
            "မြန်မာနိုင်ငံ".repeat(500),
            "བོད་\u{F72}སྐད་་་ཡིག་\u{300}ཀ".repeat(500),
            "a\u{F72}་ཀ་, b\u{E34}ก. c\u{103B}က".repeat(300),
        ] {
            let bounds: std::collections::HashSet<_> = graphemes(&text).map(|span| span.start).collect();
            let words = segmenter().words(&text, &[block(&text, Kind::Paragraph)]);
            assert!(words.iter().all(|word| bounds.contains(&word.start)));
            assert!(words.is_sorted_by(|a, b| a.end <= b.start));
        }
    }

    #[test]
    fn learned_sentences_give_the_text_back() {
        let ends = segmenter().ends.unwrap();
        for filler in
            [")", " ", "\u{301}", "’", "1", "-", ".)", ". ", "! ", ".\"", "(", "a. ", "1) ", "。", "\n", "ก ", "😀 "]
        {
            let text = format!("a.{}b", filler.repeat(100_000));
            let mut at = 0;
            ends.sentences(&text, |bound| {
                assert_eq!(bound.start, at);
                at = bound.end;
            });
            assert_eq!(at, text.len(), "{filler:?}");
        }
    }

    #[test]
    fn never_crosses_blocks() {
        assert_eq!(texts("one line\nand another"), ["one line", "and another"]);
    }

    #[test]
    fn reads_on_over_the_ends_of_wrapped_lines() {
        for end in ["\n", "\r\n", "\r", " \n  ", "\u{2028}"] {
            let text = format!("The old road goes on over the hill{end}and down to the harbour. There{end}it ends.");
            assert_eq!(of_kind(&text, Kind::Paragraph).len(), 2, "{end:?}");
        }
    }

    #[test]
    fn ends_sentences_with_short_lines_and_with_lines_of_code() {
        assert_eq!(of_kind("Main Street 5\nBaku", Kind::Paragraph), ["Main Street 5", "Baku"]);
        assert_eq!(of_kind("let first_number = one_number\nlet b = 2", Kind::Code).len(), 2);
    }

    #[test]
    fn stays_linear_after_a_full_stop() {
        for filler in [")", " ", "\u{301}", "’", "1", "-", ".)"] {
            let text = format!("a.{}b", filler.repeat(200_000));
            let bounds = sentence_bounds(&text);
            assert_eq!(bounds.iter().map(|bound| bound.len()).sum::<usize>(), text.len());
        }
    }

    #[test]
    fn blank_text_has_no_segments() {
        for text in ["", " \n\t\u{3000}\n"] {
            let blank = [block(text, Kind::Paragraph)];
            assert!(sentences(text, &blank).is_empty() && words(text, &blank).is_empty());
        }
    }
}
