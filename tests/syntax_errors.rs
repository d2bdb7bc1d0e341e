//! Errors and warnings of the programs in `tests/syntax_errors`, against CPython 3.13's.
//!
//! Each `<topic>.txt` holds programs, each after a line `### title`. Beside it stands
//! `<topic>.expected`, which holds for every title what CPython prints of the program, and the
//! place of the error. `tests/make_goldens.py syntax_errors` makes it anew.

use std::fs;
use std::path::Path;

use compiler::Options;
use libtest_mimic::{Arguments, Failed, Trial};
use similar::TextDiff;
use syntax::error::SyntaxError;
use syntax::source;

/// The name that the programs have in the expected outputs.
const FILENAME: &str = "program.py";

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax_errors");
    let mut trials = Vec::new();
    for entry in fs::read_dir(folder).expect("tests/syntax_errors can be listed") {
        let path = entry.expect("tests/syntax_errors can be listed").path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            trials.extend(trials_of(&path));
        }
    }
    assert!(trials.len() >= 900, "the goldens are missing");
    libtest_mimic::run(&arguments, trials).exit();
}

/// A test for each program of a topic.
fn trials_of(path: &Path) -> Vec<Trial> {
    let topic = path.file_stem().unwrap_or_default().to_string_lossy();
    let read = |path: &Path| fs::read_to_string(path).expect("the goldens can be read");
    let (programs, expected) = (read(path), read(&path.with_extension("expected")));
    let (programs, expected) = (parts(&programs), parts(&expected));
    let titles = |parts: &[(String, String)]| -> Vec<String> {
        parts.iter().map(|(title, _)| title.clone()).collect()
    };
    assert_eq!(
        titles(&programs),
        titles(&expected),
        "{topic}: make the goldens anew"
    );
    let pairs = programs.into_iter().zip(expected);
    pairs
        .map(|((title, program), (_, expected))| {
            let source = bytes_of(&title, program);
            let name = format!("{topic}: {title}");
            Trial::test(name, move || check(&source, &expected))
        })
        .collect()
}

/// Titles, and what follows each of them.
fn parts(text: &str) -> Vec<(String, String)> {
    let mut parts: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        match (line.strip_prefix("### "), parts.last_mut()) {
            (Some(title), _) => parts.push((title.trim_end().to_owned(), String::new())),
            (None, Some((_, content))) => content.push_str(line),
            (None, None) => {}
        }
    }
    parts
}

/// The source that a program stands for, which depends on what its title says in parentheses.
fn bytes_of(title: &str, program: String) -> Vec<u8> {
    if title.ends_with("(no newline at end)") {
        return program.strip_suffix('\n').unwrap_or(&program).into();
    }
    if !title.ends_with("(escaped)") {
        return program.into();
    }
    let mut pieces = program.split("\\x");
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let (digits, rest) = piece.split_at(2);
        bytes.push(u8::from_str_radix(digits, 16).expect("two digits follow \\x"));
        bytes.extend_from_slice(rest.as_bytes());
    }
    bytes
}

fn check(source: &[u8], expected: &str) -> Result<(), Failed> {
    let mut warnings = Vec::new();
    let result = compiler::compile(source, FILENAME, &Options::default(), &mut warnings);
    let text = source::decode(source).unwrap_or_else(|_| String::from_utf8_lossy(source));
    let mut output = String::new();
    for warning in &warnings {
        output.push_str(&warning.render(FILENAME, Some(&text)));
    }
    match result {
        Ok(_) => output.push_str("compiles\n"),
        Err(error) => {
            output.push_str(&error.render(FILENAME, Some(&text)));
            output.push_str(&place(&error));
        }
    }
    if output == expected {
        return Ok(());
    }
    let difference = TextDiff::from_lines(expected, &output);
    let difference = difference
        .unified_diff()
        .header("CPython", "Weft")
        .to_string();
    Err(format!("{}\n{difference}", String::from_utf8_lossy(source)).into())
}

/// The attributes of Python's exception.
fn place(error: &SyntaxError) -> String {
    match &error.location {
        None => String::new(),
        // Errors of decoding have no end.
        Some(at) if at.line == 0 => format!("at {}:{}\n", at.line, at.offset),
        Some(at) => format!(
            "at {}:{}-{}:{}\n",
            at.line, at.offset, at.end_line, at.end_offset
        ),
    }
}
