//! The places in a code object where events are reported.
//!
//! A place that somebody monitors has INSTRUMENTED as its opcode in the private instructions; the
//! opcode that belongs there, always a plain one, is kept here.

use std::cell::{Cell, OnceCell};

use bytecode::Opcode;
use bytecode::instruction::Instructions;

use super::{LocalTools, event};
use crate::Vm;
use crate::eval::quicken;
use crate::eval::specialized as op;
use crate::objects::code::Code;
use crate::objects::guarded::Guarded;

/// What is known of the monitoring of a code object.
#[derive(Default)]
pub(crate) struct CodeMonitoring {
    /// The version of [`super::Monitoring`] that the places are right for.
    version: Cell<u32>,
    /// The tools that monitor an event in this code object.
    local: Cell<LocalTools>,
    /// Those, and the ones that monitor it everywhere.
    active: Cell<LocalTools>,
    places: Guarded<Vec<Place>>,
}

/// What is known of a code unit.
#[derive(Clone, Default)]
struct Place {
    /// Whether an instruction begins here that may be monitored.
    is_instruction: bool,
    /// The plain opcode.
    opcode: u16,
    /// The event that happens at the instruction, if any.
    event: Option<usize>,
    /// The line; none for caches.
    line: Option<i32>,
    /// Whether a line begins here, or a jump or an exception leads here.
    starts_line: bool,
    /// Whether the loop must know that it passed here, to tell whether a line is a new one.
    is_mark: bool,
    /// The tools that want to hear of the event, the line, the instruction.
    tools: u8,
    line_tools: u8,
    instruction_tools: u8,
}

impl Place {
    fn is_instrumented(&self) -> bool {
        self.tools | self.line_tools | self.instruction_tools != 0
    }
}

/// What INSTRUMENTED is to do at a place.
pub(super) struct Work {
    /// The opcode that belongs there.
    pub opcode: u16,
    /// The event that happens at the instruction, if somebody wants to hear of it.
    pub event: Option<usize>,
    /// Whether somebody wants to hear of the line.
    pub line: bool,
    /// Whether somebody wants to hear of the instruction.
    pub instruction: bool,
}

fn of(code: &Code) -> &CodeMonitoring {
    code.monitoring.get_or_init(Box::default)
}

/// What is kept in a code object.
pub(crate) type Slot = OnceCell<Box<CodeMonitoring>>;

/// The events that a tool monitors in a code object, as bits.
pub(super) fn local_events(code: &Code, tool: usize) -> u32 {
    let Some(monitoring) = code.monitoring.get() else {
        return 0;
    };
    let local = monitoring.local.get();
    local.iter().enumerate().fold(0, |events, (event, tools)| {
        events | u32::from(tools >> tool & 1) << event
    })
}

/// Sets the events that a tool monitors in a code object.
pub(super) fn set_local_events(vm: &Vm, code: &Code, tool: usize, events: u32) {
    if local_events(code, tool) == events {
        return;
    }
    let monitoring = of(code);
    let before = monitoring.local.get();
    let mut local = before;
    for (event, tools) in local.iter_mut().enumerate() {
        *tools = *tools & !(1 << tool) | ((events >> event & 1) as u8) << tool;
    }
    monitoring.local.set(local);
    let was_used = before.iter().any(|&tools| tools != 0);
    let is_used = local.iter().any(|&tools| tools != 0);
    if was_used != is_used {
        vm.shared().monitoring.count_local(is_used);
    }
    place_all(vm, code, monitoring);
}

/// Brings the places up to date, if something has changed since they were. Whether they were not.
pub(crate) fn update(vm: &Vm, code: &Code) -> bool {
    let version = vm.shared().monitoring.version();
    let monitoring = of(code);
    if monitoring.version.get() == version {
        return false;
    }
    place_all(vm, code, monitoring);
    true
}

/// Whether the places are those of the present version.
pub(super) fn is_up_to_date(vm: &Vm, code: &Code) -> bool {
    code.monitoring
        .get()
        .is_some_and(|monitoring| monitoring.version.get() == vm.shared().monitoring.version())
}

