"""URLs: taking them apart, putting them together, percent-encoding."""

import functools as _functools
import re as _re
from collections import namedtuple as _namedtuple
from types import GenericAlias as _GenericAlias

from urllib._old_splits import (
    _splitattr, _splithost, _splitnport, _splitpasswd, _splitport, _splitquery, _splittag,
    _splittype, _splituser, _splitvalue, _to_bytes, splitattr, splithost, splitnport, splitpasswd,
    splitport, splitquery, splittag, splittype, splituser, splitvalue, to_bytes, unwrap)

__all__ = [
    'urlparse', 'urlunparse', 'urljoin', 'urldefrag', 'urlsplit', 'urlunsplit', 'urlencode',
    'parse_qs', 'parse_qsl', 'quote', 'quote_plus', 'quote_from_bytes', 'unquote', 'unquote_plus',
    'unquote_to_bytes', 'DefragResult', 'ParseResult', 'SplitResult', 'DefragResultBytes',
    'ParseResultBytes', 'SplitResultBytes',
]

# What a scheme knows: r, references relative to a URL; n, a network location; p, parameters;
# q, a query; f, a fragment; o, no hierarchy of paths.
_SCHEMES = {
    '': 'rnpqf', 'ftp': 'rnpf', 'http': 'rnpqf', 'gopher': 'rnqfo', 'nntp': 'rnf', 'imap': 'rnpqo',
    'wais': 'rnqfo', 'file': 'rnf', 'https': 'rnpqf', 'shttp': 'rnpqf', 'mms': 'rnpq',
    'prospero': 'rnpf', 'rtsp': 'rnpq', 'rtsps': 'rnpq', 'rtspu': 'rnpq', 'sftp': 'rnp',
    'svn': 'rn', 'svn+ssh': 'rn', 'ws': 'rn', 'wss': 'rn', 'telnet': 'no', 'snews': 'nfo',
    'rsync': 'n', 'nfs': 'n', 'git': 'n', 'git+ssh': 'n', 'itms-services': 'n', 'hdl': 'pfo',
    'sip': 'pqo', 'sips': 'pqo', 'tel': 'p', 'news': 'fo', 'mailto': 'o',
}


def _schemes_that(know):
    return [scheme for scheme, known in _SCHEMES.items() if know in known]


uses_relative = _schemes_that('r')
uses_netloc = _schemes_that('n')
uses_params = _schemes_that('p')
uses_query = _schemes_that('q')
uses_fragment = _schemes_that('f')
non_hierarchical = _schemes_that('o')

scheme_chars = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.'

_scheme_of = _re.compile(r'([A-Za-z][A-Za-z0-9+.-]*):').match
_C0_CONTROL_OR_SPACE = ''.join(map(chr, range(0x21)))
_without_line_ends = str.maketrans('', '', '\t\r\n')


def clear_cache():
    """Forgets which URLs were split and which characters were safe."""
    urlsplit.cache_clear()
    _byte_quoter_factory.cache_clear()


def _coerce_args(*args):
    """The arguments as str, and a function that gives a result their type."""
    for arg in args:
        if type(arg) is not str:
            break
    else:
        return (*args, _same)
    is_text = isinstance(args[0], str)
    if any(arg and isinstance(arg, str) is not is_text for arg in args[1:]):
        raise TypeError('Cannot mix str and non-str arguments')
    if is_text:
        return (*args, _same)
    decoded = [arg.decode('ascii', 'strict') if arg else '' for arg in args]
    return (*decoded, _encoded)


def _same(result):
    return result


def _encoded(result):
    return result.encode('ascii', 'strict')


class _TextResult:
    __slots__ = ()

    def encode(self, encoding='ascii', errors='strict'):
        """The result with parts in bytes."""
        return self._encoded_counterpart(*(part.encode(encoding, errors) for part in self))


class _BytesResult:
    __slots__ = ()

    def decode(self, encoding='ascii', errors='strict'):
        """The result with parts in text."""
        return self._decoded_counterpart(*(part.decode(encoding, errors) for part in self))


class _Location:
    """What a network location consists of."""
    __slots__ = ()

    __class_getitem__ = classmethod(_GenericAlias)

    @property
    def _userinfo(self):
        at, colon, _, _, _ = self._marks
        user, has_user, _ = self.netloc.rpartition(at)
        name, has_password, password = user.partition(colon)
        return (name if has_user else None, password if has_password else None)

    @property
    def _hostinfo(self):
        at, colon, opening, closing, _ = self._marks
        host = self.netloc.rpartition(at)[2]
        _, has_brackets, bracketed = host.partition(opening)
        if has_brackets:
            name, _, rest = bracketed.partition(closing)
            port = rest.partition(colon)[2]
        else:
            name, _, port = host.partition(colon)
        return name, port or None

    @property
    def username(self):
        return self._userinfo[0]

    @property
    def password(self):
        return self._userinfo[1]

    @property
    def hostname(self):
        name = self._hostinfo[0]
        if not name:
            return None
        # The zone of an address of IPv6 keeps its case.
        name, percent, zone = name.partition(self._marks[4])
        return name.lower() + percent + zone

    @property
    def port(self):
        port = self._hostinfo[1]
        if port is None:
            return None
        if not (port.isdigit() and port.isascii()):
            raise ValueError(f'Port could not be cast to integer value as {port!r}')
        number = int(port)
        if number > 65535:
            raise ValueError('Port out of range 0-65535')
        return number


