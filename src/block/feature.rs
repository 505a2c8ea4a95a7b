//! What speaks for and against each kind: the look of a block, its words, its neighbours and its place.

use super::byline;
use super::cue::{Cues, Phrases, Sort};
use super::fold::fold;
use super::moment::{Moment, moment};
use super::repeat::Repeat;
use super::shape::{self, Cells, End, Shape};
use crate::Span;
use crate::source::{Element, Section, Tag};

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// One thing that may be true of a block.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Feature { $($(#[$doc])* $name,)* }

        impl Feature {
            /// All of them, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
        }
    };
}

features! {
    // Length.
    /// Up to 25 columns and three words.
    Tiny,
    /// Up to 60 columns.
    Short,
    /// 61 to 140 columns.
    Medium,
    /// 141 to 300 columns.
    Long,
    /// More.
    VeryLong,
    // Ends.
    EndsStop,
    EndsAsk,
    EndsColon,
    EndsComma,
    EndsOpen,
    /// Two sentences or more.
    Sentences,
    // Looks.
    StartsLower,
    AllCaps,
    /// Could be the names of people.
    Name,
    /// More digits than letters.
    Digits,
    /// Neither letters nor digits.
    Marks,
    /// A date or time and nothing else.
    BareMoment,
    /// A date or time in a short line.
    HasMoment,
    Bullet,
    Numbered,
    HeadingMark,
    QuotedLine,
    /// All of it in quotation marks.
    Quoted,
    /// In quotation marks, with a dash and a name behind.
    Attributed,
    /// All of it in brackets, or begun with an asterisk.
    Bracketed,
    Row,
    RowRun,
    Code,
    CodeRun,
    /// Ends as credits do: `/CFP`, `(AP Photo/Ann Lee)`.
    CreditEnd,
    Copyright,
    /// Holds an address of the web or mail, or a handle.
    Address,
    /// Parts set apart as in menus: `Home > News`, `A | B | C`.
    Trail,
    // Words.
    EditorCue,
    EditorInside,
    /// A word such as `By`, with a name behind it.
    ByCue,
    PhotoCue,
    /// Such a word, and nothing but a name behind it.
    PhotoName,
    PhotoInside,
    SourceCue,
    Agency,
    MoreWhole,
    MoreCue,
    NewsWhole,
    ShareWhole,
    ShareCue,
    PromoCue,
    PromoInside,
    /// Two such phrases or more.
    PromoMany,
    AuthorCue,
    AuthorInside,
    NavWhole,
    Rights,
    DateCue,
    // Place.
    /// There is no other block.
    Only,
    First,
    /// First, with a blank line behind, while other blocks have none.
    FirstAlone,
    Second,
    Last,
    /// Blank lines before and after, while other blocks have none.
    Alone,
    /// Before the first long paragraph, at most five blocks away.
    NearHead,
    /// Before that.
    FarHead,
    /// From the first long paragraph to the last.
    Body,
    /// After the last long paragraph, at most three blocks away.
    NearTail,
    /// After that.
    FarTail,
    /// There is no long paragraph.
    NoProse,
    /// Something in the document is no content without doubt.
    Page,
    /// The longest line of the head that looks like a headline.
    Headline,
    // Neighbours.
    BeforeProse,
    AfterProse,
    BeforeMoment,
    AfterMoment,
    /// Among three dates or more that alternate with other lines.
    MomentRun,
    /// Among three lines or more like headlines, none longer between them.
    HeadlineRun,
    /// Looks like a headline, behind the text, in a document that has more than its text.
    TailHeadline,
    /// Among four tiny lines or more.
    TinyRun,
    /// Among items of a list.
    ItemRun,
    // Repeats.
    Repeated,
    RepeatedNear,
    RepeatedNearly,
    /// Repeats the first block.
    RepeatsFirst,
    /// Holds the name from the byline, behind the text.
    NamesAuthor,
    // Tags.
    TagTitle,
    TagHeading,
    TagParagraph,
    TagItem,
    TagCell,
    TagQuote,
    TagCode,
    TagCaption,
    TagTime,
    TagControl,
    TagAddress,
    InArticle,
    InHeader,
    InFooter,
    InNavigation,
    InAside,
    Linked,
    SomeLinks,
    ClassByline,
    ClassDate,
    ClassCaption,
    ClassShare,
    ClassNavigation,
    ClassRelated,
    ClassPromo,
    ClassBio,
    ClassTitle,
    ClassQuote,
}

