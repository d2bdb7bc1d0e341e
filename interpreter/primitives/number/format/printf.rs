//! Numbers in `%` formatting: `text % values` and `bytes % values`.

use super::layout::push_fill;
use crate::number::NumberError;
use crate::number::error::check_memory;
use crate::number::float::decimal::{Notation, Style};
use crate::number::integer::{IntegerRef, Radix, to_decimal, to_radix};
use crate::text::template::Flags;

/// What stands between the percent sign and the letter of the conversion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Conversion {
    /// The flags.
    pub flags: Flags,
    /// The least number of characters.
    pub width: Option<usize>,
    /// What stands behind the point.
    pub precision: Option<usize>,
}

impl Conversion {
    /// Whether numbers stay as they are.
    fn is_plain(&self) -> bool {
        self.flags == Flags::default() && self.width.is_none() && self.precision.is_none()
    }

    /// An integer for one of the letters `d`, `i`, `u`, `o`, `x` and `X`. `limit` is that of
    /// the digits of decimal texts.
    pub fn format_integer(
        &self,
        value: IntegerRef<'_>,
        letter: char,
        limit: usize,
    ) -> Result<String, NumberError> {
        const LARGEST_PRECISION: usize = i32::MAX as usize - 3;
        if self.precision.is_some_and(|most| most > LARGEST_PRECISION) {
            return Err(NumberError::overflow("precision too large"));
        }
        let (mut text, prefix) = match letter {
            'o' => (to_radix(value, Radix::Octal, false), "0o"),
            'x' => (to_radix(value, Radix::Hexadecimal, false), "0x"),
            'X' => (to_radix(value, Radix::Hexadecimal, false), "0X"),
            _ => (to_decimal(value, limit)?, ""),
        };
        if letter == 'X' {
            text.make_ascii_uppercase();
        }
        if self.is_plain() {
            return Ok(text);
        }
        let prefix = if self.flags.alternate { prefix } else { "" };
        let digits = text.strip_prefix('-').unwrap_or(&text);
        let missing = self.precision.unwrap_or(0).saturating_sub(digits.len());
        check_memory(missing as u64)?;
        let mut zeros = String::with_capacity(missing + digits.len());
        push_fill('0', missing, &mut zeros);
        zeros.push_str(digits);
        self.lay_out(value.is_negative(), prefix, &zeros)
    }

    /// Shows an integer of the machine's as [`Conversion::format_integer`] gives it, where that
    /// takes little; whether it did.
    pub fn show_small(&self, value: i64, letter: char, show: impl FnOnce(&str)) -> bool {
        const WIDEST: usize = 64;
        let width = self.width.unwrap_or(0);
        let bits = match letter {
            'd' | 'i' | 'u' => 0,
            'o' => 3,
            'x' | 'X' => 4,
            _ => return false,
        };
        if self.precision.is_some() || width > WIDEST || (self.flags.alternate && bits != 0) {
            return false;
        }
        let Flags {
            left,
            zero,
            sign,
            blank,
            ..
        } = self.flags;
        let sign = match value {
            ..0 => "-",
            _ if sign => "+",
            _ if blank => " ",
            _ => "",
        };
        let mut out = [b' '; 2 * WIDEST];
        let mut first = WIDEST;
        let mut rest = value.unsigned_abs();
        loop {
            first -= 1;
            let digit = match bits {
                0 => rest % 10,
                bits => rest & ((1 << bits) - 1),
            } as usize;
            out[first] = match letter {
                'X' => b"0123456789ABCDEF"[digit],
                _ => b"0123456789abcdef"[digit],
            };
            rest = if bits == 0 { rest / 10 } else { rest >> bits };
            if rest == 0 {
                break;
            }
        }
        if zero && !left {
            let least = WIDEST - (width - sign.len().min(width));
            out[least.min(first)..first].fill(b'0');
            first = least.min(first);
        }
        first -= sign.len();
        out[first..first + sign.len()].copy_from_slice(sign.as_bytes());
        let shown = match left {
            true => &out[first..(first + width).max(WIDEST)],
            false => &out[first.min(WIDEST - width)..WIDEST],
        };
        show(str::from_utf8(shown).unwrap_or_default());
        true
    }

    /// A float for one of the letters `e`, `E`, `f`, `F`, `g` and `G`.
    pub fn format_float(&self, value: f64, letter: char) -> Result<String, NumberError> {
        const DEFAULT_PRECISION: usize = 6;
        let notation = Notation {
            style: match letter {
                'e' | 'E' => Style::Exponent,
                'f' | 'F' => Style::Fixed,
                _ => Style::General,
            },
            precision: self.precision.unwrap_or(DEFAULT_PRECISION),
            is_upper: letter.is_ascii_uppercase(),
            is_alternate: self.flags.alternate,
            ..Notation::REPR
        };
        notation.check_memory()?;
        let mut text = String::with_capacity(24);
        notation.write(value, &mut text);
        if self.flags == Flags::default() && self.width.is_none() {
            return Ok(text);
        }
        let unsigned = text.strip_prefix('-');
        self.lay_out(unsigned.is_some(), "", unsigned.unwrap_or(&text))
    }

    /// How many spaces stand before and behind a text of `count` characters, for the letters
    /// `s`, `r`, `a` and `c`, and how many of the characters stay. The precision does not
    /// shorten a single character, for the letter `c`.
    pub fn padding_of_text(&self, count: usize, letter: char) -> (usize, usize, usize) {
        let kept = match self.precision {
            Some(most) if letter != 'c' => most.min(count),
            _ => count,
        };
        let missing = self.width.unwrap_or(0).saturating_sub(kept);
        if self.flags.left {
            (0, missing, kept)
        } else {
            (missing, 0, kept)
        }
    }

    fn lay_out(
        &self,
        is_negative: bool,
        prefix: &str,
        digits: &str,
    ) -> Result<String, NumberError> {
        let sign = if is_negative {
            "-"
        } else if self.flags.sign {
            "+"
        } else if self.flags.blank {
            " "
        } else {
            ""
        };
        let length = sign.len() + prefix.len() + digits.len();
        let missing = self.width.unwrap_or(0).saturating_sub(length);
        check_memory(missing as u64)?;
        let mut out = String::with_capacity(length + missing);
        if !self.flags.left && !self.flags.zero {
            push_fill(' ', missing, &mut out);
        }
        out.push_str(sign);
        out.push_str(prefix);
        if !self.flags.left && self.flags.zero {
            push_fill('0', missing, &mut out);
        }
        out.push_str(digits);
        if self.flags.left {
            push_fill(' ', missing, &mut out);
        }
        Ok(out)
    }
}
