//! What the opcode INSTRUMENTED does: it reports what happens at its place, and goes on with the
//! opcode that belongs there.

use bytecode::operand::ResumePlace;

use super::instrumentation::{self, Work};
use super::{call_tools, event, is_inside, offset_of};
use crate::call::Arguments;
use crate::eval::calls;
use crate::eval::generators;
use crate::eval::iteration;
use crate::eval::loads::discard;
use crate::eval::outcome::{Next, Outcome};
use crate::eval::registers::{Registers, operand};
use crate::eval::specialized as op;
use crate::eval::{breaker, quicken};
use crate::frame::Frame;
use crate::objects::function::Function;
use crate::objects::generator::{COROUTINE, GENERATOR};
use crate::objects::method::Method;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// The handler of INSTRUMENTED.
#[inline(never)]
pub(in crate::eval) fn instrumented(vm: &Vm, r: &mut Registers) -> Next {
    let previous = previous_index(vm, r);
    r.save();
    let code = r.code().clone();
    if !is_inside(vm) && !instrumentation::is_up_to_date(vm, &code) {
        instrumentation::update(vm, &code);
        r.back(1);
        return Next::Instruction;
    }
    let index = Frame::of(r.frame).index();
    let work = instrumentation::work_at(&code, index);
    code.set_counter(index, quicken::NEVER);
    if is_inside(vm) {
        return Next::As(work.opcode);
    }
    let here = Here { vm, index };
    match here.report(r, &work, previous) {
        Ok(next) => next,
        Err(raised) => Next::Raise(raised),
    }
}

/// The code unit that the frame was at before.
fn previous_index(vm: &Vm, r: &Registers) -> usize {
    let (frame, index) = vm.tracing.raised_at.get();
    if frame == r.frame as usize {
        vm.tracing.raised_at.set((0, 0));
        return index;
    }
    Frame::of(r.frame).index()
}

/// The place of the instruction.
struct Here<'a> {
    vm: &'a Vm,
    index: usize,
}

