"""The headers of a message, with the methods of email.message.Message.

A client needs no more of `email` than this. What a multipart message or a mail asks for is
left to that package."""

import re as _re

# A line that can be one of the headers, or go on with one.
_header_line = _re.compile('[!-9;-~]*:|[\t ]').match
_lines = _re.compile('[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+').findall
_special = _re.compile(r'[ \(\)<>@,;:\\"/\[\]\?=]').search
_numbered = _re.compile(r'(?P<name>\w+)\*((?P<number>\d+)\*?)?', _re.ASCII).fullmatch


def parse(text, kind):
    """The message of a class that a text of headers describes."""
    message = kind()
    lines = _lines(text)
    header = []
    for index, line in enumerate(lines):
        if not _header_line(line):
            is_end = line in ('\r\n', '\r', '\n')
            message._payload = ''.join(lines[index + is_end:])
            break
        if line[0] in ' \t':
            # What goes on with nothing is left out.
            if header:
                header.append(line)
            continue
        _add(message, header)
        header = [line] if line[0] != ':' else []
    else:
        message._payload = ''
    _add(message, header)
    return message


def _add(message, lines):
    if lines:
        name, _, value = ''.join(lines).partition(':')
        message._headers.append((name, value.lstrip(' \t\r\n').rstrip('\r\n')))


class Message:
    """Names and values in the order of the message; names are the same in any case."""

    preamble = epilogue = None

    def __init__(self, policy=None):
        self._headers = []
        self._unixfrom = None
        self._payload = None
        self._charset = None
        self._default_type = 'text/plain'
        self.defects = []

    def __str__(self):
        return self.as_string()

    def as_string(self, unixfrom=False, maxheaderlen=0, policy=None):
        """The message as text."""
        lines = []
        if unixfrom:
            lines.append(f'{self._unixfrom or "From nobody"}\n')
        for name, value in self._headers:
            lines.append(f'{name}: {"".join(str(value).splitlines(True))}\n')
        return ''.join([*lines, '\n', self._payload or ''])

    def as_bytes(self, unixfrom=False, policy=None):
        """The message in bytes."""
        return self.as_string(unixfrom).encode('ascii', 'surrogateescape')

    __bytes__ = as_bytes

    def is_multipart(self):
        return isinstance(self._payload, list)

    def get_payload(self, i=None, decode=False):
        """What follows the headers."""
        if decode and isinstance(self._payload, str):
            return self._payload.encode('ascii', 'surrogateescape')
        return self._payload

    def set_payload(self, payload, charset=None):
        self._payload = payload

    def get_unixfrom(self):
        return self._unixfrom

    def set_unixfrom(self, unixfrom):
        self._unixfrom = unixfrom

    def get_charset(self):
        return self._charset

    def __len__(self):
        return len(self._headers)

    def __getitem__(self, name):
        return self.get(name)

    def __setitem__(self, name, val):
        self._headers.append((name, val))

    def __delitem__(self, name):
        name = name.lower()
        self._headers = [header for header in self._headers if header[0].lower() != name]

    def __contains__(self, name):
        name = name.lower()
        return any(key.lower() == name for key, _ in self._headers)

    def __iter__(self):
        for name, _ in self._headers:
            yield name

    def keys(self):
        return [name for name, _ in self._headers]

    def values(self):
        return [value for _, value in self._headers]

    def items(self):
        return list(self._headers)

    def raw_items(self):
        return iter(self._headers.copy())

    def set_raw(self, name, value):
        self._headers.append((name, value))

    def get(self, name, failobj=None):
        """The value of the first header of a name."""
        name = name.lower()
        for key, value in self._headers:
            if key.lower() == name:
                return value
        return failobj

    def get_all(self, name, failobj=None):
        """The values of all headers of a name."""
        name = name.lower()
        return [value for key, value in self._headers if key.lower() == name] or failobj

    def add_header(self, _name, _value, **_params):
        """Adds a header with parameters; an underscore in their names is a dash."""
        parts = [] if _value is None else [_value]
        for name, value in _params.items():
            name = name.replace('_', '-')
            parts.append(name if value is None else _parameter(name, value))
        self[_name] = '; '.join(parts)

    def replace_header(self, _name, _value):
        """Gives the first header of a name another value."""
        name = _name.lower()
        for index, (key, _) in enumerate(self._headers):
            if key.lower() == name:
                self._headers[index] = key, _value
                return
        raise KeyError(_name)

    def get_content_type(self):
        """The type of the content in lower case; text/plain where it makes no sense."""
        value = self.get('content-type')
        if value is None:
            return self.get_default_type()
        kind = value.partition(';')[0].strip().lower()
        return kind if kind.count('/') == 1 else 'text/plain'

    def get_content_maintype(self):
        return self.get_content_type().split('/')[0]

    def get_content_subtype(self):
        return self.get_content_type().split('/')[1]

    def get_default_type(self):
        return self._default_type

    def set_default_type(self, ctype):
        self._default_type = ctype

    def _parameters(self, header):
        value = self.get(header)
        if value is None:
            return None
        pairs = []
        for part in _split(value):
            name, has_value, rest = part.partition('=')
            pairs.append((name.strip(), rest.strip() if has_value else ''))
        return _joined(pairs)

    def get_params(self, failobj=None, header='content-type', unquote=True):
        """The parameters of a header, in pairs; the first is its value."""
        pairs = self._parameters(header)
        if pairs is None:
            return failobj
        return [(name, _unquoted(value)) for name, value in pairs] if unquote else pairs

    def get_param(self, param, failobj=None, header='content-type', unquote=True):
        """A parameter of a header: text, or charset, language and text."""
        for name, value in self._parameters(header) or ():
            if name.lower() == param.lower():
                return _unquoted(value) if unquote else value
        return failobj

    def set_param(self, param, value, header='Content-Type', requote=True, charset=None,
                  language='', replace=False):
        """Gives a parameter of a header another value, or adds it."""
        pairs = self._parameters(header)
        kept = [_parameter(name, old) if old else name for name, old in pairs or ()
                if name.lower() != param.lower()]
        if not kept and header.lower() == 'content-type':
            kept = ['text/plain']
        new = '; '.join([*kept, _parameter(param, value)])
        if pairs is not None and replace:
            self.replace_header(header, new)
        else:
            del self[header]
            self[header] = new

    def del_param(self, param, header='content-type', requote=True):
        """Removes a parameter of a header."""
        if header in self:
            kept = [_parameter(name, value) if value else name
                    for name, value in self._parameters(header) if name.lower() != param.lower()]
            self.replace_header(header, '; '.join(kept))

    def get_filename(self, failobj=None):
        """The name that the content is to be saved by."""
        name = self.get_param('filename', None, 'content-disposition')
        if name is None:
            name = self.get_param('name', None)
        return failobj if name is None else _collapsed(name).strip()

    def get_boundary(self, failobj=None):
        boundary = self.get_param('boundary')
        return failobj if boundary is None else _collapsed(boundary).rstrip()

    def get_content_charset(self, failobj=None):
        """The charset of the content, in lower case."""
        charset = self.get_param('charset')
        if charset is None:
            return failobj
        charset = _collapsed(charset)
        return charset.lower() if charset.isascii() else failobj

    def get_content_disposition(self):
        value = self.get('content-disposition')
        return None if value is None else next(iter(_split(value))).strip().lower()

    def walk(self):
        yield self


