//! Handlers that make containers, strings, slices and functions.
#![allow(unsafe_code, reason = "items move from the stack into containers")]

use super::calls::keywords_error;
use super::loads::discard;
use super::registers::Registers;
use bytecode::operand::{Conversion, FunctionAttribute};

use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::dict_type::merge;
use crate::objects::exceptions;
use crate::objects::function::Function;
use crate::objects::heap::Ref;
use crate::objects::list::List;
use crate::objects::list_type;
use crate::objects::set::Set;
use crate::objects::slice::Slice;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

#[inline(always)]
pub(super) fn build_tuple(r: &mut Registers, count: usize) {
    if count == 2 {
        let second = r.pop();
        let first = r.pop();
        r.push(Tuple::pair(first, second).into());
        return;
    }
    let tuple = tuple_of(r.sp.wrapping_sub(count), count);
    r.sp = r.sp.wrapping_sub(count);
    r.push(tuple);
}

#[inline(never)]
fn tuple_of(words: *const u64, count: usize) -> Value {
    // SAFETY: the words are those of the topmost values, which move into the tuple.
    Tuple::with(count, |index| unsafe {
        Value::from_bits(*words.add(index))
    })
    .into()
}

#[inline(always)]
pub(super) fn build_list(r: &mut Registers, count: usize) {
    let items = r.take(count);
    r.push(List::new(items).into());
}

#[inline(always)]
pub(super) fn build_map(vm: &Vm, r: &mut Registers, count: usize) -> Result<()> {
    r.save();
    let dict = map_of(vm, r.values(count * 2))?;
    r.drop_many(count * 2);
    r.push(dict);
    Ok(())
}

#[inline(never)]
fn map_of(vm: &Vm, values: &[Value]) -> Result<Value> {
    let pairs = values.chunks_exact(2).map(|pair| (&pair[0], &pair[1]));
    Ok(Dict::of_pairs(vm, values.len() / 2, pairs)?.into())
}

#[inline(always)]
pub(super) fn build_const_key_map(vm: &Vm, r: &mut Registers, count: usize) -> Result<()> {
    r.save();
    let dict = const_key_map_of(vm, r.peek(0), &r.values(count + 1)[..count])?;
    r.drop_many(count + 1);
    r.push(dict);
    Ok(())
}

#[inline(never)]
fn const_key_map_of(vm: &Vm, keys: &Value, values: &[Value]) -> Result<Value> {
    let keys = keys.downcast_exact::<Tuple>();
    let keys = keys.map_or(&[][..], |keys| keys.items());
    Ok(Dict::of_pairs(vm, values.len(), keys.iter().zip(values))?.into())
}

#[inline(always)]
pub(super) fn build_set(vm: &Vm, r: &mut Registers, count: usize) -> Result<()> {
    r.save();
    let set = set_of(vm, r.values(count))?;
    r.drop_many(count);
    r.push(set);
    Ok(())
}

#[inline(never)]
fn set_of(vm: &Vm, values: &[Value]) -> Result<Value> {
    let set = Set::new();
    for value in values {
        set.add(vm, value)?;
    }
    Ok(set.into())
}

#[inline(always)]
pub(super) fn build_slice(r: &mut Registers, count: usize) {
    let step = if count == 3 { r.pop() } else { Value::NONE };
    let stop = r.pop();
    let start = r.pop();
    r.push(Slice::new(start, stop, step).into());
}

#[inline(always)]
pub(super) fn build_string(vm: &Vm, r: &mut Registers, count: usize) {
    let text = joined(r.values(count));
    for _ in 0..count {
        let part = r.pop();
        discard(vm, r, part);
    }
    r.push(text);
}

#[inline(never)]
fn joined(parts: &[Value]) -> Value {
    let parts: Vec<_> = parts
        .iter()
        .filter_map(|part| part.downcast::<Str>())
        .collect();
    Str::join(&parts).into()
}

#[inline(always)]
pub(super) fn list_append(r: &mut Registers, depth: usize) {
    let item = r.pop();
    if let Some(list) = r.peek(depth - 1).downcast_exact::<List>() {
        list.push(item);
    }
}

