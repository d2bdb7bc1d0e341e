//! The dicts of classes, where scripts get hold of them.
//!
//! Scripts see a class's dict through a proxy only, because look-ups are remembered for as long
//! as the class says that nothing has changed. But there are ways around: the collector shows
//! what refers to an object, and a proxy hands its mapping to the `__eq__` of another object.
//! Of a class whose dict has been given away like that, nothing is remembered any more.

use super::{Type, method_cache};
use crate::objects::dict::Dict;
use crate::objects::exceptions;
use crate::objects::gc;
use crate::objects::heap::{Ref, state};
use crate::objects::native_types;
use crate::objects::value::Value;

/// Notes that a dict is the namespace of a class.
pub fn mark(dict: &Ref<Dict>) {
    if let Some(header) = dict.as_value().header() {
        header.set_state(header.state() | state::NAMESPACE);
    }
}

/// Whether the value is the dict of a class that scripts have not been given.
pub fn is_hidden(value: &Value) -> bool {
    value
        .header()
        .is_some_and(|header| header.has_state(state::NAMESPACE))
}

/// Called before a script is given the value.
#[inline]
pub fn expose(value: &Value) {
    if is_hidden(value) {
        expose_class(value);
    }
}

#[cold]
fn expose_class(dict: &Value) {
    if let Some(header) = dict.header() {
        header.set_state(header.state() & !state::NAMESPACE);
    }
    let is_its = |class: &Type| {
        let own = class.dict.borrow();
        own.as_ref().is_some_and(|own| own.as_value().is(dict))
    };
    let native = native_types::ALL.iter().chain(exceptions::ALL);
    for class in native.filter(|class| is_its(class)) {
        forget(class);
    }
    for value in gc::objects(None) {
        if let Some(class) = value.downcast::<Type>()
            && is_its(class)
        {
            forget(class);
        }
    }
}

fn forget(class: &Type) {
    class.exposed.set(true);
    method_cache::invalidate(class);
}
