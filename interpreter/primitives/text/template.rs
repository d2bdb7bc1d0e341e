//! Templates: of `str.format` and of the operator `%`.

mod braces;
mod field_name;
mod percent;

use std::borrow::Cow;

pub use braces::{Field, Piece, Pieces, unknown_conversion};
pub use field_name::{Accessor, Accessors, Argument, First, Numbering, split_name};
pub use percent::{Conversion, Flags, Kind, Segment, Segments, Size};

/// Python's `ValueError` with this text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError(pub Cow<'static, str>);

impl TemplateError {
    const fn new(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl std::fmt::Display for TemplateError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Fields in format specifications may have no fields in theirs.
pub const TOO_DEEP: TemplateError = TemplateError::new("Max string recursion exceeded");

/// `str.format_map` has no positional arguments.
pub const POSITIONAL_FIELDS: TemplateError =
    TemplateError::new("Format string contains positional fields");
