"""Handlers that give a user's name and password where a server asks for them."""

import base64
import hashlib
import os
import re
import time
import warnings

from urllib._handlers import BaseHandler
from urllib._old_splits import _splitport
from urllib.error import HTTPError, URLError
from urllib.parse import urlparse, urlsplit


class HTTPPasswordMgr:
    """Users and passwords, by realm and URL."""

    def __init__(self):
        self.passwd = {}

    def add_password(self, realm, uri, user, passwd):
        """Keeps a password for a realm, and a URL or several."""
        uris = [uri] if isinstance(uri, str) else uri
        known = self.passwd.setdefault(realm, {})
        for default_port in True, False:
            known[tuple(self.reduce_uri(uri, default_port) for uri in uris)] = user, passwd

    def find_user_password(self, realm, authuri):
        """The user and the password for a URL, or None twice."""
        known = self.passwd.get(realm, {})
        for default_port in True, False:
            wanted = self.reduce_uri(authuri, default_port)
            for uris, found in known.items():
                if any(self.is_suburi(uri, wanted) for uri in uris):
                    return found
        return None, None

    def reduce_uri(self, uri, default_port=True):
        """The authority and the path of a URL, or of an authority."""
        scheme, authority, path, *_ = urlsplit(uri)
        if not authority:
            scheme, authority, path = None, uri, '/'
        host, port = _splitport(authority)
        if default_port and port is None and scheme in ('http', 'https'):
            authority = f'{host}:{80 if scheme == "http" else 443}'
        return authority, path or '/'

    def is_suburi(self, base, test):
        """Whether a reduced URL is another one, or below it."""
        if base == test:
            return True
        folder = base[1] if base[1].endswith('/') else base[1] + '/'
        return base[0] == test[0] and test[1].startswith(folder)


class HTTPPasswordMgrWithDefaultRealm(HTTPPasswordMgr):
    """Passwords for the realm None are good for all others."""

    def find_user_password(self, realm, authuri):
        found = super().find_user_password(realm, authuri)
        return super().find_user_password(None, authuri) if found[0] is None else found


class HTTPPasswordMgrWithPriorAuth(HTTPPasswordMgrWithDefaultRealm):
    """Knows where a password is sent before the server asks for it."""

    def __init__(self, *args, **kwargs):
        self.authenticated = {}
        super().__init__(*args, **kwargs)

    def add_password(self, realm, uri, user, passwd, is_authenticated=False):
        self.update_authenticated(uri, is_authenticated)
        for each in {realm: None, None: None}:
            super().add_password(each, uri, user, passwd)

    def update_authenticated(self, uri, is_authenticated=False):
        for default_port in True, False:
            for each in [uri] if isinstance(uri, str) else uri:
                self.authenticated[self.reduce_uri(each, default_port)] = is_authenticated

    def is_authenticated(self, authuri):
        for default_port in True, False:
            wanted = self.reduce_uri(authuri, default_port)
            for uri, is_authenticated in self.authenticated.items():
                if self.is_suburi(uri, wanted):
                    return is_authenticated


def _basic(user, password):
    return 'Basic ' + base64.b64encode(f'{user}:{password}'.encode()).decode('ascii')


class AbstractBasicAuthHandler:
    """Basic authentication, for a server or a proxy."""

    rx = re.compile('(?:^|,)[ \t]*([^ \t,]+)[ \t]+realm=(["\']?)([^"\']*)\\2', re.I)

    def __init__(self, password_mgr=None):
        self.passwd = HTTPPasswordMgr() if password_mgr is None else password_mgr
        self.add_password = self.passwd.add_password

    def _parse_realm(self, header):
        """The schemes that a header offers, with their realms."""
        matches = list(AbstractBasicAuthHandler.rx.finditer(header))
        for match in matches:
            scheme, quote, realm = match.groups()
            if not quote:
                warnings.warn('Basic Auth Realm was unquoted', UserWarning, 3)
            yield scheme, realm
        if not matches:
            yield (header.split()[0] if header else ''), None

    def http_error_auth_reqed(self, authreq, host, req, headers):
        unsupported = None
        for header in headers.get_all(authreq) or ():
            for scheme, realm in self._parse_realm(header):
                if scheme.lower() != 'basic':
                    unsupported = scheme
                elif realm is not None:
                    return self.retry_http_basic_auth(host, req, realm)
        if unsupported is not None:
            raise ValueError('AbstractBasicAuthHandler does not support the following scheme: '
                             f'{scheme!r}')

    def retry_http_basic_auth(self, host, req, realm):
        user, password = self.passwd.find_user_password(realm, host)
        if password is None:
            return None
        value = _basic(user, password)
        if req.get_header(self.auth_header, None) == value:
            return None
        req.add_unredirected_header(self.auth_header, value)
        return self.parent.open(req, timeout=req.timeout)

    def http_request(self, req):
        is_known = getattr(self.passwd, 'is_authenticated', lambda url: False)
        if is_known(req.full_url) and not req.has_header('Authorization'):
            found = self.passwd.find_user_password(None, req.full_url)
            req.add_unredirected_header('Authorization', _basic(*found))
        return req

    def http_response(self, req, response):
        if hasattr(self.passwd, 'is_authenticated'):
            self.passwd.update_authenticated(req.full_url, 200 <= response.code < 300)
        return response

    https_request = http_request
    https_response = http_response


class HTTPBasicAuthHandler(AbstractBasicAuthHandler, BaseHandler):
    """Basic authentication for servers."""

    auth_header = 'Authorization'

    def http_error_401(self, req, fp, code, msg, headers):
        return self.http_error_auth_reqed('www-authenticate', req.full_url, req, headers)


