//! The parts of JSON that are fast by bytes: strings, numbers and escapes.
//!
//! Places are byte offsets; [`Text::position`] makes them indices of code points.

mod escape;
mod scan;

use super::view::Text;
use super::wtf8::Wtf8;

pub use escape::{quote, quote_ascii};
pub use scan::{Number, ScannedString, scan_number, scan_string, skip_white_space};

/// Python's `JSONDecodeError`: the text before the place, and the byte offset of the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// What is wrong.
    pub message: &'static str,
    /// Where.
    pub offset: usize,
}

/// The line and the column of a place, from 1 on, as the errors tell them.
pub fn line_and_column(text: Text<'_>, offset: usize) -> (usize, usize) {
    let before = text.value().slice(0, offset).as_bytes();
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    let start = memchr::memrchr(b'\n', before).map_or(0, |place| place + 1);
    let column = Wtf8::from_bytes_trusted(&before[start..]).count() + 1;
    (line, column)
}
