# Shows: datetime in detail: limits, rounding, ISO 8601, weeks, zones, folds, pickles, subclasses.
import copy
import pickle
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo


def show(*actions):
    for action in actions:
        try:
            print(action())
        except Exception as error:
            print(f"{type(error).__name__}: {error}")


day = timedelta(days=1)
show(
    lambda: timedelta(weeks=1, days=2, hours=3, minutes=4, seconds=5, milliseconds=6, microseconds=7),
    lambda: timedelta(microseconds=0.5), lambda: timedelta(microseconds=1.5), lambda: timedelta(0.1),
    lambda: timedelta(seconds=1e-7), lambda: timedelta(hours=-1.5), lambda: repr(timedelta(-1, 5)),
    lambda: day * 2.5, lambda: 0.1 * day, lambda: day / 3, lambda: day / 2.5, lambda: day // 7,
    lambda: -day / 3, lambda: day / timedelta(hours=5), lambda: -day // timedelta(hours=5),
    lambda: -day % timedelta(hours=5), lambda: divmod(-day, timedelta(hours=5)),
    lambda: divmod(day, timedelta(hours=-5)), lambda: timedelta.max.total_seconds(),
    lambda: timedelta(microseconds=-1).total_seconds(), lambda: timedelta(0) is timedelta(),
    lambda: hash(timedelta(5, 6, 7)) == hash((5, 6, 7)), lambda: hash(timedelta(-1)) == hash((-1, 0, 0)),
    lambda: bool(timedelta()), lambda: +day, lambda: abs(-day), lambda: timedelta.min,
    lambda: timedelta(999999999) + day, lambda: timedelta.max * 2, lambda: -timedelta.max,
    lambda: -timedelta.min, lambda: timedelta(10**30), lambda: timedelta("1"), lambda: timedelta(1j),
    lambda: timedelta(float("nan")), lambda: timedelta(float("inf")), lambda: day * float("nan"),
    lambda: day * float("inf"), lambda: day / 0, lambda: day // 0, lambda: day / 0.0,
    lambda: day % timedelta(), lambda: divmod(day, timedelta()), lambda: day / timedelta(),
    lambda: timedelta(day=1), lambda: timedelta(1, 2, 3, 4, 5, 6, 7, 8), lambda: day < 5,
    lambda: day == 5, lambda: day + 1, lambda: day * "a", lambda: timedelta(days=True),
)
print("dates")
show(
    lambda: date(1, 2), lambda: date(1, 2, 3, 4), lambda: date(1, 2, 3, day=3), lambda: date(1, 2, z=3),
    lambda: date(year=2024, month=2, day=29), lambda: date(2024.0, 1, 1), lambda: date(2**40, 1, 1),
    lambda: date(2**70, 1, 1), lambda: [date.fromordinal(n) for n in (1, 365, 366, 146097, 3652059)],
    lambda: date.fromordinal(0), lambda: date.fromordinal(3652060), lambda: date.max + day,
    lambda: date.min - day, lambda: date(2024, 3, 1) - date(2023, 3, 1), lambda: day + date(2024, 2, 28),
    lambda: [date(y, 1, 1).isocalendar()[:] for y in range(2018, 2027)],
    lambda: [date(y, 12, 31).isocalendar().week for y in range(2018, 2027)],
    lambda: date.max.isocalendar(), lambda: date.min.isocalendar(),
    lambda: date.fromisocalendar(2020, 53, 7), lambda: date.fromisocalendar(2021, 53, 1),
    lambda: date.fromisocalendar(2021, 5, 8), lambda: date.fromisocalendar(0, 1, 1),
    lambda: date.fromisocalendar(2**70, 1, 1), lambda: date.fromisocalendar(9999, 52, 7),
    lambda: f"{date(2024, 5, 6):%d.%m.%y %j %U}", lambda: f"{date(2024, 5, 6)}",
    lambda: date(2024, 5, 6).ctime(), lambda: date(2024, 5, 6).replace(day=31, month=1),
    lambda: copy.replace(date(2024, 5, 6), year=1), lambda: date(2024, 5, 6).timetuple(),
    lambda: date(2024, 5, 6) == datetime(2024, 5, 6), lambda: date(2024, 5, 6) in {date(2024, 5, 6)},
)
for text in (
    "2024-05-06", "20240506", "2024-W19-1", "2024W191", "2024-W19", "2024W19", "2024-5-6", "2024-0506",
    "2024-W1-1", "2024-W54-1", "2024-13-01", "", "2024-02-30", "２024-05-06", "2024-05-06T", "202405061",
):
    show(lambda: date.fromisoformat(text))
