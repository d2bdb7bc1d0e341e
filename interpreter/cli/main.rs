//! The `weft` command.

mod arguments;
mod check;
mod dis;
mod report;
mod source;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.command {
        Command::Dis(options) => dis::run(&options),
        Command::Check(options) => check::run(&options),
    }
}
