"""Dates as headers have them."""

import time as _time

_DAYS = 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'
MONTHS = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')


def format_date(timestamp=None):
    """A moment in seconds since 1970, or now, in words."""
    year, month, day, hour, minute, second, weekday, *_ = _time.gmtime(timestamp)
    return (f'{_DAYS[weekday]}, {day:02} {MONTHS[month - 1]} {year:04} '
            f'{hour:02}:{minute:02}:{second:02} GMT')
