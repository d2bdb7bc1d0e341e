//! Handlers of global names, of the names of modules and class bodies, and their errors.

use super::loads::{discard, settle, unbound_deref};
use super::registers::{Registers, counter, operand};
use crate::objects::cell::Cell;
use crate::objects::dict::Dict;
use crate::objects::exceptions::{self, Exception};
use crate::objects::heap::Ref;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// The item of a mapping, `None` where it has none.
pub(crate) fn optional_item(vm: &Vm, mapping: &Value, name: &Ref<Str>) -> Result<Option<Value>> {
    if let Some(dict) = mapping.downcast_exact::<Dict>() {
        return dict.get(vm, name.as_value());
    }
    match vm.get_item(mapping, name.as_value()) {
        Ok(value) => Ok(Some(value)),
        Err(raised) if raised.is(&exceptions::KEY_ERROR) => Ok(None),
        Err(raised) => Err(raised),
    }
}

/// The error for a name that is not defined.
#[cold]
#[inline(never)]
pub(crate) fn name_error(vm: &Vm, name: &Ref<Str>) -> Raised {
    let raised = vm.error(
        &exceptions::NAME_ERROR,
        format!("name '{name}' is not defined"),
    );
    Exception::set_name_and_object(&raised, Some(name), None);
    raised
}

/// The value of a global name, or of a builtin one.
pub(crate) fn global(vm: &Vm, r: &Registers, name: &Ref<Str>) -> Result<Value> {
    let function = r.frame().function();
    if let Some(value) = optional_item(vm, function.globals().as_value(), name)? {
        return Ok(value);
    }
    match optional_item(vm, function.builtins(), name)? {
        Some(value) => Ok(value),
        None => Err(name_error(vm, name)),
    }
}

fn no_locals(vm: &Vm, message: impl AsRef<str>) -> Raised {
    vm.system_error(message)
}

#[inline(never)]
fn name_slowly(vm: &Vm, r: Registers, name: &Ref<Str>) -> Result<Value> {
    let Some(locals) = r.frame().locals() else {
        return Err(no_locals(vm, "no locals found"));
    };
    match optional_item(vm, locals, name)? {
        Some(value) => Ok(value),
        None => global(vm, &r, name),
    }
}

#[inline(always)]
pub(super) fn load_name(vm: &Vm, r: &mut Registers, index: usize) -> Result<()> {
    r.save();
    let value = name_slowly(vm, Registers::of(r.frame), r.name(index))?;
    r.push(value);
    Ok(())
}

/// Reads the value at a remembered position of a dict, if the name is still there. The
/// position stands where other instructions have their counter.
#[inline(always)]
fn value_by_hint(dict: &Dict, word: u64, name: &Ref<Str>) -> Option<Value> {
    let table = dict.table.borrow();
    let entry = table.entries().get(counter(word) as usize)?;
    match &entry.key {
        Some(key) if key.is(name.as_value()) => entry.value.clone(),
        _ => None,
    }
}

/// Replaces the topmost value for that at a remembered position of a dict.
#[inline(always)]
fn store_by_hint(vm: &Vm, r: &mut Registers, dict: &Dict, word: u64) -> bool {
    let old = {
        let mut table = dict.table.borrow_mut();
        let Some(entry) = table.entry_mut(counter(word) as usize) else {
            return false;
        };
        match (&entry.key, &mut entry.value) {
            (Some(key), Some(value)) if key.is(r.name(operand(word)).as_value()) => {
                std::mem::replace(value, r.pop())
            }
            _ => return false,
        }
    };
    discard(vm, r, old);
    true
}

#[inline(always)]
pub(super) fn load_name_hinted(vm: &Vm, r: &mut Registers, word: u64) -> Result<()> {
    if load_name_dict(r, word) {
        return Ok(());
    }
    load_name(vm, r, operand(word))
}

#[inline(always)]
pub(super) fn store_name_hinted(vm: &Vm, r: &mut Registers, word: u64) -> Result<()> {
    if store_name_dict(vm, r, word) {
        return Ok(());
    }
    store_name(vm, r, operand(word))
}

