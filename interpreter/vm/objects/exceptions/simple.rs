//! Exceptions with a few attributes: AttributeError, ImportError, KeyError, NameError,
//! StopIteration, SystemExit.

use super::super::attributes;
use super::super::dict::Dict;
use super::super::heap::Ref;
use super::super::slots::Slots;
use super::super::str::Str;
use super::super::tuple::Tuple;
use super::super::types::TypeSpec;
use super::super::value::Value;
use super::base::{self, of};
use crate::call::Arguments;
use crate::native::{Method, Property, check_keywords};
use crate::{Result, Vm};

/// The field of `name`, in the exceptions that have it.
pub const NAME_FIELD: usize = 0;
/// The field of `obj`.
pub const OBJECT_FIELD: usize = 1;
const PATH_FIELD: usize = 1;
const MESSAGE_FIELD: usize = 2;
const NAME_FROM_FIELD: usize = 3;
/// The field of `value` and of `code`.
const VALUE_FIELD: usize = 0;

/// An attribute that is a numbered field; `None` where it is not set.
pub(super) const fn field<const NUMBER: usize>(name: &'static str) -> Property {
    Property {
        member: true,
        ..Property::settable(
            name,
            |_, this| Ok(of(this).field(NUMBER).unwrap_or(Value::NONE)),
            |_, this, value| {
                of(this).set_field(NUMBER, value.cloned());
                Ok(())
            },
        )
    }
}

/// The attribute that shows a field, and cannot be set.
pub(super) const fn fixed_field<const NUMBER: usize>(name: &'static str) -> Property {
    Property {
        member: true,
        ..Property::new(name, |_, this| {
            Ok(of(this).field(NUMBER).unwrap_or(Value::NONE))
        })
    }
}

pub(super) const ATTRIBUTE: TypeSpec = TypeSpec {
    slots: Slots {
        init: Some(attribute_init),
        ..Slots::EMPTY
    },
    methods: &[
        Method::new(
            "__getstate__",
            "($self, /)",
            attribute_state,
            "What is pickled.",
        ),
        Method::new(
            "__reduce__",
            "($self, /)",
            attribute_reduce,
            "How to pickle it.",
        ),
    ],
    properties: &[field::<NAME_FIELD>("name"), field::<OBJECT_FIELD>("obj")],
    ..TypeSpec::DEFAULT
};

pub(super) const NAME: TypeSpec = TypeSpec {
    slots: Slots {
        init: Some(name_init),
        ..Slots::EMPTY
    },
    properties: &[field::<NAME_FIELD>("name")],
    ..TypeSpec::DEFAULT
};

pub(super) const IMPORT: TypeSpec = TypeSpec {
    slots: Slots {
        init: Some(import_init),
        str: Some(import_str),
        ..Slots::EMPTY
    },
    methods: &[Method::new(
        "__reduce__",
        "($self, /)",
        import_reduce,
        "How to pickle it.",
    )],
    properties: &[
        field::<MESSAGE_FIELD>("msg"),
        field::<NAME_FIELD>("name"),
        field::<PATH_FIELD>("path"),
        field::<NAME_FROM_FIELD>("name_from"),
    ],
    ..TypeSpec::DEFAULT
};

pub(super) const KEY: TypeSpec = TypeSpec {
    slots: Slots {
        str: Some(key_str),
        ..Slots::EMPTY
    },
    ..TypeSpec::DEFAULT
};

pub(super) const STOP_ITERATION: TypeSpec = TypeSpec {
    slots: Slots {
        init: Some(stop_iteration_init),
        ..Slots::EMPTY
    },
    properties: &[field::<VALUE_FIELD>("value")],
    ..TypeSpec::DEFAULT
};

pub(super) const SYSTEM_EXIT: TypeSpec = TypeSpec {
    slots: Slots {
        init: Some(system_exit_init),
        ..Slots::EMPTY
    },
    properties: &[field::<VALUE_FIELD>("code")],
    ..TypeSpec::DEFAULT
};

/// `code` of SystemExit: nothing, the only argument, or all.
pub(super) fn first_or_all(arguments: &Ref<Tuple>) -> Option<Value> {
    match arguments.items() {
        [] => None,
        [only] => Some(only.clone()),
        _ => Some(arguments.to_value()),
    }
}

