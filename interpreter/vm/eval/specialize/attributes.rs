//! Specialization of LOAD_ATTR and STORE_ATTR.
#![allow(unsafe_code, reason = "the words of the code are rewritten in place")]

use super::{choose, operands, set_cache, version_and, version_of};
use bytecode::code::Flags;

use crate::Vm;
use crate::eval::specialized as op;
use crate::frame::Frame;
use crate::objects::attributes::{self, Shape};
use crate::objects::descriptors::{MemberDescriptor, native_getter};
use crate::objects::function::Function;
use crate::objects::heap::{Header, Ref};
use crate::objects::lookup::{
    has_generic_getattribute, has_generic_setattribute, is_method_descriptor,
};
use crate::objects::module::Module;
use crate::objects::property::Property;
use crate::objects::str::Str;
use crate::objects::types::{Type, flags};
use crate::objects::value::Value;

#[cold]
#[inline(never)]
pub(crate) fn load_attr(vm: &Vm, frame: *mut Frame, place: *mut u64) {
    let (r, argument) = operands(frame, place);
    let name = r.name(argument >> 1);
    // SAFETY: the place is the running LOAD_ATTR.
    unsafe {
        let opcode = load_opcode(vm, r.peek(0), name, argument & 1 != 0, place);
        choose(place, opcode);
    }
}

/// Whether attributes are found in the generic way, and `__getattr__` is asked for others.
fn only_falls_back(vm: &Vm, class: &Ref<Type>) -> bool {
    let generic = crate::objects::object_type::OBJECT.lookup(vm, &vm.intern("__getattribute__"));
    match (class.lookup(vm, &vm.intern("__getattribute__")), generic) {
        (Some(found), Some(generic)) => found.is(&generic),
        _ => false,
    }
}

/// Where the attributes of an object are.
enum Own<'a> {
    /// It has none.
    Nowhere,
    /// In its prefix, as this shape says.
    Shape(&'a Shape),
    /// In its dict.
    Dict,
}

fn own<'a>(header: &Header) -> Own<'a> {
    if !header.class().has(flags::ATTRIBUTES) {
        return Own::Nowhere;
    }
    // SAFETY: a type whose instances have attributes has a prefix; shapes are never freed.
    unsafe {
        let shape = attributes::shape_of(header);
        if shape == Shape::dict() {
            Own::Dict
        } else {
            Own::Shape(&*shape)
        }
    }
}

/// Fills the cache for an attribute that the type holds.
unsafe fn cache_type_value(place: *mut u64, version: u32, own: &Own<'_>, value: &Value) {
    // SAFETY: the caller's instruction is a LOAD_ATTR.
    unsafe {
        set_cache(place, 0, version.into());
        if let Own::Shape(shape) = own {
            set_cache(place, 1, std::ptr::from_ref(*shape) as u64);
        }
        set_cache(place, 2, value.bits());
    }
}

