//! `async_generator`, and the awaitables that its methods give.

use std::cell::Cell;

use super::exceptions;
use super::generator::methods::{self, NAME, QUALIFIED_NAME, delegate, of, thrown_of};
use super::generator::{self, Generator, Input, Output, State, Thrown};
use super::guarded::Guarded;
use super::heap::{Payload, Ref};
use super::slots::Slots;
use super::str::Str;
use super::types::{TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Method, Property};
use crate::{Raised, Result, Vm, payload, static_type};

pub mod anext;

/// What an async generator yields to its consumer, as against what it awaits.
pub struct WrappedValue {
    value: Value,
}

/// How far an awaitable has got.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Initial,
    Iterating,
    Closed,
}

/// What an awaitable does with its generator.
enum Action {
    /// `__anext__()` and `asend()`.
    Send(Value),
    /// `athrow()`.
    Throw(Thrown),
    /// `aclose()`.
    Close,
}

/// The payload of the awaitables of `__anext__`, `asend`, `athrow` and `aclose`.
pub struct Step {
    generator: Ref<Generator>,
    action: Action,
    progress: Cell<Progress>,
}

/// The payload of `async_generator_athrow`: the same, as a type of its own.
pub struct ThrowStep(Step);

payload!(WrappedValue, WRAPPED_VALUE, {
    // It lives from a `yield` to the awaiter.
    fn may_be_in_cycle(&self) -> bool {
        false
    }
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.value);
    }
});

payload!(Step, ASEND, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.traverse_step(visit);
    }
    const SELDOM_FINALIZED: bool = true;
    fn wants_finalizer(&self) -> bool {
        self.progress.get() == Progress::Initial
    }
});

payload!(ThrowStep, ATHROW, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.traverse_step(visit);
    }
    const SELDOM_FINALIZED: bool = true;
    fn wants_finalizer(&self) -> bool {
        self.0.progress.get() == Progress::Initial
    }
});

static_type! {
    /// `async_generator`
    pub ASYNC_GENERATOR = TypeSpec {
        name: "async_generator",
        layout: Some(<Generator as Payload>::layout),
        flags: flags::WEAK_REFERENCES | flags::FINALIZER | flags::FORGOTTEN_FIRST | flags::NO_INSTANTIATION,
        slots: Slots {
            repr: Some(repr),
            aiter: Some(|_, this| Ok(this.clone())),
            anext: Some(|vm, this| send_step(vm, of(vm, this)?, Value::NONE)),
            finalize: Some(generator::finalize),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("asend", "($self, value, /)", |vm, arguments| {
                let value = arguments.get(1).cloned().flatten().unwrap_or(Value::NONE);
                send_step(vm, first(vm, arguments)?, value)
            }, "An awaitable that sends a value."),
            Method::raw("athrow", " ($self, type, value=None, traceback=None, /)", |vm, arguments| {
                let (this, thrown) = thrown_of(vm, arguments)?;
                throw_step(vm, of(vm, &this)?, Action::Throw(thrown))
            }, "An awaitable that raises an exception in the generator."),
            Method::new("aclose", "($self, /)", |vm, arguments| {
                throw_step(vm, first(vm, arguments)?, Action::Close)
            }, "An awaitable that raises GeneratorExit in the generator."),
            super::generic_alias::CLASS_GETITEM,
        ],
        properties: &[
            NAME,
            QUALIFIED_NAME,
            Property::new("ag_await", delegate),
            Property::new("ag_frame", methods::frame),
            Property::new("ag_code", methods::code),
            Property::new("ag_suspended", |vm, this| Ok(Value::bool(of(vm, this)?.is_suspended()))),
            Property {
                member: true,
                ..Property::new("ag_running", |vm, this| {
                    Ok(Value::bool(of(vm, this)?.async_running.get()))
                })
            },
        ],
        ..TypeSpec::DEFAULT
    };
    /// `async_generator_wrapped_value`
    pub WRAPPED_VALUE = TypeSpec {
        name: "async_generator_wrapped_value",
        layout: Some(<WrappedValue as Payload>::layout),
        flags: flags::NO_INSTANTIATION,
        ..TypeSpec::DEFAULT
    };
    /// `async_generator_asend`
    pub ASEND = TypeSpec {
        name: "async_generator_asend",
        layout: Some(<Step as Payload>::layout),
        flags: flags::NO_INSTANTIATION | flags::FINALIZER,
        slots: Slots {
            iter: Some(|_, this| Ok(this.clone())),
            await_: Some(|_, this| Ok(this.clone())),
            next: Some(step_next),
            finalize: Some(step_finalize),
            ..Slots::EMPTY
        },
        methods: STEP_METHODS,
        ..TypeSpec::DEFAULT
    };
    /// `async_generator_athrow`
    pub ATHROW = TypeSpec {
        name: "async_generator_athrow",
        layout: Some(<ThrowStep as Payload>::layout),
        flags: flags::NO_INSTANTIATION | flags::FINALIZER,
        slots: Slots {
            iter: Some(|_, this| Ok(this.clone())),
            await_: Some(|_, this| Ok(this.clone())),
            next: Some(step_next),
            finalize: Some(step_finalize),
            ..Slots::EMPTY
        },
        methods: STEP_METHODS,
        ..TypeSpec::DEFAULT
    };
}

