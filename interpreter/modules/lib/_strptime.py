"""What `time.strptime` and `datetime.strptime` do: read a time by a format."""

import re
import time
from _locale import LC_TIME, setlocale
from _thread import allocate_lock
from datetime import date, timedelta, timezone

import calendar

__all__ = []

# A Wednesday afternoon whose numbers cannot be mistaken for each other: what the locale makes
# of it tells how the locale writes times.
_SAMPLE = time.struct_time((1999, 3, 17, 22, 44, 55, 2, 76, 0))
_SAMPLE_NUMBERS = (('1999', '%Y'), ('99', '%y'), ('22', '%H'), ('44', '%M'), ('55', '%S'),
                   ('76', '%j'), ('17', '%d'), ('03', '%m'), ('3', '%m'), ('2', '%w'),
                   ('10', '%I'))
# A Sunday before the first Monday of its year.
_FIRST_SUNDAY = time.struct_time((1999, 1, 3, 1, 1, 1, 6, 3, 0))


def _getlang():
    """The language and the encoding of times, as locale.getlocale() gives them."""
    name = setlocale(LC_TIME)
    if name in ('C', 'POSIX'):
        return None, None
    import locale
    return locale.getlocale(LC_TIME)


class LocaleTime:
    """How the locale of the moment names days, months and time zones, and in which order it
    writes dates and times. All names are in lower case."""

    def __init__(self):
        self.lang = _getlang()
        self.a_weekday, self.f_weekday, self.a_month, self.f_month = (
            [name.lower() for name in names] for names in (
                calendar.day_abbr, calendar.day_name, calendar.month_abbr, calendar.month_name))
        self.am_pm = [time.strftime('%p', time.struct_time((1999, 3, 17, hour, 44, 55, 2, 76, 0)))
                      .lower() for hour in (1, 22)]
        time.tzset()
        self.tzname, self.daylight = time.tzname, time.daylight
        standard = frozenset({'utc', 'gmt', self.tzname[0].lower()})
        summer = frozenset({self.tzname[1].lower()} if self.daylight else ())
        self.timezone = standard, summer
        self.LC_date_time, self.LC_date, self.LC_time = map(self._format_of, ('%c', '%x', '%X'))
        # Other threads may have been at it.
        if _getlang() != self.lang:
            raise ValueError('locale changed during initialization')
        if time.tzname != self.tzname or time.daylight != self.daylight:
            raise ValueError('timezone changed during initialization')

    def _format_of(self, directive):
        """The format that a directive of the locale stands for."""
        text = time.strftime(directive, _SAMPLE).lower()
        names = (('%', '%%'), (self.f_weekday[2], '%A'), (self.f_month[3], '%B'),
                 (self.a_weekday[2], '%a'), (self.a_month[3], '%b'), (self.am_pm[1], '%p'))
        zones = ((zone, '%Z') for zones in self.timezone for zone in zones)
        for written, meaning in (*names, *_SAMPLE_NUMBERS, *zones):
            # Some locales have no word for it.
            if written:
                text = text.replace(written, meaning)
        week = '%W' if '00' in time.strftime(directive, _FIRST_SUNDAY) else '%U'
        return text.replace('11', week)


# What the directives match that do not depend on the locale.
_NUMBERS = {
    'd': r'3[01]|[12]\d|0[1-9]|[1-9]| [1-9]',
    'f': r'[0-9]{1,6}',
    'H': r'2[0-3]|[01]\d|\d',
    'I': r'1[0-2]|0?[1-9]',
    'G': r'\d{4}',
    'j': r'36[0-6]|3[0-5]\d|[12]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0?[1-9]',
    'm': r'1[0-2]|0?[1-9]',
    'M': r'[0-5]\d|\d',
    'S': r'6[01]|[0-5]\d|\d',
    'U': r'5[0-3]|[0-4]\d|\d',
    'W': r'5[0-3]|[0-4]\d|\d',
    'w': r'[0-6]',
    'u': r'[1-7]',
    'V': r'5[0-3]|0[1-9]|[1-4]\d|\d',
    'y': r'\d\d',
    'Y': r'\d{4}',
    'z': r'[+-]\d\d:?[0-5]\d(?::?[0-5]\d(?:\.\d{1,6})?)?|(?-i:Z)',
}

_AMBIGUOUS = """\
Parsing dates involving a day of month without a year specified is ambiguious
and fails to parse leap day. The default behavior will change in Python 3.15
to either always raise an exception or to use a different default year (TBD).
To avoid trouble, add a specific year to the input & format.
See https://github.com/python/cpython/issues/70647."""

# Characters of a format that mean something in a regular expression; runs of white space,
# which match any other run; directives.
_SPECIAL = re.compile(r'[\\.^$*+?(){}\[\]|]')
_SPACE = re.compile(r'\s+')
_DIRECTIVE = re.compile(r'%(.?)', re.DOTALL)


