"""TLS for sockets and for bytes in memory.

The work is done by the native module `_ssl`; this module has its enumerations, sockets and
convenience functions.
"""

import _ssl
import os
import socket as _socket
import sys
from collections import namedtuple
from enum import Enum as _Enum, IntEnum as _IntEnum, IntFlag as _IntFlag
from socket import SO_TYPE, SOCK_STREAM, SOL_SOCKET, create_connection, socket

from _ssl import (
    HAS_ALPN, HAS_ECDH, HAS_NPN, HAS_PSK, HAS_SNI, HAS_SSLv2, HAS_SSLv3, HAS_TLSv1, HAS_TLSv1_1,
    HAS_TLSv1_2, HAS_TLSv1_3, MemoryBIO, OPENSSL_VERSION, OPENSSL_VERSION_INFO,
    OPENSSL_VERSION_NUMBER, RAND_add, RAND_bytes, RAND_status, SSLCertVerificationError,
    SSLEOFError, SSLError, SSLSession, SSLSyscallError, SSLWantReadError, SSLWantWriteError,
    SSLZeroReturnError, _DEFAULT_CIPHERS, _OPENSSL_API_VERSION, _SSLContext,
)
from ssl._connections import SSLObject, SSLSocket
from _ssl import nid2obj as _nid2obj, txt2obj as _txt2obj

CertificateError = SSLCertVerificationError
socket_error = OSError
HAS_NEVER_CHECK_COMMON_NAME = True
CHANNEL_BINDING_TYPES = []
_RESTRICTED_SERVER_CIPHERS = _DEFAULT_CIPHERS
_GLOBAL_DEFAULT_TIMEOUT = _socket._GLOBAL_DEFAULT_TIMEOUT


def _numbers_as(kind, name, prefix, but=()):
    """Makes an enumeration of the numbers of `_ssl` that begin in some way, and puts its
    members into this module."""
    kind._convert_(name, __name__,
                   lambda member: member.startswith(prefix) and member not in but,
                   source=_ssl)


_numbers_as(_IntEnum, '_SSLMethod', 'PROTOCOL_', but=('PROTOCOL_SSLv23',))
_numbers_as(_IntFlag, 'Options', 'OP_')
_numbers_as(_IntEnum, 'AlertDescription', 'ALERT_DESCRIPTION_')
_numbers_as(_IntEnum, 'SSLErrorNumber', 'SSL_ERROR_')
_numbers_as(_IntFlag, 'VerifyFlags', 'VERIFY_')
_numbers_as(_IntEnum, 'VerifyMode', 'CERT_')

PROTOCOL_SSLv23 = _SSLMethod.PROTOCOL_SSLv23 = _SSLMethod.PROTOCOL_TLS
_PROTOCOL_NAMES = {member: name for name, member in _SSLMethod.__members__.items()
                   if name != 'PROTOCOL_SSLv23'}


class TLSVersion(_IntEnum):
    """Versions of the protocol."""
    MINIMUM_SUPPORTED = _ssl.PROTO_MINIMUM_SUPPORTED
    SSLv3 = _ssl.PROTO_SSLv3
    TLSv1 = _ssl.PROTO_TLSv1
    TLSv1_1 = _ssl.PROTO_TLSv1_1
    TLSv1_2 = _ssl.PROTO_TLSv1_2
    TLSv1_3 = _ssl.PROTO_TLSv1_3
    MAXIMUM_SUPPORTED = _ssl.PROTO_MAXIMUM_SUPPORTED


class _TLSContentType(_IntEnum):
    """Kinds of records, and two that only callbacks see."""
    CHANGE_CIPHER_SPEC = 20
    ALERT = 21
    HANDSHAKE = 22
    APPLICATION_DATA = 23
    HEADER = 0x100
    INNER_CONTENT_TYPE = 0x101


