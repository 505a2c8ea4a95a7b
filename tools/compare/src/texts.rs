//! The texts that everyone is asked about.

use crate::{Outcome, codes};
use hamisi::code::Code;
use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// One word.
    Word,
    /// Two words.
    Pair,
    /// A sentence.
    Sentence,
}

impl Kind {
    /// All, shortest first.
    pub const ALL: [Self; 3] = [Self::Word, Self::Pair, Self::Sentence];

    /// The name in files of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Pair => "pair",
            Self::Sentence => "sentence",
        }
    }
}

/// Texts by language and kind, in the order of their files.
#[derive(Debug, Default)]
pub struct Texts(BTreeMap<(Code, Kind), Vec<String>>);

impl Texts {
    /// Reads `<code>.txt` files with lines of `kind<TAB>text`; at most `most` texts of each kind a language, spread over its file.
    pub fn read(folder: &Path, most: Option<usize>) -> Outcome<Self> {
        let mut texts = Self::default();
        for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
            let path = entry?.path();
            if path.extension().is_none_or(|extension| extension != "txt") {
                continue;
            }
            let wrong = |what: &str| format!("{}: {what}", path.display());
            let language = path.file_stem().map(|stem| codes::code(&stem.to_string_lossy())).unwrap_or(Code::UND);
            if language == Code::UND {
                return Err(wrong("its name is no language code").into());
            }
            for line in fs::read_to_string(&path)?.lines() {
                let (kind, text) = line.split_once('\t').ok_or_else(|| wrong("a line without tab"))?;
                let kind = Kind::ALL.into_iter().find(|known| known.as_str() == kind);
                let kind = kind.ok_or_else(|| wrong("a line that is no word, pair or sentence"))?;
                texts.0.entry((language, kind)).or_default().push(text.to_owned());
            }
        }
        if texts.0.is_empty() {
            return Err(format!("{}: no texts", folder.display()).into());
        }
        for list in texts.0.values_mut() {
            spread(list, most.unwrap_or(usize::MAX));
        }
        Ok(texts)
    }

    /// Lists of texts of one language and kind.
    pub fn lists(&self) -> impl Iterator<Item = (Code, Kind, &[String])> {
        self.0.iter().map(|(&(language, kind), list)| (language, kind, list.as_slice()))
    }

    /// The languages, in order.
    pub fn languages(&self) -> Vec<Code> {
        let mut languages: Vec<Code> = self.0.keys().map(|&(language, _)| language).collect();
        languages.dedup();
        languages
    }

    /// How many texts of `kind` there are.
    pub fn count(&self, kind: Kind) -> usize {
        self.lists().filter(|list| list.1 == kind).map(|list| list.2.len()).sum()
    }

    /// At most `most` texts of `kind`, as many from each language as there can be, the languages mixed.
    pub fn sample(&self, kind: Kind, most: usize) -> Vec<String> {
        mix(self.lists().filter(|list| list.1 == kind).map(|list| list.2.to_vec()).collect(), most)
    }

    /// At most `most` documents of `bytes` bytes or a little more, each a language's sentences in a row, as many from each language as
    /// there can be, the languages mixed.
    pub fn documents(&self, bytes: usize, most: usize) -> Vec<String> {
        let documents = |sentences: &[String]| {
            let mut documents = vec![String::new()];
            for sentence in sentences {
                match documents.last_mut() {
                    Some(last) if last.is_empty() => last.push_str(sentence),
                    Some(last) if last.len() < bytes => last.extend([" ", sentence]),
                    _ => documents.push(sentence.clone()),
                }
            }
            documents.retain(|document| document.len() >= bytes);
            documents
        };
        mix(self.lists().filter(|list| list.1 == Kind::Sentence).map(|list| documents(list.2)).collect(), most)
    }
}

/// Keeps `most` of a list, evenly spread over it.
fn spread(list: &mut Vec<String>, most: usize) {
    if list.len() > most {
        let length = list.len();
        *list = (0..most).map(|index| std::mem::take(&mut list[index * length / most])).collect();
    }
}

/// `most` of the texts in all lists, as many from each as there can be, in an order that follows nothing but the texts themselves: a
/// measurement that is broken off has seen all languages alike.
fn mix(mut lists: Vec<Vec<String>>, most: usize) -> Vec<String> {
    let each = (1..).find(|each| {
        let taken = |each: usize| lists.iter().map(|list| list.len().min(each)).sum::<usize>();
        taken(*each) >= most || lists.iter().all(|list| list.len() <= *each)
    });
    lists.iter_mut().for_each(|list| spread(list, each.unwrap_or_default()));
    let mut texts = lists.concat();
    texts.sort_by_cached_key(|text| {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        hasher.finish()
    });
    texts.truncate(most);
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Texts {
        /// These texts.
        pub fn of(lists: &[(Code, Kind, &[&str])]) -> Self {
            let own = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
            Self(lists.iter().map(|&(language, kind, list)| ((language, kind), own(list))).collect())
        }
    }

    #[test]
    fn spreads_a_sample_over_a_list() {
        let mut list: Vec<String> = (0..10).map(|number| number.to_string()).collect();
        spread(&mut list, 5);
        assert_eq!(list, ["0", "2", "4", "6", "8"]);
        spread(&mut list, 9);
        assert_eq!(list.len(), 5);
    }

    #[test]
    fn takes_as_many_from_each_language_as_there_can_be() {
        let (aze, kat) = (codes::code("aze"), codes::code("kat"));
        let texts = Texts::of(&[
            (aze, Kind::Word, &["su", "od", "yer", "göy"]),
            (kat, Kind::Word, &["წყალი"]),
            (kat, Kind::Pair, &["ცივი წყალი"]),
        ]);
        let three = texts.sample(Kind::Word, 3);
        assert_eq!(three.len(), 3);
        assert!(three.contains(&"წყალი".to_owned()));
        assert_eq!(texts.sample(Kind::Word, 100).len(), 5);
        assert_eq!(texts.languages(), [aze, kat]);
    }

    #[test]
    fn joins_sentences_of_one_language_to_documents() {
        let texts = Texts::of(&[
            (codes::code("ell"), Kind::Sentence, &["Καλημέρα σας.", "Καλό ταξίδι."]),
            (codes::code("eng"), Kind::Sentence, &["Good day.", "Safe journey.", "Too short."]),
        ]);
        let mut documents = texts.documents(20, 10);
        documents.sort();
        assert_eq!(documents, ["Good day. Safe journey.", "Καλημέρα σας.", "Καλό ταξίδι."]);
    }
}