class _NetlocResultMixinStr(_Location, _TextResult):
    __slots__ = ()

    _marks = '@', ':', '[', ']', '%'


class _NetlocResultMixinBytes(_Location, _BytesResult):
    __slots__ = ()

    _marks = b'@', b':', b'[', b']', b'%'


ResultBase = _NetlocResultMixinStr

_Defragged = _namedtuple('DefragResult', 'url fragment')
_Split = _namedtuple('SplitResult', 'scheme netloc path query fragment')
_Parsed = _namedtuple('ParseResult', 'scheme netloc path params query fragment')


class DefragResult(_Defragged, _TextResult):
    """A URL without its fragment, and the fragment."""
    __slots__ = ()

    def geturl(self):
        return f'{self.url}#{self.fragment}' if self.fragment else self.url


class SplitResult(_Split, _NetlocResultMixinStr):
    """The five parts of a URL."""
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResult(_Parsed, _NetlocResultMixinStr):
    """The six parts of a URL: five, and the parameters of the last segment of its path."""
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


class DefragResultBytes(_Defragged, _BytesResult):
    """A DefragResult in bytes."""
    __slots__ = ()

    def geturl(self):
        return self.url + b'#' + self.fragment if self.fragment else self.url


class SplitResultBytes(_Split, _NetlocResultMixinBytes):
    """A SplitResult in bytes."""
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResultBytes(_Parsed, _NetlocResultMixinBytes):
    """A ParseResult in bytes."""
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


for _text, _bytes in ((DefragResult, DefragResultBytes), (SplitResult, SplitResultBytes),
                      (ParseResult, ParseResultBytes)):
    _text._encoded_counterpart = _bytes
    _bytes._decoded_counterpart = _text
del _text, _bytes


def urlparse(url, scheme='', allow_fragments=True):
    """Takes a URL apart into scheme, netloc, path, params, query and fragment."""
    url, scheme, coerce = _coerce_args(url, scheme)
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ''
    if ';' in path and scheme in uses_params:
        semicolon = path.find(';', path.rfind('/') + 1)
        if semicolon >= 0:
            path, params = path[:semicolon], path[semicolon + 1:]
    return coerce(ParseResult(scheme, netloc, path, params, query, fragment))


@_functools.lru_cache(typed=True)
def urlsplit(url, scheme='', allow_fragments=True):
    """Takes a URL apart into scheme, netloc, path, query and fragment."""
    url, scheme, coerce = _coerce_args(url, scheme)
    rest = _plain(url.lstrip(_C0_CONTROL_OR_SPACE))
    scheme = _plain(scheme.strip(_C0_CONTROL_OR_SPACE))
    # The commonest schemes are known without a look at their letters.
    own, colon, behind = rest.partition(':')
    if own in _SCHEMES:
        if own and colon:
            scheme, rest = own, behind
    elif match := _scheme_of(rest):
        scheme, rest = match[1].lower(), behind
    netloc = query = fragment = ''
    if rest[:2] == '//':
        end = rest.find('/', 2)
        before = rest if end < 0 else rest[:end]
        # What ends it earlier is rare.
        if '?' in before or '#' in before:
            ends = [end for mark in '/?#' if (end := rest.find(mark, 2)) >= 0]
            end = min(ends)
            before = rest[:end]
        netloc, rest = before[2:], rest[len(before):]
        if '[' in netloc or ']' in netloc:
            _check_brackets(netloc)
        if not netloc.isascii():
            _check_normal_form(netloc)
    if allow_fragments and '#' in rest:
        rest, _, fragment = rest.partition('#')
    if '?' in rest:
        rest, _, query = rest.partition('?')
    return coerce(SplitResult(scheme, netloc, rest, query, fragment))


def _plain(text):
    """The text without tabulators and line ends."""
    return text if text.isprintable() else text.translate(_without_line_ends)


def _check_brackets(netloc):
    if ('[' in netloc) != (']' in netloc):
        raise ValueError('Invalid IPv6 URL')
    if '[' in netloc:
        _check_bracketed_host(netloc.partition('[')[2].partition(']')[0])


