//! `view[...]`, and assignments to it.

use super::items::single_letter;
use super::{MemoryView, View, of};
use crate::objects::buffer::{Buffer, request};
use crate::objects::heap::Ref;
use crate::objects::slice::{Slice, adjust};
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

pub(super) fn length(vm: &Vm, this: &Value) -> Result<usize> {
    let view = of(this);
    view.check(vm)?;
    match view.layout.dimensions.shape.first() {
        Some(&length) => Ok(length.max(0) as usize),
        None => Err(vm.type_error("0-dim memory has no length")),
    }
}

fn is_index(key: &Value) -> bool {
    key.is_int() || key.class().slots().index.is_some()
}

fn is_all(key: &Value, test: impl Fn(&Value) -> bool) -> bool {
    key.downcast::<Tuple>()
        .is_some_and(|key| key.items().iter().all(test))
}

fn no_dimensions(vm: &Vm) -> Raised {
    vm.type_error("invalid indexing of 0-dim memory")
}

/// The address that a tuple of indices leads to.
fn address(vm: &Vm, view: &MemoryView, key: &Value) -> Result<*mut u8> {
    let indices = key
        .downcast::<Tuple>()
        .map(|key| key.items())
        .unwrap_or_default();
    let layout = &view.layout;
    let count = layout.dimensions.shape.len();
    if indices.len() < count {
        return Err(vm.not_implemented_error("sub-views are not implemented"));
    }
    if indices.len() > count {
        return Err(vm.type_error(format!(
            "cannot index {count}-dimension view with {}-element tuple",
            indices.len()
        )));
    }
    let mut address = layout.pointer;
    for (dimension, index) in indices.iter().enumerate() {
        let index = vm.to_subscript(index)?;
        address = layout.step(vm, address, dimension, index)?;
    }
    Ok(address)
}

/// The same memory, of which a slice picks along the first dimension.
fn sliced(vm: &Vm, view: &MemoryView, slice: &Slice) -> Result<View> {
    let bounds = slice.unpack(vm)?;
    let mut layout = view.layout.clone();
    let dimensions = &mut layout.dimensions;
    let span = adjust(bounds, dimensions.shape[0].max(0) as usize);
    layout.pointer = layout
        .pointer
        .wrapping_offset(dimensions.strides[0] * span.start);
    dimensions.shape[0] = span.count as isize;
    dimensions.strides[0] = dimensions.strides[0].wrapping_mul(span.step);
    Ok(layout)
}

pub(super) fn get_item(vm: &Vm, this: &Value, key: &Value) -> Result<Value> {
    let view = of(this);
    view.check(vm)?;
    let layout = &view.layout;
    if layout.dimensions.shape.is_empty() {
        if key.is(&Value::ELLIPSIS) {
            return Ok(this.clone());
        }
        if key
            .downcast::<Tuple>()
            .is_none_or(|key| !key.items().is_empty())
        {
            return Err(no_dimensions(vm));
        }
        return view.value_at(vm, single_letter(vm, &layout.format)?, layout.pointer);
    }
    if is_index(key) {
        let index = vm.to_subscript(key)?;
        let letter = single_letter(vm, &layout.format)?;
        if layout.dimensions.shape.len() > 1 {
            return Err(vm.not_implemented_error("multi-dimensional sub-views are not implemented"));
        }
        let address = layout.step(vm, layout.pointer, 0, index)?;
        return view.value_at(vm, letter, address);
    }
    if let Some(slice) = key.downcast::<Slice>() {
        // The bounds may release the view; the memory stays.
        let buffer = view.managed(vm)?;
        let layout = sliced(vm, view, slice)?;
        return Ok(MemoryView::made(buffer, layout).into());
    }
    if is_all(key, is_index) {
        let letter = single_letter(vm, &layout.format)?;
        return view.value_at(vm, letter, address(vm, view, key)?);
    }
    if is_all(key, |part| part.downcast::<Slice>().is_some()) {
        return Err(vm.not_implemented_error("multi-dimensional slicing is not implemented"));
    }
    Err(vm.type_error("memoryview: invalid slice key"))
}

pub(super) fn store_item(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> Result<()> {
    let view = of(this);
    view.check(vm)?;
    let layout = &view.layout;
    let letter = single_letter(vm, &layout.format)?;
    if layout.read_only {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    let Some(value) = value else {
        return Err(vm.type_error("cannot delete memory"));
    };
    if layout.dimensions.shape.is_empty() {
        let is_empty = key
            .downcast::<Tuple>()
            .is_some_and(|key| key.items().is_empty());
        if !is_empty && !key.is(&Value::ELLIPSIS) {
            return Err(no_dimensions(vm));
        }
        return view.store_at(vm, letter, layout.pointer, value);
    }
    if is_index(key) {
        if layout.dimensions.shape.len() > 1 {
            return Err(vm.not_implemented_error("sub-views are not implemented"));
        }
        let index = vm.to_subscript(key)?;
        let address = layout.step(vm, layout.pointer, 0, index)?;
        return view.store_at(vm, letter, address, value);
    }
    let one_dimension = layout.dimensions.shape.len() == 1;
    if let (Some(slice), true) = (key.downcast::<Slice>(), one_dimension) {
        return store_slice(vm, view, slice, value);
    }
    if is_all(key, is_index) {
        let address = address(vm, view, key)?;
        return view.store_at(vm, letter, address, value);
    }
    let is_slice = |part: &Value| part.downcast::<Slice>().is_some();
    if is_slice(key) || is_all(key, is_slice) {
        return Err(vm.not_implemented_error(
            "memoryview slice assignments are currently restricted to ndim = 1",
        ));
    }
    Err(vm.type_error("memoryview: invalid slice key"))
}

fn store_slice(vm: &Vm, view: &Ref<MemoryView>, slice: &Slice, value: &Value) -> Result<()> {
    let source = Buffer::requested(vm, value, request::FULL_READ_ONLY)?;
    let target = sliced(vm, view, slice)?;
    view.check(vm)?;
    let plain = |format: &str| format.strip_prefix('@').unwrap_or(format).to_owned();
    let same = source.dimensions().shape == target.dimensions.shape
        && source.item_size() == target.item_size
        && plain(source.format()) == plain(&target.format);
    if !same {
        return Err(
            vm.value_error("memoryview assignment: lvalue and rvalue have different structures")
        );
    }
    let source_view = View {
        pointer: source.pointer(),
        format: target.format.clone(),
        item_size: target.item_size,
        read_only: true,
        dimensions: source.dimensions(),
    };
    let bytes = source_view.bytes(false);
    for (item, address) in bytes.chunks(target.item_size).zip(target.addresses(false)) {
        // SAFETY: the addresses are those of items, in memory that is not constant.
        #[allow(unsafe_code, reason = "memory that the managed buffer keeps in place")]
        unsafe {
            address.copy_from_nonoverlapping(item.as_ptr(), item.len());
        }
    }
    Ok(())
}
