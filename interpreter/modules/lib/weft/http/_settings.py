"""How a client goes about it: timeouts, limits of its pool, proxies."""

from ._urls import URL

_UNSET = object()


class Timeout:
    """How long each step may take, in seconds; None means for ever."""

    def __init__(self, timeout=_UNSET, *, connect=_UNSET, read=_UNSET, write=_UNSET, pool=_UNSET):
        if hasattr(timeout, 'as_dict'):
            # One of these, or one of httpx.
            timeout = (timeout.connect, timeout.read, timeout.write, timeout.pool)
        if isinstance(timeout, tuple):
            connect, read, write, pool = (*timeout, None, None, None, None)[:4]
            timeout = None
        given = (connect, read, write, pool)
        if timeout is _UNSET and _UNSET in given:
            raise ValueError(
                'Timeout must either include a default, or set all four parameters '
                'explicitly.')
        self.connect, self.read, self.write, self.pool = (
            timeout if value is _UNSET else value for value in given)

    def as_dict(self):
        return {'connect': self.connect, 'read': self.read, 'write': self.write,
                'pool': self.pool}

    def __eq__(self, other):
        return isinstance(other, Timeout) and self.as_dict() == other.as_dict()

    def __hash__(self):
        return hash(tuple(self.as_dict().values()))

    def __repr__(self):
        values = self.as_dict()
        if len(set(values.values())) == 1:
            return f'Timeout(timeout={self.connect})'
        return f"Timeout({', '.join(f'{name}={value}' for name, value in values.items())})"


class Limits:
    """How many connections a client has, and how long it keeps idle ones."""

    def __init__(self, *, max_connections=None, max_keepalive_connections=None,
                 keepalive_expiry=5.0):
        self.max_connections = max_connections
        self.max_keepalive_connections = max_keepalive_connections
        self.keepalive_expiry = keepalive_expiry

    def __eq__(self, other):
        return isinstance(other, Limits) and vars(self) == vars(other)

    def __repr__(self):
        return f"Limits({', '.join(f'{name}={value}' for name, value in vars(self).items())})"


DEFAULT_TIMEOUT = Timeout(5.0)
DEFAULT_LIMITS = Limits(max_connections=100, max_keepalive_connections=20)
DEFAULT_MAX_REDIRECTS = 20


class Proxy:
    """A proxy that requests go through."""

    def __init__(self, url, *, auth=None, headers=None):
        url = URL(url)
        if url.scheme != 'http':
            raise ValueError(f'Unknown scheme for proxy URL {url!r}')
        if auth is None and url.userinfo:
            auth = url.username, url.password
        self.auth = auth
        self.headers = headers
        self.url = url.copy_with(userinfo=b'')

    def __repr__(self):
        return f'Proxy({str(self.url)!r})'


class EnvironmentProxies:
    """What HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY say."""

    def __init__(self, environment):
        self._proxies = {}
        for scheme in ('http', 'https', 'all'):
            value = environment.get(f'{scheme}_proxy')
            if value is None and not (scheme == 'http' and 'REQUEST_METHOD' in environment):
                # A server sets HTTP_PROXY for its CGI scripts from a header of the client.
                value = environment.get(f'{scheme.upper()}_PROXY')
            if value:
                self._proxies[scheme] = Proxy(value if '://' in value else f'http://{value}')
        hosts = environment.get('no_proxy', environment.get('NO_PROXY', ''))
        self._excepted = [host.strip().lower() for host in hosts.split(',') if host.strip()]

    def proxy_for(self, url):
        proxy = self._proxies.get(url.scheme) or self._proxies.get('all')
        return None if proxy is None or self._is_excepted(url) else proxy

    def _is_excepted(self, url):
        places = (url.host, f'{url.host}:{url.effective_port}')
        return any(
            host == '*' or host.strip('[]') in places
            or any(place.endswith('.' + host.removeprefix('*').lstrip('.')) for place in places)
            for host in (entry.partition('://')[2] or entry for entry in self._excepted)
        )


def ssl_context(verify, cert):
    """The context that the arguments `verify` and `cert` of a client mean."""
    import ssl
    if isinstance(verify, ssl.SSLContext):
        context = verify
    else:
        context = ssl.create_default_context(cafile=verify if isinstance(verify, str) else None)
        if verify is False:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        context.set_alpn_protocols(['http/1.1'])
    if cert is not None:
        chain = (cert,) if isinstance(cert, str) else cert
        context.load_cert_chain(*chain)
    return context