const STEP_METHODS: &[Method] = &[
    Method::new(
        "send",
        "($self, value, /)",
        step_send,
        "Resumes it with a value.",
    ),
    Method::raw(
        "throw",
        "($self, type, value=None, traceback=None, /)",
        step_throw,
        "Raises an exception in it.",
    ),
    Method::new(
        "close",
        "($self, /)",
        step_close,
        "Raises GeneratorExit in it.",
    ),
];

fn first<'a>(vm: &Vm, arguments: &'a [Option<Value>]) -> Result<&'a Ref<Generator>> {
    match arguments.first() {
        Some(Some(this)) => of(vm, this),
        _ => Err(vm.type_error("an async generator is required")),
    }
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let generator = of(vm, this)?;
    Ok(Str::value(format!(
        "<async_generator object {} at {:#x}>",
        generator.qualified_name(),
        generator.address()
    )))
}

/// The value that `yield` gives in an async generator.
pub(crate) fn wrap(value: &Value) -> Value {
    Ref::new_in_place(WrappedValue {
        value: value.clone(),
    })
    .into()
}

/// Calls the hooks of `sys.set_asyncgen_hooks` when the generator is first iterated.
fn call_hooks(vm: &Vm, generator: &Ref<Generator>) -> Result<()> {
    if generator.hooks_called.replace(true) {
        return Ok(());
    }
    drop(
        generator
            .origin
            .replace(vm.async_generator_hooks.finalizer()),
    );
    match vm.async_generator_hooks.first_iteration() {
        Some(hook) => vm.call(&hook, &[generator.to_value()]).map(drop),
        None => Ok(()),
    }
}

/// What `sys.set_asyncgen_hooks` sets.
#[derive(Default)]
pub struct Hooks {
    first_iteration: Guarded<Option<Value>>,
    finalizer: Guarded<Option<Value>>,
}

impl Hooks {
    /// Called with an async generator when it is first iterated.
    pub fn first_iteration(&self) -> Option<Value> {
        self.first_iteration.borrow().clone()
    }

    /// Called with an async generator that is about to be dropped unfinished.
    pub fn finalizer(&self) -> Option<Value> {
        self.finalizer.borrow().clone()
    }

    /// Sets the first hook.
    pub fn set_first_iteration(&self, hook: Option<Value>) {
        drop(self.first_iteration.replace(hook));
    }

    /// Sets the second hook.
    pub fn set_finalizer(&self, hook: Option<Value>) {
        drop(self.finalizer.replace(hook));
    }
}

/// What `anext(iterator, default)` gives: an awaitable whose end is the default.
pub fn anext_awaitable(awaitable: &Value, default: &Value) -> Value {
    anext::AnextAwaitable::of(awaitable, default)
}

/// Finalizes an async generator by its hook; false if it has none.
pub(super) fn finalize(vm: &Vm, generator: &Ref<Generator>) -> bool {
    if !generator.class().is(&ASYNC_GENERATOR) || generator.closed.get() {
        return false;
    }
    let hook = generator.origin.borrow().clone();
    let Some(hook) = hook else {
        return false;
    };
    if let Err(raised) = vm.call(&hook, &[generator.to_value()]) {
        vm.unraisable(raised, Some(generator.as_value()));
    }
    true
}

fn send_step(vm: &Vm, generator: &Ref<Generator>, value: Value) -> Result<Value> {
    call_hooks(vm, generator)?;
    Ok(Ref::new_in_place(Step::new(generator, Action::Send(value))).into())
}

