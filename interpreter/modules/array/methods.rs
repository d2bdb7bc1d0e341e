//! The methods of arrays.

use primitives::text::wtf8::Wtf8Buf;
use vm::native::{Method, Property, required};
use vm::objects::buffer::Buffer;
use vm::objects::bytes::Bytes;
use vm::objects::exceptions::EOF_ERROR;
use vm::objects::generic_alias::CLASS_GETITEM;
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::sequence::{bound, clamped, position};
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::changes::{append, append_bytes, extend, splice};
use super::construction::{append_text, append_whole_items};
use super::machine_format::reduce_ex;
use super::slots::Array;
use crate::support::of;

/// The methods.
pub const METHODS: &[Method] = &[
    Method::new(
        "append",
        "($self, v, /)",
        append_method,
        "Adds an item at the end.",
    ),
    Method::new(
        "buffer_info",
        "($self, /)",
        buffer_info,
        "The address and the number of items.",
    ),
    Method::new(
        "byteswap",
        "($self, /)",
        byte_swap,
        "Turns the bytes of each item around.",
    ),
    Method::new("clear", "($self, /)", clear, "Removes all items."),
    Method::new("__copy__", "($self, /)", copy, "A copy."),
    Method::new("count", "($self, v, /)", count, "How many items equal v."),
    Method::new("__deepcopy__", "($self, unused, /)", copy, "A copy."),
    Method::new(
        "extend",
        "($self, bb, /)",
        extend_method,
        "Adds items at the end.",
    ),
    Method::new(
        "fromfile",
        "($self, f, n, /)",
        from_file,
        "Adds n items from a file.",
    ),
    Method::new(
        "fromlist",
        "($self, list, /)",
        from_list,
        "Adds the items of a list.",
    ),
    Method::new(
        "frombytes",
        "($self, buffer, /)",
        from_bytes,
        "Adds items from their bytes.",
    ),
    Method::new(
        "fromunicode",
        "($self, ustr, /)",
        from_text,
        "Adds the characters of a string.",
    ),
    Method::new(
        "index",
        "($self, v, start=0, stop=sys.maxsize, /)",
        index,
        "The first position of v.",
    ),
    Method::new(
        "insert",
        "($self, i, v, /)",
        insert,
        "Inserts an item before a position.",
    ),
    Method::new("pop", "($self, i=-1, /)", pop, "Removes and gives an item."),
    Method::new(
        "__reduce_ex__",
        "($self, value, /)",
        reduce_ex,
        "How to pickle it.",
    ),
    Method::new(
        "remove",
        "($self, v, /)",
        remove,
        "Removes the first item that equals v.",
    ),
    Method::new("reverse", "($self, /)", reverse, "Reverses in place."),
    Method::new(
        "tofile",
        "($self, f, /)",
        to_file,
        "Writes the items to a file.",
    ),
    Method::new("tolist", "($self, /)", to_list, "The items as a list."),
    Method::new("tobytes", "($self, /)", to_bytes, "The bytes of the items."),
    Method::new(
        "tounicode",
        "($self, /)",
        to_text,
        "The characters as a string.",
    ),
    Method::new(
        "__sizeof__",
        "($self, /)",
        size_in_memory,
        "Bytes in memory.",
    ),
    CLASS_GETITEM,
];

/// The attributes.
pub const PROPERTIES: &[Property] = &[
    Property::new("typecode", |_, this| {
        Ok(Str::value(of::<Array>(this).kind.code().to_string()))
    }),
    Property::new("itemsize", |_, this| {
        Ok(of::<Array>(this).kind.size().into())
    }),
];

fn array_of(arguments: &[Option<Value>]) -> &Ref<Array> {
    of(required(arguments, 0))
}

fn append_method(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    append(vm, array_of(arguments), required(arguments, 1))?;
    Ok(Value::NONE)
}

fn buffer_info(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let array = array_of(arguments);
    let buffer = Buffer::contiguous(vm, array.as_value())?;
    let address = buffer.as_bytes().as_ptr() as usize;
    Ok(Tuple::pair(address.into(), array.len().into()).into())
}

fn byte_swap(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let array = array_of(arguments);
    let size = array.kind.size();
    array
        .bytes
        .write(|bytes| bytes.chunks_exact_mut(size).for_each(<[u8]>::reverse));
    Ok(Value::NONE)
}

fn clear(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let array = array_of(arguments);
    splice(vm, array, 0, array.len(), &[])?;
    Ok(Value::NONE)
}

fn copy(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let array = array_of(arguments);
    Ok(array.alike(array.bytes.to_vec()).into())
}

fn count(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (array, value) = (array_of(arguments), required(arguments, 1));
    let (mut index, mut count) = (0, 0usize);
    while let Some(item) = array.get(vm, index)? {
        count += usize::from(vm.equal(&item, value)?);
        index += 1;
    }
    Ok(count.into())
}

fn extend_method(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    extend(vm, array_of(arguments), required(arguments, 1))?;
    Ok(Value::NONE)
}

