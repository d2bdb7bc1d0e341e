//! `_weft`: what this interpreter has and others have not; scripts see it as `weft`.

use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::dict::Dict;
use vm::objects::generator::Generator;
use vm::objects::list::List;
use vm::objects::value::Value;
use vm::{Result, Vm};

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_weft",
    doc: Some("What Weft can do beyond other Pythons."),
    functions: &[
        Method::new(
            "wait",
            "($module, awaitable, /)",
            wait,
            "Awaits something from a plain function below a running coroutine, which is\n\
             suspended with all functions in between until the result is there: a switch\n\
             of tasks without the word 'await'.",
        ),
        Method::new(
            "fibers",
            "($module, /)",
            fibers,
            "Figures of this thread's fibers and their stacks, as a dict.",
        ),
        Method::new(
            "stack_of",
            "($module, generator, /)",
            stack_of,
            "The frames of a suspended generator or coroutine and of all that it delegates\n\
             to, from the outermost on, and at last what it waits for, if that has no frame.",
        ),
    ],
    fill: |_, _| Ok(()),
};

fn wait(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let awaitable = required(arguments, 0);
    vm.wait(awaitable)
}

fn fibers(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    let figures = vm.fiber_figures();
    let rows = [
        ("live", figures.live),
        ("parked", figures.parked),
        ("idle", figures.idle),
        ("pooled", figures.stacks.warm + figures.stacks.cold),
        ("high_water", figures.stacks.high_water),
        ("reserved_bytes", figures.stacks.reserved_bytes),
        ("guarded_by_advice", figures.stacks.guarded_by_advice),
        (
            "guarded_by_protection",
            figures.stacks.guarded_by_protection,
        ),
    ];
    let dict = Dict::new();
    for (name, figure) in rows {
        dict.set_str(&vm.intern(name), Value::from(figure));
    }
    Ok(dict.into())
}

fn stack_of(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let mut current = required(arguments, 0).clone();
    if current.downcast::<Generator>().is_none() {
        return Err(vm.type_error(format!(
            "stack_of() argument must be a generator or coroutine, not {}",
            vm.found_argument(&current)
        )));
    }
    let mut stack: Vec<Value> = Vec::new();
    // What is chained to a generator that waits does so, too: nothing needs to be asked.
    let mut in_chain = false;
    loop {
        let Some(generator) = current.downcast::<Generator>() else {
            stack.push(current);
            break;
        };
        match generator.frame_object() {
            Some(frame) => stack.push(frame.into()),
            None => break,
        }
        let chained = generator.chained();
        let inner = match &chained {
            Some(inner) if in_chain => Some(inner.clone()),
            _ => generator.delegate(vm),
        };
        in_chain = chained.is_some();
        match inner {
            Some(inner) => current = inner,
            None => break,
        }
    }
    Ok(List::new(stack).into())
}
