//! The accurate tagger: a compressed transformer that reads text for [`crate::entity::tagger`], whose own network it joins.
//!
//! Both together find more than either. It takes some two hundred times as long, and its pack is five times as large; so it is for those
//! who ask for it. A text is cut in pieces (`tokenizer`), and these are read together with those around them (`network`, whose matrices are
//! multiplied by `kernel`).
//!
//! | section of the pack | what |
//! | --- | --- |
//! | `shape` | 32-bit numbers: width 384, layers, heads 12, inner width 1536, rows of `embed`, positions 256, group 32, tags 9 |
//! | `pieces` | an fst: a piece's bytes, and its number |
//! | `scores` | 16 bits a piece: its log-probability is this by −2048 |
//! | `embed` | a row a piece, then `<s>`, `</s>`, `<unk>`: per group of 32 weights 16 bytes; the low 4 bits of byte j are weight j, the high ones weight j + 16, each 8 more than it is |
//! | `e-groups` | a byte a group, that its weights are times |
//! | `e-scales` | a 32-bit float a row, likewise |
//! | `places` | a row of signed bytes a position |
//! | `p-scales` | a 32-bit float a position, that its numbers are times |
//! | `norms` | 32-bit floats, weights then biases: of the norm of what comes in, then of each layer that after attention and that at the end |
//! | `layers` | of each layer the matrices of queries with keys and values, of attention's output, inner and outer: weights as in `embed`; 4 bits a group, from the lowest on, 1 to 7; a 32-bit float an output that its sums are times; another that is added |
//! | `head` | 32-bit floats: a row a tag, then what is added to each |
//! | `mix` | four 32-bit floats: those of [`crate::entity::tagger::Mix`] |
//! | `sure` | pairs of 32-bit floats, rising: the least probability that both networks give a mention's tags, and how often such mentions are right |

mod kernel;
mod network;
#[cfg(test)]
mod tests;
mod tokenizer;

use crate::entity::tagger::network::TAGS;
use crate::entity::tagger::{self, Mix, Reading, Sure};
use crate::pack::Pack;
use crate::{Error, Span};
use network::{Network, POSITIONS};
use std::ops::Range;
pub use tokenizer::Piece;
use tokenizer::Tokenizer;
use wide::f32x4;

/// The version of packs that this code reads.
pub const VERSION: u32 = 2;
/// Bytes after which a stretch is cut: longer ones are no sentences, and must not take more memory.
const LONGEST: usize = 8192;
/// Pieces of a window, between the two marks.
const WINDOW: usize = POSITIONS - 2;
/// The fewest pieces that neighbouring windows share.
const SHARED: usize = 64;
/// The logarithm of the probability that a piece is outside of names, above which nothing is told of it.
const OUTSIDE: f32 = -0.002;

/// An accurate tagger read from a pack.
#[derive(Clone)]
pub struct Accurate {
    pack: Pack,
    tokenizer: Tokenizer,
    network: Network,
    mix: Mix,
    sure: Sure,
}

/// A stretch, or part of one, whose pieces are known.
struct Section {
    span: Span,
    /// How many bytes of stretches come before it.
    before: usize,
    pieces: Vec<Piece>,
    /// By piece, the logarithms of the tags' probabilities, as far as they are known.
    scores: Vec<[f32; TAGS]>,
}

/// What is worked in.
#[derive(Default)]
struct Workspace {
    tokenizer: tokenizer::Workspace,
    network: network::Workspace,
    ids: Vec<u32>,
    scores: Vec<[f32; TAGS]>,
}

impl Accurate {
    /// Reads the tagger of an `accurate` pack: some tens of milliseconds.
    ///
    /// # Errors
    /// When a section is missing or does not fit the others.
    pub fn new(pack: Pack) -> Result<Self, Error> {
        if pack.stage() != "accurate" || pack.version() != VERSION {
            let (stage, found) = (pack.stage(), pack.version());
            return Err(Error::pack(format!(
                "{stage} pack {found} is not accurate pack {VERSION}, which this version reads"
            )));
        }
        let tokenizer = Tokenizer::new(&pack)?;
        let network = Network::new(&pack, tokenizer.len() + 3)?;
        let sure = Sure::new(pack.section("sure")?).ok_or_else(|| unfit("sure"))?;
        let mut reader = Reader::new(&pack, "mix")?;
        let &[words, units, outside, least] = reader.floats(4)?.first_chunk().ok_or_else(|| unfit("mix"))?;
        reader.end()?;
        Ok(Self { pack, tokenizer, network, mix: Mix { words, units, outside, least }, sure })
    }

