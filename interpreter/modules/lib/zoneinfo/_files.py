"""The format of the files of time zones, and of the rules at their end."""

import re
import struct
from datetime import date, timedelta

__name__ = 'zoneinfo._common'

_DAY = 86400
_EPOCH = date(1970, 1, 1).toordinal()


class ZoneInfoNotFoundError(KeyError):
    """There is no time zone of that name."""


def open_tzdata(key):
    """The file of a time zone in the package `tzdata`, if that is installed."""
    folder, _, name = f'tzdata/zoneinfo/{key}'.rpartition('/')
    try:
        from importlib import resources
        return resources.files(folder.replace('/', '.')).joinpath(name).open('rb')
    except (ImportError, FileNotFoundError, UnicodeEncodeError):
        raise ZoneInfoNotFoundError(f'No time zone found with key {key}') from None


class Kind:
    """What holds between two changes: the offset, how much of it is summer time, the name."""

    __slots__ = 'utcoff', 'dstoff', 'tzname'

    def __init__(self, utcoff, dstoff, tzname):
        self.utcoff, self.dstoff, self.tzname = utcoff, dstoff, tzname

    def __eq__(self, other):
        return ((self.utcoff, self.dstoff, self.tzname)
                == (other.utcoff, other.dstoff, other.tzname))


def kind(offset, saved, name):
    """A Kind whose offsets are given in seconds."""
    return Kind(timedelta(seconds=offset), timedelta(seconds=saved), name)


class File:
    """What a file says: the times of the changes, the kinds that they begin (as indexes), the
    kinds (offset, whether it is summer time, name), and the rule for what comes later."""

    def __init__(self, stream):
        data = stream.read()
        version, counts, at = self._header(data, 0)
        if version == 1:
            self._read(data, at, counts, 'l', None)
            return
        # The same again with larger numbers.
        is_utc, is_standard, leaps, times, kinds, names = counts
        at += times * 5 + kinds * 6 + names + leaps * 8 + is_standard + is_utc
        _, counts, at = self._header(data, at)
        self._read(data, at, counts, 'q', 12)

    @staticmethod
    def _header(data, at):
        if data[at:at + 4] != b'TZif':
            raise ValueError('Invalid TZif file: magic not found')
        version = data[at + 4:at + 5]
        number = 1 if version == b'\0' else int(version)
        return number, struct.unpack_from('>6l', data, at + 20), at + 44

    def _read(self, data, at, counts, size, leap_size):
        is_utc, is_standard, leaps, times, kinds, names = counts
        layout = struct.Struct(f'>{times}{size}{times}B')
        numbers = layout.unpack_from(data, at)
        self.times, self.begun = numbers[:times], numbers[times:]
        at += layout.size
        rows = list(struct.iter_unpack('>lbb', data[at:at + kinds * 6]))
        at += kinds * 6
        text = data[at:at + names]
        self.kinds = [(offset, is_summer, text[start:text.find(b'\0', start)].decode())
                      for offset, is_summer, start in rows]
        self.rule = None
        if leap_size is not None:
            at += names + leaps * leap_size + is_standard + is_utc
            assert data[at:at + 1] == b'\n'
            self.rule = data[at + 1:data.index(b'\n', at + 1)].decode()

    def saved(self):
        """How much of the offset of each kind is summer time, in seconds: the difference from
        standard time before, or else after it."""
        found = [0] * len(self.kinds)
        last = len(self.begun) - 1
        for place in range(1, last + 1):
            index = self.begun[place]
            offset, is_summer, _ = self.kinds[index]
            if not is_summer or found[index]:
                continue
            before = self.kinds[self.begun[place - 1]]
            difference = 0 if before[1] else offset - before[0]
            if not difference and index < len(self.kinds) - 1 and place < last:
                after = self.kinds[self.begun[place + 1]]
                difference = 0 if after[1] else offset - after[0]
            found[index] = difference
        return [saved or (3600 if is_summer else 0)
                for saved, (_, is_summer, _) in zip(found, self.kinds)]

    def local_times(self):
        """The times of the changes as the clocks show them, for those that take the later one
        of both offsets and for those that take the earlier one."""
        later, earlier = [], []
        offsets = [offset for offset, _, _ in self.kinds]
        # Before the first change the first kind of the file holds.
        before = offsets[0] if offsets else 0
        for time, index in zip(self.times, self.begun):
            after = offsets[index]
            later.append(time + max(before, after))
            earlier.append(time + min(before, after))
            before = after
        return later, earlier


