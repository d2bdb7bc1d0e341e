//! UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError.

use super::super::heap::Ref;
use super::super::slots::Slots;
use super::super::str::Str;
use super::super::types::TypeSpec;
use super::super::value::Value;
use super::base::{self, of};
use super::simple::field;
use super::{UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR};
use crate::call::Arguments;
use crate::native::Property;
use crate::objects::bytes::Bytes;
use crate::{Raised, Result, Vm};

const ENCODING: usize = 0;
const OBJECT: usize = 1;
const START: usize = 2;
const END: usize = 3;
const REASON: usize = 4;

const PROPERTIES: &[Property] = &[
    field::<ENCODING>("encoding"),
    field::<OBJECT>("object"),
    field::<START>("start"),
    field::<END>("end"),
    field::<REASON>("reason"),
];

pub(super) const DECODE: TypeSpec = TypeSpec {
    slots: Slots {
        init: Some(decode_init),
        str: Some(decode_str),
        ..Slots::EMPTY
    },
    properties: PROPERTIES,
    ..TypeSpec::DEFAULT
};

pub(super) const ENCODE: TypeSpec = TypeSpec {
    slots: Slots {
        init: Some(encode_init),
        str: Some(encode_str),
        ..Slots::EMPTY
    },
    properties: PROPERTIES,
    ..TypeSpec::DEFAULT
};

pub(super) const TRANSLATE: TypeSpec = TypeSpec {
    slots: Slots {
        init: Some(translate_init),
        str: Some(translate_str),
        ..Slots::EMPTY
    },
    properties: PROPERTIES,
    ..TypeSpec::DEFAULT
};

/// Stores the arguments, whose fields are `numbers`, after checking their types.
fn store(vm: &Vm, this: &Value, arguments: Arguments<'_>, numbers: &[usize]) -> Result<()> {
    base::init(vm, this, arguments)?;
    let values = arguments.positionals();
    if values.len() != numbers.len() {
        return Err(vm.type_error(format!(
            "function takes exactly {} arguments ({} given)",
            numbers.len(),
            values.len()
        )));
    }
    for (position, (number, value)) in numbers.iter().zip(values).enumerate() {
        let fits = match *number {
            START | END => value.is_int() || value.class().slots().index.is_some(),
            OBJECT => true,
            _ => value.downcast::<Str>().is_some(),
        };
        if !fits {
            return Err(if matches!(*number, START | END) {
                vm.type_error(format!(
                    "'{}' object cannot be interpreted as an integer",
                    value.class().name()
                ))
            } else {
                vm.type_error(format!(
                    "argument {} must be str, not {}",
                    position + 1,
                    vm.found_argument(value)
                ))
            });
        }
        of(this).set_field(*number, Some(value.clone()));
    }
    Ok(())
}

fn decode_init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    store(vm, this, arguments, &[ENCODING, OBJECT, START, END, REASON])?;
    let object = arguments.values[1].clone();
    if object.downcast::<Bytes>().is_none() {
        let bytes = crate::objects::bytes::from_buffer(vm, &object)?;
        of(this).set_field(OBJECT, Some(bytes.into()));
    }
    Ok(())
}

fn encode_init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    store(vm, this, arguments, &[ENCODING, OBJECT, START, END, REASON])?;
    expect_text(vm, &arguments.values[1], 2)
}

fn translate_init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    store(vm, this, arguments, &[OBJECT, START, END, REASON])?;
    expect_text(vm, &arguments.values[0], 1)
}

fn expect_text(vm: &Vm, value: &Value, position: usize) -> Result<()> {
    if value.downcast::<Str>().is_some() {
        return Ok(());
    }
    Err(vm.type_error(format!(
        "argument {position} must be str, not {}",
        vm.found_argument(value)
    )))
}

/// The five fields; `None` when not set.
struct Fields {
    encoding: String,
    object: Value,
    start: i64,
    end: i64,
    reason: String,
}

