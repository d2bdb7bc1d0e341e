//! Reading dates and times in ISO 8601, as `fromisoformat` does.

use primitives::text::wtf8::Wtf8;

use super::calendar::from_iso_week;

/// Year, month and day.
type Date = (i32, i32, i32);

/// A time of day, and how far its zone is ahead of UTC, if it says so: seconds, microseconds.
#[derive(Clone, Copy, Default)]
pub struct ClockText {
    pub clock: [i32; 4],
    pub offset: Option<(i64, i64)>,
}

/// What is left to be read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn digits(&mut self, count: usize) -> Option<i32> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let mut number = 0;
        for digit in digits {
            if !digit.is_ascii_digit() {
                return None;
            }
            number = number * 10 + i32::from(digit - b'0');
        }
        self.0 = rest;
        Some(number)
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.0.first() == Some(&byte);
        if found {
            self.0 = &self.0[1..];
        }
        found
    }
}

/// A date that is all of the text.
pub fn read_date(text: &[u8]) -> Option<Date> {
    match text.len() {
        7 | 8 | 10 => date(text),
        _ => None,
    }
}

fn date(text: &[u8]) -> Option<Date> {
    let mut reader = Reader(text);
    let year = reader.digits(4)?;
    let separated = reader.eat(b'-');
    if reader.eat(b'W') {
        let week = reader.digits(2)?;
        let day = match reader.0.is_empty() {
            true => 1,
            false if separated && !reader.eat(b'-') => return None,
            false => reader.digits(1)?,
        };
        return from_iso_week(year, week, day).ok();
    }
    let month = reader.digits(2)?;
    if separated && !reader.eat(b'-') {
        return None;
    }
    Some((year, month, reader.digits(2)?))
}

/// A time that is all of the text.
pub fn read_time(text: &[u8]) -> Option<ClockText> {
    let zone = text
        .iter()
        .position(|byte| matches!(byte, b'Z' | b'+' | b'-'));
    let Some(zone) = zone else {
        return Some(ClockText {
            clock: whole_clock(text)?,
            offset: None,
        });
    };
    let (time, zone) = text.split_at(zone);
    // As in CPython, one character more may stand before a zone.
    let (clock, _) = read_clock(time, zone.first().copied())?;
    let offset = match zone {
        b"Z" => (0, 0),
        [b'+' | b'-', offset @ ..] => {
            let [hour, minute, second, microsecond] = whole_clock(offset)?;
            let sign = if zone[0] == b'-' { -1 } else { 1 };
            let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
            (sign * seconds, sign * i64::from(microsecond))
        }
        _ => return None,
    };
    Some(ClockText {
        clock,
        offset: Some(offset),
    })
}

fn whole_clock(text: &[u8]) -> Option<[i32; 4]> {
    let (numbers, more) = read_clock(text, None)?;
    (!more).then_some(numbers)
}

/// Hour, minute, second and microsecond, of which all but the first may be missing, and
/// whether more follows. `next` is the character behind the text.
fn read_clock(text: &[u8], next: Option<u8>) -> Option<([i32; 4], bool)> {
    let mut numbers = [0; 4];
    let mut reader = Reader(text);
    let mut separated = true;
    for (place, number) in numbers.iter_mut().take(3).enumerate() {
        *number = reader.digits(2)?;
        let behind = reader.0.first().copied().or(next);
        if place == 0 {
            separated = behind == Some(b':');
        }
        if reader.0.len() < 2 {
            return Some((numbers, behind.is_some()));
        }
        match behind {
            Some(b':') if separated => reader.0 = &reader.0[1..],
            Some(b'.' | b',') => {
                reader.0 = &reader.0[1..];
                break;
            }
            _ if separated => return None,
            _ => {}
        }
    }
    numbers[3] = fraction(&mut reader)?;
    Some((numbers, !reader.0.is_empty() || next.is_some()))
}

/// A fraction of a second in microseconds; further digits are dropped.
fn fraction(reader: &mut Reader<'_>) -> Option<i32> {
    let count = reader.0.len().min(6);
    let mut number = reader.digits(count)?;
    for _ in count..6 {
        number *= 10;
    }
    while reader.0.first().is_some_and(u8::is_ascii_digit) {
        reader.0 = &reader.0[1..];
    }
    Some(number)
}

/// A date, and a time behind it where there is one.
pub fn read_datetime(text: &Wtf8) -> Option<(Date, ClockText)> {
    let bytes = text.as_bytes();
    if text.code_points().count() < 7 {
        return None;
    }
    let end = separator(bytes)?;
    let (day, rest) = bytes.split_at_checked(end)?;
    if !day.is_ascii() {
        return None;
    }
    let day = date(day)?;
    // The separator is any one character.
    let Some(first) = rest.first() else {
        return Some((day, ClockText::default()));
    };
    let length = match first {
        0..0x80 => 1,
        0xe0..0xf0 => 3,
        0xf0.. => 4,
        _ => 2,
    };
    let time = rest.get(length..)?;
    Some((day, read_time(time)?))
}

/// Where the date ends. Which of its forms it has shows in the characters 4, 5 and 8; that of
/// a week without a day is told from one with a day by the number of digits that follow.
fn separator(text: &[u8]) -> Option<usize> {
    if text.len() == 7 {
        return Some(7);
    }
    let is_digit = |place: usize| text.get(place).is_some_and(u8::is_ascii_digit);
    match (text.get(4)?, text.get(5)?) {
        (b'-', b'W') => match text.get(8) {
            Some(b'-') if text.len() == 9 => None,
            Some(b'-') if is_digit(10) => Some(8),
            Some(b'-') => Some(10),
            _ => Some(8),
        },
        (b'-', _) => Some(10),
        (b'W', _) => {
            let end = (7..text.len()).find(|&place| !is_digit(place));
            match end.unwrap_or(text.len()) {
                end if end < 9 => Some(end),
                end if end % 2 == 0 => Some(7),
                _ => Some(8),
            }
        }
        _ => Some(8),
    }
}
