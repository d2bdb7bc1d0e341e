//! The evaluation loop: it fetches an instruction and calls its handler.
//!
//! Handlers stand by subject in the files of `eval/`; each is a small function that is inlined
//! here, so that the [`registers::Registers`] stay in machine registers. What is rare is in
//! functions of its own that are not inlined; before calling one, a handler saves the
//! registers to the frame.
//!
//! A call of a Python function pushes a frame and goes on in the same loop; a return goes on
//! with the caller's frame, unless the frame was entered by native code ([`Vm::run_frame`]).

pub(crate) mod adaptive;
pub(crate) mod arithmetic;
pub(crate) mod attributes;
pub(crate) mod binding;
pub mod breaker;
pub(crate) mod building;
pub(crate) mod calls;
mod class_calls;
pub(crate) mod comparison;
pub(crate) mod control;
pub(crate) mod descriptors;
mod dispatch;
pub(crate) mod exceptions;
mod following;
pub(crate) mod frames;
mod fused;
pub(crate) mod generator_calls;
pub(crate) mod generators;
pub(crate) mod handled;
pub(crate) mod imports;
pub(crate) mod intrinsics;
pub(crate) mod iteration;
pub(crate) mod loads;
pub(crate) mod matching;
pub mod monitoring;
pub(crate) mod names;
pub(crate) mod native_calls;
pub mod out_of_memory;
mod outcome;
mod pairs;
pub(crate) mod quicken;
pub(crate) mod registers;
pub(crate) mod specialize;
pub(crate) mod specialized;
pub(crate) mod subscripts;
mod table;
pub mod tracing;
pub(crate) mod unwinding;
pub(crate) mod with_statement;

pub use handled::{Handled, HandledChain};

use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::objects::heap::Ref;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Result, Vm};

impl Vm {
    /// Runs `code` with these global and local names, as `exec` does. The builtins are those
    /// that `globals` names, or the machine's own, which `globals` then gets.
    pub fn run(&self, code: &Ref<Code>, globals: &Ref<Dict>, locals: Value) -> Result<Value> {
        let function = Function::of_module(self, code, globals);
        self.run_function_in(&function, locals, &[])
    }

    /// As [`Vm::run`], with cells for the free variables of `code`.
    pub fn run_closure(
        &self,
        code: &Ref<Code>,
        globals: &Ref<Dict>,
        locals: Value,
        closure: Option<&Ref<Tuple>>,
    ) -> Result<Value> {
        let function = Function::of_module(self, code, globals);
        function.set_closure(closure.cloned());
        self.run_function_in(&function, locals, &[])
    }

    /// The code of the innermost Python function.
    pub fn current_code(&self) -> Option<Ref<Code>> {
        self.frame_object(0).map(|frame| frame.code().clone())
    }

    /// The builtins of the innermost Python function.
    pub fn current_builtins(&self) -> Value {
        match self.frame_object(0) {
            Some(frame) => frame.frame().function().builtins().clone(),
            None => self.shared().builtins.to_value(),
        }
    }

    /// Calls `function` with `locals` as its mapping of local names, as the bodies of classes
    /// are run.
    pub fn run_function_in(
        &self,
        function: &Ref<Function>,
        locals: Value,
        arguments: &[Value],
    ) -> Result<Value> {
        let frame = frames::of_call(self, function, Some(locals), arguments, &[])?;
        self.run_frame(frame, None)
    }
}
