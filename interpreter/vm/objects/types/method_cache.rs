//! The cache of attribute look-ups in types: by the type's version and an interned name.
#![allow(
    unsafe_code,
    reason = "values that the types keep alive; a global table"
)]

use std::cell::Cell;
use std::mem::ManuallyDrop;

use super::super::guarded::Global;
use super::super::heap::Ref;
use super::super::str::Str;
use super::super::value::Value;
use super::Type;

const SIZE: usize = 1 << 12;
/// How much of it is used at first, so that a small program touches little memory, and how many
/// entries are made before all of it is.
const FIRST_SIZE: usize = 1 << 9;
const FEW: usize = 1 << 11;

#[derive(Clone, Copy)]
struct Entry {
    version: u32,
    name: usize,
    /// The word of the value, not counted; 0 where the type has no such attribute.
    value: u64,
}

static CACHE: Global<[Entry; SIZE]> = Global::new(
    [Entry {
        version: 0,
        name: 0,
        value: 0,
    }; SIZE],
);

/// What of an index counts, and how many entries were made.
static MASK: Global<Cell<usize>> = Global::new(Cell::new(FIRST_SIZE - 1));
static MADE: Global<Cell<usize>> = Global::new(Cell::new(0));

static NEXT_VERSION: Global<Cell<u32>> = Global::new(Cell::new(1));

/// What `find` gives for an attribute of `class`, remembered for as long as the version of
/// the class lasts.
#[inline(always)]
pub fn lookup(
    class: &Ref<Type>,
    name: &Ref<Str>,
    find: impl FnOnce() -> Option<Value>,
) -> Option<Value> {
    let version = class.version.get();
    let address = name.address();
    let index = index(version, address);
    // SAFETY: the interpreter lock is held. An entry of the present version of a class is of
    // a value that the class or a base of it holds: whoever takes the value away changes the
    // version first. Interned names are never freed, so that an address is one name.
    unsafe {
        let entry = &CACHE.get()[index];
        if entry.version == version && entry.name == address && version != 0 {
            if entry.value == 0 {
                return None;
            }
            let value = ManuallyDrop::new(Value::from_bits(entry.value));
            return Some((*value).clone());
        }
    }
    fill(class, name, find)
}

#[inline(always)]
fn index(version: u32, address: usize) -> usize {
    // SAFETY: the interpreter lock is held.
    let mask = unsafe { MASK.get() }.get();
    (version as usize ^ (address >> 4)) & (mask % SIZE)
}

#[inline(never)]
fn fill(class: &Ref<Type>, name: &Ref<Str>, find: impl FnOnce() -> Option<Value>) -> Option<Value> {
    let found = find();
    if name.is_interned() && assign_version(class) {
        let version = class.version.get();
        let index = index(version, name.address());
        // SAFETY: as in `lookup`.
        unsafe {
            let made = MADE.get();
            made.set(made.get() + 1);
            if made.get() == FEW {
                MASK.get().set(SIZE - 1);
            }
            CACHE.get()[index] = Entry {
                version,
                name: name.address(),
                value: found.as_ref().map_or(0, Value::bits),
            };
        }
    }
    found
}

/// Gives the class a version if it has none. False when there are no versions left.
pub fn assign_version(class: &Ref<Type>) -> bool {
    if class.version.get() != 0 {
        return true;
    }
    let bases = class.bases.borrow();
    if class.exposed.get() || !bases.iter().all(assign_version) {
        return false;
    }
    // SAFETY: the interpreter lock is held.
    let next = unsafe { NEXT_VERSION.get() };
    let version = next.get();
    if version == 0 {
        return false;
    }
    next.set(version.wrapping_add(1));
    class.version.set(version);
    true
}

/// Forgets what is remembered of the class and of the classes that inherit from it.
pub fn invalidate(class: &Type) {
    if class.version.replace(0) == 0 {
        return;
    }
    for subclass in class.subclasses() {
        invalidate(&subclass);
    }
}
