//! `TaskGroup.__aexit__()`: the coroutine that waits until all tasks of a group have ended.

use std::cell::Cell;

use vm::objects::exceptions::GENERATOR_EXIT;
use vm::objects::generator::{Step, present_origin};
use vm::objects::guarded::Guarded;
use vm::objects::heap::Ref;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

use super::TaskGroup;
use crate::asyncio::coroutine::{self, NativeCoroutine};
use crate::asyncio::event_loop;
use crate::asyncio::exceptions::CANCELLED_ERROR;
use crate::asyncio::future::awaiting;
use crate::asyncio::task::exact_native;
use crate::support::{Visit, of};

/// The payload of the coroutine.
pub struct Leaving {
    begun: Cell<bool>,
    over: Cell<bool>,
    group: Guarded<Option<Value>>,
    /// What the block raised: class and exception.
    class: Guarded<Option<Value>>,
    exception: Guarded<Option<Value>>,
    /// The cancellation that came while it waited.
    cancellation: Guarded<Option<Value>>,
    /// What it waits for: the future, or the iterator of one that is not native.
    awaited: Guarded<Option<Value>>,
    origin: Guarded<Option<Value>>,
}

payload!(Leaving, LEAVING, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for field in self.values() {
            field.visit(visit);
        }
    }
    fn clear(&self) {
        for field in self.values() {
            drop(field.take());
        }
    }
    const SELDOM_FINALIZED: bool = true;
    fn wants_finalizer(&self) -> bool {
        !self.begun.get() && !self.over.get()
    }
});

static_type! {
    /// What `TaskGroup.__aexit__()` gives.
    pub LEAVING = coroutine::specification::<Leaving>("Waits until all tasks of a group have ended.");
}

impl Leaving {
    /// The coroutine that leaves a group, whose block has raised this.
    pub fn create(
        vm: &Vm,
        group: &Value,
        class: Option<&Value>,
        exception: Option<&Value>,
    ) -> Value {
        let payload = || Leaving {
            begun: Cell::new(false),
            over: Cell::new(false),
            group: Guarded::new(Some(group.clone())),
            class: Guarded::new(class.cloned()),
            exception: Guarded::new(exception.cloned()),
            cancellation: Guarded::default(),
            awaited: Guarded::default(),
            origin: Guarded::new(present_origin(vm)),
        };
        Ref::make(&LEAVING, payload, 0, |_| ()).into()
    }

    fn values(&self) -> [&Guarded<Option<Value>>; 6] {
        [
            &self.group,
            &self.class,
            &self.exception,
            &self.cancellation,
            &self.awaited,
            &self.origin,
        ]
    }

    fn group(&self) -> Value {
        self.group.borrow().clone().unwrap_or(Value::NONE)
    }
}

impl NativeCoroutine for Leaving {
    fn qualified_name(&self) -> &'static str {
        "TaskGroup.__aexit__"
    }

    fn origin(&self) -> Option<Value> {
        self.origin.borrow().clone()
    }

    fn awaited(&self) -> Option<Value> {
        self.awaited.borrow().clone()
    }

    #[inline]
    fn step(vm: &Vm, leaving: &Ref<Self>) -> Result<Step> {
        if leaving.over.get() {
            return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
        }
        let step = match leaving.begun.replace(true) {
            false => begin(vm, leaving).and_then(|()| go_on(vm, leaving)),
            true => go_on(vm, leaving),
        };
        ended(leaving, step)
    }

    fn interrupt(vm: &Vm, leaving: &Ref<Self>, raised: Raised) -> Result<Step> {
        if leaving.over.get() {
            return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
        }
        let waits = leaving.awaited.borrow().is_some();
        leaving.begun.set(true);
        let step = match waits {
            true => interrupted(vm, leaving, raised).and_then(|()| go_on(vm, leaving)),
            false => Err(raised),
        };
        ended(leaving, step)
    }

    fn close(vm: &Vm, leaving: &Ref<Self>) -> Result<()> {
        let exit = vm.error_with(&GENERATOR_EXIT, vec![]);
        leaving.begun.set(true);
        if !leaving.over.get() {
            // It ends with this very exception.
            let _ = ended(leaving, Err(exit));
        }
        Ok(())
    }
}

