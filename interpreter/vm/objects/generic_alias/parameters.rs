//! The type variables of an alias or a union, and putting types in their place.

use crate::objects::heap::Ref;
use crate::objects::names::names;
use crate::objects::tuple::Tuple;
use crate::objects::types::Type;
use crate::objects::value::Value;
use crate::{Result, Vm};

fn is_class(value: &Value) -> bool {
    value.downcast::<Type>().is_some()
}

fn add(found: &mut Vec<Value>, parameter: &Value) {
    if !found.iter().any(|other| other.is(parameter)) {
        found.push(parameter.clone());
    }
}

fn tuple_attribute(
    vm: &Vm,
    value: &Value,
    name: &Ref<crate::objects::str::Str>,
) -> Result<Option<Ref<Tuple>>> {
    let found = vm.find_attribute(value, name)?;
    Ok(found.and_then(|found| found.downcast::<Tuple>().cloned()))
}

/// The type variables in these arguments, each once, in order.
pub fn make_parameters(vm: &Vm, arguments: &[Value]) -> Result<Ref<Tuple>> {
    let mut found = Vec::new();
    for argument in arguments {
        if is_class(argument) {
            continue;
        }
        if vm
            .find_attribute(argument, &names().__typing_subst__)?
            .is_some()
        {
            add(&mut found, argument);
        } else if let Some(inner) = tuple_attribute(vm, argument, &names().__parameters__)? {
            inner
                .items()
                .iter()
                .for_each(|inner| add(&mut found, inner));
        }
    }
    Ok(Tuple::new(found))
}

/// The items of a subscript, with unpacked tuples laid out.
fn unpack(vm: &Vm, item: &Value) -> Result<Vec<Value>> {
    let single = std::slice::from_ref(item);
    let items = item
        .downcast::<Tuple>()
        .map_or(single, |items| items.items());
    let mut laid_out = Vec::with_capacity(items.len());
    for item in items {
        let name = &names().__typing_unpacked_tuple_args__;
        let inner = if is_class(item) {
            None
        } else {
            tuple_attribute(vm, item, name)?
        };
        match inner {
            Some(inner)
                if !inner
                    .items()
                    .last()
                    .is_some_and(|it| it.is(&Value::ELLIPSIS)) =>
            {
                laid_out.extend_from_slice(inner.items());
            }
            _ => laid_out.push(item.clone()),
        }
    }
    Ok(laid_out)
}

/// The arguments with the type variables replaced by what the subscript gives for them.
pub fn substitute(
    vm: &Vm,
    alias: &Value,
    arguments: &[Value],
    parameters: &Ref<Tuple>,
    item: &Value,
) -> Result<Vec<Value>> {
    let parameters = parameters.items();
    if parameters.is_empty() {
        let text = vm.repr_text(alias)?;
        return Err(vm.type_error(format!("{text} is not a generic class")));
    }
    let mut item: Value = Tuple::new(unpack(vm, item)?).into();
    for parameter in parameters {
        let name = &names().__typing_prepare_subst__;
        let prepare = vm.find_attribute(parameter, name)?;
        if let Some(prepare) = prepare.filter(|prepare| !prepare.is_none()) {
            let items = match item.downcast::<Tuple>() {
                Some(_) => item.clone(),
                None => Tuple::new(vec![item.clone()]).into(),
            };
            item = vm.call(&prepare, &[alias.clone(), items])?;
        }
    }
    let single = std::slice::from_ref(&item);
    let items = item
        .downcast::<Tuple>()
        .map_or(single, |items| items.items());
    if items.len() != parameters.len() {
        let (few, least) = if items.len() > parameters.len() {
            ("many", "")
        } else {
            ("few", "at least ")
        };
        let least = if few == "few" { least } else { "" };
        let text = vm.repr_text(alias)?;
        return Err(vm.type_error(format!(
            "Too {few} arguments for {text}; actual {}, expected {least}{}",
            items.len(),
            parameters.len()
        )));
    }
    let mut replaced = Vec::with_capacity(arguments.len());
    for argument in arguments {
        if is_class(argument) {
            replaced.push(argument.clone());
            continue;
        }
        replace(vm, argument, parameters, items, &mut replaced)?;
    }
    Ok(replaced)
}

fn replace(
    vm: &Vm,
    argument: &Value,
    parameters: &[Value],
    items: &[Value],
    replaced: &mut Vec<Value>,
) -> Result<()> {
    let marker = vm.find_attribute(argument, &names().__typing_is_unpacked_typevartuple__)?;
    let unpacks = match marker {
        Some(marker) => vm.is_true(&marker)?,
        None => false,
    };
    let result = match vm.find_attribute(argument, &names().__typing_subst__)? {
        Some(substitution) => {
            let place = parameters.iter().position(|it| it.is(argument));
            let item = place.and_then(|place| items.get(place)).unwrap_or(argument);
            vm.call(&substitution, std::slice::from_ref(item))?
        }
        None => within(vm, argument, parameters, items)?,
    };
    match result.downcast::<Tuple>() {
        Some(inner) if unpacks => replaced.extend_from_slice(inner.items()),
        _ => replaced.push(result),
    }
    Ok(())
}

/// An argument that is generic itself, with its type variables replaced.
fn within(vm: &Vm, argument: &Value, parameters: &[Value], items: &[Value]) -> Result<Value> {
    let Some(own) = tuple_attribute(vm, argument, &names().__parameters__)? else {
        return Ok(argument.clone());
    };
    if own.items().is_empty() {
        return Ok(argument.clone());
    }
    let mut given = Vec::with_capacity(own.items().len());
    for parameter in own.items() {
        let place = parameters.iter().position(|other| other.is(parameter));
        let item = place.and_then(|place| items.get(place));
        let several = parameter.class().slots().iter.is_some();
        match (item, item.and_then(|item| item.downcast::<Tuple>())) {
            (_, Some(inner)) if several => given.extend_from_slice(inner.items()),
            (Some(item), _) => given.push(item.clone()),
            (None, _) => given.push(parameter.clone()),
        }
    }
    vm.get_item(argument, &Tuple::new(given).into())
}
