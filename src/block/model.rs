//! The classifier: scores by features, and the sequence of kinds with the best sum.
//!
//! Weights are set by hand, in units of evidence that behave like log odds: 1 is a hint, 2 speaks for it, 4 is all but
//! proof. They were balanced on invented pages (`tests/data/blocks`), never on pages of others. To change how a kind is told,
//! change a row of [`WEIGHTS`] or [`ORDER`]; the tests say what else moves.

use super::Kind;
use super::Kind::{
    AuthorBio, Byline, Caption, Code, Credit, Dateline, EditorNote, ListHeading, ListItem, Navigation, Paragraph,
    Promo, Quote, RelatedHeadline, Share, Subheading, Table, Timestamp, Title,
};
use super::feature::Feature as F;
use super::feature::Features;
use std::sync::LazyLock;

/// Number of kinds.
const KINDS: usize = Kind::ALL.len();

/// A score for each kind, in the order of [`Kind::ALL`].
type Scores = [f32; KINDS];

/// What each kind starts from: running text is the rule, and what is no content needs evidence.
const PRIOR: &[(Kind, f32)] = &[
    (Title, -3.0),
    (Byline, -5.0),
    (Dateline, -4.0),
    (EditorNote, -4.0),
    (Paragraph, 1.5),
    (Quote, -3.0),
    (Subheading, -2.5),
    (ListItem, -3.0),
    (Table, -3.5),
    (Code, -3.5),
    (Caption, -3.5),
    (Credit, -4.5),
    (AuthorBio, -4.5),
    (Promo, -4.0),
    (ListHeading, -4.5),
    (RelatedHeadline, -4.0),
    (Timestamp, -4.0),
    (Navigation, -4.0),
    (Share, -4.5),
];

