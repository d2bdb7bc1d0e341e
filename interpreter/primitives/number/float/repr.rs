//! The shortest text that reads back as the same float.

use super::decimal::{self, Notation};

/// `repr(value)`.
pub fn repr(value: f64) -> String {
    let mut text = String::with_capacity(24);
    write_repr(value, &mut text);
    text
}

/// Appends `repr(value)`.
pub fn write_repr(value: f64, out: &mut String) {
    let size = value.abs();
    if (1e-4..1e16).contains(&size) || value == 0.0 {
        // The crate's notation is Python's in this range.
        let mut buffer = zmij::Buffer::new();
        out.push_str(buffer.format_finite(value));
        return;
    }
    Notation {
        has_point_zero: true,
        ..Notation::REPR
    }
    .write(value, out);
}

/// Appends the same, but an integer without `.0`: a part of a complex number.
pub(crate) fn write_without_point_zero(value: f64, out: &mut String) {
    Notation::REPR.write(value, out);
}

/// The shortest digits of a finite float.
pub(super) fn shortest(value: f64) -> decimal::Digits {
    let mut buffer = zmij::Buffer::new();
    decimal::Digits::of_text(buffer.format_finite(value.abs()).to_owned())
}
