# Shows: dates, times and differences that are given, with text and arithmetic.
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta, timezone

d = date(2024, 2, 29)
print(
    d, repr(d), d.weekday(), d.isoweekday(), d.isocalendar(), d.strftime("%A %d %B %Y"),
    d + timedelta(days=1), d - date(2023, 2, 28), d.replace(year=2020), d < date(2024, 3, 1),
    d.toordinal(), date.fromisoformat("2024-12-31"), date.fromordinal(1), d.timetuple()[:3],
    hash(d) == hash(date(2024, 2, 29)), date.max, date.min
)
t = time(13, 5, 7, 250)
print(
    t, repr(t), t.isoformat("minutes"), t.replace(hour=1), time.fromisoformat("04:23:01.5"),
    time.max, time(0) < t, bool(time(0))
)
m = datetime(2024, 5, 17, 23, 59, 30)
print(
    m, repr(m), m.date(), m.time(), m + timedelta(hours=1, seconds=30), m - datetime(2024, 1, 1),
    m.isoformat(sep=" "), m.strftime("%Y/%m/%d %H-%M-%S.%f %j %a"),
    datetime.strptime("5 Mar 2001 7:08", "%d %b %Y %H:%M"),
    datetime.fromisoformat("2024-05-17T10:11:12+02:00"), datetime.combine(d, t),
    m.replace(tzinfo=UTC).timestamp(), datetime.fromtimestamp(0, UTC), m.ctime()
)
zone = timezone(timedelta(hours=5, minutes=30), "IST")
aware = m.replace(tzinfo=zone)
print(
    aware, aware.utcoffset(), aware.astimezone(UTC), aware.tzname(), timezone.utc,
    timezone(timedelta(hours=-3)), repr(zone), aware == aware.astimezone(UTC), aware.isoformat()
)
x = timedelta(days=1, hours=-5, seconds=3, milliseconds=1500)
print(
    x, repr(x), x.total_seconds(), x.days, x.seconds, x.microseconds, -x, abs(-x), x * 2, x / 2,
    x // timedelta(hours=1), x % timedelta(hours=1), divmod(x, timedelta(hours=5)), timedelta(-1),
    timedelta(0.5), sum([x, x], timedelta()), timedelta.max, timedelta(microseconds=1) < x
)
for action in (
    lambda: date(2023, 2, 29), lambda: date(0, 1, 1), lambda: date(2024, 13, 1), lambda: time(24),
    lambda: datetime(2024, 1, 1, 0, 60), lambda: date.fromisoformat("2024-1-1"), lambda: d + 1,
    lambda: d - 1, lambda: d < 5, lambda: m < aware, lambda: m - aware,
    lambda: date.max + timedelta(1), lambda: timedelta(days=10**10),
    lambda: datetime.strptime("x", "%Y"), lambda: timezone(timedelta(days=1)), lambda: x / 0,
    lambda: date("2024"), lambda: d.replace(month=0), lambda: m.replace(tzinfo=5), lambda: x * "a",
    lambda: date(MAXYEAR + 1, 1, 1), lambda: d == m, lambda: d < m, lambda: setattr(d, "year", 1)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
