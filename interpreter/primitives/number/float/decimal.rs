//! Floats in decimal digits, and the notations that show them.

use std::fmt::Write;

use super::repr;
use crate::number::NumberError;
use crate::number::error::check_memory;

/// The decimal digits of a finite float without its sign and without zeros at their end. Zero
/// has the one digit 0.
pub(crate) struct Digits {
    text: String,
    /// How many of them stand before the decimal point; negative if zeros follow the point.
    point: i32,
}

impl Digits {
    /// Those of a number in Rust's notation, whose memory they take over.
    pub(super) fn of_text(mut text: String) -> Digits {
        let mut exponent = 0;
        if let Some(end) = text.find('e') {
            exponent = text[end + 1..].parse().unwrap_or(0);
            text.truncate(end);
        }
        let whole = text.find('.').unwrap_or(text.len());
        if whole < text.len() {
            text.remove(whole);
        }
        let kept = text.trim_end_matches('0').len();
        text.truncate(kept);
        let zeros = text.len() - text.trim_start_matches('0').len();
        text.drain(..zeros);
        if text.is_empty() {
            text.push('0');
            return Digits { text, point: 1 };
        }
        Digits {
            text,
            point: whole as i32 - zeros as i32 + exponent,
        }
    }

    /// The float rounded to so many digits, at least one.
    fn significant(value: f64, count: usize) -> Digits {
        let places = count.clamp(1, MOST_DIGITS) - 1;
        let mut text = String::with_capacity(places + 8);
        let _ = write!(text, "{:.places$e}", value.abs());
        Digits::of_text(text)
    }

    /// The float rounded to so many digits behind the point.
    fn fixed(value: f64, places: usize) -> Digits {
        let places = places.min(MOST_DIGITS);
        Digits::of_text(format!("{:.places$}", value.abs()))
    }

    fn is_zero(&self) -> bool {
        self.text == "0"
    }

    fn count(&self) -> i32 {
        self.text.len() as i32
    }
}

/// No float has more digits, on either side of the point.
const MOST_DIGITS: usize = 1100;

/// How digits and exponent are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `e`: with an exponent.
    Exponent,
    /// `f`: without one.
    Fixed,
    /// `g`: with an exponent where the number is very large or very small.
    General,
    /// As `repr`: the same, and as many digits as are needed.
    Shortest,
}

/// A way to show a float.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Notation {
    pub style: Style,
    /// Digits behind the point, or for `General` all digits.
    pub precision: usize,
    /// `INF`, `NAN` and `E`.
    pub is_upper: bool,
    /// A plus sign where there is no minus.
    pub has_plus: bool,
    /// The point and the zeros at the end stay, `#`.
    pub is_alternate: bool,
    /// A number that shows no point and no exponent gets `.0`.
    pub has_point_zero: bool,
    /// What rounds to zero has no minus sign, `z`.
    pub no_negative_zero: bool,
}

impl Notation {
    pub(crate) const REPR: Notation = Notation {
        style: Style::Shortest,
        precision: 0,
        is_upper: false,
        has_plus: false,
        is_alternate: false,
        has_point_zero: false,
        no_negative_zero: false,
    };

    /// Whether there is memory for numbers in this notation.
    pub(crate) fn check_memory(&self) -> Result<(), NumberError> {
        check_memory(self.precision as u64)
    }

    /// Appends the float.
    pub(crate) fn write(&self, value: f64, out: &mut String) {
        if !value.is_finite() {
            return self.write_special(value, out);
        }
        if self.is_plain_fixed() {
            if write_fixed(value, self.precision, out) {
                return;
            }
            // What Rust shows is what Python shows. A string is always writable.
            let _ = write!(out, "{:.*}", self.precision, value);
            return;
        }
        let digits = match self.style {
            Style::Exponent => Digits::significant(value, self.precision.saturating_add(1)),
            Style::Fixed => Digits::fixed(value, self.precision),
            Style::General => Digits::significant(value, self.precision.max(1)),
            Style::Shortest => repr::shortest(value),
        };
        let is_negative = value.is_sign_negative() && !(self.no_negative_zero && digits.is_zero());
        self.write_sign(is_negative, out);
        self.write_digits(&digits, out);
    }

    fn is_plain_fixed(&self) -> bool {
        self.style == Style::Fixed
            && self.precision <= MOST_DIGITS
            && !self.has_plus
            && !self.no_negative_zero
            && !(self.is_alternate && self.precision == 0)
    }

    fn write_sign(&self, is_negative: bool, out: &mut String) {
        if is_negative {
            out.push('-');
        } else if self.has_plus {
            out.push('+');
        }
    }

    fn write_special(&self, value: f64, out: &mut String) {
        self.write_sign(value == f64::NEG_INFINITY, out);
        out.push_str(match (value.is_nan(), self.is_upper) {
            (true, false) => "nan",
            (true, true) => "NAN",
            (false, false) => "inf",
            (false, true) => "INF",
        });
    }

