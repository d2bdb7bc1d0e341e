//! Native types: made ready when the machine starts; their dicts are filled when first asked
//! for.

use super::early;
use crate::native::{Method, MethodKind};
use crate::objects::attributes::{FIXED_WORDS, Shape};
use crate::objects::class_method::StaticMethod;
use crate::objects::descriptors::{ClassMethodDescriptor, DataDescriptor, MethodDescriptor};
use crate::objects::dict::Dict;
use crate::objects::heap::Ref;
use crate::objects::names::names;
use crate::objects::native_function::NativeFunction;
use crate::objects::object_type::OBJECT;
use crate::objects::slot_methods::{self, SEQUENCE_METHODS};
use crate::objects::slots::{SPECIAL_METHODS, Slot};
use crate::objects::str::Str;
use crate::objects::types::{Type, TypeSpec, flags, namespaces};
use crate::objects::value::Value;
use crate::{Result, Vm};

/// Flags that a native type has from its bases.
const INHERITED: u32 = flags::SEQUENCE
    | flags::MAPPING
    | flags::MATCH_SELF
    | flags::ATTRIBUTES
    | flags::WEAK_REFERENCES
    | flags::OWN_DICT
    | flags::DICT_FIRST
    | flags::INT_SUBCLASS
    | flags::LIST_SUBCLASS
    | flags::TUPLE_SUBCLASS
    | flags::BYTES_SUBCLASS
    | flags::STR_SUBCLASS
    | flags::DICT_SUBCLASS
    | flags::EXCEPTION_SUBCLASS
    | flags::TYPE_SUBCLASS;

/// Makes a native type ready, its bases first. Nothing happens if it is.
pub fn make_ready(class: &Ref<Type>) {
    let Some(spec) = class.spec else {
        return;
    };
    if class.is_ready() {
        return;
    }
    class.prefix_words.set(0);
    let mut bases = Vec::with_capacity(1 + spec.more_bases.len());
    match spec.base {
        Some(base) => bases.push(base().clone()),
        None if class.is(&OBJECT) => {}
        None => bases.push(OBJECT.clone()),
    }
    bases.extend(spec.more_bases.iter().map(|base| base().clone()));
    bases.iter().for_each(make_ready);
    let base = bases.first().cloned();
    let layout = spec.layout.map(|layout| layout());
    let layout = layout.or_else(|| base.as_ref().map(|base| base.layout()));
    class.layout.set(layout);
    if let Some(metaclass) = spec.metaclass {
        // The type that it had lives as long as the process.
        drop(class.header().replace_class(metaclass().clone()));
    }
    let inherited = base.as_ref().map_or(0, |base| base.flags.get() & INHERITED);
    let immutable = if class.has(flags::MUTABLE) {
        0
    } else {
        flags::IMMUTABLE
    };
    class.change_flags(immutable | inherited | own_flags(class), 0);
    let mro = native_mro(class, &bases);
    inherit_slots(class, spec, &mro);
    let members = spec.members + base.as_ref().map_or(0, |base| base.member_count.get());
    class.member_count.set(members);
    if class.has(flags::ATTRIBUTES) || members > 0 {
        class.prefix_words.set(FIXED_WORDS + members);
        class.set_shape(Shape::root(members, 0));
    }
    if class.prefix_size() == 0
        && class.has(flags::IMMUTABLE)
        && let Some(layout) = layout
        && (!class.has_finalizer() || layout.seldom_finalized)
    {
        class.release.set(layout.release_natively);
    }
    for base in &bases {
        base.add_subclass(class);
    }
    *class.mro.borrow_mut() = mro;
    *class.base.borrow_mut() = base;
    *class.bases.borrow_mut() = bases;
}

