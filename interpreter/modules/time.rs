//! Module `time`: clocks, sleeping, calendar times.

mod calendar;
mod clocks;

pub(crate) use clocks::monotonic;

use vm::import::NativeModule;
use vm::native::Method;
use vm::objects::class_creation::make_ready;
use vm::objects::heap::Ref;
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm, struct_sequence};

use crate::system_calls::{self, calendar_time};

pub use clocks::to_nanoseconds;

/// `time`
pub static MODULE: NativeModule = NativeModule {
    name: "time",
    doc: Some("Clocks, sleeping, calendar times."),
    functions: FUNCTIONS,
    fill,
};

struct_sequence! {
    /// `time.struct_time`
    pub STRUCT_TIME = "time", "struct_time", 9,
        ["tm_year" 0, "tm_mon" 1, "tm_mday" 2, "tm_hour" 3, "tm_min" 4, "tm_sec" 5,
         "tm_wday" 6, "tm_yday" 7, "tm_isdst" 8],
        hidden ["tm_zone" 0, "tm_gmtoff" 1];
}

const FUNCTIONS: &[Method] = &[
    Method::new(
        "time",
        "($self, /)",
        |vm, _| clocks::seconds(vm, libc::CLOCK_REALTIME),
        "Seconds since the epoch.",
    ),
    Method::new(
        "time_ns",
        "($self, /)",
        |vm, _| clocks::nanoseconds(vm, libc::CLOCK_REALTIME),
        "Nanoseconds since the epoch.",
    ),
    Method::new(
        "monotonic",
        "($self, /)",
        |vm, _| clocks::seconds(vm, libc::CLOCK_MONOTONIC),
        "A clock that cannot go back.",
    ),
    Method::new(
        "monotonic_ns",
        "($self, /)",
        |vm, _| clocks::nanoseconds(vm, libc::CLOCK_MONOTONIC),
        "A clock that cannot go back.",
    ),
    Method::new(
        "perf_counter",
        "($self, /)",
        |vm, _| clocks::seconds(vm, libc::CLOCK_MONOTONIC),
        "A clock for short times.",
    ),
    Method::new(
        "perf_counter_ns",
        "($self, /)",
        |vm, _| clocks::nanoseconds(vm, libc::CLOCK_MONOTONIC),
        "A clock for short times.",
    ),
    Method::new(
        "process_time",
        "($self, /)",
        |vm, _| clocks::seconds(vm, libc::CLOCK_PROCESS_CPUTIME_ID),
        "Processor time of the process.",
    ),
    Method::new(
        "process_time_ns",
        "($self, /)",
        |vm, _| clocks::nanoseconds(vm, libc::CLOCK_PROCESS_CPUTIME_ID),
        "Processor time of the process.",
    ),
    Method::new(
        "thread_time",
        "($self, /)",
        |vm, _| clocks::seconds(vm, libc::CLOCK_THREAD_CPUTIME_ID),
        "Processor time of the thread.",
    ),
    Method::new(
        "thread_time_ns",
        "($self, /)",
        |vm, _| clocks::nanoseconds(vm, libc::CLOCK_THREAD_CPUTIME_ID),
        "Processor time of the thread.",
    ),
    Method::new(
        "clock_gettime",
        "($module, clk_id, /)",
        clocks::clock_gettime,
        "The time of a clock.",
    ),
    Method::new(
        "clock_gettime_ns",
        "($module, clk_id, /)",
        clocks::clock_gettime_ns,
        "The time of a clock.",
    ),
    Method::new(
        "clock_settime",
        " (clk_id, time)",
        clocks::clock_settime,
        "Sets a clock.",
    ),
    Method::new(
        "clock_settime_ns",
        " (clk_id, time)",
        clocks::clock_settime_ns,
        "Sets a clock.",
    ),
    Method::new(
        "clock_getres",
        " (clk_id)",
        clocks::clock_getres,
        "The resolution of a clock.",
    ),
    Method::new(
        "pthread_getcpuclockid",
        " (thread_id)",
        clocks::thread_clock,
        "The clock of a thread.",
    ),
    Method::new(
        "get_clock_info",
        " (name)",
        clocks::get_clock_info,
        "What is known of a clock.",
    ),
    Method::new("sleep", "($self, object, /)", clocks::sleep, "Waits."),
    Method::new(
        "gmtime",
        "([seconds])",
        |vm, it| calendar::split(vm, it, "gmtime"),
        "A time as a calendar in UTC shows it.",
    ),
    Method::new(
        "localtime",
        "([seconds])",
        |vm, it| calendar::split(vm, it, "localtime"),
        "A time as a local calendar shows it.",
    ),
    Method::new(
        "mktime",
        "($self, object, /)",
        calendar::mktime,
        "The time of a local calendar.",
    ),
    Method::new(
        "asctime",
        "([tuple])",
        calendar::asctime,
        "A calendar time as text.",
    ),
    Method::new("ctime", "([seconds])", calendar::ctime, "A time as text."),
    Method::new(
        "strftime",
        "(format[, tuple])",
        calendar::strftime,
        "A calendar time in a format.",
    ),
    Method::new(
        "strptime",
        "(string[, format])",
        calendar::strptime,
        "Reads a calendar time.",
    ),
    Method::new(
        "tzset",
        "($self, /)",
        tzset,
        "Reads the time zone from TZ again.",
    ),
];

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    make_ready(&STRUCT_TIME);
    module.set(vm, "struct_time", STRUCT_TIME.to_value());
    module.set(vm, "_STRUCT_TM_ITEMS", Value::int(11));
    for (name, clock) in [
        ("CLOCK_REALTIME", libc::CLOCK_REALTIME),
        ("CLOCK_MONOTONIC", libc::CLOCK_MONOTONIC),
        ("CLOCK_MONOTONIC_RAW", libc::CLOCK_MONOTONIC_RAW),
        ("CLOCK_PROCESS_CPUTIME_ID", libc::CLOCK_PROCESS_CPUTIME_ID),
        ("CLOCK_THREAD_CPUTIME_ID", libc::CLOCK_THREAD_CPUTIME_ID),
        ("CLOCK_BOOTTIME", libc::CLOCK_BOOTTIME),
        ("CLOCK_TAI", libc::CLOCK_TAI),
    ] {
        module.set(vm, name, Value::int(clock.into()));
    }
    set_zone(vm, module);
    Ok(())
}

