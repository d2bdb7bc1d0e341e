//! The registers of the loop: instruction pointer, stack pointer, frame.
//!
//! The methods are safe to call from the handlers because the compiler emits only code whose
//! stack depth and variables fit its frame; this is the invariant that their `unsafe` rests on.
#![allow(unsafe_code, reason = "operands are raw words of the frame")]

use super::quicken::{COUNTER_SHIFT, OPERAND_SHIFT};
use crate::Vm;
use crate::frame::{Frame, IN_NATIVE, SPARE_WORDS};
use crate::objects::code::Code;
use crate::objects::heap::Ref;
use crate::objects::str::Str;
use crate::objects::value::Value;

/// What the loop holds in machine registers.
#[derive(Clone, Copy)]
pub(crate) struct Registers {
    /// The next word: behind the instruction that runs, in front of its cache.
    pub ip: *mut u64,
    /// Behind the topmost operand.
    pub sp: *mut u64,
    /// The running frame.
    pub frame: *mut Frame,
}

/// The operand of an instruction word.
#[inline(always)]
pub(crate) fn operand(word: u64) -> usize {
    (word >> OPERAND_SHIFT) as usize
}

/// The adaptive counter of an instruction word.
#[inline(always)]
pub(crate) fn counter(word: u64) -> u16 {
    (word >> COUNTER_SHIFT) as u16
}

impl Registers {
    /// The registers that a frame was left with.
    #[inline(always)]
    pub fn of(frame: *mut Frame) -> Registers {
        // SAFETY: a frame that is entered is live and has its registers saved.
        unsafe {
            Registers {
                ip: (*frame).ip,
                sp: (*frame).sp,
                frame,
            }
        }
    }

    /// The next word, which becomes the running instruction.
    #[inline(always)]
    pub fn fetch(&mut self) -> u64 {
        // SAFETY: the words end with an instruction that never goes on.
        unsafe {
            let word = *self.ip;
            self.ip = self.ip.add(1);
            word
        }
    }

    /// Counts an execution of the running instruction. Whether it is time for this specializer
    /// to look at its operands.
    #[inline(always)]
    pub fn is_due(&self, _: fn(&Vm, *mut Frame, *mut u64)) -> bool {
        // SAFETY: the instruction pointer is behind the running instruction, which is a word
        // of the machine's private copy.
        unsafe {
            let place = self.ip.sub(1);
            let is_due = counter(*place) == 0;
            if !is_due {
                *place = (*place).wrapping_sub(1 << COUNTER_SHIFT);
            }
            is_due
        }
    }

    /// The word of the running instruction.
    #[inline(always)]
    pub fn word(&self) -> u64 {
        // SAFETY: the instruction pointer is behind the running instruction.
        unsafe { *self.ip.sub(1) }
    }

    /// Writes the running instruction and the stack pointer to the frame: before anything
    /// that may look at frames.
    #[inline(always)]
    pub fn save(&self) {
        // SAFETY: the running frame is live.
        unsafe {
            (*self.frame).ip = self.ip.sub(1);
            (*self.frame).sp = self.sp;
        }
    }

    /// Writes the registers to the frame that calls a native function, and notes that it does.
    #[inline(always)]
    pub fn save_native(&self) {
        self.save();
        // SAFETY: as above.
        unsafe { (*self.frame).return_offset = IN_NATIVE };
    }

    /// Notes that a native function has returned.
    #[inline(always)]
    pub fn end_native(&self) {
        // SAFETY: as above.
        unsafe { (*self.frame).return_offset = 0 };
    }

    /// Writes the registers to a frame that is left by a call of `caches` cache words.
    #[inline(always)]
    pub fn save_call(&self, caches: u32) {
        self.save();
        // SAFETY: as above.
        unsafe { (*self.frame).return_offset = caches + 1 };
    }

    /// Skips cache words.
    #[inline(always)]
    pub fn skip(&mut self, words: usize) {
        self.ip = self.ip.wrapping_add(words);
    }

    /// Jumps backwards.
    #[inline(always)]
    pub fn back(&mut self, words: usize) {
        self.ip = self.ip.wrapping_sub(words);
    }

    /// A word of the cache of the running instruction.
    #[inline(always)]
    pub fn cache(&self, index: usize) -> u64 {
        // SAFETY: the handlers ask only for caches that their opcode has.
        unsafe { *self.ip.add(index) }
    }

    /// The frame.
    #[inline(always)]
    pub fn frame<'a>(&self) -> &'a Frame {
        // SAFETY: the running frame is live.
        unsafe { &*self.frame }
    }

    /// The code.
    #[inline(always)]
    pub fn code<'a>(&self) -> &'a Ref<Code> {
        self.frame().code()
    }

    /// A constant.
    #[inline(always)]
    pub fn constant<'a>(&self, index: usize) -> &'a Value {
        // SAFETY: the code runs; the compiler numbers the constants.
        unsafe { self.code().running_parts().constants.get_unchecked(index) }
    }

    /// A name.
    #[inline(always)]
    pub fn name<'a>(&self, index: usize) -> &'a Ref<Str> {
        // SAFETY: the code runs; the compiler numbers the names.
        unsafe { self.code().running_parts().names.get_unchecked(index) }
    }