/// A set of features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Features(u128);

impl Features {
    pub fn has(self, feature: Feature) -> bool {
        self.0 & (1 << feature as u8) != 0
    }

    fn set(&mut self, feature: Feature, on: bool) {
        self.0 |= u128::from(on) << feature as u8;
    }

    pub fn any(self, features: &[Feature]) -> bool {
        features.iter().any(|&feature| self.has(feature))
    }

    /// The numbers of the features of the set.
    pub fn numbers(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let number = left.trailing_zeros() as usize;
            left &= left.checked_sub(1)?;
            Some(number)
        })
    }
}

/// What is kept of a block while its neighbours are looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    pub columns: u32,
    cells: Cells,
    code: u8,
    pub prose: bool,
    headline: bool,
    pub words: u16,
    /// Of at most 255.
    pub stops: u8,
    pub commas: u8,
    /// Of the words with letters of two cases those that begin with an upper-case letter, in per cent.
    pub capitals: Option<u8>,
    /// Of letters and digits, in per cent.
    pub digits: u8,
}

/// A block without its kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draft<'s> {
    pub span: Span,
    /// A blank line stands before it.
    pub gap: bool,
    pub indent: usize,
    pub element: Option<&'s Element>,
}

/// The features of all blocks, and what is known of each beside them.
pub(super) fn features(
    text: &str,
    drafts: &[Draft<'_>],
    repeats: &[Repeat],
    phrases: &Phrases,
) -> (Vec<Features>, Vec<Look>) {
    let mut folded = String::new();
    let (mut all, mut looks): (Vec<_>, Vec<_>) =
        drafts.iter().map(|draft| of_block(draft.span.of(text), draft, phrases, &mut folded)).unzip();
    repeated(&mut all, &mut looks, repeats);
    runs(&mut all, &looks);
    places(&mut all, &looks, drafts);
    names_author(&mut all, text, drafts, phrases);
    (all, looks)
}

/// Columns from which a block counts as a long paragraph: ended by a stop, the same in scripts without spaces, which say
/// more in less, and without a stop.
const PROSE: u32 = 80;
const UNSPACED_PROSE: u32 = 50;
const OPEN_PROSE: u32 = 220;

/// The features a block has by itself.
fn of_block(body: &str, draft: &Draft<'_>, phrases: &Phrases, folded: &mut String) -> (Features, Look) {
    use Feature as F;
    let mut features = Features::default();
    let shape = shape::shape(body);
    let long = shape.columns > 300;
    let end = shape::end(super::suffix(body, 40));
    for (feature, on) in [
        (F::Tiny, shape.columns <= 25 && shape.words <= 3),
        (F::Short, shape.columns <= 60),
        (F::Medium, (61..=140).contains(&shape.columns)),
        (F::Long, (141..=300).contains(&shape.columns)),
        (F::VeryLong, long),
        (F::EndsStop, matches!(end, End::Stop | End::Ellipsis)),
        (F::EndsAsk, end == End::Ask),
        (F::EndsColon, end == End::Colon),
        (F::EndsComma, end == End::Comma),
        (F::EndsOpen, end == End::Open),
        (F::Sentences, shape.stops > 0),
        (F::StartsLower, body.chars().next().is_some_and(char::is_lowercase)),
        (F::AllCaps, shape.uppers >= 4 && shape.uppers * 10 >= shape.letters * 9),
        (F::Digits, shape.digits > shape.letters),
        (F::Marks, shape.letters + shape.digits == 0),
        (F::Bullet, shape::is_bullet(body)),
        (F::Numbered, shape::is_numbered(body)),
        (F::HeadingMark, shape::is_heading_mark(body)),
        (F::QuotedLine, shape::is_quoted_line(body)),
        (F::Address, has_address(body)),
    ] {
        features.set(feature, on);
    }
    if !long {
        short_looks(&mut features, body, &shape);
    }
    words(&mut features, body, &shape, phrases, folded);
    tags(&mut features, draft.element);

    let cells = shape::cells(body);
    let code = if shape.columns <= 200 { shape::code_marks(body) + u8::from(draft.indent >= 2 && !long) } else { 0 };
    features.set(F::Row, cells.make_row() && !(features.has(F::EndsStop) && shape.words > 12));
    features.set(F::Code, code >= 3);
    let linked = features.any(&[F::Linked, F::TagCode, F::TagCell, F::TagControl]);
    let odd = features.any(&[F::Row, F::CreditEnd, F::Rights, F::PromoCue, F::Bullet, F::Code, F::QuotedLine])
        || features.any(&[F::EditorCue, F::EditorInside, F::AuthorCue, F::PhotoCue, F::MoreCue, F::PromoMany])
        || linked;
    let columns = u32::try_from(shape.columns).unwrap_or(u32::MAX);
    let ended = !matches!(end, End::Open | End::Comma);
    let least = if shape.unspaced * 2 > shape.letters { UNSPACED_PROSE } else { PROSE };
    let prose = !odd && shape.words >= 8 && ((columns >= least && ended) || columns >= OPEN_PROSE);
    let headline = (18..=170).contains(&columns)
        && shape.words >= 3
        && !features.any(&[
            F::EndsStop,
            F::EndsColon,
            F::EndsComma,
            F::Bullet,
            F::Row,
            F::BareMoment,
            F::Code,
            F::QuotedLine,
        ])
        && !features.any(&[
            F::Rights,
            F::PromoInside,
            F::MoreWhole,
            F::NewsWhole,
            F::ShareWhole,
            F::PhotoCue,
            F::SourceCue,
        ]);
    let few = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
    let look = Look {
        columns,
        cells,
        code,
        prose,
        headline,
        words: u16::try_from(shape.words).unwrap_or(u16::MAX),
        stops: few(shape.stops),
        commas: few(shape.commas),
        capitals: (shape.cased > 0 && shape.words > 1).then(|| few(shape.capitals * 100 / shape.words)),
        digits: few(shape.digits * 100 / (shape.letters + shape.digits).max(1)),
    };
    (features, look)
}

/// Looks that only short blocks have.
fn short_looks(features: &mut Features, body: &str, shape: &Shape) {
    use Feature as F;
    let short = shape.columns <= 100;
    let digits = || shape::any(body.as_bytes(), |byte| byte.is_ascii_digit() || byte >= 0xCC);
    let moment = if short && digits() { moment(body) } else { Moment::None };
    let opened = body.chars().next();
    let closed = body.chars().next_back();
    let quoted = matches!(
        (opened, closed),
        (Some('"'), Some('"'))
            | (Some('“' | '„' | '”'), Some('”' | '“'))
            | (Some('«'), Some('»'))
            | (Some('「' | '『'), Some('」' | '』'))
    );
    let bracketed = matches!(
        (opened, closed),
        (Some('('), Some(')')) | (Some('['), Some(']')) | (Some('（'), Some('）')) | (Some('【'), Some('】'))
    ) || (opened == Some('*') && !body.starts_with("* "));
    let attributed = matches!(opened, Some('"' | '“' | '„' | '«' | '「'))
        && body.rsplit_once(['—', '–', '―']).is_some_and(|(before, after)| {
            shape::columns(after, 60) < 50
                && before.trim_end().ends_with(['"', '”', '“', '»', '」', '.', '!'])
                && !shape::ends_sentence(after)
        });
    for (feature, on) in [
        (F::Name, shape::is_name(body, shape)),
        (F::BareMoment, moment == Moment::Bare),
        (F::HasMoment, moment != Moment::None),
        (F::Quoted, quoted),
        (F::Attributed, attributed),
        (F::Bracketed, bracketed),
        (F::CreditEnd, ends_with_credit(body)),
        (F::Copyright, body.contains("©") || body.starts_with("(c)") || body.starts_with("(C)")),
        (F::Trail, is_trail(body)),
    ] {
        features.set(feature, on);
    }
}

/// Whether a caption ends in whose picture it is: `/CFP`, `/ Reuters`, `(AP Photo/Ann Lee)`, `[Photo/Xinhua]`, `© dpa`.
fn ends_with_credit(body: &str) -> bool {
    let owner = |name: &str| {
        let name = name.trim();
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        (2..=30).contains(&letters)
            && name.chars().next().is_some_and(char::is_alphabetic)
            && name.split_whitespace().count() <= 4
    };
    let all_caps = |name: &str| name.chars().all(|c| !c.is_lowercase()) && name.chars().any(char::is_alphabetic);
    if !shape::any(body.as_bytes(), |byte| matches!(byte, b'/' | 0xEF | 0xC2)) {
        return false;
    }
    if let Some((_, inside)) =
        body.strip_suffix([')', ']', '）', '】']).and_then(|open| open.rsplit_once(['(', '[', '（', '【']))
    {
        return inside.split_once(['/', '／']).is_some_and(|(left, right)| owner(left) && owner(right));
    }
    if let Some((before, name)) = body.rsplit_once(['/', '／']) {
        // `and/or` has no blank or stop before its stroke, and what follows is no name.
        let set_off = before.ends_with([' ', '.', '。', '\u{A0}', ')']) || all_caps(name);
        return set_off
            && before.chars().any(char::is_whitespace)
            && owner(name)
            && !body.contains("//")
            && starts_upper(name);
    }
    body.rsplit_once('©').is_some_and(|(before, name)| !before.is_empty() && owner(name))
}

fn starts_upper(name: &str) -> bool {
    name.trim_start().chars().next().is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()))
}

