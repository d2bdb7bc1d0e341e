//! Items of views: bytes to values, values to bytes, addresses.

use primitives::text::structure::{self, Format, Layout};

use super::{MemoryView, View};
use crate::objects::bytes::Bytes;
use crate::objects::exceptions;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// The letter of a native format of one item, behind an optional `@`.
pub(super) fn native_letter(format: &str) -> Option<u8> {
    match format.strip_prefix('@').unwrap_or(format).as_bytes() {
        [letter] if b"cbB?hHiIlLqQnNefdP".contains(letter) => Some(*letter),
        _ => None,
    }
}

/// The letter of a format of one item; NotImplementedError for others.
pub(super) fn single_letter(vm: &Vm, format: &str) -> Result<u8> {
    match format.strip_prefix('@').unwrap_or(format).as_bytes() {
        [letter] => Ok(*letter),
        _ => Err(vm.not_implemented_error(format!("memoryview: unsupported format {format}"))),
    }
}

fn unsupported(vm: &Vm, letter: u8) -> Raised {
    let letter = char::from(letter);
    vm.not_implemented_error(format!("memoryview: format {letter} not supported"))
}

/// A value that was unpacked, as Python has it.
pub fn to_value(value: structure::Value<'_>) -> Value {
    match value {
        structure::Value::Signed(number) => Value::int(number),
        structure::Value::Unsigned(number) => Value::from(number as usize),
        structure::Value::Float(number) => Value::float(number),
        structure::Value::Bool(value) => Value::bool(value),
        structure::Value::Bytes(bytes) => Bytes::value(bytes),
    }
}

/// The value of an item.
pub(super) fn unpack(vm: &Vm, letter: u8, item: &[u8]) -> Result<Value> {
    match (letter, item) {
        (b'B', [byte]) => return Ok(Value::int((*byte).into())),
        (b'b', [byte]) => return Ok(Value::int((*byte as i8).into())),
        (b'c', [byte]) => return Ok(Bytes::value([*byte])),
        _ => {}
    }
    if native_letter(std::str::from_utf8(&[letter]).unwrap_or_default()).is_none() {
        return Err(unsupported(vm, letter));
    }
    let layout = Layout::parse(&[letter]).map_err(|_| unsupported(vm, letter))?;
    let value = layout.unpack(item).next().map(to_value);
    value.ok_or_else(|| unsupported(vm, letter))
}

/// The bytes of an item.
pub(super) fn pack(vm: &Vm, letter: u8, value: &Value, size: usize) -> Result<Vec<u8>> {
    let shown = char::from(letter);
    let wrong_type = || vm.type_error(format!("memoryview: invalid type for format '{shown}'"));
    let wrong_value = || vm.value_error(format!("memoryview: invalid value for format '{shown}'"));
    let fixed = |raised: Raised| {
        if raised.is(&exceptions::TYPE_ERROR) {
            wrong_type()
        } else if raised.is(&exceptions::OVERFLOW_ERROR) || raised.is(&exceptions::VALUE_ERROR) {
            wrong_value()
        } else {
            raised
        }
    };
    if native_letter(std::str::from_utf8(&[letter]).unwrap_or_default()).is_none() {
        return Err(unsupported(vm, letter));
    }
    let layout = Layout::parse(&[letter]).map_err(|_| unsupported(vm, letter))?;
    let Some((format, _, _)) = layout.fields().next() else {
        return Err(unsupported(vm, letter));
    };
    let mut item = vec![0; size];
    match format {
        Format::Integer { .. } | Format::Pointer => {
            let index = vm.index(value).map_err(fixed)?;
            let number = index
                .as_integer()
                .and_then(|number| number.to_big().try_into().ok());
            structure::pack_integer(format, number, layout.order, &mut item)
                .map_err(|_| wrong_value())?;
        }
        Format::Half | Format::Float { .. } | Format::Double => {
            let number = vm.to_f64(value).map_err(fixed)?;
            structure::pack_float(format, number, layout.order, &mut item)
                .map_err(|_| wrong_value())?;
        }
        Format::Bool => structure::pack_bool(vm.is_true(value)?, &mut item),
        Format::Character | Format::Bytes | Format::Pascal => {
            let Some(bytes) = value.downcast::<Bytes>() else {
                return Err(wrong_type());
            };
            let [byte] = bytes.as_bytes() else {
                return Err(wrong_value());
            };
            item[0] = *byte;
        }
    }
    Ok(item)
}

impl View {
    /// The address that an index of a dimension leads to from another.
    pub(super) fn step(
        &self,
        vm: &Vm,
        address: *mut u8,
        dimension: usize,
        index: isize,
    ) -> Result<*mut u8> {
        let length = self.dimensions.shape[dimension];
        let index = if index < 0 { index + length } else { index };
        if index < 0 || index >= length {
            return Err(vm.index_error(format!(
                "index out of bounds on dimension {}",
                dimension + 1
            )));
        }
        Ok(address.wrapping_offset(index * self.dimensions.strides[dimension]))
    }
}

impl MemoryView {
    /// The value at an address within the view.
    pub(super) fn value_at(&self, vm: &Vm, letter: u8, address: *const u8) -> Result<Value> {
        self.check(vm)?;
        // SAFETY: the address was reached by indices within the dimensions.
        #[allow(unsafe_code, reason = "memory that the managed buffer keeps in place")]
        let item = unsafe { self.layout.item(address) };
        unpack(vm, letter, item)
    }

    /// Writes a value at an address within the view.
    pub(super) fn store_at(
        &self,
        vm: &Vm,
        letter: u8,
        address: *mut u8,
        value: &Value,
    ) -> Result<()> {
        let item = pack(vm, letter, value, self.layout.item_size)?;
        self.check(vm)?;
        // SAFETY: the address was reached by indices within the dimensions, and the memory is
        // not constant.
        #[allow(unsafe_code, reason = "memory that the managed buffer keeps in place")]
        unsafe {
            address.copy_from_nonoverlapping(item.as_ptr(), item.len());
        }
        Ok(())
    }
}
