//! What a second, larger network reads in a text, and how that is joined with what the tagger's own network says.

use super::Sure;
use super::network::TAGS;
use super::token::{Kind, Token};
use crate::Span;
use crate::entity::fold::is_mark;
use serde::{Deserialize, Serialize};

/// Marks that are parts of names.
const INSIDE: [char; 11] = ['\'', '’', '‘', 'ʼ', '`', '-', '‐', '.', '·', '&', '/'];
/// The logarithm of the probability of a tag that cannot be.
const NEVER: f32 = -20.0;

/// What a second network reads in a text. The default says nothing of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The pieces of the text that may be part of a name, in order.
    pub pieces: Vec<Piece>,
    /// How it is joined with what the tagger's own network says.
    pub mix: Mix,
    /// How often the mentions that both find are right.
    pub sure: Sure,
}

/// What is read in a piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// The piece.
    pub span: Span,
    /// The logarithms of the probabilities of its tags: outside; beginning and inside of a person, location, organization, other name.
    pub scores: [f32; TAGS],
}

/// How the scores of two networks become one: a weighted sum of the logarithms of their probabilities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mix {
    /// The share of the tagger's own network, 0 to 1, for words and signs.
    pub words: f32,
    /// The same for units of scripts without blanks between words, and of Hangul.
    pub units: f32,
    /// What is added for the tag of text outside of names.
    pub outside: f32,
    /// The least logarithm that counts: no network is to forbid what the other is sure of.
    pub least: f32,
}

impl Reading {
    /// Joins what was read with the scores of `tokens`, logarithms of odds.
    ///
    /// A token takes what is said of the first piece that it shares a character with; where that piece began in the token before, what
    /// speaks for a beginning speaks for an inside, and a mark that is no part of names is outside. So is a token without a piece.
    pub(super) fn join(&self, text: &str, tokens: &[Token], scores: &mut [[f32; TAGS]]) {
        let Some(first) = tokens.first() else { return };
        let first = self.pieces.partition_point(|piece| piece.span.end <= first.span.start);
        let mut pieces = self.pieces.get(first..).unwrap_or_default().iter().peekable();
        let Mix { words, units, outside, least } = self.mix;
        for (token, scores) in tokens.iter().zip(scores) {
            let span = token.span;
            while pieces.next_if(|piece| piece.span.end <= span.start).is_some() {}
            // A piece that is not listed is outside, and those behind it in the token do not count.
            let piece = pieces.peek().filter(|piece| piece.span.start <= span.start);
            let said = piece.and_then(|piece| piece.said_of(text, token)).unwrap_or(OUTSIDE);
            let own = if token.kind == Kind::Unit { units } else { words };
            let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let sum = most + scores.iter().map(|score| (score - most).exp()).sum::<f32>().ln();
            for (score, said) in scores.iter_mut().zip(said) {
                *score = own * (*score - sum).max(least) + (1.0 - own) * said.max(least);
            }
            scores.first_mut().into_iter().for_each(|score| *score += outside);
        }
    }
}

/// What is said of a token that is surely in no name.
const OUTSIDE: [f32; TAGS] = [0.0, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER];

impl Piece {
    /// What it says of a token in it.
    fn said_of(&self, text: &str, token: &Token) -> Option<[f32; TAGS]> {
        let mut said = self.scores;
        // Whether it began in the token before.
        if Span::new(self.span.start, token.span.start).of(text).chars().any(|c| !c.is_whitespace()) {
            let c = token.span.of(text).chars().next()?;
            if !(c.is_alphanumeric() || is_mark(c) || INSIDE.contains(&c)) {
                return None;
            }
            for pair in said.split_first_mut()?.1.as_chunks_mut::<2>().0 {
                let [beginning, inside] = pair.map(f32::exp);
                *pair = [NEVER, (beginning + inside).ln()];
            }
        }
        Some(said)
    }
}

#[cfg(test)]
mod tests {
    use super::super::network::likeliest;
    use super::super::token::tokens;
    use super::super::{Mention, mentions};
    use super::*;
    use crate::entity::Kind::{Location, Organization, Person};

