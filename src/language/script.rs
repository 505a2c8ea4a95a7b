//! Scripts: runs of letters of one script, by Unicode's Script property.

use crate::Span;
use crate::code::Code;
use unicode_script::{Script, UnicodeScript};

/// A script, or those written together: Han with the kana is one family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family(Script);

impl Family {
    /// No letters.
    pub const NONE: Self = Self(Script::Common);

    /// Latin letters.
    pub const LATIN: Self = Self(Script::Latin);

    /// The family of a letter in the ranges that most text consists of: in them are only letters and marks, of one script each.
    #[inline]
    pub(super) fn of_letter(c: char) -> Option<Self> {
        match c {
            'a'..='z' | 'A'..='Z' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => {
                Some(Self(Script::Latin))
            }
            '\0'..='\u{7F}' => None,
            'Ѐ'..='\u{481}' | '\u{48A}'..='\u{52F}' => Some(Self(Script::Cyrillic)),
            '\u{620}'..='\u{63F}' | '\u{641}'..='\u{64A}' | '\u{671}'..='\u{6D3}' => Some(Self(Script::Arabic)),
            '\u{900}'..='\u{950}' => Some(Self(Script::Devanagari)),
            '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FFF}' => Some(Self(Script::Han)),
            '\u{AC00}'..='\u{D7A3}' => Some(Self(Script::Hangul)),
            _ => None,
        }
    }

    /// The family of a character; none for those of all scripts: digits, marks, punctuation.
    #[must_use]
    pub fn of(c: char) -> Option<Self> {
        if let Some(family) = Self::of_letter(c) {
            return Some(family);
        }
        if c.is_ascii() {
            return None;
        }
        match c.script() {
            Script::Common | Script::Inherited | Script::Unknown => None,
            Script::Hiragana | Script::Katakana | Script::Bopomofo => Some(Self(Script::Han)),
            script => Some(Self(script)),
        }
    }

    /// ISO 15924; `Zyyy` for none.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0.short_name()
    }

    /// The family of an ISO 15924 code, if Unicode has characters of that script.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match Script::from_short_name(name)? {
            Script::Hiragana | Script::Katakana | Script::Bopomofo => Some(Self(Script::Han)),
            script => Some(Self(script)),
        }
    }

    /// How much a letter weighs beside those of other scripts: a Han character says as much as several letters, and Latin names stand in
    /// text of any script more often than the other way round.
    pub(super) fn weight(self) -> usize {
        match self.0 {
            Script::Latin | Script::Common => 2,
            Script::Han => 8,
            Script::Hangul => 5,
            _ => 3,
        }
    }

    /// Whether Han characters are part of running text in this script.
    pub(super) fn takes_han(self) -> bool {
        self.0 == Script::Hangul
    }

    /// Whether this is Han with the kana.
    #[must_use]
    pub fn is_han(self) -> bool {
        self.0 == Script::Han
    }
}

/// How many letters a letter of a script, by its ISO 15924 code, is worth: in Han characters a word has one or two, in Hangul two or three.
pub(super) fn worth(script: &str) -> usize {
    match script {
        "Hani" | "Hans" | "Hant" | "Jpan" => 4,
        "Hang" | "Kore" => 2,
        _ => 1,
    }
}

/// The runs of `text`: from the first letter of a script to the last before another's; marks, digits and punctuation between two
/// letters of a run belong to it.
pub(super) fn runs(text: &str) -> Vec<(Span, Family)> {
    let mut runs: Vec<(Span, Family)> = Vec::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match (Family::of(c), runs.last_mut()) {
            (Some(family), Some((span, last))) if family == *last || family.is_han() && last.takes_han() => {
                span.end = end
            }
            (Some(family), _) => runs.push((Span::new(at, end), family)),
            // Letters of no one script, such as the micro sign, and combining marks stay with what they follow.
            (None, Some((span, _))) if span.end == at && !c.is_ascii() && !c.is_whitespace() => span.end = end,
            (None, None) if c.is_alphabetic() => runs.push((Span::new(at, end), Family::NONE)),
            (None, Some((span, _))) if c.is_alphabetic() => span.end = end,
            (None, _) => {}
        }
    }
    runs
}

