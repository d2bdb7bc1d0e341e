//! `repr`, `str`, `ascii`, `format`.

use crate::objects::heap::Ref;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Result, Vm};

impl Vm {
    /// `repr(value)`.
    pub fn repr(&self, value: &Value) -> Result<Ref<Str>> {
        self.check_native_stack(" while getting the repr of an object")?;
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
        if specification.is_empty()
            && let Some(text) = value.downcast_exact::<Str>()
        {
            return Ok(text.clone());
        }
        let Some(text) = self.call_special(value, "__format__", &[specification.to_value()])?
        else {
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
