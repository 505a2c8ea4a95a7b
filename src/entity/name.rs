//! Names: the mentions of one person, place or organisation.

use super::{Entity, Name};

/// The names that `entities` mention, in order of their first mention; each mention is given its name's index.
pub(super) fn group(text: &str, entities: &mut [Entity]) -> Vec<Name> {
    let _ = (text, entities);
    Vec::new()
}
