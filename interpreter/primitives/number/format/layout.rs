//! A number's sign, prefix, grouped digits and the rest, within a width.

use std::borrow::Cow;

use super::spec::{Align, Grouping, SignMode, Spec};
use crate::number::NumberError;
use crate::number::error::check_memory;

/// What a number shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'a> {
    pub is_negative: bool,
    /// `0x` and the like.
    pub prefix: &'a str,
    /// The digits before the point, which may be grouped.
    pub digits: &'a str,
    /// The point and what follows, as it stands.
    pub rest: &'a str,
}

impl<'a> Parts<'a> {
    /// Those of a decimal number.
    pub(super) fn of_decimal(text: &'a str) -> Parts<'a> {
        let unsigned = text.strip_prefix('-');
        let is_negative = unsigned.is_some();
        let unsigned = unsigned.unwrap_or(text);
        let count = unsigned.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = unsigned.split_at(count);
        Parts {
            is_negative,
            prefix: "",
            digits,
            rest,
        }
    }

    /// The number within the width of the specification.
    pub(super) fn lay_out(&self, spec: &Spec) -> Result<String, NumberError> {
        let sign = sign(self.is_negative, spec.sign);
        let around = sign.map_or(0, char::len_utf8) + self.prefix.len() + count(self.rest);
        let width = spec.width.unwrap_or(0);
        check_memory(width as u64)?;
        let fills_with_zeros = spec.fill == '0' && spec.align == Align::BehindSign;
        let least_digits = if fills_with_zeros {
            width.saturating_sub(around)
        } else {
            0
        };
        let digits = group(self.digits, spec.grouping, least_digits);
        let missing = width.saturating_sub(around + digits.len());
        let (left, middle, right) = match spec.align {
            Align::Left => (0, 0, missing),
            Align::Right => (missing, 0, 0),
            Align::Center => (missing / 2, 0, missing - missing / 2),
            Align::BehindSign => (0, missing, 0),
        };
        let mut out = String::with_capacity(around + digits.len() + missing * spec.fill.len_utf8());
        push_fill(spec.fill, left, &mut out);
        out.extend(sign);
        out.push_str(self.prefix);
        push_fill(spec.fill, middle, &mut out);
        out.push_str(&digits);
        out.push_str(self.rest);
        push_fill(spec.fill, right, &mut out);
        Ok(out)
    }
}

fn count(text: &str) -> usize {
    text.chars().count()
}

fn sign(is_negative: bool, mode: SignMode) -> Option<char> {
    match mode {
        _ if is_negative => Some('-'),
        SignMode::Plus => Some('+'),
        SignMode::Space => Some(' '),
        SignMode::Minus | SignMode::Unspecified => None,
    }
}

/// Appends the character so many times.
pub(super) fn push_fill(fill: char, mut times: usize, out: &mut String) {
    const BLANKS: &str = "                                ";
    const ZEROS: &str = "00000000000000000000000000000000";
    let run = match fill {
        ' ' => BLANKS,
        '0' => ZEROS,
        _ => return out.extend(std::iter::repeat_n(fill, times)),
    };
    while times > 0 {
        let part = times.min(run.len());
        out.push_str(&run[..part]);
        times -= part;
    }
}

/// The digits in groups, behind as many zeros as make them `least` characters long. No group
/// starts with a separator, so that the result may be one character longer.
fn group(digits: &str, grouping: Option<Grouping>, least: usize) -> Cow<'_, str> {
    if digits.is_empty() || grouping.is_none() && least <= digits.len() {
        return Cow::Borrowed(digits);
    }
    let Some(Grouping { separator, size }) = grouping else {
        let mut out = String::with_capacity(digits.len().max(least));
        push_fill('0', least.saturating_sub(digits.len()), &mut out);
        out.push_str(digits);
        return out.into();
    };
    // So many digits with their separators are as long as that.
    let needed = match least {
        0 => 0,
        _ => least / (size + 1) * size + (least % (size + 1)).max(1),
    };
    let total = digits.len().max(needed);
    let zeros = total - digits.len();
    let mut out = String::with_capacity(total + total / size);
    for (i, digit) in std::iter::repeat_n('0', zeros)
        .chain(digits.chars())
        .enumerate()
    {
        if i > 0 && (total - i).is_multiple_of(size) {
            out.push(separator);
        }
        out.push(digit);
    }
    out.into()
}