_TLSAlertType = _IntEnum('_TLSAlertType', {
    'CLOSE_NOTIFY': 0, 'UNEXPECTED_MESSAGE': 10, 'BAD_RECORD_MAC': 20, 'DECRYPTION_FAILED': 21,
    'RECORD_OVERFLOW': 22, 'DECOMPRESSION_FAILURE': 30, 'HANDSHAKE_FAILURE': 40,
    'NO_CERTIFICATE': 41, 'BAD_CERTIFICATE': 42, 'UNSUPPORTED_CERTIFICATE': 43,
    'CERTIFICATE_REVOKED': 44, 'CERTIFICATE_EXPIRED': 45, 'CERTIFICATE_UNKNOWN': 46,
    'ILLEGAL_PARAMETER': 47, 'UNKNOWN_CA': 48, 'ACCESS_DENIED': 49, 'DECODE_ERROR': 50,
    'DECRYPT_ERROR': 51, 'EXPORT_RESTRICTION': 60, 'PROTOCOL_VERSION': 70,
    'INSUFFICIENT_SECURITY': 71, 'INTERNAL_ERROR': 80, 'INAPPROPRIATE_FALLBACK': 86,
    'USER_CANCELED': 90, 'NO_RENEGOTIATION': 100, 'MISSING_EXTENSION': 109,
    'UNSUPPORTED_EXTENSION': 110, 'CERTIFICATE_UNOBTAINABLE': 111, 'UNRECOGNIZED_NAME': 112,
    'BAD_CERTIFICATE_STATUS_RESPONSE': 113, 'BAD_CERTIFICATE_HASH_VALUE': 114,
    'UNKNOWN_PSK_IDENTITY': 115, 'CERTIFICATE_REQUIRED': 116, 'NO_APPLICATION_PROTOCOL': 120,
}, module=__name__)

_TLSMessageType = _IntEnum('_TLSMessageType', {
    'HELLO_REQUEST': 0, 'CLIENT_HELLO': 1, 'SERVER_HELLO': 2, 'HELLO_VERIFY_REQUEST': 3,
    'NEWSESSION_TICKET': 4, 'END_OF_EARLY_DATA': 5, 'HELLO_RETRY_REQUEST': 6,
    'ENCRYPTED_EXTENSIONS': 8, 'CERTIFICATE': 11, 'SERVER_KEY_EXCHANGE': 12,
    'CERTIFICATE_REQUEST': 13, 'SERVER_DONE': 14, 'CERTIFICATE_VERIFY': 15,
    'CLIENT_KEY_EXCHANGE': 16, 'FINISHED': 20, 'CERTIFICATE_URL': 21, 'CERTIFICATE_STATUS': 22,
    'SUPPLEMENTAL_DATA': 23, 'KEY_UPDATE': 24, 'NEXT_PROTO': 67, 'MESSAGE_HASH': 254,
    'CHANGE_CIPHER_SPEC': 0x0101,
}, module=__name__)


# Names and addresses in certificates.

def _dnsname_match(dn, hostname):
    """Whether a name in a certificate, perhaps with a wildcard, is that of a host."""
    if not dn:
        return False
    if '*' not in dn:
        return dn.lower() == hostname.lower()
    if dn.count('*') > 1:
        raise CertificateError(f'too many wildcards in certificate DNS name: {dn!r}.')
    first, dot, rest = dn.partition('.')
    if '*' in rest:
        raise CertificateError(
            f'wildcard can only be present in the leftmost label: {dn!r}.')
    if not dot:
        raise CertificateError(
            f'sole wildcard without additional labels are not support: {dn!r}.')
    if first != '*':
        raise CertificateError(
            f'partial wildcards in leftmost label are not supported: {dn!r}.')
    host_first, dot, host_rest = hostname.partition('.')
    return bool(host_first and dot) and rest.lower() == host_rest.lower()


def _inet_paton(ipname):
    """The bytes of an address; ValueError for what is none."""
    try:
        packed = _socket.inet_aton(ipname)
    except OSError:
        pass
    else:
        if _socket.inet_ntoa(packed) != ipname:
            raise ValueError(f'{ipname!r} is not a quad-dotted IPv4 address.')
        return packed
    try:
        return _socket.inet_pton(_socket.AF_INET6, ipname)
    except OSError:
        raise ValueError(f'{ipname!r} is neither an IPv4 nor an IP6 address.')


