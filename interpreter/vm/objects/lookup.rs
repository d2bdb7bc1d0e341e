//! Looking attributes up: in types, in instances, and special methods.

use super::attributes;
use super::dict::Dict;
use super::exceptions;
use super::function::Function;
use super::generator::Generator;
use super::heap::Ref;
use super::module::Module;
use super::str::Str;
use super::types::{Type, flags, method_cache};
use super::value::Value;
use crate::call::Arguments;
use crate::eval::frames;
use crate::{Result, Vm};

mod instance_check;

/// An attribute that is about to be called.
pub enum Found {
    /// A function of the type: called with the object in front of the arguments.
    Method(Value),
    /// Anything else: called with the arguments alone.
    Attribute(Value),
}

impl Ref<Type> {
    /// The attribute of this name in the type or one of its bases, as it stands in the dict.
    #[inline]
    pub fn lookup(&self, vm: &Vm, name: &Ref<Str>) -> Option<Value> {
        method_cache::lookup(self, name, || self.lookup_slowly(vm, name))
    }

    #[inline(never)]
    fn lookup_slowly(&self, vm: &Vm, name: &Ref<Str>) -> Option<Value> {
        if !self.is_ready() {
            super::class_creation::make_ready(self);
        }
        let mro = self.mro.borrow();
        mro.iter()
            .filter(|class| class.may_hold(name))
            .find_map(|class| class.entry(vm, name))
    }

    /// The entry of this name in the dict of the type itself, which need not be filled for it.
    fn entry(&self, vm: &Vm, name: &Ref<Str>) -> Option<Value> {
        let dict = self.dict.borrow().clone();
        match dict {
            Some(dict) => dict.get_str(name),
            None => super::class_creation::early_entry(vm, self, name)
                .or_else(|| self.dict(vm).get_str(name)),
        }
    }

    /// Whether the dict of the type itself may have the name. Most dicts of native types are
    /// never asked for more than what they do not have, and need not be filled for that.
    fn may_hold(&self, name: &Ref<Str>) -> bool {
        self.dict.borrow().is_some() || super::class_creation::may_hold(self, name)
    }

    /// The attribute, and the class in whose dict it stands.
    pub fn lookup_with_place(&self, vm: &Vm, name: &Ref<Str>) -> Option<(Value, Ref<Type>)> {
        let mro = self.mro.borrow();
        mro.iter()
            .find_map(|class| Some((class.dict(vm).get_str(name)?, class.clone())))
    }

    /// The dict of the type itself. That of a native type is filled when first asked for.
    pub fn dict(&self, vm: &Vm) -> Ref<Dict> {
        if let Some(dict) = &*self.dict.borrow() {
            return dict.clone();
        }
        super::class_creation::fill_dict(vm, self)
    }

    /// The MRO as it is now.
    pub fn mro_list(&self) -> Vec<Ref<Type>> {
        self.mro.borrow().clone()
    }

    /// `__base__`.
    pub fn base(&self) -> Option<Ref<Type>> {
        self.base.borrow().clone()
    }
}

/// Whether values of the type are bound as methods without `__get__` being asked.
#[inline(always)]
pub fn is_method_descriptor(value: &Value) -> bool {
    value.class().has(flags::METHOD_DESCRIPTOR)
}

/// `object.__getattribute__`.
pub fn generic_get_attribute(vm: &Vm, object: &Value, name: &Ref<Str>) -> Result<Value> {
    match generic_find_attribute(vm, object, name)? {
        Some(value) => Ok(value),
        None => Err(vm.no_attribute(object, name)),
    }
}

/// As [`generic_get_attribute`], without an exception where there is no such attribute.
#[inline]
pub fn generic_find_attribute(vm: &Vm, object: &Value, name: &Ref<Str>) -> Result<Option<Value>> {
    let Some(descriptor) = object.class().lookup(vm, name) else {
        return Ok(own_attribute(object, name));
    };
    let slots = descriptor.class().slots();
    let Some(get) = slots.get else {
        return Ok(Some(own_attribute(object, name).unwrap_or(descriptor)));
    };
    if slots.set.is_none()
        && let Some(value) = own_attribute(object, name)
    {
        return Ok(Some(value));
    }
    let class = object.class().clone();
    get(vm, &descriptor, Some(object), class.as_value()).map(Some)
}

#[inline]
fn own_attribute(object: &Value, name: &Ref<Str>) -> Option<Value> {
    attributes::get(object.header()?, name)
}

