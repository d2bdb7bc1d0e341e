//! Frames of calls: how they are made from a function and its arguments, and how they end.
#![allow(unsafe_code, reason = "frames are raw memory of the loop")]

use bytecode::code::Flags;

use super::binding;
use crate::frame::{Frame, HEADER_WORDS, flags};
use crate::objects::code::Code;
use crate::objects::exceptions;
use crate::objects::function::Function;
use crate::objects::heap::{self, Object, Ref};
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// The error for too many active frames.
#[cold]
#[inline(never)]
pub(crate) fn recursion_error(vm: &Vm, place: &str) -> Raised {
    vm.error(
        &exceptions::RECURSION_ERROR,
        format!("maximum recursion depth exceeded{place}"),
    )
}

/// How many frames are active.
#[inline(always)]
pub(crate) fn depth(vm: &Vm) -> u32 {
    let frame = vm.frame.get();
    if frame.is_null() {
        return 0;
    }
    // SAFETY: the innermost frame is live.
    unsafe { (*frame).depth }
}

/// A frame on the data stack for a call of `function`, which it owns; variables are empty. The
/// caller checks the depth, fills the variables and makes it the running frame.
///
/// # Safety
/// `code` is the code of the function.
#[inline(always)]
pub(super) unsafe fn push(
    vm: &Vm,
    function: *const Object<Function>,
    code: &Ref<Code>,
    previous: *mut Frame,
    depth: u32,
) -> *mut Frame {
    let (frame, frame_flags) = vm.data_stack.push(code.frame_words as usize);
    // SAFETY: the data stack gave that many words.
    unsafe {
        (*frame).code = *(code as *const Ref<Code>).cast();
        (*frame).function = function;
        (*frame).previous = previous;
        (*frame).depth = depth;
        (*frame).flags = frame_flags;
    }
    frame
}

/// As [`push`], for code that has run already; `None` where the data stack needs more memory.
///
/// # Safety
/// As for [`push`].
#[inline(always)]
pub(super) unsafe fn push_quickly(
    vm: &Vm,
    function: *const Object<Function>,
    code: &Ref<Code>,
    previous: *mut Frame,
    depth: u32,
) -> Option<*mut Frame> {
    if code.prepared_first().is_null() {
        return None;
    }
    let frame = vm.data_stack.push_quickly(code.frame_words as usize)?;
    // SAFETY: the data stack gave that many words.
    unsafe {
        (*frame).code = *(code as *const Ref<Code>).cast();
        (*frame).function = function;
        (*frame).previous = previous;
        (*frame).depth = depth;
        (*frame).flags = 0;
    }
    Some(frame)
}

/// Copies a few words.
///
/// # Safety
/// Both pointers are good for `count` words.
#[inline(always)]
pub(crate) unsafe fn copy_words(from: *const u64, to: *mut u64, count: usize) {
    // SAFETY: promised by the caller. Volatile, or else it would be a call of memcpy; the first
    // ones by themselves, because most calls have no more.
    unsafe {
        let copy = |index: usize| to.add(index).write_volatile(*from.add(index));
        if count > 0 {
            copy(0);
        }
        if count > 1 {
            copy(1);
        }
        for index in 2..count {
            copy(index);
        }
    }
}

/// Empties the variables of a frame from `first` on.
///
/// # Safety
/// The frame's memory is that of its code.
#[inline(always)]
pub(crate) unsafe fn clear_from(frame: *mut Frame, first: usize, count: usize) {
    // SAFETY: promised by the caller.
    unsafe {
        let base = Frame::first_local(frame);
        for slot in first..count {
            // Volatile, or else it would be a call of memset, for what is mostly a few words.
            base.add(slot).write_volatile(0);
        }
    }
}

/// The frame of a call of `function`, ready to run, with the running frame as its caller. The
/// arguments are cloned; the last `names.len()` belong to keywords.
pub(crate) fn of_call(
    vm: &Vm,
    function: &Ref<Function>,
    locals: Option<Value>,
    values: &[Value],
    names: &[Value],
) -> Result<*mut Frame> {
    if locals.is_none()
        && names.is_empty()
        && let Some(frame) = of_simple_call(vm, function, None, values)
    {
        return frame;
    }
    // SAFETY: the words of the clones are given away with their references.
    unsafe {
        let mut few = [0u64; 8];
        let mut many = Vec::new();
        let words = match few.get_mut(..values.len()) {
            Some(words) => words,
            None => {
                many.resize(values.len(), 0);
                &mut many[..]
            }
        };
        for (word, value) in words.iter_mut().zip(values) {
            *word = value.clone().into_bits();
        }
        let function = function.clone().into_value().into_bits() as *const Object<Function>;
        of_words(vm, function, locals, words.as_ptr(), words.len(), names)
    }
}

