//! The bytes of a code object: its code and its tables.

use std::ops::Range;

use bytecode::exception_table::{ExceptionEntry, ExceptionTableWriter};
use bytecode::line_table::LineTableWriter;
use bytecode::{Location, Opcode};

use super::jumps::LinearCode;
use crate::flowgraph::{BlockId, FlowGraph};

/// Writes code and location tables, and keeps its memory for the next.
#[derive(Debug)]
pub struct Emitter {
    bytes: Vec<u8>,
    lines: LineTableWriter,
}

impl Default for Emitter {
    fn default() -> Emitter {
        Emitter {
            bytes: Vec::new(),
            lines: LineTableWriter::new(0),
        }
    }
}

impl Emitter {
    /// `co_code`.
    pub fn code(&mut self, linear: &LinearCode) -> Box<[u8]> {
        let bytes = &mut self.bytes;
        bytes.clear();
        for instruction in &linear.instructions {
            for byte in (1..instruction.width).rev() {
                bytes.push(Opcode::ExtendedArg.number() as u8);
                bytes.push((instruction.operand >> (8 * u32::from(byte))) as u8);
            }
            bytes.push(instruction.opcode.number() as u8);
            bytes.push(instruction.operand as u8);
            bytes.resize(bytes.len() + 2 * usize::from(instruction.caches), 0);
        }
        bytes.as_slice().into()
    }

    /// `co_linetable`. Instructions one after the other that have the same location share an
    /// entry.
    pub fn line_table(&mut self, linear: &LinearCode, first_line: u32) -> Box<[u8]> {
        let lines = &mut self.lines;
        lines.restart(first_line as i32);
        let mut location = Location::NONE;
        let mut units = 0;
        for instruction in &linear.instructions {
            if instruction.location != location {
                lines.write(location, units);
                location = instruction.location;
                units = 0;
            }
            units += instruction.size() as usize;
        }
        lines.write(location, units);
        lines.as_bytes().into()
    }
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
