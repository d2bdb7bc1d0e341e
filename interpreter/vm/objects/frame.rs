//! `frame`: what scripts see of a frame, made when they ask for it.
//!
//! While the function runs, the object points to the frame; when it ends, the object takes
//! the variables over.
#![allow(unsafe_code, reason = "frames are raw memory of the loop")]

use std::cell::Cell;

use bytecode::code::Flags;

use super::code::Code;
use super::dict::Dict;
use super::guarded::Guarded;
use super::heap::{Payload, Ref};
use super::slots::Slots;
use super::str::Str;
use super::types::TypeSpec;
use super::value::Value;
use crate::eval::{frames, out_of_memory, tracing};
use crate::frame::{Frame, flags};
use crate::native::{Method, Property};
use crate::{Result, Vm, payload, static_type};

mod jumps;
pub mod locals_proxy;
use locals_proxy::LocalsProxy;

/// The payload of a frame object.
pub struct FrameObject {
    /// The frame: on the data stack, in a generator, or in `owned`.
    frame: Cell<*mut Frame>,
    /// The frame's header and variables, after the function has ended.
    owned: Guarded<Vec<u64>>,
    back: Guarded<Option<Ref<FrameObject>>>,
    trace: Guarded<Option<Value>>,
    trace_lines: Cell<bool>,
    trace_opcodes: Cell<bool>,
    /// The line that a tracing function is told, where that is not the instruction's.
    traced_line: Cell<Option<i32>>,
    /// Names that a script added to `f_locals` without the function having them.
    pub(super) extra_locals: Guarded<Option<Ref<Dict>>>,
}

payload!(FrameObject, FRAME, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(back) = &*self.back.borrow() {
            visit(back.as_value());
        }
        self.trace.borrow().iter().for_each(&mut *visit);
        if let Some(extra) = &*self.extra_locals.borrow() {
            visit(extra.as_value());
        }
        if self.is_taken() {
            traverse_frame(self.frame.get(), visit);
        }
    }
    fn clear(&self) {
        drop(self.back.take());
        drop(self.trace.take());
        drop(self.extra_locals.take());
        if self.is_taken() {
            clear_variables(self.frame.get());
        }
    }
});

static_type! {
    /// `frame`
    pub FRAME = TypeSpec {
        name: "frame",
        layout: Some(<FrameObject as Payload>::layout),
        doc: Some("A call of a function."),
        flags: super::types::flags::NO_INSTANTIATION,
        slots: Slots { repr: Some(frame_repr), ..Slots::EMPTY },
        properties: &[
            Property::new("f_back", |vm, this| {
                Ok(of(vm, this)?.back().map_or(Value::NONE, Value::from))
            }),
            Property::new("f_locals", |vm, this| locals_of(vm, of(vm, this)?)),
            Property::settable("f_lineno", f_lineno, set_f_lineno),
            Property::settable("f_trace", f_trace, set_f_trace),
            Property::new("f_globals", |vm, this| {
                Ok(of(vm, this)?.frame().function().globals().to_value())
            }),
            Property::new("f_builtins", |vm, this| {
                Ok(of(vm, this)?.frame().function().builtins().clone())
            }),
            Property::new("f_code", |vm, this| Ok(of(vm, this)?.code().to_value())),
            Property::new("f_lasti", |vm, this| Ok(Value::int(of(vm, this)?.instruction()))),
            Property::settable("f_trace_opcodes", |vm, this| {
                Ok(Value::bool(of(vm, this)?.trace_opcodes.get()))
            }, set_f_trace_opcodes),
            Property {
                member: true,
                ..Property::settable("f_trace_lines", |vm, this| {
                    Ok(Value::bool(of(vm, this)?.trace_lines.get()))
                }, |vm, this, value| {
                    let value = value.is_some_and(Value::is_true);
                    of(vm, this)?.trace_lines.set(value);
                    Ok(())
                })
            },
        ],
        methods: &[
            Method::new("clear", "($self, /)", frame_clear, "Clears the variables."),
            Method::new("__sizeof__", "($self, /)", frame_sizeof, "Its size in bytes."),
        ],
        ..TypeSpec::DEFAULT
    };
}