    /// What is read in `stretches` of `text`, for the tagger; none when `progress` ends it.
    ///
    /// Stretches are sentences, in order: each is read for itself. One that is longer than the network can take is read in windows that
    /// overlap, and what is nearer to the middle counts; one of more than 8 kB is cut, at white space if there is any. `progress` is called
    /// each time some have been read, with the bytes of stretches read so far; false ends it. Memory does not depend on the text's
    /// length, but for what is found.
    pub fn read(&self, text: &str, stretches: &[Span], progress: &mut dyn FnMut(usize) -> bool) -> Option<Reading> {
        let mut work = Workspace::default();
        let mut pieces = Vec::new();
        // What is read together.
        let mut batch: Vec<Section> = Vec::new();
        let (mut tokens, mut before) = (0, 0);
        for span in stretches.iter().flat_map(|&stretch| sections(text, stretch)) {
            let mut cut = Vec::new();
            self.tokenizer.cut(text, span, &mut work.tokenizer, &mut cut);
            let section = Section { span, before, pieces: cut, scores: Vec::new() };
            before += span.len();
            let more = section.pieces.len() + 2;
            if section.pieces.is_empty() {
                continue;
            }
            if tokens + more > POSITIONS {
                self.read_batch(&mut batch, &mut work, progress, &mut pieces)?;
                tokens = 0;
            }
            tokens += more;
            batch.push(section);
        }
        self.read_batch(&mut batch, &mut work, progress, &mut pieces)?;
        Some(Reading { pieces, mix: self.mix, sure: self.sure.clone() })
    }

    /// The pieces of `span` in order, and for each the logarithms of the probabilities of nine tags: outside; beginning and inside of a
    /// person, a location, an organization, another name.
    #[must_use]
    pub fn pieces(&self, text: &str, span: Span) -> Vec<(Piece, [f32; TAGS])> {
        let mut work = Workspace::default();
        let mut pieces = Vec::new();
        self.tokenizer.cut(text, span, &mut work.tokenizer, &mut pieces);
        let mut section = [Section { span, before: 0, pieces, scores: Vec::new() }];
        let windows: Vec<_> = section.iter().flat_map(|section| Window::all(section.pieces.len())).collect();
        windows.into_iter().for_each(|window| self.score(&mut section, &[(0, window)], &mut work));
        section.into_iter().flat_map(|section| section.pieces.into_iter().zip(section.scores)).collect()
    }

    /// Reads the sections of a batch, and adds those of their pieces that may be part of a name to `found`.
    fn read_batch(
        &self,
        batch: &mut Vec<Section>,
        work: &mut Workspace,
        progress: &mut dyn FnMut(usize) -> bool,
        found: &mut Vec<tagger::Piece>,
    ) -> Option<()> {
        let mut windows: Vec<(usize, Window)> = Vec::new();
        for (at, section) in batch.iter().enumerate() {
            windows.extend(Window::all(section.pieces.len()).map(|window| (at, window)));
        }
        let mut rest = windows.as_slice();
        while !rest.is_empty() {
            let mut tokens = 0;
            let fits = |(_, window): &&(usize, Window)| {
                tokens += window.pieces.len() + 2;
                tokens <= POSITIONS
            };
            let (these, others) = rest.split_at_checked(rest.iter().take_while(fits).count().max(1))?;
            rest = others;
            self.score(batch, these, work);
            let last = these.last().and_then(|(at, window)| Some((batch.get(*at)?, window)));
            let done = last.map_or(0, |(section, window)| {
                let piece =
                    section.pieces.get(window.taken.end - 1).filter(|_| window.taken.end < section.pieces.len());
                section.before + piece.map_or(section.span.len(), |piece| piece.span.end - section.span.start)
            });
            if !progress(done) {
                return None;
            }
        }
        for section in batch.drain(..) {
            let pieces = section.pieces.iter().zip(section.scores);
            let pieces = pieces.map(|(piece, scores)| tagger::Piece { span: piece.span, scores });
            found.extend(pieces.filter(|piece| piece.scores.first().is_some_and(|&outside| outside < OUTSIDE)));
        }
        Some(())
    }