#[inline(always)]
pub(super) fn store_global_hinted(vm: &Vm, r: &mut Registers, word: u64) -> Result<()> {
    let dict = r.frame().function().globals();
    if store_by_hint(vm, r, dict, word) {
        return Ok(());
    }
    store_global(vm, r, operand(word))
}

#[inline(always)]
fn load_name_dict(r: &mut Registers, word: u64) -> bool {
    let locals = r.frame().locals();
    let Some(dict) = locals.and_then(|locals| locals.downcast_exact::<Dict>()) else {
        return false;
    };
    let Some(value) = value_by_hint(dict, word, r.name(operand(word))) else {
        return false;
    };
    r.push(value);
    true
}

#[inline(always)]
fn store_name_dict(vm: &Vm, r: &mut Registers, word: u64) -> bool {
    let locals = r.frame().locals();
    match locals.and_then(|locals| locals.downcast_exact::<Dict>()) {
        Some(dict) => store_by_hint(vm, r, dict, word),
        None => false,
    }
}

#[inline(always)]
pub(super) fn store_name(vm: &Vm, r: &mut Registers, index: usize) -> Result<()> {
    r.save();
    store_name_slowly(vm, Registers::of(r.frame), r.name(index), r.peek(0))?;
    let value = r.pop();
    discard(vm, r, value);
    settle(vm, r);
    Ok(())
}

#[inline(never)]
fn store_name_slowly(vm: &Vm, r: Registers, name: &Ref<Str>, value: &Value) -> Result<()> {
    let Some(locals) = r.frame().locals() else {
        let name = vm.repr_text(name.as_value())?;
        return Err(no_locals(
            vm,
            format!("no locals found when storing {name}"),
        ));
    };
    match locals.downcast_exact::<Dict>() {
        Some(dict) => dict.set(vm, name.as_value(), value.clone()),
        None => vm.set_item(locals, name.as_value(), value),
    }
}

#[inline(always)]
pub(super) fn delete_name(vm: &Vm, r: &mut Registers, index: usize) -> Result<()> {
    r.save();
    delete_name_slowly(vm, Registers::of(r.frame), r.name(index))?;
    settle(vm, r);
    Ok(())
}

#[inline(never)]
fn delete_name_slowly(vm: &Vm, r: Registers, name: &Ref<Str>) -> Result<()> {
    let Some(locals) = r.frame().locals() else {
        let name = vm.repr_text(name.as_value())?;
        return Err(no_locals(vm, format!("no locals when deleting {name}")));
    };
    // Whatever went wrong, CPython says that the name is not defined.
    if vm.delete_item(locals, name.as_value()).is_err() {
        return Err(name_error(vm, name));
    }
    vm.run_finalizers();
    Ok(())
}

#[inline(always)]
pub(super) fn load_global(vm: &Vm, r: &mut Registers, argument: usize) -> Result<()> {
    r.save();
    let value = global_slowly(vm, Registers::of(r.frame), r.name(argument >> 1))?;
    r.push(value);
    if argument & 1 != 0 {
        r.push_bits(0);
    }
    r.skip(4);
    Ok(())
}

#[inline(never)]
fn global_slowly(vm: &Vm, r: Registers, name: &Ref<Str>) -> Result<Value> {
    global(vm, &r, name)
}

/// The cache: word 0 the version of the globals' keys and the position of the entry, word 1
/// the version of the builtins' keys.
#[inline(always)]
pub(super) fn load_global_module(r: &mut Registers, argument: usize) -> bool {
    let cache = r.cache(0);
    let globals = r.frame().function().globals();
    if globals.current_keys_version() != cache as u32 {
        return false;
    }
    push_global(r, argument, globals, cache)
}

#[inline(always)]
pub(super) fn load_global_builtin(r: &mut Registers, argument: usize) -> bool {
    let cache = r.cache(0);
    let function = r.frame().function();
    if function.globals().current_keys_version() != r.cache(1) as u32 {
        return false;
    }
    let Some(builtins) = function.builtins_dict() else {
        return false;
    };
    if builtins.current_keys_version() != cache as u32 {
        return false;
    }
    push_global(r, argument, builtins, cache)
}

