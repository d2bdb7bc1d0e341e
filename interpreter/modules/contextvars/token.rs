//! `Token`: what a change of a context variable gives, to undo it.

use std::cell::Cell;

use vm::native::Property;
use vm::objects::generic_alias::CLASS_GETITEM;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::Context;
use crate::container;
use crate::support::of;

/// The payload of a token.
pub struct Token {
    context: Ref<Context>,
    variable: Value,
    old: Option<Value>,
    used: Cell<bool>,
}

/// The payload of `Token.MISSING`.
pub struct Missing;

container!(Token, TOKEN, [context, variable, old], clear []);
payload!(Missing, MISSING_TYPE);

const fn member(name: &'static str, get: fn(&Vm, &Value) -> Result<Value>) -> Property {
    Property::new(name, get)
}

static_type! {
    /// `_contextvars.Token`
    pub TOKEN = TypeSpec {
        name: "Token",
        module: "_contextvars",
        doc: Some("What a change of a context variable gives, to undo it."),
        layout: Some(<Token as Payload>::layout),
        slots: Slots {
            new: Some(|vm, _, _| {
                Err(vm.runtime_error("Tokens can only be created by ContextVars"))
            }),
            repr: Some(repr),
            hash: Some(|vm, this| {
                let name = this.class().name();
                Err(vm.type_error(format!("unhashable type: '{name}'")))
            }),
            ..Slots::EMPTY
        },
        methods: &[CLASS_GETITEM],
        properties: &[
            member("var", |_, this| Ok(of::<Token>(this).variable.clone())),
            member("old_value", |vm, this| {
                match of::<Token>(this).old_value() {
                    Some(old) => Ok(old),
                    None => vm.get_attribute(TOKEN.as_value(), &vm.intern("MISSING")),
                }
            }),
        ],
        constants: &[
            ("MISSING", |_| Ref::new(Missing).into()),
            ("__hash__", |_| Value::NONE),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `Token.MISSING`
    pub MISSING_TYPE = TypeSpec {
        name: "MISSING",
        module: "Token",
        layout: Some(<Missing as Payload>::layout),
        slots: Slots { repr: Some(|_, _| Ok(Str::value("<Token.MISSING>"))), ..Slots::EMPTY },
        ..TypeSpec::DEFAULT
    };
}

impl Token {
    /// The token of a change.
    pub fn of(context: Ref<Context>, variable: Value, old: Option<Value>) -> Value {
        Ref::new(Token {
            context,
            variable,
            old,
            used: Cell::new(false),
        })
        .into()
    }

    /// Whether the change has been undone.
    pub fn is_used(&self) -> bool {
        self.used.get()
    }

    /// Notes that the change is being undone.
    pub fn use_up(&self) {
        self.used.set(true);
    }

    /// The variable that was changed.
    pub fn variable(&self) -> &Value {
        &self.variable
    }

    /// The context in which it was changed.
    pub fn context(&self) -> &Ref<Context> {
        &self.context
    }

    /// The value before the change.
    pub fn old_value(&self) -> Option<Value> {
        self.old.clone()
    }
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let token = of::<Token>(this);
    let used = if token.is_used() { " used" } else { "" };
    let variable = vm.repr_text(&token.variable)?;
    Ok(Str::value(format!(
        "<Token{used} var={variable} at {:#x}>",
        this.identity()
    )))
}
