//! Handlers of `raise`, `except`, `except*`.

use super::loads::discard;
use super::registers::Registers;
use super::unwinding::{Origin, set_context};
use crate::objects::exceptions::{self, Exception};
use crate::objects::heap::Ref;
use crate::objects::traceback::Traceback;
use crate::objects::tuple::Tuple;
use crate::objects::types::{Type, flags};
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

#[inline(always)]
pub(super) fn push_exc_info(vm: &Vm, r: &mut Registers) {
    let raised = r.pop();
    let item = vm.handled.top();
    let before = item.exception.replace(Some(raised.clone()));
    r.push(before.unwrap_or(Value::NONE));
    r.push(raised);
}

#[inline(always)]
pub(super) fn pop_except(vm: &Vm, r: &mut Registers) {
    let before = r.pop();
    let before = if before.is_none() { None } else { Some(before) };
    let old = vm.handled.top().exception.replace(before);
    if let Some(old) = old {
        discard(vm, r, old);
    }
}

fn is_exception_class(value: &Value) -> bool {
    value
        .downcast::<Type>()
        .is_some_and(|class| class.has(flags::EXCEPTION_SUBCLASS))
}

fn is_exception(value: &Value) -> bool {
    value.class().has(flags::EXCEPTION_SUBCLASS)
}

/// Whether an exception matches what stands behind `except`.
pub(crate) fn matches(exception: &Value, pattern: &Value) -> bool {
    if let Some(tuple) = pattern.downcast::<Tuple>() {
        return tuple.items().iter().any(|item| matches(exception, item));
    }
    pattern
        .downcast::<Type>()
        .is_some_and(|class| exception.class().is(class) || exception.class().is_subtype(class))
}

/// Whether a class or an instance is, or would make, an instance of `class`.
pub(crate) fn is_or_makes(value: &Value, class: &Ref<Type>) -> bool {
    match value.downcast::<Type>() {
        Some(value) => value.is_subtype(class),
        None => value.class().is_subtype(class),
    }
}

#[inline(never)]
fn check_pattern(vm: &Vm, pattern: &Value) -> Result<()> {
    if is_exception_class(pattern) {
        return Ok(());
    }
    let valid = match pattern.downcast::<Tuple>() {
        Some(tuple) => tuple.items().iter().all(is_exception_class),
        None => is_exception_class(pattern),
    };
    if valid {
        return Ok(());
    }
    Err(vm.type_error("catching classes that do not inherit from BaseException is not allowed"))
}

#[inline(always)]
pub(super) fn check_exc_match(vm: &Vm, r: &mut Registers) -> Result<()> {
    let truth = exc_match(vm, r.peek(1), r.peek(0))?;
    let pattern = r.replace(0, Value::bool(truth));
    discard(vm, r, pattern);
    Ok(())
}

#[inline(never)]
fn exc_match(vm: &Vm, exception: &Value, pattern: &Value) -> Result<bool> {
    check_pattern(vm, pattern)?;
    Ok(matches(exception, pattern))
}

#[inline(always)]
pub(super) fn check_eg_match(vm: &Vm, r: &mut Registers) -> Result<()> {
    r.save();
    let (matched, rest) = group_match(vm, r.peek(1), r.peek(0), r.frame)?;
    let pattern = r.pop();
    let group = r.replace(0, rest);
    if !matched.is_none() {
        drop(vm.replace_handled(Some(matched.clone())));
    }
    r.push(matched);
    discard(vm, r, pattern);
    discard(vm, r, group);
    Ok(())
}