class TimeRE(dict):
    """Regular expressions for the directives, and from formats."""

    def __init__(self, locale_time=None):
        self.locale_time = times = locale_time or LocaleTime()
        super().__init__({key: f'(?P<{key}>{text})' for key, text in _NUMBERS.items()})
        self['%'] = '%'
        for key, names in (('A', times.f_weekday), ('a', times.a_weekday),
                           ('B', times.f_month[1:]), ('b', times.a_month[1:]),
                           ('p', times.am_pm), ('Z', [*times.timezone[0], *times.timezone[1]])):
            self[key] = self._any_of(key, names)
        for key, written in (('c', times.LC_date_time), ('x', times.LC_date),
                             ('X', times.LC_time)):
            self[key] = self.pattern(written)

    @staticmethod
    def _any_of(key, names):
        # The longest first, for one may begin with another.
        names = sorted(names, key=len, reverse=True)
        if not any(names):
            return ''
        return f'(?P<{key}>{"|".join(map(re.escape, names))})'

    def pattern(self, format):
        """The regular expression for a format. KeyError for a directive that there is not,
        IndexError for a last `%`."""
        used = set()

        def expression(found):
            key = found[1]
            if not key:
                raise IndexError(found[0])
            used.add(key)
            return self[key]

        text = _SPACE.sub(r'\\s+', _SPECIAL.sub(r'\\\g<0>', format))
        text = _DIRECTIVE.sub(expression, text)
        if 'd' in used and used.isdisjoint('YyG'):
            import warnings
            warnings.warn(_AMBIGUOUS, DeprecationWarning, skip_file_prefixes=('<frozen ',))
        return text

    def compile(self, format):
        """The compiled regular expression for a format."""
        return re.compile(self.pattern(format), re.IGNORECASE)


_cache_lock = allocate_lock()
_TimeRE_cache = TimeRE()
_CACHE_MAX_SIZE = 5
_regex_cache = {}


def _compiled(format):
    """The regular expression for a format, and the locale that it was made for."""
    global _TimeRE_cache
    with _cache_lock:
        times = _TimeRE_cache.locale_time
        if (_getlang() != times.lang or time.tzname != times.tzname
                or time.daylight != times.daylight):
            _TimeRE_cache = TimeRE()
            _regex_cache.clear()
            times = _TimeRE_cache.locale_time
        if len(_regex_cache) > _CACHE_MAX_SIZE:
            _regex_cache.clear()
        regex = _regex_cache.get(format)
        if regex is None:
            try:
                regex = _TimeRE_cache.compile(format)
            except KeyError as error:
                # White space and special characters begin with a backslash by now.
                key = '%' if error.args[0] == '\\' else error.args[0]
                raise ValueError(f"'{key}' is a bad directive in format '{format}'") from None
            except IndexError:
                raise ValueError(f"stray % in format '{format}'") from None
            _regex_cache[format] = regex
        return regex, times


def _short_year(text, fields, times):
    year = int(text)
    return year + (2000 if year <= 68 else 1900)


def _hour_of_twelve(text, fields, times):
    hour = int(text)
    half = fields.get('p', '').lower()
    if half in ('', times.am_pm[0]):
        return 0 if hour == 12 else hour
    return hour + 12 if half == times.am_pm[1] and hour != 12 else hour


def _offset(text, fields, times):
    """Seconds and microseconds east of Greenwich."""
    if text == 'Z':
        return 0, 0
    digits = text[1:]
    if digits[2] == ':':
        digits = digits[:2] + digits[3:]
        if len(digits) > 4:
            if digits[4] != ':':
                raise ValueError(f'Inconsistent use of : in {text}')
            digits = digits[:4] + digits[5:]
    seconds = int(digits[:2]) * 3600 + int(digits[2:4]) * 60 + int(digits[4:6] or 0)
    microseconds = int(digits[7:].ljust(6, '0'))
    return (-seconds, -microseconds) if text[0] == '-' else (seconds, microseconds)


def _is_summer(text, fields, times):
    """1 for the name of summer time, 0 for that of standard time, -1 where nobody knows."""
    name = text.lower()
    for value, names in enumerate(times.timezone):
        if name in names:
            # Both may have the same name.
            unclear = (time.daylight and time.tzname[0] == time.tzname[1]
                       and name not in ('utc', 'gmt'))
            return -1 if unclear else value
    return -1


def _number(text, fields, times):
    return int(text)


def _position_in(attribute):
    return lambda text, fields, times: getattr(times, attribute).index(text.lower())


# What a directive tells, and how it is read; where several tell the same, the last one holds.
_MEANINGS = {
    'Y': ('year', _number),
    'y': ('year', _short_year),
    'G': ('iso year', _number),
    'm': ('month', _number),
    'B': ('month', _position_in('f_month')),
    'b': ('month', _position_in('a_month')),
    'd': ('day', _number),
    'H': ('hour', _number),
    'I': ('hour', _hour_of_twelve),
    'M': ('minute', _number),
    'S': ('second', _number),
    'f': ('microsecond', lambda text, fields, times: int(text.ljust(6, '0'))),
    'A': ('weekday', _position_in('f_weekday')),
    'a': ('weekday', _position_in('a_weekday')),
    'w': ('weekday', lambda text, fields, times: (int(text) - 1) % 7),
    'u': ('weekday', lambda text, fields, times: int(text) - 1),
    'j': ('day of year', _number),
    'U': ('week', lambda text, fields, times: (int(text), 6)),
    'W': ('week', lambda text, fields, times: (int(text), 0)),
    'V': ('iso week', _number),
    'z': ('offset', _offset),
    'Z': ('summer', _is_summer),
}


