//! The iterator of `memoryview`.

use std::cell::Cell;

use super::items::single_letter;
use super::{MemoryView, of};
use crate::objects::guarded::Guarded;
use crate::objects::heap::{Payload, Ref};
use crate::objects::iterators::sequences::itself;
use crate::objects::slots::Slots;
use crate::objects::types::TypeSpec;
use crate::objects::value::Value;
use crate::{Result, Vm, payload, static_type};

/// The payload of `memory_iterator`.
pub struct MemoryIterator {
    view: Guarded<Option<Ref<MemoryView>>>,
    letter: u8,
    index: Cell<isize>,
}

payload!(MemoryIterator, MEMORY_ITERATOR, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(view) = &*self.view.borrow() {
            visit(view.as_value());
        }
    }
    fn clear(&self) {
        drop(self.view.take());
    }
});

static_type! {
    /// `memory_iterator`
    pub MEMORY_ITERATOR = TypeSpec {
        name: "memory_iterator",
        layout: Some(MemoryIterator::layout),
        slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
        ..TypeSpec::DEFAULT
    };
}

pub(super) fn iter(vm: &Vm, this: &Value) -> Result<Value> {
    let view = of(this);
    view.check(vm)?;
    match view.layout.dimensions.shape.len() {
        0 => return Err(vm.type_error("invalid indexing of 0-dim memory")),
        1 => {}
        _ => {
            return Err(vm.not_implemented_error("multi-dimensional sub-views are not implemented"));
        }
    }
    Ok(Ref::new(MemoryIterator {
        letter: single_letter(vm, &view.layout.format)?,
        view: Guarded::new(Some(view.clone())),
        index: Cell::new(0),
    })
    .into())
}

fn next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let Some(iterator) = this.downcast::<MemoryIterator>() else {
        return Ok(None);
    };
    let view = iterator.view.borrow().clone();
    let Some(view) = view else {
        return Ok(None);
    };
    view.check(vm)?;
    let index = iterator.index.get();
    if index >= view.layout.dimensions.shape[0] {
        drop(iterator.view.take());
        return Ok(None);
    }
    iterator.index.set(index + 1);
    let address = view.layout.step(vm, view.layout.pointer, 0, index)?;
    view.value_at(vm, iterator.letter, address).map(Some)
}
