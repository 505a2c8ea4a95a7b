//! The one error: an opaque type whose message names the limit and the value that broke it.

use std::fmt;

/// Why bytes could not be read, a pack not loaded, or options not accepted.
///
/// Any *string* can be analysed, so [`crate::Pipeline::analyze`] cannot fail; what comes from outside can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: Kind,
    message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Input,
    #[cfg(not(feature = "source"))]
    Source,
    Option,
    Pack,
}

impl Error {
    /// The bytes given are no text, or more than can be held.
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self { kind: Kind::Input, message: message.into() }
    }

    /// The bytes given are HTML or in another encoding than UTF-8, and what reads these is left out.
    #[cfg(not(feature = "source"))]
    pub(crate) fn source(message: impl Into<String>) -> Self {
        Self { kind: Kind::Source, message: message.into() }
    }

    /// An option's value cannot be understood.
    pub(crate) fn option(message: impl Into<String>) -> Self {
        Self { kind: Kind::Option, message: message.into() }
    }

    /// A model pack is damaged, or made for another version.
    pub(crate) fn pack(message: impl Into<String>) -> Self {
        Self { kind: Kind::Pack, message: message.into() }
    }

    /// Whether the input was at fault: not text, or too large.
    #[must_use]
    pub fn is_input(&self) -> bool {
        self.kind == Kind::Input
    }

    /// Whether the bytes need the feature `source`, which this build is without.
    #[must_use]
    pub fn is_source(&self) -> bool {
        #[cfg(not(feature = "source"))]
        return self.kind == Kind::Source;
        #[cfg(feature = "source")]
        false
    }

    /// Whether an option was at fault.
    #[must_use]
    pub fn is_option(&self) -> bool {
        self.kind == Kind::Option
    }

    /// Whether a model pack was at fault.
    #[must_use]
    pub fn is_pack(&self) -> bool {
        self.kind == Kind::Pack
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
