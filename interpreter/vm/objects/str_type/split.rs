//! Methods of `str` that split and join.

use super::{exact, of, part};
use crate::native::required;
use crate::objects::bytes::arguments::limit;
use crate::objects::heap::Ref;
use crate::objects::list::List;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// For how many parts there is room at first.
const MANY: usize = 12;

pub(super) fn split(vm: &Vm, arguments: &[Option<Value>], from_end: bool) -> Result<Value> {
    let limit = limit(vm, &arguments[2])?;
    let own = of(required(arguments, 0));
    let mut parts = Vec::with_capacity(limit.map_or(MANY, |limit| MANY.min(limit + 1)));
    let add = |found: &primitives::text::Wtf8| parts.push(part(own, found));
    match arguments[1]
        .as_ref()
        .filter(|separator| !separator.is_none())
    {
        None if from_end => own.text().rsplit_white_space(limit, add),
        None => own.text().split_white_space(limit, add),
        Some(separator) => {
            let Some(separator) = separator.downcast::<Str>() else {
                return Err(vm.type_error(format!(
                    "must be str or None, not {}",
                    separator.class().name()
                )));
            };
            if separator.is_empty() {
                return Err(vm.value_error("empty separator"));
            }
            match from_end {
                true => own.text().rsplit(separator.as_wtf8(), limit, add),
                false => own.text().split(separator.as_wtf8(), limit, add),
            }
        }
    }
    if from_end {
        parts.reverse();
    }
    Ok(List::new(parts).into())
}

pub(super) fn split_lines(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let keep = match &arguments[1] {
        Some(keep) => vm.is_true(keep)?,
        None => false,
    };
    let own = of(required(arguments, 0));
    let mut lines = Vec::new();
    own.text()
        .split_lines(keep, |line| lines.push(part(own, line)));
    Ok(List::new(lines).into())
}

pub(super) fn partition(vm: &Vm, arguments: &[Option<Value>], last: bool) -> Result<Value> {
    let separator = required(arguments, 1);
    let Some(separator) = separator.downcast::<Str>() else {
        return Err(vm.type_error(format!("must be str, not {}", separator.class().name())));
    };
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let own = of(required(arguments, 0));
    let empty = || Str::value("");
    let found = match last {
        true => own.text().rpartition(separator.as_wtf8()),
        false => own.text().partition(separator.as_wtf8()),
    };
    let mut parts = match found {
        Some((before, behind)) => [part(own, before), separator.to_value(), part(own, behind)],
        None if last => [empty(), empty(), exact(own).into()],
        None => [exact(own).into(), empty(), empty()],
    };
    let take = |index: usize| std::mem::replace(&mut parts[index], Value::NONE);
    Ok(Tuple::with(3, take).into())
}

pub(super) fn join(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterable = required(arguments, 1);
    let separator = of(required(arguments, 0));
    if let Some(list) = iterable.downcast_exact::<List>() {
        // Joining runs no Python code, so that the list stays as it is.
        return join_items(vm, separator, &list.items.borrow()).map(Value::from);
    }
    let items = vm.collect_sequence(iterable, || "can only join an iterable".to_owned())?;
    join_items(vm, separator, &items).map(Value::from)
}

/// The items with a separator between them; a TypeError where one is no str.
pub fn join_items(vm: &Vm, separator: &Ref<Str>, items: &[Value]) -> Result<Ref<Str>> {
    if let [only] = items
        && let Some(only) = only.downcast_exact::<Str>()
    {
        return Ok(only.clone());
    }
    let mut parts = Vec::with_capacity(items.len());
    for (number, item) in items.iter().enumerate() {
        let Some(part) = item.downcast::<Str>() else {
            return Err(vm.type_error(format!(
                "sequence item {number}: expected str instance, {} found",
                item.class().name()
            )));
        };
        parts.push(part);
    }
    let separator = (!separator.is_empty()).then_some(separator);
    Ok(Str::join_with(separator, &parts))
}
