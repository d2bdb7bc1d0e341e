//! Iterators of lists and tuples, forwards and backwards.

use std::cell::Cell;

use super::super::guarded::Guarded;
use super::super::heap::{Payload, Ref};
use super::super::list::List;
use super::super::slots::Slots;
use super::super::tuple::Tuple;
use super::super::types::TypeSpec;
use super::super::value::Value;
use crate::native::{Method, required};
use crate::{Result, Vm, payload, static_type};

/// The payload of `list_iterator`.
pub struct ListIterator {
    /// The list, until it is exhausted.
    list: Guarded<Option<Ref<List>>>,
    index: Cell<usize>,
}

/// The payload of `list_reverseiterator`.
pub struct ReversedListIterator {
    list: Guarded<Option<Ref<List>>>,
    /// Items that are still to come.
    rest: Cell<usize>,
}

/// The payload of `tuple_iterator`.
pub struct TupleIterator {
    tuple: Guarded<Option<Ref<Tuple>>>,
    index: Cell<usize>,
}

macro_rules! traverse_field {
    ($payload:ty, $class:path, $field:ident) => {
        payload!($payload, $class, {
            fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
                if let Some(object) = &*self.$field.borrow() {
                    visit(object.as_value());
                }
            }
            fn clear(&self) {
                drop(self.$field.take());
            }
        });
    };
}

traverse_field!(ListIterator, LIST_ITERATOR, list);
traverse_field!(ReversedListIterator, LIST_REVERSE_ITERATOR, list);
traverse_field!(TupleIterator, TUPLE_ITERATOR, tuple);

const fn iterator_methods(
    length_hint: fn(&Vm, &[Option<Value>]) -> Result<Value>,
    reduce: fn(&Vm, &[Option<Value>]) -> Result<Value>,
    set_state: fn(&Vm, &[Option<Value>]) -> Result<Value>,
) -> [Method; 3] {
    [
        Method::new(
            "__length_hint__",
            "($self, /)",
            length_hint,
            "How many items are left.",
        ),
        Method::new("__reduce__", "($self, /)", reduce, "How to pickle it."),
        Method::new(
            "__setstate__",
            "($self, object, /)",
            set_state,
            "Sets the position.",
        ),
    ]
}

static_type! {
    /// `list_iterator`
    pub LIST_ITERATOR = TypeSpec {
        name: "list_iterator",
        layout: Some(<ListIterator as Payload>::layout),
        slots: Slots { iter: Some(itself), next: Some(ListIterator::next), ..Slots::EMPTY },
        methods: &iterator_methods(
            |_, arguments| Ok(Value::from(ListIterator::from(arguments).rest())),
            |vm, arguments| ListIterator::from(arguments).reduce(vm),
            |vm, arguments| {
                let this = ListIterator::from(arguments);
                let index = vm.to_isize(required(arguments, 1))?.max(0) as usize;
                if let Some(list) = &*this.list.borrow() {
                    this.index.set(index.min(list.len()));
                }
                Ok(Value::NONE)
            },
        ),
        ..TypeSpec::DEFAULT
    };
    /// `list_reverseiterator`
    pub LIST_REVERSE_ITERATOR = TypeSpec {
        name: "list_reverseiterator",
        layout: Some(<ReversedListIterator as Payload>::layout),
        slots: Slots { iter: Some(itself), next: Some(ReversedListIterator::next), ..Slots::EMPTY },
        methods: &iterator_methods(
            |_, arguments| Ok(Value::from(ReversedListIterator::from(arguments).left())),
            |vm, arguments| ReversedListIterator::from(arguments).reduce(vm),
            |vm, arguments| {
                let this = ReversedListIterator::from(arguments);
                let index = vm.to_isize(required(arguments, 1))?;
                if let Some(list) = &*this.list.borrow() {
                    let last = list.len() as isize - 1;
                    this.rest.set((index.clamp(-1, last) + 1) as usize);
                }
                Ok(Value::NONE)
            },
        ),
        ..TypeSpec::DEFAULT
    };
    /// `tuple_iterator`
    pub TUPLE_ITERATOR = TypeSpec {
        name: "tuple_iterator",
        layout: Some(<TupleIterator as Payload>::layout),
        slots: Slots { iter: Some(itself), next: Some(TupleIterator::next), ..Slots::EMPTY },
        methods: &iterator_methods(
            |_, arguments| Ok(Value::from(TupleIterator::from(arguments).rest())),
            |vm, arguments| TupleIterator::from(arguments).reduce(vm),
            |vm, arguments| {
                let this = TupleIterator::from(arguments);
                let index = vm.to_isize(required(arguments, 1))?.max(0) as usize;
                if let Some(tuple) = &*this.tuple.borrow() {
                    this.index.set(index.min(tuple.items().len()));
                }
                Ok(Value::NONE)
            },
        ),
        ..TypeSpec::DEFAULT
    };
}

/// `__iter__` of iterators.
pub fn itself(_: &Vm, this: &Value) -> Result<Value> {
    Ok(this.clone())
}

