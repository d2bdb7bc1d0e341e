//! Yes-or-no properties of code points. Lone surrogates are code points too, as in Python.

use crate::tables::{ASSIGNED, IDENTIFIER_CONTINUE, IDENTIFIER_START, PRINTABLE};

/// Whether Python's `repr` shows the code point as it is (`str.isprintable`). A lone surrogate
/// is not printable, nor is any space but the ASCII one.
#[inline]
pub fn is_printable(code_point: u32) -> bool {
    if code_point < 0x80 {
        return matches!(code_point, 0x20..=0x7E);
    }
    contains(&PRINTABLE, code_point)
}

/// Whether an identifier may start with the code point: a letter or an underscore.
#[inline]
pub fn is_identifier_start(code_point: u32) -> bool {
    match u8::try_from(code_point) {
        Ok(byte) if byte.is_ascii() => byte.is_ascii_alphabetic() || byte == b'_',
        _ => contains(&IDENTIFIER_START, code_point),
    }
}

/// Whether an identifier may have the code point after its start.
#[inline]
pub fn is_identifier_continue(code_point: u32) -> bool {
    match u8::try_from(code_point) {
        Ok(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric() || byte == b'_',
        _ => contains(&IDENTIFIER_CONTINUE, code_point),
    }
}

/// Whether Unicode 15.1 has a character, a surrogate or a private use of the code point.
pub(crate) fn is_assigned(code_point: u32) -> bool {
    contains(&ASSIGNED, code_point)
}

/// Whether the code point has the property whose answer changes, from no at first, at each of
/// these ascending code points.
fn contains(changes: &[u32], code_point: u32) -> bool {
    changes.partition_point(|&change| change <= code_point) % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many code points have the property, and their sum.
    fn extent(has_property: fn(u32) -> bool) -> (u32, u64) {
        (0..0x11_0000)
            .filter(|&code_point| has_property(code_point))
            .fold((0, 0), |(count, sum), code_point| {
                (count + 1, sum + u64::from(code_point))
            })
    }

    #[test]
    fn properties_hold_where_cpython_says() {
        assert_eq!(extent(is_printable), (149_625, 15_870_251_364));
        assert_eq!(extent(is_identifier_start), (136_945, 14_905_111_260));
        assert_eq!(extent(is_identifier_continue), (140_089, 15_251_168_663));
    }
}