/// What each feature says for (above 0) and against (below 0) kinds.
#[rustfmt::skip]
const WEIGHTS: &[(F, &[(Kind, f32)])] = &[
    // Length.
    (F::Tiny, &[(Navigation, 1.0), (Share, 0.5), (Title, -0.5), (RelatedHeadline, -2.0), (Caption, -1.0), (Promo, -1.0),
        (EditorNote, -2.0), (AuthorBio, -3.0), (Quote, -1.0)]),
    (F::Short, &[(Subheading, 1.0), (Byline, 0.5), (AuthorBio, -1.0), (ListHeading, 0.5)]),
    (F::Medium, &[(Byline, -3.0), (Timestamp, -4.0), (Share, -2.0), (Navigation, -1.5), (ListHeading, -2.0), (Subheading, -0.5),
        (Credit, -1.0)]),
    (F::Long, &[(Paragraph, 1.5), (Title, -1.5), (Byline, -5.0), (Dateline, -3.0), (Timestamp, -6.0), (Share, -4.0), (Navigation, -3.0),
        (ListHeading, -5.0), (Subheading, -4.0), (RelatedHeadline, -2.5), (Credit, -3.0)]),
    (F::VeryLong, &[(Paragraph, 2.5), (Title, -5.0), (Byline, -8.0), (Dateline, -6.0), (Timestamp, -8.0), (Share, -6.0), (Navigation, -4.0),
        (ListHeading, -8.0), (Subheading, -8.0), (RelatedHeadline, -6.0), (Credit, -6.0), (Caption, -1.5), (Promo, -1.0), (Code, -1.0)]),
    // Ends.
    (F::EndsStop, &[(Paragraph, 1.5), (Title, -2.0), (Subheading, -2.5), (RelatedHeadline, -2.5), (ListHeading, -3.0), (Navigation, -2.0),
        (Byline, -2.0), (Share, -1.5), (Credit, -0.5), (AuthorBio, 0.5), (EditorNote, 0.5), (Timestamp, -1.0), (Table, -0.5)]),
    (F::EndsAsk, &[(Paragraph, 0.5), (Subheading, -1.0), (Byline, -3.0), (Navigation, -1.5), (Dateline, -3.0), (Timestamp, -3.0), (Credit, -2.0)]),
    (F::EndsColon, &[(Paragraph, 0.5), (Title, -1.5), (Byline, -2.0), (RelatedHeadline, -2.0), (Subheading, 0.3), (ListHeading, 0.5),
        (Navigation, -0.5)]),
    (F::EndsComma, &[(Paragraph, 1.0), (Title, -5.0), (Subheading, -3.0), (RelatedHeadline, -2.5), (Byline, -1.5), (Navigation, -2.0),
        (ListHeading, -3.0)]),
    (F::EndsOpen, &[(Paragraph, -0.5), (Title, 0.5), (Subheading, 0.5), (RelatedHeadline, 0.5)]),
    (F::Sentences, &[(Paragraph, 1.0), (Title, -1.5), (Subheading, -2.0), (RelatedHeadline, -1.5), (ListHeading, -2.0),
        (Navigation, -1.5), (AuthorBio, 0.3), (Byline, -1.0)]),
    // Looks.
    (F::StartsLower, &[(Title, -1.5), (Byline, -1.0), (Subheading, -1.0), (RelatedHeadline, -1.0), (Paragraph, 0.5), (ListHeading, -1.0),
        (EditorNote, -1.0), (AuthorBio, -1.0)]),
    (F::AllCaps, &[(Subheading, 1.0), (Title, 0.5), (Navigation, 0.3), (ListHeading, 0.3)]),
    (F::Name, &[(Byline, 3.0)]),
    (F::Digits, &[(Title, -1.0), (Subheading, -1.5), (RelatedHeadline, -1.0), (Byline, -3.0), (ListHeading, -1.5), (Table, 0.5),
        (Navigation, -0.5)]),
    (F::Marks, &[(Paragraph, 1.0), (Title, -4.0), (Byline, -6.0), (Subheading, -4.0), (RelatedHeadline, -5.0), (ListHeading, -4.0),
        (Dateline, -5.0), (Timestamp, -5.0), (ListItem, -3.0), (Navigation, -2.0), (Quote, -3.0)]),
    (F::BareMoment, &[(Timestamp, 4.0), (Dateline, 3.0), (Paragraph, -1.5), (Title, -4.0), (Byline, -4.0), (Subheading, -2.5), (RelatedHeadline, -5.0),
        (Navigation, -3.0), (ListHeading, -4.0), (Caption, -2.0), (Promo, -2.0), (ListItem, -1.5), (Table, -0.5)]),
    (F::HasMoment, &[(Dateline, 1.5), (Title, -0.5), (Byline, -0.5), (RelatedHeadline, -0.5)]),
    (F::Bullet, &[(ListItem, 5.0), (Paragraph, -1.0), (Title, -3.0), (Byline, -3.0)]),
    (F::Numbered, &[(ListItem, 4.0), (Subheading, 2.0), (Byline, -3.0), (Title, -0.5)]),
    (F::HeadingMark, &[(Subheading, 4.0), (Title, 3.5), (Paragraph, -1.0), (ListItem, -2.0)]),
    (F::QuotedLine, &[(Quote, 7.0), (Title, -4.0), (Subheading, -4.0), (Navigation, -2.0)]),
    (F::Quoted, &[(Quote, 1.0), (EditorNote, -1.0)]),
    (F::Attributed, &[(Quote, 7.5)]),
    (F::Bracketed, &[(EditorNote, 1.0), (Promo, 0.5), (Credit, 0.5), (Caption, 0.3), (Title, -1.5), (Byline, -1.0), (Subheading, -1.0)]),
    (F::Row, &[(Table, 2.5), (Navigation, -0.5), (Title, -1.0), (Byline, -1.5)]),
    (F::RowRun, &[(Table, 4.5), (Paragraph, -1.0), (RelatedHeadline, -1.0), (Title, -1.5), (Code, -0.5), (Timestamp, -2.0)]),
    (F::Code, &[(Code, 3.5), (Title, -2.0), (Navigation, -1.0), (Subheading, -1.5), (Byline, -3.0)]),
    (F::CodeRun, &[(Code, 6.5), (Paragraph, -1.0), (Navigation, -1.0), (Title, -2.0), (Subheading, -2.0), (Byline, -2.0), (RelatedHeadline, -2.0),
        (ListItem, -1.0), (Table, -1.0)]),
    (F::CreditEnd, &[(Caption, 6.0), (Credit, 2.0), (Paragraph, -0.5), (Byline, -2.0), (Title, -2.0)]),
    (F::Copyright, &[(Credit, 3.5), (Caption, 1.5), (Navigation, 0.5), (Byline, -2.0), (Title, -3.0), (Subheading, -2.0)]),
    (F::Address, &[(Promo, 1.0), (Navigation, 0.3), (Title, -1.5), (Byline, -0.5), (AuthorBio, 0.3), (Subheading, -1.5)]),
    (F::Trail, &[(Navigation, 5.0), (Share, 0.5), (Paragraph, -1.0), (Title, -2.5), (Subheading, -1.5), (Byline, -0.5)]),
    // Words.
    (F::EditorCue, &[(EditorNote, 9.0), (Title, -1.0)]),
    (F::EditorInside, &[(EditorNote, 6.0), (Title, -1.0)]),
    (F::ByCue, &[(Byline, 9.0), (Title, -2.0), (Credit, -1.0), (AuthorBio, -0.5)]),
    (F::PhotoCue, &[(Credit, 4.5), (Caption, 6.0), (Byline, -2.5), (Title, -2.0), (Subheading, -2.0)]),
    (F::PhotoName, &[(Credit, 4.5)]),
    (F::PhotoInside, &[(Caption, 2.0), (Credit, 0.5)]),
    (F::SourceCue, &[(Credit, 6.5), (Byline, -1.5), (Title, -1.5)]),
    (F::Agency, &[(Credit, 1.5), (Caption, 0.5), (Byline, 0.5), (Dateline, 0.5)]),
    (F::MoreWhole, &[(ListHeading, 6.0), (Navigation, 2.5), (RelatedHeadline, -1.0), (Byline, -3.0), (Title, -2.0), (Subheading, -1.0)]),
    (F::MoreCue, &[(RelatedHeadline, 7.5), (Subheading, -2.0), (ListHeading, 2.0), (Navigation, 0.5), (Title, -1.0), (Byline, -2.0)]),
    (F::NewsWhole, &[(ListHeading, 6.0), (Navigation, 2.5), (Byline, -3.0), (Title, -1.0), (Subheading, -1.0)]),
    (F::ShareWhole, &[(Share, 6.0), (Byline, -3.0), (Title, -1.5), (Subheading, -2.0)]),
    (F::ShareCue, &[(Share, 2.5), (Byline, -2.0)]),
    (F::PromoCue, &[(Promo, 4.5), (Share, 0.5), (Byline, -3.0), (Title, -1.0), (Subheading, -1.0)]),
    (F::PromoInside, &[(Promo, 4.5), (Share, 0.5), (Byline, -2.0)]),
    (F::PromoMany, &[(Promo, 3.5)]),
    (F::AuthorCue, &[(AuthorBio, 7.5), (ListHeading, 0.5), (EditorNote, -0.5)]),
    (F::AuthorInside, &[(AuthorBio, 2.5)]),
    (F::NavWhole, &[(Navigation, 3.5), (Byline, -2.5), (Title, -1.0), (Subheading, -1.0), (RelatedHeadline, -1.0)]),
    (F::Rights, &[(Navigation, 3.0), (Credit, 7.5), (RelatedHeadline, -2.0), (Promo, 1.0), (Byline, -3.0), (Title, -2.0)]),
    (F::DateCue, &[(Dateline, 5.5), (Title, -1.0), (Timestamp, 0.5)]),
    // Place.
    (F::Only, &[(Caption, -6.0), (Credit, -6.0), (AuthorBio, -6.0), (Promo, -6.0), (ListHeading, -6.0), (RelatedHeadline, -6.0),
        (Timestamp, -6.0), (Navigation, -6.0), (Share, -6.0), (Byline, -6.0)]),
    (F::First, &[(Title, 3.5), (Byline, -2.0), (Subheading, -4.0), (RelatedHeadline, -2.0), (ListHeading, -2.0), (Caption, -1.0),
        (AuthorBio, -3.0), (Quote, -0.5), (EditorNote, -0.5)]),
    (F::FirstAlone, &[(Title, 4.5)]),
    (F::Second, &[(Title, -1.0), (Byline, 1.0), (Dateline, 0.5)]),
    (F::Last, &[(Subheading, -4.0), (ListHeading, -2.5), (Title, -3.0), (Navigation, 1.5)]),
    (F::Alone, &[(Title, 0.5), (Subheading, 3.0)]),
    (F::NearHead, &[(Byline, 2.0), (Dateline, 2.0), (Title, 1.0), (EditorNote, 1.0), (Timestamp, -2.5), (RelatedHeadline, -1.5),
        (ListHeading, -1.5), (Subheading, -0.5), (AuthorBio, -1.0), (Promo, -0.5), (Credit, -0.3)]),
    (F::FarHead, &[(Navigation, 1.5), (Share, 0.5), (Title, -0.5), (Byline, -1.0), (Subheading, -2.0), (AuthorBio, -3.0)]),
    (F::Body, &[(Title, -5.0), (Byline, -2.5), (Dateline, -2.0), (Subheading, 2.5), (RelatedHeadline, -0.5), (Navigation, -1.0),
        (AuthorBio, -1.0), (EditorNote, -0.5), (ListHeading, -1.0), (Paragraph, 0.5)]),
    (F::NearTail, &[(Paragraph, -0.5), (Title, -6.0), (ListItem, -0.5), (Byline, -1.0), (Dateline, -1.5), (Subheading, -1.0), (AuthorBio, 1.5), (Promo, 0.5),
        (ListHeading, 0.5), (EditorNote, 0.3)]),
    (F::FarTail, &[(Paragraph, -1.0), (Title, -6.0), (ListItem, -1.0), (Byline, -3.0), (Dateline, -2.5), (Subheading, -1.0), (RelatedHeadline, 0.5), (Navigation, 0.5),
        (EditorNote, -1.0)]),
    (F::NoProse, &[(Paragraph, 1.5), (Subheading, 1.0), (Title, -1.5), (Byline, -2.0), (Dateline, -1.0), (Caption, -2.0), (AuthorBio, -3.0), (Promo, -1.5),
        (RelatedHeadline, -2.0), (Navigation, -2.0), (ListHeading, -2.0), (Credit, -1.0), (Share, -1.5), (Timestamp, -1.5), (EditorNote, -1.0)]),
    (F::Page, &[(Paragraph, -0.5), (RelatedHeadline, 1.5), (ListItem, -1.5), (Navigation, 1.0), (ListHeading, 0.5), (Promo, 0.5), (Timestamp, 0.5), (Caption, 0.3)]),
    (F::Headline, &[(Title, 2.5)]),
    // Neighbours.
    (F::BeforeProse, &[(Subheading, 1.0), (Dateline, 0.5), (Byline, 0.3), (RelatedHeadline, -1.0), (Navigation, -0.5), (ListHeading, -1.0)]),
    (F::AfterProse, &[(Subheading, 0.5), (Title, -1.0), (Timestamp, -0.5)]),
    (F::BeforeMoment, &[(RelatedHeadline, 1.5), (Title, 0.5)]),
    (F::AfterMoment, &[(RelatedHeadline, 1.0)]),
    (F::MomentRun, &[(Timestamp, 2.5), (RelatedHeadline, 1.0), (Dateline, -2.0), (Byline, -2.0), (Subheading, -1.5)]),
    (F::HeadlineRun, &[(RelatedHeadline, 2.0), (ListItem, -0.5), (Subheading, -1.5), (Byline, -1.0), (Caption, -1.0), (Title, -0.3)]),
    (F::TailHeadline, &[(RelatedHeadline, 2.5)]),
    (F::TinyRun, &[(Navigation, 2.5), (Byline, -2.0), (Subheading, -2.0), (Title, -1.0), (Paragraph, 0.3)]),
    (F::ItemRun, &[(ListItem, 2.0), (Subheading, -1.5), (Paragraph, -0.5)]),
    // Repeats.
    (F::Repeated, &[(Paragraph, -0.5), (Caption, 0.5), (Navigation, 0.5), (Byline, -0.3)]),
    (F::RepeatedNear, &[(Caption, 6.0), (Paragraph, -2.0), (Subheading, -2.0), (RelatedHeadline, -0.5)]),
    (F::RepeatedNearly, &[(Caption, 1.0)]),
    (F::RepeatsFirst, &[(Title, 1.0), (RelatedHeadline, 0.5), (Caption, 0.5)]),
    (F::NamesAuthor, &[(AuthorBio, 7.0)]),
    // Tags.
    (F::TagTitle, &[(Title, 6.0), (Paragraph, -3.0), (Byline, -2.0), (Navigation, -2.0)]),
    (F::TagHeading, &[(Subheading, 3.5), (Title, 1.0), (ListHeading, 1.5), (RelatedHeadline, 1.5), (Paragraph, -3.0), (Byline, -1.5)]),
    (F::TagParagraph, &[(Paragraph, 1.5), (Title, -1.5), (Navigation, -1.0), (Subheading, -1.5), (ListItem, -1.5), (RelatedHeadline, -1.0)]),
    (F::TagItem, &[(ListItem, 4.0), (Navigation, 1.5), (RelatedHeadline, 1.0), (Share, 0.5), (Title, -3.0), (Subheading, -2.0)]),
    (F::TagCell, &[(Table, 6.5)]),
    (F::TagQuote, &[(Quote, 6.0), (Promo, -0.5)]),
    (F::TagCode, &[(Code, 8.0)]),
    (F::TagCaption, &[(Caption, 8.0), (Credit, 2.0)]),
    (F::TagTime, &[(Dateline, 2.0), (Timestamp, 2.5), (Paragraph, -3.0)]),
    (F::TagControl, &[(Navigation, 4.5), (Share, 2.0), (Promo, 2.0), (Paragraph, -2.5), (Title, -4.0), (ListItem, -1.0), (Subheading, -2.0)]),
    (F::TagAddress, &[(Byline, 1.0), (Navigation, 0.5)]),
    (F::InArticle, &[(Paragraph, 0.5), (Navigation, -1.0), (RelatedHeadline, -0.5)]),
    (F::InHeader, &[(Navigation, 1.5), (Title, 0.5), (Byline, 0.5), (Dateline, 0.5), (Paragraph, -0.5)]),
    (F::InFooter, &[(Navigation, 4.5), (Share, 2.0), (Promo, 2.0), (Credit, 1.5), (Paragraph, -2.0), (ListItem, -1.5), (Subheading, -1.5), (Title, -3.0)]),
    (F::InNavigation, &[(Navigation, 7.0), (Paragraph, -3.0), (ListItem, -2.0), (Title, -4.0), (RelatedHeadline, 1.5), (ListHeading, 2.0)]),
    (F::InAside, &[(RelatedHeadline, 3.5), (Promo, 3.0), (ListHeading, 3.0), (Navigation, 2.0), (AuthorBio, 1.5), (Timestamp, 1.0),
        (Paragraph, -2.0), (ListItem, -1.5), (Subheading, -0.5), (Title, -4.0)]),
    (F::Linked, &[(Navigation, 3.0), (RelatedHeadline, 3.5), (Share, 1.5), (Promo, 0.5), (ListHeading, 0.5), (Paragraph, -2.0), (ListItem, -1.0),
        (Title, -1.5), (Byline, 0.5)]),
    (F::SomeLinks, &[(Navigation, 0.5), (RelatedHeadline, 0.5), (Promo, 1.0), (Byline, 0.5)]),
    (F::ClassByline, &[(Byline, 4.5), (AuthorBio, 1.5)]),
    (F::ClassDate, &[(Dateline, 2.0), (Timestamp, 2.0)]),
    (F::ClassCaption, &[(Caption, 4.0), (Credit, 2.0)]),
    (F::ClassShare, &[(Share, 5.0), (Navigation, 1.0), (Paragraph, -1.0)]),
    (F::ClassNavigation, &[(Navigation, 3.0), (Share, 0.5), (Paragraph, -0.5)]),
    (F::ClassRelated, &[(RelatedHeadline, 3.0), (ListHeading, 2.5), (Timestamp, 1.0), (Promo, 0.5), (Paragraph, -1.0)]),
    (F::ClassPromo, &[(Promo, 5.0), (Navigation, 0.5), (Paragraph, -1.0)]),
    (F::ClassBio, &[(AuthorBio, 5.0)]),
    (F::ClassTitle, &[(Title, 1.0)]),
    (F::ClassQuote, &[(Quote, 3.0)]),
];