/// Sets fields from keyword arguments, and refuses others in the words of `function`.
fn keyword_fields(
    vm: &Vm,
    this: &Value,
    arguments: &Arguments<'_>,
    function: &str,
    fields: &[(&str, usize)],
) -> Result<()> {
    for (_, number) in fields {
        of(this).set_field(*number, None);
    }
    let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    check_keywords(vm, function, arguments, &names)?;
    for (name, value) in arguments.keywords() {
        if let Some((_, number)) = fields
            .iter()
            .find(|(it, _)| it.as_bytes() == name.as_bytes())
        {
            of(this).set_field(*number, Some(value.clone()));
        }
    }
    Ok(())
}

fn set_positionals(this: &Value, arguments: &Arguments<'_>) {
    of(this).set_arguments(Tuple::from_slice(arguments.positionals()));
}

fn attribute_init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    set_positionals(this, &arguments);
    keyword_fields(
        vm,
        this,
        &arguments,
        "AttributeError",
        &[("name", NAME_FIELD), ("obj", OBJECT_FIELD)],
    )
}

fn name_init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    set_positionals(this, &arguments);
    keyword_fields(vm, this, &arguments, "NameError", &[("name", NAME_FIELD)])
}

fn import_init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    set_positionals(this, &arguments);
    keyword_fields(
        vm,
        this,
        &arguments,
        "ImportError",
        &[
            ("name", NAME_FIELD),
            ("path", PATH_FIELD),
            ("name_from", NAME_FROM_FIELD),
        ],
    )?;
    let message = match arguments.positionals() {
        [only] => Some(only.clone()),
        _ => None,
    };
    of(this).set_field(MESSAGE_FIELD, message);
    Ok(())
}

fn import_str(vm: &Vm, this: &Value) -> Result<Value> {
    match of(this).field(MESSAGE_FIELD) {
        Some(message) if message.is_exact::<Str>() => Ok(message),
        _ => base::str(vm, this),
    }
}

fn this_of(arguments: &[Option<Value>]) -> &Value {
    arguments[0].as_ref().expect("self is bound")
}

/// The instance's dict with some fields added; `None` when there would be nothing in it.
fn state_with(this: &Value, fields: &[(&str, usize)]) -> Option<Ref<Dict>> {
    let state = attributes::used_dict(of(this).header()).map_or_else(Dict::new, |dict| dict.copy());
    for (name, number) in fields {
        if let Some(value) = of(this).field(*number) {
            state.set_str(&Str::from(name), value);
        }
    }
    (!state.is_empty()).then_some(state)
}

fn import_reduce(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = this_of(arguments);
    let mut parts = vec![this.class().to_value(), of(this).arguments().into()];
    let fields = [
        ("name", NAME_FIELD),
        ("path", PATH_FIELD),
        ("name_from", NAME_FROM_FIELD),
    ];
    parts.extend(state_with(this, &fields).map(Value::from));
    Ok(Tuple::new(parts).into())
}

fn attribute_state(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = this_of(arguments);
    let state = state_with(this, &[("name", NAME_FIELD)]);
    Ok(match state {
        Some(state) => {
            state.set_str(&Str::from("args"), of(this).arguments().into());
            state.into()
        }
        None => Value::NONE,
    })
}

fn attribute_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = this_of(arguments);
    let state = attribute_state(vm, arguments)?;
    let mut parts = vec![this.class().to_value(), of(this).arguments().into()];
    if !state.is_none() {
        parts.push(state);
    }
    Ok(Tuple::new(parts).into())
}

fn key_str(vm: &Vm, this: &Value) -> Result<Value> {
    match of(this).arguments().items() {
        // The empty key shows as '' and not as nothing.
        [only] => Ok(vm.repr(only)?.into()),
        _ => base::str(vm, this),
    }
}

fn stop_iteration_init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    base::init(vm, this, arguments)?;
    let first = arguments.positionals().first().cloned();
    of(this).set_field(VALUE_FIELD, first);
    Ok(())
}

fn system_exit_init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    base::init(vm, this, arguments)?;
    of(this).set_field(VALUE_FIELD, first_or_all(&of(this).arguments()));
    Ok(())
}

impl super::Exception {
    /// Sets `name`, `path` and `name_from` of an ImportError, and `msg` to its only argument.
    pub fn set_import_fields(
        raised: &crate::Raised,
        name: Option<Value>,
        path: Option<Value>,
        name_from: Option<Value>,
    ) {
        let exception = of(&raised.0);
        exception.set_field(MESSAGE_FIELD, first_or_all(&exception.arguments()));
        exception.set_field(NAME_FIELD, name);
        exception.set_field(PATH_FIELD, path);
        exception.set_field(NAME_FROM_FIELD, name_from);
    }

    /// `name` of an ImportError.
    pub fn import_name(&self) -> Option<Value> {
        self.field(NAME_FIELD)
    }
}
