//! `binascii`: bytes as text in base 64, hexadecimal and other notations, and checksums.

use primitives::text::base64::{self, BinasciiError};
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::buffer::BytesLike;
use vm::objects::bytes::Bytes;
use vm::objects::bytes::methods::hexadecimal;
use vm::objects::class_creation::native::make_ready;
use vm::objects::exceptions;
use vm::objects::str::Str;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "binascii",
    doc: Some("Conversion between binary data and ASCII"),
    functions: &[
        Method::new(
            "a2b_base64",
            "($module, data, /, *, strict_mode=False)",
            |vm, it| {
                let text = ascii(vm, required(it, 0))?;
                let strict = flag(vm, &it[1], false)?;
                result(vm, base64::a2b_base64(&text, strict))
            },
            "Decodes base 64.",
        ),
        Method::new(
            "a2b_hex",
            "($module, hexstr, /)",
            from_hex,
            "Decodes hexadecimal digits.",
        ),
        Method::new(
            "a2b_qp",
            "($module, /, data, header=False)",
            |vm, it| {
                let header = flag(vm, &it[1], false)?;
                Ok(Bytes::value(base64::a2b_qp(
                    &ascii(vm, required(it, 0))?,
                    header,
                )))
            },
            "Decodes quoted-printable text.",
        ),
        Method::new(
            "a2b_uu",
            "($module, data, /)",
            |vm, it| result(vm, base64::a2b_uu(&ascii(vm, required(it, 0))?)),
            "Decodes a line of uuencoded data.",
        ),
        Method::new(
            "b2a_base64",
            "($module, data, /, *, newline=True)",
            |vm, it| {
                let data = vm.bytes_like(required(it, 0))?;
                Ok(Bytes::value(base64::b2a_base64(
                    &data,
                    flag(vm, &it[1], true)?,
                )))
            },
            "Encodes in base 64.",
        ),
        Method::new(
            "b2a_hex",
            "($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)",
            to_hex,
            "Hexadecimal digits.",
        ),
        Method::new(
            "b2a_qp",
            "($module, /, data, quotetabs=False, istext=True, header=False)",
            |vm, it| {
                let data = vm.bytes_like(required(it, 0))?;
                let tabs = flag(vm, &it[1], false)?;
                let text = flag(vm, &it[2], true)?;
                let header = flag(vm, &it[3], false)?;
                Ok(Bytes::value(base64::b2a_qp(&data, tabs, text, header)))
            },
            "Encodes as quoted-printable text.",
        ),
        Method::new(
            "b2a_uu",
            "($module, data, /, *, backtick=False)",
            |vm, it| {
                let data = vm.bytes_like(required(it, 0))?;
                let backtick = flag(vm, &it[1], false)?;
                result(vm, base64::b2a_uu(&data, backtick))
            },
            "Uuencodes a line.",
        ),
        Method::new(
            "crc32",
            "($module, data, crc=0, /)",
            |vm, it| {
                let data = vm.bytes_like(required(it, 0))?;
                Ok(i64::from(base64::crc32(&data, word(vm, &it[1])?)).into())
            },
            "The CRC-32 of data.",
        ),
        Method::new(
            "crc_hqx",
            "($module, data, crc, /)",
            |vm, it| {
                let data = vm.bytes_like(required(it, 0))?;
                Ok(i64::from(base64::crc_hqx(&data, word(vm, &it[1])?)).into())
            },
            "The CRC-CCITT of data.",
        ),
        Method::new(
            "hexlify",
            "($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)",
            to_hex,
            "Hexadecimal digits.",
        ),
        Method::new(
            "unhexlify",
            "($module, hexstr, /)",
            from_hex,
            "Decodes hexadecimal digits.",
        ),
    ],
    fill: |vm, module| {
        make_ready(&ERROR);
        make_ready(&INCOMPLETE);
        module.set(vm, "Error", ERROR.to_value());
        module.set(vm, "Incomplete", INCOMPLETE.to_value());
        Ok(())
    },
};

static_type! {
    /// `binascii.Error`
    pub ERROR = TypeSpec {
        name: "Error",
        module: "binascii",
        base: Some(|| &exceptions::VALUE_ERROR),
        flags: flags::BASE,
        ..TypeSpec::DEFAULT
    };
    /// `binascii.Incomplete`
    pub INCOMPLETE = TypeSpec {
        name: "Incomplete",
        module: "binascii",
        base: Some(|| &exceptions::EXCEPTION),
        flags: flags::BASE,
        ..TypeSpec::DEFAULT
    };
}

#[cold]
fn error(vm: &Vm, error: &BinasciiError) -> Raised {
    vm.error(&ERROR, &error.0)
}

fn result(vm: &Vm, found: Result<Vec<u8>, BinasciiError>) -> Result<Value> {
    found
        .map(Bytes::value)
        .map_err(|problem| error(vm, &problem))
}

fn flag(vm: &Vm, argument: &Option<Value>, default: bool) -> Result<bool> {
    match argument {
        Some(value) => vm.is_true(value),
        None => Ok(default),
    }
}

/// Bytes, or a str of ASCII.
fn ascii(vm: &Vm, value: &Value) -> Result<BytesLike> {
    if let Some(text) = value.downcast::<Str>() {
        if !text.is_ascii() {
            return Err(vm.value_error("string argument should contain only ASCII characters"));
        }
        return Ok(BytesLike::Bytes(Bytes::new(text.as_bytes())));
    }
    if !vm::objects::buffer::Buffer::is_shown_by(vm, value) {
        return Err(vm.type_error(format!(
            "argument should be bytes, buffer or ASCII string, not '{}'",
            value.class().name()
        )));
    }
    vm.bytes_like(value)
}

/// The low 32 bits of an integer.
fn word(vm: &Vm, argument: &Option<Value>) -> Result<u32> {
    let Some(value) = argument else {
        return Ok(0);
    };
    let index = vm.index(value)?;
    let Some(integer) = index.as_integer() else {
        return Ok(0);
    };
    let low = integer.to_big() & num_bigint::BigInt::from(u32::MAX);
    Ok(u32::try_from(low).unwrap_or(0))
}

fn from_hex(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    result(vm, base64::a2b_hex(&ascii(vm, required(arguments, 0))?))
}

fn to_hex(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let data = vm.bytes_like(required(arguments, 0))?;
    let text = hexadecimal(vm, &data, &arguments[1], &arguments[2])?;
    match text.downcast::<Str>() {
        Some(text) => Ok(Bytes::value(text.as_bytes())),
        None => Ok(text),
    }
}
