//! Scripts: runs of letters of one script, by Unicode's Script property.

use crate::Span;
use unicode_script::{Script, UnicodeScript};

/// A script, or those written together: Han with the kana is one family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family(Script);

impl Family {
    /// No letters.
    pub const NONE: Self = Self(Script::Common);

    /// The family of a character; none for those of all scripts: digits, marks, punctuation.
    #[must_use]
    pub fn of(c: char) -> Option<Self> {
        if c.is_ascii() {
            return c.is_ascii_alphabetic().then_some(Self(Script::Latin));
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

    /// Whether Han characters are part of running text in this script.
    fn takes_han(self) -> bool {
        self.0 == Script::Hangul
    }

    /// Whether this is Han with the kana.
    #[must_use]
    pub fn is_han(self) -> bool {
        self.0 == Script::Han
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

/// Frequent characters that only simplified Chinese uses, and those that traditional Chinese writes in their place.
const SIMPLIFIED: &str = "这个们来说时国会为对发学经过还没见长问开关动点无现样种东车门间电话书马鸟鱼龙风飞饭钱银铁钟错难题颜类顺须预领频页顾贝负财责贵买卖读请谁谢记讲让语认识议论设访证评词译试该详误谈调谓网红约级纪纯纸线练组细织终绍结给络绝统继续维绿缘缩";
const TRADITIONAL: &str = "這個們來說時國會為對發學經過還沒見長問開關動點無現樣種東車門間電話書馬鳥魚龍風飛飯錢銀鐵鐘錯難題顏類順須預領頻頁顧貝負財責貴買賣讀請誰謝記講讓語認識議論設訪證評詞譯試該詳誤談調謂網紅約級紀純紙線練組細織終紹結給絡絕統繼續維綠緣縮";

/// `Hans` or `Hant`: by the characters that only one of the two has; `Hans` where there is none.
pub(super) fn chinese(text: &str) -> &'static str {
    let (mut simplified, mut traditional) = (0, 0);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        if SIMPLIFIED.contains(c) {
            simplified += 1;
        } else if TRADITIONAL.contains(c) {
            traditional += 1;
        }
    }
    if traditional > simplified { "Hant" } else { "Hans" }
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
    fn keeps_the_two_chinese_lists_apart() {
        assert_eq!(SIMPLIFIED.chars().count(), TRADITIONAL.chars().count());
        assert!(SIMPLIFIED.chars().zip(TRADITIONAL.chars()).all(|(simple, full)| simple != full));
    }
}
