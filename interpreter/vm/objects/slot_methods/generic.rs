//! Slot functions that call special methods written in Python.

use super::super::exceptions;
use super::super::heap::Ref;
use super::super::int::{INT, Integer};
use super::super::lookup::{self, Found, generic_find_attribute};
use super::super::names::names;
use super::super::sequence_iterator::SequenceIterator;
use super::super::slots::{Comparison, Slot, SlotFunction};
use super::super::str::Str;
use super::super::types::Type;
use super::super::value::Value;
use super::binary::{self, place_of, required};
use super::wrapper::SlotWrapper;
use crate::call::Arguments;
use crate::{Raised, Result, Vm};

/// The slot function for a slot.
pub fn function(slot: Slot) -> Option<SlotFunction> {
    use SlotFunction::{Binary, Ternary, Unary};
    Some(match slot {
        Slot::repr => Unary(repr),
        Slot::str => Unary(str),
        Slot::hash => SlotFunction::Hash(hash),
        Slot::call => SlotFunction::Call(call),
        Slot::getattribute => SlotFunction::GetAttribute(getattribute),
        Slot::setattribute => SlotFunction::SetAttribute(setattribute),
        Slot::compare => SlotFunction::Compare(compare),
        Slot::iter => Unary(iter),
        Slot::next => SlotFunction::Next(next),
        Slot::get => SlotFunction::DescriptorGet(get),
        Slot::set => SlotFunction::DescriptorSet(set),
        Slot::init => SlotFunction::Init(init),
        Slot::new => SlotFunction::New(new),
        Slot::finalize => SlotFunction::Finalize(finalize),
        Slot::bool => SlotFunction::Inquiry(bool),
        Slot::length => SlotFunction::Length(length),
        Slot::getitem => Binary(getitem),
        Slot::setitem => SlotFunction::Store(setitem),
        Slot::contains => SlotFunction::Contains(contains),
        Slot::add => Binary(binary::add),
        Slot::subtract => Binary(binary::subtract),
        Slot::multiply => Binary(binary::multiply),
        Slot::matrix_multiply => Binary(binary::matrix_multiply),
        Slot::true_divide => Binary(binary::true_divide),
        Slot::floor_divide => Binary(binary::floor_divide),
        Slot::remainder => Binary(binary::remainder),
        Slot::divmod => Binary(binary::divmod),
        Slot::power => Ternary(binary::power),
        Slot::left_shift => Binary(binary::left_shift),
        Slot::right_shift => Binary(binary::right_shift),
        Slot::and => Binary(binary::and),
        Slot::xor => Binary(binary::xor),
        Slot::or => Binary(binary::or),
        Slot::inplace_add => Binary(inplace_add),
        Slot::inplace_subtract => Binary(inplace_subtract),
        Slot::inplace_multiply => Binary(inplace_multiply),
        Slot::inplace_matrix_multiply => Binary(inplace_matrix_multiply),
        Slot::inplace_true_divide => Binary(inplace_true_divide),
        Slot::inplace_floor_divide => Binary(inplace_floor_divide),
        Slot::inplace_remainder => Binary(inplace_remainder),
        Slot::inplace_power => {
            Ternary(|vm, base, exponent, _| operand(vm, base, place_of("__ipow__"), exponent))
        }
        Slot::inplace_left_shift => Binary(inplace_left_shift),
        Slot::inplace_right_shift => Binary(inplace_right_shift),
        Slot::inplace_and => Binary(inplace_and),
        Slot::inplace_xor => Binary(inplace_xor),
        Slot::inplace_or => Binary(inplace_or),
        Slot::negative => Unary(negative),
        Slot::positive => Unary(positive),
        Slot::absolute => Unary(absolute),
        Slot::invert => Unary(invert),
        Slot::int => Unary(int),
        Slot::float => Unary(float),
        Slot::index => Unary(index),
        Slot::await_ => Unary(await_),
        Slot::aiter => Unary(aiter),
        Slot::anext => Unary(anext),
        Slot::send
        | Slot::concatenate
        | Slot::repeat
        | Slot::inplace_concatenate
        | Slot::inplace_repeat => {
            return None;
        }
    })
}

