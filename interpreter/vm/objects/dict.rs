//! The payload of `dict`: what the machine and native code do with dicts. Methods and views:
//! `dict_type`.
//!
//! A key's `__eq__` may run any code, which may change the dict in mid-search: the search
//! then starts again, as CPython's does.
#![allow(unsafe_code, reason = "a global counter under the interpreter lock")]

use std::cell::Cell;

use super::guarded::{Global, Guarded};
use super::heap::{Payload, Ref};
use super::str::Str;
use super::value::Value;
use crate::{Result, Vm, payload};

pub mod table;
use table::{Look, Probe, Table, Walk};

/// The payload of a dict.
#[derive(Default)]
pub struct Dict {
    pub(crate) table: Guarded<Table>,
    /// Names the present set of keys and their positions, for inline caches; 0 until asked.
    keys_version: Cell<u32>,
    /// Counts every change of the set of keys, for iterators and searches.
    changes: Cell<u32>,
}

payload!(Dict, super::dict_type::DICT, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for entry in self.table.borrow().entries() {
            entry.key.iter().chain(&entry.value).for_each(&mut *visit);
        }
    }
    fn clear(&self) {
        self.clear_entries();
    }
});

static NEXT_VERSION: Global<Cell<u32>> = Global::new(Cell::new(1));

impl Dict {
    /// An empty dict.
    pub fn new() -> Ref<Dict> {
        Ref::make(Dict::class(), Dict::default, 0, |_| ())
    }

    /// An empty dict that takes `count` entries without growing.
    pub fn with_capacity(count: usize) -> Ref<Dict> {
        let dict = Dict::new();
        dict.table.borrow_mut().reserve(count);
        dict
    }

