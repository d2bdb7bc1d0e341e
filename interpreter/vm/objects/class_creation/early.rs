//! Entries of the dicts of native types that are looked up before anybody asks for a whole dict.
//! Most programs use a few methods of each type.

use rustc_hash::FxHashMap;

use super::native::method_value;
use crate::Vm;
use crate::objects::descriptors::DataDescriptor;
use crate::objects::dict::Dict;
use crate::objects::heap::Ref;
use crate::objects::native_function::NativeFunction;
use crate::objects::slot_methods;
use crate::objects::slots::{SPECIAL_METHODS, Slot};
use crate::objects::str::Str;
use crate::objects::types::{Type, TypeSpec};
use crate::objects::value::Value;

/// The entries of each type, by its address: they move to the dict when it is filled.
#[derive(Default)]
pub struct EarlyEntries(FxHashMap<usize, Vec<(Ref<Str>, Value)>>);

/// A type that is asked for more gets its dict.
const MOST: usize = 6;

/// The entry of this name, of a type whose dict is not filled; `None` where only the dict can
/// tell.
pub fn early_entry(vm: &Vm, class: &Ref<Type>, name: &Ref<Str>) -> Option<Value> {
    let spec = class.spec.filter(|_| name.is_interned())?;
    let mut entries = vm.shared().early_entries.borrow_mut();
    let entries = entries.0.entry(class.address()).or_default();
    if let Some((_, value)) = entries.iter().find(|(known, _)| known.is(name)) {
        return Some(value.clone());
    }
    if entries.len() >= MOST {
        return None;
    }
    let value = make(class, spec, name)?;
    entries.push((name.clone(), value.clone()));
    Some(value)
}

/// Moves the entries of a type to its dict, in which each has its place already.
pub(super) fn move_to_dict(vm: &Vm, class: &Ref<Type>, dict: &Ref<Dict>) {
    let entries = vm
        .shared()
        .early_entries
        .borrow_mut()
        .0
        .remove(&class.address());
    for (name, value) in entries.unwrap_or_default() {
        dict.set_str(&name, value);
    }
}

/// The entry as filling the dict would leave it: constants come last, then computed attributes,
/// methods, and the methods that stand for slots.
fn make(class: &Ref<Type>, spec: &'static TypeSpec, name: &Ref<Str>) -> Option<Value> {
    let bytes = name.as_bytes();
    let is_name = |other: &str| other.as_bytes() == bytes;
    if matches!(bytes, b"__doc__" | b"__dict__" | b"__hash__")
        || spec.constants.iter().any(|it| is_name(it.0))
    {
        return None;
    }
    if let Some(property) = spec.properties.iter().rfind(|it| is_name(it.name)) {
        return Some(DataDescriptor::of_property(class, name.clone(), property));
    }
    if let Some(method) = spec.methods.iter().rfind(|it| is_name(it.name)) {
        return Some(method_value(class, method));
    }
    if bytes == b"__new__" {
        spec.slots.new?;
        let new = NativeFunction::bound(&super::native::NEW, class.to_value(), Some(class.clone()));
        return Some(new.into());
    }
    let slots = SPECIAL_METHODS
        .iter()
        .rev()
        .filter(|(text, _)| is_name(text));
    let (slot, function) = slots
        .filter(|(_, slot)| *slot != Slot::new)
        .find_map(|&(_, slot)| Some((slot, spec.slots.get(slot)?)))?;
    (bytes != b"__getattr__").then(|| slot_methods::wrap(class, name.clone(), slot, function))
}
