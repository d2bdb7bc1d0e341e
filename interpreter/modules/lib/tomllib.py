"""Reads TOML 1.0."""

import re
from datetime import date, datetime, time, timedelta, timezone

__all__ = ('loads', 'load', 'TOMLDecodeError')


class TOMLDecodeError(ValueError):
    """What is not TOML."""


def load(fp, /, *, parse_float=float):
    """The dict that a file, open in binary mode, describes."""
    data = fp.read()
    try:
        text = data.decode()
    except AttributeError:
        raise TypeError(
            "File must be opened in binary mode, e.g. use `open('foo.toml', 'rb')`") from None
    return loads(text, parse_float=parse_float)


def loads(s, /, *, parse_float=float):
    """The dict that a text describes. `parse_float` makes the floats of their texts."""
    return _Reader(s.replace('\r\n', '\n'), parse_float).document()


_BLANKS = re.compile(r'[ \t]*')
_BLANK_LINES = re.compile(r'[ \t\n]*')
_BARE_KEY = re.compile(r'[A-Za-z0-9_-]+')
# Characters that neither a comment nor a text holds as they are.
_COMMENT = re.compile(r'[^\x00-\x08\x0a-\x1f\x7f]*')
_LITERAL = re.compile(r"[^\x00-\x08\x0a-\x1f\x7f']*")
_BASIC = re.compile(r'[^\x00-\x08\x0a-\x1f\x7f"\\]*')
_LITERAL_LINES = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f']*")
_BASIC_LINES = re.compile(r'[^\x00-\x08\x0b-\x1f\x7f"\\]*')
_ESCAPES = {'b': '\b', 't': '\t', 'n': '\n', 'f': '\f', 'r': '\r', '"': '"', '\\': '\\'}

_TIME = r'([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,6})\d*)?'
_LOCAL_TIME = re.compile(_TIME, re.ASCII)
_DATE_TIME = re.compile(
    r'(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])'
    rf'(?:[Tt ]{_TIME}(?:([Zz])|([+-])([01]\d|2[0-3]):([0-5]\d))?)?', re.ASCII)
_NUMBER = re.compile(
    r'0(?:x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|b[01](?:_?[01])*|o[0-7](?:_?[0-7])*)'
    r'|[+-]?(?:0|[1-9](?:_?\d)*)((?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?)', re.ASCII)
_SPECIAL_FLOAT = re.compile(r'[+-]?(?:inf|nan)')


class _Table:
    """What has been said of a table: who may still add to it, and what is known of those in
    it."""

    __slots__ = 'data', 'inner', 'is_declared', 'is_closed', 'is_dotted'

    def __init__(self, data, is_closed=False):
        self.data = data
        self.inner = {}
        # By a line with its name; by an inline table or array; by a key with dots.
        self.is_declared = False
        self.is_closed = is_closed
        self.is_dotted = False


