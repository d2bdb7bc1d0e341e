//! From a code unit to a code object: the flow graph is optimized and laid out as bytes.
//!
//! The algorithms are those of CPython 3.13's `Python/assemble.c`.

mod emit;
mod jumps;

use bytecode::CodeObject;
use bytecode::code::Flags;
use bytecode::line_table::LineTableWriter;
use syntax::error::SyntaxError;

use crate::flowgraph::{FlowGraph, local_variables};
use crate::unit::CodeUnit;
use jumps::LinearCode;

/// Optimizes and assembles code units, one after the other, and keeps its memory for the next.
#[derive(Debug, Default)]
pub struct Assembler {
    graph: FlowGraph,
    linear: LinearCode,
    lines: LineTableWriter,
}

impl Assembler {
    /// Optimizes and assembles `code`, whose instructions are complete but for what the frame
    /// needs before them (cells, free variables, creation of the generator). The constants are
    /// taken out of it.
    ///
    /// Reports the errors that CPython has for malformed instructions; the code generator
    /// makes none.
    pub fn finish(&mut self, code: &mut CodeUnit<'_>) -> Result<CodeObject, SyntaxError> {
        self.graph.build(&code.instructions)?;
        let parameter_count = parameter_count(code);
        self.graph
            .optimize(&mut code.constants, code.varnames.len(), parameter_count)?;
        self.assemble(code)
    }

    /// Assembles `code` as its graph, which is optimized, has it.
    fn assemble(&mut self, code: &mut CodeUnit<'_>) -> Result<CodeObject, SyntaxError> {
        let stack_size = self.graph.finish_layout(code)?;
        self.linear.place(&self.graph)?;
        self.linear.resolve_jumps();
        let local_variables = local_variables(code);
        Ok(CodeObject {
            argument_count: code.argument_count,
            positional_only_argument_count: code.positional_only_argument_count,
            keyword_only_argument_count: code.keyword_only_argument_count,
            // CPython keeps room for one value at least.
            stack_size: stack_size.max(1),
            flags: code.flags,
            code: emit::code(&self.linear),
            constants: code.constants.take_list(),
            names: code.names.iter().map(|&name| name.into()).collect(),
            local_variables,
            filename: code.filename.clone(),
            name: code.name.into(),
            qualified_name: code.qualified_name.as_str().into(),
            first_line: code.first_line,
            line_table: emit::line_table(&self.linear, code.first_line, &mut self.lines),
            exception_table: emit::exception_table(&self.linear, &self.graph),
        })
    }
}

/// How many local variables are set on entry.
fn parameter_count(code: &CodeUnit<'_>) -> usize {
    code.argument_count as usize
        + code.keyword_only_argument_count as usize
        + usize::from(code.flags.has(Flags::VARARGS))
        + usize::from(code.flags.has(Flags::VARKEYWORDS))
}

#[cfg(test)]
mod tests {
    use bytecode::{Location, Opcode};

    use super::*;
    use crate::instructions::InstructionSequence;

    fn finish(instructions: InstructionSequence) -> Result<CodeObject, SyntaxError> {
        let mut code = CodeUnit::new("test.py".into());
        code.instructions = instructions;
        Assembler::default().finish(&mut code)
    }

    fn error_of(instructions: InstructionSequence) -> String {
        finish(instructions).expect_err("malformed code").message
    }

    #[test]
    fn a_jump_to_nowhere_is_an_error() {
        let mut code = InstructionSequence::default();
        let label = code.new_label();
        code.push(Opcode::Jump, label.0 as i32, Location::NONE);
        assert_eq!(error_of(code), "malformed control flow graph.");
    }

    #[test]
    fn a_jump_behind_the_end_is_an_error() {
        let mut code = InstructionSequence::default();
        let label = code.new_label();
        code.push(Opcode::Jump, label.0 as i32, Location::NONE);
        code.place(label);
        assert_eq!(error_of(code), "malformed control flow graph.");
    }

    #[test]
    fn popping_an_empty_stack_is_an_error() {
        let mut code = InstructionSequence::default();
        code.push(Opcode::PopTop, 0, Location::NONE);
        code.push(Opcode::ReturnConst, 0, Location::NONE);
        assert_eq!(error_of(code), "Invalid CFG, stack underflow");
    }

    #[test]
    fn a_place_reached_with_two_depths_is_an_error() {
        let mut code = InstructionSequence::default();
        let end = code.new_label();
        code.push(Opcode::LoadName, 0, Location::NONE);
        code.push(Opcode::LoadName, 0, Location::NONE);
        code.push(Opcode::PopJumpIfTrue, end.0 as i32, Location::NONE);
        code.push(Opcode::PopTop, 0, Location::NONE);
        code.place(end);
        // An exit without a line would be copied, once for each depth.
        let location = Location {
            line: 1,
            ..Location::NONE
        };
        code.push(Opcode::ReturnConst, 0, location);
        assert_eq!(error_of(code), "Invalid CFG, inconsistent stackdepth");
    }

    #[test]
    fn an_empty_sequence_is_empty_code() {
        let code = finish(InstructionSequence::default()).expect("nothing is wrong");
        assert!(code.code.is_empty());
    }
}
