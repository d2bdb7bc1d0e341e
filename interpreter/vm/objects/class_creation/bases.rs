//! Bases: which of them decides the layout of instances, and `__bases__ = ...`.

use super::{calculate_metaclass, compute_mro};
use crate::objects::heap::Ref;
use crate::objects::slot_methods;
use crate::objects::tuple::Tuple;
use crate::objects::types::{Type, flags, method_cache};
use crate::objects::value::Value;
use crate::{Result, Vm};

/// The bases as types.
pub fn expect_types(vm: &Vm, bases: &[Value]) -> Result<Vec<Ref<Type>>> {
    let types = bases.iter().map(|base| base.downcast::<Type>().cloned());
    types
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| vm.type_error("bases must be types"))
}

/// The class that gave instances of `class` their layout: with a payload or members of its own.
pub fn solid_base(class: &Ref<Type>) -> Ref<Type> {
    let mut class = class.clone();
    while let Some(base) = class.base() {
        let same = std::ptr::eq(class.layout(), base.layout())
            && class.member_count() == base.member_count();
        if !same {
            break;
        }
        class = base;
    }
    class
}

impl Ref<Type> {
    /// Whether the type is `other` or has it among its bases, whether or not it has an MRO.
    pub(super) fn is_subtype_or_same(&self, other: &Ref<Type>) -> bool {
        let mut class = Some(self.clone());
        while let Some(current) = class {
            if current.is(other) || current.is_subtype(other) {
                return true;
            }
            class = current.base();
        }
        false
    }
}

/// The base whose layout includes those of all others.
pub fn best_base(vm: &Vm, bases: &[Ref<Type>]) -> Result<Ref<Type>> {
    let mut best: Option<(Ref<Type>, Ref<Type>)> = None;
    for base in bases {
        if !base.has(flags::BASE) {
            return Err(vm.type_error(format!(
                "type '{}' is not an acceptable base type",
                base.full_name()
            )));
        }
        let candidate = solid_base(base);
        match &best {
            Some((solid, _)) if solid.is_subtype(&candidate) => {}
            Some((solid, _)) if !candidate.is_subtype(solid) => {
                return Err(vm.type_error("multiple bases have instance lay-out conflict"));
            }
            _ => best = Some((candidate, base.clone())),
        }
    }
    best.map(|(_, base)| base)
        .ok_or_else(|| vm.type_error("a new-style class can't have only classic bases"))
}

/// `class.__bases__ = bases`.
pub fn set_bases(vm: &Vm, class: &Ref<Type>, value: &Value) -> Result<()> {
    let Some(tuple) = value.downcast::<Tuple>() else {
        return Err(vm.type_error(format!(
            "can only assign tuple to {}.__bases__, not {}",
            class.name(),
            value.class().name()
        )));
    };
    if tuple.items().is_empty() {
        return Err(vm.type_error(format!(
            "can only assign non-empty tuple to {}.__bases__, not ()",
            class.name()
        )));
    }
    for base in tuple.items() {
        let Some(base) = base.downcast::<Type>() else {
            return Err(vm.type_error(format!(
                "{}.__bases__ must be tuple of classes, not '{}'",
                class.name(),
                base.class().name()
            )));
        };
        if base.is_subtype_or_same(class) || has_base(base, class) {
            return Err(vm.type_error("a __bases__ item causes an inheritance cycle"));
        }
    }
    let bases = expect_types(vm, tuple.items())?;
    calculate_metaclass(vm, class.class(), tuple.items())?;
    let base = best_base(vm, &bases)?;
    let old_base = class.base();
    if let Some(old) = &old_base {
        super::instances::check_compatible(vm, "__bases__", old, &base)?;
    }
    let new_bases = bases.as_ptr();
    let old_bases = class.bases.replace(bases);
    drop(class.base.replace(Some(base)));
    let mut replaced = Vec::new();
    let result = update_mro(vm, class, &mut replaced);
    // A `mro` method may have set other bases meanwhile, which then stay.
    if class.bases.borrow().as_ptr() != new_bases {
        return result;
    }
    if let Err(raised) = result {
        drop(class.bases.replace(old_bases));
        drop(class.base.replace(old_base));
        for (class, mro) in replaced.into_iter().rev() {
            method_cache::invalidate(&class);
            drop(class.mro.replace(mro));
        }
        return Err(raised);
    }
    for base in &old_bases {
        base.remove_subclass(class.header());
    }
    for base in class.bases.borrow().iter() {
        base.add_subclass(class);
    }
    method_cache::invalidate(class);
    update_slots(vm, class);
    Ok(())
}

/// Whether `other` is on the chain of first bases, which changes before the MRO does.
fn has_base(class: &Ref<Type>, other: &Ref<Type>) -> bool {
    let bases = std::iter::successors(class.base(), |class| class.base());
    bases.into_iter().any(|base| base.is(other))
}

/// Computes the MRO of the class and of its subclasses again, and remembers the old ones.
fn update_mro(
    vm: &Vm,
    class: &Ref<Type>,
    replaced: &mut Vec<(Ref<Type>, Vec<Ref<Type>>)>,
) -> Result<()> {
    let mro = compute_mro(vm, class)?;
    method_cache::invalidate(class);
    replaced.push((class.clone(), class.mro.replace(mro)));
    for subclass in class.subclasses() {
        update_mro(vm, &subclass, replaced)?;
    }
    Ok(())
}

fn update_slots(vm: &Vm, class: &Ref<Type>) {
    slot_methods::fill_slots(vm, class);
    for subclass in class.subclasses() {
        update_slots(vm, &subclass);
    }
}