#[inline(always)]
pub(super) fn list_extend(vm: &Vm, r: &mut Registers, depth: usize) -> Result<()> {
    r.save();
    extend(vm, r.peek(depth), r.peek(0))?;
    let iterable = r.pop();
    discard(vm, r, iterable);
    Ok(())
}

#[inline(never)]
fn extend(vm: &Vm, list: &Value, iterable: &Value) -> Result<()> {
    let Some(list) = list.downcast_exact::<List>() else {
        return Err(vm.system_error("not a list"));
    };
    list_type::extend_from(vm, list, iterable).map_err(|raised| {
        let iterates = iterable.class().slots().iter.is_some() || vm.is_sequence(iterable);
        if raised.is(&exceptions::TYPE_ERROR) && !iterates {
            return vm.type_error(format!(
                "Value after * must be an iterable, not {}",
                iterable.class().name()
            ));
        }
        raised
    })
}

#[inline(always)]
pub(super) fn set_add(vm: &Vm, r: &mut Registers, depth: usize) -> Result<()> {
    r.save();
    add_to_set(vm, r.peek(depth), r.peek(0))?;
    let item = r.pop();
    discard(vm, r, item);
    Ok(())
}

#[inline(never)]
fn add_to_set(vm: &Vm, set: &Value, item: &Value) -> Result<()> {
    match set.downcast::<Set>() {
        Some(set) => set.add(vm, item).map(drop),
        None => Err(vm.system_error("not a set")),
    }
}

#[inline(always)]
pub(super) fn set_update(vm: &Vm, r: &mut Registers, depth: usize) -> Result<()> {
    r.save();
    update_set(vm, r.peek(depth), r.peek(0))?;
    let iterable = r.pop();
    discard(vm, r, iterable);
    Ok(())
}

#[inline(never)]
fn update_set(vm: &Vm, set: &Value, iterable: &Value) -> Result<()> {
    match set.downcast::<Set>() {
        Some(set) => set.update(vm, iterable),
        None => Err(vm.system_error("not a set")),
    }
}

#[inline(always)]
pub(super) fn map_add(vm: &Vm, r: &mut Registers, depth: usize) -> Result<()> {
    r.save();
    add_to_map(vm, r.peek(depth + 1), r.peek(1), r.peek(0))?;
    r.drop_many(2);
    Ok(())
}

#[inline(never)]
fn add_to_map(vm: &Vm, dict: &Value, key: &Value, value: &Value) -> Result<()> {
    match dict.downcast_exact::<Dict>() {
        Some(dict) => dict.set(vm, key, value.clone()),
        None => Err(vm.system_error("not a dict")),
    }
}

#[inline(always)]
pub(super) fn dict_update(vm: &Vm, r: &mut Registers, depth: usize) -> Result<()> {
    r.save();
    update_dict(vm, r.peek(depth), r.peek(0))?;
    let mapping = r.pop();
    discard(vm, r, mapping);
    Ok(())
}

#[inline(never)]
fn update_dict(vm: &Vm, dict: &Value, mapping: &Value) -> Result<()> {
    let Some(dict) = dict.downcast_exact::<Dict>() else {
        return Err(vm.system_error("not a dict"));
    };
    merge(vm, dict, mapping).map_err(|raised| {
        if raised.is(&exceptions::ATTRIBUTE_ERROR) {
            return vm.type_error(format!(
                "'{}' object is not a mapping",
                mapping.class().name()
            ));
        }
        raised
    })
}

#[inline(always)]
pub(super) fn dict_merge(vm: &Vm, r: &mut Registers, depth: usize) -> Result<()> {
    r.save();
    merge_dict(vm, r.peek(depth + 3), r.peek(depth), r.peek(0))?;
    let mapping = r.pop();
    discard(vm, r, mapping);
    Ok(())
}

#[inline(never)]
fn merge_dict(vm: &Vm, callable: &Value, dict: &Value, mapping: &Value) -> Result<()> {
    let Some(dict) = dict.downcast_exact::<Dict>() else {
        return Err(vm.system_error("not a dict"));
    };
    merge_new_keys(vm, dict, mapping)
        .map_err(|raised: Raised| keywords_error(vm, callable, mapping, raised))
}

