//! The types `generator`, `coroutine` and `coroutine_wrapper`: methods and attributes.

use bytecode::code::Flags;

use super::super::exceptions::{self, Exception};
use super::super::heap::{Payload, Ref};
use super::super::slots::Slots;
use super::super::str::Str;
use super::super::traceback::Traceback;
use super::super::tuple::Tuple;
use super::super::types::{Type, TypeSpec, flags};
use super::super::value::Value;
use super::next_directly;
use super::{
    Generator, Input, Output, State, Thrown, close, finalize, native_send, resume, send, throw,
};
use crate::call::Arguments;
use crate::native::{Method, Property};
use crate::{Raised, Result, Vm, payload, static_type};

/// The payload of what `coroutine.__await__()` gives.
pub struct CoroutineWrapper {
    coroutine: Ref<Generator>,
}

payload!(CoroutineWrapper, COROUTINE_WRAPPER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.coroutine.as_value());
    }
});

static_type! {
    /// `generator`
    pub GENERATOR = TypeSpec {
        name: "generator",
        layout: Some(<Generator as Payload>::layout),
        flags: flags::WEAK_REFERENCES
            | flags::FINALIZER
            | flags::FORGOTTEN_FIRST
            | flags::NO_INSTANTIATION,
        slots: Slots {
            repr: Some(|_, this| repr(this, "generator")),
            iter: Some(|_, this| Ok(this.clone())),
            next: Some(next),
            finalize: Some(finalize),
            ..Slots::EMPTY
        },
        methods: GENERATOR_METHODS,
        properties: &[
            Property { doc: Some("The name of the generator."), ..NAME },
            Property { doc: Some("The qualified name of the generator."), ..QUALIFIED_NAME },
            Property::new("gi_yieldfrom", delegate),
            Property::new("gi_running", is_running),
            Property::new("gi_frame", frame),
            Property::new("gi_suspended", is_suspended),
            Property::new("gi_code", code),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `coroutine`
    pub COROUTINE = TypeSpec {
        name: "coroutine",
        layout: Some(<Generator as Payload>::layout),
        flags: flags::WEAK_REFERENCES
            | flags::FINALIZER
            | flags::FORGOTTEN_FIRST
            | flags::NO_INSTANTIATION,
        slots: Slots {
            repr: Some(|_, this| repr(this, "coroutine")),
            await_: Some(coroutine_await),
            finalize: Some(finalize),
            ..Slots::EMPTY
        },
        methods: COROUTINE_METHODS,
        properties: &[
            Property { doc: Some("The name of the coroutine."), ..NAME },
            Property { doc: Some("The qualified name of the coroutine."), ..QUALIFIED_NAME },
            Property::new("cr_await", delegate),
            Property::new("cr_running", is_running),
            Property::new("cr_frame", frame),
            Property::new("cr_code", code),
            Property::new("cr_origin", |vm, this| {
                Ok(of(vm, this)?.origin.borrow().clone().unwrap_or(Value::NONE))
            }),
            Property::new("cr_suspended", is_suspended),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `coroutine_wrapper`
    pub COROUTINE_WRAPPER = TypeSpec {
        name: "coroutine_wrapper",
        layout: Some(<CoroutineWrapper as Payload>::layout),
        flags: flags::NO_INSTANTIATION,
        doc: Some("A wrapper object implementing __await__ for coroutines."),
        slots: Slots {
            iter: Some(|_, this| Ok(this.clone())),
            next: Some(|vm, this| next(vm, wrapped(vm, this)?.as_value())),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("send", "($self, value, /)", wrapper_send, SEND_DOC),
            Method::raw("throw", " ($self, type, value=None, traceback=None, /)", wrapper_throw, THROW_DOC),
            Method::new("close", "($self, /)", wrapper_close, CLOSE_DOC),
        ],
        ..TypeSpec::DEFAULT
    };
}

const SEND_DOC: &str = "Resumes it with a value and gives what it yields next.";
const THROW_DOC: &str = "Raises an exception where it waits and gives what it yields next.";
const CLOSE_DOC: &str = "Raises GeneratorExit where it waits.";
const COROUTINE_SEND_DOC: &str = "Sends a value into coroutine; gives what it yields next.";
const COROUTINE_THROW_DOC: &str = "Raises an exception in coroutine; gives what it yields next.";
const COROUTINE_CLOSE_DOC: &str = "Raises GeneratorExit inside coroutine.";

const GENERATOR_METHODS: &[Method] = &[
    Method::new("send", "($self, value, /)", send_method, SEND_DOC),
    Method::raw(
        "throw",
        " ($self, type, value=None, traceback=None, /)",
        throw_method,
        THROW_DOC,
    ),
    Method::new("close", "($self, /)", close_method, CLOSE_DOC),
    Method::new("__sizeof__", "($self, /)", sizeof, "Its size in bytes."),
    super::super::generic_alias::CLASS_GETITEM,
];

const COROUTINE_METHODS: &[Method] = &[
    Method::new("send", "($self, value, /)", send_method, COROUTINE_SEND_DOC),
    Method::raw(
        "throw",
        " ($self, type, value=None, traceback=None, /)",
        throw_method,
        COROUTINE_THROW_DOC,
    ),
    Method::new("close", "($self, /)", close_method, COROUTINE_CLOSE_DOC),
    Method::new("__sizeof__", "($self, /)", sizeof, "Its size in bytes."),
    super::super::generic_alias::CLASS_GETITEM,
];

/// `__name__`.
pub(crate) const NAME: Property = Property::settable(
    "__name__",
    |vm, this| Ok(of(vm, this)?.name().into()),
    |vm, this, name| {
        let Some(name) = name.and_then(|name| name.downcast::<Str>()) else {
            return Err(vm.type_error("__name__ must be set to a string object"));
        };
        let generator = of(vm, this)?;
        generator.set_names(name.clone(), generator.qualified_name());
        Ok(())
    },
);

/// `__qualname__`.
pub(crate) const QUALIFIED_NAME: Property = Property::settable(
    "__qualname__",
    |vm, this| Ok(of(vm, this)?.qualified_name().into()),
    |vm, this, name| {
        let Some(name) = name.and_then(|name| name.downcast::<Str>()) else {
            return Err(vm.type_error("__qualname__ must be set to a string object"));
        };
        let generator = of(vm, this)?;
        generator.set_names(generator.name(), name.clone());
        Ok(())
    },
);

/// The type of the object that a call of code with these flags gives.
pub(super) fn class_of(code_flags: u32) -> &'static Ref<Type> {
    if code_flags & Flags::COROUTINE != 0 {
        COROUTINE.as_ref()
    } else if code_flags & Flags::ASYNC_GENERATOR != 0 {
        super::super::async_generator::ASYNC_GENERATOR.as_ref()
    } else {
        GENERATOR.as_ref()
    }
}

/// The generator that a method was called on.
pub(crate) fn of<'a>(vm: &Vm, value: &'a Value) -> Result<&'a Ref<Generator>> {
    value
        .downcast::<Generator>()
        .ok_or_else(|| vm.type_error("a generator is required"))
}

fn first<'a>(vm: &Vm, arguments: &'a [Option<Value>]) -> Result<&'a Ref<Generator>> {
    match arguments.first() {
        Some(Some(this)) => of(vm, this),
        _ => Err(vm.type_error("a generator is required")),
    }
}

