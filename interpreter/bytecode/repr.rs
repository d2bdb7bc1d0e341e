//! Python's `repr` of constants, as CPython 3.13 prints it.

use std::collections::HashMap;
use std::fmt;

use num_bigint::BigInt;
use unicode::is_printable;

use crate::{CodeObject, Constant, Text, set_order};

/// The longest integer that Python converts to decimal, in digits.
const MOST_DIGITS: usize = 4300;

/// Why a constant has no representation: it holds an integer of more than 4,300 digits. The
/// text is that of Python's ValueError.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntegerTooLong;

impl fmt::Display for IntegerTooLong {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "Exceeds the limit ({MOST_DIGITS} digits) for integer string conversion; \
             use sys.set_int_max_str_digits() to increase the limit"
        )
    }
}

impl std::error::Error for IntegerTooLong {}

/// Writes representations of constants.
#[derive(Debug, Default)]
pub struct Representer {
    style: Style,
    addresses: HashMap<*const CodeObject, u64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Style {
    #[default]
    Python,
    Stable,
}

impl Representer {
    const FIRST_ADDRESS: u64 = 0x7f00_0000_0100;
    const ADDRESS_STEP: u64 = 0x100;

    /// As Python has it. The addresses of code objects look like CPython's but are counted in
    /// the order of first use, so that the same dump is the same text each time.
    pub fn new() -> Representer {
        Representer::default()
    }

    /// As Python has it, except that code objects are shown by their names alone, and integers
    /// that Python refuses to show in hexadecimal. [`Representer::write`] does not fail then.
    pub fn stable() -> Representer {
        Representer {
            style: Style::Stable,
            ..Representer::default()
        }
    }

    /// Appends the representation of `constant` to `out`.
    pub fn write(&mut self, constant: &Constant, out: &mut String) -> Result<(), IntegerTooLong> {
        match constant {
            Constant::None => out.push_str("None"),
            Constant::Bool(true) => out.push_str("True"),
            Constant::Bool(false) => out.push_str("False"),
            Constant::Ellipsis => out.push_str("Ellipsis"),
            Constant::Int(value) => write_int(*value, out),
            Constant::BigInt(value) => self.write_big_int(value, out)?,
            Constant::Float(value) => write_float(*value, out),
            Constant::Complex(real, imaginary) => write_complex(*real, *imaginary, out),
            Constant::Str(text) => write_text(text, out),
            Constant::Bytes(bytes) => write_bytes(bytes, out),
            Constant::Tuple(members) => {
                out.push('(');
                self.write_members(members.iter(), out)?;
                out.push_str(if members.len() == 1 { ",)" } else { ")" });
            }
            Constant::FrozenSet(members) if members.is_empty() => out.push_str("frozenset()"),
            Constant::FrozenSet(members) => {
                out.push_str("frozenset({");
                self.write_members(set_order::in_order(members).into_iter(), out)?;
                out.push_str("})");
            }
            Constant::Code(code) => self.write_code(code, out),
        }
        Ok(())
    }

