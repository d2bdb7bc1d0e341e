//! `_collections`: `deque`, `defaultdict`, `OrderedDict` and what `Counter` and named tuples
//! need.

use vm::import::NativeModule;
use vm::native::Method;
use vm::objects::class_creation::make_ready;

use crate::support::add_types;

mod count_elements;
mod default_dict;
pub mod deque;
mod deque_iterator;
mod deque_methods;
mod ordered_dict;
mod ordered_views;
mod tuple_getter;

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_collections",
    doc: Some("Containers with special abilities."),
    functions: &[Method::new(
        "_count_elements",
        "($module, mapping, iterable, /)",
        count_elements::count_elements,
        "Counts the items of an iterable in a mapping.",
    )],
    fill: |vm, module| {
        for class in ordered_views::TYPES {
            make_ready(class);
        }
        add_types(
            vm,
            module,
            &[
                &deque::DEQUE,
                &default_dict::DEFAULT_DICT,
                &ordered_dict::ORDERED_DICT,
                &deque_iterator::DEQUE_ITERATOR,
                &deque_iterator::DEQUE_REVERSE_ITERATOR,
                &tuple_getter::TUPLE_GETTER,
            ],
        );
        Ok(())
    },
};
