//! Any bytes as a pack, and the packs that ship with bytes of a section changed: a pack or an error, and one that is taken serves any text. The
//! checksum is made right, so that what it covers is reached.
#![no_main]

use hamisi::pack::{self, Pack};
use hamisi::{Options, Pipeline, Stage};
use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;

/// What one stage needs, together.
const GROUPS: [&[&[u8]]; 3] = [
    &[include_bytes!("../../src/language/language.pack")],
    &[include_bytes!("../../src/segment/segment.pack")],
    &[
        include_bytes!("../../src/entity/locale.pack"),
        include_bytes!("../../src/entity/gazetteer.pack"),
        include_bytes!("../../src/entity/entity.pack"),
    ],
];

static PACKS: OnceLock<Vec<Vec<Pack>>> = OnceLock::new();

fuzz_target!(|input: (u8, Vec<(u8, u32, Vec<u8>)>, &[u8], &str)| {
    let (which, changes, bytes, text) = input;
    any(bytes);
    let read = |bytes: &&'static [u8]| Pack::new(*bytes).expect("the packs that ship are sound");
    let groups = PACKS.get_or_init(|| GROUPS.iter().map(|group| group.iter().map(read).collect()).collect());
    let count = groups.iter().map(Vec::len).sum::<usize>();
    let mut which = usize::from(which) % count;
    let group = groups.iter().find(|group| group.len() > which || { which -= group.len(); false });
    let mut pipeline = Pipeline::default();
    for (at, pack) in group.expect("one has it").iter().enumerate() {
        let mut sections: Vec<_> =
            pack.names().map(|name| (name, pack.section(name).expect("it is named").to_vec())).collect();
        if at == which {
            for (section, at, bytes) in &changes {
                let count = sections.len();
                let (name, section) = &mut sections[usize::from(*section) % count];
                // The crate `fst` reads its maps without checks: only the pack's checksum keeps damage from it.
                if *name == "names" {
                    continue;
                }
                let at = *at as usize % (section.len() + 1);
                if bytes.is_empty() {
                    section.truncate(at);
                }
                section.iter_mut().skip(at).zip(bytes).for_each(|(to, from)| *to = *from);
            }
        }
        let sections: Vec<_> = sections.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        let sealed = pack::write(pack.stage(), pack.version(), &sections).expect("names are short");
        if pipeline.add_pack(sealed).is_err() {
            return;
        }
    }
    let options = Options { stages: Stage::ALL.to_vec(), explain: true, ..Options::default() };
    for text in [text, "Hamısı, all of it. Всё это 全部, เรากินข้าว on 3 May 2024 for $2M in Bakıda."] {
        assert_eq!(pipeline.analyze(text, &options), pipeline.analyze(text, &options));
    }
});

/// Bytes as a whole pack, and as what stands in one.
fn any(bytes: &[u8]) {
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
}