fn throw_step(vm: &Vm, generator: &Ref<Generator>, action: Action) -> Result<Value> {
    call_hooks(vm, generator)?;
    Ok(Ref::new(ThrowStep(Step::new(generator, action))).into())
}

fn step_of<'a>(vm: &Vm, value: &'a Value) -> Result<&'a Step> {
    if let Some(step) = value.downcast::<Step>() {
        return Ok(step);
    }
    match value.downcast::<ThrowStep>() {
        Some(step) => Ok(&step.0),
        None => Err(vm.type_error("an awaitable of an async generator is required")),
    }
}

/// A step of an iterator that is an awaitable of `__anext__()` or `asend()`, which makes no
/// exception of the value that its generator yields. `None` for anything else.
pub(crate) fn send_into(
    vm: &Vm,
    iterator: &Value,
    value: &Value,
) -> Option<Result<generator::Step>> {
    send_by(vm, iterator, value, generator::send_input)
}

/// The same, for what the running frame awaits.
pub(crate) fn send_awaited(
    vm: &Vm,
    iterator: &Value,
    value: &Value,
) -> Option<Result<generator::Step>> {
    send_by(
        vm,
        iterator,
        value,
        |vm, generator, value| match generator::send_awaited(vm, generator, value) {
            Some(Ok(Output::Yielded(value))) => Ok(value),
            Some(Ok(Output::Returned(value))) => Err(generator::ended(vm, generator, value)),
            Some(Err(raised)) => Err(raised),
            None => generator::send_input(vm, generator, value),
        },
    )
}

/// The generator that a step of `__anext__()` or `asend()` goes on with.
pub(crate) fn generator_of(step: &Value) -> Option<&Generator> {
    step.downcast_exact::<Step>().map(|step| &*step.generator)
}

/// The generator that sending a value into a step resumes, and with what, where the loop of the
/// awaiter can do that: `None` for all else. [`begin_step`] says that it has done it.
#[inline(always)]
pub(crate) fn step_in_loop<'a>(
    step: &'a Value,
    value: &'a Value,
) -> Option<(&'a Ref<Generator>, &'a Value)> {
    let step = step.downcast_exact::<Step>()?;
    let generator = &step.generator;
    let Action::Send(first) = &step.action else {
        return None;
    };
    let value = match step.progress.get() {
        Progress::Initial if generator.async_running.get() => return None,
        Progress::Initial if value.is_none() => first,
        Progress::Initial | Progress::Iterating => value,
        Progress::Closed => return None,
    };
    let is_refused = generator.own_state() == State::Created && !value.is_none();
    let is_waiting = generator.own_state() <= State::Chained && !generator.has_outer.get();
    (is_waiting && !is_refused).then_some((generator, value))
}

/// The loop has entered the generator of a step.
#[inline(always)]
pub(crate) fn begin_step(step: &Value) {
    if let Some(step) = step.downcast_exact::<Step>() {
        step.progress.set(Progress::Iterating);
        step.generator.async_running.set(true);
    }
}

/// The generator of a step that the loop had entered has yielded, or has ended.
#[inline(always)]
pub(crate) fn end_step(step: Option<&Value>) {
    if let Some(step) = step.and_then(|step| step.downcast_exact::<Step>()) {
        step.finish();
    }
}

/// What an async generator has yielded.
#[inline(always)]
pub(crate) fn unwrap_value(value: Value) -> Value {
    match value.downcast_exact::<WrappedValue>() {
        Some(wrapped) => wrapped.value.clone(),
        None => value,
    }
}

#[inline(always)]
fn send_by(
    vm: &Vm,
    iterator: &Value,
    value: &Value,
    resume: Resume,
) -> Option<Result<generator::Step>> {
    let step = iterator.downcast_exact::<Step>()?;
    Some(match step.advance(vm, value, resume) {
        Err(raised) => generator::stop_value(raised).map(generator::Step::Returned),
        step => step,
    })
}

/// A way of sending a value into a generator.
type Resume = fn(&Vm, &Ref<Generator>, &Value) -> Result<Value>;

/// A step as `send()` tells it: its end is a StopIteration.
fn stopping(vm: &Vm, step: Result<generator::Step>) -> Result<Value> {
    match step? {
        generator::Step::Yielded(value) => Ok(value),
        generator::Step::Returned(value) => Err(vm.stop_iteration(value)),
    }
}

