//! Module `gc`: the collector of cycles.

use vm::call::Arguments;
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::dict::Dict;
use vm::objects::gc::{self, GENERATIONS};
use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::module::Module;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use crate::arguments::{int, optional};

/// `gc`
pub static MODULE: NativeModule = NativeModule {
    name: "gc",
    doc: Some("The collector of cycles."),
    functions: FUNCTIONS,
    fill,
};

const FUNCTIONS: &[Method] = &[
    Method::new(
        "enable",
        "($module, /)",
        |_, _| enable(true),
        "Collects by itself.",
    ),
    Method::new(
        "disable",
        "($module, /)",
        |_, _| enable(false),
        "Collects only when asked.",
    ),
    Method::new(
        "isenabled",
        "($module, /)",
        |_, _| Ok(Value::bool(gc::is_enabled())),
        "Whether it collects by itself.",
    ),
    Method::new(
        "collect",
        "($module, /, generation=2)",
        collect,
        "Collects now.",
    ),
    Method::new(
        "get_count",
        "($module, /)",
        |_, _| Ok(tuple(gc::counts())),
        "The counts.",
    ),
    Method::new(
        "get_threshold",
        "($module, /)",
        |_, _| Ok(tuple(gc::thresholds())),
        "The thresholds.",
    ),
    Method::raw(
        "set_threshold",
        "(threshold0[, threshold1[, threshold2]])",
        set_threshold,
        "Sets the thresholds.",
    ),
    Method::new(
        "get_debug",
        "($module, /)",
        |_, _| Ok(Value::int(gc::debug().into())),
        "The debugging flags.",
    ),
    Method::new(
        "set_debug",
        "($module, flags, /)",
        set_debug,
        "Sets the debugging flags.",
    ),
    Method::new(
        "get_stats",
        "($module, /)",
        get_stats,
        "What was collected.",
    ),
    Method::new(
        "get_objects",
        "($module, /, generation=None)",
        get_objects,
        "The objects that are followed.",
    ),
    Method::new(
        "get_referents",
        "($module, /, *objs)",
        |vm, it| Ok(List::new(gc::referents(&vm.collect(required(it, 0))?)).into()),
        "What objects refer to.",
    ),
    Method::new(
        "get_referrers",
        "($module, /, *objs)",
        |vm, it| Ok(List::new(gc::referrers(&vm.collect(required(it, 0))?)).into()),
        "What refers to objects.",
    ),
    Method::new(
        "is_tracked",
        "($module, obj, /)",
        |_, it| Ok(Value::bool(gc::is_tracked(required(it, 0)))),
        "Whether an object is followed.",
    ),
    Method::new(
        "is_finalized",
        "($module, obj, /)",
        |_, it| Ok(Value::bool(gc::is_finalized(required(it, 0)))),
        "Whether the finalizer has run.",
    ),
    Method::new(
        "freeze",
        "($module, /)",
        |_, _| {
            gc::freeze();
            Ok(Value::NONE)
        },
        "Leaves all present objects out.",
    ),
    Method::new(
        "unfreeze",
        "($module, /)",
        |_, _| {
            gc::unfreeze();
            Ok(Value::NONE)
        },
        "Takes them in again.",
    ),
    Method::new(
        "get_freeze_count",
        "($module, /)",
        |_, _| Ok(gc::freeze_count().into()),
        "How many are left out.",
    ),
];

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    module.set(vm, "garbage", gc::garbage());
    module.set(vm, "callbacks", gc::callbacks());
    let flags = [
        ("DEBUG_STATS", gc::DEBUG_STATS),
        ("DEBUG_COLLECTABLE", gc::DEBUG_COLLECTABLE),
        ("DEBUG_UNCOLLECTABLE", gc::DEBUG_UNCOLLECTABLE),
        ("DEBUG_SAVEALL", gc::DEBUG_SAVEALL),
        (
            "DEBUG_LEAK",
            gc::DEBUG_COLLECTABLE | gc::DEBUG_UNCOLLECTABLE | gc::DEBUG_SAVEALL,
        ),
    ];
    for (name, value) in flags {
        module.set(vm, name, Value::int(value.into()));
    }
    Ok(())
}

fn enable(enabled: bool) -> Result<Value> {
    gc::set_enabled(enabled);
    Ok(Value::NONE)
}

fn tuple(numbers: [u32; GENERATIONS]) -> Value {
    Tuple::new(numbers.map(|number| Value::int(number.into())).to_vec()).into()
}

fn collect(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let generation = int(vm, arguments, 0, GENERATIONS as i32 - 1)?;
    match usize::try_from(generation) {
        Ok(generation) if generation < GENERATIONS => {
            let count = gc::collect_as_asked(vm, generation);
            vm.run_finalizers();
            Ok(count.into())
        }
        _ => Err(vm.value_error("invalid generation")),
    }
}

fn set_threshold(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    if !(1..=3).contains(&arguments.values.len()) {
        return Err(vm.type_error("gc.set_threshold requires 1 to 3 arguments"));
    }
    let mut thresholds = gc::thresholds();
    for (place, threshold) in thresholds.iter_mut().enumerate() {
        if let Some(value) = arguments.values.get(place) {
            *threshold = vm.to_i32(value)? as u32;
        }
    }
    gc::set_thresholds(thresholds);
    Ok(Value::NONE)
}

fn set_debug(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    gc::set_debug(vm.to_i32(required(arguments, 0))? as u32);
    Ok(Value::NONE)
}

fn get_stats(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    let all = gc::statistics().map(|statistics| {
        let dict = Dict::new();
        for (name, number) in [
            ("collections", statistics.collections),
            ("collected", statistics.collected),
            ("uncollectable", statistics.uncollectable),
        ] {
            dict.set_str(&vm.intern(name), Value::from(number as usize));
        }
        dict.into_value()
    });
    Ok(List::new(all.to_vec()).into())
}

fn get_objects(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let generation = match optional(arguments, 0) {
        None => None,
        Some(generation) => {
            let number = vm.to_isize(generation)?;
            if number < 0 {
                return Err(vm.value_error("generation parameter cannot be negative"));
            }
            if number as usize >= GENERATIONS {
                return Err(vm.value_error(format!(
                    "generation parameter must be less than the number of available generations ({GENERATIONS})"
                )));
            }
            Some(number as usize)
        }
    };
    Ok(List::new(gc::shown_objects(generation)).into())
}