fn repr(this: &Value, kind: &str) -> Result<Value> {
    let Some(generator) = this.downcast::<Generator>() else {
        return Ok(Value::NONE);
    };
    Ok(Str::value(format!(
        "<{kind} object {} at {:#x}>",
        generator.qualified_name(),
        generator.address()
    )))
}

/// `next()`: a return value is the value of a StopIteration.
pub(crate) fn next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let generator = of(vm, this)?;
    if let Some(result) = next_directly(vm, generator) {
        return result;
    }
    match resume(vm, generator, Input::Send(Value::NONE))? {
        Output::Yielded(value) => Ok(Some(value)),
        Output::Returned(value) if value.is_none() => Ok(None),
        Output::Returned(value) => Err(vm.stop_iteration(value)),
    }
}

fn send_method(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = arguments.get(1).cloned().flatten().unwrap_or(Value::NONE);
    send(vm, first(vm, arguments)?, Input::Send(value))
}

fn close_method(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    close(vm, first(vm, arguments)?)
}

/// The arguments of `throw()`.
pub(crate) fn thrown_of(vm: &Vm, arguments: Arguments<'_>) -> Result<(Value, Thrown)> {
    let values = arguments.positionals();
    let Some((this, rest)) = values.split_first() else {
        return Err(vm.type_error("throw expected at least 1 argument, got 0"));
    };
    if !arguments.names.is_empty() {
        return Err(vm.type_error(format!(
            "{}.throw() takes no keyword arguments",
            this.class().name()
        )));
    }
    let thrown = |class: &Value, value: Option<&Value>, traceback: Option<&Value>| Thrown {
        class: class.clone(),
        value: value.cloned(),
        traceback: traceback.cloned(),
    };
    let thrown = match rest {
        [class] => thrown(class, None, None),
        [class, value] => thrown(class, Some(value), None),
        [class, value, traceback] => thrown(class, Some(value), Some(traceback)),
        [] => return Err(vm.type_error("throw expected at least 1 argument, got 0")),
        more => {
            return Err(vm.type_error(format!(
                "throw expected at most 3 arguments, got {}",
                more.len()
            )));
        }
    };
    if rest.len() > 1 {
        vm.warn(
            &exceptions::DEPRECATION_WARNING,
            "the (type, exc, tb) signature of throw() is deprecated, use the single-arg \
             signature instead.",
            1,
        )?;
    }
    Ok((this.clone(), thrown))
}

