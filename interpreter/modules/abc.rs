//! Module `_abc`: the data of abstract base classes, and their instance and subclass checks.

use std::cell::Cell;

use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::class_creation::make_ready;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::module::Module;
use vm::objects::names::names;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::objects::weakref::{self, WeakRef};
use vm::{Result, Vm, payload, static_type};

use crate::state::State;

/// `_abc`
pub static MODULE: NativeModule = NativeModule {
    name: "_abc",
    doc: Some("The data of abstract base classes."),
    functions: FUNCTIONS,
    fill: |_, _: &Ref<Module>| {
        make_ready(&ABC_DATA);
        Ok(())
    },
};

const FUNCTIONS: &[Method] = &[
    Method::new(
        "get_cache_token",
        "($module, /)",
        |vm, _| Ok(counter(vm).into()),
        "Counts registrations.",
    ),
    Method::new("_abc_init", "($module, self, /)", init, "Prepares a class."),
    Method::new(
        "_abc_register",
        "($module, self, subclass, /)",
        register,
        "Registers a subclass.",
    ),
    Method::new(
        "_abc_instancecheck",
        "($module, self, instance, /)",
        instance_check,
        "Whether it is an instance.",
    ),
    Method::new(
        "_abc_subclasscheck",
        "($module, self, subclass, /)",
        subclass_check,
        "Whether it is a subclass.",
    ),
    Method::new(
        "_reset_registry",
        "($module, self, /)",
        reset_registry,
        "Forgets the registered classes.",
    ),
    Method::new(
        "_reset_caches",
        "($module, self, /)",
        reset_caches,
        "Forgets what was found.",
    ),
    Method::new("_get_dump", "($module, self, /)", dump, "Shows the data."),
];

/// Classes that are referred to weakly, by address.
type ClassSet = rustc_hash::FxHashMap<usize, Value>;

/// The payload of the data of a class.
#[derive(Default)]
pub struct AbcData {
    registry: Guarded<Vec<Value>>,
    found: Guarded<ClassSet>,
    not_found: Guarded<ClassSet>,
    /// What the counter was when `not_found` was last emptied.
    version: Cell<usize>,
}

payload!(AbcData, ABC_DATA, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.registry.borrow().iter().for_each(&mut *visit);
        self.found.borrow().values().for_each(&mut *visit);
        self.not_found.borrow().values().for_each(visit);
    }
    fn clear(&self) {
        drop(self.registry.take());
        drop(self.found.take());
        drop(self.not_found.take());
    }
});

static_type! {
    /// `_abc._abc_data`
    pub ABC_DATA = TypeSpec {
        name: "_abc_data",
        module: "_abc",
        doc: Some("The data of an abstract base class."),
        layout: Some(<AbcData as Payload>::layout),
        flags: flags::NO_INSTANTIATION,
        ..TypeSpec::DEFAULT
    };
}

static COUNTER: State<usize> = State::new(0);

fn counter(vm: &Vm) -> usize {
    *COUNTER.of(vm).borrow()
}

const DATA: &str = "_abc_impl";

fn data_of(vm: &Vm, class: &Value) -> Result<Ref<AbcData>> {
    let data = vm.get_attribute(class, &vm.intern(DATA))?;
    match data.downcast_exact::<AbcData>() {
        Some(data) => Ok(data.clone()),
        None => Err(vm.type_error("_abc_impl is set to a wrong type")),
    }
}

/// Whether the set holds the class. An entry of a class that has died does not count.
fn holds(set: &Guarded<ClassSet>, class: &Value) -> bool {
    let set = set.borrow();
    let reference = set.get(&(class.identity() as usize));
    let reference = reference.and_then(|reference| reference.downcast::<WeakRef>());
    reference
        .and_then(|reference| reference.get())
        .is_some_and(|alive| alive.is(class))
}

fn add(vm: &Vm, set: &Guarded<ClassSet>, class: &Value) -> Result<()> {
    let reference = weakref::reference(vm, class, None)?;
    let old = set
        .borrow_mut()
        .insert(class.identity() as usize, reference);
    drop(old);
    Ok(())
}

