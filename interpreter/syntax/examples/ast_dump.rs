//! Prints the tree of Python files: `ast_dump [--mode exec|single|eval] FILE...`.
//!
//! A node is `(Name@line:column-line:column fields...)`, with the names and the order of the
//! fields of CPython's `ast` module, but without type comments and the `kind` of constants. A
//! list is in brackets, what is missing is `-`, text is quoted with its bytes beyond printable
//! ASCII as `\xNN`, integers are hexadecimal, floats are their bits. So another program can
//! print the tree of `ast.parse` in the same form, and the two can be compared.

use std::fmt::{self, Write};
use std::process::ExitCode;

use bumpalo::Bump;
use syntax::ast::*;
use syntax::parser::{Limits, Mode, parse};
use syntax::source;
use syntax::span::Span;

/// The native stack for the deepest trees that the parser lets through.
const STACK_SIZE: usize = 1 << 30;

fn main() -> ExitCode {
    let run = std::thread::Builder::new()
        .stack_size(STACK_SIZE)
        .spawn(run);
    match run.map(|thread| thread.join()) {
        Ok(Ok(code)) => code,
        _ => ExitCode::FAILURE,
    }
}

fn run() -> ExitCode {
    let mut mode = Mode::Module;
    let mut code = ExitCode::SUCCESS;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--mode" {
            mode = match arguments.next().as_deref() {
                Some("single") => Mode::Interactive,
                Some("eval") => Mode::Expression,
                _ => Mode::Module,
            };
            continue;
        }
        match dump_file(&argument, mode) {
            Ok(dump) => println!("{dump}"),
            Err(message) => {
                println!("{argument}: {message}");
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}

/// The tree of one file, or why there is none.
fn dump_file(path: &str, mode: Mode) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let text = source::decode(&bytes).map_err(|error| format!("{error:?}"))?;
    let arena = Bump::new();
    let mut warnings = Vec::new();
    let module = parse(&arena, &text, mode, Limits::CPYTHON, &mut warnings)
        .map_err(|error| format!("{error:?}"))?;
    let mut dump = Dump {
        text: String::new(),
    };
    dump.module(&module).map_err(|error| error.to_string())?;
    Ok(dump.text)
}

/// The text as it grows.
struct Dump {
    text: String,
}

impl Dump {
    fn open(&mut self, name: &str, span: Span) -> fmt::Result {
        let Span {
            line,
            column,
            end_line,
            end_column,
        } = span;
        write!(self.text, "({name}@{line}:{column}-{end_line}:{end_column}")
    }

    fn close(&mut self) -> fmt::Result {
        self.text.write_char(')')
    }

    fn field(&mut self, value: impl fmt::Display) -> fmt::Result {
        write!(self.text, " {value}")
    }

    fn bytes(&mut self, prefix: &str, bytes: &[u8]) -> fmt::Result {
        write!(self.text, " {prefix}\"")?;
        for &byte in bytes {
            match byte {
                b'"' | b'\\' | 0..=0x1f | 0x7f..=0xff => write!(self.text, "\\x{byte:02x}")?,
                _ => self.text.write_char(char::from(byte))?,
            }
        }
        self.text.write_char('"')
    }

    fn name(&mut self, name: &str) -> fmt::Result {
        self.bytes("", name.as_bytes())
    }

    fn optional_name(&mut self, name: Option<&str>) -> fmt::Result {
        match name {
            Some(name) => self.name(name),
            None => self.field('-'),
        }
    }

    fn list<T>(
        &mut self,
        list: impl IntoIterator<Item = T>,
        mut element: impl FnMut(&mut Self, T) -> fmt::Result,
    ) -> fmt::Result {
        self.text.write_str(" [")?;
        for item in list {
            element(self, item)?;
        }
        self.text.write_char(']')
    }

    fn optional(&mut self, expression: Option<&Expression<'_>>) -> fmt::Result {
        match expression {
            Some(expression) => self.expression(expression),
            None => self.field('-'),
        }
    }

