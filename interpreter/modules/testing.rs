//! `_testinternalcapi`, `_testcapi`, `_testlimitedcapi`, `_testsinglephase`: the few functions of CPython's test
//! modules that mean something for any machine, so that its test suite can be run.

mod code_like;
mod conventions;

use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::dict::Dict;
use vm::objects::exceptions::BASE_EXCEPTION;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::protocols::numbers::Operator;
use vm::{Result, Vm};

/// `_testinternalcapi`.
pub static INTERNAL: NativeModule = NativeModule {
    name: "_testinternalcapi",
    doc: Some("What the machine tells its tests."),
    functions: &[
        Method::new(
            "get_config",
            "($module, /)",
            configuration,
            "How the interpreter was started.",
        ),
        Method::new(
            "get_recursion_depth",
            "($module, /)",
            |vm, _| Ok(Value::from(depth(vm))),
            "How many calls of Python functions are under way.",
        ),
        Method::new(
            "get_immortalize_deferred",
            "($module, /)",
            |_, _| Ok(Value::bool(false)),
            "Whether functions and code objects live forever.",
        ),
        Method::new(
            "has_inline_values",
            "($module, obj, /)",
            |_, values| Ok(Value::bool(has_inline_values(required(values, 0)))),
            "Whether the attributes of an instance lie in it, and not in a dict.",
        ),
        Method::new(
            "suppress_immortalization",
            "($module, suppress, /)",
            // Every object is counted here: there is nothing to suppress.
            |_, _| Ok(Value::NONE),
            "Keeps code objects from living forever.",
        ),
    ],
    fill: |_, _| Ok(()),
};

/// `_testcapi`.
pub static PUBLIC: NativeModule = NativeModule {
    name: "_testcapi",
    doc: Some("What native code does, for tests."),
    functions: &[Method::new(
        "exception_print",
        "($module, exc, legacy=False, /)",
        exception_print,
        "Prints an exception as native code does.",
    )],
    fill: |vm, module| {
        module.add_functions(vm, code_like::FUNCTIONS);
        module.add_functions(vm, &conventions::CALLS);
        module.add_functions(vm, &conventions::OF_MODULE);
        for class in [
            &code_like::CODE_LIKE,
            &conventions::INSTANCE,
            &conventions::CLASS,
            &conventions::STATIC,
        ] {
            module.add_class(vm, class);
        }
        module.set(vm, "Py_C_RECURSION_LIMIT", Value::int(10_000));
        module.set(vm, "INT_MAX", Value::int(i32::MAX.into()));
        module.set(vm, "INT_MIN", Value::int(i32::MIN.into()));
        module.set(vm, "UINT_MAX", Value::int(u32::MAX.into()));
        module.set(vm, "PY_SSIZE_T_MAX", Value::from(i64::MAX));
        module.set(vm, "PY_SSIZE_T_MIN", Value::from(i64::MIN));
        Ok(())
    },
};

/// `_testlimitedcapi`.
pub static LIMITED: NativeModule = NativeModule {
    name: "_testlimitedcapi",
    doc: Some("What native code does with items, for tests."),
    functions: &[
        Method::new(
            "sequence_getitem",
            "($module, sequence, index, /)",
            |vm, values| vm.get_item(required(values, 0), required(values, 1)),
            "An item.",
        ),
        Method::new(
            "sequence_setitem",
            "($module, sequence, index, value, /)",
            |vm, values| {
                vm.set_item(
                    required(values, 0),
                    required(values, 1),
                    required(values, 2),
                )?;
                Ok(Value::NONE)
            },
            "Replaces an item.",
        ),
        Method::new(
            "sequence_delitem",
            "($module, sequence, index, /)",
            |vm, values| {
                vm.delete_item(required(values, 0), required(values, 1))?;
                Ok(Value::NONE)
            },
            "Deletes an item.",
        ),
    ],
    fill: |_, _| Ok(()),
};

/// `_testsinglephase`: some native module, which the tests of import look for.
pub static SAMPLE: NativeModule = NativeModule {
    name: "_testsinglephase",
    doc: Some("A native module."),
    functions: &[Method::new(
        "sum",
        "($module, i, j, /)",
        |vm, values| vm.binary(Operator::Add, required(values, 0), required(values, 1)),
        "The sum of two numbers.",
    )],
    fill: |vm, module| {
        module.set(vm, "int_const", Value::int(1969));
        module.set(vm, "str_const", Str::value("something different"));
        Ok(())
    },
};

fn configuration(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    let options = &vm.shared().options;
    let hidden = options.extra.iter().any(|it| it == "no_debug_ranges");
    let config = Dict::new();
    config.set_str(&vm.intern("code_debug_ranges"), Value::bool(!hidden));
    Ok(config.into())
}

fn depth(vm: &Vm) -> usize {
    std::iter::successors(vm.frame_object(0), |frame| frame.back()).count()
}

fn has_inline_values(value: &Value) -> bool {
    value.header().is_some_and(|header| {
        header.class().has(vm::objects::types::flags::ATTRIBUTES)
            && vm::objects::attributes::existing_dict(header).is_none()
    })
}

fn exception_print(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let exception = required(arguments, 0);
    if exception.class().is_subtype(&BASE_EXCEPTION) {
        vm::traceback::print(vm, exception);
    } else {
        let class = exception.class().name();
        let text =
            format!("TypeError: print_exception(): Exception expected for value, {class} found\n");
        vm::traceback::write_error(vm, &text);
    }
    Ok(Value::NONE)
}