class _Reader:
    """A text that is read from its beginning to its end."""

    def __init__(self, text, parse_float):
        self.text, self.at = text, 0
        self.parse_float = parse_float

    def document(self):
        """The whole text: lines of keys with values, and lines that begin tables."""
        root = _Table({})
        header, table = (), root
        while True:
            self.skip(_BLANKS)
            character = self.next()
            if not character:
                return root.data
            if character == '\n':
                self.at += 1
                continue
            if character == '[':
                header, table = self.table_line(root)
            elif character != '#':
                if not (character in '"\'' or _BARE_KEY.match(character)):
                    raise self.error('Invalid statement')
                self.key_and_value(root, header, table)
            self.end_of_line()

    def next(self):
        return self.text[self.at:self.at + 1]

    def skip(self, expression):
        self.at = expression.match(self.text, self.at).end()

    def error(self, message, at=None):
        at = self.at if at is None else at
        if at >= len(self.text):
            return TOMLDecodeError(f'{message} (at end of document)')
        line = self.text.count('\n', 0, at) + 1
        column = at - self.text.rfind('\n', 0, at)
        return TOMLDecodeError(f'{message} (at line {line}, column {column})')

    def end_of_line(self):
        self.skip(_BLANKS)
        self.comment()
        if self.next() not in ('', '\n'):
            raise self.error('Expected newline or end of document after a statement')
        self.at += 1

    def comment(self):
        if self.next() == '#':
            self.skip(_COMMENT)
            if self.next() not in ('', '\n'):
                raise self.error(f'Found invalid character {self.next()!r}')

    def blank_lines_and_comments(self):
        while True:
            self.skip(_BLANK_LINES)
            if self.next() != '#':
                return
            self.comment()

    def table_line(self, root):
        """`[table]` or `[[table of an array]]`: gives the key and the table."""
        is_array = self.text.startswith('[[', self.at)
        self.at += 2 if is_array else 1
        self.skip(_BLANKS)
        key = self.key()
        closed = f'Cannot {f"mutate immutable namespace {key}" if is_array else f"declare {key} twice"}'
        outer = self.descend(root, key[:-1], closed)
        known, name = outer.inner.get(key[-1]), key[-1]
        if is_array:
            table = self.array_table(outer, known, key)
        else:
            if known is not None and (known.is_declared or known.is_closed or known.is_dotted):
                raise self.error(f'Cannot declare {key} twice')
            if known is None and name in outer.data:
                raise self.error('Cannot overwrite a value')
            table = known or self.new_table(outer, name)
            table.is_declared = True
        if not self.text.startswith(']]' if is_array else ']', self.at):
            words = "']]' at the end of an array" if is_array else "']' at the end of a table"
            raise self.error(f'Expected {words} declaration')
        self.at += 2 if is_array else 1
        return key, table

    def array_table(self, outer, known, key):
        name = key[-1]
        if known is not None and known.is_closed:
            raise self.error(f'Cannot mutate immutable namespace {key}')
        array = outer.data.setdefault(name, [])
        if not isinstance(array, list):
            raise self.error('Cannot overwrite a value')
        array.append({})
        # What was said of the one before no longer counts.
        outer.inner[name] = table = _Table(array[-1])
        table.is_declared = True
        return table

    @staticmethod
    def new_table(outer, name):
        outer.data[name] = data = {}
        outer.inner[name] = table = _Table(data)
        return table

    def descend(self, table, names, closed):
        """The table that names lead to, made where there is none; `closed` says what is wrong
        where one on the way is complete."""
        for name in names:
            known = table.inner.get(name)
            if known is None:
                if name in table.data:
                    raise self.error('Cannot overwrite a value')
                known = self.new_table(table, name)
            elif known.is_closed:
                raise self.error(closed)
            table = known
        return table

    def key_and_value(self, root, header, table):
        key = self.key()
        self.equals_sign()
        after_key = self.at
        value = self.value()
        end, self.at = self.at, after_key
        full = (*header, *key)
        for count, name in enumerate(key[:-1], len(header) + 1):
            known = table.inner.get(name)
            if known is not None and known.is_declared:
                raise self.error(f'Cannot redefine namespace {full[:count]}', end)
            if known is not None and known.is_closed:
                raise self.error(f'Cannot mutate immutable namespace {full[:-1]}', end)
            if known is None:
                if name in table.data:
                    raise self.error('Cannot overwrite a value', end)
                known = self.new_table(table, name)
            # Such tables can have no line of their own any more.
            known.is_dotted = True
            table = known
        name = key[-1]
        if name in table.data:
            raise self.error('Cannot overwrite a value', end)
        table.data[name] = value
        if isinstance(value, (dict, list)):
            table.inner[name] = _Table(value, is_closed=True)
        self.at = end

    def key(self):
        """A key: names with dots between them."""
        names = [self.key_part()]
        while True:
            self.skip(_BLANKS)
            if self.next() != '.':
                return tuple(names)
            self.at += 1
            self.skip(_BLANKS)
            names.append(self.key_part())

    def key_part(self):
        found = _BARE_KEY.match(self.text, self.at)
        if found:
            self.at = found.end()
            return found[0]
        if self.next() == "'":
            return self.literal()
        if self.next() == '"':
            return self.basic()
        raise self.error('Invalid initial character for a key part')

    def equals_sign(self):
        if self.next() != '=':
            raise self.error("Expected '=' after a key in a key/value pair")
        self.at += 1
        self.skip(_BLANKS)

    def value(self):
        text, at = self.text, self.at
        character = text[at:at + 1]
        if character == '"':
            return self.lines('"') if text.startswith('"""', at) else self.basic()
        if character == "'":
            return self.lines("'") if text.startswith("'''", at) else self.literal()
        for word, value in ('true', True), ('false', False):
            if text.startswith(word, at):
                self.at += len(word)
                return value
        if character == '[':
            return self.array()
        if character == '{':
            return self.inline_table()
        return self.moment_or_number()

    def moment_or_number(self):
        text, at = self.text, self.at
        found = _DATE_TIME.match(text, at)
        if found:
            try:
                value = _moment(found)
            except ValueError as error:
                raise self.error('Invalid date or datetime') from error
        elif found := _LOCAL_TIME.match(text, at):
            value = _time(found.groups())
        elif found := _NUMBER.match(text, at):
            value = self.float(found[0]) if found[1] else int(found[0], 0)
        elif found := _SPECIAL_FLOAT.match(text, at):
            value = self.float(found[0])
        else:
            raise self.error('Invalid value')
        self.at = found.end()
        return value

    def float(self, text):
        if self.parse_float is float:
            return float(text)
        value = self.parse_float(text)
        if isinstance(value, (dict, list)):
            # They would be taken for tables and arrays.
            raise ValueError('parse_float must not return dicts or lists')
        return value

    def array(self):
        self.at += 1
        items = []
        while True:
            self.blank_lines_and_comments()
            if self.next() == ']':
                break
            items.append(self.value())
            self.blank_lines_and_comments()
            if self.next() == ',':
                self.at += 1
            elif self.next() != ']':
                raise self.error('Unclosed array')
        self.at += 1
        return items

    def inline_table(self):
        self.at += 1
        table = _Table({})
        self.skip(_BLANKS)
        if self.next() == '}':
            self.at += 1
            return table.data
        while True:
            key = self.key()
            self.equals_sign()
            value = self.value()
            inner = self.descend(table, key[:-1], f'Cannot mutate immutable namespace {key}')
            if key[-1] in inner.data:
                raise self.error(f'Duplicate inline table key {key[-1]!r}')
            inner.data[key[-1]] = value
            if isinstance(value, (dict, list)):
                inner.inner[key[-1]] = _Table(value, is_closed=True)
            self.skip(_BLANKS)
            character = self.next()
            if character not in (',', '}'):
                raise self.error('Unclosed inline table')
            self.at += 1
            if character == '}':
                return table.data
            self.skip(_BLANKS)

    def part(self, expression):
        start = self.at
        self.skip(expression)
        return self.text[start:self.at]

    def illegal(self, quotes=None):
        """The error for what a text cannot hold. Where nothing has a meaning, the quotes that
        end it are looked for first."""
        if quotes is not None:
            if quotes not in self.text[self.at:]:
                return self.error(f'Expected {quotes!r}', len(self.text))
            return self.error(f'Found invalid character {self.next()!r}')
        if not self.next():
            return self.error('Unterminated string')
        return self.error(f'Illegal character {self.next()!r}')

    def literal(self):
        """A text in single quotes, in which nothing has a meaning."""
        self.at += 1
        text = self.part(_LITERAL)
        if self.next() != "'":
            raise self.illegal("'")
        self.at += 1
        return text

    def basic(self):
        """A text in double quotes, with escapes."""
        self.at += 1
        text = ''
        while True:
            text += self.part(_BASIC)
            if self.next() == '"':
                self.at += 1
                return text
            if self.next() != '\\':
                raise self.illegal()
            text += self.escape()

    def lines(self, quote):
        """A text of several lines, in three quotes; up to two more at its end are part of it."""
        self.at += 3
        if self.next() == '\n':
            self.at += 1
        expression = _BASIC_LINES if quote == '"' else _LITERAL_LINES
        text = ''
        while True:
            text += self.part(expression)
            if self.text.startswith(quote * 3, self.at):
                self.at += 3
                for _ in range(2):
                    if self.next() == quote:
                        self.at += 1
                        text += quote
                return text
            character = self.next()
            if character == quote:
                self.at += 1
                text += quote
            elif character == '\\' and quote == '"':
                text += self.escape(is_in_lines=True)
            else:
                raise self.illegal("'''" if quote == "'" else None)

    def escape(self, is_in_lines=False):
        start = self.at
        letter = self.text[start + 1:start + 2]
        self.at += 2
        if letter in ('u', 'U'):
            return self.character(4 if letter == 'u' else 8)
        if is_in_lines and letter in (' ', '\t', '\n') and letter:
            # The end of a line can be hidden, with all the white space that follows.
            if letter != '\n':
                self.skip(_BLANKS)
                if not self.next():
                    return ''
                if self.next() != '\n':
                    raise self.error("Unescaped '\\' in a string")
            self.skip(_BLANK_LINES)
            return ''
        if letter not in _ESCAPES:
            raise self.error("Unescaped '\\' in a string")
        return _ESCAPES[letter]

    def character(self, length):
        digits = self.text[self.at:self.at + length]
        if len(digits) != length or not re.fullmatch('[0-9A-Fa-f]+', digits):
            raise self.error('Invalid hex value')
        self.at += length
        code = int(digits, 16)
        if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            raise self.error('Escaped character is not a Unicode scalar value')
        return chr(code)


def _time(groups, zone=None):
    hour, minute, second, fraction = groups
    return time(int(hour), int(minute), int(second), int((fraction or '').ljust(6, '0')), zone)


def _moment(found):
    """A date, or a date and a time, with its zone if it has one."""
    groups = found.groups()
    day = date(*map(int, groups[:3]))
    if groups[3] is None:
        return day
    is_utc, sign, hours, minutes = groups[7:]
    zone = None
    if is_utc:
        zone = timezone.utc
    elif sign:
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        zone = timezone(-offset if sign == '-' else offset)
    return datetime.combine(day, _time(groups[3:7], zone))
