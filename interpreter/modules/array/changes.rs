//! What changes the size of an array.

use vm::objects::heap::Ref;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::slots::Array;

/// Replaces the items between two positions.
pub fn splice(vm: &Vm, array: &Array, start: usize, stop: usize, bytes: &[u8]) -> Result<()> {
    let size = array.kind.size();
    if (stop - start) * size != bytes.len() {
        array.check_resizable(vm)?;
        return array.bytes.resize(vm, |items| {
            let end = (stop * size).min(items.len());
            items.splice((start * size).min(end)..end, bytes.iter().copied());
        });
    }
    array.bytes.write(|items| {
        if let Some(place) = items.get_mut(start * size..stop * size) {
            place.copy_from_slice(bytes);
        }
    });
    Ok(())
}

/// Adds an item at the end.
pub fn append(vm: &Vm, array: &Array, value: &Value) -> Result<()> {
    let item = array.kind.write(vm, value)?;
    append_bytes(vm, array, &item[..array.kind.size()])
}

/// Adds the bytes of items at the end.
pub fn append_bytes(vm: &Vm, array: &Array, bytes: &[u8]) -> Result<()> {
    array.check_resizable(vm)?;
    array
        .bytes
        .resize(vm, |items| items.extend_from_slice(bytes))
}

/// Adds the items of another array of the same kind.
pub fn extend_by_array(vm: &Vm, array: &Array, other: &Array) -> Result<()> {
    if other.kind != array.kind {
        return Err(vm.type_error("can only extend with array of same kind"));
    }
    let bytes = other.bytes.to_vec();
    if bytes.is_empty() {
        return Ok(());
    }
    append_bytes(vm, array, &bytes)
}

/// Adds the items of an array or of any other iterable.
pub fn extend(vm: &Vm, array: &Ref<Array>, iterable: &Value) -> Result<()> {
    match iterable.downcast::<Array>() {
        Some(other) => extend_by_array(vm, array, other),
        None => vm.for_each(iterable, |item| append(vm, array, &item)),
    }
}
