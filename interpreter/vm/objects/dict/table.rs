//! The hash table of dicts, in CPython's layout: entries in the order of insertion, and an
//! open-addressed table of their positions.
//!
//! The table compares keys itself where that runs no Python code (identical words, exact
//! strings, tuples of such); otherwise [`Table::probe`] stops and lets the caller ask `__eq__`.
#![allow(
    unsafe_code,
    reason = "slots and positions are within their tables by construction"
)]

use super::super::str::Str;
use super::super::tuple::Tuple;
use super::super::value::Value;

/// A key and its value; a removed one has neither.
#[derive(Clone)]
pub struct Entry {
    /// The hash of the key.
    pub hash: i64,
    /// The key.
    pub key: Option<Value>,
    /// The value.
    pub value: Option<Value>,
}

const SMALLEST_LOG: u32 = 3;
const PERTURB_SHIFT: u32 = 5;
const FREE: i64 = -1;
/// The largest integer that certainly is its own hash.
const SELF_HASHED: i64 = 1 << 40;
const REMOVED: i64 = -2;

/// Positions of entries of a table that is not tiny, in integers as wide as its size needs.
#[derive(Clone, Default)]
enum Large {
    #[default]
    None,
    Narrow(Box<[i8]>),
    Short(Box<[i16]>),
    Wide(Box<[i32]>),
    Widest(Box<[i64]>),
}

/// How many slots lie in the table itself, at most.
const TINY: usize = 16;
const TINY_LOG: u32 = TINY.ilog2();
const FREE_SLOTS: [i8; TINY] = [FREE as i8; TINY];

/// Runs a body with the slots of a table in the integers that it has.
macro_rules! with_slots {
    ($tiny:expr, $large:expr, $slots:ident => $body:expr) => {
        match $large {
            Large::None => {
                let $slots = $tiny;
                $body
            }
            Large::Narrow($slots) => $body,
            Large::Short($slots) => $body,
            Large::Wide($slots) => $body,
            Large::Widest($slots) => $body,
        }
    };
}

impl Large {
    fn new(log: u32) -> Large {
        let size = 1usize << log;
        match log {
            0..=TINY_LOG => Large::None,
            5..=7 => Large::Narrow(vec![FREE as i8; size].into()),
            8..=15 => Large::Short(vec![FREE as i16; size].into()),
            16..=31 => Large::Wide(vec![FREE as i32; size].into()),
            _ => Large::Widest(vec![FREE; size].into()),
        }
    }
}

/// A walk along the slots that a hash may lie in.
#[derive(Clone, Copy)]
pub struct Walk {
    slot: usize,
    perturb: u64,
}

/// What a step of a walk found.
pub enum Probe {
    /// The key, in this entry.
    Found(usize),
    /// The key is not in the table.
    Absent,
    /// A key of the same hash, in this entry: is it equal? Go on with the walk if not.
    Ask(usize, Walk),
}

/// What a look for a key found.
pub enum Look {
    /// The key, in this entry.
    Found(usize),
    /// The key is not in the table.
    Absent,
    /// There is a key of the same hash, which only `__eq__` can compare.
    Ask,
}

/// The slot behind another one on the walk for a hash.
#[inline(always)]
fn next_slot(slot: usize, perturb: &mut u64, mask: usize) -> usize {
    *perturb >>= PERTURB_SHIFT;
    slot.wrapping_mul(5)
        .wrapping_add(*perturb as usize)
        .wrapping_add(1)
        & mask
}

/// The table. An empty one owns no memory. New ones are filled in their place: the fields of
/// one that was just written would wait for each other when it is moved.
pub struct Table {
    /// The positions of a tiny table; a part of them, or none, is in use. All are free at first.
    tiny: [i8; TINY],
    large: Large,
    /// The logarithm of the number of slots; 0 as long as there is no entry.
    log: u32,
    /// Entries that can still be added before the table must grow.
    room: usize,
    used: usize,
    entries: Vec<Entry>,
    /// How many removed entries lie in front of the others, at least: `prepend` fills them, and
    /// who looks for the first entry begins behind them.
    front: usize,
}

/// How many entries a table of this size holds.
const fn usable(log: u32) -> usize {
    ((1usize << log) << 1) / 3
}

impl Default for Table {
    #[inline(always)]
    fn default() -> Table {
        Table {
            tiny: FREE_SLOTS,
            large: Large::None,
            log: 0,
            room: 0,
            used: 0,
            entries: Vec::new(),
            front: 0,
        }
    }
}

