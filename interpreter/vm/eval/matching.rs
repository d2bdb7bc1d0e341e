//! Handlers of `match`.

use super::loads::discard;
use super::registers::Registers;
use crate::objects::dict::Dict;
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

fn are_different_strings(keys: &[Value]) -> bool {
    keys.len() < 2
        || keys.len() < 6
            && keys.iter().enumerate().all(|(place, key)| {
                key.downcast_exact::<Str>().is_some_and(|key| {
                    keys[..place].iter().all(|other| {
                        other
                            .downcast_exact::<Str>()
                            .is_some_and(|other| !other.same_text(key))
                    })
                })
            })
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
    let missing: Value = match get {
        Some(_) => Dict::new().into(),
        None => Value::NONE,
    };
    // Different strings cannot be the same key.
    let seen = (!are_different_strings(keys)).then(Set::new);
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

/// The names that a pattern has asked for.
#[derive(Default)]
struct Seen<'a> {
    few: [Option<&'a Value>; 4],
    count: usize,
    more: Vec<&'a Value>,
}

impl<'a> Seen<'a> {
    fn any(&self, test: impl Fn(&Value) -> bool) -> bool {
        self.few.iter().any(|name| name.is_some_and(&test))
            || self.more.iter().any(|name| test(name))
    }

    fn push(&mut self, name: &'a Value) {
        match self.few.get_mut(self.count) {
            Some(place) => *place = Some(name),
            None => self.more.push(name),
        }
        self.count += 1;
    }
}

/// An attribute that a pattern asks for, at most once.
fn pattern_attribute<'a>(
    vm: &Vm,
    subject: &Value,
    class: &Value,
    name: &'a Value,
    seen: &mut Seen<'a>,
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
    if seen.any(same) {
        return Err(vm.type_error(format!(
            "{}() got multiple sub-patterns for attribute {}",
            class_name(),
            vm.repr_text(name)?
        )));
    }
    seen.push(name);
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
    let count = positional
        + keywords
            .downcast_exact::<Tuple>()
            .map_or(0, |it| it.items().len());
    let match_args;
    let mut seen = Seen::default();
    let mut attributes = Vec::with_capacity(count);
    if positional > 0 {
        let class_name = class_type.name();
        let mut match_self = false;
        match_args = match vm.find_attribute(class, &names().__match_args__)? {
            Some(match_args) => {
                if match_args.downcast_exact::<Tuple>().is_none() {
                    return Err(vm.type_error(format!(
                        "{class_name}.__match_args__ must be a tuple (got {})",
                        match_args.class().name()
                    )));
                }
                match_args
            }
            None => {
                match_self = class_type.has(flags::MATCH_SELF);
                Tuple::empty().into()
            }
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
