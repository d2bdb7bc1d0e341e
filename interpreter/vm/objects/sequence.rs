//! What lists, tuples and other sequences of values share.

use std::cmp::Ordering;

use primitives::text::wtf8::Wtf8Buf;

use super::heap::Ref;
use super::slots::Comparison;
use super::str::Str;
use super::value::Value;
use crate::{Result, Vm};

/// The position that an index means in a sequence of this length; `None` when out of range.
#[inline(always)]
pub fn position(index: isize, length: usize) -> Option<usize> {
    let index = if index < 0 {
        index.checked_add_unsigned(length)?
    } else {
        index
    };
    usize::try_from(index).ok().filter(|index| *index < length)
}

/// The position that a bound (`start` of `index`, an insertion point) means: clamped.
pub fn clamped(index: isize, length: usize) -> usize {
    if index < 0 {
        index.saturating_add_unsigned(length).max(0) as usize
    } else {
        (index as usize).min(length)
    }
}

/// An optional bound of `index(value, start, stop)`.
pub fn bound(vm: &Vm, argument: &Option<Value>, default: isize) -> Result<isize> {
    let Some(value) = argument else {
        return Ok(default);
    };
    if !value.is_int() && value.class().slots().index.is_none() {
        return Err(vm.type_error("slice indices must be integers or have an __index__ method"));
    }
    vm.to_isize_clamped(value)
}

/// How many times a sequence of this length is to be repeated; MemoryError where the result
/// cannot be addressed.
pub fn repeat_count(vm: &Vm, count: &Value, length: usize) -> Result<usize> {
    let index = vm.index(count)?;
    let Some(count) = index.as_i64() else {
        return Err(vm.overflow_error(format!(
            "cannot fit '{}' into an index-sized integer",
            count.class().name()
        )));
    };
    let count = match length {
        0 => 0,
        _ => usize::try_from(count).unwrap_or(0),
    };
    match length.checked_mul(count) {
        Some(total) if total <= isize::MAX as usize / 32 => Ok(count),
        _ => Err(vm.memory_error("")),
    }
}

/// Compares two sequences item by item, each of them read anew at each step because a
/// comparison may change them.
pub fn compare(
    vm: &Vm,
    left: impl Fn(usize) -> Option<Value>,
    right: impl Fn(usize) -> Option<Value>,
    lengths: impl Fn() -> (usize, usize),
    operator: Comparison,
) -> Result<Value> {
    let (left_length, right_length) = lengths();
    if left_length != right_length {
        match operator {
            Comparison::Equal => return Ok(Value::FALSE),
            Comparison::NotEqual => return Ok(Value::TRUE),
            _ => {}
        }
    }
    let mut index = 0;
    while let (Some(one), Some(other)) = (left(index), right(index)) {
        if !vm.equal(&one, &other)? {
            if left(index).is_none() || right(index).is_none() {
                // The items are gone meanwhile: the lengths decide.
                break;
            }
            return match operator {
                Comparison::Equal => Ok(Value::FALSE),
                Comparison::NotEqual => Ok(Value::TRUE),
                _ => vm.compare(&one, &other, operator),
            };
        }
        index += 1;
    }
    let (left_length, right_length) = lengths();
    Ok(Value::bool(operator.holds(left_length.cmp(&right_length))))
}

/// The representation of items between brackets; each item is asked for when it is its turn.
pub fn repr_items(
    vm: &Vm,
    open: &str,
    close: &str,
    item: impl Fn(usize) -> Option<Value>,
) -> Result<Ref<Str>> {
    let mut text = Wtf8Buf::new();
    text.push_str(open);
    let mut index = 0;
    while let Some(value) = item(index) {
        if index > 0 {
            text.push_str(", ");
        }
        text.push_wtf8(vm.repr(&value)?.as_wtf8());
        index += 1;
    }
    text.push_str(close);
    Ok(Str::from_wtf8(&text))
}

/// Orders by `Ord`, for slots that compare payloads.
pub fn ordered(order: Ordering, operator: Comparison) -> Result<Value> {
    Ok(Value::bool(operator.holds(order)))
}

impl Str {
    /// The parts, one behind the other.
    pub fn concatenated(parts: &[&primitives::text::wtf8::Wtf8]) -> Ref<Str> {
        let mut text = Wtf8Buf::new();
        for part in parts {
            text.push_wtf8(part);
        }
        Str::from_wtf8(&text)
    }
}
