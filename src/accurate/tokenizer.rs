//! Pieces: how a text is cut for the network.
//!
//! Characters that say nothing become blanks, the text is normalised (NFKC), words are what stands between white space, and each is cut in
//! the pieces that are likeliest together (Unigram). The ids are those that Hugging Face's `tokenizers` gives for the same vocabulary.

use super::unfit;
use crate::pack::Pack;
use crate::{Error, Span};
use fst::raw::{Fst, Output};
use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// What stands before each word.
const BEGINNING: char = '\u{2581}';
/// What an unknown character costs more than the unlikeliest piece, in the unit of `scores`: 10.
const UNKNOWN: i64 = 10 << 11;
/// Bytes after which a word is cut, so that memory is bounded.
const LONGEST: usize = 4096;
/// Characters that are normalised together at most; no writing needs more marks on a letter.
const TOGETHER: usize = 32;

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its number in the vocabulary.
    pub id: u32,
    /// Its text.
    pub span: Span,
}

/// Cuts texts in pieces.
#[derive(Clone)]
pub struct Tokenizer {
    pieces: Fst<Vec<u8>>,
    /// What each piece costs.
    costs: Vec<u16>,
    unknown: i64,
}

/// What is worked in.
#[derive(Debug, Default)]
pub struct Workspace {
    word: Word,
    cluster: String,
    /// By byte of a word, the cheapest way there.
    ways: Vec<Way>,
    found: Vec<Piece>,
}

/// A normalised word, or the beginning of one.
#[derive(Debug, Default)]
struct Word {
    text: String,
    /// By byte of `text`, where its character comes from.
    origins: Vec<Span>,
}

impl Word {
    fn push(&mut self, c: char, origin: Span) {
        if self.text.is_empty() {
            self.text.push(BEGINNING);
            self.origins.extend([origin; BEGINNING.len_utf8()]);
        }
        self.go_on(c, origin);
    }

    fn go_on(&mut self, c: char, origin: Span) {
        self.text.push(c);
        self.origins.extend(std::iter::repeat_n(origin, c.len_utf8()));
    }
}

/// The cheapest way to a byte.
#[derive(Clone, Copy, Debug)]
struct Way {
    cost: i64,
    /// Where its last piece begins.
    start: usize,
    id: u32,
}

const NO_WAY: Way = Way { cost: i64::MAX, start: 0, id: 0 };

impl Tokenizer {
    /// Reads the tokenizer of a pack.
    ///
    /// # Errors
    /// When there is not a score for each piece.
    pub fn new(pack: &Pack) -> Result<Self, Error> {
        let pieces = Fst::new(pack.section("pieces")?.to_vec()).map_err(|_| unfit("pieces"))?;
        pieces.verify().map_err(|_| unfit("pieces"))?;
        let scores = pack.section("scores")?;
        let (costs, rest) = scores.as_chunks::<2>();
        if !rest.is_empty() || costs.is_empty() || pieces.len() != costs.len() || u32::try_from(costs.len()).is_err() {
            return Err(unfit("scores"));
        }
        let costs: Vec<u16> = costs.iter().map(|&bytes| u16::from_le_bytes(bytes)).collect();
        let unknown = UNKNOWN + costs.iter().copied().max().map_or(0, i64::from);
        Ok(Self { pieces, costs, unknown })
    }

    /// How many pieces there are, without the three marks: `<s>`, `</s>` and `<unk>` have the next numbers.
    pub fn len(&self) -> usize {
        self.costs.len()
    }

    /// The number of what has no piece.
    fn unknown(&self) -> u32 {
        self.len() as u32 + 2
    }

    /// Adds the pieces of `span` to `found`, in order. Of a word of more than 4 kB, each 4 kB are cut apart.
    ///
    /// Each has the characters it was made of; where several are normalised to one or more, pieces of that have all of these. The
    /// sign that stands before a word belongs to its first character.
    pub fn cut(&self, text: &str, span: Span, work: &mut Workspace, found: &mut Vec<Piece>) {
        let Workspace { word, cluster, ways, found: spare } = work;
        cluster.clear();
        word.text.clear();
        word.origins.clear();
        let mut from = span.start;
        let mut length = 0;
        let mut each = |c: char, origin: Span| {
            if c.is_whitespace() {
                self.cut_word(word, ways, spare, found);
            } else if word.text.len() < LONGEST {
                word.push(c, origin);
            } else {
                self.cut_word(word, ways, spare, found);
                word.go_on(c, origin);
            }
        };
        for (at, c) in span.of(text).char_indices() {
            let at = span.start + at;
            let blank = is_blank(c) || c.is_whitespace();
            if blank || begins(c) || length == TOGETHER {
                normalise(cluster, Span::new(from, at), &mut each);
                cluster.clear();
                (from, length) = (at, 0);
            }
            if blank {
                from = at + c.len_utf8();
                each(' ', Span::new(at, from));
            } else {
                cluster.push(c);
                length += 1;
            }
        }
        normalise(cluster, Span::new(from, span.end), &mut each);
        self.cut_word(word, ways, spare, found);
    }

