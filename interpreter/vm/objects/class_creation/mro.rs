//! The method resolution order: the C3 linearization.

use crate::objects::heap::Ref;
use crate::objects::names::names;
use crate::objects::tuple::Tuple;
use crate::objects::types::{TYPE, Type};
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// The MRO of a class by its bases, asking the metaclass's `mro` if it has its own.
pub fn compute_mro(vm: &Vm, class: &Ref<Type>) -> Result<Vec<Ref<Type>>> {
    let metaclass = class.class();
    if metaclass.is(&TYPE) {
        return linearize(vm, class);
    }
    let own = metaclass.lookup(vm, &names().mro);
    let ordinary = TYPE.lookup(vm, &names().mro);
    match (own, ordinary) {
        (Some(own), Some(ordinary)) if !own.is(&ordinary) => {
            let result = vm.call_method_by_name(class.as_value(), &names().mro, &[])?;
            check(vm, class, vm.collect(&result)?)
        }
        _ => linearize(vm, class),
    }
}

/// What a custom `mro` gave.
fn check(vm: &Vm, class: &Ref<Type>, items: Vec<Value>) -> Result<Vec<Ref<Type>>> {
    let mut mro = Vec::with_capacity(items.len());
    let own = super::bases::solid_base(class);
    for item in items {
        let Some(base) = item.downcast::<Type>() else {
            return Err(vm.type_error(format!(
                "mro() returned a non-class ('{}')",
                item.class().name()
            )));
        };
        if !own.is_subtype_or_same(&super::bases::solid_base(base)) {
            return Err(vm.type_error(format!(
                "mro() returned base with unsuitable layout ('{}')",
                base.name()
            )));
        }
        mro.push(base.clone());
    }
    Ok(mro)
}

/// The C3 linearization.
pub fn linearize(vm: &Vm, class: &Ref<Type>) -> Result<Vec<Ref<Type>>> {
    let bases = class.bases.borrow().clone();
    if let Some(base) = bases.iter().find(|base| base.mro.borrow().is_empty()) {
        let name = base.name();
        return Err(vm.type_error(format!("Cannot extend an incomplete type '{name}'")));
    }
    if let [base] = &bases[..] {
        let mut mro = Vec::with_capacity(base.mro.borrow().len() + 1);
        mro.push(class.clone());
        mro.extend(base.mro.borrow().iter().cloned());
        return Ok(mro);
    }
    for (place, base) in bases.iter().enumerate() {
        if bases[..place].iter().any(|other| other.is(base)) {
            return Err(vm.type_error(format!("duplicate base class {}", base.name())));
        }
    }
    let mut lists: Vec<Vec<Ref<Type>>> = bases.iter().map(|base| base.mro_list()).collect();
    lists.push(bases);
    merge(vm, class, lists)
}

fn merge(vm: &Vm, class: &Ref<Type>, lists: Vec<Vec<Ref<Type>>>) -> Result<Vec<Ref<Type>>> {
    let mut mro = vec![class.clone()];
    let mut starts = vec![0; lists.len()];
    loop {
        let heads = || {
            let pairs = lists.iter().zip(&starts);
            pairs.filter_map(|(list, &start)| list.get(start))
        };
        if heads().next().is_none() {
            return Ok(mro);
        }
        let in_tail = |candidate: &Ref<Type>| {
            lists.iter().zip(&starts).any(|(list, &start)| {
                let tail = list.get(start + 1..).unwrap_or_default();
                tail.iter().any(|other| other.is(candidate))
            })
        };
        let Some(next) = heads().find(|candidate| !in_tail(candidate)).cloned() else {
            return Err(conflict(vm, heads()));
        };
        for (list, start) in lists.iter().zip(&mut starts) {
            if list.get(*start).is_some_and(|head| head.is(&next)) {
                *start += 1;
            }
        }
        mro.push(next);
    }
}

#[cold]
fn conflict<'a>(vm: &Vm, heads: impl Iterator<Item = &'a Ref<Type>>) -> Raised {
    let mut rest: Vec<&Ref<Type>> = Vec::new();
    for head in heads {
        if !rest.iter().any(|other| other.is(head)) {
            rest.push(head);
        }
    }
    let names: Vec<String> = rest.iter().map(|class| class.short_name()).collect();
    vm.type_error(format!(
        "Cannot create a consistent method resolution order (MRO) for bases {}",
        names.join(", ")
    ))
}

/// The result of `type.mro(class)`.
pub fn as_list(mro: Vec<Ref<Type>>) -> Vec<Value> {
    mro.into_iter().map(Value::from).collect()
}

/// The MRO as a tuple, as `__mro__` gives it.
pub fn as_tuple(class: &Ref<Type>) -> Ref<Tuple> {
    Tuple::new(as_list(class.mro_list()))
}
