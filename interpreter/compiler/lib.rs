//! Abstract syntax tree to code object, as CPython 3.13 compiles.
//!
//! The passes, in order: `fold` evaluates constant expressions in the tree, [`symtable`]
//! decides what each name means, `codegen` emits instructions, `flowgraph` optimizes
//! them, `assemble` lays them out as a [`bytecode::CodeObject`].

mod arena;
mod assemble;
mod codegen;
mod constants;
mod deep_stack;
pub mod depth;
mod flowgraph;
mod fold;
pub mod future;
mod instructions;
mod mangle;
pub mod symtable;
mod unit;

use std::sync::Arc;

use bumpalo::Bump;
use bytecode::{CodeObject, Location};
use syntax::ast::Module;
use syntax::error::{SyntaxError, Warning};
use syntax::parser::{self, Mode};

use codegen::{Settings, location_of};
use deep_stack::Nesting;
use fold::FoldOptions;
use future::FutureFeatures;

/// What a tree takes, on average over CPython's library, with some to spare.
const ARENA_BYTES_PER_SOURCE_BYTE: usize = 8;

/// How to compile.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether the text is a file, a statement of a REPL, or an expression.
    pub mode: Mode,
    /// 0; 1 drops `assert` statements and makes `__debug__` false; 2 drops docstrings too.
    pub optimize: u8,
    /// `CO_FUTURE_*` bits (see [`bytecode::code::Flags`]) in force without being imported.
    pub future_flags: u32,
    /// Whether `await` is allowed outside functions (`PyCF_ALLOW_TOP_LEVEL_AWAIT`).
    pub top_level_await: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            mode: Mode::Module,
            optimize: 0,
            future_flags: 0,
            top_level_await: false,
        }
    }
}

/// Compiles source bytes as CPython 3.13.0's `compile()` does.
///
/// `filename` stands in the code objects. Warnings are appended to `warnings` in CPython's
/// order; where it fails, the error is the one that CPython raises.
pub fn compile(
    source: &[u8],
    filename: &str,
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Result<CodeObject, SyntaxError> {
    let text = syntax::source::decode(source)?;
    compile_text(&text, filename, options, warnings)
}

/// As [`compile`], for a source that is decoded already.
pub fn compile_text(
    text: &str,
    filename: &str,
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Result<CodeObject, SyntaxError> {
    let filename: Arc<str> = filename.into();
    let known_warnings = warnings.len();
    deep_stack::with_enough_stack(|nesting| {
        warnings.truncate(known_warnings);
        arena::with_arena(
            text.len().saturating_mul(ARENA_BYTES_PER_SOURCE_BYTE),
            |arena| compile_nested(arena, text, &filename, options, nesting, warnings),
        )
    })
}

fn compile_nested(
    arena: &Bump,
    text: &str,
    filename: &Arc<str>,
    options: &Options,
    nesting: Nesting,
    warnings: &mut Vec<Warning>,
) -> Result<CodeObject, SyntaxError> {
    let module = parser::parse(arena, text, options.mode, nesting.parser, warnings)?;
    compile_tree(
        arena,
        text,
        module,
        filename,
        options,
        nesting.tree,
        warnings,
    )
}

/// Compiles a tree. `text` is what it was parsed from, and may be empty where there is no such
/// text; `depth_limit` is how many nodes may lie within each other.
pub fn compile_tree<'a>(
    arena: &'a Bump,
    text: &str,
    mut module: Module<'a>,
    filename: &Arc<str>,
    options: &Options,
    depth_limit: u32,
    warnings: &mut Vec<Warning>,
) -> Result<CodeObject, SyntaxError> {
    let future = FutureFeatures::of(&module)?;
    let features = options.future_flags | future.flags;
    fold(arena, &mut module, options, features, depth_limit)?;
    let symtable = symtable::build(arena, &module, features, depth_limit)?;
    let settings = Settings {
        filename: filename.clone(),
        optimize: options.optimize,
        features,
        future_location: future.last.map_or(Location::NONE, location_of),
        top_level_await: options.top_level_await,
    };
    codegen::generate(arena, text, &module, symtable, settings, warnings)
}

/// Evaluates the constant expressions of a tree, as compiling does first.
pub fn fold_tree<'a>(
    arena: &'a Bump,
    module: &mut Module<'a>,
    options: &Options,
    depth_limit: u32,
) -> Result<(), SyntaxError> {
    let features = options.future_flags | FutureFeatures::of(module)?.flags;
    fold(arena, module, options, features, depth_limit)
}

fn fold<'a>(
    arena: &'a Bump,
    module: &mut Module<'a>,
    options: &Options,
    features: u32,
    depth_limit: u32,
) -> Result<(), SyntaxError> {
    let fold_options = FoldOptions {
        optimize: options.optimize,
        future_annotations: features & bytecode::code::Flags::FUTURE_ANNOTATIONS != 0,
        depth_limit,
    };
    fold::fold_module(arena, module, fold_options)
}
