//! Handlers of attributes.
//!
//! The caches of LOAD_ATTR and STORE_ATTR, word by word behind the instruction:
//!
//! ```text
//!   0  version of the type (low half), index of a value (high half)
//!   1  shape of the instance, or version of a dict's keys
//!   2  a value that the type holds: a method, a property's getter, the shape to change to
//! ```
//!
//! A cached value is not counted: the type holds it for as long as its version lasts.
#![allow(
    unsafe_code,
    reason = "values in front of headers; uncounted cached values"
)]

use super::calls;
use super::loads::{discard, settle};
use super::registers::Registers;
use crate::objects::attributes::{self, Shape};
use crate::objects::dict::Dict;
use crate::objects::heap::{Header, Ref};
use crate::objects::lookup::Found;
use crate::objects::module::Module;
use crate::objects::str::Str;
use crate::objects::super_type;
use crate::objects::types::Type;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// Cache words of LOAD_ATTR.
pub(super) const LOAD_CACHES: usize = 9;
/// Cache words of STORE_ATTR.
pub(super) const STORE_CACHES: usize = 4;

#[inline(always)]
pub(super) fn load_attr(vm: &Vm, r: &mut Registers, argument: usize) -> Result<()> {
    r.save();
    let name = r.name(argument >> 1);
    if argument & 1 == 0 {
        let value = get(vm, r.peek(0), name)?;
        let owner = r.replace(0, value);
        discard(vm, r, owner);
    } else {
        match get_method(vm, r.peek(0), name)? {
            Found::Method(method) => {
                let owner = r.replace(0, method);
                r.push(owner);
            }
            Found::Attribute(value) => {
                let owner = r.replace(0, value);
                r.push_bits(0);
                discard(vm, r, owner);
            }
        }
    }
    r.skip(LOAD_CACHES);
    Ok(())
}

#[inline(never)]
fn get(vm: &Vm, object: &Value, name: &Ref<Str>) -> Result<Value> {
    vm.get_attribute(object, name)
}

#[inline(never)]
fn get_method(vm: &Vm, object: &Value, name: &Ref<Str>) -> Result<Found> {
    vm.get_method(object, name)
}

/// The header of the topmost value, if its type has the version in the cache.
#[inline(always)]
pub(super) fn guarded<'a>(r: &Registers) -> Option<&'a Header> {
    let header = r.peek(0).header()?;
    (header.class().version() == r.cache(0) as u32).then_some(header)
}

/// The index in the cache.
#[inline(always)]
fn index(r: &Registers) -> usize {
    (r.cache(0) >> 32) as usize
}

#[inline(always)]
fn has_cached_shape(r: &Registers, header: &Header) -> bool {
    // SAFETY: the type's version was checked, and a type with a cached shape has a prefix.
    unsafe { attributes::shape_of(header) as u64 == r.cache(1) }
}

/// A cached value, with a reference of its own.
#[inline(always)]
fn cached_value(r: &Registers) -> Value {
    // SAFETY: the type's version was checked: the type still holds the value.
    unsafe {
        let bits = r.cache(2);
        let value = std::mem::ManuallyDrop::new(Value::from_bits(bits));
        (*value).clone()
    }
}

/// Puts an attribute in the place of its owner.
#[inline(always)]
pub(super) fn finish_load(vm: &Vm, r: &mut Registers, argument: usize, value: Value) -> bool {
    let owner = r.replace(0, value);
    if argument & 1 != 0 {
        r.push_bits(0);
    }
    r.skip(LOAD_CACHES);
    discard(vm, r, owner);
    true
}

#[inline(always)]
pub(super) fn load_instance_value(vm: &Vm, r: &mut Registers, argument: usize) -> bool {
    let Some(header) = guarded(r) else {
        return false;
    };
    if !has_cached_shape(r, header) {
        return false;
    }
    // SAFETY: the shape says that the value is there.
    let value = unsafe { (*attributes::value_at(header, index(r))).clone() };
    match value {
        Some(value) => finish_load(vm, r, argument, value),
        None => false,
    }
}

#[inline(always)]
pub(super) fn load_with_dict(vm: &Vm, r: &mut Registers, argument: usize) -> bool {
    let Some(header) = guarded(r) else {
        return false;
    };
    // SAFETY: the version says that the type's instances have attributes.
    let Some(dict) = (unsafe { attributes::borrowed_dict(header) }) else {
        return false;
    };
    match dict.get_str(r.name(argument >> 1)) {
        Some(value) => finish_load(vm, r, argument, value),
        None => false,
    }
}

#[inline(always)]
pub(super) fn load_module(vm: &Vm, r: &mut Registers, argument: usize) -> bool {
    let Some(module) = r.peek(0).downcast_exact::<Module>() else {
        return false;
    };
    let value = {
        let dict: Ref<Dict> = module.dict();
        if u64::from(dict.current_keys_version()) != r.cache(1) {
            return false;
        }
        dict.value_at(index(r))
    };
    match value {
        Some(value) => finish_load(vm, r, argument, value),
        None => false,
    }
}