fn from_file(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let array = array_of(arguments);
    let count = vm.to_isize(required(arguments, 2))?;
    let Ok(count) = usize::try_from(count) else {
        return Err(vm.value_error("negative count"));
    };
    let Some(wanted) = count
        .checked_mul(array.kind.size())
        .filter(|it| *it <= isize::MAX as usize)
    else {
        return Err(vm.memory_error(""));
    };
    let read = vm.call_method(required(arguments, 1), "read", &[wanted.into()])?;
    let Some(bytes) = read.downcast::<Bytes>() else {
        return Err(vm.type_error("read() didn't return bytes"));
    };
    append_whole_items(vm, array, bytes.as_bytes())?;
    if bytes.len() != wanted {
        return Err(vm.error(&EOF_ERROR, "read() didn't return enough bytes"));
    }
    Ok(Value::NONE)
}

fn from_list(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let array = array_of(arguments);
    let Some(list) = required(arguments, 1).downcast::<List>() else {
        return Err(vm.type_error("arg must be list"));
    };
    let count = list.len();
    let mut bytes = Vec::with_capacity(count * array.kind.size());
    if count > 0 {
        array.check_resizable(vm)?;
    }
    for index in 0..count {
        let item = list.get(index).unwrap_or(Value::NONE);
        let word = array.kind.write(vm, &item)?;
        if list.len() != count {
            return Err(vm.runtime_error("list changed size during iteration"));
        }
        bytes.extend_from_slice(&word[..array.kind.size()]);
    }
    if count > 0 {
        append_bytes(vm, array, &bytes)?;
    }
    Ok(Value::NONE)
}

fn from_bytes(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let bytes = vm.bytes_like(required(arguments, 1))?.to_vec();
    append_whole_items(vm, array_of(arguments), &bytes)?;
    Ok(Value::NONE)
}

fn from_text(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (array, text) = (array_of(arguments), required(arguments, 1));
    let text = vm.expect_str_argument(text, "fromunicode", "")?;
    if !array.kind.is_text() {
        return Err(
            vm.value_error("fromunicode() may only be called on unicode type arrays ('u' or 'w')")
        );
    }
    append_text(vm, array, text)?;
    Ok(Value::NONE)
}

fn find(vm: &Vm, array: &Array, value: &Value, start: usize, stop: usize) -> Result<Option<usize>> {
    for index in start..stop {
        let Some(item) = array.get(vm, index)? else {
            break;
        };
        if vm.equal(&item, value)? {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

fn index(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let array = array_of(arguments);
    let start = clamped(bound(vm, &arguments[2], 0)?, array.len());
    let stop = clamped(bound(vm, &arguments[3], isize::MAX)?, array.len());
    match find(vm, array, required(arguments, 1), start, stop)? {
        Some(index) => Ok(index.into()),
        None => Err(vm.value_error("array.index(x): x not in array")),
    }
}

fn insert(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let array = array_of(arguments);
    let index = vm.to_isize(required(arguments, 1))?;
    let item = array.kind.write(vm, required(arguments, 2))?;
    let place = clamped(index, array.len());
    splice(vm, array, place, place, &item[..array.kind.size()])?;
    Ok(Value::NONE)
}

fn pop(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let array = array_of(arguments);
    let index = match &arguments[1] {
        Some(index) => vm.to_isize(index)?,
        None => -1,
    };
    if array.len() == 0 {
        return Err(vm.index_error("pop from empty array"));
    }
    let Some(place) = position(index, array.len()) else {
        return Err(vm.index_error("pop index out of range"));
    };
    let item = array.get(vm, place)?;
    splice(vm, array, place, place + 1, &[])?;
    Ok(item.unwrap_or(Value::NONE))
}

fn remove(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let array = array_of(arguments);
    match find(vm, array, required(arguments, 1), 0, array.len())? {
        Some(index) => {
            splice(vm, array, index, index + 1, &[])?;
            Ok(Value::NONE)
        }
        None => Err(vm.value_error("array.remove(x): x not in array")),
    }
}

fn reverse(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let array = array_of(arguments);
    let size = array.kind.size();
    array.bytes.write(|bytes| {
        bytes.reverse();
        bytes.chunks_exact_mut(size).for_each(<[u8]>::reverse);
    });
    Ok(Value::NONE)
}

fn to_file(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    const BLOCK: usize = 64 * 1024;
    let bytes = array_of(arguments).bytes.to_vec();
    for block in bytes.chunks(BLOCK) {
        vm.call_method(required(arguments, 1), "write", &[Bytes::value(block)])?;
    }
    Ok(Value::NONE)
}

fn to_list(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(List::new(array_of(arguments).to_values(vm)?).into())
}

fn to_bytes(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(Bytes::value(array_of(arguments).bytes.to_vec()))
}

/// The characters of an array as a string.
pub fn text_of(vm: &Vm, array: &Array) -> Result<Value> {
    let mut text = Wtf8Buf::new();
    for character in array.to_values(vm)? {
        if let Some(character) = character.downcast::<Str>() {
            text.push_wtf8(character.as_wtf8());
        }
    }
    Ok(Str::from_wtf8(&text).into())
}

fn to_text(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let array = array_of(arguments);
    if !array.kind.is_text() {
        return Err(
            vm.value_error("tounicode() may only be called on unicode type arrays ('u' or 'w')")
        );
    }
    text_of(vm, array)
}

fn size_in_memory(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let bytes = array_of(arguments).bytes.capacity();
    Ok((Array::layout().object.size() + bytes).into())
}
