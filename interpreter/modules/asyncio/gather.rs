//! `asyncio.gather()`.

use std::cell::Cell;

use rustc_hash::FxHashMap;
use vm::call::Arguments;
use vm::native::{Property, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::coroutine;
use super::event_loop::{self, get_event_loop};
use super::exceptions::CANCELLED_ERROR;
use super::future::{self, Callback, Future, State, loop_of};
use super::task::{TASK, exact_native, part};
use crate::container;
use crate::contextvars::Inherited;
use crate::support::of;

/// The payload of what is called when one of the futures is done.
pub struct Gathering {
    children: Guarded<Vec<Value>>,
    outer: Guarded<Option<Value>>,
    /// How many are not done.
    waiting: Cell<usize>,
    return_exceptions: bool,
}

container!(Gathering, GATHERING, [children, outer], clear[children, outer]);

static_type! {
    /// `_asyncio.Gathering`
    pub GATHERING = TypeSpec {
        name: "Gathering",
        module: "_asyncio",
        layout: Some(<Gathering as Payload>::layout),
        slots: Slots { call: Some(child_is_done), ..Slots::EMPTY },
        properties: &[
            Property::new("__qualname__", |_, _| Ok(Str::value("gather.<locals>._done_callback"))),
        ],
        ..TypeSpec::DEFAULT
    };
}

/// `gather(*coros_or_futures, return_exceptions=False)`
pub fn gather(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let all = required(arguments, 0)
        .downcast::<Tuple>()
        .cloned()
        .unwrap_or_else(Tuple::empty);
    let return_exceptions = match arguments.get(1) {
        Some(Some(value)) => vm.is_true(value)?,
        _ => false,
    };
    if all.items().is_empty() {
        let event_loop = get_event_loop(vm)?;
        let outer = event_loop::create_future(vm, &event_loop)?;
        vm.call_method(&outer, "set_result", &[List::new(Vec::new()).into()])?;
        return Ok(outer);
    }
    let gathering = Ref::new(Gathering {
        children: Guarded::default(),
        outer: Guarded::default(),
        waiting: Cell::new(0),
        return_exceptions,
    });
    let (event_loop, done) = collect(vm, &gathering, all.items())?;
    let class = vm.import_attribute("asyncio.tasks", "_GatheringFuture")?;
    let children: Value = List::new(gathering.children.borrow().to_vec()).into();
    let names = [Str::value("loop")];
    let values = [children, event_loop];
    let outer = vm.call_with(
        &class,
        Arguments {
            values: &values,
            names: &names,
        },
    )?;
    drop(gathering.outer.replace(Some(outer.clone())));
    for future in done {
        child_is_done(vm, gathering.as_value(), Arguments::positional(&[future]))?;
    }
    Ok(outer)
}

/// Makes futures of all that is given and waits for them; gives their loop, and those that are
/// done already.
fn collect(vm: &Vm, gathering: &Ref<Gathering>, all: &[Value]) -> Result<(Value, Vec<Value>)> {
    let mut event_loop: Option<Value> = None;
    let mut known: FxHashMap<u64, Value> = FxHashMap::default();
    let mut done = Vec::new();
    let context = Inherited::from_current(vm);
    for given in all {
        if let Some(future) = known.get(&given.identity()) {
            gathering.children.borrow_mut().push(future.clone());
            continue;
        }
        let future = ensure_future(vm, given, event_loop.as_ref())?;
        let own = match &event_loop {
            Some(own) => own.clone(),
            None => event_loop.insert(loop_of(vm, &future)?).clone(),
        };
        if !future.is(given) {
            forget_destruction(vm, &future)?;
        }
        gathering.waiting.set(gathering.waiting.get() + 1);
        known.insert(given.identity(), future.clone());
        gathering.children.borrow_mut().push(future.clone());
        match exact_native(&future) {
            Some(native) if native.is_done() => done.push(future),
            Some(native) if native.belongs_to(&own) => {
                let callback = Callback::Call(gathering.to_value());
                future::add_callback(vm, native, callback, context.clone())?;
            }
            _ => {
                let is_done = vm.call_method(&future, "done", &[])?;
                if vm.is_true(&is_done)? {
                    done.push(future);
                } else {
                    vm.call_method(&future, "add_done_callback", &[gathering.to_value()])?;
                }
            }
        }
    }
    Ok((event_loop.unwrap_or(Value::NONE), done))
}

/// Whoever gathers answers for tasks that nobody else knows.
fn forget_destruction(vm: &Vm, future: &Value) -> Result<()> {
    if future.class().is(&TASK) {
        part(future, |task| task.log_destroy_pending.set(false));
        return Ok(());
    }
    vm.set_attribute(future, &vm.intern("_log_destroy_pending"), &Value::FALSE)
}

/// `ensure_future()`, quickly for what is usual.
fn ensure_future(vm: &Vm, given: &Value, event_loop: Option<&Value>) -> Result<Value> {
    if let Some(native) = exact_native(given) {
        if event_loop.is_some_and(|event_loop| !native.belongs_to(event_loop)) {
            return Err(vm.value_error(
                "The future belongs to a different loop than the one specified as the loop \
                 argument",
            ));
        }
        return Ok(given.clone());
    }
    if coroutine::is_one(given) {
        let event_loop = match event_loop {
            Some(event_loop) => event_loop.clone(),
            None => match get_event_loop(vm) {
                Ok(event_loop) => event_loop,
                Err(raised) => {
                    vm.call_method(given, "close", &[])?;
                    return Err(raised);
                }
            },
        };
        return event_loop::create_task_of(vm, &event_loop, given);
    }
    let ensure = vm.import_attribute("asyncio.tasks", "ensure_future")?;
    let values = [given.clone(), event_loop.cloned().unwrap_or(Value::NONE)];
    let names = [Str::value("loop")];
    vm.call_with(
        &ensure,
        Arguments {
            values: &values,
            names: &names,
        },
    )
}

fn is_cancelled(vm: &Vm, future: &Value) -> Result<bool> {
    match exact_native(future) {
        Some(native) => Ok(native.state.get() == State::Cancelled),
        None => vm.is_true(&vm.call_method(future, "cancelled", &[])?),
    }
}

/// The exception of a future that is done and was not cancelled.
fn exception_of(vm: &Vm, future: &Value) -> Result<Option<Value>> {
    if let Some(native) = exact_native(future) {
        return Ok((native.state.get() == State::Failed).then(|| future::exception(native)));
    }
    let exception = vm.call_method(future, "exception", &[])?;
    Ok(Some(exception).filter(|exception| !exception.is_none()))
}

fn cancelled_error(vm: &Vm, future: &Value) -> Result<Value> {
    match exact_native(future) {
        Some(native) => future::cancelled_error(vm, native),
        None => vm.call_method(future, "_make_cancelled_error", &[]),
    }
}

fn child_is_done(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<Value> {
    let gathering = of::<Gathering>(this);
    let [future] = arguments.values else {
        return Err(vm.type_error("_done_callback() takes 1 positional argument: 'fut'"));
    };
    gathering
        .waiting
        .set(gathering.waiting.get().saturating_sub(1));
    let outer = gathering.outer.borrow().clone();
    let outer_future = outer.as_ref().and_then(|outer| outer.downcast::<Future>());
    let Some(outer) = outer_future.filter(|outer| !outer.is_done()) else {
        if !is_cancelled(vm, future)? {
            exception_of(vm, future)?;
        }
        return Ok(Value::NONE);
    };
    if !gathering.return_exceptions {
        let exception = if is_cancelled(vm, future)? {
            Some(cancelled_error(vm, future)?)
        } else {
            exception_of(vm, future)?
        };
        if let Some(exception) = exception {
            future::set_exception(vm, outer, &exception)?;
            return Ok(Value::NONE);
        }
    }
    if gathering.waiting.get() == 0 {
        finish(vm, gathering, outer, future)?;
    }
    Ok(Value::NONE)
}

fn finish(vm: &Vm, gathering: &Gathering, outer: &Ref<Future>, last: &Value) -> Result<()> {
    let children = gathering.children.borrow().to_vec();
    let mut results = Vec::with_capacity(children.len());
    for child in children {
        results.push(outcome_of(vm, &child)?);
    }
    let requested = vm.get_attribute(outer.as_value(), &vm.intern("_cancel_requested"))?;
    if vm.is_true(&requested)? {
        let error = cancelled_error(vm, last)?;
        return future::set_exception(vm, outer, &error);
    }
    future::set_result(vm, outer, List::new(results).into())
}

fn outcome_of(vm: &Vm, child: &Value) -> Result<Value> {
    if is_cancelled(vm, child)? {
        let message = vm.get_attribute(child, &vm.intern("_cancel_message"))?;
        let message = if message.is_none() {
            Str::value("")
        } else {
            message
        };
        return vm.call(CANCELLED_ERROR.as_value(), &[message]);
    }
    if let Some(exception) = exception_of(vm, child)? {
        return Ok(exception);
    }
    match exact_native(child) {
        Some(native) => future::result(vm, native),
        None => vm.call_method(child, "result", &[]),
    }
}
