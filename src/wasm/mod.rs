//! The JavaScript face: the only module that knows JavaScript.
//!
//! The npm package has several wasm files made of it: one with the feature `javascript`, the pipeline; one with the feature `source`,
//! which is fetched when bytes turn out to be HTML, or in another encoding than UTF-8; and two with the feature `accurate`, the second for
//! processors and browsers that have relaxed SIMD, one of which is fetched when that tagger is asked for.

#[cfg(feature = "accurate")]
mod accurate;
#[cfg(feature = "javascript")]
mod core;

#[cfg(feature = "accurate")]
pub use accurate::Tagger;
#[cfg(feature = "javascript")]
pub use core::{Core, tables};

use crate::Error;
use js_sys::Reflect;
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

/// Makes a fresh instance at the next call: for traps that run no panic hook.
#[wasm_bindgen]
pub fn reset() {
    wasm_bindgen::handler::schedule_reinit();
}

/// What `bytes` say, in the form that `Core` takes with the option `decoded`.
#[cfg(feature = "source")]
#[wasm_bindgen]
pub fn decode(bytes: &[u8], name: Option<String>, media: Option<String>) -> Result<Vec<u8>, JsValue> {
    let decoded = crate::source::decode(bytes, &crate::source::Hint { name, media }).map_err(thrown)?;
    postcard::to_allocvec(&decoded).map_err(|error| thrown(Error::input(error.to_string())))
}

/// An [`Error`] as JavaScript throws it.
fn thrown(source: Error) -> JsValue {
    let code = match () {
        () if source.is_option() => "option",
        () if source.is_pack() => "pack",
        () if source.is_source() => "source",
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
