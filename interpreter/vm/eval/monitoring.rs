//! Monitoring of events, as PEP 669 has it: `sys.monitoring`, and under it `sys.settrace` and
//! `sys.setprofile`.
//!
//! Nothing is asked while nobody monitors. When somebody does, the instructions at which events
//! happen are replaced by INSTRUMENTED in the private instructions of a code object, as soon as
//! the code runs; see `instrumentation`. What INSTRUMENTED does is in `instrumented`.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::objects::guarded::Guarded;
use crate::objects::heap::Ref;
use crate::objects::object_type::new_plain;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

use super::breaker::{self, reason};
use crate::frame::Frame;
use crate::objects::code::Code;

pub(crate) mod instrumentation;
pub(super) mod instrumented;

/// The events by number. The first ones happen at instructions, and can be monitored for one
/// code object; the last two come with CALL.
#[allow(missing_docs, reason = "named as in sys.monitoring")]
pub mod event {
    pub const PY_START: usize = 0;
    pub const PY_RESUME: usize = 1;
    pub const PY_RETURN: usize = 2;
    pub const PY_YIELD: usize = 3;
    pub const CALL: usize = 4;
    pub const LINE: usize = 5;
    pub const INSTRUCTION: usize = 6;
    pub const JUMP: usize = 7;
    pub const BRANCH: usize = 8;
    pub const STOP_ITERATION: usize = 9;
    pub const RAISE: usize = 10;
    pub const EXCEPTION_HANDLED: usize = 11;
    pub const PY_UNWIND: usize = 12;
    pub const PY_THROW: usize = 13;
    pub const RERAISE: usize = 14;
    pub const C_RETURN: usize = 15;
    pub const C_RAISE: usize = 16;

    /// The names, by number.
    pub const NAMES: [&str; 17] = [
        "PY_START",
        "PY_RESUME",
        "PY_RETURN",
        "PY_YIELD",
        "CALL",
        "LINE",
        "INSTRUCTION",
        "JUMP",
        "BRANCH",
        "STOP_ITERATION",
        "RAISE",
        "EXCEPTION_HANDLED",
        "PY_UNWIND",
        "PY_THROW",
        "RERAISE",
        "C_RETURN",
        "C_RAISE",
    ];

    /// Those before this one happen at instructions.
    pub const LOCAL_END: usize = 10;
    /// Those before this one are monitored on their own.
    pub const UNGROUPED_END: usize = 15;
}

/// Tools that scripts may be; two more are `sys.setprofile` and `sys.settrace`.
pub const SCRIPT_TOOLS: usize = 6;
pub(super) const PROFILE_TOOL: usize = 6;
pub(super) const TRACE_TOOL: usize = 7;

/// For each event that happens at instructions, the tools that monitor it, as bits.
pub(super) type LocalTools = [u8; event::LOCAL_END];

/// What all threads know of monitoring.
pub struct Monitoring {
    /// For each event, the tools that monitor it everywhere, as bits.
    tools: [Cell<u8>; event::UNGROUPED_END],
    /// The names of the tools in use.
    names: Guarded<[Option<Value>; SCRIPT_TOOLS]>,
    callbacks: Guarded<[[Option<Value>; event::NAMES.len()]; SCRIPT_TOOLS]>,
    /// Counts the changes. Code that was instrumented for another version is looked at again.
    version: Cell<u32>,
    /// Code that is older gets its disabled events back.
    restarted: Cell<u32>,
    /// How many code objects have events of their own.
    local_codes: Cell<usize>,
    /// What a callback returns to hear no more of a place.
    disable: Value,
    /// What stands for an argument that there is not.
    missing: Value,
}

impl Default for Monitoring {
    fn default() -> Monitoring {
        Monitoring {
            tools: Default::default(),
            names: Guarded::default(),
            callbacks: Guarded::default(),
            version: Cell::new(1),
            restarted: Cell::new(0),
            local_codes: Cell::new(0),
            disable: new_plain(&crate::objects::object_type::OBJECT),
            missing: new_plain(&crate::objects::object_type::OBJECT),
        }
    }
}

impl Monitoring {
    /// `sys.monitoring.DISABLE`.
    pub fn disable(&self) -> &Value {
        &self.disable
    }

    /// `sys.monitoring.MISSING`.
    pub fn missing(&self) -> &Value {
        &self.missing
    }

    /// The name of a tool in use.
    pub fn name(&self, tool: usize) -> Option<Value> {
        self.names.borrow().get(tool)?.clone()
    }

