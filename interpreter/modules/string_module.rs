//! `_string`: how templates of `str.format` are taken apart.

use std::cell::Cell;

use primitives::text::template::{Accessor, First, Pieces, split_name};
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::class_creation::native::make_ready;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::iterators::sequences::itself;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_string",
    doc: Some("string helper module"),
    functions: &[
        Method::new(
            "formatter_field_name_split",
            "($module, string, /)",
            split_field_name,
            "Takes the name of a field apart.",
        ),
        Method::new(
            "formatter_parser",
            "($module, string, /)",
            parse,
            "Takes a template apart.",
        ),
    ],
    fill: |_, _| {
        make_ready(&PARTS);
        Ok(())
    },
};

/// The payload of what gives the parts of a template or of a name.
pub struct Parts {
    items: Guarded<Vec<Value>>,
    place: Cell<usize>,
    /// What is wrong behind the last part.
    problem: Guarded<Option<String>>,
}

payload!(Parts, PARTS, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.items.borrow().iter().for_each(visit);
    }
    fn clear(&self) {
        drop(self.items.take());
    }
});

static_type! {
    /// `formatteriterator`
    pub PARTS = TypeSpec {
        name: "formatteriterator",
        layout: Some(Parts::layout),
        slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
        ..TypeSpec::DEFAULT
    };
}

fn next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let Some(parts) = this.downcast::<Parts>() else {
        return Ok(None);
    };
    let place = parts.place.get();
    let item = parts.items.borrow().get(place).cloned();
    if item.is_some() {
        parts.place.set(place + 1);
        return Ok(item);
    }
    match parts.problem.take() {
        Some(problem) => Err(vm.value_error(problem)),
        None => Ok(None),
    }
}

fn made(items: Vec<Value>, problem: Option<String>) -> Value {
    Ref::new(Parts {
        items: Guarded::new(items),
        place: Cell::new(0),
        problem: Guarded::new(problem),
    })
    .into()
}

fn text<'a>(vm: &Vm, arguments: &'a [Option<Value>]) -> Result<&'a Ref<Str>> {
    let value = required(arguments, 0);
    value
        .downcast::<Str>()
        .ok_or_else(|| expected_str(vm, value))
}

#[cold]
fn expected_str(vm: &Vm, value: &Value) -> Raised {
    vm.type_error(format!("expected str, got {}", value.class().name()))
}

fn parse(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let text = text(vm, arguments)?;
    let mut items = Vec::new();
    for piece in Pieces::new(text.as_wtf8()) {
        let piece = match piece {
            Ok(piece) => piece,
            Err(error) => return Ok(made(items, Some(error.to_string()))),
        };
        let literal = Str::from_wtf8(piece.literal).into();
        items.push(match piece.field {
            None => Tuple::new(vec![literal, Value::NONE, Value::NONE, Value::NONE]).into(),
            Some(field) => {
                let conversion = match field.conversion {
                    Some(point) => Str::from_code_point(point).into(),
                    None => Value::NONE,
                };
                Tuple::new(vec![
                    literal,
                    Str::from_wtf8(field.name).into(),
                    Str::from_wtf8(field.specification).into(),
                    conversion,
                ])
                .into()
            }
        });
    }
    Ok(made(items, None))
}

fn split_field_name(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let text = text(vm, arguments)?;
    let split = split_name(text.as_wtf8());
    let (first, accessors) = split.map_err(|error| vm.value_error(error.to_string()))?;
    let first = match first {
        First::Automatic => Str::value(""),
        First::Index(index) => index.into(),
        First::Name(name) => Str::from_wtf8(name).into(),
    };
    let mut items = Vec::new();
    let mut problem = None;
    for accessor in accessors {
        let (is_attribute, key): (bool, Value) = match accessor {
            Ok(Accessor::Attribute(name)) => (true, Str::from_wtf8(name).into()),
            Ok(Accessor::Index(index)) => (false, index.into()),
            Ok(Accessor::Key(key)) => (false, Str::from_wtf8(key).into()),
            Err(error) => {
                problem = Some(error.to_string());
                break;
            }
        };
        items.push(Tuple::pair(Value::bool(is_attribute), key).into());
    }
    Ok(Tuple::pair(first, made(items, problem)).into())
}
