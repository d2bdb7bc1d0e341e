//! Handlers of variables, cells, constants and the order of the stack.

use super::following::loop_back;
use super::registers::Registers;
use crate::frame::Frame;
use crate::objects::cell::Cell;
use crate::objects::exceptions;
use crate::objects::heap::finalizers;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// Drops a value, and runs the finalizers that this makes wait.
#[inline(always)]
pub(crate) fn discard(vm: &Vm, r: &Registers, value: Value) {
    if let Some(header) = value.header()
        && header.count() == 1
    {
        return discard_last(vm, r.ip, r.sp, r.frame, value);
    }
    drop(value);
}

/// Drops the last reference to an object.
#[inline(never)]
fn discard_last(vm: &Vm, ip: *mut u64, sp: *mut u64, frame: *mut Frame, value: Value) {
    drop(value);
    if finalizers::waiting() {
        Registers { ip, sp, frame }.save();
        vm.run_finalizers();
    }
}

/// Runs the finalizers that wait because of what native code dropped for the instruction.
#[inline(always)]
pub(crate) fn settle(vm: &Vm, r: &Registers) {
    if finalizers::waiting() {
        r.save();
        vm.run_finalizers();
    }
}

/// As [`discard`], for a word that may be empty.
#[inline(always)]
pub(crate) fn discard_option(vm: &Vm, r: &Registers, value: Option<Value>) {
    if let Some(value) = value {
        discard(vm, r, value);
    }
}

#[inline(always)]
pub(super) fn load_fast(r: &mut Registers, slot: usize) {
    let value = r.bound_local(slot).clone();
    r.push(value);
}

#[inline(always)]
pub(super) fn load_fast_load_fast(r: &mut Registers, slots: usize) {
    load_fast(r, slots >> 4);
    load_fast(r, slots & 15);
}

#[inline(always)]
pub(super) fn load_fast_check(vm: &Vm, r: &mut Registers, slot: usize) -> Result<()> {
    let Some(value) = r.local(slot).clone() else {
        return Err(unbound_local(vm, *r, slot));
    };
    r.push(value);
    Ok(())
}

#[cold]
#[inline(never)]
fn unbound_local(vm: &Vm, r: Registers, slot: usize) -> Raised {
    let name = &r.code().variables()[slot];
    vm.error(
        &exceptions::UNBOUND_LOCAL_ERROR,
        format!("cannot access local variable '{name}' where it is not associated with a value"),
    )
}

#[inline(always)]
pub(super) fn load_fast_and_clear(r: &mut Registers, slot: usize) {
    let value = r.local(slot).take();
    r.push_option(value);
}

#[inline(always)]
pub(super) fn store_fast(vm: &Vm, r: &mut Registers, slot: usize) {
    let value = r.pop_option();
    let old = std::mem::replace(r.local(slot), value);
    discard_option(vm, r, old);
}

/// As [`store_fast`], and back to the head of a loop where it ends.
#[inline(always)]
pub(super) fn store_fast_and_loop(vm: &Vm, r: &mut Registers, slot: usize) {
    store_fast(vm, r, slot);
    loop_back(r);
}

#[inline(always)]
pub(super) fn store_fast_load_fast(vm: &Vm, r: &mut Registers, slots: usize) {
    store_fast(vm, r, slots >> 4);
    load_fast(r, slots & 15);
}

#[inline(always)]
pub(super) fn store_fast_store_fast(vm: &Vm, r: &mut Registers, slots: usize) {
    store_fast(vm, r, slots >> 4);
    store_fast(vm, r, slots & 15);
}

#[inline(always)]
pub(super) fn delete_fast(vm: &Vm, r: &mut Registers, slot: usize) -> Result<()> {
    match r.local(slot).take() {
        Some(old) => discard(vm, r, old),
        None => return Err(unbound_local(vm, *r, slot)),
    }
    Ok(())
}

#[inline(always)]
pub(super) fn load_const(r: &mut Registers, index: usize) {
    let value = r.constant(index).clone();
    r.push(value);
}

#[inline(always)]
pub(super) fn load_const_immediate(r: &mut Registers, bits: usize) {
    r.push_bits(bits as u64);
}

#[inline(always)]
pub(super) fn pop_top(vm: &Vm, r: &mut Registers) {
    let value = r.pop_option();
    discard_option(vm, r, value);
    loop_back(r);
}

#[inline(always)]
pub(super) fn end_send(vm: &Vm, r: &mut Registers) {
    let value = r.pop();
    let receiver = r.replace(0, value);
    discard(vm, r, receiver);
}

#[inline(always)]
pub(super) fn copy(r: &mut Registers, depth: usize) {
    let value = r.peek_option(depth - 1).cloned();
    r.push_option(value);
}

#[inline(always)]
#[allow(unsafe_code, reason = "exchanges two words of the stack")]
pub(super) fn swap(r: &mut Registers, depth: usize) {
    // SAFETY: the compiler says how deep the stack is.
    unsafe { std::ptr::swap(r.sp.sub(1), r.sp.sub(depth)) }
}

#[inline(always)]
pub(super) fn make_cell(r: &mut Registers, slot: usize) {
    let initial = r.local(slot).take();
    *r.local(slot) = Some(Cell::new(initial).into());
}

#[inline(always)]
pub(super) fn copy_free_vars(r: &mut Registers, count: usize) {
    let first = r.code().local_count as usize - count;
    if let Some(closure) = r.frame().function().closure() {
        for (index, cell) in closure.items().iter().enumerate().take(count) {
            *r.local(first + index) = Some(cell.clone());
        }
    }
}

#[inline(always)]
fn cell_of<'a>(r: &Registers, slot: usize) -> Option<&'a crate::objects::heap::Ref<Cell>> {
    r.local(slot).as_ref()?.downcast_exact::<Cell>()
}

#[inline(always)]
pub(super) fn load_deref(vm: &Vm, r: &mut Registers, slot: usize) -> Result<()> {
    let value = cell_of(r, slot).and_then(|cell| cell.get());
    let Some(value) = value else {
        return Err(unbound_deref(vm, *r, slot));
    };
    r.push(value);
    Ok(())
}

/// The error for a cell or free variable without a value.
#[cold]
#[inline(never)]
pub(super) fn unbound_deref(vm: &Vm, r: Registers, slot: usize) -> Raised {
    let code = r.code();
    let first_free = (code.local_count - code.free_count) as usize;
    if slot < first_free {
        return unbound_local(vm, r, slot);
    }
    let name = &code.variables()[slot];
    let message = format!(
        "cannot access free variable '{name}' where it is not associated with a value in \
         enclosing scope"
    );
    let raised = vm.error(&exceptions::NAME_ERROR, message);
    exceptions::Exception::set_name_and_object(&raised, Some(name), None);
    raised
}

#[inline(always)]
pub(super) fn store_deref(vm: &Vm, r: &mut Registers, slot: usize) {
    let value = r.pop();
    if let Some(cell) = cell_of(r, slot) {
        let old = cell.replace(Some(value));
        discard_option(vm, r, old);
    }
}

#[inline(always)]
pub(super) fn delete_deref(vm: &Vm, r: &mut Registers, slot: usize) -> Result<()> {
    match cell_of(r, slot).and_then(|cell| cell.replace(None)) {
        Some(old) => discard(vm, r, old),
        None => return Err(unbound_deref(vm, *r, slot)),
    }
    Ok(())
}

#[inline(always)]
pub(super) fn load_assertion_error(r: &mut Registers) {
    r.push(exceptions::ASSERTION_ERROR.to_value());
}
