//! `sys.settrace` and `sys.setprofile`, as two tools of [`super::monitoring`].

use std::cell::Cell;

use super::monitoring::{self, PROFILE_TOOL, TRACE_TOOL, event, instrumentation};
use crate::objects::code::Code;
use crate::objects::exceptions::Exception;
use crate::objects::frame::FrameObject;
use crate::objects::guarded::Guarded;
use crate::objects::heap::Ref;
use crate::objects::method::Method;
use crate::objects::native_function::NativeFunction;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// What a thread traces.
#[derive(Default)]
pub struct Tracing {
    trace: Guarded<Option<Value>>,
    profile: Guarded<Option<Value>>,
    /// How many callbacks run, one inside the other; nothing is reported meanwhile.
    pub(super) depth: Cell<u32>,
    /// The event whose callback runs.
    pub(super) event: Cell<Option<usize>>,
    /// A frame that goes on with the handler of an exception, and the code unit that raised it.
    pub(super) raised_at: Cell<(usize, usize)>,
}

const TRACED: u32 = 1 << event::PY_START
    | 1 << event::PY_RESUME
    | 1 << event::PY_RETURN
    | 1 << event::PY_YIELD
    | 1 << event::RAISE
    | 1 << event::LINE
    | 1 << event::JUMP
    | 1 << event::PY_UNWIND
    | 1 << event::PY_THROW
    | 1 << event::STOP_ITERATION;

const PROFILED: u32 = 1 << event::PY_START
    | 1 << event::PY_RESUME
    | 1 << event::PY_RETURN
    | 1 << event::PY_YIELD
    | 1 << event::CALL
    | 1 << event::PY_UNWIND
    | 1 << event::PY_THROW;

impl Tracing {
    /// What `sys.gettrace()` gives.
    pub fn trace(&self) -> Option<Value> {
        self.trace.borrow().clone()
    }

    /// What `sys.getprofile()` gives.
    pub fn profile(&self) -> Option<Value> {
        self.profile.borrow().clone()
    }

    /// Whether somebody monitors anything, on any thread.
    #[inline(always)]
    pub(crate) fn is_active(&self) -> bool {
        monitoring::is_used()
    }

    /// The event whose callback runs on the thread.
    pub(crate) fn event(&self) -> Option<usize> {
        self.event.get()
    }

    /// The thread that this is of ends.
    pub(crate) fn end_thread(&self, vm: &Vm) {
        if self.trace().is_some() {
            set_trace(vm, None);
        }
        if self.profile().is_some() {
            set_profile(vm, None);
        }
    }
}

/// `sys.settrace()`.
pub fn set_trace(vm: &Vm, function: Option<Value>) {
    drop(vm.tracing.trace.replace(function.clone()));
    if function.is_some()
        && let Some(frame) = vm.frame_object(0)
        && frame.traces_opcodes()
    {
        trace_opcodes(vm, frame.code(), true);
    }
    update_trace(vm);
}

/// `sys.setprofile()`.
pub fn set_profile(vm: &Vm, function: Option<Value>) {
    drop(vm.tracing.profile.replace(function));
    update_profile(vm);
}

/// `sys.settrace()` for each thread.
pub fn set_trace_everywhere(vm: &Vm, function: Option<Value>) {
    let mut old = Vec::new();
    vm.for_each_thread(|thread| old.push(thread.tracing.trace.replace(function.clone())));
    drop(old);
    update_trace(vm);
}

/// `sys.setprofile()` for each thread.
pub fn set_profile_everywhere(vm: &Vm, function: Option<Value>) {
    let mut old = Vec::new();
    vm.for_each_thread(|thread| old.push(thread.tracing.profile.replace(function.clone())));
    drop(old);
    update_profile(vm);
}

fn update_trace(vm: &Vm) {
    let mut is_used = false;
    vm.for_each_thread(|thread| is_used |= thread.tracing.trace.borrow().is_some());
    monitoring::set_events(vm, TRACE_TOOL, if is_used { TRACED } else { 0 });
}

fn update_profile(vm: &Vm) {
    let mut is_used = false;
    vm.for_each_thread(|thread| is_used |= thread.tracing.profile.borrow().is_some());
    monitoring::set_events(vm, PROFILE_TOOL, if is_used { PROFILED } else { 0 });
}

/// `sys.call_tracing()`: calls a function as if no callback ran.
pub fn call_tracing(vm: &Vm, function: &Value, arguments: &[Value]) -> Result<Value> {
    let depth = vm.tracing.depth.replace(0);
    let event = vm.tracing.event.replace(None);
    let result = vm.call(function, arguments);
    vm.tracing.depth.set(depth);
    vm.tracing.event.set(event);
    result
}

/// Lets the trace function hear of each instruction of a code object, or no more.
pub(crate) fn trace_opcodes(vm: &Vm, code: &Ref<Code>, enable: bool) {
    let events = monitoring::local_events(code, TRACE_TOOL);
    let instruction = 1 << event::INSTRUCTION;
    let events = match enable {
        true => events | instruction,
        false => events & !instruction,
    };
    monitoring::set_local_events(vm, code, TRACE_TOOL, events);
}

fn call(
    vm: &Vm,
    function: &Value,
    frame: &Ref<FrameObject>,
    name: &str,
    argument: Value,
) -> Result<Value> {
    let arguments = [frame.to_value(), vm.intern(name).into(), argument];
    vm.call(function, &arguments)
}