    /// Adds the pieces of a word to `found`, and empties it.
    fn cut_word(&self, word: &mut Word, ways: &mut Vec<Way>, spare: &mut Vec<Piece>, found: &mut Vec<Piece>) {
        ways.clear();
        ways.resize(word.text.len() + 1, NO_WAY);
        ways.first_mut().into_iter().for_each(|way| way.cost = 0);
        let mut bytes = word.text.as_bytes();
        let mut here = ways.as_mut_slice();
        for (start, c) in word.text.char_indices() {
            let Some((&mut Way { cost, .. }, after)) = here.split_first_mut() else { break };
            let mut reach = |length: usize, id: u32, more: i64| {
                let cost = cost.saturating_add(more);
                if let Some(way) = after.get_mut(length - 1).filter(|way| cost < way.cost) {
                    *way = Way { cost, start, id };
                }
            };
            let mut alone = false;
            self.beginnings(bytes, |length, id| {
                let Some(&more) = self.costs.get(id as usize) else { return };
                alone |= length == c.len_utf8();
                reach(length, id, i64::from(more));
            });
            if !alone {
                reach(c.len_utf8(), self.unknown(), self.unknown);
            }
            bytes = bytes.get(c.len_utf8()..).unwrap_or_default();
            here = here.get_mut(c.len_utf8()..).unwrap_or_default();
        }

        spare.clear();
        let mut end = word.text.len();
        while let Some(way) = ways.get(end).filter(|way| way.start < end) {
            let origin = |at: usize| word.origins.get(at).copied().unwrap_or_default();
            let start = origin(way.start).start;
            match spare.last_mut() {
                // Neighbours that are unknown are one.
                Some(next) if next.id == way.id && way.id == self.unknown() => next.span.start = start,
                _ => spare.push(Piece { id: way.id, span: Span::new(start, origin(end - 1).end) }),
            }
            end = way.start;
        }
        found.extend(spare.iter().rev());
        word.text.clear();
        word.origins.clear();
    }

    /// Calls `each` with the length and number of each piece that `bytes` begin with, by rising length.
    fn beginnings(&self, bytes: &[u8], mut each: impl FnMut(usize, u32)) {
        let mut node = self.pieces.root();
        let mut sum = Output::zero();
        for (before, &byte) in bytes.iter().enumerate() {
            let Some(way) = node.find_input(byte) else { return };
            let way = node.transition(way);
            sum = sum.cat(way.out);
            node = self.pieces.node(way.addr);
            if node.is_final()
                && let Ok(id) = u32::try_from(sum.cat(node.final_output()).value())
            {
                each(before + 1, id);
            }
        }
    }
}

/// Calls `each` with the normalised characters of a cluster, and where each comes from.
fn normalise(cluster: &str, origin: Span, mut each: impl FnMut(char, Span)) {
    if is_nfkc_quick(cluster.chars()) == IsNormalized::Yes || cluster.chars().eq(cluster.nfkc()) {
        let mut start = origin.start;
        for c in cluster.chars() {
            let end = start + c.len_utf8();
            each(c, Span::new(start, end));
            start = end;
        }
    } else {
        cluster.nfkc().for_each(|c| each(c, origin));
    }
}

/// Whether nothing in `c` can change what stands before it, nor be changed by it.
fn begins(c: char) -> bool {
    match c {
        '\0'..'\u{300}' | '\u{370}'..'\u{483}' | '\u{4E00}'..'\u{A000}' | '\u{AC00}'..'\u{D7A4}' => true,
        _ => {
            let mut first = None;
            decompose_compatible(c, |part| _ = first.get_or_insert(part));
            let first = first.unwrap_or(c);
            canonical_combining_class(first) == 0 && is_nfkc_quick(std::iter::once(first)) != IsNormalized::Maybe
        }
    }
}

