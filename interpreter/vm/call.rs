//! Calling: the arguments of a call, and calls from native code.

use crate::objects::heap::Ref;
use crate::objects::module::Module;
use crate::objects::names::names;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// The arguments of a call: positional ones, then the values of keyword arguments, whose
/// names stand in `names`.
#[derive(Clone, Copy)]
pub struct Arguments<'a> {
    /// All values: the last `names.len()` belong to keywords.
    pub values: &'a [Value],
    /// The names of the keyword arguments; each is a str.
    pub names: &'a [Value],
}

impl<'a> Arguments<'a> {
    /// No arguments.
    pub const NONE: Arguments<'static> = Arguments {
        values: &[],
        names: &[],
    };

    /// Positional arguments only.
    #[inline(always)]
    pub fn positional(values: &'a [Value]) -> Arguments<'a> {
        Arguments { values, names: &[] }
    }

    /// The positional arguments.
    #[inline(always)]
    pub fn positionals(&self) -> &'a [Value] {
        &self.values[..self.values.len() - self.names.len()]
    }

    /// The keyword arguments: names and values.
    pub fn keywords(&self) -> impl Iterator<Item = (&'a Ref<Str>, &'a Value)> + use<'a> {
        let values = &self.values[self.values.len() - self.names.len()..];
        self.names
            .iter()
            .filter_map(|name| name.downcast::<Str>())
            .zip(values)
    }

    /// The arguments behind the first `count` positional ones.
    pub fn skip(&self, count: usize) -> Arguments<'a> {
        Arguments {
            values: &self.values[count..],
            names: self.names,
        }
    }
}

impl Vm {
    /// Calls `callable` with positional arguments.
    #[inline]
    pub fn call(&self, callable: &Value, arguments: &[Value]) -> Result<Value> {
        self.call_with(callable, Arguments::positional(arguments))
    }

    /// Calls `callable`.
    #[inline]
    pub fn call_with(&self, callable: &Value, arguments: Arguments<'_>) -> Result<Value> {
        self.check_native_stack(" while calling a Python object")?;
        match callable.class().slots().call {
            Some(call) => call(self, callable, arguments),
            None => Err(self.not_callable(callable)),
        }
    }

    /// The error for a call of what cannot be called. A module that holds a callable of its
    /// own name was probably meant to be that.
    #[cold]
    fn not_callable(&self, value: &Value) -> Raised {
        let class = value.class().name();
        let namesake = value.downcast::<Module>().and_then(|module| {
            let name = module.dict().get_str(&names().__name__)?;
            let name = name.downcast::<Str>()?.clone();
            let callable = module.dict().get_str(&name)?.class().slots().call;
            callable.map(|_| name)
        });
        self.type_error(match namesake {
            Some(name) => {
                format!("'{class}' object is not callable. Did you mean: '{name}.{name}(...)'?")
            }
            None => format!("'{class}' object is not callable"),
        })
    }

    /// Calls the method `name` of `object`, without making a bound method where it can.
    pub fn call_method(&self, object: &Value, name: &str, arguments: &[Value]) -> Result<Value> {
        let name = self.intern(name);
        self.call_method_by_name(object, &name, arguments)
    }

    /// Calls the special method `name` of the type of `object` as the interpreter does, past
    /// the instance's own attributes; `None` where the type has none.
    pub fn call_special(
        &self,
        object: &Value,
        name: &str,
        arguments: &[Value],
    ) -> Result<Option<Value>> {
        let name = self.intern(name);
        let Some(method) = self.find_special(object, &name)? else {
            return Ok(None);
        };
        self.call_found(&method, object, arguments).map(Some)
    }
}