/// How well one kind follows another; 0 where nothing is said.
#[rustfmt::skip]
const ORDER: &[(Kind, &[(Kind, f32)])] = &[
    (Title, &[(Title, -4.0), (Byline, 2.0), (Dateline, 2.0), (EditorNote, 0.5), (Caption, 0.3), (Timestamp, -1.0), (RelatedHeadline, -2.0),
        (ListHeading, -2.0), (Navigation, -1.0), (Subheading, -0.5)]),
    (Byline, &[(Byline, -1.0), (Title, -1.0), (Dateline, 1.5), (Timestamp, -1.0), (RelatedHeadline, -1.5), (EditorNote, 0.5)]),
    (Dateline, &[(Dateline, 0.0), (Byline, 1.0), (Timestamp, -1.0), (RelatedHeadline, -2.0), (EditorNote, 0.5)]),
    (Paragraph, &[(Paragraph, 0.5), (Title, -1.5), (Byline, -1.5), (RelatedHeadline, -0.5)]),
    (Subheading, &[(Paragraph, 1.0), (Subheading, -2.0), (ListItem, 0.5), (Table, 0.5), (RelatedHeadline, -2.0), (Timestamp, -1.0),
        (Navigation, -1.0), (ListHeading, -1.0), (Share, -1.0)]),
    (Quote, &[(Quote, 0.5)]),
    (ListItem, &[(ListItem, 1.5)]),
    (Table, &[(Table, 1.5)]),
    (Code, &[(Code, 2.0)]),
    (Caption, &[(Credit, 0.5), (Caption, 0.3), (RelatedHeadline, -1.0)]),
    (Credit, &[(RelatedHeadline, -0.5)]),
    (AuthorBio, &[(AuthorBio, 0.5), (Subheading, -1.5)]),
    (ListHeading, &[(RelatedHeadline, 3.5), (Timestamp, 1.0), (Paragraph, -2.5), (Subheading, -2.0), (ListHeading, -1.5), (ListItem, 0.3),
        (Byline, -2.0)]),
    (RelatedHeadline, &[(RelatedHeadline, 1.5), (Timestamp, 2.5), (Navigation, 0.5), (ListHeading, 0.5), (Paragraph, -1.0), (Subheading, -2.0),
        (Byline, -1.5), (Dateline, -1.5), (Caption, -1.0)]),
    (Timestamp, &[(RelatedHeadline, 2.5), (Timestamp, -0.5), (Navigation, 0.5), (Title, -0.5), (Subheading, -1.0), (Byline, -1.0)]),
    (Navigation, &[(Navigation, 1.5), (Share, 0.5), (RelatedHeadline, 0.3), (Title, 0.5), (Subheading, -1.0)]),
    (Share, &[(Share, 2.0), (Navigation, 0.5), (Title, 0.3), (Subheading, -0.5)]),
    (Promo, &[(Promo, 0.5), (Navigation, 0.5), (Share, 0.5), (Subheading, -0.5), (Byline, -1.0)]),
];

