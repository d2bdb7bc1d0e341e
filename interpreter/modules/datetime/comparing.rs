//! Comparing and hashing of times and datetimes, whose zones may differ.

use std::cmp::Ordering;

use vm::objects::bytes::Bytes;
use vm::objects::heap::Ref;
use vm::objects::slots::Comparison;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::combined::difference;
use super::delta::Delta;
use super::delta_arithmetic;
use super::fields::{Moment, NO_HASH, Time, datetime_of};
use super::pickled::{clock_bytes, datetime_bytes};
use super::zone::utc_offset;
use crate::support::of;

fn is_same(one: Option<&Value>, other: Option<&Value>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.is(other),
        (None, None) => true,
        _ => false,
    }
}

fn same_offset(one: Option<&Ref<Delta>>, other: Option<&Ref<Delta>>) -> bool {
    one.map(|delta| delta.key()) == other.map(|delta| delta.key())
}

/// What comes of comparing with and without an offset.
fn mixed(vm: &Vm, operator: Comparison, what: &str) -> Result<Value> {
    match operator {
        Comparison::Equal => Ok(Value::FALSE),
        Comparison::NotEqual => Ok(Value::TRUE),
        _ => Err(vm.type_error(format!(
            "can't compare offset-naive and offset-aware {what}"
        ))),
    }
}

pub fn compare_times(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let Some(other) = right.downcast::<Time>() else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let one = of::<Time>(left);
    let (zone, other_zone) = (one.zone.as_ref(), other.zone.as_ref());
    if is_same(zone, other_zone) {
        return Ok(Value::bool(operator.holds(one.clock.cmp(&other.clock))));
    }
    let offset = utc_offset(vm, zone, Value::none_ref())?;
    let other_offset = utc_offset(vm, other_zone, Value::none_ref())?;
    let order = match (offset, other_offset) {
        (None, None) => one.clock.cmp(&other.clock),
        (Some(offset), Some(other_offset)) => {
            let seconds = one.clock.seconds() - offset.whole_seconds();
            let other_seconds = other.clock.seconds() - other_offset.whole_seconds();
            let key = (seconds, one.clock.microsecond);
            key.cmp(&(other_seconds, other.clock.microsecond))
        }
        _ => return mixed(vm, operator, "times"),
    };
    Ok(Value::bool(operator.holds(order)))
}

pub fn compare_datetimes(
    vm: &Vm,
    left: &Value,
    right: &Value,
    operator: Comparison,
) -> Result<Value> {
    let Some(other) = datetime_of(right) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let one = of::<Moment>(left);
    let (zone, other_zone) = (one.zone(), other.zone());
    let plain = || (one.day, one.clock).cmp(&(other.day, other.clock));
    if is_same(zone.as_ref(), other_zone.as_ref()) {
        return Ok(Value::bool(operator.holds(plain())));
    }
    let offset = utc_offset(vm, zone.as_ref(), left)?;
    let other_offset = utc_offset(vm, other_zone.as_ref(), right)?;
    let mut order = match (&offset, &other_offset) {
        _ if same_offset(offset.as_ref(), other_offset.as_ref()) => plain(),
        (Some(_), Some(_)) => difference(vm, one, other)?.key().cmp(&(0, 0, 0)),
        _ => return mixed(vm, operator, "datetimes"),
    };
    let equality = matches!(operator, Comparison::Equal | Comparison::NotEqual);
    // A time that the fold tells from another one is equal to none in another zone.
    if equality
        && order.is_eq()
        && (depends_on_fold(vm, one, offset.as_ref())?
            || depends_on_fold(vm, other, other_offset.as_ref())?)
    {
        order = Ordering::Greater;
    }
    Ok(Value::bool(operator.holds(order)))
}

/// Whether the offset would be another one with another fold.
fn depends_on_fold(vm: &Vm, moment: &Ref<Moment>, offset: Option<&Ref<Delta>>) -> Result<bool> {
    let flipped = with_fold(moment, !moment.fold);
    let flipped_offset = utc_offset(vm, moment.zone().as_ref(), &flipped)?;
    Ok(!same_offset(flipped_offset.as_ref(), offset))
}

fn with_fold(moment: &Ref<Moment>, fold: bool) -> Value {
    Moment::datetime(
        moment.class(),
        moment.day,
        moment.clock,
        moment.zone(),
        fold,
    )
}

/// The hash of a time: that of its bytes, or of its distance from midnight in UTC.
pub fn hash_time(vm: &Vm, this: &Value) -> Result<i64> {
    let time = of::<Time>(this);
    if time.hash.get() != NO_HASH {
        return Ok(time.hash.get());
    }
    let hash = match utc_offset(vm, time.zone.as_ref(), Value::none_ref())? {
        None => Bytes::new(&clock_bytes(time.clock)).hash(),
        Some(offset) => {
            let microseconds = time.clock.seconds() * 1_000_000 + i64::from(time.clock.microsecond);
            let since_midnight = Delta::of_parts(vm, 0, microseconds)?;
            delta_arithmetic::difference(vm, &since_midnight, &offset)?.hash()
        }
    };
    time.hash.set(hash);
    Ok(hash)
}

/// The hash of a datetime, whose fold does not count.
pub fn hash_datetime(vm: &Vm, this: &Value) -> Result<i64> {
    let moment = of::<Moment>(this);
    if moment.hash.get() != NO_HASH {
        return Ok(moment.hash.get());
    }
    let zone = moment.zone();
    let offset = match moment.fold {
        true => utc_offset(vm, zone.as_ref(), &with_fold(moment, false))?,
        false => utc_offset(vm, zone.as_ref(), this)?,
    };
    let hash = match offset {
        None => Bytes::new(&datetime_bytes(moment.day, moment.clock)).hash(),
        Some(offset) => {
            let clock = moment.clock;
            let microseconds = clock.seconds() * 1_000_000 + i64::from(clock.microsecond);
            let since = Delta::of_parts(vm, moment.day.ordinal(), microseconds)?;
            delta_arithmetic::difference(vm, &since, &offset)?.hash()
        }
    };
    moment.hash.set(hash);
    Ok(hash)
}
