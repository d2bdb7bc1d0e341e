//! Truth, rich comparison and hashing.

use std::cmp::Ordering;

use crate::objects::slots::Comparison;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// Integers from 0 below this one are their own hash.
const LARGEST_PLAIN_HASH: i64 = (1 << 61) - 1;

/// How two ints, floats, strs or tuples of such are ordered; `None` where Python code, or a
/// closer look, must decide.
#[inline]
pub fn plain_order(left: &Value, right: &Value) -> Option<Ordering> {
    if left.is_small_int() && right.is_small_int() {
        // Tagged words are ordered as their integers.
        return Some((left.bits() as i64).cmp(&(right.bits() as i64)));
    }
    if left.is_immediate_float() && right.is_immediate_float() {
        return left
            .immediate_float_value()
            .partial_cmp(&right.immediate_float_value());
    }
    if left.is_immediate_float() && right.is_small_int() {
        return exact_float(right)
            .and_then(|right| left.immediate_float_value().partial_cmp(&right));
    }
    if left.is_small_int() && right.is_immediate_float() {
        return exact_float(left).and_then(|left| left.partial_cmp(&right.immediate_float_value()));
    }
    if let (Some(left), Some(right)) = (left.downcast_exact::<Str>(), right.downcast_exact::<Str>())
    {
        return Some(left.as_bytes().cmp(right.as_bytes()));
    }
    let (left, right) = (
        left.downcast_exact::<Tuple>()?,
        right.downcast_exact::<Tuple>()?,
    );
    plain_order_of_items(left.items(), right.items())
}

/// A small int as a float, where none of its digits is lost.
fn exact_float(value: &Value) -> Option<f64> {
    const MOST: u64 = 1 << 53;
    let number = value.as_small_int()?;
    (number.unsigned_abs() <= MOST).then_some(number as f64)
}

/// The order of two sequences by their first items that differ, none of which is a sequence.
#[inline(never)]
pub fn plain_order_of_items(left: &[Value], right: &[Value]) -> Option<Ordering> {
    for (one, other) in left.iter().zip(right) {
        if one.is(other) {
            continue;
        }
        if one.is_exact::<Tuple>() {
            return None;
        }
        match plain_order(one, other)? {
            Ordering::Equal => {}
            order => return Some(order),
        }
    }
    Some(left.len().cmp(&right.len()))
}

impl Vm {
    /// `bool(value)`.
    #[inline]
    pub fn is_true(&self, value: &Value) -> Result<bool> {
        if let Some(value) = value.as_bool() {
            return Ok(value);
        }
        if value.is_none() {
            return Ok(false);
        }
        if let Some(number) = value.as_small_int() {
            return Ok(number != 0);
        }
        let slots = value.class().slots();
        if let Some(bool) = slots.bool {
            return bool(self, value);
        }
        if let Some(length) = slots.length {
            return Ok(length(self, value)? != 0);
        }
        Ok(true)
    }

    /// `left op right`, with reflection.
    pub fn compare(&self, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
        self.check_native_stack(" in comparison")?;
        self.check_signals()?;
        let left_compare = left.class().slots().compare;
        let right_compare = right.class().slots().compare;
        let mut reflected_tried = false;
        if !left.class().is(right.class())
            && right.class().is_subtype(left.class())
            && let Some(compare) = right_compare
        {
            reflected_tried = true;
            let result = compare(self, right, left, operator.reflected())?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        if let Some(compare) = left_compare {
            let result = compare(self, left, right, operator)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        if !reflected_tried && let Some(compare) = right_compare {
            let result = compare(self, right, left, operator.reflected())?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        match operator {
            Comparison::Equal => Ok(Value::bool(left.is(right))),
            Comparison::NotEqual => Ok(Value::bool(!left.is(right))),
            _ => Err(self.type_error(format!(
                "'{}' not supported between instances of '{}' and '{}'",
                operator.symbol(),
                left.class().name(),
                right.class().name()
            ))),
        }
    }

    /// Whether `left op right` is true.
    pub fn compare_bool(&self, left: &Value, right: &Value, operator: Comparison) -> Result<bool> {
        if left.is(right) {
            match operator {
                Comparison::Equal => return Ok(true),
                Comparison::NotEqual => return Ok(false),
                _ => {}
            }
        }
        if let Some(order) = plain_order(left, right) {
            return Ok(operator.holds(order));
        }
        let result = self.compare(left, right, operator)?;
        self.is_true(&result)
    }

    /// Whether the two are the same or equal, as containers ask it.
    #[inline]
    pub fn equal(&self, left: &Value, right: &Value) -> Result<bool> {
        if left.is(right) {
            return Ok(true);
        }
        if left.is_small_int() && right.is_small_int() {
            return Ok(false);
        }
        if let Some(left) = left.downcast_exact::<Str>()
            && let Some(right) = right.downcast_exact::<Str>()
        {
            return Ok(left.same_text(right));
        }
        self.compare_bool(left, right, Comparison::Equal)
    }

    /// `hash(value)`.
    #[inline(always)]
    pub fn hash(&self, value: &Value) -> Result<i64> {
        if let Some(hash) = hash_at_once(value) {
            return Ok(hash);
        }
        self.hash_by_slot(value)
    }

    #[inline(never)]
    fn hash_by_slot(&self, value: &Value) -> Result<i64> {
        self.check_native_stack("")?;
        match value.class().slots().hash {
            Some(hash) => hash(self, value),
            None => Err(self.type_error(format!("unhashable type: '{}'", value.class().name()))),
        }
    }
}

/// The hash of a string or an integer of few bits, which is known or is the number itself.
#[inline(always)]
pub(crate) fn hash_at_once(value: &Value) -> Option<i64> {
    if let Some(text) = value.downcast_exact::<Str>() {
        return Some(text.hash());
    }
    let plain = 1 - LARGEST_PLAIN_HASH..LARGEST_PLAIN_HASH;
    let number = value
        .as_small_int()
        .filter(|number| plain.contains(number))?;
    Some(if number == -1 { -2 } else { number })
}