/// The tables, by number.
struct Model {
    prior: Scores,
    weights: Vec<Scores>,
    /// `order[before][after]`.
    order: [Scores; KINDS],
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let mut model =
        Model { prior: dense(PRIOR), weights: vec![[0.0; KINDS]; F::ALL.len()], order: [[0.0; KINDS]; KINDS] };
    for (feature, row) in WEIGHTS {
        if let Some(weights) = model.weights.get_mut(*feature as usize) {
            *weights = dense(row);
        }
    }
    for (before, row) in ORDER {
        for (after, score) in *row {
            if let Some(cell) = model.order.get_mut(*before as usize).and_then(|row| row.get_mut(*after as usize)) {
                *cell = *score;
            }
        }
    }
    model
});

fn dense(row: &[(Kind, f32)]) -> Scores {
    let mut scores = [0.0; KINDS];
    for (kind, score) in row {
        if let Some(cell) = scores.get_mut(*kind as usize) {
            *cell = *score;
        }
    }
    scores
}

impl Model {
    /// What the features of a block, and what leans to content, say of each kind.
    fn scores(&self, features: Features, lean: f32) -> Scores {
        let mut scores = self.prior;
        for (score, kind) in scores.iter_mut().zip(Kind::ALL) {
            *score += if kind.content() { lean } else { -lean };
        }
        for feature in features.numbers() {
            for (score, weight) in scores.iter_mut().zip(self.weights.get(feature).into_iter().flatten()) {
                *score += weight;
            }
        }
        scores
    }

