//! The payload of floats that are not immediate. Methods and arithmetic: `float_type`.

use super::heap::Ref;
use super::types::Type;
use super::value::Value;
use crate::payload;

pub use super::float_type::FLOAT;

/// The payload of a float whose exponent a word cannot hold, or of an instance of a subclass.
pub struct Float(f64);

payload!(Float, FLOAT);

impl Float {
    /// The number.
    #[inline(always)]
    pub fn value(&self) -> f64 {
        self.0
    }

    /// An object for a number that is not immediate.
    #[cold]
    #[inline(never)]
    pub fn boxed(value: f64) -> Value {
        Ref::new(Float(value)).into()
    }

    /// An instance of `float` or a subclass.
    pub fn of_class(class: &Ref<Type>, value: f64) -> Value {
        if class.is(&FLOAT) {
            return Value::float(value);
        }
        Ref::with_class(class, Float(value)).into()
    }
}

impl Value {
    /// The number, if this is a float or an instance of a subclass.
    #[inline]
    pub fn as_float(&self) -> Option<f64> {
        if self.is_immediate_float() {
            return Some(self.immediate_float_value());
        }
        self.downcast::<Float>().map(|float| float.0)
    }
}
