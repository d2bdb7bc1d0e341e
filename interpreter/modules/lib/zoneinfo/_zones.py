"""The class of time zones."""

import weakref
from bisect import bisect_right
from collections import OrderedDict
from datetime import datetime, tzinfo

from . import _tzpath
from ._files import File, Kind, kind, open_tzdata, read_rule

__name__ = 'zoneinfo'

_EPOCH = datetime(1970, 1, 1).toordinal()
_UNKNOWN = Kind(None, None, None)


def _seconds(moment):
    """Seconds since 1970 by what the fields show."""
    return ((moment.toordinal() - _EPOCH) * 86400 + moment.hour * 3600 + moment.minute * 60
            + moment.second)


class ZoneInfo(tzinfo):
    """The time zone of a key like `Europe/Berlin`; always the same object for a key."""

    # The last few are kept, all others while somebody has them.
    _strong_cache_size = 8
    _strong_cache = OrderedDict()
    _weak_cache = weakref.WeakValueDictionary()

    def __init_subclass__(cls):
        cls._strong_cache = OrderedDict()
        cls._weak_cache = weakref.WeakValueDictionary()

    def __new__(cls, key):
        zone = cls._weak_cache.get(key)
        if zone is None:
            zone = cls._weak_cache.setdefault(key, cls._by_key(key))
            zone._from_cache = True
        recent = cls._strong_cache
        recent[key] = recent.pop(key, zone)
        if len(recent) > cls._strong_cache_size:
            recent.popitem(last=False)
        return zone

    @classmethod
    def no_cache(cls, key):
        """A new object for a key."""
        zone = cls._by_key(key)
        zone._from_cache = False
        return zone

    @classmethod
    def _by_key(cls, key):
        zone = super().__new__(cls)
        path = _tzpath.find_tzfile(key)
        with open_tzdata(key) if path is None else open(path, 'rb') as file:
            zone._load(file)
        zone._key, zone._file = key, None
        return zone

    @classmethod
    def from_file(cls, file_obj, /, key=None):
        """The time zone that an open file describes. Cannot be pickled."""
        zone = super().__new__(cls)
        zone._load(file_obj)
        zone._key, zone._file = key, repr(file_obj)
        return zone

    @classmethod
    def clear_cache(cls, *, only_keys=None):
        """Forgets the objects of all keys, or of some."""
        if only_keys is None:
            cls._weak_cache.clear()
            cls._strong_cache.clear()
        else:
            for key in only_keys:
                cls._weak_cache.pop(key, None)
                cls._strong_cache.pop(key, None)

    def _load(self, stream):
        file = File(stream)
        kinds = [kind(offset, saved, name)
                 for (offset, _, name), saved in zip(file.kinds, file.saved())]
        self._times, self._local = file.times, file.local_times()
        self._kinds = [kinds[index] for index in file.begun]
        # What holds before the first change.
        self._before = next(
            (one for one, (_, is_summer, _) in zip(kinds, file.kinds) if not is_summer),
            self._kinds[0] if self._kinds else None)
        if file.rule:
            self._after = read_rule(file.rule)
        elif kinds:
            self._after = self._kinds[-1] if self._kinds else kinds[-1]
        else:
            raise ValueError('No time zone information found.')
        self._has_rule = not isinstance(self._after, Kind)
        self._is_fixed = (len(kinds) <= 1 and not self._has_rule
                          and (not kinds or kinds[0] == self._after))

    @property
    def key(self):
        """The name of the time zone."""
        return self._key

    def utcoffset(self, dt):
        return self._at_local(dt).utcoff

    def dst(self, dt):
        return self._at_local(dt).dstoff

    def tzname(self, dt):
        return self._at_local(dt).tzname

    def _at_local(self, moment):
        """What holds at a time that a clock shows."""
        if moment is None:
            return self._after if self._is_fixed else _UNKNOWN
        seconds, fold = _seconds(moment), moment.fold
        times = self._local[fold]
        if not times or seconds > times[-1]:
            if self._has_rule:
                return self._after.at_local(seconds, moment.year, fold)
            return self._after
        if seconds < times[0]:
            return self._before
        return self._kinds[bisect_right(times, seconds) - 1]

    def fromutc(self, dt):
        """The local time of a time in UTC."""
        if not isinstance(dt, datetime):
            raise TypeError('fromutc: argument must be a datetime')
        if dt.tzinfo is not self:
            raise ValueError('fromutc: dt.tzinfo is not self')
        found, is_again = self._at_utc(_seconds(dt), dt.year)
        dt += found.utcoff
        return dt.replace(fold=1) if is_again else dt

    def _at_utc(self, seconds, year):
        """What holds at a time, and whether the clocks show that time again."""
        times = self._times
        if times and seconds < times[0]:
            return self._before, False
        if not times or seconds > times[-1]:
            if self._has_rule:
                return self._after.at_utc(seconds, year)
            if not times:
                return self._after, False
        place = bisect_right(times, seconds)
        found = self._kinds[place - 1]
        before = self._kinds[place - 2] if place > 1 else self._before
        lost = (before.utcoff - found.utcoff).total_seconds()
        return found, lost > seconds - times[place - 1]

    def __str__(self):
        return repr(self) if self._key is None else str(self._key)

    def __repr__(self):
        own = type(self)
        name = 'zoneinfo.ZoneInfo' if own is ZoneInfo else own.__name__
        if self._key is None:
            return f'{name}.from_file({self._file})'
        return f'{name}(key={self._key!r})'

    def __reduce__(self):
        if self._file is not None:
            import pickle
            raise pickle.PicklingError(
                'Cannot pickle a ZoneInfo file from a file stream.')
        return self.__class__._unpickle, (self._key, self._from_cache)

    @classmethod
    def _unpickle(cls, key, from_cache, /):
        return cls(key) if from_cache else cls.no_cache(key)
