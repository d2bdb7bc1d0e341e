//! Dates and times as the bytes that pickles and hashes have of them.

use vm::call::Arguments;
use vm::objects::bytes::Bytes;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::fields::{Clock, Day};
use super::zone::check_zone;

/// The bit of a byte that says that the fold is 1.
const FOLD: u8 = 1 << 7;

pub fn day_bytes(day: Day) -> [u8; 4] {
    let [high, low] = day.year.to_be_bytes();
    [high, low, day.month, day.day]
}

pub fn clock_bytes(clock: Clock) -> [u8; 6] {
    let [_, high, middle, low] = clock.microsecond.to_be_bytes();
    [clock.hour, clock.minute, clock.second, high, middle, low]
}

pub fn datetime_bytes(day: Day, clock: Clock) -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[..4].copy_from_slice(&day_bytes(day));
    bytes[4..].copy_from_slice(&clock_bytes(clock));
    bytes
}

/// The bytes in which the fold is told too, by the byte of this number.
pub fn with_fold<const COUNT: usize>(
    mut bytes: [u8; COUNT],
    place: usize,
    fold: bool,
) -> [u8; COUNT] {
    if fold {
        bytes[place] |= FOLD;
    }
    bytes
}

pub fn day_of(bytes: &[u8]) -> Day {
    Day {
        year: u16::from_be_bytes([bytes[0], bytes[1]]),
        month: bytes[2],
        day: bytes[3],
    }
}

pub fn clock_of(bytes: &[u8]) -> Clock {
    Clock {
        hour: bytes[0],
        minute: bytes[1],
        second: bytes[2],
        microsecond: u32::from_be_bytes([0, bytes[3], bytes[4], bytes[5]]),
    }
}

/// A pickled state: its bytes without the fold, the fold, the zone.
pub struct State<const COUNT: usize> {
    pub bytes: [u8; COUNT],
    pub fold: bool,
    pub zone: Option<Value>,
}

/// How a state is told from other arguments.
pub struct Shape {
    /// What is made.
    pub name: &'static str,
    /// The byte whose highest bit is the fold.
    pub place: usize,
    /// What this byte may be.
    pub sane: fn(u8) -> bool,
    /// How many arguments there may be.
    pub most: usize,
}

impl Shape {
    /// The state, where the arguments are one.
    pub fn read<const COUNT: usize>(
        &self,
        vm: &Vm,
        arguments: Arguments<'_>,
    ) -> Result<Option<State<COUNT>>> {
        let given = arguments.positionals();
        if given.is_empty() || given.len() > self.most {
            return Ok(None);
        }
        let Some(mut bytes) = self.bytes::<COUNT>(vm, &given[0])? else {
            return Ok(None);
        };
        let zone = given.get(1).filter(|zone| !zone.is_none()).cloned();
        if check_zone(vm, zone.as_ref()).is_err() {
            return Err(vm.type_error("bad tzinfo state arg"));
        }
        let fold = self.most > 1 && bytes[self.place] & FOLD != 0;
        if fold {
            bytes[self.place] &= !FOLD;
        }
        Ok(Some(State { bytes, fold, zone }))
    }

    fn is_sane(&self, byte: u8) -> bool {
        (self.sane)(if self.most > 1 { byte & !FOLD } else { byte })
    }

    fn bytes<const COUNT: usize>(&self, vm: &Vm, state: &Value) -> Result<Option<[u8; COUNT]>> {
        if let Some(bytes) = state.downcast::<Bytes>() {
            let bytes = <[u8; COUNT]>::try_from(bytes.as_bytes()).ok();
            return Ok(bytes.filter(|bytes| self.is_sane(bytes[self.place])));
        }
        let Some(text) = state.downcast::<Str>().filter(|text| text.len() == COUNT) else {
            return Ok(None);
        };
        // Pickles of Python 2 that were read as Latin-1.
        let points: Vec<u32> = text.as_wtf8().code_points().collect();
        let mask = if self.most > 1 { u32::from(!FOLD) } else { !0 };
        let sane = u8::try_from(points[self.place] & mask).is_ok_and(|byte| (self.sane)(byte));
        if !sane {
            return Ok(None);
        }
        let bytes: Option<Vec<u8>> = points.iter().map(|&point| point.try_into().ok()).collect();
        match bytes.and_then(|bytes| <[u8; COUNT]>::try_from(bytes).ok()) {
            Some(bytes) => Ok(Some(bytes)),
            None => Err(vm.value_error(format!(
                "Failed to encode latin1 string when unpickling a {} object. \
                 pickle.load(data, encoding='latin1') is assumed.",
                self.name
            ))),
        }
    }
}
