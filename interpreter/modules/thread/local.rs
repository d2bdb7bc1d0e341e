//! `_local`: an object whose attributes each thread has of its own.

use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHashMap;
use vm::call::Arguments;
use vm::objects::dict::Dict;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::object_type::OBJECT;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use crate::support::of;

/// The attributes by the number of the thread.
type Dicts = Guarded<FxHashMap<u64, Ref<Dict>>>;

/// The payload of a `_local`.
pub struct Local {
    /// The values of the constructor's arguments, for `__init__` in other threads.
    values: Guarded<Vec<Value>>,
    names: Vec<Value>,
    /// Shared with the threads, which take their dicts away when they end.
    dicts: Rc<Dicts>,
}

payload!(Local, LOCAL, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.values.borrow().iter().for_each(&mut *visit);
        self.names.iter().for_each(&mut *visit);
        self.dicts
            .borrow()
            .values()
            .for_each(|dict| visit(dict.as_value()));
    }
    fn clear(&self) {
        drop(self.values.take());
        drop(self.dicts.take());
    }
});

static_type! {
    /// `_thread._local`
    pub LOCAL = TypeSpec {
        name: "_local",
        module: "_thread",
        doc: Some("An object whose attributes each thread has of its own."),
        signature: Some("()"),
        layout: Some(<Local as Payload>::layout),
        flags: flags::BASE | flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(new),
            getattribute: Some(get_attribute),
            setattribute: Some(set_attribute),
            ..Slots::EMPTY
        },
        ..TypeSpec::DEFAULT
    };
}

static NEXT_NUMBER: AtomicU64 = AtomicU64::new(0);

thread_local! {
    /// Never used again, other than the identifiers that the system gives threads.
    static NUMBER: u64 = NEXT_NUMBER.fetch_add(1, Ordering::Relaxed);
    /// Where this thread has dicts.
    static USED: RefCell<Vec<Weak<Dicts>>> = const { RefCell::new(Vec::new()) };
}

fn thread_number() -> u64 {
    NUMBER.with(|number| *number)
}

/// Takes away what this thread, which ends, has in all objects.
pub(super) fn end_thread(_: &Vm) {
    let number = thread_number();
    for dicts in USED.take() {
        if let Some(dicts) = dicts.upgrade() {
            let dict = dicts.borrow_mut().remove(&number);
            drop(dict);
        }
    }
}

fn has_own_init(class: &Ref<Type>) -> bool {
    match (class.slots().init, OBJECT.slots().init) {
        (Some(one), Some(other)) => !std::ptr::fn_addr_eq(one, other),
        (one, _) => one.is_some(),
    }
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    if !arguments.values.is_empty() && !has_own_init(class) {
        return Err(vm.type_error("Initialization arguments are not supported"));
    }
    let local = Local {
        values: Guarded::new(arguments.values.to_vec()),
        names: arguments.names.to_vec(),
        dicts: Rc::default(),
    };
    let local = Ref::with_class(class, local);
    // `__init__` is called for this thread in any case.
    add_dict(&local);
    Ok(local.into())
}

fn add_dict(local: &Local) -> Ref<Dict> {
    let dict = Dict::new();
    let old = local
        .dicts
        .borrow_mut()
        .insert(thread_number(), dict.clone());
    drop(old);
    USED.with_borrow_mut(|used| {
        if used.len() == used.capacity() {
            used.retain(|dicts| dicts.strong_count() > 0);
        }
        used.push(Rc::downgrade(&local.dicts));
    });
    dict
}

/// The attributes of this thread, which `__init__` fills when they are first asked for.
fn attributes(vm: &Vm, this: &Value) -> Result<Ref<Dict>> {
    let local = of::<Local>(this);
    let known = local.dicts.borrow().get(&thread_number()).cloned();
    if let Some(dict) = known {
        return Ok(dict);
    }
    let dict = add_dict(local);
    if has_own_init(this.class())
        && let Some(init) = this.class().slots().init
    {
        let values = local.values.borrow().clone();
        let arguments = Arguments {
            values: &values,
            names: &local.names,
        };
        if let Err(raised) = init(vm, this, arguments) {
            let gone = local.dicts.borrow_mut().remove(&thread_number());
            drop(gone);
            return Err(raised);
        }
    }
    Ok(dict)
}

fn get_attribute(vm: &Vm, this: &Value, name: &Ref<Str>) -> Result<Value> {
    let dict = attributes(vm, this)?;
    if name.as_bytes() == b"__dict__" {
        return Ok(dict.into());
    }
    let Some(descriptor) = this.class().lookup(vm, name) else {
        return dict
            .get_str(name)
            .ok_or_else(|| vm.no_attribute(this, name));
    };
    let (get, set) = (
        descriptor.class().slots().get,
        descriptor.class().slots().set,
    );
    if (get.is_none() || set.is_none())
        && let Some(value) = dict.get_str(name)
    {
        return Ok(value);
    }
    let Some(get) = get else {
        return Ok(descriptor);
    };
    let class = this.class().clone();
    get(vm, &descriptor, Some(this), class.as_value())
}

fn set_attribute(vm: &Vm, this: &Value, name: &Ref<Str>, value: Option<&Value>) -> Result<()> {
    let dict = attributes(vm, this)?;
    if name.as_bytes() == b"__dict__" {
        let class = this.class().name();
        let message = format!("'{class}' object attribute '__dict__' is read-only");
        return Err(vm.attribute_error(message));
    }
    if let Some(descriptor) = this.class().lookup(vm, name)
        && let Some(set) = descriptor.class().slots().set
    {
        return set(vm, &descriptor, this, value);
    }
    match value {
        Some(value) => dict.set_str(name, value.clone()),
        None => match dict.remove_str(name) {
            Some(old) => drop(old),
            None => return Err(vm.no_attribute(this, name)),
        },
    }
    Ok(())
}
