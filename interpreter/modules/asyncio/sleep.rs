//! What `asyncio.sleep()` awaits: a future that a timer resolves.

use std::cell::Cell;

use vm::native::required;
use vm::objects::generator::{Step, present_origin};
use vm::objects::guarded::Guarded;
use vm::objects::heap::Ref;
use vm::objects::slots::Comparison;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

use super::action::{Action, resolve};
use super::coroutine::{self, NativeCoroutine};
use super::event_loop;
use super::functions::get_running_loop;
use super::future::Future;
use super::future::awaiting::{self, wait};
use super::handle::{self, Handle};
use super::task::exact_native;
use crate::arguments::optional;
use crate::contextvars::Inherited;
use crate::support::Visit;

/// How far a sleep has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Begun,
    Waiting,
    /// It gives way for one turn.
    Passing,
    Over,
}

/// The payload of a sleep: its delay, then what it waits for. As long as no script looks at the
/// timers of its loop, it is a timer itself.
pub struct Sleep {
    stage: Cell<Stage>,
    /// Whether it is among the timers of its loop.
    pub scheduled: Cell<bool>,
    /// Whether it is to do nothing when its time comes.
    pub cancelled: Cell<bool>,
    /// The time at which it ends.
    pub when: Cell<f64>,
    /// The delay; while waiting the future, or the iterator of one that is not native.
    awaited: Guarded<Option<Value>>,
    timer: Guarded<Option<Value>>,
    result: Guarded<Option<Value>>,
    origin: Guarded<Option<Value>>,
}

payload!(Sleep, SLEEP, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.awaited.visit(visit);
        self.timer.visit(visit);
        self.result.visit(visit);
        self.origin.visit(visit);
    }
    fn clear(&self) {
        drop(self.awaited.take());
        drop(self.timer.take());
        drop(self.result.take());
    }
    const SELDOM_FINALIZED: bool = true;
    fn wants_finalizer(&self) -> bool {
        self.stage.get() == Stage::Begun
    }
});

static_type! {
    /// What `asyncio.sleep()` gives.
    pub SLEEP = coroutine::specification::<Sleep>("Gives way until a time has passed.");
}

/// `sleep(delay, result=None)`
pub fn sleep(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let sleep = Sleep {
        stage: Cell::new(Stage::Begun),
        scheduled: Cell::new(false),
        cancelled: Cell::new(false),
        when: Cell::new(0.0),
        awaited: Guarded::new(Some(required(arguments, 0).clone())),
        timer: Guarded::default(),
        result: Guarded::new(optional(arguments, 1).cloned()),
        origin: Guarded::new(present_origin(vm)),
    };
    Ok(Ref::new(sleep).into())
}

impl NativeCoroutine for Sleep {
    fn qualified_name(&self) -> &'static str {
        "sleep"
    }

    fn origin(&self) -> Option<Value> {
        self.origin.borrow().clone()
    }

    fn awaited(&self) -> Option<Value> {
        let waits = self.stage.get() == Stage::Waiting;
        self.awaited.borrow().clone().filter(|_| waits)
    }

    #[inline]
    fn step(vm: &Vm, sleep: &Ref<Self>) -> Result<Step> {
        match sleep.stage.get() {
            Stage::Begun => begin(vm, sleep),
            Stage::Waiting => go_on(vm, sleep),
            Stage::Passing => {
                sleep.stage.set(Stage::Over);
                Ok(Step::Returned(sleep.result.take().unwrap_or(Value::NONE)))
            }
            Stage::Over => Err(vm.runtime_error("cannot reuse already awaited coroutine")),
        }
    }

    fn interrupt(vm: &Vm, sleep: &Ref<Self>, raised: Raised) -> Result<Step> {
        end(vm, sleep)?;
        Err(raised)
    }

    fn close(vm: &Vm, sleep: &Ref<Self>) -> Result<()> {
        end(vm, sleep)
    }
}

