//! Making classes: `type.__new__`, and the native types when the machine starts.

use super::cell::Cell;
use super::class_method::{ClassMethod, StaticMethod};
use super::descriptors::DataDescriptor;
use super::dict::Dict;
use super::exceptions::RUNTIME_WARNING;
use super::function::Function;
use super::heap::Ref;
use super::names::names;
use super::object_type::OBJECT;
use super::slot_methods;
use super::str::Str;
use super::str_type::encode_utf8;
use super::super_type::Super;
use super::tuple::Tuple;
use super::types::{Type, flags, method_cache, namespaces};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Property, Signature, bind};
use crate::{Result, Vm};

mod bases;
mod build_class;
mod early;
mod instances;
mod mro;
pub mod native;

pub use bases::set_bases;
pub use build_class::build_class;
pub use early::{EarlyEntries, early_entry};
pub use instances::check_class_change;
pub use mro::{as_tuple as mro_tuple, compute_mro, linearize};
pub use native::{fill_dict, make_ready, may_hold};

/// `type.__new__`.
pub fn new_type(vm: &Vm, metaclass: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("type.__new__", "(name, bases, dict, /)");
    let positional = Arguments::positional(arguments.positionals());
    if positional.values.len() != 3 {
        let given = positional.values.len();
        return Err(vm.type_error(format!(
            "type.__new__() takes exactly 3 arguments ({given} given)"
        )));
    }
    let bound = bind(vm, &SIGNATURE, positional)?;
    let expect = |number: usize, kind: &str| {
        let value = bound.required(number - 1);
        vm.type_error(format!(
            "type.__new__() argument {number} must be {kind}, not {}",
            vm.found_argument(value)
        ))
    };
    let name = bound.required(0).downcast::<Str>();
    let name = name.ok_or_else(|| expect(1, "str"))?;
    let bases = bound.required(1).downcast::<Tuple>();
    let bases = bases.ok_or_else(|| expect(2, "tuple"))?;
    let namespace = bound.required(2).downcast::<Dict>();
    let namespace = namespace.ok_or_else(|| expect(3, "dict"))?;
    check_entries(vm, bases)?;
    let winner = calculate_metaclass(vm, metaclass, bases.items())?;
    if !winner.is(metaclass)
        && let Some(new) = winner.slots().new
        && !std::ptr::fn_addr_eq(new, new_type as super::slots::New)
    {
        return new(vm, &winner, arguments);
    }
    let class = Creation {
        vm,
        name,
        namespace: namespace.copy(),
        metaclass: &winner,
    }
    .create(bases)?;
    set_names(vm, &class)?;
    init_subclass(vm, &class, arguments)?;
    Ok(class.into())
}

fn check_entries(vm: &Vm, bases: &Tuple) -> Result<()> {
    for base in bases.items() {
        if base.downcast::<Type>().is_none()
            && vm.find_attribute(base, &names().__mro_entries__)?.is_some()
        {
            return Err(
                vm.type_error("type() doesn't support MRO entry resolution; use types.new_class()")
            );
        }
    }
    Ok(())
}

/// The most derived of a metaclass and those of the bases.
pub fn calculate_metaclass(vm: &Vm, metaclass: &Ref<Type>, bases: &[Value]) -> Result<Ref<Type>> {
    let mut winner = metaclass.clone();
    for base in bases {
        let class = base.class();
        if winner.is_subtype(class) {
            continue;
        }
        if class.is_subtype(&winner) {
            winner = class.clone();
            continue;
        }
        return Err(vm.type_error(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) \
             subclass of the metaclasses of all its bases",
        ));
    }
    Ok(winner)
}

/// What a class is made from.
struct Creation<'a> {
    vm: &'a Vm,
    name: &'a Ref<Str>,
    namespace: Ref<Dict>,
    metaclass: &'a Ref<Type>,
}

/// What `__slots__` asks for.
struct Plan {
    members: Vec<Ref<Str>>,
    dict: bool,
    weak: bool,
}

