//! `cell`: a variable that functions share with those nested in them.

use super::guarded::Guarded;
use super::heap::{Payload, Ref};
use super::slots::{Comparison, Slots};
use super::types::{Type, TypeSpec};
use super::value::Value;
use crate::call::Arguments;
use crate::native::Property;
use crate::{Result, Vm, payload, static_type};

/// The payload of a cell.
#[derive(Default)]
pub struct Cell {
    content: Guarded<Option<Value>>,
}

payload!(Cell, CELL, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.content.borrow().iter().for_each(visit);
    }
    fn clear(&self) {
        drop(self.content.take());
    }
});

static_type! {
    /// `cell`
    pub CELL = TypeSpec {
        name: "cell",
        signature: Some("([contents])"),
        layout: Some(<Cell as Payload>::layout),
        doc: Some("A variable that nested functions share."),
        slots: Slots {
            repr: Some(cell_repr),
            compare: Some(cell_compare),
            new: Some(cell_new),
            ..Slots::EMPTY
        },
        properties: &[Property::settable("cell_contents", cell_contents, set_cell_contents)],
        ..TypeSpec::DEFAULT
    };
}

impl Cell {
    /// A new cell.
    #[inline(always)]
    pub fn new(content: Option<Value>) -> Ref<Cell> {
        Ref::new_in_place(Cell {
            content: Guarded::new(content),
        })
    }

    /// What is in it.
    #[inline(always)]
    pub fn get(&self) -> Option<Value> {
        self.content.borrow().clone()
    }

    /// Fills or empties it, and gives what was there.
    #[inline(always)]
    pub fn replace(&self, content: Option<Value>) -> Option<Value> {
        self.content.replace(content)
    }
}

fn of<'a>(vm: &Vm, value: &'a Value) -> Result<&'a Ref<Cell>> {
    value
        .downcast::<Cell>()
        .ok_or_else(|| vm.type_error("a cell is required"))
}

fn cell_new(vm: &Vm, _: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    if !arguments.names.is_empty() {
        return Err(vm.type_error("cell() takes no keyword arguments"));
    }
    match arguments.values {
        [] => Ok(Cell::new(None).into()),
        [content] => Ok(Cell::new(Some(content.clone())).into()),
        more => Err(vm.type_error(format!(
            "cell expected at most 1 argument, got {}",
            more.len()
        ))),
    }
}

fn cell_repr(vm: &Vm, this: &Value) -> Result<Value> {
    let cell = of(vm, this)?;
    let text = match cell.get() {
        Some(content) => format!(
            "<cell at {:#x}: {} object at {:#x}>",
            cell.address(),
            content.class().name(),
            content.identity()
        ),
        None => format!("<cell at {:#x}: empty>", cell.address()),
    };
    Ok(super::str::Str::value(text))
}

fn cell_compare(vm: &Vm, one: &Value, other: &Value, operator: Comparison) -> Result<Value> {
    let (Some(one), Some(other)) = (one.downcast::<Cell>(), other.downcast::<Cell>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match (one.get(), other.get()) {
        (Some(one), Some(other)) => vm.compare(&one, &other, operator),
        (one, other) => Ok(Value::bool(
            operator.holds(one.is_some().cmp(&other.is_some())),
        )),
    }
}

fn cell_contents(vm: &Vm, this: &Value) -> Result<Value> {
    of(vm, this)?
        .get()
        .ok_or_else(|| vm.value_error("Cell is empty"))
}

fn set_cell_contents(vm: &Vm, this: &Value, content: Option<&Value>) -> Result<()> {
    drop(of(vm, this)?.replace(content.cloned()));
    Ok(())
}