    const ALONE: Mix = Mix { words: 0.0, units: 0.0, outside: 0.0, least: -12.0 };

    fn row(tag: u8, probability: f32) -> [f32; TAGS] {
        let mut scores = [((1.0 - probability) / 8.0).ln(); TAGS];
        scores[usize::from(tag)] = probability.ln();
        scores
    }

    /// The mentions by pieces with their text and tag, where the tagger's own network says `own` of each token.
    fn tagged(
        text: &'static str,
        pieces: &[(&str, u8)],
        own: [f32; TAGS],
        mix: Mix,
    ) -> Vec<(&'static str, crate::entity::Kind)> {
        let mut reading = Reading { mix, ..Reading::default() };
        let mut end = 0;
        for (piece, tag) in pieces {
            let start = end + text[end..].find(piece).unwrap();
            end = start + piece.len();
            reading.pieces.push(Piece { span: Span::new(start, end), scores: row(*tag, 0.92) });
        }
        let tokens: Vec<Token> = tokens(text, Span::new(0, text.len())).collect();
        let mut scores = vec![own; tokens.len()];
        // In two parts, as in long sentences.
        let (first, second) = tokens.split_at(tokens.len() / 2);
        let (first_scores, second_scores) = scores.split_at_mut(tokens.len() / 2);
        reading.join(text, first, first_scores);
        reading.join(text, second, second_scores);
        let mut tags = Vec::new();
        likeliest(&scores, &mut tags);
        let mut found = Vec::new();
        let tagged = tokens.iter().zip(tags).zip(&scores).map(|((token, tag), scores)| (token.span, tag, scores));
        mentions(tagged, |Mention { span, kind, .. }| found.push((span.of(text), kind)));
        found
    }

    #[test]
    fn a_token_takes_the_tag_of_its_first_piece() {
        let found = tagged(
            "Anna Petrova Bakıda",
            &[("An", 1), ("na", 0), ("Petrova", 2), ("Bakı", 3), ("da", 0)],
            [0.0; TAGS],
            ALONE,
        );
        assert_eq!(found, [("Anna Petrova", Person), ("Bakıda", Location)]);
        let found = tagged("Anna Olga", &[("Anna", 1), ("Olga", 1)], [0.0; TAGS], ALONE);
        assert_eq!(found, [("Anna", Person), ("Olga", Person)]);
    }

    #[test]
    fn what_shares_a_piece_goes_on_and_marks_do_not() {
        assert_eq!(tagged("東京都", &[("東京", 3), ("都", 0)], [0.0; TAGS], ALONE), [("東京", Location)]);
        assert_eq!(tagged("A-B", &[("A-B", 5)], [0.0; TAGS], ALONE), [("A-B", Organization)]);
        assert_eq!(tagged("Gyumri։", &[("Gyumri։", 3)], [0.0; TAGS], ALONE), [("Gyumri", Location)]);
    }

    #[test]
    fn what_is_not_listed_is_outside() {
        assert_eq!(tagged("\u{7f} Anna", &[], [0.0; TAGS], ALONE), []);
        // The word begins with a piece that is in no name.
        assert_eq!(tagged("preAnna", &[("Anna", 1)], [0.0; TAGS], ALONE), []);
    }

    #[test]
    fn both_networks_count_by_their_shares() {
        let text = "Lisbon";
        let [sure, unsure] = [0.999, 0.6].map(|probability| row(3, probability));
        let half = Mix { words: 0.5, units: 0.5, ..ALONE };
        assert_eq!(tagged(text, &[("Lisbon", 5)], unsure, half), [("Lisbon", Organization)]);
        assert_eq!(tagged(text, &[("Lisbon", 5)], sure, half), [("Lisbon", Location)]);
        assert_eq!(tagged(text, &[], sure, half), []);
        assert_eq!(tagged(text, &[], sure, Mix { words: 0.7, ..half }), [("Lisbon", Location)]);
        assert_eq!(tagged(text, &[], sure, Mix { outside: -4.0, ..half }), [("Lisbon", Location)]);
        assert_eq!(tagged("京", &[("京", 5)], sure, Mix { units: 0.0, ..half }), [("京", Organization)]);
    }
}
