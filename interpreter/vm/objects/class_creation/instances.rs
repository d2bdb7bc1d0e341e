//! What instances of a class hold: `__slots__`, `__dict__`, and whether two classes agree.

use super::{Creation, Plan};
use crate::objects::attributes::{self, FIXED_WORDS, Shape};
use crate::objects::dict::Dict;
use crate::objects::heap::{Header, Ref};
use crate::objects::module::MODULE;
use crate::objects::names::names;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::types::{TYPE, Type, flags};
use crate::objects::value::Value;
use crate::{Result, Vm};

/// Types whose instances have no fixed size in CPython, so that `__slots__` are refused.
const VARIABLE: u32 =
    flags::INT_SUBCLASS | flags::TUPLE_SUBCLASS | flags::BYTES_SUBCLASS | flags::TYPE_SUBCLASS;

fn has_dict(class: &Type) -> bool {
    class.has(flags::ATTRIBUTES) || class.has(flags::OWN_DICT)
}

fn has_any(class: &Type, bits: u32) -> bool {
    class.flags.get() & bits != 0
}

/// What the class adds to the instances of its base.
pub(super) fn plan(creation: &Creation<'_>, base: &Ref<Type>, bases: &[Ref<Type>]) -> Result<Plan> {
    let may_have_dict = !has_dict(base);
    let may_have_weak = !base.has(flags::WEAK_REFERENCES) && !has_any(base, VARIABLE);
    let Some(slots) = creation.namespace.get_str(&names().__slots__) else {
        return Ok(Plan {
            members: Vec::new(),
            dict: may_have_dict,
            weak: may_have_weak,
        });
    };
    let mut plan = read_slots(creation, base, &slots, may_have_dict, may_have_weak)?;
    for other in bases.iter().filter(|other| !other.is(base)) {
        plan.dict |= may_have_dict && has_dict(other);
        plan.weak |= may_have_weak && other.has(flags::WEAK_REFERENCES);
    }
    Ok(plan)
}

fn read_slots(
    creation: &Creation<'_>,
    base: &Ref<Type>,
    slots: &Value,
    may_have_dict: bool,
    may_have_weak: bool,
) -> Result<Plan> {
    let vm = creation.vm;
    let items = match slots.downcast::<Str>() {
        Some(_) => vec![slots.clone()],
        None => vm.collect(slots)?,
    };
    if !items.is_empty() && has_any(base, VARIABLE) {
        return Err(vm.type_error(format!(
            "nonempty __slots__ not supported for subtype of '{}'",
            base.name()
        )));
    }
    let mut plan = Plan {
        members: Vec::new(),
        dict: false,
        weak: false,
    };
    for item in &items {
        let Some(name) = item.downcast::<Str>() else {
            return Err(vm.type_error(format!(
                "__slots__ items must be strings, not '{}'",
                item.class().name()
            )));
        };
        if !name.as_str().is_some_and(is_identifier) {
            return Err(vm.type_error("__slots__ must be identifiers"));
        }
        let twice = |name| vm.type_error(format!("{name} slot disallowed: we already got one"));
        match name.as_bytes() {
            b"__dict__" if !may_have_dict || plan.dict => return Err(twice("__dict__")),
            b"__dict__" => plan.dict = true,
            b"__weakref__" if !may_have_weak || plan.weak => return Err(twice("__weakref__")),
            b"__weakref__" => plan.weak = true,
            _ => plan.members.push(mangle(vm, creation.name, name)),
        }
    }
    plan.members
        .sort_by(|one, other| one.as_bytes().cmp(other.as_bytes()));
    for member in &plan.members {
        check_conflict(creation, member)?;
    }
    let tuple: Vec<Value> = items;
    if slots.downcast::<Str>().is_none() && slots.downcast::<Tuple>().is_none() {
        drop(tuple);
    }
    Ok(plan)
}

