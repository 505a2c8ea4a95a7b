//! whatlang: trigrams.

use super::{Native, Peer, by_code, crate_version};
use crate::codes;
use hamisi::code::Code;
use whatlang::{Detector, Lang};

pub fn peer() -> Peer {
    let languages = by_code(Lang::all().iter().copied(), |language| language.code().to_owned());
    Peer {
        name: "whatlang",
        version: crate_version("whatlang"),
        languages: Some(languages.keys().copied().collect()),
        restrictable: true,
        make: Box::new(move |only| {
            let detector = match only {
                Some(only) => Detector::with_allowlist(
                    only.iter().filter_map(|code| languages.get(code)).flatten().copied().collect(),
                ),
                None => Detector::new(),
            };
            Ok(Box::new(Native {
                ask: move |text: &str| detector.detect_lang(text),
                name: |language: Option<Lang>| language.map_or(Code::UND, |language| codes::code(language.code())),
            }))
        }),
    }
}
