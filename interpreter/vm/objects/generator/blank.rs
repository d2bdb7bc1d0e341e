//! The words of a generator that has not started: a call copies them instead of filling the
//! fields one by one.
#![allow(unsafe_code, reason = "objects are made of raw words")]

use std::cell::Cell;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::ptr::NonNull;

use super::{Generator, methods};
use crate::Vm;
use crate::frame::{Frame, HEADER_WORDS, flags};
use crate::objects::code::Code;
use crate::objects::function::Function;
use crate::objects::heap::{Object, Ref};
use crate::objects::names::names;
use crate::objects::types::{self, Type};
use crate::objects::value::Value;

/// Words of the object and of the header of its frame.
const WORDS: usize = size_of::<Object<Generator>>() / size_of::<u64>() + HEADER_WORDS as usize;
/// Words of the first half. Copies that are no longer than this are made in registers.
const HALF: usize = WORDS / 2;

/// What all new generators of one code object have in common: the header, the payload and the
/// header of the frame. The function, the place of the stack and the counts of references are
/// missing.
#[repr(C)]
pub(crate) struct Blank {
    first: [MaybeUninit<u64>; HALF],
    second: [MaybeUninit<u64>; WORDS - HALF],
    /// What a `yield from` of the code iterated over last.
    pub(crate) iterated: Iterated,
}

/// A class whose `__iter__` makes generators, so that this need not be looked up each time. The
/// processor goes on with it, too, while it waits for the memory of the instance.
pub(crate) struct Iterated {
    class: Cell<*const Type>,
    version: Cell<u32>,
    function: Cell<*const Object<Function>>,
}

impl Iterated {
    fn nothing() -> Iterated {
        Iterated {
            class: Cell::new(std::ptr::null()),
            version: Cell::new(0),
            function: Cell::new(std::ptr::null()),
        }
    }

    /// The `__iter__` of a class that is a function written in Python.
    #[inline(always)]
    pub(super) fn method_of(&self, vm: &Vm, class: &Ref<Type>) -> Option<Ref<Function>> {
        let known = self.class.get();
        // SAFETY: the class that is asked for is alive; of that version, it holds the function.
        unsafe {
            if std::ptr::eq(&raw const **class, known) && (*known).version() == self.version.get() {
                let word = self.function.get() as u64;
                let function = ManuallyDrop::new(Value::from_bits(word));
                let function: &Ref<Function> = &*(&raw const *function).cast();
                return Some(function.clone());
            }
        }
        self.look_up(vm, class)
    }

    #[inline(never)]
    fn look_up(&self, vm: &Vm, class: &Ref<Type>) -> Option<Ref<Function>> {
        if !class.has(types::flags::HEAP) {
            return None;
        }
        let method = class.lookup(vm, &names().__iter__)?;
        let function = method.downcast_exact::<Function>()?;
        if class.version() != 0 {
            self.class.set(&raw const **class);
            self.version.set(class.version());
            self.function.set(method.bits() as *const Object<Function>);
        }
        Some(function.clone())
    }
}

impl Blank {
    /// That of a code whose generators start at `start`.
    pub(crate) fn of(code: &Ref<Code>, start: *mut u64) -> Box<Blank> {
        let mut blank = Box::new(Blank {
            first: [MaybeUninit::uninit(); HALF],
            second: [MaybeUninit::uninit(); WORDS - HALF],
            iterated: Iterated::nothing(),
        });
        // SAFETY: the words have room for an object and the header of a frame behind it. The
        // words of references are written without counting them, and are never dropped here.
        unsafe {
            let object = (&raw mut *blank).cast::<Object<Generator>>();
            let class = std::ptr::read(methods::class_of(code.flags));
            let payload = Ref::begin(object, class);
            payload.write(Generator::of_code(std::ptr::read(code)));
            object.add(1).cast::<Frame>().write(Frame {
                code: *std::ptr::from_ref(code).cast(),
                function: std::ptr::null(),
                previous: std::ptr::null_mut(),
                ip: start,
                sp: std::ptr::null_mut(),
                locals: 0,
                object: 0,
                return_offset: 0,
                yield_offset: 0,
                depth: 0,
                flags: flags::GENERATOR,
            });
        }
        blank
    }

    /// Writes the words to the memory of a new object, and counts the references.
    ///
    /// # Safety
    /// The memory has room for the object and the header of its frame; this is the blank of the
    /// code.
    #[inline(always)]
    pub(super) unsafe fn copy_to(&self, object: NonNull<Object<Generator>>, code: &Ref<Code>) {
        // SAFETY: promised by the caller. The class and the code are alive; so the words of the
        // copy are references once they are counted. They are not read back for that: they are
        // on their way to memory still.
        unsafe {
            let class = &*(&raw const self.first).cast::<ManuallyDrop<Ref<Type>>>();
            std::mem::forget((**class).clone());
            std::mem::forget(code.clone());
            let words = object.as_ptr().cast::<MaybeUninit<u64>>();
            words.cast::<[_; HALF]>().write(self.first);
            words
                .add(HALF)
                .cast::<[_; WORDS - HALF]>()
                .write(self.second);
        }
    }
}
