//! `str(...)`, `ascii(...)`.

use super::{STR, escaped_to_ascii};
use crate::call::Arguments;
use crate::native::{Signature, bind};
use crate::objects::buffer::Buffer;
use crate::objects::codecs;
use crate::objects::heap::Ref;
use crate::objects::str::Str;
use crate::objects::types::Type;
use crate::objects::value::Value;
use crate::{Result, Vm};

pub(super) fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature =
        Signature::new("str", "(object='', encoding='utf-8', errors='strict')");
    if let ([object], [], true) = (arguments.values, arguments.names, class.is(&STR)) {
        return vm.str(object).map(Value::from);
    }
    if arguments.names.is_empty() && arguments.values.len() > 3 {
        return Err(vm.type_error(format!(
            "str expected at most 3 arguments, got {}",
            arguments.values.len()
        )));
    }
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let encoding = text(vm, bound.optional(1), "encoding")?;
    let errors = text(vm, bound.optional(2), "errors")?;
    let made = match bound.optional(0) {
        None => Str::from(""),
        Some(object) if encoding.is_none() && errors.is_none() => vm.str(object)?,
        Some(object) => decoded(vm, object, encoding, errors)?,
    };
    if class.is(&STR) {
        return Ok(made.into());
    }
    Ok(Str::of_class(class, &made).into())
}

fn text<'a>(vm: &Vm, argument: Option<&'a Value>, name: &str) -> Result<Option<&'a Ref<Str>>> {
    match argument {
        None => Ok(None),
        Some(value) => match value.downcast::<Str>() {
            Some(text) => Ok(Some(text)),
            None => Err(vm.type_error(format!(
                "str() argument '{name}' must be str, not {}",
                value.class().name()
            ))),
        },
    }
}

fn decoded(
    vm: &Vm,
    object: &Value,
    encoding: Option<&Ref<Str>>,
    errors: Option<&Ref<Str>>,
) -> Result<Ref<Str>> {
    if object.downcast::<Str>().is_some() {
        return Err(vm.type_error("decoding str is not supported"));
    }
    if !Buffer::is_shown_by(vm, object) {
        return Err(vm.type_error(format!(
            "decoding to str: need a bytes-like object, {} found",
            object.class().name()
        )));
    }
    let decoded = codecs::decode(vm, object, encoding, errors)?;
    match decoded.downcast::<Str>() {
        Some(text) => Ok(text.clone()),
        None => Err(vm.type_error("decoder did not return a str object")),
    }
}

/// `ascii(value)`.
pub fn ascii(vm: &Vm, value: &Value) -> Result<Ref<Str>> {
    Ok(escaped_to_ascii(&vm.repr(value)?))
}

impl Vm {
    /// `ascii(value)`.
    pub fn ascii(&self, value: &Value) -> Result<Ref<Str>> {
        ascii(self, value)
    }
}
