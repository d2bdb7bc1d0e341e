//! `Context`: its attributes, and what it does with the conditions of an operation.

use std::cell::Cell;

use primitives::number::decimal::{
    Context as Limits, Decimal, LARGEST, Rounding, Signals, condition,
};
use vm::call::Arguments;
use vm::native::{Property, Signature, bind};
use vm::objects::dict::Dict;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

use super::context_methods::METHODS;
use super::signal_dict::SignalDict;
use super::signals::{self, SIGNALS};
use crate::support::{of, tuple};

/// The roundings, by the names of their constants.
pub const ROUNDINGS: [(&str, Rounding); 8] = [
    ("ROUND_CEILING", Rounding::Ceiling),
    ("ROUND_FLOOR", Rounding::Floor),
    ("ROUND_UP", Rounding::Up),
    ("ROUND_DOWN", Rounding::Down),
    ("ROUND_HALF_UP", Rounding::HalfUp),
    ("ROUND_HALF_DOWN", Rounding::HalfDown),
    ("ROUND_HALF_EVEN", Rounding::HalfEven),
    ("ROUND_05UP", Rounding::ZeroFiveUp),
];

/// All that a context holds.
#[derive(Clone, Copy)]
pub struct Settings {
    pub(super) limits: Limits,
    pub(super) flags: Signals,
    pub(super) traps: Signals,
}

const USUAL_TRAPS: Signals = condition::INVALID | condition::DIVISION_BY_ZERO | condition::OVERFLOW;

impl Settings {
    /// Those of `DefaultContext`.
    pub const DEFAULT: Settings = Settings {
        limits: Limits {
            precision: 28,
            rounding: Rounding::HalfEven,
            emin: -999_999,
            emax: 999_999,
            clamp: false,
            capitals: true,
        },
        flags: 0,
        traps: USUAL_TRAPS,
    };
    /// Those of `BasicContext`.
    pub const BASIC: Settings = Settings {
        limits: Limits {
            precision: 9,
            rounding: Rounding::HalfUp,
            ..Settings::DEFAULT.limits
        },
        flags: 0,
        traps: USUAL_TRAPS | condition::UNDERFLOW | condition::CLAMPED,
    };
    /// Those of `ExtendedContext`.
    pub const EXTENDED: Settings = Settings {
        limits: Limits {
            precision: 9,
            ..Settings::DEFAULT.limits
        },
        flags: 0,
        traps: 0,
    };
}

/// The payload of a context.
pub struct Context {
    pub(super) settings: Cell<Settings>,
    /// What the attributes `flags` and `traps` give, once somebody has asked.
    dicts: Guarded<[Option<Value>; 2]>,
}

payload!(Context, CONTEXT, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.dicts.borrow().iter().flatten().for_each(visit);
    }
    fn clear(&self) {
        drop(self.dicts.take());
    }
});