impl Creation<'_> {
    fn create(self, bases: &Ref<Tuple>) -> Result<Ref<Type>> {
        let vm = self.vm;
        let bases: Vec<Ref<Type>> = if bases.items().is_empty() {
            vec![OBJECT.clone()]
        } else {
            bases::expect_types(vm, bases.items())?
        };
        let base = bases::best_base(vm, &bases)?;
        let plan = instances::plan(&self, &base, &bases)?;
        if self.name.as_bytes().contains(&0) {
            return Err(vm.value_error("type name must not contain null characters"));
        }
        if self.name.as_str().is_none() {
            encode_utf8(vm, self.name)?;
        }
        let class = self.allocate(base, bases);
        self.set_attributes(&class, &plan)?;
        let mro = compute_mro(vm, &class)?;
        inherit_collection_flags(&class, &mro);
        *class.mro.borrow_mut() = mro;
        self.describe_instances(&class, &plan);
        for base in class.bases.borrow().iter() {
            base.add_subclass(&class);
        }
        slot_methods::fill_slots(vm, &class);
        inherit_hash(vm, &class);
        self.check_keys()?;
        Ok(class)
    }

    /// Warns of names that are no strings.
    fn check_keys(&self) -> Result<()> {
        let mut keys = self.namespace.to_vec().into_iter().map(|(key, _)| key);
        if keys.all(|key| key.is_exact::<Str>()) {
            return Ok(());
        }
        let message = format!("non-string key in the __dict__ of class {}", self.name);
        self.vm.warn(&RUNTIME_WARNING, &message, 1)
    }

    fn allocate(&self, base: Ref<Type>, bases: Vec<Ref<Type>>) -> Ref<Type> {
        let inherited = flags::MATCH_SELF
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
        let flags = flags::HEAP | flags::BASE | base.flags.get() & inherited;
        let class = Type::new(None, flags, *base.slots());
        class.layout.set(Some(base.layout()));
        *class.name.borrow_mut() = Some(self.name.clone());
        namespaces::mark(&self.namespace);
        *class.dict.borrow_mut() = Some(self.namespace.clone());
        *class.base.borrow_mut() = Some(base);
        *class.bases.borrow_mut() = bases;
        Ref::with_class(self.metaclass, class)
    }

    fn set_attributes(&self, class: &Ref<Type>, plan: &Plan) -> Result<()> {
        let vm = self.vm;
        let names = names();
        let dict = &self.namespace;
        let qualified = match dict.remove_str(&names.__qualname__) {
            None => self.name.clone(),
            Some(qualified) => match qualified.downcast::<Str>() {
                Some(qualified) => qualified.clone(),
                None => {
                    return Err(vm.type_error(format!(
                        "type __qualname__ must be a str, not {}",
                        qualified.class().name()
                    )));
                }
            },
        };
        *class.qualified_name.borrow_mut() = Some(qualified);
        if dict.position_of_str(&names.__module__).is_none()
            && let Some(module) = vm.current_module_name()
        {
            dict.set_str(&names.__module__, module);
        }
        if let Some(new) = dict.get_str(&names.__new__)
            && new.is_exact::<Function>()
        {
            dict.set_str(&names.__new__, StaticMethod::of(new));
        }
        for name in [&names.__init_subclass__, &names.__class_getitem__] {
            if let Some(function) = dict.get_str(name)
                && function.is_exact::<Function>()
            {
                dict.set_str(name, ClassMethod::of(function));
            }
        }
        self.set_cell(&names.__classcell__, class.as_value())?;
        self.set_cell(&names.__classdictcell__, dict.as_value())?;
        self.add_descriptors(class, plan);
        match dict.get_str(&names.__doc__) {
            Some(doc) => {
                if let Some(doc) = doc.downcast::<Str>() {
                    encode_utf8(vm, doc)?;
                }
            }
            None => dict.set_str(&names.__doc__, Value::NONE),
        }
        Ok(())
    }

    fn add_descriptors(&self, class: &Ref<Type>, plan: &Plan) {
        let dict = &self.namespace;
        let first = class.base().map_or(0, |base| base.member_count());
        for (place, name) in plan.members.iter().enumerate() {
            let descriptor = DataDescriptor::of_member(class, name.clone(), first + place);
            dict.set_str(name, descriptor);
        }
        if plan.dict && dict.position_of_str(&names().__dict__).is_none() {
            let name = &names().__dict__;
            let descriptor = DataDescriptor::of_property(class, name.clone(), &DICT_PROPERTY);
            dict.set_str(name, descriptor);
        }
        if plan.weak && dict.position_of_str(&names().__weakref__).is_none() {
            let name = &names().__weakref__;
            let descriptor = DataDescriptor::of_property(class, name.clone(), &WEAKREF_PROPERTY);
            dict.set_str(name, descriptor);
        }
    }

    fn set_cell(&self, name: &Ref<Str>, content: &Value) -> Result<()> {
        let Some(cell) = self.namespace.get_str(name) else {
            return Ok(());
        };
        let Some(cell) = cell.downcast_exact::<Cell>() else {
            return Err(self.vm.type_error(format!(
                "{name} must be a nonlocal cell, not {}",
                self.vm.repr_text(cell.class().as_value())?
            )));
        };
        drop(cell.replace(Some(content.clone())));
        drop(self.namespace.remove_str(name));
        Ok(())
    }

    /// Decides what the prefix of instances holds.
    fn describe_instances(&self, class: &Ref<Type>, plan: &Plan) {
        if plan.dict {
            class.change_flags(flags::ATTRIBUTES, 0);
        }
        if plan.weak {
            class.change_flags(flags::WEAK_REFERENCES, 0);
        }
        let inherited = class.base().map_or(0, |base| base.member_count());
        instances::lay_out(self.vm, class, (inherited + plan.members.len()) as u32);
    }
}

