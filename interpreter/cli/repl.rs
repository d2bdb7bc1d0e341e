//! The plain REPL: reads, runs and prints.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;

use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::{CompletionType, Config, Editor};
use syntax::diagnosis::{typed_error, wants_line};
use syntax::error::{FoundBy, SyntaxError};
use vm::builtins::console::read_terminal_line;
use vm::compiling;
use vm::objects::code::Code;
use vm::objects::exceptions::KEYBOARD_INTERRUPT;
use vm::objects::heap::Ref;
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::startup;
use vm::traceback::{self, Exit};
use vm::{Result, Vm};

mod completion;

use completion::Completion;

use crate::python_options::LANGUAGE_VERSION;

/// Shows what this is, then runs the REPL.
pub fn run_with_banner(vm: &Vm) -> Result<()> {
    if !vm.shared().options.quiet {
        let banner = format!(
            "Weft {} (Python {LANGUAGE_VERSION}). Ctrl-D leaves.",
            env!("CARGO_PKG_VERSION")
        );
        match io::stdin().is_terminal() {
            true => println!("{banner}"),
            false => eprintln!("{banner}"),
        }
    }
    if let Some(exit) = run_startup_file(vm) {
        return ended(vm, exit);
    }
    ended(vm, run(vm))
}

/// Runs the file that `PYTHONSTARTUP` names; gives an exit status if it ends the program.
fn run_startup_file(vm: &Vm) -> Option<Exit> {
    if vm.shared().options.ignore_environment {
        return None;
    }
    let name = std::env::var("PYTHONSTARTUP").ok();
    let name = name.filter(|name| !name.is_empty())?;
    let result = std::fs::read(&name)
        .map_err(|error| {
            eprintln!("Could not open PYTHONSTARTUP");
            vm.os_error(&error, Some(&Str::value(&name)))
        })
        .and_then(|source| {
            let code = vm.compile_module(&source, &Arc::from(&*name))?;
            let dict = startup::main_module(vm).dict();
            vm.run(&code, &dict, dict.to_value()).map(drop)
        });
    startup::flush_standard_streams(vm);
    shown(vm, result)
}

fn ended(vm: &Vm, exit: Exit) -> Result<()> {
    match exit {
        Exit::Status(0) => Ok(()),
        Exit::Status(status) => Err(vm.error_with(
            &vm::objects::exceptions::SYSTEM_EXIT,
            vec![Value::int(status.into())],
        )),
        Exit::Interrupted => Err(vm.error_with(&KEYBOARD_INTERRUPT, vec![])),
    }
}

/// Reads statements until the end of input or `exit()`; gives the exit status.
pub fn run(vm: &Vm) -> Exit {
    let main = startup::main_module(vm);
    let mut reader = Reader::new(vm);
    let default = |name: &str, text: &str| {
        let name = vm.intern(name);
        if vm.shared().sys.get_str(&name).is_none() {
            vm.shared().sys.set_str(&name, Str::value(text));
        }
    };
    default("ps1", ">>> ");
    default("ps2", "... ");
    let mut number = 0;
    loop {
        match read_statement(vm, &mut reader) {
            Input::End => {
                reader.end_line();
                return Exit::Status(0);
            }
            Input::Interrupted => println!("KeyboardInterrupt"),
            Input::Statement(text) if is_blank(&text) => number += 1,
            Input::Statement(text) => {
                if let Some(exit) = run_statement(vm, &main, &text, &mut number) {
                    return exit;
                }
                startup::flush_standard_streams(vm);
            }
        }
    }
}

enum Input {
    Statement(String),
    Interrupted,
    End,
}

/// Lines from the terminal, with history, or plainly where there is none or it can do nothing.
enum Reader<'vm> {
    Editor(Box<Editor<Completion<'vm>, DefaultHistory>>),
    Plain,
}

impl<'vm> Reader<'vm> {
    fn new(vm: &'vm Vm) -> Reader<'vm> {
        let is_simple =
            || std::env::var("TERM").is_ok_and(|name| SIMPLE_TERMINALS.contains(&&*name));
        if !io::stdin().is_terminal() || is_simple() {
            return Reader::Plain;
        }
        let config = Config::builder()
            .auto_add_history(true)
            .completion_type(CompletionType::List)
            .build();
        match Editor::with_config(config) {
            Ok(mut editor) => {
                if let Some(file) = history_file() {
                    // There is none the first time.
                    let _ = editor.load_history(&file);
                }
                editor.set_helper(Some(Completion { vm }));
                Reader::Editor(Box::new(editor))
            }
            Err(_) => Reader::Plain,
        }
    }

    /// Ends the line of the prompt, where the prompt is.
    fn end_line(&self) {
        match self {
            Reader::Plain if !io::stdin().is_terminal() => eprintln!(),
            _ => println!(),
        }
    }

    fn line(&mut self, vm: &Vm, prompt: &str) -> Result<String, Input> {
        match self {
            Reader::Editor(editor) => match editor.readline(prompt) {
                Ok(line) => Ok(line),
                Err(ReadlineError::Interrupted) => Err(Input::Interrupted),
                Err(_) => Err(Input::End),
            },
            Reader::Plain => {
                if io::stdin().is_terminal() {
                    print!("{prompt}");
                    let _ = io::stdout().flush();
                } else {
                    // Where nobody types, prompts are kept apart from what is printed.
                    eprint!("{prompt}");
                }
                match read_terminal_line(vm) {
                    Ok(line) if line.is_empty() => Err(Input::End),
                    Ok(line) => {
                        let line = String::from_utf8_lossy(&line).into_owned();
                        Ok(line.trim_end_matches('\n').to_owned())
                    }
                    Err(raised) if raised.is(&KEYBOARD_INTERRUPT) => {
                        println!();
                        Err(Input::Interrupted)
                    }
                    Err(raised) => {
                        traceback::uncaught(vm, &raised);
                        Err(Input::End)
                    }
                }
            }
        }
    }
}

/// Terminals that have no commands for an editor of lines.
const SIMPLE_TERMINALS: [&str; 3] = ["dumb", "cons25", "emacs"];

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        if let (Reader::Editor(editor), Some(file)) = (self, history_file()) {
            // A history that cannot be kept is no reason to complain.
            let _ = editor.save_history(&file);
        }
    }
}