    /// Names a tool, or frees it.
    pub fn set_name(&self, tool: usize, name: Option<Value>) {
        let old = match self.names.borrow_mut().get_mut(tool) {
            Some(place) => std::mem::replace(place, name),
            None => None,
        };
        drop(old);
    }

    /// Sets what a tool calls for an event; gives what it called.
    pub fn set_callback(
        &self,
        tool: usize,
        event: usize,
        callback: Option<Value>,
    ) -> Option<Value> {
        let mut callbacks = self.callbacks.borrow_mut();
        let place = callbacks.get_mut(tool)?.get_mut(event)?;
        std::mem::replace(place, callback)
    }

    /// Lets all callbacks go.
    pub(crate) fn forget_callbacks(&self) {
        drop(self.callbacks.take());
    }

    fn callback(&self, tool: usize, event: usize) -> Option<Value> {
        self.callbacks.borrow().get(tool)?.get(event)?.clone()
    }

    /// The events that a tool monitors everywhere, as bits.
    pub fn events(&self, tool: usize) -> u32 {
        let events = self.tools.iter().enumerate();
        events.fold(0, |events, (event, tools)| {
            events | u32::from(tools.get() >> tool & 1) << event
        })
    }

    /// The tools that monitor an event everywhere, as bits.
    #[inline(always)]
    pub fn tools(&self, event: usize) -> u8 {
        self.tools[event].get()
    }

    /// As [`Monitoring::tools`], of the events that happen at instructions.
    pub(super) fn local_tools(&self) -> LocalTools {
        std::array::from_fn(|event| self.tools[event].get())
    }

    /// The present version.
    pub(super) fn version(&self) -> u32 {
        self.version.get()
    }

    fn changed(&self) {
        self.version.set(self.version.get().wrapping_add(1));
        self.update_breaker();
    }

    /// Lets the loop look at each code that it enters, if there may be something to do.
    fn update_breaker(&self) {
        let is_used =
            self.local_codes.get() > 0 || self.local_tools().iter().any(|&tools| tools != 0);
        let any = is_used || self.tools.iter().any(|tools| tools.get() != 0);
        IN_USE.store(any, Ordering::Relaxed);
        if is_used {
            breaker::request(reason::MONITOR);
        } else {
            breaker::take(reason::MONITOR);
        }
    }

    /// A code object got events of its own, or has none any more.
    pub(super) fn count_local(&self, gained: bool) {
        let count = self.local_codes.get();
        self.local_codes.set(if gained {
            count + 1
        } else {
            count.saturating_sub(1)
        });
        self.update_breaker();
    }
}

/// Sets the events that a tool monitors everywhere.
pub fn set_events(vm: &Vm, tool: usize, events: u32) {
    let monitoring = &vm.shared().monitoring;
    if monitoring.events(tool) == events {
        return;
    }
    for (event, tools) in monitoring.tools.iter().enumerate() {
        let others = tools.get() & !(1 << tool);
        tools.set(others | ((events >> event & 1) as u8) << tool);
    }
    monitoring.changed();
    instrument_running_code(vm);
}

/// `sys.monitoring.restart_events()`: what was disabled is no longer.
pub fn restart_events(vm: &Vm) {
    let monitoring = &vm.shared().monitoring;
    monitoring.changed();
    monitoring.restarted.set(monitoring.version());
    monitoring.changed();
    instrument_running_code(vm);
}

static IN_USE: AtomicBool = AtomicBool::new(false);

/// Whether somebody monitors anything.
#[inline(always)]
pub(crate) fn is_used() -> bool {
    IN_USE.load(Ordering::Relaxed)
}

/// The events that a tool monitors in a code object, as bits.
pub fn local_events(code: &Ref<Code>, tool: usize) -> u32 {
    instrumentation::local_events(code, tool)
}

/// Sets the events that a tool monitors in a code object.
pub fn set_local_events(vm: &Vm, code: &Ref<Code>, tool: usize, events: u32) {
    instrumentation::set_local_events(vm, code, tool, events);
}

/// Code that runs now will not pass its RESUME again.
fn instrument_running_code(vm: &Vm) {
    vm.for_each_thread(|thread| {
        let mut frame = thread.frame.get();
        while !frame.is_null() {
            let this = Frame::of(frame);
            instrumentation::update(vm, this.code());
            frame = this.previous;
        }
    });
}

/// Whether a callback of this thread runs: nothing is reported meanwhile.
#[inline(always)]
pub(super) fn is_inside(vm: &Vm) -> bool {
    vm.tracing.depth.get() != 0
}