    /// Adds to the sections what the network says of the windows' pieces.
    fn score(&self, batch: &mut [Section], windows: &[(usize, Window)], work: &mut Workspace) {
        let Workspace { network, ids, scores, .. } = work;
        let [begin, end] = [0, 1].map(|mark| (self.tokenizer.len() + mark) as u32);
        ids.clear();
        scores.clear();
        let mut lengths = Vec::new();
        for (at, window) in windows {
            let pieces =
                batch.get(*at).and_then(|section| section.pieces.get(window.pieces.clone())).unwrap_or_default();
            ids.push(begin);
            ids.extend(pieces.iter().map(|piece| piece.id));
            ids.push(end);
            lengths.push(pieces.len() + 2);
        }
        self.network.score(&self.pack, ids, &lengths, network, scores);
        let mut rest = scores.as_slice();
        for ((at, Window { pieces, taken }), length) in windows.iter().zip(lengths) {
            let (own, others) = rest.split_at_checked(length).unwrap_or_default();
            rest = others;
            // The first is of the mark.
            let taken = taken.start + 1 - pieces.start..taken.end + 1 - pieces.start;
            if let (Some(section), Some(taken)) = (batch.get_mut(*at), own.get(taken)) {
                section.scores.extend_from_slice(taken);
            }
        }
    }
}

/// What the network reads at once of a section: its pieces, and those whose scores count.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Window {
    pieces: Range<usize>,
    taken: Range<usize>,
}

impl Window {
    /// The windows of so many pieces: evenly spread, and what they share is parted in the middle.
    fn all(count: usize) -> impl Iterator<Item = Self> {
        let more = count.saturating_sub(SHARED).div_ceil(WINDOW - SHARED).saturating_sub(1);
        let start = move |at: usize| (count.saturating_sub(WINDOW) * at).checked_div(more).unwrap_or(0);
        let middle = move |at: usize| (start(at) + start(at - 1) + WINDOW) / 2;
        (0..=more).map(move |at| {
            let pieces = start(at)..count.min(start(at) + WINDOW);
            let taken = if at == 0 { 0 } else { middle(at) }..if at == more { count } else { middle(at + 1) };
            Self { pieces, taken }
        })
    }
}

/// A stretch in parts that are not too long: at white space, if there is any in the second half.
fn sections(text: &str, stretch: Span) -> impl Iterator<Item = Span> + '_ {
    let mut rest = stretch.of(text);
    let mut start = stretch.start;
    std::iter::from_fn(move || {
        let mut length = rest.len();
        if length > LONGEST {
            length = (0..=LONGEST).rev().find(|&at| rest.is_char_boundary(at))?;
            let blank = rest.get(..length)?.rfind(char::is_whitespace);
            length = blank.filter(|&at| at > LONGEST / 2).unwrap_or(length);
        }
        let span = Span::new(start, start + length);
        (start, rest) = (span.end, rest.get(length..)?);
        (!span.is_empty()).then_some(span)
    })
}

/// Reads the numbers of a section one after another.
struct Reader<'p> {
    section: &'static str,
    rest: &'p [u8],
}

impl<'p> Reader<'p> {
    fn new(pack: &'p Pack, section: &'static str) -> Result<Self, Error> {
        Ok(Self { section, rest: pack.section(section)? })
    }

    fn unfit(&self) -> Error {
        unfit(self.section)
    }

    fn bytes(&mut self, count: usize) -> Result<&'p [u8], Error> {
        let (bytes, rest) = self.rest.split_at_checked(count).ok_or_else(|| self.unfit())?;
        self.rest = rest;
        Ok(bytes)
    }

    /// So many floats, all of them finite.
    fn floats(&mut self, count: usize) -> Result<Vec<f32>, Error> {
        let floats: Vec<f32> =
            self.bytes(4 * count)?.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
        floats.iter().all(|float| float.is_finite()).then_some(floats).ok_or_else(|| self.unfit())
    }

    /// So many floats, a multiple of four.
    fn vectors(&mut self, count: usize) -> Result<Vec<f32x4>, Error> {
        Ok(self.floats(count)?.as_chunks::<4>().0.iter().map(|&four| f32x4::from(four)).collect())
    }

    /// Checks that nothing is left.
    fn end(&self) -> Result<(), Error> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.unfit()) }
    }
}

fn unfit(section: &str) -> Error {
    Error::pack(format!("the accurate pack's section {section} does not fit"))
}
