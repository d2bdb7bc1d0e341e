//! From source to code objects: `compile()`, modules, and the exceptions of the front end.

use std::borrow::Cow;
use std::sync::Arc;

use bytecode::code::Flags;
use compiler::Options;
use syntax::diagnosis::is_incomplete;
use syntax::error::{ErrorKind, ErrorLocation, FoundBy, SyntaxError, Warning, shown_line};
use syntax::parser::Mode;

use crate::objects::code::Code;
use crate::objects::exceptions;
use crate::objects::exceptions::syntax_error::{Place, SyntaxErrorClass};
use crate::objects::heap::Ref;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

pub mod late_builtins;

/// `PyCF_SOURCE_IS_UTF8`, `PyCF_DONT_IMPLY_DEDENT`, `PyCF_ONLY_AST`, `PyCF_TYPE_COMMENTS`,
/// `PyCF_ALLOW_TOP_LEVEL_AWAIT`, `PyCF_ALLOW_INCOMPLETE_INPUT`, `PyCF_OPTIMIZED_AST`.
const DONT_IMPLY_DEDENT: u32 = 0x200;
const ONLY_AST: u32 = 0x400;
const TOP_LEVEL_AWAIT: u32 = 0x2000;
const ALLOW_INCOMPLETE: u32 = 0x4000;
const KNOWN_FLAGS: u32 = 0x100
    | DONT_IMPLY_DEDENT
    | ONLY_AST
    | 0x1000
    | TOP_LEVEL_AWAIT
    | ALLOW_INCOMPLETE
    | 0x8000
    | 0x8400
    | FUTURES
    | 0x10;
/// The bits of `__future__` features.
pub const FUTURES: u32 = Flags::FUTURE_DIVISION
    | Flags::FUTURE_ABSOLUTE_IMPORT
    | Flags::FUTURE_WITH_STATEMENT
    | Flags::FUTURE_PRINT_FUNCTION
    | Flags::FUTURE_UNICODE_LITERALS
    | Flags::FUTURE_BARRY_AS_BDFL
    | Flags::FUTURE_GENERATOR_STOP
    | Flags::FUTURE_ANNOTATIONS;

