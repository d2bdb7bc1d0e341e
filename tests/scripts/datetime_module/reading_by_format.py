"""datetime.strptime and time.strptime."""
import time
from datetime import datetime

CASES = [
    ('2024-03-05T11:22:33.123456+01:30', '%Y-%m-%dT%H:%M:%S.%f%z'),
    ('2024-03-05 11:22:33Z', '%Y-%m-%d %H:%M:%S%z'),
    ('05/Mar/24 11 PM', '%d/%b/%y %I %p'),
    ('12 am', '%I %p'),
    ('tuesday, MARCH 5 1999', '%A, %B %d %Y'),
    ('366 2024', '%j %Y'),
    ('2024 10 2', '%Y %U %w'),
    ('2024 0 1', '%Y %W %w'),
    ('2024 00 0', '%Y %U %w'),
    ('2020 53 7', '%G %V %u'),
    ('Tue Mar  5 11:22:33 2024', '%c'),
    ('03/05/24', '%x'),
    ('11:22:33', '%X'),
    ('-013030.000001', '%z'),
    ('+01:30:30.5', '%z'),
    ('100%  x', '100%% x'),
    ('a.b*c 7', 'a.b*c %m'),
    ('1969 69', '%Y %y'),
    ('utc 2024', '%Z %Y'),
    ('+0000 UTC', '%z %Z'),
    ('60 61', '%M %S'),
    ('2024-13-01', '%Y-%m-%d'),
    ('2023-02-29', '%Y-%m-%d'),
    ('2024-01-01 more', '%Y-%m-%d'),
    ('x', '%Q'),
    ('x', '%'),
    ('x', '% x'),
    ('2024 3', '%G %V'),
    ('2024 3', '%Y %V'),
    ('3', '%V'),
    ('2024 3 1', '%Y %V %u'),
    ('2024 100', '%G %j'),
    ('+01:3030', '%z'),
    ('-0130:30', '%z'),
    ('\u0661\u0662', '%m'),
    ('2024\n\n05', '%Y %m'),
]
for text, form in CASES:
    for read in datetime.strptime, time.strptime:
        try:
            print(repr(read(text, form)))
        except ValueError as error:
            print('ValueError:', error)


class Own(datetime):
    pass


print(repr(Own.strptime('2024', '%Y')), repr(time.strptime('Tue Mar 05 11:22:33 2024')))
print(time.strptime('2 29', '%m %j')[:3], time.strptime('Feb 29', '%b %d')[:3])
for arguments in (1, '%Y'), ('2024', b'%Y'):
    try:
        datetime.strptime(*arguments)
    except TypeError as error:
        print(error)
    try:
        time.strptime(*arguments)
    except TypeError as error:
        print(error)