fn step_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    step_of(vm, this)?.send(vm, Value::none_ref()).map(Some)
}

fn step_send(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    match arguments {
        [Some(this), Some(value), ..] => step_of(vm, this)?.send(vm, value),
        _ => Ok(Value::NONE),
    }
}

fn step_throw(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let (this, thrown) = thrown_of(vm, arguments)?;
    step_of(vm, &this)?.throw(vm, &thrown)
}

fn step_close(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let Some(Some(this)) = arguments.first() else {
        return Ok(Value::NONE);
    };
    let step = step_of(vm, this)?;
    if step.progress.get() == Progress::Closed {
        return Ok(Value::NONE);
    }
    let thrown = Thrown {
        class: exceptions::GENERATOR_EXIT.to_value(),
        value: None,
        traceback: None,
    };
    match step.throw(vm, &thrown) {
        Ok(_) => Err(failure(vm, "coroutine ignored GeneratorExit")),
        Err(raised)
            if raised.is(&exceptions::STOP_ITERATION)
                || raised.is(&exceptions::STOP_ASYNC_ITERATION)
                || raised.is(&exceptions::GENERATOR_EXIT) =>
        {
            Ok(Value::NONE)
        }
        Err(raised) => Err(raised),
    }
}

fn step_finalize(vm: &Vm, this: &Value) {
    let Ok(step) = step_of(vm, this) else {
        return;
    };
    if step.progress.get() != Progress::Initial {
        return;
    }
    let message = format!(
        "coroutine method '{}' of '{}' was never awaited",
        step.method(),
        step.generator.qualified_name()
    );
    if let Err(raised) = vm.warn(&exceptions::RUNTIME_WARNING, &message, 1) {
        vm.unraisable(raised, Some(this));
    }
}

impl Step {
    fn new(generator: &Ref<Generator>, action: Action) -> Step {
        Step {
            generator: generator.clone(),
            action,
            progress: Cell::new(Progress::Initial),
        }
    }

