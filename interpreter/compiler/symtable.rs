//! The symbol table: what each name means in each scope.
//!
//! Two passes, as in CPython's `symtable.c`. The first visits the tree and notes in each
//! scope how each name is used there (`visit` for statements, `expressions`,
//! `type_parameters`). The second resolves the names from the outer scopes to the inner
//! ones and decides which comprehensions are inlined (`analysis`).

mod analysis;
mod builder;
mod expressions;
mod scope;
mod type_parameters;
mod visit;

use bumpalo::Bump;
use syntax::ast::Module;
use syntax::error::SyntaxError;
use syntax::span::Span;

pub use scope::*;

/// Builds the symbol table of `module`, whose `from __future__` features are `future_flags`
/// (`FUTURE_*` bits of [`bytecode::code::Flags`]). At most `depth_limit` nodes of the tree
/// may lie within each other.
///
/// Reports what CPython's symbol table refuses, and too deep a tree.
pub fn build<'a>(
    arena: &'a Bump,
    module: &Module<'a>,
    future_flags: u32,
    depth_limit: u32,
) -> Result<SymbolTable<'a>, SyntaxError> {
    let mut builder = builder::Builder::new(arena, future_flags, depth_limit);
    builder.enter_module();
    match module {
        Module::Module(body) | Module::Interactive(body) => builder.visit_statements(body)?,
        Module::Expression(expression) => builder.visit_expression(expression)?,
    }
    let (mut table, directives) = builder.finish();
    analysis::analyze(&mut table, &directives)?;
    Ok(table)
}

/// A name that a `global` or `nonlocal` statement, or an assignment expression in a
/// comprehension, declares in a scope, and where.
struct Directive<'a> {
    scope: ScopeId,
    name: &'a str,
    span: Span,
}
