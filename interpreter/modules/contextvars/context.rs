//! `Context`: values of context variables. Copies share their values until one is changed.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, required};
use vm::objects::dict::Dict;
use vm::objects::dict_type::DICT;
use vm::objects::dict_type::views::{Part, iterator};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::{Comparison, Slots};
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::own::{self, OwnContext};
use super::variable::ContextVar;
use crate::container;
use crate::support::of;

/// The payload of a context.
pub struct Context {
    /// The values by variable; never changed while anybody else has it.
    values: Guarded<Ref<Dict>>,
    /// The context that was current when this one was entered.
    previous: Guarded<Option<Value>>,
    entered: Cell<bool>,
}

container!(Context, CONTEXT, [values, previous], clear[previous]);

static_type! {
    /// `_contextvars.Context`
    pub CONTEXT = TypeSpec {
        name: "Context",
        module: "_contextvars",
        doc: Some("A mapping of context variables to their values."),
        layout: Some(<Context as Payload>::layout),
        flags: flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(|vm, _, arguments| {
                if arguments.values.is_empty() {
                    return Ok(Context::of(Dict::new()).into());
                }
                Err(vm.type_error("Context() does not accept any arguments"))
            }),
            compare: Some(compare),
            iter: Some(|_, this| Ok(iterator(&of::<Context>(this).values(), Part::Keys, false))),
            length: Some(|_, this| Ok(of::<Context>(this).values().len())),
            getitem: Some(|vm, this, key| {
                let found = get_checked(vm, this, key)?;
                found.ok_or_else(|| vm.key_error(key))
            }),
            contains: Some(|vm, this, key| Ok(get_checked(vm, this, key)?.is_some())),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("get", "($self, key, default=None, /)", get, "The value of a variable, or a default."),
            Method::new("items", "($self, /)", |_, it| Ok(part(it, Part::Items)), "Variables and values."),
            Method::new("keys", "($self, /)", |_, it| Ok(part(it, Part::Keys)), "The variables."),
            Method::new("values", "($self, /)", |_, it| Ok(part(it, Part::Values)), "The values."),
            Method::new(
                "copy",
                "($self, /)",
                |_, it| Ok(of::<Context>(required(it, 0)).copy().into()),
                "A context with the same values.",
            ),
            Method::raw("run", "", run, "Calls a function in the context."),
        ],
        ..TypeSpec::DEFAULT
    };
}

/// The current context, which is made if there is none.
pub fn current(vm: &Vm) -> Ref<Context> {
    let current = vm.context.borrow().clone();
    let object = match current {
        Some(current) if current.downcast::<Context>().is_none() => {
            own::of_owner(&current).map(OwnContext::object)
        }
        current => current,
    };
    if let Some(context) = object.as_ref().and_then(|it| it.downcast::<Context>()) {
        return context.clone();
    }
    let context = Context::of(Dict::new());
    drop(vm.context.replace(Some(context.to_value())));
    context
}

/// The values of the current context.
#[inline]
pub fn values_of_current(vm: &Vm) -> Ref<Dict> {
    if let Some(current) = &*vm.context.borrow() {
        if let Some(context) = current.downcast::<Context>() {
            return context.values();
        }
        if let Some(values) = own::of_owner(current).and_then(OwnContext::values) {
            return values;
        }
    }
    current(vm).values()
}

/// The value of a variable in the current context.
pub fn current_value(vm: &Vm, variable: &Value) -> Result<Option<Value>> {
    if vm.context.borrow().is_none() {
        return Ok(None);
    }
    values_of_current(vm).get(vm, variable)
}

impl Context {
    /// A context with these values.
    pub fn of(values: Ref<Dict>) -> Ref<Context> {
        Ref::new(Context {
            values: Guarded::new(values),
            previous: Guarded::default(),
            entered: Cell::new(false),
        })
    }

    fn values(&self) -> Ref<Dict> {
        self.values.borrow().clone()
    }

    /// A context with the same values.
    pub fn copy(&self) -> Ref<Context> {
        Context::of(self.values())
    }

    /// Notes whether it is entered.
    pub fn set_entered(&self, entered: bool) {
        self.entered.set(entered);
    }

    /// The value of a variable.
    pub fn value(&self, vm: &Vm, variable: &Value) -> Result<Option<Value>> {
        let values = self.values();
        values.get(vm, variable)
    }

    /// Sets the value of a variable, or removes it, and gives the old one.
    pub fn replace(
        &self,
        vm: &Vm,
        variable: &Value,
        value: Option<Value>,
    ) -> Result<Option<Value>> {
        let old = self.value(vm, variable)?;
        let alone = self.values.borrow().header().count() == 1;
        if !alone {
            let copy = self.values.borrow().copy();
            drop(self.values.replace(copy));
        }
        let values = self.values();
        match value {
            Some(value) => values.set(vm, variable, value)?,
            None => drop(values.remove(vm, variable)?),
        }
        Ok(old)
    }
}

fn get_checked(vm: &Vm, this: &Value, key: &Value) -> Result<Option<Value>> {
    if key.downcast::<ContextVar>().is_none() {
        return Err(vm.type_error(format!(
            "a ContextVar key was expected, got {}",
            vm.repr_text(key)?
        )));
    }
    of::<Context>(this).value(vm, key)
}

fn get(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let found = get_checked(vm, required(arguments, 0), required(arguments, 1))?;
    Ok(found
        .or_else(|| arguments[2].clone())
        .unwrap_or(Value::NONE))
}

fn part(arguments: &[Option<Value>], part: Part) -> Value {
    iterator(&of::<Context>(required(arguments, 0)).values(), part, false)
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let equality = matches!(operator, Comparison::Equal | Comparison::NotEqual);
    let (true, Some(left), Some(right), Some(compare)) = (
        equality,
        left.downcast::<Context>(),
        right.downcast::<Context>(),
        DICT.slots().compare,
    ) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (left, right) = (left.values(), right.values());
    compare(vm, left.as_value(), right.as_value(), operator)
}

fn run(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let rest = arguments.skip(1);
    let Some(function) = rest.positionals().first() else {
        return Err(vm.type_error("run() missing 1 required positional argument"));
    };
    let this = &arguments.values[0];
    enter(vm, this)?;
    let result = vm.call_with(function, rest.skip(1));
    let left = leave(vm, this);
    let value = result?;
    left?;
    Ok(value)
}

/// Makes a context the current one.
pub fn enter(vm: &Vm, this: &Value) -> Result<()> {
    let context = of::<Context>(this);
    if context.entered.replace(true) {
        return Err(vm.runtime_error(format!(
            "cannot enter context: {} is already entered",
            vm.repr_text(this)?
        )));
    }
    let previous = vm.context.replace(Some(this.clone()));
    drop(context.previous.replace(previous));
    Ok(())
}

/// Makes the context current again that was so before [`enter`].
pub fn leave(vm: &Vm, this: &Value) -> Result<()> {
    let context = of::<Context>(this);
    let is_current = vm
        .context
        .borrow()
        .as_ref()
        .is_some_and(|current| current.is(this));
    if !is_current {
        return Err(vm.runtime_error(
            "cannot exit context: thread state references a different context object",
        ));
    }
    drop(vm.context.replace(context.previous.take()));
    context.entered.set(false);
    Ok(())
}
