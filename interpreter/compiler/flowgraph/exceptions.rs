//! Which handler covers each instruction.

use bytecode::Opcode;
use bytecode::operand::ResumePlace;

use super::{BlockId, FlowGraph};

const RESUME_AT_START: i32 = ResumePlace::FunctionStart as i32;
const RESUME_DEPTH_1: i32 = ResumePlace::DEPTH_1 as i32;

/// The handlers in force, innermost first, as linked lists that share their tails, so that
/// handing a list to another block costs nothing. List 0 is the empty one.
#[derive(Debug, Default)]
pub struct HandlerLists(Vec<HandlerList>);

#[derive(Debug)]
struct HandlerList {
    handler: Option<BlockId>,
    outer: u32,
    depth: u32,
}

impl HandlerLists {
    const EMPTY: u32 = 0;

    fn clear(&mut self) {
        self.0.clear();
        self.0.push(HandlerList {
            handler: None,
            outer: Self::EMPTY,
            depth: 0,
        });
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
        // Without handlers, nothing is covered.
        if !self.has_handlers() {
            return;
        }
        let mut lists = std::mem::take(&mut self.handlers);
        lists.clear();
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
        self.handlers = lists;
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
        let mut handler = lists.get(list).handler;
        for index in self[id].range() {
            let instruction = &mut self.pool[index];
            match instruction.opcode {
                Opcode::SetupFinally | Opcode::SetupWith | Opcode::SetupCleanup => {
                    let keeps_place = instruction.opcode != Opcode::SetupFinally;
                    handler = instruction.target;
                    if let Some(target) = handler {
                        self.hand_on(target, list, pending);
                        self[target].preserves_last_instruction |= keeps_place;
                    }
                    list = lists.push(list, handler);
                    continue;
                }
                Opcode::PopBlock => {
                    instruction.erase();
                    list = lists.get(list).outer;
                    handler = lists.get(list).handler;
                    continue;
                }
                Opcode::YieldValue => depth_of_last_yield = Some(lists.get(list).depth),
                Opcode::Resume if instruction.operand != RESUME_AT_START => {
                    if depth_of_last_yield == Some(1) {
                        instruction.operand |= RESUME_DEPTH_1;
                    }
                    depth_of_last_yield = None;
                }
                _ => {}
            }
            instruction.handler = handler;
        }
        if let Some(last) = self.last(id)
            && let Some(target) = last.target
            && last.opcode.has_jump()
        {
            self.hand_on(target, list, pending);
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
