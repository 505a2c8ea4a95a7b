//! What JavaScript sees of the bindings, in Node and in a browser.
#![cfg(target_arch = "wasm32")]

use hamisi::wasm::{Core, tables};
use js_sys::{Array, Function, JSON, JsString, Object, Reflect, Uint8Array, Uint32Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

fn core() -> Core {
    Core::new().unwrap()
}

fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap()
}

fn objects(answer: &Array) -> JsValue {
    JSON::parse(&answer.get(1).as_string().unwrap()).unwrap()
}

fn rest(answer: &Array) -> JsValue {
    JSON::parse(&answer.get(0).as_string().unwrap()).unwrap()
}

const COLUMNS: [&str; 8] =
    ["blocks", "blockConfidences", "sentences", "words", "runs", "runConfidences", "entities", "entityConfidences"];

/// The numbers begin with where each column ends among them.
fn column(answer: &Array, name: &str) -> Vec<u32> {
    let numbers = answer.get(2).unchecked_into::<Uint32Array>().to_vec();
    let at = COLUMNS.iter().position(|column| *column == name).unwrap();
    let start = if at == 0 { COLUMNS.len() } else { numbers[at - 1] as usize };
    numbers[start..numbers[at] as usize].to_vec()
}

fn strings(list: &JsValue) -> Vec<String> {
    Array::from(list).iter().map(|item| item.as_string().unwrap()).collect()
}

/// What the spans of a column cut out of `text`, as JavaScript cuts.
fn cut(text: &str, answer: &Array, list: &str, entries: usize) -> Vec<String> {
    let text = JsString::from(text);
    column(answer, list).chunks(entries).map(|item| text.slice(item[0], item[1]).into()).collect()
}

fn code(error: &JsValue) -> String {
    assert!(error.is_instance_of::<js_sys::Error>());
    get(error, "code").as_string().unwrap()
}

