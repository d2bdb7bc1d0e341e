//! The dicts of a context's signals.

use primitives::number::decimal::Signals;
use vm::native::{Method, required};
use vm::objects::dict::Dict;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::{Comparison, Slots};
use vm::objects::str::Str;
use vm::objects::types::{TYPE, Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

use super::context::Context;
use super::signals::{SIGNALS, bits_of};
use crate::state::State;
use crate::support::{of, tuple};

/// The payload: a context, and whether its traps are shown and not its flags.
pub struct SignalDict {
    context: Option<Ref<Context>>,
    traps: bool,
}

payload!(SignalDict, SIGNAL_DICT, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(context) = &self.context {
            visit(context.as_value());
        }
    }
});

static_type! {
    /// `decimal.SignalDictMixin`
    pub SIGNAL_DICT = TypeSpec {
        name: "SignalDictMixin",
        module: "decimal",
        layout: Some(<SignalDict as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(|_, class, _| {
                let payload = SignalDict { context: None, traps: false };
                Ok(Ref::with_class(class, payload).into())
            }),
            repr: Some(repr),
            compare: Some(compare),
            length: Some(|vm, this| {
                of::<SignalDict>(this).bits(vm)?;
                Ok(SIGNALS.len())
            }),
            iter: Some(|vm, this| {
                of::<SignalDict>(this).bits(vm)?;
                let classes = SIGNALS.iter().map(|(class, _)| class.to_value());
                vm.iter(&tuple(classes.collect()))
            }),
            getitem: Some(|vm, this, key| {
                let own = of::<SignalDict>(this).bits(vm)?;
                Ok(Value::bool(own & key_bits(vm, key, false)? != 0))
            }),
            setitem: Some(set_item),
            ..Slots::EMPTY
        },
        methods: &[Method::new("copy", "($self, /)", |vm, it| {
            copy(vm, of(required(it, 0)))
        }, "A dict of the signals.")],
        constants: &[("__hash__", |_| Value::NONE)],
        ..TypeSpec::DEFAULT
    };
}

/// The class of the dicts: the mixin with the methods of mutable mappings.
static CLASS: State<Option<Ref<Type>>> = State::new(None);

/// Makes the class.
pub fn make_class(vm: &Vm) -> Result<()> {
    let mapping = vm.import_attribute("collections.abc", "MutableMapping")?;
    let bases = tuple(vec![SIGNAL_DICT.to_value(), mapping.clone()]);
    let namespace = Dict::new();
    namespace.set_str(&vm.intern("__slots__"), tuple(Vec::new()));
    let metaclass = mapping.class().to_value();
    let arguments = [Str::value("SignalDict"), bases, namespace.into()];
    let class = vm.call(&metaclass, &arguments)?;
    drop(CLASS.of(vm).replace(class.downcast::<Type>().cloned()));
    let _ = TYPE.as_value();
    Ok(())
}

impl SignalDict {
    /// The dict of a context's flags or traps.
    pub fn of(vm: &Vm, context: &Ref<Context>, traps: bool) -> Value {
        let class = CLASS.of(vm).borrow().clone();
        let payload = SignalDict {
            context: Some(context.clone()),
            traps,
        };
        match class {
            Some(class) => Ref::with_class(&class, payload).into(),
            None => Ref::new(payload).into(),
        }
    }

    /// The conditions that the dict shows.
    pub fn bits(&self, vm: &Vm) -> Result<Signals> {
        let Some(context) = &self.context else {
            return Err(vm.value_error("invalid signal dict"));
        };
        let settings = context.settings.get();
        Ok(if self.traps {
            settings.traps
        } else {
            settings.flags
        })
    }
}

#[cold]
fn unknown(vm: &Vm) -> Raised {
    vm.error_with(
        &vm::objects::exceptions::KEY_ERROR,
        vec![Str::value(
            "valid values for signals are:\n  [InvalidOperation, FloatOperation, \
             DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]",
        )],
    )
}

/// The bits of a key.
pub fn key_bits(vm: &Vm, key: &Value, with_conditions: bool) -> Result<Signals> {
    bits_of(key, with_conditions).ok_or_else(|| unknown(vm))
}

fn set_item(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> Result<()> {
    let Some(value) = value else {
        return Err(vm.value_error("signal keys cannot be deleted"));
    };
    let dict = of::<SignalDict>(this);
    dict.bits(vm)?;
    let bits = key_bits(vm, key, false)?;
    let on = vm.is_true(value)?;
    let Some(context) = &dict.context else {
        return Ok(());
    };
    context.change(|settings| {
        let place = if dict.traps {
            &mut settings.traps
        } else {
            &mut settings.flags
        };
        *place = if on { *place | bits } else { *place & !bits };
    });
    Ok(())
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let bits = of::<SignalDict>(this).bits(vm)?;
    let entries: Vec<String> = SIGNALS
        .iter()
        .map(|(class, bit)| {
            let shown = if bits & bit != 0 { "True" } else { "False" };
            format!("<class '{}'>:{shown}", class.name())
        })
        .collect();
    Ok(Str::value(format!("{{{}}}", entries.join(", "))))
}

fn copy(vm: &Vm, dict: &Ref<SignalDict>) -> Result<Value> {
    let bits = dict.bits(vm)?;
    let copy = Dict::new();
    for (class, bit) in SIGNALS {
        copy.set(vm, class.as_value(), Value::bool(bits & bit != 0))?;
    }
    Ok(copy.into())
}

fn compare(vm: &Vm, this: &Value, other: &Value, operator: Comparison) -> Result<Value> {
    let own = of::<SignalDict>(this);
    let equal = if let Some(other) = other.downcast::<SignalDict>() {
        shown(own.bits(vm)?) == shown(other.bits(vm)?)
    } else if other.downcast::<Dict>().is_some() {
        vm.equal(&copy(vm, own)?, other)?
    } else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match operator {
        Comparison::Equal => Ok(Value::bool(equal)),
        Comparison::NotEqual => Ok(Value::bool(!equal)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// The signals of conditions, one bit each.
fn shown(bits: Signals) -> u32 {
    let set = SIGNALS.iter().enumerate();
    set.filter(|(_, (_, bit))| bits & bit != 0)
        .fold(0, |all, (place, _)| all | 1 << place)
}
