//! `BaseException`: construction, text, and the attributes that all exceptions have.

use super::super::attributes;
use super::super::dict::Dict;
use super::super::heap::{Payload, Ref};
use super::super::slots::Slots;
use super::super::str::Str;
use super::super::traceback::Traceback;
use super::super::tuple::Tuple;
use super::super::types::{Type, TypeSpec, flags};
use super::super::value::Value;
use super::{BASE_EXCEPTION, Exception};
use crate::call::Arguments;
use crate::native::{Method, Property};
use crate::objects::list::List;
use crate::{Result, Vm};

/// What `BaseException` is made from.
pub(super) const SPEC: TypeSpec = TypeSpec {
    doc: Some("Common base class for all exceptions"),
    layout: Some(<Exception as Payload>::layout),
    flags: flags::BASE | flags::ATTRIBUTES | flags::WEAK_REFERENCES | flags::EXCEPTION_SUBCLASS,
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        str: Some(str),
        ..Slots::EMPTY
    },
    methods: METHODS,
    properties: PROPERTIES,
    ..TypeSpec::DEFAULT
};

const METHODS: &[Method] = &[
    Method::new("__reduce__", "($self, /)", reduce, "How to pickle it."),
    Method::new(
        "__setstate__",
        "($self, state, /)",
        set_state,
        "Sets attributes from a dict.",
    ),
    Method::new(
        "with_traceback",
        "($self, tb, /)",
        with_traceback,
        "Sets __traceback__ and gives the exception.",
    ),
    Method::new(
        "add_note",
        "($self, note, /)",
        add_note,
        "Adds a note that is shown behind the traceback.",
    ),
];

const PROPERTIES: &[Property] = &[
    Property::settable("args", |_, this| Ok(of(this).arguments().into()), set_args),
    Property::settable(
        "__traceback__",
        |_, this| Ok(of(this).traceback().map_or(Value::NONE, Value::from)),
        set_traceback,
    ),
    Property::settable(
        "__context__",
        |_, this| Ok(of(this).context().unwrap_or(Value::NONE)),
        set_context,
    ),
    Property::settable(
        "__cause__",
        |_, this| Ok(of(this).cause().unwrap_or(Value::NONE)),
        set_cause,
    ),
    Property {
        member: true,
        ..Property::settable(
            "__suppress_context__",
            |_, this| Ok(of(this).suppress_context().into()),
            set_suppress_context,
        )
    },
    Property::settable(
        "__dict__",
        |_, this| Ok(attributes::dict_of(of(this).header()).into()),
        set_dict,
    ),
];

/// The payload of an exception: native functions get `self` checked already.
///
/// # Panics
/// If the value is not an exception.
pub(super) fn of(value: &Value) -> &Ref<Exception> {
    value
        .downcast::<Exception>()
        .expect("the type of self is checked before a method is called")
}

/// `BaseException.__new__`: keeps the positional arguments.
pub(super) fn new(_: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    Ok(Exception::of_class(class, Tuple::from_slice(arguments.positionals())).into())
}

/// `BaseException.__init__`.
pub(super) fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    no_keywords(vm, this, &arguments)?;
    // `__new__` has put them there already, as a rule.
    let (present, given) = (of(this).arguments(), arguments.positionals());
    let same = |(one, other): (&Value, &Value)| one.is(other);
    if present.items().len() == given.len() && present.items().iter().zip(given).all(same) {
        return Ok(());
    }
    of(this).set_arguments(Tuple::from_slice(arguments.positionals()));
    Ok(())
}

/// Refuses keyword arguments.
pub(super) fn no_keywords(vm: &Vm, this: &Value, arguments: &Arguments<'_>) -> Result<()> {
    if arguments.names.is_empty() {
        return Ok(());
    }
    Err(vm.type_error(format!(
        "{}() takes no keyword arguments",
        this.class().name()
    )))
}

/// `BaseException.__str__`.
pub(super) fn str(vm: &Vm, this: &Value) -> Result<Value> {
    let arguments = of(this).arguments();
    Ok(match arguments.items() {
        [] => Str::value(""),
        [only] => vm.str(only)?.into(),
        _ => vm.str(arguments.as_value())?.into(),
    })
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let arguments = of(this).arguments();
    let name = this.class().short_name();
    let text = match arguments.items() {
        [only] => Str::concatenated(&[
            Str::from(format!("{name}(")).as_wtf8(),
            vm.repr(only)?.as_wtf8(),
            Str::from(")").as_wtf8(),
        ]),
        _ => Str::concatenated(&[
            Str::from(name).as_wtf8(),
            vm.repr(arguments.as_value())?.as_wtf8(),
        ]),
    };
    Ok(text.into())
}