def _check_bracketed_host(host):
    if host.startswith('v'):
        if not _re.fullmatch(r'v[a-fA-F0-9]+\..+', host):
            raise ValueError('IPvFuture address is invalid')
        return
    import _socket
    address, percent, zone = host.partition('%')
    if not percent and _is_address(_socket.AF_INET, host):
        raise ValueError('An IPv4 address cannot be in brackets')
    if not _is_address(_socket.AF_INET6, address) or percent and (not zone or '%' in zone):
        raise ValueError(f'{host!r} does not appear to be an IPv4 or IPv6 address')


def _is_address(family, text):
    import _socket
    try:
        _socket.inet_pton(family, text)
    except (OSError, ValueError):
        return False
    return True


def _check_normal_form(netloc):
    """Refuses characters that would become delimiters when a name is prepared."""
    import unicodedata
    plain = netloc.translate({ord(mark): None for mark in '@:#?'})
    normal = unicodedata.normalize('NFKC', plain)
    if normal != plain and not set('/?#@:').isdisjoint(normal):
        raise ValueError(f"netloc '{netloc}' contains invalid characters under NFKC normalization")


def urlunparse(components):
    """The URL of six parts."""
    scheme, netloc, path, params, query, fragment, coerce = _coerce_args(*components)
    if params:
        path = f'{path};{params}'
    return coerce(urlunsplit((scheme, netloc, path, query, fragment)))


def urlunsplit(components):
    """The URL of five parts."""
    scheme, netloc, path, query, fragment, coerce = _coerce_args(*components)
    is_absolute = path[:1] == '/'
    if netloc:
        path = f'//{netloc}{path}' if is_absolute or not path else f'//{netloc}/{path}'
    elif path[:2] == '//' or scheme and scheme in uses_netloc and (is_absolute or not path):
        path = f'//{path}'
    if scheme:
        path = f'{scheme}:{path}'
    if query:
        path = f'{path}?{query}'
    if fragment:
        path = f'{path}#{fragment}'
    return coerce(path)


def urljoin(base, url, allow_fragments=True):
    """The absolute URL that a reference in a base URL means."""
    if not base:
        return url
    if not url:
        return base
    base, url, coerce = _coerce_args(base, url)
    base_scheme, base_netloc, base_path, base_params, base_query, _ = urlparse(
        base, '', allow_fragments)
    scheme, netloc, path, params, query, fragment = urlparse(url, base_scheme, allow_fragments)
    if scheme != base_scheme or scheme not in uses_relative:
        return coerce(url)
    if scheme not in uses_netloc or not netloc:
        if scheme in uses_netloc:
            netloc = base_netloc
        if path or params:
            path = _resolve(base_path, path)
        else:
            path, params, query = base_path, base_params, query or base_query
    return coerce(urlunparse((scheme, netloc, path, params, query, fragment)))


def _resolve(base, path):
    """The path that one relative to another means."""
    if path[:1] == '/':
        segments = path.split('/')
    else:
        folders = base.split('/')
        if folders[-1]:
            folders.pop()
        segments = folders + path.split('/')
        segments[1:-1] = filter(None, segments[1:-1])
    resolved = []
    for segment in segments:
        if segment == '..':
            if resolved:
                resolved.pop()
        elif segment != '.':
            resolved.append(segment)
    if segments[-1] in ('.', '..'):
        resolved.append('')
    return '/'.join(resolved) or '/'


def urldefrag(url):
    """A URL without its fragment, and the fragment."""
    url, coerce = _coerce_args(url)
    fragment = ''
    if '#' in url:
        *parts, fragment = urlparse(url)
        url = urlunparse((*parts, ''))
    return coerce(DefragResult(url, fragment))


_escaped = _re.compile(rb'%([0-9A-Fa-f]{2})')
_ascii_run = _re.compile('[\x00-\x7f]+')


def _byte_of(match):
    return bytes.fromhex(match[1].decode())


def _unescaped(string):
    return _escaped.sub(_byte_of, string) if b'%' in string else string


def unquote_to_bytes(string):
    """The bytes that percent-encoded text stands for."""
    if not string:
        string.split
        return b''
    if isinstance(string, str):
        string = string.encode('utf-8')
    return bytes(_unescaped(string))


def unquote(string, encoding='utf-8', errors='replace'):
    """The text that percent-encoded text stands for."""
    if isinstance(string, bytes):
        return _unescaped(string).decode(encoding, errors)
    if '%' not in string:
        string.split
        return string
    encoding = 'utf-8' if encoding is None else encoding
    errors = 'replace' if errors is None else errors
    return _ascii_run.sub(
        lambda run: _unescaped(run[0].encode('ascii')).decode(encoding, errors), string)


