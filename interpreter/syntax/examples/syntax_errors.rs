//! Parses many sources and prints what is wrong with each, for comparison with CPython.
//!
//!     cargo run -p syntax --example syntax_errors < sources.jsonl > errors.jsonl
//!
//! A line of the input is an object with the string `source`, whose line ends are all `\n`, and
//! perhaps `mode`: `exec`, `eval` or `single`. A line of the output is `null` for a source that
//! is accepted, or else a list: the class of the exception, its message, and the list of its
//! `lineno`, `offset`, `end_lineno` and `end_offset`, or `null` if it has no place.
//!
//! With the argument `--diagnosis`, the slow parser alone decides, also about valid sources.

use std::io::{self, BufRead, Write};

use bumpalo::Bump;
use serde_json::{Value, json};
use syntax::error::SyntaxError;
use syntax::parser::{Limits, Mode, parse};
use syntax::{diagnosis, lexer};

/// The native stack for the deepest trees that the parser lets through.
const STACK_BYTES: usize = 1 << 30;

fn main() -> io::Result<()> {
    let thread = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(run)?;
    thread
        .join()
        .unwrap_or_else(|_| Err(io::Error::other("the parser panicked")))
}

fn run() -> io::Result<()> {
    let slow = std::env::args().any(|argument| argument == "--diagnosis");
    let mut output = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let source = request["source"].as_str().unwrap_or_default();
        let mode = match request["mode"].as_str() {
            Some("eval") => Mode::Expression,
            Some("single") => Mode::Interactive,
            _ => Mode::Module,
        };
        let error = if slow {
            diagnosis::diagnose(source, &lexer::tokenize(source, mode), mode).error
        } else {
            parse(&Bump::new(), source, mode, Limits::CPYTHON, &mut Vec::new()).err()
        };
        writeln!(output, "{}", error.map_or(Value::Null, describe))?;
    }
    output.flush()
}

fn describe(error: SyntaxError) -> Value {
    let place = error
        .location
        .map(|at| (at.line, at.offset, at.end_line, at.end_offset));
    json!([error.kind.name(), error.message, place])
}
