//! `bytearray`: bytes that change.

use super::buffer::{Buffer, RELEASE_METHOD as RELEASE, Storage};
use super::bytes::{self, slots as bytes_slots};
use super::heap::{Payload, Ref};
use super::iterators::octets;
use super::slots::Slots;
use super::types::{TypeSpec, flags};
use super::value::Value;
use crate::{Result, Vm, payload, static_type};

mod changes;
mod slots;

pub use octets::BYTEARRAY_ITERATOR;

/// The payload of `bytearray`.
#[derive(Default)]
pub struct ByteArray {
    /// The bytes.
    pub bytes: Storage,
}

payload!(ByteArray, BYTEARRAY, leaf {
    const BUFFER: Option<fn(&Vm, &Ref<Self>) -> Result<Buffer>> =
        Some(|_, array| Ok(Storage::export(array, |array| &array.bytes)));
});

static_type! {
    /// `bytearray`
    pub BYTEARRAY = TypeSpec {
        name: "bytearray",
        doc: Some("bytearray(source) -> bytearray\n\nA mutable sequence of bytes."),
        layout: Some(ByteArray::layout),
        flags: flags::BASE | flags::MATCH_SELF,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, ByteArray::default()).into())),
            init: Some(slots::init),
            repr: Some(slots::repr),
            str: Some(slots::str),
            compare: Some(slots::compare),
            iter: Some(octets::bytearray_iterator),
            length: Some(|_, this| Ok(slots::of(this).bytes.len())),
            getitem: Some(slots::get_item),
            setitem: Some(slots::store_item),
            contains: Some(bytes_slots::contains),
            concatenate: Some(bytes_slots::concatenate),
            repeat: Some(bytes_slots::repeat),
            inplace_concatenate: Some(slots::inplace_concatenate),
            inplace_repeat: Some(slots::inplace_repeat),
            remainder: Some(bytes::remainder),
            ..Slots::EMPTY
        },
        methods: changes::METHODS,
        constants: &[("__hash__", |_| Value::NONE)],
        ..TypeSpec::DEFAULT
    };
}

impl ByteArray {
    /// An array of these bytes.
    pub fn new(bytes: Vec<u8>) -> Ref<ByteArray> {
        Ref::new(ByteArray {
            bytes: Storage::new(bytes),
        })
    }

    /// The bytes, copied.
    pub fn to_vec(&self) -> Vec<u8> {
        self.bytes.to_vec()
    }
}

use super::bytes::construction::from_iterable;
