//! Code objects as the machine runs them: constants as values, interned names, the decoded
//! exception table, and the private copy of the instructions that specialization rewrites.
#![allow(
    unsafe_code,
    reason = "the private instructions are rewritten in place"
)]

use std::cell::{Cell, OnceCell};
use std::sync::Arc;

use bytecode::code::{Flags, LocalKind};
use bytecode::{CodeObject, Constant, ExceptionEntry, LineTable, Location, Opcode};
use primitives::text::wtf8::Wtf8;

use super::generator::Blank;
use super::guarded::{Global, Guarded};
use super::heap::Ref;
use super::str::{Str, intern};
use super::value::Value;
use crate::eval::quicken;
use crate::frame::{HEADER_WORDS, SPARE_WORDS};
use crate::payload;

mod origin;

pub use origin::{Frozen, Origin, constant_value};

/// The payload of a code object. Most functions that a module defines never run, so that a code
/// object begins as little more than what MAKE_FUNCTION and calls ask for.
pub struct Code {
    origin: Origin,
    /// The compiled code, where it was asked for and `origin` is something else.
    thawed: OnceCell<Arc<CodeObject>>,
    /// What running it takes, from when it first runs on.
    parts: OnceCell<Parts>,
    /// `co_name`.
    pub name: Ref<Str>,
    /// `co_qualname`.
    pub qualified_name: Ref<Str>,
    /// `co_filename`.
    filename: Guarded<Ref<Str>>,
    /// Stands for this code object in inline caches; no other ever has it.
    pub(crate) version: u32,
    /// `co_flags`.
    pub flags: u32,
    /// `co_firstlineno`.
    pub first_line: u32,
    /// `co_stacksize`.
    pub stack_size: u32,
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
    /// How many code units there are.
    unit_count: u32,
    /// Whether the first constant is a docstring.
    has_docstring: bool,
    /// Whether a call with just the positional parameters needs nothing but a copy of them.
    pub(crate) is_simple: bool,
    /// Where a generator of this code starts, if that can be made without running anything:
    /// behind RETURN_GENERATOR. Zero otherwise.
    pub(crate) generator_start: u32,
    instructions: Guarded<Box<[u64]>>,
    first: Cell<*mut u64>,
    /// What such generators are copies of, from when the first is made on.
    blank: OnceCell<Box<Blank>>,
    /// What is monitored in this code.
    pub(crate) monitoring: crate::eval::monitoring::instrumentation::Slot,
}

/// What running a code object takes.
pub struct Parts {
    /// `co_consts`.
    pub constants: Box<[Value]>,
    /// `co_names`.
    pub names: Box<[Ref<Str>]>,
    /// The names of the local, cell and free variables, in slot order.
    pub variables: Box<[Ref<Str>]>,
    /// Their kinds.
    pub kinds: Box<[LocalKind]>,
    /// The exception table, in ascending order of starts.
    pub handlers: Box<[ExceptionEntry]>,
}

payload!(Code, super::code_type::CODE, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(parts) = self.parts.get() {
            parts.constants.iter().for_each(&mut *visit);
        }
    }
});