/// Merges a mapping whose keys must be absent; KeyError for one that is not.
fn merge_new_keys(vm: &Vm, dict: &Ref<Dict>, mapping: &Value) -> Result<()> {
    let Some(other) = mapping.downcast_exact::<Dict>() else {
        let keys = vm.call_method(mapping, "keys", &[])?;
        // A mapping may give the same key twice.
        return vm.for_each(&keys, |key| {
            if dict.contains(vm, &key)? {
                return Err(vm.key_error(&key));
            }
            let value = vm.get_item(mapping, &key)?;
            dict.set(vm, &key, value)
        });
    };
    if dict.is_empty() {
        dict.fill_from(other);
        return Ok(());
    }
    for (key, value) in other.to_vec() {
        if dict.contains(vm, &key)? {
            return Err(vm.key_error(&key));
        }
        dict.set(vm, &key, value)?;
    }
    Ok(())
}

#[inline(always)]
pub(super) fn convert_value(vm: &Vm, r: &mut Registers, conversion: usize) -> Result<()> {
    r.save();
    let text = convert(vm, r.peek(0), conversion)?;
    let value = r.replace(0, text);
    discard(vm, r, value);
    Ok(())
}

#[inline(never)]
fn convert(vm: &Vm, value: &Value, conversion: usize) -> Result<Value> {
    match Conversion::from_number(conversion as u32) {
        Some(Conversion::Repr) => vm.repr(value).map(Value::from),
        Some(Conversion::Ascii) => {
            let text = vm.repr(value)?;
            Ok(crate::objects::str_type::escaped_to_ascii(&text).into())
        }
        _ => vm.str(value).map(Value::from),
    }
}

#[inline(always)]
pub(super) fn format_simple(vm: &Vm, r: &mut Registers) -> Result<()> {
    if r.peek(0).is_exact::<Str>() {
        return Ok(());
    }
    r.save();
    let text = format(vm, r.peek(0), None)?;
    let value = r.replace(0, text);
    discard(vm, r, value);
    Ok(())
}

#[inline(always)]
pub(super) fn format_with_spec(vm: &Vm, r: &mut Registers) -> Result<()> {
    r.save();
    let text = format(vm, r.peek(1), Some(r.peek(0)))?;
    let specification = r.pop();
    let value = r.replace(0, text);
    discard(vm, r, specification);
    discard(vm, r, value);
    Ok(())
}

#[inline(never)]
fn format(vm: &Vm, value: &Value, specification: Option<&Value>) -> Result<Value> {
    match specification.and_then(|text| text.downcast::<Str>()) {
        Some(specification) => vm.format(value, specification).map(Value::from),
        None => vm.format(value, &vm.intern("")).map(Value::from),
    }
}

#[inline(always)]
pub(super) fn make_function(r: &mut Registers) {
    let function = function_of(r.frame().function(), r.peek(0));
    let code = r.replace(0, function);
    drop(code);
}

#[inline(never)]
fn function_of(maker: &Ref<Function>, code: &Value) -> Value {
    match code.downcast_exact::<Code>() {
        Some(code) => Function::of_code(code, maker.globals(), maker.builtins()).into(),
        None => Value::NONE,
    }
}

#[inline(always)]
pub(super) fn set_function_attribute(r: &mut Registers, attribute: usize) {
    let function = r.pop();
    let value = r.pop();
    set_attribute(&function, attribute, value);
    r.push(function);
}

#[inline(never)]
fn set_attribute(function: &Value, attribute: usize, value: Value) {
    let Some(function) = function.downcast_exact::<Function>() else {
        return;
    };
    match FunctionAttribute::from_number(attribute as u32) {
        Some(FunctionAttribute::Defaults) => function.set_defaults(value.downcast().cloned()),
        Some(FunctionAttribute::KeywordDefaults) => {
            function.set_keyword_defaults(value.downcast().cloned());
        }
        Some(FunctionAttribute::Annotations) => function.set_annotations(Some(value)),
        Some(FunctionAttribute::Closure) => function.set_closure(value.downcast().cloned()),
        None => {}
    }
}
