//! What is written as JSON is what the JSON Schema says.

use hamisi::analysis::Id;
use hamisi::block::{self, Block};
use hamisi::entity::{self, DateValue, Entity, Name, Value};
use hamisi::export::json::{Failure, SCHEMA, View};
use hamisi::export::{self, Format, Settings};
use hamisi::source::Hint;
use hamisi::{Analysis, Options, Pipeline, Span, Stage, Unit, segment};
use jsonschema::Validator;
use serde_json::json;

fn validator() -> Validator {
    let schema = serde_json::from_str(SCHEMA).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn check(validator: &Validator, analysis: &Analysis, settings: &Settings) {
    let value = serde_json::to_value(View { analysis, settings }).unwrap();
    let errors: Vec<_> =
        validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{value:#}");
}

/// Texts in many scripts, with what is hard in each.
const TEXTS: [&str; 12] = [
    "",
    " \r\n\t",
    "Title\n\nBy Ann Lee\n\nOn 4 February 2024 prices rose by 11.2% to $1,200 (€1.100). Mail a@b.example, #tag @name.",
    "Hamısı",
    "وصل الوفد إلى بغداد في ٣ آذار ٢٠٢٤.",
    "東京で3月5日、午後7時に開く。",
    "В Москве +7 495 123-45-67, 15:30.",
    "กรุงเทพฯ 5 กม.",
    "नई दिल्ली में ₹450",
    "e\u{301}\u{200D}👩‍👩‍👧\u{FEFF}\u{202E}abc",
    "\0\u{1}\u{7F}\u{85}\u{2028}",
    "12:00\n12:00\n12:00",
];

#[test]
fn every_analysis_fits_the_schema() {
    let (validator, pipeline) = (validator(), Pipeline::new().unwrap());
    for text in TEXTS {
        for offsets in [Unit::Codepoint, Unit::Utf8, Unit::Utf16] {
            for with_text in [false, true] {
                let settings = Settings { offsets, text: with_text, ..Settings::default() };
                let all = Options { stages: Stage::ALL.to_vec(), ..Options::default() };
                check(&validator, &pipeline.analyze(text, &all), &settings);
            }
        }
    }
}

#[test]
fn every_choice_of_stages_fits_the_schema() {
    let (validator, pipeline) = (validator(), Pipeline::new().unwrap());
    for chosen in 0..1 << Stage::ALL.len() {
        let stages =
            Stage::ALL.into_iter().enumerate().filter(|(bit, _)| chosen >> bit & 1 == 1).map(|(_, stage)| stage);
        let options = Options { stages: stages.collect(), ..Options::default() };
        let analysis = pipeline.analyze(TEXTS[2], &options);
        check(&validator, &analysis, &Settings::default());
        let empty = [
            (Stage::Blocks, analysis.blocks.is_empty()),
            (Stage::Sentences, analysis.sentences.is_empty()),
            (Stage::Words, analysis.words.is_empty()),
        ];
        for (stage, empty) in empty {
            assert_eq!(empty, !options.stages.contains(&stage), "{stage:?} of {:?}", options.stages);
        }
    }
}

#[test]
fn decoded_files_fit_the_schema_and_carry_their_text() {
    let (validator, pipeline) = (validator(), Pipeline::new().unwrap());
    let latin1 =
        "Der Wähler fährt für eine Woche nach Köln, weil er möchte.".chars().map(|c| c as u8).collect::<Vec<_>>();
    for (name, bytes) in [("a.txt", b"a\xFF\xFEb" as &[u8]), ("b.txt", &latin1)] {
        let hint = Hint { name: Some(name.into()), media: None };
        let analysis = pipeline.analyze_bytes(bytes, &hint, &Options::default()).unwrap();
        check(&validator, &analysis, &Settings::default());
        let value = serde_json::to_value(View { analysis: &analysis, settings: &Settings::default() }).unwrap();
        assert_eq!(value["text"], analysis.text.as_str());
        assert_eq!(value["source"]["name"], name);
    }
}

/// An analysis that uses all that the types can say.
fn full() -> Analysis {
    let text = "Köln 😀 5 km";
    let mut analysis =
        Pipeline::default().analyze(text, &Options { stages: Stage::ALL.to_vec(), ..Options::default() });
    analysis.id = Some(Id::Text("a/1".into()));
    analysis.blocks = block::Kind::ALL
        .iter()
        .map(|&kind| Block { kind, duplicate_of: Some(0), confidence: f32::NAN, ..analysis.blocks[0].clone() })
        .collect();
    let amount = || "-12.50".to_owned();
    let values = [
        Value::Date(DateValue {
            iso: Some("2024-02-04".into()),
            alternatives: vec!["2024-04-02".into()],
            relative: Some("-P1D".into()),
        }),
        Value::Date(DateValue::default()),
        Value::Time { iso: "15:30".into() },
        Value::Duration { iso: "P60D".into() },
        Value::Money { amount: amount(), currency: "EUR".into() },
        Value::Quantity { amount: amount(), unit: "km".into() },
        Value::Amount { amount: amount() },
        Value::Location { country: "DE".into() },
        Value::Url { url: "https://a.example/".into() },
        Value::Email { email: "a@b.example".into() },
        Value::Phone { number: "+49221".into() },
        Value::Tag { tag: "a".into() },
        Value::Identifier { scheme: "doi".into(), id: "10.1/x".into() },
    ];
    let values = values.into_iter().map(Some).chain([None]).cycle();
    let span = Span::new(0, 5);
    analysis.entities = (entity::Kind::ALL.into_iter().zip(values))
        .map(|(kind, value)| Entity { value, name: Some(0), ..Entity::new(span, kind, 1.0 / 3.0) })
        .collect();
    let feature = |weight| entity::Feature { text: "Köln".into(), is: "city".into(), weight };
    let features = vec![feature(Some(-0.1235)), feature(None)];
    analysis.entities[0].explanation = Some(Box::new(entity::Explanation { by: "tagger", features }));
    let bound = |ends, reasons| segment::sentence::Bound { at: 4, ends, confidence: 0.75, reasons };
    analysis.sentences[0].explanation = Some([bound(false, vec![("mark", -0.5)]), bound(true, Vec::new())].into());
    analysis.names = vec![Name {
        kind: entity::Kind::Location,
        name: "Köln".into(),
        aliases: vec!["Cologne".into()],
        mentions: vec![0, 1],
        links: [("iso3166".to_owned(), "DE".to_owned())].into(),
    }];
    analysis.warnings = vec!["one".into()];
    analysis
}

#[test]
fn every_kind_and_value_fits_the_schema() {
    check(&validator(), &full(), &Settings::default());
}

#[test]
fn keys_stand_in_the_documented_order() {
    let mut line = Vec::new();
    let settings = Settings { text: true, ..Settings::default() };
    export::write(&full(), Format::Jsonl, &settings, &mut line).unwrap();
    let line = String::from_utf8(line).unwrap();
    let keys = [
        "schema",
        "id",
        "offsets",
        "length",
        "source",
        "text",
        "document",
        "language",
        "languages",
        "blocks",
        "sentences",
        "words",
        "runs",
        "entities",
        "names",
        "warnings",
    ];
    let places: Vec<_> = keys.iter().map(|key| line.find(&format!("\"{key}\":")).expect(key)).collect();
    assert!(places.is_sorted(), "{line}");
    assert!(
        line.contains(r#""entities":[{"start":0,"end":4,"kind":"person","text":"Köln","confidence":0.3333,"value":{"#)
    );
    assert_eq!(line.matches('\n').count(), 1);
}

#[test]
fn both_layouts_say_the_same() {
    let parse = |format| {
        let mut bytes = Vec::new();
        export::write(&full(), format, &Settings::default(), &mut bytes).unwrap();
        serde_json::from_slice::<serde_json::Value>(&bytes).unwrap()
    };
    assert_eq!(parse(Format::Json), parse(Format::Jsonl));
}

#[test]
fn failures_fit_the_schema_and_nothing_else_does() {
    let validator = validator();
    assert!(
        validator
            .is_valid(&serde_json::to_value(Failure { id: Some(&Id::Number("1".into())), error: "no text" }).unwrap())
    );
    assert!(validator.is_valid(&serde_json::to_value(Failure { id: None, error: "no text" }).unwrap()));
    let good = serde_json::to_value(View { analysis: &full(), settings: &Settings::default() }).unwrap();
    for key in good.as_object().unwrap().keys() {
        let mut lacking = good.clone();
        lacking.as_object_mut().unwrap().remove(key);
        assert!(!validator.is_valid(&lacking), "without {key}");
    }
    for (pointer, wrong) in [
        ("/offsets", json!("bytes")),
        ("/entities/0/kind", json!("animal")),
        ("/entities/0/value", json!({ "amount": "1,5" })),
        ("/blocks/0/language", json!("en")),
        ("/words", json!([[0]])),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = wrong;
        assert!(!validator.is_valid(&bad), "{pointer}");
    }
}
