"""Dates, times of day, differences between them, and time zones."""

__all__ = ("date", "datetime", "time", "timedelta", "timezone", "tzinfo",
           "MINYEAR", "MAXYEAR", "UTC")

try:
    from _datetime import (
        MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo)
except ImportError:
    # Where the native module is kept from being imported, the form in Python serves.
    from _pydatetime import (
        MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo)
