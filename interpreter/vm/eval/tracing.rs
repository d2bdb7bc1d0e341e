//! `sys.settrace` and `sys.setprofile`.
//!
//! While a thread traces, its loop asks here before each instruction; otherwise it knows
//! nothing of tracing.
#![allow(unsafe_code, reason = "frames are raw memory of the loop")]

use std::cell::Cell;

use bytecode::operand::ResumePlace;

use super::dispatch::Mode;
use super::specialized as op;
use crate::frame::Frame;
use crate::objects::exceptions::Exception;
use crate::objects::frame::FrameObject;
use crate::objects::guarded::Guarded;
use crate::objects::heap::Ref;
use crate::objects::method::Method;
use crate::objects::native_function::NativeFunction;
use crate::objects::tuple::Tuple;
use crate::objects::types::flags;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// What a thread traces.
#[derive(Default)]
pub struct Tracing {
    trace: Guarded<Option<Value>>,
    profile: Guarded<Option<Value>>,
    active: Cell<bool>,
    /// How the thread's loop runs.
    pub(super) mode: Mode,
    /// A tracing function runs.
    inside: Cell<bool>,
    /// The native function that the traced code calls, and the frame that calls it.
    native_call: Guarded<Option<Value>>,
    native_caller: Cell<usize>,
}

impl Tracing {
    /// Whether anything is traced.
    #[inline(always)]
    pub(crate) fn is_active(&self) -> bool {
        self.active.get()
    }

    /// What `sys.gettrace()` gives.
    pub fn trace(&self) -> Option<Value> {
        self.trace.borrow().clone()
    }

    /// What `sys.getprofile()` gives.
    pub fn profile(&self) -> Option<Value> {
        self.profile.borrow().clone()
    }

    /// `sys.settrace()`.
    pub fn set_trace(&self, function: Option<Value>) {
        drop(self.trace.replace(function));
        self.update();
    }

    /// `sys.setprofile()`.
    pub fn set_profile(&self, function: Option<Value>) {
        drop(self.profile.replace(function));
        drop(self.native_call.take());
        self.update();
    }

    fn update(&self) {
        let active = self.trace.borrow().is_some() || self.profile.borrow().is_some();
        self.active.set(active);
        self.mode.set_traced(active);
    }

    /// Whether events are reported now.
    fn reports(&self) -> bool {
        self.active.get() && !self.inside.get()
    }
}

/// What happened, as the first argument after the frame says it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Event {
    Call,
    Line,
    Return,
    Exception,
    Opcode,
    NativeCall,
    NativeReturn,
    NativeException,
}

impl Event {
    fn name(self) -> &'static str {
        match self {
            Event::Call => "call",
            Event::Line => "line",
            Event::Return => "return",
            Event::Exception => "exception",
            Event::Opcode => "opcode",
            Event::NativeCall => "c_call",
            Event::NativeReturn => "c_return",
            Event::NativeException => "c_exception",
        }
    }
}

fn call(
    vm: &Vm,
    function: &Value,
    frame: &Ref<FrameObject>,
    event: Event,
    argument: &Value,
) -> Result<Value> {
    let arguments = [
        frame.to_value(),
        vm.intern(event.name()).into(),
        argument.clone(),
    ];
    vm.tracing.inside.set(true);
    let result = vm.call(function, &arguments);
    vm.tracing.inside.set(false);
    result
}

/// Tells the trace function of a call, or the frame's own one of anything else.
fn trace(vm: &Vm, frame: &Ref<FrameObject>, event: Event, argument: &Value) -> Result<()> {
    let function = match event {
        Event::Call => vm.tracing.trace(),
        _ => frame
            .trace()
            .filter(|_| vm.tracing.trace.borrow().is_some()),
    };
    let Some(function) = function else {
        return Ok(());
    };
    match call(vm, &function, frame, event, argument) {
        Ok(result) if result.is_none() => {
            if event == Event::Call {
                frame.set_trace(None);
            }
            Ok(())
        }
        Ok(result) => {
            frame.set_trace(Some(result));
            Ok(())
        }
        Err(raised) => {
            vm.tracing.set_trace(None);
            frame.set_trace(None);
            Err(raised)
        }
    }
}

/// Tells the profile function.
fn profile(vm: &Vm, frame: &Ref<FrameObject>, event: Event, argument: &Value) -> Result<()> {
    let Some(function) = vm.tracing.profile() else {
        return Ok(());
    };
    match call(vm, &function, frame, event, argument) {
        Ok(_) => Ok(()),
        Err(raised) => {
            vm.tracing.set_profile(None);
            Err(raised)
        }
    }
}

