//! Code objects as the machine runs them: constants as values, interned names, the decoded
//! exception table, and the private copy of the instructions that specialization rewrites.
#![allow(
    unsafe_code,
    reason = "the private instructions are rewritten in place"
)]

use std::cell::Cell;
use std::sync::Arc;

use bytecode::code::{Flags, LocalKind};
use bytecode::{CodeObject, Constant, ExceptionEntry, Location, Opcode};
use primitives::text::wtf8::Wtf8;

use super::bytes::Bytes;
use super::complex::Complex;
use super::guarded::{Global, Guarded};
use super::heap::Ref;
use super::int::Int;
use super::set::{FROZENSET, Set};
use super::str::{Str, intern};
use super::tuple::Tuple;
use super::value::Value;
use crate::eval::quicken;
use crate::frame::{HEADER_WORDS, SPARE_WORDS};
use crate::{Vm, payload};

/// The payload of a code object.
pub struct Code {
    /// The compiled code.
    pub object: Arc<CodeObject>,
    /// `co_consts`.
    pub constants: Box<[Value]>,
    /// `co_names`.
    pub names: Box<[Ref<Str>]>,
    /// The names of the local, cell and free variables, in slot order.
    pub variables: Box<[Ref<Str>]>,
    /// `co_name`.
    pub name: Ref<Str>,
    /// `co_qualname`.
    pub qualified_name: Ref<Str>,
    /// `co_filename`.
    filename: Guarded<Ref<Str>>,
    /// The exception table, in ascending order of starts.
    pub handlers: Box<[ExceptionEntry]>,
    /// Stands for this code object in inline caches; no other ever has it.
    pub(crate) version: u32,
    /// `co_flags`.
    pub flags: u32,
    /// `co_argcount`.
    pub argument_count: u32,
    /// `co_posonlyargcount`.
    pub positional_only_count: u32,
    /// `co_kwonlyargcount`.
    pub keyword_only_count: u32,
    /// How many local, cell and free variables there are.
    pub local_count: u32,
    /// How many of them are free variables: the last ones.
    pub free_count: u32,
    /// Words of a frame: header, variables and operand stack.
    pub(crate) frame_words: u32,
    /// Whether a call with just the positional parameters needs nothing but a copy of them.
    pub(crate) is_simple: bool,
    /// Where a generator of this code starts, if that can be made without running anything:
    /// behind RETURN_GENERATOR. Zero otherwise.
    pub(crate) generator_start: u32,
    instructions: Guarded<Box<[u64]>>,
    first: Cell<*mut u64>,
    /// What is monitored in this code.
    pub(crate) monitoring: crate::eval::monitoring::instrumentation::Slot,
}

payload!(Code, super::code_type::CODE, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.constants.iter().for_each(&mut *visit);
    }
});

/// See [`Code::generator_start`]. The instructions that come before RETURN_GENERATOR make cells
/// and copy those of the closure; only the latter is done for a generator that is made at once.
fn generator_start(object: &CodeObject) -> u32 {
    let opcode = |index: usize| {
        let byte = object.code.get(2 * index)?;
        Opcode::from_number((*byte).into())
    };
    match (opcode(0), opcode(1)) {
        (Some(Opcode::ReturnGenerator), _) => 1,
        (Some(Opcode::CopyFreeVars), Some(Opcode::ReturnGenerator)) => 2,
        _ => 0,
    }
}

static NEXT_VERSION: Global<Cell<u32>> = Global::new(Cell::new(1));

fn next_version() -> u32 {
    // SAFETY: the interpreter lock is held.
    let next = unsafe { NEXT_VERSION.get() };
    let version = next.get();
    next.set(version.wrapping_add(1));
    version
}

fn interned(text: &str) -> Ref<Str> {
    intern(Wtf8::new(text))
}

impl Code {
    /// The code object that runs `object`, and those nested in it.
    pub fn new(vm: &Vm, object: Arc<CodeObject>) -> Ref<Code> {
        let filename = interned(&object.filename);
        Code::with_filename(vm, object, &filename)
    }

    fn with_filename(vm: &Vm, object: Arc<CodeObject>, filename: &Ref<Str>) -> Ref<Code> {
        let constants = object
            .constants
            .iter()
            .map(|constant| constant_value(vm, constant, filename))
            .collect();
        Code::with_constants(object, constants, filename.clone())
    }