/// Calls what a tool has for an event. True if it wants to hear no more of the place.
fn call_tool(vm: &Vm, tool: usize, event: usize, arguments: &[Value]) -> Result<bool> {
    let tracing = &vm.tracing;
    let callback = match tool {
        PROFILE_TOOL | TRACE_TOOL => None,
        _ => match vm.shared().monitoring.callback(tool, event) {
            Some(callback) => Some(callback),
            None => return Ok(false),
        },
    };
    let before = tracing.event.replace(Some(event));
    tracing.depth.set(tracing.depth.get() + 1);
    let result = match (tool, callback) {
        (_, Some(callback)) => vm
            .call(&callback, arguments)
            .map(|result| result.is(&vm.shared().monitoring.disable)),
        (TRACE_TOOL, None) => super::tracing::trace_event(vm, event, arguments),
        _ => super::tracing::profile_event(vm, event, arguments).map(|()| false),
    };
    tracing.depth.set(tracing.depth.get() - 1);
    tracing.event.set(before);
    result
}

/// Tells the tools in `tools` of an event at the code unit `index`; `arguments` are those of the
/// callbacks. `disabled` is told of the tools that want to hear no more.
fn call_tools(
    vm: &Vm,
    event: usize,
    mut tools: u8,
    arguments: &[Value],
    mut disabled: impl FnMut(u8),
) -> Result<()> {
    while tools != 0 {
        let tool = tools.ilog2() as usize;
        tools &= !(1 << tool);
        if !call_tool(vm, tool, event, arguments)? {
            continue;
        }
        if event >= event::LOCAL_END {
            drop(vm.shared().monitoring.set_callback(tool, event, None));
            return Err(vm.value_error(format!(
                "Cannot disable {} events. Callback removed.",
                event::NAMES[event]
            )));
        }
        disabled(1 << tool);
    }
    Ok(())
}

/// The offset of a code unit, as callbacks get it.
fn offset_of(index: usize) -> Value {
    Value::from(2 * index)
}

/// Whether somebody wants to hear of exceptions in this way.
#[inline(always)]
pub(super) fn wants(vm: &Vm, event: usize) -> bool {
    is_used() && vm.shared().monitoring.tools(event) != 0 && !is_inside(vm)
}

/// Reports a StopIteration that ends a loop of the running frame.
#[cold]
#[inline(never)]
pub(super) fn stopped(vm: &Vm, raised: Raised) {
    if wants(vm, event::RAISE) {
        let frame = vm.frame.get();
        let index = Frame::of(frame).index();
        drop(exception(vm, event::RAISE, frame, index, raised));
    }
}

/// Reports that what the running frame delegates to has ended with a value.
#[inline(always)]
pub(crate) fn stopped_with(vm: &Vm, value: &Value) {
    if is_used() {
        stopped(vm, vm.stop_iteration(value.clone()));
    }
}

/// Reports that a frame, which is ready to go on with it, has a handler for an exception.
pub(super) fn handled(vm: &Vm, frame: *mut Frame, raised: &Raised) -> Result<()> {
    if !wants(vm, event::EXCEPTION_HANDLED) {
        return Ok(());
    }
    let frame = Frame::of(frame);
    let arguments = [
        frame.code().to_value(),
        offset_of(frame.index()),
        raised.0.clone(),
    ];
    let tools = vm.shared().monitoring.tools(event::EXCEPTION_HANDLED);
    call_tools(vm, event::EXCEPTION_HANDLED, tools, &arguments, |_| {})
}

/// Reports an exception on its way through a frame, at the code unit `index`. Gives the one to go
/// on with.
#[inline(never)]
pub(super) fn exception(
    vm: &Vm,
    event: usize,
    frame: *mut Frame,
    index: usize,
    raised: Raised,
) -> Raised {
    let code = Frame::of(frame).code().to_value();
    let arguments = [code, offset_of(index), raised.0.clone()];
    let tools = vm.shared().monitoring.tools(event);
    match call_tools(vm, event, tools, &arguments, |_| {}) {
        Ok(()) => raised,
        Err(other) => other,
    }
}

/// Reports an event of code that is not Python's; `arguments` are those of the callbacks.
pub fn report(vm: &Vm, event: usize, arguments: &[Value]) -> Result<()> {
    if !is_inside(vm) {
        let tools = vm.shared().monitoring.tools(event);
        call_tools(vm, event, tools, arguments, |_| {})?;
    }
    Ok(())
}
