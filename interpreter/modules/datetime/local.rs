//! Local time: what the system's calendar says of a time stamp, and which time stamp a local
//! time is.

use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::types::Type;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::calendar::{
    EPOCH_ORDINAL, LARGEST_ORDINAL, LARGEST_YEAR, SMALLEST_YEAR, from_ordinal, ordinal,
};
use super::delta::Delta;
use super::fields::{Clock, Moment, make_datetime, year_out_of_range};
use super::zone::make_zone;
use crate::system_calls::{self, CalendarTime, calendar_time, raise};

/// The epoch of time stamps in seconds, day 1 being the first of January of the year 1.
pub const EPOCH: i64 = EPOCH_ORDINAL * 86_400;
/// By how much clocks are set back at most.
const LONGEST_FOLD: i64 = 24 * 3600;

/// A time stamp in seconds and microseconds, rounded half to even.
pub fn time_stamp(vm: &Vm, value: &Value) -> Result<(i64, i64)> {
    let out_of_range = || vm.overflow_error("timestamp out of range for platform time_t");
    let Some(float) = value.as_float() else {
        let seconds = vm.index(value)?.as_i64().ok_or_else(out_of_range)?;
        return Ok((seconds, 0));
    };
    if float.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    let mut whole = float.trunc();
    let mut part = (float.fract() * 1e6).round_ties_even();
    if part >= 1e6 {
        part -= 1e6;
        whole += 1.0;
    } else if part < 0.0 {
        part += 1e6;
        whole -= 1.0;
    }
    match in_range(whole) {
        true => Ok((whole as i64, part as i64)),
        false => Err(out_of_range()),
    }
}

fn in_range(seconds: f64) -> bool {
    (-9.223_372_036_854_776e18..9.223_372_036_854_776e18).contains(&seconds)
}

/// A time stamp in seconds, rounded down.
pub fn whole_time_stamp(vm: &Vm, value: &Value) -> Result<i64> {
    match value.as_float() {
        None => Ok(time_stamp(vm, value)?.0),
        Some(float) if in_range(float.floor()) => Ok(float.floor() as i64),
        Some(_) => Ok(time_stamp(vm, value)?.0),
    }
}

/// The time now, in seconds and microseconds.
pub fn now(vm: &Vm) -> Result<(i64, i64)> {
    let now = raise(vm, system_calls::clock_time(libc::CLOCK_REALTIME), None)?;
    let microseconds = now.div_euclid(1000);
    Ok((
        microseconds.div_euclid(1_000_000),
        microseconds.rem_euclid(1_000_000),
    ))
}

/// The local calendar's view of a time stamp.
pub fn local_time(vm: &Vm, seconds: i64) -> Result<CalendarTime> {
    raise(vm, calendar_time(seconds, true), None)
}

/// A datetime of a time stamp: local, or in UTC.
pub fn from_time_stamp(
    vm: &Vm,
    class: &Ref<Type>,
    (seconds, microseconds): (i64, i64),
    local: bool,
    zone: Option<Value>,
) -> Result<Value> {
    let day = seconds.div_euclid(86_400) + EPOCH_ORDINAL;
    if !local && (1..=LARGEST_ORDINAL).contains(&day) {
        let clock = Clock::known(seconds.rem_euclid(86_400), microseconds);
        return make_datetime(vm, class, from_ordinal(day), clock.numbers(), zone, false);
    }
    let time = raise(vm, calendar_time(seconds, local), None)?;
    let (date, second) = (date_of(&time), time.second.min(59));
    let mut fold = false;
    if local {
        let shown = to_seconds(vm, &time, second)?;
        let before = local_seconds(vm, EPOCH + seconds - LONGEST_FOLD)?;
        let change = shown - before - LONGEST_FOLD;
        fold = change < 0 && local_seconds(vm, EPOCH + seconds + change)? == shown;
    }
    let clock = [time.hour, time.minute, second, microseconds as i32];
    make_datetime(vm, class, date, clock, zone, fold)
}

/// Year, month and day, as people count them.
pub fn date_of(time: &CalendarTime) -> (i32, i32, i32) {
    (time.year.saturating_add(1900), time.month + 1, time.day)
}

fn to_seconds(vm: &Vm, time: &CalendarTime, second: i32) -> Result<i64> {
    let (year, month, day) = date_of(time);
    if !(SMALLEST_YEAR..=LARGEST_YEAR).contains(&year) {
        return Err(year_out_of_range(vm, year.into()));
    }
    let minutes = (ordinal(year, month, day) * 24 + i64::from(time.hour)) * 60;
    Ok((minutes + i64::from(time.minute)) * 60 + i64::from(second))
}

/// The local time at a time in UTC, both counted from the year 1.
fn local_seconds(vm: &Vm, utc: i64) -> Result<i64> {
    let time = local_time(vm, utc - EPOCH)?;
    to_seconds(vm, &time, time.second)
}

/// The time in UTC at a local time, both counted from the year 1. Where clocks are set back,
/// `fold` chooses the later of two; where they are set forward, the result is as if they had
/// been so earlier or later.
fn utc_seconds(vm: &Vm, local: i64, fold: bool) -> Result<i64> {
    let first_offset = local_seconds(vm, local)? - local;
    let first = local - first_offset;
    let shown = local_seconds(vm, first)?;
    let second_offset = if shown == local {
        // There may be another solution, on the other side of a change.
        let probe = match fold {
            true => first + LONGEST_FOLD,
            false => first - LONGEST_FOLD,
        };
        let offset = local_seconds(vm, probe)? - probe;
        if offset == first_offset {
            return Ok(first);
        }
        offset
    } else {
        shown - first
    };
    let second = local - second_offset;
    if local_seconds(vm, second)? == local {
        return Ok(second);
    }
    Ok(match () {
        () if shown == local => first,
        () if fold => first.min(second),
        () => first.max(second),
    })
}

/// The time stamp of a local time.
pub fn time_stamp_of(vm: &Vm, moment: &Moment) -> Result<f64> {
    let seconds = utc_seconds(vm, moment.seconds(), moment.fold)? - EPOCH;
    Ok(seconds as f64 + f64::from(moment.clock.microsecond) / 1e6)
}

/// The zone that the system has at a local time.
pub fn zone_at_local(vm: &Vm, moment: &Moment) -> Result<Value> {
    let seconds = utc_seconds(vm, moment.seconds(), moment.fold)?;
    let other = utc_seconds(vm, moment.seconds(), !moment.fold)?;
    // In a gap the two are in the other order.
    let in_gap = other != seconds && (other > seconds) == moment.fold;
    zone_at(vm, if in_gap { other } else { seconds } - EPOCH)
}

/// The zone that the system has at a time stamp.
pub fn zone_at(vm: &Vm, seconds: i64) -> Result<Value> {
    let time = local_time(vm, seconds)?;
    let offset = Delta::of_parts(vm, 0, time.offset * 1_000_000)?;
    let name = time
        .zone
        .as_ref()
        .map(|name| Str::value(name.to_string_lossy()));
    make_zone(vm, &offset, name)
}
