//! The `weft` command.

#[cfg(feature = "mimalloc")]
mod allocator;
mod arguments;
mod check;
mod dis;
mod python_options;
mod repl;
mod report;
mod run;
mod source;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

/// Small pieces are what a program makes most of, and what mimalloc is best at.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: allocator::Bounded<allocator::Mimalloc> = allocator::Bounded(allocator::Mimalloc);

/// The first operands that are commands of Weft's own; anything else is CPython's command line.
const COMMANDS: [&str; 3] = ["dis", "check", "help"];

fn main() -> ExitCode {
    let mut given = std::env::args_os().skip(1);
    let own = given
        .next()
        .is_some_and(|first| COMMANDS.iter().any(|command| first == *command));
    if !own {
        return run::run(std::env::args_os().skip(1).collect());
    }
    let arguments = Arguments::parse();
    match arguments.command {
        Command::Dis(options) => dis::run(&options),
        Command::Check(options) => check::run(&options),
    }
}
