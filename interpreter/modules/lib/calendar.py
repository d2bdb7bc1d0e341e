"""Months and years as tables of weeks, in text and HTML."""

import datetime
import sys
from enum import IntEnum, global_enum

__all__ = [
    'IllegalMonthError', 'IllegalWeekdayError', 'setfirstweekday', 'firstweekday', 'isleap',
    'leapdays', 'weekday', 'monthrange', 'monthcalendar', 'prmonth', 'month', 'prcal',
    'calendar', 'timegm', 'month_name', 'month_abbr', 'day_name', 'day_abbr', 'Calendar',
    'TextCalendar', 'HTMLCalendar', 'LocaleTextCalendar', 'LocaleHTMLCalendar', 'weekheader',
    'Day', 'Month', 'JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE', 'JULY', 'AUGUST',
    'SEPTEMBER', 'OCTOBER', 'NOVEMBER', 'DECEMBER', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY',
    'FRIDAY', 'SATURDAY', 'SUNDAY',
]

error = ValueError


class IllegalMonthError(ValueError):
    def __init__(self, month):
        self.month = month

    def __str__(self):
        return f'bad month number {self.month!r}; must be 1-12'


class IllegalWeekdayError(ValueError):
    def __init__(self, weekday):
        self.weekday = weekday

    def __str__(self):
        return f'bad weekday number {self.weekday!r}; must be 0 (Monday) to 6 (Sunday)'


def __getattr__(name):
    if name in ('January', 'February'):
        import warnings
        warnings.warn(f"The '{name}' attribute is deprecated, use '{name.upper()}' instead",
                      DeprecationWarning, stacklevel=2)
        return 1 if name == 'January' else 2
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")


Month = global_enum(IntEnum('Month', (
    'JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER'),
    module=__name__))
Day = global_enum(IntEnum('Day', (
    'MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY'), module=__name__, start=0))

# How many days the months have, but for leap years; months count from 1.
mdays = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


class _Names:
    """A sequence of names in the language of the moment."""

    def __init__(self, dates, format):
        self._dates, self.format = dates, format

    def __getitem__(self, index):
        found = self._dates[index]
        if isinstance(index, slice):
            return [self._name(one) for one in found]
        return self._name(found)

    def _name(self, one):
        return '' if one is None else one.strftime(self.format)

    def __len__(self):
        return len(self._dates)


# 2001 began with a Monday.
_days = [datetime.date(2001, 1, day) for day in range(1, 8)]
_months = [None, *(datetime.date(2001, month, 1) for month in range(1, 13))]
day_name, day_abbr = _Names(_days, '%A'), _Names(_days, '%a')
month_name, month_abbr = _Names(_months, '%B'), _Names(_months, '%b')