fn place_all(vm: &Vm, code: &Code, monitoring: &CodeMonitoring) {
    let global = &vm.shared().monitoring;
    let was = monitoring.active.get();
    let local = monitoring.local.get();
    let everywhere = global.local_tools();
    let active: LocalTools = std::array::from_fn(|event| everywhere[event] | local[event]);
    let is_restarted = global.restarted.get() > monitoring.version.get();
    let removed: LocalTools = std::array::from_fn(|event| match is_restarted {
        true => was[event],
        false => was[event] & !active[event],
    });
    let added: LocalTools = std::array::from_fn(|event| match is_restarted {
        true => active[event],
        false => active[event] & !was[event],
    });
    monitoring.active.set(active);
    monitoring.version.set(global.version());
    let nothing: LocalTools = [0; event::LOCAL_END];
    if added == nothing && removed == nothing {
        return;
    }
    if monitoring.places.borrow().is_empty() {
        drop(monitoring.places.replace(places_of(code)));
    }
    let mut places = monitoring.places.borrow_mut();
    for place in places.iter_mut().filter(|place| place.is_instruction) {
        let change =
            |tools: &mut u8, event: usize| *tools = *tools & !removed[event] | added[event];
        if let Some(event) = place.event {
            change(&mut place.tools, event);
        }
        if place.starts_line {
            change(&mut place.line_tools, event::LINE);
        }
        if place.opcode != op::RESUME && place.opcode != op::END_FOR {
            change(&mut place.instruction_tools, event::INSTRUCTION);
        }
    }
    write_words(code, &places, active[event::LINE] != 0);
}

/// Writes the private instructions anew: plain ones, and INSTRUMENTED where somebody listens.
fn write_words(code: &Code, places: &[Place], with_marks: bool) {
    let mut words = quicken::words_of(code);
    for (word, place) in words.iter_mut().zip(places) {
        if place.is_instrumented() || with_marks && place.is_mark {
            *word = quicken::with_opcode(*word, op::INSTRUMENTED);
        }
    }
    code.rewrite(&words);
}

/// The places of a code object; those in front of the first RESUME are not monitored.
fn places_of(code: &Code) -> Vec<Place> {
    let words = quicken::words_of(code);
    let mut places = vec![Place::default(); code.unit_count()];
    for entry in code.line_entries() {
        let line = (entry.location.line >= 0).then_some(entry.location.line);
        let range = entry.start as usize / 2..entry.end as usize / 2;
        for place in places.get_mut(range).unwrap_or_default() {
            place.line = line;
        }
    }
    let is_resume = |opcode: Opcode| opcode == Opcode::Resume;
    let mut instructions = Instructions::new(code.bytecode());
    let first = instructions
        .find(|instruction| is_resume(instruction.opcode))
        .map_or(0, |resume| resume.offset as usize / 2);
    let mut line = None;
    let mut previous_line = None;
    let mut is_behind_resume = false;
    for instruction in Instructions::new(code.bytecode()) {
        let index = instruction.offset as usize / 2;
        let Some(place) = places.get_mut(index).filter(|_| index >= first) else {
            continue;
        };
        place.is_instruction = true;
        place.opcode = words.get(index).map_or(op::INVALID, |&word| word as u16);
        place.event = event_of(instruction.opcode, instruction.argument);
        place.is_mark =
            is_behind_resume || is_resume(instruction.opcode) || place.line != previous_line;
        previous_line = place.line;
        is_behind_resume = is_resume(instruction.opcode);
        if !never_starts_line(instruction.opcode) {
            place.starts_line = place.line.is_some() && place.line != line;
            line = place.line;
        }
    }
    mark_targets(code, first, &mut places);
    places
}

