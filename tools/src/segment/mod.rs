//! Trains the models of sentences and words, and writes the segment pack.
//!
//! The data is laid out as `tools/README.md` tells. The same data gives the same bytes.

mod corpus;
mod sentence;

use hamisi::pack;
use hamisi::segment::VERSION;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

type Outcome<T> = Result<T, Box<dyn Error>>;
/// Sections of a pack.
type Sections = Vec<(&'static str, Vec<u8>)>;

/// What is trained on.
#[derive(clap::Args)]
pub struct Options {
    /// Folder with seg/ and prose/
    #[arg(long)]
    data: PathBuf,
    /// Folder with lists of abbreviations, one a language, months and what prose to read
    #[arg(long, default_value = "tools/data/segment")]
    lists: PathBuf,
    /// Print what models find in text that they have not learned from, and write nothing
    #[arg(long)]
    validate: bool,
    /// Where the pack goes
    #[arg(long, default_value = "src/segment/segment.pack")]
    out: PathBuf,
}

/// Trains the models and writes them.
pub fn build(options: &Options) -> Outcome<()> {
    let filter = sentence::filter(&options.lists)?;
    let corpus = corpus::read(&options.data, &options.lists, filter)?;
    if options.validate {
        return sentence::validate(&corpus);
    }
    let mut sections = sentence::train(&corpus, |_, _| true);
    sections.push(("cues", fs::read(options.lists.join("cues.txt"))?));
    let sections: Vec<_> = sections.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let pack = pack::write("segment", VERSION, &sections)?;
    eprintln!("{} bytes to {}", pack.len(), options.out.display());
    fs::write(&options.out, pack)?;
    Ok(())
}

/// Numbers that look random and are the same each time.
struct Random(u64);

impl Default for Random {
    fn default() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }
}

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (((self.0 >> 32) * limit as u64) >> 32) as usize
    }

    fn shuffle(&mut self, order: &mut [u32]) {
        for at in (1..order.len()).rev() {
            order.swap(at, self.below(at + 1));
        }
    }
}