fn throw_method(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let (this, thrown) = thrown_of(vm, arguments)?;
    throw(vm, of(vm, &this)?, &thrown, true)
}

/// The exception that `throw()` raises: that of making it, where its class refuses.
pub(super) fn exception_of(vm: &Vm, thrown: &Thrown) -> Result<Raised> {
    let traceback = thrown.traceback.as_ref().filter(|value| !value.is_none());
    let traceback = match traceback {
        Some(value) => match value.downcast::<Traceback>() {
            Some(traceback) => Some(traceback.clone()),
            None => {
                return Err(vm.type_error("throw() third argument must be a traceback object"));
            }
        },
        None => None,
    };
    let class = &thrown.class;
    let value = thrown.value.as_ref().filter(|value| !value.is_none());
    let is_class = class
        .downcast::<Type>()
        .is_some_and(|class| class.has(flags::EXCEPTION_SUBCLASS));
    let instance = if is_class {
        let wanted = class.downcast::<Type>();
        match value {
            Some(value) if wanted.is_some_and(|wanted| value.class().is_subtype(wanted)) => {
                value.clone()
            }
            _ => {
                let arguments = match value {
                    Some(value) => match value.downcast_exact::<Tuple>() {
                        Some(arguments) => arguments.items(),
                        None => std::slice::from_ref(value),
                    },
                    None => &[],
                };
                match make_exception(vm, class, arguments) {
                    Ok(instance) => instance,
                    Err(raised) => return Ok(raised),
                }
            }
        }
    } else if class.class().has(flags::EXCEPTION_SUBCLASS) {
        if value.is_some() {
            return Err(vm.type_error("instance exception may not have a separate value"));
        }
        class.clone()
    } else {
        return Err(vm.type_error(format!(
            "exceptions must be classes or instances deriving from BaseException, not {}",
            class.class().name()
        )));
    };
    if let Some(traceback) = traceback
        && let Some(exception) = instance.downcast::<Exception>()
    {
        exception.set_traceback(Some(traceback));
    }
    Ok(Raised(instance))
}

fn make_exception(vm: &Vm, class: &Value, arguments: &[Value]) -> Result<Value> {
    let instance = vm.call(class, arguments)?;
    if instance.class().has(flags::EXCEPTION_SUBCLASS) {
        return Ok(instance);
    }
    Err(vm.type_error(format!(
        "calling {} should have returned an instance of BaseException, not {}",
        vm.repr_text(class)?,
        instance.class().name()
    )))
}