impl Table {
    /// A table that takes `count` entries without growing.
    pub fn with_capacity(count: usize) -> Table {
        let mut table = Table::default();
        if count > 0 {
            table.rebuild(log_for(count), count);
        }
        table
    }

    /// Fills an empty table with a few keys and values, if the keys tell at once that they
    /// differ: strings and small integers. Done in one go, as displays need it.
    #[inline]
    pub fn fill_with_distinct<'a>(
        &mut self,
        count: usize,
        pairs: impl Iterator<Item = (&'a Value, &'a Value)>,
    ) -> bool {
        let log = match count {
            1..=5 => SMALLEST_LOG,
            6..=10 => TINY_LOG,
            _ => return false,
        };
        let mask = (1usize << log) - 1;
        // The slots, a byte each: they stay in registers.
        let mut slots = u128::MAX;
        let mut entries: Vec<Entry> = Vec::with_capacity(count);
        for (key, value) in pairs.take(count) {
            let hash = match (key.downcast_exact::<Str>(), key.as_small_int()) {
                (Some(text), _) => text.hash(),
                // Integers near zero are their own hashes, but for -1.
                (None, Some(number @ 0..=SELF_HASHED)) => number,
                (None, _) => return false,
            };
            let (mut slot, mut perturb) = (hash as usize & mask, hash as u64);
            loop {
                let position = (slots >> (slot * 8)) as i8;
                if position < 0 {
                    break;
                }
                if entries[position as usize].hash == hash {
                    return false;
                }
                slot = next_slot(slot, &mut perturb, mask);
            }
            let position = entries.len() as u8;
            slots ^= u128::from(!position) << (slot * 8);
            entries.push(Entry {
                hash,
                key: Some(key.clone()),
                value: Some(value.clone()),
            });
        }
        self.tiny = slots.to_le_bytes().map(|slot| slot as i8);
        self.log = log;
        self.room = usable(log) - entries.len();
        self.used = entries.len();
        self.entries = entries;
        true
    }

    /// How many entries there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.used
    }

    /// Whether the table has never held an entry since it was made.
    pub fn is_unused(&self) -> bool {
        self.log == 0
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// The entries in order, removed ones included.
    #[inline(always)]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry at a position.
    #[inline(always)]
    pub fn entry_mut(&mut self, position: usize) -> Option<&mut Entry> {
        self.entries.get_mut(position)
    }

    /// Bytes that the table takes.
    pub fn bytes(&self) -> usize {
        if self.log == 0 {
            return 0;
        }
        let slot = match &self.large {
            Large::None | Large::Narrow(_) => size_of::<i8>(),
            Large::Short(_) => size_of::<i16>(),
            Large::Wide(_) => size_of::<i32>(),
            Large::Widest(_) => size_of::<i64>(),
        };
        // As CPython counts: a header; entries whose keys are all strings need no hash.
        let keys = self.entries.iter().filter_map(|entry| entry.key.as_ref());
        let words = if { keys }.all(|key| key.is_exact::<Str>()) {
            2
        } else {
            3
        };
        32 + (slot << self.log) + usable(self.log) * words * size_of::<usize>()
    }

    /// Begins a walk for a hash.
    #[inline(always)]
    pub fn start(&self, hash: i64) -> Walk {
        Walk {
            slot: hash as usize & self.mask(),
            perturb: hash as u64,
        }
    }

    #[inline(always)]
    fn mask(&self) -> usize {
        (1usize << self.log) - 1
    }

    #[inline(always)]
    fn advance(&self, walk: &mut Walk) {
        walk.slot = next_slot(walk.slot, &mut walk.perturb, self.mask());
    }

    #[allow(
        clippy::useless_conversion,
        reason = "the widest slots are i64 already"
    )]
    fn position_in(&self, slot: usize) -> i64 {
        with_slots!(&self.tiny, &self.large, slots => slots[slot].into())
    }

    /// Looks for a key from the beginning of its walk.
    pub fn look_up(&self, key: &Value, hash: i64) -> Look {
        with_slots!(&self.tiny, &self.large, slots => self.look_in(slots, key, hash))
    }

    #[inline(always)]
    fn look_in<T: Copy + Into<i64>>(&self, slots: &[T], key: &Value, hash: i64) -> Look {
        let mask = self.mask();
        let mut slot = hash as usize & mask;
        let mut perturb = hash as u64;
        loop {
            // SAFETY: there are as many slots as the mask says, or more.
            let position: i64 = unsafe { *slots.get_unchecked(slot) }.into();
            if position >= 0 {
                // SAFETY: slots hold positions of entries, and are freed with them.
                let entry = unsafe { self.entries.get_unchecked(position as usize) };
                if let Some(found) = &entry.key {
                    if found.is(key) {
                        return Look::Found(position as usize);
                    }
                    if entry.hash == hash {
                        match same_without_asking(found, key) {
                            Some(true) => return Look::Found(position as usize),
                            Some(false) => {}
                            None => return Look::Ask,
                        }
                    }
                }
            } else if position == FREE {
                return Look::Absent;
            }
            slot = next_slot(slot, &mut perturb, mask);
        }
    }

    /// Goes on with a walk until the key is found, or certainly absent, or must be compared.
    #[inline(never)]
    pub fn probe(&self, mut walk: Walk, key: &Value, hash: i64) -> Probe {
        loop {
            let position = self.position_in(walk.slot);
            self.advance(&mut walk);
            if position >= 0 {
                let entry = &self.entries[position as usize];
                if let Some(found) = &entry.key {
                    if found.is(key) {
                        return Probe::Found(position as usize);
                    }
                    if entry.hash == hash {
                        match same_without_asking(found, key) {
                            Some(true) => return Probe::Found(position as usize),
                            Some(false) => {}
                            None => return Probe::Ask(position as usize, walk),
                        }
                    }
                }
            } else if position == FREE {
                return Probe::Absent;
            }
        }
    }

    /// How many entries at the beginning are certainly removed ones.
    #[inline(always)]
    pub fn front(&self) -> usize {
        self.front
    }

    /// Adds an entry whose key is certainly absent in front of all others.
    pub fn prepend(&mut self, hash: i64, key: Value, value: Value) {
        if self.front == 0 {
            self.open_front();
        }
        self.front -= 1;
        let position = self.front;
        self.place(hash, position);
        self.entries[position] = Entry {
            hash,
            key: Some(key),
            value: Some(value),
        };
        self.used += 1;
    }

    /// Makes a gap in front of the entries, as long as they are.
    fn open_front(&mut self) {
        let gap = self.used.max(4);
        let log = log_for(self.used + 2 * gap);
        self.rebuild(log, usable(log));
        let mut entries = Vec::with_capacity(usable(self.log));
        entries.extend((0..gap).map(|_| Entry {
            hash: 0,
            key: None,
            value: None,
        }));
        entries.append(&mut self.entries);
        self.entries = entries;
        self.front = gap;
        self.room = usable(self.log) - self.entries.len();
        self.free_all_slots();
        for position in gap..self.entries.len() {
            self.place(self.entries[position].hash, position);
        }
    }

    /// Adds an entry whose key is certainly absent. Returns its position.
    pub fn insert(&mut self, hash: i64, key: Value, value: Value) -> usize {
        if self.room == 0 {
            let size = (self.used * 3).next_power_of_two();
            let log = size.ilog2().max(SMALLEST_LOG);
            self.rebuild(log, usable(log));
        }
        let position = self.entries.len();
        self.place(hash, position);
        self.entries.push(Entry {
            hash,
            key: Some(key),
            value: Some(value),
        });
        self.room -= 1;
        self.used += 1;
        position
    }

    #[inline]
    fn place(&mut self, hash: i64, position: usize) {
        let mask = self.mask();
        let (mut slot, mut perturb) = (hash as usize & mask, hash as u64);
        with_slots!(&mut self.tiny, &mut self.large, slots => {
            while slots[slot] >= 0 {
                slot = next_slot(slot, &mut perturb, mask);
            }
            slots[slot] = position as _;
        });
    }

    /// Places all entries in slots that are free.
    fn place_all(&mut self) {
        let mask = self.mask();
        with_slots!(&mut self.tiny, &mut self.large, slots => {
            for (position, entry) in self.entries.iter().enumerate() {
                let (mut slot, mut perturb) = (entry.hash as usize & mask, entry.hash as u64);
                while slots[slot] >= 0 {
                    slot = next_slot(slot, &mut perturb, mask);
                }
                slots[slot] = position as _;
            }
        });
    }

    /// Removes the entry at a position, and gives its key and value, to be dropped later.
    pub fn remove(&mut self, position: usize) -> Option<(Value, Value)> {
        let hash = self.entries.get(position)?.hash;
        let mut walk = self.start(hash);
        loop {
            let here = walk.slot;
            let found = self.position_in(here);
            if found == position as i64 {
                with_slots!(&mut self.tiny, &mut self.large, slots => slots[here] = REMOVED as _);
                break;
            }
            if found == FREE {
                return None;
            }
            self.advance(&mut walk);
        }
        self.used -= 1;
        let entry = &mut self.entries[position];
        let pair = entry.key.take().zip(entry.value.take());
        if position == self.front {
            let removed = self.entries[position..]
                .iter()
                .take_while(|it| it.key.is_none());
            self.front += removed.count();
        }
        pair
    }

    /// The position of the last entry. Removed ones behind it are dropped for good, so that
    /// `popitem` stays cheap; `remove` leaves them, so that iterators notice what comes later.
    pub fn last_position(&mut self) -> Option<usize> {
        while self.entries.pop_if(|entry| entry.key.is_none()).is_some() {}
        self.front = self.front.min(self.entries.len());
        self.entries.len().checked_sub(1)
    }

    /// Makes room for `count` further entries.
    pub fn reserve(&mut self, count: usize) {
        if count > self.room {
            let log = log_for(self.used + count);
            self.rebuild(log, if self.used == 0 { count } else { usable(log) });
        }
    }

    /// Makes the table as large as that, with memory for so many entries at first.
    fn rebuild(&mut self, log: u32, capacity: usize) {
        if self.used < self.entries.len() {
            self.entries.retain(|entry| entry.key.is_some());
        }
        if self.entries.is_empty() {
            self.entries = Vec::with_capacity(capacity);
        } else {
            let more = capacity.saturating_sub(self.entries.len());
            self.entries.reserve_exact(more);
        }
        self.front = 0;
        self.log = log;
        self.free_all_slots();
        self.room = usable(log) - self.entries.len();
        self.place_all();
    }

    fn free_all_slots(&mut self) {
        self.tiny = FREE_SLOTS;
        self.large = Large::new(self.log);
    }

    /// Copies the entries to an empty table, with each key and value counted once more.
    pub fn copy_to(&self, table: &mut Table) {
        if self.used == self.entries.len() && self.used > 0 {
            table.entries.reserve_exact(usable(self.log));
            table.entries.extend_from_slice(&self.entries);
            table.tiny = self.tiny;
            if !matches!(self.large, Large::None) {
                table.large = self.large.clone();
            }
            table.log = self.log;
            table.room = self.room;
            table.used = self.used;
            table.front = self.front;
            return;
        }
        table.reserve(self.used);
        for entry in &self.entries {
            if let (Some(key), Some(value)) = (&entry.key, &entry.value) {
                table.insert(entry.hash, key.clone(), value.clone());
            }
        }
    }
}

