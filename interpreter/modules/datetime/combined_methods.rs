//! The methods of `datetime`.

use vm::native::{Method, required};
use vm::objects::bytes::Bytes;
use vm::objects::exceptions::DEPRECATION_WARNING;
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::arguments::{number_or, numbers_or, present};
use super::combined::{add_delta, difference};
use super::conversion::calendar_time;
use super::date::{DATE, class_of, invalid_text};
use super::delta::Delta;
use super::fields::{Clock, Day, Moment, Time, check_fold, datetime_of, make_datetime};
use super::formats::{Line, Precision, plain_text, with_offset};
use super::iso_text::read_datetime;
use super::local::{self, from_time_stamp, time_stamp, time_stamp_of, zone_at, zone_at_local};
use super::pickled::{datetime_bytes, with_fold};
use super::time::{TIME, or_none, zone_of_text};
use super::zone::{check_zone, daylight_saving, utc, utc_offset, wrong_argument, zone_name};
use crate::support::{of, reduce_method, tuple};

const REPLACE: &str = "($self, /, year=unchanged, month=unchanged, day=unchanged, \
                       hour=unchanged, minute=unchanged, second=unchanged, \
                       microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)";

pub const METHODS: &[Method] = &[
    Method::new(
        "now",
        "($type, /, tz=None)",
        |vm, it| {
            let zone = present(it[1].as_ref());
            check_zone(vm, zone.as_ref())?;
            in_zone(vm, it, local::now(vm)?, zone)
        },
        "The date and time now.",
    )
    .class_method(),
    Method::new(
        "utcnow",
        "($type, /)",
        |vm, it| {
            warn_of_naive(vm, "utcnow()", "now(datetime.UTC)")?;
            from_time_stamp(vm, class_of(it), local::now(vm)?, false, None)
        },
        "The date and time now in UTC, without a zone.",
    )
    .class_method(),
    Method::new(
        "fromtimestamp",
        "($type, timestamp, tz=None)",
        |vm, it| {
            let zone = present(it[2].as_ref());
            check_zone(vm, zone.as_ref())?;
            let stamp = time_stamp(vm, required(it, 1))?;
            in_zone(vm, it, stamp, zone)
        },
        "The date and time at a time stamp.",
    )
    .class_method(),
    Method::new(
        "utcfromtimestamp",
        " ($type, timestamp, /)",
        |vm, it| {
            warn_of_naive(
                vm,
                "utcfromtimestamp()",
                "fromtimestamp(timestamp, datetime.UTC)",
            )?;
            let stamp = time_stamp(vm, required(it, 1))?;
            from_time_stamp(vm, class_of(it), stamp, false, None)
        },
        "The date and time at a time stamp in UTC, without a zone.",
    )
    .class_method(),
    Method::new(
        "strptime",
        " ($type, date_string, format, /)",
        |vm, it| {
            let (text, format) = (required(it, 1), required(it, 2));
            vm.expect_str_argument(text, "strptime", "1")?;
            vm.expect_str_argument(format, "strptime", "2")?;
            let parse = vm.import_attribute("_strptime", "_strptime_datetime")?;
            vm.call(
                &parse,
                &[required(it, 0).clone(), text.clone(), format.clone()],
            )
        },
        "Reads a date and time in a format.",
    )
    .class_method(),
    Method::new(
        "combine",
        "($type, date, time, tzinfo=unchanged)",
        combine,
        "A date and a time as one.",
    )
    .class_method(),
    Method::new(
        "fromisoformat",
        "($type, object, /)",
        from_iso_format,
        "Reads a date and time in ISO 8601.",
    )
    .class_method(),
    Method::new(
        "date",
        "($self, /)",
        |_, it| Ok(Moment::date(&DATE, of::<Moment>(required(it, 0)).day)),
        "The date alone.",
    ),
    Method::new(
        "time",
        "($self, /)",
        |_, it| {
            let moment = of::<Moment>(required(it, 0));
            Ok(Time::of_class(&TIME, moment.clock, None, moment.fold))
        },
        "The time alone, without a zone.",
    ),
    Method::new(
        "timetz",
        "($self, /)",
        |_, it| {
            let moment = of::<Moment>(required(it, 0));
            Ok(Time::of_class(
                &TIME,
                moment.clock,
                moment.zone(),
                moment.fold,
            ))
        },
        "The time alone, with its zone.",
    ),
    Method::new(
        "ctime",
        "($self, /)",
        |_, it| {
            let moment = of::<Moment>(required(it, 0));
            Ok(plain_text(moment.day, moment.clock))
        },
        "The date and time as C's ctime() shows it.",
    ),
    Method::new(
        "timetuple",
        "($self, /)",
        |vm, it| {
            let this = required(it, 0);
            let moment = of::<Moment>(this);
            let saved = daylight_saving(vm, moment.zone().as_ref(), this)?;
            let flag = saved.map_or(-1, |saved| i32::from(!saved.is_zero()));
            calendar_time(vm, moment.day, moment.clock, flag)
        },
        "The date and time as a struct_time.",
    ),
    Method::new("timestamp", "($self, /)", stamp, "The time stamp."),
    Method::new(
        "utctimetuple",
        "($self, /)",
        |vm, it| {
            let this = required(it, 0);
            let mut moment = of::<Moment>(this).clone();
            if let Some(offset) = utc_offset(vm, moment.zone().as_ref(), this)? {
                let earlier = add_delta(vm, &moment, &offset, -1)?;
                moment = earlier.downcast::<Moment>().cloned().unwrap_or(moment);
            }
            calendar_time(vm, moment.day, moment.clock, 0)
        },
        "The date and time in UTC as a struct_time.",
    ),
    Method::new(
        "isoformat",
        "($self, /, sep='T', timespec='auto')",
        iso_format,
        "The date and time in ISO 8601.",
    ),
    Method::new(
        "utcoffset",
        "($self, /)",
        |vm, it| {
            let this = required(it, 0);
            or_none(utc_offset(vm, of::<Moment>(this).zone().as_ref(), this)?)
        },
        "How far its zone is ahead of UTC.",
    ),
    Method::new(
        "tzname",
        "($self, /)",
        |vm, it| {
            let this = required(it, 0);
            zone_name(vm, of::<Moment>(this).zone().as_ref(), this)
        },
        "The name of its zone.",
    ),
    Method::new(
        "dst",
        "($self, /)",
        |vm, it| {
            let this = required(it, 0);
            or_none(daylight_saving(
                vm,
                of::<Moment>(this).zone().as_ref(),
                this,
            )?)
        },
        "How much of that is daylight saving.",
    ),
    Method::new("replace", REPLACE, replace, "The same with other numbers."),
    Method::new("__replace__", REPLACE, replace, "The same as replace()."),
    Method::new(
        "astimezone",
        "($self, /, tz=None)",
        as_time_zone,
        "The same time in another zone.",
    ),
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

fn reduced(this: &Value, protocol: i32) -> Value {
    let moment = of::<Moment>(this);
    let bytes = datetime_bytes(moment.day, moment.clock);
    let mut state = vec![Bytes::value(with_fold(
        bytes,
        2,
        moment.fold && protocol > 3,
    ))];
    state.extend(moment.zone());
    tuple(vec![this.class().to_value(), tuple(state)])
}

fn warn_of_naive(vm: &Vm, method: &str, better: &str) -> Result<()> {
    let message = format!(
        "datetime.datetime.{method} is deprecated and scheduled for removal in a future \
         version. Use timezone-aware objects to represent datetimes in UTC: \
         datetime.datetime.{better}."
    );
    vm.warn(&DEPRECATION_WARNING, &message, 1)
}

/// A time stamp in a zone, or local where there is none.
fn in_zone(
    vm: &Vm,
    arguments: &[Option<Value>],
    stamp: (i64, i64),
    zone: Option<Value>,
) -> Result<Value> {
    let made = from_time_stamp(vm, class_of(arguments), stamp, zone.is_none(), zone.clone())?;
    match zone {
        Some(zone) => vm.call_method(&zone, "fromutc", &[made]),
        None => Ok(made),
    }
}

fn combine(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (date, time) = (required(arguments, 1), required(arguments, 2));
    let Some(date) = date.downcast::<Moment>() else {
        return Err(wrong_argument(vm, "combine", 1, "datetime.date", date));
    };
    let Some(time) = time.downcast::<Time>() else {
        return Err(wrong_argument(vm, "combine", 2, "datetime.time", time));
    };
    let zone = match &arguments[3] {
        None => time.zone.clone(),
        given => present(given.as_ref()),
    };
    make_datetime(
        vm,
        class_of(arguments),
        date.day.numbers(),
        time.clock.numbers(),
        zone,
        time.fold,
    )
}

fn from_iso_format(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let text = required(arguments, 1);
    let Some(given) = text.downcast::<Str>() else {
        return Err(vm.type_error("fromisoformat: argument must be str"));
    };
    let Some((day, clock)) = read_datetime(given.as_wtf8()) else {
        return Err(invalid_text(vm, text)?);
    };
    let zone = zone_of_text(vm, &clock)?;
    make_datetime(vm, class_of(arguments), day, clock.clock, zone, false)
}

fn stamp(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let moment = of::<Moment>(required(arguments, 0));
    if moment.zone().is_none() {
        return Ok(Value::float(time_stamp_of(vm, moment)?));
    }
    since_epoch(vm, moment)?.total_seconds(vm)
}

/// What lies between the epoch and a time with a zone.
fn since_epoch(vm: &Vm, moment: &Ref<Moment>) -> Result<Ref<Delta>> {
    let epoch = Moment::datetime(
        &super::combined::DATETIME,
        Day::known((1970, 1, 1)),
        Clock::default(),
        Some(utc(vm).into()),
        false,
    );
    difference(vm, moment, of::<Moment>(&epoch))
}

fn iso_format(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let moment = of::<Moment>(this);
    let mut line = Line::default();
    line.day(moment.day);
    let separator = match &arguments[1] {
        None => None,
        Some(given) => match given.downcast::<Str>().filter(|given| given.len() == 1) {
            Some(separator) => Some(separator),
            None => {
                let wanted = "a unicode character";
                return Err(wrong_argument(vm, "isoformat", 1, wanted, given));
            }
        },
    };
    let precision = Precision::of(vm, arguments[2].as_ref(), "2", moment.clock)?;
    let text = match separator.map_or(&b"T"[..], |separator| separator.as_bytes()) {
        &[ascii] => line.byte(ascii).clock(moment.clock, precision).to_value(),
        _ => {
            let mut clock = Line::default();
            clock.clock(moment.clock, precision);
            let (day, clock) = (
                Str::from_ascii(line.as_bytes()),
                Str::from_ascii(clock.as_bytes()),
            );
            match separator {
                Some(separator) => day.concat(separator).concat(&clock).into(),
                None => day.concat(&clock).into(),
            }
        }
    };
    with_offset(vm, text, moment.zone().as_ref(), this)
}

fn replace(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let moment = of::<Moment>(this);
    let (year, month, day) = moment.day.numbers();
    let [year, month, day] = numbers_or(vm, &arguments[1..4], [year, month, day])?;
    let clock = numbers_or(vm, &arguments[4..8], moment.clock.numbers())?;
    let zone = match &arguments[8] {
        None => moment.zone(),
        given => present(given.as_ref()),
    };
    let fold = number_or(vm, arguments[9].as_ref(), moment.fold.into())?;
    let fold = check_fold(vm, fold)?;
    make_datetime(vm, this.class(), (year, month, day), clock, zone, fold)
}

fn as_time_zone(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let moment = of::<Moment>(this);
    let wanted = present(arguments[1].as_ref());
    check_zone(vm, wanted.as_ref())?;
    let is_wanted = |zone: &Value| wanted.as_ref().is_some_and(|wanted| wanted.is(zone));
    let mut offset = None;
    if let Some(zone) = moment.zone() {
        if is_wanted(&zone) {
            return Ok(this.clone());
        }
        offset = utc_offset(vm, Some(&zone), this)?;
    }
    // What has no offset is taken as local.
    let offset = match offset {
        Some(offset) => offset,
        None => {
            let zone = zone_at_local(vm, moment)?;
            if is_wanted(&zone) {
                return Ok(this.clone());
            }
            match utc_offset(vm, Some(&zone), this)? {
                Some(offset) => offset,
                None => return Ok(this.clone()),
            }
        }
    };
    let in_utc = add_delta(vm, moment, &offset, -1)?;
    let Some(in_utc) = datetime_of(&in_utc).cloned() else {
        return Ok(in_utc);
    };
    drop(in_utc.zone.replace(Some(utc(vm).into())));
    let zone = match wanted {
        Some(zone) => zone,
        None => zone_at(vm, since_epoch(vm, &in_utc)?.whole_seconds())?,
    };
    drop(in_utc.zone.replace(Some(zone.clone())));
    vm.call_method(&zone, "fromutc", &[in_utc.into()])
}