/// A line may begin anew where a jump or an exception leads.
fn mark_targets(code: &Code, first: usize, places: &mut [Place]) {
    let targets = code
        .object()
        .instructions()
        .filter(|instruction| instruction.offset as usize / 2 >= first)
        .filter_map(|instruction| {
            let target = instruction.jump_target()? as usize / 2;
            // END_FOR and END_SEND are skipped.
            let is_over_end = matches!(instruction.opcode, Opcode::ForIter | Opcode::Send);
            Some(target + usize::from(is_over_end))
        });
    let handlers = code.handlers().iter().map(|entry| entry.target as usize);
    let is_handler = |index: &usize, places: &[Place]| {
        let place = places.get(*index);
        place.is_some_and(|place| place.opcode != op::END_ASYNC_FOR)
    };
    for entry in code.handlers() {
        if let Some(place) = places.get_mut(entry.target as usize) {
            place.is_mark = true;
        }
    }
    let mut starts: Vec<usize> = targets.collect();
    starts.extend(handlers.filter(|index| is_handler(index, places)));
    for index in starts {
        if let Some(place) = places.get_mut(index)
            && place.line.is_some()
        {
            place.starts_line = true;
        }
    }
}

/// The loop comes to these from elsewhere, in the midst of a line.
fn never_starts_line(opcode: Opcode) -> bool {
    matches!(
        opcode,
        Opcode::EndAsyncFor | Opcode::EndFor | Opcode::EndSend | Opcode::Resume
    )
}

fn event_of(opcode: Opcode, argument: Option<u32>) -> Option<usize> {
    Some(match opcode {
        Opcode::Resume if argument.unwrap_or(0) == 0 => event::PY_START,
        Opcode::Resume => event::PY_RESUME,
        Opcode::ReturnValue | Opcode::ReturnConst => event::PY_RETURN,
        Opcode::YieldValue => event::PY_YIELD,
        Opcode::Call | Opcode::CallKw | Opcode::CallFunctionEx | Opcode::LoadSuperAttr => {
            event::CALL
        }
        Opcode::JumpForward | Opcode::JumpBackward => event::JUMP,
        Opcode::PopJumpIfFalse
        | Opcode::PopJumpIfTrue
        | Opcode::PopJumpIfNone
        | Opcode::PopJumpIfNotNone
        | Opcode::ForIter => event::BRANCH,
        Opcode::EndFor | Opcode::EndSend => event::STOP_ITERATION,
        _ => return None,
    })
}

/// What INSTRUMENTED is to do at a code unit.
pub(super) fn work_at(code: &Code, index: usize) -> Work {
    let places = of(code).places.borrow();
    match places.get(index) {
        Some(place) => Work {
            opcode: place.opcode,
            event: place.event.filter(|_| place.tools != 0),
            line: place.line_tools != 0,
            instruction: place.instruction_tools != 0,
        },
        None => Work {
            opcode: op::INVALID,
            event: None,
            line: false,
            instruction: false,
        },
    }
}

/// The line of a code unit, and its plain opcode.
pub(in crate::eval) fn line_at(code: &Code, index: usize) -> (Option<i32>, u16) {
    let places = of(code).places.borrow();
    places
        .get(index)
        .map_or((None, op::INVALID), |place| (place.line, place.opcode))
}

fn tools_mut(place: &mut Place, event: usize) -> &mut u8 {
    match event {
        event::LINE => &mut place.line_tools,
        event::INSTRUCTION => &mut place.instruction_tools,
        _ => &mut place.tools,
    }
}

/// The tools that want to hear of an event at a code unit.
pub(super) fn tools_at(code: &Code, index: usize, event: usize) -> u8 {
    let event = match event {
        event::C_RETURN | event::C_RAISE => event::CALL,
        event => event,
    };
    let mut places = of(code).places.borrow_mut();
    places
        .get_mut(index)
        .map_or(0, |place| *tools_mut(place, event))
}

/// The tools want to hear no more of an event at a code unit.
pub(super) fn disable(code: &Code, index: usize, event: usize, tools: u8) {
    let monitoring = of(code);
    let mut places = monitoring.places.borrow_mut();
    let Some(place) = places.get_mut(index) else {
        return;
    };
    *tools_mut(place, event) &= !tools;
    let with_marks = monitoring.active.get()[event::LINE] != 0;
    if !(place.is_instrumented() || with_marks && place.is_mark) {
        code.set_opcode(index, place.opcode);
    }
}
