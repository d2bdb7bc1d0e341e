//! The views of `OrderedDict` and their iterator.

use std::cell::Cell;

use vm::native::{Method, required};
use vm::objects::dict::Dict;
use vm::objects::dict_type::views::{DICT_ITEMS, DICT_KEYS, DICT_VALUES, Part, View};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::iterators::sequences::{itself, reduced};
use vm::objects::list::List;
use vm::objects::slots::Slots;
use vm::objects::tuple::Tuple;
use vm::objects::types::{StaticType, TypeSpec};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

use crate::container;
use crate::support::{of, reduce_method};

/// The payload of an iterator.
pub struct OrderedIterator {
    dict: Guarded<Option<Ref<Dict>>>,
    part: Part,
    reversed: bool,
    position: Cell<usize>,
    /// How often the keys had changed when the iterator was made.
    changes: u32,
}

container!(OrderedIterator, ORDERED_ITERATOR, [dict], clear[dict]);

macro_rules! views {
    ($($name:ident = $text:literal, $base:ident, $part:ident;)*) => {
        static_type! {
            $(#[doc = concat!("`", $text, "`")]
            pub $name = TypeSpec {
                name: $text,
                base: Some(|| $base.as_ref()),
                slots: Slots {
                    iter: Some(|_, this| {
                        Ok(OrderedIterator::of(of::<View>(this).dict(), Part::$part, false))
                    }),
                    ..Slots::EMPTY
                },
                methods: &[Method::new(
                    "__reversed__",
                    "($self, /)",
                    |_, it| {
                        let view = of::<View>(required(it, 0));
                        Ok(OrderedIterator::of(view.dict(), Part::$part, true))
                    },
                    "An iterator from the end.",
                )],
                ..TypeSpec::DEFAULT
            });*
        }
    };
}

views! {
    ORDERED_KEYS = "odict_keys", DICT_KEYS, Keys;
    ORDERED_VALUES = "odict_values", DICT_VALUES, Values;
    ORDERED_ITEMS = "odict_items", DICT_ITEMS, Items;
}

static_type! {
    /// `odict_iterator`
    pub ORDERED_ITERATOR = TypeSpec {
        name: "odict_iterator",
        layout: Some(<OrderedIterator as Payload>::layout),
        slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
        methods: &[reduce_method(reduce)],
        ..TypeSpec::DEFAULT
    };
}

/// The types that no module shows.
pub static TYPES: &[&StaticType] = &[
    &ORDERED_KEYS,
    &ORDERED_VALUES,
    &ORDERED_ITEMS,
    &ORDERED_ITERATOR,
];

/// A view of an ordered dict.
pub fn view(dict: &Ref<Dict>, part: Part) -> Value {
    let class = match part {
        Part::Keys => &ORDERED_KEYS,
        Part::Values => &ORDERED_VALUES,
        Part::Items => &ORDERED_ITEMS,
    };
    View::of_class(class, dict.clone(), part)
}

impl OrderedIterator {
    /// An iterator of an ordered dict.
    pub fn of(dict: &Ref<Dict>, part: Part, reversed: bool) -> Value {
        Ref::new(OrderedIterator {
            part,
            reversed,
            position: Cell::new(if reversed { usize::MAX } else { 0 }),
            changes: dict.changes(),
            dict: Guarded::new(Some(dict.clone())),
        })
        .into()
    }

    #[cold]
    fn mutated(&self, vm: &Vm) -> Raised {
        drop(self.dict.take());
        vm.runtime_error("OrderedDict mutated during iteration")
    }
}

fn next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let iterator = of::<OrderedIterator>(this);
    let dict = iterator.dict.borrow().clone();
    let Some(dict) = dict else {
        return Ok(None);
    };
    // At its end the iterator does not look at the dict any more.
    let position = iterator.position.get();
    let ended = if iterator.reversed {
        position == 0
    } else {
        position == usize::MAX
    };
    if ended {
        drop(iterator.dict.take());
        return Ok(None);
    }
    if dict.changes() != iterator.changes {
        return Err(iterator.mutated(vm));
    }
    let entry = if iterator.reversed {
        dict.entry_before(position)
    } else {
        dict.entry_from(position)
    };
    let Some((position, key, value)) = entry else {
        drop(iterator.dict.take());
        return Ok(None);
    };
    let last = if iterator.reversed {
        dict.entry_before(position).is_none()
    } else {
        dict.entry_from(position).is_none()
    };
    iterator.position.set(match (last, iterator.reversed) {
        (false, _) => position,
        (true, true) => 0,
        (true, false) => usize::MAX,
    });
    Ok(Some(match iterator.part {
        Part::Keys => key,
        Part::Values => value,
        Part::Items => Tuple::pair(key, value).into(),
    }))
}

fn reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterator = of::<OrderedIterator>(required(arguments, 0));
    let copy = Ref::new(OrderedIterator {
        dict: Guarded::new(iterator.dict.borrow().clone()),
        part: iterator.part,
        reversed: iterator.reversed,
        position: iterator.position.clone(),
        changes: iterator.changes,
    });
    let items = vm.collect(copy.as_value())?;
    reduced(vm, "iter", List::new(items).into(), None)
}