    /// A code object of parts that a script gives, whose constants are these values.
    pub fn of_parts(
        mut object: CodeObject,
        constants: Box<[Value]>,
        filename: Ref<Str>,
    ) -> Ref<Code> {
        // What docstrings are taken from must say the same as the values.
        if let Some(value) = constants.first() {
            let text = value.downcast::<Str>().map(|text| text.to_text());
            let constant = match text {
                Some(text) => Constant::Str(text.as_str().into()),
                None => Constant::None,
            };
            object.constants = vec![constant].into();
        }
        Code::with_constants(Arc::new(object), constants, filename)
    }

    /// A code object whose constants are these values and not those that `object` has.
    pub fn with_constants(
        object: Arc<CodeObject>,
        constants: Box<[Value]>,
        filename: Ref<Str>,
    ) -> Ref<Code> {
        let names = object.names.iter().map(|name| interned(name)).collect();
        let variables = &object.local_variables;
        let local_count = variables.len() as u32;
        let free_count = variables
            .iter()
            .filter(|variable| variable.kind.0 & LocalKind::FREE != 0)
            .count() as u32;
        let flags = object.flags.0;
        let special = Flags::VARARGS | Flags::VARKEYWORDS;
        Ref::new(Code {
            constants,
            names,
            variables: variables.iter().map(|it| interned(&it.name)).collect(),
            name: interned(&object.name),
            qualified_name: interned(&object.qualified_name),
            filename: Guarded::new(filename),
            handlers: object.exception_entries().collect(),
            version: next_version(),
            flags,
            argument_count: object.argument_count,
            positional_only_count: object.positional_only_argument_count,
            keyword_only_count: object.keyword_only_argument_count,
            local_count,
            free_count,
            frame_words: HEADER_WORDS + local_count + object.stack_size + SPARE_WORDS,
            is_simple: flags & special == 0
                && object.keyword_only_argument_count == 0
                && flags & Flags::OPTIMIZED != 0,
            generator_start: generator_start(&object),
            instructions: Guarded::default(),
            first: Cell::new(std::ptr::null_mut()),
            monitoring: Default::default(),
            object,
        })
    }

    /// Whether all of these bits of `co_flags` are set.
    #[inline(always)]
    pub fn has(&self, flags: u32) -> bool {
        self.flags & flags == flags
    }

    /// The first word of the private instructions, which are made when first asked for.
    #[inline(always)]
    pub(crate) fn first(&self) -> *mut u64 {
        let first = self.first.get();
        if first.is_null() {
            self.prepare()
        } else {
            first
        }
    }

    /// As [`Code::first`]; null while nobody asked.
    #[inline(always)]
    pub(crate) fn prepared_first(&self) -> *mut u64 {
        self.first.get()
    }

    #[cold]
    #[inline(never)]
    fn prepare(&self) -> *mut u64 {
        let words = quicken::words_of(self);
        let first = words.as_ptr().cast_mut();
        drop(self.instructions.replace(words));
        self.first.set(first);
        first
    }

    /// The place of an instruction among the code units.
    #[inline(always)]
    pub(crate) fn index_of(&self, instruction: *const u64) -> usize {
        (instruction as usize).wrapping_sub(self.first() as usize) / size_of::<u64>()
    }

    /// `co_filename`.
    pub fn filename(&self) -> Ref<Str> {
        self.filename.borrow().clone()
    }

    /// Changes the file name, here and in the nested code objects that have the same.
    pub fn set_filename(&self, filename: &Ref<Str>) {
        let old = self.filename();
        if !old.same_text(filename) {
            self.replace_filename(&old, filename);
        }
    }

    fn replace_filename(&self, old: &Ref<Str>, filename: &Ref<Str>) {
        if !self.filename().same_text(old) {
            return;
        }
        drop(self.filename.replace(filename.clone()));
        for code in self.constants.iter().filter_map(|it| it.downcast::<Code>()) {
            code.replace_filename(old, filename);
        }
    }

    /// The compiled code.
    pub fn object(&self) -> &CodeObject {
        &self.object
    }

    /// How many free variables there are.
    pub fn free_variable_count(&self) -> usize {
        self.free_count as usize
    }

    /// How many code units there are.
    pub fn unit_count(&self) -> usize {
        self.object.code.len() / 2
    }

    /// The private instructions as they are now, for `dis(adaptive=True)`.
    pub fn words(&self) -> Vec<u64> {
        self.first();
        self.instructions.borrow().to_vec()
    }

