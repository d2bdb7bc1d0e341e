//! The proleptic Gregorian calendar: days, weeks, ordinals.

pub const SMALLEST_YEAR: i32 = 1;
pub const LARGEST_YEAR: i32 = 9999;
/// The ordinal of the last day; that of the first is 1.
pub const LARGEST_ORDINAL: i64 = 3_652_059;
/// The ordinal of the first of January 1970.
pub const EPOCH_ORDINAL: i64 = 719_163;

/// Days before each month of a year that is no leap year.
const DAYS_BEFORE: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

pub fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub fn days_in_month(year: i32, month: i32) -> i32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The days of the year before a month.
pub fn days_before_month(year: i32, month: i32) -> i32 {
    let before = usize::try_from(month - 1)
        .ok()
        .and_then(|month| DAYS_BEFORE.get(month));
    before.copied().unwrap_or(0) + i32::from(month > 2 && is_leap(year))
}

/// The number of a day, the first of January of the year 1 being 1.
pub fn ordinal(year: i32, month: i32, day: i32) -> i64 {
    let before = year - 1;
    let days = before * 365 + before / 4 - before / 100 + before / 400;
    i64::from(days + days_before_month(year, month) + day)
}

/// Year, month and day of an ordinal of at least 1.
pub fn from_ordinal(ordinal: i64) -> (i32, i32, i32) {
    // Years that begin in March end with the day that may be missing.
    let days = ordinal + 305;
    let era = days.div_euclid(146_097);
    let day = days.rem_euclid(146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    ((era * 400 + year + carry) as i32, month as i32, day as i32)
}

/// 0 for Monday.
pub fn weekday(year: i32, month: i32, day: i32) -> i32 {
    (ordinal(year, month, day) + 6).rem_euclid(7) as i32
}

/// The ordinal of the Monday with which the first week of a year begins.
fn first_monday(year: i32) -> i64 {
    let first = ordinal(year, 1, 1);
    let weekday = (first + 6).rem_euclid(7);
    let monday = first - weekday;
    if weekday > 3 { monday + 7 } else { monday }
}

/// Year, week and day of the week from 1.
pub fn iso_week(year: i32, month: i32, day: i32) -> (i32, i32, i32) {
    let today = ordinal(year, month, day);
    let year = match year {
        year if today < first_monday(year) => year - 1,
        year if today >= first_monday(year + 1) => year + 1,
        year => year,
    };
    let days = today - first_monday(year);
    (year, (days / 7) as i32 + 1, (days % 7) as i32 + 1)
}

/// What is wrong with a date given by its week.
pub enum WrongWeek {
    Year,
    Week,
    Day,
}

/// Year, month and day of a week and a day of it. A day behind the last year is none.
pub fn from_iso_week(year: i32, week: i32, day: i32) -> Result<(i32, i32, i32), WrongWeek> {
    if !(SMALLEST_YEAR..=LARGEST_YEAR).contains(&year) {
        return Err(WrongWeek::Year);
    }
    let first = weekday(year, 1, 1);
    let is_long = first == 3 || first == 2 && is_leap(year);
    if week < 1 || week > 52 + i32::from(is_long) {
        return Err(WrongWeek::Week);
    }
    if !(1..=7).contains(&day) {
        return Err(WrongWeek::Day);
    }
    let ordinal = first_monday(year) + i64::from((week - 1) * 7 + day - 1);
    Ok(if ordinal < 1 {
        // The week began before the calendar does; the callers refuse year 0.
        (0, 12, (31 + ordinal) as i32)
    } else {
        from_ordinal(ordinal)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_comes_back_from_its_ordinal() {
        for day in 1..=LARGEST_ORDINAL {
            let (year, month, date) = from_ordinal(day);
            assert_eq!(ordinal(year, month, date), day);
            assert!(date >= 1 && date <= days_in_month(year, month));
            let (iso_year, week, weekday) = iso_week(year, month, date);
            if (1..=9999).contains(&iso_year) {
                let same = from_iso_week(iso_year, week, weekday).ok();
                assert_eq!(same, Some((year, month, date)));
            }
        }
    }
}