impl Here<'_> {
    fn report(&self, r: &mut Registers, work: &Work, previous: usize) -> Result<Next> {
        let changed;
        let mut work = work;
        if work.line {
            self.line(r, previous)?;
            if self.has_jumped(r) {
                return Ok(Next::Instruction);
            }
            // The callback may have changed what it wants to hear, of this place too.
            instrumentation::update(self.vm, r.code());
            changed = instrumentation::work_at(r.code(), self.index);
            work = &changed;
        }
        if work.instruction {
            let offset = offset_of(self.index);
            self.tell(r, event::INSTRUCTION, offset, &[])?;
            if self.has_jumped(r) {
                return Ok(Next::Instruction);
            }
        }
        let Some(event) = work.event else {
            return Ok(Next::As(work.opcode));
        };
        match work.opcode {
            op::RESUME => self.resume(r, event),
            op::RETURN_VALUE => {
                let value = r.peek(0).clone();
                self.event(r, event, &[value])?;
                Ok(Next::As(work.opcode))
            }
            op::RETURN_CONST => {
                let value = r.constant(operand(r.word())).clone();
                self.event(r, event, &[value])?;
                Ok(Next::As(work.opcode))
            }
            op::YIELD_VALUE => self.yield_value(r),
            op::CALL | op::CALL_KW | op::CALL_FUNCTION_EX => self.call(r, work.opcode),
            op::LOAD_SUPER_ATTR => self.load_super_attr(r),
            op::END_FOR | op::END_SEND => {
                self.stop_iteration(r)?;
                Ok(Next::As(work.opcode))
            }
            op::FOR_ITER => self.for_iter(r),
            _ => self.jump(r, event, work.opcode),
        }
    }

    /// Tells the tools of an event; `first` is what callbacks get after the code object.
    fn tell(&self, r: &Registers, event: usize, first: Value, others: &[Value]) -> Result<()> {
        let code = r.code().clone();
        let tools = instrumentation::tools_at(&code, self.index, event);
        if tools == 0 {
            return Ok(());
        }
        let mut arguments = vec![code.to_value(), first];
        arguments.extend_from_slice(others);
        call_tools(self.vm, event, tools, &arguments, |tools| {
            instrumentation::disable(&code, self.index, event, tools);
        })
    }

    fn event(&self, r: &Registers, event: usize, others: &[Value]) -> Result<()> {
        self.tell(r, event, offset_of(self.index), others)
    }

    /// Whether a callback has set the line of the frame, which then goes on elsewhere.
    fn has_jumped(&self, r: &mut Registers) -> bool {
        let has_jumped = Frame::of(r.frame).index() != self.index;
        if has_jumped {
            *r = Registers::of(r.frame);
        }
        has_jumped
    }

    fn line(&self, r: &Registers, previous: usize) -> Result<()> {
        let code = r.code();
        let (line, _) = instrumentation::line_at(code, self.index);
        let (previous_line, opcode) = instrumentation::line_at(code, previous);
        if line == previous_line && opcode != op::RESUME {
            return Ok(());
        }
        let line = line.map_or(Value::NONE, |line| Value::int(line.into()));
        self.tell(r, event::LINE, line, &[])
    }

    fn resume(&self, r: &mut Registers, event: usize) -> Result<Next> {
        let place = operand(r.word());
        let is_interruptible =
            place as u32 & ResumePlace::MASK < ResumePlace::AfterYieldFrom.number();
        if breaker::is_requested() && is_interruptible {
            self.vm.handle_breaker()?;
        }
        self.event(r, event, &[])?;
        self.has_jumped(r);
        Ok(Next::Instruction)
    }

    /// Callbacks see the generator as suspended, behind the instruction.
    fn yield_value(&self, r: &mut Registers) -> Result<Next> {
        let delegating = operand(r.word());
        let value = r.pop();
        r.skip(1);
        r.save();
        r.back(1);
        if let Err(raised) = self.event(r, event::PY_YIELD, std::slice::from_ref(&value)) {
            r.push(value);
            return Err(raised);
        }
        *r = Registers::of(r.frame);
        r.push(value);
        Ok(generators::yield_value(self.vm, r, delegating).next())
    }

    /// The callable on the stack, and its first argument.
    fn called(&self, r: &Registers, opcode: u16) -> (Value, Value) {
        let operand = operand(r.word());
        let missing = || self.vm.shared().monitoring.missing().clone();
        if opcode == op::CALL_FUNCTION_EX {
            let has_keywords = operand & 1;
            let arguments = r.peek(has_keywords).downcast::<Tuple>();
            let first = arguments.and_then(|it| it.items().first().cloned());
            return (
                r.peek(2 + has_keywords).clone(),
                first.unwrap_or_else(missing),
            );
        }
        let count = operand + usize::from(opcode == op::CALL_KW);
        let callable = r.peek(count + 1).clone();
        let names = usize::from(opcode == op::CALL_KW);
        let first = match r.peek_option(count) {
            Some(this) => this.clone(),
            None if operand > 0 => r.peek(names + operand - 1).clone(),
            None => missing(),
        };
        (callable, first)
    }

    fn call(&self, r: &mut Registers, opcode: u16) -> Result<Next> {
        if opcode == op::CALL_FUNCTION_EX {
            calls::make_tuple(self.vm, r)?;
        }
        let (callable, first) = self.called(r, opcode);
        self.event(r, event::CALL, &[callable, first])?;
        if opcode != op::CALL_FUNCTION_EX {
            calls::expand_method(r, operand(r.word()) + usize::from(opcode == op::CALL_KW));
        }
        let (callable, first) = self.called(r, opcode);
        let is_python = callable.is_exact::<Function>()
            || opcode == op::CALL_FUNCTION_EX && callable.is_exact::<Method>();
        if is_python {
            return Ok(Next::As(opcode));
        }
        let (result, words) = self.call_native(r, opcode, &callable);
        let result = self.returned(r, result, callable, first)?;
        r.drop_many(words);
        r.push(result);
        calls::after_native(self.vm, r)?;
        if opcode == op::CALL {
            r.skip(calls::CALL_CACHES as usize);
        }
        Ok(Next::Instruction)
    }

    /// Calls what is no Python function. Gives the number of its words on the stack too.
    fn call_native(&self, r: &Registers, opcode: u16, callable: &Value) -> (Result<Value>, usize) {
        let operand = operand(r.word());
        if opcode == op::CALL_FUNCTION_EX {
            let has_keywords = operand & 1;
            let keywords = (has_keywords != 0).then(|| r.peek(0));
            let result = calls::call_spread(self.vm, callable, r.peek(has_keywords), keywords);
            return (result, 3 + has_keywords);
        }
        let has_names = usize::from(opcode == op::CALL_KW);
        let has_this = usize::from(r.peek_option(operand + has_names).is_some());
        let all = r.values(operand + has_this + has_names);
        let (values, names) = all.split_at(operand + has_this);
        let names = names.first().and_then(|names| names.downcast::<Tuple>());
        let names = names.map_or(&[][..], |names| names.items());
        let result = self.vm.call_with(callable, Arguments { values, names });
        (result, operand + 2 + has_names)
    }

    /// Reports how a native call ended.
    fn returned(
        &self,
        r: &Registers,
        result: Result<Value>,
        callable: Value,
        first: Value,
    ) -> Result<Value> {
        if is_inside(self.vm) {
            return result;
        }
        let event = match result {
            Ok(_) => event::C_RETURN,
            Err(_) => event::C_RAISE,
        };
        self.event(r, event, &[callable, first])?;
        result
    }

    fn load_super_attr(&self, r: &mut Registers) -> Result<Next> {
        let operand = operand(r.word());
        let (callable, class, this) = (r.peek(2).clone(), r.peek(1).clone(), r.peek(0).clone());
        let has_arguments = operand & 2 != 0;
        let first = match has_arguments {
            true => class.clone(),
            false => self.vm.shared().monitoring.missing().clone(),
        };
        self.event(r, event::CALL, &[callable.clone(), first.clone()])?;
        let arguments = [class, this];
        let arguments = if has_arguments { &arguments[..] } else { &[] };
        let result = self.vm.call(&callable, arguments);
        let object = self.returned(r, result, callable, first)?;
        let value = self.vm.get_attribute(&object, r.name(operand >> 2))?;
        r.drop_many(3);
        r.push(value);
        if operand & 1 != 0 {
            r.push_bits(0);
        }
        r.skip(1);
        Ok(Next::Instruction)
    }

    /// A generator has returned a value, which lies on the stack above it: PEP 380 makes that a
    /// StopIteration.
    fn stop_iteration(&self, r: &Registers) -> Result<()> {
        let receiver = r.peek(1).class();
        if !receiver.is(&GENERATOR) && !receiver.is(&COROUTINE) {
            return Ok(());
        }
        let Raised(exception) = self.vm.stop_iteration(r.peek(0).clone());
        self.event(r, event::STOP_ITERATION, &[exception])
    }

    fn for_iter(&self, r: &mut Registers) -> Result<Next> {
        let distance = operand(r.word());
        let next = r.ip;
        match iteration::next_item(self.vm, r.peek(0))? {
            Some(item) => {
                r.push(item);
                r.skip(1);
            }
            None => iteration::exhausted(self.vm, r, distance),
        }
        let target = r.ip;
        r.ip = next;
        self.jump_to(r, event::BRANCH, target)
    }

    fn jump(&self, r: &mut Registers, event: usize, opcode: u16) -> Result<Next> {
        let distance = operand(r.word());
        let behind = r.ip;
        let taken = |holds: bool| behind.wrapping_add(if holds { distance + 1 } else { 1 });
        let target = match opcode {
            op::JUMP_FORWARD => behind.wrapping_add(distance),
            op::JUMP_BACKWARD => {
                if breaker::is_requested() {
                    self.vm.handle_breaker()?;
                }
                behind.wrapping_add(1).wrapping_sub(distance)
            }
            op::POP_JUMP_IF_FALSE => taken(r.pop().is_false()),
            op::POP_JUMP_IF_TRUE => taken(r.pop().is_true()),
            _ => {
                let value = r.pop();
                let holds = value.is_none() == (opcode == op::POP_JUMP_IF_NONE);
                discard(self.vm, r, value);
                taken(holds)
            }
        };
        self.jump_to(r, event, target)
    }

    /// Reports a jump, and goes on at its target.
    fn jump_to(&self, r: &mut Registers, event: usize, target: *mut u64) -> Result<Next> {
        r.save();
        let index = r.code().index_of(target);
        self.event(r, event, &[offset_of(index)])?;
        if !self.has_jumped(r) {
            r.ip = target;
        }
        Ok(Next::Instruction)
    }
}

/// For RESUME, when the loop is to look at the code that it enters: whether the instruction is to
/// be looked at again.
#[inline(never)]
pub(in crate::eval) fn entered(vm: &Vm, r: &Registers) -> bool {
    !is_inside(vm) && instrumentation::update(vm, r.code())
}
