//! Interned strings: names that the machine compares by address, and one-character strings.
#![allow(unsafe_code, reason = "global tables under the interpreter lock")]

use std::hash::BuildHasherDefault;

use primitives::text::wtf8::{Wtf8, Wtf8Buf};
use rustc_hash::FxHasher;

use super::super::guarded::Global;
use super::super::heap::Ref;
use super::Str;

type Table = std::collections::HashMap<Box<[u8]>, Ref<Str>, BuildHasherDefault<FxHasher>>;

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
    let table = unsafe { INTERNED.get() }.get_or_insert_default();
    if let Some(found) = table.get(text.as_bytes()) {
        return found.clone();
    }
    let string = Str::from_wtf8(text);
    string.set_interned();
    table.insert(text.as_bytes().into(), string.clone());
    string
}

impl Ref<Str> {
    /// The interned string of this text: itself, if it is.
    #[inline(always)]
    pub fn interned(&self) -> Ref<Str> {
        if self.is_interned() {
            self.clone()
        } else {
            intern(self.as_wtf8())
        }
    }
}

/// The string of one code point; those of Latin-1 are made once.
pub fn character(point: u32) -> Ref<Str> {
    let make = || {
        let mut text = Wtf8Buf::new();
        text.push(point);
        Ref::from_wtf8_counted(Str::exact(), text.as_bytes(), 1)
    };
    // SAFETY: the interpreter lock is held; nothing below runs Python code.
    match unsafe { CHARACTERS.get() }.get_mut(point as usize) {
        Some(entry) => entry.get_or_insert_with(make).clone(),
        None => make(),
    }
}