fn history_file() -> Option<std::path::PathBuf> {
    let home = std::env::var_os("HOME")?;
    Some(std::path::Path::new(&home).join(".weft_history"))
}

/// Reads lines until they make a statement: one line, or a block that an empty line ends.
fn read_statement(vm: &Vm, reader: &mut Reader<'_>) -> Input {
    let prompt = |name: &str| {
        let prompt = vm.shared().sys.get_str(&vm.intern(name));
        prompt.map_or_else(String::new, |prompt| {
            vm.str(&prompt)
                .map_or_else(|_| String::new(), |prompt| prompt.to_text())
        })
    };
    let mut text = match reader.line(vm, &prompt("ps1")) {
        Ok(line) => line,
        Err(other) => return other,
    };
    text.push('\n');
    while !is_blank(&text) && wants_line(&text) {
        match reader.line(vm, &prompt("ps2")) {
            Ok(line) => {
                text.push_str(&line);
                text.push('\n');
            }
            // The end of the input ends the statement first.
            Err(Input::End) => {
                reader.end_line();
                break;
            }
            Err(other) => return other,
        }
    }
    Input::Statement(text)
}

/// Whether there is nothing to run.
fn is_blank(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    lines.all(|line| line.is_empty() || line.starts_with('#'))
}

/// Compiles a statement. Each has a file name of its own, by which tracebacks find its lines;
/// where it cannot be parsed, it does not count.
fn compile(vm: &Vm, text: &str, number: &mut usize) -> Result<Ref<Code>> {
    let options = compiler::Options {
        mode: syntax::parser::Mode::Interactive,
        ..compiler::Options::default()
    };
    let mut warnings = Vec::new();
    let found = compiler::compile_text(text, "<stdin>", &options, &mut warnings);
    let found = typed_error(text).or(found.err());
    let is_of_compiler =
        |error: &SyntaxError| matches!(error.found_by, FoundBy::Compiler | FoundBy::Future);
    let is_parsed = found.as_ref().is_none_or(is_of_compiler);
    let name = match is_parsed {
        true => format!("<stdin>-{number}"),
        false => "<stdin>".to_owned(),
    };
    *number += usize::from(is_parsed);
    let shown = || text.to_owned();
    for warning in &warnings {
        // The parser warns of numbers and escapes; the rest comes later.
        let file = match warning.message.starts_with("invalid ") {
            true => "<stdin>",
            false => &name,
        };
        compiling::warn(vm, warning, file, &shown)?;
    }
    if let Some(mut error) = found {
        // A block that an empty line ends before it begins has no column there.
        let has_column = !error.message.starts_with("expected an indented block");
        if let Some(location) = &mut error.location
            && let Some("") = text.lines().nth(location.line.saturating_sub(1) as usize)
        {
            location.offset = i32::from(has_column);
        }
        return Err(compiling::raised(vm, &error, &name, text));
    }
    let code = compiler::compile_text(text, &name, &options, &mut Vec::new())
        .map_err(|error| compiling::raised(vm, &error, &name, text))?;
    let code = Code::new(Arc::new(code));
    let register = vm.import_attribute("linecache", "_register_code")?;
    vm.call(
        &register,
        &[name, text.to_owned(), "<stdin>".to_owned()].map(Str::value),
    )?;
    Ok(code)
}

/// Runs a statement; gives an exit status if it ends the REPL.
fn run_statement(vm: &Vm, main: &Ref<Module>, text: &str, number: &mut usize) -> Option<Exit> {
    let result = compile(vm, text, number).and_then(|code| {
        let dict = main.dict();
        vm.run(&code, &dict, dict.to_value())
    });
    shown(vm, result.map(drop))
}

/// Shows an error; gives an exit status if it ends the program.
fn shown(vm: &Vm, result: Result<()>) -> Option<Exit> {
    match result {
        Ok(()) => None,
        Err(raised) if raised.is(&vm::objects::exceptions::SYSTEM_EXIT) => {
            Some(traceback::uncaught(vm, &raised))
        }
        Err(raised) => {
            traceback::uncaught(vm, &raised);
            None
        }
    }
}
