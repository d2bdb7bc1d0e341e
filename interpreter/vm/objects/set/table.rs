//! The hash table of sets, in CPython's layout, because the order of iteration shows it:
//! entries in one open-addressed table, with a few neighbouring slots tried before each jump.
#![allow(unsafe_code, reason = "walks stay within the slots by construction")]

use super::super::dict::table::same_without_asking;
use super::super::value::Value;

const SMALLEST: usize = 8;
const NEIGHBOURS: usize = 9;
const PERTURB_SHIFT: u32 = 5;
/// Sets above this size grow by two, smaller ones by four.
const LARGE: usize = 50_000;

/// A place for a key. One that holds none has a mark in the place of the hash.
#[derive(Clone)]
struct Slot {
    hash: i64,
    key: Option<Value>,
}

/// The mark of a slot whose key was removed; no hash is -1.
const REMOVED: i64 = -1;

impl Slot {
    const FREE: Slot = Slot { hash: 0, key: None };

    #[inline(always)]
    fn used(hash: i64, key: Value) -> Slot {
        let key = Some(key);
        Slot { hash, key }
    }

    /// Puts a key where none is.
    #[inline(always)]
    fn fill(&mut self, hash: i64, key: Value) {
        debug_assert!(self.key.is_none());
        // SAFETY: overwrites only what needs no drop.
        unsafe { std::ptr::write(self, Slot::used(hash, key)) }
    }
}

fn free_slots(count: usize) -> Vec<Slot> {
    std::iter::repeat_with(|| Slot::FREE).take(count).collect()
}

/// The table. An empty one owns no memory.
#[derive(Clone, Default)]
pub struct Table {
    slots: Vec<Slot>,
    /// Slots that are not free.
    fill: usize,
    used: usize,
    /// Where `pop` goes on looking.
    finger: usize,
}

impl Drop for Table {
    fn drop(&mut self) {
        let mut rest = self.used;
        for slot in &mut self.slots {
            if rest == 0 {
                break;
            }
            rest -= usize::from(slot.key.take().is_some());
        }
        if rest == 0 {
            // SAFETY: all keys are dropped; nothing else in the slots needs to be.
            unsafe { self.slots.set_len(0) }
        }
    }
}

/// A walk along the slots that a hash may lie in.
#[derive(Clone, Copy)]
pub struct Walk {
    base: usize,
    neighbour: usize,
    perturb: u64,
}

/// What a step of a walk found.
pub enum Probe {
    /// The key, in this slot.
    Found(usize),
    /// The key is absent, and this slot is free for it.
    Absent(usize),
    /// A key of the same hash: is it equal? Go on with the walk if not.
    Ask(usize, Walk),
}

/// What a look for a key found.
pub enum Look {
    /// The key, in this slot.
    Found(usize),
    /// The key is absent, and this slot is free for it.
    Absent(usize),
    /// There is a key of the same hash, which only `__eq__` can compare.
    Ask,
}

/// Calls `visit` with the slots of the walk for a hash in their order, until it gives something.
#[inline(always)]
fn walk_until<T>(hash: i64, mask: usize, mut visit: impl FnMut(usize) -> Option<T>) -> T {
    let mut base = hash as usize & mask;
    let mut perturb = hash as u64;
    loop {
        let end = if base + NEIGHBOURS <= mask {
            base + NEIGHBOURS + 1
        } else {
            base + 1
        };
        let mut place = base;
        while place < end {
            if let Some(found) = visit(place) {
                return found;
            }
            place += 1;
        }
        perturb >>= PERTURB_SHIFT;
        base = base
            .wrapping_mul(5)
            .wrapping_add(1)
            .wrapping_add(perturb as usize)
            & mask;
    }
}

impl Table {
    /// How many keys there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.used
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// Bytes that the table takes in CPython: two words a slot, none for the smallest.
    pub fn bytes(&self) -> usize {
        match self.slots.len() {
            0..=SMALLEST => 0,
            slots => slots * 2 * size_of::<usize>(),
        }
    }

    #[inline(always)]
    fn mask(&self) -> usize {
        self.slots.len().max(SMALLEST) - 1
    }

    /// Begins a walk for a hash.
    #[inline(always)]
    pub fn start(&self, hash: i64) -> Walk {
        Walk {
            base: hash as usize & self.mask(),
            neighbour: 0,
            perturb: hash as u64,
        }
    }

    #[inline(always)]
    fn advance(&self, walk: &mut Walk) {
        let mask = self.mask();
        if walk.base + NEIGHBOURS <= mask && walk.neighbour < NEIGHBOURS {
            walk.neighbour += 1;
            return;
        }
        walk.perturb >>= PERTURB_SHIFT;
        walk.base = walk
            .base
            .wrapping_mul(5)
            .wrapping_add(1)
            .wrapping_add(walk.perturb as usize)
            & mask;
        walk.neighbour = 0;
    }

    /// Looks for a key from the beginning of its walk.
    #[inline]
    pub fn look_up(&self, key: &Value, hash: i64) -> Look {
        if self.slots.is_empty() {
            return Look::Absent(0);
        }
        walk_until(hash, self.slots.len() - 1, |place| {
            // SAFETY: the number of slots is a power of two, of which the mask is one less.
            let slot = unsafe { self.slots.get_unchecked(place) };
            match &slot.key {
                None if slot.hash != REMOVED => Some(Look::Absent(place)),
                Some(found) if found.is(key) => Some(Look::Found(place)),
                Some(found) if slot.hash == hash => match same_without_asking(found, key) {
                    Some(true) => Some(Look::Found(place)),
                    Some(false) => None,
                    None => Some(Look::Ask),
                },
                _ => None,
            }
        })
    }

