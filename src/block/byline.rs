//! Bylines taken apart into names.

use super::cue::{Phrases, Sort};
use super::fold::fold;

/// Bytes of a line that are read; bylines are short.
const READ: usize = 400;

/// Words between two names.
const AND: [&str; 30] = [
    "and", "und", "och", "og", "en", "et", "y", "e", "i", "a", "ja", "és", "și", "in", "və", "ve", "ilə", "и", "і",
    "та", "й", "και", "და", "և", "و", "और", "dan", "và", "ו", "with",
];

/// See [`super::Classifier::byline_names`].
pub(super) fn names(line: &str, phrases: &Phrases) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let body = without_cue(super::prefix(line.trim(), READ), phrases);
    let mut bracket = 0_usize;
    let outside: String = body
        .chars()
        .map(|c| {
            let (opens, closes) =
                (matches!(c, '(' | '[' | '<' | '（' | '【'), matches!(c, ')' | ']' | '>' | '）' | '】'));
            bracket += usize::from(opens);
            let inside = bracket > 0;
            bracket -= usize::from(closes && inside);
            if inside { ',' } else { c }
        })
        .collect();
    for part in outside.split([',', '、', '،', '，', ';', '；', '|', '/', '／', '&', '•', '\n', '–', '—']) {
        for name in split_and(part) {
            let name =
                name.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '.' | '*' | '-' | '"' | '·'));
            let first = names.is_empty();
            if is_person(name, first) && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

/// `line` without the words before the names; also names where a mark follows them, as in `文/王小明 图/李华`.
fn without_cue<'l>(line: &'l str, phrases: &Phrases) -> &'l str {
    let mut rest = line;
    // Twice, for `Text: von …` and the like.
    for _ in 0..2 {
        rest = strip(rest, Sort::By, phrases).unwrap_or(rest);
    }
    rest
}

/// `line` after a phrase of a sort at its beginning, such as `By`, and the marks behind it.
pub(super) fn strip<'l>(line: &'l str, sort: Sort, phrases: &Phrases) -> Option<&'l str> {
    let read = super::prefix(line, 80);
    let mut folded = String::new();
    fold(read, &mut folded);
    let end = phrases.after(&folded, sort)?;
    let at = read.char_indices().map(|(at, c)| at + c.len_utf8()).find(|&at| {
        let mut head = String::new();
        fold(read.get(..at).unwrap_or_default(), &mut head);
        head.len() >= end
    })?;
    let rest = line.get(at..)?.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '：' | '/' | '／' | '|' | '=' | '-' | '–' | '—' | '丨' | '·')
    });
    (!rest.is_empty()).then_some(rest)
}

/// The parts of `part` between words such as `and`.
fn split_and(part: &str) -> Vec<String> {
    let mut parts = vec![Vec::new()];
    for word in part.split_whitespace() {
        let joins =
            AND.iter().any(|and| *and == word || (word.len() > 1 && word.to_lowercase() == *and && word.is_ascii()));
        match parts.last_mut() {
            Some(last) if !joins => last.push(word),
            _ => parts.push(Vec::new()),
        }
    }
    parts.into_iter().map(|words| words.join(" ")).collect()
}

/// Whether a part of a byline is a person's name; the first may be a single word.
fn is_person(name: &str, first: bool) -> bool {
    let words: Vec<_> = name.split_whitespace().collect();
    let lettered = name.chars().any(char::is_alphabetic);
    if !lettered || words.len() > 6 || name.chars().any(|c| c.is_numeric() || matches!(c, '@' | ':' | '_')) {
        return false;
    }
    if !name.chars().any(|c| c.is_lowercase() || c.is_uppercase()) {
        return words.len() <= 5 && name.chars().count() <= 40;
    }
    let starts_upper = |word: &&&str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let uppers = words.iter().filter(starts_upper).count();
    let ends_upper = words.first().is_some_and(|word| starts_upper(&word))
        && words.last().is_some_and(|word| word.chars().any(char::is_uppercase));
    ends_upper && uppers * 2 >= words.len() && (words.len() > 1 || first)
}

#[cfg(test)]
mod tests {
    use super::super::cue::Phrases;

    fn names(line: &str) -> Vec<String> {
        super::names(line, &Phrases::new(include_str!("../../tools/data/segment/cues.txt")))
    }

    #[test]
    fn strips_the_words_before_names() {
        for (line, expected) in [
            ("By Ann Lee", "Ann Lee"),
            ("by ANN LEE", "ANN LEE"),
            ("Von Jürgen Groß", "Jürgen Groß"),
            ("Автор: Иван Петров", "Иван Петров"),
            ("Müəllif: Əli Həsənov", "Əli Həsənov"),
            ("Par Élise d'Arcy", "Élise d'Arcy"),
            ("Por José de la Cruz", "José de la Cruz"),
            ("作者：王小明", "王小明"),
            ("文/王小明", "王小明"),
            ("بقلم أحمد العلي", "أحمد العلي"),
            ("نوشته: سارا کریمی", "سارا کریمی"),
            ("लेखक: अनिल शर्मा", "अनिल शर्मा"),
            ("글 김민수", "김민수"),
            ("Ruxandra van der Meer", "Ruxandra van der Meer"),
            ("Madonna", "Madonna"),
        ] {
            assert_eq!(names(line), [expected], "{line}");
        }
    }

    #[test]
    fn parts_names_in_many_languages() {
        for (line, expected) in [
            ("By Ann Lee and Bo Ek", ["Ann Lee", "Bo Ek"]),
            ("Ann Lee, Bo Ek", ["Ann Lee", "Bo Ek"]),
            ("Von Uwe Hahn und Ina Karg", ["Uwe Hahn", "Ina Karg"]),
            ("Rəna Əliyeva və Tural Quliyev", ["Rəna Əliyeva", "Tural Quliyev"]),
            ("Иван Петров и Анна Ким", ["Иван Петров", "Анна Ким"]),
            ("作者:王小明、李华", ["王小明", "李华"]),
            ("Ana Gil y Luis Mora", ["Ana Gil", "Luis Mora"]),
            ("أحمد العلي و سارة حسن", ["أحمد العلي", "سارة حسن"]),
        ] {
            assert_eq!(names(line), expected, "{line}");
        }
    }

    #[test]
    fn drops_titles_addresses_and_dates() {
        assert_eq!(names("By Ann Lee, senior reporter in Baku"), ["Ann Lee"]);
        assert_eq!(names("Ann Lee (ann@example.org)"), ["Ann Lee"]);
        assert_eq!(names("By Ann Lee, ann@example.org"), ["Ann Lee"]);
        assert_eq!(names("Ann Lee | 4 February 2024"), ["Ann Lee"]);
        assert_eq!(names("Ann Lee, @annlee, Reuters"), ["Ann Lee"]);
    }

    #[test]
    fn nothing_like_a_name_gives_nothing() {
        for line in ["", " ", "22:00 02.07.2025", "---", "@handle", "by"] {
            assert_eq!(names(line), Vec::<String>::new(), "{line}");
        }
    }
}
