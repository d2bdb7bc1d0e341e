//! `typing.Generic`: the base of generic classes.

use crate::call::Arguments;
use crate::native::Method;
use crate::objects::types::{TypeSpec, flags};
use crate::objects::value::Value;
use crate::{Result, Vm, static_type};

static_type! {
    /// `typing.Generic`
    pub GENERIC = TypeSpec {
        name: "Generic",
        module: "typing",
        constants: super::MODULE,
        doc: Some("The base of generic classes, which class C[T] has without being told."),
        flags: flags::BASE | flags::HEAP,
        methods: &[
            Method::raw("__class_getitem__", "", |vm, arguments| {
                delegate(vm, "_generic_class_getitem", arguments)
            }, "The class with types for its parameters.").class_method(),
            Method::raw("__init_subclass__", "", |vm, arguments| {
                delegate(vm, "_generic_init_subclass", arguments)
            }, "Finds the parameters of a new class.").class_method(),
        ],
        ..TypeSpec::DEFAULT
    };
}

/// Calls the function of `typing` that does the work, with the class first.
fn delegate(vm: &Vm, function: &str, arguments: Arguments<'_>) -> Result<Value> {
    let function = vm.import_attribute("typing", function)?;
    vm.call_with(&function, arguments)
}
