//! CLD2: n-grams of four letters and whole words.

use super::{Native, Peer, by_code, crate_version};
use crate::codes;
use cld2_sys::{CLD2_ExtDetectLanguageSummary4, CLD2_LanguageCode, CLDHints, Language};
use std::ffi::CStr;
use std::ptr;

/// The languages in the tables the crate is built with (`RecognizedLangScripts` in `cld2_generated_quad0122.cc` and
/// `cld2_generated_deltaocta0122.cc`), and those it takes a script for (`kULScriptToDefaultLang`).
const LANGUAGES: &str = "aa ab af ak am ar as ay az ba be bg bh bi bn bo br bs ca ceb co crs cs cy da de dz en eo es et eu fa fi fj fo fr \
    fy ga gd gl gn gv ha haw hi hmn hr ht hu ia id ie ig ik is it iw ja jw kha kk kl ko ks ku ky la lb lg ln lt lv mfe mg mi mk mn mr \
    ms mt na ne nl nn no nr nso ny oc om pl ps pt qu rm rn ro ru rw sa sco sd sg sk sl sm sn so sq sr ss st su sv sw tg ti tk tl tlh \
    tn to tr ts tt ug uk ur uz ve vi vo war wo xh yi yo za zh zu \
    chr dv el gu hy iu ka km kn lif lo ml my or pa si syr ta te th";

pub fn peer() -> Peer {
    Peer {
        name: "cld2",
        version: crate_version("cld2-sys"),
        languages: Some(by_code(LANGUAGES.split_whitespace(), |code| (*code).to_owned()).into_keys().collect()),
        restrictable: false,
        make: Box::new(|_| Ok(Box::new(Native { ask: detect, name: |language| codes::code(&code(language)) }))),
    }
}

/// `kCLDFlagBestEffort` of `compact_lang_det.h`: an answer to short texts too. The crate `cld2`, which would be safe, gives no flags, and
/// without this one most words are not answered.
const BEST_EFFORT: i32 = 0x4000;

#[allow(unsafe_code)]
fn detect(text: &str) -> Language {
    let hints = CLDHints {
        content_language_hint: ptr::null(),
        tld_hint: ptr::null(),
        encoding_hint: 23, // UNKNOWN_ENCODING
        language_hint: Language::UNKNOWN_LANGUAGE,
    };
    let mut languages = [Language::UNKNOWN_LANGUAGE; 3];
    let mut percents = [0; 3];
    let mut scores = [0.0; 3];
    let mut bytes = 0;
    let mut reliable = false;
    let length = i32::try_from(text.len()).unwrap_or(i32::MAX);
    // SAFETY: the text is UTF-8 of at least this length, the arrays are of three as CLD2 fills them, and it keeps none of the pointers.
    unsafe {
        CLD2_ExtDetectLanguageSummary4(
            text.as_ptr().cast(),
            length,
            true,
            &hints,
            BEST_EFFORT,
            languages.as_mut_ptr(),
            percents.as_mut_ptr(),
            scores.as_mut_ptr(),
            ptr::null_mut(),
            &mut bytes,
            &mut reliable,
        )
    }
}

#[allow(unsafe_code)]
fn code(language: Language) -> String {
    // SAFETY: CLD2 gives a string of its own tables, ended by a zero, for any language.
    unsafe { CStr::from_ptr(CLD2_LanguageCode(language)) }.to_string_lossy().into_owned()
}
