//! `timedelta`: its payload, construction, text.

use std::cell::Cell;

use num_traits::ToPrimitive;
use primitives::number::hash::TupleHasher;
use vm::call::Arguments;
use vm::native::{Method, Signature, bind, required};
use vm::objects::heap::{Payload, Ref};
use vm::objects::int::Int;
use vm::objects::slots::{Comparison, Slots};
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::delta_arithmetic::{
    absolute, add, divmod, floor_divide, multiply, negative, remainder, subtract, true_divide,
};
use super::fields::NO_HASH;
use crate::state::State;
use crate::support::{member, of, reduce_method, tuple};

const SECOND: i128 = 1_000_000;
const DAY: i128 = 86_400 * SECOND;
const MOST_DAYS: i64 = 999_999_999;

/// The payload of a timedelta.
pub struct Delta {
    pub days: i32,
    pub seconds: i32,
    pub microseconds: i32,
    hash: Cell<i64>,
}

payload!(Delta, TIMEDELTA);

static_type! {
    /// `datetime.timedelta`
    pub TIMEDELTA = TypeSpec {
        name: "timedelta",
        module: "datetime",
        doc: Some("The difference between two dates or times."),
        layout: Some(<Delta as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(new),
            repr: Some(repr),
            str: Some(|_, this| Ok(Str::value(of::<Delta>(this).to_text()))),
            hash: Some(|_, this| Ok(of::<Delta>(this).hash())),
            compare: Some(compare),
            bool: Some(|_, this| Ok(!of::<Delta>(this).is_zero())),
            add: Some(add),
            subtract: Some(subtract),
            multiply: Some(multiply),
            floor_divide: Some(floor_divide),
            true_divide: Some(true_divide),
            remainder: Some(remainder),
            divmod: Some(divmod),
            negative: Some(negative),
            positive: Some(|vm, this| Ok(of::<Delta>(this).alike(vm).into())),
            absolute: Some(absolute),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new(
                "total_seconds",
                "($self, /)",
                |vm, it| of::<Delta>(required(it, 0)).total_seconds(vm),
                "The difference in seconds.",
            ),
            reduce_method(|_, it| {
                let this = required(it, 0);
                let (delta, int) = (of::<Delta>(this), |number: i32| Value::int(number.into()));
                let numbers = [delta.days, delta.seconds, delta.microseconds].map(int);
                Ok(tuple(vec![
                    this.class().to_value(),
                    Tuple::from_slice(&numbers).into(),
                ]))
            }),
        ],
        properties: &[
            member("days", |_, this| Ok(Value::int(of::<Delta>(this).days.into()))),
            member("seconds", |_, this| Ok(Value::int(of::<Delta>(this).seconds.into()))),
            member("microseconds", |_, this| {
                Ok(Value::int(of::<Delta>(this).microseconds.into()))
            }),
        ],
        constants: &[
            ("resolution", |vm| Delta::known(vm, 0, 0, 1).into()),
            ("min", |vm| Delta::known(vm, -MOST_DAYS as i32, 0, 0).into()),
            ("max", |vm| Delta::known(vm, MOST_DAYS as i32, 86_399, 999_999).into()),
        ],
        ..TypeSpec::DEFAULT
    };
}

/// No difference: one object for all.
static ZERO: State<Option<Ref<Delta>>> = State::new(None);

impl Delta {
    /// A timedelta of normal numbers.
    pub fn known(vm: &Vm, days: i32, seconds: i32, microseconds: i32) -> Ref<Delta> {
        Delta::of_class(vm, &TIMEDELTA, days, seconds, microseconds)
    }

    fn of_class(
        vm: &Vm,
        class: &Ref<Type>,
        days: i32,
        seconds: i32,
        microseconds: i32,
    ) -> Ref<Delta> {
        let make = || Delta {
            days,
            seconds,
            microseconds,
            hash: Cell::new(NO_HASH),
        };
        if (days | seconds | microseconds) != 0 || !class.is(&TIMEDELTA) {
            return Ref::with_class(class, make());
        }
        let zero = ZERO.of(vm);
        if let Some(zero) = &*zero.borrow() {
            return zero.clone();
        }
        let made = Ref::new(make());
        zero.replace(Some(made.clone()));
        made
    }