fn plain(vm: &Vm, object: &Value, place: usize) -> Result<Value> {
    let method = required(vm, object, place)?;
    vm.call_found(&method, object, &[])
}

fn operand(vm: &Vm, object: &Value, place: usize, other: &Value) -> Result<Value> {
    let method = required(vm, object, place)?;
    vm.call_found(&method, object, std::slice::from_ref(other))
}

macro_rules! unary {
    ($($slot:ident: $name:literal;)*) => {
        $(fn $slot(vm: &Vm, value: &Value) -> Result<Value> {
            plain(vm, value, const { place_of($name) })
        })*
    };
}

macro_rules! with_operand {
    ($($slot:ident: $name:literal;)*) => {
        $(fn $slot(vm: &Vm, value: &Value, other: &Value) -> Result<Value> {
            operand(vm, value, const { place_of($name) }, other)
        })*
    };
}

unary! {
    str: "__str__";
    negative: "__neg__";
    positive: "__pos__";
    absolute: "__abs__";
    invert: "__invert__";
    int: "__int__";
    float: "__float__";
    index: "__index__";
}

with_operand! {
    getitem: "__getitem__";
    inplace_add: "__iadd__";
    inplace_subtract: "__isub__";
    inplace_multiply: "__imul__";
    inplace_matrix_multiply: "__imatmul__";
    inplace_true_divide: "__itruediv__";
    inplace_floor_divide: "__ifloordiv__";
    inplace_remainder: "__imod__";
    inplace_left_shift: "__ilshift__";
    inplace_right_shift: "__irshift__";
    inplace_and: "__iand__";
    inplace_xor: "__ixor__";
    inplace_or: "__ior__";
}

fn optional(vm: &Vm, object: &Value, place: usize) -> Result<Option<Value>> {
    match vm.find_special(object, &names().special[place])? {
        Some(method) => vm.call_found(&method, object, &[]).map(Some),
        None => Ok(None),
    }
}

fn repr(vm: &Vm, value: &Value) -> Result<Value> {
    match optional(vm, value, const { place_of("__repr__") })? {
        Some(text) => Ok(text),
        None => Ok(Str::value(format!(
            "<{} object at {:#x}>",
            value.class().name(),
            value.identity()
        ))),
    }
}

/// Special methods of asynchronous iteration: an error where the method is missing.
fn asynchronous(vm: &Vm, value: &Value, place: usize, what: &str) -> Result<Value> {
    match optional(vm, value, place)? {
        Some(result) => Ok(result),
        None => Err(vm.attribute_error(format!(
            "object {} does not have {what} method",
            value.class().name()
        ))),
    }
}

fn await_(vm: &Vm, value: &Value) -> Result<Value> {
    asynchronous(vm, value, const { place_of("__await__") }, "__await__")
}

fn aiter(vm: &Vm, value: &Value) -> Result<Value> {
    asynchronous(vm, value, const { place_of("__aiter__") }, "__aiter__")
}

fn anext(vm: &Vm, value: &Value) -> Result<Value> {
    asynchronous(vm, value, const { place_of("__anext__") }, "__anext__")
}

fn hash(vm: &Vm, value: &Value) -> Result<i64> {
    const PLACE: usize = place_of("__hash__");
    let unhashable = || {
        let class = value.class().name();
        Err(vm.type_error(format!("unhashable type: '{class}'")))
    };
    let method = match vm.find_special(value, &names().special[PLACE])? {
        Some(Found::Attribute(method)) if method.is_none() => return unhashable(),
        Some(method) => method,
        None => return unhashable(),
    };
    let result = vm.call_found(&method, value, &[])?;
    let hash = match result.as_integer() {
        Some(Integer::Small(hash)) => hash,
        Some(Integer::Big(_)) => match (result.as_i64(), INT.slots().hash) {
            (Some(hash), _) => hash,
            (None, Some(hash)) => hash(vm, &result)?,
            (None, None) => 0,
        },
        None => return Err(vm.type_error("__hash__ method should return an integer")),
    };
    Ok(if hash == -1 { -2 } else { hash })
}

fn call(vm: &Vm, value: &Value, arguments: Arguments<'_>) -> Result<Value> {
    match required(vm, value, const { place_of("__call__") })? {
        Found::Method(function) => vm.call_prepending(&function, value, arguments),
        Found::Attribute(callable) => vm.call_with(&callable, arguments),
    }
}

