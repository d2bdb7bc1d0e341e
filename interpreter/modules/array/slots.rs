//! `array.array`: its payload and slots.

use vm::objects::buffer::{Buffer, Storage};
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::sequence::{self, position};
use vm::objects::slice::Slice;
use vm::objects::slots::{Comparison, Slots};
use vm::objects::str::Str;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

use super::changes::{extend_by_array, splice};
use super::construction::new;
use super::items::Kind;
use super::iterator::ArrayIterator;
use super::methods::{METHODS, PROPERTIES, text_of};
use crate::support::of;

/// The payload of an array.
pub struct Array {
    /// The type of the items.
    pub kind: Kind,
    /// The items, one behind the other.
    pub bytes: Storage,
}

payload!(Array, ARRAY, leaf {
    const BUFFER: Option<fn(&Vm, &Ref<Self>) -> Result<Buffer>> = Some(|_, array| {
        let buffer = Storage::export(array, |array| &array.bytes);
        Ok(buffer.with_items(array.kind.format(), array.kind.size()))
    });
});

static_type! {
    /// `array.array`
    pub ARRAY = TypeSpec {
        name: "array",
        module: "array",
        doc: Some("A compact array of numbers of one type."),
        layout: Some(<Array as Payload>::layout),
        flags: flags::BASE | flags::SEQUENCE | flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(new),
            repr: Some(repr),
            compare: Some(compare),
            iter: Some(|_, this| Ok(ArrayIterator::of(of(this)))),
            length: Some(|_, this| Ok(of::<Array>(this).len())),
            getitem: Some(get_item),
            setitem: Some(store_item),
            contains: Some(contains),
            concatenate: Some(concatenate),
            repeat: Some(|vm, this, count| {
                let array = of::<Array>(this);
                let count = sequence::repeat_count(vm, count, array.bytes.len())?;
                Ok(array.alike(array.bytes.to_vec().repeat(count)).into())
            }),
            inplace_concatenate: Some(inplace_concatenate),
            inplace_repeat: Some(|vm, this, count| {
                let array = of::<Array>(this);
                let count = sequence::repeat_count(vm, count, array.bytes.len())?;
                if count != 1 && array.len() > 0 {
                    array.check_resizable(vm)?;
                    array.bytes.replace(vm, array.bytes.to_vec().repeat(count))?;
                }
                Ok(this.clone())
            }),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: PROPERTIES,
        ..TypeSpec::DEFAULT
    };
}

impl Array {
    /// An array of exact type `array`.
    pub fn alike(&self, bytes: Vec<u8>) -> Ref<Array> {
        Array::of_class(&ARRAY, self.kind, bytes)
    }

    /// An array of these bytes.
    pub fn of_class(class: &Ref<Type>, kind: Kind, bytes: Vec<u8>) -> Ref<Array> {
        Ref::with_class(
            class,
            Array {
                kind,
                bytes: Storage::new(bytes),
            },
        )
    }

    /// How many items there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.bytes.len() / self.kind.size()
    }

    /// The item at a position.
    #[inline]
    pub fn get(&self, vm: &Vm, index: usize) -> Result<Option<Value>> {
        let size = self.kind.size();
        let word = self.bytes.read(|bytes| {
            let item = bytes.get(index * size..(index + 1) * size)?;
            let mut word = [0; 8];
            word[..size].copy_from_slice(item);
            Some(word)
        });
        word.map(|word| self.kind.read(vm, &word)).transpose()
    }

    /// The items as values.
    pub fn to_values(&self, vm: &Vm) -> Result<Vec<Value>> {
        let bytes = self.bytes.to_vec();
        bytes
            .chunks_exact(self.kind.size())
            .map(|item| self.kind.read(vm, item))
            .collect()
    }

    /// Sets the item at a position that is there.
    pub fn set(&self, vm: &Vm, index: usize, value: &Value) -> Result<()> {
        let item = self.kind.write(vm, value)?;
        let size = self.kind.size();
        self.bytes.write(|bytes| {
            // The conversion may have run code that made the array smaller.
            if let Some(place) = bytes.get_mut(index * size..(index + 1) * size) {
                place.copy_from_slice(&item[..size]);
            }
        });
        Ok(())
    }

    /// A BufferError while the items are shown.
    pub fn check_resizable(&self, vm: &Vm) -> Result<()> {
        if self.bytes.exports() > 0 {
            return Err(vm.buffer_error("cannot resize an array that is exporting buffers"));
        }
        Ok(())
    }
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let (array, name) = (of::<Array>(this), this.class().short_name());
    let code = array.kind.code();
    if array.len() == 0 {
        return Ok(Str::value(format!("{name}('{code}')")));
    }
    let content = if array.kind.is_text() {
        text_of(vm, array)?
    } else {
        List::new(array.to_values(vm)?).into()
    };
    Ok(Str::value(format!(
        "{name}('{code}', {})",
        vm.repr_text(&content)?
    )))
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let (Some(one), Some(other)) = (left.downcast::<Array>(), right.downcast::<Array>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let equality = matches!(operator, Comparison::Equal | Comparison::NotEqual);
    if equality && one.kind == other.kind && !one.kind.is_float() {
        let same = one.bytes.read(|one| other.bytes.read(|other| one == other));
        return Ok(Value::bool(same == (operator == Comparison::Equal)));
    }
    sequence::compare(
        vm,
        |index| one.get(vm, index).ok().flatten(),
        |index| other.get(vm, index).ok().flatten(),
        || (one.len(), other.len()),
        operator,
    )
}