static_type! {
    /// `decimal.Context`
    pub CONTEXT = TypeSpec {
        name: "Context",
        module: "decimal",
        doc: Some("How decimals are rounded, and which conditions raise exceptions."),
        signature: Some("(prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)"),
        layout: Some(<Context as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(|vm, class, _| {
                let settings = super::current::default_settings(vm);
                Ok(Context::of_class(class, settings).into())
            }),
            init: Some(init),
            repr: Some(repr),
            setattribute: Some(set_attribute),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: &[
            Property::settable("prec", |_, this| {
                Ok(Value::int(of::<Context>(this).limits().precision))
            }, set_precision),
            Property::settable("Emax", |_, this| {
                Ok(Value::int(of::<Context>(this).limits().emax))
            }, |vm, this, value| {
                let emax = number(vm, value, 0, LARGEST, "valid range for Emax is [0, MAX_EMAX]")?;
                of::<Context>(this).change(|settings| settings.limits.emax = emax);
                Ok(())
            }),
            Property::settable("Emin", |_, this| {
                Ok(Value::int(of::<Context>(this).limits().emin))
            }, |vm, this, value| {
                let emin = number(vm, value, -LARGEST, 0, "valid range for Emin is [MIN_EMIN, 0]")?;
                of::<Context>(this).change(|settings| settings.limits.emin = emin);
                Ok(())
            }),
            Property::settable("rounding", |vm, this| {
                Ok(vm.intern(rounding_name(of::<Context>(this).limits().rounding)).into())
            }, |vm, this, value| {
                let rounding = rounding_of(vm, value.unwrap_or(Value::none_ref()))?;
                of::<Context>(this).change(|settings| settings.limits.rounding = rounding);
                Ok(())
            }),
            Property::settable("capitals", |_, this| {
                Ok(Value::int(of::<Context>(this).limits().capitals.into()))
            }, |vm, this, value| {
                let flag = number(vm, value, 0, 1, "valid values for capitals are 0 or 1")?;
                of::<Context>(this).change(|settings| settings.limits.capitals = flag == 1);
                Ok(())
            }),
            Property::settable("clamp", |_, this| {
                Ok(Value::int(of::<Context>(this).limits().clamp.into()))
            }, |vm, this, value| {
                let flag = number(vm, value, 0, 1, "valid values for clamp are 0 or 1")?;
                of::<Context>(this).change(|settings| settings.limits.clamp = flag == 1);
                Ok(())
            }),
            Property::settable("flags", |vm, this| Ok(dict_of(vm, of(this), false)), |vm, this, value| {
                let bits = dict_bits(vm, value.unwrap_or(Value::none_ref()))?;
                of::<Context>(this).change(|settings| settings.flags = bits);
                Ok(())
            }),
            Property::settable("traps", |vm, this| Ok(dict_of(vm, of(this), true)), |vm, this, value| {
                let bits = dict_bits(vm, value.unwrap_or(Value::none_ref()))?;
                of::<Context>(this).change(|settings| settings.traps = bits);
                Ok(())
            }),
        ],
        ..TypeSpec::DEFAULT
    };
}

impl Context {
    /// A context of the type itself.
    pub fn new(settings: Settings) -> Ref<Context> {
        Context::of_class(&CONTEXT, settings)
    }

    fn of_class(class: &Ref<Type>, settings: Settings) -> Ref<Context> {
        let payload = Context {
            settings: Cell::new(settings),
            dicts: Guarded::default(),
        };
        Ref::with_class(class, payload)
    }

    /// Precision, rounding and limits.
    #[inline]
    pub fn limits(&self) -> Limits {
        self.settings.get().limits
    }

    /// Changes what the context holds.
    pub fn change(&self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.settings.get();
        change(&mut settings);
        self.settings.set(settings);
    }

    /// Counts conditions, and raises an exception where one of them is trapped.
    #[inline]
    pub fn signal(&self, vm: &Vm, conditions: Signals) -> Result<()> {
        if conditions == 0 {
            return Ok(());
        }
        let mut settings = self.settings.get();
        settings.flags |= conditions;
        self.settings.set(settings);
        match settings.traps & conditions {
            0 => Ok(()),
            trapped => Err(signals::raised(vm, trapped)),
        }
    }

    /// Runs an operation, and signals its conditions.
    #[inline]
    pub fn run<T>(&self, vm: &Vm, operation: impl FnOnce(&Limits, &mut Signals) -> T) -> Result<T> {
        let mut conditions = 0;
        let result = operation(&self.limits(), &mut conditions);
        self.signal(vm, conditions)?;
        Ok(result)
    }

    /// The number of this text or value, rounded.
    pub fn rounded(&self, vm: &Vm, number: Decimal) -> Result<Decimal> {
        if number.is_nan() {
            let most = self.limits().precision - i64::from(self.limits().clamp);
            if number.digits() > most && number.coefficient.bits() > 0 {
                self.signal(vm, condition::CONVERSION_SYNTAX)?;
                return Ok(Decimal::nan());
            }
            return Ok(number);
        }
        self.run(vm, |limits, signals| number.finish(limits, signals))
    }
}

/// The name of a rounding.
pub fn rounding_name(rounding: Rounding) -> &'static str {
    let found = ROUNDINGS.iter().find(|(_, known)| *known == rounding);
    found.map_or("", |(name, _)| name)
}

/// The rounding of a name.
pub fn rounding_of(vm: &Vm, value: &Value) -> Result<Rounding> {
    let name = value.downcast::<Str>();
    let found = ROUNDINGS
        .iter()
        .find(|(known, _)| name.is_some_and(|name| name.as_bytes() == known.as_bytes()));
    match found {
        Some((_, rounding)) => Ok(*rounding),
        None => Err(vm.type_error(
            "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, \
             ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]",
        )),
    }
}

