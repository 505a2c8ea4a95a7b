//! Whether a block is content, as pages have taught: a small network that reads the blocks of a document one by one, and what is around.
//!
//! Each block has some 25 of [`CLUES`] clues. Their weights add up to [`WIDTH`] numbers; these, and those of the blocks before and behind,
//! less the farther away, decide. No language needs to be known, and no word but those of the cues.
//!
//! | section `content` of the segment pack | what |
//! | --- | --- |
//! | 4 32-bit floats | what one step of the weights of clues, of surroundings and of the last layer is worth, and what no clue at all says |
//! | [`CLUES`] and one rows of [`WIDTH`] signed bytes | the weights of clues, and what to begin with |
//! | [`VIEWS`] × [`WIDTH`] and one rows of [`DEPTH`] signed bytes | the weights of what is around, and what to begin with |
//! | [`DEPTH`] signed bytes | the weights of the last layer |

use super::feature::{Draft, Feature, Features, Look};
use super::repeat::Hash;
use crate::source::Element;
use std::collections::HashMap;

/// Clues that a block may have.
pub const CLUES: usize = 256;
/// Numbers that stand for a block.
pub const WIDTH: usize = 16;
/// How quickly blocks are forgotten, block by block: the nearest alone, then more and more.
pub const DECAYS: [f32; 4] = [0.0, 0.5, 0.85, 0.97];
/// The block itself, what is before and behind by each of the decays, and the mean of all.
pub const VIEWS: usize = 2 + 2 * DECAYS.len();
/// Numbers between what is around and the answer.
pub const DEPTH: usize = 12;
/// Blocks that are read at once: in longer documents, which are no pages, what is farther away is not seen.
pub const MOST: usize = 4096;

/// What the log odds count beside the weights set by hand, to either side. Tags say more to the network than to those.
const TRUST: f32 = 1.0;
const TRUST_OF_TAGS: f32 = 2.5;
/// Where words, repeats or sections are all but proof of a kind.
const TRUST_BESIDE_PROOF: f32 = 0.1;
const PLAIN_ENOUGH: [Feature; 15] = [
    Feature::ByCue,
    Feature::EditorCue,
    Feature::EditorInside,
    Feature::PhotoCue,
    Feature::SourceCue,
    Feature::MoreWhole,
    Feature::NewsWhole,
    Feature::ShareWhole,
    Feature::PromoMany,
    Feature::AuthorCue,
    Feature::Rights,
    Feature::CreditEnd,
    Feature::NamesAuthor,
    Feature::RepeatedNear,
    Feature::BareMoment,
];
/// Blocks of a document up to which the network does not count, and from which it counts in full: it has learned of pages, which have more.
const FEW: f32 = 4.0;
const ENOUGH: f32 = 24.0;
/// The same in HTML. Those who say what a page's main text is leave names of authors out, which here are content.
const PLAIN_IN_TAGS: [Feature; 4] = [Feature::InNavigation, Feature::InFooter, Feature::ClassByline, Feature::ByCue];
/// Log odds that are taken for certainty.
const MOST_ODDS: f32 = 5.0;

/// The clues of a block that are no features: their numbers begin behind those of features.
const FIRST: usize = 128;

