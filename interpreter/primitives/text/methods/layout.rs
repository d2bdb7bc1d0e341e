//! Filling up to a width.

use std::borrow::Cow;

use crate::text::bytes;
use crate::text::size::{LARGEST, SizeError};
use crate::text::view::Text;
use crate::text::wtf8::{Wtf8, Wtf8Buf};

const TOO_LONG: SizeError = SizeError::Overflow("padded string is too long");

impl<'a> Text<'a> {
    /// So many times the fill before and behind the text.
    pub fn padded(self, left: usize, right: usize, fill: u32) -> Result<Cow<'a, Wtf8>, SizeError> {
        if left == 0 && right == 0 {
            return Ok(Cow::Borrowed(self.value()));
        }
        let length = left
            .checked_add(right)
            .and_then(|added| added.checked_add(self.length()));
        if length.is_none_or(|length| length > LARGEST) {
            return Err(TOO_LONG);
        }
        let fill = Wtf8Buf::from_iter([fill]);
        let found = bytes::padded(self.as_bytes(), left, right, fill.as_bytes())?;
        Ok(Cow::Owned(Wtf8Buf::from_bytes_trusted(found)))
    }

    /// The text in the middle of a width.
    pub fn center(self, width: usize, fill: u32) -> Result<Cow<'a, Wtf8>, SizeError> {
        let missing = width.saturating_sub(self.length());
        let left = bytes::left_margin(missing, width);
        self.padded(left, missing - left, fill)
    }

    /// The text at the left of a width.
    pub fn ljust(self, width: usize, fill: u32) -> Result<Cow<'a, Wtf8>, SizeError> {
        self.padded(0, width.saturating_sub(self.length()), fill)
    }

    /// The text at the right of a width.
    pub fn rjust(self, width: usize, fill: u32) -> Result<Cow<'a, Wtf8>, SizeError> {
        self.padded(width.saturating_sub(self.length()), 0, fill)
    }

    /// Zeros before the text, but behind its sign, up to a width.
    pub fn zfill(self, width: usize) -> Result<Cow<'a, Wtf8>, SizeError> {
        let missing = width.saturating_sub(self.length());
        if missing == 0 {
            return Ok(Cow::Borrowed(self.value()));
        }
        let found = bytes::zeros_before(self.as_bytes(), missing)?;
        Ok(Cow::Owned(Wtf8Buf::from_bytes_trusted(found)))
    }

    /// Spaces for tabs. A size of zero or less drops them.
    pub fn expand_tabs(self, tab_size: isize) -> Result<Wtf8Buf, SizeError> {
        let tab_size = usize::try_from(tab_size).unwrap_or(0);
        let is_column = |byte| byte & 0xC0 != 0x80;
        let found = bytes::expand_tabs_by(self.as_bytes(), tab_size, is_column);
        match found {
            Ok(found) => Ok(Wtf8Buf::from_bytes_trusted(found)),
            Err(SizeError::Overflow(_)) => Err(SizeError::Overflow("new string is too long")),
            Err(SizeError::Memory) => Err(SizeError::Memory),
        }
    }

    /// The text so many times: `str * int`.
    pub fn repeat(self, count: usize) -> Result<Wtf8Buf, SizeError> {
        let length = self.length().checked_mul(count);
        if length.is_none_or(|length| length > LARGEST) {
            return Err(SizeError::Overflow("repeated string is too long"));
        }
        match bytes::repeat(self.as_bytes(), count) {
            Ok(found) => Ok(Wtf8Buf::from_bytes_trusted(found)),
            Err(_) => Err(SizeError::Memory),
        }
    }
}
