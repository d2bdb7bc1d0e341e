//! What all code points are: the `is...` methods.

use unicode::{is_lowercase, is_titlecase, is_uppercase};

use super::split::is_ascii_space;
use crate::text::bytes;
use crate::text::view::Text;
use crate::text::wtf8::Wtf8;

/// Whether a string is a valid name, keywords included.
pub fn is_identifier(text: &Wtf8) -> bool {
    let mut code_points = text.code_points();
    code_points.next().is_some_and(unicode::is_identifier_start)
        && code_points.all(unicode::is_identifier_continue)
}

impl Text<'_> {
    /// Whether there are code points, and all have the property.
    fn all(self, of_ascii: fn(&[u8]) -> bool, of_any: fn(u32) -> bool) -> bool {
        if self.is_ascii() {
            return of_ascii(self.as_bytes());
        }
        self.value().code_points().all(of_any)
    }

    /// `isalnum`.
    pub fn is_alphanumeric(self) -> bool {
        self.all(bytes::is_alphanumeric, unicode::is_alphanumeric)
    }

    /// `isalpha`.
    pub fn is_alphabetic(self) -> bool {
        self.all(bytes::is_alphabetic, unicode::is_alphabetic)
    }

    /// `isdecimal`.
    pub fn is_decimal(self) -> bool {
        self.all(bytes::is_digit, unicode::is_decimal)
    }

    /// `isdigit`.
    pub fn is_digit(self) -> bool {
        self.all(bytes::is_digit, unicode::is_digit)
    }

    /// `isnumeric`.
    pub fn is_numeric(self) -> bool {
        self.all(bytes::is_digit, unicode::is_numeric)
    }

    /// `isspace`.
    pub fn is_space(self) -> bool {
        let of_ascii =
            |text: &[u8]| !text.is_empty() && text.iter().all(|&byte| is_ascii_space(byte));
        self.all(of_ascii, unicode::is_space)
    }

    /// `isprintable`, which the empty string is.
    pub fn is_printable(self) -> bool {
        self.all(
            |text| text.iter().all(|byte| matches!(byte, b' '..=b'~')),
            unicode::is_printable,
        )
    }

    /// `islower`: some lowercase letter, and none of the other cases.
    pub fn is_lower(self) -> bool {
        if self.is_ascii() {
            return bytes::is_lower(self.as_bytes());
        }
        let mut any = false;
        for code_point in self.value().code_points() {
            if is_uppercase(code_point) || is_titlecase(code_point) {
                return false;
            }
            any |= is_lowercase(code_point);
        }
        any
    }

    /// `isupper`: some uppercase letter, and none of the other cases.
    pub fn is_upper(self) -> bool {
        if self.is_ascii() {
            return bytes::is_upper(self.as_bytes());
        }
        let mut any = false;
        for code_point in self.value().code_points() {
            if is_lowercase(code_point) || is_titlecase(code_point) {
                return false;
            }
            any |= is_uppercase(code_point);
        }
        any
    }

    /// `istitle`: some letter, and those in upper or title case are those that start words.
    pub fn is_title(self) -> bool {
        if self.is_ascii() {
            return bytes::is_title(self.as_bytes());
        }
        let mut in_word = false;
        let mut any = false;
        for code_point in self.value().code_points() {
            let is_high = is_uppercase(code_point) || is_titlecase(code_point);
            let is_letter = is_high || is_lowercase(code_point);
            if is_letter && is_high == in_word {
                return false;
            }
            any |= is_letter;
            in_word = is_letter;
        }
        any
    }

    /// `isidentifier`.
    pub fn is_identifier(self) -> bool {
        is_identifier(self.value())
    }
}
