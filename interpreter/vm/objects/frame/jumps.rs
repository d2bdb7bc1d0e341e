//! Setting `f_lineno`: a tracing function sends the frame to another line.
//!
//! That is possible where the values that lie on the operand stack at the new line are a part of
//! those that lie there now, and of the right kind.

use bytecode::{Instruction, Opcode};

use super::FrameObject;
use crate::eval::monitoring::event;
use crate::frame::Frame;
use crate::objects::code::Code;
use crate::objects::exceptions;
use crate::objects::heap::Ref;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// What a value on the operand stack is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Iterator,
    Exception,
    Object,
    Null,
    LastInstruction,
}

/// What lies on the operand stack at an instruction.
#[derive(Clone, PartialEq, Eq)]
enum Stack {
    /// Nothing leads to the instruction.
    Unknown,
    /// More than is looked at.
    TooDeep,
    Known(Vec<Kind>),
}

/// More values are not looked at.
const DEEPEST: usize = 21;

impl Stack {
    fn values(&self) -> Option<&Vec<Kind>> {
        match self {
            Stack::Known(values) => Some(values),
            _ => None,
        }
    }

    fn top(&self) -> Option<Kind> {
        self.values()?.last().copied()
    }

    fn pop(&mut self) {
        if let Stack::Known(values) = self {
            values.pop();
        }
    }

    fn push(&mut self, kind: Kind) {
        if let Stack::Known(values) = self {
            values.push(kind);
            if values.len() > DEEPEST {
                *self = Stack::TooDeep;
            }
        }
    }

    /// What lies `depth` values deep, the topmost one at 1.
    fn peek(&self, depth: usize) -> Kind {
        let value = || {
            let values = self.values()?;
            values.get(values.len().checked_sub(depth)?).copied()
        };
        value().unwrap_or(Kind::Object)
    }

    fn swap(&mut self, depth: usize) {
        if let Stack::Known(values) = self
            && let (Some(top), Some(other)) =
                (values.len().checked_sub(1), values.len().checked_sub(depth))
        {
            values.swap(top, other);
        }
    }

    fn change(&mut self, effect: i32) {
        for _ in effect..0 {
            self.pop();
        }
        for _ in 0..effect {
            self.push(Kind::Object);
        }
    }

    fn truncated(&self, depth: usize) -> Stack {
        let mut stack = self.clone();
        if let Stack::Known(values) = &mut stack {
            values.truncate(depth);
        }
        stack
    }

    /// How deep it is, for comparisons: what is not known is less than empty.
    fn depth(&self) -> i64 {
        match self {
            Stack::Unknown => -2,
            Stack::TooDeep => -1,
            Stack::Known(values) => values.len() as i64,
        }
    }

    /// Whether a frame with this stack may go on where `target` is expected.
    fn fits(&self, target: &Stack) -> bool {
        let (Some(from), Some(to)) = (self.values(), target.values()) else {
            return false;
        };
        to.len() <= from.len()
            && from.iter().zip(to).all(|(from, to)| match to {
                Kind::Object => *from != Kind::Null,
                Kind::Null => true,
                _ => from == to,
            })
    }

    /// Why nothing may go on where this is expected.
    fn objection(&self) -> &'static str {
        match self {
            Stack::Unknown => "can't jump into an exception handler, or code may be unreachable",
            Stack::TooDeep => "stack is too deep to analyze",
            Stack::Known(values) => match values.last() {
                Some(Kind::Exception) => {
                    "can't jump into an 'except' block as there's no exception"
                }
                Some(Kind::LastInstruction) => {
                    "can't jump into a re-raising block as there's no location"
                }
                Some(Kind::Iterator) => "can't jump into the body of a for loop",
                _ => "incompatible stacks",
            },
        }
    }
}

/// Sets a place that is not known yet. True if it was not.
fn learn(stacks: &mut [Stack], index: usize, stack: &Stack) -> bool {
    match stacks.get_mut(index) {
        Some(place) if *place == Stack::Unknown => {
            *place = stack.clone();
            true
        }
        _ => false,
    }
}

