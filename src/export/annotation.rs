//! W3C Web Annotation (Data Model, Recommendation of 23 February 2017): an `AnnotationPage` in JSON-LD, one annotation a
//! mention.
//!
//! The target's source is the document's canonical address, else its file name as a relative reference, else
//! `urn:hamisi:text`. A `TextQuoteSelector` gives the mention with up to 32 code points before and after it on its line. Plain
//! text also gets a `TextPositionSelector`, which counts code points as the standard demands, whatever the settings say. For
//! HTML there is none: the standard counts in the text of the whole page, of which the analysed text is a part.
//!
//! Bodies are the kind (purpose `tagging`), the normalised value (`describing`) and the name's links (`identifying`:
//! `geonames` as its address, others as `scheme:identifier`). Identifiers of annotations are fragments, so that they are
//! absolute wherever the page is published.

use super::called;
use crate::{Analysis, Offsets, Span, Unit};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::json;
use std::io;

/// Code points of context on either side of a quote.
const CONTEXT: usize = 32;

/// Writes the mentions of `analysis` as an annotation page; a page without items when there are none.
///
/// # Errors
/// Only those of `writer`.
pub fn write(analysis: &Analysis, mut writer: impl io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut writer, &Page(analysis))?;
    writer.write_all(b"\n")
}

struct Page<'a>(&'a Analysis);

impl Serialize for Page<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut page = serializer.serialize_map(None)?;
        page.serialize_entry("@context", "http://www.w3.org/ns/anno.jsonld")?;
        page.serialize_entry("id", "#page")?;
        page.serialize_entry("type", "AnnotationPage")?;
        page.serialize_entry("startIndex", &0)?;
        page.serialize_entry("items", &Items(self.0))?;
        page.end()
    }
}

struct Items<'a>(&'a Analysis);

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let analysis = self.0;
        let text = analysis.text.as_str();
        let plain = analysis.source.media != "text/html";
        let source = source(analysis);
        let offsets = Offsets::new(text, Unit::Codepoint);
        let mut cursor = offsets.cursor();
        serializer.collect_seq(analysis.entities.iter().enumerate().map(|(index, entity)| {
            let mut bodies = vec![textual("tagging", entity.kind.as_str())];
            bodies.extend(entity.value.as_ref().and_then(super::value::short).map(|value| textual("describing", &value)));
            let name = entity.name.and_then(|name| analysis.names.get(name));
            bodies.extend(name.into_iter().flat_map(|name| &name.links).map(|(scheme, id)| match scheme.as_str() {
                "geonames" => json!({
                    "type": "SpecificResource", "purpose": "identifying", "source": format!("https://sws.geonames.org/{id}/"),
                }),
                _ => textual("identifying", &format!("{scheme}:{id}")),
            }));
            let (prefix, suffix) = context(text, entity.span);
            let mut selectors = vec![json!({
                "type": "TextQuoteSelector", "exact": entity.span.of(text), "prefix": prefix, "suffix": suffix,
            })];
            if plain {
                let Span { start, end } = cursor.of(entity.span);
                selectors.push(json!({ "type": "TextPositionSelector", "start": start, "end": end }));
            }
            json!({
                "id": format!("#mention-{index}"),
                "type": "Annotation",
                "motivation": "tagging",
                "body": bodies,
                "target": { "source": source, "selector": selectors },
            })
        }))
    }
}

fn textual(purpose: &str, value: &str) -> serde_json::Value {
    json!({ "type": "TextualBody", "purpose": purpose, "value": value })
}

/// What the annotations are about, as an IRI reference.
fn source(analysis: &Analysis) -> String {
    match (&analysis.document.canonical, called(analysis)) {
        (Some(address), _) => address.clone(),
        (None, Some(name)) => {
            let mut reference = String::with_capacity(name.len());
            for byte in name.bytes() {
                if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
                    reference.push(char::from(byte));
                } else {
                    reference.push_str(&format!("%{byte:02X}"));
                }
            }
            reference
        }
        (None, None) => "urn:hamisi:text".to_owned(),
    }
}

/// What stands before and after `span` on its line, as far as [`CONTEXT`] goes.
fn context(text: &str, span: Span) -> (&str, &str) {
    let before = Span::new(0, span.start).of(text);
    let start = before
        .char_indices()
        .rev()
        .take(CONTEXT)
        .take_while(|&(_, c)| c != '\n')
        .last()
        .map_or(span.start, |(at, _)| at);
    let after = Span::new(span.end, text.len()).of(text);
    let end = after
        .char_indices()
        .take(CONTEXT)
        .take_while(|&(_, c)| c != '\n')
        .last()
        .map_or(0, |(at, c)| at + c.len_utf8());
    (Span::new(start, span.start).of(text), Span::new(span.end, span.end + end).of(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{Entity, Kind};

    fn page(analysis: &Analysis) -> serde_json::Value {
        let mut bytes = Vec::new();
        write(analysis, &mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    fn mention(text: &str, found: &str) -> Analysis {
        let start = text.find(found).unwrap();
        let span = Span::new(start, start + found.len());
        let entity = Entity::new(span, Kind::Location, 1.0);
        Analysis { text: text.into(), entities: vec![entity], ..Analysis::default() }
    }

    #[test]
    fn selects_by_quote_and_by_code_point() {
        let page = page(&mention("erste Zeile\n😀 in Köln am Rhein\nEnde", "Köln"));
        let selectors = &page["items"][0]["target"]["selector"];
        assert_eq!(selectors[0]["prefix"], "😀 in ");
        assert_eq!(selectors[0]["exact"], "Köln");
        assert_eq!(selectors[0]["suffix"], " am Rhein");
        assert_eq!((selectors[1]["start"].as_u64(), selectors[1]["end"].as_u64()), (Some(17), Some(21)));
    }

    #[test]
    fn gives_no_position_in_html() {
        let mut analysis = mention("in Köln", "Köln");
        analysis.source.media = "text/html".into();
        assert_eq!(page(&analysis)["items"][0]["target"]["selector"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn turns_file_names_into_references() {
        let mut analysis = mention("Köln", "Köln");
        analysis.source.name = Some("Köln 1: a.txt".into());
        assert_eq!(page(&analysis)["items"][0]["target"]["source"], "K%C3%B6ln%201%3A%20a.txt");
    }
}
