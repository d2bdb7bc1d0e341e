"""URLs, taken apart and put together as RFC 3986 has it, and the parameters in them."""

import re

from ._errors import InvalidURL

_PARTS = re.compile(
    r'(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?\Z',
    re.DOTALL,
)
_HOST = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=%-]*\Z")
_ESCAPE = re.compile('%[0-9A-Fa-f]{2}')
_UNRESERVED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~'
_PATH = frozenset(_UNRESERVED + "!$&'()*+,;=:@/")
_QUERY = frozenset(_UNRESERVED + "!$&()*+,;=:@/?'")
_FORM = frozenset(_UNRESERVED)
_USERINFO = frozenset(_UNRESERVED + "!$&'()*+,;=:")
_DEFAULT_PORTS = {'http': 80, 'https': 443}
_MAX_LENGTH = 65536


def quote(text, safe):
    """Escapes what is not safe; escapes that stand there already stay."""
    if all(character in safe for character in text):
        return text
    pieces = []
    position = 0
    for escape in _ESCAPE.finditer(text):
        pieces.append(_escape(text[position:escape.start()], safe))
        pieces.append(escape.group())
        position = escape.end()
    pieces.append(_escape(text[position:], safe))
    return ''.join(pieces)


def _escape(text, safe):
    return ''.join(
        character if character in safe else ''.join(f'%{byte:02X}' for byte in character.encode())
        for character in text
    )


def unquote(text):
    """Takes the escapes away."""
    if '%' not in text:
        return text
    return _unquote_bytes(text).decode('utf-8', 'replace')


def _unquote_bytes(text):
    first, *rest = text.encode().split(b'%')
    pieces = [first]
    for piece in rest:
        if _ESCAPE.match('%' + piece[:2].decode('latin-1')):
            pieces.append(bytes.fromhex(piece[:2].decode('ascii')) + piece[2:])
        else:
            pieces.append(b'%' + piece)
    return b''.join(pieces)


def form_encode(items):
    """Pairs as `a=1&b=2`, the form of queries and of form bodies."""
    return '&'.join(f'{_form_quote(name)}={_form_quote(value)}' for name, value in items)


def _form_quote(text):
    return _escape(text, _FORM | {' '}).replace(' ', '+')


def primitive_text(value):
    """What stands in a query for a plain value."""
    if value is True:
        return 'true'
    if value is False:
        return 'false'
    if value is None:
        return ''
    return str(value)


def parameter_items(params):
    """The pairs of parameters that are given as a mapping, as pairs or as text."""
    if not params:
        return []
    if isinstance(params, QueryParams):
        return params.multi_items()
    if isinstance(params, bytes):
        params = params.decode('ascii')
    if isinstance(params, str):
        return _parse_query(params)
    items = params.items() if hasattr(params, 'items') else params
    return [
        (str(name), primitive_text(element))
        for name, value in items
        for element in (value if isinstance(value, (list, tuple)) else (value,))
    ]


def _parse_query(query):
    items = []
    for field in query.split('&'):
        if field:
            name, _, value = field.replace('+', ' ').partition('=')
            items.append((unquote(name), unquote(value)))
    return items


class QueryParams:
    """The parameters of a URL: an immutable mapping that may have a name more than once."""

    def __init__(self, params=None, **more):
        self._items = parameter_items(params or more)

    def multi_items(self):
        return list(self._items)

    def items(self):
        return {name: self[name] for name in self.keys()}.items()

    def keys(self):
        return dict.fromkeys(name for name, _ in self._items).keys()

    def values(self):
        return {name: self[name] for name in self.keys()}.values()

    def get(self, name, default=None):
        for key, value in self._items:
            if key == name:
                return value
        return default

    def get_list(self, name):
        return [value for key, value in self._items if key == name]

    def set(self, name, value=None):
        return self.remove(name).add(name, value)

    def add(self, name, value=None):
        return QueryParams(self._items + [(name, value)])

    def remove(self, name):
        return QueryParams([item for item in self._items if item[0] != name])

    def merge(self, params=None):
        other = parameter_items(params)
        names = {name for name, _ in other}
        return QueryParams([item for item in self._items if item[0] not in names] + other)

    def __getitem__(self, name):
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __contains__(self, name):
        return any(key == name for key, _ in self._items)

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self.keys())

    def __bool__(self):
        return bool(self._items)

    def __eq__(self, other):
        return isinstance(other, QueryParams) and sorted(self._items) == sorted(other._items)

    def __hash__(self):
        return hash(str(self))

    def __str__(self):
        return form_encode(self._items)

    def __repr__(self):
        return f'QueryParams({str(self)!r})'


