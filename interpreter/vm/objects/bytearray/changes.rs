//! The methods of `bytearray` that change it.

use primitives::text::bytes::{self, Side};

use super::slots::of;
use super::{ByteArray, RELEASE, from_iterable};
use crate::native::{Method, required};
use crate::objects::attributes;
use crate::objects::buffer::Buffer;
use crate::objects::bytes::arguments::byte;
use crate::objects::bytes::methods::{self, byte_methods};
use crate::objects::sequence::{clamped, position};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::types::flags;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// The methods of `bytearray`.
pub(super) const METHODS: &[Method] = byte_methods![
    RELEASE,
    Method::new(
        "__alloc__",
        "($self, /)",
        |_, arguments| {
            let array = of(required(arguments, 0));
            Ok((array.bytes.capacity() + 1).into())
        },
        "Return the number of bytes actually allocated."
    ),
    Method::new(
        "__reduce__",
        "($self, /)",
        |vm, arguments| reduce(vm, arguments, 2),
        "How to pickle it."
    ),
    Method::new(
        "__reduce_ex__",
        "($self, proto=0, /)",
        |vm, arguments| {
            let protocol = match &arguments[1] {
                Some(protocol) => vm.to_i32(protocol)?,
                None => 0,
            };
            reduce(vm, arguments, protocol)
        },
        "How to pickle it."
    ),
    Method::new(
        "__sizeof__",
        "($self, /)",
        |_, arguments| {
            let array = of(required(arguments, 0));
            Ok((array.class().layout().object.size() + array.bytes.capacity()).into())
        },
        "Bytes in memory."
    ),
    Method::new(
        "append",
        "($self, item, /)",
        append,
        "Adds a byte at the end."
    ),
    Method::new("clear", "($self, /)", clear, "Removes all bytes."),
    Method::new("copy", "($self, /)", copy, "A copy."),
    Method::new(
        "extend",
        "($self, iterable_of_ints, /)",
        extend,
        "Adds bytes at the end."
    ),
    Method::new(
        "insert",
        "($self, index, item, /)",
        insert,
        "Inserts a byte before index."
    ),
    Method::new(
        "pop",
        "($self, index=-1, /)",
        pop,
        "Removes and gives a byte."
    ),
    Method::new(
        "remove",
        "($self, value, /)",
        remove,
        "Removes the first such byte."
    ),
    Method::new("reverse", "($self, /)", reverse, "Reverses in place."),
];

fn reduce(vm: &Vm, arguments: &[Option<Value>], protocol: i32) -> Result<Value> {
    let this = required(arguments, 0);
    let array = of(this);
    let dict = match this.header() {
        Some(header) if header.class().has(flags::ATTRIBUTES) => attributes::dict_of(header).into(),
        _ => Value::NONE,
    };
    let state = match vm.find_attribute_by(this, "__getstate__")? {
        Some(method) => vm.call(&method, &[])?,
        None => dict,
    };
    let content = if protocol < 3 {
        let text: primitives::text::Wtf8Buf = array
            .bytes
            .read(|own| own.iter().map(|&byte| byte.into()).collect());
        if text.is_empty() {
            vec![]
        } else {
            vec![Str::from_wtf8(&text).into(), Str::value("latin-1")]
        }
    } else {
        match array.bytes.is_empty() {
            true => vec![],
            false => vec![crate::objects::bytes::Bytes::value(array.to_vec())],
        }
    };
    let parts = vec![this.class().to_value(), Tuple::new(content).into(), state];
    Ok(Tuple::new(parts).into())
}

fn append(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let byte = byte(vm, required(arguments, 1))?;
    of(required(arguments, 0))
        .bytes
        .resize(vm, |own| own.push(byte))?;
    Ok(Value::NONE)
}

fn clear(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    of(required(arguments, 0)).bytes.replace(vm, Vec::new())?;
    Ok(Value::NONE)
}

fn copy(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(ByteArray::new(of(required(arguments, 0)).to_vec()).into())
}

fn extend(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, source) = (required(arguments, 0), required(arguments, 1));
    let array = of(this);
    let more = if source.is(this) {
        array.to_vec()
    } else if Buffer::is_shown_by(vm, source) {
        vm.bytes_like(source)?.to_vec()
    } else if source.downcast::<Str>().is_some() {
        return Err(vm.type_error(format!(
            "expected iterable of integers; got: '{}'",
            source.class().name()
        )));
    } else if source.class().slots().iter.is_none() && !vm.is_sequence(source) {
        return Err(vm.type_error(format!(
            "can't extend bytearray with {}",
            source.class().name()
        )));
    } else {
        from_iterable(vm, source, "bytearray", "byte must be in range(0, 256)")?
    };
    if !more.is_empty() {
        array.bytes.resize(vm, |own| own.extend_from_slice(&more))?;
    }
    Ok(Value::NONE)
}

fn insert(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let index = vm.to_isize(required(arguments, 1))?;
    let byte = byte(vm, required(arguments, 2))?;
    let array = of(required(arguments, 0));
    let place = clamped(index, array.bytes.len());
    array.bytes.resize(vm, |own| own.insert(place, byte))?;
    Ok(Value::NONE)
}

fn pop(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let index = match &arguments[1] {
        Some(index) => vm.to_isize(index)?,
        None => -1,
    };
    let array = of(required(arguments, 0));
    if array.bytes.is_empty() {
        return Err(vm.index_error("pop from empty bytearray"));
    }
    let Some(place) = position(index, array.bytes.len()) else {
        return Err(vm.index_error("pop index out of range"));
    };
    let byte = array.bytes.resize(vm, |own| own.remove(place))?;
    Ok(Value::int(byte.into()))
}

fn remove(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let byte = byte(vm, required(arguments, 1))?;
    let array = of(required(arguments, 0));
    let place = array
        .bytes
        .read(|own| own.iter().position(|&other| other == byte));
    let Some(place) = place else {
        return Err(vm.value_error("value not found in bytearray"));
    };
    array.bytes.resize(vm, |own| own.remove(place))?;
    Ok(Value::NONE)
}

fn reverse(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    of(required(arguments, 0)).bytes.write(<[u8]>::reverse);
    Ok(Value::NONE)
}
