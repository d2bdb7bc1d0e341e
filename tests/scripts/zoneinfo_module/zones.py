"""Time zones: offsets around changes, later rules, files, caches."""
import io
import os
import pickle
import struct
import tempfile
import zoneinfo
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo


def make(changes, kinds, rule):
    """A file of version 2: changes (time, kind), kinds (offset, summer, name)."""
    names = b''.join(name.encode() + b'\0' for _, _, name in kinds)
    starts, at = [], 0
    for _, _, name in kinds:
        starts.append(at)
        at += len(name) + 1
    header = b'TZif2' + bytes(15)
    empty = header + struct.pack('>6l', 0, 0, 0, 0, 1, 1) + struct.pack('>lbb', 0, 0, 0) + b'\0'
    body = struct.pack('>6l', 0, 0, 0, len(changes), len(kinds), len(names))
    body += struct.pack(f'>{len(changes)}q', *(time for time, _ in changes))
    body += bytes(kind for _, kind in changes)
    body += b''.join(struct.pack('>lbb', offset, summer, start)
                     for (offset, summer, _), start in zip(kinds, starts))
    return empty + header + body + names + b'\n' + rule.encode() + b'\n'


def stamp(*parts):
    return int(datetime(*parts, tzinfo=timezone.utc).timestamp())


KINDS = [(3000, 0, 'LMT'), (3600, 0, 'CET'), (7200, 1, 'CEST')]
BERLIN = make([(stamp(1900, 1, 1), 1), (stamp(1980, 4, 6, 1), 2), (stamp(1980, 9, 28, 1), 1),
               (stamp(1996, 3, 31, 1), 2), (stamp(1996, 10, 27, 1), 1)], KINDS,
              'CET-1CEST,M3.5.0,M10.5.0/3')
folder = tempfile.mkdtemp()
os.makedirs(os.path.join(folder, 'Own'))
for name, data in [('Own/Berlin', BERLIN), ('Fixed', make([], [(0, 0, 'UTC')], 'UTC0')), ('broken', b'TZif'),
                   ('text', b'nothing'), ('South', make([], [(36000, 0, 'AEST'), (39600, 1, 'AEDT')],
                                                        'AEST-10AEDT,M10.1.0,M4.1.0/3')),
                   ('Odd', make([], [(-12600, 0, 'NST')], '<-03>3<-02>,J60/-1:30,300/25:00:01'))]:
    with open(os.path.join(folder, name), 'wb') as file:
        file.write(data)
zoneinfo.reset_tzpath([folder])
print(zoneinfo.TZPATH == (folder,), sorted(zoneinfo.available_timezones()))
zone = ZoneInfo('Own/Berlin')
print(zone, repr(zone), zone.key, zone is ZoneInfo('Own/Berlin'), zone is ZoneInfo.no_cache('Own/Berlin'))
for key in 'Own/Berlin', 'South', 'Odd', 'Fixed':
    zone = ZoneInfo(key)
    print(key, zone.utcoffset(None), zone.dst(None), zone.tzname(None))
    for parts in [(1850, 1, 1), (1950, 6, 1), (1980, 4, 6, 2, 30), (1980, 9, 28, 2, 30), (1996, 7, 1), (1996, 10, 27, 2),
                  (2024, 3, 31, 1, 59, 59), (2024, 3, 31, 2), (2024, 3, 31, 3), (2024, 10, 27, 1, 59), (2024, 10, 27, 2, 59),
                  (2024, 10, 27, 3), (2024, 1, 1), (2024, 4, 7, 2, 30), (2024, 10, 6, 2, 30), (2024, 2, 29), (9999, 12, 31)]:
        for fold in 0, 1:
            moment = datetime(*parts, tzinfo=zone, fold=fold)
            print(moment, moment.dst(), moment.tzname(), end=' | ')
        try:
            print(datetime(*parts, tzinfo=timezone.utc).astimezone(zone),
                  datetime(*parts, tzinfo=timezone.utc).astimezone(zone).fold)
        except OverflowError as error:
            print(error)
berlin = ZoneInfo('Own/Berlin')
print(datetime(2024, 3, 30, 12, tzinfo=berlin) + timedelta(days=1), datetime(2024, 7, 1, tzinfo=berlin).timestamp())
print(pickle.loads(pickle.dumps(berlin)) is berlin, pickle.loads(pickle.dumps(ZoneInfo.no_cache('South'))) is ZoneInfo('South'))
stream = io.BytesIO(BERLIN)
from_file = ZoneInfo.from_file(stream)
print(repr(from_file) == f'ZoneInfo.from_file({stream!r})', from_file.key, str(ZoneInfo.from_file(io.BytesIO(BERLIN), key='Mine')))
try:
    pickle.dumps(from_file)
except pickle.PicklingError as error:
    print(error)
for key in ['None/Such', '/etc/passwd', '../Fixed', 'Own/../Fixed', 'text', 'Own/', '']:
    try:
        print(repr(ZoneInfo(key)))
    except Exception as error:
        print(type(error).__name__, error)
for rule in ['X', 'AAA', 'AAA3BBB', 'AAA3,M1.1.1', 'AAA25', 'AAA3BBB,M13.1.1,M2.1.1', 'AAA3BBB,M1.6.1,M2.1.1', 'AAA3BBB,J0,J5',
             'AAA3BBB,M1.1.1,M2.1.7', 'AAA3BBB,1,366', 'AAA3BBB,1/168,2', 'AAA3BBB,1', 'AAA+3:70', '<ab', 'A!A3']:
    try:
        print(rule, ZoneInfo.from_file(io.BytesIO(make([], [(0, 0, 'UTC')], rule))).tzname(datetime(2024, 6, 1)))
    except ValueError as error:
        print(rule, error)
try:
    berlin.fromutc(datetime(2024, 1, 1))
except ValueError as error:
    print(error)
ZoneInfo.clear_cache(only_keys=['Own/Berlin'])
print(ZoneInfo('Own/Berlin') is berlin, ZoneInfo('South') is zone)


class Sub(ZoneInfo):
    pass


print(repr(Sub('South')), Sub('South') is ZoneInfo('South'))
for bad in 'text', ['relative/path']:
    try:
        zoneinfo.reset_tzpath(bad)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