/// Bytes from a SEND to the RESUME behind it.
const SEND_TO_RESUME: i64 = 6;

impl FrameObject {
    /// The frame object of a frame, made if there is none yet.
    pub(crate) fn of(frame: *mut Frame) -> Ref<FrameObject> {
        // SAFETY: the callers give live frames.
        let this = unsafe { &mut *frame };
        if let Some(object) = this.object() {
            return object.clone();
        }
        let object = Ref::new_in_place(FrameObject {
            frame: Cell::new(frame),
            owned: Guarded::default(),
            back: Guarded::default(),
            trace: Guarded::default(),
            trace_lines: Cell::new(true),
            trace_opcodes: Cell::new(false),
            traced_line: Cell::new(None),
            extra_locals: Guarded::default(),
        });
        this.object = object.to_value().into_bits();
        this.flags |= flags::HAS_OBJECT;
        object
    }

    /// The frame.
    pub(crate) fn frame(&self) -> &Frame {
        // SAFETY: the frame outlives its function's end in `owned`.
        unsafe { &*self.frame.get() }
    }

    /// The frame, as the loop has it.
    pub(crate) fn pointer(&self) -> *mut Frame {
        self.frame.get()
    }

    /// Tells the object that the frame has moved.
    pub(crate) fn moved(&self, frame: *mut Frame) {
        self.frame.set(frame);
    }

    /// Whether the function has ended.
    pub fn is_taken(&self) -> bool {
        self.frame().flags & flags::TAKEN != 0
    }

    /// `f_code`.
    pub fn code(&self) -> &Ref<Code> {
        self.frame().code()
    }

    /// `f_globals`.
    pub fn globals(&self) -> Ref<Dict> {
        self.frame().function().globals().clone()
    }

    /// `f_lasti`: the present instruction, as an offset in bytes.
    pub fn instruction(&self) -> i64 {
        let frame = self.frame();
        // A generator that waits for a chained one is shown where it would wait for another.
        let waits = frame.flags & flags::GENERATOR != 0
            && super::generator::payload_of(self.frame.get()).waits_in_chain();
        2 * frame.index() as i64 + if waits { SEND_TO_RESUME } else { 0 }
    }

    /// `f_lineno`.
    pub fn line_number(&self) -> Option<i32> {
        self.traced_line.get().or_else(|| self.frame().line())
    }

    /// `f_back`.
    pub fn back(&self) -> Option<Ref<FrameObject>> {
        if self.is_taken() {
            return self.back.borrow().clone();
        }
        let frame = self.frame();
        let waits = frame.flags & flags::GENERATOR != 0
            && super::generator::payload_of(self.frame.get()).is_suspended();
        (!waits && !frame.previous.is_null()).then(|| FrameObject::of(frame.previous))
    }

    /// `f_trace`.
    pub fn trace(&self) -> Option<Value> {
        self.trace.borrow().clone()
    }

    /// `f_trace_lines`.
    pub(crate) fn traces_lines(&self) -> bool {
        self.trace_lines.get()
    }

    /// `f_trace_opcodes`.
    pub(crate) fn traces_opcodes(&self) -> bool {
        self.trace_opcodes.get()
    }

    /// Sets the line that a tracing function is told.
    pub(crate) fn set_traced_line(&self, line: Option<i32>) {
        self.traced_line.set(line);
    }

    /// Sets `f_trace`.
    pub fn set_trace(&self, trace: Option<Value>) {
        drop(self.trace.replace(trace));
    }
}

impl Drop for FrameObject {
    fn drop(&mut self) {
        if self.is_taken() {
            // SAFETY: the object owns what the frame holds.
            unsafe { frames::clear(self.frame.get()) }
        }
    }
}

