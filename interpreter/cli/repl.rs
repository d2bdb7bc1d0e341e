//! The plain REPL: reads, runs and prints.

use std::io::{self, BufRead, IsTerminal};
use std::sync::Arc;

use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::{Config, Editor};
use vm::objects::code::Code;
use vm::objects::heap::Ref;
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::startup;
use vm::traceback::{self, Exit};
use vm::{Result, Vm};

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
    match run(vm) {
        Exit::Status(0) => Ok(()),
        Exit::Status(status) => Err(vm.error_with(
            &vm::objects::exceptions::SYSTEM_EXIT,
            vec![Value::int(status.into())],
        )),
        Exit::Interrupted => {
            Err(vm.error_with(&vm::objects::exceptions::KEYBOARD_INTERRUPT, vec![]))
        }
    }
}

/// Reads statements until the end of input or `exit()`; gives the exit status.
pub fn run(vm: &Vm) -> Exit {
    let main = startup::main_module(vm);
    let mut reader = Reader::new();
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
                println!();
                return Exit::Status(0);
            }
            Input::Interrupted => println!("KeyboardInterrupt"),
            Input::Statement(text) if is_blank(&text) => {}
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

/// Lines from the terminal, with history, or plainly where there is none.
enum Reader {
    Editor(Box<Editor<(), DefaultHistory>>),
    Plain,
}

impl Reader {
    fn new() -> Reader {
        if !io::stdin().is_terminal() {
            return Reader::Plain;
        }
        let config = Config::builder().auto_add_history(true).build();
        match Editor::with_config(config) {
            Ok(mut editor) => {
                if let Some(file) = history_file() {
                    // There is none the first time.
                    let _ = editor.load_history(&file);
                }
                Reader::Editor(Box::new(editor))
            }
            Err(_) => Reader::Plain,
        }
    }

    fn line(&mut self, prompt: &str) -> Result<String, Input> {
        match self {
            Reader::Editor(editor) => match editor.readline(prompt) {
                Ok(line) => Ok(line),
                Err(ReadlineError::Interrupted) => Err(Input::Interrupted),
                Err(_) => Err(Input::End),
            },
            Reader::Plain => {
                // Where nobody types, prompts are kept apart from what is printed.
                eprint!("{prompt}");
                let mut line = String::new();
                match io::stdin().lock().read_line(&mut line) {
                    Ok(0) | Err(_) => Err(Input::End),
                    Ok(_) => Ok(line.trim_end_matches('\n').to_owned()),
                }
            }
        }
    }
}

impl Drop for Reader {
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
fn read_statement(vm: &Vm, reader: &mut Reader) -> Input {
    let prompt = |name: &str| {
        let prompt = vm.shared().sys.get_str(&vm.intern(name));
        prompt.map_or_else(String::new, |prompt| {
            vm.str(&prompt)
                .map_or_else(|_| String::new(), |prompt| prompt.to_text())
        })
    };
    let mut text = match reader.line(&prompt("ps1")) {
        Ok(line) => line,
        Err(other) => return other,
    };
    text.push('\n');
    while needs_more(&text) {
        match reader.line(&prompt("ps2")) {
            Ok(line) => {
                text.push_str(&line);
                text.push('\n');
            }
            Err(other) => return other,
        }
    }
    Input::Statement(text)
}

/// Whether further lines could complete the text: it is refused now, and with more lines
/// behind it differently; or it is a block that no empty line has ended yet.
fn needs_more(text: &str) -> bool {
    if is_blank(text) || text.ends_with("\n\n") && error_of(text).is_none() {
        return false;
    }
    let first = text.trim_start_matches(['\n', ' ']);
    let is_block = first.starts_with('@')
        || starts_compound(first)
        || text.trim_end().ends_with(':')
        || text.lines().count() > 1
            && text
                .lines()
                .skip(1)
                .any(|line| line.starts_with([' ', '\t']));
    match error_of(text) {
        None => is_block && !text.ends_with("\n\n") && is_compound(first),
        Some(now) => {
            let later = error_of(&format!("{text}\n\n")).map(|error| error.message);
            is_unfinished(&now.message) || later.as_ref() != Some(&now.message)
        }
    }
}

/// Whether there is nothing to run.
fn is_blank(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    lines.all(|line| line.is_empty() || line.starts_with('#'))
}

/// Whether the text begins with a word that begins nothing but statements with blocks.
fn starts_compound(text: &str) -> bool {
    const KEYWORDS: [&str; 8] = ["if", "for", "while", "try", "with", "def", "class", "async"];
    let word = text
        .split(|it: char| !it.is_alphanumeric() && it != '_')
        .next();
    word.is_some_and(|word| KEYWORDS.contains(&word))
}

fn is_compound(text: &str) -> bool {
    const KEYWORDS: [&str; 11] = [
        "if", "for", "while", "try", "with", "def", "class", "async", "match", "@", "case",
    ];
    KEYWORDS.iter().any(|keyword| text.starts_with(keyword))
}

/// The messages of a text that ends too early.
fn is_unfinished(message: &str) -> bool {
    message.contains("was never closed")
        || message.starts_with("unterminated triple-quoted")
        || message.starts_with("expected an indented block")
        || message.contains("unexpected EOF")
        || message.starts_with("expected 'except' or 'finally'")
}

/// The error of a text that is no statement.
fn error_of(text: &str) -> Option<syntax::error::SyntaxError> {
    let options = compiler::Options {
        mode: syntax::parser::Mode::Interactive,
        ..compiler::Options::default()
    };
    compiler::compile_text(text, "<stdin>", &options, &mut Vec::new()).err()
}

/// Compiles a statement. Each has a file name of its own, by which tracebacks find its lines.
fn compile(vm: &Vm, text: &str, number: &mut usize) -> Result<Ref<Code>> {
    if error_of(text).is_some() {
        return vm.compile_interactive(text, &Arc::from("<stdin>"));
    }
    let name = format!("<stdin>-{number}");
    *number += 1;
    let code = vm.compile_interactive(text, &Arc::from(name.as_str()))?;
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
    match result {
        Ok(_) => None,
        Err(raised) if raised.is(&vm::objects::exceptions::SYSTEM_EXIT) => {
            Some(traceback::uncaught(vm, &raised))
        }
        Err(raised) => {
            traceback::uncaught(vm, &raised);
            None
        }
    }
}
