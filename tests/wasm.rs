//! What JavaScript sees of the bindings, in Node and in a browser.
#![cfg(target_arch = "wasm32")]

use hamisi::wasm::{Core, tables};
use js_sys::{Array, Float32Array, Function, JSON, JsString, Object, Reflect, Uint8Array, Uint32Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

fn core() -> Core {
    Core::new().unwrap()
}

fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap()
}

fn objects(columns: &Object) -> JsValue {
    JSON::parse(&get(columns, "objects").as_string().unwrap()).unwrap()
}

fn rest(columns: &Object) -> JsValue {
    JSON::parse(&get(columns, "rest").as_string().unwrap()).unwrap()
}

fn strings(list: &JsValue) -> Vec<String> {
    Array::from(list).iter().map(|item| item.as_string().unwrap()).collect()
}

/// What the spans of a column cut out of `text`, as JavaScript cuts.
fn cut(text: &str, columns: &Object, list: &str, entries: usize) -> Vec<String> {
    let text = JsString::from(text);
    let column: Uint32Array = get(columns, list).unchecked_into();
    column.to_vec().chunks(entries).map(|item| text.slice(item[0], item[1]).into()).collect()
}

fn code(error: &JsValue) -> String {
    assert!(error.is_instance_of::<js_sys::Error>());
    get(error, "code").as_string().unwrap()
}

#[wasm_bindgen_test]
fn counts_offsets_as_javascript_does() {
    let text = "👩‍👩‍👧 e\u{301} Salam, dünya! 𝒳 中文。\n\nمرحبا بالعالم.";
    let columns = core().analyze(text.into(), r#"{"stages":["blocks","sentences","words"]}"#, None).unwrap();
    assert_eq!(cut(text, &columns, "blocks", 5), text.split("\n\n").collect::<Vec<_>>());
    assert!(cut(text, &columns, "sentences", 4).contains(&"مرحبا بالعالم.".to_owned()));
    let words = cut(text, &columns, "words", 2);
    for word in ["e\u{301}", "Salam", "dünya", "بالعالم"] {
        assert!(words.contains(&word.to_owned()), "{word} in {words:?}");
    }
    assert_eq!(get(&rest(&columns), "length"), text.encode_utf16().count());
}

#[wasm_bindgen_test]
fn keeps_columns_in_step() {
    let text = "Bakı 2024\n\nLondon, 4 February";
    let columns = core().analyze(text.into(), "{}", None).unwrap();
    let length = |list: &str| get(&columns, list).unchecked_into::<Uint32Array>().length();
    let confidences = |list: &str| get(&columns, list).unchecked_into::<Float32Array>().length();
    assert_eq!(length("blocks"), 5 * confidences("blockConfidences"));
    assert_eq!(length("runs"), 4 * confidences("runConfidences"));
    assert_eq!(length("entities"), 4 * confidences("entityConfidences"));
    assert_eq!(length("entities"), 4 * Array::from(&get(&objects(&columns), "values")).length());
    let blocks: Uint32Array = get(&columns, "blocks").unchecked_into();
    let codes = strings(&get(&rest(&columns), "codes"));
    for block in blocks.to_vec().chunks(5) {
        assert!((block[3] as usize) < codes.len());
    }
}

#[wasm_bindgen_test]
fn gives_values_of_the_callers_own_names() {
    let text = "🙂 Nərgiz came.";
    let options = r#"{"dictionary":[{"text":"Nərgiz","kind":"person","id":"n1"}]}"#;
    let columns = core().analyze(text.into(), options, None).unwrap();
    assert_eq!(cut(text, &columns, "entities", 4), ["Nərgiz"]);
    let kinds = strings(&get(&JSON::parse(&tables().unwrap()).unwrap(), "entities"));
    let entities: Uint32Array = get(&columns, "entities").unchecked_into();
    assert_eq!(kinds[entities.get_index(2) as usize], "person");
    let name = get(&get(&objects(&columns), "names"), "0");
    assert_eq!(get(&get(&name, "links"), "id"), "n1");
}

#[wasm_bindgen_test]
fn reads_bytes_and_gives_their_text() {
    let bytes = Uint8Array::from("Salam, dünya".as_bytes());
    let columns = core().analyze(bytes.into(), r#"{"name":"a.txt"}"#, None).unwrap();
    assert_eq!(get(&columns, "text"), "Salam, dünya");
    assert_eq!(get(&get(&rest(&columns), "source"), "name"), "a.txt");
    assert_eq!(get(&get(&rest(&columns), "source"), "encoding"), "utf-8");
    let columns = core().analyze("Salam".into(), "{}", None).unwrap();
    assert!(get(&columns, "text").is_undefined());
}

#[wasm_bindgen_test]
fn replaces_lone_surrogates_without_moving_offsets() {
    let text = Function::new_no_args("return 'a\\ud800 b'").call0(&JsValue::NULL).unwrap();
    let columns = core().analyze(text, r#"{"stages":["words"]}"#, None).unwrap();
    assert_eq!(get(&columns, "words").unchecked_into::<Uint32Array>().to_vec(), [0, 1, 3, 4]);
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
        let error = core.analyze("text".into(), options, None).unwrap_err();
        assert_eq!(code(&error), "option");
        let message = get(&error, "message").as_string().unwrap();
        assert!(message.contains(mentions), "{message}");
    }
    assert_eq!(code(&core.export("text".into(), "docx", "{}").unwrap_err()), "option");
    assert_eq!(code(&core.analyze(JsValue::from(7), "{}", None).unwrap_err()), "input");
    for (bytes, expected) in
        [(b"\x89PNG\r\n\x1a\n".as_slice(), "input"), (b"caf\xE9", "source"), (b"<!doctype html><p>a", "source")]
    {
        assert_eq!(code(&core.analyze(Uint8Array::from(bytes).into(), "{}", None).unwrap_err()), expected);
    }
}

#[wasm_bindgen_test]
fn refuses_damaged_packs_and_goes_on() {
    let mut core = core();
    assert_eq!(code(&core.add_pack(b"hamisi, but not a pack".to_vec()).unwrap_err()), "pack");
    assert!(core.analyze("text".into(), "{}", None).is_ok());
}

#[wasm_bindgen_test]
fn says_which_packs_are_missing() {
    let columns = core().analyze("text".into(), "{}", None).unwrap();
    let warnings = strings(&get(&rest(&columns), "warnings")).join("\n");
    assert!(["segment", "language", "locale", "gazetteer"].iter().all(|name| warnings.contains(name)), "{warnings}");
}

#[wasm_bindgen_test]
fn tells_each_stage_and_stops_when_the_listener_throws() {
    let listener =
        "this.told ??= []; this.told.push(stage); if (stage === last) throw new RangeError('enough'); return this.told";
    let told = |last: &str| {
        let listener = Function::new_with_args("last, stage", listener);
        let listener: Function = listener.bind1(&Object::new(), &last.into()).unchecked_into();
        let result = core().analyze("One. Two.".into(), "{}", Some(listener.clone()));
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
fn takes_an_empty_text() {
    let columns = core().analyze("".into(), "{}", None).unwrap();
    assert_eq!(get(&columns, "blocks").unchecked_into::<Uint32Array>().length(), 0);
    assert_eq!(get(&rest(&columns), "length"), 0);
    assert!(core().export("".into(), "csv", "{}").is_ok());
}