/// `object.__setattr__`, and `object.__delattr__` without a value.
pub fn generic_set_attribute(
    vm: &Vm,
    object: &Value,
    name: &Ref<Str>,
    value: Option<&Value>,
) -> Result<()> {
    let descriptor = object.class().lookup(vm, name);
    if let Some(descriptor) = &descriptor
        && let Some(set) = descriptor.class().slots().set
    {
        return set(vm, descriptor, object, value);
    }
    let header = object
        .header()
        .filter(|header| header.class().has(flags::ATTRIBUTES));
    let class = object.class();
    let Some(header) = header else {
        let generic = class
            .slots()
            .setattribute
            .is_some_and(|function| std::ptr::fn_addr_eq(function, GENERIC_SET));
        let class = class.name();
        let message = match descriptor {
            None if generic => format!(
                "'{class}' object has no attribute '{name}' and no __dict__ for setting new attributes"
            ),
            None => format!("'{class}' object has no attribute '{name}'"),
            Some(_) => format!("'{class}' object attribute '{name}' is read-only"),
        };
        return Err(vm.attribute_error_of(object, name, message));
    };
    match value {
        Some(value) => {
            attributes::set(header, name, value.clone());
            Ok(())
        }
        None => {
            // What is deleted must not come back with what a module adds late.
            if let Some(module) = object.downcast::<Module>() {
                module.complete(vm);
            }
            match attributes::delete(header, name) {
                true => Ok(()),
                false => Err(vm.no_attribute(object, name)),
            }
        }
    }
}

const GENERIC_SET: super::slots::SetAttribute = generic_set_attribute;
pub(super) const GENERIC_GET: super::slots::GetAttribute = generic_get_attribute;

/// Whether attributes of this type's instances are found in the generic way.
#[inline(always)]
pub fn has_generic_getattribute(class: &Type) -> bool {
    class
        .slots()
        .getattribute
        .is_none_or(|function| std::ptr::fn_addr_eq(function, GENERIC_GET))
}

/// Whether attributes of this type's instances are set in the generic way.
#[inline(always)]
pub fn has_generic_setattribute(class: &Type) -> bool {
    class
        .slots()
        .setattribute
        .is_none_or(|function| std::ptr::fn_addr_eq(function, GENERIC_SET))
}

impl Vm {
    /// `object.name`.
    #[inline]
    pub fn get_attribute(&self, object: &Value, name: &Ref<Str>) -> Result<Value> {
        let getattribute = object.class().slots().getattribute;
        let getattribute = getattribute.unwrap_or(GENERIC_GET);
        getattribute(self, object, name).inspect_err(|raised| {
            exceptions::Exception::add_context(raised, name, object);
        })
    }

    /// `object.name`; `None` instead of an AttributeError.
    pub fn find_attribute(&self, object: &Value, name: &Ref<Str>) -> Result<Option<Value>> {
        if has_generic_getattribute(object.class()) {
            return match generic_find_attribute(self, object, name) {
                Err(raised) if raised.is(&exceptions::ATTRIBUTE_ERROR) => Ok(None),
                result => result,
            };
        }
        if let Some(module) = object.downcast_exact::<Module>()
            && let Some(result) = module.find_plainly(self, name)
        {
            return result;
        }
        if let Some(class) = object.downcast::<Type>()
            && super::type_type::has_ordinary_getattribute(class)
        {
            return match super::type_type::find_attribute(self, class, name) {
                Err(raised) if raised.is(&exceptions::ATTRIBUTE_ERROR) => Ok(None),
                result => result,
            };
        }
        match self.get_attribute(object, name) {
            Ok(value) => Ok(Some(value)),
            Err(raised) if raised.is(&exceptions::ATTRIBUTE_ERROR) => Ok(None),
            Err(raised) => Err(raised),
        }
    }

    /// `object.name` for a name in Rust text; `None` instead of an AttributeError.
    pub fn find_attribute_by(&self, object: &Value, name: &str) -> Result<Option<Value>> {
        self.find_attribute(object, &self.intern(name))
    }

    /// `object.name = value`.
    #[inline]
    pub fn set_attribute(&self, object: &Value, name: &Ref<Str>, value: &Value) -> Result<()> {
        self.store_attribute(object, name, Some(value))
    }