#[wasm_bindgen_test]
fn counts_offsets_as_javascript_does() {
    let text = "👩‍👩‍👧 e\u{301} Salam, dünya! 𝒳 中文。\n\nمرحبا بالعالم.";
    let answer = core().analyze(text.into(), r#"{"stages":["blocks","sentences","words"]}"#, None, None).unwrap();
    assert_eq!(cut(text, &answer, "blocks", 5), text.split("\n\n").collect::<Vec<_>>());
    assert!(cut(text, &answer, "sentences", 4).contains(&"مرحبا بالعالم.".to_owned()));
    let words = cut(text, &answer, "words", 2);
    for word in ["e\u{301}", "Salam", "dünya", "بالعالم"] {
        assert!(words.contains(&word.to_owned()), "{word} in {words:?}");
    }
    assert_eq!(get(&rest(&answer), "length"), text.encode_utf16().count());
}

#[wasm_bindgen_test]
fn keeps_columns_in_step() {
    let text = "Bakı 2024\n\nLondon, desk@ports.example";
    let answer = core().analyze(text.into(), "{}", None, None).unwrap();
    let length = |list: &str| column(&answer, list).len();
    for (list, entries, confidences) in
        [("blocks", 5, "blockConfidences"), ("runs", 4, "runConfidences"), ("entities", 4, "entityConfidences")]
    {
        assert!(length(list) > 0, "{list}");
        assert_eq!(length(list), entries * length(confidences), "{list}");
        let bits = column(&answer, confidences);
        assert!(bits.into_iter().map(f32::from_bits).all(|confidence| (0.0..=1.0).contains(&confidence)));
    }
    assert_eq!(length("entities"), 4 * Array::from(&get(&objects(&answer), "values")).length() as usize);
    let codes = strings(&get(&rest(&answer), "codes"));
    for block in column(&answer, "blocks").chunks(5) {
        assert!((block[3] as usize) < codes.len());
    }
}

#[wasm_bindgen_test]
fn gives_values_of_the_callers_own_names() {
    let text = "🙂 Nərgiz came.";
    let options = r#"{"dictionary":[{"text":"Nərgiz","kind":"person","id":"n1"}]}"#;
    let answer = core().analyze(text.into(), options, None, None).unwrap();
    assert_eq!(cut(text, &answer, "entities", 4), ["Nərgiz"]);
    let kinds = strings(&get(&tables().unwrap(), "entities"));
    assert_eq!(kinds[column(&answer, "entities")[2] as usize], "person");
    let name = get(&get(&objects(&answer), "names"), "0");
    assert_eq!(get(&get(&name, "links"), "id"), "n1");
}

#[wasm_bindgen_test]
fn reads_bytes_and_gives_their_text() {
    let bytes = Uint8Array::from("Salam, dünya".as_bytes());
    let answer = core().analyze(bytes.into(), r#"{"name":"a.txt"}"#, None, None).unwrap();
    assert_eq!(answer.get(3), "Salam, dünya");
    assert_eq!(get(&get(&rest(&answer), "source"), "name"), "a.txt");
    assert_eq!(get(&get(&rest(&answer), "source"), "encoding"), "utf-8");
    let answer = core().analyze("Salam".into(), "{}", None, None).unwrap();
    assert!(answer.get(3).is_undefined());
}

#[wasm_bindgen_test]
fn replaces_lone_surrogates_without_moving_offsets() {
    let text = Function::new_no_args("return 'a\\ud800 b'").call0(&JsValue::NULL).unwrap();
    let answer = core().analyze(text, r#"{"stages":["words"]}"#, None, None).unwrap();
    assert_eq!(column(&answer, "words"), [0, 1, 3, 4]);
}

#[wasm_bindgen_test]
fn names_what_is_wrong_with_options_and_input() {
    let core = core();
    for (options, mentions) in [
        (r#"{"stages":["verbs"]}"#, "verbs"),
        (r#"{"languages":["english"]}"#, "english"),
        (r#"{"candidates":["zzz"]}"#, "zzz"),
        (r#"{"referenceDate":"yesterday"}"#, "yesterday"),
        (r#"{"dictionary":[{"text":"a","kind":"animal"}]}"#, "animal"),
        (r#"{"langauges":["aze"]}"#, "langauges"),
    ] {
        let error = core.analyze("text".into(), options, None, None).unwrap_err();
        assert_eq!(code(&error), "option");
        let message = get(&error, "message").as_string().unwrap();
        assert!(message.contains(mentions), "{message}");
    }
    assert_eq!(code(&core.export("text".into(), "docx", "{}", None).unwrap_err()), "option");
    assert_eq!(code(&core.analyze(JsValue::from(7), "{}", None, None).unwrap_err()), "input");
    for (bytes, expected) in
        [(b"\x89PNG\r\n\x1a\n".as_slice(), "input"), (b"caf\xE9", "source"), (b"<!doctype html><p>a", "source")]
    {
        assert_eq!(code(&core.analyze(Uint8Array::from(bytes).into(), "{}", None, None).unwrap_err()), expected);
    }
}

#[wasm_bindgen_test]
fn refuses_damaged_packs_and_goes_on() {
    let mut core = core();
    assert_eq!(code(&core.add_pack(b"hamisi, but not a pack".to_vec()).unwrap_err()), "pack");
    assert!(core.analyze("text".into(), "{}", None, None).is_ok());
}

#[wasm_bindgen_test]
fn says_which_packs_are_missing() {
    let answer = core().analyze("text".into(), "{}", None, None).unwrap();
    let warnings = strings(&get(&rest(&answer), "warnings")).join("\n");
    assert!(["segment", "language", "locale", "gazetteer"].iter().all(|name| warnings.contains(name)), "{warnings}");
}

#[wasm_bindgen_test]
fn tells_each_stage_and_stops_when_the_listener_throws() {
    let listener =
        "this.told ??= []; this.told.push(stage); if (stage === last) throw new RangeError('enough'); return this.told";
    let told = |last: &str| {
        let listener = Function::new_with_args("last, stage", listener);
        let listener: Function = listener.bind1(&Object::new(), &last.into()).unchecked_into();
        let result = core().analyze("One. Two.".into(), "{}", Some(listener.clone()), None);
        (result, strings(&listener.call1(&JsValue::NULL, &"end".into()).unwrap()))
    };
    let (result, stages) = told("none");
    assert!(result.is_ok());
    assert_eq!(stages, ["blocks", "sentences", "languages", "entities", "end"]);
    let (result, stages) = told("sentences");
    assert!(result.unwrap_err().is_instance_of::<js_sys::RangeError>());
    assert_eq!(stages, ["blocks", "sentences", "end"]);
}

#[wasm_bindgen_test]
fn asks_a_function_for_names() {
    // One piece as the accurate tagger writes it, by postcard: its span and tags. All others are outside, and the other network has no say.
    let names = "if (text !== 'Hi, Bakı.' || stretches.join() !== '0,10') throw new RangeError(stretches.join());
        const floats = new Float32Array([-9, -9, -9, -9, -9, -0.01, -9, -9, -9, 0, 0, 0, -9]);
        return Uint8Array.of(1, 4, 9, ...new Uint8Array(floats.buffer), 0);";
    let names = Function::new_with_args("text, stretches", names);
    let mut core = core();
    core.add_pack(include_bytes!("../src/entity/entity.pack").to_vec()).unwrap();
    let answer = core.analyze("Hi, Bakı.".into(), "{}", None, Some(names.clone())).unwrap();
    assert_eq!(column(&answer, "entities")[..2], [4, 8]);
    let kinds = strings(&get(&tables().unwrap(), "entities"));
    assert_eq!(kinds[column(&answer, "entities")[2] as usize], "organization");
    let refused = core.analyze("Other.".into(), "{}", None, Some(names)).unwrap_err();
    assert!(refused.is_instance_of::<js_sys::RangeError>());
    let odd = Function::new_with_args("text, stretches", "return Uint8Array.of(9)");
    let refused = core.analyze("Other.".into(), "{}", None, Some(odd)).unwrap_err();
    assert!(get(&refused, "message").as_string().unwrap().contains("another version"));
}

#[wasm_bindgen_test]
fn takes_an_empty_text() {
    let answer = core().analyze("".into(), "{}", None, None).unwrap();
    assert_eq!(column(&answer, "blocks"), [0; 0]);
    assert_eq!(get(&rest(&answer), "length"), 0);
    assert!(core().export("".into(), "csv", "{}", None).is_ok());
}
