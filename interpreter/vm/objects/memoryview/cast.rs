//! `memoryview.cast`.

use primitives::text::structure::Layout;

use super::items::native_letter;
use super::{View, of};
use crate::native::required;
use crate::objects::buffer::Dimensions;
use crate::objects::list::List;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Result, Vm};

const MOST_DIMENSIONS: usize = 64;

pub(super) fn cast(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let view = of(required(arguments, 0));
    let format = required(arguments, 1);
    let Some(format) = format.downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "cast() argument 'format' must be str, not {}",
            vm.found_argument(format)
        )));
    };
    view.check(vm)?;
    let layout = &view.layout;
    let shape = arguments[2].as_ref();
    if !layout.is_c_contiguous() {
        return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    let dimensions = &layout.dimensions;
    let has_zeros = dimensions.shape.contains(&0) || dimensions.strides.contains(&0);
    if (shape.is_some() || dimensions.shape.len() != 1) && has_zeros {
        return Err(vm.type_error("memoryview: cannot cast view with zeros in shape or strides"));
    }
    let shape = match shape {
        Some(shape) => Some(lengths(vm, shape, dimensions.shape.len())?),
        None => None,
    };
    let mut cast = to_one_dimension(vm, layout, &format.to_text())?;
    if let Some(shape) = shape {
        cast = to_shape(vm, cast, &shape)?;
    }
    view.with_layout(vm, cast)
}

fn lengths(vm: &Vm, shape: &Value, dimensions: usize) -> Result<Vec<Value>> {
    let items = if let Some(list) = shape.downcast::<List>() {
        list.to_vec()
    } else if let Some(tuple) = shape.downcast::<Tuple>() {
        tuple.items().to_vec()
    } else {
        return Err(vm.type_error("shape must be a list or a tuple"));
    };
    if items.len() > MOST_DIMENSIONS {
        return Err(vm.value_error("memoryview: number of dimensions must not exceed 64"));
    }
    if dimensions != 1 && items.len() != 1 {
        return Err(vm.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
    }
    Ok(items)
}

fn to_one_dimension(vm: &Vm, layout: &View, format: &str) -> Result<View> {
    let native = |format: &str, which: &str| {
        native_letter(format).ok_or_else(|| {
            vm.value_error(format!(
                "memoryview: {which} format must be a native single character format prefixed \
                 with an optional '@'"
            ))
        })
    };
    let source = native(&layout.format, "source")?;
    let target = native(format, "destination")?;
    let is_byte = |letter: u8| matches!(letter, b'b' | b'B' | b'c');
    if !is_byte(source) && !is_byte(target) {
        return Err(vm.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    let item_size = Layout::parse(&[target])
        .map_or(1, |layout| layout.size)
        .max(1);
    let count = layout.byte_count();
    if !count.is_multiple_of(item_size) {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    Ok(View {
        pointer: layout.pointer,
        format: format.to_owned(),
        item_size,
        read_only: layout.read_only,
        dimensions: Dimensions {
            shape: vec![(count / item_size) as isize],
            strides: vec![item_size as isize],
        },
    })
}

fn to_shape(vm: &Vm, mut view: View, shape: &[Value]) -> Result<View> {
    let mut lengths = Vec::with_capacity(shape.len());
    let mut product = 1_isize;
    for length in shape {
        if !length.is_int() {
            return Err(vm.type_error("memoryview.cast(): elements of shape must be integers"));
        }
        let length = vm.to_isize(length)?;
        if length <= 0 {
            return Err(vm.value_error("memoryview.cast(): elements of shape must be integers > 0"));
        }
        let Some(next) = product.checked_mul(length) else {
            return Err(vm.value_error("memoryview.cast(): product(shape) > SSIZE_MAX"));
        };
        product = next;
        lengths.push(length);
    }
    let item_size = view.item_size as isize;
    if product.checked_mul(item_size) != Some(view.byte_count() as isize) {
        return Err(vm.type_error("memoryview: product(shape) * itemsize != buffer size"));
    }
    let mut strides = vec![item_size; lengths.len()];
    for dimension in (1..lengths.len()).rev() {
        strides[dimension - 1] = strides[dimension] * lengths[dimension];
    }
    view.dimensions = Dimensions {
        shape: lengths,
        strides,
    };
    Ok(view)
}