unsafe fn load_opcode(
    vm: &Vm,
    owner: &Value,
    name: &Ref<Str>,
    for_call: bool,
    place: *mut u64,
) -> Option<u16> {
    if let Some(module) = owner.downcast_exact::<Module>() {
        let dict = module.dict();
        let position = dict.position_of_str(name)?;
        // SAFETY: the instruction is a LOAD_ATTR; so it is below.
        unsafe {
            set_cache(place, 0, version_and(0, position));
            set_cache(place, 1, dict.keys_version().into());
        }
        return Some(op::LOAD_ATTR_MODULE);
    }
    if let Some(class) = owner.downcast::<Type>() {
        // SAFETY: the place is the instruction that runs, whose cache this is.
        return unsafe { load_class_opcode(vm, class, name, place) };
    }
    let class = owner.class();
    let has_fallback = !has_generic_getattribute(class);
    if has_fallback && !only_falls_back(vm, class) {
        return None;
    }
    let descriptor = class.lookup(vm, name);
    let version = version_of(class)?;
    let Some(header) = owner.header() else {
        // Immediate values have methods, and nothing of their own.
        let method = descriptor.filter(|it| for_call && is_method_descriptor(it))?;
        // SAFETY: the place is the instruction that runs, whose cache this is.
        unsafe { cache_type_value(place, version, &Own::Nowhere, &method) };
        return Some(op::LOAD_ATTR_METHOD_NO_DICT);
    };
    let own = own(header);
    if let Some(descriptor) = &descriptor {
        let slots = descriptor.class().slots();
        if slots.set.is_some() && slots.get.is_some() {
            // A getter that raises AttributeError would be followed by `__getattr__`.
            if has_fallback && !descriptor.is_exact::<MemberDescriptor>() {
                return None;
            }
            // SAFETY: the place is the instruction that runs, whose cache this is; so it is below.
            unsafe {
                if let Some(get) = native_getter(descriptor, class) {
                    set_cache(place, 0, version.into());
                    set_cache(place, 2, get as usize as u64);
                    return Some(op::LOAD_ATTR_NATIVE_PROPERTY);
                }
                return load_descriptor_opcode(descriptor, version, for_call, place);
            }
        }
    }
    match own {
        Own::Shape(shape) => {
            if let Some(index) = shape.index_of(name) {
                // SAFETY: the place is the instruction that runs, whose cache this is.
                unsafe {
                    set_cache(place, 0, version_and(version, index));
                    set_cache(place, 1, std::ptr::from_ref(shape) as u64);
                }
                return Some(op::LOAD_ATTR_INSTANCE_VALUE);
            }
        }
        Own::Dict => {
            let dict = attributes::existing_dict(header)?;
            if dict.get_str(name).is_some() {
                // SAFETY: the place is the instruction that runs, whose cache this is.
                unsafe { set_cache(place, 0, version.into()) };
                return Some(op::LOAD_ATTR_WITH_DICT);
            }
            // Whether the dict gets the name is asked each time.
            let method = descriptor.filter(|it| for_call && is_method_descriptor(it))?;
            // SAFETY: the place is the instruction that runs, whose cache this is.
            unsafe { cache_type_value(place, version, &Own::Dict, &method) };
            return Some(op::LOAD_ATTR_METHOD_WITH_DICT);
        }
        Own::Nowhere => {}
    }
    let descriptor = descriptor?;
    let has_shape = matches!(own, Own::Shape(_));
    if is_method_descriptor(&descriptor) {
        if !for_call {
            return None;
        }
        // SAFETY: the place is the instruction that runs, whose cache this is.
        unsafe { cache_type_value(place, version, &own, &descriptor) };
        return Some(if has_shape {
            op::LOAD_ATTR_METHOD_SHAPE
        } else {
            op::LOAD_ATTR_METHOD_NO_DICT
        });
    }
    if descriptor.class().slots().get.is_some() {
        return None;
    }
    // SAFETY: the place is the instruction that runs, whose cache this is.
    unsafe { cache_type_value(place, version, &own, &descriptor) };
    Some(if has_shape {
        op::LOAD_ATTR_NONDESCRIPTOR_SHAPE
    } else {
        op::LOAD_ATTR_NONDESCRIPTOR_NO_DICT
    })
}

/// Members of `__slots__` and properties.
unsafe fn load_descriptor_opcode(
    descriptor: &Value,
    version: u32,
    for_call: bool,
    place: *mut u64,
) -> Option<u16> {
    if let Some(member) = descriptor.downcast_exact::<MemberDescriptor>() {
        let index = member.index()?;
        // SAFETY: the place is the instruction that runs, whose cache this is.
        unsafe { set_cache(place, 0, version_and(version, index)) };
        return Some(op::LOAD_ATTR_SLOT);
    }
    let property = descriptor.downcast_exact::<Property>()?;
    if for_call {
        return None;
    }
    let getter = property.getter()?;
    let code_version = plain_version(&getter, 1)?;
    // SAFETY: the place is the instruction that runs, whose cache this is.
    unsafe {
        cache_type_value(place, version, &Own::Nowhere, &getter);
        set_cache(place, 3, code_version);
    }
    Some(op::LOAD_ATTR_PROPERTY)
}

unsafe fn load_class_opcode(
    vm: &Vm,
    class: &Ref<Type>,
    name: &Ref<Str>,
    place: *mut u64,
) -> Option<u16> {
    let metaclass = class.class();
    let plain = crate::objects::types::TYPE.slots().getattribute;
    let same = match (metaclass.slots().getattribute, plain) {
        (Some(one), Some(other)) => std::ptr::fn_addr_eq(one, other),
        (None, None) => true,
        _ => false,
    };
    if !same || metaclass.lookup(vm, name).is_some() {
        return None;
    }
    let value = class.lookup(vm, name)?;
    // Functions and plain values stay what they are when the class is asked for them.
    if value.class().slots().get.is_some() && !value.is_exact::<Function>() {
        return None;
    }
    let (version, meta_version) = (version_of(class)?, version_of(metaclass)?);
    // SAFETY: the place is the instruction that runs, whose cache this is.
    unsafe {
        set_cache(place, 0, version.into());
        set_cache(place, 1, meta_version.into());
        set_cache(place, 2, value.bits());
    }
    Some(op::LOAD_ATTR_CLASS)
}

