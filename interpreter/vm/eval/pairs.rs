//! Pairs of instructions that run as one.
//!
//! `quicken` gives the first instruction of such a pair an opcode of its own. Its handler looks
//! at the form that the second one has been specialized to, and runs both where the guard holds:
//! the operands then never go over the stack. Otherwise it runs the first one alone.
#![allow(unsafe_code, reason = "values in front of headers")]

use bytecode::Opcode;

use super::attributes::{LOAD_CACHES, STORE_CACHES};
use super::loads::{self, discard};
use super::registers::{Registers, operand};
use super::specialized as op;
use super::subscripts;
use crate::Vm;
use crate::objects::attributes as prefix;
use crate::objects::heap::Header;
use crate::objects::list::List;
use crate::objects::value::Value;

/// The opcode for an instruction that comes before `second`, if they are a pair. `quicken` asks
/// for LOAD_FAST and LOAD_FAST_LOAD_FAST only.
pub(super) fn opcode_of(first: Opcode, second: Opcode) -> Option<u16> {
    Some(match (first, second) {
        (Opcode::LoadFast, Opcode::YieldValue) => op::LOAD_FAST_YIELD_VALUE,
        (Opcode::LoadFast, Opcode::PopJumpIfNone | Opcode::PopJumpIfNotNone) => {
            op::LOAD_FAST_POP_JUMP_IF_NONE
        }
        (Opcode::LoadFast, Opcode::LoadAttr) => op::LOAD_FAST_ATTR,
        (Opcode::LoadFastLoadFast, Opcode::LoadAttr) => op::LOAD_FAST_LOAD_FAST_ATTR,
        (Opcode::LoadFast, Opcode::StoreAttr) => op::LOAD_FAST_STORE_ATTR,
        (Opcode::LoadFastLoadFast, Opcode::StoreAttr) => op::LOAD_FAST_LOAD_FAST_STORE_ATTR,
        (Opcode::LoadFastLoadFast, Opcode::BinarySubscr) => op::LOAD_FAST_LOAD_FAST_SUBSCR,
        _ => return None,
    })
}

/// The object, if it has the type and the shape in the cache of the second instruction.
#[inline(always)]
fn guarded<'a>(r: &Registers, owner: &'a Value) -> Option<&'a Header> {
    let header = owner.header()?;
    // SAFETY: the version says that the type's instances have a prefix.
    let fits = header.class().version() == r.cache(1) as u32
        && unsafe { prefix::shape_of(header) as u64 == r.cache(2) };
    fits.then_some(header)
}

/// The object, if it has the type in the cache of the second instruction.
#[inline(always)]
fn of_version<'a>(r: &Registers, owner: &'a Value) -> Option<&'a Header> {
    let header = owner.header()?;
    (header.class().version() == r.cache(1) as u32).then_some(header)
}

#[inline(always)]
fn index(r: &Registers) -> usize {
    (r.cache(1) >> 32) as usize
}