/// The frame of a call whose arguments are the function's variables as they lie, `first` in front
/// of the others; `None` for other calls.
#[inline(always)]
pub(crate) fn of_simple_call(
    vm: &Vm,
    function: &Ref<Function>,
    first: Option<&Value>,
    values: &[Value],
) -> Option<Result<*mut Frame>> {
    let code = function.code();
    let before = usize::from(first.is_some());
    let count = values.len() + before;
    if !code.is_simple || code.argument_count as usize != count {
        return None;
    }
    let depth = depth(vm) + 1;
    if depth > vm.shared().recursion_limit.get() {
        return Some(Err(recursion_error(vm, "")));
    }
    // SAFETY: the frame has room for all variables of the code; the words of the clones are given
    // away with their references.
    unsafe {
        let counted = function.clone().into_value().into_bits() as *const Object<Function>;
        let frame = push(vm, counted, code, vm.frame.get(), depth);
        let local = Frame::first_local(frame);
        if let Some(first) = first {
            local.write(first.clone().into_bits());
        }
        for (index, value) in values.iter().enumerate() {
            local.add(before + index).write(value.clone().into_bits());
        }
        clear_from(frame, count, code.local_count as usize);
        (*frame).ip = code.first();
        (*frame).sp = Frame::stack_base(frame);
        vm.frame.set(frame);
        Some(Ok(frame))
    }
}

/// As [`of_call`], for a function and arguments whose references are given away, whatever
/// comes of it.
///
/// # Safety
/// `function` is a function, `words` points to `count` words of values.
#[inline(never)]
pub(crate) unsafe fn of_words(
    vm: &Vm,
    function: *const Object<Function>,
    locals: Option<Value>,
    words: *const u64,
    count: usize,
    names: &[Value],
) -> Result<*mut Frame> {
    // SAFETY: promised by the caller; the frame's variables are filled before it is seen.
    unsafe {
        let this = &*(&raw const function).cast::<Ref<Function>>();
        let code = this.code();
        let depth = depth(vm) + 1;
        if depth > vm.shared().recursion_limit.get() {
            drop_words(words, count);
            drop(Value::from_bits(function as u64));
            return Err(recursion_error(vm, ""));
        }
        let frame = push(vm, function, code, vm.frame.get(), depth);
        let local_count = code.local_count as usize;
        let simple = names.is_empty() && count == code.argument_count as usize && code.is_simple;
        if simple {
            copy_words(words, Frame::first_local(frame), count);
            clear_from(frame, count, local_count);
        } else {
            clear_from(frame, 0, local_count);
            if let Err(raised) = binding::bind(vm, this, frame, words, count, names) {
                clear_variables(frame);
                let frame_flags = (*frame).flags;
                drop(Value::from_bits(function as u64));
                vm.data_stack.pop(frame, frame_flags);
                return Err(raised);
            }
        }
        // A function made by hand of the code of a module stores its names in the globals.
        let of_globals =
            || (!simple && !code.has(Flags::OPTIMIZED)).then(|| this.globals().as_value().clone());
        if let Some(locals) = locals.or_else(of_globals) {
            (*frame).locals = locals.into_bits();
            (*frame).flags |= flags::HAS_LOCALS;
        }
        (*frame).ip = code.first();
        (*frame).sp = Frame::stack_base(frame);
        vm.frame.set(frame);
        Ok(frame)
    }
}

/// Copies the cells of the function's closure to the last variables, as COPY_FREE_VARS does.
///
/// # Safety
/// The frame's variables are initialized.
pub(crate) unsafe fn copy_closure(frame: *mut Frame) {
    // SAFETY: promised by the caller; the frame holds its function.
    unsafe {
        let code = (*frame).code();
        let first = (code.local_count - code.free_count) as usize;
        if let Some(closure) = (*frame).function().closure() {
            for (index, cell) in closure.items().iter().enumerate() {
                drop(Frame::replace_variable(
                    frame,
                    first + index,
                    Some(cell.clone()),
                ));
            }
        }
    }
}

/// Drops values that were given away.
///
/// # Safety
/// `words` points to `count` words of values.
pub(super) unsafe fn drop_words(words: *const u64, count: usize) {
    for index in 0..count {
        // SAFETY: promised by the caller.
        drop(unsafe { Value::from_bits(*words.add(index)) });
    }
}

/// Drops the variables of a frame.
///
/// # Safety
/// The frame is live and no reference to its variables is.
unsafe fn clear_variables(frame: *mut Frame) {
    // SAFETY: promised by the caller; each word is emptied before its value is dropped.
    unsafe {
        let count = (*frame).code().local_count as usize;
        for slot in 0..count {
            drop(Frame::replace_variable(frame, slot, None));
        }
    }
}

