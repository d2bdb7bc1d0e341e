//! Weak references: the table of those that point to each object, and `weakref.ref`.
//!
//! An object that weak references point to has a bit in its header; the references stand in a
//! table by the object's address. Proxies are in `proxy`.
#![allow(unsafe_code, reason = "pointers that are not counted")]

use std::cell::Cell;

use rustc_hash::FxHashMap;

use self::references::References;
use super::generic_alias;
use super::guarded::{Global, Guarded};
use super::heap::{self, Header, Payload, Ref, finalizers, state};
use super::names::names;
use super::slots::{Comparison, Slots};
use super::str::Str;
use super::types::{Type, TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Method, Property, Signature, bind};
use crate::{Result, Vm, payload, static_type};

pub mod proxy;
mod references;
pub use proxy::{CALLABLE_PROXY, PROXY, proxy};

/// The payload of weak references and proxies.
pub struct WeakRef {
    /// The referent; null when it has died.
    referent: Cell<*const Header>,
    callback: Guarded<Option<Value>>,
    /// The referent's hash, once asked for.
    hash: Cell<Option<i64>>,
    /// Where it stands among the references to its referent.
    place: Cell<usize>,
}

payload!(WeakRef, REFERENCE, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.callback.borrow().iter().for_each(visit);
    }
    fn clear(&self) {
        self.unlink();
        drop(self.callback.take());
    }
});

static_type! {
    /// `weakref.ReferenceType`, called `weakref.ref` as a rule.
    pub REFERENCE = TypeSpec {
        name: "ReferenceType",
        module: "weakref",
        doc: Some("A reference that does not keep its object alive."),
        layout: Some(WeakRef::layout),
        flags: flags::BASE,
        slots: Slots {
            repr: Some(repr),
            hash: Some(hash),
            call: Some(call),
            compare: Some(compare),
            new: Some(new),
            init: Some(init),
            ..Slots::EMPTY
        },
        methods: &[Method::new(
            "__class_getitem__",
            "($type, object, /)",
            generic_alias::class_getitem,
            "See PEP 585.",
        )
        .class_method()],
        properties: &[Property {
            member: true,
            ..Property::new("__callback__", |_, value| {
                Ok(of(value).callback.borrow().clone().unwrap_or(Value::NONE))
            })
        }],
        ..TypeSpec::DEFAULT
    };
}

/// The weak references to each object, by its address.
static TABLE: Global<Option<FxHashMap<usize, References>>> = Global::new(None);

fn table() -> &'static mut FxHashMap<usize, References> {
    // SAFETY: the interpreter lock is held; no caller keeps the reference.
    unsafe { TABLE.get() }.get_or_insert_default()
}

fn of(value: &Value) -> &Ref<WeakRef> {
    let reference = value.downcast::<WeakRef>();
    // SAFETY: slots and descriptors of these types are called with their instances only.
    unsafe { reference.unwrap_unchecked() }
}

impl WeakRef {
    /// The referent, unless it has died.
    #[inline]
    pub fn get(&self) -> Option<Value> {
        let referent = self.referent.get();
        // SAFETY: a referent that dies empties the references to it first.
        unsafe { (!referent.is_null()).then(|| (*referent).to_value()) }
    }

    /// `__callback__`.
    pub fn callback(&self) -> Option<Value> {
        self.callback.borrow().clone()
    }

    /// A new reference or proxy of `class`.
    fn create(
        vm: &Vm,
        class: &Ref<Type>,
        referent: &Value,
        callback: Option<&Value>,
    ) -> Result<Value> {
        let header = referent
            .header()
            .filter(|header| header.class().has(flags::WEAK_REFERENCES))
            .ok_or_else(|| {
                vm.type_error(format!(
                    "cannot create weak reference to '{}' object",
                    referent.class().name()
                ))
            })?;
        let callback = callback.filter(|callback| !callback.is_none());
        let plain = callback.is_none() && !class.has(flags::HEAP);
        if plain && let Some(existing) = existing(header, class) {
            return Ok(existing);
        }
        if table().try_reserve(1).is_err() {
            return Err(vm.memory_error(""));
        }
        let reference: Value = Ref::with_class(
            class,
            WeakRef {
                referent: Cell::new(header),
                callback: Guarded::new(callback.cloned()),
                hash: Cell::new(None),
                place: Cell::new(0),
            },
        )
        .into();
        if let Some(own) = reference.header() {
            link(header, own, plain, class.is(&REFERENCE));
        }
        Ok(reference)
    }