def unquote_plus(string, encoding='utf-8', errors='replace'):
    """unquote() for the values of forms, where a plus sign is a space."""
    return unquote(string.replace('+', ' '), encoding, errors)


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8',
             errors='replace', max_num_fields=None, separator='&'):
    """The values of a query, in a list for each name."""
    values = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding=encoding,
                                 errors=errors, max_num_fields=max_num_fields,
                                 separator=separator):
        values.setdefault(name, []).append(value)
    return values


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8',
              errors='replace', max_num_fields=None, separator='&'):
    """The names and values of a query, as pairs."""
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError('Separator must be of type string or bytes.')
    if isinstance(qs, str):
        equals = '='
        separator = separator if isinstance(separator, str) else str(separator, 'ascii')

        def decode(part):
            return unquote_plus(part, encoding=encoding, errors=errors)
    else:
        if not qs:
            return []
        qs = bytes(memoryview(qs))
        equals = b'='
        separator = separator.encode('ascii') if isinstance(separator, str) else separator

        def decode(part):
            return unquote_to_bytes(part.replace(b'+', b' '))
    if not qs:
        return []
    if max_num_fields is not None and qs.count(separator) >= max_num_fields:
        raise ValueError('Max number of fields exceeded')
    pairs = []
    for field in qs.split(separator):
        if not field and not strict_parsing:
            continue
        name, has_value, value = field.partition(equals)
        if strict_parsing and not has_value:
            raise ValueError(f'bad query field: {field!r}')
        if value or keep_blank_values:
            pairs.append((decode(name), decode(value)))
    return pairs


_ALWAYS_SAFE = frozenset(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~')
_ALWAYS_SAFE_BYTES = bytes(_ALWAYS_SAFE)


class _Quoter(dict):
    """What each byte becomes, filled as bytes are asked for."""

    def __init__(self, safe):
        self.safe = _ALWAYS_SAFE | frozenset(safe)

    def __repr__(self):
        return f'<Quoter {dict(self)!r}>'

    def __missing__(self, byte):
        quoted = self[byte] = chr(byte) if byte in self.safe else f'%{byte:02X}'
        return quoted


@_functools.lru_cache
def _byte_quoter_factory(safe):
    return _Quoter(safe).__getitem__


def quote(string, safe='/', encoding=None, errors=None):
    """Percent-encodes all but letters, digits, "_.-~" and the characters that are safe."""
    if isinstance(string, str):
        if not string:
            return string
        string = string.encode('utf-8' if encoding is None else encoding,
                               'strict' if errors is None else errors)
    elif encoding is not None:
        raise TypeError("quote() doesn't support 'encoding' for bytes")
    elif errors is not None:
        raise TypeError("quote() doesn't support 'errors' for bytes")
    return quote_from_bytes(string, safe)


def quote_plus(string, safe='', encoding=None, errors=None):
    """quote() for the values of forms: a space becomes a plus sign."""
    space = ' ' if isinstance(string, str) else b' '
    if not isinstance(string, (str, bytes)) or space not in string:
        return quote(string, safe, encoding, errors)
    safe = safe + (' ' if isinstance(safe, str) else b' ')
    return quote(string, safe, encoding, errors).replace(' ', '+')


def quote_from_bytes(bs, safe='/'):
    """quote() for bytes."""
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError('quote_from_bytes() expected bytes')
    if not bs:
        return ''
    if isinstance(safe, str):
        safe = safe.encode('ascii', 'ignore')
    else:
        safe = bytes(byte for byte in safe if byte < 128)
    if not bs.rstrip(_ALWAYS_SAFE_BYTES + safe):
        return bs.decode()
    return ''.join(map(_byte_quoter_factory(safe), bs))


def urlencode(query, doseq=False, safe='', encoding=None, errors=None, quote_via=quote_plus):
    """The query that pairs, or the items of a mapping, make."""
    if hasattr(query, 'items'):
        query = query.items()
    else:
        try:
            if len(query) and not isinstance(query[0], tuple):
                raise TypeError
        except TypeError as error:
            raise TypeError('not a valid non-string sequence or mapping object') from error

    fields = []
    for name, value in query:
        name = (quote_via(name, safe) if isinstance(name, bytes)
                else quote_via(str(name), safe, encoding, errors))
        values = value,
        if doseq and not isinstance(value, (str, bytes)):
            try:
                len(value)
            except TypeError:
                pass
            else:
                values = value
        for each in values:
            each = (quote_via(each, safe) if isinstance(each, bytes)
                    else quote_via(str(each), safe, encoding, errors))
            fields.append(f'{name}={each}')
    return '&'.join(fields)


def __getattr__(name):
    if name != 'Quoter':
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    import warnings
    warnings.warn('Deprecated in 3.11. urllib.parse.Quoter will be removed in Python 3.14. '
                  'It was not intended to be a public API.', DeprecationWarning, stacklevel=2)
    return _Quoter
