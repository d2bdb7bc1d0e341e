//! The attributes of `memoryview`.

use super::{MemoryView, of};
use crate::native::Property;
use crate::objects::heap::Ref;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Result, Vm};

pub(super) const PROPERTIES: &[Property] = &[
    Property::new("c_contiguous", |vm, this| {
        Ok(Value::bool(checked(vm, this)?.layout.is_c_contiguous()))
    }),
    Property::new("contiguous", |vm, this| {
        let view = checked(vm, this)?;
        Ok(Value::bool(
            view.layout.is_c_contiguous() || is_fortran(view),
        ))
    }),
    Property::new("f_contiguous", |vm, this| {
        Ok(Value::bool(is_fortran(checked(vm, this)?)))
    }),
    Property::new("format", |vm, this| {
        Ok(Str::value(&checked(vm, this)?.layout.format))
    }),
    Property::new("itemsize", |vm, this| {
        Ok(checked(vm, this)?.layout.item_size.into())
    }),
    Property::new("nbytes", |vm, this| {
        Ok(checked(vm, this)?.layout.byte_count().into())
    }),
    Property::new("ndim", |vm, this| {
        Ok(checked(vm, this)?.layout.dimensions.shape.len().into())
    }),
    Property::new("obj", |vm, this| {
        Ok(checked(vm, this)?.object().unwrap_or(Value::NONE))
    }),
    Property::new("readonly", |vm, this| {
        Ok(Value::bool(checked(vm, this)?.layout.read_only))
    }),
    Property::new("shape", |vm, this| {
        Ok(tuple(&checked(vm, this)?.layout.dimensions.shape))
    }),
    Property::new("strides", |vm, this| {
        Ok(tuple(&checked(vm, this)?.layout.dimensions.strides))
    }),
    Property::new("suboffsets", |vm, this| {
        checked(vm, this)?;
        Ok(Tuple::empty().into())
    }),
];

fn checked<'a>(vm: &Vm, this: &'a Value) -> Result<&'a Ref<MemoryView>> {
    let view = of(this);
    view.check(vm)?;
    Ok(view)
}

fn is_fortran(view: &MemoryView) -> bool {
    view.layout
        .dimensions
        .is_fortran_contiguous(view.layout.item_size)
}

fn tuple(numbers: &[isize]) -> Value {
    Tuple::new(
        numbers
            .iter()
            .map(|&number| Value::int(number as i64))
            .collect(),
    )
    .into()
}
