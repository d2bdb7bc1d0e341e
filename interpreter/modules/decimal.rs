//! `_decimal`: decimal floating-point numbers, as `primitives::number::decimal` computes them.

use primitives::number::decimal::LARGEST;
use vm::import::NativeModule;
use vm::objects::str::Str;
use vm::objects::value::Value;

use crate::support::add_types;

mod context;
mod context_methods;
mod conversion;
mod current;
mod number;
mod number_methods;
mod shared_methods;
mod signal_dict;
mod signals;

use context::{CONTEXT, Settings};
use current::MANAGER;
use number::NUMBER;
use signal_dict::SIGNAL_DICT;

/// `_decimal`
pub static MODULE: NativeModule = NativeModule {
    name: "_decimal",
    doc: Some("Decimal floating-point numbers."),
    functions: current::FUNCTIONS,
    fill: |vm, module| {
        add_types(vm, module, signals::EXCEPTIONS);
        add_types(vm, module, &[&NUMBER, &CONTEXT]);
        vm::objects::class_creation::make_ready(&SIGNAL_DICT);
        vm::objects::class_creation::make_ready(&MANAGER);
        signal_dict::make_class(vm)?;
        conversion::prepare(vm, module)?;
        current::prepare(vm, module)?;
        for (name, _) in context::ROUNDINGS {
            module.set(vm, name, Value::from(vm.intern(name)));
        }
        for (name, settings) in [
            ("DefaultContext", Settings::DEFAULT),
            ("BasicContext", Settings::BASIC),
            ("ExtendedContext", Settings::EXTENDED),
        ] {
            module.set(vm, name, current::template(vm, name, settings));
        }
        for (name, number) in [
            ("MAX_PREC", LARGEST),
            ("MAX_EMAX", LARGEST),
            ("MIN_EMIN", -LARGEST),
            ("MIN_ETINY", -LARGEST - (LARGEST - 1)),
        ] {
            module.set(vm, name, Value::int(number));
        }
        module.set(vm, "HAVE_THREADS", Value::TRUE);
        module.set(vm, "HAVE_CONTEXTVAR", Value::TRUE);
        module.set(vm, "__version__", Str::value("1.70"));
        module.set(vm, "__libmpdec_version__", Str::value("2.5.1"));
        Ok(())
    },
};