/// What `__reduce__` of an iterator gives: a built-in function, its argument, the state.
pub fn reduced(vm: &Vm, function: &str, argument: Value, state: Option<Value>) -> Result<Value> {
    let function = vm.builtin(function)?;
    let mut parts = vec![function, Tuple::new(vec![argument]).into()];
    parts.extend(state);
    Ok(Tuple::new(parts).into())
}

fn exhausted(vm: &Vm) -> Result<Value> {
    reduced(vm, "iter", Tuple::empty().into(), None)
}

impl ListIterator {
    /// An iterator of a list.
    pub fn of(list: &Value) -> Ref<ListIterator> {
        Ref::new_in_place(ListIterator {
            list: Guarded::new(list.downcast::<List>().cloned()),
            index: Cell::new(0),
        })
    }

    fn from(arguments: &[Option<Value>]) -> &Ref<ListIterator> {
        required(arguments, 0)
            .downcast()
            .expect("the type of self is checked before a method is called")
    }

    /// The next item.
    #[inline(always)]
    pub fn advance(&self) -> Option<Value> {
        let item = {
            let list = self.list.borrow();
            list.as_ref()?.get(self.index.get())
        };
        match item {
            Some(item) => {
                self.index.set(self.index.get() + 1);
                Some(item)
            }
            None => {
                drop(self.list.take());
                None
            }
        }
    }

    fn next(_: &Vm, this: &Value) -> Result<Option<Value>> {
        Ok(this
            .downcast::<ListIterator>()
            .and_then(|this| this.advance()))
    }

    fn rest(&self) -> usize {
        let list = self.list.borrow();
        list.as_ref()
            .map_or(0, |list| list.len().saturating_sub(self.index.get()))
    }

    fn reduce(&self, vm: &Vm) -> Result<Value> {
        let list = self.list.borrow().clone();
        match list {
            Some(list) => reduced(vm, "iter", list.into(), Some(self.index.get().into())),
            None => reduced(vm, "iter", List::new(vec![]).into(), None),
        }
    }
}

impl ReversedListIterator {
    /// An iterator of a list, from its end.
    pub fn of(list: &Value) -> Ref<ReversedListIterator> {
        let list = list.downcast::<List>().cloned();
        Ref::new(ReversedListIterator {
            rest: Cell::new(list.as_ref().map_or(0, |list| list.len())),
            list: Guarded::new(list),
        })
    }

    fn from(arguments: &[Option<Value>]) -> &Ref<ReversedListIterator> {
        required(arguments, 0)
            .downcast()
            .expect("the type of self is checked before a method is called")
    }

    fn advance(&self) -> Option<Value> {
        let item = {
            let list = self.list.borrow();
            let index = self.rest.get().checked_sub(1);
            index.and_then(|index| list.as_ref()?.get(index))
        };
        match item {
            Some(item) => {
                self.rest.set(self.rest.get() - 1);
                Some(item)
            }
            None => {
                self.rest.set(0);
                drop(self.list.take());
                None
            }
        }
    }

    fn next(_: &Vm, this: &Value) -> Result<Option<Value>> {
        let this = this.downcast::<ReversedListIterator>();
        Ok(this.and_then(|this| this.advance()))
    }

    fn left(&self) -> usize {
        let list = self.list.borrow();
        let length = list.as_ref().map_or(0, |list| list.len());
        if length < self.rest.get() {
            0
        } else {
            self.rest.get()
        }
    }

    fn reduce(&self, vm: &Vm) -> Result<Value> {
        let list = self.list.borrow().clone();
        match list {
            Some(list) => {
                let index = self.rest.get() as i64 - 1;
                reduced(vm, "reversed", list.into(), Some(Value::int(index)))
            }
            None => reduced(vm, "iter", List::new(vec![]).into(), None),
        }
    }
}

impl TupleIterator {
    /// An iterator of a tuple.
    pub fn of(tuple: &Value) -> Ref<TupleIterator> {
        Ref::new(TupleIterator {
            tuple: Guarded::new(tuple.downcast::<Tuple>().cloned()),
            index: Cell::new(0),
        })
    }

    fn from(arguments: &[Option<Value>]) -> &Ref<TupleIterator> {
        required(arguments, 0)
            .downcast()
            .expect("the type of self is checked before a method is called")
    }

    /// The next item.
    #[inline(always)]
    pub fn advance(&self) -> Option<Value> {
        let item = {
            let tuple = self.tuple.borrow();
            tuple.as_ref()?.items().get(self.index.get()).cloned()
        };
        match item {
            Some(item) => {
                self.index.set(self.index.get() + 1);
                Some(item)
            }
            None => {
                drop(self.tuple.take());
                None
            }
        }
    }

    fn next(_: &Vm, this: &Value) -> Result<Option<Value>> {
        Ok(this
            .downcast::<TupleIterator>()
            .and_then(|this| this.advance()))
    }

    fn rest(&self) -> usize {
        let tuple = self.tuple.borrow();
        tuple.as_ref().map_or(0, |tuple| {
            tuple.items().len().saturating_sub(self.index.get())
        })
    }

    fn reduce(&self, vm: &Vm) -> Result<Value> {
        let tuple = self.tuple.borrow().clone();
        match tuple {
            Some(tuple) => reduced(vm, "iter", tuple.into(), Some(self.index.get().into())),
            None => exhausted(vm),
        }
    }
}