fn init(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let class = required(arguments, 0);
    compute_abstract_methods(vm, class)?;
    let data = Ref::new(AbcData::default());
    data.version.set(counter(vm));
    vm.set_attribute(class, &vm.intern(DATA), data.as_value())?;
    mark_collection(vm, class)?;
    Ok(Value::NONE)
}

/// Sets `__abstractmethods__`: the names of the class's own abstract attributes, and of those of
/// the bases that it has not replaced.
fn compute_abstract_methods(vm: &Vm, class: &Value) -> Result<()> {
    let mut abstracts = Vec::new();
    let is_abstract = |value: &Value| -> Result<bool> {
        // Plain functions, which are most, have it in their attributes if at all.
        match vm.find_attribute(value, &names().__isabstractmethod__)? {
            Some(flag) => vm.is_true(&flag),
            None => Ok(false),
        }
    };
    let Some(class_type) = class.downcast::<Type>() else {
        return Err(vm.type_error("_abc_init() argument must be a type"));
    };
    for (name, value) in class_type.dict(vm).to_vec() {
        if is_abstract(&value)? {
            abstracts.push(name);
        }
    }
    let bases = vm.get_attribute(class, &names().__bases__)?;
    for base in vm.collect(&bases)? {
        let Some(inherited) = vm.find_attribute(&base, &names().__abstractmethods__)? else {
            continue;
        };
        for name in vm.collect(&inherited)? {
            let Some(text) = name.downcast::<Str>() else {
                continue;
            };
            if let Some(value) = vm.find_attribute(class, text)?
                && is_abstract(&value)?
            {
                abstracts.push(name);
            }
        }
    }
    let abstracts = List::new(abstracts).into_value();
    let set = vm.call(vm::objects::set::FROZENSET.as_value(), &[abstracts])?;
    vm.set_attribute(class, &names().__abstractmethods__, &set)
}

/// `__abc_tpflags__`: marks classes whose instances match sequence or mapping patterns.
fn mark_collection(vm: &Vm, class: &Value) -> Result<()> {
    let name = vm.intern("__abc_tpflags__");
    let Some(class_type) = class.downcast::<Type>() else {
        return Ok(());
    };
    let dict = class_type.dict(vm);
    let Some(bits) = dict.get_str(&name).and_then(|bits| bits.as_i64()) else {
        return Ok(());
    };
    const SEQUENCE: i64 = 1 << 5;
    const MAPPING: i64 = 1 << 6;
    if bits & SEQUENCE != 0 && bits & MAPPING != 0 {
        return Err(vm.type_error(
            "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING",
        ));
    }
    set_collection_flags(vm, class_type, bits & SEQUENCE != 0, bits & MAPPING != 0);
    vm.delete_attribute(class, &name)
}

fn set_collection_flags(_: &Vm, class: &Ref<Type>, sequence: bool, mapping: bool) {
    let bit = |wanted: bool, bit: u32| if wanted { bit } else { 0 };
    let set = bit(sequence, flags::SEQUENCE) | bit(mapping, flags::MAPPING);
    if set != 0 {
        class.set_collection_flags(set);
    }
}

/// A registered class matches the same patterns, and so do those that inherit from it.
fn pass_collection_flags_on(class: &Ref<Type>, bits: u32) {
    if !class.has(flags::HEAP) || class.has(bits) {
        return;
    }
    class.set_collection_flags(bits);
    for subclass in class.subclasses() {
        pass_collection_flags_on(&subclass, bits);
    }
}

fn register(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (class, subclass) = (required(arguments, 0), required(arguments, 1));
    if subclass.downcast::<Type>().is_none() {
        return Err(vm.type_error("Can only register classes"));
    }
    if vm.is_subclass(subclass, class)? {
        return Ok(subclass.clone());
    }
    if vm.is_subclass(class, subclass)? {
        return Err(vm.runtime_error("Refusing to create an inheritance cycle"));
    }
    let data = data_of(vm, class)?;
    let reference = weakref::reference(vm, subclass, None)?;
    let dead = {
        let mut registry = data.registry.borrow_mut();
        let (alive, dead): (Vec<Value>, Vec<Value>) = registry.drain(..).partition(is_alive);
        *registry = alive;
        registry.push(reference);
        dead
    };
    drop(dead);
    *COUNTER.of(vm).borrow_mut() += 1;
    if let (Some(class), Some(subclass)) = (class.downcast::<Type>(), subclass.downcast::<Type>()) {
        for bit in [flags::SEQUENCE, flags::MAPPING] {
            if class.has(bit) {
                pass_collection_flags_on(subclass, bit);
            }
        }
    }
    Ok(subclass.clone())
}

