//! What holds for any text: of the analysis, and of everything it can be written as.

use hamisi::entity::{Entity, Kind, Name, Value};
use hamisi::export::{self, Format, Settings};
use hamisi::{Analysis, Options, Pipeline, Span, Stage, Unit};
use html5gum::{Token, Tokenizer};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value as Json;
use std::sync::LazyLock;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new().unwrap());

fn everything() -> Options {
    Options { stages: Stage::ALL.to_vec(), ..Options::default() }
}

/// Pieces of documents, glued in any order.
const FRAGMENTS: [&str; 40] = [
    "Storm closes harbour\n",
    "By Ann Lee and Bo Ek\n\n",
    "22:00 02.07.2025\n",
    "Hamısı",
    "\r\n",
    "\n\n",
    " ",
    "\t",
    ". ",
    "\u{3000}",
    "Dr. R. Aliyev paid $1,200.50 on 4 February 2024",
    "http://a.example/?q=1&r=<2>",
    "press@port.example",
    "@name #tag",
    "Liman bu gün yenidən açıldı.",
    "Президент прибыл в Киев в 15:30",
    "وصل الوفد إلى بغداد يوم ٣ آذار ٢٠٢٤",
    "הספרייה תיפתח",
    "東京で3月5日、午後7時に開く。",
    "北京上海",
    "ราคาทองวันนี้",
    "नई दिल्ली में ₹450",
    "Η γέφυρα άνοιξε",
    "საქართველო",
    "서울에서 5km",
    "e\u{301}",
    "👩‍👩‍👧",
    "🇦🇿",
    "😀",
    "\u{200D}",
    "\u{FEFF}",
    "\u{202E}",
    "\u{85}",
    "\u{2028}",
    "\0",
    "\u{1B}[31m",
    "<b>&amp;</b>",
    "\"quoted, text\"",
    "=1+1",
    "a\u{202F}b",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(&FRAGMENTS[..]).prop_map(str::to_owned),
        2 => any::<String>(),
        1 => "[a-zəıöü ]{1,30}",
        1 => "\\PC{1,20}",
    ];
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// An analysis with mentions put in anywhere, of any kind, so that exports have to do with every case.
fn annotated() -> impl Strategy<Value = Analysis> {
    let mention = (0..12_usize, 1..12_usize, prop::sample::select(&Kind::ALL[..]), any::<bool>());
    (text(), vec(mention, 0..12), any::<bool>()).prop_map(|(text, mentions, stages)| {
        let options = if stages { everything() } else { Options { stages: vec![], ..Options::default() } };
        let mut analysis = PIPELINE.analyze(&text, &options);
        (analysis.entities, analysis.names) = (Vec::new(), Vec::new());
        let ends: Vec<_> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut from = 0;
        for (gap, length, kind, valued) in mentions {
            let (start, end) = (from + gap, from + gap + length);
            from = end;
            let Some(&end) = ends.get(end) else { break };
            let span = Span::new(ends[start], end).trimmed(&text);
            if span.is_empty() {
                continue;
            }
            let value = valued.then(|| Value::Money { amount: "1.5".into(), currency: "EUR".into() });
            let name = valued.then_some(analysis.names.len());
            if valued {
                analysis.names.push(Name {
                    kind,
                    name: span.of(&text).into(),
                    aliases: vec![],
                    mentions: vec![analysis.entities.len()],
                    links: [("id".to_owned(), "a b".to_owned())].into(),
                });
            }
            analysis.entities.push(Entity { value, name, ..Entity::new(span, kind, 0.123_456) });
        }
        analysis
    })
}