/// Whether a line is a trail or a menu: short parts between `>`, `»`, `|`, `•`, `/` with blanks around.
fn is_trail(body: &str) -> bool {
    // Each part is set off by a blank; of the marks beyond ASCII these are the first bytes.
    let parted =
        |one, two| (one == b' ') & ((two == b'>') | (two == b'|') | (two == b'/') | (two == 0xC2) | (two == 0xE2));
    if !shape::any_pair(body.as_bytes(), parted)
        || body.chars().take(160).count() > 150
        || shape::is_quoted_line(body)
        || shape::ends_sentence(body)
    {
        return false;
    }
    ['>', '»', '›', '|', '•', '·', '/', '→'].iter().any(|&separator| {
        let count = body
            .match_indices(separator)
            .filter(|(at, _)| body.get(..*at).is_some_and(|before| before.ends_with(' ')))
            .count();
        let parts = || body.split(separator).map(str::trim);
        (count >= 2 || (count == 1 && matches!(separator, '>' | '»' | '›')))
            && parts().all(|part| !part.is_empty() && part.split_whitespace().count() <= 4)
    })
}

/// Whether a block holds an address of the web or of mail, or a handle.
fn has_address(body: &str) -> bool {
    let read = super::prefix(body, shape::READ);
    let marked = shape::any_pair(read.as_bytes(), |one, two| (one == two) & ((one == b'/') | (one == b'w')));
    marked && ["http://", "https://", "www."].iter().any(|mark| read.contains(mark))
        || shape::any(read.as_bytes(), |byte| byte == b'@')
            && read.match_indices('@').any(|(at, _)| {
                let after = read.get(at + 1..).and_then(|after| after.chars().next());
                after.is_some_and(char::is_alphanumeric)
            })
}