    /// The handler that covers the code unit `index`.
    pub(crate) fn handler(&self, index: u32) -> Option<&ExceptionEntry> {
        const FEW: usize = 12;
        if self.handlers.len() <= FEW {
            let entry = self.handlers.iter().find(|entry| index < entry.end)?;
            return (entry.start <= index).then_some(entry);
        }
        let behind = self.handlers.partition_point(|entry| entry.start <= index);
        let entry = self.handlers.get(behind.checked_sub(1)?)?;
        (index < entry.end).then_some(entry)
    }

    /// Where the instruction at the code unit `index` is from.
    pub fn location(&self, index: usize) -> Location {
        let offset = (index * 2) as u32;
        self.object
            .line_entries()
            .find(|entry| entry.start <= offset && offset < entry.end)
            .map_or(Location::NONE, |entry| entry.location)
    }

    /// The line of the instruction at the code unit `index`.
    pub fn line(&self, index: usize) -> Option<i32> {
        let line = self.location(index).line;
        (line >= 0).then_some(line)
    }

    /// Writes all private instructions anew, at the same places.
    pub(crate) fn rewrite(&self, words: &[u64]) {
        let first = self.first();
        for (index, &word) in words.iter().enumerate().take(self.unit_count() + 1) {
            // SAFETY: there is a word for each code unit, and one behind them.
            unsafe { *first.add(index) = word }
        }
    }

    /// Changes the opcode of the private instruction at the code unit `index`.
    pub(crate) fn set_opcode(&self, index: usize, opcode: u16) {
        self.change_word(index, |word| quicken::with_opcode(word, opcode));
    }

    /// Changes the adaptive counter of the private instruction at the code unit `index`.
    pub(crate) fn set_counter(&self, index: usize, counter: u16) {
        self.change_word(index, |word| quicken::with_counter(word, counter));
    }

    fn change_word(&self, index: usize, change: impl FnOnce(u64) -> u64) {
        if index < self.unit_count() {
            let first = self.first();
            // SAFETY: there is a word for each code unit.
            unsafe { *first.add(index) = change(*first.add(index)) }
        }
    }

    /// The name and kind of each variable of these kinds (bits of [`LocalKind`]).
    pub fn variables_of(&self, kind: u8) -> impl Iterator<Item = &Ref<Str>> {
        self.variables
            .iter()
            .zip(&self.object.local_variables)
            .filter(move |(_, variable)| variable.kind.0 & kind != 0)
            .map(|(name, _)| name)
    }

    /// The kind of the variable in a slot, as bits of [`LocalKind`].
    pub fn kind(&self, slot: usize) -> u8 {
        self.object
            .local_variables
            .get(slot)
            .map_or(0, |variable| variable.kind.0)
    }

    /// The docstring that the code begins with, as functions have it.
    pub fn docstring(&self) -> Option<&Value> {
        let first = self.object.constants.first()?;
        matches!(first, Constant::Str(_)).then(|| &self.constants[0])
    }
}

/// Whether CPython interns a constant of this text.
fn looks_like_a_name(text: &[u8]) -> bool {
    text.iter()
        .all(|&byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The value of a constant.
pub fn constant_value(vm: &Vm, constant: &Constant, filename: &Ref<Str>) -> Value {
    let all = |items: &[Constant]| -> Vec<Value> {
        items
            .iter()
            .map(|item| constant_value(vm, item, filename))
            .collect()
    };
    match constant {
        Constant::None => Value::NONE,
        Constant::Bool(value) => Value::bool(*value),
        Constant::Ellipsis => Value::ELLIPSIS,
        Constant::Int(value) => Value::int(*value),
        Constant::BigInt(value) => Int::from_big((**value).clone()),
        Constant::Float(value) => Value::float(*value),
        Constant::Complex(real, imaginary) => Complex::new(*real, *imaginary).into(),
        Constant::Str(text) => {
            let bytes = Wtf8::from_bytes_trusted(text.as_bytes());
            if looks_like_a_name(text.as_bytes()) {
                intern(bytes).into()
            } else {
                Str::from_wtf8(bytes).into()
            }
        }
        Constant::Bytes(bytes) => Bytes::new(bytes).into(),
        Constant::Tuple(items) => Tuple::new(all(items)).into(),
        Constant::FrozenSet(items) => {
            if items.is_empty()
                && let Ok(empty) = vm.call(FROZENSET.as_value(), &[])
            {
                return empty;
            }
            let set = Set::of_class(&FROZENSET);
            for item in all(items) {
                // Constants are hashable, so that adding them cannot fail.
                let _ = set.add(vm, &item);
            }
            set.into()
        }
        Constant::Code(code) => Code::with_filename(vm, code.clone(), filename).into(),
    }
}
