"""The seam that module datetime looks for first; the types are those of its Python form."""

from _pydatetime import (
    MAXYEAR, MINYEAR, UTC, __doc__, date, datetime, time, timedelta, timezone, tzinfo)

__all__ = ("date", "datetime", "time", "timedelta", "timezone", "tzinfo",
           "MINYEAR", "MAXYEAR", "UTC")
