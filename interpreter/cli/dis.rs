//! `weft dis`: the bytecode of a program, or of one function or class of it.

mod diff;

use std::path::Path;

use bytecode::CodeObject;
use bytecode::dis::{self, json, stats::Statistics};
use clap::CommandFactory;
use clap::error::ErrorKind;

use crate::arguments::{Arguments, DisOptions, WarningAction};
use crate::report;
use crate::source::{Operand, Source};

/// Shows what the options ask for. The status is 1 if the program cannot be read, compiled
/// or shown, as CPython's; a comparison has the statuses of `diff`.
pub fn run(options: &DisOptions) -> u8 {
    let input = match (options.diff, options.inputs.as_slice()) {
        (true, [left, right]) => return diff::run(options, left, right),
        (true, _) => usage_error("--diff compares two programs: give two operands"),
        (false, [input]) => input,
        (false, _) => usage_error("one operand at most, or --diff and two"),
    };
    let mut text = String::new();
    let shown = show(options, input, &mut text);
    // What was shown before an error is printed before it, as CPython's dis does.
    let status = report::write_output(&text, 0);
    match shown {
        Ok(()) => status,
        Err(message) => {
            report::print_messages(&message);
            1
        }
    }
}

/// Ends the program with clap's message and status for a command line that makes no sense.
fn usage_error(message: &str) -> ! {
    let mut command = Arguments::command();
    command.build();
    let dis = command.find_subcommand_mut("dis");
    dis.expect("arguments.rs declares it")
        .error(ErrorKind::WrongNumberOfValues, message)
        .exit()
}

fn show(options: &DisOptions, input: &Path, text: &mut String) -> Result<(), String> {
    let operand = Operand::parse(input);
    let program = Program::open(&operand.path, options.warnings.action)?;
    let code = program.select(&operand)?;
    let nested = !options.no_nested;
    if options.json {
        text.push_str(&json::to_string(code, nested));
        text.push('\n');
    } else if options.stats {
        Statistics::collect(code, nested).write(text);
    } else {
        let listing = dis::Options {
            show_caches: options.show_caches,
            show_offsets: options.show_offsets,
            depth: if nested { None } else { Some(0) },
            color: report::output_has_color(),
        };
        dis::write(code, &listing, text).map_err(|error| format!("ValueError: {error}\n"))?;
    }
    Ok(())
}

/// A compiled program.
struct Program {
    filename: String,
    module: CodeObject,
}

impl Program {
    /// Reads and compiles the file at `path`. Warnings are printed; an error is given as the
    /// text to print.
    fn open(path: &Path, action: WarningAction) -> Result<Program, String> {
        let source = Source::open(path).map_err(|error| format!("weft: {error}\n"))?;
        let report = report::compile(&source, action);
        match report.code {
            Some(module) => {
                report::print_messages(&report.messages);
                let filename = source.filename;
                Ok(Program { filename, module })
            }
            None => Err(report.messages),
        }
    }

    /// The code object asked for: the function or class after `::`, or the whole module.
    fn select(&self, operand: &Operand) -> Result<&CodeObject, String> {
        match &operand.qualified_name {
            None => Ok(&self.module),
            Some(name) => {
                let found = self.module.find(name);
                found.map_err(|error| format!("weft: {}: {error}\n", self.filename))
            }
        }
    }
}