def _parameter(name, value):
    if isinstance(value, tuple):
        from urllib.parse import quote
        charset, language, text = value
        return f"{name}*={charset or ''}'{language or ''}'{quote(text, '', charset or 'ascii')}"
    if _special(value):
        escaped = value.replace('\\', '\\\\').replace('"', r'\"')
        return f'{name}="{escaped}"'
    return f'{name}={value}'


def _split(value):
    """The parts between the semicolons that are not in quotes."""
    rest = ';' + str(value)
    while rest[:1] == ';':
        rest = rest[1:]
        end = rest.find(';')
        while end > 0 and (rest.count('"', 0, end) - rest.count('\\"', 0, end)) % 2:
            end = rest.find(';', end + 1)
        end = len(rest) if end < 0 else end
        part, rest = rest[:end], rest[end:]
        name, has_value, text = part.partition('=')
        yield f'{name.strip().lower()}={text.strip()}' if has_value else part.strip()


def _unquoted(value):
    if isinstance(value, tuple):
        return (*value[:2], _unquoted(value[2]))
    if len(value) > 1:
        if value[0] == value[-1] == '"':
            return value[1:-1].replace('\\\\', '\\').replace('\\"', '"')
        if value[0] == '<' and value[-1] == '>':
            return value[1:-1]
    return value


def _joined(pairs):
    """Joins the parts of parameters that RFC 2231 numbers, and decodes them."""
    plain, numbered = pairs[:1], {}
    for name, value in pairs[1:]:
        is_encoded = name.endswith('*')
        if match := _numbered(name):
            number = match['number']
            entry = int(number) if number else None, _unquoted(value), is_encoded
            numbered.setdefault(match['name'], []).append(entry)
        else:
            plain.append((name, f'"{_unquoted(value)}"'))
    for name, parts in numbered.items():
        from urllib.parse import unquote
        if any(number is not None for number, *_ in parts):
            parts.sort(key=lambda part: part[0] or 0)
        text = ''.join(unquote(value, 'latin-1') if is_encoded else value
                       for _, value, is_encoded in parts)
        if any(is_encoded for *_, is_encoded in parts):
            charset, language, text = (text.split("'", 2) if text.count("'") > 1
                                       else (None, None, text))
            plain.append((name, (charset, language, f'"{text}"')))
        else:
            plain.append((name, f'"{text}"'))
    return plain


def _collapsed(value):
    """The text of a parameter that may come with a charset."""
    if not isinstance(value, tuple):
        return _unquoted(value)
    charset, _, text = value
    try:
        return text.encode('latin-1').decode(charset or 'us-ascii', 'replace')
    except (LookupError, UnicodeEncodeError):
        return _unquoted(text)
