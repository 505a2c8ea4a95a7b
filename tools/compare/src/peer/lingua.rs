//! lingua: n-grams of one to five letters, and in its low accuracy mode of three.

use super::{Native, Peer, by_code, crate_version};
use crate::codes;
use hamisi::code::Code;
use lingua::{Language, LanguageDetectorBuilder};

pub fn high() -> Peer {
    peer("lingua", false)
}

pub fn low() -> Peer {
    peer("lingua-low", true)
}

/// The code that lingua's texts in a language are named by.
pub fn code(language: Language) -> Code {
    codes::code(&language.iso_code_639_3().to_string())
}

fn peer(name: &'static str, low_accuracy: bool) -> Peer {
    let languages = by_code(Language::all(), |language| language.iso_code_639_3().to_string());
    Peer {
        name,
        version: crate_version("lingua"),
        languages: Some(languages.keys().copied().collect()),
        restrictable: true,
        make: Box::new(move |only| {
            let chosen: Vec<Language> = languages
                .iter()
                .filter(|(code, _)| only.is_none_or(|only| only.contains(code)))
                .flat_map(|(_, languages)| languages.iter().copied())
                .collect();
            let mut builder = LanguageDetectorBuilder::from_languages(&chosen);
            if low_accuracy {
                builder.with_low_accuracy_mode();
            }
            let detector = builder.with_preloaded_language_models().build();
            Ok(Box::new(Native {
                ask: move |text: &str| detector.detect_language_of(text),
                name: |language: Option<Language>| language.map_or(Code::UND, code),
            }))
        }),
    }
}
