//! From a code unit to a code object: the flow graph is optimized and laid out as bytes.
//!
//! The algorithms are those of CPython 3.13's `Python/assemble.c`.

mod emit;
mod jumps;

use bytecode::CodeObject;
use syntax::error::SyntaxError;

use crate::flowgraph::{FlowGraph, local_variables};
use crate::unit::CodeUnit;
use emit::Tables;
use jumps::LinearCode;

/// Optimizes and assembles `code`, whose instructions are complete but for what the frame
/// needs before them (cells, free variables, creation of the generator).
///
/// Reports the errors that CPython has for malformed instructions; the code generator makes
/// none.
pub fn finish(mut code: CodeUnit<'_>) -> Result<CodeObject, SyntaxError> {
    let mut graph = FlowGraph::build(&code.instructions)?;
    let parameter_count = parameter_count(&code);
    graph.optimize(&mut code.constants, code.varnames.len(), parameter_count)?;
    assemble(graph, code)
}

/// Assembles the optimized `graph` of `code`.
pub fn assemble(mut graph: FlowGraph, code: CodeUnit<'_>) -> Result<CodeObject, SyntaxError> {
    let stack_size = graph.finish_layout(&code)?;
    let mut linear = LinearCode::new(&graph)?;
    linear.resolve_jumps();
    let tables = Tables::write(&linear, &graph, code.first_line);
    let local_variables = local_variables(&code);
    Ok(CodeObject {
        argument_count: code.argument_count,
        positional_only_argument_count: code.positional_only_argument_count,
        keyword_only_argument_count: code.keyword_only_argument_count,
        // CPython keeps room for one value at least.
        stack_size: stack_size.max(1),
        flags: code.flags,
        code: tables.code,
        constants: code.constants.into_list(),
        names: code.names.iter().map(|&name| name.into()).collect(),
        local_variables,
        filename: code.filename,
        name: code.name.into(),
        qualified_name: code.qualified_name.into_boxed_str(),
        first_line: code.first_line,
        line_table: tables.line_table,
        exception_table: tables.exception_table,
    })
}

/// How many local variables are set on entry.
fn parameter_count(code: &CodeUnit<'_>) -> usize {
    use bytecode::code::Flags;

    code.argument_count as usize
        + code.keyword_only_argument_count as usize
        + usize::from(code.flags.has(Flags::VARARGS))
        + usize::from(code.flags.has(Flags::VARKEYWORDS))
}