/// The operand stack in front of each code unit.
fn stacks_of(code: &Code) -> Vec<Stack> {
    let mut stacks = vec![Stack::Unknown; code.unit_count() + 1];
    learn(&mut stacks, 0, &Stack::Known(Vec::new()));
    let instructions: Vec<Instruction> = code.object().instructions().collect();
    let mut again = true;
    while again {
        again = false;
        for instruction in &instructions {
            again |= follow(&mut stacks, instruction);
        }
        for entry in code.handlers().iter() {
            let start = &stacks[entry.start as usize];
            if *start == Stack::Unknown {
                continue;
            }
            let mut stack = start.truncated(entry.depth as usize);
            if entry.lasti {
                stack.push(Kind::LastInstruction);
            }
            stack.push(Kind::Exception);
            again |= learn(&mut stacks, entry.target as usize, &stack);
        }
    }
    stacks
}

/// What an instruction makes of the stack, for those that it leads to. True if one in front of it
/// was not known yet.
fn follow(stacks: &mut [Stack], instruction: &Instruction) -> bool {
    let index = instruction.offset as usize / 2;
    let before = stacks[instruction.start_offset as usize / 2].clone();
    if before == Stack::Unknown {
        return false;
    }
    for prefix in instruction.start_offset as usize / 2..=index {
        learn(stacks, prefix, &before);
    }
    let argument = instruction.argument.unwrap_or(0);
    let next = instruction.end_offset() as usize / 2;
    let target = instruction.jump_target().map(|target| target as usize / 2);
    let mut stack = before;
    let mut goes_on = true;
    let mut is_news = false;
    match instruction.opcode {
        Opcode::PopJumpIfFalse
        | Opcode::PopJumpIfTrue
        | Opcode::PopJumpIfNone
        | Opcode::PopJumpIfNotNone => stack.pop(),
        Opcode::Send => {}
        Opcode::JumpForward => goes_on = false,
        Opcode::JumpBackward | Opcode::JumpBackwardNoInterrupt => {
            goes_on = false;
            is_news = target.is_some_and(|target| learn(stacks, target, &stack));
        }
        Opcode::GetIter | Opcode::GetAiter => {
            stack.pop();
            stack.push(Kind::Iterator);
        }
        Opcode::ForIter => stack.push(Kind::Object),
        Opcode::EndAsyncFor => stack.change(-2),
        Opcode::PushExcInfo => stack.push(Kind::Exception),
        Opcode::PopExcept => stack.pop(),
        Opcode::ReturnValue | Opcode::ReturnConst | Opcode::RaiseVarargs | Opcode::Reraise => {
            goes_on = false;
        }
        Opcode::PushNull => stack.push(Kind::Null),
        Opcode::LoadGlobal => {
            stack.push(Kind::Object);
            if argument & 1 != 0 {
                stack.push(Kind::Null);
            }
        }
        Opcode::LoadAttr => {
            if argument & 1 != 0 {
                stack.pop();
                stack.push(Kind::Object);
                stack.push(Kind::Null);
            }
        }
        Opcode::Swap => stack.swap(argument as usize),
        Opcode::Copy => stack.push(stack.peek(argument as usize)),
        opcode => stack.change(opcode.stack_effect(argument as i32, false)),
    }
    if let Some(target) = target {
        learn(stacks, target, &stack);
    }
    if goes_on {
        learn(stacks, next, &stack);
    }
    is_news
}

/// For each code unit that begins a line, the line.
fn line_starts(code: &Code) -> Vec<Option<i32>> {
    let mut starts = vec![None; code.unit_count()];
    let mut last = -1;
    for entry in code.line_entries() {
        let line = entry.location.line;
        if line != last && line >= 0 {
            if let Some(start) = starts.get_mut(entry.start as usize / 2) {
                *start = Some(line);
            }
            last = line;
        }
    }
    starts
}

/// Whether the event whose callback runs allows it.
fn check_event(vm: &Vm) -> Result<()> {
    let message = match vm.tracing.event() {
        None => "f_lineno can only be set in a trace function",
        Some(event::PY_RESUME | event::JUMP | event::BRANCH | event::LINE | event::PY_YIELD) => {
            return Ok(());
        }
        Some(event::PY_START) => "can't jump from the 'call' trace event of a new frame",
        Some(event::CALL | event::C_RETURN) => "can't jump during a call",
        Some(
            event::PY_RETURN
            | event::PY_UNWIND
            | event::PY_THROW
            | event::RAISE
            | event::C_RAISE
            | event::INSTRUCTION
            | event::EXCEPTION_HANDLED,
        ) => "can only jump from a 'line' trace event",
        Some(_) => return Err(vm.system_error("unexpected event type")),
    };
    Err(vm.value_error(message))
}

