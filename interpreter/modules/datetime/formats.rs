//! Dates and times as text: ISO 8601, `ctime`, `strftime`.

use std::fmt::Write;

use primitives::text::wtf8::Wtf8;
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::str_type::encode_utf8;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::delta::Delta;
use super::fields::{Clock, Day, Moment, Time};
use super::zone::{sign_and_size, utc_offset, zone_name};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Text of ASCII characters, made place by place.
pub struct Line {
    bytes: [u8; 40],
    length: usize,
}

impl Default for Line {
    fn default() -> Line {
        Line {
            bytes: [0; 40],
            length: 0,
        }
    }
}

impl Line {
    pub fn byte(&mut self, byte: u8) -> &mut Line {
        if let Some(place) = self.bytes.get_mut(self.length) {
            *place = byte;
            self.length += 1;
        }
        self
    }

    /// A number in two digits.
    pub fn two(&mut self, number: u8) -> &mut Line {
        self.byte(b'0' + number / 10 % 10).byte(b'0' + number % 10)
    }

    pub fn day(&mut self, day: Day) -> &mut Line {
        self.two((day.year / 100) as u8).two((day.year % 100) as u8);
        self.byte(b'-').two(day.month).byte(b'-').two(day.day)
    }

    /// A time as precise as wanted.
    pub fn clock(&mut self, clock: Clock, precision: Precision) -> &mut Line {
        self.two(clock.hour);
        if precision >= Precision::Minutes {
            self.byte(b':').two(clock.minute);
        }
        if precision >= Precision::Seconds {
            self.byte(b':').two(clock.second);
        }
        let microsecond = clock.microsecond;
        let digits = match precision {
            Precision::Milliseconds => 3,
            Precision::Microseconds => 6,
            _ => return self,
        };
        self.byte(b'.');
        let mut unit = 100_000;
        for _ in 0..digits {
            self.byte(b'0' + (microsecond / unit % 10) as u8);
            unit /= 10;
        }
        self
    }

    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    pub fn to_value(&self) -> Value {
        Str::from_ascii(self.as_bytes()).into()
    }
}

/// What a time is shown in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    Hours,
    Minutes,
    Seconds,
    Milliseconds,
    Microseconds,
}

impl Precision {
    /// What an argument of this name asks for.
    pub fn of(vm: &Vm, given: Option<&Value>, position: &str, clock: Clock) -> Result<Precision> {
        let automatic = match clock.microsecond {
            0 => Precision::Seconds,
            _ => Precision::Microseconds,
        };
        let Some(given) = given else {
            return Ok(automatic);
        };
        let name = vm.expect_str_argument(given, "isoformat", position)?;
        if name.as_bytes().contains(&0) {
            return Err(vm.value_error("embedded null character"));
        }
        Ok(match name.as_bytes() {
            b"auto" => automatic,
            b"hours" => Precision::Hours,
            b"minutes" => Precision::Minutes,
            b"seconds" => Precision::Seconds,
            b"milliseconds" => Precision::Milliseconds,
            b"microseconds" => Precision::Microseconds,
            _ => return Err(vm.value_error("Unknown timespec value")),
        })
    }
}

/// An offset from UTC: `+01:30`, as precise as it is.
pub fn offset_text(vm: &Vm, offset: &Ref<Delta>, separator: &str) -> Result<String> {
    let (sign, size) = sign_and_size(vm, offset)?;
    let (minutes, seconds) = (size.seconds / 60, size.seconds % 60);
    let mut out = format!("{sign}{:02}{separator}{:02}", minutes / 60, minutes % 60);
    // Writing to a string cannot fail.
    if seconds != 0 || size.microseconds != 0 {
        let _ = write!(out, "{separator}{seconds:02}");
    }
    if size.microseconds != 0 {
        let _ = write!(out, ".{:06}", size.microseconds);
    }
    Ok(out)
}

/// The offset of a zone behind a text.
pub fn with_offset(vm: &Vm, text: Value, zone: Option<&Value>, about: &Value) -> Result<Value> {
    let Some(offset) = utc_offset(vm, zone, about)? else {
        return Ok(text);
    };
    let offset = Str::from(offset_text(vm, &offset, ":")?);
    match text.downcast::<Str>() {
        Some(text) => Ok(text.concat(&offset).into()),
        None => Ok(text),
    }
}

