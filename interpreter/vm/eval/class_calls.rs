//! Handlers of calls of classes.
#![allow(unsafe_code, reason = "arguments are words that move into frames")]

use super::calls::{CALL_CACHES, cached_version, enter_exact, finish_call};
use super::registers::Registers;
use crate::call::Arguments;
use crate::frame::flags;
use crate::objects::exceptions::Exception;
use crate::objects::function::Function;
use crate::objects::heap::{Header, Ref};
use crate::objects::object_type::new_plain;
use crate::objects::tuple::Tuple;
use crate::objects::type_type::has_ordinary_call;
use crate::objects::types::Type;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// A class whose instances are plain and that has a Python `__init__`: the instance takes the
/// place of the class on the stack, and stays when `__init__` returns. The cache: word 1 the
/// versions of the type and of the code, word 2 `__init__`, which the type's version vouches for.
#[inline(always)]
pub(super) fn class_with_init(vm: &Vm, r: &mut Registers, count: usize) -> Result<bool> {
    if r.peek_option(count).is_some() {
        return Ok(false);
    }
    let Some(class) = r.peek(count + 1).downcast::<Type>() else {
        return Ok(false);
    };
    if class.version() != cached_version(r) || !has_ordinary_call(class) {
        return Ok(false);
    }
    let init = r.cache(2) as *const Header;
    // SAFETY: the version says that the type still has this `__init__`, a function. Its code
    // may have been replaced.
    unsafe {
        let function = &*(&raw const init).cast::<Ref<Function>>();
        if u64::from(function.code().version) != r.cache(1) >> 32 {
            return Ok(false);
        }
    }
    let instance = new_plain(class);
    // SAFETY: the version says that the type still has this `__init__`, a function that wants
    // `count + 1` arguments.
    unsafe {
        (*init).add_reference();
        r.set_bits(count, instance.clone().into_bits());
        let class = r.replace(count + 1, instance);
        let entered = enter_exact(vm, r, init.cast(), count + 1, 0, CALL_CACHES);
        if !entered {
            // Undone; the general form raises the error.
            drop(Value::from_bits(init as u64));
            drop(r.replace(count + 1, class));
            drop(Value::from_bits(r.peek(count).bits()));
            r.set_bits(count, 0);
            return Ok(false);
        }
        drop(class);
        (*r.frame).flags |= flags::INIT;
    }
    Ok(true)
}

/// A call of an exception class whose instances are made as those of `BaseException`.
#[inline(always)]
pub(super) fn exception_class(r: &mut Registers, count: usize) -> bool {
    if r.peek_option(count).is_some() {
        return false;
    }
    let Some(class) = r.peek(count + 1).downcast_exact::<Type>() else {
        return false;
    };
    if class.version() != cached_version(r) {
        return false;
    }
    make_exception(r, class, count);
    r.skip(CALL_CACHES as usize);
    true
}

#[inline(never)]
fn make_exception(r: &mut Registers, class: &Ref<Type>, count: usize) {
    let arguments = Tuple::from_slice(r.values(count));
    let exception = Exception::of_class(class, arguments);
    r.drop_many(count + 1);
    // The exception holds its class.
    drop(r.replace(0, exception.into()));
}

/// A call of a native class. The cache: word 1 its version, word 2 whether `__init__` has
/// anything to do.
#[inline(always)]
pub(super) fn native_class(vm: &Vm, r: &mut Registers, count: usize) -> Result<bool> {
    if r.peek_option(count).is_some() {
        return Ok(false);
    }
    let Some(class) = r.peek(count + 1).downcast_exact::<Type>() else {
        return Ok(false);
    };
    if class.version() != cached_version(r) {
        return Ok(false);
    }
    r.save_native();
    let object = instance_of_native(vm, class, r.values(count), r.cache(2) != 0)?;
    finish_call(vm, r, count + 2, object)?;
    Ok(true)
}

#[inline(never)]
fn instance_of_native(
    vm: &Vm,
    class: &Ref<Type>,
    values: &[Value],
    has_init: bool,
) -> Result<Value> {
    let arguments = Arguments::positional(values);
    let Some(new) = class.slots().new else {
        return vm.call_with(class.as_value(), arguments);
    };
    let object = new(vm, class, arguments)?;
    if has_init
        && object.class().is_subtype(class)
        && let Some(init) = object.class().slots().init
    {
        init(vm, &object, arguments)?;
    }
    Ok(object)
}