    /// A timedelta of days and microseconds that are within some days.
    pub fn of_parts(vm: &Vm, days: i64, microseconds: i64) -> Result<Ref<Delta>> {
        let day = DAY as i64;
        let days = days + microseconds.div_euclid(day);
        let rest = microseconds.rem_euclid(day);
        Delta::checked(vm, &TIMEDELTA, days, rest)
    }

    /// A timedelta of so many microseconds.
    pub fn of_microseconds(vm: &Vm, class: &Ref<Type>, microseconds: i128) -> Result<Ref<Delta>> {
        let (days, rest) = match i64::try_from(microseconds) {
            Ok(short) => {
                let day = DAY as i64;
                (short.div_euclid(day).into(), short.rem_euclid(day))
            }
            Err(_) => (
                microseconds.div_euclid(DAY),
                microseconds.rem_euclid(DAY) as i64,
            ),
        };
        match i32::try_from(days) {
            Ok(days) => Delta::checked(vm, class, days.into(), rest),
            Err(_) => Err(too_large(vm)),
        }
    }

    fn checked(vm: &Vm, class: &Ref<Type>, days: i64, rest: i64) -> Result<Ref<Delta>> {
        if days.abs() > MOST_DAYS {
            return Err(
                vm.overflow_error(format!("days={days}; must have magnitude <= {MOST_DAYS}"))
            );
        }
        let (seconds, microseconds) = (rest / 1_000_000, rest % 1_000_000);
        Ok(Delta::of_class(
            vm,
            class,
            days as i32,
            seconds as i32,
            microseconds as i32,
        ))
    }

    /// The same as an exact timedelta.
    pub fn alike(&self, vm: &Vm) -> Ref<Delta> {
        Delta::known(vm, self.days, self.seconds, self.microseconds)
    }

    pub fn is_zero(&self) -> bool {
        self.days | self.seconds | self.microseconds == 0
    }

    /// All of it in microseconds.
    pub fn total(&self) -> i128 {
        i128::from(self.days) * DAY + i128::from(self.day_microseconds())
    }

    /// The part that is less than a day, in microseconds.
    pub fn day_microseconds(&self) -> i64 {
        i64::from(self.seconds) * 1_000_000 + i64::from(self.microseconds)
    }

    /// All of it in whole seconds.
    pub fn whole_seconds(&self) -> i64 {
        i64::from(self.days) * 86_400 + i64::from(self.seconds)
    }

    /// What the order of two goes by.
    pub fn key(&self) -> (i32, i32, i32) {
        (self.days, self.seconds, self.microseconds)
    }

    /// The hash of the tuple of its numbers.
    pub fn hash(&self) -> i64 {
        if self.hash.get() == NO_HASH {
            let mut hasher = TupleHasher::new();
            for number in [self.days, self.seconds, self.microseconds] {
                hasher.add(if number == -1 { -2 } else { number.into() });
            }
            self.hash.set(hasher.finish(3));
        }
        self.hash.get()
    }

    /// All of it in seconds.
    pub fn total_seconds(&self, vm: &Vm) -> Result<Value> {
        let total = self.total();
        // Both numbers are exact floats, so that the quotient is rounded once.
        if total.unsigned_abs() < 1 << 53 {
            return Ok(Value::float(total as f64 / 1e6));
        }
        let second = Value::int(SECOND as i64);
        let divide = vm::protocols::numbers::Operator::TrueDivide;
        vm.binary(divide, &Int::from_wide(total), &second)
    }

    fn to_text(&self) -> String {
        use std::fmt::Write;
        let mut out = String::new();
        // Writing to a string cannot fail.
        if self.days != 0 {
            let s = if self.days.abs() == 1 { "" } else { "s" };
            let _ = write!(out, "{} day{s}, ", self.days);
        }
        let (minutes, seconds) = (self.seconds / 60, self.seconds % 60);
        let _ = write!(out, "{}:{:02}:{seconds:02}", minutes / 60, minutes % 60);
        if self.microseconds != 0 {
            let _ = write!(out, ".{:06}", self.microseconds);
        }
        out
    }
}

