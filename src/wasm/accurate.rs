//! The accurate tagger as JavaScript sees it: a wasm file of its own, which is fetched with its pack.

use super::thrown;
use crate::accurate::Accurate;
use crate::pack::Pack;
use crate::{Error, Span};
use js_sys::Function;
use wasm_bindgen::prelude::*;

/// An accurate tagger.
#[wasm_bindgen(js_name = Accurate)]
pub struct Tagger {
    tagger: Accurate,
}

#[wasm_bindgen(js_class = Accurate)]
impl Tagger {
    /// Reads an `accurate` pack.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: Vec<u8>) -> Result<Tagger, JsValue> {
        Ok(Self { tagger: Pack::new(bytes).and_then(Accurate::new).map_err(thrown)? })
    }

    /// What is read in `stretches` of `text`, in the form that the pipeline takes.
    ///
    /// `stretches` are starts and ends in turn, in bytes of UTF-8, as the pipeline gives them. `progress` is called each time some have
    /// been read, with the bytes of stretches read so far; what it throws ends the reading.
    pub fn read(&self, text: &str, stretches: &[u32], progress: Option<Function>) -> Result<Vec<u8>, JsValue> {
        let stretches: Vec<Span> =
            stretches.as_chunks().0.iter().map(|&[start, end]| Span::new(start as usize, end as usize)).collect();
        let mut exception = None;
        let mut observer = |done: usize| match progress.as_ref().map(|f| f.call1(&JsValue::NULL, &(done as u32).into()))
        {
            Some(Err(thrown)) => {
                exception = Some(thrown);
                false
            }
            _ => true,
        };
        let found = self.tagger.read(text, &stretches, &mut observer);
        match (found, exception) {
            (_, Some(exception)) => Err(exception),
            (found, None) => postcard::to_allocvec(&found.unwrap_or_default())
                .map_err(|error| thrown(Error::input(error.to_string()))),
        }
    }
}
