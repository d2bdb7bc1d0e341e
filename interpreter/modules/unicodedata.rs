//! `unicodedata`: what Unicode says of characters.

use primitives::text::{Text, Wtf8Buf};
use unicode::database::{Form, Record, decomposition, normalize, record};
use unicode::{character_by_name, character_name, decimal_value, digit_value, numeric_value};
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "unicodedata",
    doc: Some("The Unicode character database, version 15.1.0."),
    functions: &[
        Method::new(
            "bidirectional",
            "($self, chr, /)",
            |vm, it| {
                property(vm, it, "bidirectional", |record| {
                    Str::value(record.bidirectional)
                })
            },
            "The bidirectional class of a character.",
        ),
        Method::new(
            "category",
            "($self, chr, /)",
            |vm, it| property(vm, it, "category", |record| Str::value(record.category)),
            "The general category of a character.",
        ),
        Method::new(
            "combining",
            "($self, chr, /)",
            |vm, it| {
                property(vm, it, "combining", |record| {
                    Value::int(record.combining.into())
                })
            },
            "The canonical combining class of a character.",
        ),
        Method::new(
            "decimal",
            "($self, chr, default=<unrepresentable>, /)",
            |vm, it| {
                number(vm, it, "decimal", "not a decimal", |point| {
                    decimal_value(point).map(|value| Value::int(value.into()))
                })
            },
            "The value of a decimal digit.",
        ),
        Method::new(
            "decomposition",
            "($self, chr, /)",
            |vm, it| {
                let point = character(vm, required(it, 0), "decomposition", "")?;
                Ok(Str::value(decomposition(point)))
            },
            "The decomposition of a character.",
        ),
        Method::new(
            "digit",
            "($self, chr, default=<unrepresentable>, /)",
            |vm, it| {
                number(vm, it, "digit", "not a digit", |point| {
                    digit_value(point).map(|value| Value::int(value.into()))
                })
            },
            "The value of a digit.",
        ),
        Method::new(
            "east_asian_width",
            "($self, chr, /)",
            |vm, it| {
                property(vm, it, "east_asian_width", |record| {
                    Str::value(record.east_asian_width)
                })
            },
            "The width of a character in East Asian text.",
        ),
        Method::new(
            "is_normalized",
            "($self, form, unistr, /)",
            |vm, it| {
                let (form, text) = form_and_text(vm, it, "is_normalized")?;
                Ok(Value::bool(
                    text.is_ascii() || normalized(form, text).is_none(),
                ))
            },
            "Whether a text is in a normal form.",
        ),
        Method::new(
            "lookup",
            "($self, name, /)",
            lookup,
            "The character of a name.",
        ),
        Method::new(
            "mirrored",
            "($self, chr, /)",
            |vm, it| {
                property(vm, it, "mirrored", |record| {
                    Value::int(record.mirrored.into())
                })
            },
            "Whether a character is mirrored in bidirectional text.",
        ),
        Method::new(
            "name",
            "($self, chr, default=<unrepresentable>, /)",
            |vm, it| {
                number(vm, it, "name", "no such name", |point| {
                    character_name(point).map(Str::value)
                })
            },
            "The name of a character.",
        ),
        Method::new(
            "normalize",
            "($self, form, unistr, /)",
            |vm, it| {
                let (form, text) = form_and_text(vm, it, "normalize")?;
                match text.is_ascii() {
                    true => Ok(text.to_value()),
                    false => {
                        Ok(normalized(form, text).map_or_else(|| text.to_value(), Value::from))
                    }
                }
            },
            "A text in a normal form.",
        ),
        Method::new(
            "numeric",
            "($self, chr, default=<unrepresentable>, /)",
            |vm, it| {
                number(vm, it, "numeric", "not a numeric character", |point| {
                    numeric_value(point).map(Value::float)
                })
            },
            "The value of a number.",
        ),
    ],
    fill: |vm, module| {
        module.set(vm, "unidata_version", Str::value("15.1.0"));
        Ok(())
    },
};

/// The one character that an argument is.
fn character(vm: &Vm, value: &Value, function: &str, position: &str) -> Result<u32> {
    let text = value.downcast::<Str>().filter(|text| text.len() == 1);
    let point = text.and_then(|text| text.as_wtf8().code_points().next());
    point.ok_or_else(|| not_a_character(vm, value, function, position))
}

#[cold]
fn not_a_character(vm: &Vm, value: &Value, function: &str, position: &str) -> Raised {
    vm.type_error(format!(
        "{function}() argument{position} must be a unicode character, not {}",
        vm.found_argument(value)
    ))
}

fn property(
    vm: &Vm,
    arguments: &[Option<Value>],
    function: &str,
    value: fn(&Record) -> Value,
) -> Result<Value> {
    let point = character(vm, required(arguments, 0), function, "")?;
    Ok(value(&record(point)))
}

/// A property that not all characters have: the default, or a ValueError for the others.
fn number(
    vm: &Vm,
    arguments: &[Option<Value>],
    function: &str,
    problem: &str,
    value: impl Fn(u32) -> Option<Value>,
) -> Result<Value> {
    let point = character(vm, required(arguments, 0), function, " 1")?;
    match value(point).or_else(|| arguments[1].clone()) {
        Some(value) => Ok(value),
        None => Err(vm.value_error(problem)),
    }
}

fn lookup(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    const LONGEST: usize = 256;
    let value = required(arguments, 0);
    let name = match value.downcast::<Str>() {
        Some(text) => text.to_text(),
        None => String::from_utf8_lossy(&vm.bytes_like(value)?).into_owned(),
    };
    if name.len() > LONGEST {
        return Err(vm.key_error(&Str::value("name too long")));
    }
    match character_by_name(&name) {
        Some(character) => Ok(Str::from_code_point(character.into()).into()),
        None => Err(vm.key_error(&Str::value(format!("undefined character name '{name}'")))),
    }
}

fn form_and_text<'a>(
    vm: &Vm,
    arguments: &'a [Option<Value>],
    function: &str,
) -> Result<(Form, &'a Ref<Str>)> {
    let form = vm.expect_str_argument(required(arguments, 0), function, "1")?;
    let text = vm.expect_str_argument(required(arguments, 1), function, "2")?;
    match Form::of(&form.to_text()) {
        Some(form) => Ok((form, text)),
        None if text.is_empty() => Ok((Form::Nfc, text)),
        None => Err(vm.value_error("invalid normalization form")),
    }
}

/// The text in a normal form; nothing where it is in that form.
fn normalized(form: Form, text: &Ref<Str>) -> Option<Ref<Str>> {
    let found: Wtf8Buf = normalize(form, text.as_wtf8().code_points())
        .into_iter()
        .collect();
    if found.as_bytes() == text.as_bytes() {
        return None;
    }
    Some(Str::from_text(Text::new(&found)))
}