fn number(vm: &Vm, value: Option<&Value>, least: i64, most: i64, rule: &str) -> Result<i64> {
    let value = value.unwrap_or(Value::none_ref());
    if !value.is_int() {
        return Err(vm.type_error("an integer is required"));
    }
    match value.as_i64() {
        Some(number) if (least..=most).contains(&number) => Ok(number),
        Some(_) => Err(vm.value_error(rule)),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

fn set_precision(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    let precision = number(
        vm,
        value,
        1,
        LARGEST,
        "valid range for prec is [1, MAX_PREC]",
    )?;
    of::<Context>(this).change(|settings| settings.limits.precision = precision);
    Ok(())
}

fn set_attribute(vm: &Vm, this: &Value, name: &Ref<Str>, value: Option<&Value>) -> Result<()> {
    if value.is_none() {
        return Err(vm.attribute_error("context attributes cannot be deleted"));
    }
    vm::objects::lookup::generic_set_attribute(vm, this, name, value)
}

/// The dict of flags or traps, always the same one.
fn dict_of(vm: &Vm, context: &Ref<Context>, traps: bool) -> Value {
    let place = usize::from(traps);
    let known = context.dicts.borrow()[place].clone();
    known.unwrap_or_else(|| {
        let dict = SignalDict::of(vm, context, traps);
        drop(context.dicts.borrow_mut()[place].replace(dict.clone()));
        dict
    })
}

#[cold]
fn invalid_dict(vm: &Vm) -> Raised {
    vm.error_with(
        &vm::objects::exceptions::KEY_ERROR,
        vec![Str::value("invalid signal dict")],
    )
}

/// The conditions that a dict of signals names.
fn dict_bits(vm: &Vm, value: &Value) -> Result<Signals> {
    if let Some(dict) = value.downcast::<SignalDict>() {
        return dict.bits(vm);
    }
    let Some(dict) = value.downcast::<Dict>() else {
        return Err(vm.type_error("argument must be a signal dict"));
    };
    if dict.len() != SIGNALS.len() {
        return Err(invalid_dict(vm));
    }
    let mut found = 0;
    for (class, bits) in SIGNALS {
        match dict.get(vm, class.as_value())? {
            Some(value) if vm.is_true(&value)? => found |= bits,
            Some(_) => {}
            None => return Err(invalid_dict(vm)),
        }
    }
    Ok(found)
}

/// The conditions that a list of exceptions names.
fn list_bits(vm: &Vm, list: &Ref<List>) -> Result<Signals> {
    let mut found = 0;
    for class in list.to_vec() {
        found |= super::signal_dict::key_bits(vm, &class, true)?;
    }
    Ok(found)
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new(
        "Context",
        "(prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)",
    );
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let context = of::<Context>(this);
    context.settings.set(super::current::default_settings(vm));
    for (place, name) in [
        "prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps",
    ]
    .into_iter()
    .enumerate()
    {
        if let Some(value) = bound.optional(place).filter(|value| !value.is_none()) {
            set_named(vm, context, name, value)?;
        }
    }
    Ok(())
}

/// Sets an attribute by name; lists of signals stand for dicts.
pub fn set_named(vm: &Vm, context: &Ref<Context>, name: &str, value: &Value) -> Result<()> {
    let bits = |value: &Value| match value.downcast::<List>() {
        Some(list) => list_bits(vm, list),
        None => dict_bits(vm, value),
    };
    match name {
        "flags" => {
            let bits = bits(value)?;
            context.change(|settings| settings.flags = bits);
            Ok(())
        }
        "traps" => {
            let bits = bits(value)?;
            context.change(|settings| settings.traps = bits);
            Ok(())
        }
        _ => vm::objects::lookup::generic_set_attribute(
            vm,
            context.as_value(),
            &vm.intern(name),
            Some(value),
        ),
    }
}

fn repr(_: &Vm, this: &Value) -> Result<Value> {
    let Settings {
        limits,
        flags,
        traps,
    } = of::<Context>(this).settings.get();
    Ok(Str::value(format!(
        "Context(prec={}, rounding={}, Emin={}, Emax={}, capitals={}, clamp={}, flags=[{}], \
         traps=[{}])",
        limits.precision,
        rounding_name(limits.rounding),
        limits.emin,
        limits.emax,
        u8::from(limits.capitals),
        u8::from(limits.clamp),
        signals::names_of(flags),
        signals::names_of(traps)
    )))
}

/// What `__reduce__` gives.
pub fn reduce(_: &Vm, this: &Value) -> Result<Value> {
    let Settings {
        limits,
        flags,
        traps,
    } = of::<Context>(this).settings.get();
    let arguments = vec![
        Value::int(limits.precision),
        Str::value(rounding_name(limits.rounding)),
        Value::int(limits.emin),
        Value::int(limits.emax),
        Value::int(limits.capitals.into()),
        Value::int(limits.clamp.into()),
        signals::signals_of(flags),
        signals::signals_of(traps),
    ];
    Ok(tuple(vec![this.class().to_value(), tuple(arguments)]))
}
