//! The payload of `set` and `frozenset`: what the machine and native code do with sets.
//! Methods: `set::methods`.

use std::cell::Cell;

use super::dict::Dict;
use super::guarded::Guarded;
use super::heap::Ref;
use super::types::Type;
use super::value::Value;
use crate::protocols::comparison::hash_at_once;
use crate::{Result, Vm, payload};

mod methods;
pub mod table;

pub use methods::{FROZENSET, SET, SET_ITERATOR, SetIterator, contains};
use table::{Look, Probe, Table};

/// The payload of a set or frozen set.
#[derive(Default)]
pub struct Set {
    pub(crate) table: Guarded<Table>,
    /// Counts every change, for searches.
    changes: Cell<u32>,
    /// The hash of a frozen set, once known; -1 before.
    hash: Cell<Option<i64>>,
}

payload!(Set, SET, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.table.borrow().for_each(visit);
    }
    fn clear(&self) {
        self.clear_keys();
    }
});

impl Set {
    /// An empty set.
    pub fn new() -> Ref<Set> {
        Ref::new(Set::default())
    }

    /// An empty set or frozen set.
    pub fn of_class(class: &Ref<Type>) -> Ref<Set> {
        Ref::with_class(class, Set::default())
    }

    /// A set of the items of an iterable.
    pub fn from_iterable(vm: &Vm, iterable: &Value) -> Result<Ref<Set>> {
        let set = Set::new();
        set.update(vm, iterable)?;
        Ok(set)
    }

