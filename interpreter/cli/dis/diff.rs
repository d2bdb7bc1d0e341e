//! `weft dis --diff`: two programs compared.

use std::path::Path;

use bytecode::compare::{self, RenderOptions};

use super::Program;
use crate::arguments::{DiffFormat, DisOptions};
use crate::report;
use crate::source::Operand;

/// The statuses of `diff`.
const SAME: u8 = 0;
const DIFFERENT: u8 = 1;
const TROUBLE: u8 = 2;

/// Columns where neither the option nor a terminal says how many there are.
const DEFAULT_WIDTH: u16 = 130;

/// Compares what `left` and `right` name. The status is that of `diff`: 0 for the same, 1 for
/// different, 2 for trouble.
pub fn run(options: &DisOptions, left: &Path, right: &Path) -> u8 {
    match compare(options, left, right) {
        Ok((text, status)) => report::write_output(&text, status),
        Err(message) => {
            report::print_messages(&message);
            TROUBLE
        }
    }
}

fn compare(options: &DisOptions, left: &Path, right: &Path) -> Result<(String, u8), String> {
    let (left_operand, right_operand) = (Operand::parse(left), Operand::parse(right));
    let action = options.warnings.action;
    let left_program = Program::open(&left_operand.path, action)?;
    // Two parts of one file: it is read once, as standard input has to be, and warns once.
    let other_program = if left_operand.path == right_operand.path {
        None
    } else {
        Some(Program::open(&right_operand.path, action)?)
    };
    let right_program = other_program.as_ref().unwrap_or(&left_program);
    let comparison = compare::compare(
        left_program.select(&left_operand)?,
        right_program.select(&right_operand)?,
    );
    let (left, right) = (left.to_string_lossy(), right.to_string_lossy());
    let render = RenderOptions {
        left: &left,
        right: &right,
        width: usize::from(width(options)),
        color: report::output_has_color(),
        ..RenderOptions::default()
    };
    let text = match options.format {
        DiffFormat::SideBySide => comparison.side_by_side(&render),
        DiffFormat::Unified => comparison.unified(&render),
        DiffFormat::Json => comparison.json() + "\n",
    };
    let status = if comparison.differences > 0 {
        DIFFERENT
    } else {
        SAME
    };
    Ok((text, status))
}

fn width(options: &DisOptions) -> u16 {
    let terminal = || terminal_size::terminal_size().map(|(width, _)| width.0);
    let width = options.width.or_else(terminal);
    width.unwrap_or(DEFAULT_WIDTH).max(40)
}
