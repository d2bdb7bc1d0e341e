//! Native functions: how Rust functions are declared for Python, and how their arguments are
//! bound.
//!
//! A native function is one row: a name, a signature in Python's notation and a Rust function.
//! The signature decides what CPython's messages for wrong arguments look like (see
//! `native::binding`).

mod binding;
mod padding;
mod signature;
pub mod suggestion;

pub use binding::{Bound, bind, bind_in, check_keywords, required, unexpected_keyword};
pub use padding::padded;
pub use signature::{Parameter, ParameterKind, Signature};

use crate::call::Arguments;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// The Rust function behind a native function.
#[derive(Clone, Copy)]
pub enum Native {
    /// Takes its parameters in the order of the signature, `self` first; those that were not
    /// given are `None`. `*args` arrives as a tuple, `**kwargs` as a dict.
    Bound(fn(&Vm, &[Option<Value>]) -> Result<Value>),
    /// Takes the arguments as they were passed, `self` first.
    Raw(fn(&Vm, Arguments<'_>) -> Result<Value>),
}

/// How a method of a native type is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodKind {
    /// Called with an instance.
    Instance,
    /// Called with the class.
    Class,
    /// Called with neither.
    Static,
}

/// A native function or method: one row of a table.
pub struct Method {
    /// Its name.
    pub name: &'static str,
    /// Its parameters as Python writes them, `self` first for a method:
    /// `"($self, value, start=0, stop=sys.maxsize, /)"`. It is also `__text_signature__`, with
    /// CPython's `$self`, `$module` and `$type`; defaults are for show only. Parameters
    /// behind a `[` are optional and shown so (`"[, key]"`): no text signature then. One that
    /// begins with a blank is not shown either, as CPython has none.
    pub signature: &'static str,
    /// What runs.
    pub function: Native,
    /// How it is found.
    pub kind: MethodKind,
    /// `__doc__`.
    pub doc: &'static str,
}

impl Method {
    /// A method of instances, or a function of a module.
    pub const fn new(
        name: &'static str,
        signature: &'static str,
        function: fn(&Vm, &[Option<Value>]) -> Result<Value>,
        doc: &'static str,
    ) -> Method {
        Method {
            name,
            signature,
            function: Native::Bound(function),
            kind: MethodKind::Instance,
            doc,
        }
    }

    /// As [`Method::new`], for a function that takes its arguments as they were passed.
    pub const fn raw(
        name: &'static str,
        signature: &'static str,
        function: fn(&Vm, Arguments<'_>) -> Result<Value>,
        doc: &'static str,
    ) -> Method {
        Method {
            name,
            signature,
            function: Native::Raw(function),
            kind: MethodKind::Instance,
            doc,
        }
    }

    /// The same as a class method.
    pub const fn class_method(self) -> Method {
        Method {
            kind: MethodKind::Class,
            ..self
        }
    }

    /// The same as a static method.
    pub const fn static_method(self) -> Method {
        Method {
            kind: MethodKind::Static,
            ..self
        }
    }
}

/// Sets an attribute, or deletes it when given no value.
pub type SetProperty = fn(&Vm, &Value, Option<&Value>) -> Result<()>;

/// An attribute of a native type that functions compute.
pub struct Property {
    /// Its name.
    pub name: &'static str,
    /// Reads it.
    pub get: fn(&Vm, &Value) -> Result<Value>,
    /// Sets it, or deletes it when given no value; read-only where there is none.
    pub set: Option<SetProperty>,
    /// Whether CPython has it as a member (`member_descriptor`) and not as a
    /// `getset_descriptor`.
    pub member: bool,
    /// `__doc__`.
    pub doc: Option<&'static str>,
}

impl Property {
    /// A read-only attribute.
    pub const fn new(name: &'static str, get: fn(&Vm, &Value) -> Result<Value>) -> Property {
        Property {
            name,
            get,
            set: None,
            member: false,
            doc: None,
        }
    }

    /// An attribute that can be set.
    pub const fn settable(
        name: &'static str,
        get: fn(&Vm, &Value) -> Result<Value>,
        set: fn(&Vm, &Value, Option<&Value>) -> Result<()>,
    ) -> Property {
        Property {
            name,
            get,
            set: Some(set),
            member: false,
            doc: None,
        }
    }
}