class Rule:
    """Summer time each year, from one time to another."""

    def __init__(self, standard, summer, start, end):
        self.standard_offset, self.summer_offset = standard[1], summer[1]
        self.saved = summer[1] - standard[1]
        self.standard = kind(standard[1], 0, standard[0])
        self.summer = kind(summer[1], self.saved, summer[0])
        self.start, self.end = start, end
        self._years = {}

    def _changes(self, year):
        """When summer time begins and ends in a year."""
        found = self._years.get(year)
        if found is None:
            found = self._years[year] = self.start(year), self.end(year)
        return found

    def at_local(self, seconds, year, fold):
        """The kind at a time that a clock shows."""
        start, end = self._changes(year)
        if fold == (self.saved >= 0):
            end -= self.saved
        else:
            start += self.saved
        return self._between(seconds, start, end)

    def at_utc(self, seconds, year):
        """The kind at a time, and whether the clocks show it for the second time."""
        start, end = self._changes(year)
        start -= self.standard_offset
        end -= self.summer_offset
        again = end if self.saved > 0 else start
        return (self._between(seconds, start, end),
                again <= seconds < again + abs(self.saved))

    def _between(self, seconds, start, end):
        # In the south, summer is at both ends of a year.
        is_summer = start <= seconds < end if start < end else not end <= seconds < start
        return self.summer if is_summer else self.standard


_NAME = re.compile(r'([A-Za-z]+)|<([A-Za-z0-9+-]*)>')
_CLOCK = re.compile(r'([+-]?)(\d{1,3})(?::(\d{2})(?::(\d{2}))?)?', re.ASCII)
_CHANGE = re.compile(r'(?:M(\d{1,2})\.(\d)\.(\d)|(J?)(\d{1,3}))(/?)', re.ASCII)


class _RuleReader:
    """A text like `CET-1CEST,M3.5.0,M10.5.0/3`, and how far it is read."""

    def __init__(self, text):
        self.text, self.at = text, 0

    def error(self, problem):
        return ValueError(f'{problem} {self.text.encode()!r}')

    def next(self):
        return self.text[self.at:self.at + 1]

    def match(self, expression):
        found = expression.match(self.text, self.at)
        if found is None:
            raise ValueError(self.text)
        self.at = found.end()
        return found

    def part(self, problem, read):
        """What `read` finds next; an error with these words if it finds nothing."""
        try:
            return read()
        except ValueError:
            raise self.error(problem) from None

    def name(self):
        found = self.match(_NAME)
        return found[1] or found[2]

    def clock(self, most=24):
        """Hours, perhaps with minutes and seconds."""
        sign, *parts = self.match(_CLOCK).groups()
        hours, minutes, seconds = (int(part or 0) for part in parts)
        if hours > most or self.next() == ':' and parts[2] is None:
            raise ValueError(self.text)
        total = hours * 3600 + minutes * 60 + seconds
        return -total if sign == '-' else total

    def change(self):
        """The function that gives the time of a change, in a year, in seconds since 1970 as
        the clocks show them."""
        *in_month, julian, day, slash = self.match(_CHANGE).groups()
        if day is None:
            find = _weekday_of_month(*map(int, in_month))
        else:
            find = _day_of_year(int(day), bool(julian))
        seconds = self.clock(167) if slash else 7200
        return lambda year: find(year) * _DAY + seconds

    def rule(self):
        name = self.part('Invalid STD format in', self.name)
        # The offset is what must be added to the local time.
        offset = -self.part('Invalid STD offset in', self.clock)
        if not self.next():
            return kind(offset, 0, name)
        summer_name = self.part('Invalid DST format in', self.name)
        summer_offset = offset + 3600
        if self.next() != ',':
            summer_offset = -self.part('Invalid DST offset in', self.clock)
        changes = []
        for _ in range(2):
            if self.next() != ',':
                raise self.error('Missing transition rules in TZ string:')
            self.at += 1
            changes.append(self.part('Malformed transition rule in TZ string:', self.change))
        if self.next():
            raise self.error('Extraneous characters at end of TZ string:')
        return Rule((name, offset), (summer_name, summer_offset), *changes)


def read_rule(text):
    """The Rule that a text stands for; a Kind if nothing changes."""
    return _RuleReader(text).rule()


def _new_year(year):
    past = year - 1
    return past * 365 + past // 4 - past // 100 + past // 400 + 1 - _EPOCH


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _day_of_year(day, is_julian):
    """Days are counted as CPython does: 0 is the day before the year, and Julian days leave the
    day before the 1st of March of leap years out."""
    if not is_julian <= day <= 365:
        raise ValueError(day)
    skips = is_julian and day >= 59
    return lambda year: _new_year(year) + day - 1 + (skips and _is_leap(year))


_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)


def _weekday_of_month(month, week, weekday):
    """The first to fourth, or with 5 the last, of a weekday (0 is Sunday) in a month."""
    if not (1 <= month <= 12 and 1 <= week <= 5 and weekday <= 6):
        raise ValueError(month, week, weekday)

    def find(year):
        is_leap = _is_leap(year)
        first = _new_year(year) + _BEFORE[month - 1] + (is_leap and month > 2)
        length = _BEFORE[month] - _BEFORE[month - 1] + (is_leap and month == 2)
        # 1970 began on a Thursday.
        day = (weekday - first - 4) % 7 + (week - 1) * 7
        return first + (day if day < length else day - 7)

    return find