/// Bytes at both ends in which words are looked for.
const CUE_HEAD: usize = 200;
const CUE_TAIL: usize = 120;
/// Columns of the longest block that is read at both ends.
const LONGEST_CUED: usize = 500;

/// Features from words.
fn words(features: &mut Features, body: &str, shape: &Shape, phrases: &Phrases, folded: &mut String) {
    use Feature as F;
    // Of a long paragraph only the beginning says anything.
    let long = shape.columns > LONGEST_CUED;
    let head = super::prefix(body, if long { CUE_TAIL } else { CUE_HEAD });
    fold(head, folded);
    let Cues { start, whole, inside, mut credit, promos } = phrases.cues(folded);
    let rest = if long { "" } else { body.get(head.len()..).unwrap_or_default() };
    let tail = super::suffix(rest, CUE_TAIL);
    let mut behind = inside;
    if !tail.is_empty() {
        fold(tail, folded);
        let cues = phrases.cues(folded);
        (behind, credit) = (cues.inside, cues.credit);
    }
    let brief = shape.columns <= 60;
    let by = brief
        && start.has(Sort::By)
        && byline::strip(body, Sort::By, phrases)
            .is_some_and(|rest| is_name(rest.split([',', '，', '|', '(', '/']).next().unwrap_or_default()));
    let ago = brief && inside.has(Sort::Ago) && (shape.digits > 0 || whole.has(Sort::Ago)) && shape.words <= 5;
    let photo_mark = start.has(Sort::Photo) && marked(body, 30);
    let photo_name = brief && start.has(Sort::Photo) && byline::strip(body, Sort::Photo, phrases).is_some_and(is_name);
    let photo =
        photo_mark || photo_name || (start.has(Sort::Photo) && (whole.has(Sort::Photo) || body.starts_with("图为")));
    for (feature, on) in [
        (F::EditorCue, start.has(Sort::Editor)),
        (F::EditorInside, inside.has(Sort::Editor) && !start.has(Sort::Editor) && shape.columns <= 300),
        (F::ByCue, by),
        (F::PhotoCue, photo),
        (F::PhotoName, photo_name),
        (F::PhotoInside, (inside.has(Sort::Photo) || behind.has(Sort::Photo)) && shape.columns <= 300 && !photo_mark),
        (F::SourceCue, start.has(Sort::Source) && marked(body, 30)),
        (F::Agency, (inside.has(Sort::Agency) && shape.columns <= 100) || whole.has(Sort::Agency)),
        (F::MoreWhole, whole.has(Sort::More)),
        (F::MoreCue, start.has(Sort::More)),
        (F::NewsWhole, whole.has(Sort::News)),
        (F::ShareWhole, whole.has(Sort::Share)),
        (F::ShareCue, start.has(Sort::Share) && brief),
        (F::PromoCue, start.has(Sort::Promo)),
        (F::PromoInside, (inside.has(Sort::Promo) || behind.has(Sort::Promo)) && !long),
        (F::AuthorCue, start.has(Sort::Author)),
        (F::AuthorInside, inside.has(Sort::Author)),
        (F::NavWhole, whole.has(Sort::Nav)),
        (F::Rights, (inside.has(Sort::Rights) || behind.has(Sort::Rights)) && shape.columns <= 400),
        (F::DateCue, start.has(Sort::Date) && brief && shape.digits > 0),
        (F::PromoMany, promos >= 2),
        (F::CreditEnd, credit && shape.columns <= 300),
        (F::BareMoment, ago),
        (F::HasMoment, ago),
    ] {
        features.set(feature, on);
    }
}

