//! Any bytes as a pack: a pack or an error. The checksum is made right, so that what it covers is reached.
#![no_main]

use hamisi::Pipeline;
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
    let checksum = fnv1a(&sealed[40..]);
    sealed[32..40].copy_from_slice(&checksum.to_le_bytes());
    if let Ok(pack) = Pack::new(sealed.clone()) {
        let _ = pack.section("one");
    }
    let _ = Pipeline::default().add_pack(sealed);
});

fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