/// The part of an exception that `except*` matches, and the rest.
#[inline(never)]
fn group_match(
    vm: &Vm,
    exception: &Value,
    pattern: &Value,
    frame: *mut crate::frame::Frame,
) -> Result<(Value, Value)> {
    check_pattern(vm, pattern)?;
    let is_group = |class: &Value| {
        class
            .downcast::<Type>()
            .is_some_and(|class| class.is_subtype(&exceptions::BASE_EXCEPTION_GROUP))
    };
    let catches_groups = match pattern.downcast::<Tuple>() {
        Some(tuple) => tuple.items().iter().any(is_group),
        None => is_group(pattern),
    };
    if catches_groups {
        return Err(vm.type_error(
            "catching ExceptionGroup with except* is not allowed. Use except instead.",
        ));
    }
    if exception.is_none() {
        return Ok((Value::NONE, Value::NONE));
    }
    let group = exception
        .class()
        .is_subtype(&exceptions::BASE_EXCEPTION_GROUP);
    if matches(exception, pattern) {
        if group {
            return Ok((exception.clone(), Value::NONE));
        }
        let members = Tuple::new(vec![exception.clone()]).into();
        let class = exceptions::EXCEPTION_GROUP.to_value();
        let class = if exception.class().is_subtype(&exceptions::EXCEPTION) {
            class
        } else {
            exceptions::BASE_EXCEPTION_GROUP.to_value()
        };
        let wrapped = vm.call(&class, &[vm.intern("").to_value(), members])?;
        let wrapped = Raised(wrapped);
        Traceback::add(&wrapped, frame);
        return Ok((wrapped.0, Value::NONE));
    }
    if !group {
        return Ok((Value::NONE, exception.clone()));
    }
    let pair = vm.call_method(exception, "split", std::slice::from_ref(pattern))?;
    let class = || exception.class().name();
    match pair.downcast_exact::<Tuple>().map(|pair| pair.items()) {
        Some([matched, rest, ..]) => Ok((matched.clone(), rest.clone())),
        Some(items) => Err(vm.type_error(format!(
            "{}.split must return a 2-tuple, got tuple of size {}",
            class(),
            items.len()
        ))),
        None => Err(vm.type_error(format!(
            "{}.split must return a tuple, not {}",
            class(),
            pair.class().name()
        ))),
    }
}

#[inline(always)]
pub(super) fn raise_varargs(vm: &Vm, r: &mut Registers, count: usize) -> (Raised, Origin) {
    r.save();
    let cause = (count > 1).then(|| r.pop());
    let exception = (count > 0).then(|| r.pop());
    raise(vm, exception, cause)
}

/// What a `raise` statement raises.
#[inline(never)]
pub(crate) fn raise(vm: &Vm, exception: Option<Value>, cause: Option<Value>) -> (Raised, Origin) {
    let Some(exception) = exception else {
        return match vm.handled_exception() {
            Some(handled) => (Raised(handled), Origin::Reraise),
            None => (
                vm.runtime_error("No active exception to reraise"),
                Origin::Instruction,
            ),
        };
    };
    match instance_of(vm, exception, cause) {
        Ok(raised) => {
            if let Some(handled) = vm.handled_exception() {
                set_context(&raised.0, handled);
            }
            (raised, Origin::Instruction)
        }
        Err(raised) => (raised, Origin::Instruction),
    }
}

/// An instance of an exception class that makes its instances as `BaseException` does.
fn plain_instance(class: &Value) -> Option<Value> {
    let class = class.downcast_exact::<Type>()?;
    if !Exception::is_made_plainly(class) {
        return None;
    }
    Some(Exception::of_class(class, Tuple::empty()).into())
}

fn instance_of(vm: &Vm, exception: Value, cause: Option<Value>) -> Result<Raised> {
    let exception = if let Some(instance) = plain_instance(&exception) {
        instance
    } else if is_exception_class(&exception) {
        let instance = vm.call(&exception, &[])?;
        if !is_exception(&instance) {
            return Err(vm.type_error(format!(
                "calling {} should have returned an instance of BaseException, not {}",
                vm.repr_text(&exception)?,
                vm.repr_text(instance.class().as_value())?
            )));
        }
        instance
    } else if is_exception(&exception) {
        exception
    } else {
        return Err(vm.type_error("exceptions must derive from BaseException"));
    };
    if let Some(cause) = cause {
        let cause = if is_exception_class(&cause) {
            let instance = vm.call(&cause, &[])?;
            if !is_exception(&instance) {
                return Err(vm.type_error(format!(
                    "calling {} should have returned an instance of BaseException, not {}",
                    vm.repr_text(&cause)?,
                    vm.repr_text(instance.class().as_value())?
                )));
            }
            Some(instance)
        } else if is_exception(&cause) {
            Some(cause)
        } else if cause.is_none() {
            None
        } else {
            return Err(vm.type_error("exception causes must derive from BaseException"));
        };
        if let Some(exception) = exception.downcast::<Exception>() {
            exception.set_cause(cause);
        }
    }
    Ok(Raised(exception))
}

#[inline(always)]
pub(super) fn reraise(r: &mut Registers, count: usize) -> (Raised, Origin) {
    let raised = r.pop();
    if count > 0
        && let Some(index) = r.peek(count - 1).as_small_int()
    {
        return (Raised(raised), Origin::ReraiseOf(index as u32));
    }
    (Raised(raised), Origin::Reraise)
}

impl Vm {
    /// The exception that raising `value` gives in native code: as `raise value` does.
    pub fn raise_value(&self, value: &Value) -> Raised {
        raise(self, Some(value.clone()), None).0
    }
}