#[inline(always)]
pub(super) fn load_attr(r: &mut Registers, slot: usize) {
    let owner = r.bound_local(slot);
    let second = r.cache(0);
    match second as u16 {
        op::LOAD_ATTR_INSTANCE_VALUE => {
            if let Some(header) = guarded(r, owner) {
                // SAFETY: the shape says that the place is there.
                let bits = unsafe { prefix::value_at(header, index(r)).cast::<u64>().read() };
                if bits != 0 {
                    if jump_on_none(r, 1 + LOAD_CACHES, bits) {
                        return;
                    }
                    // SAFETY: the word is that of a value, which the object goes on to hold.
                    let value = unsafe { std::mem::ManuallyDrop::new(Value::from_bits(bits)) };
                    r.push((*value).clone());
                    if operand(second) & 1 != 0 {
                        r.push_bits(0);
                    }
                    r.skip(1 + LOAD_CACHES);
                    return;
                }
            }
        }
        op::LOAD_ATTR_SLOT => {
            if let Some(header) = of_version(r, owner) {
                // SAFETY: the version says that the type has the member.
                let bits = unsafe { prefix::value_at(header, index(r)).cast::<u64>().read() };
                if bits != 0 {
                    if jump_on_none(r, 1 + LOAD_CACHES, bits) {
                        return;
                    }
                    // SAFETY: the word is that of a value, which the object goes on to hold.
                    let value = unsafe { std::mem::ManuallyDrop::new(Value::from_bits(bits)) };
                    r.push((*value).clone());
                    if operand(second) & 1 != 0 {
                        r.push_bits(0);
                    }
                    r.skip(1 + LOAD_CACHES);
                    return;
                }
            }
        }
        op::LOAD_ATTR_METHOD_NO_DICT if of_version(r, owner).is_some() => {
            // SAFETY: the version was checked: the type still holds the method.
            let method = unsafe { std::mem::ManuallyDrop::new(Value::from_bits(r.cache(3))) };
            r.push((*method).clone());
            r.push(owner.clone());
            r.skip(1 + LOAD_CACHES);
            return;
        }
        op::LOAD_ATTR_METHOD_SHAPE if guarded(r, owner).is_some() => {
            // SAFETY: the version was checked: the type still holds the method.
            let method = unsafe { std::mem::ManuallyDrop::new(Value::from_bits(r.cache(3))) };
            r.push((*method).clone());
            r.push(owner.clone());
            r.skip(1 + LOAD_CACHES);
            return;
        }
        _ => {}
    }
    loads::load_fast(r, slot);
}

/// Decides the jump that stands `place` words ahead, if it is one that asks whether the value in a
/// word is None.
#[inline(always)]
fn jump_on_none(r: &mut Registers, place: usize, bits: u64) -> bool {
    let next = r.cache(place);
    let wanted = match next as u16 {
        op::POP_JUMP_IF_NONE => true,
        op::POP_JUMP_IF_NOT_NONE => false,
        _ => return false,
    };
    let is_none = bits == Value::NONE.into_bits();
    let distance = if is_none == wanted { operand(next) } else { 0 };
    // The jump has one cache word.
    r.skip(place + 2 + distance);
    true
}

/// `x is None` of a variable, where a jump depends on it.
#[inline(always)]
pub(super) fn jump_on_none_variable(r: &mut Registers, slot: usize) {
    let bits = r.bound_local(slot).bits();
    if !jump_on_none(r, 0, bits) {
        loads::load_fast(r, slot);
    }
}

#[inline(always)]
pub(super) fn load_load_attr(r: &mut Registers, slots: usize) {
    loads::load_fast(r, slots >> 4);
    load_attr(r, slots & 15);
}

#[inline(always)]
pub(super) fn store_attr(vm: &Vm, r: &mut Registers, slot: usize) {
    let owner = r.bound_local(slot);
    if r.cache(0) as u16 == op::STORE_ATTR_INSTANCE_VALUE
        && let Some(header) = guarded(r, owner)
    {
        let value = r.pop();
        // SAFETY: the shape says that the place is there.
        let old = unsafe { (*prefix::value_at(header, index(r))).replace(value) };
        r.skip(1 + STORE_CACHES);
        if let Some(old) = old {
            discard(vm, r, old);
        }
        return;
    }
    loads::load_fast(r, slot);
}

#[inline(always)]
pub(super) fn load_store_attr(vm: &Vm, r: &mut Registers, slots: usize) {
    loads::load_fast(r, slots >> 4);
    store_attr(vm, r, slots & 15);
}

/// `list[index]` of two variables.
#[inline(always)]
pub(super) fn subscript(r: &mut Registers, slots: usize) {
    if r.cache(0) as u16 == op::BINARY_SUBSCR_LIST_INT
        && let Some(list) = r.bound_local(slots >> 4).downcast_exact::<List>()
    {
        let items = list.items.borrow();
        if let Some(position) = subscripts::position(r.bound_local(slots & 15), items.len()) {
            r.push(items[position].clone());
            r.skip(2);
            return;
        }
    }
    loads::load_fast_load_fast(r, slots);
}
