//! `__build_class__`: what a `class` statement does.

use super::calculate_metaclass;
use crate::call::Arguments;
use crate::objects::cell::Cell;
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::objects::heap::Ref;
use crate::objects::names::names;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::types::{TYPE, Type};
use crate::objects::value::Value;
use crate::{Result, Vm};

/// `__build_class__(function, name, *bases, metaclass=..., **keywords)`
pub fn build_class(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let positionals = arguments.positionals();
    let [function, name, original @ ..] = positionals else {
        return Err(vm.type_error("__build_class__: not enough arguments"));
    };
    let Some(function) = function.downcast_exact::<Function>() else {
        return Err(vm.type_error("__build_class__: func must be a function"));
    };
    if name.downcast::<Str>().is_none() {
        return Err(vm.type_error("__build_class__: name is not a string"));
    }
    let bases = resolve_bases(vm, original)?;
    let keywords = Keywords::new(arguments);
    let metaclass = choose_metaclass(vm, &keywords, bases.items())?;
    let namespace = prepare(vm, &metaclass, name, &bases, &keywords)?;
    let cell = vm.run_function_in(function, namespace.clone(), &[])?;
    if original.len() != bases.items().len()
        || original
            .iter()
            .zip(bases.items())
            .any(|(one, other)| !one.is(other))
    {
        let original = Tuple::from_slice(original);
        vm.set_item(
            &namespace,
            names().__orig_bases__.as_value(),
            original.as_value(),
        )?;
    }
    let class = keywords.call(vm, &metaclass, &[name.clone(), bases.to_value(), namespace])?;
    check_cell(vm, &cell, &class, name)?;
    Ok(class)
}

/// The bases, with those that are not types asked by `__mro_entries__`.
pub fn resolve_bases(vm: &Vm, original: &[Value]) -> Result<Ref<Tuple>> {
    let mut resolved: Vec<Value> = Vec::with_capacity(original.len());
    for base in original {
        if base.downcast::<Type>().is_some() {
            resolved.push(base.clone());
            continue;
        }
        let Some(entries) = vm.find_attribute(base, &names().__mro_entries__)? else {
            resolved.push(base.clone());
            continue;
        };
        let bases = Tuple::from_slice(original);
        let entries = vm.call(&entries, &[bases.into()])?;
        let Some(entries) = entries.downcast::<Tuple>() else {
            return Err(vm.type_error("__mro_entries__ must return a tuple"));
        };
        resolved.extend_from_slice(entries.items());
    }
    Ok(Tuple::new(resolved))
}

/// The keyword arguments of a class statement, without `metaclass`.
struct Keywords {
    names: Vec<Value>,
    values: Vec<Value>,
    metaclass: Option<Value>,
}

impl Keywords {
    fn new(arguments: Arguments<'_>) -> Keywords {
        let mut keywords = Keywords {
            names: Vec::new(),
            values: Vec::new(),
            metaclass: None,
        };
        for (name, value) in arguments.keywords() {
            if name.as_bytes() == b"metaclass" {
                keywords.metaclass = Some(value.clone());
            } else {
                keywords.names.push(name.to_value());
                keywords.values.push(value.clone());
            }
        }
        keywords
    }

    fn call(&self, vm: &Vm, callable: &Value, arguments: &[Value]) -> Result<Value> {
        let mut values = arguments.to_vec();
        values.extend_from_slice(&self.values);
        vm.call_with(
            callable,
            Arguments {
                values: &values,
                names: &self.names,
            },
        )
    }
}

fn choose_metaclass(vm: &Vm, keywords: &Keywords, bases: &[Value]) -> Result<Value> {
    let metaclass = match (&keywords.metaclass, bases.first()) {
        (Some(metaclass), _) => metaclass.clone(),
        (None, Some(base)) => base.class().to_value(),
        (None, None) => TYPE.to_value(),
    };
    match metaclass.downcast::<Type>() {
        Some(metaclass) => Ok(calculate_metaclass(vm, metaclass, bases)?.into()),
        None => Ok(metaclass),
    }
}

/// The namespace that `__prepare__` gives, which must be a mapping.
fn prepare(
    vm: &Vm,
    metaclass: &Value,
    name: &Value,
    bases: &Ref<Tuple>,
    keywords: &Keywords,
) -> Result<Value> {
    if metaclass.is(TYPE.as_value()) {
        return Ok(Dict::new().into());
    }
    let Some(prepare) = vm.find_attribute(metaclass, &names().__prepare__)? else {
        return Ok(Dict::new().into());
    };
    let namespace = keywords.call(vm, &prepare, &[name.clone(), bases.to_value()])?;
    if namespace.class().slots().getitem.is_some() {
        return Ok(namespace);
    }
    let place = match metaclass.downcast::<Type>() {
        Some(metaclass) => metaclass.name(),
        None => "<metaclass>".to_owned(),
    };
    Err(vm.type_error(format!(
        "{place}.__prepare__() must return a mapping, not {}",
        namespace.class().name()
    )))
}

/// Whether the metaclass has passed `__classcell__` on to `type.__new__`.
fn check_cell(vm: &Vm, cell: &Value, class: &Value, name: &Value) -> Result<()> {
    let Some(cell) = cell.downcast_exact::<Cell>() else {
        return Ok(());
    };
    if class.downcast::<Type>().is_none() {
        return Ok(());
    }
    match cell.get() {
        Some(content) if content.is(class) => Ok(()),
        Some(content) => Err(vm.type_error(format!(
            "__class__ set to {} defining {} as {}",
            vm.repr_text(&content)?,
            vm.repr_text(name)?,
            vm.repr_text(class)?
        ))),
        None => Err(vm.runtime_error(format!(
            "__class__ not set defining {} as {}. Was __classcell__ propagated to type.__new__?",
            vm.repr_text(name)?,
            vm.repr_text(class)?
        ))),
    }
}

impl Vm {
    /// `__name__` of the module whose code runs.
    pub(super) fn current_module_name(&self) -> Option<Value> {
        self.current_globals()?.get_str(&names().__name__)
    }
}
