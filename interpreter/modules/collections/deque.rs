//! `deque`: its payload and slots.

use std::cell::Cell;
use std::collections::VecDeque;

use vm::call::Arguments;
use vm::native::{Signature, bind};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::sequence::position;
use vm::objects::slots::{Comparison, Slots};
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

use super::deque_iterator::DequeIterator;
use super::deque_methods::{METHODS, PROPERTIES};
use crate::container;
use crate::support::of;

/// The payload of a deque.
pub struct Deque {
    /// The items. Take values out before dropping them.
    pub items: Guarded<VecDeque<Value>>,
    /// -1 for no limit.
    pub limit: Cell<isize>,
    /// How often it has changed.
    pub changes: Cell<u64>,
}

container!(Deque, DEQUE, [items], clear[items]);

static_type! {
    /// `collections.deque`
    pub DEQUE = TypeSpec {
        name: "deque",
        module: "collections",
        doc: Some("A sequence that is fast at both ends."),
        signature: Some("([iterable[, maxlen]])"),
        layout: Some(<Deque as Payload>::layout),
        flags: flags::BASE | flags::SEQUENCE | flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, Deque::empty(-1)).into())),
            init: Some(init),
            repr: Some(repr),
            compare: Some(compare),
            iter: Some(|_, this| Ok(DequeIterator::of(of(this), false))),
            bool: Some(|_, this| Ok(!of::<Deque>(this).is_empty())),
            length: Some(|_, this| Ok(of::<Deque>(this).len())),
            getitem: Some(get_item),
            setitem: Some(store_item),
            contains: Some(contains),
            concatenate: Some(concatenate),
            repeat: Some(|vm, this, count| {
                let copy = copy(vm, this)?;
                repeat_in_place(vm, of(&copy), count)?;
                Ok(copy)
            }),
            inplace_concatenate: Some(|vm, this, other| {
                extend(vm, of(this), other)?;
                Ok(this.clone())
            }),
            inplace_repeat: Some(|vm, this, count| {
                repeat_in_place(vm, of(this), count)?;
                Ok(this.clone())
            }),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: PROPERTIES,
        ..TypeSpec::DEFAULT
    };
}

impl Deque {
    /// A deque without items.
    pub fn empty(limit: isize) -> Deque {
        Deque {
            items: Guarded::default(),
            limit: Cell::new(limit),
            changes: Cell::new(0),
        }
    }

    /// How many items there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at a position.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<Value> {
        self.items.borrow().get(index).cloned()
    }

    /// Notes a change.
    #[inline(always)]
    pub fn changed(&self) {
        self.changes.set(self.changes.get().wrapping_add(1));
    }

    /// The most items that there may be.
    #[inline(always)]
    pub fn capacity(&self) -> usize {
        usize::try_from(self.limit.get()).unwrap_or(usize::MAX)
    }

    /// Adds an item at the end.
    #[inline(always)]
    pub fn push_back(&self, item: Value) {
        self.changed();
        let dropped = {
            let mut items = self.items.borrow_mut();
            items.push_back(item);
            if items.len() > self.capacity() {
                items.pop_front()
            } else {
                None
            }
        };
        drop(dropped);
    }

    /// Adds an item at the beginning.
    #[inline(always)]
    pub fn push_front(&self, item: Value) {
        self.changed();
        let dropped = {
            let mut items = self.items.borrow_mut();
            items.push_front(item);
            if items.len() > self.capacity() {
                items.pop_back()
            } else {
                None
            }
        };
        drop(dropped);
    }

    /// Removes all items.
    pub fn clear_items(&self) {
        self.changed();
        drop(self.items.take());
    }

    /// The items as they are now.
    pub fn to_vec(&self) -> Vec<Value> {
        self.items.borrow().iter().cloned().collect()
    }
}