    /// Goes on with a walk until the key is found, or certainly absent, or must be compared.
    pub fn probe(&self, mut walk: Walk, key: &Value, hash: i64) -> Probe {
        if self.slots.is_empty() {
            return Probe::Absent(0);
        }
        loop {
            let place = walk.base + walk.neighbour;
            let slot = &self.slots[place];
            match &slot.key {
                None if slot.hash != REMOVED => return Probe::Absent(place),
                Some(found) if slot.hash == hash => {
                    if found.is(key) {
                        return Probe::Found(place);
                    }
                    match same_without_asking(found, key) {
                        Some(true) => return Probe::Found(place),
                        Some(false) => {}
                        None => {
                            self.advance(&mut walk);
                            return Probe::Ask(place, walk);
                        }
                    }
                }
                _ => {}
            }
            self.advance(&mut walk);
        }
    }

    /// The key in a slot, with its hash.
    pub fn key_at(&self, slot: usize) -> Option<(i64, Value)> {
        let slot = self.slots.get(slot)?;
        Some((slot.hash, slot.key.clone()?))
    }

    /// The first key at or behind a slot: the slot behind it, the hash, the key.
    #[inline]
    pub fn key_from(&self, mut slot: usize) -> Option<(usize, i64, Value)> {
        loop {
            let found = self.slots.get(slot)?;
            slot += 1;
            if let Some(key) = &found.key {
                return Some((slot, found.hash, key.clone()));
            }
        }
    }

    /// Shows every key.
    pub fn for_each(&self, visit: &mut dyn FnMut(&Value)) {
        self.slots
            .iter()
            .filter_map(|slot| slot.key.as_ref())
            .for_each(visit);
    }

    /// Adds a key that is certainly absent, into the slot where the walk for it ended.
    #[inline]
    pub fn insert(&mut self, slot: usize, hash: i64, key: Value) {
        match self.slots.get_mut(slot) {
            Some(place) => place.fill(hash, key),
            None => self.insert_first(hash, key),
        }
        self.fill += 1;
        self.used += 1;
        if self.fill * 5 >= self.mask() * 3 {
            self.grow();
        }
    }

    #[inline(never)]
    fn insert_first(&mut self, hash: i64, key: Value) {
        self.slots = free_slots(SMALLEST);
        self.insert_clean(hash, key);
    }

    #[inline(never)]
    fn grow(&mut self) {
        self.resize(if self.used > LARGE {
            self.used * 2
        } else {
            self.used * 4
        });
    }

    /// Removes the key in a slot, and gives it, to be dropped later.
    pub fn remove(&mut self, slot: usize) -> Option<Value> {
        let slot = self.slots.get_mut(slot)?;
        let key = slot.key.take()?;
        slot.hash = REMOVED;
        self.used -= 1;
        Some(key)
    }

    /// Removes and gives a key.
    pub fn pop(&mut self) -> Option<Value> {
        if self.used == 0 {
            return None;
        }
        let size = self.slots.len();
        let mut slot = self.finger & self.mask();
        while self.slots[slot].key.is_none() {
            slot = (slot + 1) % size;
        }
        self.finger = slot + 1;
        self.remove(slot)
    }

    /// Adds an absent key to a table that has slots, none of them with a mark of removal.
    #[inline(always)]
    fn insert_clean(&mut self, hash: i64, key: Value) {
        let slots = self.slots.as_mut_slice();
        let place = walk_until(hash, slots.len() - 1, |place| {
            // SAFETY: the number of slots is a power of two, of which the mask is one less.
            unsafe { slots.get_unchecked(place) }
                .key
                .is_none()
                .then_some(place)
        });
        // SAFETY: as above.
        unsafe { slots.get_unchecked_mut(place) }.fill(hash, key);
    }

    fn resize(&mut self, least: usize) {
        let mut size = SMALLEST;
        while size <= least {
            size <<= 1;
        }
        let mut old = std::mem::replace(&mut self.slots, free_slots(size));
        self.fill = self.used;
        for slot in &mut old {
            if let Some(key) = slot.key.take() {
                self.insert_clean(slot.hash, key);
            }
        }
        // SAFETY: all keys are taken out; nothing else in the slots needs to be dropped.
        unsafe { old.set_len(0) }
    }

    /// Grows as CPython does before it adds `count` keys of another set or dict at once.
    pub fn grow_for(&mut self, count: usize) {
        if (self.fill + count) * 5 >= self.mask() * 3 {
            self.resize((self.used + count) * 2);
        }
    }

    /// Takes the keys of another table into this one, which is empty.
    pub fn fill_from(&mut self, other: &Table) {
        if self.slots.is_empty() {
            self.slots = free_slots(SMALLEST);
        }
        if self.slots.len() == other.slots.len() && other.fill == other.used {
            for (place, slot) in self.slots.iter_mut().zip(&other.slots) {
                if let Some(key) = &slot.key {
                    place.fill(slot.hash, key.clone());
                }
            }
        } else {
            for slot in &other.slots {
                if let Some(key) = &slot.key {
                    self.insert_clean(slot.hash, key.clone());
                }
            }
        }
        self.fill = other.used;
        self.used = other.used;
    }

    /// Whether the table has never held anything since it was cleared.
    pub fn is_clean(&self) -> bool {
        self.fill == 0
    }
}
