//! The JavaScript face: the only module that knows JavaScript.
//!
//! The npm package has two wasm files made of it: one with the feature `javascript`, the pipeline, and one with the feature `encodings`,
//! which is fetched when bytes turn out to be in another encoding than UTF-8.

#[cfg(feature = "javascript")]
mod core;

#[cfg(feature = "javascript")]
pub use core::{Core, reset, tables};

use crate::Error;
use js_sys::Reflect;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// Runs when the module is instantiated.
#[wasm_bindgen(start)]
fn start() {
    // A panic cannot be caught here and leaves the memory as it was at that moment. The glue makes a fresh instance at the
    // next call, and the caller gets an error that says where it happened.
    std::panic::set_hook(Box::new(|info| {
        wasm_bindgen::handler::schedule_reinit();
        wasm_bindgen::throw_val(error("crash", &info.to_string()));
    }));
}

/// The characters of `bytes`: `text`, `encoding`, `verbatim`, `warnings` and `replaced`. `declared` is what `Core.declared` gives.
#[cfg(feature = "encodings")]
#[wasm_bindgen]
pub fn decode(bytes: &[u8], declared: JsValue) -> Result<JsValue, JsValue> {
    let declared: Vec<crate::source::Declared> = serde_wasm_bindgen::from_value(declared)?;
    object(&crate::source::text(bytes, &declared).map_err(thrown)?)
}

/// A plain JavaScript object, as `JSON.parse` would make it.
fn object(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

/// An [`Error`] as JavaScript throws it.
fn thrown(source: Error) -> JsValue {
    let code = match () {
        () if source.is_option() => "option",
        () if source.is_pack() => "pack",
        () if source.is_encoding() => "encoding",
        () => "input",
    };
    error(code, &source.to_string())
}

/// A JavaScript `Error` with a `code`.
fn error(code: &str, message: &str) -> JsValue {
    let error = js_sys::Error::new(message);
    // Setting a property of an object just made cannot fail.
    let _ = Reflect::set(&error, &"code".into(), &code.into());
    error.into()
}