/// The position of an index that may be out of range.
fn index_of(vm: &Vm, array: &Array, key: &Value) -> Result<Option<usize>> {
    let index = vm.to_subscript(key)?;
    Ok(position(index, array.len()))
}

fn is_index(key: &Value) -> bool {
    key.is_int() || key.class().slots().index.is_some()
}

fn wrong_index(vm: &Vm) -> Raised {
    vm.type_error("array indices must be integers")
}

fn get_item(vm: &Vm, this: &Value, key: &Value) -> Result<Value> {
    let array = of::<Array>(this);
    if is_index(key) {
        let found = match index_of(vm, array, key)? {
            Some(index) => array.get(vm, index)?,
            None => None,
        };
        return found.ok_or_else(|| vm.index_error("array index out of range"));
    }
    let Some(slice) = key.downcast::<Slice>() else {
        return Err(wrong_index(vm));
    };
    let span = slice.span(vm, || array.len())?;
    let size = array.kind.size();
    let bytes = array.bytes.read(|bytes| {
        if span.step == 1 {
            let start = span.start.max(0) as usize * size;
            let part = bytes.get(start..start + span.count * size);
            return part.unwrap_or_default().to_vec();
        }
        let mut part = Vec::with_capacity(span.count * size);
        for index in span.positions() {
            part.extend_from_slice(
                bytes
                    .get(index * size..(index + 1) * size)
                    .unwrap_or_default(),
            );
        }
        part
    });
    Ok(array.alike(bytes).into())
}

fn store_item(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> Result<()> {
    let array = of::<Array>(this);
    if is_index(key) {
        let Some(index) = index_of(vm, array, key)? else {
            return Err(vm.index_error("array assignment index out of range"));
        };
        return match value {
            Some(value) => array.set(vm, index, value),
            None => splice(vm, array, index, index + 1, &[]),
        };
    }
    let Some(slice) = key.downcast::<Slice>() else {
        return Err(wrong_index(vm));
    };
    let span = slice.span(vm, || array.len())?;
    let bytes = match value {
        None => Vec::new(),
        Some(value) => match value.downcast::<Array>() {
            Some(other) if other.kind == array.kind => other.bytes.to_vec(),
            Some(_) => return Err(bad_argument(vm)),
            None => {
                return Err(vm.type_error(format!(
                    "can only assign array (not \"{}\") to array slice",
                    value.class().name()
                )));
            }
        },
    };
    let size = array.kind.size();
    let needed = bytes.len() / size;
    if needed == 0 || span.count != needed {
        array.check_resizable(vm)?;
    }
    if span.step == 1 {
        let start = span.start.max(0) as usize;
        return splice(vm, array, start, start + span.count, &bytes);
    }
    let positions: Vec<usize> = span.positions().collect();
    if needed == 0 {
        return remove_positions(vm, array, positions);
    }
    if needed != span.count {
        return Err(vm.value_error(format!(
            "attempt to assign array of size {needed} to extended slice of size {}",
            span.count
        )));
    }
    array.bytes.write(|target| {
        for (index, item) in positions.iter().zip(bytes.chunks_exact(size)) {
            if let Some(place) = target.get_mut(index * size..(index + 1) * size) {
                place.copy_from_slice(item);
            }
        }
    });
    Ok(())
}

fn remove_positions(vm: &Vm, array: &Array, mut positions: Vec<usize>) -> Result<()> {
    positions.sort_unstable();
    let size = array.kind.size();
    let old = array.bytes.to_vec();
    let mut kept = Vec::with_capacity(old.len());
    let mut removed = positions.into_iter().peekable();
    for (index, item) in old.chunks_exact(size).enumerate() {
        if removed.peek() == Some(&index) {
            removed.next();
        } else {
            kept.extend_from_slice(item);
        }
    }
    array.bytes.replace(vm, kept)
}

/// The error for two arrays of different kinds.
pub fn bad_argument(vm: &Vm) -> Raised {
    vm.type_error("bad argument type for built-in operation")
}

fn contains(vm: &Vm, this: &Value, value: &Value) -> Result<bool> {
    let array = of::<Array>(this);
    let mut index = 0;
    while let Some(item) = array.get(vm, index)? {
        if vm.equal(&item, value)? {
            return Ok(true);
        }
        index += 1;
    }
    Ok(false)
}

fn concatenate(vm: &Vm, this: &Value, other: &Value) -> Result<Value> {
    let array = of::<Array>(this);
    let Some(other_array) = other.downcast::<Array>() else {
        return Err(vm.type_error(format!(
            "can only append array (not \"{}\") to array",
            other.class().name()
        )));
    };
    if other_array.kind != array.kind {
        return Err(bad_argument(vm));
    }
    let mut bytes = array.bytes.to_vec();
    other_array
        .bytes
        .read(|other| bytes.extend_from_slice(other));
    Ok(array.alike(bytes).into())
}

fn inplace_concatenate(vm: &Vm, this: &Value, other: &Value) -> Result<Value> {
    let Some(other_array) = other.downcast::<Array>() else {
        return Err(vm.type_error(format!(
            "can only extend array with array (not \"{}\")",
            other.class().name()
        )));
    };
    extend_by_array(vm, of::<Array>(this), other_array)?;
    Ok(this.clone())
}
