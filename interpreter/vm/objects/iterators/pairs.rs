//! Iterators that give pairs, as loops take them apart: no tuple is made.

use super::super::dict_type::views::DictIterator;
use super::super::generator::Generator;
use super::super::heap::Ref;
use super::super::value::Value;
use super::adapters::{Enumerate, Zip};
use super::sequences::ListIterator;
use crate::{Result, Vm};

/// Whether [`next_pair`] knows the iterator.
pub(crate) fn makes_pairs(iterator: &Value) -> bool {
    let zip = iterator.downcast_exact::<Zip>();
    iterator.is_exact::<Enumerate>()
        || zip.is_some_and(|zip| zip.makes_pairs())
        || DictIterator::of_items(iterator).is_some()
}

/// The next pair that an iterator gives; `None` where it is not one that gives pairs.
#[inline(always)]
pub(crate) fn next_pair(vm: &Vm, iterator: &Value) -> Option<Result<Option<(Value, Value)>>> {
    if let Some(enumerate) = iterator.downcast_exact::<Enumerate>() {
        return Some(enumerate.next_pair(vm));
    }
    if let Some(items) = DictIterator::of_items(iterator) {
        return Some(items.next_pair(vm));
    }
    let zip = iterator.downcast_exact::<Zip>()?;
    zip.makes_pairs().then(|| zip.next_pair(vm))
}

/// The generator whose items an `enumerate` numbers.
#[inline(always)]
pub(crate) fn enumerated_generator(iterator: &Value) -> Option<&Ref<Generator>> {
    let enumerate = iterator.downcast_exact::<Enumerate>()?;
    enumerate.iterator.downcast_exact::<Generator>()
}

/// The number of the next item of an `enumerate`, which counts on.
#[inline(always)]
pub(crate) fn take_number(iterator: &Value) -> Value {
    match iterator.downcast_exact::<Enumerate>() {
        Some(enumerate) => enumerate.take_count(),
        None => Value::NONE,
    }
}

/// `next()`; the commonest iterator is asked at once.
#[inline(always)]
pub(super) fn next_item(vm: &Vm, iterator: &Value) -> Result<Option<Value>> {
    match iterator.downcast_exact::<ListIterator>() {
        Some(list) => Ok(list.advance()),
        None => vm.next(iterator),
    }
}