/// Where the clues of one sort begin, each for values from one bound to the next.
type Sort = (usize, &'static [u16]);
const COLUMNS: Sort = (FIRST, &[8, 16, 26, 41, 61, 81, 111, 151, 221, 321, 501, 901]);
const WORDS: Sort = (141, &[2, 3, 5, 8, 12, 20, 35, 60]);
const STOPS: Sort = (150, &[1, 2, 3, 5]);
const COMMAS: Sort = (155, &[1, 2, 4, 7]);
const CAPITALS: Sort = (160, &[1, 15, 35, 60, 90]);
const LINKS: Sort = (166, &[1, 10, 25, 50, 75, 95]);
const TENTHS: Sort = (173, &[1, 2, 3, 4, 5, 6, 7, 8, 9]);
const COUNT: Sort = (183, &[2, 5, 12, 25, 50, 100, 200, 400]);
const BEFORE: Sort = (192, &[1, 2, 4, 8, 16]);
const BEHIND: Sort = (198, &[1, 2, 4, 8, 16]);
const SHARE: Sort = (204, &[1, 10, 30, 60]);
const DIGITS: Sort = (209, &[1, 20, 50]);
const GAP: usize = 213;
const PLAIN: usize = 215;
/// Two for each row of [`HINTS`]: among the nearest words, and farther away.
const HINTED: usize = 216;

/// Beginnings of the words of classes that say what an element is for.
const HINTS: [&str; 20] = [
    "article story artikel articulo",
    "post entry blog hentry",
    "content inhalt contenu",
    "body text copy prose markdown rich description",
    "main page wrapper container",
    "comment disqus respon reply discuss thread review",
    "sidebar side rail aside column col",
    "related recommend popular trending latest more read most similar next prev",
    "footer foot bottom copyright legal",
    "header head masthead top banner logo brand",
    "nav menu breadcrumb crumb tab skip toolbar pagination pager",
    "ad ads advert sponsor promo promoted outbrain taboola commercial",
    "share sharing social facebook twitter addthis follow",
    "newsletter subscri signup sign login form search paywall cookie consent modal popup",
    "meta info byline author date time publish bio",
    "caption image img photo figure gallery media video player slide",
    "tag category categories topic keyword label",
    "list item grid card teaser feed stream",
    "widget module block box panel component",
    "title headline heading summary lead intro excerpt abstract deck",
];
/// Words that count as the nearest.
const NEAREST: usize = 4;

/// What all blocks of a document together say of each.
#[derive(Debug, Default)]
pub(super) struct Whole {
    /// Of the columns of long paragraphs, those inside elements with the same words around, by a hash of these.
    prose: HashMap<u64, usize>,
    all: usize,
    count: usize,
}

impl Whole {
    pub fn new(looks: &[Look], drafts: &[Draft<'_>]) -> Self {
        let mut whole = Self { count: looks.len(), ..Self::default() };
        for (look, element) in looks.iter().zip(drafts).filter_map(|(look, draft)| Some((look, draft.element?))) {
            if look.prose {
                let columns = look.columns as usize;
                let place = place(element);
                let before = whole.prose.get(&place).copied().unwrap_or_default();
                whole.prose.insert(place, before.saturating_add(columns));
                whole.all = whole.all.saturating_add(columns);
            }
        }
        whole
    }

    /// Puts the clues of a block into `clues`, in place of what was there.
    pub fn clues(&self, index: usize, features: Features, look: &Look, draft: &Draft<'_>, clues: &mut Vec<usize>) {
        clues.clear();
        clues.extend(features.numbers());
        let steps = [
            (COLUMNS, look.columns as usize),
            (WORDS, look.words.into()),
            (STOPS, look.stops.into()),
            (COMMAS, look.commas.into()),
            (DIGITS, look.digits.into()),
            (TENTHS, index * 10 / self.count.max(1)),
            (COUNT, self.count),
            (BEFORE, index),
            (BEHIND, self.count.saturating_sub(index + 1)),
        ];
        clues.extend(steps.map(|(sort, value)| step(sort, value)));
        clues.extend(look.capitals.map(|capitals| step(CAPITALS, capitals.into())));
        let Some(element) = draft.element else {
            clues.extend([PLAIN, GAP + usize::from(draft.gap)]);
            return;
        };
        let prose = self.prose.get(&place(element)).copied().unwrap_or_default();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is from 0 to 1")]
        let links = (element.link_density * 100.0) as usize;
        clues.push(step(LINKS, links));
        clues.push(step(SHARE, prose.saturating_mul(100).checked_div(self.all).unwrap_or_default()));
        for (row, beginnings) in HINTS.iter().enumerate() {
            let beginnings = beginnings.split(' ');
            let hit = element.hints.iter().position(|hint| beginnings.clone().any(|word| hint.starts_with(word)));
            clues.extend(hit.map(|at| HINTED + 2 * row + usize::from(at >= NEAREST)));
        }
    }
}

/// The clue of a `sort` that `value` is.
#[inline(never)]
fn step((first, bounds): Sort, value: usize) -> usize {
    first + bounds.iter().take_while(|&&bound| usize::from(bound) <= value).count()
}

/// A number for where an element stands: the words around it.
fn place(element: &Element) -> u64 {
    let mut hash = Hash::new();
    for hint in &element.hints {
        hint.chars().chain([' ']).for_each(|c| hash.add(c));
    }
    hash.0
}

/// The network of a pack, its weights as floats.
#[derive(Debug)]
pub(super) struct Network {
    clues: Vec<[f32; WIDTH]>,
    around: Vec<[f32; DEPTH]>,
    last: [f32; DEPTH],
    bias: f32,
}

impl Network {
    /// Reads the section; none when its length is another.
    pub fn new(section: &[u8]) -> Option<Self> {
        let (floats, rest) = section.split_at_checked(16)?;
        let (floats, _) = floats.as_chunks::<4>();
        let &[clues, around, last, bias] = floats else { return None };
        let [clues, around, last, bias] = [clues, around, last, bias].map(f32::from_le_bytes);
        let (first, rest) = rest.split_at_checked((CLUES + 1) * WIDTH)?;
        let (second, third) = rest.split_at_checked((VIEWS * WIDTH + 1) * DEPTH)?;
        let third: &[u8; DEPTH] = third.try_into().ok()?;
        let float = |unit: f32| move |byte: u8| unit * f32::from(byte.cast_signed());
        Some(Self {
            clues: first.as_chunks::<WIDTH>().0.iter().map(|row| row.map(float(clues))).collect(),
            around: second.as_chunks::<DEPTH>().0.iter().map(|row| row.map(float(around))).collect(),
            last: third.map(float(last)),
            bias,
        })
    }

    /// How much speaks for each block being content, in the units of the weights that are set by hand.
    pub fn leans(&self, features: &[Features], looks: &[Look], drafts: &[Draft<'_>]) -> Vec<f32> {
        let whole = Whole::new(looks, drafts);
        let (mut odds, mut clues) = (Vec::with_capacity(features.len()), Vec::new());
        let mut blocks = features.iter().zip(looks).zip(drafts).enumerate();
        while odds.len() < features.len() {
            let own = blocks.by_ref().take(MOST).map(|(index, ((&features, look), draft))| {
                let mut sum = self.clues.get(CLUES).copied().unwrap_or_default();
                whole.clues(index, features, look, draft, &mut clues);
                for row in clues.iter().filter_map(|&clue| self.clues.get(clue)) {
                    sum.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
                }
                sum.map(|sum| sum.max(0.0))
            });
            self.read(&own.collect::<Vec<_>>(), &mut odds);
        }
        let enough = ((features.len() as f32 - FEW) / (ENOUGH - FEW)).clamp(0.0, 1.0);
        for (odds, (features, draft)) in odds.iter_mut().zip(features.iter().zip(drafts)) {
            let trust = match draft.element {
                Some(_) if features.any(&PLAIN_IN_TAGS) => TRUST_BESIDE_PROOF,
                Some(_) => TRUST_OF_TAGS,
                None if features.any(&PLAIN_ENOUGH) => TRUST_BESIDE_PROOF,
                None => TRUST,
            };
            *odds = enough * trust * odds.clamp(-MOST_ODDS, MOST_ODDS);
        }
        odds
    }

    /// Adds the odds of blocks, given their numbers, to `odds`.
    fn read(&self, own: &[[f32; WIDTH]], odds: &mut Vec<f32>) {
        let mut mean = [0.0; WIDTH];
        for block in own {
            mean.iter_mut().zip(block).for_each(|(mean, number)| *mean += number);
        }
        #[expect(clippy::cast_precision_loss, reason = "at most `MOST`")]
        let count = own.len() as f32;
        let mut begin = self.around.last().copied().unwrap_or_default();
        self.view(VIEWS - 1, &mean.map(|sum| sum / count), &mut begin);
        let mut sums = vec![begin; own.len()];
        let mut states = [[0.0; WIDTH]; DECAYS.len()];
        for (block, sum) in own.iter().zip(&mut sums).rev() {
            self.pass(1 + DECAYS.len(), block, &mut states, sum);
        }
        states = [[0.0; WIDTH]; DECAYS.len()];
        for (block, sum) in own.iter().zip(&mut sums) {
            self.pass(1, block, &mut states, sum);
            self.view(0, block, sum);
            let answer = sum.iter().zip(&self.last).map(|(sum, weight)| sum.max(0.0) * weight).sum::<f32>();
            odds.push(answer + self.bias);
        }
    }

    /// Adds what was passed so far to `sum`, then passes `block`.
    #[inline(never)]
    fn pass(&self, first: usize, block: &[f32; WIDTH], states: &mut [[f32; WIDTH]; 4], sum: &mut [f32; DEPTH]) {
        for (view, (state, decay)) in (first..).zip(states.iter_mut().zip(DECAYS)) {
            self.view(view, state, sum);
            state.iter_mut().zip(block).for_each(|(state, number)| *state = decay * *state + (1.0 - decay) * number);
        }
    }

    /// Adds what one view of the surroundings says to `sum`.
    #[inline(never)]
    fn view(&self, view: usize, numbers: &[f32; WIDTH], sum: &mut [f32; DEPTH]) {
        for (row, number) in self.around.iter().skip(view * WIDTH).zip(numbers) {
            sum.iter_mut().zip(row).for_each(|(sum, weight)| *sum += number * weight);
        }
    }
}