fn argument(arguments: &[Option<Value>], position: usize) -> &Value {
    arguments[position]
        .as_ref()
        .expect("required parameters are bound")
}

fn reduce(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = argument(arguments, 0);
    let mut parts = vec![this.class().to_value(), of(this).arguments().into()];
    if let Some(dict) = attributes::used_dict(of(this).header()) {
        parts.push(dict.into());
    }
    Ok(Tuple::new(parts).into())
}

fn set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, state) = (argument(arguments, 0), argument(arguments, 1));
    if state.is_none() {
        return Ok(Value::NONE);
    }
    let Some(dict) = state.downcast::<Dict>() else {
        return Err(vm.type_error("state is not a dictionary"));
    };
    for (name, value) in dict.to_vec() {
        if let Some(name) = name.downcast::<Str>() {
            vm.set_attribute(this, &name.interned(), &value)?;
        }
    }
    Ok(Value::NONE)
}

fn with_traceback(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = argument(arguments, 0);
    set_traceback(vm, this, Some(argument(arguments, 1)))?;
    Ok(this.clone())
}

fn add_note(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, note) = (argument(arguments, 0), argument(arguments, 1));
    if note.downcast::<Str>().is_none() {
        return Err(vm.type_error(format!("note must be a str, not '{}'", note.class().name())));
    }
    let name = vm.intern("__notes__");
    let notes = match vm.find_attribute(this, &name)? {
        Some(notes) => notes,
        None => {
            let notes = Value::from(List::new(vec![]));
            vm.set_attribute(this, &name, &notes)?;
            notes
        }
    };
    match notes.downcast::<List>() {
        Some(notes) => notes.push(note.clone()),
        None => return Err(vm.type_error("Cannot add note: __notes__ is not a list")),
    }
    Ok(Value::NONE)
}

fn set_args(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    let Some(value) = value else {
        return Err(vm.type_error("args may not be deleted"));
    };
    of(this).set_arguments(Tuple::new(vm.collect(value)?));
    Ok(())
}

fn set_traceback(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    let Some(value) = value else {
        return Err(vm.type_error("__traceback__ may not be deleted"));
    };
    if !value.is_none() && value.downcast::<Traceback>().is_none() {
        return Err(vm.type_error("__traceback__ must be a traceback or None"));
    }
    of(this).set_traceback(value.downcast::<Traceback>().cloned());
    Ok(())
}

/// Checks what is assigned to `__context__` or `__cause__`.
fn exception_or_none(vm: &Vm, value: Option<&Value>, name: &str) -> Result<Option<Value>> {
    let Some(value) = value else {
        return Err(vm.type_error(format!("{name} may not be deleted")));
    };
    if value.is_none() {
        return Ok(None);
    }
    if !value.class().is_subtype(&BASE_EXCEPTION) {
        let what = name.trim_matches('_');
        return Err(vm.type_error(format!(
            "exception {what} must be None or derive from BaseException"
        )));
    }
    Ok(Some(value.clone()))
}

fn set_context(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    of(this).set_context(exception_or_none(vm, value, "__context__")?);
    Ok(())
}

fn set_cause(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    of(this).set_cause(exception_or_none(vm, value, "__cause__")?);
    Ok(())
}

fn set_suppress_context(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    match value {
        None => Err(vm.type_error("can't delete numeric/char attribute")),
        Some(value) => match value.as_bool() {
            Some(suppress) => {
                of(this).set_suppress_context(suppress);
                Ok(())
            }
            None => Err(vm.type_error("attribute value type must be bool")),
        },
    }
}

fn set_dict(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    let Some(value) = value else {
        return Err(vm.type_error("cannot delete __dict__"));
    };
    match value.downcast::<Dict>() {
        Some(dict) => {
            attributes::set_dict(of(this).header(), Some(dict.clone()));
            Ok(())
        }
        None => Err(vm.type_error(format!(
            "__dict__ must be set to a dictionary, not a '{}'",
            value.class().name()
        ))),
    }
}
