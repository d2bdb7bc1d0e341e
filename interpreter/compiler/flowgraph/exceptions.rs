//! Which handler covers each instruction.

use bytecode::Opcode;

use super::{BlockId, FlowGraph};

/// The bits of a `RESUME` operand that say after what it resumes; 0 is the function's start.
const RESUME_AT_START: i32 = 0;
/// The bit of a `RESUME` operand for a suspension inside exactly one handler's cover.
const RESUME_DEPTH_1: i32 = 0x4;

/// The handlers in force, innermost first, as linked lists that share their tails, so that
/// handing a list to another block costs nothing. List 0 is the empty one.
struct HandlerLists(Vec<HandlerList>);

struct HandlerList {
    handler: Option<BlockId>,
    outer: u32,
    depth: u32,
}

impl HandlerLists {
    const EMPTY: u32 = 0;

    fn new() -> HandlerLists {
        HandlerLists(vec![HandlerList {
            handler: None,
            outer: Self::EMPTY,
            depth: 0,
        }])
    }

    fn get(&self, list: u32) -> &HandlerList {
        &self.0[list as usize]
    }

    fn push(&mut self, outer: u32, handler: Option<BlockId>) -> u32 {
        let depth = self.get(outer).depth + 1;
        self.0.push(HandlerList {
            handler,
            outer,
            depth,
        });
        self.0.len() as u32 - 1
    }
}

impl FlowGraph {
    /// Gives each reachable instruction its handler, and replaces the ends of covered
    /// stretches (`POP_BLOCK`) by nothing. CPython's `label_exception_targets`.
    pub(super) fn label_exception_handlers(&mut self) {
        let mut lists = HandlerLists::new();
        let mut pending = self.start_traversal();
        if let Some(first) = self.first() {
            self.visit(first, &mut pending);
        }
        while let Some(id) = pending.pop() {
            let list = self.label_block(id, &mut lists, &mut pending);
            if let Some(next) = self[id].next
                && self.falls_through(id)
            {
                self.hand_on(next, list, &mut pending);
            }
        }
        self.pending = pending;
    }

    /// Labels one block and reports the handlers in force at its end.
    fn label_block(
        &mut self,
        id: BlockId,
        lists: &mut HandlerLists,
        pending: &mut Vec<BlockId>,
    ) -> u32 {
        let mut list = self[id].handlers;
        let mut depth_of_last_yield = None;
        for index in self[id].range() {
            let mut instruction = self.pool[index];
            let handler = lists.get(list).handler;
            match instruction.opcode {
                Opcode::SetupFinally | Opcode::SetupWith | Opcode::SetupCleanup => {
                    if let Some(target) = instruction.target {
                        self.hand_on(target, list, pending);
                        self[target].preserves_last_instruction |=
                            instruction.opcode != Opcode::SetupFinally;
                    }
                    list = lists.push(list, instruction.target);
                    continue;
                }
                Opcode::PopBlock => {
                    list = lists.get(list).outer;
                    self.pool[index].erase();
                    continue;
                }
                Opcode::YieldValue => depth_of_last_yield = Some(lists.get(list).depth),
                Opcode::Resume if instruction.operand != RESUME_AT_START => {
                    if depth_of_last_yield == Some(1) {
                        instruction.operand |= RESUME_DEPTH_1;
                    }
                    depth_of_last_yield = None;
                }
                opcode if opcode.has_jump() => {
                    if let Some(target) = instruction.target {
                        self.hand_on(target, list, pending);
                    }
                }
                _ => {}
            }
            instruction.handler = handler;
            self.pool[index] = instruction;
        }
        list
    }

    fn hand_on(&mut self, id: BlockId, list: u32, pending: &mut Vec<BlockId>) {
        if !self[id].visited {
            self[id].handlers = list;
            self.visit(id, pending);
        }
    }
}
