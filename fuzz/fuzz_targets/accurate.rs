//! Any bytes as the sections of an accurate pack, and any text read with it: pieces in order, on character boundaries and inside the text.
#![no_main]

use hamisi::Span;
use hamisi::accurate::{Accurate, VERSION};
use hamisi::pack::{self, Pack};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeSet;

const WIDTH: usize = 384;
const INNER: usize = 1536;

fuzz_target!(|input: (Vec<&str>, Vec<(u8, u32, Vec<u8>)>, &str)| {
    let (pieces, changes, text) = input;
    let pieces: BTreeSet<&str> = pieces.into_iter().collect();
    let rows = pieces.len() + 3;
    let matrix = |inputs: usize, outputs: usize| inputs * outputs / 2 + inputs * outputs / 64 + 8 * outputs;
    let layer = matrix(WIDTH, 3 * WIDTH) + matrix(WIDTH, WIDTH) + matrix(WIDTH, INNER) + matrix(INNER, WIDTH);
    let shape = [WIDTH, 1, 12, INNER, rows, 256, 32, 9];
    let fst = fst::Map::from_iter(pieces.iter().zip(0..)).expect("sets are sorted").into_fst().into_inner();
    let mut sections = [
        ("shape", shape.iter().flat_map(|&number| (number as u32).to_le_bytes()).collect()),
        ("pieces", fst),
        ("scores", vec![1; 2 * pieces.len()]),
        ("embed", vec![1; rows * WIDTH / 2]),
        ("e-groups", vec![1; rows * WIDTH / 32]),
        ("e-scales", vec![1; rows * 4]),
        ("places", vec![1; 256 * WIDTH]),
        ("p-scales", vec![1; 256 * 4]),
        ("norms", vec![1; 3 * 2 * WIDTH * 4]),
        ("layers", vec![1; layer]),
        ("head", vec![1; 4 * (9 * WIDTH + 9)]),
        ("mix", vec![1; 16]),
        ("sure", vec![1; 8]),
    ];
    for (section, at, bytes) in changes {
        let count = sections.len();
        let (_, section) = &mut sections[usize::from(section) % count];
        if bytes.is_empty() {
            section.truncate(at as usize % (section.len() + 1));
        }
        let at = at as usize % (section.len() + 1);
        section.iter_mut().skip(at).zip(bytes).for_each(|(to, from)| *to = from);
    }
    let sections = sections.each_ref().map(|(name, bytes)| (*name, bytes.as_slice()));
    let sealed = pack::write("accurate", VERSION, &sections).expect("names are short");
    let Ok(tagger) = Pack::new(sealed).and_then(Accurate::new) else { return };
    let middle = (0..=text.len() / 2).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let stretches = [Span::new(0, middle), Span::new(middle, text.len())];
    let mut end = 0;
    for piece in tagger.read(text, &stretches, &mut |_| true).expect("nothing ends it").pieces {
        assert!(piece.span.start >= end && !piece.span.of(text).is_empty(), "{piece:?}");
        end = piece.span.start;
    }
});