/// Whether `c` is read as a blank: controls, and characters that are not seen.
fn is_blank(c: char) -> bool {
    matches!(c, '\u{1680}' | '\u{200B}'..='\u{200F}' | '\u{2028}' | '\u{2029}' | '\u{2581}' | '\u{FEFF}' | '\u{FFFD}')
        || c.is_control()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Chance, PIECES, tagger};
    use super::*;

    fn cut(text: &str) -> Vec<Piece> {
        let mut found = Vec::new();
        tagger().tokenizer.cut(text, Span::new(0, text.len()), &mut Workspace::default(), &mut found);
        found
    }

    /// The pieces by what is in the vocabulary, and their texts.
    fn read(text: &str) -> Vec<(&'static str, &str)> {
        let mut sorted = PIECES;
        sorted.sort_unstable();
        let name = |id: u32| sorted.get(id as usize).map_or("<unk>", |(piece, _)| piece);
        cut(text).into_iter().map(|piece| (name(piece.id), piece.span.of(text))).collect()
    }

    #[test]
    fn takes_the_cheapest_way_and_of_equal_ones_the_first_found() {
        assert_eq!(read("Bakıda"), [("▁Bakı", "Bakı"), ("da", "da")]);
        // ▁ and ab cost as much as ▁ab, as do ▁, a and b.
        assert_eq!(read("ab"), [("▁ab", "ab")]);
        assert_eq!(read("cab"), [("▁", "c"), ("c", "c"), ("ab", "ab")]);
        assert_eq!(read("東京,東"), [("▁", "東"), ("東京", "東京"), (",", ","), ("東", "東")]);
    }

    #[test]
    fn neighbours_that_are_unknown_are_one_piece() {
        assert_eq!(read("жжa ж"), [("▁", "ж"), ("<unk>", "жж"), ("a", "a"), ("▁", "ж"), ("<unk>", "ж")]);
    }

    #[test]
    fn pieces_of_what_is_normalised_have_all_of_it() {
        assert_eq!(read("ﬁn"), [("▁", "ﬁ"), ("fi", "ﬁ"), ("n", "n")]);
        assert_eq!(read("ﬁe\u{301}"), [("▁", "ﬁ"), ("fi", "ﬁ"), ("é", "e\u{301}")]);
        assert_eq!(read("ｶﾞ."), [("▁", "ｶﾞ"), ("ガ", "ｶﾞ"), (".", ".")]);
        assert_eq!(read("\u{1109}\u{1165}울"), [("▁", "\u{1109}\u{1165}"), ("서", "\u{1109}\u{1165}"), ("울", "울")]);
    }

    #[test]
    fn white_space_and_what_is_not_seen_part_words() {
        let expected = [("▁in", "in"), ("▁", "a"), ("a", "a")];
        for between in [" ", "\u{a0}", "\u{3000}", "\n\t ", "\u{200b}", "\u{feff}", "\u{2581}", "\u{fffd}", "\0"] {
            assert_eq!(read(&format!("{between}in{between}a{between}")), expected, "{between:?}");
        }
        assert_eq!(read(" \u{2028}"), []);
    }

    #[test]
    fn pieces_are_in_order_and_on_characters() {
        let letters: Vec<char> =
            "aeb \u{301}\u{327}ｶﾞ\u{1109}\u{1165}서\u{11ab}ﷺ½é東\u{200d}\u{fffd}\u{9be}क\u{93c}😀".chars().collect();
        let mut chance = Chance(1);
        for length in (0..60).chain([5000, 9000]) {
            let text: String = (0..length).map(|_| letters[chance.below(letters.len() as u64) as usize]).collect();
            let pieces = cut(&text);
            let mut before = Span::default();
            for piece in &pieces {
                assert!(!piece.span.of(&text).is_empty(), "{text:?}: {piece:?}");
                assert!(piece.span.start >= before.start && piece.span.end >= before.end, "{text:?}: {piece:?}");
                before = piece.span;
            }
            let seen = text.chars().filter(|&c| !is_blank(c) && !c.is_whitespace()).count();
            assert!(pieces.len() <= 20 * seen && pieces.is_empty() == (seen == 0), "{text:?}");
        }
    }

    #[test]
    fn long_words_are_cut_apart() {
        let text = "ab".repeat(50_000);
        let pieces = cut(&text);
        assert!((50_000..50_100).contains(&pieces.len()), "{}", pieces.len());
        assert_eq!(pieces.last().map(|piece| piece.span.end), Some(text.len()));
        assert_eq!(cut(&"\u{301}".repeat(100_000)).last().map(|piece| piece.span.end), Some(200_000));
    }
}
