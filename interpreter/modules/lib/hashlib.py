"""Digests: of data at once, of data piece by piece, of files, and keys from passwords."""

import _hashlib
from _hashlib import pbkdf2_hmac, scrypt

# Which module has which, where the names are those of Python.
_MODULES = {
    '_md5': ('md5',),
    '_sha1': ('sha1',),
    '_sha2': ('sha224', 'sha256', 'sha384', 'sha512'),
    '_blake2': ('blake2b', 'blake2s'),
    '_sha3': ('sha3_224', 'sha3_256', 'sha3_384', 'sha3_512', 'shake_128', 'shake_256'),
}
_ALWAYS = tuple(name for names in _MODULES.values() for name in names)
_HOMES = {name: module for module, names in _MODULES.items() for name in names}
_HOMES |= {name.upper(): _HOMES[name] for name in _ALWAYS if name.startswith(('md', 'sha'))
           and '_' not in name}

algorithms_guaranteed = set(_ALWAYS)
algorithms_available = algorithms_guaranteed.union(_hashlib.openssl_md_meth_names)

__all__ = (*_ALWAYS, 'new', 'algorithms_guaranteed', 'algorithms_available', 'file_digest',
           'pbkdf2_hmac')

__builtin_constructor_cache = {}


def __get_builtin_constructor(name):
    constructor = __builtin_constructor_cache.get(name)
    if constructor is None and name in _HOMES:
        try:
            module = __import__(_HOMES[name])
        except ImportError:
            pass
        else:
            constructor = getattr(module, name.lower())
            for known in {name.lower(), name.upper()}.intersection(_HOMES):
                __builtin_constructor_cache[known] = constructor
    if constructor is None:
        raise ValueError('unsupported hash type ' + name)
    return constructor


# With their own parameters.
_BLAKE2 = ('blake2b', 'blake2s')


def new(name, data=b'', **kwargs):
    """Returns a digest by its name, of this data so far."""
    if name in _BLAKE2:
        return __get_builtin_constructor(name)(data, **kwargs)
    try:
        return _hashlib.new(name, data, **kwargs)
    except ValueError:
        return __get_builtin_constructor(name)(data)


def _constructor(name):
    if name not in _BLAKE2:
        try:
            found = getattr(_hashlib, f'openssl_{name}')
            # It may be there, but not be allowed.
            found(usedforsecurity=False)
            return found
        except (AttributeError, ValueError):
            pass
    return __get_builtin_constructor(name)


def file_digest(fileobj, digest, /, *, _bufsize=2**18):
    """Returns a digest of what can be read from a binary file.

    The digest is given by its name, or by what makes one.
    """
    result = new(digest) if isinstance(digest, str) else digest()
    if hasattr(fileobj, 'getbuffer'):
        # It is in memory already.
        result.update(fileobj.getbuffer())
        return result
    if not (hasattr(fileobj, 'readinto') and hasattr(fileobj, 'readable')
            and fileobj.readable()):
        raise ValueError(f"'{fileobj!r}' is not a file-like object in binary reading mode.")
    buffer = bytearray(_bufsize)
    view = memoryview(buffer)
    while size := fileobj.readinto(buffer):
        result.update(view[:size])
    return result


for _name in _ALWAYS:
    globals()[_name] = _constructor(_name)
del _name