/// Whether a colon, stroke or bar stands within the first characters, as after `Photo:` and `文/`.
fn marked(body: &str, within: usize) -> bool {
    body.chars().take(within).any(|c| matches!(c, ':' | '：' | '/' | '／' | '|' | '='))
        || body.chars().next().is_some_and(|c| matches!(c, '(' | '[' | '（' | '【'))
}

/// Features from HTML.
fn tags(features: &mut Features, element: Option<&Element>) {
    use Feature as F;
    let Some(element) = element else { return };
    let tag = match element.tag {
        Tag::Heading(1) => Some(F::TagTitle),
        Tag::Heading(_) => Some(F::TagHeading),
        Tag::Paragraph => Some(F::TagParagraph),
        Tag::ListItem => Some(F::TagItem),
        Tag::Cell => Some(F::TagCell),
        Tag::Quote => Some(F::TagQuote),
        Tag::Code => Some(F::TagCode),
        Tag::Caption => Some(F::TagCaption),
        Tag::Time => Some(F::TagTime),
        Tag::Control => Some(F::TagControl),
        Tag::Address => Some(F::TagAddress),
        Tag::Other => None,
    };
    let section = match element.section {
        Section::Body => None,
        Section::Article => Some(F::InArticle),
        Section::Header => Some(F::InHeader),
        Section::Footer => Some(F::InFooter),
        Section::Navigation => Some(F::InNavigation),
        Section::Aside => Some(F::InAside),
    };
    tag.into_iter().chain(section).for_each(|feature| features.set(feature, true));
    features.set(F::Linked, element.link_density > 0.6);
    features.set(F::SomeLinks, (0.25..=0.6).contains(&element.link_density));
    // The nearest words say most; those of the page's outermost elements name the whole page.
    for (feature, hints) in CLASSES {
        let hit = element.hints.iter().take(12).any(|hint| hints.iter().any(|word| hint.starts_with(word)));
        features.set(*feature, hit);
    }
}