    /// A variable.
    #[inline(always)]
    #[allow(clippy::mut_from_ref, reason = "a word of the frame")]
    pub fn local<'a>(&self, slot: usize) -> &'a mut Option<Value> {
        // SAFETY: the compiler numbers the variables; no reference to one outlives its handler.
        unsafe {
            &mut *Frame::first_local(self.frame)
                .add(slot)
                .cast::<Option<Value>>()
        }
    }

    /// A variable that the compiler knows to be bound.
    #[inline(always)]
    pub fn bound_local<'a>(&self, slot: usize) -> &'a Value {
        // SAFETY: as above; where a variable may be unbound, the compiler emits another
        // instruction.
        unsafe { &*Frame::first_local(self.frame).add(slot).cast::<Value>() }
    }

    /// Pushes a value.
    #[inline(always)]
    pub fn push(&mut self, value: Value) {
        self.push_bits(value.into_bits());
    }

    /// Pushes a value or nothing.
    #[inline(always)]
    pub fn push_option(&mut self, value: Option<Value>) {
        self.push_bits(value.map_or(0, Value::into_bits));
    }

    /// Pushes a word: that of a value whose reference goes with it, or zero.
    #[inline(always)]
    pub fn push_bits(&mut self, bits: u64) {
        // SAFETY: the frame has room for the deepest stack of its code.
        unsafe {
            *self.sp = bits;
            self.sp = self.sp.add(1);
        }
    }

    /// Pops a word.
    #[inline(always)]
    pub fn pop_bits(&mut self) -> u64 {
        // SAFETY: the compiler pops only what it pushed.
        unsafe {
            self.sp = self.sp.sub(1);
            *self.sp
        }
    }

    /// Pops a value.
    #[inline(always)]
    pub fn pop(&mut self) -> Value {
        let bits = self.pop_bits();
        // SAFETY: the word was that of a value, whose reference goes with it.
        unsafe { Value::from_bits(bits) }
    }

    /// Pops a value or nothing.
    #[inline(always)]
    pub fn pop_option(&mut self) -> Option<Value> {
        let bits = self.pop_bits();
        // SAFETY: zero is the word of no value.
        (bits != 0).then(|| unsafe { Value::from_bits(bits) })
    }

    /// The value `depth` below the topmost one.
    #[inline(always)]
    pub fn peek<'a>(&self, depth: usize) -> &'a Value {
        // SAFETY: the compiler says how deep the stack is; handlers pop only what they no
        // longer look at.
        unsafe { &*self.sp.sub(depth + 1).cast::<Value>() }
    }

    /// The value or nothing `depth` below the topmost one.
    #[inline(always)]
    pub fn peek_option<'a>(&self, depth: usize) -> Option<&'a Value> {
        // SAFETY: as above; `Option<Value>` is a word too.
        unsafe { (*self.sp.sub(depth + 1).cast::<Option<Value>>()).as_ref() }
    }

    /// Replaces the value `depth` below the topmost one, and gives it.
    #[inline(always)]
    pub fn replace(&mut self, depth: usize, value: Value) -> Value {
        // SAFETY: as above.
        unsafe { std::ptr::replace(self.sp.sub(depth + 1).cast::<Value>(), value) }
    }

    /// Exchanges the two topmost words.
    #[inline(always)]
    pub fn swap(&mut self) {
        // SAFETY: as above.
        unsafe { std::ptr::swap(self.sp.sub(1), self.sp.sub(2)) }
    }

    /// Overwrites the word `depth` below the topmost one; what was there has been taken.
    #[inline(always)]
    pub fn set_bits(&mut self, depth: usize, bits: u64) {
        // SAFETY: as above.
        unsafe { *self.sp.sub(depth + 1) = bits }
    }

    /// The topmost `count` values.
    #[inline(always)]
    pub fn values<'a>(&self, count: usize) -> &'a [Value] {
        // SAFETY: as above; the words are those of values.
        unsafe { std::slice::from_raw_parts(self.sp.sub(count).cast::<Value>(), count) }
    }

    /// The topmost `count` values, and `missing` times nothing behind them.
    #[inline(always)]
    pub fn optional_values<'a>(&self, count: usize, missing: usize) -> &'a [Option<Value>] {
        debug_assert!(missing <= SPARE_WORDS as usize);
        // SAFETY: as above; frames have spare words behind their stack.
        unsafe {
            for index in 0..missing {
                self.sp.add(index).write_volatile(0);
            }
            let first = self.sp.sub(count).cast::<Option<Value>>();
            std::slice::from_raw_parts(first, count + missing)
        }
    }

    /// Takes the topmost `count` values.
    pub fn take(&mut self, count: usize) -> Vec<Value> {
        let mut values = Vec::with_capacity(count);
        // SAFETY: the words are those of values, which move with their references.
        unsafe {
            self.sp = self.sp.sub(count);
            std::ptr::copy_nonoverlapping(self.sp.cast::<Value>(), values.as_mut_ptr(), count);
            values.set_len(count);
        }
        values
    }

    /// Drops the topmost `count` words.
    #[inline(always)]
    pub fn drop_many(&mut self, count: usize) {
        for _ in 0..count {
            drop(self.pop_option());
        }
    }
}