def isleap(year):
    """Whether a year has a 29th of February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def leapdays(y1, y2):
    """How many leap years there are from one year up to another, which does not count."""
    def before(year):
        year -= 1
        return year // 4 - year // 100 + year // 400
    return before(y2) - before(y1)


def weekday(year, month, day):
    """The weekday of a date, Monday being 0."""
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        # The calendar repeats itself.
        year = 2000 + year % 400
    return Day(datetime.date(year, month, day).weekday())


def _monthlen(year, month):
    return mdays[month] + (month == 2 and isleap(year))


def monthrange(year, month):
    """The weekday on which a month begins, and how many days it has."""
    if not 1 <= month <= 12:
        raise IllegalMonthError(month)
    return weekday(year, month, 1), _monthlen(year, month)


def _beside(year, month, step):
    """The month before or after another."""
    year, month = divmod(year * 12 + month - 1 + step, 12)
    return year, month + 1


def _chunks(items, size):
    items = list(items)
    return [items[start:start + size] for start in range(0, len(items), size)]


class Calendar:
    """The days of months and years by weeks, which begin with the weekday `firstweekday`."""

    def __init__(self, firstweekday=0):
        self.firstweekday = firstweekday

    def getfirstweekday(self):
        return self._firstweekday % 7

    def setfirstweekday(self, firstweekday):
        self._firstweekday = firstweekday

    firstweekday = property(getfirstweekday, setfirstweekday)

    def _around(self, year, month):
        """How many days of the weeks of a month are before it, in it, and after it."""
        first, days = monthrange(year, month)
        before = (first - self.firstweekday) % 7
        return before, days, -(before + days) % 7

    def iterweekdays(self):
        """The weekdays in the order of a week."""
        for day in range(7):
            yield (self.firstweekday + day) % 7

    def itermonthdates(self, year, month):
        """The dates of the weeks of a month, some of which are in its neighbours."""
        for parts in self.itermonthdays3(year, month):
            yield datetime.date(*parts)

    def itermonthdays(self, year, month):
        """The days of the weeks of a month; 0 for those outside."""
        before, days, after = self._around(year, month)
        yield from (0,) * before
        yield from range(1, days + 1)
        yield from (0,) * after

    def itermonthdays2(self, year, month):
        """The days of the weeks of a month with their weekdays; 0 for days outside."""
        for index, day in enumerate(self.itermonthdays(year, month), self.firstweekday):
            yield day, index % 7

    def itermonthdays3(self, year, month):
        """Year, month and day of the days of the weeks of a month."""
        before, days, after = self._around(year, month)
        past = _beside(year, month, -1)
        length = _monthlen(*past)
        for day in range(length - before + 1, length + 1):
            yield *past, day
        for day in range(1, days + 1):
            yield year, month, day
        coming = _beside(year, month, 1)
        for day in range(1, after + 1):
            yield *coming, day

    def itermonthdays4(self, year, month):
        """Year, month, day and weekday of the days of the weeks of a month."""
        for index, parts in enumerate(self.itermonthdays3(year, month), self.firstweekday):
            yield *parts, index % 7

    def monthdatescalendar(self, year, month):
        """The weeks of a month, as lists of dates."""
        return _chunks(self.itermonthdates(year, month), 7)

    def monthdays2calendar(self, year, month):
        """The weeks of a month, as lists of days (0 outside) with their weekdays."""
        return _chunks(self.itermonthdays2(year, month), 7)

    def monthdayscalendar(self, year, month):
        """The weeks of a month, as lists of days (0 outside)."""
        return _chunks(self.itermonthdays(year, month), 7)

    def yeardatescalendar(self, year, width=3):
        """Rows of `width` months of weeks of dates."""
        return _chunks((self.monthdatescalendar(year, month) for month in Month), width)

    def yeardays2calendar(self, year, width=3):
        """Rows of `width` months of weeks of days (0 outside) with their weekdays."""
        return _chunks((self.monthdays2calendar(year, month) for month in Month), width)

    def yeardayscalendar(self, year, width=3):
        """Rows of `width` months of weeks of days (0 outside)."""
        return _chunks((self.monthdayscalendar(year, month) for month in Month), width)


class TextCalendar(Calendar):
    """Calendars in plain text."""

    def prweek(self, theweek, width):
        print(self.formatweek(theweek, width), end='')

    def formatday(self, day, weekday, width):
        text = f'{day:2}' if day else ''
        return text.center(width)

    def formatweek(self, theweek, width):
        return ' '.join(self.formatday(day, weekday, width) for day, weekday in theweek)

    def formatweekday(self, day, width):
        names = day_name if width >= 9 else day_abbr
        return names[day][:width].center(width)

    def formatweekheader(self, width):
        return ' '.join(self.formatweekday(day, width) for day in self.iterweekdays())

    def formatmonthname(self, theyear, themonth, width, withyear=True):
        name = month_name[themonth]
        return (f'{name} {theyear!r}' if withyear else name).center(width)

    def prmonth(self, theyear, themonth, w=0, l=0):
        print(self.formatmonth(theyear, themonth, w, l), end='')

    def formatmonth(self, theyear, themonth, w=0, l=0):
        """A month: its name, the weekdays, a line for each week."""
        w, end = max(2, w), '\n' * max(1, l)
        lines = [self.formatmonthname(theyear, themonth, 7 * (w + 1) - 1),
                 self.formatweekheader(w)]
        lines += (self.formatweek(week, w) for week in self.monthdays2calendar(theyear, themonth))
        return ''.join(line.rstrip() + end for line in lines)

    def formatyear(self, theyear, w=2, l=1, c=6, m=3):
        """A year: rows of `m` months, `c` blanks apart."""
        w, end, c = max(2, w), '\n' * max(1, l), max(2, c)
        width = (w + 1) * 7 - 1
        header = self.formatweekheader(w)
        text = repr(theyear).center(width * m + c * (m - 1)).rstrip() + end
        for number, row in enumerate(self.yeardays2calendar(theyear, m)):
            months = range(m * number + 1, min(m * (number + 1), 12) + 1)
            lines = [[self.formatmonthname(theyear, month, width, False) for month in months],
                     [header for _ in months]]
            for line in range(max(map(len, row))):
                lines.append([self.formatweek(weeks[line], w) if line < len(weeks) else ''
                              for weeks in row])
            text += end + ''.join(formatstring(columns, width, c).rstrip() + end
                                  for columns in lines)
        return text

    def pryear(self, theyear, w=0, l=0, c=6, m=3):
        print(self.formatyear(theyear, w, l, c, m), end='')


_PAGE = '''\
<?xml version="1.0" encoding="{encoding}"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" \
"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset={encoding}" />
{style}<title>Calendar for {year:d}</title>
</head>
<body>
{table}</body>
</html>
'''


class HTMLCalendar(Calendar):
    """Calendars as tables of HTML, whose classes the attributes name."""

    cssclasses = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
    cssclasses_weekday_head = cssclasses
    cssclass_noday = 'noday'
    cssclass_month_head = 'month'
    cssclass_month = 'month'
    cssclass_year_head = 'year'
    cssclass_year = 'year'

    def formatday(self, day, weekday):
        if day == 0:
            return f'<td class="{self.cssclass_noday}">&nbsp;</td>'
        return f'<td class="{self.cssclasses[weekday]}">{int(day)}</td>'

    def formatweek(self, theweek):
        return f'<tr>{"".join(self.formatday(day, weekday) for day, weekday in theweek)}</tr>'

    def formatweekday(self, day):
        return f'<th class="{self.cssclasses_weekday_head[day]}">{day_abbr[day]}</th>'

    def formatweekheader(self):
        return f'<tr>{"".join(map(self.formatweekday, self.iterweekdays()))}</tr>'

    def formatmonthname(self, theyear, themonth, withyear=True):
        name = month_name[themonth]
        if withyear:
            name = f'{name} {theyear}'
        return f'<tr><th colspan="7" class="{self.cssclass_month_head}">{name}</th></tr>'

    @staticmethod
    def _opened(css_class):
        return f'<table border="0" cellpadding="0" cellspacing="0" class="{css_class}">\n'

    def formatmonth(self, theyear, themonth, withyear=True):
        """A month as a table."""
        rows = [self.formatmonthname(theyear, themonth, withyear=withyear),
                self.formatweekheader()]
        rows += map(self.formatweek, self.monthdays2calendar(theyear, themonth))
        return f'{self._opened(self.cssclass_month)}{"".join(f"{row}\n" for row in rows)}</table>\n'

    def formatyear(self, theyear, width=3):
        """A year as a table of the tables of its months."""
        width = max(width, 1)
        rows = [f'<tr><th colspan="{width}" class="{self.cssclass_year_head}">{theyear}</th></tr>']
        for months in _chunks(range(1, 13), width):
            cells = (self.formatmonth(theyear, month, withyear=False) for month in months)
            rows.append(f'<tr>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>')
        return f'{self._opened(self.cssclass_year)}{"".join(rows)}</table>'

    def formatyearpage(self, theyear, width=3, css='calendar.css', encoding=None):
        """A page with a year, as bytes."""
        encoding = sys.getdefaultencoding() if encoding is None else encoding
        style = '' if css is None else f'<link rel="stylesheet" type="text/css" href="{css}" />\n'
        page = _PAGE.format(encoding=encoding, style=style, year=theyear,
                            table=self.formatyear(theyear, width))
        return page.encode(encoding, 'xmlcharrefreplace')


class different_locale:
    """Names days and months in another language for some time."""

    def __init__(self, locale):
        self.locale = locale
        self.oldlocale = None

    def __enter__(self):
        import locale
        self.oldlocale = locale.setlocale(locale.LC_TIME, None)
        locale.setlocale(locale.LC_TIME, self.locale)

    def __exit__(self, *raised):
        import locale
        locale.setlocale(locale.LC_TIME, self.oldlocale)


def _get_default_locale():
    import locale
    name = locale.setlocale(locale.LC_TIME, None)
    if name == 'C':
        # Nobody has asked for the user's.
        with different_locale(''):
            name = locale.setlocale(locale.LC_TIME, None)
    return name


class _Localized:
    """A calendar in the language of a locale, the user's by default."""

    def __init__(self, firstweekday=0, locale=None):
        super().__init__(firstweekday)
        self.locale = _get_default_locale() if locale is None else locale

    def formatweekday(self, *arguments):
        with different_locale(self.locale):
            return super().formatweekday(*arguments)

    def formatmonthname(self, *arguments, **keywords):
        with different_locale(self.locale):
            return super().formatmonthname(*arguments, **keywords)


