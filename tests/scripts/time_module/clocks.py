# Shows: what can be said of clocks without looking at the time, and dates that are given.
import time

a, b = time.monotonic(), time.monotonic()
print(
    a <= b, time.perf_counter() <= time.perf_counter(), time.time() > 1.7e9,
    time.process_time() >= 0, isinstance(time.time_ns(), int), time.thread_time() >= 0
)
start = time.perf_counter()
time.sleep(0.02)
print(0.019 < time.perf_counter() - start < 5, time.sleep(0))
moment = time.gmtime(1_000_000_000)
print(
    moment, moment.tm_year, moment[3], len(moment), tuple(moment), time.asctime(moment),
    time.strftime("%Y-%m-%d %H:%M:%S %j %a %A %b %B %y %I %p %U %%", moment)
)
print(
    time.gmtime(0), time.strptime("2024-02-29 13:05", "%Y-%m-%d %H:%M")[:5],
    time.strptime("Mon 5 Mar 2001", "%a %d %b %Y").tm_yday, time.gmtime(-1).tm_year,
    time.struct_time(range(9)).tm_sec
)
for action in (
    lambda: time.sleep(-1), lambda: time.sleep("x"), lambda: time.gmtime("x"),
    lambda: time.strptime("x", "%Y"), lambda: time.strptime("2024 more", "%Y"),
    lambda: time.strptime("x", "%Q"), lambda: time.strftime(5), lambda: time.mktime((1, 2)),
    lambda: time.asctime((1,)), lambda: time.gmtime(1e30), lambda: time.struct_time((1, 2)),
    lambda: time.sleep(float("nan")), lambda: setattr(moment, "tm_year", 5), lambda: time.sleep(),
    lambda: time.strftime("%Y", (2024, 13, 1, 0, 0, 0, 0, 1, 0)), lambda: time.gmtime(float("inf"))
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
print(
    time.get_clock_info("monotonic").monotonic, time.get_clock_info("time").adjustable,
    time.clock_gettime(time.CLOCK_MONOTONIC) >= a
)
