//! Handlers of `match`.

use super::loads::discard;
use super::registers::Registers;
use crate::objects::dict::Dict;
use crate::objects::exceptions;
use crate::objects::names::names;
use crate::objects::set::Set;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::types::{Type, flags};
use crate::objects::value::Value;
use crate::{Result, Vm};

#[inline(always)]
pub(super) fn match_mapping(r: &mut Registers) {
    let matches = r.peek(0).class().has(flags::MAPPING);
    r.push(Value::bool(matches));
}

#[inline(always)]
pub(super) fn match_sequence(r: &mut Registers) {
    let matches = r.peek(0).class().has(flags::SEQUENCE);
    r.push(Value::bool(matches));
}

/// The stack: the subject, the keys.
#[inline(always)]
pub(super) fn match_keys(vm: &Vm, r: &mut Registers) -> Result<()> {
    r.save();
    let values = values_of_keys(vm, r.peek(1), r.peek(0))?;
    r.push(values);
    Ok(())
}

#[inline(never)]
fn values_of_keys(vm: &Vm, subject: &Value, keys: &Value) -> Result<Value> {
    let keys = match keys.downcast_exact::<Tuple>() {
        Some(keys) => keys.items(),
        None => return Err(vm.system_error("the keys of a mapping pattern are no tuple")),
    };
    let get = match subject.downcast_exact::<Dict>() {
        Some(_) => None,
        None => Some(vm.get_attribute(subject, &vm.intern("get"))?),
    };
    let missing: Value = Dict::new().into();
    // A single key cannot be there twice.
    let seen = (keys.len() > 1).then(Set::new);
    let mut values = Vec::with_capacity(keys.len());
    for key in keys {
        if let Some(seen) = &seen
            && seen.contains(vm, key)?
        {
            return Err(vm.value_error(format!(
                "mapping pattern checks duplicate key ({})",
                vm.repr_text(key)?
            )));
        }
        if let Some(seen) = &seen {
            seen.add(vm, key)?;
        }
        let value = match (&get, subject.downcast_exact::<Dict>()) {
            (None, Some(dict)) => dict.get(vm, key)?,
            (Some(get), _) => {
                let value = vm.call(get, &[key.clone(), missing.clone()])?;
                (!value.is(&missing)).then_some(value)
            }
            (None, None) => None,
        };
        match value {
            Some(value) => values.push(value),
            None => return Ok(Value::NONE),
        }
    }
    Ok(Tuple::new(values).into())
}

/// The stack: the subject, the class, the names of keyword patterns.
#[inline(always)]
pub(super) fn match_class(vm: &Vm, r: &mut Registers, positional: usize) -> Result<()> {
    r.save();
    let attributes = class_attributes(vm, r.values(3), positional)?;
    for _ in 0..3 {
        let value = r.pop();
        discard(vm, r, value);
    }
    r.push(attributes);
    Ok(())
}

/// An attribute that a pattern asks for, at most once.
fn pattern_attribute(
    vm: &Vm,
    subject: &Value,
    class: &Value,
    name: &Value,
    seen: &mut Vec<Value>,
) -> Result<Option<Value>> {
    let class_name = || {
        class
            .downcast::<Type>()
            .map(|class| class.name())
            .unwrap_or_default()
    };
    let same = |other: &Value| match (other.downcast::<Str>(), name.downcast::<Str>()) {
        (Some(other), Some(name)) => other.same_text(name),
        _ => other.is(name),
    };
    if seen.iter().any(same) {
        return Err(vm.type_error(format!(
            "{}() got multiple sub-patterns for attribute {}",
            class_name(),
            vm.repr_text(name)?
        )));
    }
    seen.push(name.clone());
    match name.downcast::<Str>() {
        Some(name) => vm.find_attribute(subject, name),
        None => Ok(None),
    }
}

#[inline(never)]
fn class_attributes(vm: &Vm, operands: &[Value], positional: usize) -> Result<Value> {
    let [subject, class, keywords] = operands else {
        return Err(vm.system_error("class pattern without operands"));
    };
    let Some(class_type) = class.downcast::<Type>() else {
        return Err(vm.type_error("called match pattern must be a class"));
    };
    if !vm.is_instance(subject, class)? {
        return Ok(Value::NONE);
    }
    let mut seen = Vec::new();
    let mut attributes = Vec::new();
    if positional > 0 {
        let class_name = class_type.name();
        let mut match_self = false;
        let match_args = match vm.get_attribute(class, &names().__match_args__) {
            Ok(match_args) => {
                if match_args.downcast_exact::<Tuple>().is_none() {
                    return Err(vm.type_error(format!(
                        "{class_name}.__match_args__ must be a tuple (got {})",
                        match_args.class().name()
                    )));
                }
                match_args
            }
            Err(raised) if raised.is(&exceptions::ATTRIBUTE_ERROR) => {
                match_self = class_type.has(flags::MATCH_SELF);
                Tuple::empty().into()
            }
            Err(raised) => return Err(raised),
        };
        let match_args = match match_args.downcast_exact::<Tuple>() {
            Some(match_args) => match_args.items(),
            None => &[],
        };
        let allowed = if match_self { 1 } else { match_args.len() };
        if allowed < positional {
            let plural = if allowed == 1 { "" } else { "s" };
            return Err(vm.type_error(format!(
                "{class_name}() accepts {allowed} positional sub-pattern{plural} \
                 ({positional} given)"
            )));
        }
        if match_self {
            attributes.push(subject.clone());
        } else {
            for name in &match_args[..positional] {
                if name.downcast_exact::<Str>().is_none() {
                    return Err(vm.type_error(format!(
                        "__match_args__ elements must be strings (got {})",
                        name.class().name()
                    )));
                }
                match pattern_attribute(vm, subject, class, name, &mut seen)? {
                    Some(value) => attributes.push(value),
                    None => return Ok(Value::NONE),
                }
            }
        }
    }
    if let Some(keywords) = keywords.downcast_exact::<Tuple>() {
        for name in keywords.items() {
            match pattern_attribute(vm, subject, class, name, &mut seen)? {
                Some(value) => attributes.push(value),
                None => return Ok(Value::NONE),
            }
        }
    }
    Ok(Tuple::new(attributes).into())
}
