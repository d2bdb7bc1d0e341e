//! `property`.

use super::attributes;
use super::class_method::is_abstract;
use super::guarded::Guarded;
use super::heap::{Payload, Ref};
use super::names::names;
use super::slots::Slots;
use super::types::{Type, TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Method, Property as Row, Signature, bind};
use crate::{Raised, Result, Vm, payload, static_type};

/// What a property knows.
#[derive(Clone, Default)]
struct Parts {
    get: Option<Value>,
    set: Option<Value>,
    delete: Option<Value>,
    doc: Option<Value>,
    name: Option<Value>,
    /// The docstring is that of the getter.
    doc_of_getter: bool,
}

/// The payload of a property.
#[derive(Default)]
pub struct Property {
    parts: Guarded<Parts>,
}

payload!(Property, PROPERTY, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        let parts = self.parts.borrow();
        parts
            .get
            .iter()
            .chain(&parts.set)
            .chain(&parts.delete)
            .chain(&parts.doc)
            .chain(&parts.name)
            .for_each(visit);
    }
    fn clear(&self) {
        drop(self.parts.take());
    }
});

const fn member(name: &'static str, get: fn(&Vm, &Value) -> Result<Value>) -> Row {
    Row {
        member: true,
        ..Row::new(name, get)
    }
}

fn or_none(value: Option<Value>) -> Value {
    value.unwrap_or(Value::NONE)
}