/// Beginnings of class words, and what they hint at.
const CLASSES: &[(Feature, &[&str])] = &[
    (Feature::ClassByline, &["byline", "author", "writer", "contributor"]),
    (Feature::ClassDate, &["date", "time", "publish", "pubdate", "posted", "updated"]),
    (Feature::ClassCaption, &["caption", "figcaption", "photo", "credit", "image-"]),
    (Feature::ClassShare, &["share", "sharing", "social", "addthis"]),
    (
        Feature::ClassNavigation,
        &["nav", "menu", "breadcrumb", "pagination", "pager", "footer", "tag", "skip", "toolbar", "comment"],
    ),
    (
        Feature::ClassRelated,
        &["related", "recommend", "popular", "latest", "trending", "sidebar", "teaser", "most", "widget"],
    ),
    (
        Feature::ClassPromo,
        &["promo", "newsletter", "subscri", "advert", "ads", "banner", "cookie", "sponsor", "consent", "paywall"],
    ),
    (Feature::ClassBio, &["bio", "about-author", "author-bio", "authorbio", "author-info"]),
    (Feature::ClassTitle, &["headline", "title", "entry-title"]),
    (Feature::ClassQuote, &["quote", "pullquote", "blockquote"]),
];

/// Features from repeats. A block that is repeated close by is no long paragraph of the text.
fn repeated(all: &mut [Features], looks: &mut [Look], repeats: &[Repeat]) {
    for ((features, look), repeat) in all.iter_mut().zip(looks).zip(repeats) {
        let near = (1..=3).contains(&repeat.distance) && look.columns >= 16;
        features.set(Feature::Repeated, repeat.distance > 0);
        features.set(Feature::RepeatedNear, near);
        features.set(Feature::RepeatedNearly, repeat.near);
        features.set(Feature::RepeatsFirst, repeat.of == Some(0));
        look.prose &= !near;
    }
}