fn check_conflict(creation: &Creation<'_>, member: &Ref<Str>) -> Result<()> {
    let exempt: [&[u8]; 3] = [b"__qualname__", b"__classcell__", b"__classdictcell__"];
    if exempt.contains(&member.as_bytes()) || creation.namespace.position_of_str(member).is_none() {
        return Ok(());
    }
    Err(creation.vm.value_error(format!(
        "{} in __slots__ conflicts with class variable",
        creation.vm.repr_text(member.as_value())?
    )))
}

fn is_identifier(text: &str) -> bool {
    let mut characters = text.chars();
    let starts =
        |character: char| character == '_' || unicode::is_identifier_start(character.into());
    characters.next().is_some_and(starts)
        && characters.all(|it| unicode::is_identifier_continue(it.into()))
}

/// The name of a private member, with that of the class in front.
fn mangle(vm: &Vm, class: &Ref<Str>, name: &Ref<Str>) -> Ref<Str> {
    let (Some(class), Some(text)) = (class.as_str(), name.as_str()) else {
        return name.interned();
    };
    let class = class.trim_start_matches('_');
    if !text.starts_with("__") || text.ends_with("__") || text.contains('.') || class.is_empty() {
        return name.interned();
    }
    vm.intern(&format!("_{class}{text}"))
}

/// Sets the size of the prefix, and the empty shape.
pub(super) fn lay_out(vm: &Vm, class: &Ref<Type>, members: u32) {
    class.member_count.set(members);
    let capacity = if class.has(flags::ATTRIBUTES) && !class.has(flags::DICT_FIRST) {
        Shape::capacity_for(count_static_attributes(vm, class))
    } else {
        0
    };
    if class.has(flags::ATTRIBUTES) || members > 0 {
        class.prefix_words.set(FIXED_WORDS + members + capacity);
        class.set_shape(Shape::root(members, capacity));
    }
}

/// How many attributes instances are likely to have: those that methods of the class and its
/// bases assign to `self`, and those that are annotated, as in dataclasses.
fn count_static_attributes(vm: &Vm, class: &Ref<Type>) -> usize {
    let mut seen: Vec<Ref<Str>> = Vec::new();
    let mut note = |name: &Value| {
        if let Some(name) = name.downcast::<Str>()
            && !seen.iter().any(|other| other.same_text(name))
        {
            seen.push(name.clone());
        }
    };
    for class in class.mro.borrow().iter() {
        if !class.has(flags::HEAP) {
            continue;
        }
        let dict = class.dict(vm);
        let attributes = dict.get_str(&names().__static_attributes__);
        let attributes = attributes.as_ref().and_then(|it| it.downcast::<Tuple>());
        attributes
            .into_iter()
            .flat_map(|it| it.items())
            .for_each(&mut note);
        let annotations = dict.get_str(&names().__annotations__);
        if let Some(annotations) = annotations.as_ref().and_then(|it| it.downcast::<Dict>()) {
            annotations.to_vec().iter().for_each(|(name, _)| note(name));
        }
    }
    seen.len()
}

/// Whether instances of one class may become instances of the other.
pub(super) fn check_compatible(
    vm: &Vm,
    attribute: &str,
    old: &Ref<Type>,
    new: &Ref<Type>,
) -> Result<()> {
    if is_collected(old) != is_collected(new) {
        return Err(vm.type_error(format!(
            "{attribute} assignment: '{}' deallocator differs from '{}'",
            new.name(),
            old.name()
        )));
    }
    let same = std::ptr::eq(old.layout(), new.layout())
        && has_dict(old) == has_dict(new)
        && old.has(flags::WEAK_REFERENCES) == new.has(flags::WEAK_REFERENCES)
        && same_members(vm, old, new);
    if same {
        return Ok(());
    }
    Err(vm.type_error(format!(
        "{attribute} assignment: '{}' object layout differs from '{}'",
        new.name(),
        old.name()
    )))
}

/// Whether CPython's collector knows the instances.
fn is_collected(class: &Ref<Type>) -> bool {
    class.has(flags::HEAP) || class.layout().container || has_dict(class)
}

