//! Calendar times.

use std::ffi::CString;

use primitives::text::wtf8::Wtf8;
use vm::objects::str::Str;
use vm::objects::struct_sequence::make;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

use super::STRUCT_TIME;
use crate::arguments::optional;
use crate::system_calls::{self, CalendarTime, calendar_time, raise};
use vm::native::required;

/// The seconds of an optional argument, rounded down; the present ones without it.
fn seconds_of(vm: &Vm, arguments: &[Option<Value>]) -> Result<i64> {
    let Some(value) = optional(arguments, 0) else {
        let now = raise(vm, system_calls::clock_time(libc::CLOCK_REALTIME), None)?;
        return Ok(now.div_euclid(1_000_000_000));
    };
    let out_of_range = || vm.overflow_error("timestamp out of range for platform time_t");
    if let Some(float) = value.as_float() {
        if float.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let seconds = float.floor();
        if !(-9.223_372_036_854_776e18..9.223_372_036_854_776e18).contains(&seconds) {
            return Err(out_of_range());
        }
        return Ok(seconds as i64);
    }
    vm.index(value)?.as_i64().ok_or_else(out_of_range)
}

/// A time as a struct_time.
fn sequence(vm: &Vm, time: &CalendarTime) -> Value {
    let numbers = [
        time.year.saturating_add(1900),
        time.month + 1,
        time.day,
        time.hour,
        time.minute,
        time.second,
        (time.weekday + 6) % 7,
        time.year_day + 1,
        time.is_daylight_saving,
    ];
    let items = numbers
        .iter()
        .map(|&number| Value::int(number.into()))
        .collect();
    let zone = Str::value(time.zone.as_deref().unwrap_or_default().to_string_lossy());
    make(vm, &STRUCT_TIME, items, vec![zone, Value::int(time.offset)])
}

pub(super) fn split(vm: &Vm, arguments: &[Option<Value>], function: &str) -> Result<Value> {
    let seconds = seconds_of(vm, arguments)?;
    let time = raise(vm, calendar_time(seconds, function == "localtime"), None)?;
    Ok(sequence(vm, &time))
}

fn illegal(vm: &Vm, function: &str) -> Raised {
    vm.type_error(format!("{function}(): illegal time tuple argument"))
}

/// A tuple of nine as a time.
fn time_of(vm: &Vm, value: &Value, function: &str) -> Result<CalendarTime> {
    let Some(tuple) = value.downcast::<Tuple>() else {
        return Err(vm.type_error("Tuple or struct_time argument required"));
    };
    let Ok(items) = <&[Value; 9]>::try_from(tuple.items()) else {
        return Err(illegal(vm, function));
    };
    let mut numbers = [0i32; 9];
    for (number, item) in numbers.iter_mut().zip(items) {
        *number = vm.to_i32(item)?;
    }
    let year = numbers[0].checked_sub(1900);
    let mut time = CalendarTime {
        year: year.ok_or_else(|| vm.overflow_error("year out of range"))?,
        month: numbers[1].wrapping_sub(1),
        day: numbers[2],
        hour: numbers[3],
        minute: numbers[4],
        second: numbers[5],
        weekday: numbers[6].wrapping_add(1).checked_rem(7).unwrap_or(0),
        year_day: numbers[7].wrapping_sub(1),
        is_daylight_saving: numbers[8],
        offset: 0,
        zone: None,
    };
    if value.class().is(&STRUCT_TIME) {
        let zone = vm.get_attribute(value, &vm.intern("tm_zone"))?;
        if let Some(zone) = zone.downcast::<Str>() {
            time.zone = CString::new(zone.to_text()).ok();
        }
        let offset = vm.get_attribute(value, &vm.intern("tm_gmtoff"))?;
        time.offset = offset.as_i64().unwrap_or(0);
    }
    Ok(time)
}

