//! `_thread._local`: an object whose attributes each thread has for itself.

use vm::call::Arguments;
use vm::objects::dict::Dict;
use vm::objects::heap::{Payload, Ref};
use vm::objects::lookup::generic_get_attribute;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use crate::state::State;
use crate::system_calls::thread_ident;

/// The payload of a local: what `__init__` is called with in each thread.
pub struct Local {
    values: Vec<Value>,
    names: Vec<Value>,
}

payload!(Local, LOCAL, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.values.iter().for_each(&mut *visit);
        self.names.iter().for_each(visit);
    }
});

type Dicts = rustc_hash::FxHashMap<(usize, usize), Ref<Dict>>;

/// The attributes, by thread and address of the local.
static DICTS: State<Option<Dicts>> = State::new(None);

static_type! {
    /// `_thread._local`
    pub LOCAL = TypeSpec {
        name: "_local",
        module: "_thread",
        doc: Some("An object whose attributes each thread has for itself."),
        layout: Some(<Local as Payload>::layout),
        flags: flags::BASE | flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(new),
            getattribute: Some(get_attribute),
            setattribute: Some(set_attribute),
            finalize: Some(|vm, this| forget(vm, this)),
            ..Slots::EMPTY
        },
        ..TypeSpec::DEFAULT
    };
}

fn own_init(class: &Ref<Type>) -> bool {
    class.slots().init.map(|init| init as usize)
        != vm::objects::object_type::OBJECT.slots().init.map(|init| init as usize)
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    if !arguments.values.is_empty() && !own_init(class) {
        return Err(vm.type_error("Initialization arguments are not supported"));
    }
    let local = Ref::with_class(
        class,
        Local { values: arguments.values.to_vec(), names: arguments.names.to_vec() },
    );
    // This thread's `__init__` is called by `type.__call__`.
    insert(vm, local.address(), Dict::new());
    Ok(local.into())
}

fn insert(vm: &Vm, address: usize, dict: Ref<Dict>) {
    let old = DICTS.of(vm).borrow_mut().get_or_insert_default().insert((thread_ident(), address), dict);
    drop(old);
}

/// The attributes of this thread, made by `__init__` when it first asks.
fn dict_of(vm: &Vm, this: &Value) -> Result<Ref<Dict>> {
    let address = this.identity() as usize;
    let key = (thread_ident(), address);
    let known = DICTS.of(vm).borrow().as_ref().and_then(|dicts| dicts.get(&key).cloned());
    if let Some(dict) = known {
        return Ok(dict);
    }
    let dict = Dict::new();
    insert(vm, address, dict.clone());
    if let (true, Some(init), Some(local)) =
        (own_init(this.class()), this.class().slots().init, this.downcast::<Local>())
    {
        let arguments = Arguments { values: &local.values, names: &local.names };
        if let Err(raised) = init(vm, this, arguments) {
            let failed = DICTS.of(vm).borrow_mut().as_mut().and_then(|dicts| dicts.remove(&key));
            drop(failed);
            return Err(raised);
        }
    }
    Ok(dict)
}

/// Forgets the attributes of a local that goes away, in all threads.
fn forget(vm: &Vm, this: &Value) {
    let address = this.identity() as usize;
    take(vm, |_, local| local == address);
}

/// Forgets the attributes of all locals in a thread that ends.
pub(super) fn forget_thread(vm: &Vm, thread: usize) {
    take(vm, |other, _| other == thread);
}

fn take(vm: &Vm, chosen: impl Fn(usize, usize) -> bool) {
    let mut gone = Vec::new();
    if let Some(dicts) = &mut *DICTS.of(vm).borrow_mut() {
        let keys: Vec<_> = dicts.keys().copied().filter(|key| chosen(key.0, key.1)).collect();
        gone.extend(keys.iter().filter_map(|key| dicts.remove(key)));
    }
    drop(gone);
}

fn get_attribute(vm: &Vm, this: &Value, name: &Ref<Str>) -> Result<Value> {
    let dict = dict_of(vm, this)?;
    if name.as_bytes() == b"__dict__" {
        return Ok(dict.into());
    }
    // As for any object, with the thread's dict in the place of the object's own.
    let found = this.class().lookup(vm, name);
    let is_data = found.as_ref().is_some_and(|found| found.class().slots().set.is_some());
    if !is_data && let Some(value) = dict.get_str(name) {
        return Ok(value);
    }
    if found.is_none() {
        return Err(vm.no_attribute(this, name));
    }
    generic_get_attribute(vm, this, name)
}

fn set_attribute(vm: &Vm, this: &Value, name: &Ref<Str>, value: Option<&Value>) -> Result<()> {
    let dict = dict_of(vm, this)?;
    if name.as_bytes() == b"__dict__" {
        return Err(vm.attribute_error_of(
            this,
            name,
            format!("'{}' object attribute '__dict__' is read-only", this.class().name()),
        ));
    }
    if let Some(found) = this.class().lookup(vm, name)
        && let Some(set) = found.class().slots().set
    {
        return set(vm, &found, this, value);
    }
    match value {
        Some(value) => dict.set_str(name, value.clone()),
        None => {
            if dict.remove_str(name).is_none() {
                return Err(vm.no_attribute(this, name));
            }
        }
    }
    Ok(())
}
