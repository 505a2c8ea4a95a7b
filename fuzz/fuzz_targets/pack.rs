//! Any bytes as a pack: a pack or an error. The checksum is made right, so that what it covers is reached.
#![no_main]

use hamisi::{Options, Pipeline, Stage};
use hamisi::pack::{self, Pack};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(pack) = Pack::new(bytes.to_vec()) {
        let _ = (pack.stage(), pack.version(), pack.section("one"));
    }
    let Ok(mut sealed) = pack::write("locale", 1, &[("one", bytes)]) else { return };
    // The section table is part of what is fuzzed: the input's first bytes stand for it, under a checksum that fits.
    for (to, from) in sealed.iter_mut().skip(40).zip(bytes) {
        *to = *from;
    }
    let checksum = pack::checksum(&sealed[40..]);
    sealed[32..40].copy_from_slice(&checksum.to_le_bytes());
    if let Ok(pack) = Pack::new(sealed.clone()) {
        let _ = pack.section("one");
    }
    let _ = Pipeline::default().add_pack(sealed);
    model(bytes);
});

/// The sections of a language model, each cut out of the input; what is read as one must serve any text.
fn model(bytes: &[u8]) {
    const SECTIONS: [&str; 8] = ["rows", "shifts", "groups", "classes", "outputs", "units", "compose", "heat"];
    let Some((lengths, mut rest)) = bytes.split_at_checked(SECTIONS.len()) else { return };
    let mut sections = Vec::new();
    for (name, &length) in SECTIONS.iter().zip(lengths) {
        let (section, after) = rest.split_at(rest.len().min(4 * usize::from(length)));
        sections.push((*name, section));
        rest = after;
    }
    let Ok(sealed) = pack::write("language", 1, &sections) else { return };
    let mut pipeline = Pipeline::default();
    if pipeline.add_pack(sealed).is_ok() {
        let options = Options { stages: vec![Stage::Languages], explain: true, ..Options::default() };
        let text = String::from_utf8_lossy(rest);
        assert_eq!(pipeline.analyze(&text, &options), pipeline.analyze(&text, &options));
        let _ = pipeline.analyze("Hamısı, all of it. Всё это 全部", &options);
    }
}