#[inline(always)]
fn push_global(r: &mut Registers, argument: usize, dict: &Ref<Dict>, cache: u64) -> bool {
    let Some(value) = dict.value_at((cache >> 32) as usize) else {
        return false;
    };
    r.push(value);
    if argument & 1 != 0 {
        r.push_bits(0);
    }
    r.skip(4);
    true
}

#[inline(always)]
pub(super) fn store_global(vm: &Vm, r: &mut Registers, index: usize) -> Result<()> {
    r.save();
    let globals = r.frame().function().globals();
    store_global_slowly(vm, globals, r.name(index), r.peek(0))?;
    let value = r.pop();
    discard(vm, r, value);
    settle(vm, r);
    Ok(())
}

#[inline(never)]
fn store_global_slowly(vm: &Vm, globals: &Ref<Dict>, name: &Ref<Str>, value: &Value) -> Result<()> {
    globals.set(vm, name.as_value(), value.clone())
}

#[inline(always)]
pub(super) fn delete_global(vm: &Vm, r: &mut Registers, index: usize) -> Result<()> {
    r.save();
    let globals = r.frame().function().globals();
    match globals.remove(vm, r.name(index).as_value())? {
        Some(old) => discard(vm, r, old),
        None => return Err(name_error(vm, r.name(index))),
    }
    Ok(())
}

#[inline(always)]
pub(super) fn load_locals(vm: &Vm, r: &mut Registers) -> Result<()> {
    match r.frame().locals() {
        Some(locals) => r.push(locals.clone()),
        None => return Err(no_locals(vm, "no locals found")),
    }
    Ok(())
}

#[inline(always)]
pub(super) fn load_from_dict_or_globals(vm: &Vm, r: &mut Registers, index: usize) -> Result<()> {
    r.save();
    let name = r.name(index);
    let value = match optional_item(vm, r.peek(0), name)? {
        Some(value) => value,
        None => global_slowly(vm, Registers::of(r.frame), name)?,
    };
    let mapping = r.replace(0, value);
    discard(vm, r, mapping);
    Ok(())
}

#[inline(always)]
pub(super) fn load_from_dict_or_deref(vm: &Vm, r: &mut Registers, slot: usize) -> Result<()> {
    r.save();
    let name = &r.code().variables()[slot];
    let value = match optional_item(vm, r.peek(0), name)? {
        Some(value) => value,
        None => {
            let cell = r.local(slot).as_ref();
            let value = cell.and_then(|cell| cell.downcast::<Cell>()?.get());
            match value {
                Some(value) => value,
                None => return Err(unbound_deref(vm, *r, slot)),
            }
        }
    };
    let mapping = r.replace(0, value);
    discard(vm, r, mapping);
    Ok(())
}

#[inline(always)]
pub(super) fn load_build_class(vm: &Vm, r: &mut Registers) -> Result<()> {
    r.save();
    let value = build_class(vm, r.frame().function().builtins())?;
    r.push(value);
    Ok(())
}

#[inline(never)]
fn build_class(vm: &Vm, builtins: &Value) -> Result<Value> {
    match optional_item(vm, builtins, &vm.intern("__build_class__"))? {
        Some(value) => Ok(value),
        None => Err(vm.error(&exceptions::NAME_ERROR, "__build_class__ not found")),
    }
}

#[inline(always)]
pub(super) fn setup_annotations(vm: &Vm, r: &mut Registers) -> Result<()> {
    r.save();
    setup_annotations_in(vm, r.frame().locals())
}

#[inline(never)]
fn setup_annotations_in(vm: &Vm, locals: Option<&Value>) -> Result<()> {
    let Some(locals) = locals else {
        return Err(no_locals(vm, "no locals found when setting up annotations"));
    };
    let name = vm.intern("__annotations__");
    if optional_item(vm, locals, &name)?.is_none() {
        vm.set_item(locals, name.as_value(), &Dict::new().into())?;
    }
    Ok(())
}