class ProxyBasicAuthHandler(AbstractBasicAuthHandler, BaseHandler):
    """Basic authentication for proxies."""

    auth_header = 'Proxy-authorization'

    def http_error_407(self, req, fp, code, msg, headers):
        return self.http_error_auth_reqed('proxy-authenticate', req.host, req, headers)


_ALGORITHMS = {'MD5': hashlib.md5, 'SHA': hashlib.sha1}


def parse_keqv_list(l):
    """The names and values that 'name=value' texts have."""
    parsed = {}
    for element in l:
        name, value = element.split('=', 1)
        parsed[name] = value[1:-1] if value[0] == value[-1] == '"' else value
    return parsed


def parse_http_list(s):
    """The elements between commas; one within double quotes separates none."""
    parts = re.findall(r'(?:"(?:\\.|[^"\\])*(?:"|\\?$)|[^",])+|(?<=,)(?=,)|^(?=,)', s, re.DOTALL)
    return [re.sub(r'"(?:\\.|[^"\\])*"?',
                   lambda quoted: re.sub(r'\\(.)', r'\1', quoted[0], flags=re.DOTALL),
                   part, flags=re.DOTALL).strip() for part in parts]


class AbstractDigestAuthHandler:
    """Digest authentication, for a server or a proxy."""

    def __init__(self, passwd=None):
        self.passwd = HTTPPasswordMgr() if passwd is None else passwd
        self.add_password = self.passwd.add_password
        self.retried = 0
        self.nonce_count = 0
        self.last_nonce = None

    def reset_retry_count(self):
        self.retried = 0

    def http_error_auth_reqed(self, auth_header, host, req, headers):
        if self.retried > 5:
            raise HTTPError(req.full_url, 401, 'digest auth failed', headers, None)
        self.retried += 1
        value = headers.get(auth_header, None)
        if not value:
            return None
        scheme = value.split()[0]
        if scheme.lower() == 'digest':
            return self.retry_http_digest_auth(req, value)
        if scheme.lower() != 'basic':
            raise ValueError('AbstractDigestAuthHandler does not support the following scheme: '
                             f"'{scheme}'")

    def retry_http_digest_auth(self, req, auth):
        challenge = parse_keqv_list(filter(None, parse_http_list(auth.split(' ', 1)[1])))
        answer = self.get_authorization(req, challenge)
        if not answer:
            return None
        value = f'Digest {answer}'
        if req.headers.get(self.auth_header, None) == value:
            return None
        req.add_unredirected_header(self.auth_header, value)
        return self.parent.open(req, timeout=req.timeout)

    def get_cnonce(self, nonce):
        text = f'{self.nonce_count}:{nonce}:{time.ctime()}:'.encode('ascii')
        return hashlib.sha1(text + os.urandom(8)).hexdigest()[:16]

    def get_authorization(self, req, chal):
        """The answer to a challenge."""
        if 'realm' not in chal or 'nonce' not in chal:
            return None
        realm, nonce, qop = chal['realm'], chal['nonce'], chal.get('qop')
        algorithm = chal.get('algorithm', 'MD5')
        digest, keyed = self.get_algorithm_impls(algorithm)
        user, password = self.passwd.find_user_password(realm, req.full_url)
        if user is None:
            return None
        entity = None if req.data is None else self.get_entity_digest(req.data, chal)
        secret = digest(f'{user}:{realm}:{password}')
        action = digest(f'{req.get_method()}:{req.selector}')
        if qop is None:
            response = keyed(secret, f'{nonce}:{action}')
        elif 'auth' in qop.split(','):
            self.nonce_count = self.nonce_count + 1 if nonce == self.last_nonce else 1
            self.last_nonce = nonce
            count, cnonce = f'{self.nonce_count:08x}', self.get_cnonce(nonce)
            response = keyed(secret, f'{nonce}:{count}:{cnonce}:auth:{action}')
        else:
            raise URLError(f"qop '{qop}' is not supported.")
        parts = [f'username="{user}"', f'realm="{realm}"', f'nonce="{nonce}"',
                 f'uri="{req.selector}"', f'response="{response}"']
        if chal.get('opaque'):
            parts.append(f'opaque="{chal["opaque"]}"')
        if entity:
            parts.append(f'digest="{entity}"')
        parts.append(f'algorithm="{algorithm}"')
        if qop:
            parts.append(f'qop=auth, nc={count}, cnonce="{cnonce}"')
        return ', '.join(parts)

    def get_algorithm_impls(self, algorithm):
        """The digest of a text, and of a secret and a text."""
        if algorithm not in _ALGORITHMS:
            raise ValueError(f'Unsupported digest authentication algorithm {algorithm!r}')
        function = _ALGORITHMS[algorithm]

        def digest(text):
            return function(text.encode('ascii')).hexdigest()

        return digest, lambda secret, data: digest(f'{secret}:{data}')

    def get_entity_digest(self, data, chal):
        return None


class HTTPDigestAuthHandler(BaseHandler, AbstractDigestAuthHandler):
    """Digest authentication for servers."""

    auth_header = 'Authorization'
    handler_order = 490

    def http_error_401(self, req, fp, code, msg, headers):
        host = urlparse(req.full_url)[1]
        response = self.http_error_auth_reqed('www-authenticate', host, req, headers)
        self.reset_retry_count()
        return response


class ProxyDigestAuthHandler(BaseHandler, AbstractDigestAuthHandler):
    """Digest authentication for proxies."""

    auth_header = 'Proxy-Authorization'
    handler_order = 490

    def http_error_407(self, req, fp, code, msg, headers):
        response = self.http_error_auth_reqed('proxy-authenticate', req.host, req, headers)
        self.reset_retry_count()
        return response