/// As C's `ctime` shows it.
pub fn plain_text(day: Day, clock: Clock) -> Value {
    let weekday = DAYS.get(day.weekday() as usize).unwrap_or(&"");
    let month = MONTHS.get(usize::from(day.month) - 1).unwrap_or(&"");
    Str::value(format!(
        "{weekday} {month} {:2} {:02}:{:02}:{:02} {:04}",
        day.day, clock.hour, clock.minute, clock.second, day.year
    ))
}

/// The zone and the microseconds of what is formatted.
fn parts(this: &Value) -> (Option<Value>, u32) {
    if let Some(time) = this.downcast::<Time>() {
        return (time.zone.clone(), time.clock.microsecond);
    }
    match this.downcast::<Moment>() {
        Some(moment) => (moment.zone(), moment.clock.microsecond),
        None => (None, 0),
    }
}

/// `strftime`, for what the times of C do not know: `%f`, `%z`, `%:z` and `%Z`. `about` is what
/// the zone is asked about.
pub fn format(
    vm: &Vm,
    this: &Value,
    format: &Ref<Str>,
    time: &Value,
    about: &Value,
) -> Result<Value> {
    let (zone, microsecond) = parts(this);
    check_encodable(vm, format)?;
    let mut out: Vec<u8> = Vec::new();
    let mut rest = format.as_bytes();
    while let Some(place) = memchr::memchr(b'%', rest) {
        let (before, directive) = rest.split_at(place);
        out.extend_from_slice(before);
        let length = match directive {
            [b'%', b'f', ..] => {
                out.extend_from_slice(format!("{microsecond:06}").as_bytes());
                2
            }
            [b'%', b'z', ..] => {
                out.extend_from_slice(offset_in(vm, zone.as_ref(), about, "")?.as_bytes());
                2
            }
            [b'%', b':', b'z', ..] => {
                out.extend_from_slice(offset_in(vm, zone.as_ref(), about, ":")?.as_bytes());
                3
            }
            [b'%', b'Z', ..] => {
                add_zone_name(vm, &mut out, zone.as_ref(), about)?;
                2
            }
            [b'%', _, ..] => {
                out.extend_from_slice(&directive[..2]);
                2
            }
            _ => {
                out.push(b'%');
                1
            }
        };
        rest = &directive[length..];
    }
    out.extend_from_slice(rest);
    // As in CPython, a null character ends the format.
    let end = memchr::memchr(0, &out).unwrap_or(out.len());
    let format = Str::from_wtf8(Wtf8::from_bytes_trusted(&out[..end]));
    let strftime = vm.import_attribute("time", "strftime")?;
    vm.call(&strftime, &[format.into(), time.clone()])
}

fn offset_in(vm: &Vm, zone: Option<&Value>, about: &Value, separator: &str) -> Result<String> {
    match utc_offset(vm, zone, about)? {
        Some(offset) => offset_text(vm, &offset, separator),
        None => Ok(String::new()),
    }
}

/// The name with its percent signs doubled, since it becomes part of a format.
fn add_zone_name(vm: &Vm, out: &mut Vec<u8>, zone: Option<&Value>, about: &Value) -> Result<()> {
    let name = zone_name(vm, zone, about)?;
    if name.is_none() {
        return Ok(());
    }
    let name = vm.call_method(&name, "replace", &[Str::value("%"), Str::value("%%")])?;
    let Some(name) = name.downcast::<Str>() else {
        return Err(vm.type_error("tzname.replace() did not return a string"));
    };
    check_encodable(vm, name)?;
    out.extend_from_slice(name.as_bytes());
    Ok(())
}

/// A UnicodeEncodeError for a text with surrogates.
fn check_encodable(vm: &Vm, text: &Ref<Str>) -> Result<()> {
    if text.as_str().is_none() {
        encode_utf8(vm, text)?;
    }
    Ok(())
}

/// `__format__` of dates and times.
pub fn format_method(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    use vm::native::required;
    let (this, format) = (required(arguments, 0), required(arguments, 1));
    let format = vm.expect_str_argument(format, "__format__", "1")?;
    if format.is_empty() {
        return Ok(vm.str(this)?.into());
    }
    vm.call_method(this, "strftime", &[format.clone().into()])
}