/// Frequent characters that only simplified Chinese uses, sorted.
const SIMPLIFIED: [char; 114] = [
    '东', '个', '为', '书', '买', '们', '会', '关', '动', '卖', '发', '国', '学', '对', '开', '无', '时', '来', '样',
    '没', '点', '现', '电', '种', '类', '红', '约', '级', '纪', '纯', '纸', '线', '练', '组', '细', '织', '终', '绍',
    '经', '结', '给', '络', '绝', '统', '继', '续', '维', '绿', '缘', '缩', '网', '见', '认', '让', '议', '记', '讲',
    '论', '设', '访', '证', '评', '识', '词', '译', '试', '话', '该', '详', '语', '误', '说', '请', '读', '谁', '调',
    '谈', '谓', '谢', '贝', '负', '财', '责', '贵', '车', '过', '还', '这', '钟', '钱', '铁', '银', '错', '长', '门',
    '问', '间', '难', '页', '顺', '须', '顾', '预', '领', '频', '题', '颜', '风', '飞', '饭', '马', '鱼', '鸟', '龙',
];

/// Those that traditional Chinese writes in their place, sorted.
const TRADITIONAL: [char; 114] = [
    '來', '個', '們', '動', '問', '國', '學', '對', '時', '書', '會', '東', '樣', '沒', '為', '無', '現', '發', '種',
    '紀', '約', '紅', '純', '紙', '級', '細', '紹', '終', '組', '結', '絕', '絡', '給', '統', '經', '綠', '維', '網',
    '線', '緣', '練', '縮', '織', '繼', '續', '見', '記', '訪', '設', '評', '詞', '試', '話', '該', '詳', '認', '語',
    '誤', '說', '誰', '調', '談', '請', '論', '謂', '講', '謝', '證', '識', '譯', '議', '讀', '讓', '貝', '負', '財',
    '責', '貴', '買', '賣', '車', '這', '過', '還', '銀', '錢', '錯', '鐘', '鐵', '長', '門', '開', '間', '關', '難',
    '電', '頁', '順', '須', '預', '領', '頻', '題', '顏', '類', '顧', '風', '飛', '飯', '馬', '魚', '鳥', '點', '龍',
];

/// Characters that are looked at to tell the two ways to write Chinese apart.
const LOOKED_AT: usize = 200;

/// `Hans` or `Hant`: by the characters that only one of the two has; `Hans` where there is none.
pub(super) fn chinese(text: &str) -> &'static str {
    let (mut simplified, mut traditional) = (0, 0);
    for c in text.chars().filter(|c| !c.is_ascii()).take(LOOKED_AT) {
        simplified += usize::from(SIMPLIFIED.binary_search(&c).is_ok());
        traditional += usize::from(TRADITIONAL.binary_search(&c).is_ok());
    }
    if traditional > simplified { "Hant" } else { "Hans" }
}

/// The script of a run: what is `script` by its letters has a name of its own in some languages.
pub(super) fn of_run(language: Code, script: &'static str, text: &str) -> &'static str {
    match (language.as_str(), script) {
        ("zho" | "yue", "Hani") => chinese(text),
        ("jpn", "Hani") => "Jpan",
        ("kor", "Hang" | "Hani") => "Kore",
        _ => script,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_every_letter_once() {
        for text in ["a\u{301}б µ 中文かな 한국 中 x", "µ", "١٢ عربي", "𝒜bc", ""] {
            let runs = runs(text);
            assert!(runs.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start));
            for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphabetic()) {
                assert_eq!(
                    runs.iter().filter(|(span, _)| span.start <= at && at < span.end).count(),
                    1,
                    "{c} in {text}"
                );
            }
        }
    }

    #[test]
    fn takes_every_character_for_its_script() {
        for c in '\0'..=char::MAX {
            let expected = match c.script() {
                Script::Common | Script::Inherited | Script::Unknown => None,
                Script::Hiragana | Script::Katakana | Script::Bopomofo => Some(Script::Han),
                script => Some(script),
            };
            assert_eq!(Family::of(c), expected.map(Family), "{c:?}");
        }
    }

    #[test]
    fn keeps_the_two_chinese_lists_apart() {
        assert!(SIMPLIFIED.is_sorted() && TRADITIONAL.is_sorted());
        assert!(SIMPLIFIED.iter().all(|simple| !TRADITIONAL.contains(simple)));
    }
}