/// What it delegates to; the iterator of a future that serves as its own.
pub(crate) fn delegate(vm: &Vm, this: &Value) -> Result<Value> {
    let delegate = of(vm, this)?.delegate(vm).unwrap_or(Value::NONE);
    match (native_send(&delegate), delegate.class().slots().await_) {
        (Some(_), Some(await_)) => await_(vm, &delegate),
        _ => Ok(delegate),
    }
}

fn is_running(vm: &Vm, this: &Value) -> Result<Value> {
    Ok(Value::bool(of(vm, this)?.state() == State::Executing))
}

fn is_suspended(vm: &Vm, this: &Value) -> Result<Value> {
    Ok(Value::bool(of(vm, this)?.is_suspended()))
}

/// `gi_frame` and its kin.
pub(crate) fn frame(vm: &Vm, this: &Value) -> Result<Value> {
    Ok(of(vm, this)?
        .frame_object()
        .map_or(Value::NONE, Value::from))
}

/// `gi_code` and its kin.
pub(crate) fn code(vm: &Vm, this: &Value) -> Result<Value> {
    Ok(of(vm, this)?.code().to_value())
}

fn sizeof(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = first(vm, arguments)?;
    Ok(Value::from(size_of::<Generator>() + 16 + this.tail_size()))
}

fn coroutine_await(vm: &Vm, this: &Value) -> Result<Value> {
    Ok(Ref::new(CoroutineWrapper {
        coroutine: of(vm, this)?.clone(),
    })
    .into())
}

fn wrapped<'a>(vm: &Vm, this: &'a Value) -> Result<&'a Ref<Generator>> {
    match this.downcast::<CoroutineWrapper>() {
        Some(wrapper) => Ok(&wrapper.coroutine),
        None => Err(vm.type_error("a coroutine_wrapper is required")),
    }
}

fn wrapper_send(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let Some(Some(this)) = arguments.first() else {
        return Ok(Value::NONE);
    };
    let value = arguments.get(1).cloned().flatten().unwrap_or(Value::NONE);
    send(vm, wrapped(vm, this)?, Input::Send(value))
}

fn wrapper_throw(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let (this, thrown) = thrown_of(vm, arguments)?;
    throw(vm, wrapped(vm, &this)?, &thrown, true)
}

fn wrapper_close(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let Some(Some(this)) = arguments.first() else {
        return Ok(Value::NONE);
    };
    close(vm, wrapped(vm, this)?)
}

/// The warning for a coroutine that was dropped without being awaited: module `warnings` words
/// it, where it can be imported.
pub fn warn_never_awaited(vm: &Vm, coroutine: &Value, qualified_name: &str) {
    let is_warned = match vm.import_attribute("warnings", "_warn_unawaited_coroutine") {
        Ok(warn) => match vm.call(&warn, std::slice::from_ref(coroutine)) {
            Ok(_) => true,
            Err(raised) => {
                let is_warning = raised.is(&exceptions::RUNTIME_WARNING);
                vm.unraisable(raised, Some(coroutine));
                is_warning
            }
        },
        Err(_) => false,
    };
    if is_warned {
        return;
    }
    let message = format!("coroutine '{qualified_name}' was never awaited");
    if let Err(raised) = vm.warn(&exceptions::RUNTIME_WARNING, &message, 1) {
        vm.unraisable(raised, Some(coroutine));
    }
}

/// `cr_origin` of a coroutine that is made now, if scripts have asked for that: file, line and
/// function of the frames from this one outwards.
pub fn present_origin(vm: &Vm) -> Option<Value> {
    let depth = vm.coroutine_origin_depth.get();
    (depth != 0).then(|| origin(vm, depth as usize))
}

fn origin(vm: &Vm, depth: usize) -> Value {
    let mut frame = vm.frame_object(0);
    let mut places = Vec::new();
    while let Some(current) = frame.filter(|_| places.len() < depth) {
        let code = current.code();
        let line = current
            .line_number()
            .map_or(Value::NONE, |it| Value::int(it.into()));
        let place = vec![code.filename().into(), line, code.name.clone().into()];
        places.push(Tuple::new(place).into());
        frame = current.back();
    }
    Tuple::new(places).into()
}