    fn write_digits(&self, digits: &Digits, out: &mut String) {
        let general_precision = self.precision.max(1).min(i32::MAX as usize) as i32;
        let has_exponent = match self.style {
            Style::Exponent => true,
            Style::Fixed => false,
            Style::General => {
                let most_whole = general_precision - i32::from(self.has_point_zero);
                digits.point <= -4 || digits.point > most_whole
            }
            Style::Shortest => digits.point <= -4 || digits.point > 16,
        };
        let point = if has_exponent { 1 } else { digits.point };
        // How many digits there shall be, from the first on; zeros fill up.
        let precision = self.precision as i64;
        let wanted = match self.style {
            Style::Exponent => precision + 1,
            Style::Fixed => i64::from(point) + precision,
            Style::General if self.is_alternate => i64::from(general_precision),
            Style::General | Style::Shortest => i64::from(digits.count()),
        };
        let least = i64::from(point) + i64::from(self.has_point_zero && !has_exponent);
        let end = wanted.max(least);
        self.write_mantissa(&digits.text, point, end, out);
        if has_exponent {
            let exponent = digits.point - 1;
            out.push(if self.is_upper { 'E' } else { 'e' });
            out.push(if exponent < 0 { '-' } else { '+' });
            let _ = write!(out, "{:02}", exponent.abs());
        }
    }

    /// Digits and zeros up to the `end`th, with the point behind the `point`th.
    fn write_mantissa(&self, digits: &str, point: i32, end: i64, out: &mut String) {
        let count = digits.len() as i64;
        if point <= 0 {
            out.push_str("0.");
            push_zeros(-i64::from(point), out);
            let shown = digits.get(..end.clamp(0, count) as usize).unwrap_or(digits);
            out.push_str(shown);
            push_zeros(end - count, out);
            if end <= i64::from(point) && point == 0 && !self.is_alternate {
                out.pop();
            }
            return;
        }
        let point = i64::from(point);
        let (whole, fraction) = digits.split_at(point.min(count) as usize);
        out.push_str(whole);
        push_zeros(point - count, out);
        if end > point || self.is_alternate {
            out.push('.');
        }
        out.push_str(fraction);
        push_zeros(end - point.max(count), out);
    }
}

/// Appends the float with so many digits behind the point, if exact arithmetic with 128 bits
/// does for that: the digits are `value * 10^places`, rounded to even.
fn write_fixed(value: f64, places: usize, out: &mut String) -> bool {
    const MOST_PLACES: usize = 22;
    const FRACTION_BITS: u32 = 52;
    if places > MOST_PLACES {
        return false;
    }
    let bits = value.to_bits();
    let fraction = bits & ((1 << FRACTION_BITS) - 1);
    let (mantissa, exponent) = match (bits >> FRACTION_BITS) as i32 & 0x7FF {
        0 => (fraction, -1074),
        biased => (fraction | 1 << FRACTION_BITS, biased - 1075),
    };
    let scaled = u128::from(mantissa) * 10u128.pow(places as u32);
    let rounded = if exponent >= 0 {
        if exponent as u32 >= scaled.leading_zeros() {
            return false;
        }
        scaled << exponent
    } else if exponent > -128 {
        let shift = exponent.unsigned_abs();
        let quotient = scaled >> shift;
        let rest = scaled - (quotient << shift);
        let half = 1 << (shift - 1);
        quotient + u128::from(rest > half || rest == half && quotient & 1 == 1)
    } else {
        // Less than half of the last place.
        0
    };
    if value.is_sign_negative() {
        out.push('-');
    }
    let mut digits = [b'0'; 42];
    let mut first = digits.len();
    let mut put = |digit: u8| {
        first -= 1;
        digits[first] = b'0' + digit;
    };
    match u64::try_from(rounded) {
        Ok(mut rest) => {
            while rest != 0 {
                put((rest % 10) as u8);
                rest /= 10;
            }
        }
        Err(_) => {
            let mut rest = rounded;
            while rest != 0 {
                put((rest % 10) as u8);
                rest /= 10;
            }
        }
    }
    let point = digits.len() - places;
    let first = first.min(point - 1);
    out.push_str(str::from_utf8(&digits[first..point]).unwrap_or_default());
    if places > 0 {
        out.push('.');
        out.push_str(str::from_utf8(&digits[point..]).unwrap_or_default());
    }
    true
}

fn push_zeros(count: i64, out: &mut String) {
    const ZEROS: &str = "0000000000000000000000000000000000000000000000000000000000000000";
    let mut left = usize::try_from(count).unwrap_or(0);
    while left > 0 {
        let part = left.min(ZEROS.len());
        out.push_str(&ZEROS[..part]);
        left -= part;
    }
}
