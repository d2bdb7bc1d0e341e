"""Tables as text: readers, writers, dialects, and guessing a dialect."""

import re as _re
import types as _types
from _csv import (
    QUOTE_ALL, QUOTE_MINIMAL, QUOTE_NONE, QUOTE_NONNUMERIC, QUOTE_NOTNULL, QUOTE_STRINGS,
    Dialect as _Dialect, Error, field_size_limit, get_dialect,
    list_dialects, reader, register_dialect, unregister_dialect, writer)
from collections import Counter as _Counter
from io import StringIO as _StringIO

__version__ = '1.0'
__all__ = [
    'QUOTE_MINIMAL', 'QUOTE_ALL', 'QUOTE_NONNUMERIC', 'QUOTE_NONE', 'QUOTE_STRINGS',
    'QUOTE_NOTNULL', 'Error', 'Dialect', 'excel', 'excel_tab', 'field_size_limit', 'reader',
    'writer', 'register_dialect', 'get_dialect', 'list_dialects', 'Sniffer', 'unregister_dialect',
    'DictReader', 'DictWriter', 'unix_dialect',
]


class Dialect:
    """How a table is written. Dialects are subclasses that set what is None here."""

    _name = ''
    _valid = False
    delimiter = quotechar = escapechar = doublequote = None
    skipinitialspace = lineterminator = quoting = None

    def __init__(self):
        self._valid = type(self) is not Dialect
        self._validate()

    def _validate(self):
        try:
            _Dialect(self)
        except TypeError as error:
            raise Error(str(error)) from None


class excel(Dialect):
    """As Excel writes tables."""

    delimiter = ','
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = '\r\n'
    quoting = QUOTE_MINIMAL


class excel_tab(excel):
    """As Excel writes tables with tabs."""

    delimiter = '\t'


class unix_dialect(excel):
    """As programs on Unix write tables."""

    lineterminator = '\n'
    quoting = QUOTE_ALL


for _kind, _called in (excel, 'excel'), (excel_tab, 'excel-tab'), (unix_dialect, 'unix'):
    register_dialect(_called, _kind)
del _kind, _called


def _listed(fieldnames):
    """Names that can be gone through more than once."""
    if fieldnames is not None and iter(fieldnames) is fieldnames:
        return list(fieldnames)
    return fieldnames


class DictReader:
    """Reads rows as dicts; the first row has the names where none are given."""

    __class_getitem__ = classmethod(_types.GenericAlias)

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect='excel', *args,
                 **kwds):
        self._fieldnames = _listed(fieldnames)
        self.restkey = restkey
        self.restval = restval
        self.reader = reader(f, dialect, *args, **kwds)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            self._fieldnames = next(self.reader, None)
        self.line_num = self.reader.line_num
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    def __next__(self):
        if self.line_num == 0:
            self.fieldnames
        row = next(self.reader)
        self.line_num = self.reader.line_num
        while not row:
            row = next(self.reader)
        names = self.fieldnames
        result = dict(zip(names, row))
        if len(names) < len(row):
            result[self.restkey] = row[len(names):]
        else:
            result.update(dict.fromkeys(names[len(row):], self.restval))
        return result


class DictWriter:
    """Writes dicts as rows."""

    __class_getitem__ = classmethod(_types.GenericAlias)

    def __init__(self, f, fieldnames, restval='', extrasaction='raise', dialect='excel', *args,
                 **kwds):
        self.fieldnames = _listed(fieldnames)
        self.restval = restval
        extrasaction = extrasaction.lower()
        if extrasaction not in ('raise', 'ignore'):
            raise ValueError(f"extrasaction ({extrasaction}) must be 'raise' or 'ignore'")
        self.extrasaction = extrasaction
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        """Writes the names."""
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def _dict_to_list(self, rowdict):
        if self.extrasaction == 'raise':
            wrong = rowdict.keys() - self.fieldnames
            if wrong:
                raise ValueError('dict contains fields not in fieldnames: '
                                 + ', '.join(map(repr, wrong)))
        return (rowdict.get(name, self.restval) for name in self.fieldnames)

    def writerow(self, rowdict):
        return self.writer.writerow(self._dict_to_list(rowdict))

    def writerows(self, rowdicts):
        return self.writer.writerows(map(self._dict_to_list, rowdicts))


