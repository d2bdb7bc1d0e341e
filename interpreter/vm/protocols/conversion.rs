//! From Python values to Rust ones, as native functions take their arguments.

use crate::objects::heap::Ref;
use crate::objects::int::{INT, Integer};
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Result, Vm};

impl Vm {
    /// `operator.index(value)`: an int or an instance of a subclass.
    pub fn index(&self, value: &Value) -> Result<Value> {
        if value.is_int() {
            return Ok(value.clone());
        }
        let Some(index) = value.class().slots().index else {
            return Err(self.type_error(format!(
                "'{}' object cannot be interpreted as an integer",
                value.class().name()
            )));
        };
        let result = index(self, value)?;
        if result.class().is(&INT) {
            return Ok(result);
        }
        if result.is_int() {
            self.warn_deprecated(&format!(
                "__index__ returned non-int (type {}).  The ability to return an instance of a \
                 strict subclass of int is deprecated, and may not be supported in a future \
                 version of Python.",
                result.class().name()
            ))?;
            return Ok(result);
        }
        Err(self.type_error(format!(
            "__index__ returned non-int (type {})",
            result.class().name()
        )))
    }

    /// An index as `isize`; OverflowError where it does not fit (`Python int too large to
    /// convert to C ssize_t`).
    pub fn to_isize(&self, value: &Value) -> Result<isize> {
        let index = self.index(value)?;
        match index.as_i64() {
            Some(index) => Ok(index as isize),
            None => Err(self.overflow_error("Python int too large to convert to C ssize_t")),
        }
    }

    /// An index as `isize`; the nearest one where it does not fit, as slices take it.
    pub fn to_isize_clamped(&self, value: &Value) -> Result<isize> {
        let index = self.index(value)?;
        Ok(match index.as_integer() {
            Some(Integer::Small(index)) => index as isize,
            Some(big) => match big.to_i64() {
                Some(index) => index as isize,
                None if big.is_negative() => isize::MIN,
                None => isize::MAX,
            },
            None => 0,
        })
    }

    /// An index for a subscript: IndexError (`cannot fit 'int' into an index-sized integer`)
    /// where it does not fit.
    pub fn to_subscript(&self, value: &Value) -> Result<isize> {
        if let Some(index) = value.as_small_int() {
            return Ok(index as isize);
        }
        let index = self.index(value)?;
        match index.as_i64() {
            Some(index) => Ok(index as isize),
            None => Err(self.index_error(format!(
                "cannot fit '{}' into an index-sized integer",
                value.class().name()
            ))),
        }
    }

    /// A C `int`, with CPython's messages.
    pub fn to_i32(&self, value: &Value) -> Result<i32> {
        let index = self.index(value)?;
        let Some(integer) = index.as_i64() else {
            return Err(self.overflow_error("Python int too large to convert to C long"));
        };
        i32::try_from(integer).map_err(|_| {
            self.overflow_error(if integer > 0 {
                "signed integer is greater than maximum"
            } else {
                "signed integer is less than minimum"
            })
        })
    }

    /// A C `long`, with CPython's messages.
    pub fn to_i64(&self, value: &Value) -> Result<i64> {
        let index = self.index(value)?;
        index
            .as_i64()
            .ok_or_else(|| self.overflow_error("Python int too large to convert to C long"))
    }

    /// A float: from a float, an int, or by `__float__` and `__index__`.
    pub fn to_f64(&self, value: &Value) -> Result<f64> {
        if let Some(float) = value.as_float() {
            return Ok(float);
        }
        if let Some(int) = value.as_small_int() {
            return Ok(int as f64);
        }
        crate::objects::float_type::to_f64(self, value)
    }

    /// What a message about the type of an argument calls what it has found.
    pub fn found_argument(&self, value: &Value) -> String {
        match value.is_none() {
            true => "None".to_owned(),
            false => value.class().name(),
        }
    }

    /// The string, or a TypeError: `{function}() argument {position} must be str, not int`.
    pub fn expect_str_argument<'a>(
        &self,
        value: &'a Value,
        function: &str,
        position: &str,
    ) -> Result<&'a Ref<Str>> {
        value.downcast::<Str>().ok_or_else(|| {
            let separator = if position.is_empty() { "" } else { " " };
            let found = self.found_argument(value);
            self.type_error(format!(
                "{function}() argument{separator}{position} must be str, not {found}"
            ))
        })
    }
}
