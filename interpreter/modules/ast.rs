//! `_ast`: the classes of syntax nodes, and what `compile()` does with nodes.

use std::sync::Arc;

use bumpalo::Bump;
use compiler::Options;
use compiler::depth::Depth;
use syntax::ast::Module as Tree;
use syntax::error::SyntaxError;
use syntax::parser::{self, Limits, Mode};
use vm::compiling;
use vm::import::NativeModule;
use vm::native::Method;
use vm::objects::code::Code;
use vm::objects::heap::Ref;
use vm::objects::module::Module;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

mod classes;
mod from_objects;
mod function_type;
mod grammar;
mod node;
mod to_objects;
mod type_comments;
mod versions;

use classes::classes;
use from_objects::Reader;
use grammar::Node;
use node::AST;
use to_objects::Builder;
use type_comments::TypeComments;

const ONLY_AST: u32 = 0x400;
const OPTIMIZED_AST: u32 = 0x8000 | ONLY_AST;
const TYPE_COMMENTS: u32 = 0x1000;
const TOP_LEVEL_AWAIT: u32 = 0x2000;

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_ast",
    doc: None,
    functions: &[Method::new(
        "_compile",
        "($module, source, filename, mode, flags, optimize, version, /)",
        compile,
        "What compile() does with nodes, and to make them.",
    )],
    fill,
};

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    module.add_class(vm, &AST);
    for (name, class) in classes(vm)?.named() {
        module.set(vm, name, class.to_value());
    }
    let flags = [
        ("PyCF_ALLOW_TOP_LEVEL_AWAIT", TOP_LEVEL_AWAIT),
        ("PyCF_ONLY_AST", ONLY_AST),
        ("PyCF_OPTIMIZED_AST", OPTIMIZED_AST),
        ("PyCF_TYPE_COMMENTS", TYPE_COMMENTS),
    ];
    for (name, flag) in flags {
        module.set(vm, name, Value::int(flag.into()));
    }
    Ok(())
}

/// How to compile.
struct Request {
    filename: Arc<str>,
    mode: String,
    flags: u32,
    /// The minor version of the language.
    version: u32,
    options: Options,
}

fn compile(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let [
        Some(source),
        Some(filename),
        Some(mode),
        Some(flags),
        Some(optimize),
        Some(version),
    ] = values
    else {
        return Err(vm.system_error("_compile() takes six arguments"));
    };
    let flags = vm.to_i32(flags)?.cast_unsigned();
    let mode = vm.str_text(mode)?;
    let request = Request {
        filename: vm.str_text(filename)?.into(),
        flags,
        version: match vm.to_i32(version)? {
            -1 => versions::NEWEST,
            minor => minor.max(0).cast_unsigned(),
        },
        options: Options {
            mode: match mode.as_str() {
                "eval" => Mode::Expression,
                "single" => Mode::Interactive,
                _ => Mode::Module,
            },
            optimize: match vm.to_i32(optimize)? {
                -1 => vm.shared().options.optimize.min(2) as u8,
                level => level.clamp(0, 2) as u8,
            },
            future_flags: flags & compiling::FUTURES,
            top_level_await: flags & TOP_LEVEL_AWAIT != 0,
        },
        mode,
    };
    if vm.is_instance(source, AST.as_value())? {
        of_nodes(vm, source, &request)
    } else {
        of_text(vm, source, &request)
    }
}

/// How deep the parser and the passes over a tree may go on what is left of the stack.
pub(crate) fn depths(vm: &Vm) -> (Limits, u32) {
    let marker = 0u8;
    let left = (&raw const marker as usize).saturating_sub(vm.stack_limit.get());
    let parser_depth = (left / STACK_OF_RULE).min(Limits::CPYTHON.parser_depth as usize) as u32;
    let tree = (left / STACK_OF_NODE).min(Depth::PYTHON_LIMIT as usize) as u32;
    (Limits { parser_depth }, tree)
}

/// What a rule of the parser, and a node of a pass, take of the stack at most, in bytes.
const STACK_OF_RULE: usize = 2 << 10;
const STACK_OF_NODE: usize = 12 << 10;

/// The node that a mode wants.
fn wanted(mode: Mode) -> Node {
    match mode {
        Mode::Module => Node::Module,
        Mode::Interactive => Node::Interactive,
        Mode::Expression => Node::Expression,
    }
}

/// A code object of nodes, or optimized nodes.
fn of_nodes(vm: &Vm, source: &Value, request: &Request) -> Result<Value> {
    if request.flags & OPTIMIZED_AST == ONLY_AST {
        return Ok(source.clone());
    }
    let arena = Bump::new();
    let reader = Reader::new(vm, &arena, classes(vm)?);
    let mut tree = reader.module(source, wanted(request.options.mode))?;
    let failed = |error| compiling::raised_in_text(vm, &error, &request.filename, "", None);
    if request.flags & ONLY_AST != 0 {
        compiler::fold_tree(&arena, &mut tree, &request.options, depths(vm).1).map_err(&failed)?;
        let comments = TypeComments::default();
        return Builder::new(vm, classes(vm)?, "", &comments).module(&tree);
    }
    let mut warnings = Vec::new();
    let file = &request.filename;
    let depth = depths(vm).1;
    let options = &request.options;
    let result = compiler::compile_tree(&arena, "", tree, file, options, depth, &mut warnings);
    for warning in &warnings {
        compiling::warn(vm, warning, file, &String::new)?;
    }
    Ok(Code::new(Arc::new(result.map_err(failed)?)).into())
}

/// The nodes of a text.
fn of_text(vm: &Vm, source: &Value, request: &Request) -> Result<Value> {
    let (bytes, is_text) = compiling::text_of(vm, source, || {
        "compile() arg 1 must be a string, bytes or AST object".to_owned()
    })?;
    let text = compiling::decoded(vm, &bytes, is_text, &request.filename)?;
    let mut comments = TypeComments::default();
    if request.flags & TYPE_COMMENTS != 0 || request.mode == "func_type" {
        comments = TypeComments::of(&text);
    }
    if request.mode == "func_type" {
        return function_type::parse(vm, &text, &request.filename, depths(vm).0, &comments);
    }
    let arena = Bump::new();
    let mut tree = parse(vm, &arena, &text, request)?;
    if request.flags & OPTIMIZED_AST == OPTIMIZED_AST {
        compiler::fold_tree(&arena, &mut tree, &request.options, depths(vm).1)
            .map_err(|error| refused(vm, &error, &text, request))?;
    }
    let builder = Builder::new(vm, classes(vm)?, &text, &comments).for_version(request.version);
    let module = builder.module(&tree)?;
    let refusal = builder.refusal(request.options.mode);
    match refusal.or_else(|| comments.refusal(&text)) {
        Some(error) => Err(refused(vm, &error, &text, request)),
        None => Ok(module),
    }
}

fn parse<'a>(vm: &Vm, arena: &'a Bump, text: &'a str, request: &Request) -> Result<Tree<'a>> {
    let mut warnings = Vec::new();
    let file = &request.filename;
    let result = parser::parse(
        arena,
        text,
        request.options.mode,
        depths(vm).0,
        &mut warnings,
    );
    for warning in &warnings {
        compiling::warn(vm, warning, file, &|| text.to_owned())?;
    }
    result.map_err(|error| refused(vm, &error, text, request))
}

fn refused(vm: &Vm, error: &SyntaxError, text: &str, request: &Request) -> Raised {
    compiling::raised_in_text(
        vm,
        error,
        &request.filename,
        text,
        Some(request.options.mode),
    )
}
