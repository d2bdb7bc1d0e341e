//! Taking away what is at the ends.

use unicode::is_space;

use super::split::is_ascii_space;
use crate::text::bytes::{self, Side};
use crate::text::view::Text;
use crate::text::wtf8::Wtf8;

/// Takes away code points for which the answer is yes.
fn strip_where(text: &Wtf8, side: Side, is_taken: impl Fn(u32) -> bool) -> &Wtf8 {
    let mut code_points = text.code_points();
    let mut kept = code_points.as_bytes();
    if side != Side::Right {
        while code_points.next().is_some_and(&is_taken) {
            kept = code_points.as_bytes();
        }
    }
    let mut code_points = Wtf8::from_bytes_trusted(kept).code_points();
    if side != Side::Left {
        while code_points.next_back().is_some_and(&is_taken) {
            kept = code_points.as_bytes();
        }
    }
    Wtf8::from_bytes_trusted(kept)
}

impl<'a> Text<'a> {
    /// Takes white space away.
    pub fn strip_white_space(self, side: Side) -> &'a Wtf8 {
        if self.is_ascii() {
            let kept = bytes::strip_where(self.as_bytes(), side, is_ascii_space);
            return Wtf8::from_bytes_trusted(kept);
        }
        strip_where(self.value(), side, is_space)
    }

    /// Takes these code points away.
    pub fn strip(self, characters: &Wtf8, side: Side) -> &'a Wtf8 {
        if self.is_ascii() {
            let kept = bytes::strip(self.as_bytes(), characters.as_bytes(), side);
            return Wtf8::from_bytes_trusted(kept);
        }
        strip_where(self.value(), side, |code_point| {
            characters.code_points().any(|taken| taken == code_point)
        })
    }

    /// The text without this prefix.
    pub fn remove_prefix(self, prefix: &Wtf8) -> &'a Wtf8 {
        let rest = bytes::remove_prefix(self.as_bytes(), prefix.as_bytes());
        Wtf8::from_bytes_trusted(rest)
    }

    /// The text without this suffix.
    pub fn remove_suffix(self, suffix: &Wtf8) -> &'a Wtf8 {
        let rest = bytes::remove_suffix(self.as_bytes(), suffix.as_bytes());
        Wtf8::from_bytes_trusted(rest)
    }
}