class URL:
    """A URL. Immutable; its parts are kept escaped."""

    def __init__(self, url='', params=None, **parts):
        if isinstance(url, URL):
            (self.scheme, self._userinfo, self.host, self.port, self._path, self._query,
             self.fragment, self._has_authority) = (
                url.scheme, url._userinfo, url.host, url.port, url._path, url._query,
                url.fragment, url._has_authority)
        elif isinstance(url, str):
            self._parse(url)
        else:
            raise TypeError(
                f'Invalid type for url.  Expected str or weft.http.URL, got {type(url)}: {url!r}')
        for name, value in parts.items():
            self._replace(name, value)
        if params is not None:
            items = parameter_items(params)
            self._query = form_encode(items) if items else None

    def _parse(self, url):
        if len(url) > _MAX_LENGTH:
            raise InvalidURL('URL too long')
        for position, character in enumerate(url):
            if character < ' ' or character == '\x7f':
                raise InvalidURL(
                    f'Invalid non-printable ASCII character in URL, {character!r} '
                    f'at position {position}.')
        scheme, authority, path, query, fragment = _PARTS.match(url).groups()
        self.scheme = (scheme or '').lower()
        self._has_authority = authority is not None
        userinfo, _, place = (authority or '').rpartition('@')
        self._userinfo = quote(userinfo, _USERINFO)
        self._parse_place(place)
        path = quote(path, _PATH)
        if self._has_authority:
            path = _without_dots(path) or '/'
        self._path = path
        self._query = None if query is None else quote(query, _QUERY)
        self.fragment = quote(fragment or '', _QUERY)

    def _parse_place(self, place):
        if place.startswith('['):
            host, bracket, rest = place[1:].partition(']')
            if not bracket or (rest and not rest.startswith(':')):
                raise InvalidURL(f'Invalid IPv6 address: {place!r}')
            port = rest[1:]
        else:
            host, _, port = place.partition(':')
        self.host = _normal_host(host, place.startswith('['))
        self.port = _port_number(port, self.scheme)

    def _replace(self, name, value):
        if name == 'raw_path':
            path, mark, query = value.decode('ascii').partition('?')
            self._path, self._query = path, query if mark else None
        elif name == 'path':
            self._path = quote(value, _PATH)
        elif name == 'query':
            self._query = value if value is None else quote(value.decode('ascii'), _QUERY)
        elif name == 'params':
            self._query = form_encode(parameter_items(value)) or None
        elif name == 'port':
            self.port = None if value == _DEFAULT_PORTS.get(self.scheme) else value
        elif name in ('scheme', 'host', 'fragment'):
            setattr(self, name, value)
        elif name == 'userinfo':
            self._userinfo = value.decode('ascii')
        else:
            raise TypeError(f'{name!r} is an invalid keyword argument for URL()')

    @property
    def userinfo(self):
        return self._userinfo.encode('ascii')

    @property
    def username(self):
        return unquote(self._userinfo.partition(':')[0])

    @property
    def password(self):
        return unquote(self._userinfo.partition(':')[2])

    @property
    def netloc(self):
        """Host and, where it is not the scheme's own, port, as in the Host header."""
        host = f'[{self.host}]' if ':' in self.host else self.host
        return (host if self.port is None else f'{host}:{self.port}').encode('ascii')

    @property
    def effective_port(self):
        return self.port if self.port is not None else _DEFAULT_PORTS.get(self.scheme)

    @property
    def path(self):
        return unquote(self._path)

    @property
    def query(self):
        return (self._query or '').encode('ascii')

    @property
    def params(self):
        return QueryParams(self._query or '')

    @property
    def raw_path(self):
        """Path and query, as a request line has them."""
        path = self._path if self._query is None else f'{self._path}?{self._query}'
        return path.encode('ascii')

    @property
    def is_absolute_url(self):
        return bool(self.scheme and self.host)

    @property
    def is_relative_url(self):
        return not self.is_absolute_url

    @property
    def origin(self):
        return self.scheme, self.host, self.effective_port

    def copy_with(self, **parts):
        return URL(self, **parts)

    def copy_merge_params(self, params):
        return self.copy_with(params=self.params.merge(params))

    def copy_set_param(self, name, value=None):
        return self.copy_with(params=self.params.set(name, value))

    def join(self, url):
        """The place that a reference means which stands at this one."""
        other = URL(url)
        if other.scheme or other._has_authority:
            if not other.scheme:
                other = URL(f'{self.scheme}:{other}')
            return other
        target = URL(self)
        target.fragment = other.fragment
        if other._path:
            if other._path.startswith('/'):
                path = other._path
            else:
                path = self._path.rpartition('/')[0] + '/' + other._path
            target._path = _without_dots(path)
            target._query = other._query
        elif other._query is not None:
            target._query = other._query
        return target

    def __str__(self):
        return self._text(self._userinfo)

    def _text(self, userinfo):
        text = f'{self.scheme}:' if self.scheme else ''
        if self._has_authority or self.host:
            text += f'//{userinfo}@' if userinfo else '//'
            text += self.netloc.decode('ascii')
        text += self.raw_path.decode('ascii')
        return f'{text}#{self.fragment}' if self.fragment else text

    def __repr__(self):
        name, colon, _ = self._userinfo.partition(':')
        return f"URL({self._text(f'{name}:[secure]' if colon else name)!r})"

    def __eq__(self, other):
        return isinstance(other, (URL, str)) and str(self) == str(URL(other))

    def __hash__(self):
        return hash(str(self))


def _normal_host(host, in_brackets):
    if in_brackets:
        if not re.fullmatch(r'[0-9A-Fa-f:.]+(%[A-Za-z0-9._~-]+)?', host):
            raise InvalidURL(f'Invalid IPv6 address: {host!r}')
        return host.lower()
    if not host.isascii():
        try:
            return host.lower().encode('idna').decode('ascii')
        except (ImportError, LookupError, UnicodeError):
            raise InvalidURL(f'Invalid IDNA hostname: {host!r}') from None
    if not _HOST.match(host):
        raise InvalidURL(f'Invalid characters in host: {host!r}')
    return host.lower()


def _port_number(port, scheme):
    if not port:
        return None
    if not port.isascii() or not port.isdigit() or len(port) > 5 or int(port) > 65535:
        raise InvalidURL(f'Invalid port: {port!r}')
    number = int(port)
    return None if number == _DEFAULT_PORTS.get(scheme) else number


def _without_dots(path):
    """Takes `.` and `..` out of a path."""
    if '/.' not in path and not path.startswith('.'):
        return path
    output = []
    segments = path.split('/')
    for segment in segments:
        if segment == '..':
            if output and output != ['']:
                output.pop()
        elif segment != '.':
            output.append(segment)
    if segments[-1] in ('.', '..'):
        output.append('')
    return '/'.join(output)