/// Checks the numbers, with 0 meaning 1 for month, day and day of the year.
fn check(vm: &Vm, time: &mut CalendarTime) -> Result<()> {
    let error = |what: &str| Err(vm.value_error(format!("{what} out of range")));
    if time.month == -1 {
        time.month = 0;
    } else if !(0..=11).contains(&time.month) {
        return error("month");
    }
    if time.day == 0 {
        time.day = 1;
    } else if !(0..=31).contains(&time.day) {
        return error("day of month");
    }
    if !(0..=23).contains(&time.hour) {
        return error("hour");
    }
    if !(0..=59).contains(&time.minute) {
        return error("minute");
    }
    if !(0..=61).contains(&time.second) {
        return error("seconds");
    }
    if time.weekday < 0 {
        return error("day of week");
    }
    if time.year_day == -1 {
        time.year_day = 0;
    } else if !(0..=365).contains(&time.year_day) {
        return error("day of year");
    }
    Ok(())
}

pub(super) fn mktime(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let time = time_of(vm, required(arguments, 0), "mktime")?;
    match system_calls::make_time(&time) {
        Some(seconds) => Ok(Value::float(seconds as f64)),
        None => Err(vm.overflow_error("mktime argument out of range")),
    }
}

/// The time of an optional tuple; the present one without it.
fn time_or_now(
    vm: &Vm,
    arguments: &[Option<Value>],
    position: usize,
    function: &str,
) -> Result<CalendarTime> {
    match arguments.get(position) {
        Some(Some(value)) => {
            let mut time = time_of(vm, value, function)?;
            check(vm, &mut time)?;
            Ok(time)
        }
        _ => {
            let now = raise(vm, system_calls::clock_time(libc::CLOCK_REALTIME), None)?;
            raise(vm, calendar_time(now.div_euclid(1_000_000_000), true), None)
        }
    }
}

fn plain_text(time: &CalendarTime) -> Value {
    const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let name = |names: &[&'static str], index: i32| {
        usize::try_from(index)
            .ok()
            .and_then(|index| names.get(index))
            .copied()
            .unwrap_or("?")
    };
    Str::value(format!(
        "{} {}{:3} {:02}:{:02}:{:02} {}",
        name(&DAYS, time.weekday),
        name(&MONTHS, time.month),
        time.day,
        time.hour,
        time.minute,
        time.second,
        i64::from(time.year) + 1900
    ))
}

pub(super) fn asctime(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(plain_text(&time_or_now(vm, arguments, 0, "asctime")?))
}

pub(super) fn ctime(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let seconds = seconds_of(vm, arguments)?;
    let time = raise(vm, calendar_time(seconds, true), None)?;
    Ok(plain_text(&time))
}

pub(super) fn strftime(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let format = required(arguments, 0);
    let format = vm.expect_str_argument(format, "strftime", "1")?;
    let mut time = time_or_now(vm, arguments, 1, "strftime")?;
    time.is_daylight_saving = time.is_daylight_saving.clamp(-1, 1);
    if format.as_bytes().contains(&0) {
        return Err(vm.value_error("embedded null character"));
    }
    // Parts without null bytes and surrogates are formatted; what is between them stays.
    let mut out = Vec::new();
    let mut part = Vec::new();
    let flush = |part: &mut Vec<u8>, out: &mut Vec<u8>| {
        if let Ok(text) = CString::new(std::mem::take(part))
            && !text.is_empty()
        {
            out.extend_from_slice(&format_part(&text, &time));
        }
    };
    for chunk in format.as_bytes().utf8_chunks() {
        for byte in chunk.valid().bytes() {
            if byte == 0 {
                flush(&mut part, &mut out);
                out.push(0);
            } else {
                part.push(byte);
            }
        }
        if !chunk.invalid().is_empty() {
            flush(&mut part, &mut out);
            out.extend_from_slice(chunk.invalid());
        }
    }
    flush(&mut part, &mut out);
    Ok(Str::from_wtf8(Wtf8::from_bytes_trusted(&out)).into())
}

fn format_part(text: &CString, time: &CalendarTime) -> Vec<u8> {
    let bytes = text.as_bytes();
    if memchr::memchr(b'%', bytes).is_none() {
        return bytes.to_vec();
    }
    system_calls::format_time(text, time)
}

pub(super) fn strptime(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let strptime = vm.import_attribute("_strptime", "_strptime_time")?;
    let given: Vec<Value> = arguments.iter().flatten().cloned().collect();
    vm.call(&strptime, &given)
}