    /// How many keys there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.table.borrow().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn changed(&self) {
        self.changes.set(self.changes.get().wrapping_add(1));
    }

    /// The slot of a key, or the free slot where it would lie.
    #[inline(always)]
    fn find(&self, vm: &Vm, key: &Value, hash: i64) -> Result<Result<usize, usize>> {
        let look = self.table.borrow().look_up(key, hash);
        match look {
            Look::Found(slot) => Ok(Ok(slot)),
            Look::Absent(slot) => Ok(Err(slot)),
            Look::Ask => self.find_asking(vm, key, hash),
        }
    }

    #[inline(never)]
    fn find_asking(&self, vm: &Vm, key: &Value, hash: i64) -> Result<Result<usize, usize>> {
        let mut probe = {
            let table = self.table.borrow();
            table.probe(table.start(hash), key, hash)
        };
        loop {
            match probe {
                Probe::Found(slot) => return Ok(Ok(slot)),
                Probe::Absent(slot) => return Ok(Err(slot)),
                Probe::Ask(slot, walk) => {
                    let changes = self.changes.get();
                    let candidate = self.table.borrow().key_at(slot);
                    if let Some((_, candidate)) = candidate {
                        let equal = vm.equal(&candidate, key)?;
                        if self.changes.get() != changes {
                            return self.find(vm, key, hash);
                        }
                        if equal {
                            return Ok(Ok(slot));
                        }
                    }
                    probe = self.table.borrow().probe(walk, key, hash);
                }
            }
        }
    }

    /// Whether the key is in the set, where its hash and the keys tell at once.
    #[inline(always)]
    pub fn contains_at_once(&self, key: &Value) -> Option<bool> {
        let hash = hash_at_once(key)?;
        match self.table.borrow().look_up(key, hash) {
            Look::Found(_) => Some(true),
            Look::Absent(_) => Some(false),
            Look::Ask => None,
        }
    }

    /// Whether the key is in the set.
    pub fn contains(&self, vm: &Vm, key: &Value) -> Result<bool> {
        let hash = vm.hash(key)?;
        self.contains_hashed(vm, key, hash)
    }

    /// Whether the key of this hash is in the set.
    pub fn contains_hashed(&self, vm: &Vm, key: &Value, hash: i64) -> Result<bool> {
        Ok(self.find(vm, key, hash)?.is_ok())
    }

    /// Adds a key.
    pub fn add(&self, vm: &Vm, key: &Value) -> Result<()> {
        let hash = vm.hash(key)?;
        self.add_hashed(vm, key, hash)
    }

    /// Adds a key of this hash.
    pub fn add_hashed(&self, vm: &Vm, key: &Value, hash: i64) -> Result<()> {
        if let Err(slot) = self.find(vm, key, hash)? {
            self.changed();
            self.table.borrow_mut().insert(slot, hash, key.clone());
        }
        Ok(())
    }

    /// Removes a key; whether it was there.
    pub fn discard(&self, vm: &Vm, key: &Value) -> Result<bool> {
        let hash = vm.hash(key)?;
        self.discard_hashed(vm, key, hash)
    }

    fn discard_hashed(&self, vm: &Vm, key: &Value, hash: i64) -> Result<bool> {
        match self.find(vm, key, hash)? {
            Ok(slot) => {
                self.changed();
                let old = self.table.borrow_mut().remove(slot);
                drop(old);
                Ok(true)
            }
            Err(_) => Ok(false),
        }
    }

    /// Removes and gives a key.
    pub fn pop(&self) -> Option<Value> {
        self.changed();
        self.table.borrow_mut().pop()
    }

    /// Removes all keys.
    pub fn clear_keys(&self) {
        self.changed();
        drop(self.table.take());
    }

    /// The first key at or behind a slot: the slot behind it, the hash, the key.
    #[inline]
    pub fn key_from(&self, slot: usize) -> Option<(usize, i64, Value)> {
        self.table.borrow().key_from(slot)
    }

    /// The keys as they are now.
    pub fn to_vec(&self) -> Vec<Value> {
        let mut keys = Vec::with_capacity(self.len());
        self.table
            .borrow()
            .for_each(&mut |key| keys.push(key.clone()));
        keys
    }

    /// Adds the items of an iterable.
    pub fn update(&self, vm: &Vm, iterable: &Value) -> Result<()> {
        if let Some(other) = iterable.downcast::<Set>() {
            return self.update_from_set(vm, other);
        }
        if let Some(dict) = iterable.downcast_exact::<Dict>() {
            self.changed();
            self.table.borrow_mut().grow_for(dict.len());
            let mut position = 0;
            while let Some((next, hash, key, _)) = dict.hashed_entry_from(position) {
                self.add_hashed(vm, &key, hash)?;
                position = next;
            }
            return Ok(());
        }
        vm.for_each(iterable, |key| match hash_at_once(&key) {
            Some(hash) => self.add_hashed(vm, &key, hash),
            None => self.add(vm, &key),
        })
    }

    fn update_from_set(&self, vm: &Vm, other: &Ref<Set>) -> Result<()> {
        if std::ptr::eq(self, &**other) || other.is_empty() {
            return Ok(());
        }
        self.changed();
        let clean = {
            let mut table = self.table.borrow_mut();
            table.grow_for(other.len());
            table.is_clean()
        };
        if clean {
            self.table.borrow_mut().fill_from(&other.table.borrow());
            return Ok(());
        }
        let mut slot = 0;
        while let Some((next, hash, key)) = other.key_from(slot) {
            self.add_hashed(vm, &key, hash)?;
            slot = next;
        }
        Ok(())
    }

    /// Removes the items of an iterable.
    pub fn difference_update(&self, vm: &Vm, iterable: &Value) -> Result<()> {
        if let Some(other) = iterable.downcast::<Set>() {
            if std::ptr::eq(self, &**other) {
                self.clear_keys();
                return Ok(());
            }
            let mut slot = 0;
            while let Some((next, hash, key)) = other.key_from(slot) {
                self.discard_hashed(vm, &key, hash)?;
                slot = next;
            }
            return Ok(());
        }
        vm.for_each(iterable, |key| self.discard(vm, &key).map(drop))
    }

    /// Keeps the items that are in one of both.
    pub fn symmetric_difference_update(&self, vm: &Vm, iterable: &Value) -> Result<()> {
        let toggle = |key: &Value, hash: i64| {
            if !self.discard_hashed(vm, key, hash)? {
                self.add_hashed(vm, key, hash)?;
            }
            Ok(())
        };
        if let Some(dict) = iterable.downcast_exact::<Dict>() {
            let mut position = 0;
            while let Some((next, hash, key, _)) = dict.hashed_entry_from(position) {
                toggle(&key, hash)?;
                position = next;
            }
            return Ok(());
        }
        let other = match iterable.downcast::<Set>() {
            Some(other) if std::ptr::eq(self, &**other) => {
                self.clear_keys();
                return Ok(());
            }
            Some(other) => other.clone(),
            None => Set::from_iterable(vm, iterable)?,
        };
        let mut slot = 0;
        while let Some((next, hash, key)) = other.key_from(slot) {
            toggle(&key, hash)?;
            slot = next;
        }
        Ok(())
    }
}