    /// Takes the reference out of the table: it is dead from now on.
    fn unlink(&self) {
        let referent = self.referent.replace(std::ptr::null());
        if referent.is_null() {
            return;
        }
        // SAFETY: a payload of an object; the referent is alive as long as it is not null.
        unsafe {
            if let Some(references) = table().get_mut(&(referent as usize)) {
                references.remove(self.place.get(), heap::header_of(self));
                if references.is_empty() {
                    table().remove(&(referent as usize));
                    let header = &*referent;
                    header.set_state(header.state() & !state::HAS_WEAK_REFERENCES);
                }
            }
        }
    }
}

impl Drop for WeakRef {
    fn drop(&mut self) {
        self.unlink();
    }
}

/// The reference without a callback, of exactly this type, that there is already.
fn existing(header: &Header, class: &Ref<Type>) -> Option<Value> {
    if !header.has_state(state::HAS_WEAK_REFERENCES) {
        return None;
    }
    let references = table().get(&(&raw const *header as usize))?;
    references.in_order().take(2).find_map(|other| {
        // SAFETY: references in the table are alive or about to die with a count of zero.
        let other = unsafe { &*other };
        if other.count() == 0 || !other.class().is(class) {
            return None;
        }
        let value = other.to_value();
        of(&value)
            .callback
            .borrow()
            .is_none()
            .then(|| value.clone())
    })
}

fn link(referent: &Header, own: &Header, plain: bool, is_reference: bool) {
    let references = table().entry(&raw const *referent as usize).or_default();
    references.add(own, plain && is_reference);
    referent.set_state(referent.state() | state::HAS_WEAK_REFERENCES);
}

fn take_references(referent: &Header) -> References {
    referent.set_state(referent.state() & !state::HAS_WEAK_REFERENCES);
    table()
        .remove(&(&raw const *referent as usize))
        .unwrap_or_default()
}

/// Empties the weak references to an object that is about to be released, and queues their
/// callbacks.
pub fn referent_dies(referent: &Header) {
    for reference in empty(referent) {
        finalizers::queue(reference);
    }
}

/// Empties the references to an object, and gives those that have a callback.
fn empty(referent: &Header) -> Vec<Value> {
    let mut callbacks = Vec::new();
    for reference in take_references(referent).in_order() {
        // SAFETY: references take themselves out of the table before they are freed; one whose
        // count is zero is being released and gets no further reference.
        let header = unsafe { &*reference };
        if header.count() == 0 {
            // SAFETY: the reference is still whole, and is only borrowed.
            let dying = unsafe { Value::from_bits(reference as u64) };
            let dying = std::mem::ManuallyDrop::new(dying);
            if let Some(payload) = dying.downcast::<WeakRef>() {
                payload.referent.set(std::ptr::null());
            }
            continue;
        }
        let value = header.to_value();
        of(&value).referent.set(std::ptr::null());
        if of(&value).callback.borrow().is_some() {
            callbacks.push(value);
        }
    }
    callbacks
}

/// Empties the weak references to all these objects, which are garbage; gives those with a
/// callback that are not garbage themselves.
pub fn clear_all(garbage: &[Value], is_garbage: impl Fn(&Value) -> bool) -> Vec<Value> {
    let mut callbacks = Vec::new();
    for header in garbage.iter().filter_map(Value::header) {
        if header.has_state(state::HAS_WEAK_REFERENCES) {
            callbacks.extend(empty(header).into_iter().filter(|it| !is_garbage(it)));
        }
    }
    callbacks
}