/// `__getattribute__`, then `__getattr__` where that finds nothing.
fn getattribute(vm: &Vm, object: &Value, name: &Ref<Str>) -> Result<Value> {
    const GETATTRIBUTE: usize = place_of("__getattribute__");
    let class = object.class();
    let first = class.lookup(vm, &names().special[GETATTRIBUTE]);
    let has_fallback = || class.lookup(vm, &names().__getattr__).is_some();
    let wrapped = first
        .as_ref()
        .and_then(|it| it.downcast_exact::<SlotWrapper>());
    let missing = if let Some(wrapper) = wrapped
        && let SlotFunction::GetAttribute(function) = wrapper.function()
    {
        if std::ptr::fn_addr_eq(function, lookup::GENERIC_GET) {
            match generic_find_attribute(vm, object, name) {
                Ok(Some(value)) => return Ok(value),
                Ok(None) if has_fallback() => None,
                Ok(None) => return Err(vm.no_attribute(object, name)),
                Err(raised) => Some(raised),
            }
        } else {
            match function(vm, object, name) {
                Ok(value) => return Ok(value),
                Err(raised) => Some(raised),
            }
        }
    } else {
        match operand(vm, object, GETATTRIBUTE, name.as_value()) {
            Ok(value) => return Ok(value),
            Err(raised) => Some(raised),
        }
    };
    if let Some(raised) = missing
        && (!has_fallback() || !raised.is(&exceptions::ATTRIBUTE_ERROR))
    {
        return Err(raised);
    }
    match vm.find_special(object, &names().__getattr__)? {
        Some(method) => vm.call_found(&method, object, std::slice::from_ref(name.as_value())),
        None => Err(vm.no_attribute(object, name)),
    }
}

