//! `traceback`: the frames that an exception went through.

use std::cell::Cell;

use super::exceptions::Exception;
use super::frame::FrameObject;
use super::guarded::Guarded;
use super::heap::{Payload, Ref};
use super::slots::Slots;
use super::types::{Type, TypeSpec};
use super::value::Value;
use crate::call::Arguments;
use crate::eval::out_of_memory;
use crate::frame::Frame;
use crate::native::{Method, Property};
use crate::{Raised, Result, Vm, payload, static_type};

/// The payload of a traceback: one entry, and the one inside it.
pub struct Traceback {
    next: Guarded<Option<Ref<Traceback>>>,
    frame: Guarded<Option<Ref<FrameObject>>>,
    /// The failed instruction, as an offset in bytes.
    instruction: i64,
    line: Cell<Option<i64>>,
}

payload!(Traceback, TRACEBACK, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(next) = &*self.next.borrow() {
            visit(next.as_value());
        }
        if let Some(frame) = &*self.frame.borrow() {
            visit(frame.as_value());
        }
    }
    fn clear(&self) {
        drop(self.next.take());
        drop(self.frame.take());
    }
});

static_type! {
    /// `traceback`
    pub TRACEBACK = TypeSpec {
        name: "traceback",
        signature: Some("(tb_next, tb_frame, tb_lasti, tb_lineno)"),
        layout: Some(<Traceback as Payload>::layout),
        doc: Some("The frames that an exception went through."),
        slots: Slots { new: Some(traceback_new), ..Slots::EMPTY },
        properties: &[
            Property::settable("tb_next", tb_next, set_tb_next),
            Property { member: true, ..Property::new("tb_frame", tb_frame) },
            Property {
                member: true,
                ..Property::new("tb_lasti", |vm, this| Ok(Value::int(of(vm, this)?.instruction)))
            },
            Property::new("tb_lineno", |vm, this| {
                Ok(of(vm, this)?.line_number().map_or(Value::NONE, Value::int))
            }),
        ],
        methods: &[Method::new("__dir__", "($self, /)", traceback_dir, "Its attributes.")],
        ..TypeSpec::DEFAULT
    };
}

impl Traceback {
    /// Adds an entry for the present instruction of `frame` in front of the exception's
    /// traceback.
    pub(crate) fn add(raised: &Raised, frame: *mut Frame) {
        let Some(exception) = raised.0.downcast::<Exception>() else {
            return;
        };
        if !out_of_memory::may_add_entry() {
            return;
        }
        let object = FrameObject::of(frame);
        let instruction = object.instruction();
        exception.set_traceback(Some(Ref::new_in_place(Traceback {
            next: Guarded::new(exception.traceback()),
            frame: Guarded::new(Some(object)),
            instruction,
            line: Cell::new(None),
        })));
    }

    /// `tb_next`.
    pub fn next(&self) -> Option<Ref<Traceback>> {
        self.next.borrow().clone()
    }

    /// `tb_frame`.
    pub fn frame(&self) -> Option<Ref<FrameObject>> {
        self.frame.borrow().clone()
    }

    /// `tb_lasti`: the failed instruction, as an offset in bytes.
    pub fn instruction(&self) -> i64 {
        self.instruction
    }

    /// `tb_lineno`.
    pub fn line_number(&self) -> Option<i64> {
        if let Some(line) = self.line.get() {
            return Some(line);
        }
        let frame = self.frame()?;
        let index = usize::try_from(self.instruction / 2).ok()?;
        frame.code().line(index).map(i64::from)
    }

    /// The entry as a traceback shows it, without its source line.
    pub fn plain_line(&self, _: &Vm) -> String {
        let Some(frame) = self.frame() else {
            return String::new();
        };
        let code = frame.code();
        let line = self
            .line_number()
            .map_or("?".to_owned(), |line| line.to_string());
        format!(
            "  File \"{}\", line {line}, in {}\n",
            code.filename(),
            code.name
        )
    }

    /// Where the failed instruction is from.
    pub fn location(&self) -> bytecode::Location {
        let index = usize::try_from(self.instruction / 2).ok();
        match (self.frame(), index) {
            (Some(frame), Some(index)) => frame.code().location(index),
            _ => bytecode::Location::NONE,
        }
    }
}

fn of<'a>(vm: &Vm, value: &'a Value) -> Result<&'a Ref<Traceback>> {
    value
        .downcast::<Traceback>()
        .ok_or_else(|| vm.type_error("a traceback is required"))
}

fn tb_next(vm: &Vm, this: &Value) -> Result<Value> {
    Ok(of(vm, this)?.next().map_or(Value::NONE, Value::from))
}

fn tb_frame(vm: &Vm, this: &Value) -> Result<Value> {
    Ok(of(vm, this)?.frame().map_or(Value::NONE, Value::from))
}

fn set_tb_next(vm: &Vm, this: &Value, next: Option<&Value>) -> Result<()> {
    let this = of(vm, this)?;
    let Some(next) = next else {
        return Err(vm.type_error("can't delete tb_next attribute"));
    };
    let next = if next.is_none() {
        None
    } else if let Some(next) = next.downcast::<Traceback>() {
        Some(next.clone())
    } else {
        return Err(vm.type_error(format!(
            "expected traceback object, got '{}'",
            next.class().name()
        )));
    };
    let mut cursor = next.clone();
    while let Some(entry) = cursor {
        if entry.is(this) {
            return Err(vm.value_error("traceback loop detected"));
        }
        cursor = entry.next();
    }
    drop(this.next.replace(next));
    Ok(())
}

fn traceback_new(vm: &Vm, _: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    let mut values: [Option<&Value>; 4] = [None; 4];
    let names = ["tb_next", "tb_frame", "tb_lasti", "tb_lineno"];
    let positionals = arguments.positionals();
    if positionals.len() > 4 {
        return Err(vm.type_error(format!(
            "traceback() takes at most 4 arguments ({} given)",
            arguments.values.len()
        )));
    }
    for (slot, value) in values.iter_mut().zip(positionals) {
        *slot = Some(value);
    }
    for (name, value) in arguments.keywords() {
        match names.iter().position(|it| name.as_str() == Some(it)) {
            Some(place) => values[place] = Some(value),
            None => {
                return Err(vm.type_error(format!(
                    "traceback() got an unexpected keyword argument '{name}'"
                )));
            }
        }
    }
    for (place, (name, value)) in names.iter().zip(&values).enumerate() {
        if value.is_none() {
            return Err(vm.type_error(format!(
                "traceback() missing required argument '{name}' (pos {})",
                place + 1
            )));
        }
    }
    let [Some(next), Some(frame), Some(instruction), Some(line)] = values else {
        return Ok(Value::NONE);
    };
    let next = match next.downcast::<Traceback>() {
        Some(next) => Some(next.clone()),
        None if next.is_none() => None,
        None => {
            return Err(vm.type_error(format!(
                "expected traceback object or None, got '{}'",
                next.class().name()
            )));
        }
    };
    let Some(frame) = frame.downcast::<FrameObject>() else {
        return Err(vm.type_error(format!(
            "traceback() argument 'tb_frame' must be frame, not {}",
            vm.found_argument(frame)
        )));
    };
    Ok(Ref::new(Traceback {
        next: Guarded::new(next),
        frame: Guarded::new(Some(frame.clone())),
        instruction: vm.to_i32(instruction)?.into(),
        line: Cell::new(Some(vm.to_i32(line)?.into())),
    })
    .into())
}

fn traceback_dir(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    let names = ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"];
    let names = names.iter().map(|name| vm.intern(name).into()).collect();
    Ok(super::list::List::new(names).into())
}
