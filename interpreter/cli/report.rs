//! Compiling for a command: its messages, and output to a reader that may go away.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use bytecode::CodeObject;
use compiler::Options;
use syntax::error::{SyntaxError, Warning};

use crate::arguments::WarningAction;
use crate::source::Source;

/// What compiling one source gave.
pub struct Report {
    /// The module's code, if the text is a Python program.
    pub code: Option<CodeObject>,
    /// The warnings and the error as Python prints them.
    pub messages: String,
}

/// Compiles `source` as a module. Warnings become of what `action` says; where they are
/// taken for errors, the first one is the error, as in Python.
pub fn compile(source: &Source, action: WarningAction) -> Report {
    let mut warnings = Vec::new();
    let options = Options::default();
    let mut result = compiler::compile(&source.bytes, &source.filename, &options, &mut warnings);
    if action == WarningAction::Ignore {
        warnings.clear();
    }
    let mut messages = String::new();
    if !warnings.is_empty() || result.is_err() {
        // CPython shows the line of bytes that it cannot decode with U+FFFD in their place.
        let text = syntax::source::decode(&source.bytes)
            .unwrap_or_else(|_| String::from_utf8_lossy(&source.bytes));
        if action == WarningAction::Error
            && let Some(first) = warnings.first()
        {
            result = Err(as_error(first, &text));
            warnings.clear();
        }
        for warning in &warnings {
            messages.push_str(&warning.render(&source.filename, Some(&text)));
        }
        if let Err(error) = &result {
            messages.push_str(&error.render(&source.filename, Some(&text)));
        }
    }
    Report {
        code: result.ok(),
        messages,
    }
}

/// The warning as the error that Python makes of it.
fn as_error(warning: &Warning, text: &str) -> SyntaxError {
    let span = warning.span;
    let mut error = SyntaxError::at(text, span, &*warning.message);
    let has_columns = (span.line, span.column) != (span.end_line, span.end_column);
    if !has_columns && let Some(location) = &mut error.location {
        // Of a warning about a token only the line is known: no caret is shown.
        location.offset = 0;
        location.end_offset = 0;
    }
    error
}

/// Whether standard output is a terminal whose user has not asked for plain text (`NO_COLOR`).
pub fn output_has_color() -> bool {
    AutoStream::choice(&io::stdout()) != ColorChoice::Never
}

/// Prints `text` to standard error. Where even that fails, there is nobody left to tell.
pub fn print_messages(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Writes `text` to standard output. A reader that went away (`weft dis x.py | head`) is no
/// error of ours: the status is then that of a program that the pipe's end stopped.
pub fn write_output(text: &str, status: u8) -> u8 {
    let mut output = io::stdout().lock();
    match output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    {
        Ok(()) => status,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => 141,
        Err(error) => {
            print_messages(&format!("weft: cannot write the output: {error}\n"));
            2
        }
    }
}
