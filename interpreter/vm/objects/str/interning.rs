//! Interned strings: names that the machine compares by address, and one-character strings.
#![allow(unsafe_code, reason = "global tables under the interpreter lock")]

use std::borrow::Borrow;
use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hash, Hasher};

use primitives::text::wtf8::{Wtf8, Wtf8Buf};
use rustc_hash::FxHasher;

use super::super::guarded::Global;
use super::super::heap::Ref;
use super::Str;

/// A string that is found by its bytes.
struct Interned(Ref<Str>);

impl Borrow<[u8]> for Interned {
    fn borrow(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl Hash for Interned {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.as_bytes().hash(state);
    }
}

impl PartialEq for Interned {
    fn eq(&self, other: &Interned) -> bool {
        self.0.as_bytes() == other.0.as_bytes()
    }
}

impl Eq for Interned {}

type Table = HashSet<Interned, BuildHasherDefault<FxHasher>>;

/// About as many strings as there are when a script begins.
const AT_FIRST: usize = 1700;

static INTERNED: Global<Option<Table>> = Global::new(None);

const LATIN: usize = 256;
static CHARACTERS: Global<[Option<Ref<Str>>; LATIN]> = Global::new([const { None }; LATIN]);

/// The one string of this text. Interned strings live as long as the process.
pub fn intern(text: &Wtf8) -> Ref<Str> {
    if text.is_empty() {
        return empty();
    }
    find_or_add(text)
}

/// The empty string.
#[inline]
fn empty() -> Ref<Str> {
    static EMPTY: Global<Option<Ref<Str>>> = Global::new(None);
    // SAFETY: the interpreter lock is held; nothing below runs Python code.
    unsafe { EMPTY.get() }
        .get_or_insert_with(|| find_or_add(Wtf8::new("")))
        .clone()
}

fn find_or_add(text: &Wtf8) -> Ref<Str> {
    // SAFETY: the interpreter lock is held; nothing below runs Python code.
    let table = unsafe { INTERNED.get() }
        .get_or_insert_with(|| Table::with_capacity_and_hasher(AT_FIRST, Default::default()));
    if let Some(found) = table.get(text.as_bytes()) {
        return found.0.clone();
    }
    let string = Str::from_wtf8(text);
    string.set_interned();
    table.insert(Interned(string.clone()));
    string
}

impl Ref<Str> {
    /// The interned string of this text: itself, if it is.
    #[inline]
    pub fn interned(&self) -> Ref<Str> {
        if self.is_interned() {
            return self.clone();
        }
        // SAFETY: the interpreter lock is held; nothing below runs Python code.
        let known = unsafe { INTERNED.get() }.as_mut();
        match known {
            Some(table) if self.as_value().is_exact::<Str>() && !self.is_empty() => {
                if let Some(found) = table.get(self.as_bytes()) {
                    return found.0.clone();
                }
                self.set_interned();
                table.insert(Interned(self.clone()));
                self.clone()
            }
            _ => intern(self.as_wtf8()),
        }
    }
}

/// The string of one code point; those of Latin-1 are made once.
#[inline]
pub fn character(point: u32) -> Ref<Str> {
    #[cold]
    #[inline(never)]
    fn make(point: u32) -> Ref<Str> {
        let mut text = Wtf8Buf::new();
        text.push(point);
        Ref::from_wtf8_counted(Str::exact(), text.as_bytes(), 1)
    }
    // SAFETY: the interpreter lock is held; nothing below runs Python code.
    match unsafe { CHARACTERS.get() }.get_mut(point as usize) {
        Some(entry) => entry.get_or_insert_with(|| make(point)).clone(),
        None => make(point),
    }
}
