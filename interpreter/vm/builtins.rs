//! Module `builtins`: its functions. Its types are in `objects`.

use crate::Vm;
use crate::native::Method;
use crate::objects::heap::Ref;
use crate::objects::module::Module;
use crate::objects::types::StaticType;
use crate::objects::value::Value;
use crate::objects::{self, exceptions, iterators};

mod attributes;
pub mod console;
pub(crate) mod execution;
mod iteration;
mod numbers;
pub mod warnings;

/// The functions of the module, in parts by subject.
pub const FUNCTIONS: &[&[Method]] = &[
    attributes::FUNCTIONS,
    console::FUNCTIONS,
    execution::FUNCTIONS,
    iteration::FUNCTIONS,
    numbers::FUNCTIONS,
];

/// The types of the module, without the exceptions.
const TYPES: &[&StaticType] = &[
    &objects::bool::BOOL,
    &objects::bytearray::BYTEARRAY,
    &objects::bytes::BYTES,
    &objects::class_method::CLASS_METHOD,
    &objects::class_method::STATIC_METHOD,
    &objects::complex::COMPLEX,
    &objects::dict_type::DICT,
    &iterators::ENUMERATE,
    &iterators::FILTER,
    &objects::float_type::FLOAT,
    &objects::set::FROZENSET,
    &objects::int_type::INT,
    &objects::list_type::LIST,
    &iterators::MAP,
    &objects::memoryview::MEMORYVIEW,
    &objects::object_type::OBJECT,
    &objects::property::PROPERTY,
    &objects::range::RANGE,
    &iterators::REVERSED,
    &objects::set::SET,
    &objects::slice::SLICE,
    &objects::str_type::STR,
    &objects::super_type::SUPER,
    &objects::tuple_type::TUPLE,
    &objects::types::TYPE,
    &iterators::ZIP,
];

/// Other names of the module.
const ALIASES: &[(&str, &StaticType)] = &[
    ("EnvironmentError", &exceptions::OS_ERROR),
    ("IOError", &exceptions::OS_ERROR),
];

/// Fills the dict of the module.
pub fn fill(vm: &Vm, module: &Ref<Module>) {
    for functions in FUNCTIONS {
        module.add_functions(vm, functions);
    }
    for class in TYPES.iter().chain(exceptions::ALL) {
        module.set(vm, class.native_name(), class.to_value());
    }
    for (name, class) in ALIASES {
        module.set(vm, name, class.to_value());
    }
    module.set(vm, "Ellipsis", Value::ELLIPSIS);
    module.set(vm, "NotImplemented", Value::NOT_IMPLEMENTED);
    module.set(vm, "None", Value::NONE);
    module.set(vm, "True", Value::TRUE);
    module.set(vm, "False", Value::FALSE);
    module.set(
        vm,
        "__debug__",
        Value::bool(vm.shared().options.optimize == 0),
    );
}