/// Whether both classes have the same members, from the same class or of the same names.
fn same_members(vm: &Vm, one: &Ref<Type>, other: &Ref<Type>) -> bool {
    if one.member_count() != other.member_count() {
        return false;
    }
    if one.member_count() == 0 {
        return true;
    }
    let one = super::bases::solid_base(one);
    let other = super::bases::solid_base(other);
    if one.is(&other) {
        return true;
    }
    let bases = one.base().zip(other.base());
    bases.is_some_and(|(left, right)| {
        left.is(&right) || super::bases::solid_base(&left).is(&super::bases::solid_base(&right))
    }) && member_names(vm, &one) == member_names(vm, &other)
}

fn member_names(vm: &Vm, class: &Ref<Type>) -> Vec<Vec<u8>> {
    use crate::objects::descriptors::MemberDescriptor;
    let entries = class.dict(vm).to_vec().into_iter();
    let mut found: Vec<(usize, Vec<u8>)> = entries
        .filter_map(|(key, value)| {
            let index = value.downcast::<MemberDescriptor>()?.index()?;
            Some((index, key.downcast::<Str>()?.as_bytes().to_vec()))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, name)| name).collect()
}

/// Whether `object.__class__ = class` is allowed.
pub fn check_class_change(vm: &Vm, object: &Value, class: &Ref<Type>) -> Result<()> {
    let old = object.class();
    let modules = old.is_subtype(&MODULE) && class.is_subtype(&MODULE);
    let heap = old.has(flags::HEAP) && class.has(flags::HEAP);
    if !modules && !heap {
        return Err(vm.type_error(
            "__class__ assignment only supported for mutable types or ModuleType subclasses",
        ));
    }
    check_compatible(vm, "__class__", old, class)
}

fn header_with_dict<'a>(vm: &Vm, object: &'a Value) -> Result<&'a Header> {
    object
        .header()
        .filter(|header| header.class().has(flags::ATTRIBUTES))
        .ok_or_else(|| vm.type_error("This object has no __dict__"))
}

/// The native class that the instances of a class have their `__dict__` from.
fn native_base_with_dict(class: &Ref<Type>) -> Option<Ref<Type>> {
    let mut class = class.clone();
    while class.has(flags::HEAP) {
        class = class.base()?;
    }
    (class.has(flags::ATTRIBUTES) || class.is_subtype(&TYPE)).then_some(class)
}

/// `__dict__` of an instance of a class whose native base may have its own.
pub fn get_dict_of_base(vm: &Vm, object: &Value) -> Result<Value> {
    if let Some(base) = native_base_with_dict(object.class())
        && let Some(descriptor) = base.lookup(vm, &names().__dict__)
        && let Some(get) = descriptor.class().slots().get
    {
        return get(vm, &descriptor, Some(object), object.class().as_value());
    }
    get_dict(vm, object)
}

/// Sets `__dict__` of an instance of a class whose native base may have its own.
pub fn set_dict_of_base(vm: &Vm, object: &Value, value: Option<&Value>) -> Result<()> {
    if let Some(base) = native_base_with_dict(object.class())
        && let Some(descriptor) = base.lookup(vm, &names().__dict__)
    {
        return match descriptor.class().slots().set {
            Some(set) => set(vm, &descriptor, object, value),
            None => Err(vm.type_error(format!(
                "this __dict__ descriptor does not support '{}' objects",
                object.class().name()
            ))),
        };
    }
    set_dict(vm, object, value)
}

/// `__dict__` of an instance.
pub fn get_dict(vm: &Vm, object: &Value) -> Result<Value> {
    Ok(attributes::dict_of(header_with_dict(vm, object)?).into())
}

/// Sets or deletes `__dict__` of an instance.
pub fn set_dict(vm: &Vm, object: &Value, value: Option<&Value>) -> Result<()> {
    let header = header_with_dict(vm, object)?;
    let dict = match value {
        None => None,
        Some(value) => match value.downcast::<Dict>() {
            Some(dict) => Some(dict.clone()),
            None => {
                return Err(vm.type_error(format!(
                    "__dict__ must be set to a dictionary, not a '{}'",
                    value.class().name()
                )));
            }
        },
    };
    attributes::set_dict(header, dict);
    Ok(())
}
