//! `tzinfo` and `timezone`, and what is asked of the zone of a date or time.

use vm::call::Arguments;
use vm::native::{Method, Signature, bind, required};
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::{Comparison, Slots};
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::combined::add_delta;
use super::delta::Delta;
use super::delta_arithmetic::{difference, negated};
use super::fields::{Moment, datetime_of};
use super::formats::offset_text;
use crate::state::State;
use crate::support::{of, reduce_method, state_of, tuple};

/// The payload of a tzinfo that a script made.
pub struct ZoneInformation;

payload!(ZoneInformation, TZINFO);

/// The payload of a timezone.
pub struct Zone {
    offset: Ref<Delta>,
    name: Option<Value>,
}

payload!(Zone, TIMEZONE);

static_type! {
    /// `datetime.tzinfo`
    pub TZINFO = TypeSpec {
        name: "tzinfo",
        module: "datetime",
        doc: Some("The base of time zones."),
        layout: Some(<ZoneInformation as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, ZoneInformation).into())),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("tzname", "($self, dt, /)", |vm, _| missing(vm, "tzname"), "The name."),
            Method::new(
                "utcoffset",
                "($self, dt, /)",
                |vm, _| missing(vm, "utcoffset"),
                "How far the zone is ahead of UTC.",
            ),
            Method::new(
                "dst",
                "($self, dt, /)",
                |vm, _| missing(vm, "dst"),
                "How much of it is daylight saving.",
            ),
            Method::new("fromutc", "($self, dt, /)", from_utc, "A time in UTC in this zone."),
            reduce_method(reduce),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `datetime.timezone`
    pub TIMEZONE = TypeSpec {
        name: "timezone",
        module: "datetime",
        doc: Some("A zone that is always as far from UTC."),
        base: Some(|| TZINFO.as_ref()),
        layout: Some(<Zone as Payload>::layout),
        slots: Slots {
            new: Some(new),
            repr: Some(repr),
            str: Some(|vm, this| name(vm, of::<Zone>(this))),
            hash: Some(|_, this| Ok(of::<Zone>(this).offset.hash())),
            compare: Some(compare),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new(
                "tzname",
                "($self, dt, /)",
                |vm, it| {
                    check_asked(vm, required(it, 1), "tzname")?;
                    name(vm, of::<Zone>(required(it, 0)))
                },
                "The name.",
            ),
            Method::new(
                "utcoffset",
                "($self, dt, /)",
                |vm, it| {
                    check_asked(vm, required(it, 1), "utcoffset")?;
                    Ok(of::<Zone>(required(it, 0)).offset.clone().into())
                },
                "How far the zone is ahead of UTC.",
            ),
            Method::new(
                "dst",
                "($self, dt, /)",
                |vm, it| {
                    check_asked(vm, required(it, 1), "dst")?;
                    Ok(Value::NONE)
                },
                "None.",
            ),
            Method::new(
                "fromutc",
                "($self, dt, /)",
                |vm, it| {
                    let (this, moment) = (required(it, 0), required(it, 1));
                    let moment = own_moment(vm, this, moment)?;
                    add_delta(vm, moment, &of::<Zone>(this).offset, 1)
                },
                "A time in UTC in this zone.",
            ),
            Method::new(
                "__getinitargs__",
                "($self, /)",
                |_, it| {
                    let zone = of::<Zone>(required(it, 0));
                    let mut arguments = vec![zone.offset.clone().into()];
                    arguments.extend(zone.name.clone());
                    Ok(tuple(arguments))
                },
                "The arguments that make it again.",
            ),
        ],
        constants: &[
            ("utc", |vm| utc(vm).into()),
            ("min", |vm| fixed(vm, Delta::known(vm, -1, 60, 0), None).into()),
            ("max", |vm| fixed(vm, Delta::known(vm, 0, 86_340, 0), None).into()),
        ],
        ..TypeSpec::DEFAULT
    };
}

static UTC: State<Option<Ref<Zone>>> = State::new(None);

/// `timezone.utc`
pub fn utc(vm: &Vm) -> Ref<Zone> {
    let utc = UTC.of(vm);
    if let Some(zone) = &*utc.borrow() {
        return zone.clone();
    }
    let zone = fixed(vm, Delta::known(vm, 0, 0, 0), None);
    utc.replace(Some(zone.clone()));
    zone
}