    fn write_members<'a>(
        &mut self,
        members: impl Iterator<Item = &'a Constant>,
        out: &mut String,
    ) -> Result<(), IntegerTooLong> {
        for (i, member) in members.enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            self.write(member, out)?;
        }
        Ok(())
    }

    /// Appends the representation of a code object.
    pub fn write_code(&mut self, code: &CodeObject, out: &mut String) {
        out.push_str("<code object ");
        if self.style == Style::Stable {
            out.push_str(&code.qualified_name);
        } else {
            let address = self.address(code);
            // Python says that code without a line is at line -1.
            let line = match code.first_line {
                0 => -1,
                line => i64::from(line),
            };
            out.push_str(&code.name);
            out.push_str(&format!(" at {address:#x}, file \""));
            out.push_str(&code.filename);
            out.push_str("\", line ");
            write_int(line, out);
        }
        out.push('>');
    }

    fn address(&mut self, code: &CodeObject) -> u64 {
        let count = self.addresses.len() as u64;
        let next = Representer::FIRST_ADDRESS + Representer::ADDRESS_STEP * count;
        *self.addresses.entry(code).or_insert(next)
    }

    fn write_big_int(&self, value: &BigInt, out: &mut String) -> Result<(), IntegerTooLong> {
        match decimal(value) {
            Ok(digits) => out.push_str(&digits),
            Err(_) if self.style == Style::Stable => out.push_str(&format!("{value:#x}")),
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

fn decimal(value: &BigInt) -> Result<String, IntegerTooLong> {
    // A decimal digit holds fewer than four bits. This spares the conversion, whose cost grows
    // with the square of the length, where the number is far too long.
    if value.bits() / 4 > MOST_DIGITS as u64 {
        return Err(IntegerTooLong);
    }
    let digits = value.to_string();
    if digits.trim_start_matches('-').len() > MOST_DIGITS {
        return Err(IntegerTooLong);
    }
    Ok(digits)
}

/// Appends `count` spaces.
pub(crate) fn write_spaces(count: usize, out: &mut String) {
    const SPACES: &str = "                                ";
    let mut left = count;
    while left > 0 {
        let part = left.min(SPACES.len());
        out.push_str(&SPACES[..part]);
        left -= part;
    }
}

/// Appends a decimal integer.
pub fn write_int(value: i64, out: &mut String) {
    let mut digits = [0; 20];
    let mut first = digits.len();
    let mut rest = value.unsigned_abs();
    loop {
        first -= 1;
        digits[first] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        out.push('-');
    }
    out.push_str(str::from_utf8(&digits[first..]).unwrap_or_default());
}

/// Appends what `repr` gives for a float: the shortest digits that read back as the same value.
pub fn write_float(value: f64, out: &mut String) {
    let start = out.len();
    write_shortest(value, out);
    let is_plain_integer = |c: u8| c == b'-' || c.is_ascii_digit();
    if out.as_bytes()[start..].iter().all(|&c| is_plain_integer(c)) {
        out.push_str(".0");
    }
}

/// Appends what `repr` gives for a complex number.
pub fn write_complex(real: f64, imaginary: f64, out: &mut String) {
    if real == 0.0 && real.is_sign_positive() {
        write_shortest(imaginary, out);
        out.push('j');
        return;
    }
    out.push('(');
    write_shortest(real, out);
    if imaginary.is_nan() || imaginary.is_sign_positive() {
        out.push('+');
    }
    write_shortest(imaginary, out);
    out.push_str("j)");
}

/// Appends the float without the `.0` that marks a float among integers.
fn write_shortest(value: f64, out: &mut String) {
    if value.is_nan() {
        return out.push_str("nan");
    }
    if value.is_sign_negative() {
        out.push('-');
    }
    if value.is_infinite() {
        return out.push_str("inf");
    }
    let (digits, point) = shortest_digits(value.abs());
    let count = digits.len() as i32;
    match point {
        ..=-4 | 17.. => {
            out.push_str(&digits[..1]);
            if count > 1 {
                out.push('.');
                out.push_str(&digits[1..]);
            }
            let exponent = point - 1;
            let sign = if exponent < 0 { '-' } else { '+' };
            out.push_str(&format!("e{sign}{:02}", exponent.abs()));
        }
        ..=0 => {
            out.push_str("0.");
            (point..0).for_each(|_| out.push('0'));
            out.push_str(&digits);
        }
        _ if count > point => {
            let (whole, fraction) = digits.split_at(point as usize);
            out.push_str(whole);
            out.push('.');
            out.push_str(fraction);
        }
        _ => {
            out.push_str(&digits);
            (count..point).for_each(|_| out.push('0'));
        }
    }
}

/// The shortest decimal digits of a finite value, without zeros at either end, and how many of
/// them stand before the decimal point.
fn shortest_digits(value: f64) -> (String, i32) {
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(value);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = [whole, fraction].concat();
    let significant = all.trim_start_matches('0');
    let leading_zeros = (all.len() - significant.len()) as i32;
    let digits = significant.trim_end_matches('0');
    if digits.is_empty() {
        return ("0".to_owned(), 1);
    }
    let point = whole.len() as i32 - leading_zeros + exponent;
    (digits.to_owned(), point)
}

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Appends what `repr` gives for a string.
pub fn write_text(text: &Text, out: &mut String) {
    let bytes = text.as_bytes();
    let quote = quote_for(bytes);
    out.push(char::from(quote));
    match text.as_str() {
        Some(text) => write_str(text, quote, out),
        None => {
            for chunk in text.chunks() {
                match chunk {
                    Ok(part) => write_str(part, quote, out),
                    Err(surrogate) => write_escape('u', u32::from(surrogate), 4, out),
                }
            }
        }
    }
    out.push(char::from(quote));
}

/// The quotes that Python chooses: double ones only to spare single ones within.
fn quote_for(bytes: &[u8]) -> u8 {
    if bytes.contains(&b'\'') && !bytes.contains(&b'"') {
        b'"'
    } else {
        b'\''
    }
}

fn write_str(text: &str, quote: u8, out: &mut String) {
    let mut copied = 0;
    for (i, c) in text.char_indices() {
        if matches!(c, ' '..='~') && c != '\\' && c != char::from(quote) {
            continue;
        }
        if !c.is_ascii() && is_printable(u32::from(c)) {
            continue;
        }
        out.push_str(&text[copied..i]);
        copied = i + c.len_utf8();
        match u32::from(c) {
            0..0x80 => write_ascii_escape(c as u8, out),
            code @ 0x80..0x100 => write_escape('x', code, 2, out),
            code @ 0x100..0x1_0000 => write_escape('u', code, 4, out),
            code => write_escape('U', code, 8, out),
        }
    }
    out.push_str(&text[copied..]);
}

/// Appends what `repr` gives for a bytes object.
pub fn write_bytes(bytes: &[u8], out: &mut String) {
    let quote = quote_for(bytes);
    out.push('b');
    out.push(char::from(quote));
    for &byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b' '..=b'~' if byte != quote => out.push(char::from(byte)),
            _ => write_ascii_escape(byte, out),
        }
    }
    out.push(char::from(quote));
}

fn write_ascii_escape(byte: u8, out: &mut String) {
    match byte {
        b'\t' => out.push_str("\\t"),
        b'\n' => out.push_str("\\n"),
        b'\r' => out.push_str("\\r"),
        b'\\' | b'\'' | b'"' => {
            out.push('\\');
            out.push(char::from(byte));
        }
        _ => write_escape('x', u32::from(byte), 2, out),
    }
}

fn write_escape(letter: char, code: u32, digits: u32, out: &mut String) {
    out.push('\\');
    out.push(letter);
    for place in (0..digits).rev() {
        let digit = (code >> (4 * place)) & 15;
        out.push(char::from(HEX[digit as usize]));
    }
}
