//! The code generator: from the tree to instructions, one function a construct.
//!
//! It follows CPython's `Python/compile.c`: the same instructions in the same order with the
//! same locations, the no-operations that only carry a line included, because the flow graph
//! decides by them what it may remove. The files below hold one construct each.

mod annotation;
mod assignment;
mod attribute;
mod await_yield;
mod blocks;
mod boolean;
mod call;
mod class;
mod compare;
mod comprehension;
mod display;
mod docstring;
mod expression;
mod fstring;
mod function;
mod import;
mod loops;
mod match_statement;
mod names;
mod operand;
mod pattern;
mod scope;
mod statement;
mod subscript;
mod try_star_statement;
mod try_statement;
mod type_parameters;
mod unit;
mod unparse;
mod warnings;
mod with_statement;

use std::sync::Arc;

use bumpalo::Bump;
use bytecode::code::Flags;
use bytecode::{CodeObject, Constant, Location, Opcode};
use syntax::ast::{self, Module};
use syntax::error::{ErrorKind, ErrorLocation, FoundBy, SyntaxError, Warning};
use syntax::span::Span;

use crate::assemble::Assembler;
use crate::instructions::Label;
use crate::symtable::{Scope, ScopeId, ScopeKind, SymbolTable};

pub(crate) use blocks::FrameBlockKind;
pub(crate) use unit::{Unit, UnitKind};

/// What a step of the code generator reports.
pub type Result<T = ()> = std::result::Result<T, SyntaxError>;

/// What the code generator must know beside the tree and its symbols.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Stands in every code object.
    pub filename: Arc<str>,
    /// 0; 1 drops `assert` statements; 2 drops docstrings too.
    pub optimize: u8,
    /// The `CO_FUTURE_*` bits in force, those of the text included.
    pub features: u32,
    /// Where the last valid `from __future__ import` stands; later ones are errors.
    pub future_location: Location,
    /// Whether `await` is allowed at the top level (`PyCF_ALLOW_TOP_LEVEL_AWAIT`).
    pub top_level_await: bool,
}

/// The state of a compilation: the unit that is being filled and those around it.
///
/// `'a` is the arena's lifetime, `'t` that of the borrow of the tree and the text.
pub struct CodeGenerator<'a, 't> {
    pub(crate) arena: &'a Bump,
    pub(crate) text: &'t str,
    pub(crate) settings: Settings,
    /// Inlined comprehensions change the meaning of names while they last.
    pub(crate) symtable: SymbolTable<'a>,
    pub(crate) warnings: &'t mut Vec<Warning>,
    /// The code object in the making.
    pub(crate) unit: Unit<'a, 't>,
    /// The units around it, outermost first.
    pub(crate) enclosing: Vec<Unit<'a, 't>>,
    /// Units of finished code objects, whose memory serves the next.
    finished: Vec<Unit<'a, 't>>,
    pub(crate) assembler: Assembler,
    is_interactive: bool,
    lines: Option<Box<[usize]>>,
}

/// Compiles a folded and analysed module to its code object.
///
/// `text` is the decoded source the tree was parsed from. Warnings are appended to `warnings`
/// in CPython's order.
pub fn generate<'a, 't>(
    arena: &'a Bump,
    text: &'t str,
    module: &'t Module<'a>,
    symtable: SymbolTable<'a>,
    settings: Settings,
    warnings: &'t mut Vec<Warning>,
) -> Result<CodeObject> {
    let mut unit = Unit::new(settings.filename.clone());
    unit.restart(&symtable, "<module>", UnitKind::Module, ScopeId(0), 1);
    unit.code.qualified_name.push_str(unit.code.name);
    let mut generator = CodeGenerator {
        arena,
        text,
        settings,
        symtable,
        warnings,
        unit,
        enclosing: Vec::new(),
        finished: Vec::new(),
        assembler: Assembler::default(),
        is_interactive: false,
        lines: None,
    };
    // The module starts before its first line.
    let start = Location {
        line: 0,
        ..line_start(1)
    };
    generator.emit(Opcode::Resume, resume::AT_FUNCTION_START, start);
    generator.module(module)
}