fn fixed(_: &Vm, offset: Ref<Delta>, name: Option<Value>) -> Ref<Zone> {
    Ref::new(Zone { offset, name })
}

/// A timezone of this offset, or the error that it is too far.
pub fn make_zone(vm: &Vm, offset: &Ref<Delta>, name: Option<Value>) -> Result<Value> {
    if name.is_none() && offset.is_zero() {
        return Ok(utc(vm).into());
    }
    if !is_less_than_a_day(offset) {
        return Err(vm.value_error(format!(
            "offset must be a timedelta strictly between -timedelta(hours=24) and \
             timedelta(hours=24), not {}.",
            vm.repr_text(offset.as_value())?
        )));
    }
    Ok(fixed(vm, offset.clone(), name).into())
}

fn is_less_than_a_day(delta: &Delta) -> bool {
    delta.days == 0 || delta.days == -1 && delta.day_microseconds() != 0
}

fn new(vm: &Vm, _: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("timezone", "(offset, name=None)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let offset = bound.required(0);
    let Some(offset) = offset.downcast::<Delta>() else {
        return Err(wrong_argument(
            vm,
            "timezone",
            1,
            "datetime.timedelta",
            offset,
        ));
    };
    let name = match bound.optional(1) {
        Some(name) => {
            vm.expect_str_argument(name, "timezone", "2")?;
            Some(name.clone())
        }
        None => None,
    };
    make_zone(vm, offset, name)
}

/// The error for an argument of another type than the wanted one.
pub fn wrong_argument(
    vm: &Vm,
    function: &str,
    position: usize,
    wanted: &str,
    given: &Value,
) -> vm::Raised {
    let given = match given.is_none() {
        true => "None".to_owned(),
        false => given.class().name(),
    };
    vm.type_error(format!(
        "{function}() argument {position} must be {wanted}, not {given}"
    ))
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let (zone, class) = (of::<Zone>(this), this.class().name());
    if zone.is(&utc(vm)) {
        return Ok(Str::value(format!("{class}.utc")));
    }
    let offset = vm.repr_text(zone.offset.as_value())?;
    Ok(Str::value(match &zone.name {
        None => format!("{class}({offset})"),
        Some(name) => format!("{class}({offset}, {})", vm.repr_text(name)?),
    }))
}

fn name(vm: &Vm, zone: &Zone) -> Result<Value> {
    if let Some(name) = &zone.name {
        return Ok(name.clone());
    }
    if zone.offset.is_zero() {
        return Ok(Str::value("UTC"));
    }
    let offset = offset_text(vm, &zone.offset, ":")?;
    Ok(Str::value(format!("UTC{offset}")))
}

fn compare(_: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let equality = matches!(operator, Comparison::Equal | Comparison::NotEqual);
    let Some(other) = right.downcast::<Zone>().filter(|_| equality) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let order = of::<Zone>(left).offset.key().cmp(&other.offset.key());
    Ok(Value::bool(operator.holds(order)))
}

/// A timezone is asked about a datetime or nothing.
fn check_asked(vm: &Vm, moment: &Value, method: &str) -> Result<()> {
    if moment.is_none() || datetime_of(moment).is_some() {
        return Ok(());
    }
    Err(vm.type_error(format!(
        "{method}(dt) argument must be a datetime instance or None, not {}",
        vm.found_argument(moment)
    )))
}

fn missing(vm: &Vm, method: &str) -> Result<Value> {
    Err(vm.not_implemented_error(format!("a tzinfo subclass must implement {method}()")))
}

/// A datetime whose zone is `this`.
fn own_moment<'a>(vm: &Vm, this: &Value, moment: &'a Value) -> Result<&'a Ref<Moment>> {
    let Some(moment) = datetime_of(moment) else {
        return Err(vm.type_error("fromutc: argument must be a datetime"));
    };
    match moment.zone() {
        Some(zone) if zone.is(this) => Ok(moment),
        _ => Err(vm.value_error("fromutc: dt.tzinfo is not self")),
    }
}

