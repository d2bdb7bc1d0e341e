"""Files with compiled code: a header of 16 bytes and a marshalled object."""

import marshal
from . import _bootstrap_external as _files
from ._bootstrap import _verbose_message

_CHECKED_HASH = 3


def _classify_pyc(data, name, exc_details):
    # Returns the flags of a header that can be used.
    magic = data[:4]
    if magic != _files.MAGIC_NUMBER:
        message = f'bad magic number in {name!r}: {magic!r}'
        _verbose_message('{}', message)
        raise ImportError(message, **exc_details)
    if len(data) < 16:
        message = f'reached EOF while reading pyc header of {name!r}'
        _verbose_message('{}', message)
        raise EOFError(message)
    flags = _files._unpack_uint32(data[4:8])
    if flags & ~_CHECKED_HASH:
        raise ImportError(f'invalid flags {flags!r} in {name!r}', **exc_details)
    return flags


def _validate_timestamp_pyc(data, source_mtime, source_size, name, exc_details):
    for start, expected in (8, source_mtime), (12, source_size):
        if expected is None:
            continue
        if _files._unpack_uint32(data[start:start + 4]) != expected & 0xFFFFFFFF:
            message = f'bytecode is stale for {name!r}'
            _verbose_message('{}', message)
            raise ImportError(message, **exc_details)


def _validate_hash_pyc(data, source_hash, name, exc_details):
    if data[8:16] != source_hash:
        raise ImportError("hash in bytecode doesn't match hash of source "
                          f"{name!r}", **exc_details)


def _compile_bytecode(data, name=None, bytecode_path=None, source_path=None):
    code = marshal.loads(data)
    if not isinstance(code, type(_compile_bytecode.__code__)):
        raise ImportError(f'Non-code object in {bytecode_path!r}',
                          name=name, path=bytecode_path)
    _verbose_message('code object from {!r}', bytecode_path)
    if source_path is not None:
        import _imp
        _imp._fix_co_filename(code, source_path)
    return code


def _code_to_timestamp_pyc(code, mtime=0, source_size=0):
    pack = _files._pack_uint32
    return bytearray(_files.MAGIC_NUMBER + pack(0) + pack(mtime) + pack(source_size)
                     + marshal.dumps(code))


def _code_to_hash_pyc(code, source_hash, checked=True):
    assert len(source_hash) == 8
    return bytearray(_files.MAGIC_NUMBER + _files._pack_uint32(1 | checked << 1)
                     + source_hash + marshal.dumps(code))