/// A class that defines `__eq__` and not `__hash__` is unhashable.
fn inherit_hash(vm: &Vm, class: &Ref<Type>) {
    let dict = class.dict(vm);
    if dict.position_of_str(&names().__eq__).is_some()
        && dict.position_of_str(&names().__hash__).is_none()
    {
        dict.set_str(&names().__hash__, Value::NONE);
        method_cache::invalidate(class);
        class.update_slots(|slots| slots.hash = None);
    }
}

/// Calls `__set_name__` of what stands in the class.
fn set_names(vm: &Vm, class: &Ref<Type>) -> Result<()> {
    for (key, value) in class.dict(vm).to_vec() {
        let Some(method) = vm.find_special(&value, &names().__set_name__)? else {
            continue;
        };
        let arguments = [class.to_value(), key.clone()];
        if let Err(raised) = vm.call_found(&method, &value, &arguments) {
            let note = format!(
                "Error calling __set_name__ on '{}' instance {} in '{}'",
                value.class().name(),
                vm.repr_text(&key)?,
                class.name()
            );
            vm.call_method(&raised.0, "add_note", &[Str::value(note)])?;
            return Err(raised);
        }
    }
    Ok(())
}

/// The first class of the MRO that is a sequence or a mapping to `match` decides.
fn inherit_collection_flags(class: &Ref<Type>, mro: &[Ref<Type>]) {
    let collection = flags::SEQUENCE | flags::MAPPING;
    let inherited = mro.iter().map(|base| base.flags.get() & collection);
    if let Some(bits) = inherited.into_iter().find(|bits| *bits != 0) {
        class.set_collection_flags(bits);
    }
}

/// Calls `super(class, class).__init_subclass__(**keywords)`.
fn init_subclass(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<()> {
    if !class.mro.borrow().iter().any(|base| base.is(class)) {
        let name = class.name();
        return Err(vm.type_error(format!(
            "super(type, obj): obj (type {name}) is not an instance or subtype of type ({name})."
        )));
    }
    let keywords = arguments.skip(arguments.positionals().len());
    if keywords.values.is_empty() && inherits_plainly(vm, class) {
        return Ok(());
    }
    let bound = Super::of(class.clone(), Some(class.to_value()), class.clone());
    let method = vm.get_attribute(&bound, &names().__init_subclass__)?;
    vm.call_with(&method, keywords).map(drop)
}

/// Whether the only base has `__init_subclass__` of `object`, which does nothing.
fn inherits_plainly(vm: &Vm, class: &Ref<Type>) -> bool {
    let Some(base) = class.base() else {
        return false;
    };
    let mro = class.mro.borrow().len();
    let follows = class.mro.borrow().get(1).is_some_and(|next| next.is(&base));
    if !follows || base.mro.borrow().len() + 1 != mro {
        return false;
    }
    let name = &names().__init_subclass__;
    match (base.lookup(vm, name), OBJECT.lookup(vm, name)) {
        (Some(own), Some(plain)) => own.is(&plain),
        _ => false,
    }
}

/// `__dict__` of instances, as a row for native types whose instances have attributes.
pub const DICT: Property = Property {
    doc: Some("dictionary for instance variables"),
    ..Property::settable("__dict__", instances::get_dict, |vm, object, value| {
        if value.is_none() {
            return Err(vm.type_error("cannot delete __dict__"));
        }
        instances::set_dict(vm, object, value)
    })
};

/// `__dict__` of the instances of native types.
static NATIVE_DICT_PROPERTY: Property = DICT;

/// `__dict__` of the instances of classes, which can be deleted.
static DICT_PROPERTY: Property = Property {
    get: instances::get_dict_of_base,
    set: Some(instances::set_dict_of_base),
    ..DICT
};

/// `__weakref__` of instances.
static WEAKREF_PROPERTY: Property = Property {
    doc: Some("list of weak references to the object"),
    ..Property::new("__weakref__", |_, object| {
        let references = super::weakref::references_to(object);
        Ok(references.into_iter().next().unwrap_or(Value::NONE))
    })
};