fn begin(vm: &Vm, sleep: &Ref<Sleep>) -> Result<Step> {
    let delay = sleep.awaited.take().unwrap_or(Value::int(0));
    // An error below ends it.
    sleep.stage.set(Stage::Over);
    let over = match (delay.as_small_int(), delay.as_exact_float()) {
        (Some(seconds), _) => seconds <= 0,
        (_, Some(seconds)) => seconds <= 0.0,
        _ => vm.compare_bool(&delay, &Value::int(0), Comparison::LessEqual)?,
    };
    if over {
        sleep.stage.set(Stage::Passing);
        return Ok(Step::Yielded(Value::NONE));
    }
    let seconds = vm.to_f64(&delay)?;
    if seconds.is_nan() {
        return Err(vm.value_error("Invalid delay: NaN (not a number)"));
    }
    let event_loop = get_running_loop(vm)?;
    let future = event_loop::create_future(vm, &event_loop)?;
    schedule(vm, sleep, &event_loop, &future, seconds)?;
    sleep.stage.set(Stage::Waiting);
    let native = future.downcast::<Future>().cloned();
    let awaited = match &native {
        Some(_) => future,
        None => match vm.call_special(&future, "__await__", &[])? {
            Some(iterator) => iterator,
            None => return Err(vm.type_error("create_future() gave something without __await__")),
        },
    };
    drop(sleep.awaited.replace(Some(awaited)));
    match native {
        Some(future) => {
            wait(vm, &future).map(|future| Step::Yielded(future.unwrap_or(Value::NONE)))
        }
        None => go_on(vm, sleep),
    }
}

/// Has the future resolved after a while.
fn schedule(
    vm: &Vm,
    sleep: &Ref<Sleep>,
    event_loop: &Value,
    future: &Value,
    seconds: f64,
) -> Result<()> {
    if exact_native(future).is_some() && event_loop::add_sleep(vm, event_loop, sleep, seconds)? {
        return Ok(());
    }
    let result = sleep.result.take().unwrap_or(Value::NONE);
    let action = Action::Resolve(future.clone(), result);
    let timer = event_loop::call_later(vm, event_loop, seconds, action)?;
    drop(sleep.timer.replace(Some(timer)));
    Ok(())
}

/// Its time has come.
pub fn ring(vm: &Vm, sleep: &Sleep) -> Result<()> {
    let future = sleep.awaited.borrow().clone();
    match (sleep.cancelled.get(), future) {
        (false, Some(future)) => {
            let result = sleep.result.borrow().clone().unwrap_or(Value::NONE);
            resolve(vm, &future, &result)
        }
        _ => Ok(()),
    }
}

/// The timer that scripts see in the place of a sleep.
pub fn to_timer(vm: &Vm, sleep: &Sleep) -> Option<Value> {
    let future = sleep.awaited.borrow().clone()?;
    let event_loop = future.downcast::<Future>()?.event_loop()?;
    let result = sleep.result.borrow().clone().unwrap_or(Value::NONE);
    let action = Action::Resolve(future, result);
    let when = Value::float(sleep.when.get());
    let timer = Handle::create_timer(when, action, &event_loop, Inherited::from_current(vm));
    timer.set_scheduled(sleep.scheduled.replace(false));
    drop(sleep.timer.replace(Some(timer.to_value())));
    Some(timer.into())
}

fn go_on(vm: &Vm, sleep: &Ref<Sleep>) -> Result<Step> {
    let awaited = sleep.awaited.borrow().clone().unwrap_or(Value::NONE);
    let result = match awaited.downcast::<Future>() {
        Some(_) => awaiting::send(vm, &awaited, Value::none_ref()),
        None => vm.send_into(&awaited, Value::none_ref()),
    };
    if !matches!(result, Ok(Step::Yielded(_))) {
        end(vm, sleep)?;
    }
    result
}

/// The timer is no longer wanted.
fn end(vm: &Vm, sleep: &Sleep) -> Result<()> {
    sleep.stage.set(Stage::Over);
    let awaited = sleep.awaited.take();
    if !sleep.cancelled.replace(true)
        && sleep.scheduled.get()
        && let Some(event_loop) = awaited
            .as_ref()
            .and_then(|future| future.downcast::<Future>()?.event_loop())
    {
        event_loop::sleep_cancelled(&event_loop);
    }
    drop(awaited);
    match sleep.timer.take() {
        Some(timer) if timer.downcast::<handle::Handle>().is_some() => {
            handle::cancel(vm, &timer).map(drop)
        }
        Some(timer) => vm.call_method(&timer, "cancel", &[]).map(drop),
        None => Ok(()),
    }
}
