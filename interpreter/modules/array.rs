//! `array`: compact arrays of numbers.

use vm::import::NativeModule;
use vm::native::Method;
use vm::objects::class_creation::make_ready;
use vm::objects::str::Str;

use crate::support::add_types;

mod changes;
mod construction;
mod items;
mod iterator;
mod machine_format;
mod methods;
mod slots;

pub use slots::ARRAY;

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "array",
    doc: Some("Compact arrays of numbers."),
    functions: &[Method::new(
        "_array_reconstructor",
        "($module, arraytype, typecode, mformat_code, items, /)",
        machine_format::reconstruct,
        "Makes an array from its pickled bytes.",
    )],
    fill: |vm, module| {
        make_ready(&iterator::ARRAY_ITERATOR);
        add_types(vm, module, &[&ARRAY]);
        module.set(vm, "ArrayType", ARRAY.to_value());
        module.set(vm, "typecodes", Str::value("bBuwhHiIlLqQfd"));
        let sequences = vm.import_attribute("collections.abc", "MutableSequence")?;
        vm.call_method(&sequences, "register", &[ARRAY.to_value()])?;
        Ok(())
    },
};
