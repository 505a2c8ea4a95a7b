//! whichlang: hashed n-grams, 16 languages.

use super::{Native, Peer, by_code, crate_version};
use crate::codes;
use whichlang::{LANGUAGES, Lang, detect_language};

pub fn peer() -> Peer {
    let languages = by_code(LANGUAGES, |language| language.three_letter_code().to_owned());
    Peer {
        name: "whichlang",
        version: crate_version("whichlang"),
        languages: Some(languages.into_keys().collect()),
        restrictable: false,
        make: Box::new(|_| {
            Ok(Box::new(Native {
                ask: detect_language,
                name: |language: Lang| codes::code(language.three_letter_code()),
            }))
        }),
    }
}