/// See [`Code::generator_start`]. The instructions that come before RETURN_GENERATOR make cells
/// and copy those of the closure; only the latter is done for a generator that is made at once.
fn generator_start(first_opcodes: [u8; 2]) -> u32 {
    let [first, second] = first_opcodes.map(|opcode| Opcode::from_number(opcode.into()));
    match (first, second) {
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
    pub fn new(object: Arc<CodeObject>) -> Ref<Code> {
        let filename = interned(&object.filename);
        Code::with_filename(object, &filename)
    }

    fn with_filename(object: Arc<CodeObject>, filename: &Ref<Str>) -> Ref<Code> {
        Code::of_origin(Origin::Compiled(object), filename.clone(), OnceCell::new())
    }

    /// The code object that runs frozen code.
    pub fn of_frozen(frozen: Frozen, filename: &Ref<Str>) -> Ref<Code> {
        Code::of_origin(Origin::Frozen(frozen), filename.clone(), OnceCell::new())
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
        let parts = origin::parts_with_constants(&object, constants);
        let origin = Origin::Compiled(Arc::new(object));
        Code::of_origin(origin, filename, OnceCell::from(parts))
    }

    fn of_origin(origin: Origin, filename: Ref<Str>, parts: OnceCell<Parts>) -> Ref<Code> {
        let header = origin.header();
        let (name, qualified_name) = origin.names(&header);
        let special = Flags::VARARGS | Flags::VARKEYWORDS;
        Ref::new(Code {
            thawed: OnceCell::new(),
            parts,
            name,
            qualified_name,
            filename: Guarded::new(filename),
            version: next_version(),
            flags: header.flags,
            first_line: header.first_line,
            stack_size: header.stack_size,
            argument_count: header.argument_count,
            positional_only_count: header.positional_only_argument_count,
            keyword_only_count: header.keyword_only_argument_count,
            local_count: header.variable_count,
            free_count: header.free_variable_count,
            frame_words: HEADER_WORDS + header.variable_count + header.stack_size + SPARE_WORDS,
            unit_count: header.code_length / 2,
            has_docstring: header.begins_with_text,
            is_simple: header.flags & special == 0
                && header.keyword_only_argument_count == 0
                && header.flags & Flags::OPTIMIZED != 0,
            generator_start: generator_start(header.first_opcodes),
            instructions: Guarded::default(),
            first: Cell::new(std::ptr::null_mut()),
            blank: OnceCell::new(),
            monitoring: Default::default(),
            origin,
        })
    }

    /// What running it takes.
    #[inline]
    pub fn parts(&self) -> &Parts {
        match self.parts.get() {
            Some(parts) => parts,
            None => self.make_parts(),
        }
    }

    #[cold]
    #[inline(never)]
    fn make_parts(&self) -> &Parts {
        let parts = self.origin.parts(&self.filename());
        self.parts.get_or_init(|| parts)
    }

    /// As [`Code::parts`], of code that runs.
    ///
    /// # Safety
    /// The private instructions were made.
    #[inline(always)]
    pub(crate) unsafe fn running_parts(&self) -> &Parts {
        debug_assert!(self.parts.get().is_some());
        // SAFETY: `prepare` makes the parts before the private instructions.
        unsafe { self.parts.get().unwrap_unchecked() }
    }

    /// `co_consts`.
    pub fn constants(&self) -> &[Value] {
        &self.parts().constants
    }

    /// `co_names`.
    pub fn names(&self) -> &[Ref<Str>] {
        &self.parts().names
    }

    /// The names of the local, cell and free variables, in slot order.
    pub fn variables(&self) -> &[Ref<Str>] {
        &self.parts().variables
    }

    /// The exception table, in ascending order of starts.
    pub fn handlers(&self) -> &[ExceptionEntry] {
        &self.parts().handlers
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
        self.parts();
        let words = quicken::words_of(self);
        let first = words.as_ptr().cast_mut();
        drop(self.instructions.replace(words));
        self.first.set(first);
        first
    }

    /// What the generators of this code are copies of; `None` where making one runs something.
    #[inline(always)]
    pub(crate) fn blank(this: &Ref<Code>) -> Option<&Blank> {
        match this.blank.get() {
            Some(blank) => Some(blank),
            None => Code::first_blank(this),
        }
    }

    #[cold]
    #[inline(never)]
    fn first_blank(this: &Ref<Code>) -> Option<&Blank> {
        (this.generator_start != 0).then(|| {
            let start = this.first().wrapping_add(this.generator_start as usize);
            &**this.blank.get_or_init(|| Blank::of(this, start))
        })
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
        // Nested code that is not made yet gets the new name when it is.
        let constants = self.parts.get().map(|parts| &*parts.constants);
        let constants = constants.unwrap_or_default().iter();
        for code in constants.filter_map(|it| it.downcast::<Code>()) {
            code.replace_filename(old, filename);
        }
    }

    /// The compiled code. Frozen code is copied for it, so that what runs asks for tables.
    pub fn object(&self) -> &CodeObject {
        match &self.origin {
            Origin::Compiled(object) => object,
            Origin::Frozen(frozen) => self
                .thawed
                .get_or_init(|| Arc::new(frozen.thaw(&self.filename().to_text()))),
        }
    }

    /// `co_code`.
    pub fn bytecode(&self) -> &[u8] {
        self.origin.bytecode()
    }

    /// The entries of the location table.
    pub fn line_entries(&self) -> LineTable<'_> {
        self.origin.line_entries()
    }

    /// How many free variables there are.
    pub fn free_variable_count(&self) -> usize {
        self.free_count as usize
    }

    /// How many code units there are.
    pub fn unit_count(&self) -> usize {
        self.unit_count as usize
    }

    /// The private instructions as they are now, for `dis(adaptive=True)`.
    pub fn words(&self) -> Vec<u64> {
        self.first();
        self.instructions.borrow().to_vec()
    }

    /// The handler that covers the code unit `index`.
    pub(crate) fn handler(&self, index: u32) -> Option<&ExceptionEntry> {
        const FEW: usize = 12;
        let handlers = self.handlers();
        if handlers.len() <= FEW {
            let entry = handlers.iter().find(|entry| index < entry.end)?;
            return (entry.start <= index).then_some(entry);
        }
        let behind = handlers.partition_point(|entry| entry.start <= index);
        let entry = handlers.get(behind.checked_sub(1)?)?;
        (index < entry.end).then_some(entry)
    }

    /// Where the instruction at the code unit `index` is from.
    pub fn location(&self, index: usize) -> Location {
        let offset = (index * 2) as u32;
        self.line_entries()
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
        let parts = self.parts();
        parts
            .variables
            .iter()
            .zip(&parts.kinds)
            .filter(move |(_, it)| it.0 & kind != 0)
            .map(|(name, _)| name)
    }

    /// The kind of the variable in a slot, as bits of [`LocalKind`].
    pub fn kind(&self, slot: usize) -> u8 {
        self.parts().kinds.get(slot).map_or(0, |kind| kind.0)
    }

    /// The docstring that the code begins with, as functions have it.
    pub fn docstring(&self) -> Option<&Value> {
        self.has_docstring.then(|| self.constants().first())?
    }
}
