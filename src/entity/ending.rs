//! Endings: whether two words are forms of one name.
//!
//! The locale pack's section `endings` has a line for each language that changes its names: its code, all endings, then rows of
//! those that take each other's place, with `-` for none. *Bakı*, *Bakıda* and *Bakının* are one name, since none, `da` and `nın` stand in one row.

use super::fold::folded;
use crate::Span;
use crate::language::Code;
use std::sync::Arc;

/// The fewest letters that all forms of a name begin with.
const STEM: usize = 3;
/// The most letters of an ending.
pub(super) const LONGEST: usize = 6;

/// The section, and where each language's line is in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    text: Arc<str>,
    lines: Arc<[(Code, Span)]>,
}

impl Table {
    /// Finds the lines of the section's text.
    pub(super) fn new(text: &str) -> Self {
        let mut at = 0;
        let lines = text.split_inclusive('\n').filter_map(|line| {
            at += line.len();
            let code = Code::new(line.split('\t').next()?)?;
            Some((code, Span::new(at - line.len(), at).trimmed(text)))
        });
        Self { lines: lines.collect(), text: text.into() }
    }

    /// The endings of `languages`.
    pub(super) fn of(&self, languages: &[Code]) -> Endings<'_> {
        let mut found = Endings::default();
        for (_, line) in self.lines.iter().filter(|(code, _)| languages.contains(code)) {
            let mut columns = line.of(&self.text).split('\t').skip(1);
            found.all.extend(columns.next().unwrap_or_default().split(' '));
            found.rows.extend(columns);
        }
        found
    }
}

/// The endings of the languages of a text.
#[derive(Default)]
pub(super) struct Endings<'p> {
    /// Rows of endings, with blanks between these.
    rows: Vec<&'p str>,
    /// All of them.
    all: Vec<&'p str>,
}

impl<'p> Endings<'p> {
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether the folded words `a` and `b` are forms of one.
    pub(super) fn same(&self, a: &str, b: &str) -> bool {
        if a == b {
            return true;
        }
        let mut common: Vec<usize> = vec![0];
        common.extend(a.char_indices().zip(b.chars()).map_while(|((at, x), y)| (x == y).then_some(at + x.len_utf8())));
        let stems = common.iter().skip(STEM).rev().take(LONGEST);
        stems.into_iter().any(|&stem| {
            let (Some(a), Some(b)) = (a.get(stem..), b.get(stem..)) else { return false };
            let [a, b] = [a, b].map(|rest| rest.trim_start_matches('\''));
            let [a, b] = [a, b].map(|rest| if rest.is_empty() { "-" } else { rest });
            self.rows.iter().any(|row| [a, b].iter().all(|rest| row.split(' ').any(|ending| ending == *rest)))
        })
    }

    /// The name without the ending that an apostrophe parts from it: *Bozburun'da*.
    pub(super) fn parted<'t>(&self, name: &'t str) -> &'t str {
        let parted = name.rsplit_once(['\'', '’', 'ʼ']).filter(|(before, rest)| {
            before.chars().nth(STEM - 1).is_some() && !rest.is_empty() && self.all.contains(&folded(rest).as_str())
        });
        parted.map_or(name, |(before, _)| before)
    }

    /// What the folded word may begin with before its ending, the word itself first.
    pub(super) fn stems<'w>(&self, word: &'w str) -> impl Iterator<Item = &'w str> + use<'w, '_, 'p> {
        let long = |stem: &&str| stem.chars().nth(STEM - 1).is_some();
        let cut = self.all.iter().filter_map(|ending| Some(cut(word, ending)?.trim_end_matches('\'')));
        std::iter::once(word).chain(cut.filter(long))
    }

    /// The forms that the folded word may have without the ending it has, other than itself.
    pub(super) fn bases(&self, word: &str) -> Vec<String> {
        let mut bases: Vec<String> = Vec::new();
        // What takes the most away comes first, since an ending may hold another; before all what says how names end.
        let rank = |base: &str| (word.starts_with(base), base.len());
        for row in &self.rows {
            let mut endings = row.split(' ');
            let Some(base) = endings.next() else { continue };
            for stem in endings.filter_map(|ending| cut(word, ending)) {
                let form = [stem.trim_end_matches('\''), base.trim_matches('-')].concat();
                if stem.chars().nth(STEM - 1).is_some() && form != word && !bases.contains(&form) {
                    let at = bases.iter().position(|other| rank(other) > rank(&form)).unwrap_or(bases.len());
                    bases.insert(at, form);
                }
            }
        }
        bases
    }
}

/// The word before an ending. Most endings differ in the last byte, which is soonest seen.
fn cut<'w>(word: &'w str, ending: &str) -> Option<&'w str> {
    (word.as_bytes().last() == ending.as_bytes().last()).then(|| word.strip_suffix(ending)).flatten()
}

/// The words of a name, folded, without what an apostrophe parts from them.
pub(super) fn words(name: &str) -> Vec<String> {
    name.split_whitespace().map(folded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECTION: &str =
        "aze\tda də nin ni\t- da də nin ni\nrus\tа ы е у ой ом ым й я ю\tа ы е у ой\t- а у ом е ым\tй я ю\n";

    fn endings(language: &str) -> Endings<'static> {
        let table: &'static Table = Box::leak(Box::new(Table::new(SECTION)));
        table.of(&[Code::new(language).unwrap()])
    }

    #[test]
    fn knows_forms_of_one_name() {
        let (aze, rus) = (endings("aze"), endings("rus"));
        for (a, b) in [("bakida", "baki"), ("bakinin", "bakida"), ("baki'da", "baki")] {
            assert!(aze.same(a, b) && aze.same(b, a), "{a} {b}");
        }
        for (a, b) in [("москва", "москву"), ("путина", "путину"), ("путиным", "путин"), ("сергей", "сергея")]
        {
            assert!(rus.same(a, b) && rus.same(b, a), "{a} {b}");
        }
        assert!(!rus.same("иванов", "иваново") && !rus.same("рим", "ром") && !aze.same("bakida", "bakimiz"));
        assert!(endings("eng").is_empty() && !endings("eng").same("paris", "pariss"));
    }

    #[test]
    fn takes_endings_off() {
        assert_eq!(endings("rus").bases("москву"), ["москва", "москв"]);
        assert_eq!(endings("aze").bases("bakida"), ["baki"]);
        let rus = endings("rus");
        assert_eq!(rus.stems("москву").collect::<Vec<_>>(), ["москву", "москв"]);
        assert!(rus.stems("дом").count() == 1);
    }
}
