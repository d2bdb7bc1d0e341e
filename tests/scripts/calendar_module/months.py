"""Months and years as tables, and the arithmetic of the calendar."""
import calendar
import subprocess
import sys

print(calendar.isleap(1900), calendar.isleap(2000), calendar.leapdays(1900, 2001))
print(calendar.weekday(2024, 2, 29), repr(calendar.weekday(12024, 2, 29)), calendar.monthrange(2024, 2))
for bad in 0, 13, 'x':
    try:
        calendar.monthrange(2024, bad)
    except (calendar.IllegalMonthError, TypeError) as error:
        print(type(error).__name__, error)
print(calendar.Month.MAY, calendar.Day.SUNDAY, repr(calendar.MARCH), calendar.Day(3).name)
print(list(calendar.day_name), calendar.month_abbr[1:4], len(calendar.month_name), calendar.day_abbr[-1])
for first in 0, 6, 3:
    weeks = calendar.Calendar(first)
    print(list(weeks.iterweekdays()), weeks.monthdayscalendar(2024, 9)[0])
    print(weeks.monthdays2calendar(2023, 2)[-1], list(weeks.itermonthdays3(2023, 12))[-3:])
    print(weeks.monthdatescalendar(2023, 1)[0][0], list(weeks.itermonthdays4(1, 2))[:2])
print(len(weeks.yeardayscalendar(2024, 5)), weeks.yeardatescalendar(2024, 4)[2][3][0][0])
print(calendar.month(2024, 2))
print(calendar.TextCalendar(6).formatmonth(2024, 5, w=4, l=2))
print(calendar.calendar(2023, m=4, c=3))
print(calendar.HTMLCalendar(6).formatmonth(2024, 2))
print(calendar.HTMLCalendar().formatyearpage(2024, 4, encoding='ascii').decode()[:700])
print(calendar.timegm((1970, 1, 2, 3, 4, 5)), calendar.timegm((2038, 1, 19, 3, 14, 8, 0)))
try:
    calendar.setfirstweekday(7)
except ValueError as error:
    print(error)
calendar.setfirstweekday(calendar.SUNDAY)
print(calendar.firstweekday(), calendar.weekheader(3), calendar.monthcalendar(2024, 3)[0])
done = subprocess.run([sys.executable, '-m', 'calendar', '-f', '6', '2024', '2'], capture_output=True, text=True)
print(done.stdout, done.returncode)
done = subprocess.run([sys.executable, '-m', 'calendar', '--bad'], capture_output=True, text=True)
print(done.stderr.splitlines()[0][:20], done.returncode)
