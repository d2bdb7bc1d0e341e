"""Which proxies the environment names, and for which hosts it wants none."""

import os

from urllib._old_splits import _splitpasswd, _splitport, _splittype, _splituser


def getproxies_environment():
    """The proxies that variables like http_proxy name, by scheme."""
    found = [(name, name[:-6].lower(), value) for name, value in os.environ.items()
             if name[-6:].lower() == '_proxy']
    proxies = {scheme: value for _, scheme, value in found if value}
    # In a CGI script, the variable may come from a header of the request.
    if 'REQUEST_METHOD' in os.environ:
        proxies.pop('http', None)
    for name, scheme, value in found:
        if name.endswith('_proxy'):
            proxies[scheme] = value
            if not value:
                del proxies[scheme]
    return proxies


def proxy_bypass_environment(host, proxies=None):
    """Whether no_proxy says that a host is reached without a proxy."""
    if proxies is None:
        proxies = getproxies_environment()
    if 'no' not in proxies:
        return False
    if proxies['no'] == '*':
        return True
    host = host.lower()
    names = host, _splitport(host)[0]
    for domain in proxies['no'].split(','):
        domain = domain.strip().lstrip('.').lower()
        if domain and any(name == domain or name.endswith('.' + domain) for name in names):
            return True
    return False


def _parse_proxy(proxy):
    """Scheme, user, password and host of a proxy, given as a URL or without a scheme."""
    scheme, authority = _splittype(proxy)
    if not authority.startswith('/'):
        scheme, authority = None, proxy
    elif not authority.startswith('//'):
        raise ValueError(f'proxy URL with no authority: {proxy!r}')
    else:
        end = authority.find('/', max(authority.find('@'), 2))
        authority = authority[2:end if end >= 0 else None]
    user, host = _splituser(authority)
    user, password = (None, None) if user is None else _splitpasswd(user)
    return scheme, user, password, host


def _numbers(address):
    parts = [int(part) for part in address.split('.')]
    return int.from_bytes([*parts, 0, 0, 0, 0][:4])


def _proxy_bypass_macosx_sysconf(host, proxy_settings):
    """Whether the settings of macOS want no proxy for a host."""
    import re
    from fnmatch import fnmatch
    from ipaddress import AddressValueError, IPv4Address

    name = _splitport(host)[0]
    if '.' not in host and proxy_settings['exclude_simple']:
        return True
    address = None
    try:
        address = int(IPv4Address(name))
    except AddressValueError:
        pass
    for value in proxy_settings.get('exceptions', ()):
        match = re.match(r'(\d+(?:\.\d+)*)(/\d+)?', value) if value else None
        if match and address is not None:
            bits = int(match[2][1:]) if match[2] else 8 * (match[1].count('.') + 1)
            if 0 <= bits <= 32:
                shift = 32 - bits
                if address >> shift == _numbers(match[1]) >> shift:
                    return True
        elif value and fnmatch(host, value):
            return True
    return False


def _proxy_bypass_winreg_override(host, override):
    """Whether the settings of Windows want no proxy for a host."""
    from fnmatch import fnmatch
    name = _splitport(host)[0]
    for test in override.split(';'):
        test = test.strip()
        if test == '<local>' and '.' not in name or test and fnmatch(name, test):
            return True
    return False