    fn traverse_step(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.generator.as_value());
        match &self.action {
            Action::Send(value) => visit(value),
            Action::Throw(thrown) => {
                visit(&thrown.class);
                thrown.value.iter().for_each(&mut *visit);
                thrown.traceback.iter().for_each(&mut *visit);
            }
            Action::Close => {}
        }
    }

    fn method(&self) -> &'static str {
        match self.action {
            Action::Send(_) => "asend",
            Action::Throw(_) => "athrow",
            Action::Close => "aclose",
        }
    }

    /// The name in the messages for a generator that runs already.
    fn caller(&self) -> &'static str {
        match self.action {
            Action::Send(_) => "anext",
            Action::Throw(_) => "athrow",
            Action::Close => "aclose",
        }
    }

    fn is_send(&self) -> bool {
        matches!(self.action, Action::Send(_))
    }

    fn finish(&self) {
        self.generator.async_running.set(false);
        self.progress.set(Progress::Closed);
    }

    fn check_open(&self, vm: &Vm) -> Result<()> {
        if self.progress.get() != Progress::Closed {
            return Ok(());
        }
        let what = if self.is_send() {
            "__anext__()/asend()"
        } else {
            "aclose()/athrow()"
        };
        let text = format!("cannot reuse already awaited {what}");
        Err(failure(vm, &text))
    }

    fn check_not_running(&self, vm: &Vm) -> Result<()> {
        if !self.generator.async_running.get() {
            return Ok(());
        }
        self.progress.set(Progress::Closed);
        let text = format!(
            "{}(): asynchronous generator is already running",
            self.caller()
        );
        Err(failure(vm, &text))
    }

    /// A value that the generator yields ends the step: it is the value of a StopIteration.
    fn unwrap(&self, vm: &Vm, result: Result<Value>) -> Result<Value> {
        stopping(vm, self.distinguish(result))
    }

    /// Tells what the generator yields from what it awaits.
    fn distinguish(&self, result: Result<Value>) -> Result<generator::Step> {
        let generator = &self.generator;
        match result {
            Ok(value) => Ok(match value.downcast_exact::<WrappedValue>() {
                Some(wrapped) => {
                    generator.async_running.set(false);
                    generator::Step::Returned(wrapped.value.clone())
                }
                None => generator::Step::Yielded(value),
            }),
            Err(raised) => {
                if raised.is(&exceptions::STOP_ASYNC_ITERATION)
                    || raised.is(&exceptions::GENERATOR_EXIT)
                {
                    generator.closed.set(true);
                }
                generator.async_running.set(false);
                Err(raised)
            }
        }
    }

    fn send(&self, vm: &Vm, value: &Value) -> Result<Value> {
        stopping(vm, self.advance(vm, value, generator::send_input))
    }

    /// As `send()`; the end of the step is told without an exception.
    #[inline(always)]
    fn advance(&self, vm: &Vm, value: &Value, resume: Resume) -> Result<generator::Step> {
        self.check_open(vm)?;
        let Action::Send(first) = &self.action else {
            return self.send_to_throw(vm, value).map(generator::Step::Yielded);
        };
        let mut value = value;
        if self.progress.get() == Progress::Initial {
            self.check_not_running(vm)?;
            if value.is_none() {
                value = first;
            }
            self.progress.set(Progress::Iterating);
        }
        self.generator.async_running.set(true);
        let result = resume(vm, &self.generator, value);
        let step = self.distinguish(result);
        if !matches!(step, Ok(generator::Step::Yielded(_))) {
            self.progress.set(Progress::Closed);
        }
        step
    }

    fn send_to_throw(&self, vm: &Vm, value: &Value) -> Result<Value> {
        let generator = &self.generator;
        if generator.state() == State::Ended {
            self.progress.set(Progress::Closed);
            return Err(vm.stop_iteration(Value::NONE));
        }
        if self.progress.get() == Progress::Initial {
            self.check_not_running(vm)?;
            if generator.closed.get() {
                self.progress.set(Progress::Closed);
                return Err(vm.error_with(&exceptions::STOP_ASYNC_ITERATION, vec![]));
            }
            if !value.is_none() {
                return Err(
                    vm.runtime_error("can't send non-None value to a just-started coroutine")
                );
            }
            self.progress.set(Progress::Iterating);
            generator.async_running.set(true);
            let thrown = match &self.action {
                Action::Throw(thrown) => thrown.clone(),
                _ => {
                    generator.closed.set(true);
                    Thrown {
                        class: exceptions::GENERATOR_EXIT.to_value(),
                        value: None,
                        traceback: None,
                    }
                }
            };
            let result = generator::throw(vm, generator, &thrown, false);
            return match self.action {
                Action::Throw(_) => self.unwrap(vm, result).inspect_err(|_| self.finish()),
                _ => self.closing(vm, result),
            };
        }
        let result = generator::send(vm, generator, Input::Send(value.clone()));
        match self.action {
            Action::Throw(_) => self.unwrap(vm, result),
            _ => self.closing(vm, result),
        }
    }

    /// What `aclose()` makes of a result.
    fn closing(&self, vm: &Vm, result: Result<Value>) -> Result<Value> {
        match result {
            Ok(value) if value.is_exact::<WrappedValue>() => {
                self.finish();
                Err(failure(vm, "async generator ignored GeneratorExit"))
            }
            Ok(value) => Ok(value),
            Err(raised) => {
                self.finish();
                Err(closed(vm, raised))
            }
        }
    }

    fn throw(&self, vm: &Vm, thrown: &Thrown) -> Result<Value> {
        self.check_open(vm)?;
        if self.progress.get() == Progress::Initial {
            self.check_not_running(vm)?;
            self.progress.set(Progress::Iterating);
            self.generator.async_running.set(true);
        }
        let result = generator::throw(vm, &self.generator, thrown, true);
        if let Action::Close = self.action {
            return self.closing(vm, result);
        }
        let result = self.unwrap(vm, result);
        if result.is_err() {
            self.finish();
        }
        result
    }
}

/// The end of `aclose()`: the exceptions that end the generator end the awaiting too.
fn closed(vm: &Vm, raised: Raised) -> Raised {
    if raised.is(&exceptions::STOP_ASYNC_ITERATION) || raised.is(&exceptions::GENERATOR_EXIT) {
        return vm.stop_iteration(Value::NONE);
    }
    raised
}

/// A RuntimeError that may be thrown into a generator before a frame sees it.
fn failure(vm: &Vm, text: &str) -> Raised {
    generator::with_context(vm, vm.runtime_error(text))
}
