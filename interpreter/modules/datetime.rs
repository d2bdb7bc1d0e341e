//! `_datetime`: dates, times of day, both together, differences and time zones.

use vm::import::NativeModule;
use vm::objects::class_creation::make_ready;
use vm::objects::value::Value;

use crate::support::add_types;

mod arguments;
mod calendar;
mod combined;
mod combined_methods;
mod comparing;
mod conversion;
mod date;
mod delta;
mod delta_arithmetic;
mod fields;
mod formats;
mod iso_calendar;
mod iso_text;
mod local;
mod pickled;
mod time;
mod zone;

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_datetime",
    doc: Some("Dates, times, their differences and time zones."),
    functions: &[],
    fill: |vm, module| {
        make_ready(&iso_calendar::ISO_CALENDAR_DATE);
        add_types(
            vm,
            module,
            &[
                &date::DATE,
                &time::TIME,
                &combined::DATETIME,
                &delta::TIMEDELTA,
                &zone::TZINFO,
                &zone::TIMEZONE,
            ],
        );
        module.set(vm, "MINYEAR", Value::int(calendar::SMALLEST_YEAR.into()));
        module.set(vm, "MAXYEAR", Value::int(calendar::LARGEST_YEAR.into()));
        module.set(vm, "UTC", zone::utc(vm));
        Ok(())
    },
};
