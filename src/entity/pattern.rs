//! Patterns: addresses, handles and identifiers, which follow the rules of their standards rather than a language's.

use super::Entity;

/// Adds the addresses, telephone numbers, handles, hashtags and identifiers of `text` to `found`.
pub(super) fn find(text: &str, found: &mut Vec<Entity>) {
    let _ = (text, found);
}