def _ipaddress_match(cert_ipaddress, host_ip):
    """Whether an address in a certificate is this one."""
    return _inet_paton(cert_ipaddress.rstrip()) == host_ip


DefaultVerifyPaths = namedtuple('DefaultVerifyPaths', (
    'cafile', 'capath', 'openssl_cafile_env', 'openssl_cafile', 'openssl_capath_env',
    'openssl_capath'))


def get_default_verify_paths():
    """Where the system's roots are: what exists, and what is looked for."""
    parts = _ssl.get_default_verify_paths()
    file = os.environ.get(parts[0], parts[1])
    folder = os.environ.get(parts[2], parts[3])
    return DefaultVerifyPaths(file if os.path.isfile(file) else None,
                              folder if os.path.isdir(folder) else None, *parts)


class _ASN1Object(namedtuple('_ASN1Object', 'nid shortname longname oid')):
    """An object identifier with its names."""
    __slots__ = ()

    def __new__(cls, oid):
        return super().__new__(cls, *_txt2obj(oid, name=False))

    @classmethod
    def fromnid(cls, nid):
        """By OpenSSL's number."""
        return super().__new__(cls, *_nid2obj(nid))

    @classmethod
    def fromname(cls, name):
        """By a name, short or long, or by the identifier."""
        return super().__new__(cls, *_txt2obj(name, name=True))


class Purpose(_ASN1Object, _Enum):
    """What a context is for: to authenticate servers, or clients."""
    SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
    CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'


def _warn(message, level=3):
    import warnings
    warnings.warn(message, DeprecationWarning, stacklevel=level)


def _wire_names(kind, protocols):
    """Names of protocols as they go over the wire, each behind its length."""
    encoded = bytearray()
    for name in protocols:
        name = bytes(name, 'ascii')
        if not 0 < len(name) < 256:
            raise SSLError(f'{kind} protocols must be 1 to 255 in length')
        encoded.append(len(name))
        encoded += name
    return encoded


def _native(name, doc, wrap):
    """An attribute of the native context whose values have a class here."""
    inner = getattr(_SSLContext, name)

    def read(self):
        return wrap(inner.__get__(self))

    def write(self, value):
        inner.__set__(self, value)

    return property(read, write, doc=doc)


def _verify_mode(number):
    try:
        return VerifyMode(number)
    except ValueError:
        return number


