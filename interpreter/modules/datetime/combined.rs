//! `datetime`: date and time of day together.

use vm::call::Arguments;
use vm::native::Property;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::arguments::{Parameters, number_or, numbers_or, present};
use super::calendar::{LARGEST_ORDINAL, from_ordinal};
use super::combined_methods::METHODS;
use super::comparing::{compare_datetimes, hash_datetime};
use super::date::DATE;
use super::delta::Delta;
use super::delta_arithmetic;
use super::fields::{Clock, Day, Moment, check_fold, datetime_of, make_datetime};
use super::pickled::{self, clock_of, day_of};
use super::time::add_seconds;
use super::zone::{check_zone, utc_offset};
use crate::support::of;

static_type! {
    /// `datetime.datetime`
    pub DATETIME = TypeSpec {
        name: "datetime",
        module: "datetime",
        doc: Some("A day of the calendar and a time of day."),
        base: Some(|| DATE.as_ref()),
        layout: Some(<Moment as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(new),
            repr: Some(repr),
            str: Some(|vm, this| vm.call_method(this, "isoformat", &[Str::value(" ")])),
            hash: Some(hash_datetime),
            compare: Some(compare_datetimes),
            add: Some(add),
            subtract: Some(subtract),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: &[
            Property::new("hour", |_, this| Ok(Value::int(of::<Moment>(this).clock.hour.into()))),
            Property::new("minute", |_, this| {
                Ok(Value::int(of::<Moment>(this).clock.minute.into()))
            }),
            Property::new("second", |_, this| {
                Ok(Value::int(of::<Moment>(this).clock.second.into()))
            }),
            Property::new("microsecond", |_, this| {
                Ok(Value::int(of::<Moment>(this).clock.microsecond.into()))
            }),
            Property::new("tzinfo", |_, this| {
                Ok(of::<Moment>(this).zone().unwrap_or(Value::NONE))
            }),
            Property::new("fold", |_, this| Ok(Value::int(of::<Moment>(this).fold.into()))),
        ],
        constants: &[
            ("min", |_| {
                Moment::datetime(&DATETIME, Day::known((1, 1, 1)), Clock::default(), None, false)
            }),
            ("max", |_| {
                let clock = Clock::known(86_399, 999_999);
                Moment::datetime(&DATETIME, Day::known((9999, 12, 31)), clock, None, false)
            }),
            ("resolution", |vm| Delta::known(vm, 0, 0, 1).into()),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    const PARAMETERS: Parameters = Parameters {
        names: &[
            "year",
            "month",
            "day",
            "hour",
            "minute",
            "second",
            "microsecond",
            "tzinfo",
            "fold",
        ],
        required: 3,
        positional: 8,
    };
    const PICKLED: pickled::Shape = pickled::Shape {
        name: "datetime",
        place: 2,
        sane: |month| (1..=12).contains(&month),
        most: 2,
    };
    if let Some(state) = PICKLED.read::<10>(vm, arguments)? {
        let (day, clock) = (day_of(&state.bytes), clock_of(&state.bytes[4..]));
        return Ok(Moment::datetime(class, day, clock, state.zone, state.fold));
    }
    let bound = PARAMETERS.bind(vm, arguments)?;
    let [year, month, day, clock @ ..] = numbers_or(vm, &bound[..7], [0; 7])?;
    let fold = number_or(vm, bound[8].as_ref(), 0)?;
    let day = Day::checked(vm, year, month, day)?;
    let clock = Clock::checked(vm, clock)?;
    let fold = check_fold(vm, fold)?;
    let zone = present(bound[7].as_ref());
    check_zone(vm, zone.as_ref())?;
    Ok(Moment::datetime(class, day, clock, zone, fold))
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let moment = of::<Moment>(this);
    let ((year, month, day), clock) = (moment.day.numbers(), moment.clock);
    let class = this.class().name();
    let mut out = format!(
        "{class}({year}, {month}, {day}, {}, {}",
        clock.hour, clock.minute
    );
    add_seconds(&mut out, clock);
    if moment.fold {
        out.push_str(", fold=1");
    }
    if let Some(zone) = moment.zone() {
        out.push_str(", tzinfo=");
        out.push_str(&vm.repr_text(&zone)?);
    }
    out.push(')');
    Ok(Str::value(out))
}

/// A datetime so much later, or earlier if the sign is -1.
pub fn add_delta(vm: &Vm, moment: &Ref<Moment>, delta: &Delta, sign: i64) -> Result<Value> {
    const DAY: i64 = 86_400_000_000;
    let clock = moment.clock.seconds() * 1_000_000 + i64::from(moment.clock.microsecond);
    let clock = clock + sign * delta.day_microseconds();
    let days = sign * i64::from(delta.days) + clock.div_euclid(DAY);
    let day = match i64::from(moment.day.day) + days {
        // Every month has these.
        day @ 1..=28 => Day {
            day: day as u8,
            ..moment.day
        },
        _ => {
            let ordinal = moment.day.ordinal() + days;
            if !(1..=LARGEST_ORDINAL).contains(&ordinal) {
                return Err(vm.overflow_error("date value out of range"));
            }
            Day::known(from_ordinal(ordinal))
        }
    };
    let rest = clock.rem_euclid(DAY);
    let clock = Clock::known(rest / 1_000_000, rest % 1_000_000);
    let (class, zone) = (moment.class(), moment.zone());
    if class.is(&DATETIME) {
        return Ok(Moment::datetime(class, day, clock, zone, false));
    }
    make_datetime(vm, class, day.numbers(), clock.numbers(), zone, false)
}

fn add(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let (moment, delta) = match (datetime_of(left), datetime_of(right)) {
        (Some(moment), _) => (moment, right.downcast::<Delta>()),
        (None, Some(moment)) => (moment, left.downcast::<Delta>()),
        (None, None) => return Ok(Value::NOT_IMPLEMENTED),
    };
    match delta {
        Some(delta) => add_delta(vm, moment, delta, 1),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn subtract(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let Some(moment) = datetime_of(left) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if let Some(other) = datetime_of(right) {
        return Ok(difference(vm, moment, other)?.into());
    }
    match right.downcast::<Delta>() {
        Some(delta) => add_delta(vm, moment, delta, -1),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// One datetime less another.
pub fn difference(vm: &Vm, one: &Ref<Moment>, other: &Ref<Moment>) -> Result<Ref<Delta>> {
    let (zone, other_zone) = (one.zone(), other.zone());
    let mut offsets = None;
    let same = match (&zone, &other_zone) {
        (Some(zone), Some(other)) => zone.is(other),
        (None, None) => true,
        _ => false,
    };
    if !same {
        let offset = utc_offset(vm, zone.as_ref(), one.as_value())?;
        let other_offset = utc_offset(vm, other_zone.as_ref(), other.as_value())?;
        offsets = match (offset, other_offset) {
            (Some(offset), Some(other)) if offset.key() != other.key() => {
                Some(delta_arithmetic::difference(vm, &offset, &other)?)
            }
            (Some(_), Some(_)) | (None, None) => None,
            _ => {
                return Err(vm.type_error("can't subtract offset-naive and offset-aware datetimes"));
            }
        };
    }
    let days = one.day.ordinal() - other.day.ordinal();
    let seconds = one.clock.seconds() - other.clock.seconds();
    let microseconds = i64::from(one.clock.microsecond) - i64::from(other.clock.microsecond);
    let delta = Delta::of_parts(vm, days, seconds * 1_000_000 + microseconds)?;
    match offsets {
        Some(offsets) => delta_arithmetic::difference(vm, &delta, &offsets),
        None => Ok(delta),
    }
}