    /// `del object.name`.
    pub fn delete_attribute(&self, object: &Value, name: &Ref<Str>) -> Result<()> {
        self.store_attribute(object, name, None)
    }

    /// Sets an attribute, or deletes it without a value.
    #[inline]
    pub fn store_attribute(
        &self,
        object: &Value,
        name: &Ref<Str>,
        value: Option<&Value>,
    ) -> Result<()> {
        let interned;
        let name = if name.is_interned() {
            name
        } else {
            interned = name.interned();
            &interned
        };
        match object.class().slots().setattribute {
            Some(setattribute) => setattribute(self, object, name, value),
            None => generic_set_attribute(self, object, name, value),
        }
    }

    /// `object.name` for a call: methods come unbound where nothing is lost by it.
    #[inline]
    pub fn get_method(&self, object: &Value, name: &Ref<Str>) -> Result<Found> {
        if !has_generic_getattribute(object.class()) {
            return self.get_attribute(object, name).map(Found::Attribute);
        }
        let Some(descriptor) = object.class().lookup(self, name) else {
            return match own_attribute(object, name) {
                Some(value) => Ok(Found::Attribute(value)),
                None => Err(self.no_attribute(object, name)),
            };
        };
        if is_method_descriptor(&descriptor) {
            return Ok(match own_attribute(object, name) {
                Some(value) => Found::Attribute(value),
                None => Found::Method(descriptor),
            });
        }
        generic_get_attribute(self, object, name).map(Found::Attribute)
    }

    /// The special method `name` of the type of `object`, bound; `None` where there is none.
    pub fn lookup_special(&self, object: &Value, name: &Ref<Str>) -> Result<Option<Value>> {
        let Some(descriptor) = object.class().lookup(self, name) else {
            return Ok(None);
        };
        match descriptor.class().slots().get {
            Some(get) => {
                let class = object.class().clone();
                get(self, &descriptor, Some(object), class.as_value()).map(Some)
            }
            None => Ok(Some(descriptor)),
        }
    }

    /// The special method `name` of the type of `object`, ready for [`Vm::call_found`].
    #[inline]
    pub fn find_special(&self, object: &Value, name: &Ref<Str>) -> Result<Option<Found>> {
        let Some(descriptor) = object.class().lookup(self, name) else {
            return Ok(None);
        };
        if is_method_descriptor(&descriptor) {
            return Ok(Some(Found::Method(descriptor)));
        }
        Ok(self.lookup_special(object, name)?.map(Found::Attribute))
    }

    /// Calls what [`Vm::get_method`] or [`Vm::find_special`] found on `object`.
    #[inline]
    pub fn call_found(&self, found: &Found, object: &Value, arguments: &[Value]) -> Result<Value> {
        match found {
            Found::Attribute(callable) => self.call(callable, arguments),
            Found::Method(function) => {
                self.call_prepending(function, object, Arguments::positional(arguments))
            }
        }
    }

    /// Calls `callable` with `first` in front of the arguments.
    pub fn call_prepending(
        &self,
        callable: &Value,
        first: &Value,
        arguments: Arguments<'_>,
    ) -> Result<Value> {
        const FEW: usize = 5;
        let names = arguments.names;
        if names.is_empty()
            && let Some(function) = callable.downcast_exact::<Function>()
            && let Some(generator) =
                Generator::of_values(self, function, Some(first), arguments.values)
        {
            return Ok(generator);
        }
        if names.is_empty()
            && let Some(function) = callable.downcast_exact::<Function>()
            && let Some(frame) =
                frames::of_simple_call(self, function, Some(first), arguments.values)
        {
            return self.run_frame(frame?, None);
        }
        let count = arguments.values.len() + 1;
        if count <= FEW {
            let mut values = [Value::NONE; FEW];
            values[0] = first.clone();
            values[1..count].clone_from_slice(arguments.values);
            let values = &values[..count];
            return self.call_with(callable, Arguments { values, names });
        }
        let mut values = Vec::with_capacity(count);
        values.push(first.clone());
        values.extend_from_slice(arguments.values);
        let values = &values;
        self.call_with(callable, Arguments { values, names })
    }

    /// Calls the method `name` of `object`.
    pub fn call_method_by_name(
        &self,
        object: &Value,
        name: &Ref<Str>,
        arguments: &[Value],
    ) -> Result<Value> {
        let found = self.get_method(object, name)?;
        self.call_found(&found, object, arguments)
    }
}
