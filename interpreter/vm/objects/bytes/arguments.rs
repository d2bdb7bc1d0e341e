//! What the methods of `bytes` and `bytearray` take and give: either type may be `self`.

use primitives::text::SizeError;

use super::Bytes;
use crate::native::required;
use crate::objects::buffer::{Buffer, BytesLike, Storage};
use crate::objects::bytearray::ByteArray;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// The bytes of `self`.
#[inline]
pub fn own(arguments: &[Option<Value>]) -> BytesLike {
    own_bytes(required(arguments, 0))
}

/// The bytes of a `bytes` or `bytearray`; none of anything else.
#[inline]
pub fn own_bytes(this: &Value) -> BytesLike {
    if let Some(bytes) = this.downcast::<Bytes>() {
        return BytesLike::Bytes(bytes.clone());
    }
    match this.downcast::<ByteArray>() {
        Some(array) => BytesLike::Buffer(Storage::export(array, |array| &array.bytes)),
        None => BytesLike::Bytes(Bytes::new(&[])),
    }
}

/// A result of the type that `self` has: `bytes` or `bytearray`.
pub fn like(this: &Value, bytes: Vec<u8>) -> Value {
    if this.downcast::<ByteArray>().is_some() {
        return ByteArray::new(bytes).into();
    }
    Bytes::value(bytes)
}

/// A part of `self` as a result: `self` itself where it is all of a `bytes`.
pub fn part(this: &Value, own: &[u8], part: &[u8]) -> Value {
    if own.len() == part.len() && this.is_exact::<Bytes>() {
        return this.clone();
    }
    if this.downcast::<ByteArray>().is_some() {
        return ByteArray::new(part.to_vec()).into();
    }
    Bytes::value(part)
}

/// A byte, from an index in range(256).
pub fn byte(vm: &Vm, value: &Value) -> Result<u8> {
    byte_or(vm, value, "byte must be in range(0, 256)")
}

/// A byte, with the message of the ValueError.
pub fn byte_or(vm: &Vm, value: &Value, message: &str) -> Result<u8> {
    let index = vm.index(value)?;
    let byte = index.as_i64().and_then(|number| u8::try_from(number).ok());
    byte.ok_or_else(|| vm.value_error(message))
}

/// What is searched for: bytes, or one byte as an integer.
pub enum Needle {
    /// One byte.
    Byte([u8; 1]),
    /// Bytes.
    Bytes(BytesLike),
}

impl Needle {
    /// Reads the argument of `find` and its kin.
    pub fn of(vm: &Vm, value: &Value) -> Result<Needle> {
        if Buffer::is_shown_by(vm, value) {
            return vm.bytes_like(value).map(Needle::Bytes);
        }
        if !value.is_int() && value.class().slots().index.is_none() {
            return Err(vm.type_error(format!(
                "argument should be integer or bytes-like object, not '{}'",
                value.class().name()
            )));
        }
        byte(vm, value).map(|byte| Needle::Byte([byte]))
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Needle::Byte(byte) => byte,
            Needle::Bytes(bytes) => bytes,
        }
    }
}

/// An optional bound of `find` and its kin, where `None` means none.
pub fn optional_bound(vm: &Vm, argument: &Option<Value>) -> Result<Option<isize>> {
    match argument {
        Some(value) if !value.is_none() => {
            if !value.is_int() && value.class().slots().index.is_none() {
                return Err(vm.type_error(
                    "slice indices must be integers or None or have an __index__ method",
                ));
            }
            vm.to_isize_clamped(value).map(Some)
        }
        _ => Ok(None),
    }
}

/// A count such as `maxsplit`, of which a negative one means no limit.
pub fn limit(vm: &Vm, argument: &Option<Value>) -> Result<Option<usize>> {
    match argument {
        Some(value) => Ok(usize::try_from(vm.to_isize(value)?).ok()),
        None => Ok(None),
    }
}

/// A width: negative ones are as good as zero.
pub fn width(vm: &Vm, argument: &Value) -> Result<usize> {
    Ok(usize::try_from(vm.to_isize(argument)?).unwrap_or(0))
}

impl Vm {
    /// The exception for a result that would be too large.
    #[cold]
    pub fn size_error(&self, error: SizeError) -> Raised {
        match error {
            SizeError::Overflow(text) => self.overflow_error(text),
            SizeError::Memory => self.memory_error(""),
        }
    }
}
