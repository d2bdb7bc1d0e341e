//! What a handle does when its turn comes. The steps and wakeups of tasks have no Python
//! object of their own until a script looks at them.

use vm::call::Arguments;
use vm::native::{Method, Property, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::native_function::NativeFunction;
use vm::objects::slots::Slots;
use vm::objects::tuple::Tuple;
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::future::{self, Future, State};
use super::step;
use super::task::exact_native;
use super::timeout::{self, Timeout};
use crate::container;
use crate::support::{Visit, of};

/// The arguments of a callback.
#[derive(Clone)]
pub enum Given {
    /// None.
    Nothing,
    /// One.
    One(Value),
    /// Any number.
    Many(Ref<Tuple>),
}

impl Given {
    /// The arguments of a call.
    pub fn of(values: &[Value]) -> Given {
        match values {
            [] => Given::Nothing,
            [value] => Given::One(value.clone()),
            values => Given::Many(Tuple::from_slice(values)),
        }
    }

    /// They as a tuple.
    pub fn to_tuple(&self) -> Ref<Tuple> {
        match self {
            Given::Many(values) => values.clone(),
            few => Tuple::from_slice(few.as_slice()),
        }
    }

    fn as_slice(&self) -> &[Value] {
        match self {
            Given::Nothing => &[],
            Given::One(value) => std::slice::from_ref(value),
            Given::Many(values) => values.items(),
        }
    }
}

/// What is to be done.
#[derive(Clone)]
pub enum Action {
    /// Calls something.
    Call(Value, Given),
    /// Resumes a task, with an exception or without.
    Step(Ref<Future>, Option<Value>),
    /// Resumes a task with what the future that it waited for has.
    Wakeup(Ref<Future>, Value),
    /// Sets the result of a future, unless it was cancelled.
    Resolve(Value, Value),
    /// Cancels what is in the block of a timeout.
    Expire(Ref<Timeout>),
}

impl Action {
    /// Does it.
    pub fn perform(&self, vm: &Vm) -> Result<()> {
        match self {
            Action::Call(function, given) => vm.call(function, given.as_slice()).map(drop),
            Action::Step(task, exception) => step::step(vm, task, exception.clone()),
            Action::Wakeup(task, future) => step::wakeup(vm, task, future),
            Action::Resolve(future, result) => resolve(vm, future, result),
            Action::Expire(timeout) => timeout::expire(vm, timeout),
        }
    }

    /// The callable that does it when called with [`Action::arguments`].
    pub fn callable(&self) -> Value {
        match self {
            Action::Call(function, _) => function.clone(),
            Action::Step(task, exception) => Ref::new(TaskStep {
                task: task.clone(),
                exception: Guarded::new(exception.clone()),
            })
            .into(),
            Action::Wakeup(task, _) => wakeup_callable(task),
            Action::Resolve(..) => NativeFunction::bound(&RESOLVE, Value::NONE, None).into(),
            Action::Expire(timeout) => timeout::on_timeout(timeout),
        }
    }

    /// What the callable is called with.
    pub fn arguments(&self) -> Ref<Tuple> {
        match self {
            Action::Call(_, given) => given.to_tuple(),
            Action::Step(..) | Action::Expire(_) => Tuple::empty(),
            Action::Wakeup(_, future) => Tuple::new(vec![future.clone()]),
            Action::Resolve(future, result) => Tuple::pair(future.clone(), result.clone()),
        }
    }
}

impl Visit for Action {
    fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        match self {
            Action::Call(function, given) => {
                visit(function);
                match given {
                    Given::Nothing => {}
                    Given::One(value) => visit(value),
                    Given::Many(values) => visit(values.as_value()),
                }
            }
            Action::Step(task, exception) => {
                visit(task.as_value());
                exception.visit(visit);
            }
            Action::Wakeup(task, future) => {
                visit(task.as_value());
                visit(future);
            }
            Action::Resolve(future, result) => {
                visit(future);
                visit(result);
            }
            Action::Expire(timeout) => visit(timeout.as_value()),
        }
    }
}

static WAKEUP: Method = Method::new(
    "task_wakeup",
    "($self, future, /)",
    |vm, values| {
        let task: &Ref<Future> = of(required(values, 0));
        step::wakeup(vm, task, required(values, 1))?;
        Ok(Value::NONE)
    },
    "Resumes the task with the outcome of a future.",
);

static RESOLVE: Method = Method::new(
    "_set_result_unless_cancelled",
    "($self, fut, result, /)",
    |vm, values| {
        resolve(vm, required(values, 1), required(values, 2))?;
        Ok(Value::NONE)
    },
    "Sets the result of a future, unless it was cancelled.",
);

/// Sets the result of a future, unless it was cancelled.
pub fn resolve(vm: &Vm, future: &Value, result: &Value) -> Result<()> {
    if let Some(native) = exact_native(future) {
        return match native.state.get() {
            State::Cancelled => Ok(()),
            _ => future::set_result(vm, native, result.clone()),
        };
    }
    let cancelled = vm.call_method(future, "cancelled", &[])?;
    if vm.is_true(&cancelled)? {
        return Ok(());
    }
    vm.call_method(future, "set_result", std::slice::from_ref(result))
        .map(drop)
}

/// A task's wakeup as a function.
pub fn wakeup_callable(task: &Ref<Future>) -> Value {
    NativeFunction::bound(&WAKEUP, task.to_value(), None).into()
}

/// The task, if the value is the wakeup of one.
pub fn task_of_wakeup(value: &Value) -> Option<&Ref<Future>> {
    let function = value.downcast_exact::<NativeFunction>()?;
    if !std::ptr::eq(function.method(), &raw const WAKEUP) {
        return None;
    }
    function.receiver()?.downcast::<Future>()
}

/// The payload of a task's step as a function.
pub struct TaskStep {
    task: Ref<Future>,
    exception: Guarded<Option<Value>>,
}

container!(TaskStep, TASK_STEP, [task, exception], clear[exception]);

static_type! {
    /// `_asyncio.TaskStepMethWrapper`
    pub TASK_STEP = TypeSpec {
        name: "TaskStepMethWrapper",
        module: "builtins",
        doc: Some("Resumes a task."),
        layout: Some(<TaskStep as Payload>::layout),
        slots: Slots { call: Some(call), ..Slots::EMPTY },
        properties: &[
            Property::new("__self__", |_, this| Ok(of::<TaskStep>(this).task.to_value())),
            Property::new("__qualname__", |vm, this| {
                let task = of::<TaskStep>(this).task.to_value();
                let coroutine = vm.get_attribute(&task, &vm.intern("_coro"))?;
                vm.get_attribute(&coroutine, &vm.intern("__qualname__"))
            }),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn call(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<Value> {
    if !arguments.names.is_empty() {
        return Err(vm.type_error("function takes no keyword arguments"));
    }
    if !arguments.values.is_empty() {
        return Err(vm.type_error("function takes no positional arguments"));
    }
    let wrapper = of::<TaskStep>(this);
    let exception = wrapper.exception.borrow().clone();
    step::step(vm, &wrapper.task, exception)?;
    Ok(Value::NONE)
}
