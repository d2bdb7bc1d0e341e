//! The methods of `memoryview`.

use super::items::single_letter;
use super::{ASKED, MemoryView, of};
use crate::call::Arguments;
use crate::native::{Signature, bind, required};
use crate::objects::bytes::Bytes;
use crate::objects::bytes::methods::hexadecimal;
use crate::objects::heap::Ref;
use crate::objects::list::List;
use crate::objects::str::Str;
use crate::objects::types::Type;
use crate::objects::value::Value;
use crate::{Result, Vm};

pub(super) fn new(vm: &Vm, _: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("memoryview", "(object)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    MemoryView::of_object(vm, bound.required(0), ASKED).map(Value::from)
}

pub(super) fn repr(_: &Vm, this: &Value) -> Result<Value> {
    let released = if of(this).is_released() {
        "released "
    } else {
        ""
    };
    Ok(Str::value(format!(
        "<{released}memory at {:#x}>",
        this.bits()
    )))
}

pub(super) fn enter(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    of(required(arguments, 0)).check(vm)?;
    Ok(required(arguments, 0).clone())
}

pub(super) fn exit(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    release(vm, arguments)
}

pub(super) fn release(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    of(required(arguments, 0)).release(vm)?;
    Ok(Value::NONE)
}

pub(super) fn from_flags(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let flags = vm.to_i32(required(arguments, 2))?;
    MemoryView::of_object(vm, required(arguments, 1), flags.into()).map(Value::from)
}

pub(super) fn hex(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let bytes = of(required(arguments, 0)).to_bytes(vm)?;
    hexadecimal(vm, &bytes, &arguments[1], &arguments[2])
}

pub(super) fn to_bytes(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let view = of(required(arguments, 0));
    view.check(vm)?;
    let order = match &arguments[1] {
        Some(order) if !order.is_none() => match order.downcast::<Str>() {
            Some(order) => order.to_text(),
            None => {
                return Err(vm.type_error(format!(
                    "tobytes() argument 'order' must be str or None, not {}",
                    vm.found_argument(order)
                )));
            }
        },
        _ => "C".to_owned(),
    };
    let layout = &view.layout;
    let is_fortran = match order.as_str() {
        "C" => false,
        "F" => true,
        "A" => {
            !layout.is_c_contiguous() && layout.dimensions.is_fortran_contiguous(layout.item_size)
        }
        _ => return Err(vm.value_error("order must be 'C', 'F' or 'A'")),
    };
    Ok(Bytes::value(layout.bytes(is_fortran)))
}

pub(super) fn to_list(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let view = of(required(arguments, 0));
    view.check(vm)?;
    let letter = single_letter(vm, &view.layout.format)?;
    nested(vm, view, letter, 0, view.layout.pointer)
}

/// The items from a dimension on, as lists.
fn nested(
    vm: &Vm,
    view: &MemoryView,
    letter: u8,
    dimension: usize,
    address: *mut u8,
) -> Result<Value> {
    let dimensions = &view.layout.dimensions;
    let Some(&length) = dimensions.shape.get(dimension) else {
        return view.value_at(vm, letter, address);
    };
    let stride = dimensions.strides[dimension];
    let mut items = Vec::with_capacity(length.max(0) as usize);
    for index in 0..length {
        let address = address.wrapping_offset(index * stride);
        items.push(nested(vm, view, letter, dimension + 1, address)?);
    }
    Ok(List::new(items).into())
}

pub(super) fn to_read_only(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let view = of(required(arguments, 0));
    let mut layout = view.layout.clone();
    layout.read_only = true;
    view.with_layout(vm, layout)
}