class LocaleTextCalendar(_Localized, TextCalendar):
    """A TextCalendar in the language of a locale."""


class LocaleHTMLCalendar(_Localized, HTMLCalendar):
    """An HTMLCalendar in the language of a locale."""


# The calendar of the functions of the module.
c = TextCalendar()
firstweekday = c.getfirstweekday


def setfirstweekday(firstweekday):
    """Says with which day the weeks of the module's functions begin."""
    if not 0 <= firstweekday <= 6:
        raise IllegalWeekdayError(firstweekday)
    c.firstweekday = firstweekday


monthcalendar = c.monthdayscalendar
prweek = c.prweek
week = c.formatweek
weekheader = c.formatweekheader
prmonth = c.prmonth
month = c.formatmonth
calendar = c.formatyear
prcal = c.pryear


def formatstring(cols, colwidth=20, spacing=6):
    """Texts beside each other, each in the middle of its column."""
    return (spacing * ' ').join(text.center(colwidth) for text in cols)


def format(cols, colwidth=20, spacing=6):
    """Prints texts beside each other."""
    print(formatstring(cols, colwidth, spacing))


EPOCH = 1970
_EPOCH_ORD = datetime.date(EPOCH, 1, 1).toordinal()


def timegm(tuple):
    """The seconds since 1970 of a time in UTC: what time.gmtime() takes back."""
    year, month, day, hour, minute, second = tuple[:6]
    days = datetime.date(year, month, 1).toordinal() - _EPOCH_ORD + day - 1
    return ((days * 24 + hour) * 60 + minute) * 60 + second