fn from_utc(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, moment) = (required(arguments, 0), required(arguments, 1));
    let moment = own_moment(vm, this, moment)?;
    let Some(offset) = utc_offset(vm, Some(this), moment.as_value())? else {
        return Err(vm.value_error("fromutc: non-None utcoffset() result required"));
    };
    let Some(saved) = daylight_saving(vm, Some(this), moment.as_value())? else {
        return Err(vm.value_error("fromutc: non-None dst() result required"));
    };
    let standard = difference(vm, &offset, &saved)?;
    let local = add_delta(vm, moment, &standard, 1)?;
    let Some(saved) = daylight_saving(vm, Some(this), &local)? else {
        return Err(vm.value_error("fromutc: tz.dst() gave inconsistent results; cannot convert"));
    };
    match local.downcast::<Moment>() {
        Some(moment) if !saved.is_zero() => add_delta(vm, moment, &saved, 1),
        _ => Ok(local),
    }
}

fn reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let given = match vm.find_attribute_by(this, "__getinitargs__")? {
        Some(method) => vm.call(&method, &[])?,
        None => Tuple::empty().into(),
    };
    let state = state_of(vm, this)?;
    Ok(tuple(vec![this.class().to_value(), given, state]))
}

/// Whether the value is a tzinfo.
fn is_zone(value: &Value) -> bool {
    let class = value.class();
    class.is(&TIMEZONE) || class.is_subtype(&TZINFO)
}

/// A zone is a tzinfo or none.
pub fn check_zone(vm: &Vm, zone: Option<&Value>) -> Result<()> {
    match zone {
        Some(zone) if !is_zone(zone) => Err(vm.type_error(format!(
            "tzinfo argument must be None or of a tzinfo subclass, not type '{}'",
            zone.class().name()
        ))),
        _ => Ok(()),
    }
}

/// What a method of the zone says of a date or time: a timedelta of less than a day.
fn ask(vm: &Vm, zone: &Value, method: &str, about: &Value) -> Result<Option<Ref<Delta>>> {
    let answer = vm.call_method(zone, method, std::slice::from_ref(about))?;
    if answer.is_none() {
        return Ok(None);
    }
    let Some(delta) = answer.downcast::<Delta>() else {
        return Err(vm.type_error(format!(
            "tzinfo.{method}() must return None or timedelta, not '{}'",
            answer.class().name()
        )));
    };
    if !is_less_than_a_day(delta) {
        return Err(vm.value_error(
            "offset must be a timedelta strictly between -timedelta(hours=24) and \
             timedelta(hours=24).",
        ));
    }
    Ok(Some(delta.clone()))
}

/// How far the zone is ahead of UTC.
pub fn utc_offset(vm: &Vm, zone: Option<&Value>, about: &Value) -> Result<Option<Ref<Delta>>> {
    match zone {
        None => Ok(None),
        Some(zone) => match zone.downcast::<Zone>() {
            Some(zone) => Ok(Some(zone.offset.clone())),
            None => ask(vm, zone, "utcoffset", about),
        },
    }
}

/// How much of that is daylight saving.
pub fn daylight_saving(vm: &Vm, zone: Option<&Value>, about: &Value) -> Result<Option<Ref<Delta>>> {
    match zone {
        None => Ok(None),
        Some(zone) if zone.class().is(&TIMEZONE) => Ok(None),
        Some(zone) => ask(vm, zone, "dst", about),
    }
}

/// The name of the zone.
pub fn zone_name(vm: &Vm, zone: Option<&Value>, about: &Value) -> Result<Value> {
    let Some(zone) = zone else {
        return Ok(Value::NONE);
    };
    let name = vm.call_method(zone, "tzname", std::slice::from_ref(about))?;
    if name.is_none() || name.downcast::<Str>().is_some() {
        return Ok(name);
    }
    Err(vm.type_error(format!(
        "tzinfo.tzname() must return None or a string, not '{}'",
        name.class().name()
    )))
}

/// The sign of an offset, and the offset without it.
pub fn sign_and_size(vm: &Vm, offset: &Ref<Delta>) -> Result<(char, Ref<Delta>)> {
    match offset.days < 0 {
        true => Ok(('-', negated(vm, offset)?)),
        false => Ok(('+', offset.clone())),
    }
}