/// The error for a deque that a comparison has changed.
#[cold]
pub fn mutated(vm: &Vm) -> Raised {
    vm.runtime_error("deque mutated during iteration")
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new("deque", "(iterable=(), maxlen=None)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let deque = of::<Deque>(this);
    let limit = match bound.optional(1).filter(|limit| !limit.is_none()) {
        Some(limit) if !limit.is_int() => return Err(vm.type_error("an integer is required")),
        Some(limit) => match vm.to_isize(limit)? {
            limit if limit < 0 => return Err(vm.value_error("maxlen must be non-negative")),
            limit => limit,
        },
        None => -1,
    };
    deque.limit.set(limit);
    if !deque.is_empty() {
        deque.clear_items();
    }
    match bound.optional(0) {
        Some(iterable) => extend(vm, deque, iterable),
        None => Ok(()),
    }
}

/// Adds the items of an iterable at the end.
pub fn extend(vm: &Vm, deque: &Ref<Deque>, iterable: &Value) -> Result<()> {
    add_all(vm, deque, iterable, Deque::push_back)
}

/// Adds the items of an iterable, one after the other.
pub fn add_all(
    vm: &Vm,
    deque: &Ref<Deque>,
    iterable: &Value,
    add: impl Fn(&Deque, Value),
) -> Result<()> {
    if iterable.is(deque.as_value()) {
        deque.to_vec().into_iter().for_each(|item| add(deque, item));
        return Ok(());
    }
    if iterable.is_exact::<List>() || iterable.is_exact::<Tuple>() {
        let items = vm.collect(iterable)?;
        items.into_iter().for_each(|item| add(deque, item));
        return Ok(());
    }
    let iterator = vm.iter(iterable)?;
    while let Some(item) = vm.next(&iterator)? {
        if deque.limit.get() != 0 {
            add(deque, item);
        }
    }
    Ok(())
}

/// A copy, of the same class.
pub fn copy(vm: &Vm, this: &Value) -> Result<Value> {
    let deque = of::<Deque>(this);
    let limit = deque.limit.get();
    if this.class().is(&DEQUE) {
        let items = Guarded::new(deque.items.borrow().clone());
        return Ok(Ref::new(Deque {
            items,
            ..Deque::empty(limit)
        })
        .into());
    }
    let mut arguments = vec![this.clone()];
    if limit >= 0 {
        arguments.push(Value::int(limit as i64));
    }
    let copy = vm.call(this.class().as_value(), &arguments)?;
    if copy.downcast::<Deque>().is_none() {
        return Err(vm.type_error(format!(
            "{}() must return a deque, not {}",
            this.class().name(),
            copy.class().name()
        )));
    }
    Ok(copy)
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let deque = of::<Deque>(this);
    let text = vm.guard_repr(this, || {
        let items = vm.collect(this)?;
        vm.repr_text(List::new(items).as_value())
    })?;
    let Some(text) = text else {
        return Ok(Str::value("[...]"));
    };
    let name = this.class().short_name();
    Ok(Str::value(match deque.limit.get() {
        -1 => format!("{name}({text})"),
        limit => format!("{name}({text}, maxlen={limit})"),
    }))
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let (Some(one), Some(other)) = (left.downcast::<Deque>(), right.downcast::<Deque>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if let Comparison::Equal | Comparison::NotEqual = operator {
        let same = one.is(other);
        if same || one.len() != other.len() {
            return Ok(Value::bool(same == (operator == Comparison::Equal)));
        }
    }
    let changes = (one.changes.get(), other.changes.get());
    let mut index = 0;
    while let (Some(first), Some(second)) = (one.get(index), other.get(index)) {
        if !vm.equal(&first, &second)? {
            return Ok(Value::bool(vm.compare_bool(&first, &second, operator)?));
        }
        if changes != (one.changes.get(), other.changes.get()) {
            return Err(mutated(vm));
        }
        index += 1;
    }
    Ok(Value::bool(operator.holds(one.len().cmp(&other.len()))))
}

/// The position of an index, if it is in range.
fn place_of(vm: &Vm, deque: &Deque, key: &Value) -> Result<usize> {
    if !key.is_int() && key.class().slots().index.is_none() {
        return Err(vm.type_error(format!(
            "sequence index must be integer, not '{}'",
            key.class().name()
        )));
    }
    let index = vm.to_subscript(key)?;
    position(index, deque.len()).ok_or_else(|| vm.index_error("deque index out of range"))
}

fn get_item(vm: &Vm, this: &Value, key: &Value) -> Result<Value> {
    let deque = of::<Deque>(this);
    let place = place_of(vm, deque, key)?;
    Ok(deque.get(place).unwrap_or(Value::NONE))
}

fn store_item(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> Result<()> {
    let deque = of::<Deque>(this);
    let place = place_of(vm, deque, key)?;
    let old = match value {
        Some(value) => {
            let mut items = deque.items.borrow_mut();
            items
                .get_mut(place)
                .map(|item| std::mem::replace(item, value.clone()))
        }
        None => {
            deque.changed();
            deque.items.borrow_mut().remove(place)
        }
    };
    drop(old);
    Ok(())
}

/// The first position from `start` to `stop` at which an item equals `value`.
pub fn find(
    vm: &Vm,
    deque: &Deque,
    value: &Value,
    start: usize,
    stop: usize,
    mutated: impl Fn() -> Raised,
) -> Result<Option<usize>> {
    let changes = deque.changes.get();
    for index in start..stop {
        let Some(item) = deque.get(index) else {
            break;
        };
        let equal = vm.equal(&item, value)?;
        if changes != deque.changes.get() {
            return Err(mutated());
        }
        if equal {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

fn contains(vm: &Vm, this: &Value, value: &Value) -> Result<bool> {
    let deque = of::<Deque>(this);
    let changes = deque.changes.get();
    let mut index = 0;
    while let Some(item) = deque.get(index) {
        if vm.equal(&item, value)? {
            return Ok(true);
        }
        if changes != deque.changes.get() {
            return Err(mutated(vm));
        }
        index += 1;
    }
    Ok(false)
}

fn concatenate(vm: &Vm, this: &Value, other: &Value) -> Result<Value> {
    if other.downcast::<Deque>().is_none() {
        return Err(vm.type_error(format!(
            "can only concatenate deque (not \"{}\") to deque",
            other.class().name()
        )));
    }
    let joined = copy(vm, this)?;
    extend(vm, of(&joined), other)?;
    Ok(joined)
}

fn repeat_in_place(vm: &Vm, deque: &Ref<Deque>, count: &Value) -> Result<()> {
    let index = vm.index(count)?;
    let Some(count) = index.as_i64() else {
        return Err(vm.overflow_error(format!(
            "cannot fit '{}' into an index-sized integer",
            count.class().name()
        )));
    };
    let items = deque.to_vec();
    let count = usize::try_from(count).unwrap_or(0);
    if items.is_empty() || count == 1 {
        return Ok(());
    }
    if count == 0 {
        deque.clear_items();
        return Ok(());
    }
    let useful = match deque.limit.get() {
        -1 => count,
        limit => count.min(limit as usize / items.len() + 2),
    };
    match items.len().checked_mul(useful) {
        Some(total) if total <= isize::MAX as usize / 32 => {}
        _ => return Err(vm.memory_error("")),
    }
    for _ in 1..useful {
        for item in &items {
            deque.push_back(item.clone());
        }
    }
    Ok(())
}
