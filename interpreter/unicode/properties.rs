//! Properties of code points, and their values as numbers. Lone surrogates are code points too, as in Python.

use crate::records::{
    ALPHABETIC, ASSIGNED, DECIMAL, DIGIT, IDENTIFIER_CONTINUE, IDENTIFIER_START, LOWERCASE,
    NUMERIC, PRINTABLE, SPACE, TITLECASE, UPPERCASE,
};
use crate::tables::NUMERALS;
use crate::trie::{has, record};

/// Whether Python's `repr` shows the code point as it is (`str.isprintable`). A lone surrogate
/// is not printable, nor is any space but the ASCII one.
#[inline]
pub fn is_printable(code_point: u32) -> bool {
    if code_point < 0x80 {
        return matches!(code_point, 0x20..=0x7E);
    }
    has(code_point, PRINTABLE)
}

/// Whether an identifier may start with the code point: a letter or an underscore.
#[inline]
pub fn is_identifier_start(code_point: u32) -> bool {
    match u8::try_from(code_point) {
        Ok(byte) if byte.is_ascii() => byte.is_ascii_alphabetic() || byte == b'_',
        _ => has(code_point, IDENTIFIER_START),
    }
}

/// Whether an identifier may have the code point after its start.
#[inline]
pub fn is_identifier_continue(code_point: u32) -> bool {
    match u8::try_from(code_point) {
        Ok(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric() || byte == b'_',
        _ => has(code_point, IDENTIFIER_CONTINUE),
    }
}

/// Whether Unicode 15.1 has a character, a surrogate or a private use of the code point.
pub(crate) fn is_assigned(code_point: u32) -> bool {
    has(code_point, ASSIGNED)
}

/// Whether the code point is a letter (`str.isalpha`).
#[inline]
pub fn is_alphabetic(code_point: u32) -> bool {
    has(code_point, ALPHABETIC)
}

/// Whether the code point is a letter or stands for a number (`str.isalnum`).
#[inline]
pub fn is_alphanumeric(code_point: u32) -> bool {
    has(code_point, ALPHABETIC | DECIMAL | DIGIT | NUMERIC)
}

/// Whether the code point is a digit of decimal numbers (`str.isdecimal`).
#[inline]
pub fn is_decimal(code_point: u32) -> bool {
    has(code_point, DECIMAL)
}

/// Whether the code point is a digit, superscripts and the like included (`str.isdigit`).
#[inline]
pub fn is_digit(code_point: u32) -> bool {
    has(code_point, DIGIT)
}

/// Whether the code point has a value as a number (`str.isnumeric`).
#[inline]
pub fn is_numeric(code_point: u32) -> bool {
    has(code_point, NUMERIC)
}

/// Whether the code point is white space (`str.isspace`), where `str.split` splits.
#[inline]
pub fn is_space(code_point: u32) -> bool {
    if code_point < 0x80 {
        return matches!(code_point, 0x09..=0x0D | 0x1C..=0x20);
    }
    has(code_point, SPACE)
}

/// Whether the code point is a lowercase letter.
#[inline]
pub fn is_lowercase(code_point: u32) -> bool {
    has(code_point, LOWERCASE)
}

/// Whether the code point is an uppercase letter.
#[inline]
pub fn is_uppercase(code_point: u32) -> bool {
    has(code_point, UPPERCASE)
}

/// Whether the code point is a titlecase letter, as U+01C5.
#[inline]
pub fn is_titlecase(code_point: u32) -> bool {
    has(code_point, TITLECASE)
}

/// Whether `str.splitlines` ends a line after the code point.
#[inline]
pub fn is_line_break(code_point: u32) -> bool {
    matches!(code_point, 0x0A..=0x0D | 0x1C..=0x1E | 0x85 | 0x2028 | 0x2029)
}

/// The value of a digit of decimal numbers, of any script: what `int()` reads.
#[inline]
pub fn decimal_value(code_point: u32) -> Option<u8> {
    if code_point < 0x80 {
        let byte = code_point as u8;
        return byte.is_ascii_digit().then(|| byte - b'0');
    }
    let record = record(code_point);
    (record.0 & DECIMAL != 0).then_some(record.1)
}

/// The value of a digit of any kind.
#[inline]
pub fn digit_value(code_point: u32) -> Option<u8> {
    let record = record(code_point);
    (record.0 & DIGIT != 0).then_some(record.1)
}

/// The value of a code point as a number.
pub fn numeric_value(code_point: u32) -> Option<f64> {
    let index = NUMERALS.partition_point(|run| run.1 < code_point);
    let &(first, _, numerator, denominator, step) = NUMERALS.get(index)?;
    let distance = i64::from(code_point.checked_sub(first)?);
    Some((numerator + step * distance) as f64 / denominator as f64)
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
