//! `date`.

use vm::call::Arguments;
use vm::native::{Method, Property, required};
use vm::objects::bytes::Bytes;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::{Comparison, Slots};
use vm::objects::str::Str;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::arguments::{Parameters, number_or, numbers_or};
use super::calendar::{LARGEST_ORDINAL, WrongWeek, from_iso_week, from_ordinal, iso_week};
use super::comparing::hash_datetime;
use super::conversion::{calendar_time, now};
use super::delta::Delta;
use super::fields::{Clock, Day, Moment, NO_HASH, make_date, plain_date_of};
use super::formats::{Line, format, format_method, plain_text};
use super::iso_calendar::{self, ISO_CALENDAR_DATE};
use super::iso_text::read_date;
use super::local::{date_of, local_time, whole_time_stamp};
use super::pickled::{self, day_bytes, day_of};
use crate::support::{of, reduce_method, tuple};

static_type! {
    /// `datetime.date`
    pub DATE = TypeSpec {
        name: "date",
        module: "datetime",
        doc: Some("A day of the calendar."),
        layout: Some(<Moment as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(new),
            repr: Some(repr),
            str: Some(|vm, this| vm.call_method(this, "isoformat", &[])),
            hash: Some(hash),
            compare: Some(compare),
            add: Some(add),
            subtract: Some(subtract),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: &[
            Property::new("year", |_, this| Ok(Value::int(of::<Moment>(this).day.year.into()))),
            Property::new("month", |_, this| Ok(Value::int(of::<Moment>(this).day.month.into()))),
            Property::new("day", |_, this| Ok(Value::int(of::<Moment>(this).day.day.into()))),
        ],
        constants: &[
            ("min", |_| Moment::date(&DATE, Day::known((1, 1, 1)))),
            ("max", |_| Moment::date(&DATE, Day::known((9999, 12, 31)))),
            ("resolution", |vm| Delta::known(vm, 1, 0, 0).into()),
        ],
        ..TypeSpec::DEFAULT
    };
}

const METHODS: &[Method] = &[
    Method::new(
        "fromtimestamp",
        "($type, timestamp, /)",
        from_time_stamp,
        "The local date at a time stamp.",
    )
    .class_method(),
    Method::new(
        "fromordinal",
        " ($type, ordinal, /)",
        from_ordinal_method,
        "The date of an ordinal.",
    )
    .class_method(),
    Method::new(
        "fromisoformat",
        "($type, object, /)",
        from_iso_format,
        "Reads a date in ISO 8601.",
    )
    .class_method(),
    Method::new(
        "fromisocalendar",
        "($type, year, week, day)",
        from_iso_calendar,
        "The date of a week and a weekday.",
    )
    .class_method(),
    Method::new(
        "today",
        "($type, /)",
        |vm, it| {
            let time = now(vm)?;
            vm.call_method(required(it, 0), "fromtimestamp", &[time])
        },
        "The date of today.",
    )
    .class_method(),
    Method::new(
        "ctime",
        "($self, /)",
        |_, it| {
            let moment = of::<Moment>(required(it, 0));
            Ok(plain_text(moment.day, moment.clock))
        },
        "The date as C's ctime() shows it.",
    ),
    Method::new(
        "strftime",
        "($self, /, format)",
        |vm, it| {
            let (this, wanted) = (required(it, 0), required(it, 1));
            let wanted = vm.expect_str_argument(wanted, "strftime", "1")?;
            let time = vm.call_method(this, "timetuple", &[])?;
            format(vm, this, wanted, &time, this)
        },
        "The date in a format.",
    ),
    Method::new(
        "__format__",
        " ($self, format, /)",
        format_method,
        "The date in a format.",
    ),
    Method::new(
        "timetuple",
        "($self, /)",
        |vm, it| calendar_time(vm, of::<Moment>(required(it, 0)).day, Clock::default(), -1),
        "The date as a struct_time.",
    ),
    Method::new(
        "isocalendar",
        "($self, /)",
        |_, it| {
            let (year, month, day) = of::<Moment>(required(it, 0)).day.numbers();
            Ok(iso_calendar::make(
                &ISO_CALENDAR_DATE,
                iso_week(year, month, day),
            ))
        },
        "Year, week and weekday.",
    ),
    Method::new(
        "isoformat",
        "($self, /)",
        |_, it| {
            Ok(Line::default()
                .day(of::<Moment>(required(it, 0)).day)
                .to_value())
        },
        "The date in ISO 8601.",
    ),
    Method::new(
        "isoweekday",
        "($self, /)",
        |_, it| {
            Ok(Value::int(
                (of::<Moment>(required(it, 0)).day.weekday() + 1).into(),
            ))
        },
        "1 for Monday.",
    ),
    Method::new(
        "toordinal",
        "($self, /)",
        |_, it| Ok(Value::int(of::<Moment>(required(it, 0)).day.ordinal())),
        "The number of the day, from the year 1.",
    ),
    Method::new(
        "weekday",
        "($self, /)",
        |_, it| {
            Ok(Value::int(
                of::<Moment>(required(it, 0)).day.weekday().into(),
            ))
        },
        "0 for Monday.",
    ),
    Method::new(
        "replace",
        "($self, /, year=unchanged, month=unchanged, day=unchanged)",
        replace,
        "The date with other numbers.",
    ),
    Method::new(
        "__replace__",
        "($self, /, year=unchanged, month=unchanged, day=unchanged)",
        replace,
        "The same as replace().",
    ),
    reduce_method(|_, it| {
        let this = required(it, 0);
        let state = Bytes::value(day_bytes(of::<Moment>(this).day));
        Ok(tuple(vec![this.class().to_value(), tuple(vec![state])]))
    }),
];

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    const PARAMETERS: Parameters = Parameters {
        names: &["year", "month", "day"],
        required: 3,
        positional: 3,
    };
    const PICKLED: pickled::Shape = pickled::Shape {
        name: "date",
        place: 2,
        sane: |month| (1..=12).contains(&month),
        most: 1,
    };
    if let ([year, month, day], []) = (arguments.values, arguments.names) {
        let number = |value| number_or(vm, Some(value), 0);
        let day = Day::checked(vm, number(year)?, number(month)?, number(day)?)?;
        return Ok(Moment::date(class, day));
    }
    if let Some(state) = PICKLED.read::<4>(vm, arguments)? {
        return Ok(Moment::date(class, day_of(&state.bytes)));
    }
    let bound = PARAMETERS.bind(vm, arguments)?;
    let [year, month, day] = numbers_or(vm, &bound, [0; 3])?;
    Ok(Moment::date(class, Day::checked(vm, year, month, day)?))
}

