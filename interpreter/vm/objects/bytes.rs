//! `bytes`: immutable bytes, behind the header in one block.
#![allow(unsafe_code, reason = "the bytes are a tail behind the object")]

use std::cell::Cell;

use super::buffer::Buffer;
use super::guarded::Global;
use super::heap::{Payload, Ref};
use super::iterators::octets;
use super::slots::Slots;
use super::types::{Type, TypeSpec, flags};
use super::value::Value;
use crate::{Result, Vm, payload, static_type};

pub mod arguments;
pub mod construction;
pub mod methods;
mod percent;
pub mod slots;

pub use construction::{by_method, from_buffer, from_object};
pub use octets::BYTES_ITERATOR;
pub use percent::{format_bytes, remainder};

/// The payload of `bytes`. The bytes lie behind it.
pub struct Bytes {
    /// The hash; `NOT_HASHED` until it is asked for.
    hash: Cell<i64>,
    length: usize,
}

/// No hash is -1.
const NOT_HASHED: i64 = -1;

payload!(Bytes, BYTES, leaf {
    fn tail_size(&self) -> usize {
        self.length
    }
    const BUFFER: Option<fn(&Vm, &Ref<Self>) -> Result<Buffer>> = Some(|_, bytes| {
        let pointer = bytes.as_bytes().as_ptr().cast_mut();
        // SAFETY: the bytes stay in place while their object lives, and are never written.
        Ok(unsafe { Buffer::from_raw(bytes.to_value(), pointer, bytes.length, true, None) })
    });
});

static_type! {
    /// `bytes`
    pub BYTES = TypeSpec {
        name: "bytes",
        doc: Some("bytes(source) -> bytes\n\nAn immutable sequence of bytes."),
        layout: Some(Bytes::layout),
        flags: flags::BASE | flags::MATCH_SELF | flags::BYTES_SUBCLASS,
        slots: Slots {
            new: Some(construction::new),
            repr: Some(slots::repr),
            str: Some(slots::str),
            hash: Some(|_, this| Ok(slots::of(this).hash())),
            compare: Some(slots::compare),
            iter: Some(octets::bytes_iterator),
            length: Some(|_, this| Ok(slots::of(this).length)),
            getitem: Some(slots::get_item),
            contains: Some(slots::contains),
            concatenate: Some(slots::concatenate),
            repeat: Some(slots::repeat),
            remainder: Some(remainder),
            ..Slots::EMPTY
        },
        methods: methods::BYTES_METHODS,
        ..TypeSpec::DEFAULT
    };
}

impl Ref<Bytes> {
    /// The bytes.
    #[inline(always)]
    pub fn as_bytes(&self) -> &[u8] {
        // SAFETY: the tail was allocated and filled with this length.
        unsafe { std::slice::from_raw_parts(self.tail(), self.length) }
    }

    /// The hash, as CPython computes it.
    pub fn hash(&self) -> i64 {
        let hash = self.hash.get();
        if hash != NOT_HASHED {
            return hash;
        }
        let hash = super::hashing::secret().hash_bytes(self.as_bytes());
        self.hash.set(hash);
        hash
    }
}

const LATIN: usize = 256;
static EMPTY: Global<Option<Ref<Bytes>>> = Global::new(None);
static SINGLES: Global<[Option<Ref<Bytes>>; LATIN]> = Global::new([const { None }; LATIN]);

impl Bytes {
    /// Bytes like these. Those of at most one byte are made once.
    pub fn new(bytes: &[u8]) -> Ref<Bytes> {
        let make = || Bytes::made(BYTES.as_ref(), bytes);
        // SAFETY: the interpreter lock is held; nothing here runs Python code.
        unsafe {
            match bytes {
                [] => EMPTY.get().get_or_insert_with(make).clone(),
                [only] => SINGLES.get()[usize::from(*only)]
                    .get_or_insert_with(make)
                    .clone(),
                _ => make(),
            }
        }
    }

    /// An instance of `bytes` or of a subclass.
    pub fn of_class(class: &Ref<Type>, bytes: &[u8]) -> Ref<Bytes> {
        if class.is(&BYTES) {
            return Bytes::new(bytes);
        }
        Bytes::made(class, bytes)
    }

    fn made(class: &Ref<Type>, bytes: &[u8]) -> Ref<Bytes> {
        let payload = Bytes {
            hash: Cell::new(NOT_HASHED),
            length: bytes.len(),
        };
        Ref::with_tail(class, payload, bytes.len(), |tail| {
            // SAFETY: the tail has room for the bytes, and cannot overlap them.
            unsafe { tail.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) }
        })
    }

    /// Bytes like these, as a value.
    pub fn value(bytes: impl AsRef<[u8]>) -> Value {
        Bytes::new(bytes.as_ref()).into()
    }

    /// How many bytes there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }
}

impl super::heap::Ref<Bytes> {
    /// The same object where it is a `bytes` proper, and a copy of an instance of a subclass.
    pub fn to_exact(&self) -> Ref<Bytes> {
        if self.class().is(&BYTES) {
            self.clone()
        } else {
            Bytes::new(self.as_bytes())
        }
    }
}