/// Tells the trace function of a call, or the frame's own one of anything else.
fn trace(vm: &Vm, frame: &Ref<FrameObject>, name: &str, argument: Value) -> Result<()> {
    let function = match name {
        "call" => vm.tracing.trace(),
        _ => frame.trace(),
    };
    let Some(function) = function else {
        return Ok(());
    };
    match call(vm, &function, frame, name, argument) {
        Ok(result) if result.is_none() => Ok(()),
        Ok(result) => {
            frame.set_trace(Some(result));
            Ok(())
        }
        Err(raised) => {
            set_trace(vm, None);
            frame.set_trace(None);
            Err(raised)
        }
    }
}

fn third(arguments: &[Value]) -> Value {
    arguments.get(2).cloned().unwrap_or(Value::NONE)
}

/// Tells the trace function of an event. True if the place is of no interest to it.
pub(super) fn trace_event(vm: &Vm, event: usize, arguments: &[Value]) -> Result<bool> {
    let Some(frame) = vm.frame_object(0) else {
        return Ok(false);
    };
    if event == event::INSTRUCTION {
        return trace_instruction(vm, &frame).map(|()| false);
    }
    if vm.tracing.trace.borrow().is_none() {
        return Ok(false);
    }
    match event {
        event::LINE => {
            if frame.traces_lines() {
                trace(vm, &frame, "line", Value::NONE)?;
            }
            return Ok(false);
        }
        event::JUMP => return trace_jump(vm, &frame, arguments),
        _ => {}
    }
    if frame.traces_opcodes() {
        trace_opcodes(vm, frame.code(), true);
    }
    match event {
        event::RAISE | event::STOP_ITERATION => {
            trace(vm, &frame, "exception", exception_info(&third(arguments)))?;
        }
        event::PY_RETURN | event::PY_YIELD => trace(vm, &frame, "return", third(arguments))?,
        event::PY_UNWIND => trace(vm, &frame, "return", Value::NONE)?,
        _ => trace(vm, &frame, "call", Value::NONE)?,
    }
    Ok(false)
}

fn exception_info(exception: &Value) -> Value {
    let traceback = exception
        .downcast::<Exception>()
        .and_then(|exception| exception.traceback());
    let traceback = traceback.map_or(Value::NONE, Value::from);
    Tuple::new(vec![
        exception.class().to_value(),
        exception.clone(),
        traceback,
    ])
    .into()
}

fn trace_instruction(vm: &Vm, frame: &Ref<FrameObject>) -> Result<()> {
    if vm.tracing.trace.borrow().is_none() || !frame.traces_opcodes() {
        trace_opcodes(vm, frame.code(), false);
        return Ok(());
    }
    trace(vm, frame, "opcode", Value::NONE)
}

/// A jump back within a line begins the line anew. Other jumps are told by the lines they lead to.
fn trace_jump(vm: &Vm, frame: &Ref<FrameObject>, arguments: &[Value]) -> Result<bool> {
    let place = |position: usize| {
        let offset = arguments.get(position).and_then(Value::as_small_int);
        usize::try_from(offset.unwrap_or(0) / 2).unwrap_or(0)
    };
    let (from, to) = (place(1), place(2));
    let line_at = |index: usize| instrumentation::line_at(frame.code(), index).0;
    if to > from || line_at(from) != line_at(to) {
        return Ok(true);
    }
    let Some(line) = line_at(to).filter(|_| frame.traces_lines()) else {
        return Ok(false);
    };
    frame.set_traced_line(Some(line));
    let result = trace(vm, frame, "line", Value::NONE);
    frame.set_traced_line(None);
    result.map(|()| false)
}

/// Tells the profile function of an event.
pub(super) fn profile_event(vm: &Vm, event: usize, arguments: &[Value]) -> Result<()> {
    let (Some(function), Some(frame)) = (vm.tracing.profile(), vm.frame_object(0)) else {
        return Ok(());
    };
    let native = |name| native_function(vm, arguments).map(|callable| (name, callable));
    let told = match event {
        event::PY_RETURN | event::PY_YIELD => Some(("return", third(arguments))),
        event::PY_UNWIND => Some(("return", Value::NONE)),
        event::CALL => native("c_call"),
        event::C_RETURN => native("c_return"),
        event::C_RAISE => native("c_exception"),
        _ => Some(("call", Value::NONE)),
    };
    let Some((name, argument)) = told else {
        return Ok(());
    };
    match call(vm, &function, &frame, name, argument) {
        Ok(_) => Ok(()),
        Err(raised) => {
            set_profile(vm, None);
            Err(raised)
        }
    }
}

/// The native function that is called, if it is one.
fn native_function(vm: &Vm, arguments: &[Value]) -> Option<Value> {
    let callable = arguments.get(2)?;
    if callable.is_exact::<NativeFunction>() {
        return Some(callable.clone());
    }
    if let Some(method) = callable.downcast_exact::<Method>() {
        let function = method.function();
        return function
            .is_exact::<NativeFunction>()
            .then(|| function.clone());
    }
    let is_descriptor = callable.class().name() == "method_descriptor";
    let this = arguments.get(3)?;
    if !is_descriptor || this.is(vm.shared().monitoring.missing()) {
        return None;
    }
    let get = callable.class().slots().get?;
    get(vm, callable, Some(this), &this.class().to_value()).ok()
}