# A field in quotes: between delimiters, first, last and alone in its line.
_QUOTED = [_re.compile(pattern, _re.DOTALL | _re.MULTILINE) for pattern in (
    r'''(?P<delim>[^\w\n"'])(?P<space> ?)(?P<quote>["']).*?(?P=quote)(?P=delim)''',
    r'''(?:^|\n)(?P<quote>["']).*?(?P=quote)(?P<delim>[^\w\n"'])(?P<space> ?)''',
    r'''(?P<delim>[^\w\n"'])(?P<space> ?)(?P<quote>["']).*?(?P=quote)(?:$|\n)''',
    r'''(?:^|\n)(?P<quote>["']).*?(?P=quote)(?:$|\n)''')]


class Sniffer:
    """Guesses how a table is written."""

    def __init__(self):
        # Of several delimiters that might be, the first of these is it.
        self.preferred = [',', '\t', ';', ' ', ':']

    def sniff(self, sample, delimiters=None):
        """The dialect of a text, by its quotes or by what is in each line as often."""
        quote, double, delimiter, space = self._guess_quote_and_delimiter(sample, delimiters)
        if not delimiter:
            delimiter, space = self._guess_delimiter(sample, delimiters)
        if not delimiter:
            raise Error('Could not determine delimiter')
        return type('dialect', (Dialect,), {
            '__module__': __name__, '_name': 'sniffed', 'lineterminator': '\r\n',
            'quoting': QUOTE_MINIMAL, 'doublequote': double, 'delimiter': delimiter,
            'quotechar': quote or '"', 'skipinitialspace': space})

    def _guess_quote_and_delimiter(self, data, delimiters):
        matches = []
        for pattern in _QUOTED:
            matches = [match.groupdict() for match in pattern.finditer(data)]
            if matches:
                break
        if not matches:
            return '', False, None, 0
        quote = _Counter(match['quote'] for match in matches).most_common(1)[0][0]
        found = _Counter(match['delim'] for match in matches if match.get('delim')
                         and (delimiters is None or match['delim'] in delimiters))
        delimiter, space = '', 0
        if found:
            delimiter, count = found.most_common(1)[0]
            space = count == sum(bool(match['space']) for match in matches
                                 if match['delim'] and (delimiters is None
                                                        or match['delim'] in delimiters))
            delimiter = '' if delimiter == '\n' else delimiter
        mark = _re.escape(delimiter)
        inner = f'[^{mark}\\n]*'
        doubled = _re.search(f'(({mark})|^)\\W*{quote}{inner}{quote}{inner}{quote}\\W*(({mark})|$)',
                             data, _re.MULTILINE)
        return quote, doubled is not None, delimiter, space

    def _guess_delimiter(self, data, delimiters):
        """The character that is as often in nearly every line."""
        lines = [line for line in data.split('\n') if line]
        step = min(10, len(lines))
        frequencies = {chr(code): _Counter() for code in range(127)}
        candidates = {}
        modes = {}
        for start in range(0, len(lines), step or 1):
            for line in lines[start:start + step]:
                for char, counts in frequencies.items():
                    counts[line.count(char)] += 1
            for char, counts in frequencies.items():
                if len(counts) == 1 and 0 in counts:
                    continue
                often, lines_with = max(counts.items(), key=lambda item: item[1])
                modes[char] = often, 2 * lines_with - counts.total()
            total = float(min(step + start, len(lines)))
            consistency = 1.0
            while not candidates and consistency >= 0.9:
                candidates = {
                    char: mode for char, mode in modes.items()
                    if mode[0] > 0 and mode[1] > 0 and mode[1] / total >= consistency
                    and (delimiters is None or char in delimiters)}
                consistency -= 0.01
            if len(candidates) == 1:
                return self._with_space(*candidates, lines[0])
        if not candidates:
            return '', 0
        for char in self.preferred:
            if char in candidates:
                return self._with_space(char, lines[0])
        char = max((mode, char) for char, mode in candidates.items())[1]
        return self._with_space(char, lines[0])

    def _with_space(self, char, line):
        return char, line.count(char) == line.count(f'{char} ')

    def has_header(self, sample):
        """Whether the first row looks unlike the others: of another type, or other lengths."""
        rows = reader(_StringIO(sample), self.sniff(sample))
        header = next(rows)
        types = dict.fromkeys(range(len(header)))
        for checked, row in enumerate(rows):
            if checked > 20:
                break
            if len(row) != len(header):
                continue
            for column in list(types):
                kind = complex
                try:
                    complex(row[column])
                except (ValueError, OverflowError):
                    kind = len(row[column])
                if types[column] is None:
                    types[column] = kind
                elif types[column] != kind:
                    del types[column]
        votes = 0
        for column, kind in types.items():
            if isinstance(kind, int):
                differs = len(header[column]) != kind
            else:
                try:
                    kind(header[column])
                    differs = False
                except (ValueError, TypeError):
                    differs = True
            votes += 1 if differs else -1
        return votes > 0