    /// How well `after` follows `before`.
    fn order(&self, before: usize, after: usize) -> f32 {
        self.order.get(before).and_then(|row| row.get(after)).copied().unwrap_or_default()
    }
}

/// 0.5 where two kinds are even, towards 1 as the margin grows. Plain arithmetic: the same on every machine.
fn confidence(margin: f32) -> f32 {
    0.5 + 0.5 * margin / (margin.abs() + 2.0)
}

/// The kind of each block, and how sure it is given its neighbours, from the margin to the next kind.
///
/// The sequence with the best sum of scores and orders, by the Viterbi algorithm. `leans` is what speaks
/// for content beside the features, or none.
pub(super) fn decode(features: &[Features], leans: &[f32]) -> Vec<(Kind, f32)> {
    let model = &*MODEL;
    let mut best: Scores = [0.0; KINDS];
    let mut back: Vec<[u8; KINDS]> = Vec::with_capacity(features.len());
    let leans = || leans.iter().copied().chain(std::iter::repeat(0.0));
    for (index, (&of_block, lean)) in features.iter().zip(leans()).enumerate() {
        let own = model.scores(of_block, lean);
        let mut next = own;
        let mut from = [0; KINDS];
        if index > 0 {
            let (mut tops, mut kinds) = ([f32::NEG_INFINITY; KINDS], [0_u32; KINDS]);
            for (kind, (before, orders)) in (0..).zip(best.iter().zip(&model.order)) {
                // Without a branch this becomes vector instructions.
                for ((top, top_kind), order) in tops.iter_mut().zip(&mut kinds).zip(orders) {
                    let score = before + order;
                    let better = score > *top;
                    *top = if better { score } else { *top };
                    *top_kind = if better { kind } else { *top_kind };
                }
            }
            next.iter_mut().zip(tops).for_each(|(next, top)| *next += top);
            from = kinds.map(|kind| kind as u8);
        }
        // Only differences count: without this the sums of long texts would lose their precision.
        let highest = next.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        best = next.map(|score| score - highest);
        back.push(from);
    }
    let mut kinds = vec![0_usize; features.len()];
    let mut kind = best.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(kind, _)| kind);
    for (slot, from) in kinds.iter_mut().zip(&back).rev() {
        *slot = kind;
        kind = from.get(kind).copied().map_or(0, usize::from);
    }
    let neighbour = |index: Option<usize>| index.and_then(|index| kinds.get(index)).copied();
    kinds
        .iter()
        .zip(features.iter().zip(leans()))
        .enumerate()
        .map(|(index, (&kind, (&of_block, lean)))| {
            let (before, after) = (neighbour(index.checked_sub(1)), neighbour(Some(index + 1)));
            let mut scores = model.scores(of_block, lean);
            for (kind, score) in scores.iter_mut().enumerate() {
                *score += before.map_or(0.0, |before| model.order(before, kind))
                    + after.map_or(0.0, |after| model.order(kind, after));
            }
            let own = scores.get(kind).copied().unwrap_or_default();
            let others = scores.iter().enumerate().filter(|(other, _)| *other != kind).map(|(_, score)| *score);
            let margin = own - others.fold(f32::NEG_INFINITY, f32::max);
            (Kind::ALL.get(kind).copied().unwrap_or(Paragraph), confidence(margin))
        })
        .collect()
}
