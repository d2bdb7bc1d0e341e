//! The iterators of `str`: one for ASCII, one for the rest.

use std::cell::Cell;

use super::of as text_of;
use crate::native::{Method, required};
use crate::objects::guarded::Guarded;
use crate::objects::heap::{Payload, Ref};
use crate::objects::iterators::sequences::{itself, reduced};
use crate::objects::slots::Slots;
use crate::objects::str::Str;
use crate::objects::types::TypeSpec;
use crate::objects::value::Value;
use crate::{Result, Vm, payload, static_type};

/// The payload of `str_ascii_iterator`.
pub struct AsciiIterator(Position);

/// The payload of `str_iterator`.
pub struct StrIterator(Position);

struct Position {
    /// The string, until it is exhausted.
    text: Guarded<Option<Ref<Str>>>,
    /// How many code points have been given.
    index: Cell<usize>,
    /// The byte offset of the next one.
    offset: Cell<usize>,
}

payload!(AsciiIterator, STR_ASCII_ITERATOR);
payload!(StrIterator, STR_ITERATOR);

macro_rules! methods {
    ($payload:ty) => {
        &[
            Method::new(
                "__length_hint__",
                "($self, /)",
                |_, arguments| Ok(position::<$payload>(required(arguments, 0)).left().into()),
                "How many items are left.",
            ),
            Method::new(
                "__reduce__",
                "($self, /)",
                |vm, arguments| position::<$payload>(required(arguments, 0)).reduce(vm),
                "How to pickle it.",
            ),
            Method::new(
                "__setstate__",
                "($self, object, /)",
                |vm, arguments| {
                    let index = vm.to_isize(required(arguments, 1))?.max(0) as usize;
                    position::<$payload>(required(arguments, 0)).set(index);
                    Ok(Value::NONE)
                },
                "Sets the position.",
            ),
        ]
    };
}

static_type! {
    /// `str_ascii_iterator`
    pub STR_ASCII_ITERATOR = TypeSpec {
        name: "str_ascii_iterator",
        layout: Some(AsciiIterator::layout),
        slots: Slots { iter: Some(itself), next: Some(next_ascii), ..Slots::EMPTY },
        methods: methods!(AsciiIterator),
        ..TypeSpec::DEFAULT
    };
    /// `str_iterator`
    pub STR_ITERATOR = TypeSpec {
        name: "str_iterator",
        layout: Some(StrIterator::layout),
        slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
        methods: methods!(StrIterator),
        ..TypeSpec::DEFAULT
    };
}

trait HasPosition: Payload {
    fn position(&self) -> &Position;
}

impl HasPosition for AsciiIterator {
    fn position(&self) -> &Position {
        &self.0
    }
}

impl HasPosition for StrIterator {
    fn position(&self) -> &Position {
        &self.0
    }
}

fn position<T: HasPosition>(this: &Value) -> &Position {
    this.downcast::<T>()
        .expect("the type of self is checked before a method is called")
        .position()
}

pub(super) fn iter(_: &Vm, this: &Value) -> Result<Value> {
    let text = text_of(this);
    let position = Position {
        text: Guarded::new(Some(text.clone())),
        index: Cell::new(0),
        offset: Cell::new(0),
    };
    Ok(if text.is_ascii() {
        Ref::new(AsciiIterator(position)).into()
    } else {
        Ref::new(StrIterator(position)).into()
    })
}

fn next_ascii(_: &Vm, this: &Value) -> Result<Option<Value>> {
    let position = position::<AsciiIterator>(this);
    let offset = position.offset.get();
    let byte = match &*position.text.borrow() {
        Some(text) => text.as_bytes().get(offset).copied(),
        None => return Ok(None),
    };
    match byte {
        Some(byte) => {
            position.offset.set(offset + 1);
            position.index.set(offset + 1);
            Ok(Some(Str::from_code_point(byte.into()).into()))
        }
        None => {
            drop(position.text.take());
            Ok(None)
        }
    }
}

fn next(_: &Vm, this: &Value) -> Result<Option<Value>> {
    let position = position::<StrIterator>(this);
    let offset = position.offset.get();
    let found = match &*position.text.borrow() {
        Some(text) => {
            let mut rest = text.as_wtf8().slice(offset, usize::MAX).code_points();
            rest.next()
                .map(|point| (point, text.as_bytes().len() - rest.as_bytes().len()))
        }
        None => return Ok(None),
    };
    match found {
        Some((point, end)) => {
            position.offset.set(end);
            position.index.set(position.index.get() + 1);
            Ok(Some(Str::from_code_point(point).into()))
        }
        None => {
            drop(position.text.take());
            Ok(None)
        }
    }
}

impl Position {
    fn left(&self) -> usize {
        match &*self.text.borrow() {
            Some(text) => text.len().saturating_sub(self.index.get()),
            None => 0,
        }
    }

    fn reduce(&self, vm: &Vm) -> Result<Value> {
        let text = self.text.borrow().clone();
        match text {
            Some(text) => reduced(vm, "iter", text.into(), Some(self.index.get().into())),
            None => reduced(vm, "iter", Str::value(""), None),
        }
    }

    fn set(&self, index: usize) {
        if let Some(text) = &*self.text.borrow() {
            let index = index.min(text.len());
            self.index.set(index);
            self.offset.set(text.offset_of(index));
        }
    }
}
