//! Numbers and characters: abs, bin, chr, divmod, hex, oct, ord, pow, round.

use crate::native::{Method, required};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::int_type;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Result, Vm};

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new("abs", "($module, x, /)", abs, "The absolute value."),
    Method::new(
        "bin",
        "($module, number, /)",
        bin,
        "The binary representation.\n\n>>> bin(-6)\n'-0b110'",
    ),
    Method::new(
        "chr",
        "($module, i, /)",
        chr,
        "The string of one character.",
    ),
    Method::new(
        "divmod",
        "($module, x, y, /)",
        divmod,
        "Quotient and remainder.",
    ),
    Method::new(
        "hex",
        "($module, number, /)",
        hex,
        "The hexadecimal representation.\n\n>>> hex(1000)\n'0x3e8'",
    ),
    Method::new(
        "oct",
        "($module, number, /)",
        oct,
        "The octal representation.\n\n>>> oct(8)\n'0o10'",
    ),
    Method::new(
        "ord",
        "($module, c, /)",
        ord,
        "The code point of a character.",
    ),
    Method::new(
        "pow",
        "($module, /, base, exp, mod=None)",
        pow,
        "A power, by a modulus if given.",
    ),
    Method::new(
        "round",
        "($module, /, number, ndigits=None)",
        round,
        "Rounded to digits.",
    ),
];

fn abs(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    vm.absolute(required(arguments, 0))
}

fn in_base(vm: &Vm, number: &Value, base: u32, prefix: &str) -> Result<Value> {
    let index = vm.index(number)?;
    if let Some(number) = index.as_small_int() {
        return Ok(small_in_base(number, base, prefix));
    }
    let text = int_type::digits(&index, base);
    Ok(Str::value(match text.strip_prefix('-') {
        Some(digits) => format!("-{prefix}{digits}"),
        None => format!("{prefix}{text}"),
    }))
}

/// The same for an immediate integer; the base is a power of two.
fn small_in_base(number: i64, base: u32, prefix: &str) -> Value {
    let mut text = [0; 2 + 1 + i64::BITS as usize];
    let mut first = text.len();
    let mut rest = number.unsigned_abs();
    let bits = base.trailing_zeros();
    loop {
        first -= 1;
        text[first] = b"0123456789abcdef"[(rest & u64::from(base - 1)) as usize & 15];
        rest >>= bits;
        if rest == 0 {
            break;
        }
    }
    for byte in prefix.bytes().rev() {
        first -= 1;
        text[first] = byte;
    }
    if number < 0 {
        first -= 1;
        text[first] = b'-';
    }
    Str::from_ascii(&text[first..]).into()
}

fn bin(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    in_base(vm, required(arguments, 0), 2, "0b")
}

fn hex(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    in_base(vm, required(arguments, 0), 16, "0x")
}

fn oct(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    in_base(vm, required(arguments, 0), 8, "0o")
}

fn chr(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let index = vm.index(required(arguments, 0))?;
    let point = index.as_i64().and_then(|index| u32::try_from(index).ok());
    match point.filter(|point| *point <= 0x10_FFFF) {
        Some(point) => Ok(Str::from_code_point(point).into()),
        None => Err(vm.value_error("chr() arg not in range(0x110000)")),
    }
}

fn ord(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let character = required(arguments, 0);
    let length = if let Some(text) = character.downcast::<Str>() {
        if text.len() == 1 {
            let point = text.as_wtf8().code_points().next().unwrap_or(0);
            return Ok(Value::int(point.into()));
        }
        text.len()
    } else if let Some(bytes) = character.downcast::<Bytes>() {
        if let [byte] = bytes.as_bytes() {
            return Ok(Value::int((*byte).into()));
        }
        bytes.as_bytes().len()
    } else if let Some(bytes) = character.downcast::<ByteArray>() {
        let bytes = bytes.to_vec();
        if let [byte] = bytes.as_slice() {
            return Ok(Value::int((*byte).into()));
        }
        bytes.len()
    } else {
        return Err(vm.type_error(format!(
            "ord() expected string of length 1, but {} found",
            character.class().name()
        )));
    };
    Err(vm.type_error(format!(
        "ord() expected a character, but string of length {length} found"
    )))
}

fn divmod(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    vm.divmod(required(arguments, 0), required(arguments, 1))
}

fn pow(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let modulus = arguments[2].as_ref().unwrap_or(Value::none_ref());
    vm.power(required(arguments, 0), required(arguments, 1), modulus)
}

fn round(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = required(arguments, 0);
    let digits = arguments[1].as_ref().filter(|digits| !digits.is_none());
    let result = vm.call_special(
        number,
        "__round__",
        digits.map_or(&[], std::slice::from_ref),
    )?;
    result.ok_or_else(|| {
        vm.type_error(format!(
            "type {} doesn't define __round__ method",
            number.class().name()
        ))
    })
}
