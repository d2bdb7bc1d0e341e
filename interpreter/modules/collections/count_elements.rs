//! `_count_elements`: what `Counter` counts with.

use vm::native::required;
use vm::objects::dict::Dict;
use vm::objects::dict_type::DICT;
use vm::objects::heap::Ref;
use vm::objects::value::Value;
use vm::protocols::numbers::Operator;
use vm::{Result, Vm};

/// `_count_elements(mapping, iterable)`.
pub fn count_elements(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (mapping, iterable) = (required(arguments, 0), required(arguments, 1));
    let plain = mapping
        .downcast::<Dict>()
        .filter(|_| has_methods_of_dict(vm, mapping));
    match plain {
        Some(dict) => vm.for_each(iterable, |key| count(vm, dict, &key))?,
        None => {
            let iterator = vm.iter(iterable)?;
            let get = vm.get_attribute(mapping, &vm.intern("get"))?;
            while let Some(key) = vm.next(&iterator)? {
                let old = vm.call(&get, &[key.clone(), Value::int(0)])?;
                let new = vm.binary(Operator::Add, &old, &Value::int(1))?;
                vm.set_item(mapping, &key, &new)?;
            }
        }
    }
    Ok(Value::NONE)
}

/// Whether `get` and `__setitem__` are those of `dict`.
fn has_methods_of_dict(vm: &Vm, mapping: &Value) -> bool {
    ["get", "__setitem__"].iter().all(|name| {
        let name = vm.intern(name);
        let own = mapping.class().lookup(vm, &name);
        matches!((own, DICT.lookup(vm, &name)), (Some(one), Some(other)) if one.is(&other))
    })
}

#[inline(always)]
fn count(vm: &Vm, dict: &Ref<Dict>, key: &Value) -> Result<()> {
    let hash = vm.hash(key)?;
    let Some(position) = dict.find(vm, key, hash)? else {
        dict.insert_new(hash, key.clone(), Value::int(1));
        return Ok(());
    };
    let old = dict.value_at(position).unwrap_or(Value::int(0));
    match old.as_small_int() {
        Some(number) => drop(dict.replace_value(position, Value::int(number + 1))),
        None => {
            let new = vm.binary(Operator::Add, &old, &Value::int(1))?;
            dict.set_hashed(vm, key, hash, new)?;
        }
    }
    Ok(())
}
