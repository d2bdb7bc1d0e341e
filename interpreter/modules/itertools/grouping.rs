//! `groupby` and its groups.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Signature, bind, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::iterators::sequences::itself;
use vm::objects::slots::Slots;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::warn_pickling;
use crate::container;
use crate::support::{of, reduce_method, reduced_empty, set_state_method, tuple};

/// The payload of `groupby`.
pub struct GroupBy {
    iterator: Value,
    key_function: Value,
    target_key: Guarded<Option<Value>>,
    current_key: Guarded<Option<Value>>,
    current_value: Guarded<Option<Value>>,
    /// The number of the group that may still take items; 0 for none.
    active: Cell<u64>,
    /// How many groups there have been.
    groups: Cell<u64>,
}

/// The payload of a group.
pub struct Grouper {
    parent: Ref<GroupBy>,
    key: Value,
    number: u64,
}

container!(GroupBy, GROUPBY,
    [iterator, key_function, target_key, current_key, current_value],
    clear [target_key, current_key, current_value]);
container!(Grouper, GROUPER, [parent, key], clear []);

static_type! {
    /// `itertools.groupby`
    pub GROUPBY = TypeSpec {
        name: "groupby",
        module: "itertools",
        doc: Some("Runs of items with one key: pairs of the key and an iterator of the run."),
        signature: Some("(iterable, key=None)"),
        layout: Some(<GroupBy as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(groupby_new),
            iter: Some(itself),
            next: Some(groupby_next),
            ..Slots::EMPTY
        },
        methods: &[reduce_method(groupby_reduce), set_state_method(groupby_set_state)],
        ..TypeSpec::DEFAULT
    };
    /// `itertools._grouper`
    pub GROUPER = TypeSpec {
        name: "_grouper",
        module: "itertools",
        signature: Some("(parent, tgtkey, /)"),
        layout: Some(<Grouper as Payload>::layout),
        slots: Slots {
            new: Some(grouper_new),
            iter: Some(itself),
            next: Some(grouper_next),
            ..Slots::EMPTY
        },
        methods: &[reduce_method(grouper_reduce)],
        ..TypeSpec::DEFAULT
    };
}

fn groupby_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("groupby", "(iterable, key=None)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let iterator = vm.iter(bound.required(0))?;
    let key_function = bound.optional(1).cloned().unwrap_or(Value::NONE);
    Ok(Ref::with_class(
        class,
        GroupBy {
            iterator,
            key_function,
            target_key: Guarded::default(),
            current_key: Guarded::default(),
            current_value: Guarded::default(),
            active: Cell::new(0),
            groups: Cell::new(0),
        },
    )
    .into())
}

impl GroupBy {
    /// Reads an item; `false` where there is none.
    fn step(&self, vm: &Vm) -> Result<bool> {
        let Some(value) = vm.next(&self.iterator)? else {
            return Ok(false);
        };
        let key = if self.key_function.is_none() {
            value.clone()
        } else {
            vm.call(&self.key_function, std::slice::from_ref(&value))?
        };
        drop(self.current_value.replace(Some(value)));
        drop(self.current_key.replace(Some(key)));
        Ok(true)
    }
}

/// The next group, which alone may take items from now on.
fn new_group(parent: &Ref<GroupBy>, key: Value) -> Value {
    let number = parent.groups.get() + 1;
    parent.groups.set(number);
    parent.active.set(number);
    Ref::new(Grouper {
        parent: parent.clone(),
        key,
        number,
    })
    .into()
}

fn groupby_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let groups = of::<GroupBy>(this);
    groups.active.set(0);
    loop {
        let target = groups.target_key.borrow().clone();
        let current = groups.current_key.borrow().clone();
        if let Some(current) = current {
            let same = match &target {
                Some(target) => vm.equal(target, &current)?,
                None => false,
            };
            if !same {
                break;
            }
        }
        if !groups.step(vm)? {
            return Ok(None);
        }
    }
    let key = groups.current_key.borrow().clone().unwrap_or(Value::NONE);
    drop(groups.target_key.replace(Some(key.clone())));
    let group = new_group(groups, key.clone());
    Ok(Some(Tuple::pair(key, group).into()))
}

fn groupby_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let this = required(arguments, 0);
    let groups = of::<GroupBy>(this);
    let mut parts = vec![
        this.class().to_value(),
        tuple(vec![groups.iterator.clone(), groups.key_function.clone()]),
    ];
    let target = groups.target_key.borrow().clone();
    let key = groups.current_key.borrow().clone();
    let value = groups.current_value.borrow().clone();
    if let (Some(target), Some(key), Some(value)) = (target, key, value) {
        parts.push(tuple(vec![value, target, key]));
    }
    Ok(tuple(parts))
}

fn groupby_set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let groups = of::<GroupBy>(required(arguments, 0));
    let Some(state) = required(arguments, 1).downcast::<Tuple>() else {
        return Err(vm.type_error("state is not a tuple"));
    };
    let [value, target, key] = state.items() else {
        return Err(vm.type_error(format!(
            "function takes exactly 3 arguments ({} given)",
            state.items().len()
        )));
    };
    drop(groups.current_value.replace(Some(value.clone())));
    drop(groups.target_key.replace(Some(target.clone())));
    drop(groups.current_key.replace(Some(key.clone())));
    Ok(Value::NONE)
}

fn grouper_new(vm: &Vm, _: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("_grouper", "(parent, tgtkey, /)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let parent = bound.required(0);
    let Some(parent) = parent.downcast::<GroupBy>() else {
        return Err(vm.type_error(format!(
            "_grouper() argument 1 must be itertools.groupby, not {}",
            vm.found_argument(parent)
        )));
    };
    Ok(new_group(parent, bound.required(1).clone()))
}

fn grouper_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let group = of::<Grouper>(this);
    let parent = &group.parent;
    if parent.active.get() != group.number {
        return Ok(None);
    }
    let missing = parent.current_value.borrow().is_none();
    if missing && !parent.step(vm)? {
        return Ok(None);
    }
    let key = parent.current_key.borrow().clone().unwrap_or(Value::NONE);
    if !vm.equal(&group.key, &key)? {
        return Ok(None);
    }
    Ok(parent.current_value.take())
}

fn grouper_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let this = required(arguments, 0);
    let group = of::<Grouper>(this);
    if group.parent.active.get() != group.number {
        return Ok(reduced_empty(vm));
    }
    let parts = Tuple::pair(group.parent.to_value(), group.key.clone());
    Ok(Tuple::pair(this.class().to_value(), parts.into()).into())
}
