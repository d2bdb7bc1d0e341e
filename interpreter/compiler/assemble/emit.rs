//! The bytes of a code object: its code and its tables.

use std::ops::Range;

use bytecode::exception_table::{ExceptionEntry, ExceptionTableWriter};
use bytecode::line_table::LineTableWriter;
use bytecode::{Location, Opcode};

use super::jumps::LinearCode;
use crate::flowgraph::{BlockId, FlowGraph};

/// `co_code`.
pub fn code(linear: &LinearCode) -> Box<[u8]> {
    const EXTENDED_ARG: u8 = Opcode::ExtendedArg.number() as u8;
    let size = linear.offsets.last().copied().unwrap_or(0);
    // The inline caches stay zero.
    let mut units = vec![[0; 2]; size as usize];
    for (instruction, &offset) in linear.instructions.iter().zip(&linear.offsets) {
        let mut offset = offset as usize;
        for byte in (1..instruction.width).rev() {
            let part = instruction.operand >> (8 * u32::from(byte));
            units[offset] = [EXTENDED_ARG, part as u8];
            offset += 1;
        }
        units[offset] = [instruction.opcode.number() as u8, instruction.operand as u8];
    }
    units.into_flattened().into_boxed_slice()
}

/// `co_linetable`, by way of `writer`, which keeps its memory. Instructions one after the
/// other that have the same location share an entry.
pub fn line_table(linear: &LinearCode, first_line: u32, writer: &mut LineTableWriter) -> Box<[u8]> {
    writer.restart(first_line as i32);
    let mut location = Location::NONE;
    let mut units = 0;
    for instruction in &linear.instructions {
        if instruction.location != location {
            writer.write(location, units);
            location = instruction.location;
            units = 0;
        }
        units += instruction.size() as usize;
    }
    writer.write(location, units);
    writer.as_bytes().into()
}

/// `co_exceptiontable`. Instructions one after the other that have the same handler share an
/// entry.
pub fn exception_table(linear: &LinearCode, graph: &FlowGraph) -> Box<[u8]> {
    let mut writer = ExceptionTableWriter::new();
    let mut covering: Option<BlockId> = None;
    let mut start = 0;
    let place = |handler: BlockId| linear.starts[handler.index()];
    for (instruction, &offset) in linear.instructions.iter().zip(&linear.offsets) {
        // Empty blocks may stand at the same place.
        if instruction.handler == covering || instruction.handler.map(place) == covering.map(place)
        {
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