print("times")
for text in (
    "04", "0423", "04:23", "042301", "04:23:01", "04:23:01.5", "04:23:01,123456789", "T04:23", "24:00",
    "04:23:01.", "4:23", "04:2301", "0423:01", "04:23Z", "04:23+02", "04:23-02:30", "04:23+02:30:15.5",
    "04:23+00:00", "04:23+24:00", "04:23+", "04:23Zx", "", "04:23:61", "04:60", "04:23:01.12x", "12:+01:00",
):
    show(lambda: repr(time.fromisoformat(text)))
show(
    lambda: time(24), lambda: time(1, 60), lambda: time(1, 2, 60), lambda: time(1, 2, 3, 10**6),
    lambda: time(1, fold=2), lambda: time(tzinfo=5), lambda: time(1, 2, 3, 4, None, 1), lambda: time("1"),
    lambda: repr(time(1, 2, 3, 4, UTC, fold=1)), lambda: time(1, 2, 3, 456789).isoformat("milliseconds"),
    lambda: time(1, 2).isoformat("hours"), lambda: time(1).isoformat("x"), lambda: time(1).isoformat(5),
    lambda: time(1, tzinfo=UTC) < time(2), lambda: time(1, tzinfo=UTC) == time(1),
    lambda: time(1, tzinfo=UTC) == time(2, tzinfo=timezone(timedelta(hours=1))),
    lambda: hash(time(1, tzinfo=UTC)) == hash(time(2, tzinfo=timezone(timedelta(hours=1)))),
    lambda: time(13, 5).strftime("%I %p %H:%M:%S.%f %z|%Z"), lambda: time(1, 2).replace(minute=5, fold=1),
)
print("both")
for text in (
    "2024-05-06", "2024-05-06T07", "2024-05-06 07:08", "20240506T070809", "2024-W19-1T07:08:09.5",
    "2024W19107", "2024W19-07", "2024-W19-07", "2024-05-06\u20ac07:08", "2024-05-06\ud80007:08",
    "2024-05-06T07:08:09.123456+05:30", "2024-05-06T07:08Z", "2024-05-06T", "2024-05", "x",
    "2024-05-06T25:00", "2024-02-30T01:00",
):
    show(lambda: repr(datetime.fromisoformat(text)))
moment = datetime(2024, 5, 6, 7, 8, 9, 10)
india = timezone(timedelta(hours=5, minutes=30), "IST")
show(
    lambda: moment + timedelta(days=300, microseconds=-11), lambda: moment - day, lambda: day + moment,
    lambda: moment - datetime(2024, 1, 1), lambda: datetime.max + timedelta(microseconds=1),
    lambda: datetime.min - timedelta(microseconds=1), lambda: moment - 5, lambda: moment.isoformat("ab"),
    lambda: moment.isoformat(timespec="minutes"), lambda: moment.isoformat("\u20ac", "milliseconds"),
    lambda: moment.replace(tzinfo=india).isoformat(), lambda: moment.replace(tzinfo=india).astimezone(UTC),
    lambda: moment.replace(tzinfo=india) - moment.replace(tzinfo=UTC), lambda: moment.replace(tzinfo=UTC) > moment,
    lambda: moment.replace(tzinfo=UTC) - moment, lambda: moment.replace(tzinfo=UTC) == moment,
    lambda: hash(moment.replace(tzinfo=UTC)) == hash(moment.replace(tzinfo=UTC).astimezone(india)),
    lambda: moment.replace(tzinfo=india).timestamp(), lambda: datetime.fromtimestamp(1e9 + 0.5, india),
    lambda: datetime.fromtimestamp(-1.5, UTC), lambda: datetime.fromtimestamp(0.9999999, UTC),
    lambda: datetime.fromtimestamp(1e30), lambda: datetime.fromtimestamp(float("nan")),
    lambda: datetime.fromtimestamp("x"), lambda: datetime.fromtimestamp(2**60, UTC).year,
    lambda: datetime.combine(date(2024, 1, 1), time(5, tzinfo=UTC)), lambda: datetime.combine(1, 2),
    lambda: datetime.combine(date(2024, 1, 1), time(5, tzinfo=UTC), None), lambda: moment.timetz(),
    lambda: moment.replace(tzinfo=india).utctimetuple()[:6], lambda: moment.replace(tzinfo=india).timetuple()[:],
    lambda: moment.replace(tzinfo=india).strftime("%z %:z %Z %% %f"), lambda: datetime(1, 1, 1, 0, 0, 0, 0, None, 0),
    lambda: datetime.now(5), lambda: repr(datetime(2024, 1, 1, fold=1, tzinfo=UTC)), lambda: datetime.now().tzinfo,
    lambda: abs(datetime.now(UTC) - datetime.now(UTC)) < day, lambda: datetime(2024, 1), lambda: moment.ctime(),
    lambda: datetime.strptime("2024-05-06 07:08:09.5 +0530", "%Y-%m-%d %H:%M:%S.%f %z"),
)
print("zones")
show(
    lambda: timezone(timedelta(0)) is UTC, lambda: timezone.min, lambda: repr(timezone.max), lambda: UTC == timezone.utc,
    lambda: timezone(timedelta(hours=1)) == timezone(timedelta(hours=1), "x"), lambda: timezone(5),
    lambda: timezone(day, 5), lambda: timezone(timedelta(hours=1), 5), lambda: timezone(day), lambda: timezone(-day),
    lambda: timezone(timedelta(hours=1), None), lambda: str(timezone(timedelta(seconds=-3661, microseconds=5))),
    lambda: india.tzname(None), lambda: india.utcoffset(5), lambda: india.dst(None), lambda: india.fromutc(moment),
    lambda: india.fromutc(moment.replace(tzinfo=india)), lambda: tzinfo().utcoffset(None), lambda: repr(india),
)


