"""The functions for parts of URLs that urllib.parse had before urlsplit."""

import re

_type = re.compile('([^/:]+):(.*)', re.DOTALL).match
_host = re.compile('//([^/#?]*)(.*)', re.DOTALL).match
_port = re.compile('(.*):([0-9]*)', re.DOTALL).fullmatch


def unwrap(url):
    """The URL in '<URL:scheme://host/path>', which may lack any of the wrapping."""
    url = str(url).strip()
    if url.startswith('<') and url.endswith('>'):
        url = url[1:-1].strip()
    return url[4:].strip() if url.startswith('URL:') else url


def _to_bytes(url):
    if isinstance(url, str) and not url.isascii():
        raise UnicodeError(f'URL {url!r} contains non-ASCII characters')
    return url


def _splittype(url):
    match = _type(url)
    return (match[1].lower(), match[2]) if match else (None, url)


def _splithost(url):
    match = _host(url)
    if not match:
        return None, url
    host, path = match.groups()
    return host, path if path[:1] in ('', '/') else '/' + path


def _splituser(host):
    user, has_user, host = host.rpartition('@')
    return user if has_user else None, host


def _splitpasswd(user):
    user, has_password, password = user.partition(':')
    return user, password if has_password else None


def _splitport(host):
    match = _port(host)
    if not match:
        return host, None
    return (match[1], match[2]) if match[2] else (match[1], None)


def _splitnport(host, defport=-1):
    name, has_port, port = host.rpartition(':')
    if not has_port:
        return host, defport
    if not port:
        return name, defport
    return name, int(port) if port.isdigit() and port.isascii() else None


def _splitquery(url):
    path, has_query, query = url.rpartition('?')
    return (path, query) if has_query else (url, None)


def _splittag(url):
    path, has_tag, tag = url.rpartition('#')
    return (path, tag) if has_tag else (url, None)


def _splitattr(url):
    path, *attributes = url.split(';')
    return path, attributes


def _splitvalue(attr):
    name, has_value, value = attr.partition('=')
    return name, value if has_value else None


def _deprecated(function, advice):
    name = function.__name__[1:]
    text = f'urllib.parse.{name}() is deprecated as of 3.8{advice}'

    def deprecated(*args, **kwargs):
        import warnings
        warnings.warn(text, DeprecationWarning, stacklevel=2)
        return function(*args, **kwargs)

    deprecated.__name__ = deprecated.__qualname__ = name
    deprecated.__module__ = 'urllib.parse'
    return deprecated


_urlparse = ', use urllib.parse.urlparse() instead'
splittype = _deprecated(_splittype, _urlparse)
splithost = _deprecated(_splithost, _urlparse)
splituser = _deprecated(_splituser, _urlparse)
splitpasswd = _deprecated(_splitpasswd, _urlparse)
splitport = _deprecated(_splitport, _urlparse)
splitnport = _deprecated(_splitnport, _urlparse)
splitquery = _deprecated(_splitquery, _urlparse)
splittag = _deprecated(_splittag, _urlparse)
splitattr = _deprecated(_splitattr, _urlparse)
splitvalue = _deprecated(_splitvalue, ', use urllib.parse.parse_qsl() instead')
to_bytes = _deprecated(_to_bytes, '')