#[inline(always)]
pub(super) fn load_slot(vm: &Vm, r: &mut Registers, argument: usize) -> bool {
    let Some(header) = guarded(r) else {
        return false;
    };
    // SAFETY: the version says that the type has the member.
    let value = unsafe { (*attributes::value_at(header, index(r))).clone() };
    match value {
        Some(value) => finish_load(vm, r, argument, value),
        None => false,
    }
}

/// An attribute of a class that its metaclass does not touch: the version is the class's own.
#[inline(always)]
pub(super) fn load_class(vm: &Vm, r: &mut Registers, argument: usize) -> bool {
    let Some(class) = r.peek(0).downcast::<Type>() else {
        return false;
    };
    if class.version() != r.cache(0) as u32 || class.class().version() != r.cache(1) as u32 {
        return false;
    }
    let value = cached_value(r);
    finish_load(vm, r, argument, value)
}

#[inline(always)]
fn finish_method(r: &mut Registers) -> bool {
    let method = cached_value(r);
    let owner = r.replace(0, method);
    r.push(owner);
    r.skip(LOAD_CACHES);
    true
}

/// A method of an instance whose shape has no attribute of that name.
#[inline(always)]
pub(super) fn load_method_shape(r: &mut Registers) -> bool {
    match guarded(r) {
        Some(header) if has_cached_shape(r, header) => finish_method(r),
        _ => false,
    }
}

/// A method of an instance whose attributes are in a dict, which has none of that name.
#[inline(always)]
pub(super) fn load_method_with_dict(r: &mut Registers, argument: usize) -> bool {
    let Some(header) = guarded(r) else {
        return false;
    };
    // SAFETY: the version says that the type's instances have attributes.
    let Some(dict) = (unsafe { attributes::borrowed_dict(header) }) else {
        return false;
    };
    if dict.position_of_str(r.name(argument >> 1)).is_some() {
        return false;
    }
    finish_method(r)
}

/// A method of an object without attributes of its own. Immediate values have a type too.
#[inline(always)]
pub(super) fn load_method_no_dict(r: &mut Registers) -> bool {
    if r.peek(0).class().version() != r.cache(0) as u32 {
        return false;
    }
    finish_method(r)
}

#[inline(always)]
pub(super) fn load_nondescriptor_shape(vm: &Vm, r: &mut Registers, argument: usize) -> bool {
    match guarded(r) {
        Some(header) if has_cached_shape(r, header) => {
            let value = cached_value(r);
            finish_load(vm, r, argument, value)
        }
        _ => false,
    }
}

#[inline(always)]
pub(super) fn load_nondescriptor_no_dict(vm: &Vm, r: &mut Registers, argument: usize) -> bool {
    if guarded(r).is_none() {
        return false;
    }
    let value = cached_value(r);
    finish_load(vm, r, argument, value)
}

/// The stack: value, owner.
#[inline(always)]
pub(super) fn store_attr(vm: &Vm, r: &mut Registers, index: usize) -> Result<()> {
    r.save();
    set(vm, r.peek(0), r.name(index), r.peek(1))?;
    settle(vm, r);
    let owner = r.pop();
    let value = r.pop();
    r.skip(STORE_CACHES);
    discard(vm, r, owner);
    discard(vm, r, value);
    Ok(())
}

#[inline(never)]
fn set(vm: &Vm, object: &Value, name: &Ref<Str>, value: &Value) -> Result<()> {
    vm.set_attribute(object, name, value)
}

#[inline(always)]
fn finish_store(vm: &Vm, r: &mut Registers, old: Option<Value>) -> bool {
    let owner = r.pop();
    r.pop_bits();
    r.skip(STORE_CACHES);
    if let Some(old) = old {
        discard(vm, r, old);
    }
    discard(vm, r, owner);
    true
}

/// The value under the owner, which moves to where it is stored.
#[inline(always)]
fn stored_value(r: &Registers) -> Value {
    // SAFETY: the word is that of a value, and is popped without being dropped.
    unsafe { Value::from_bits(r.peek(1).bits()) }
}

#[inline(always)]
pub(super) fn store_instance_value(vm: &Vm, r: &mut Registers) -> bool {
    let Some(header) = guarded(r) else {
        return false;
    };
    if !has_cached_shape(r, header) {
        return false;
    }
    // SAFETY: the shape says that the place is there.
    let old = unsafe { (*attributes::value_at(header, index(r))).replace(stored_value(r)) };
    finish_store(vm, r, old)
}

/// An attribute that the instance does not have yet: its shape becomes the cached one.
#[inline(always)]
pub(super) fn store_new_value(vm: &Vm, r: &mut Registers) -> bool {
    let Some(header) = guarded(r) else {
        return false;
    };
    if !has_cached_shape(r, header) {
        return false;
    }
    // SAFETY: the larger shape says that the place is there; it is still empty.
    unsafe {
        attributes::value_at(header, index(r)).write(Some(stored_value(r)));
        attributes::set_shape(header, r.cache(2) as *const Shape);
    }
    finish_store(vm, r, None)
}