fn is_alive(reference: &Value) -> bool {
    reference
        .downcast::<WeakRef>()
        .is_some_and(|reference| reference.get().is_some())
}

fn instance_check(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (class, instance) = (required(arguments, 0), required(arguments, 1));
    let data = data_of(vm, class)?;
    let subclass = vm.get_attribute(instance, &names().__class__)?;
    if holds(&data.found, &subclass) {
        return Ok(Value::TRUE);
    }
    let own = instance.class().to_value();
    let ask = |subclass: &Value| {
        vm.call_method(class, "__subclasscheck__", std::slice::from_ref(subclass))
    };
    if own.is(&subclass) {
        if data.version.get() == counter(vm) && holds(&data.not_found, &subclass) {
            return Ok(Value::FALSE);
        }
        return ask(&subclass);
    }
    let answer = ask(&subclass)?;
    if vm.is_true(&answer)? {
        return Ok(answer);
    }
    ask(&own)
}

fn subclass_check(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (class, subclass) = (required(arguments, 0), required(arguments, 1));
    if subclass.downcast::<Type>().is_none() {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    }
    let data = data_of(vm, class)?;
    if holds(&data.found, subclass) {
        return Ok(Value::TRUE);
    }
    if data.version.get() < counter(vm) {
        drop(data.not_found.take());
        data.version.set(counter(vm));
    } else if holds(&data.not_found, subclass) {
        return Ok(Value::FALSE);
    }
    let answer = is_subclass(vm, class, subclass, &data)?;
    add(
        vm,
        if answer { &data.found } else { &data.not_found },
        subclass,
    )?;
    Ok(Value::bool(answer))
}

fn is_subclass(vm: &Vm, class: &Value, subclass: &Value, data: &AbcData) -> Result<bool> {
    let answer = vm.call_method(class, "__subclasshook__", std::slice::from_ref(subclass))?;
    if answer.is_true() || answer.is_false() {
        return Ok(answer.is_true());
    }
    if !answer.is_not_implemented() {
        return Err(vm.error(
            &vm::objects::exceptions::ASSERTION_ERROR,
            "__subclasshook__ must return either False, True, or NotImplemented",
        ));
    }
    if let (Some(class), Some(subclass)) = (class.downcast::<Type>(), subclass.downcast::<Type>())
        && subclass.is_subtype(class)
    {
        return Ok(true);
    }
    let registry = data.registry.borrow().clone();
    for reference in registry {
        let registered = reference
            .downcast::<WeakRef>()
            .and_then(|reference| reference.get());
        if let Some(registered) = registered
            && vm.is_subclass(subclass, &registered)?
        {
            return Ok(true);
        }
    }
    let subclasses = vm.call_method(class, "__subclasses__", &[])?;
    for candidate in vm.collect(&subclasses)? {
        if vm.is_subclass(subclass, &candidate)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn reset_registry(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    drop(data_of(vm, required(arguments, 0))?.registry.take());
    Ok(Value::NONE)
}

fn reset_caches(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let data = data_of(vm, required(arguments, 0))?;
    drop(data.found.take());
    drop(data.not_found.take());
    Ok(Value::NONE)
}

fn dump(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let data = data_of(vm, required(arguments, 0))?;
    let set =
        |items: Vec<Value>| vm.call(vm::objects::set::SET.as_value(), &[List::new(items).into()]);
    let registry = data.registry.borrow().clone();
    let found = data.found.borrow().values().cloned().collect();
    let not_found = data.not_found.borrow().values().cloned().collect();
    let version = data.version.get();
    Ok(Tuple::new(vec![
        set(registry)?,
        set(found)?,
        set(not_found)?,
        version.into(),
    ])
    .into())
}