/// The flags of those types whose subclasses are told by a flag.
fn own_flags(class: &Ref<Type>) -> u32 {
    use crate::objects::types::TYPE;
    use crate::objects::{bytes, code_type, dict_type, exceptions, int_type, list_type};
    use crate::objects::{memoryview, set, str_type, tuple_type};
    let marks: [(&Ref<Type>, u32); 12] = [
        (&set::SET, flags::WEAK_REFERENCES),
        (&set::FROZENSET, flags::WEAK_REFERENCES),
        (&code_type::CODE, flags::WEAK_REFERENCES),
        (&memoryview::MEMORYVIEW, flags::WEAK_REFERENCES),
        (&int_type::INT, flags::INT_SUBCLASS),
        (&list_type::LIST, flags::LIST_SUBCLASS),
        (&tuple_type::TUPLE, flags::TUPLE_SUBCLASS),
        (&bytes::BYTES, flags::BYTES_SUBCLASS),
        (&str_type::STR, flags::STR_SUBCLASS),
        (&dict_type::DICT, flags::DICT_SUBCLASS),
        (&exceptions::BASE_EXCEPTION, flags::EXCEPTION_SUBCLASS),
        (
            &TYPE,
            flags::TYPE_SUBCLASS | flags::OWN_DICT | flags::WEAK_REFERENCES,
        ),
    ];
    let mark = marks.iter().find(|(other, _)| other.is(class));
    mark.map_or(0, |(_, flags)| *flags)
}

/// The MRO of a native type. Several bases are all of one chain each, `object` last.
fn native_mro(class: &Ref<Type>, bases: &[Ref<Type>]) -> Vec<Ref<Type>> {
    let capacity = bases
        .iter()
        .map(|base| base.mro.borrow().len())
        .sum::<usize>();
    let mut mro = Vec::with_capacity(1 + capacity);
    mro.push(class.clone());
    for (place, base) in bases.iter().enumerate() {
        for candidate in base.mro.borrow().iter() {
            let later = bases[place + 1..]
                .iter()
                .any(|other| other.is_subtype(candidate));
            if !later && !mro.iter().any(|other| other.is(candidate)) {
                mro.push(candidate.clone());
            }
        }
    }
    mro
}

fn inherit_slots(class: &Ref<Type>, spec: &TypeSpec, mro: &[Ref<Type>]) {
    let root = mro.len() == 2;
    let unhashable = spec.slots.compare.is_some() && spec.slots.hash.is_none();
    class.update_slots(|slots| {
        // A base has what it inherits. With several, each adds its own.
        let bases = match spec.more_bases {
            [] => mro.get(1..2).unwrap_or_default(),
            _ => &mro[1..],
        };
        for base in bases {
            slots.inherit(base.slots());
        }
        if unhashable && mro.len() > 1 {
            slots.hash = None;
        }
        // As in CPython, those that stand for heap types inherit the constructor of `object`.
        if root && spec.slots.new.is_none() && spec.flags & flags::HEAP == 0 {
            slots.new = None;
        }
    });
    if class.slots().new.is_none() {
        class.change_flags(flags::NO_INSTANTIATION, 0);
    }
    if class.slots().finalize.is_some() {
        class.change_flags(flags::FINALIZER, 0);
    }
}

/// Fills the dict of a native type: slots, methods, computed attributes, constants.
#[cold]
#[inline(never)]
pub fn fill_dict(vm: &Vm, class: &Ref<Type>) -> Ref<Dict> {
    make_ready(class);
    let Some(spec) = class.spec else {
        let dict = Dict::new();
        namespaces::mark(&dict);
        drop(class.dict.replace(Some(dict.clone())));
        return dict;
    };
    let dict = Dict::with_capacity(16 + spec.methods.len() + spec.properties.len());
    namespaces::mark(&dict);
    drop(class.dict.replace(Some(dict.clone())));
    add_slots(vm, class, spec, &dict);
    for method in spec.methods {
        let value = method_value(class, method);
        dict.set_str(&vm.intern(method.name), value);
    }
    for property in spec.properties {
        let name = vm.intern(property.name);
        let value = DataDescriptor::of_property(class, name.clone(), property);
        dict.set_str(&name, value);
    }
    let base_has = class.base().is_some_and(|base| base.has(flags::ATTRIBUTES));
    let name = &names().__dict__;
    if class.has(flags::ATTRIBUTES) && !base_has && dict.position_of_str(name).is_none() {
        let value = DataDescriptor::of_property(class, name.clone(), &super::NATIVE_DICT_PROPERTY);
        dict.set_str(name, value);
    }
    for (name, constant) in spec.constants {
        dict.set_str(&vm.intern(name), constant(vm));
    }
    if dict.position_of_str(&names().__doc__).is_none() {
        dict.set_str(&names().__doc__, spec.doc.map_or(Value::NONE, Str::value));
    }
    early::move_to_dict(vm, class, &dict);
    dict
}