/// Operands of `RESUME`.
pub(crate) mod resume {
    use bytecode::operand::ResumePlace;

    pub(crate) const AT_FUNCTION_START: i32 = ResumePlace::FunctionStart as i32;
    pub(crate) const AFTER_YIELD: i32 = ResumePlace::AfterYield as i32;
    pub(crate) const AFTER_YIELD_FROM: i32 = ResumePlace::AfterYieldFrom as i32;
    pub(crate) const AFTER_AWAIT: i32 = ResumePlace::AfterAwait as i32;
}

/// Operands of `CALL_INTRINSIC_1`.
pub(crate) mod intrinsic_1 {
    use bytecode::operand::UnaryIntrinsic;

    pub(crate) const PRINT: i32 = UnaryIntrinsic::Print as i32;
    pub(crate) const IMPORT_STAR: i32 = UnaryIntrinsic::ImportStar as i32;
    pub(crate) const STOP_ITERATION_ERROR: i32 = UnaryIntrinsic::StopIterationError as i32;
    pub(crate) const ASYNC_GENERATOR_WRAP: i32 = UnaryIntrinsic::AsyncGeneratorWrap as i32;
    pub(crate) const UNARY_POSITIVE: i32 = UnaryIntrinsic::UnaryPositive as i32;
    pub(crate) const LIST_TO_TUPLE: i32 = UnaryIntrinsic::ListToTuple as i32;
    pub(crate) const TYPE_VAR: i32 = UnaryIntrinsic::TypeVar as i32;
    pub(crate) const PARAM_SPEC: i32 = UnaryIntrinsic::ParamSpec as i32;
    pub(crate) const TYPE_VAR_TUPLE: i32 = UnaryIntrinsic::TypeVarTuple as i32;
    pub(crate) const SUBSCRIPT_GENERIC: i32 = UnaryIntrinsic::SubscriptGeneric as i32;
    pub(crate) const TYPE_ALIAS: i32 = UnaryIntrinsic::TypeAlias as i32;
}

/// Operands of `CALL_INTRINSIC_2`.
pub(crate) mod intrinsic_2 {
    use bytecode::operand::BinaryIntrinsic;

    pub(crate) const PREPARE_RERAISE_STAR: i32 = BinaryIntrinsic::PrepareReraiseStar as i32;
    pub(crate) const TYPE_VAR_WITH_BOUND: i32 = BinaryIntrinsic::TypeVarWithBound as i32;
    pub(crate) const TYPE_VAR_WITH_CONSTRAINTS: i32 =
        BinaryIntrinsic::TypeVarWithConstraints as i32;
    pub(crate) const SET_FUNCTION_TYPE_PARAMETERS: i32 =
        BinaryIntrinsic::SetFunctionTypeParameters as i32;
    pub(crate) const SET_TYPE_PARAMETER_DEFAULT: i32 =
        BinaryIntrinsic::SetTypeParameterDefault as i32;
}

/// The location of what stands at `span`. Nodes that constant folding made have line 0 if
/// they stand nowhere.
#[inline]
pub(crate) fn location_of(span: Span) -> Location {
    if span.line == 0 {
        return Location::NONE;
    }
    Location {
        line: span.line as i32,
        end_line: span.end_line as i32,
        column: span.column as i32,
        end_column: span.end_column as i32,
    }
}

/// The location of code that belongs to the start of a line.
pub(crate) fn line_start(line: u32) -> Location {
    Location {
        line: line as i32,
        end_line: line as i32,
        column: 0,
        end_column: 0,
    }
}

impl<'a, 't> CodeGenerator<'a, 't> {
    /// Appends an instruction.
    #[inline]
    pub(crate) fn emit(&mut self, opcode: Opcode, operand: i32, location: Location) {
        self.unit.code.instructions.push(opcode, operand, location);
    }

    /// Appends an instruction with a target.
    #[inline]
    pub(crate) fn emit_jump(&mut self, opcode: Opcode, target: Label, location: Location) {
        self.unit
            .code
            .instructions
            .push(opcode, target.0 as i32, location);
    }

