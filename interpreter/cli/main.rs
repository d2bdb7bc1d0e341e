//! The `weft` command.
//!
//! On Linux it has the C library's entry point: what Rust's own does first (a signal stack, a look
//! at the map of the process) takes a tenth of the time in which a small program starts and ends.
#![cfg_attr(all(target_os = "linux", target_env = "gnu"), no_main)]
#![allow(unsafe_code, reason = "the name of the entry point")]

#[cfg(feature = "mimalloc")]
mod allocator;
mod arguments;
#[cfg(known_c_library)]
mod c_library;
mod check;
mod dis;
mod python_options;
mod repl;
mod report;
mod run;
mod source;

use clap::Parser;

use arguments::{Arguments, Command};

/// Small pieces are what a program makes most of, and what mimalloc is best at.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: allocator::Bounded<allocator::Mimalloc> = allocator::Bounded(allocator::Mimalloc);

/// The first operands that are commands of Weft's own; anything else is CPython's command line.
const COMMANDS: [&str; 3] = ["dis", "check", "help"];

/// Where the C library enters. The standard library still finds the arguments.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
// SAFETY: nothing else has this name, which the C library calls once, with these parameters.
#[unsafe(no_mangle)]
extern "C" fn main(_count: i32, _values: *const *const u8) -> i32 {
    modules::ignore_broken_pipes();
    if cfg!(static_c_library) {
        modules::hold_name_services();
    }
    modules::end_process(start())
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn main() -> std::process::ExitCode {
    start().into()
}

fn start() -> u8 {
    #[cfg(feature = "mimalloc")]
    allocator::keep_freed_memory();
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