/// `compile(source, filename, mode, flags, dont_inherit, optimize, _feature_version)`.
#[allow(clippy::too_many_arguments, reason = "those of compile()")]
pub fn compile_call(
    vm: &Vm,
    source: &Value,
    filename: &Ref<Str>,
    mode: &str,
    flags: u32,
    inherit: bool,
    optimize: i32,
    version: i32,
) -> Result<Value> {
    if flags & !KNOWN_FLAGS != 0 {
        return Err(vm.value_error("compile(): unrecognised flags"));
    }
    let parsed = match mode {
        "exec" => Mode::Module,
        "eval" => Mode::Expression,
        "single" => Mode::Interactive,
        "func_type" if flags & ONLY_AST != 0 => Mode::Module,
        "func_type" => {
            return Err(vm.value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST"));
        }
        _ => {
            let choices = if flags & ONLY_AST != 0 {
                "'exec', 'eval', 'single' or 'func_type'"
            } else {
                "'exec', 'eval' or 'single'"
            };
            return Err(vm.value_error(format!("compile() mode must be {choices}")));
        }
    };
    if flags & ONLY_AST != 0 || is_tree(vm, source)? {
        let inherited = if inherit {
            vm.current_future_flags()
        } else {
            0
        };
        let numbers = [(flags | inherited).cast_signed(), optimize, version];
        return by_tree(vm, source, filename, mode, numbers);
    }
    let (bytes, is_text) = text_of(vm, source, || {
        "compile() arg 1 must be a string, bytes or AST object".to_owned()
    })?;
    let inherited = if inherit {
        vm.current_future_flags()
    } else {
        0
    };
    let options = Options {
        mode: parsed,
        optimize: match optimize {
            -1 => vm.shared().options.optimize.min(2) as u8,
            level => level as u8,
        },
        future_flags: flags & FUTURES | inherited,
        top_level_await: flags & TOP_LEVEL_AWAIT != 0,
    };
    let name: Arc<str> = filename.to_text().into();
    let dedents = flags & DONT_IMPLY_DEDENT == 0;
    let is_incomplete = |text: &[u8]| {
        let text = String::from_utf8_lossy(text);
        flags & ALLOW_INCOMPLETE != 0 && is_incomplete(&text, parsed, dedents)
    };
    if !dedents && !bytes.ends_with(b"\n") && is_incomplete(&bytes) {
        return Err(incomplete(vm));
    }
    match run_compiler(vm, &bytes, is_text, &name, &options) {
        Ok(code) => Ok(code.into()),
        Err(raised) if raised.is(&exceptions::SYNTAX_ERROR) && is_incomplete(&bytes) => {
            Err(incomplete(vm))
        }
        Err(raised) => Err(raised),
    }
}

/// The SyntaxError for a text that more lines could complete.
fn incomplete(vm: &Vm) -> Raised {
    let class = exceptions::INCOMPLETE_INPUT_ERROR.as_value();
    match vm.call(class, &[Str::value("incomplete input")]) {
        Ok(error) => Raised(error),
        Err(raised) => raised,
    }
}

fn is_tree(vm: &Vm, source: &Value) -> Result<bool> {
    // Only a script that has loaded `_ast` can have a tree.
    let Some(module) = vm.shared().modules.get_str(&vm.intern("_ast")) else {
        return Ok(false);
    };
    let class = vm.get_attribute(&module, &vm.intern("AST"))?;
    vm.is_instance(source, &class)
}

/// Trees are the business of module `_ast`.
fn by_tree(
    vm: &Vm,
    source: &Value,
    filename: &Ref<Str>,
    mode: &str,
    numbers: [i32; 3],
) -> Result<Value> {
    late_builtins::make(vm)?;
    let compile = vm.import_attribute("_ast", "_compile")?;
    let mut arguments = vec![source.clone(), filename.to_value(), Str::value(mode)];
    arguments.extend(numbers.map(|number| Value::int(number.into())));
    vm.call(&compile, &arguments)
}

/// The text to compile, and whether it was a str; `refusal` is the TypeError's message for
/// anything else.
pub fn text_of(vm: &Vm, source: &Value, refusal: impl Fn() -> String) -> Result<(Vec<u8>, bool)> {
    let (bytes, is_text) = if let Some(text) = source.downcast::<Str>() {
        if text.as_str().is_none() {
            crate::objects::str_type::encode_utf8(vm, text)?;
        }
        (text.as_bytes().to_vec(), true)
    } else {
        match crate::objects::bytes::from_buffer(vm, source) {
            Ok(bytes) => (bytes.as_bytes().to_vec(), false),
            Err(_) => return Err(vm.type_error(refusal())),
        }
    };
    if bytes.contains(&0) {
        return Err(vm.syntax_error_plain("source code string cannot contain null bytes"));
    }
    if is_text {
        let newlines = syntax::source::universal_newlines(&bytes);
        if let Cow::Owned(translated) = newlines {
            return Ok((translated, true));
        }
    }
    Ok((bytes, is_text))
}

/// Compiles text in a mode of `compile()`, with the flags of the running code.
pub fn compile_text(
    vm: &Vm,
    bytes: &[u8],
    is_text: bool,
    filename: &Arc<str>,
    mode: &str,
) -> Result<Ref<Code>> {
    let options = Options {
        mode: match mode {
            "eval" => Mode::Expression,
            "single" => Mode::Interactive,
            _ => Mode::Module,
        },
        optimize: vm.shared().options.optimize.min(2) as u8,
        future_flags: vm.current_future_flags(),
        top_level_await: false,
    };
    run_compiler(vm, bytes, is_text, filename, &options)
}

fn run_compiler(
    vm: &Vm,
    bytes: &[u8],
    is_text: bool,
    filename: &Arc<str>,
    options: &Options,
) -> Result<Ref<Code>> {
    late_builtins::make_if_mentioned(vm, bytes)?;
    let mut warnings = Vec::new();
    // The last line of a text has an end, which errors show.
    let ended;
    let bytes = if options.mode == Mode::Module && is_text && !bytes.ends_with(b"\n") {
        ended = [bytes, b"\n"].concat();
        &ended[..]
    } else {
        bytes
    };
    let result = match std::str::from_utf8(bytes) {
        Ok(text) if is_text => compiler::compile_text(text, filename, options, &mut warnings),
        _ => compiler::compile(bytes, filename, options, &mut warnings),
    };
    let text = || {
        let decoded = syntax::source::decode(bytes);
        decoded.map_or_else(
            |_| String::from_utf8_lossy(bytes).into_owned(),
            |text| text.into(),
        )
    };
    for warning in &warnings {
        warn(vm, warning, filename, &text)?;
    }
    let code = result
        .map_err(|error| raised_in_text(vm, &error, filename, &text(), Some(options.mode)))?;
    Ok(Code::new(Arc::new(code)))
}

/// Issues a SyntaxWarning; where it is turned into an exception, that is a SyntaxError.
pub fn warn(vm: &Vm, warning: &Warning, filename: &str, text: &impl Fn() -> String) -> Result<()> {
    let warn = vm.import_attribute("_warnings", "warn_explicit")?;
    let arguments = [
        exceptions::SYNTAX_WARNING.to_value(),
        Str::value(filename),
        Value::int(warning.span.line.into()),
    ];
    let [category, filename_value, line] = arguments;
    let message = Str::value(&warning.message);
    match vm.call(&warn, &[message, category, filename_value, line]) {
        Err(error) if error.is(&exceptions::SYNTAX_WARNING) => {
            let text = text();
            let error = SyntaxError::at(&text, warning.span, &*warning.message);
            // Of numbers and escapes it is the parser that warns.
            let found_by = match warning.message.starts_with("invalid ") {
                true => error.found_by,
                false => FoundBy::Compiler,
            };
            let error = SyntaxError { found_by, ..error };
            Err(raised_in_text(
                vm,
                &error,
                filename,
                &text,
                Some(Mode::Module),
            ))
        }
        result => result.map(drop),
    }
}

/// The text of a source as the parser wants it; an exception where its bytes are no text.
pub fn decoded(vm: &Vm, bytes: &[u8], is_text: bool, filename: &str) -> Result<String> {
    if is_text {
        let text = String::from_utf8_lossy(bytes);
        return Ok(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    match syntax::source::decode(bytes) {
        Ok(text) => Ok(text.into_owned()),
        Err(error) => Err(raised(
            vm,
            &error,
            filename,
            &String::from_utf8_lossy(bytes),
        )),
    }
}

/// The exception for an error of the front end in a text that is not read from a file, but
/// given to `compile()` and the like; a tree has no mode.
pub fn raised_in_text(
    vm: &Vm,
    error: &SyntaxError,
    filename: &str,
    text: &str,
    mode: Option<Mode>,
) -> Raised {
    let shown = match (error.location, error.found_by) {
        (None, _) => None,
        (Some(location), FoundBy::Tokenizer) => line_of(text, location.line).map(without_end),
        (Some(location), FoundBy::Compiler | FoundBy::Future) => {
            line_of_file(filename, location.line)
        }
        (
            Some(location),
            FoundBy::Parser {
                first_line,
                is_past,
            },
        ) => {
            let in_file = match mode {
                Some(Mode::Module) => line_of_file(filename, location.line),
                _ => None,
            };
            in_file.or_else(|| match is_past {
                true => line_of(text, location.line).map(without_end),
                false => lines_of(text, first_line.min(location.line), location.line),
            })
        }
    };
    let mut error = error.clone();
    if let (Some(location), Some(shown), FoundBy::Parser { is_past: true, .. }) =
        (&mut error.location, &shown, error.found_by)
        && !shown.ends_with('\n')
    {
        // Columns of a later line are counted in this one, whose end is not seen.
        let behind = i32::try_from(shown.chars().count() + 1).unwrap_or(i32::MAX);
        location.end_offset = location.end_offset.min(behind);
    }
    raised_showing(vm, &error, filename, shown.as_deref())
}

fn line_of(text: &str, line: u32) -> Option<String> {
    lines_of(text, line, line)
}

/// Lines from one to another, counted from 1.
fn lines_of(text: &str, first: u32, last: u32) -> Option<String> {
    let before = first.checked_sub(1)? as usize;
    let count = last.checked_sub(first)? as usize + 1;
    let lines = text.split_inclusive('\n').skip(before).take(count);
    let lines: String = lines.collect();
    Some(lines).filter(|lines| !lines.is_empty())
}

fn without_end(line: String) -> String {
    line.trim_end_matches('\n').to_owned()
}

/// A line of the file with a name, if there is one.
fn line_of_file(filename: &str, line: u32) -> Option<String> {
    std::fs::metadata(filename)
        .ok()
        .filter(std::fs::Metadata::is_file)?;
    let bytes = std::fs::read(filename).ok()?;
    let text = match syntax::source::decode_file(&bytes, filename) {
        Ok(text) => text,
        Err(_) => String::from_utf8_lossy(&bytes),
    };
    shown_line(&text, line).map(Cow::into_owned)
}

/// The exception for an error of the front end in the text of a file.
pub fn raised(vm: &Vm, error: &SyntaxError, filename: &str, text: &str) -> Raised {
    let line = error
        .location
        .and_then(|place| shown_line(text, place.line));
    let shown = line.map(|line| match error.found_by {
        FoundBy::Tokenizer => line.trim_end_matches('\n').to_owned(),
        _ => line.into_owned(),
    });
    raised_showing(vm, error, filename, shown.as_deref())
}

/// The exception for an error of the front end, and the text that it shows.
fn raised_showing(vm: &Vm, error: &SyntaxError, filename: &str, shown: Option<&str>) -> Raised {
    let class = match error.kind {
        ErrorKind::SyntaxError => SyntaxErrorClass::Syntax,
        ErrorKind::IndentationError => SyntaxErrorClass::Indentation,
        ErrorKind::TabError => SyntaxErrorClass::Tab,
        ErrorKind::ValueError => return vm.value_error(&error.message),
        ErrorKind::MemoryError => return vm.memory_error(&error.message),
        ErrorKind::RecursionError => {
            return vm.error(&exceptions::RECURSION_ERROR, &error.message);
        }
        ErrorKind::OverflowError => return vm.overflow_error(&error.message),
        ErrorKind::SystemError => return vm.system_error(&error.message),
        ErrorKind::UnicodeDecodeError => {
            return vm.error(&exceptions::UNICODE_ERROR, &error.message);
        }
        ErrorKind::UnicodeEncodeError => {
            return vm.error(&exceptions::UNICODE_ERROR, &error.message);
        }
    };
    let Some(location) = &error.location else {
        return vm.syntax_error_plain(&error.message);
    };
    let line = |line: u32| match line {
        ErrorLocation::NO_LINE => -1,
        line => i64::from(line),
    };
    let place = Place {
        start: (line(location.line), location.offset.into()),
        end: (
            line(location.end_line),
            match error.found_by {
                FoundBy::Future => None,
                _ => Some(location.end_offset.into()),
            },
        ),
        text: shown.map(Str::from),
    };
    vm.syntax_error(class, &error.message, &Str::value(filename), place)
}

impl Vm {
    /// A SyntaxError with nothing but a message.
    pub fn syntax_error_plain(&self, message: impl AsRef<str>) -> Raised {
        let raised = self.error(&exceptions::SYNTAX_ERROR, message.as_ref());
        exceptions::Exception::set_syntax_message(&raised, message.as_ref());
        raised
    }

    /// Compiles the source of a module, as `python FILE` and `import` do.
    pub fn compile_module(&self, source: &[u8], filename: &Arc<str>) -> Result<Ref<Code>> {
        late_builtins::make_if_mentioned(self, source)?;
        let decoded = match syntax::source::decode_file(source, filename) {
            Ok(text) => text,
            Err(error) => {
                let text = String::from_utf8_lossy(source);
                return Err(raised(self, &error, filename, &text));
            }
        };
        let options = Options {
            optimize: self.shared().options.optimize.min(2) as u8,
            ..Options::default()
        };
        let mut warnings = Vec::new();
        let result = compiler::compile_text(&decoded, filename, &options, &mut warnings);
        for warning in &warnings {
            warn(self, warning, filename, &|| decoded.clone().into_owned())?;
        }
        let code = result.map_err(|error| raised(self, &error, filename, &decoded))?;
        Ok(Code::new(Arc::new(code)))
    }

    /// The `__future__` features of the running code.
    fn current_future_flags(&self) -> u32 {
        self.current_code().map_or(0, |code| code.flags & FUTURES)
    }
}

impl Vm {
    /// Compiles a statement of a REPL, whose expressions are shown.
    pub fn compile_interactive(&self, text: &str, filename: &Arc<str>) -> Result<Ref<Code>> {
        compile_text(self, text.as_bytes(), true, filename, "single")
    }
}