/// Sets `f_lineno`.
pub(super) fn jump(vm: &Vm, object: &Ref<FrameObject>, line: &Value) -> Result<()> {
    if !line.is_int() {
        return Err(vm.value_error("lineno must be an integer"));
    }
    check_event(vm)?;
    let code = object.code().clone();
    let line = line
        .as_small_int()
        .and_then(|line| i32::try_from(line).ok());
    let Some(line) = line else {
        return Err(vm.value_error("lineno out of range"));
    };
    if i64::from(line) < i64::from(code.first_line) {
        return Err(vm.value_error(format!("line {line} comes before the current code block")));
    }
    let lines = line_starts(&code);
    let Some(line) = lines
        .iter()
        .flatten()
        .filter(|it| **it >= line)
        .min()
        .copied()
    else {
        return Err(vm.value_error(format!("line {line} comes after the current code block")));
    };
    let is_suspended = is_suspended(vm, object);
    let stacks = stacks_of(&code);
    let mut start = stacks
        .get(object.frame().index())
        .cloned()
        .unwrap_or(Stack::Unknown);
    let target = find_target(vm, &lines, line, &stacks, &start)?;
    bind_unbound(vm, object)?;
    if is_suspended {
        // The value that is sent comes later.
        start.pop();
    }
    let depth = stacks[target].depth();
    while start.depth() > depth {
        let top = super::pop_operand(object);
        if start.top() == Some(Kind::Exception) {
            let handled = top.filter(|exception| !exception.is_none());
            drop(vm.replace_handled(handled));
        }
        start.pop();
    }
    super::set_instruction(object, target);
    object.set_traced_line(None);
    Ok(())
}

/// Whether the frame is that of a generator that is suspended, or just reports that it will be.
fn is_suspended(vm: &Vm, object: &Ref<FrameObject>) -> bool {
    use crate::frame::flags;
    if object.frame().flags & flags::GENERATOR == 0 || object.is_taken() {
        return false;
    }
    if vm.frame.get() == object.pointer() {
        return vm.tracing.event() == Some(event::PY_YIELD);
    }
    crate::objects::generator::payload_of(object.pointer()).is_suspended()
}

/// The code unit to go on with: of those that begin the line, the one with the deepest stack.
fn find_target(
    vm: &Vm,
    lines: &[Option<i32>],
    line: i32,
    stacks: &[Stack],
    start: &Stack,
) -> Result<usize> {
    let mut best: Option<(i64, usize)> = None;
    let mut message = "cannot find bytecode for specified line";
    let mut is_final = false;
    for (index, _) in lines
        .iter()
        .enumerate()
        .filter(|(_, it)| **it == Some(line))
    {
        let target = &stacks[index];
        if start.fits(target) {
            if best.is_none_or(|(depth, _)| target.depth() > depth) {
                best = Some((target.depth(), index));
            }
        } else if best.is_none() && !is_final {
            message = match start {
                Stack::TooDeep => "stack to deep to analyze",
                Stack::Unknown => "can't jump from unreachable code",
                Stack::Known(_) => {
                    is_final = true;
                    target.objection()
                }
            };
        }
    }
    match best {
        Some((_, index)) => Ok(index),
        None => Err(vm.value_error(message)),
    }
}

/// The compiler may have proven that a variable is bound at the new line: None is bound to those
/// that are not.
fn bind_unbound(vm: &Vm, object: &Ref<FrameObject>) -> Result<()> {
    let frame = object.pointer();
    let unbound: Vec<usize> = Frame::variables(frame)
        .iter()
        .enumerate()
        .filter(|(_, value)| value.is_none())
        .map(|(slot, _)| slot)
        .collect();
    if unbound.is_empty() {
        return Ok(());
    }
    let plural = if unbound.len() == 1 { "" } else { "s" };
    let message = format!("assigning None to {} unbound local{plural}", unbound.len());
    vm.warn(&exceptions::RUNTIME_WARNING, &message, 0)?;
    for slot in unbound {
        drop(Frame::replace_variable(frame, slot, Some(Value::NONE)));
    }
    Ok(())
}
