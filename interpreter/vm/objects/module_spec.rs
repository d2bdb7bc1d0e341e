//! `ModuleSpec` of modules that the machine itself finds. The library's `importlib` has a class
//! of the same name for those that scripts make.
//!
//! The loader is only made when somebody asks for it, because that loads `importlib`.

use std::cell::Cell;

use super::guarded::Guarded;
use super::heap::{Payload, Ref};
use super::slots::Slots;
use super::str::Str;
use super::types::{TypeSpec, flags};
use super::value::Value;
use crate::native::Property;
use crate::{Result, Vm, payload, static_type};

/// The payload of a spec.
pub struct ModuleSpec {
    name: Value,
    origin: Guarded<Value>,
    locations: Guarded<Option<Value>>,
    loader: Guarded<Option<Value>>,
    state: Guarded<Value>,
    cached: Guarded<Value>,
    has_location: Cell<bool>,
    initializing: Cell<bool>,
}

payload!(ModuleSpec, MODULE_SPEC, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.name);
        visit(&self.origin.borrow());
        self.locations.borrow().iter().for_each(&mut *visit);
        self.loader.borrow().iter().for_each(&mut *visit);
        visit(&self.state.borrow());
        visit(&self.cached.borrow());
    }
    fn clear(&self) {
        drop(self.locations.take());
        drop(self.loader.take());
    }
});

static_type! {
    /// `ModuleSpec`
    pub MODULE_SPEC = TypeSpec {
        name: "ModuleSpec",
        module: "_frozen_importlib",
        layout: Some(<ModuleSpec as Payload>::layout),
        flags: flags::ATTRIBUTES | flags::WEAK_REFERENCES,
        slots: Slots { repr: Some(repr), ..Slots::EMPTY },
        properties: &[
            Property::new("name", |_, this| Ok(of(this).name.clone())),
            Property::settable(
                "origin",
                |_, this| Ok(of(this).origin.borrow().clone()),
                |_, this, value| store(&of(this).origin, value),
            ),
            Property::settable(
                "submodule_search_locations",
                |_, this| Ok(of(this).locations().unwrap_or(Value::NONE)),
                |_, this, value| {
                    let value = value.filter(|value| !value.is_none()).cloned();
                    drop(of(this).locations.replace(value));
                    Ok(())
                },
            ),
            Property::settable("loader", loader, |_, this, value| {
                drop(of(this).loader.replace(value.cloned()));
                Ok(())
            }),
            Property::settable(
                "loader_state",
                |_, this| Ok(of(this).state.borrow().clone()),
                |_, this, value| store(&of(this).state, value),
            ),
            Property::settable(
                "cached",
                |_, this| Ok(of(this).cached.borrow().clone()),
                |_, this, value| store(&of(this).cached, value),
            ),
            Property::new("parent", parent),
            Property::settable(
                "has_location",
                |_, this| Ok(of(this).has_location.get().into()),
                |vm, this, value| {
                    let value = value.map_or(Ok(false), |value| vm.is_true(value))?;
                    of(this).has_location.set(value);
                    Ok(())
                },
            ),
            Property::settable(
                "_initializing",
                |_, this| Ok(of(this).initializing.get().into()),
                |vm, this, value| {
                    let value = value.map_or(Ok(false), |value| vm.is_true(value))?;
                    of(this).initializing.set(value);
                    Ok(())
                },
            ),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> &Ref<ModuleSpec> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn store(place: &Guarded<Value>, value: Option<&Value>) -> Result<()> {
    drop(place.replace(value.cloned().unwrap_or(Value::NONE)));
    Ok(())
}

impl ModuleSpec {
    /// A spec; `locations` is the list of a package's folders.
    pub fn new(name: &str, origin: Option<Value>, locations: Option<Value>) -> Ref<ModuleSpec> {
        Ref::new(ModuleSpec {
            name: Str::value(name),
            origin: Guarded::new(origin.unwrap_or(Value::NONE)),
            locations: Guarded::new(locations),
            loader: Guarded::new(None),
            state: Guarded::new(Value::NONE),
            cached: Guarded::new(Value::NONE),
            has_location: Cell::new(false),
            initializing: Cell::new(false),
        })
    }

    /// Whether the module is a package.
    pub fn has_locations(&self) -> bool {
        self.locations.borrow().is_some()
    }

    /// The list of a package's folders.
    pub fn locations(&self) -> Option<Value> {
        self.locations.borrow().clone()
    }

    /// Says whether the origin is a file.
    pub fn set_has_location(&self, has_location: bool) {
        self.has_location.set(has_location);
    }

    /// Says whether the module is being loaded.
    pub fn set_initializing(&self, initializing: bool) {
        self.initializing.set(initializing);
    }
}

/// The loader that `importlib` would have used.
pub fn loader(vm: &Vm, this: &Value) -> Result<Value> {
    let spec = of(this);
    let known = spec.loader.borrow().clone();
    if let Some(loader) = known {
        return Ok(loader);
    }
    let origin = spec.origin.borrow().clone();
    let loader = if spec.has_location.get() {
        let class = vm.import_attribute("importlib._bootstrap_external", "SourceFileLoader")?;
        vm.call(&class, &[spec.name.clone(), origin])?
    } else {
        let origin = origin.downcast::<Str>().map(|origin| origin.to_text());
        match origin.as_deref() {
            Some("built-in") => vm.import_attribute("importlib._bootstrap", "BuiltinImporter")?,
            Some(_) => vm.import_attribute("importlib._bootstrap", "FrozenImporter")?,
            None => {
                let class =
                    vm.import_attribute("importlib._bootstrap_external", "NamespaceLoader")?;
                let path = spec.locations().unwrap_or(Value::NONE);
                vm.call(&class, &[spec.name.clone(), path, Value::NONE])?
            }
        }
    };
    drop(spec.loader.replace(Some(loader.clone())));
    Ok(loader)
}

fn parent(_: &Vm, this: &Value) -> Result<Value> {
    let spec = of(this);
    if spec.locations().is_some() {
        return Ok(spec.name.clone());
    }
    let name = spec.name.downcast::<Str>().map(|name| name.to_text());
    let name = name.unwrap_or_default();
    Ok(Str::value(
        name.rsplit_once('.').map_or("", |(parent, _)| parent),
    ))
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let spec = of(this);
    let mut text = format!(
        "ModuleSpec(name={}, loader={}",
        vm.repr_text(&spec.name)?,
        vm.repr_text(&loader(vm, this)?)?
    );
    let origin = spec.origin.borrow().clone();
    if !origin.is_none() {
        text.push_str(&format!(", origin={}", vm.repr_text(&origin)?));
    }
    if let Some(locations) = spec.locations() {
        text.push_str(&format!(
            ", submodule_search_locations={}",
            vm.repr_text(&locations)?
        ));
    }
    text.push(')');
    Ok(Str::value(text))
}