#[cold]
#[inline(never)]
pub(crate) fn store_attr(vm: &Vm, frame: *mut Frame, place: *mut u64) {
    let (r, index) = operands(frame, place);
    // SAFETY: the place is the running STORE_ATTR.
    unsafe {
        let opcode = store_opcode(vm, r.peek(0), r.name(index), place);
        choose(place, opcode);
    }
}

/// The version of the code of a Python function that takes `count` arguments as they lie, and
/// ends by returning; `None` for anything else.
fn plain_version(function: &Value, count: u32) -> Option<u64> {
    let function = function.downcast_exact::<Function>()?;
    let code = function.code();
    let suspends = Flags::GENERATOR | Flags::COROUTINE | Flags::ASYNC_GENERATOR;
    let is_plain = code.is_simple && code.argument_count == count && code.flags & suspends == 0;
    is_plain.then_some(code.version.into())
}

/// Properties, and descriptors with a `__set__` in Python.
unsafe fn store_descriptor_opcode(
    vm: &Vm,
    descriptor: &Value,
    version: u32,
    place: *mut u64,
) -> Option<u16> {
    // SAFETY: the place is the instruction that runs, whose cache this is.
    unsafe {
        if let Some(property) = descriptor.downcast_exact::<Property>() {
            let setter = property.setter()?;
            set_cache(place, 0, version.into());
            set_cache(place, 1, plain_version(&setter, 2)?);
            set_cache(place, 2, setter.bits());
            return Some(op::STORE_ATTR_PROPERTY);
        }
        let set = descriptor.class().lookup(vm, &vm.intern("__set__"))?;
        set_cache(place, 1, plain_version(&set, 3)?);
        let descriptor_version = version_of(descriptor.class())?;
        set_cache(place, 0, version_and(version, descriptor_version as usize));
        set_cache(place, 2, descriptor.bits());
        set_cache(place, 3, set.bits());
        Some(op::STORE_ATTR_DESCRIPTOR)
    }
}

unsafe fn store_opcode(vm: &Vm, owner: &Value, name: &Ref<Str>, place: *mut u64) -> Option<u16> {
    let class = owner.class();
    if !has_generic_setattribute(class) || owner.downcast::<Type>().is_some() {
        return None;
    }
    let header = owner.header()?;
    let descriptor = class.lookup(vm, name);
    let version = version_of(class)?;
    if let Some(descriptor) = descriptor {
        if let Some(member) = descriptor.downcast_exact::<MemberDescriptor>() {
            let index = member.index()?;
            // SAFETY: the instruction is a STORE_ATTR; so it is below.
            unsafe { set_cache(place, 0, version_and(version, index)) };
            return Some(op::STORE_ATTR_SLOT);
        }
        if descriptor.class().slots().set.is_some() {
            // SAFETY: as above.
            return unsafe { store_descriptor_opcode(vm, &descriptor, version, place) };
        }
    }
    match own(header) {
        Own::Nowhere => None,
        Own::Dict => {
            attributes::existing_dict(header)?;
            // SAFETY: the place is the instruction that runs, whose cache this is.
            unsafe { set_cache(place, 0, version.into()) };
            Some(op::STORE_ATTR_WITH_DICT)
        }
        Own::Shape(shape) => {
            let word = std::ptr::from_ref(shape) as u64;
            if let Some(index) = shape.index_of(name) {
                // SAFETY: the place is the instruction that runs, whose cache this is.
                unsafe {
                    set_cache(place, 0, version_and(version, index));
                    set_cache(place, 1, word);
                }
                return Some(op::STORE_ATTR_INSTANCE_VALUE);
            }
            let larger = shape.with(name)?;
            // SAFETY: the place is the instruction that runs, whose cache this is.
            unsafe {
                set_cache(place, 0, version_and(version, shape.next_index()));
                set_cache(place, 1, word);
                set_cache(place, 2, larger as u64);
            }
            Some(op::STORE_ATTR_NEW_VALUE)
        }
    }
}