def main(args=None):
    """The command: prints a month or a year."""
    import argparse
    parser = argparse.ArgumentParser()
    text = parser.add_argument_group('text only arguments')
    page = parser.add_argument_group('html only arguments')
    for short, name, default, words in (
            ('-w', '--width', 2, 'width of date column'),
            ('-l', '--lines', 1, 'number of lines for each week'),
            ('-s', '--spacing', 6, 'spacing between months'),
            ('-m', '--months', 3, 'months per row')):
        text.add_argument(short, name, type=int, default=default,
                          help=f'{words} (default {default})')
    page.add_argument('-c', '--css', default='calendar.css', help='CSS to use for page')
    parser.add_argument('-L', '--locale', help='locale to use for month and weekday names')
    parser.add_argument('-e', '--encoding', help='encoding to use for output')
    parser.add_argument('-t', '--type', default='text', choices=('text', 'html'),
                        help='output type (text or html)')
    parser.add_argument('-f', '--first-weekday', type=int, default=0,
                        help='weekday (0 is Monday, 6 is Sunday) to start each week (default 0)')
    parser.add_argument('year', nargs='?', type=int, help='year number')
    parser.add_argument('month', nargs='?', type=int, help='month number (1-12, text only)')
    options = parser.parse_args(args)
    if options.locale and not options.encoding:
        parser.error('if --locale is specified --encoding is required')
    if options.type == 'html' and options.month:
        parser.error('incorrect number of arguments')
    _print_calendar(options)


def _print_calendar(options):
    is_html = options.type == 'html'
    if options.locale:
        own = LocaleHTMLCalendar if is_html else LocaleTextCalendar
        made = own(locale=(options.locale, options.encoding))
    else:
        made = HTMLCalendar() if is_html else TextCalendar()
    made.setfirstweekday(options.first_weekday)
    year = datetime.date.today().year if options.year is None else options.year
    if is_html:
        encoding = options.encoding or sys.getdefaultencoding()
        sys.stdout.buffer.write(made.formatyearpage(year, encoding=encoding, css=options.css))
        return
    sizes = {'w': options.width, 'l': options.lines}
    if options.month is None or options.year is None:
        result = made.formatyear(year, c=options.spacing, m=options.months, **sizes)
    else:
        result = made.formatmonth(year, options.month, **sizes)
    if options.encoding:
        sys.stdout.buffer.write(result.encode(options.encoding))
    else:
        sys.stdout.write(result)


if __name__ == '__main__':
    main()