/// Features from runs of like blocks.
fn runs(all: &mut [Features], looks: &[Look]) {
    use Feature as F;
    let is = |all: &[Features], index: usize, feature| all.get(index).is_some_and(|features| features.has(feature));
    let look = |index: usize| looks.get(index).copied().unwrap_or_default();
    // Dates that alternate with other lines: three or more with at most three blocks from one to the next.
    let moments: Vec<_> = (0..all.len()).filter(|&index| is(all, index, F::BareMoment)).collect();
    for run in moments.chunk_by(|a, b| b - a <= 3).filter(|run| run.len() >= 3) {
        if let (Some(&first), Some(&last)) = (run.first(), run.last()) {
            mark(all, first.saturating_sub(1), last + 1, F::MomentRun);
        }
    }
    let whole_run =
        |all: &mut [Features], least: usize, feature, member: &dyn Fn(&[Features], usize) -> Option<bool>| {
            let (mut start, mut count) = (0, 0);
            for index in 0..=all.len() {
                match (index < all.len()).then(|| member(all, index)).flatten() {
                    Some(counts) => count += usize::from(counts),
                    None => {
                        if count >= least && index > start {
                            mark(all, start, index - 1, feature);
                        }
                        (start, count) = (index + 1, 0);
                    }
                }
            }
        };
    // Dates between headlines do not end their run.
    whole_run(all, 3, F::HeadlineRun, &|all, index| {
        if is(all, index, F::BareMoment) { Some(false) } else { look(index).headline.then_some(true) }
    });
    whole_run(all, 4, F::TinyRun, &|all, index| {
        let tiny = is(all, index, F::Tiny) && is(all, index, F::EndsOpen);
        let tiny = tiny && !is(all, index, F::BareMoment) && !is(all, index, F::ByCue);
        tiny.then_some(true)
    });
    whole_run(all, 2, F::ItemRun, &|all, index| {
        (is(all, index, F::Bullet) || is(all, index, F::Numbered) || is(all, index, F::TagItem)).then_some(true)
    });
    whole_run(all, 3, F::CodeRun, &|all, index| match look(index).code {
        0 => is(all, index, F::Marks).then_some(false),
        marks => Some(marks >= 2),
    });
    // Rows: neighbours with as many cells, parted by the same mark.
    for index in 1..looks.len() {
        let (before, here) = (look(index - 1).cells, look(index).cells);
        let enough = matches!((here.separator, here.count), (b'\t' | b'|', 1..) | (b' ' | b',' | b';', 2..));
        if before == here && enough {
            mark(all, index - 1, index, F::RowRun);
        }
    }
}

/// Sets `feature` on the blocks from `first` to `last`.
fn mark(all: &mut [Features], first: usize, last: usize, feature: Feature) {
    all.iter_mut().take(last + 1).skip(first).for_each(|features| features.set(feature, true));
}

/// Blocks without a long paragraph that the text may run through.
const LONGEST_BREAK: usize = 12;

/// The first and the last long paragraph of the text: of the stretches of them with few other blocks between, the one
/// with most text.
fn body(looks: &[Look]) -> Option<(usize, usize)> {
    let prose: Vec<_> = looks.iter().enumerate().filter(|(_, look)| look.prose).collect();
    let size = |stretch: &&[(usize, &Look)]| stretch.iter().map(|(_, look)| u64::from(look.columns)).sum::<u64>();
    // The first of equals.
    let stretch = prose.chunk_by(|a, b| b.0 - a.0 <= LONGEST_BREAK).rev().max_by_key(size)?;
    Some((stretch.first()?.0, stretch.last()?.0))
}

