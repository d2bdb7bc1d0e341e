//! Adding many entries: `update`, `|=`, the constructor, `**` in displays and calls.

use super::super::dict::Dict;
use super::super::heap::Ref;
use super::super::iterators::adapters::Zip;
use super::super::names::names;
use super::super::tuple::Tuple;
use super::super::value::Value;
use crate::call::Arguments;
use crate::{Result, Vm};

/// What `dict(...)` and `update(...)` do; `function` is the name for messages.
pub fn update_from(
    vm: &Vm,
    dict: &Ref<Dict>,
    arguments: Arguments<'_>,
    function: &str,
) -> Result<()> {
    match arguments.positionals() {
        [] => {}
        [source] => update_with(vm, dict, source)?,
        more => {
            return Err(vm.type_error(format!(
                "{function} expected at most 1 argument, got {}",
                more.len()
            )));
        }
    }
    for (name, value) in arguments.keywords() {
        dict.set(vm, name.as_value(), value.clone())?;
    }
    Ok(())
}

/// Adds the entries of a mapping, or pairs.
pub(super) fn update_with(vm: &Vm, dict: &Ref<Dict>, source: &Value) -> Result<()> {
    if source.is_exact::<Dict>() {
        return merge(vm, dict, source);
    }
    if vm.find_attribute(source, &names().keys)?.is_some() {
        return merge(vm, dict, source);
    }
    add_pairs(vm, dict, source)
}

/// Whether a dict can be read directly: no subclass has changed how it is iterated.
fn is_plain(source: &Value) -> bool {
    let same = |one: Option<super::super::slots::Unary>| {
        let plain = super::DICT.slots().iter;
        matches!((one, plain), (Some(one), Some(plain)) if std::ptr::fn_addr_eq(one, plain))
    };
    source.is_exact::<Dict>()
        || source.downcast::<Dict>().is_some() && same(source.class().slots().iter)
}

/// Adds the entries of a mapping.
pub fn merge(vm: &Vm, dict: &Ref<Dict>, source: &Value) -> Result<()> {
    if let Some(other) = source.downcast::<Dict>().filter(|_| is_plain(source)) {
        if other.is(dict) {
            return Ok(());
        }
        if dict.is_empty() {
            dict.fill_from(other);
            return Ok(());
        }
        dict.reserve_for(other);
        let (mut position, length) = (0, other.len());
        while let Some((next, hash, key, value)) = other.hashed_entry_from(position) {
            dict.set_hashed(vm, &key, hash, value)?;
            if other.len() != length {
                return Err(vm.runtime_error("dict mutated during update"));
            }
            position = next;
        }
        return Ok(());
    }
    let keys = vm.call_method(source, "keys", &[])?;
    vm.for_each(&keys, |key| {
        let value = vm.get_item(source, &key)?;
        dict.set(vm, &key, value)
    })
}

/// Adds the entries of a mapping given by `**`; a key that is there already is an error, which
/// `duplicate` makes.
pub fn merge_keywords(
    vm: &Vm,
    dict: &Ref<Dict>,
    source: &Value,
    duplicate: impl Fn(&Value) -> crate::Raised,
) -> Result<()> {
    let add = |key: Value, value: Value| {
        if dict.contains(vm, &key)? {
            return Err(duplicate(&key));
        }
        dict.set(vm, &key, value)
    };
    if let Some(other) = source.downcast::<Dict>().filter(|_| is_plain(source)) {
        let mut position = 0;
        while let Some((next, key, value)) = other.entry_from(position) {
            add(key, value)?;
            position = next;
        }
        return Ok(());
    }
    let keys = vm.call_method(source, "keys", &[])?;
    vm.for_each(&keys, |key| {
        let value = vm.get_item(source, &key)?;
        add(key, value)
    })
}

fn add_pairs(vm: &Vm, dict: &Ref<Dict>, pairs: &Value) -> Result<()> {
    if let Some(zip) = pairs
        .downcast_exact::<Zip>()
        .filter(|zip| zip.makes_pairs())
    {
        while let Some((key, value)) = zip.next_pair(vm)? {
            dict.set(vm, &key, value)?;
        }
        return vm.check_signals();
    }
    let mut number = 0;
    vm.for_each(pairs, |pair| {
        if let Some(tuple) = pair.downcast_exact::<Tuple>()
            && let [key, value] = tuple.items()
        {
            number += 1;
            return dict.set(vm, key, value.clone());
        }
        let items = vm.collect_sequence(&pair, || {
            format!("cannot convert dictionary update sequence element #{number} to a sequence")
        })?;
        let [key, value] = items.as_slice() else {
            return Err(vm.value_error(format!(
                "dictionary update sequence element #{number} has length {}; 2 is required",
                items.len()
            )));
        };
        number += 1;
        dict.set(vm, key, value.clone())
    })
}

impl Ref<Dict> {
    /// Adds the entries of a mapping.
    pub fn update_from(&self, vm: &Vm, mapping: &Value) -> Result<()> {
        merge(vm, self, mapping)
    }
}

impl Dict {
    /// Makes room for the entries of another dict.
    fn reserve_for(&self, other: &Dict) {
        if self.is_empty() {
            let count = other.len();
            self.table.borrow_mut().reserve(count);
        }
    }

    /// The first entry at or behind a position: the position behind it, hash, key, value.
    pub fn hashed_entry_from(&self, mut position: usize) -> Option<(usize, i64, Value, Value)> {
        let table = self.table.borrow();
        position = position.max(table.front());
        loop {
            let entry = table.entries().get(position)?;
            position += 1;
            if let (Some(key), Some(value)) = (&entry.key, &entry.value) {
                return Some((position, entry.hash, key.clone(), value.clone()));
            }
        }
    }

    /// The last entry in front of a position: its position, key, value.
    pub fn entry_before(&self, mut position: usize) -> Option<(usize, Value, Value)> {
        let table = self.table.borrow();
        position = position.min(table.entries().len());
        while position > 0 {
            position -= 1;
            let entry = &table.entries()[position];
            if let (Some(key), Some(value)) = (&entry.key, &entry.value) {
                return Some((position, key.clone(), value.clone()));
            }
        }
        None
    }

    /// The position of the last entry.
    pub fn last_position(&self) -> Option<usize> {
        self.table.borrow_mut().last_position()
    }
}
