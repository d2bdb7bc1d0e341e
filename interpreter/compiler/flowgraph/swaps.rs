//! Fewer swaps of the operand stack.

use bytecode::Opcode;

use super::{BlockId, FlowGraph, FlowInstruction};

impl FlowGraph {
    /// Shortens each run of swaps in a block, and does away with those that reordering the
    /// instructions after them makes needless.
    pub(super) fn optimize_swaps(&mut self, id: BlockId) {
        let body = self.body_mut(id);
        let mut index = 0;
        while index < body.len() {
            if body[index].opcode == Opcode::Swap {
                index += shorten_run(&mut body[index..]);
                apply_statically(body, index);
            }
            index += 1;
        }
    }
}

/// Replaces the run of `SWAP`s and `NOP`s that `code` starts with by the shortest one of the
/// same effect, with `NOP`s first. Reports how far on the run's last instruction is, or 0 if
/// it holds one swap only. CPython's `swaptimize`.
fn shorten_run(code: &mut [FlowInstruction]) -> usize {
    let length = code
        .iter()
        .position(|instruction| !matches!(instruction.opcode, Opcode::Swap | Opcode::Nop))
        .unwrap_or(code.len());
    let run = &mut code[..length];
    let swaps = || {
        run.iter()
            .filter(|instruction| instruction.opcode == Opcode::Swap)
    };
    if swaps().count() < 2 {
        return 0;
    }
    let depths = || swaps().filter_map(|swap| usize::try_from(swap.operand).ok());
    // Where each value of the stack comes from, the top first.
    let mut origins: Vec<usize> = (0..depths().max().unwrap_or(0)).collect();
    for depth in depths().filter(|&depth| depth > 0) {
        origins.swap(0, depth - 1);
    }
    let order = swaps_of_cycles(origins);
    let Some(first) = length.checked_sub(order.len()) else {
        return 0;
    };
    run[..first].iter_mut().for_each(FlowInstruction::erase);
    for (instruction, depth) in run[first..].iter_mut().zip(order.iter().rev()) {
        instruction.replace(Opcode::Swap, *depth);
    }
    length - 1
}

/// The swaps that make the order `origins` of the stack, the last one first: one cycle of the
/// permutation after the other, each entered by way of the top.
fn swaps_of_cycles(mut origins: Vec<usize>) -> Vec<i32> {
    const VISITED: usize = usize::MAX;
    let mut swaps = Vec::new();
    for start in 0..origins.len() {
        if origins[start] == VISITED || origins[start] == start {
            continue;
        }
        let mut place = start;
        loop {
            if place != 0 {
                swaps.push(place as i32 + 1);
            }
            match std::mem::replace(&mut origins[place], VISITED) {
                VISITED => break,
                origin => place = origin,
            }
        }
    }
    swaps
}

/// Does the swaps that end at `last`, as far back as they go, by exchanging the instructions
/// that take the swapped values. CPython's `apply_static_swaps`.
fn apply_statically(body: &mut [FlowInstruction], last: usize) {
    for index in (0..=last).rev() {
        let swap = body[index];
        if swap.opcode != Opcode::Swap {
            if swap.opcode == Opcode::Nop || is_swappable(swap.opcode) {
                continue;
            }
            return;
        }
        let Some((top, other)) = takers(body, index, swap.operand) else {
            return;
        };
        if !can_exchange(&body[top..=other]) {
            return;
        }
        body[index].erase();
        body.swap(top, other);
    }
}

/// The instructions that take the top of the stack and the value `depth` deep, after a swap
/// at `index`.
fn takers(body: &[FlowInstruction], index: usize, depth: i32) -> Option<(usize, usize)> {
    let top = next_swappable(body, index, -1)?;
    let line = body[top].location.line;
    let mut other = top;
    for _ in 1..depth {
        other = next_swappable(body, other, line)?;
    }
    Some((top, other))
}

/// The next instruction after `index` that only takes the top of the stack, on line `line`
/// unless that is negative.
fn next_swappable(body: &[FlowInstruction], index: usize, line: i32) -> Option<usize> {
    for (offset, instruction) in body[index + 1..].iter().enumerate() {
        if line >= 0 && instruction.location.line != line {
            // Tracing would see the names being bound in another order.
            return None;
        }
        if instruction.opcode == Opcode::Nop {
            continue;
        }
        return is_swappable(instruction.opcode).then_some(index + 1 + offset);
    }
    None
}

/// Whether the first and the last of `stores` may change places: they must not set the same
/// variable, nor one that is set in between.
fn can_exchange(stores: &[FlowInstruction]) -> bool {
    let [first, between @ .., last] = stores else {
        // Both are the same instruction.
        return stores
            .first()
            .is_none_or(|store| stored_slot(store).is_none());
    };
    let (first, last) = (stored_slot(first), stored_slot(last));
    if first.is_none() && last.is_none() {
        return true;
    }
    first != last
        && between
            .iter()
            .filter_map(stored_slot)
            .all(|slot| Some(slot) != first && Some(slot) != last)
}

/// Whether the instruction only takes the top of the stack, and cannot raise or run other code
/// but finalizers.
fn is_swappable(opcode: Opcode) -> bool {
    matches!(
        opcode,
        Opcode::StoreFast | Opcode::StoreFastMaybeNull | Opcode::PopTop
    )
}

fn stored_slot(instruction: &FlowInstruction) -> Option<i32> {
    matches!(
        instruction.opcode,
        Opcode::StoreFast | Opcode::StoreFastMaybeNull
    )
    .then_some(instruction.operand)
}