/// The error for what no timedelta can hold by far.
pub fn too_large(vm: &Vm) -> vm::Raised {
    vm.overflow_error("Python int too large to convert to C int")
}

fn repr(_: &Vm, this: &Value) -> Result<Value> {
    let delta = of::<Delta>(this);
    let parts = [
        ("days", delta.days),
        ("seconds", delta.seconds),
        ("microseconds", delta.microseconds),
    ];
    let mut shown: Vec<String> = parts
        .iter()
        .filter(|(_, number)| *number != 0)
        .map(|(name, number)| format!("{name}={number}"))
        .collect();
    if shown.is_empty() {
        shown.push("0".to_owned());
    }
    let name = this.class().name();
    Ok(Str::value(format!("{name}({})", shown.join(", "))))
}

fn compare(_: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let Some(other) = right.downcast::<Delta>() else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let order = of::<Delta>(left).key().cmp(&other.key());
    Ok(Value::bool(operator.holds(order)))
}

/// The parameters in the order in which they are added up: place, name, microseconds.
const UNITS: [(usize, &str, i64); 7] = [
    (2, "microseconds", 1),
    (3, "milliseconds", 1000),
    (1, "seconds", 1_000_000),
    (4, "minutes", 60_000_000),
    (5, "hours", 3_600_000_000),
    (0, "days", 86_400_000_000),
    (6, "weeks", 604_800_000_000),
];

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new(
        "__new__",
        "(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)",
    );
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let mut sum = Sum {
        whole: 0,
        rest: 0.0,
    };
    for (place, name, unit) in UNITS {
        if let Some(value) = bound.optional(place) {
            sum.add(vm, name, value, unit)?;
        }
    }
    let total = sum.rounded(vm)?;
    Ok(Delta::of_microseconds(vm, class, total)?.into())
}

/// Microseconds, and what is less than one.
struct Sum {
    whole: i128,
    rest: f64,
}

impl Sum {
    fn add(&mut self, vm: &Vm, name: &str, value: &Value, unit: i64) -> Result<()> {
        if let Some(number) = value.as_small_int() {
            return self.add_whole(vm, Some(i128::from(number)), unit);
        }
        if value.is_int() {
            let number = value
                .as_integer()
                .and_then(|number| number.to_big().to_i128());
            return self.add_whole(vm, number, unit);
        }
        let Some(float) = value.as_float() else {
            return Err(vm.type_error(format!(
                "unsupported type for timedelta {name} component: {}",
                value.class().name()
            )));
        };
        if float.is_nan() {
            return Err(vm.value_error("cannot convert float NaN to integer"));
        }
        if float.is_infinite() {
            return Err(vm.overflow_error("cannot convert float infinity to integer"));
        }
        self.add_whole(vm, float.trunc().to_i128(), unit)?;
        let part = float.fract() * unit as f64;
        self.whole += part.trunc() as i128;
        self.rest += part.fract();
        Ok(())
    }

    /// Adds units; `None` stands for more than can be counted.
    fn add_whole(&mut self, vm: &Vm, number: Option<i128>, unit: i64) -> Result<()> {
        let product = number.and_then(|number| number.checked_mul(unit.into()));
        let sum = product.and_then(|product| self.whole.checked_add(product));
        self.whole = sum.ok_or_else(|| too_large(vm))?;
        Ok(())
    }

    /// All of it, rounded half to even.
    fn rounded(&self, vm: &Vm) -> Result<i128> {
        if self.rest == 0.0 {
            return Ok(self.whole);
        }
        let mut rounded = self.rest.round();
        if (rounded - self.rest).abs() == 0.5 {
            let odd = (self.whole & 1) as f64;
            rounded = 2.0 * ((self.rest + odd) * 0.5).round() - odd;
        }
        let sum = self.whole.checked_add(rounded as i128);
        sum.ok_or_else(|| too_large(vm))
    }
}
