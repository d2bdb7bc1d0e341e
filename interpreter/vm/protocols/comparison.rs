//! Truth, rich comparison and hashing.

use crate::objects::slots::Comparison;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// Integers from 0 below this one are their own hash.
const LARGEST_PLAIN_HASH: i64 = (1 << 61) - 1;

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
    #[inline]
    pub fn hash(&self, value: &Value) -> Result<i64> {
        if let Some(text) = value.downcast_exact::<Str>() {
            return Ok(text.hash());
        }
        if let Some(number) = value.as_small_int()
            && (0..LARGEST_PLAIN_HASH).contains(&number)
        {
            return Ok(number);
        }
        match value.class().slots().hash {
            Some(hash) => hash(self, value),
            None => Err(self.type_error(format!("unhashable type: '{}'", value.class().name()))),
        }
    }
}