fn written(analysis: &Analysis, format: Format, settings: &Settings) -> String {
    let mut bytes = Vec::new();
    export::write(analysis, format, settings, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn plain(analysis: &Analysis, format: Format) -> String {
    written(analysis, format, &Settings::default())
}

/// Characters `start..end` of `text`.
fn points(text: &str, start: u64, end: u64) -> String {
    text.chars().skip(start as usize).take((end - start) as usize).collect()
}

fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Ordered, without overlaps, not empty, on character boundaries, inside the text.
fn check_spans(text: &str, spans: impl Iterator<Item = Span>, what: &str) -> Result<(), TestCaseError> {
    let mut end = 0;
    for span in spans {
        prop_assert!(span.start >= end, "{what} {span:?} begins before {end}");
        prop_assert!(span.end > span.start && text.get(span.start..span.end).is_some(), "{what} {span:?} does not fit");
        end = span.end;
    }
    Ok(())
}

proptest! {
    #[test]
    fn spans_are_ordered_apart_and_inside(text in text()) {
        let analysis = PIPELINE.analyze(&text, &everything());
        prop_assert_eq!(&analysis.text, &text);
        check_spans(&text, analysis.blocks.iter().map(|block| block.span), "block")?;
        check_spans(&text, analysis.sentences.iter().map(|sentence| sentence.span), "sentence")?;
        check_spans(&text, analysis.words.iter().copied(), "word")?;
        check_spans(&text, analysis.runs.iter().map(|run| run.span), "run")?;
        check_spans(&text, analysis.entities.iter().map(|entity| entity.span), "entity")?;
    }

    #[test]
    fn sentences_words_and_runs_lie_in_blocks(text in text()) {
        let analysis = PIPELINE.analyze(&text, &everything());
        for sentence in &analysis.sentences {
            prop_assert!(analysis.blocks[sentence.block].span.contains(sentence.span));
        }
        for &span in analysis.words.iter().chain(analysis.runs.iter().map(|run| &run.span)) {
            prop_assert!(analysis.blocks.iter().any(|block| block.span.contains(span)), "{span:?}");
        }
    }

    #[test]
    fn only_white_space_lies_between_blocks_and_between_sentences(text in text()) {
        let analysis = PIPELINE.analyze(&text, &everything());
        for spans in [
            analysis.blocks.iter().map(|block| block.span).collect::<Vec<_>>(),
            analysis.sentences.iter().map(|sentence| sentence.span).collect(),
        ] {
            let (mut joined, mut end) = (String::new(), 0);
            for span in spans.into_iter().chain([Span::new(text.len(), text.len())]) {
                let gap = &text[end..span.start];
                prop_assert!(gap.chars().all(char::is_whitespace), "{gap:?} is left out");
                joined.push_str(gap);
                joined.push_str(span.of(&text));
                end = span.end;
            }
            prop_assert_eq!(&joined, &text);
        }
    }

    #[test]
    fn every_letter_is_in_a_run(text in text()) {
        let analysis = PIPELINE.analyze(&text, &everything());
        let mut runs = analysis.runs.iter().map(|run| run.span).peekable();
        for (at, letter) in text.char_indices().filter(|(_, c)| c.is_alphabetic()) {
            while runs.next_if(|run| run.end <= at).is_some() {}
            prop_assert!(runs.peek().is_some_and(|run| run.start <= at), "{letter:?} at {at}: {:?}", analysis.runs);
        }
    }

    #[test]
    fn references_lead_somewhere(text in text()) {
        let analysis = PIPELINE.analyze(&text, &everything());
        for (index, block) in analysis.blocks.iter().enumerate() {
            prop_assert!(block.duplicate_of.is_none_or(|earlier| earlier < index));
        }
        for (index, entity) in analysis.entities.iter().enumerate() {
            if let Some(name) = entity.name {
                prop_assert!(analysis.names[name].mentions.contains(&index));
            }
        }
        for (index, name) in analysis.names.iter().enumerate() {
            prop_assert!(!name.mentions.is_empty());
            for &mention in &name.mentions {
                prop_assert_eq!(analysis.entities[mention].name, Some(index));
            }
        }
    }

    #[test]
    fn the_same_text_gives_the_same_answer(text in text()) {
        let (one, other) = (PIPELINE.analyze(&text, &everything()), PIPELINE.analyze(&text, &everything()));
        prop_assert_eq!(plain(&one, Format::Jsonl), plain(&other, Format::Jsonl));
    }

    #[test]
    fn any_bytes_give_an_answer_or_an_error(bytes in prop_oneof![vec(any::<u8>(), 0..40), vec(1..=u8::MAX, 0..400), vec(b' '..=u8::MAX, 0..400)]) {
        if let Ok(analysis) = PIPELINE.analyze_bytes(&bytes, &Default::default(), &everything()) {
            check_spans(&analysis.text, analysis.blocks.iter().map(|block| block.span), "block")?;
            prop_assert_eq!(analysis.verbatim, analysis.text.as_bytes() == bytes);
        }
    }

    #[test]
    fn offsets_of_all_units_agree(analysis in annotated()) {
        let text = analysis.text.as_str();
        let utf16: Vec<_> = text.encode_utf16().collect();
        let slice = |unit, start: u64, end: u64| match unit {
            Unit::Codepoint => points(text, start, end),
            Unit::Utf8 => text[start as usize..end as usize].to_owned(),
            Unit::Utf16 => String::from_utf16(&utf16[start as usize..end as usize]).unwrap(),
        };
        let mut slices = Vec::new();
        for unit in [Unit::Codepoint, Unit::Utf8, Unit::Utf16] {
            let json = written(&analysis, Format::Jsonl, &Settings { offsets: unit, ..Settings::default() });
            let json: Json = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(&json["offsets"], unit.as_str());
            let whole = slice(unit, 0, json["length"].as_u64().unwrap());
            prop_assert_eq!(whole.as_str(), text);
            for entity in json["entities"].as_array().unwrap() {
                let found = slice(unit, entity["start"].as_u64().unwrap(), entity["end"].as_u64().unwrap());
                prop_assert_eq!(&entity["text"], found.as_str());
            }
            let spans = ["blocks", "sentences", "words", "runs", "entities"].map(|key| {
                let items = json[key].as_array().unwrap().iter();
                let ends = items.map(|item| if key == "words" { (&item[0], &item[1]) } else { (&item["start"], &item["end"]) });
                ends.map(|(start, end)| slice(unit, start.as_u64().unwrap(), end.as_u64().unwrap())).collect::<Vec<_>>()
            });
            slices.push(spans);
        }
        prop_assert_eq!(&slices[0], &slices[1]);
        prop_assert_eq!(&slices[0], &slices[2]);
    }

    #[test]
    fn json_is_one_line_and_parses(analysis in annotated()) {
        let line = written(&analysis, Format::Jsonl, &Settings { text: true, ..Settings::default() });
        prop_assert_eq!(line.find('\n'), Some(line.len() - 1));
        let json: Json = serde_json::from_str(&line).unwrap();
        prop_assert_eq!(&json["text"], analysis.text.as_str());
        prop_assert_eq!(json, serde_json::from_str::<Json>(&written(&analysis, Format::Json, &Settings { text: true, ..Settings::default() })).unwrap());
    }

    #[test]
    fn csv_parses_back(analysis in annotated()) {
        let table = plain(&analysis, Format::Csv);
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let rows: Vec<_> = reader.records().collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(rows.len(), analysis.entities.len());
        for (row, entity) in rows.iter().zip(&analysis.entities) {
            prop_assert_eq!(row.len(), 13);
            let text = entity.span.of(&analysis.text);
            prop_assert_eq!(&row[5], text);
            prop_assert_eq!(points(&analysis.text, row[2].parse().unwrap(), row[3].parse().unwrap()), text);
            prop_assert_eq!(&row[4], entity.kind.as_str());
        }
    }

    #[test]
    fn conll_holds_all_text_and_all_mentions(analysis in annotated()) {
        let (mut all, mut tagged) = (String::new(), String::new());
        let table = plain(&analysis, Format::Conll);
        for line in table.split('\n').filter(|line| !line.is_empty() && !line.starts_with("# ")) {
            let cells: Vec<_> = line.split('\t').collect();
            prop_assert_eq!(cells.len(), 3, "{:?}", line);
            all.push_str(cells[0]);
            if cells[1] != "O" {
                prop_assert!(cells[1].starts_with("B-") || cells[1].starts_with("I-"));
                tagged.push_str(cells[0]);
            }
        }
        prop_assert_eq!(without_space(&all), without_space(&analysis.text));
        let mentions: String = analysis.entities.iter().map(|entity| entity.span.of(&analysis.text)).collect();
        prop_assert_eq!(without_space(&tagged), without_space(&mentions));
    }

    #[test]
    fn brat_fragments_are_slices(analysis in annotated()) {
        let annotations = plain(&analysis, Format::Brat);
        let mut mentions = 0;
        for line in annotations.split('\n').filter(|line| line.starts_with('T')) {
            let cells: Vec<_> = line.split('\t').collect();
            prop_assert_eq!(cells.len(), 3, "{:?}", line);
            let (kind, fragments) = cells[1].split_once(' ').unwrap();
            prop_assert_eq!(kind, analysis.entities[mentions].kind.as_str());
            let found: Vec<_> = fragments
                .split(';')
                .map(|fragment| {
                    let (start, end) = fragment.split_once(' ').unwrap();
                    points(&analysis.text, start.parse().unwrap(), end.parse().unwrap())
                })
                .collect();
            prop_assert_eq!(found.join(" "), cells[2]);
            mentions += 1;
        }
        prop_assert_eq!(mentions, analysis.entities.len());
    }

    #[test]
    fn web_annotations_select_their_mentions(analysis in annotated()) {
        let page: Json = serde_json::from_str(&plain(&analysis, Format::WebAnnotation)).unwrap();
        let items = page["items"].as_array().unwrap();
        prop_assert_eq!(items.len(), analysis.entities.len());
        for (item, entity) in items.iter().zip(&analysis.entities) {
            let [quote, position] = item["target"]["selector"].as_array().unwrap().as_slice() else { panic!("{item}") };
            let exact = quote["exact"].as_str().unwrap();
            prop_assert_eq!(exact, entity.span.of(&analysis.text));
            prop_assert_eq!(points(&analysis.text, position["start"].as_u64().unwrap(), position["end"].as_u64().unwrap()), exact);
            let (prefix, suffix) = (quote["prefix"].as_str().unwrap(), quote["suffix"].as_str().unwrap());
            prop_assert!(analysis.text[..entity.span.start].ends_with(prefix));
            prop_assert!(analysis.text[entity.span.end..].starts_with(suffix));
        }
    }

    #[test]
    fn html_shows_the_text_and_nothing_of_it_as_markup(analysis in annotated()) {
        const OURS: [&str; 27] = [
            "html", "head", "meta", "title", "style", "body", "header", "h1", "ul", "li", "bdi", "a", "div", "i", "p", "main", "b",
            "mark", "aside", "h2", "h3", "span", "blockquote", "pre", "li", "ul", "p",
        ];
        let html = plain(&analysis, Format::Html);
        let (mut shown, mut mark, mut marked) = (Vec::<String>::new(), false, String::new());
        let mut inside: Option<String> = None;
        for token in Tokenizer::new(&html) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let name = String::from_utf8(tag.name.to_vec()).unwrap();
                    prop_assert!(OURS.contains(&name.as_str()), "{name}");
                    let class = tag.attributes.get(b"class".as_slice()).map(|class| class.to_vec());
                    if class.as_deref() == Some(b"text") {
                        inside = Some(name.clone());
                        shown.push(String::new());
                    }
                    mark = name == "mark";
                }
                Token::EndTag(tag) => {
                    if inside.as_deref().is_some_and(|name| name.as_bytes() == &tag.name[..]) {
                        inside = None;
                    }
                    mark = false;
                }
                Token::String(string) if inside.is_some() => {
                    let string = String::from_utf8(string.to_vec()).unwrap();
                    shown.last_mut().unwrap().push_str(&string);
                    if mark {
                        marked.push_str(&string);
                    }
                }
                _ => {}
            }
        }
        let kept = |text: &str| without_space(&text.replace('\0', "\u{FFFD}"));
        if !analysis.blocks.is_empty() {
            let blocks: Vec<_> = analysis.blocks.iter().map(|block| block.span.of(&analysis.text).replace('\0', "\u{FFFD}")).collect();
            prop_assert_eq!(&shown, &blocks);
        }
        prop_assert_eq!(without_space(&shown.concat()), kept(&analysis.text));
        let mentions: String = analysis.entities.iter().map(|entity| entity.span.of(&analysis.text)).collect();
        prop_assert_eq!(without_space(&marked), kept(&mentions));
    }

    #[test]
    fn reports_keep_to_their_width_and_command_nothing(analysis in annotated(), width in 40..100_usize, compact in any::<bool>()) {
        use unicode_width::UnicodeWidthStr;
        let mut bytes = Vec::new();
        let report = export::report::Report { width, color: false, compact };
        report.document(&analysis, &mut bytes).unwrap();
        for line in String::from_utf8(bytes).unwrap().split('\n') {
            prop_assert!(!line.contains(char::is_control), "{line:?}");
            prop_assert!(line.width() <= width, "{line:?}");
        }
    }
}