fn fields_of(vm: &Vm, this: &Value) -> Result<Option<Fields>> {
    let exception = of(this);
    let Some(object) = exception.field(OBJECT) else {
        return Ok(None);
    };
    let number = |number| exception.field(number).and_then(|value| value.as_i64());
    let text = |number| match exception.field(number) {
        Some(value) => vm.str_text(&value),
        None => Ok(String::new()),
    };
    Ok(Some(Fields {
        encoding: text(ENCODING)?,
        object,
        start: number(START).unwrap_or(0),
        end: number(END).unwrap_or(0),
        reason: text(REASON)?,
    }))
}

fn decode_str(vm: &Vm, this: &Value) -> Result<Value> {
    let Some(fields) = fields_of(vm, this)? else {
        return Ok(Str::value(""));
    };
    let byte = fields.object.downcast::<Bytes>().and_then(|bytes| {
        let start = usize::try_from(fields.start).ok()?;
        bytes.as_bytes().get(start).copied()
    });
    Ok(Str::value(match byte {
        Some(byte) if fields.start.checked_add(1) == Some(fields.end) => format!(
            "'{}' codec can't decode byte 0x{byte:02x} in position {}: {}",
            fields.encoding, fields.start, fields.reason
        ),
        _ => format!(
            "'{}' codec can't decode bytes in position {}-{}: {}",
            fields.encoding,
            fields.start,
            fields.end.wrapping_sub(1),
            fields.reason
        ),
    }))
}

/// The character that an error is about, as messages show it.
fn shown_character(fields: &Fields) -> Option<String> {
    if fields.start.checked_add(1) != Some(fields.end) {
        return None;
    }
    let text = fields.object.downcast::<Str>()?;
    let start = usize::try_from(fields.start).ok()?;
    let point = text.as_wtf8().code_points().nth(start)?;
    Some(match point {
        0..=0xFF => format!("'\\x{point:02x}'"),
        0x100..=0xFFFF => format!("'\\u{point:04x}'"),
        _ => format!("'\\U{point:08x}'"),
    })
}

fn encode_str(vm: &Vm, this: &Value) -> Result<Value> {
    let Some(fields) = fields_of(vm, this)? else {
        return Ok(Str::value(""));
    };
    Ok(Str::value(match shown_character(&fields) {
        Some(character) => format!(
            "'{}' codec can't encode character {character} in position {}: {}",
            fields.encoding, fields.start, fields.reason
        ),
        None => format!(
            "'{}' codec can't encode characters in position {}-{}: {}",
            fields.encoding,
            fields.start,
            fields.end.wrapping_sub(1),
            fields.reason
        ),
    }))
}

fn translate_str(vm: &Vm, this: &Value) -> Result<Value> {
    let Some(fields) = fields_of(vm, this)? else {
        return Ok(Str::value(""));
    };
    Ok(Str::value(match shown_character(&fields) {
        Some(character) => format!(
            "can't translate character {character} in position {}: {}",
            fields.start, fields.reason
        ),
        None => format!(
            "can't translate characters in position {}-{}: {}",
            fields.start,
            fields.end.wrapping_sub(1),
            fields.reason
        ),
    }))
}

fn made(vm: &Vm, class: &super::super::types::StaticType, values: Vec<Value>) -> Raised {
    let raised = vm.error_with(class, values.clone());
    for (number, value) in values.into_iter().enumerate() {
        of(&raised.0).set_field(number, Some(value));
    }
    raised
}

impl Vm {
    /// A UnicodeDecodeError.
    pub fn decode_error(
        &self,
        encoding: &str,
        object: Ref<Bytes>,
        range: std::ops::Range<usize>,
        reason: &str,
    ) -> Raised {
        made(
            self,
            &UNICODE_DECODE_ERROR,
            vec![
                Str::value(encoding),
                object.into(),
                range.start.into(),
                range.end.into(),
                Str::value(reason),
            ],
        )
    }

    /// A UnicodeEncodeError.
    pub fn encode_error(
        &self,
        encoding: &str,
        object: Ref<Str>,
        range: std::ops::Range<usize>,
        reason: &str,
    ) -> Raised {
        made(
            self,
            &UNICODE_ENCODE_ERROR,
            vec![
                Str::value(encoding),
                object.into(),
                range.start.into(),
                range.end.into(),
                Str::value(reason),
            ],
        )
    }
}