/// The logarithm of the smallest table that holds `count` entries.
fn log_for(count: usize) -> u32 {
    let mut log = SMALLEST_LOG;
    while usable(log) < count {
        log += 1;
    }
    log
}

/// Whether two keys of one hash are equal, where no Python code need be asked.
#[inline(always)]
pub(in crate::objects) fn same_without_asking(found: &Value, key: &Value) -> Option<bool> {
    if found.is_small_int() && key.is_small_int() {
        return Some(false);
    }
    let Some(found) = found.downcast_exact::<Str>() else {
        return same_tuples(
            found.downcast_exact::<Tuple>()?,
            key.downcast_exact::<Tuple>()?,
        );
    };
    let key = key.downcast_exact::<Str>()?;
    Some(found.same_text(key))
}

/// Whether two tuples are equal, where their items tell at once.
#[inline(never)]
fn same_tuples(found: &Tuple, key: &Tuple) -> Option<bool> {
    let (found, key) = (found.items(), key.items());
    if found.len() != key.len() {
        return Some(false);
    }
    for (found, key) in found.iter().zip(key) {
        if found.is(key) {
            continue;
        }
        if found.is_small_int() && key.is_small_int() {
            return Some(false);
        }
        let found = found.downcast_exact::<Str>()?;
        if !found.same_text(key.downcast_exact::<Str>()?) {
            return Some(false);
        }
    }
    Some(true)
}
