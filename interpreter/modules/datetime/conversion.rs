//! Calendar times of module `time`, and the clock that a script may have replaced there.

use vm::objects::struct_sequence;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::calendar::days_before_month;
use super::fields::{Clock, Day};
use crate::time::STRUCT_TIME;

/// A `struct_time`.
pub fn calendar_time(vm: &Vm, day: Day, clock: Clock, is_daylight_saving: i32) -> Result<Value> {
    // The module makes its type ready.
    vm.import("time")?;
    let (year, month, date) = day.numbers();
    let [hour, minute, second, _] = clock.numbers();
    let numbers = [
        year,
        month,
        date,
        hour,
        minute,
        second,
        day.weekday(),
        days_before_month(year, month) + date,
        is_daylight_saving,
    ];
    let items = numbers.iter().map(|&number| Value::int(number.into()));
    Ok(struct_sequence::make(
        vm,
        &STRUCT_TIME,
        items.collect(),
        Vec::new(),
    ))
}

/// What `time.time()` gives.
pub fn now(vm: &Vm) -> Result<Value> {
    let time = vm.import_attribute("time", "time")?;
    vm.call(&time, &[])
}