/// Moves what an ended frame holds to its frame object.
///
/// # Safety
/// The frame no longer runs, and gives up what it holds.
pub(crate) unsafe fn take_over(object: &Value, frame: *mut Frame) {
    let Some(object) = object.downcast_exact::<FrameObject>() else {
        return;
    };
    // SAFETY: promised by the caller; the copied words are not looked at again in the frame.
    unsafe {
        let previous = (*frame).previous;
        if !previous.is_null() && out_of_memory::may_add_entry() {
            drop(object.back.replace(Some(FrameObject::of(previous))));
        }
        let count = (*frame).sp.offset_from_unsigned(frame.cast::<u64>());
        let words = std::slice::from_raw_parts(frame.cast::<u64>(), count).to_vec();
        let copy = words.as_ptr().cast_mut().cast::<Frame>();
        (*copy).flags = (*copy).flags & flags::HAS_LOCALS | flags::TAKEN;
        (*copy).previous = std::ptr::null_mut();
        (*copy).sp = copy.cast::<u64>().add(count);
        drop(object.owned.replace(words));
        object.frame.set(copy);
    }
}

/// Shows the values that a frame holds.
pub(crate) fn traverse_frame(frame: *mut Frame, visit: &mut dyn FnMut(&Value)) {
    // SAFETY: the callers give frames that are live and do not run.
    unsafe {
        visit((*frame).function().as_value());
        (*frame).locals().into_iter().for_each(&mut *visit);
        if let Some(object) = (*frame).object() {
            visit(object.as_value());
        }
        for value in Frame::variables(frame).iter().flatten() {
            visit(value);
        }
        let mut place = Frame::stack_base(frame);
        while place < (*frame).sp {
            if let Some(value) = &*place.cast::<Option<Value>>() {
                visit(value);
            }
            place = place.add(1);
        }
    }
}

/// Drops the variables and operands of a frame that does not run.
pub(crate) fn clear_variables(frame: *mut Frame) {
    // SAFETY: the callers give frames that are live and do not run.
    unsafe {
        let count = (*frame).code().local_count as usize;
        for slot in 0..count {
            drop(Frame::replace_variable(frame, slot, None));
        }
        frames::clear_stack(frame, Frame::stack_base(frame));
    }
}

/// Takes the topmost operand of a frame whose registers are saved.
fn pop_operand(object: &FrameObject) -> Option<Value> {
    let frame = object.frame.get();
    // SAFETY: the frame is live; the caller knows that there is an operand.
    unsafe {
        (*frame).sp = (*frame).sp.sub(1);
        let bits = *(*frame).sp;
        (bits != 0).then(|| Value::from_bits(bits))
    }
}

/// Lets a frame go on at the code unit `index`.
fn set_instruction(object: &FrameObject, index: usize) {
    let frame = object.frame.get();
    // SAFETY: the frame is live, and the index that of an instruction of its code.
    unsafe { (*frame).ip = (*frame).code().first().add(index) }
}

/// `f_locals`: the mapping of a module or class body, a proxy for a function's variables.
pub fn locals_of(_: &Vm, object: &Ref<FrameObject>) -> Result<Value> {
    if object.code().has(Flags::OPTIMIZED) || LocalsProxy::has_hidden(object) {
        return Ok(LocalsProxy::of(object));
    }
    Ok(match object.frame().locals() {
        Some(locals) => locals.clone(),
        None => object.globals().into(),
    })
}

impl Vm {
    /// The frame object of the innermost Python function, or of one further out.
    pub fn frame_object(&self, mut levels: usize) -> Option<Ref<FrameObject>> {
        let mut frame = self.frame.get();
        while !frame.is_null() {
            if levels == 0 {
                return Some(FrameObject::of(frame));
            }
            levels -= 1;
            // SAFETY: the frames on the chain are live.
            frame = unsafe { (*frame).previous };
        }
        None
    }

