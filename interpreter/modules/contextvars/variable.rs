//! `ContextVar`.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::exceptions::LOOKUP_ERROR;
use vm::objects::generic_alias::CLASS_GETITEM;
use vm::objects::hashing::identity_hash;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

use super::token::Token;
use super::{current, current_value};
use crate::container;
use crate::support::of;

/// The payload of a variable.
pub struct ContextVar {
    name: Value,
    default: Option<Value>,
    hash: Cell<i64>,
}

container!(ContextVar, CONTEXT_VAR, [name, default], clear []);

static_type! {
    /// `_contextvars.ContextVar`
    pub CONTEXT_VAR = TypeSpec {
        name: "ContextVar",
        module: "_contextvars",
        doc: Some("A variable whose value belongs to a context."),
        layout: Some(<ContextVar as Payload>::layout),
        slots: Slots {
            new: Some(|vm, _, arguments| new(vm, arguments)),
            repr: Some(repr),
            hash: Some(|_, this| Ok(of::<ContextVar>(this).hash.get())),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new(
                "get",
                "($self, default=<unrepresentable>, /)",
                get,
                "The value in the current context, or a default.",
            ),
            Method::new("set", "($self, value, /)", set, "Sets the value; gives a token to undo it."),
            Method::new("reset", "($self, token, /)", reset, "Undoes the change of a token."),
            CLASS_GETITEM,
        ],
        properties: &[Property {
            member: true,
            ..Property::new("name", |_, this| Ok(of::<ContextVar>(this).name.clone()))
        }],
        ..TypeSpec::DEFAULT
    };
}

fn new(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("ContextVar", "(name, /, *, default=None)");
    let given = arguments.positionals().len();
    if given > 1 {
        return Err(vm.type_error(format!(
            "ContextVar() takes at most 1 positional argument ({given} given)"
        )));
    }
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let Some(name) = bound.required(0).downcast::<Str>() else {
        return Err(vm.type_error("context variable name must be a str"));
    };
    let variable: Value = Ref::new(ContextVar {
        name: name.to_value(),
        default: bound.optional(1).cloned(),
        hash: Cell::new(0),
    })
    .into();
    let hash = match identity_hash(&variable) ^ name.hash() {
        -1 => -2,
        hash => hash,
    };
    of::<ContextVar>(&variable).hash.set(hash);
    Ok(variable)
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let variable = of::<ContextVar>(this);
    let name = vm.repr_text(&variable.name)?;
    let default = match &variable.default {
        Some(default) => format!(" default={}", vm.repr_text(default)?),
        None => String::new(),
    };
    Ok(Str::value(format!(
        "<ContextVar name={name}{default} at {:#x}>",
        this.identity()
    )))
}

fn missing(vm: &Vm, this: &Value) -> Raised {
    vm.error_with(&LOOKUP_ERROR, vec![this.clone()])
}

fn get(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    if let Some(value) = current_value(vm, this)? {
        return Ok(value);
    }
    let default = arguments[1]
        .clone()
        .or_else(|| of::<ContextVar>(this).default.clone());
    default.ok_or_else(|| missing(vm, this))
}

fn set(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let context = current(vm);
    let old = context.replace(vm, this, Some(required(arguments, 1).clone()))?;
    Ok(Token::of(context, this.clone(), old))
}

fn reset(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, value) = (required(arguments, 0), required(arguments, 1));
    let Some(token) = value.downcast::<Token>() else {
        return Err(vm.type_error(format!(
            "expected an instance of Token, got {}",
            vm.repr_text(value)?
        )));
    };
    if token.is_used() {
        let text = vm.repr_text(value)?;
        return Err(vm.runtime_error(format!("{text} has already been used once")));
    }
    if !token.variable().is(this) {
        let text = vm.repr_text(value)?;
        return Err(vm.value_error(format!("{text} was created by a different ContextVar")));
    }
    let context = current(vm);
    if !token.context().is(&context) {
        let text = vm.repr_text(value)?;
        return Err(vm.value_error(format!("{text} was created in a different Context")));
    }
    token.use_up();
    let removed = context.replace(vm, this, token.old_value())?;
    if removed.is_none() && token.old_value().is_none() {
        return Err(missing(vm, this));
    }
    Ok(Value::NONE)
}
