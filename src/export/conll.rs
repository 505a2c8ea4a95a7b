//! CoNLL: one token a line, with IOB2 tags, a blank line after each sentence.
//!
//! Three columns, separated by tabs: the token, its tag (`O`, `B-person`, `I-person`), and `SpaceAfter=No` where the next
//! token follows at once, else `_`. Comment lines begin with `# ` as in CoNLL-U: `# newdoc id`, then for each sentence
//! `# text` and, where it is known, `# lang`. A token that is itself `#` is followed by a tab.
//!
//! Tokens are the segments of UAX #29 (Unicode 17.0) that are not white space: words, numbers, punctuation marks. A mention
//! that begins or ends inside a token splits it, so that tags cover mentions exactly; a mention over two sentences begins
//! again in the second. Where sentences were not asked for, blocks stand for them, else lines.

use super::{called, stretches};
use crate::entity::Entity;
use crate::language::Code;
use crate::{Analysis, Span};
use std::io;
use unicode_segmentation::UnicodeSegmentation;

/// Writes the tokens of `analysis`; of a text without any only the comment line that names it.
///
/// # Errors
/// Only those of `writer`.
pub fn write(analysis: &Analysis, mut writer: impl io::Write) -> io::Result<()> {
    let text = analysis.text.as_str();
    writeln!(writer, "# newdoc id = {}", one_line(called(analysis).unwrap_or_default()))?;
    let mut entities = analysis.entities.as_slice();
    let sentences: Vec<_> = if analysis.sentences.is_empty() {
        stretches(text, analysis.blocks.iter().map(|block| block.span)).into_iter().map(|s| (s, Code::UND)).collect()
    } else {
        analysis.sentences.iter().map(|sentence| (sentence.span, sentence.language)).collect()
    };
    for (sentence, language) in sentences {
        writeln!(writer, "# text = {}", one_line(sentence.of(text)))?;
        if language.is_language() {
            writeln!(writer, "# lang = {language}")?;
        }
        let mut tagged = None;
        let mut tokens = tokens(text, sentence, &mut entities).into_iter().peekable();
        while let Some((token, entity)) = tokens.next() {
            let space =
                if tokens.peek().is_some_and(|(next, _)| next.start == token.end) { "SpaceAfter=No" } else { "_" };
            writer.write_all(token.of(text).as_bytes())?;
            match entity {
                None => write!(writer, "\tO")?,
                Some(entity) if tagged == Some(entity.span) => write!(writer, "\tI-{}", entity.kind)?,
                Some(entity) => write!(writer, "\tB-{}", entity.kind)?,
            }
            writeln!(writer, "\t{space}")?;
            tagged = entity.map(|entity| entity.span);
        }
        writeln!(writer)?;
    }
    Ok(())
}

/// The tokens of `sentence`, each with the mention it belongs to. `entities` loses those that ended before.
fn tokens<'a>(text: &str, sentence: Span, entities: &mut &'a [Entity]) -> Vec<(Span, Option<&'a Entity>)> {
    let mut tokens = Vec::new();
    for (at, segment) in sentence.of(text).split_word_bound_indices() {
        let mut rest = Span::new(sentence.start + at, sentence.start + at + segment.len());
        while !rest.is_empty() {
            while let Some((first, later)) = entities.split_first()
                && first.span.end <= rest.start
            {
                *entities = later;
            }
            let entity = entities.first().filter(|entity| entity.span.start < rest.end);
            let (end, inside) = match entity {
                Some(entity) if entity.span.start <= rest.start => (entity.span.end.min(rest.end), Some(entity)),
                Some(entity) => (entity.span.start, None),
                None => (rest.end, None),
            };
            let token = Span::new(rest.start, end).trimmed(text);
            if !token.is_empty() {
                tokens.push((token, inside));
            }
            rest.start = end;
        }
    }
    tokens
}

/// The text with a space for each line break and tab.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if super::breaks_line(c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Kind;
    use crate::{Options, Pipeline};

    fn conll(text: &str, entities: &[(&str, Kind)]) -> String {
        let mut analysis = Pipeline::default().analyze(text, &Options::default());
        analysis.entities = entities
            .iter()
            .map(|&(found, kind)| {
                let start = text.find(found).unwrap();
                Entity::new(Span::new(start, start + found.len()), kind, 1.0)
            })
            .collect();
        let mut bytes = Vec::new();
        write(&analysis, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn tags_mentions_with_iob2() {
        let found = conll("Ann Lee saw Bo.", &[("Ann Lee", Kind::Person), ("Bo", Kind::Person)]);
        let lines: Vec<_> = found.lines().skip_while(|line| line.starts_with("# ")).collect();
        assert_eq!(
            lines,
            ["Ann\tB-person\t_", "Lee\tI-person\t_", "saw\tO\t_", "Bo\tB-person\tSpaceAfter=No", ".\tO\t_", ""]
        );
    }

    #[test]
    fn splits_tokens_at_mentions() {
        let found = conll("Bakıdan gəldi", &[("Bakı", Kind::Location)]);
        assert!(found.contains("Bakı\tB-location\tSpaceAfter=No\ndan\tO\t_\ngəldi\tO\t_\n"), "{found}");
    }

    #[test]
    fn begins_adjacent_mentions_anew() {
        let found = conll("北京上海", &[("北京", Kind::Location), ("上海", Kind::Location)]);
        let tags: Vec<_> = found.lines().filter_map(|line| line.split('\t').nth(1)).collect();
        assert_eq!(tags, ["B-location", "I-location", "B-location", "I-location"]);
    }

    #[test]
    fn keeps_odd_spaces_out_of_tokens() {
        let found = conll("a\u{2028}b \u{301}\tc\u{85}d", &[]);
        let rows: Vec<_> = found.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")).collect();
        assert!(rows.iter().all(|row| row.split('\t').count() == 3), "{rows:?}");
    }
}
