"""Codes that show whether a message comes from somebody who knows a key (RFC 2104)."""

import warnings as _warnings

import _hashlib as _hashopenssl
import hashlib as _hashlib
from _hashlib import compare_digest

trans_5C = bytes(byte ^ 0x5C for byte in range(256))
trans_36 = bytes(byte ^ 0x36 for byte in range(256))

# It depends on the digest.
digest_size = None

_functype = type(_hashopenssl.openssl_sha256)


def _maker(digestmod):
    """What makes digests: of a callable, a name, or a module with new()."""
    if callable(digestmod):
        return digestmod
    if isinstance(digestmod, str):
        return lambda data=b'': _hashlib.new(digestmod, data)
    return lambda data=b'': digestmod.new(data)


class HMAC:
    """A code of what was given so far; like a digest otherwise."""

    # Where the digest does not tell; subclasses may change it.
    blocksize = 64

    __slots__ = ('_hmac', '_inner', '_outer', 'block_size', 'digest_size')

    def __init__(self, key, msg=None, digestmod=''):
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError(f'key: expected bytes or bytearray, but got {type(key).__name__!r}')
        if not digestmod:
            raise TypeError("Missing required argument 'digestmod'.")
        if isinstance(digestmod, (str, _functype)):
            try:
                self._init_hmac(key, msg, digestmod)
                return
            except _hashopenssl.UnsupportedDigestmodError:
                pass
        self._init_old(key, msg, digestmod)

    def _init_hmac(self, key, msg, digestmod):
        self._hmac = _hashopenssl.hmac_new(key, msg, digestmod=digestmod)
        self._inner = self._outer = None
        self.digest_size = self._hmac.digest_size
        self.block_size = self._hmac.block_size

    def _block_size_of(self, inner):
        size = getattr(inner, 'block_size', None)
        if size is None:
            _warnings.warn('No block_size attribute on given digest object; '
                           'Assuming %d.' % self.blocksize, RuntimeWarning, 4)
            return self.blocksize
        if size < 16:
            _warnings.warn('block_size of %d seems too small; using our default of %d.'
                           % (size, self.blocksize), RuntimeWarning, 4)
            return self.blocksize
        return size

    def _init_old(self, key, msg, digestmod):
        make = _maker(digestmod)
        self._hmac = None
        self._outer = make()
        self._inner = make()
        self.digest_size = self._inner.digest_size
        self.block_size = self._block_size_of(self._inner)
        if len(key) > self.block_size:
            key = make(key).digest()
        key = key.ljust(self.block_size, b'\0')
        self._outer.update(key.translate(trans_5C))
        self._inner.update(key.translate(trans_36))
        if msg is not None:
            self.update(msg)

    @property
    def name(self):
        return self._hmac.name if self._hmac else f'hmac-{self._inner.name}'

    def update(self, msg):
        """Adds data."""
        (self._hmac or self._inner).update(msg)

    def copy(self):
        """Returns another object with the same data so far."""
        other = self.__class__.__new__(self.__class__)
        other.digest_size = self.digest_size
        for part in ('_hmac', '_inner', '_outer'):
            mine = getattr(self, part)
            setattr(other, part, mine and mine.copy())
        return other

    def _current(self):
        if self._hmac:
            return self._hmac
        whole = self._outer.copy()
        whole.update(self._inner.digest())
        return whole

    def digest(self):
        """Returns the code."""
        return self._current().digest()

    def hexdigest(self):
        """Returns the code in hexadecimal digits."""
        return self._current().hexdigest()


def new(key, msg=None, digestmod=''):
    """Returns an HMAC object."""
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    """Returns the code of a message at once."""
    if isinstance(digest, (str, _functype)):
        try:
            return _hashopenssl.hmac_digest(key, msg, digest)
        except _hashopenssl.UnsupportedDigestmodError:
            pass
    make = _maker(digest)
    inner, outer = make(), make()
    size = getattr(inner, 'block_size', 64)
    if len(key) > size:
        key = make(key).digest()
    key = key.ljust(size, b'\0')
    inner.update(key.translate(trans_36))
    outer.update(key.translate(trans_5C))
    inner.update(msg)
    outer.update(inner.digest())
    return outer.digest()