/// Sets `timezone`, `altzone`, `daylight` and `tzname`, from January and July of this year.
fn set_zone(vm: &Vm, module: &Ref<Module>) {
    system_calls::read_time_zone();
    const YEAR: i64 = (365 * 24 + 6) * 3600;
    let now = system_calls::clock_time(libc::CLOCK_REALTIME).unwrap_or(0) / 1_000_000_000;
    let january = now / YEAR * YEAR;
    let at = |seconds: i64| calendar_time(seconds, true).unwrap_or_default();
    let (winter, summer) = (at(january), at(january + YEAR / 2));
    let (standard, daylight) = match winter.offset <= summer.offset {
        true => (winter, summer),
        false => (summer, winter),
    };
    let name = |time: &system_calls::CalendarTime| {
        Str::value(time.zone.as_deref().unwrap_or_default().to_string_lossy())
    };
    module.set(vm, "timezone", Value::int(-standard.offset));
    module.set(vm, "altzone", Value::int(-daylight.offset));
    module.set(
        vm,
        "daylight",
        Value::int((standard.offset != daylight.offset).into()),
    );
    module.set(vm, "tzname", Tuple::pair(name(&standard), name(&daylight)));
}

fn tzset(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    if let Some(module) = vm.shared().modules.get_str(&vm.intern("time"))
        && let Some(module) = module.downcast::<Module>()
    {
        set_zone(vm, module);
    }
    Ok(Value::NONE)
}