fn setattribute(vm: &Vm, object: &Value, name: &Ref<Str>, value: Option<&Value>) -> Result<()> {
    match value {
        Some(value) => {
            let method = required(vm, object, const { place_of("__setattr__") })?;
            vm.call_found(&method, object, &[name.to_value(), value.clone()])?;
        }
        None => {
            operand(
                vm,
                object,
                const { place_of("__delattr__") },
                name.as_value(),
            )?;
        }
    }
    Ok(())
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let place = match operator {
        Comparison::Less => const { place_of("__lt__") },
        Comparison::LessEqual => const { place_of("__le__") },
        Comparison::Equal => const { place_of("__eq__") },
        Comparison::NotEqual => const { place_of("__ne__") },
        Comparison::Greater => const { place_of("__gt__") },
        Comparison::GreaterEqual => const { place_of("__ge__") },
    };
    // An error of the look-up counts as if there were no method.
    match vm.find_special(left, &names().special[place]) {
        Ok(Some(method)) => vm.call_found(&method, left, std::slice::from_ref(right)),
        Ok(None) | Err(_) => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn is_none(found: &Found) -> bool {
    matches!(found, Found::Attribute(value) if value.is_none())
}

fn iter(vm: &Vm, value: &Value) -> Result<Value> {
    let not_iterable = || {
        let class = value.class().name();
        Err(vm.type_error(format!("'{class}' object is not iterable")))
    };
    let method = vm.find_special(value, &names().special[const { place_of("__iter__") }])?;
    match method {
        Some(method) if is_none(&method) => not_iterable(),
        Some(method) => vm.call_found(&method, value, &[]),
        None if value.class().lookup(vm, &names().__getitem__).is_some() => {
            Ok(SequenceIterator::of(value))
        }
        None => not_iterable(),
    }
}

/// A StopIteration without a value ends the iteration; one with a value stays an exception,
/// for `yield from`, and one that somebody may want to hear of too.
fn next(vm: &Vm, value: &Value) -> Result<Option<Value>> {
    match plain(vm, value, const { place_of("__next__") }) {
        Ok(item) => Ok(Some(item)),
        Err(raised) if !vm.tracing.is_active() && ends_plainly(&raised) => Ok(None),
        Err(raised) => Err(raised),
    }
}

fn ends_plainly(raised: &Raised) -> bool {
    raised.0.class().is(&exceptions::STOP_ITERATION)
        && raised
            .0
            .downcast::<exceptions::Exception>()
            .is_some_and(|exception| exception.arguments().items().is_empty())
}

fn get(vm: &Vm, value: &Value, object: Option<&Value>, class: &Value) -> Result<Value> {
    let method = vm.find_special(value, &names().special[const { place_of("__get__") }])?;
    match method {
        Some(method) => {
            let object = object.cloned().unwrap_or(Value::NONE);
            vm.call_found(&method, value, &[object, class.clone()])
        }
        None => Ok(value.clone()),
    }
}

fn set(vm: &Vm, value: &Value, object: &Value, to: Option<&Value>) -> Result<()> {
    match to {
        Some(to) => {
            let method = required(vm, value, const { place_of("__set__") })?;
            vm.call_found(&method, value, &[object.clone(), to.clone()])?;
        }
        None => {
            operand(vm, value, const { place_of("__delete__") }, object)?;
        }
    }
    Ok(())
}

fn init(vm: &Vm, value: &Value, arguments: Arguments<'_>) -> Result<()> {
    let result = match required(vm, value, const { place_of("__init__") })? {
        Found::Method(function) => vm.call_prepending(&function, value, arguments)?,
        Found::Attribute(callable) => vm.call_with(&callable, arguments)?,
    };
    if result.is_none() {
        return Ok(());
    }
    Err(vm.type_error(format!(
        "__init__() should return None, not '{}'",
        result.class().name()
    )))
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    let new = vm.get_attribute(class.as_value(), &names().__new__)?;
    vm.call_prepending(&new, class.as_value(), arguments)
}

fn finalize(vm: &Vm, value: &Value) {
    let found = vm.find_special(value, &names().__del__);
    let (result, place) = match found {
        Ok(Some(method)) => {
            let result = vm.call_found(&method, value, &[]);
            let (Found::Method(place) | Found::Attribute(place)) = method;
            (result, Some(place))
        }
        Ok(None) => return,
        Err(raised) => (Err(raised), None),
    };
    if let Err(raised) = result {
        vm.unraisable(raised, place.as_ref());
    }
}

fn bool(vm: &Vm, value: &Value) -> Result<bool> {
    let Some(result) = optional(vm, value, const { place_of("__bool__") })? else {
        return match value.class().slots().length {
            Some(length) => Ok(length(vm, value)? != 0),
            None => Ok(true),
        };
    };
    result.as_bool().ok_or_else(|| {
        vm.type_error(format!(
            "__bool__ should return bool, returned {}",
            result.class().name()
        ))
    })
}

fn length(vm: &Vm, value: &Value) -> Result<usize> {
    let result = plain(vm, value, const { place_of("__len__") })?;
    let index = vm.index(&result)?;
    match index.as_integer() {
        Some(integer) if integer.is_negative() => {
            Err(vm.value_error("__len__() should return >= 0"))
        }
        Some(integer) => match integer.to_i64() {
            Some(length) => Ok(length as usize),
            None => Err(vm.overflow_error(format!(
                "cannot fit '{}' into an index-sized integer",
                result.class().name()
            ))),
        },
        None => Ok(0),
    }
}

fn setitem(vm: &Vm, object: &Value, key: &Value, value: Option<&Value>) -> Result<()> {
    match value {
        Some(value) => {
            let method = required(vm, object, const { place_of("__setitem__") })?;
            vm.call_found(&method, object, &[key.clone(), value.clone()])?;
        }
        None => {
            operand(vm, object, const { place_of("__delitem__") }, key)?;
        }
    }
    Ok(())
}

fn contains(vm: &Vm, container: &Value, item: &Value) -> Result<bool> {
    const PLACE: usize = place_of("__contains__");
    match vm.find_special(container, &names().special[PLACE])? {
        Some(method) if is_none(&method) => Err(vm.type_error(format!(
            "'{}' object is not a container",
            container.class().name()
        ))),
        Some(method) => {
            let result = vm.call_found(&method, container, std::slice::from_ref(item))?;
            vm.is_true(&result)
        }
        None => {
            let iterator = vm.iter(container)?;
            while let Some(candidate) = vm.next(&iterator)? {
                if vm.compare_bool(&candidate, item, Comparison::Equal)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
    }
}
