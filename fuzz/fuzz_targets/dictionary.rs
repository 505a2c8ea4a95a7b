//! Any bytes as the user's dictionary: entries with text, or an error.
#![no_main]

use hamisi::entity::Dictionary;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match Dictionary::read(bytes) {
        Ok(dictionary) => assert!(dictionary.entries().iter().all(|entry| !entry.text.trim().is_empty())),
        Err(error) => assert!(error.is_option()),
    }
});