class SSLContext(_SSLContext):
    """What connections have in common: certificates, keys, and how others are checked."""

    sslsocket_class = None
    sslobject_class = None

    def __new__(cls, protocol=None, *args, **kwargs):
        if protocol is None:
            _warn('ssl.SSLContext() without protocol argument is deprecated.')
            protocol = PROTOCOL_TLS
        return _SSLContext.__new__(cls, protocol)

    def _encode_hostname(self, hostname):
        if hostname is None:
            return None
        if isinstance(hostname, str):
            hostname = hostname.encode('idna')
        return hostname.decode('ascii')

    def wrap_socket(self, sock, server_side=False, do_handshake_on_connect=True,
                    suppress_ragged_eofs=True, server_hostname=None, session=None):
        """A TLS socket in the place of a plain one, which must not be used any more."""
        return self.sslsocket_class._create(
            sock, server_side=server_side, do_handshake_on_connect=do_handshake_on_connect,
            suppress_ragged_eofs=suppress_ragged_eofs, server_hostname=server_hostname,
            context=self, session=session)

    def wrap_bio(self, incoming, outgoing, server_side=False, server_hostname=None,
                 session=None):
        """A connection whose bytes somebody else carries, through two MemoryBIOs."""
        return self.sslobject_class._create(
            incoming, outgoing, server_side=server_side,
            server_hostname=self._encode_hostname(server_hostname), session=session,
            context=self)

    def set_npn_protocols(self, npn_protocols):
        """Once named the protocols for an extension that nobody uses any more."""
        _warn('ssl NPN is deprecated, use ALPN instead')
        _wire_names('NPN', npn_protocols)
        raise NotImplementedError('The NPN extension requires OpenSSL 1.0.1 or later.')

    def set_alpn_protocols(self, alpn_protocols):
        """Names the protocols to agree on one of, the preferred first."""
        self._set_alpn_protocols(_wire_names('ALPN', alpn_protocols))

    def set_servername_callback(self, server_name_callback):
        """As `sni_callback`, but the callback gets names in their encoded form."""
        if server_name_callback is None:
            self.sni_callback = None
            return
        if not callable(server_name_callback):
            raise TypeError('not a callable object')

        def with_encoded_name(connection, name, context):
            return server_name_callback(connection, self._encode_hostname(name), context)

        self.sni_callback = with_encoded_name

    def load_default_certs(self, purpose=Purpose.SERVER_AUTH):
        """Trusts what the system trusts."""
        if not isinstance(purpose, _ASN1Object):
            raise TypeError(purpose)
        self.set_default_verify_paths()

    minimum_version = _native('minimum_version', 'The oldest version to use.', TLSVersion)
    maximum_version = _native('maximum_version', 'The newest version to use.', TLSVersion)
    options = _native('options', 'Options, as flags.', lambda number: Options(number))
    verify_flags = _native('verify_flags', 'How certificates are checked.',
                           lambda number: VerifyFlags(number))
    verify_mode = _native('verify_mode', 'Whether the other end needs a certificate.',
                          _verify_mode)

    @property
    def protocol(self):
        """The kind of the context."""
        return _SSLMethod(super().protocol)

    @property
    def hostname_checks_common_name(self):
        """Whether a common name counts where a certificate names no hosts."""
        never = _ssl.HOSTFLAG_NEVER_CHECK_SUBJECT
        return self._host_flags & never != never

    @hostname_checks_common_name.setter
    def hostname_checks_common_name(self, value):
        if value:
            self._host_flags &= ~_ssl.HOSTFLAG_NEVER_CHECK_SUBJECT
        else:
            self._host_flags |= _ssl.HOSTFLAG_NEVER_CHECK_SUBJECT

    @property
    def _msg_callback(self):
        """A callback for messages of the protocol. It is kept, but rustls shows none."""
        inner = super()._msg_callback
        return None if inner is None else inner.user_function

    @_msg_callback.setter
    def _msg_callback(self, callback):
        slot = _SSLContext._msg_callback
        if callback is None:
            slot.__set__(self, None)
            return
        if not hasattr(callback, '__call__'):
            raise TypeError(f'{callback} is not callable.')

        def inner(connection, direction, version, content_type, msg_type, data):
            return callback(connection, direction, version, content_type, msg_type, data)

        inner.user_function = callback
        slot.__set__(self, inner)


def _keep_secrets(context):
    """Follows SSLKEYLOGFILE."""
    path = os.environ.get('SSLKEYLOGFILE')
    if path and not sys.flags.ignore_environment:
        context.keylog_filename = path


def _trust(context, purpose, cafile, capath, cadata):
    if cafile or capath or cadata:
        context.load_verify_locations(cafile, capath, cadata)
    elif context.verify_mode != CERT_NONE:
        context.load_default_certs(purpose)


def create_default_context(purpose=Purpose.SERVER_AUTH, *, cafile=None, capath=None,
                           cadata=None):
    """A context with good settings, for clients or servers."""
    if not isinstance(purpose, _ASN1Object):
        raise TypeError(purpose)
    if purpose == Purpose.SERVER_AUTH:
        context = SSLContext(PROTOCOL_TLS_CLIENT)
        context.verify_mode = CERT_REQUIRED
        context.check_hostname = True
    elif purpose == Purpose.CLIENT_AUTH:
        context = SSLContext(PROTOCOL_TLS_SERVER)
    else:
        raise ValueError(purpose)
    context.verify_flags |= VERIFY_X509_PARTIAL_CHAIN | VERIFY_X509_STRICT
    _trust(context, purpose, cafile, capath, cadata)
    _keep_secrets(context)
    return context