/// Drops the operands of a frame above `base`.
///
/// # Safety
/// The frame's stack pointer is saved, and `base` lies within its stack.
pub(crate) unsafe fn clear_stack(frame: *mut Frame, base: *mut u64) {
    // SAFETY: promised by the caller.
    unsafe {
        while (*frame).sp > base {
            (*frame).sp = (*frame).sp.sub(1);
            let bits = *(*frame).sp;
            if bits != 0 {
                drop(Value::from_bits(bits));
            }
        }
    }
}

/// Above all words of pointers to objects that were turned right by three bits.
const LARGEST_TURNED: u64 = u64::MAX >> 3;

/// Gives the variables and the function of a frame back that is not used any more.
///
/// # Safety
/// The frame is live, its stack is empty, and nothing but it refers to its variables.
#[inline(always)]
pub(crate) unsafe fn give_back(frame: *mut Frame) {
    // SAFETY: promised by the caller.
    unsafe {
        let count = (*frame).code().local_count as usize;
        let mut local = Frame::first_local(frame);
        let end = local.add(count);
        while local != end {
            let bits = *local;
            // Words that are no pointers, and the empty word, have nothing to give back. Turned,
            // the former are the largest; less one, the latter is the largest of all.
            if bits.rotate_right(3).wrapping_sub(1) < LARGEST_TURNED {
                heap::give_back(bits as *const heap::Header);
            }
            local = local.add(1);
        }
        heap::give_back((*frame).function.cast());
    }
}

/// Ends the running frame, which returns: its stack is empty.
#[inline(always)]
pub(super) fn leave_returning(vm: &Vm, frame: *mut Frame) {
    const OTHERS: u32 = flags::GENERATOR | flags::HAS_OBJECT | flags::HAS_LOCALS | flags::TAKEN;
    // SAFETY: the running frame is live; without these flags it lies on the data stack and has
    // nothing but its variables and its function to give back.
    unsafe {
        let frame_flags = (*frame).flags;
        if frame_flags & OTHERS != 0 {
            return leave(vm, frame);
        }
        vm.frame.set((*frame).previous);
        give_back(frame);
        vm.data_stack.pop(frame, frame_flags);
    }
}

/// Ends the running frame: its caller becomes the running frame. If somebody else holds the
/// frame object, the contents move there.
pub(crate) fn leave(vm: &Vm, frame: *mut Frame) {
    // SAFETY: the running frame is live; it is unlinked before anything is dropped.
    unsafe {
        vm.frame.set((*frame).previous);
        if (*frame).flags & flags::GENERATOR != 0 {
            crate::objects::generator::frame_ends(vm, frame);
            return;
        }
        let frame_flags = (*frame).flags;
        give_up(frame);
        vm.data_stack.pop(frame, frame_flags);
    }
}

/// Gives all back that a frame holds, or moves it to the frame object. The memory stays.
///
/// # Safety
/// The frame is live and no longer runs.
pub(crate) unsafe fn give_up(frame: *mut Frame) {
    // SAFETY: promised by the caller.
    unsafe {
        clear_stack(frame, Frame::stack_base(frame));
        give_up_suspended(frame);
    }
}

/// As [`give_up`], for a frame that will not go on; its frame object gets the operands, too.
///
/// # Safety
/// The frame is live and no longer runs.
pub(crate) unsafe fn give_up_suspended(frame: *mut Frame) {
    // SAFETY: promised by the caller. The words of a generator that has ended are not looked at
    // any more.
    unsafe {
        if (*frame).flags == flags::GENERATOR {
            clear_stack(frame, Frame::stack_base(frame));
            give_back(frame);
            return;
        }
        if (*frame).flags & flags::HAS_OBJECT != 0 {
            (*frame).flags &= !flags::HAS_OBJECT;
            let object = std::mem::transmute::<u64, Value>((*frame).object);
            if object.header().is_some_and(|header| header.count() > 1) {
                crate::objects::frame::take_over(&object, frame);
                return;
            }
        }
        clear(frame);
    }
}

/// Drops all that a frame holds but its memory and its frame object.
///
/// # Safety
/// The frame is live and no longer runs.
pub(crate) unsafe fn clear(frame: *mut Frame) {
    // SAFETY: promised by the caller.
    unsafe {
        clear_variables(frame);
        clear_stack(frame, Frame::stack_base(frame));
        if (*frame).flags & flags::HAS_LOCALS != 0 {
            (*frame).flags &= !flags::HAS_LOCALS;
            drop(Value::from_bits((*frame).locals));
        }
        drop(Value::from_bits((*frame).function as u64));
    }
}

/// Words that a frame needs to be kept: header and variables.
pub(crate) fn kept_words(code: &Code) -> usize {
    (HEADER_WORDS + code.local_count) as usize
}

impl Vm {
    /// How many frames of Python code run on this thread.
    pub fn recursion_depth(&self) -> u32 {
        depth(self)
    }
}
