//! Trains the models of sentences and words, and writes the segment pack.
//!
//! The data is laid out as `tools/README.md` tells. The same data gives the same bytes.

mod corpus;
mod sentence;
mod word;

use crate::retrieval;
use hamisi::pack::{self, Pack};
use hamisi::segment::VERSION;
use hamisi::segment::lists::Shape;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

type Outcome<T> = Result<T, Box<dyn Error>>;
/// Sections of a pack.
type Sections = Vec<(&'static str, Vec<u8>)>;

/// What is trained on.
#[derive(clap::Args)]
pub struct Options {
    /// Folder with seg/ and prose/; not needed with `tables`
    #[arg(long, default_value = ".")]
    data: PathBuf,
    /// Folder with lists of abbreviations, one a language, months and what prose to read
    #[arg(long, default_value = "tools/data/segment")]
    lists: PathBuf,
    /// Folder that tools/segment/label.py filled
    #[arg(long, default_value = ".tools/segment")]
    cut: PathBuf,
    /// Print what models find in text that they have not learned from, and write nothing
    #[arg(long)]
    validate: bool,
    /// Keep the models that are in the pack already, and only replace the tables beside them
    #[arg(long)]
    tables: bool,
    /// Where the pack goes
    #[arg(long, default_value = "src/segment/segment.pack")]
    out: PathBuf,
}

/// Sections that are files as they stand: the words that hint at kinds of blocks, and the network that tells content.
const TABLES: [(&str, &str); 2] = [("cues", "cues.txt"), ("content", "content.bin")];

/// Trains the models and writes them.
pub fn build(options: &Options) -> Outcome<()> {
    if options.tables {
        let old = Pack::new(fs::read(&options.out)?)?;
        let learned = old.names().filter(|name| TABLES.iter().all(|(table, _)| table != name));
        let learned: Vec<_> = learned.map(|name| Ok((name, old.section(name)?))).collect::<Outcome<_>>()?;
        return write(&learned, options);
    }
    let shortened = sentence::shortened(&options.lists)?;
    let corpus = corpus::read(&options.data, &options.lists, shortened)?;
    let words = word::read(&options.data, &options.cut)?;
    let mut sections = sentence::train(&corpus, |_, _| true);
    if options.validate {
        sentence::validate(&corpus)?;
        return word::validate(&words, &sections);
    }
    sections.extend(word::train(&words, |_, _| true)?);
    let sections: Vec<_> = sections.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    write(&sections, options)
}

/// Writes the models in `learned`, and the tables.
fn write(learned: &[(&str, &[u8])], options: &Options) -> Outcome<()> {
    let tables = TABLES.map(|(name, file)| Ok((name, fs::read(options.lists.join(file))?)));
    let tables: Vec<_> = tables.into_iter().collect::<Outcome<_>>()?;
    let tables = tables.iter().map(|(name, bytes)| (*name, bytes.as_slice()));
    let pack = pack::write("segment", VERSION, &learned.iter().copied().chain(tables).collect::<Vec<_>>())?;
    eprintln!("{} bytes to {}", pack.len(), options.out.display());
    fs::write(&options.out, pack)?;
    Ok(())
}

/// What [`hamisi::segment::lists::Lists`] reads: words by their hashes, each with the number of its list.
fn lists(words: &BTreeMap<u32, usize>, shape: Shape) -> Outcome<Vec<u8>> {
    let values = words.iter().map(|(&word, &list)| (u64::from(word), shape.value(word, list))).collect();
    Ok([vec![shape.bits as u8], retrieval::write(&values, shape.bits)?].concat())
}

/// Numbers that look random and are the same each time.
pub struct Random(u64);

impl Default for Random {
    fn default() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }
}

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (((self.0 >> 32) * limit as u64) >> 32) as usize
    }

    pub fn shuffle(&mut self, order: &mut [u32]) {
        for at in (1..order.len()).rev() {
            order.swap(at, self.below(at + 1));
        }
    }
}
