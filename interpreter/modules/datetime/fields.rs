//! The fields of dates and times: their payloads, and the checks of what they may hold.

use std::cell::Cell;

use vm::objects::guarded::Guarded;
use vm::objects::heap::Ref;
use vm::objects::types::Type;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload};

use super::calendar::{LARGEST_YEAR, SMALLEST_YEAR, days_in_month};
use super::combined::DATETIME;
use super::date::DATE;
use super::time::TIME;
use super::zone::check_zone;

/// Stands for a hash that has not been computed.
pub const NO_HASH: i64 = -1;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Clock {
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    pub microsecond: u32,
}

/// The payload of a date and of a datetime, which is one with a time.
pub struct Moment {
    pub day: Day,
    pub clock: Clock,
    pub fold: bool,
    /// Whether it is a datetime.
    pub has_clock: bool,
    pub zone: Guarded<Option<Value>>,
    pub hash: Cell<i64>,
}

payload!(Moment, DATE);

/// The payload of a time.
pub struct Time {
    pub clock: Clock,
    pub fold: bool,
    pub zone: Option<Value>,
    pub hash: Cell<i64>,
}

payload!(Time, TIME);

impl Day {
    /// A day, if there is one.
    pub fn checked(vm: &Vm, year: i32, month: i32, day: i32) -> Result<Day> {
        if !(SMALLEST_YEAR..=LARGEST_YEAR).contains(&year) {
            return Err(year_out_of_range(vm, year.into()));
        }
        if !(1..=12).contains(&month) {
            return Err(vm.value_error("month must be in 1..12"));
        }
        if day < 1 || day > days_in_month(year, month) {
            return Err(vm.value_error("day is out of range for month"));
        }
        Ok(Day::known((year, month, day)))
    }

    /// A day that there is.
    pub fn known((year, month, day): (i32, i32, i32)) -> Day {
        Day {
            year: year as u16,
            month: month as u8,
            day: day as u8,
        }
    }

    pub fn numbers(self) -> (i32, i32, i32) {
        (self.year.into(), self.month.into(), self.day.into())
    }

    pub fn ordinal(self) -> i64 {
        let (year, month, day) = self.numbers();
        super::calendar::ordinal(year, month, day)
    }

    pub fn weekday(self) -> i32 {
        let (year, month, day) = self.numbers();
        super::calendar::weekday(year, month, day)
    }
}

impl Clock {
    /// A time of day, if there is one.
    pub fn checked(vm: &Vm, [hour, minute, second, microsecond]: [i32; 4]) -> Result<Clock> {
        let out_of_range = match () {
            () if !(0..=23).contains(&hour) => "hour must be in 0..23",
            () if !(0..=59).contains(&minute) => "minute must be in 0..59",
            () if !(0..=59).contains(&second) => "second must be in 0..59",
            () if !(0..=999_999).contains(&microsecond) => "microsecond must be in 0..999999",
            () => {
                return Ok(Clock {
                    hour: hour as u8,
                    minute: minute as u8,
                    second: second as u8,
                    microsecond: microsecond as u32,
                });
            }
        };
        Err(vm.value_error(out_of_range))
    }

    /// The time of day so many seconds after midnight.
    pub fn known(seconds: i64, microsecond: i64) -> Clock {
        Clock {
            hour: (seconds / 3600) as u8,
            minute: (seconds / 60 % 60) as u8,
            second: (seconds % 60) as u8,
            microsecond: microsecond as u32,
        }
    }

    /// Whole seconds since midnight.
    pub fn seconds(self) -> i64 {
        i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second)
    }

    pub fn numbers(self) -> [i32; 4] {
        [
            self.hour.into(),
            self.minute.into(),
            self.second.into(),
            self.microsecond as i32,
        ]
    }
}

/// The fold as given.
pub fn check_fold(vm: &Vm, fold: i32) -> Result<bool> {
    match fold {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(vm.value_error("fold must be either 0 or 1")),
    }
}

pub fn year_out_of_range(vm: &Vm, year: i64) -> Raised {
    vm.value_error(format!("year {year} is out of range"))
}

impl Moment {
    /// The zone of a datetime.
    pub fn zone(&self) -> Option<Value> {
        self.zone.borrow().clone()
    }

