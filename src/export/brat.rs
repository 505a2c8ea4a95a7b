//! brat standoff annotation (the `.ann` file; brat reads it beside a `.txt` file with the text).
//!
//! | line | what |
//! | --- | --- |
//! | `T1⇥location 0 4⇥Bakı` | a mention; offsets count code points, whatever the settings say |
//! | `A1⇥Value T1 AZ` | its normalised value; white space in it becomes `_` |
//! | `N1⇥Reference T1 geonames:587084⇥Bakı` | what its name is known as elsewhere |
//!
//! Numbers follow the analysis: mention 0 is `T1`. A mention over several lines is cut into fragments, as brat asks:
//! `T2 date 10 14;15 20`.

use crate::{Analysis, Offsets, Span, Unit};
use std::io;

/// Writes the annotations of `analysis`; nothing when there are none.
///
/// # Errors
/// Only those of `writer`.
pub fn write(analysis: &Analysis, mut writer: impl io::Write) -> io::Result<()> {
    let text = analysis.text.as_str();
    let offsets = Offsets::new(text, Unit::Codepoint);
    let mut cursor = offsets.cursor();
    let (mut values, mut links) = (0, 0);
    for (mention, entity) in (1..).zip(&analysis.entities) {
        write!(writer, "T{mention}\t{} ", entity.kind)?;
        let fragments = fragments(text, entity.span);
        for (index, &fragment) in fragments.iter().enumerate() {
            let Span { start, end } = cursor.of(fragment);
            write!(writer, "{}{start} {end}", if index == 0 { "" } else { ";" })?;
        }
        let words: Vec<_> = fragments.iter().map(|fragment| fragment.of(text)).collect();
        writeln!(writer, "\t{}", words.join(" "))?;
        if let Some(value) = entity.value.as_ref().and_then(super::value::short) {
            values += 1;
            writeln!(writer, "A{values}\tValue T{mention} {}", joined(&value))?;
        }
        if let Some(name) = entity.name.and_then(|index| analysis.names.get(index)) {
            for (scheme, id) in &name.links {
                links += 1;
                let label = name.name.replace(super::breaks_line, " ");
                writeln!(writer, "N{links}\tReference T{mention} {}:{}\t{label}", joined(scheme), joined(id))?;
            }
        }
    }
    Ok(())
}

/// The parts of `span` between line breaks, without the white space around them.
fn fragments(text: &str, span: Span) -> Vec<Span> {
    let mut start = span.start;
    span.of(text)
        .split_inclusive(super::breaks_line)
        .filter_map(|part| {
            let fragment = Span::new(start, start + part.len()).trimmed(text);
            start += part.len();
            (!fragment.is_empty()).then_some(fragment)
        })
        .collect()
}

fn joined(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{Entity, Kind, Name, Value};
    use std::collections::BTreeMap;

    #[test]
    fn writes_mentions_values_and_links() {
        let text = "😀 Bakı\nşəhəri 5 km";
        let entity = |from: &str, kind, value, name| {
            let start = text.find(from).unwrap();
            Entity { value, name, ..Entity::new(Span::new(start, start + from.len()), kind, 1.0) }
        };
        let analysis = Analysis {
            text: text.into(),
            entities: vec![
                entity("Bakı\nşəhəri", Kind::Location, Some(Value::Location { country: "AZ".into() }), Some(0)),
                entity("5 km", Kind::Quantity, Some(Value::Quantity { amount: "5".into(), unit: "km".into() }), None),
            ],
            names: vec![Name {
                kind: Kind::Location,
                name: "Bakı".into(),
                aliases: vec![],
                mentions: vec![0],
                links: BTreeMap::from([("geonames".into(), "587084".into())]),
            }],
            ..Analysis::default()
        };
        let mut bytes = Vec::new();
        write(&analysis, &mut bytes).unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "T1\tlocation 2 6;7 13\tBakı şəhəri\nA1\tValue T1 AZ\nN1\tReference T1 geonames:587084\tBakı\n\
             T2\tquantity 14 18\t5 km\nA2\tValue T2 5_km\n"
        );
    }
}