    /// A dict of these keys and values, the later of two with equal keys.
    pub fn of_pairs<'a>(
        vm: &Vm,
        count: usize,
        pairs: impl Iterator<Item = (&'a Value, &'a Value)> + Clone,
    ) -> Result<Ref<Dict>> {
        let dict = Dict::new();
        let table = &dict.table;
        if table.borrow_mut().fill_with_distinct(count, pairs.clone()) {
            return Ok(dict);
        }
        dict.table.borrow_mut().reserve(count);
        for (key, value) in pairs {
            dict.set(vm, key, value.clone())?;
        }
        Ok(dict)
    }

    /// A copy of exact type `dict`.
    pub fn copy(&self) -> Ref<Dict> {
        let copy = Dict::new();
        self.table.borrow().copy_to(&mut copy.table.borrow_mut());
        copy
    }

    /// How many entries there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.table.borrow().len()
    }

    /// Whether there are none.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A number that stands for the present keys at their present positions; 0 is never one.
    #[inline]
    pub fn keys_version(&self) -> u32 {
        if self.keys_version.get() == 0 {
            // SAFETY: the interpreter lock is held.
            let next = unsafe { NEXT_VERSION.get() };
            self.keys_version.set(next.get());
            next.set(next.get().checked_add(1).unwrap_or(1));
        }
        self.keys_version.get()
    }

    /// The number that [`Dict::keys_version`] gave, if the keys are still the same.
    #[inline(always)]
    pub fn current_keys_version(&self) -> u32 {
        self.keys_version.get()
    }

    /// How often the set of keys has changed.
    #[inline(always)]
    pub fn changes(&self) -> u32 {
        self.changes.get()
    }

    fn keys_changed(&self) {
        self.keys_version.set(0);
        self.changes.set(self.changes.get().wrapping_add(1));
    }

    /// The position of a key.
    #[inline(always)]
    pub fn find(&self, vm: &Vm, key: &Value, hash: i64) -> Result<Option<usize>> {
        let look = self.table.borrow().look_up(key, hash);
        match look {
            Look::Found(position) => Ok(Some(position)),
            Look::Absent => Ok(None),
            Look::Ask => self.find_slowly(vm, key, hash),
        }
    }

    #[inline(never)]
    fn find_slowly(&self, vm: &Vm, key: &Value, hash: i64) -> Result<Option<usize>> {
        let probe = {
            let table = self.table.borrow();
            table.probe(table.start(hash), key, hash)
        };
        match probe {
            Probe::Found(position) => Ok(Some(position)),
            Probe::Absent => Ok(None),
            Probe::Ask(position, walk) => self.find_asking(vm, position, walk, key, hash),
        }
    }

    #[inline(never)]
    fn find_asking(
        &self,
        vm: &Vm,
        position: usize,
        walk: Walk,
        key: &Value,
        hash: i64,
    ) -> Result<Option<usize>> {
        let (mut position, mut walk) = (position, walk);
        loop {
            let changes = self.changes.get();
            let candidate = self.table.borrow().entries()[position].key.clone();
            if let Some(candidate) = candidate {
                let equal = vm.equal(&candidate, key)?;
                if self.changes.get() != changes {
                    // What else changed is no matter as long as the key is still there.
                    let is_present = || {
                        let table = self.table.borrow();
                        let present = table.entries().get(position).and_then(|it| it.key.as_ref());
                        present.is_some_and(|key| key.is(&candidate))
                    };
                    if equal && is_present() {
                        return Ok(Some(position));
                    }
                    return self.find(vm, key, hash);
                }
                if equal {
                    return Ok(Some(position));
                }
            }
            let probe = self.table.borrow().probe(walk, key, hash);
            match probe {
                Probe::Found(position) => return Ok(Some(position)),
                Probe::Absent => return Ok(None),
                Probe::Ask(next, rest) => (position, walk) = (next, rest),
            }
        }
    }

    /// The value of a key.
    #[inline]
    pub fn get(&self, vm: &Vm, key: &Value) -> Result<Option<Value>> {
        let hash = vm.hash(key)?;
        self.get_hashed(vm, key, hash)
    }

    /// The value of a key whose hash is known.
    #[inline]
    pub fn get_hashed(&self, vm: &Vm, key: &Value, hash: i64) -> Result<Option<Value>> {
        let position = self.find(vm, key, hash)?;
        Ok(position.and_then(|position| self.value_at(position)))
    }

    /// Whether there is such a key.
    pub fn contains(&self, vm: &Vm, key: &Value) -> Result<bool> {
        let hash = vm.hash(key)?;
        Ok(self.find(vm, key, hash)?.is_some())
    }

    /// Sets the value of a key.
    #[inline]
    pub fn set(&self, vm: &Vm, key: &Value, value: Value) -> Result<()> {
        let hash = vm.hash(key)?;
        self.set_hashed(vm, key, hash, value)
    }

    /// Sets the value of a key whose hash is known.
    #[inline]
    pub fn set_hashed(&self, vm: &Vm, key: &Value, hash: i64, value: Value) -> Result<()> {
        match self.find(vm, key, hash)? {
            Some(position) => drop(self.replace_value(position, value)),
            None => self.insert_new(hash, key.clone(), value),
        }
        Ok(())
    }

    /// Puts the entries of another dict into this one, which is empty.
    pub fn fill_from(&self, other: &Dict) {
        self.keys_changed();
        if self.table.borrow().is_unused() {
            other.table.borrow().copy_to(&mut self.table.borrow_mut());
            return;
        }
        let mut copy = Table::default();
        other.table.borrow().copy_to(&mut copy);
        drop(self.table.replace(copy));
    }

    /// Adds an entry whose key is certainly absent.
    #[inline]
    pub fn insert_new(&self, hash: i64, key: Value, value: Value) {
        self.keys_changed();
        self.table.borrow_mut().insert(hash, key, value);
    }

    /// Moves the entry at a position to the end, or in front of all others. The keys count as
    /// changed.
    pub fn move_entry(&self, position: usize, to_end: bool) {
        let hash = self
            .table
            .borrow()
            .entries()
            .get(position)
            .map(|entry| entry.hash);
        let entry = self.remove_at(position);
        if let (Some(hash), Some((key, value))) = (hash, entry) {
            let mut table = self.table.borrow_mut();
            if to_end {
                table.insert(hash, key, value);
            } else {
                table.prepend(hash, key, value);
            }
        }
    }

    /// The value of a key, which is set to `default` first if absent.
    pub fn get_or_insert(&self, vm: &Vm, key: &Value, default: Value) -> Result<Value> {
        let hash = vm.hash(key)?;
        match self.get_hashed(vm, key, hash)? {
            Some(value) => Ok(value),
            None => {
                self.insert_new(hash, key.clone(), default.clone());
                Ok(default)
            }
        }
    }

    /// Removes a key and gives its value.
    pub fn remove(&self, vm: &Vm, key: &Value) -> Result<Option<Value>> {
        let hash = vm.hash(key)?;
        Ok(self
            .find(vm, key, hash)?
            .and_then(|position| self.remove_at(position))
            .map(|(_, value)| value))
    }

    /// The value of a string key. Keys that are not exact strings are not asked.
    #[inline]
    pub fn get_str(&self, name: &Ref<Str>) -> Option<Value> {
        self.value_at(self.position_of_str(name)?)
    }

    /// The position of a string key. Keys that are not exact strings are not asked.
    #[inline]
    pub fn position_of_str(&self, name: &Ref<Str>) -> Option<usize> {
        let hash = name.hash();
        let table = self.table.borrow();
        match table.look_up(name.as_value(), hash) {
            Look::Found(position) => return Some(position),
            Look::Absent => return None,
            Look::Ask => {}
        }
        let mut walk = table.start(hash);
        loop {
            match table.probe(walk, name.as_value(), hash) {
                Probe::Found(position) => return Some(position),
                Probe::Absent => return None,
                Probe::Ask(_, rest) => walk = rest,
            }
        }
    }

    /// Sets the value of a string key.
    #[inline]
    pub fn set_str(&self, name: &Ref<Str>, value: Value) {
        match self.position_of_str(name) {
            Some(position) => drop(self.replace_value(position, value)),
            None => self.insert_new(name.hash(), name.to_value(), value),
        }
    }

    /// Removes a string key and gives its value.
    pub fn remove_str(&self, name: &Ref<Str>) -> Option<Value> {
        let position = self.position_of_str(name)?;
        self.remove_at(position).map(|(_, value)| value)
    }

    /// The value at a position.
    #[inline(always)]
    pub fn value_at(&self, position: usize) -> Option<Value> {
        self.table.borrow().entries().get(position)?.value.clone()
    }

    /// Sets the value at the position of a present key, and gives the old one.
    #[inline(always)]
    pub fn replace_value(&self, position: usize, value: Value) -> Option<Value> {
        self.table
            .borrow_mut()
            .entry_mut(position)
            .and_then(|entry| entry.value.replace(value))
    }

    /// Removes the entry at a position, and gives its key and value.
    pub fn remove_at(&self, position: usize) -> Option<(Value, Value)> {
        self.keys_changed();
        self.table.borrow_mut().remove(position)
    }

    /// The first entry at or behind a position, with the position behind it.
    #[inline]
    pub fn entry_from(&self, mut position: usize) -> Option<(usize, Value, Value)> {
        let table = self.table.borrow();
        position = position.max(table.front());
        loop {
            let entry = table.entries().get(position)?;
            position += 1;
            if let (Some(key), Some(value)) = (&entry.key, &entry.value) {
                return Some((position, key.clone(), value.clone()));
            }
        }
    }

    /// The keys and values as they are now.
    pub fn to_vec(&self) -> Vec<(Value, Value)> {
        let table = self.table.borrow();
        let pairs = table.entries().iter();
        pairs
            .filter_map(|entry| entry.key.clone().zip(entry.value.clone()))
            .collect()
    }

    /// The keys as they are now.
    pub fn keys(&self) -> Vec<Value> {
        let table = self.table.borrow();
        let mut keys = Vec::with_capacity(table.len());
        keys.extend(table.entries().iter().filter_map(|entry| entry.key.clone()));
        keys
    }

    /// Removes all entries.
    pub fn clear_entries(&self) {
        self.keys_changed();
        drop(self.table.take());
    }
}