class Summer(tzinfo):
    def utcoffset(self, moment):
        return timedelta(hours=1) + self.dst(moment)

    def dst(self, moment):
        return timedelta(hours=3 < moment.month < 11)

    def tzname(self, moment):
        return "S%"


class Wrong(tzinfo):
    def utcoffset(self, moment):
        return 5

    def dst(self, moment):
        return day

    def tzname(self, moment):
        return 5


summer = Summer()
show(
    lambda: datetime(2024, 7, 1, 12, tzinfo=summer).isoformat(), lambda: datetime(2024, 1, 1, tzinfo=summer).utcoffset(),
    lambda: datetime(2024, 7, 1, 12, tzinfo=UTC).astimezone(summer).strftime("%H %Z"),
    lambda: datetime(2024, 7, 1, tzinfo=summer).timetuple().tm_isdst,
    lambda: datetime(2024, 7, 1, tzinfo=Wrong()).utcoffset(), lambda: datetime(2024, 7, 1, tzinfo=Wrong()).dst(),
    lambda: datetime(2024, 7, 1, tzinfo=Wrong()).tzname(),
)


class Special(datetime):
    def __new__(cls, *args, **kwargs):
        made = super().__new__(cls, *args, **kwargs)
        made.note = "special"
        return made


special = Special(2024, 1, 2, 3, fold=1)
show(
    lambda: type(special + day).__name__, lambda: (special + day).note, lambda: type(special.replace(year=1)).__name__,
    lambda: type(Special.fromisoformat("2024-01-01")).__name__, lambda: type(Special.now(UTC)).__name__,
    lambda: repr(special), lambda: special.fold, lambda: special.date(), lambda: isinstance(special, date),
)
for value in (date(2024, 5, 6), moment, moment.replace(tzinfo=india, fold=1), time(1, 2, fold=1), day, india, UTC):
    for protocol in (0, 2, 4, 5):
        again = pickle.loads(pickle.dumps(value, protocol))
        print(again == value, getattr(again, "fold", None), again is value, end="; ")
    print(copy.deepcopy(value) == value, value.__reduce_ex__(4))


class Ratio(float):
    def __new__(cls, value, ratio):
        made = super().__new__(cls, value)
        made.ratio = ratio
        return made

    def as_integer_ratio(self):
        return self.ratio


show(*(lambda ratio=ratio: day * Ratio(2.0, ratio) for ratio in (1, (1,), (1, 2), (1.5, 2), (3, 0))))
show(
    lambda: date("2024"), lambda: datetime(2024, "x"), lambda: datetime("x"), lambda: day.strftime,
    lambda: ascii(time(1).strftime("a\0%H")), lambda: time(1).strftime("\ud800"), lambda: time(1).strftime("%"),
)
