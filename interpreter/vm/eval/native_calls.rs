//! Handlers of calls of native functions whose row is known.
//!
//! The cache of such a CALL: word 1 how many parameters at the end get nothing, word 2 the row.
//! Specialization made sure that the arguments fit the row's signature.
#![allow(unsafe_code, reason = "rows are static")]

use super::calls::finish_call;
use super::registers::Registers;
use crate::Result;
use crate::Vm;
use crate::call::Arguments;
use crate::native::{Method, Native};
use crate::objects::descriptors::MethodDescriptor;
use crate::objects::native_function::NativeFunction;

/// The word that a row has in the cache.
pub(super) fn word_of(row: &'static Method) -> u64 {
    std::ptr::from_ref(row) as u64
}

/// Runs the function of a row with the topmost `given` values.
#[inline(always)]
fn run(
    vm: &Vm,
    r: &mut Registers,
    row: &'static Method,
    given: usize,
    words: usize,
) -> Result<bool> {
    r.save_native();
    let result = match row.function {
        Native::Bound(function) => function(vm, r.optional_values(given, r.cache(1) as usize))?,
        Native::Raw(function) => function(vm, Arguments::positional(r.values(given)))?,
    };
    finish_call(vm, r, words, result)?;
    Ok(true)
}

/// A function of a module, or a bound method.
#[inline(always)]
pub(super) fn function(vm: &Vm, r: &mut Registers, count: usize) -> Result<bool> {
    let Some(function) = r.peek(count + 1).downcast_exact::<NativeFunction>() else {
        return Ok(false);
    };
    let row = function.method();
    if word_of(row) != r.cache(2) || r.peek_option(count).is_some() {
        return Ok(false);
    }
    match function.bound_receiver() {
        None => run(vm, r, row, count, count + 2),
        Some(receiver) => {
            // The receiver takes the empty place in front of the arguments.
            r.set_bits(count, receiver.clone().into_bits());
            run(vm, r, row, count + 1, count + 2)
        }
    }
}

/// A method of a native type, found by LOAD_ATTR without being bound.
#[inline(always)]
pub(super) fn method(vm: &Vm, r: &mut Registers, count: usize) -> Result<bool> {
    let Some(descriptor) = r.peek(count + 1).downcast_exact::<MethodDescriptor>() else {
        return Ok(false);
    };
    let row = descriptor.method();
    let Some(receiver) = r.peek_option(count) else {
        return Ok(false);
    };
    let (class, owner) = (receiver.class(), descriptor.owner());
    if word_of(row) != r.cache(2) || !class.is(owner) && !class.is_subtype(owner) {
        return Ok(false);
    }
    run(vm, r, row, count + 1, count + 2)
}