fn ended(leaving: &Leaving, step: Result<Step>) -> Result<Step> {
    if !matches!(step, Ok(Step::Yielded(_))) {
        leaving.over.set(true);
        for field in leaving.values() {
            drop(field.take());
        }
    }
    step
}

fn begin(vm: &Vm, leaving: &Leaving) -> Result<()> {
    let this = leaving.group();
    let group = of::<TaskGroup>(&this);
    group.exiting.set(true);
    if leaving.class.borrow().is_some() {
        let exception = leaving.exception.borrow().clone().unwrap_or(Value::NONE);
        vm.call_method(&this, "_block_failed", &[exception])?;
    }
    Ok(())
}

/// Waits as long as there are tasks.
fn go_on(vm: &Vm, leaving: &Leaving) -> Result<Step> {
    let this = leaving.group();
    let group = of::<TaskGroup>(&this);
    loop {
        let awaited = leaving.awaited.borrow().clone();
        let awaited = match awaited {
            Some(awaited) => awaited,
            None if group.tasks(vm)?.is_empty() => {
                finish(vm, leaving, &this)?;
                return Ok(Step::Returned(Value::NONE));
            }
            None => wait(vm, leaving, group)?,
        };
        let step = match exact_native(&awaited) {
            Some(_) => awaiting::send(vm, &awaited, Value::none_ref()),
            None => vm.send_into(&awaited, Value::none_ref()),
        };
        match step {
            Ok(Step::Yielded(value)) => return Ok(Step::Yielded(value)),
            Ok(Step::Returned(_)) => stop_waiting(leaving, group),
            Err(raised) => interrupted(vm, leaving, raised)?,
        }
    }
}

fn wait(vm: &Vm, leaving: &Leaving, group: &TaskGroup) -> Result<Value> {
    let known = group.completed.borrow().clone();
    let future = match known {
        Some(future) => future,
        None => {
            let future = event_loop::create_future(vm, &group.event_loop())?;
            drop(group.completed.replace(Some(future.clone())));
            future
        }
    };
    let awaited = match exact_native(&future) {
        Some(_) => future,
        None => vm.awaitable_iterator(&future)?,
    };
    drop(leaving.awaited.replace(Some(awaited.clone())));
    Ok(awaited)
}

fn stop_waiting(leaving: &Leaving, group: &TaskGroup) {
    drop(leaving.awaited.take());
    drop(group.completed.take());
}

/// The task that leaves the group was cancelled, which cancels the group's tasks, too; whatever
/// else is raised ends it.
fn interrupted(vm: &Vm, leaving: &Leaving, raised: Raised) -> Result<()> {
    if !raised.is(&CANCELLED_ERROR) {
        return Err(raised);
    }
    let this = leaving.group();
    let group = of::<TaskGroup>(&this);
    if !group.aborting.get() {
        drop(leaving.cancellation.replace(Some(raised.0)));
        vm.call_method(&this, "_abort", &[])?;
    }
    stop_waiting(leaving, group);
    Ok(())
}

/// All tasks have ended.
fn finish(vm: &Vm, leaving: &Leaving, this: &Value) -> Result<()> {
    let group = of::<TaskGroup>(this);
    drop(group.on_done.take());
    let class = leaving.class.borrow().clone();
    let cancellation = leaving.cancellation.borrow().clone();
    if class.is_none() && cancellation.is_none() && group.all_went_well() {
        return Ok(());
    }
    let exception = leaving.exception.borrow().clone();
    let arguments = [class, exception, cancellation].map(|it| it.unwrap_or(Value::NONE));
    vm.call_method(this, "_end", &arguments).map(drop)
}