    fn expressions(&mut self, list: &[Expression<'_>]) -> fmt::Result {
        self.list(list, |dump, expression| dump.expression(expression))
    }

    fn statements(&mut self, list: &[Statement<'_>]) -> fmt::Result {
        self.list(list, |dump, statement| dump.statement(statement))
    }

    fn module(&mut self, module: &Module<'_>) -> fmt::Result {
        match module {
            Module::Module(body) => {
                self.text.write_str("(Module")?;
                self.statements(body)?;
            }
            Module::Interactive(body) => {
                self.text.write_str("(Interactive")?;
                self.statements(body)?;
            }
            Module::Expression(body) => {
                self.text.write_str("(Expression")?;
                self.expression(body)?;
            }
        }
        self.close()
    }

    fn statement(&mut self, statement: &Statement<'_>) -> fmt::Result {
        self.text.write_char(' ')?;
        self.open(statement_name(&statement.kind), statement.span)?;
        match &statement.kind {
            StatementKind::FunctionDef(function) => {
                self.name(function.name)?;
                self.parameters(&function.parameters)?;
                self.statements(function.body)?;
                self.expressions(function.decorators)?;
                self.optional(function.returns.as_deref())?;
                self.type_parameters(function.type_parameters)?;
            }
            StatementKind::ClassDef(class) => {
                self.name(class.name)?;
                self.expressions(class.bases)?;
                self.list(class.keywords.iter(), Self::keyword)?;
                self.statements(class.body)?;
                self.expressions(class.decorators)?;
                self.type_parameters(class.type_parameters)?;
            }
            StatementKind::Return(value) => self.optional(value.as_deref())?,
            StatementKind::Delete { targets } => self.expressions(targets)?,
            StatementKind::Assign { targets, value } => {
                self.expressions(targets)?;
                self.expression(value)?;
            }
            StatementKind::TypeAlias(alias) => {
                self.expression(&alias.name)?;
                self.type_parameters(alias.type_parameters)?;
                self.expression(&alias.value)?;
            }
            StatementKind::AugAssign {
                target,
                operator,
                value,
            } => {
                self.expression(target)?;
                self.field(format_args!("{operator:?}"))?;
                self.expression(value)?;
            }
            StatementKind::AnnAssign {
                target,
                annotation,
                value,
                simple,
            } => {
                self.expression(target)?;
                self.expression(annotation)?;
                self.optional(value.as_deref())?;
                self.field(u8::from(*simple))?;
            }
            StatementKind::For(statement) => {
                self.expression(&statement.target)?;
                self.expression(&statement.iterable)?;
                self.statements(statement.body)?;
                self.statements(statement.orelse)?;
            }
            StatementKind::While { test, body, orelse }
            | StatementKind::If { test, body, orelse } => {
                self.expression(test)?;
                self.statements(body)?;
                self.statements(orelse)?;
            }
            StatementKind::With { items, body, .. } => {
                self.list(items.iter(), |dump, item| {
                    dump.text.write_str(" (withitem")?;
                    dump.expression(&item.context)?;
                    dump.optional(item.target.as_ref())?;
                    dump.close()
                })?;
                self.statements(body)?;
            }
            StatementKind::Match { subject, cases } => {
                self.expression(subject)?;
                self.list(cases.iter(), |dump, case| {
                    dump.text.write_str(" (match_case")?;
                    dump.pattern(&case.pattern)?;
                    dump.optional(case.guard.as_deref())?;
                    dump.statements(case.body)?;
                    dump.close()
                })?;
            }
            StatementKind::Raise { exception, cause } => {
                self.optional(exception.as_deref())?;
                self.optional(cause.as_deref())?;
            }
            StatementKind::Try(statement) => self.try_statement(statement)?,
            StatementKind::Assert { test, message } => {
                self.expression(test)?;
                self.optional(message.as_deref())?;
            }
            StatementKind::Import { names } => self.list(names.iter(), Self::alias)?,
            StatementKind::ImportFrom {
                module,
                names,
                level,
            } => {
                self.optional_name(*module)?;
                self.list(names.iter(), Self::alias)?;
                self.field(level)?;
            }
            StatementKind::Global { names } | StatementKind::Nonlocal { names } => {
                self.list(names.iter(), |dump, name| dump.name(name.name))?;
            }
            StatementKind::Expression(value) => self.expression(value)?,
            StatementKind::Pass | StatementKind::Break | StatementKind::Continue => {}
        }
        self.close()
    }

    fn try_statement(&mut self, statement: &Try<'_>) -> fmt::Result {
        self.statements(statement.body)?;
        self.list(statement.handlers.iter(), |dump, handler| {
            dump.text.write_char(' ')?;
            dump.open("ExceptHandler", handler.span)?;
            dump.optional(handler.exception_type.as_deref())?;
            dump.optional_name(handler.name)?;
            dump.statements(handler.body)?;
            dump.close()
        })?;
        self.statements(statement.orelse)?;
        self.statements(statement.finalbody)
    }

    fn alias(&mut self, alias: &Alias<'_>) -> fmt::Result {
        self.text.write_char(' ')?;
        self.open("alias", alias.span)?;
        self.name(alias.name)?;
        self.optional_name(alias.asname)?;
        self.close()
    }

    fn keyword(&mut self, keyword: &Keyword<'_>) -> fmt::Result {
        self.text.write_char(' ')?;
        self.open("keyword", keyword.span)?;
        self.optional_name(keyword.name)?;
        self.expression(&keyword.value)?;
        self.close()
    }

    fn parameters(&mut self, parameters: &Parameters<'_>) -> fmt::Result {
        self.text.write_str(" (arguments")?;
        self.list(parameters.positional_only.iter(), Self::parameter)?;
        self.list(parameters.positional.iter(), Self::parameter)?;
        self.optional_parameter(parameters.vararg.as_deref())?;
        self.list(parameters.keyword_only.iter(), Self::parameter)?;
        self.list(parameters.keyword_defaults.iter(), |dump, default| {
            dump.optional(default.as_ref())
        })?;
        self.optional_parameter(parameters.kwarg.as_deref())?;
        self.expressions(parameters.defaults)?;
        self.close()
    }

    fn optional_parameter(&mut self, parameter: Option<&Parameter<'_>>) -> fmt::Result {
        match parameter {
            Some(parameter) => self.parameter(parameter),
            None => self.field('-'),
        }
    }

    fn parameter(&mut self, parameter: &Parameter<'_>) -> fmt::Result {
        self.text.write_char(' ')?;
        self.open("arg", parameter.span)?;
        self.name(parameter.name)?;
        self.optional(parameter.annotation.as_deref())?;
        self.close()
    }

    fn type_parameters(&mut self, parameters: &[TypeParameter<'_>]) -> fmt::Result {
        self.list(parameters, |dump, parameter| {
            dump.text.write_char(' ')?;
            match &parameter.kind {
                TypeParameterKind::TypeVar { bound } => {
                    dump.open("TypeVar", parameter.span)?;
                    dump.name(parameter.name)?;
                    dump.optional(bound.as_deref())?;
                }
                TypeParameterKind::ParamSpec => {
                    dump.open("ParamSpec", parameter.span)?;
                    dump.name(parameter.name)?;
                }
                TypeParameterKind::TypeVarTuple => {
                    dump.open("TypeVarTuple", parameter.span)?;
                    dump.name(parameter.name)?;
                }
            }
            dump.optional(parameter.default.as_deref())?;
            dump.close()
        })
    }

    fn expression(&mut self, expression: &Expression<'_>) -> fmt::Result {
        self.text.write_char(' ')?;
        self.open(expression_name(&expression.kind), expression.span)?;
        match &expression.kind {
            ExpressionKind::BoolOp { operator, values } => {
                self.field(format_args!("{operator:?}"))?;
                self.expressions(values)?;
            }
            ExpressionKind::NamedExpr { target, value } => {
                self.expression(target)?;
                self.expression(value)?;
            }
            ExpressionKind::BinOp {
                left,
                operator,
                right,
            } => {
                self.expression(left)?;
                self.field(format_args!("{operator:?}"))?;
                self.expression(right)?;
            }
            ExpressionKind::UnaryOp { operator, operand } => {
                self.field(format_args!("{operator:?}"))?;
                self.expression(operand)?;
            }
            ExpressionKind::Lambda { parameters, body } => {
                self.parameters(parameters)?;
                self.expression(body)?;
            }
            ExpressionKind::IfExp { test, body, orelse } => {
                self.expression(test)?;
                self.expression(body)?;
                self.expression(orelse)?;
            }
            ExpressionKind::Dict { items } => {
                self.list(items.iter(), |dump, item| dump.optional(item.key.as_ref()))?;
                self.list(items.iter(), |dump, item| dump.expression(&item.value))?;
            }
            ExpressionKind::Set { elements } => self.expressions(elements)?,
            ExpressionKind::ListComp {
                element,
                generators,
            }
            | ExpressionKind::SetComp {
                element,
                generators,
            }
            | ExpressionKind::GeneratorExp {
                element,
                generators,
            } => {
                self.expression(element)?;
                self.list(generators.iter(), Self::comprehension)?;
            }
            ExpressionKind::DictComp {
                key,
                value,
                generators,
            } => {
                self.expression(key)?;
                self.expression(value)?;
                self.list(generators.iter(), Self::comprehension)?;
            }
            ExpressionKind::Await(value) | ExpressionKind::YieldFrom(value) => {
                self.expression(value)?;
            }
            ExpressionKind::Yield(value) => self.optional(value.as_deref())?,
            ExpressionKind::Compare {
                left,
                operators,
                comparators,
            } => {
                self.expression(left)?;
                self.list(operators.iter(), |dump, operator| {
                    dump.field(format_args!("{operator:?}"))
                })?;
                self.expressions(comparators)?;
            }
            ExpressionKind::Call {
                function,
                arguments,
                keywords,
            } => {
                self.expression(function)?;
                self.expressions(arguments)?;
                self.list(keywords.iter(), Self::keyword)?;
            }
            ExpressionKind::FormattedValue {
                value,
                conversion,
                format_spec,
            } => {
                self.expression(value)?;
                self.field(match conversion {
                    Conversion::None => -1,
                    Conversion::Str => 115,
                    Conversion::Repr => 114,
                    Conversion::Ascii => 97,
                })?;
                self.optional(format_spec.as_deref())?;
            }
            ExpressionKind::JoinedStr { values } => self.expressions(values)?,
            ExpressionKind::Constant(constant) => self.constant(constant)?,
            ExpressionKind::Attribute {
                value,
                attribute,
                context,
            } => {
                self.expression(value)?;
                self.name(attribute)?;
                self.context(*context)?;
            }
            ExpressionKind::Subscript {
                value,
                slice,
                context,
            } => {
                self.expression(value)?;
                self.expression(slice)?;
                self.context(*context)?;
            }
            ExpressionKind::Starred { value, context } => {
                self.expression(value)?;
                self.context(*context)?;
            }
            ExpressionKind::Name { id, context } => {
                self.name(id)?;
                self.context(*context)?;
            }
            ExpressionKind::List { elements, context }
            | ExpressionKind::Tuple { elements, context } => {
                self.expressions(elements)?;
                self.context(*context)?;
            }
            ExpressionKind::Slice(slice) => {
                self.optional(slice.lower.as_deref())?;
                self.optional(slice.upper.as_deref())?;
                self.optional(slice.step.as_deref())?;
            }
        }
        self.close()
    }

    fn context(&mut self, context: Context) -> fmt::Result {
        self.field(match context {
            Context::Load => "Load",
            Context::Store => "Store",
            Context::Delete => "Del",
        })
    }

    fn comprehension(&mut self, clause: &Comprehension<'_>) -> fmt::Result {
        self.text.write_str(" (comprehension")?;
        self.expression(&clause.target)?;
        self.expression(&clause.iterable)?;
        self.expressions(clause.conditions)?;
        self.field(u8::from(clause.is_async))?;
        self.close()
    }

    fn constant(&mut self, constant: &Constant<'_>) -> fmt::Result {
        match *constant {
            Constant::None => self.field("None"),
            Constant::Bool(true) => self.field("True"),
            Constant::Bool(false) => self.field("False"),
            Constant::Ellipsis => self.field("Ellipsis"),
            Constant::Int(value) => self.field(format_args!("i{value:x}")),
            Constant::BigInt(value) => {
                self.text.write_str(" i")?;
                for (index, limb) in value.limbs.iter().rev().enumerate() {
                    if index == 0 {
                        write!(self.text, "{limb:x}")?;
                    } else {
                        write!(self.text, "{limb:08x}")?;
                    }
                }
                Ok(())
            }
            Constant::Float(value) => self.field(format_args!("f{:016x}", value.to_bits())),
            Constant::Complex { real, imaginary } => self.field(format_args!(
                "c{:016x},{:016x}",
                real.to_bits(),
                imaginary.to_bits()
            )),
            Constant::Str(text) => self.bytes("s", text),
            Constant::Bytes(bytes) => self.bytes("b", bytes),
            Constant::Tuple(_) | Constant::FrozenSet(_) => self.field("folded"),
        }
    }

    fn pattern(&mut self, pattern: &Pattern<'_>) -> fmt::Result {
        self.text.write_char(' ')?;
        self.open(pattern_name(&pattern.kind), pattern.span)?;
        match &pattern.kind {
            PatternKind::MatchValue(value) => self.expression(value)?,
            PatternKind::MatchSingleton(value) => self.constant(value)?,
            PatternKind::MatchSequence(patterns) | PatternKind::MatchOr(patterns) => {
                self.list(patterns.iter(), Self::pattern)?;
            }
            PatternKind::MatchMapping {
                keys,
                patterns,
                rest,
            } => {
                self.expressions(keys)?;
                self.list(patterns.iter(), Self::pattern)?;
                self.optional_name(*rest)?;
            }
            PatternKind::MatchClass {
                class,
                patterns,
                keyword_attributes,
                keyword_patterns,
            } => {
                self.expression(class)?;
                self.list(patterns.iter(), Self::pattern)?;
                self.list(keyword_attributes.iter(), |dump, name| dump.name(name.name))?;
                self.list(keyword_patterns.iter(), Self::pattern)?;
            }
            PatternKind::MatchStar(name) => self.optional_name(*name)?,
            PatternKind::MatchAs { pattern, name } => {
                match pattern {
                    Some(pattern) => self.pattern(pattern)?,
                    None => self.field('-')?,
                }
                self.optional_name(*name)?;
            }
        }
        self.close()
    }
}

fn statement_name(kind: &StatementKind<'_>) -> &'static str {
    match kind {
        StatementKind::FunctionDef(function) if function.is_async => "AsyncFunctionDef",
        StatementKind::FunctionDef(_) => "FunctionDef",
        StatementKind::ClassDef(_) => "ClassDef",
        StatementKind::Return(_) => "Return",
        StatementKind::Delete { .. } => "Delete",
        StatementKind::Assign { .. } => "Assign",
        StatementKind::TypeAlias(_) => "TypeAlias",
        StatementKind::AugAssign { .. } => "AugAssign",
        StatementKind::AnnAssign { .. } => "AnnAssign",
        StatementKind::For(statement) if statement.is_async => "AsyncFor",
        StatementKind::For(_) => "For",
        StatementKind::While { .. } => "While",
        StatementKind::If { .. } => "If",
        StatementKind::With { is_async: true, .. } => "AsyncWith",
        StatementKind::With { .. } => "With",
        StatementKind::Match { .. } => "Match",
        StatementKind::Raise { .. } => "Raise",
        StatementKind::Try(statement) if statement.is_star => "TryStar",
        StatementKind::Try(_) => "Try",
        StatementKind::Assert { .. } => "Assert",
        StatementKind::Import { .. } => "Import",
        StatementKind::ImportFrom { .. } => "ImportFrom",
        StatementKind::Global { .. } => "Global",
        StatementKind::Nonlocal { .. } => "Nonlocal",
        StatementKind::Expression(_) => "Expr",
        StatementKind::Pass => "Pass",
        StatementKind::Break => "Break",
        StatementKind::Continue => "Continue",
    }
}

fn expression_name(kind: &ExpressionKind<'_>) -> &'static str {
    match kind {
        ExpressionKind::BoolOp { .. } => "BoolOp",
        ExpressionKind::NamedExpr { .. } => "NamedExpr",
        ExpressionKind::BinOp { .. } => "BinOp",
        ExpressionKind::UnaryOp { .. } => "UnaryOp",
        ExpressionKind::Lambda { .. } => "Lambda",
        ExpressionKind::IfExp { .. } => "IfExp",
        ExpressionKind::Dict { .. } => "Dict",
        ExpressionKind::Set { .. } => "Set",
        ExpressionKind::ListComp { .. } => "ListComp",
        ExpressionKind::SetComp { .. } => "SetComp",
        ExpressionKind::DictComp { .. } => "DictComp",
        ExpressionKind::GeneratorExp { .. } => "GeneratorExp",
        ExpressionKind::Await(_) => "Await",
        ExpressionKind::Yield(_) => "Yield",
        ExpressionKind::YieldFrom(_) => "YieldFrom",
        ExpressionKind::Compare { .. } => "Compare",
        ExpressionKind::Call { .. } => "Call",
        ExpressionKind::FormattedValue { .. } => "FormattedValue",
        ExpressionKind::JoinedStr { .. } => "JoinedStr",
        ExpressionKind::Constant(_) => "Constant",
        ExpressionKind::Attribute { .. } => "Attribute",
        ExpressionKind::Subscript { .. } => "Subscript",
        ExpressionKind::Starred { .. } => "Starred",
        ExpressionKind::Name { .. } => "Name",
        ExpressionKind::List { .. } => "List",
        ExpressionKind::Tuple { .. } => "Tuple",
        ExpressionKind::Slice(_) => "Slice",
    }
}

fn pattern_name(kind: &PatternKind<'_>) -> &'static str {
    match kind {
        PatternKind::MatchValue(_) => "MatchValue",
        PatternKind::MatchSingleton(_) => "MatchSingleton",
        PatternKind::MatchSequence(_) => "MatchSequence",
        PatternKind::MatchMapping { .. } => "MatchMapping",
        PatternKind::MatchClass { .. } => "MatchClass",
        PatternKind::MatchStar(_) => "MatchStar",
        PatternKind::MatchAs { .. } => "MatchAs",
        PatternKind::MatchOr(_) => "MatchOr",
    }
}