/// Reports what is to be known before an instruction runs. The frame's registers are saved.
#[inline(never)]
pub(super) fn before(vm: &Vm, frame: *mut Frame, opcode: u16) -> Result<()> {
    if !vm.tracing.reports() {
        return Ok(());
    }
    native_call_ended(vm, frame, Event::NativeReturn)?;
    let opcode = op::plain_of(opcode);
    let object = FrameObject::of(frame);
    if opcode == op::RESUME {
        // SAFETY: the running frame is live, its registers saved.
        let place = unsafe { super::registers::operand(*(*frame).ip) };
        if place as u32 & ResumePlace::MASK == ResumePlace::FunctionStart.number() {
            object.forget_line();
        }
        trace(vm, &object, Event::Call, &Value::NONE)?;
        return profile(vm, &object, Event::Call, &Value::NONE);
    }
    line(vm, &object)?;
    // SAFETY: the running frame is live, its registers saved.
    let value = unsafe {
        match opcode {
            op::RETURN_VALUE | op::YIELD_VALUE => {
                let top = (*frame).sp.sub(1).cast::<Option<Value>>();
                (*top).clone()
            }
            op::RETURN_CONST => {
                let index = super::registers::operand(*(*frame).ip);
                (*frame).code().constants.get(index).cloned()
            }
            op::CALL | op::CALL_KW | op::CALL_FUNCTION_EX => {
                return native_call(vm, frame, &object, opcode);
            }
            _ => return Ok(()),
        }
    };
    let value = value.unwrap_or(Value::NONE);
    trace(vm, &object, Event::Return, &value)?;
    profile(vm, &object, Event::Return, &value)
}

/// Reports a line that begins, or that a jump goes back to, and the instruction if wanted.
fn line(vm: &Vm, object: &Ref<FrameObject>) -> Result<()> {
    if object.trace().is_none() {
        return Ok(());
    }
    let index = object.frame().index();
    if let Some(line) = object.code().line(index) {
        let (last_line, last_index) = object.last_line();
        let starts = object.code().starts_line(index);
        let is_new = last_line != Some(line) || starts && index < last_index;
        object.set_last_line(line, index);
        if is_new && object.traces_lines() {
            trace(vm, object, Event::Line, &Value::NONE)?;
        }
    }
    if object.traces_opcodes() {
        trace(vm, object, Event::Opcode, &Value::NONE)?;
    }
    Ok(())
}

/// Reports the call of a native function to the profile function.
fn native_call(vm: &Vm, frame: *mut Frame, object: &Ref<FrameObject>, opcode: u16) -> Result<()> {
    if vm.tracing.profile.borrow().is_none() {
        return Ok(());
    }
    // SAFETY: the running frame is live, its registers saved; the opcode says where the
    // callable is.
    let callable = unsafe {
        let operand = super::registers::operand(*(*frame).ip);
        let depth = match opcode {
            op::CALL => operand + 2,
            op::CALL_KW => operand + 3,
            _ => 3 + (operand & 1),
        };
        (*(*frame).sp.sub(depth).cast::<Option<Value>>()).clone()
    };
    let Some(callable) = callable else {
        return Ok(());
    };
    let callable = match callable.downcast_exact::<Method>() {
        Some(method) => method.function().clone(),
        None => callable,
    };
    let is_native = callable.is_exact::<NativeFunction>()
        || callable.class().has(flags::METHOD_DESCRIPTOR)
            && callable
                .downcast::<crate::objects::function::Function>()
                .is_none();
    if !is_native {
        return Ok(());
    }
    profile(vm, object, Event::NativeCall, &callable)?;
    drop(vm.tracing.native_call.replace(Some(callable)));
    vm.tracing.native_caller.set(frame as usize);
    Ok(())
}

/// Reports the end of the native function that the frame called, if it did.
fn native_call_ended(vm: &Vm, frame: *mut Frame, event: Event) -> Result<()> {
    if vm.tracing.native_caller.get() != frame as usize {
        return Ok(());
    }
    vm.tracing.native_caller.set(0);
    match vm.tracing.native_call.take() {
        Some(callable) => profile(vm, &FrameObject::of(frame), event, &callable),
        None => Ok(()),
    }
}

/// Reports an exception on its way through a frame. Gives the one to go on with.
#[inline(never)]
pub(super) fn exception(vm: &Vm, frame: *mut Frame, raised: Raised) -> Raised {
    if !vm.tracing.reports() {
        return raised;
    }
    if let Err(other) = native_call_ended(vm, frame, Event::NativeException) {
        return other;
    }
    let traceback = raised
        .0
        .downcast::<Exception>()
        .and_then(|exception| exception.traceback());
    let argument = Tuple::new(vec![
        raised.0.class().to_value(),
        raised.0.clone(),
        traceback.map_or(Value::NONE, Value::from),
    ]);
    let object = FrameObject::of(frame);
    match trace(vm, &object, Event::Exception, argument.as_value()) {
        Ok(()) => raised,
        Err(other) => other,
    }
}

/// Reports that an exception leaves a frame.
#[inline(never)]
pub(super) fn unwound(vm: &Vm, frame: *mut Frame, raised: Raised) -> Raised {
    if !vm.tracing.reports() {
        return raised;
    }
    let object = FrameObject::of(frame);
    let told = trace(vm, &object, Event::Return, &Value::NONE)
        .and_then(|()| profile(vm, &object, Event::Return, &Value::NONE));
    match told {
        Ok(()) => raised,
        Err(other) => other,
    }
}