    /// A date of this class.
    pub fn date(class: &Ref<Type>, day: Day) -> Value {
        Moment::with(class, day, Clock::default(), None, false, false)
    }

    /// A datetime of this class.
    pub fn datetime(
        class: &Ref<Type>,
        day: Day,
        clock: Clock,
        zone: Option<Value>,
        fold: bool,
    ) -> Value {
        Moment::with(class, day, clock, zone, fold, true)
    }

    fn with(
        class: &Ref<Type>,
        day: Day,
        clock: Clock,
        zone: Option<Value>,
        fold: bool,
        has_clock: bool,
    ) -> Value {
        let moment = Moment {
            day,
            clock,
            fold,
            has_clock,
            zone: Guarded::new(zone),
            hash: Cell::new(NO_HASH),
        };
        Ref::with_class(class, moment).into()
    }

    /// Seconds since the first of January of the year 1, counted from day 1.
    pub fn seconds(&self) -> i64 {
        self.day.ordinal() * 86_400 + self.clock.seconds()
    }
}

impl Time {
    /// A time of this class.
    pub fn of_class(class: &Ref<Type>, clock: Clock, zone: Option<Value>, fold: bool) -> Value {
        let time = Time {
            clock,
            fold,
            zone,
            hash: Cell::new(NO_HASH),
        };
        Ref::with_class(class, time).into()
    }
}

/// The datetime, if the value is one.
pub fn datetime_of(value: &Value) -> Option<&Ref<Moment>> {
    value.downcast::<Moment>().filter(|moment| moment.has_clock)
}

/// The date, if the value is one that is no datetime.
pub fn plain_date_of(value: &Value) -> Option<&Ref<Moment>> {
    value
        .downcast::<Moment>()
        .filter(|moment| !moment.has_clock)
}

/// A date of a class that may be a subclass, which is called then.
pub fn make_date(vm: &Vm, class: &Ref<Type>, (year, month, day): (i32, i32, i32)) -> Result<Value> {
    if class.is(&DATE) {
        return Ok(Moment::date(class, Day::checked(vm, year, month, day)?));
    }
    if class.is(&DATETIME) {
        let day = Day::checked(vm, year, month, day)?;
        return Ok(Moment::datetime(class, day, Clock::default(), None, false));
    }
    let numbers = [year, month, day].map(|number| Value::int(number.into()));
    vm.call(class.as_value(), &numbers)
}

/// A datetime of a class that may be a subclass, which is called then.
pub fn make_datetime(
    vm: &Vm,
    class: &Ref<Type>,
    (year, month, day): (i32, i32, i32),
    clock: [i32; 4],
    zone: Option<Value>,
    fold: bool,
) -> Result<Value> {
    if class.is(&DATETIME) {
        let day = Day::checked(vm, year, month, day)?;
        let clock = Clock::checked(vm, clock)?;
        check_zone(vm, zone.as_ref())?;
        return Ok(Moment::datetime(class, day, clock, zone, fold));
    }
    let [hour, minute, second, microsecond] = clock;
    let numbers = [year, month, day, hour, minute, second, microsecond];
    call_class(vm, class, &numbers, zone, fold)
}

/// A time of a class that may be a subclass, which is called then.
pub fn make_time(
    vm: &Vm,
    class: &Ref<Type>,
    clock: [i32; 4],
    zone: Option<Value>,
    fold: bool,
) -> Result<Value> {
    if class.is(&TIME) {
        let clock = Clock::checked(vm, clock)?;
        check_zone(vm, zone.as_ref())?;
        return Ok(Time::of_class(class, clock, zone, fold));
    }
    call_class(vm, class, &clock, zone, fold)
}

fn call_class(
    vm: &Vm,
    class: &Ref<Type>,
    numbers: &[i32],
    zone: Option<Value>,
    fold: bool,
) -> Result<Value> {
    let mut values: Vec<Value> = numbers
        .iter()
        .map(|&number| Value::int(number.into()))
        .collect();
    values.push(zone.unwrap_or(Value::NONE));
    let mut names = Vec::new();
    if fold {
        values.push(Value::int(1));
        names.push(vm.intern("fold").into());
    }
    let arguments = vm::call::Arguments {
        values: &values,
        names: &names,
    };
    vm.call_with(class.as_value(), arguments)
}