static_type! {
    /// `property`
    pub PROPERTY = TypeSpec {
        name: "property",
        doc: Some("An attribute that functions get, set and delete."),
        signature: Some("(fget=None, fset=None, fdel=None, doc=None)"),
        layout: Some(Property::layout),
        flags: flags::BASE,
        slots: Slots {
            get: Some(get),
            set: Some(set),
            init: Some(init),
            new: Some(|_, class, _| Ok(Ref::with_class(class, Property::default()).into())),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("getter", "($self, function, /)", |vm, values| copy(vm, values, |parts, it| parts.get = it), "The property with this getter."),
            Method::new("setter", "($self, function, /)", |vm, values| copy(vm, values, |parts, it| parts.set = it), "The property with this setter."),
            Method::new("deleter", "($self, function, /)", |vm, values| copy(vm, values, |parts, it| parts.delete = it), "The property with this deleter."),
            Method::raw("__set_name__", "($self, owner, name, /)", set_name, "Tells the property its name."),
        ],
        properties: &[
            member("fget", |_, value| Ok(or_none(parts(value).get))),
            member("fset", |_, value| Ok(or_none(parts(value).set))),
            member("fdel", |_, value| Ok(or_none(parts(value).delete))),
            Row {
                member: true,
                ..Row::settable("__doc__", |_, value| Ok(or_none(parts(value).doc)), |_, value, doc| {
                    change(value, |parts| parts.doc = doc.cloned());
                    Ok(())
                })
            },
            Row::settable("__name__", name, |_, value, name| {
                change(value, |parts| parts.name = name.cloned());
                Ok(())
            }),
            Row::new("__isabstractmethod__", |vm, value| {
                let parts = parts(value);
                for function in [parts.get, parts.set, parts.delete].iter().flatten() {
                    if is_abstract(vm, function)? {
                        return Ok(Value::TRUE);
                    }
                }
                Ok(Value::FALSE)
            }),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn parts(value: &Value) -> Parts {
    let property = value.downcast::<Property>();
    property.map_or_else(Parts::default, |property| property.parts.borrow().clone())
}

fn change(value: &Value, change: impl FnOnce(&mut Parts)) {
    let mut parts = parts(value);
    change(&mut parts);
    if let Some(property) = value.downcast::<Property>() {
        drop(property.parts.replace(parts));
    }
}

impl Property {
    /// The function that gets the attribute.
    pub fn getter(&self) -> Option<Value> {
        self.parts.borrow().get.clone()
    }

    /// The function that sets the attribute.
    pub fn setter(&self) -> Option<Value> {
        self.parts.borrow().set.clone()
    }
}

fn init(vm: &Vm, value: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature =
        Signature::new("property", "(fget=None, fset=None, fdel=None, doc=None)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let given = |index| bound.optional(index).filter(|it| !it.is_none()).cloned();
    let mut parts = Parts {
        get: given(0),
        set: given(1),
        delete: given(2),
        doc: given(3),
        name: None,
        doc_of_getter: false,
    };
    if parts.doc.is_none()
        && let Some(getter) = &parts.get
    {
        let doc = vm.find_attribute(getter, &names().__doc__)?;
        parts.doc = doc.filter(|doc| !doc.is_none());
        parts.doc_of_getter = parts.doc.is_some();
    }
    let (doc, of_getter) = (parts.doc.clone(), parts.doc_of_getter);
    if let Some(property) = value.downcast::<Property>() {
        drop(property.parts.replace(parts));
    }
    if !value.class().is(&PROPERTY) {
        return set_own_doc(vm, value, doc, of_getter);
    }
    Ok(())
}

/// Instances of subclasses keep the docstring among their own attributes. One that was given,
/// not taken from the getter, is dropped where they have no place for it.
fn set_own_doc(vm: &Vm, value: &Value, doc: Option<Value>, of_getter: bool) -> Result<()> {
    let name = &names().__doc__;
    let doc = or_none(doc);
    let Some(header) = value.header() else {
        return Ok(());
    };
    if attributes::set(header, name, doc.clone()) {
        return Ok(());
    }
    match vm.set_attribute(value, name, &doc) {
        Err(raised) if raised.is(&super::exceptions::ATTRIBUTE_ERROR) && !of_getter => Ok(()),
        result => result,
    }
}

/// The property with one function exchanged.
fn copy(
    vm: &Vm,
    values: &[Option<Value>],
    exchange: fn(&mut Parts, Option<Value>),
) -> Result<Value> {
    let [Some(value), Some(function)] = values else {
        return Ok(Value::NONE);
    };
    let mut parts = parts(value);
    exchange(&mut parts, Some(function.clone()));
    let doc = match &parts.doc {
        Some(_) if parts.doc_of_getter && parts.get.is_some() => Value::NONE,
        doc => or_none(doc.clone()),
    };
    let arguments = [
        or_none(parts.get),
        or_none(parts.set),
        or_none(parts.delete),
        doc,
    ];
    let copy = vm.call(value.class().as_value(), &arguments)?;
    if let Some(name) = parts.name {
        change(&copy, |parts| parts.name = Some(name));
    }
    Ok(copy)
}

fn set_name(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let [value, _, name] = arguments.values else {
        let given = arguments.values.len().saturating_sub(1);
        return Err(vm.type_error(format!(
            "__set_name__() takes 2 positional arguments but {given} were given"
        )));
    };
    change(value, |parts| parts.name = Some(name.clone()));
    Ok(Value::NONE)
}

/// The name it was told, or that of the getter.
fn known_name(vm: &Vm, value: &Value) -> Result<Option<Value>> {
    let parts = parts(value);
    if parts.name.is_some() {
        return Ok(parts.name);
    }
    match &parts.get {
        Some(getter) => vm.find_attribute(getter, &names().__name__),
        None => Ok(None),
    }
}

fn name(vm: &Vm, value: &Value) -> Result<Value> {
    match known_name(vm, value)? {
        Some(name) => Ok(name),
        None => Err(vm.no_attribute(value, &names().__name__)),
    }
}

#[cold]
fn missing(vm: &Vm, value: &Value, object: &Value, what: &str) -> Raised {
    let name = match known_name(vm, value) {
        Ok(Some(name)) => vm.repr_text(&name),
        Ok(None) => Ok(String::new()),
        Err(raised) => Err(raised),
    };
    let name = match name {
        Ok(name) => name,
        Err(raised) => return raised,
    };
    let space = if name.is_empty() { "" } else { " " };
    vm.attribute_error(format!(
        "property{space}{name} of '{}' object has no {what}",
        object.class().qualified_name()
    ))
}

fn get(vm: &Vm, value: &Value, object: Option<&Value>, _: &Value) -> Result<Value> {
    let Some(object) = object else {
        return Ok(value.clone());
    };
    let getter = value.downcast::<Property>().and_then(|it| it.getter());
    match getter {
        Some(getter) => vm.call(&getter, std::slice::from_ref(object)),
        None => Err(missing(vm, value, object, "getter")),
    }
}

fn set(vm: &Vm, value: &Value, object: &Value, to: Option<&Value>) -> Result<()> {
    let property = value.downcast::<Property>();
    match to {
        Some(to) => match property.and_then(|it| it.setter()) {
            Some(setter) => vm.call(&setter, &[object.clone(), to.clone()]).map(drop),
            None => Err(missing(vm, value, object, "setter")),
        },
        None => match parts(value).delete {
            Some(deleter) => vm.call(&deleter, std::slice::from_ref(object)).map(drop),
            None => Err(missing(vm, value, object, "deleter")),
        },
    }
}

/// Whether the class is `property` itself.
pub fn is_property(class: &Ref<Type>) -> bool {
    class.is(&PROPERTY)
}