def _create_unverified_context(protocol=None, *, cert_reqs=CERT_NONE, check_hostname=False,
                               purpose=Purpose.SERVER_AUTH, certfile=None, keyfile=None,
                               cafile=None, capath=None, cadata=None):
    """A context that checks nothing unless told to."""
    if not isinstance(purpose, _ASN1Object):
        raise TypeError(purpose)
    if purpose == Purpose.SERVER_AUTH:
        default = PROTOCOL_TLS_CLIENT
    elif purpose == Purpose.CLIENT_AUTH:
        default = PROTOCOL_TLS_SERVER
    else:
        raise ValueError(purpose)
    context = SSLContext(default if protocol is None else protocol)
    context.check_hostname = check_hostname
    if cert_reqs is not None:
        context.verify_mode = cert_reqs
    if check_hostname:
        context.check_hostname = True
    if keyfile and not certfile:
        raise ValueError('certfile must be specified')
    if certfile or keyfile:
        context.load_cert_chain(certfile, keyfile)
    _trust(context, purpose, cafile, capath, cadata)
    _keep_secrets(context)
    return context


_create_default_https_context = create_default_context
_create_stdlib_context = _create_unverified_context


SSLContext.sslsocket_class = SSLSocket
SSLContext.sslobject_class = SSLObject


_MONTHS = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')


def cert_time_to_seconds(cert_time):
    """The seconds since 1970 of a time as certificates have it, such as
    'Jan  5 09:34:43 2018 GMT'."""
    from calendar import timegm
    from time import strptime
    rest = ' %d %H:%M:%S %Y GMT'
    month = cert_time[:3].title()
    if month not in _MONTHS:
        raise ValueError(f'time data {cert_time!r} does not match format "%b{rest}"')
    parsed = strptime(cert_time[3:], rest)
    return timegm((parsed[0], _MONTHS.index(month) + 1) + parsed[2:6])


PEM_HEADER = '-----BEGIN CERTIFICATE-----'
PEM_FOOTER = '-----END CERTIFICATE-----'


def DER_cert_to_PEM_cert(der_cert_bytes):
    """A certificate's bytes as text."""
    from binascii import b2a_base64
    digits = str(b2a_base64(der_cert_bytes, newline=False), 'ascii')
    lines = [digits[start:start + 64] for start in range(0, len(digits), 64)]
    return '\n'.join([PEM_HEADER, *lines, PEM_FOOTER, ''])


def PEM_cert_to_DER_cert(pem_cert_string):
    """A certificate's text as bytes."""
    from binascii import a2b_base64
    if not pem_cert_string.startswith(PEM_HEADER):
        raise ValueError(f'Invalid PEM encoding; must start with {PEM_HEADER}')
    text = pem_cert_string.strip()
    if not text.endswith(PEM_FOOTER):
        raise ValueError(f'Invalid PEM encoding; must end with {PEM_FOOTER}')
    return a2b_base64(text[len(PEM_HEADER):-len(PEM_FOOTER)].encode('ascii'))


def get_server_certificate(addr, ssl_version=PROTOCOL_TLS_CLIENT, ca_certs=None,
                           timeout=_GLOBAL_DEFAULT_TIMEOUT):
    """The certificate of a server, as text; it is checked where there are certificates to
    check it by."""
    context = _create_stdlib_context(
        ssl_version, cert_reqs=CERT_NONE if ca_certs is None else CERT_REQUIRED,
        cafile=ca_certs)
    with create_connection(addr, timeout=timeout) as plain:
        with context.wrap_socket(plain, server_hostname=addr[0]) as wrapped:
            return DER_cert_to_PEM_cert(wrapped.getpeercert(True))


def get_protocol_name(protocol_code):
    """The name of a kind of contexts."""
    return _PROTOCOL_NAMES.get(protocol_code, '<unknown>')
