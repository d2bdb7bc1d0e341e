//! `_json`: reading and writing JSON.

use primitives::text::Wtf8;
use primitives::text::json::{JsonError, quote, quote_ascii, scan_string};
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::class_creation::native::make_ready;
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

mod encoder;
mod scanner;

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_json",
    doc: Some("json speedups\n"),
    functions: &[
        Method::new(
            "encode_basestring",
            "($self, object, /)",
            |vm, it| Ok(Str::from_wtf8(&quote(text(vm, required(it, 0))?.as_wtf8())).into()),
            "A string in JSON.",
        ),
        Method::new(
            "encode_basestring_ascii",
            "($self, object, /)",
            |vm, it| Ok(Str::from_wtf8(&quote_ascii(text(vm, required(it, 0))?.as_wtf8())).into()),
            "A string in JSON that is ASCII.",
        ),
        Method::new(
            "scanstring",
            "(string, end[, strict])",
            scan,
            "The string behind a quote, and where it ends.",
        ),
    ],
    fill: |vm, module| {
        make_ready(&scanner::SCANNER);
        make_ready(&encoder::ENCODER);
        module.set(vm, "make_scanner", scanner::SCANNER.to_value());
        module.set(vm, "make_encoder", encoder::ENCODER.to_value());
        Ok(())
    },
};

/// How deep containers may be nested, as in CPython.
const DEEPEST: usize = 10_000;

#[cold]
fn too_deep(vm: &Vm, place: &str) -> Raised {
    let message = format!("maximum recursion depth exceeded{place}");
    vm.error(&vm::objects::exceptions::RECURSION_ERROR, message)
}

fn text<'a>(vm: &Vm, value: &'a Value) -> Result<&'a Ref<Str>> {
    value.downcast::<Str>().ok_or_else(|| {
        vm.type_error(format!(
            "first argument must be a string, not {}",
            vm.found_argument(value)
        ))
    })
}

fn scan(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let end = vm.to_isize(required(arguments, 1))?;
    let string = text(vm, required(arguments, 0))?;
    let strict = match &arguments[2] {
        Some(strict) => vm.is_true(strict)?,
        None => true,
    };
    let Some(start) = usize::try_from(end)
        .ok()
        .filter(|start| *start <= string.len())
    else {
        return Err(vm.value_error("end is out of bounds"));
    };
    let offset = string.offset_of(start);
    let scanned = scan_string(string.as_wtf8(), offset, strict);
    let (content, end) = scanned.map_err(|error| json_error(vm, string, &error))?;
    let end = string.indexed_text().position(end);
    Ok(Tuple::pair(made(&content), end.into()).into())
}

fn made(content: &Wtf8) -> Value {
    if content.is_ascii() {
        return match content.as_bytes() {
            [only] => Str::from_code_point((*only).into()).into(),
            bytes => Str::from_ascii(bytes).into(),
        };
    }
    Str::from_wtf8(content).into()
}

/// The `JSONDecodeError` for a place in a text.
#[cold]
fn json_error(vm: &Vm, text: &Ref<Str>, error: &JsonError) -> Raised {
    let position = text.indexed_text().position(error.offset);
    let made = vm
        .import_attribute("json.decoder", "JSONDecodeError")
        .and_then(|class| {
            let arguments = [Str::value(error.message), text.to_value(), position.into()];
            vm.call(&class, &arguments)
        });
    match made {
        Ok(exception) => Raised(exception),
        Err(raised) => raised,
    }
}