    /// The globals of the innermost Python function.
    pub fn current_globals(&self) -> Option<Ref<Dict>> {
        let frame = self.frame.get();
        // SAFETY: the innermost frame is live.
        (!frame.is_null()).then(|| unsafe { (*frame).function().globals().clone() })
    }

    /// What `locals()` gives: the mapping of a module or class body, or a new dict of a
    /// function's variables.
    pub fn current_locals(&self) -> Result<Value> {
        let Some(object) = self.frame_object(0) else {
            return Err(self.system_error("frame does not exist"));
        };
        let locals = locals_of(self, &object)?;
        match locals.downcast_exact::<LocalsProxy>() {
            Some(proxy) => Ok(proxy.to_dict(self)?.into()),
            None => Ok(locals),
        }
    }
}

fn of<'a>(vm: &Vm, value: &'a Value) -> Result<&'a Ref<FrameObject>> {
    value
        .downcast::<FrameObject>()
        .ok_or_else(|| vm.type_error("a frame is required"))
}

fn frame_repr(vm: &Vm, this: &Value) -> Result<Value> {
    let object = of(vm, this)?;
    let code = object.code();
    let file = vm.repr_text(code.filename().as_value())?;
    let line = object
        .line_number()
        .map_or("None".to_owned(), |line| line.to_string());
    Ok(Str::value(format!(
        "<frame at {:#x}, file {file}, line {line}, code {}>",
        object.address(),
        code.name
    )))
}

fn f_lineno(vm: &Vm, this: &Value) -> Result<Value> {
    let line = of(vm, this)?.line_number();
    Ok(line.map_or(Value::NONE, |line| Value::int(line.into())))
}

fn set_f_lineno(vm: &Vm, this: &Value, line: Option<&Value>) -> Result<()> {
    let object = of(vm, this)?;
    match line {
        Some(line) => jumps::jump(vm, object, line),
        None => Err(vm.attribute_error("cannot delete attribute")),
    }
}

fn f_trace(vm: &Vm, this: &Value) -> Result<Value> {
    Ok(of(vm, this)?.trace().unwrap_or(Value::NONE))
}

fn set_f_trace(vm: &Vm, this: &Value, trace: Option<&Value>) -> Result<()> {
    let trace = trace.filter(|trace| !trace.is_none());
    let object = of(vm, this)?;
    object.set_trace(trace.cloned());
    if trace.is_some() && object.traces_opcodes() {
        tracing::trace_opcodes(vm, object.code(), true);
    }
    Ok(())
}

fn set_f_trace_opcodes(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    let object = of(vm, this)?;
    let Some(value) = value.filter(|value| value.as_bool().is_some()) else {
        return Err(vm.type_error("attribute value type must be bool"));
    };
    let enable = value.is_true();
    object.trace_opcodes.set(enable);
    if !enable || object.trace().is_some() {
        tracing::trace_opcodes(vm, object.code(), enable);
    }
    Ok(())
}

fn frame_clear(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let Some(Some(this)) = arguments.first() else {
        return Ok(Value::NONE);
    };
    let object = of(vm, this)?;
    if object.is_taken() {
        clear_variables(object.frame.get());
        drop(object.extra_locals.take());
        return Ok(Value::NONE);
    }
    if object.frame().flags & flags::GENERATOR != 0 {
        let generator = super::generator::of_frame(object.frame.get());
        return super::generator::clear_frame(vm, &generator).map(|()| Value::NONE);
    }
    Err(vm.runtime_error("cannot clear an executing frame"))
}

fn frame_sizeof(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let Some(Some(this)) = arguments.first() else {
        return Ok(Value::NONE);
    };
    let words = frames::kept_words(of(vm, this)?.code());
    Ok(Value::from(size_of::<FrameObject>() + 8 * words))
}
