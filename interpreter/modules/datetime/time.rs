//! `time`: a time of day.

use vm::call::Arguments;
use vm::native::{Method, Property, required};
use vm::objects::bytes::Bytes;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::arguments::{Parameters, number_or, numbers_or, present};
use super::comparing::{compare_times, hash_time};
use super::date::{class_of, invalid_text};
use super::delta::Delta;
use super::fields::{Clock, Time, check_fold, make_time};
use super::formats::{Line, Precision, format, format_method, with_offset};
use super::iso_text::{ClockText, read_time};
use super::pickled::{self, clock_bytes, clock_of, with_fold};
use super::zone::{check_zone, daylight_saving, make_zone, utc, utc_offset, zone_name};
use crate::support::{of, reduce_method, tuple};

static_type! {
    /// `datetime.time`
    pub TIME = TypeSpec {
        name: "time",
        module: "datetime",
        doc: Some("A time of day."),
        layout: Some(<Time as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(new),
            repr: Some(repr),
            str: Some(|vm, this| vm.call_method(this, "isoformat", &[])),
            hash: Some(hash_time),
            compare: Some(compare_times),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: &[
            Property::new("hour", |_, this| Ok(Value::int(of::<Time>(this).clock.hour.into()))),
            Property::new("minute", |_, this| Ok(Value::int(of::<Time>(this).clock.minute.into()))),
            Property::new("second", |_, this| Ok(Value::int(of::<Time>(this).clock.second.into()))),
            Property::new("microsecond", |_, this| {
                Ok(Value::int(of::<Time>(this).clock.microsecond.into()))
            }),
            Property::new("tzinfo", |_, this| {
                Ok(of::<Time>(this).zone.clone().unwrap_or(Value::NONE))
            }),
            Property::new("fold", |_, this| Ok(Value::int(of::<Time>(this).fold.into()))),
        ],
        constants: &[
            ("min", |_| Time::of_class(&TIME, Clock::default(), None, false)),
            ("max", |_| Time::of_class(&TIME, Clock::known(86_399, 999_999), None, false)),
            ("resolution", |vm| Delta::known(vm, 0, 0, 1).into()),
        ],
        ..TypeSpec::DEFAULT
    };
}

const REPLACE: &str = "($self, /, hour=unchanged, minute=unchanged, second=unchanged, \
                       microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)";

const METHODS: &[Method] = &[
    Method::new(
        "isoformat",
        "($self, /, timespec='auto')",
        |vm, it| {
            let this = required(it, 0);
            let time = of::<Time>(this);
            let precision = Precision::of(vm, it[1].as_ref(), "1", time.clock)?;
            let text = Line::default().clock(time.clock, precision).to_value();
            with_offset(vm, text, time.zone.as_ref(), Value::none_ref())
        },
        "The time in ISO 8601.",
    ),
    Method::new(
        "strftime",
        "($self, /, format)",
        |vm, it| {
            let (this, wanted) = (required(it, 0), required(it, 1));
            let wanted = vm.expect_str_argument(wanted, "strftime", "1")?;
            let [hour, minute, second, _] = of::<Time>(this).clock.numbers();
            let numbers = [1900, 1, 1, hour, minute, second, 0, 1, -1];
            let time = tuple(numbers.map(|number| Value::int(number.into())).into());
            format(vm, this, wanted, &time, Value::none_ref())
        },
        "The time in a format.",
    ),
    Method::new(
        "__format__",
        " ($self, format, /)",
        format_method,
        "The time in a format.",
    ),
    Method::new(
        "utcoffset",
        "($self, /)",
        |vm, it| {
            let zone = of::<Time>(required(it, 0)).zone.as_ref();
            or_none(utc_offset(vm, zone, Value::none_ref())?)
        },
        "How far its zone is ahead of UTC.",
    ),
    Method::new(
        "tzname",
        "($self, /)",
        |vm, it| {
            zone_name(
                vm,
                of::<Time>(required(it, 0)).zone.as_ref(),
                Value::none_ref(),
            )
        },
        "The name of its zone.",
    ),
    Method::new(
        "dst",
        "($self, /)",
        |vm, it| {
            let zone = of::<Time>(required(it, 0)).zone.as_ref();
            or_none(daylight_saving(vm, zone, Value::none_ref())?)
        },
        "How much of that is daylight saving.",
    ),
    Method::new("replace", REPLACE, replace, "The time with other numbers."),
    Method::new("__replace__", REPLACE, replace, "The same as replace()."),
    Method::new(
        "fromisoformat",
        "($type, object, /)",
        from_iso_format,
        "Reads a time in ISO 8601.",
    )
    .class_method(),
    Method::new(
        "__reduce_ex__",
        " ($self, proto, /)",
        |vm, it| {
            let protocol = number_or(vm, it[1].as_ref(), 0)?;
            Ok(reduced(required(it, 0), protocol))
        },
        "How to pickle it.",
    ),
    reduce_method(|_, it| Ok(reduced(required(it, 0), 2))),
];

/// What was found, or `None`.
pub fn or_none(delta: Option<Ref<Delta>>) -> Result<Value> {
    Ok(delta.map_or(Value::NONE, Value::from))
}

fn reduced(this: &Value, protocol: i32) -> Value {
    let time = of::<Time>(this);
    let bytes = with_fold(clock_bytes(time.clock), 0, time.fold && protocol > 3);
    let mut state = vec![Bytes::value(bytes)];
    state.extend(time.zone.clone());
    tuple(vec![this.class().to_value(), tuple(state)])
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    const PARAMETERS: Parameters = Parameters {
        names: &["hour", "minute", "second", "microsecond", "tzinfo", "fold"],
        required: 0,
        positional: 5,
    };
    const PICKLED: pickled::Shape = pickled::Shape {
        name: "time",
        place: 0,
        sane: |hour| hour < 24,
        most: 2,
    };
    if let Some(state) = PICKLED.read::<6>(vm, arguments)? {
        let clock = clock_of(&state.bytes);
        return Ok(Time::of_class(class, clock, state.zone, state.fold));
    }
    let bound = PARAMETERS.bind(vm, arguments)?;
    let clock = numbers_or(vm, &bound[..4], [0; 4])?;
    let fold = number_or(vm, bound[5].as_ref(), 0)?;
    let clock = Clock::checked(vm, clock)?;
    let fold = check_fold(vm, fold)?;
    let zone = present(bound[4].as_ref());
    check_zone(vm, zone.as_ref())?;
    Ok(Time::of_class(class, clock, zone, fold))
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let time = of::<Time>(this);
    let clock = time.clock;
    let mut out = format!("{}({}, {}", this.class().name(), clock.hour, clock.minute);
    add_seconds(&mut out, clock);
    if let Some(zone) = &time.zone {
        out.push_str(", tzinfo=");
        out.push_str(&vm.repr_text(zone)?);
    }
    if time.fold {
        out.push_str(", fold=1");
    }
    out.push(')');
    Ok(Str::value(out))
}

/// Seconds and microseconds as `repr` shows them: where they are not zero.
pub fn add_seconds(out: &mut String, clock: Clock) {
    if clock.second != 0 || clock.microsecond != 0 {
        out.push_str(&format!(", {}", clock.second));
    }
    if clock.microsecond != 0 {
        out.push_str(&format!(", {}", clock.microsecond));
    }
}

fn replace(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let time = of::<Time>(this);
    let clock = numbers_or(vm, &arguments[1..5], time.clock.numbers())?;
    let zone = match &arguments[5] {
        None => time.zone.clone(),
        given => present(given.as_ref()),
    };
    let fold = number_or(vm, arguments[6].as_ref(), time.fold.into())?;
    let fold = check_fold(vm, fold)?;
    make_time(vm, this.class(), clock, zone, fold)
}

/// The zone that a text tells of.
pub fn zone_of_text(vm: &Vm, text: &ClockText) -> Result<Option<Value>> {
    match text.offset {
        None => Ok(None),
        Some((0, _)) => Ok(Some(utc(vm).into())),
        Some((seconds, microseconds)) => {
            let offset = Delta::of_parts(vm, 0, seconds * 1_000_000 + microseconds)?;
            Ok(Some(make_zone(vm, &offset, None)?))
        }
    }
}

fn from_iso_format(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let text = required(arguments, 1);
    let Some(given) = text.downcast::<Str>() else {
        return Err(vm.type_error("fromisoformat: argument must be str"));
    };
    let bytes = given.as_bytes();
    let Some(read) = read_time(bytes.strip_prefix(b"T").unwrap_or(bytes)) else {
        return Err(invalid_text(vm, text)?);
    };
    let zone = zone_of_text(vm, &read)?;
    make_time(vm, class_of(arguments), read.clock, zone, false)
}