    /// Appends a `LOAD_CONST`.
    pub(crate) fn emit_constant(&mut self, constant: Constant, location: Location) {
        let index = self.unit.code.constants.add(constant);
        self.emit(Opcode::LoadConst, index as i32, location);
    }

    /// Appends a `LOAD_CONST` of a constant of the tree.
    pub(crate) fn emit_ast_constant(&mut self, constant: &ast::Constant<'a>, location: Location) {
        let index = self.unit.code.constants.add_from_ast(constant);
        self.emit(Opcode::LoadConst, index as i32, location);
    }

    /// Appends a `LOAD_CONST` of a string.
    pub(crate) fn emit_text(&mut self, text: &str, location: Location) {
        let index = self.unit.code.constants.add_text(text);
        self.emit(Opcode::LoadConst, index as i32, location);
    }

    /// Makes a label for a place that is not known yet.
    #[inline]
    pub(crate) fn new_label(&mut self) -> Label {
        self.unit.code.instructions.new_label()
    }

    /// Puts `label` before the next instruction.
    #[inline]
    pub(crate) fn place(&mut self, label: Label) {
        self.unit.code.instructions.place(label);
    }

    /// The current unit's entry in the symbol table.
    #[inline]
    pub(crate) fn scope(&self) -> &Scope<'a> {
        self.symtable.scope(self.unit.scope)
    }

    /// Whether the current unit has fast locals (`_PyST_IsFunctionLike`).
    #[inline]
    pub(crate) fn is_function_like(&self) -> bool {
        matches!(
            self.scope().kind,
            ScopeKind::Function
                | ScopeKind::TypeVariable
                | ScopeKind::TypeAlias
                | ScopeKind::TypeParameters
        )
    }

    /// Whether the current unit is a module that may `await` (`IS_TOP_LEVEL_AWAIT`).
    pub(crate) fn is_top_level_await(&self) -> bool {
        self.settings.top_level_await && self.scope().kind == ScopeKind::Module
    }

    /// Whether a `CO_FUTURE_*` bit is set.
    pub(crate) fn has_feature(&self, bit: u32) -> bool {
        Flags(self.settings.features).has(bit)
    }

    /// A `SyntaxError` at `location`. Its offsets count bytes of the line, as those of
    /// CPython's compiler do (its parser's count characters).
    #[cold]
    pub(crate) fn error(&self, location: Location, message: impl Into<String>) -> SyntaxError {
        let line = |line| u32::try_from(line).unwrap_or(ErrorLocation::NO_LINE);
        SyntaxError {
            kind: ErrorKind::SyntaxError,
            message: message.into(),
            location: Some(ErrorLocation {
                line: line(location.line),
                offset: location.column + 1,
                end_line: line(location.end_line),
                end_offset: location.end_column + 1,
            }),
            found_by: FoundBy::Compiler,
        }
    }

    /// A `SystemError`: the tree has a shape that no text parses to.
    #[cold]
    pub(crate) fn system_error(&self, message: impl Into<String>) -> SyntaxError {
        SyntaxError::without_location(ErrorKind::SystemError, message)
    }

    /// Reports a `SyntaxWarning` at `location`.
    #[cold]
    pub(crate) fn warn(&mut self, location: Location, message: impl Into<String>) {
        self.warnings.push(Warning {
            message: message.into(),
            span: Span {
                line: location.line.max(0) as u32,
                column: location.column.max(0) as u32,
                end_line: location.end_line.max(0) as u32,
                end_column: location.end_column.max(0) as u32,
            },
        });
    }

    fn module(mut self, module: &'t Module<'a>) -> Result<CodeObject> {
        let start = line_start(1);
        let mut adds_none = true;
        match module {
            Module::Module(body) => self.body(body, start)?,
            Module::Interactive(body) => {
                if annotation::has_annotations(body) {
                    self.emit(Opcode::SetupAnnotations, 0, start);
                }
                self.is_interactive = true;
                self.statements(body)?;
            }
            Module::Expression(expression) => {
                self.expression(expression)?;
                adds_none = false;
            }
        }
        self.add_return_and_flags(adds_none);
        self.assembler.finish(&mut self.unit.code)
    }
}
