//! `repr`, `str`, `ascii`, `format`.

use primitives::number::format;
use primitives::number::integer::IntegerRef;

use crate::objects::heap::Ref;
use crate::objects::int_type::digit_limit;
use crate::objects::names::names;
use crate::objects::str::Str;
use crate::objects::str_type::format_text;
use crate::objects::value::Value;
use crate::{Result, Vm};

impl Vm {
    /// `repr(value)`.
    pub fn repr(&self, value: &Value) -> Result<Ref<Str>> {
        self.check_native_stack(" while getting the repr of an object")?;
        self.check_signals()?;
        let Some(repr) = value.class().slots().repr else {
            return Ok(Str::from(format!(
                "<{} object at {:#x}>",
                value.class().name(),
                value.bits()
            )));
        };
        let text = repr(self, value)?;
        self.expect_str(text, "__repr__ returned non-string")
    }

    /// `str(value)`.
    pub fn str(&self, value: &Value) -> Result<Ref<Str>> {
        if let Some(text) = value.downcast_exact::<Str>() {
            return Ok(text.clone());
        }
        let Some(str) = value.class().slots().str else {
            return self.repr(value);
        };
        self.check_native_stack(" while getting the str of an object")?;
        let text = str(self, value)?;
        self.expect_str(text, "__str__ returned non-string")
    }

    fn expect_str(&self, text: Value, problem: &str) -> Result<Ref<Str>> {
        match text.downcast::<Str>() {
            Some(text) => Ok(text.clone()),
            None => Err(self.type_error(format!("{problem} (type {})", text.class().name()))),
        }
    }

    /// `repr(value)` for messages: what goes wrong in it is raised.
    pub fn repr_text(&self, value: &Value) -> Result<String> {
        Ok(self.repr(value)?.to_text())
    }

    /// `str(value)` as Rust text; surrogates are replaced.
    pub fn str_text(&self, value: &Value) -> Result<String> {
        Ok(self.str(value)?.to_text())
    }

    /// `format(value, specification)`.
    pub fn format(&self, value: &Value, specification: &Ref<Str>) -> Result<Ref<Str>> {
        if let Some(text) = self.format_builtin(value, specification) {
            return text;
        }
        let name = &names().__format__;
        let arguments = [specification.to_value()];
        let text = match self.find_special(value, name)? {
            Some(found) => Some(self.call_found(&found, value, &arguments)?),
            None => None,
        };
        let Some(text) = text else {
            return Err(self.type_error(format!(
                "Type {} doesn't define __format__",
                value.class().name()
            )));
        };
        match text.downcast::<Str>() {
            Some(text) => Ok(text.clone()),
            None => Err(self.type_error(format!(
                "__format__ must return a str, not {}",
                text.class().name()
            ))),
        }
    }

    /// The same for a str, an int or a float, past their methods.
    fn format_builtin(&self, value: &Value, specification: &Ref<Str>) -> Option<Result<Ref<Str>>> {
        if let Some(text) = value.downcast_exact::<Str>() {
            return Some(match specification.is_empty() {
                true => Ok(text.clone()),
                false => format_text(self, text, specification),
            });
        }
        let is_int = value.is_small_int();
        if !is_int && !value.is_immediate_float() {
            return None;
        }
        if specification.is_empty() {
            return Some(self.repr(value));
        }
        let text = specification.as_str()?;
        let formatted = if is_int {
            let number = IntegerRef::Small(value.as_small_int()?);
            format::format_integer(number, text, digit_limit(), "int")
        } else {
            format::format_float(value.immediate_float_value(), text, "float")
        };
        Some(match formatted {
            Ok(text) => Ok(Str::from(text)),
            Err(error) => Err(self.number_error(error)),
        })
    }

    /// Runs `representation` unless the representation of `object` is under way already; then
    /// gives `None`. For containers that may hold themselves.
    pub fn guard_repr<T>(
        &self,
        object: &Value,
        representation: impl FnOnce() -> Result<T>,
    ) -> Result<Option<T>> {
        let address = object.bits() as usize;
        if self.representing.borrow().contains(&address) {
            return Ok(None);
        }
        self.representing.borrow_mut().push(address);
        let result = representation();
        self.representing
            .borrow_mut()
            .retain(|&other| other != address);
        result.map(Some)
    }
}