/// The class that a class method was called with.
pub fn class_of(arguments: &[Option<Value>]) -> &Ref<Type> {
    of::<Type>(required(arguments, 0))
}

fn from_time_stamp(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let seconds = whole_time_stamp(vm, required(arguments, 1))?;
    let time = local_time(vm, seconds)?;
    make_date(vm, class_of(arguments), date_of(&time))
}

fn from_ordinal_method(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let ordinal = number_or(vm, arguments[1].as_ref(), 0)?;
    if ordinal < 1 {
        return Err(vm.value_error("ordinal must be >= 1"));
    }
    make_date(vm, class_of(arguments), from_ordinal(ordinal.into()))
}

fn from_iso_format(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let text = required(arguments, 1);
    let Some(date) = text.downcast::<Str>() else {
        return Err(vm.type_error("fromisoformat: argument must be str"));
    };
    match read_date(date.as_bytes()) {
        Some(date) => make_date(vm, class_of(arguments), date),
        None => Err(invalid_text(vm, text)?),
    }
}

/// The error for a text that is not in ISO 8601.
pub fn invalid_text(vm: &Vm, text: &Value) -> Result<vm::Raised> {
    let shown = vm.repr_text(text)?;
    Ok(vm.value_error(format!("Invalid isoformat string: {shown}")))
}

fn from_iso_calendar(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let numbers = numbers_or(vm, &arguments[1..], [0; 3]);
    let [year, week, day] =
        numbers.map_err(
            |raised| match raised.is(&vm::objects::exceptions::OVERFLOW_ERROR) {
                true => vm.value_error("ISO calendar component out of range"),
                false => raised,
            },
        )?;
    match from_iso_week(year, week, day) {
        Ok(date) => make_date(vm, class_of(arguments), date),
        Err(wrong) => Err(vm.value_error(match wrong {
            WrongWeek::Year => format!("Year is out of range: {year}"),
            WrongWeek::Week => format!("Invalid week: {week}"),
            WrongWeek::Day => format!("Invalid day: {day} (range is [1, 7])"),
        })),
    }
}

fn replace(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let (year, month, day) = of::<Moment>(this).day.numbers();
    let [year, month, day] = numbers_or(vm, &arguments[1..], [year, month, day])?;
    make_date(vm, this.class(), (year, month, day))
}

fn repr(_: &Vm, this: &Value) -> Result<Value> {
    let (year, month, day) = of::<Moment>(this).day.numbers();
    let class = this.class().name();
    Ok(Str::value(format!("{class}({year}, {month}, {day})")))
}

fn hash(vm: &Vm, this: &Value) -> Result<i64> {
    let moment = of::<Moment>(this);
    if moment.has_clock {
        return hash_datetime(vm, this);
    }
    if moment.hash.get() == NO_HASH {
        moment.hash.set(Bytes::new(&day_bytes(moment.day)).hash());
    }
    Ok(moment.hash.get())
}

fn compare(_: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    match plain_date_of(right) {
        Some(other) => {
            let order = of::<Moment>(left).day.cmp(&other.day);
            Ok(Value::bool(operator.holds(order)))
        }
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn add(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let (date, delta) = match (plain_date_of(left), plain_date_of(right)) {
        (Some(date), None) => (date, right.downcast::<Delta>()),
        (None, Some(date)) => (date, left.downcast::<Delta>()),
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    match delta {
        Some(delta) => add_days(vm, date, delta.days.into()),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn subtract(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let Some(date) = plain_date_of(left) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if let Some(other) = plain_date_of(right) {
        let days = date.day.ordinal() - other.day.ordinal();
        return Ok(Delta::of_parts(vm, days, 0)?.into());
    }
    match right.downcast::<Delta>() {
        Some(delta) => add_days(vm, date, -i64::from(delta.days)),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn add_days(vm: &Vm, date: &Ref<Moment>, days: i64) -> Result<Value> {
    let ordinal = date.day.ordinal() + days;
    if !(1..=LARGEST_ORDINAL).contains(&ordinal) {
        return Err(vm.overflow_error("date value out of range"));
    }
    make_date(vm, date.class(), from_ordinal(ordinal))
}
