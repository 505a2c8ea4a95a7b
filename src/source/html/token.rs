//! The tokenizer's side: collects each tag with the attributes that are read, and hands tags and text to the page.

use super::page::Page;
use super::tag::Attribute;
use html5gum::{Emitter, Error, Readable, Reader, State, StringReader, Tokenizer};
use std::convert::Infallible;

/// Bytes of an attribute's value that are kept.
const VALUE: usize = 4096;

/// Feeds a page's bytes, in an encoding whose ASCII is ASCII, to `page`.
pub(super) fn feed(bytes: &[u8], page: &mut Page) {
    let feed = Feed { page, tag: TagToken::default(), last: Vec::new() };
    let Ok(()) = Tokenizer::new_with_emitter(Whole(bytes.to_reader()), feed).finish();
}

/// All bytes at once. Only here to keep the search for the next special byte from being compiled into each of the
/// tokenizer's states, which would cost a wasm module a tenth of its size.
struct Whole<'b>(StringReader<'b>);

impl Reader for Whole<'_> {
    type Error = Infallible;

    #[inline]
    fn read_byte(&mut self) -> Result<Option<u8>, Infallible> {
        self.0.read_byte()
    }

    #[inline(never)]
    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, Infallible> {
        self.0.try_read_string(text, case_sensitive)
    }

    #[inline(never)]
    fn read_until<'c>(&'c mut self, needle: &[u8], buffer: &'c mut [u8; 4]) -> Result<Option<&'c [u8]>, Infallible> {
        self.0.read_until(needle, buffer)
    }
}

/// A tag as it stands in the page; its buffers serve all tags.
#[derive(Debug, Default)]
pub(super) struct TagToken {
    pub name: Vec<u8>,
    pub closes_itself: bool,
    is_end: bool,
    attribute: Vec<u8>,
    slot: Slot,
    present: u32,
    values: [Vec<u8>; Attribute::COUNT],
}

/// Where an attribute's value goes.
#[derive(Clone, Copy, Debug, Default)]
enum Slot {
    /// Its name is not complete.
    #[default]
    Open,
    Kept(Attribute),
    /// Not read, or given before.
    Dropped,
}

impl TagToken {
    /// A start tag that the page left out.
    pub(super) fn named(name: &[u8]) -> Self {
        Self { name: name.to_vec(), ..Self::default() }
    }

    /// The value of an attribute; empty if it has none.
    pub(super) fn get(&self, attribute: Attribute) -> Option<&str> {
        if !self.has(attribute) {
            return None;
        }
        let value = self.values.get(attribute as usize)?;
        // A value cut short may end inside a character.
        Some(value.utf8_chunks().next().map_or("", |chunk| chunk.valid()))
    }

    pub(super) const fn has(&self, attribute: Attribute) -> bool {
        self.present & (1 << attribute as u32) != 0
    }

    /// Whether the attribute's value has `word` among its words.
    pub(super) fn lists(&self, attribute: Attribute, word: &str) -> bool {
        self.get(attribute).is_some_and(|value| value.split_ascii_whitespace().any(|w| w.eq_ignore_ascii_case(word)))
    }

    fn begin(&mut self, is_end: bool) {
        self.name.clear();
        self.is_end = is_end;
        self.closes_itself = false;
        self.attribute.clear();
        self.slot = Slot::Dropped;
        self.present = 0;
    }

    /// Decides, once the attribute's name is complete, where its value goes.
    fn resolve(&mut self) {
        if !matches!(self.slot, Slot::Open) {
            return;
        }
        self.slot = Slot::Dropped;
        if let Some(attribute) = Attribute::of(&self.attribute).filter(|&attribute| !self.has(attribute)) {
            self.present |= 1 << attribute as u32;
            self.slot = Slot::Kept(attribute);
            if let Some(value) = self.values.get_mut(attribute as usize) {
                value.clear();
            }
        }
    }
}

struct Feed<'p> {
    page: &'p mut Page,
    tag: TagToken,
    /// The last start tag's name.
    last: Vec<u8>,
}

impl Emitter for Feed<'_> {
    type Token = Infallible;

    fn set_last_start_tag(&mut self, last: Option<&[u8]>) {
        self.last.clear();
        self.last.extend_from_slice(last.unwrap_or_default());
    }

    fn emit_eof(&mut self) {}

    fn emit_error(&mut self, _: Error) {}

    #[inline]
    fn should_emit_errors(&mut self) -> bool {
        false
    }

    #[inline]
    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    #[inline]
    fn emit_string(&mut self, text: &[u8]) {
        self.page.text(text);
    }

    fn init_start_tag(&mut self) {
        self.tag.begin(false);
    }

    fn init_end_tag(&mut self) {
        self.tag.begin(true);
    }

    fn init_comment(&mut self) {}

    fn emit_current_tag(&mut self) -> Option<State> {
        self.tag.resolve();
        if self.tag.is_end {
            self.page.end(&self.tag.name);
            return None;
        }
        self.last.clone_from(&self.tag.name);
        self.page.start(&self.tag)
    }

    fn emit_current_comment(&mut self) {}

    fn emit_current_doctype(&mut self) {}

    fn set_self_closing(&mut self) {
        self.tag.closes_itself = true;
    }

    fn set_force_quirks(&mut self) {}

    #[inline]
    fn push_tag_name(&mut self, name: &[u8]) {
        self.tag.name.extend_from_slice(name);
    }

    fn push_comment(&mut self, _: &[u8]) {}

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn init_doctype(&mut self) {}

    fn init_attribute(&mut self) {
        self.tag.resolve();
        self.tag.attribute.clear();
        self.tag.slot = Slot::Open;
    }

    #[inline]
    fn push_attribute_name(&mut self, name: &[u8]) {
        self.tag.attribute.extend_from_slice(name);
    }

    #[inline]
    fn push_attribute_value(&mut self, value: &[u8]) {
        self.tag.resolve();
        if let Slot::Kept(attribute) = self.tag.slot
            && let Some(kept) = self.tag.values.get_mut(attribute as usize)
        {
            let room = VALUE.saturating_sub(kept.len()).min(value.len());
            kept.extend(value.iter().take(room));
        }
    }

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.tag.is_end && !self.last.is_empty() && self.tag.name == self.last
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.page.is_foreign()
    }
}