/// Whether the value is a weak reference or a proxy.
pub fn is_reference(value: &Value) -> bool {
    value.downcast::<WeakRef>().is_some()
}

/// Calls the callback of a reference whose referent has died.
pub fn run_callback(vm: &Vm, reference: &Value) {
    let Some(payload) = reference.downcast::<WeakRef>() else {
        return;
    };
    let Some(callback) = payload.callback.take() else {
        return;
    };
    if let Err(raised) = vm.call(&callback, std::slice::from_ref(reference)) {
        vm.unraisable(raised, Some(&callback));
    }
}

/// `weakref.getweakrefs(value)`.
pub fn references_to(value: &Value) -> Vec<Value> {
    let Some(header) = value.header() else {
        return Vec::new();
    };
    if !header.has_state(state::HAS_WEAK_REFERENCES) {
        return Vec::new();
    }
    let references = table().get(&(&raw const *header as usize));
    let references = references.into_iter().flat_map(References::in_order);
    let alive = references.filter_map(|reference| {
        // SAFETY: references in the table are alive.
        let reference = unsafe { &*reference };
        (reference.count() > 0).then(|| reference.to_value())
    });
    alive.collect()
}

/// `weakref.ref(value, callback)`.
pub fn reference(vm: &Vm, value: &Value, callback: Option<&Value>) -> Result<Value> {
    WeakRef::create(vm, &REFERENCE, value, callback)
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("__new__", "(object, callback=None, /)");
    if let [object] = arguments.positionals() {
        return WeakRef::create(vm, class, object, None);
    }
    let positional = Arguments::positional(arguments.positionals());
    let bound = bind(vm, &SIGNATURE, positional)?;
    WeakRef::create(vm, class, bound.required(0), bound.optional(1))
}

fn init(vm: &Vm, _: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new("ref", "(object, callback=None, /)");
    if matches!(arguments.values, [_]) && arguments.names.is_empty() {
        return Ok(());
    }
    bind(vm, &SIGNATURE, arguments).map(drop)
}

fn call(vm: &Vm, value: &Value, arguments: Arguments<'_>) -> Result<Value> {
    if !arguments.names.is_empty() {
        return Err(vm.type_error("weakref() takes no keyword arguments"));
    }
    let given = arguments.values.len();
    if given != 0 {
        return Err(vm.type_error(format!("weakref expected 0 arguments, got {given}")));
    }
    Ok(of(value).get().unwrap_or(Value::NONE))
}

fn hash(vm: &Vm, value: &Value) -> Result<i64> {
    if let Some(hash) = of(value).hash.get() {
        return Ok(hash);
    }
    let Some(referent) = of(value).get() else {
        return Err(vm.type_error("weak object has gone away"));
    };
    let hash = vm.hash(&referent)?;
    of(value).hash.set(Some(hash));
    Ok(hash)
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let equality = matches!(operator, Comparison::Equal | Comparison::NotEqual);
    let (true, Some(one), Some(other)) = (
        equality,
        left.downcast::<WeakRef>(),
        right.downcast::<WeakRef>(),
    ) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match (one.get(), other.get()) {
        (Some(one), Some(other)) => vm.compare(&one, &other, operator),
        _ => Ok(Value::bool(
            left.is(right) == (operator == Comparison::Equal),
        )),
    }
}

fn repr(vm: &Vm, value: &Value) -> Result<Value> {
    let address = value.identity();
    let Some(referent) = of(value).get() else {
        return Ok(Str::value(format!("<weakref at {address:#x}; dead>")));
    };
    // Whatever `__getattr__` says, the reference can be shown.
    let name = vm
        .find_attribute(&referent, &names().__name__)
        .ok()
        .flatten();
    let class = referent.class().dotted_name(vm);
    let place = referent.identity();
    let named = match name.as_ref().and_then(|name| name.downcast::<Str>()) {
        Some(name) => format!(" ({name})"),
        None => String::new(),
    };
    Ok(Str::value(format!(
        "<weakref at {address:#x}; to '{class}' at {place:#x}{named}>"
    )))
}