#[inline(always)]
pub(super) fn store_with_dict(vm: &Vm, r: &mut Registers, name: usize) -> bool {
    let Some(header) = guarded(r) else {
        return false;
    };
    // SAFETY: the version says that the type's instances have attributes.
    let Some(dict) = (unsafe { attributes::borrowed_dict(header) }) else {
        return false;
    };
    dict.set_str(r.name(name), stored_value(r));
    finish_store(vm, r, None)
}

#[inline(always)]
pub(super) fn store_slot(vm: &Vm, r: &mut Registers) -> bool {
    let Some(header) = guarded(r) else {
        return false;
    };
    // SAFETY: the version says that the type has the member.
    let old = unsafe { (*attributes::value_at(header, index(r))).replace(stored_value(r)) };
    finish_store(vm, r, old)
}

#[inline(always)]
pub(super) fn delete_attr(vm: &Vm, r: &mut Registers, index: usize) -> Result<()> {
    r.save();
    vm.delete_attribute(r.peek(0), r.name(index))?;
    let owner = r.pop();
    discard(vm, r, owner);
    calls::after_native(vm, r)
}

/// The stack: `super`, the class, `self`.
#[inline(always)]
pub(super) fn load_super_attr(vm: &Vm, r: &mut Registers, argument: usize) -> Result<()> {
    r.save();
    let value = super_attribute(vm, r.values(3), argument, r.name(argument >> 2))?;
    r.drop_many(3);
    r.push(value);
    if argument & 1 != 0 {
        r.push_bits(0);
    }
    r.skip(1);
    Ok(())
}

#[inline(never)]
fn super_attribute(vm: &Vm, operands: &[Value], argument: usize, name: &Ref<Str>) -> Result<Value> {
    let [callable, class, this] = operands else {
        return Err(vm.system_error("super: no operands"));
    };
    if callable.is(super_type::SUPER.as_value())
        && let Some(found) = super_type::attribute_of(vm, class, this, name)?
    {
        return Ok(found);
    }
    let object = if argument & 2 != 0 {
        vm.call(callable, &[class.clone(), this.clone()])?
    } else {
        vm.call(callable, &[])?
    };
    vm.get_attribute(&object, name)
}

/// `super().method(...)`: the method is found without a super object.
#[inline(always)]
pub(super) fn load_super_method(vm: &Vm, r: &mut Registers, argument: usize) -> bool {
    let cache = r.cache(0) as *mut SuperCache;
    let Some((method, is_bound)) = super_method(vm, cache, r.values(3), r.name(argument >> 2))
    else {
        return false;
    };
    let this = r.pop();
    let class = r.pop();
    drop(r.replace(0, method));
    drop(class);
    r.push_option(is_bound.then_some(this));
    r.skip(1);
    true
}

/// What `super().name` found at a place of the code. It lives as long as the process, as do
/// the code's words that point to it.
#[derive(Default)]
pub(super) struct SuperCache {
    /// The version of the type of `self`, or of `self` if that is the class; 0 while empty.
    version: u32,
    /// Whether `self` is the class, as in a class method.
    is_class: bool,
    /// The word of the class that the search begins behind.
    class: u64,
    /// The word of the method, which the type of `self` or a base holds for as long as the
    /// version lasts.
    method: u64,
}

#[inline(never)]
fn super_method(
    vm: &Vm,
    cache: *mut SuperCache,
    operands: &[Value],
    name: &Ref<Str>,
) -> Option<(Value, bool)> {
    let [callable, class, this] = operands else {
        return None;
    };
    if !callable.is(super_type::SUPER.as_value()) {
        return None;
    }
    // SAFETY: specialization made the cache, which is used under the interpreter lock.
    let cache = unsafe { &mut *cache };
    let as_class = this.downcast::<Type>();
    let own = match as_class {
        Some(own) if cache.is_class => own,
        _ => this.class(),
    };
    let version = own.version();
    if version != 0
        && cache.version == version
        && cache.class == class.bits()
        && cache.is_class == own.as_value().is(this)
    {
        // A class may be an instance of the class that the search begins behind, too; but if it
        // inherits from it, that comes first.
        let inherits = |own: &Ref<Type>| {
            let start = class.downcast::<Type>();
            start.is_none_or(|start| own.is_subtype(start))
        };
        if cache.is_class || !as_class.is_some_and(inherits) {
            // SAFETY: the version was checked: the type still holds what was found.
            let method = unsafe { std::mem::ManuallyDrop::new(Value::from_bits(cache.method)) };
            return super_type::function_of(&method, cache.is_class);
        }
    }
    let start = class.downcast::<Type>()?;
    let own = super_type::order_of(start, this)?;
    let is_class = own.as_value().is(this);
    let method = super_type::find_method(vm, start, own, name)?;
    let function = super_type::function_of(&method, is_class)?;
    if let Some(version) = super::specialize::version_of(own) {
        *cache = SuperCache {
            version,
            is_class,
            class: class.bits(),
            method: method.bits(),
        };
    }
    Some(function)
}