def _refuse_iso(told):
    """Refuses weeks of ISO years with which no day can be found."""
    if 'iso year' in told:
        if 'day of year' in told:
            raise ValueError("Day of the year directive '%j' is not compatible with ISO year "
                             "directive '%G'. Use '%Y' instead.")
        if 'iso week' not in told or 'weekday' not in told:
            raise ValueError("ISO year directive '%G' must be used with the ISO week directive "
                             "'%V' and a weekday directive ('%A', '%a', '%w', or '%u').")
    elif 'iso week' in told:
        if 'year' not in told or 'weekday' not in told:
            raise ValueError("ISO week directive '%V' must be used with the ISO year directive "
                             "'%G' and a weekday directive ('%A', '%a', '%w', or '%u').")
        raise ValueError("ISO week directive '%V' is incompatible with the year directive '%Y'. "
                         "Use the ISO year '%G' instead.")


def _day_in_week(year, week, first, weekday):
    """The day of the year of a weekday, in a week of weeks that begin with day `first`; days
    before the first whole week are in week 0."""
    new_year = (date(year, 1, 1).weekday() - first) % 7
    day = (weekday - first) % 7
    if week == 0:
        return 1 + day - new_year
    return 1 + (7 - new_year) % 7 + 7 * (week - 1) + day


def _date(told):
    """Year, month, day, weekday and day of the year."""
    _refuse_iso(told)
    year, month, day = told.get('year'), told.get('month', 1), told.get('day', 1)
    weekday, day_of_year = told.get('weekday'), told.get('day of year')
    is_leap_day = year is None and month == 2 and day == 29
    if year is None:
        # The year that is shown in the end has no such day.
        year = 1904 if is_leap_day else 1900
    if day_of_year is None and weekday is not None:
        if 'week' in told:
            day_of_year = _day_in_week(year, *told['week'], weekday)
            if day_of_year <= 0:
                year -= 1
                day_of_year += 366 if calendar.isleap(year) else 365
        elif 'iso year' in told:
            found = date.fromisocalendar(told['iso year'], told['iso week'], weekday + 1)
            year, month, day = found.year, found.month, found.day
    before = date(year, 1, 1).toordinal() - 1
    if day_of_year is None:
        found = date(year, month, day)
        day_of_year = found.toordinal() - before
    else:
        found = date.fromordinal(before + day_of_year)
        year, month, day = found.year, found.month, found.day
    if weekday is None:
        weekday = found.weekday()
    return 1900 if is_leap_day else year, month, day, weekday, day_of_year


def _strptime(data_string, format='%a %b %d %H:%M:%S %Y'):
    """The parts of the time that a text shows: those of a struct_time with the zone's name and
    offset, the microseconds, and those of the offset."""
    for index, argument in enumerate((data_string, format)):
        if not isinstance(argument, str):
            raise TypeError(f'strptime() argument {index} must be str, not {type(argument)}')
    regex, times = _compiled(format)
    found = regex.match(data_string)
    if found is None:
        raise ValueError(f'time data {data_string!r} does not match format {format!r}')
    if found.end() != len(data_string):
        raise ValueError(f'unconverted data remains: {data_string[found.end():]}')
    fields = found.groupdict()
    told = {}
    for key, text in fields.items():
        if key in _MEANINGS:
            what, read = _MEANINGS[key]
            told[what] = read(text, fields, times)
    year, month, day, weekday, day_of_year = _date(told)
    get = told.get
    offset, offset_fraction = get('offset', (None, 0))
    parts = (year, month, day, get('hour', 0), get('minute', 0), get('second', 0), weekday,
             day_of_year, get('summer', -1), fields.get('Z'), offset)
    return parts, get('microsecond', 0), offset_fraction


def _strptime_time(data_string, format='%a %b %d %H:%M:%S %Y'):
    """The struct_time that a text shows."""
    parts = _strptime(data_string, format)[0]
    return time.struct_time(parts[:time._STRUCT_TM_ITEMS])


def _strptime_datetime(cls, data_string, format='%a %b %d %H:%M:%S %Y'):
    """The datetime of a class that a text shows."""
    parts, microsecond, offset_fraction = _strptime(data_string, format)
    name, offset = parts[-2:]
    if offset is None:
        return cls(*parts[:6], microsecond)
    delta = timedelta(seconds=offset, microseconds=offset_fraction)
    zone = timezone(delta, name) if name else timezone(delta)
    return cls(*parts[:6], microsecond, zone)