/// Whether [`fill_dict`] may add this name.
pub fn may_hold(class: &Ref<Type>, name: &Ref<Str>) -> bool {
    let Some(spec) = class.spec else {
        return true;
    };
    let bytes = name.as_bytes();
    let is_special = || {
        matches!(bytes, b"__new__" | b"__doc__" | b"__dict__" | b"__hash__")
            || slot_methods::special_slot(name).is_some_and(|slot| spec.slots.get(slot).is_some())
            || SEQUENCE_METHODS
                .iter()
                .any(|(text, slot)| text.as_bytes() == bytes && spec.slots.get(*slot).is_some())
    };
    bytes.starts_with(b"__") && is_special()
        || spec.methods.iter().any(|it| it.name.as_bytes() == bytes)
        || spec.properties.iter().any(|it| it.name.as_bytes() == bytes)
        || spec.constants.iter().any(|it| it.0.as_bytes() == bytes)
}

pub(super) fn method_value(class: &Ref<Type>, method: &'static Method) -> Value {
    match method.kind {
        MethodKind::Instance => MethodDescriptor::new(class, method).into(),
        MethodKind::Class => ClassMethodDescriptor::new(class, method).into(),
        MethodKind::Static => StaticMethod::of(NativeFunction::static_of(method, class).into()),
    }
}

fn add_slots(vm: &Vm, class: &Ref<Type>, spec: &TypeSpec, dict: &Ref<Dict>) {
    if spec.slots.new.is_some() {
        let new = NativeFunction::bound(&NEW, class.to_value(), Some(class.clone()));
        dict.set_str(&names().__new__, new.into());
    }
    for (&(text, slot), name) in SPECIAL_METHODS.iter().zip(&names().special) {
        let Some(function) = spec.slots.get(slot).filter(|_| slot != Slot::new) else {
            continue;
        };
        if text != "__getattr__" {
            dict.set_str(
                name,
                slot_methods::wrap(class, name.clone(), slot, function),
            );
        }
    }
    for &(text, slot) in SEQUENCE_METHODS {
        let name = vm.intern(text);
        if let Some(function) = spec.slots.get(slot)
            && dict.position_of_str(&name).is_none()
        {
            dict.set_str(
                &name,
                slot_methods::wrap(class, name.clone(), slot, function),
            );
        }
    }
    if spec.slots.compare.is_some() && spec.slots.hash.is_none() {
        dict.set_str(&names().__hash__, Value::NONE);
    }
}

/// `__new__` of every native type.
pub(super) static NEW: Method = Method::raw(
    "__new__",
    "($type, *args, **kwargs)",
    call_new,
    "Create and return a new object.",
);

fn call_new(vm: &Vm, arguments: crate::call::Arguments<'_>) -> Result<Value> {
    let receiver = arguments.positionals().first();
    let Some(owner) = receiver.and_then(|owner| owner.downcast::<Type>()) else {
        return Ok(Value::NONE);
    };
    let Some(class) = arguments.positionals().get(1) else {
        return Err(vm.type_error(format!("{}.__new__(): not enough arguments", owner.name())));
    };
    let Some(class) = class.downcast::<Type>() else {
        return Err(vm.type_error(format!(
            "{}.__new__(X): X is not a type object ({})",
            owner.name(),
            class.class().name()
        )));
    };
    if !class.is_subtype(owner) {
        return Err(vm.type_error(format!(
            "{0}.__new__({1}): {1} is not a subtype of {0}",
            owner.name(),
            class.name()
        )));
    }
    let mut native = class.clone();
    while native.has(flags::HEAP)
        && let Some(base) = native.base()
    {
        native = base;
    }
    let own = owner.slots().new;
    let (Some(new), Some(safe)) = (own, native.slots().new) else {
        return Err(vm.type_error(format!("cannot create '{}' instances", class.full_name())));
    };
    if !std::ptr::fn_addr_eq(new, safe) {
        return Err(vm.type_error(format!(
            "{0}.__new__({1}) is not safe, use {2}.__new__()",
            owner.name(),
            class.name(),
            native.name()
        )));
    }
    new(vm, class, arguments.skip(2))
}
