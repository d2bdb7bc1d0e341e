//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Weft speaks Python 3.13.
#[derive(Debug, Parser)]
#[command(name = "weft", version, about, arg_required_else_help = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the bytecode of a program, as `python3.13 -m dis` does
    Dis(DisOptions),
    /// Compile files and folders without running them, and report every error
    Check(CheckOptions),
}

/// `weft dis`.
#[derive(Debug, Args)]
pub struct DisOptions {
    /// Show inline caches
    #[arg(short = 'C', long)]
    pub show_caches: bool,

    /// Show instruction offsets
    #[arg(short = 'O', long)]
    pub show_offsets: bool,

    /// Leave out the code nested in the one shown
    #[arg(long, conflicts_with = "diff")]
    pub no_nested: bool,

    /// Compare two programs: the two operands are files or FILE::QUALNAME
    #[arg(long, conflicts_with_all = ["stats", "json", "show_caches", "show_offsets"])]
    pub diff: bool,

    /// How to show the comparison
    #[arg(long, value_enum, requires = "diff", default_value = "side-by-side")]
    pub format: DiffFormat,

    /// Columns of a side-by-side comparison [default: the terminal's, or 130]
    #[arg(long, requires = "diff", value_parser = clap::value_parser!(u16).range(40..))]
    pub width: Option<u16>,

    /// Show counts by opcode, code sizes and stack sizes instead
    #[arg(long, conflicts_with = "json")]
    pub stats: bool,

    /// Show every field of the code objects as JSON instead
    #[arg(long)]
    pub json: bool,

    #[command(flatten)]
    pub warnings: WarningOptions,

    /// A file, `-` for standard input, or FILE::QUALNAME for one function or class
    #[arg(value_name = "FILE[::QUALNAME]", default_value = "-", num_args = 0..=2)]
    pub inputs: Vec<PathBuf>,
}

/// How `weft dis --diff` shows differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// One column of removed, added and common lines
    Unified,
    /// Two columns
    SideBySide,
    /// For programs
    Json,
}

/// `weft check`.
#[derive(Debug, Args)]
pub struct CheckOptions {
    /// How many threads compile [default: one a core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,

    #[command(flatten)]
    pub warnings: WarningOptions,

    /// Files, and folders whose `.py` files are compiled
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
}

/// The options about warnings, common to what compiles.
#[derive(Clone, Copy, Debug, Args)]
pub struct WarningOptions {
    /// What to do with a SyntaxWarning
    #[arg(short = 'W', long = "warnings", value_enum, default_value = "default")]
    pub action: WarningAction,
}

/// What becomes of a warning, by the names of Python's `-W`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WarningAction {
    /// Show it
    Default,
    /// Say nothing
    Ignore,
    /// Take it for an error
    Error,
}
