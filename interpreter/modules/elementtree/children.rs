//! The elements within an element, as a sequence.

use vm::native::required;
use vm::objects::exceptions;
use vm::objects::list::List;
use vm::objects::slice::Slice;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

use super::element::{Element, expected};
use crate::support::of;

/// `bool(element)`
pub fn truth(vm: &Vm, this: &Value) -> Result<bool> {
    vm.warn(
        &exceptions::DEPRECATION_WARNING,
        "Testing an element's truth value will always return True in future versions.  \
         Use specific 'len(elem)' or 'elem is not None' test instead.",
        1,
    )?;
    Ok(!of::<Element>(this).children.borrow().is_empty())
}

/// The error for what is not an element.
pub fn no_element(vm: &Vm, value: &Value) -> Raised {
    let class = value.class().name();
    vm.type_error(format!("expected an Element, not \"{class}\""))
}

fn is_index(key: &Value) -> bool {
    key.is_int() || key.class().slots().index.is_some()
}

/// The place that an index means among `count`.
fn place(vm: &Vm, key: &Value, element: &Element) -> Result<Option<usize>> {
    let index = vm.to_subscript(key)?;
    let count = element.children.borrow().len();
    let index = if index < 0 {
        index + count as isize
    } else {
        index
    };
    Ok(usize::try_from(index).ok().filter(|index| *index < count))
}

/// `element[key]`
pub fn get(vm: &Vm, this: &Value, key: &Value) -> Result<Value> {
    let element = of::<Element>(this);
    if is_index(key) {
        let found = place(vm, key, element)?;
        let found = found.and_then(|index| element.children.borrow().get(index).cloned());
        return found.ok_or_else(|| vm.index_error("child index out of range"));
    }
    let Some(slice) = key.downcast::<Slice>() else {
        return Err(vm.type_error("element indices must be integers"));
    };
    let span = slice.span(vm, || element.children.borrow().len())?;
    let children = element.children.borrow();
    let picked = span
        .positions()
        .filter_map(|index| children.get(index).cloned());
    let picked: Vec<Value> = picked.collect();
    Ok(List::new(picked).into())
}

/// `element[key] = value`, `del element[key]`
pub fn store(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> Result<()> {
    let element = of::<Element>(this);
    if is_index(key) {
        let Some(index) = place(vm, key, element)? else {
            return Err(vm.index_error("child assignment index out of range"));
        };
        let old = match value {
            None => element.children.borrow_mut().remove(index),
            Some(value) if value.downcast::<Element>().is_none() => {
                return Err(no_element(vm, value));
            }
            Some(value) => {
                std::mem::replace(&mut element.children.borrow_mut()[index], value.clone())
            }
        };
        drop(old);
        return Ok(());
    }
    let Some(slice) = key.downcast::<Slice>() else {
        return Err(vm.type_error("element indices must be integers"));
    };
    let bounds = slice.unpack(vm)?;
    let new = match value {
        None => None,
        Some(value) => Some(sequence(vm, value, "assignment expects an iterable")?),
    };
    let span = vm::objects::slice::adjust(bounds, element.children.borrow().len());
    if let Some(new) = &new {
        if span.step != 1 && new.len() != span.count {
            return Err(vm.value_error(format!(
                "attempt to assign sequence of size {} to extended slice of size {}",
                new.len(),
                span.count
            )));
        }
        if let Some(other) = new.iter().find(|it| it.downcast::<Element>().is_none()) {
            return Err(no_element(vm, other));
        }
    }
    // What is taken out is dropped when the list is whole again.
    let old: Vec<Value> = match new {
        Some(new) if span.step != 1 => {
            let mut children = element.children.borrow_mut();
            let places = span.positions().zip(new);
            places
                .map(|(index, item)| std::mem::replace(&mut children[index], item))
                .collect()
        }
        None if span.step != 1 => {
            let mut places: Vec<usize> = span.positions().collect();
            places.sort_unstable();
            let mut children = element.children.borrow_mut();
            places
                .into_iter()
                .rev()
                .map(|index| children.remove(index))
                .collect()
        }
        new => {
            let start = span.start.max(0) as usize;
            let mut children = element.children.borrow_mut();
            children
                .splice(start..start + span.count, new.unwrap_or_default())
                .collect()
        }
    };
    drop(old);
    Ok(())
}

/// The items of a sequence.
fn sequence(vm: &Vm, value: &Value, words: &str) -> Result<Vec<Value>> {
    let iterator = vm
        .iter(value)
        .map_err(|raised| match raised.is(&exceptions::TYPE_ERROR) {
            true => vm.type_error(words),
            false => raised,
        })?;
    vm.collect(&iterator)
}

/// `element.extend(elements)`
pub fn extend(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let element = of::<Element>(required(arguments, 0));
    for item in sequence(vm, required(arguments, 1), "'elements' must be an iterable")? {
        if item.downcast::<Element>().is_none() {
            return Err(no_element(vm, &item));
        }
        element.children.borrow_mut().push(item);
    }
    Ok(Value::NONE)
}

/// `element.insert(index, subelement)`
pub fn insert(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let element = of::<Element>(required(arguments, 0));
    let index = vm.to_isize(required(arguments, 1))?;
    let child = expected(vm, "insert()", " 2", required(arguments, 2))?;
    let mut children = element.children.borrow_mut();
    let count = children.len() as isize;
    let index = if index < 0 {
        (index + count).max(0)
    } else {
        index.min(count)
    };
    children.insert(index as usize, child);
    Ok(Value::NONE)
}

/// `element.remove(subelement)`
pub fn remove(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let wanted = expected(vm, "remove()", "", required(arguments, 1))?;
    let element = of::<Element>(this);
    let same = element
        .children
        .borrow()
        .iter()
        .position(|child| child.is(&wanted));
    let mut found = same;
    let mut index = 0;
    while found.is_none() {
        let Some(child) = ({ element.children.borrow().get(index).cloned() }) else {
            return Err(vm.value_error("list.remove(x): x not in list"));
        };
        if vm.equal(&child, &wanted)? {
            found = Some(index);
        }
        index += 1;
    }
    let mut children = element.children.borrow_mut();
    let old = found
        .filter(|index| *index < children.len())
        .map(|index| children.remove(index));
    drop(old);
    Ok(Value::NONE)
}