/// Features from the place of a block in the document and from its neighbours.
fn places(all: &mut [Features], looks: &[Look], drafts: &[Draft<'_>]) {
    use Feature as F;
    let count = all.len();
    let body = body(looks);
    let last_index = count.saturating_sub(1);
    let page = is_page(all, body);
    let headline = body.and_then(|(first, _)| {
        let head = looks.iter().zip(all.iter()).enumerate().take(first);
        let fits = head.filter(|(_, (look, features))| {
            look.columns >= 20
                && !features.any(&[F::HasMoment, F::EditorCue, F::ByCue, F::EndsStop, F::Trail, F::RepeatedNear])
        });
        fits.max_by_key(|(index, (look, _))| (look.columns.min(120), std::cmp::Reverse(*index))).map(|(index, _)| index)
    });
    // Blank lines say something where not every line has one.
    let loose = count > 2 && drafts.iter().skip(1).any(|draft| !draft.gap);
    let neighbour = |index: Option<usize>| index.and_then(|index| Some((all.get(index)?, looks.get(index)?)));
    let mut places = vec![Features::default(); count];
    for (index, here) in places.iter_mut().enumerate() {
        let before = neighbour(index.checked_sub(1));
        let after = neighbour(Some(index + 1));
        let gap = |index: usize| drafts.get(index).is_none_or(|draft| draft.gap);
        let moment =
            |neighbour: Option<(&Features, &Look)>| neighbour.is_some_and(|(features, _)| features.has(F::BareMoment));
        let prose = |neighbour: Option<(&Features, &Look)>| neighbour.is_some_and(|(_, look)| look.prose);
        for (feature, on) in [
            (F::Only, count == 1),
            (F::First, index == 0 && count > 1),
            (F::Second, index == 1),
            (F::Last, index == last_index && count > 2),
            (F::Alone, (index == 0 || gap(index)) && gap(index + 1) && loose),
            (F::FirstAlone, index == 0 && gap(1) && loose),
            (F::Page, page),
            (F::Headline, headline == Some(index)),
            (F::BeforeProse, prose(after)),
            (F::AfterProse, prose(before)),
            (F::BeforeMoment, moment(after)),
            (F::AfterMoment, moment(before)),
        ] {
            here.set(feature, on);
        }
        let place = match body {
            None => F::NoProse,
            Some((first, _)) if index < first => {
                if first - index <= 5 {
                    F::NearHead
                } else {
                    F::FarHead
                }
            }
            Some((_, last)) if index > last => {
                if index - last <= 3 {
                    F::NearTail
                } else {
                    F::FarTail
                }
            }
            Some(_) => F::Body,
        };
        here.set(place, true);
        let tail = matches!(place, F::NearTail | F::FarTail);
        here.set(F::TailHeadline, tail && page && looks.get(index).is_some_and(|look| look.headline));
    }
    for (features, place) in all.iter_mut().zip(places) {
        features.0 |= place.0;
        // What repeats in a text without long paragraphs is more likely a refrain than a caption.
        features.0 &= !(u128::from(body.is_none()) << F::RepeatedNear as u8);
    }
}

/// Whether something in the document is no content without doubt: then more may be.
fn is_page(all: &[Features], body: Option<(usize, usize)>) -> bool {
    use Feature as F;
    if body.is_none() {
        return false;
    }
    all.iter().any(|features| {
        features.any(&[
            F::MoreWhole,
            F::NewsWhole,
            F::ShareWhole,
            F::CreditEnd,
            F::Linked,
            F::InNavigation,
            F::InFooter,
        ]) || (features.has(F::RepeatedNear) && !features.has(F::Sentences))
            || (features.has(F::Rights) && features.any(&[F::Short, F::Medium]))
            || (features.has(F::MomentRun) && features.has(F::HeadlineRun))
            || (features.any(&[F::PromoCue, F::PromoMany]) && !features.has(F::VeryLong))
    })
}

/// Marks the blocks behind the text that hold the name from the byline.
fn names_author(all: &mut [Features], text: &str, drafts: &[Draft<'_>], phrases: &Phrases) {
    use Feature as F;
    let candidate = all.iter().enumerate().take(40).find(|(_, features)| {
        features.has(F::NearHead) && !features.has(F::First) && (features.has(F::ByCue) || features.has(F::Name))
    });
    let Some((author, _)) = candidate else { return };
    let line = drafts.get(author).map_or("", |draft| draft.span.of(text));
    let Some(name) = byline::names(line, phrases).into_iter().next().filter(|name| name.chars().count() >= 4) else {
        return;
    };
    for (index, (features, draft)) in all.iter_mut().zip(drafts).enumerate() {
        let names = super::prefix(draft.span.of(text), CUE_HEAD).contains(&name);
        features.set(F::NamesAuthor, names && index > author && features.any(&[F::NearTail, F::FarTail]));
    }
}

/// Whether `text` could be a name, by its own counts.
fn is_name(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    shape::is_name(text, &shape::shape(text))
}
