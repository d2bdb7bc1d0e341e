//! Handlers of attributes that functions get and set: properties, other descriptors. Python
//! functions run in the same loop, as calls do.
#![allow(unsafe_code, reason = "functions in the cache are uncounted words")]

use super::attributes::{LOAD_CACHES, STORE_CACHES, finish_load, guarded};
use super::calls;
use super::loads::settle;
use super::registers::Registers;
use crate::frame::flags;
use crate::objects::descriptors::Get;
use crate::objects::exceptions::Exception;
use crate::objects::heap::Header;
use crate::{Result, Vm};

/// A property with a Python getter: the cache's word 2, and word 3 the version of its code.
#[inline(always)]
pub(super) fn load_property(vm: &Vm, r: &mut Registers) -> bool {
    guarded(r).is_some() && {
        // SAFETY: the version was checked: the type still holds the property with this getter.
        unsafe { calls::enter_cached(vm, r, r.cache(2), r.cache(3), 1, LOAD_CACHES as u32) }
    }
}

/// A property of a native type: the cache's word 2 is its getter.
#[inline(always)]
pub(super) fn load_native_property(vm: &Vm, r: &mut Registers, argument: usize) -> Result<bool> {
    if guarded(r).is_none() {
        return Ok(false);
    }
    // SAFETY: the version was checked: the type still has the property, and the word is that of
    // its getter.
    let get = unsafe { std::mem::transmute::<*const (), Get>(r.cache(2) as *const ()) };
    r.save();
    let owner = r.peek(0);
    let value = match get(vm, owner) {
        Ok(value) => value,
        Err(raised) => {
            Exception::add_context(&raised, r.name(argument >> 1), owner);
            return Err(raised);
        }
    };
    finish_load(vm, r, argument, value);
    settle(vm, r);
    Ok(true)
}

/// A property with a Python setter: the cache's word 2, and word 1 the version of its code.
#[inline(always)]
pub(super) fn store_property(vm: &Vm, r: &mut Registers) -> bool {
    if guarded(r).is_none() {
        return false;
    }
    // The value lies below the owner, which is the first argument.
    r.swap();
    // SAFETY: the version was checked: the type still holds the property with this setter.
    let entered =
        unsafe { calls::enter_cached(vm, r, r.cache(2), r.cache(1), 2, STORE_CACHES as u32) };
    if !entered {
        r.swap();
        return false;
    }
    mark_setter(r);
    true
}

/// A descriptor with a `__set__` in Python. The cache: word 0 the versions of the owner's type
/// and of the descriptor's, word 1 that of the code of `__set__`, word 2 the descriptor, word 3
/// `__set__`.
#[inline(always)]
pub(super) fn store(vm: &Vm, r: &mut Registers) -> bool {
    if guarded(r).is_none() {
        return false;
    }
    // SAFETY: the version was checked: the type still holds the descriptor.
    let descriptor = unsafe { &*(r.cache(2) as *const Header) };
    if u64::from(descriptor.class().version()) != r.cache(0) >> 32 {
        return false;
    }
    let (owner, value) = (r.pop_bits(), r.pop_bits());
    r.push(descriptor.to_value());
    r.push_bits(owner);
    r.push_bits(value);
    // SAFETY: the version of the descriptor's type vouches for the function.
    let entered =
        unsafe { calls::enter_cached(vm, r, r.cache(3), r.cache(1), 3, STORE_CACHES as u32) };
    if !entered {
        r.pop_bits();
        r.pop_bits();
        drop(r.pop());
        r.push_bits(value);
        r.push_bits(owner);
        return false;
    }
    mark_setter(r);
    true
}

/// Has what the function returns dropped.
#[inline(always)]
fn mark_setter(r: &Registers) {
    // SAFETY: the frame was just made.
    unsafe { (*r.frame).flags |= flags::SETTER }
}
