//! The bytes of a code object: its code and its tables.

use std::ops::Range;

use bytecode::exception_table::{ExceptionEntry, ExceptionTableWriter};
use bytecode::line_table::LineTableWriter;
use bytecode::{Location, Opcode};

use super::jumps::{LinearCode, PlacedInstruction};
use crate::flowgraph::{BlockId, FlowGraph};

/// What the instructions are written to.
#[derive(Debug)]
pub struct Tables {
    /// `co_code`.
    pub code: Box<[u8]>,
    /// `co_linetable`.
    pub line_table: Box<[u8]>,
    /// `co_exceptiontable`.
    pub exception_table: Box<[u8]>,
}

impl Tables {
    /// Writes the code and the tables of `linear`, the layout of `graph`.
    pub fn write(linear: &LinearCode, graph: &FlowGraph, first_line: u32) -> Tables {
        Tables {
            code: code(linear),
            line_table: line_table(&linear.instructions, first_line),
            exception_table: exception_table(linear, graph),
        }
    }
}

fn code(linear: &LinearCode) -> Box<[u8]> {
    let units = linear.offsets.last().copied().unwrap_or(0);
    let mut code = Vec::with_capacity(2 * units as usize);
    for instruction in &linear.instructions {
        for byte in (1..instruction.width).rev() {
            code.push(Opcode::ExtendedArg.number() as u8);
            code.push((instruction.operand >> (8 * u32::from(byte))) as u8);
        }
        code.push(instruction.opcode.number() as u8);
        code.push(instruction.operand as u8);
        code.resize(code.len() + 2 * usize::from(instruction.caches), 0);
    }
    code.into_boxed_slice()
}

/// Instructions one after the other that have the same location share an entry.
fn line_table(instructions: &[PlacedInstruction], first_line: u32) -> Box<[u8]> {
    let mut writer = LineTableWriter::new(first_line as i32);
    let mut location = Location::NONE;
    let mut units = 0;
    for instruction in instructions {
        if instruction.location != location {
            writer.write(location, units);
            location = instruction.location;
            units = 0;
        }
        units += instruction.size() as usize;
    }
    writer.write(location, units);
    writer.finish()
}

/// Instructions one after the other that have the same handler share an entry.
fn exception_table(linear: &LinearCode, graph: &FlowGraph) -> Box<[u8]> {
    let mut writer = ExceptionTableWriter::new();
    let mut covering: Option<BlockId> = None;
    let mut start = 0;
    let place = |handler: BlockId| linear.starts[handler.index()];
    for (instruction, &offset) in linear.instructions.iter().zip(&linear.offsets) {
        // Empty blocks may stand at the same place.
        if instruction.handler.map(place) == covering.map(place) {
            continue;
        }
        write_entry(&mut writer, linear, graph, covering, start..offset);
        covering = instruction.handler;
        start = offset;
    }
    let end = linear.offsets.last().copied().unwrap_or(0);
    write_entry(&mut writer, linear, graph, covering, start..end);
    writer.finish()
}

fn write_entry(
    writer: &mut ExceptionTableWriter,
    linear: &LinearCode,
    graph: &FlowGraph,
    handler: Option<BlockId>,
    covered: Range<u32>,
) {
    let Some(handler) = handler else { return };
    let index = linear.starts[handler.index()] as usize;
    let (start_depth, lasti) = graph.handler_entry(handler);
    // The machine pushes the exception, and below it the place where it was raised.
    let depth = start_depth - 1 - i32::from(lasti);
    writer.write(ExceptionEntry {
        start: covered.start,
        end: covered.end,
        target: linear.offsets.get(index).copied().unwrap_or(0),
        depth: u32::try_from(depth).unwrap_or(0),
        lasti,
    });
}
