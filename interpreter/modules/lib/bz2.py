"""Files compressed by bzip2."""

import builtins as _builtins
import io as _io
import os as _os

import _compression
from _bz2 import BZ2Compressor, BZ2Decompressor

_builtin_open = _builtins.open

__all__ = ['BZ2File', 'BZ2Compressor', 'BZ2Decompressor', 'open', 'compress', 'decompress']

_MODES = {'': 'rb', 'r': 'rb', 'rb': 'rb', 'w': 'wb', 'wb': 'wb', 'x': 'xb', 'xb': 'xb',
          'a': 'ab', 'ab': 'ab'}


class BZ2File(_compression.BaseStream):
    """A file, compressed as it is written, or decompressed as it is read."""

    def __init__(self, filename, mode='r', *, compresslevel=9):
        self._fp = None
        self._closefp = False
        self._reads = None
        if not 1 <= compresslevel <= 9:
            raise ValueError('compresslevel must be between 1 and 9')
        if mode not in _MODES:
            raise ValueError(f'Invalid mode: {mode!r}')
        mode = _MODES[mode]
        if mode != 'rb':
            self._compressor = BZ2Compressor(compresslevel)
        if isinstance(filename, (str, bytes, _os.PathLike)):
            self._fp = _builtin_open(filename, mode)
            self._closefp = True
        elif hasattr(filename, 'read') or hasattr(filename, 'write'):
            self._fp = filename
        else:
            raise TypeError('filename must be a str, bytes, file or PathLike object')
        self._reads = mode == 'rb'
        if self._reads:
            raw = _compression.DecompressReader(self._fp, BZ2Decompressor, trailing_error=OSError)
            self._buffer = _io.BufferedReader(raw)
        else:
            self._pos = 0

    def close(self):
        if self.closed:
            return
        try:
            if self._reads:
                self._buffer.close()
            elif self._reads is False:
                self._fp.write(self._compressor.flush())
                self._compressor = None
        finally:
            try:
                if self._closefp:
                    self._fp.close()
            finally:
                self._fp = self._buffer = None
                self._closefp = False

    @property
    def closed(self):
        return self._fp is None

    @property
    def name(self):
        self._check_not_closed()
        return self._fp.name

    @property
    def mode(self):
        return 'wb' if self._reads is False else 'rb'

    def fileno(self):
        self._check_not_closed()
        return self._fp.fileno()

    def seekable(self):
        return self.readable() and self._buffer.seekable()

    def readable(self):
        self._check_not_closed()
        return self._reads is True

    def writable(self):
        self._check_not_closed()
        return self._reads is False

    def peek(self, n=0):
        self._check_can_read()
        return self._buffer.peek(n)

    def read(self, size=-1):
        self._check_can_read()
        return self._buffer.read(size)

    def read1(self, size=-1):
        self._check_can_read()
        return self._buffer.read1(_io.DEFAULT_BUFFER_SIZE if size < 0 else size)

    def readinto(self, b):
        self._check_can_read()
        return self._buffer.readinto(b)

    def _line_size(self, size):
        if not isinstance(size, int):
            if not hasattr(size, '__index__'):
                raise TypeError('Integer argument expected')
            size = size.__index__()
        self._check_can_read()
        return size

    def readline(self, size=-1):
        size = self._line_size(size)
        return self._buffer.readline(size)

    def readlines(self, size=-1):
        size = self._line_size(size)
        return self._buffer.readlines(size)

    def write(self, data):
        self._check_can_write()
        if not isinstance(data, (bytes, bytearray)):
            data = memoryview(data)
        length = data.nbytes if isinstance(data, memoryview) else len(data)
        self._fp.write(self._compressor.compress(data))
        self._pos += length
        return length

    def seek(self, offset, whence=_io.SEEK_SET):
        self._check_can_seek()
        return self._buffer.seek(offset, whence)

    def tell(self):
        self._check_not_closed()
        return self._buffer.tell() if self._reads else self._pos


def open(filename, mode='rb', compresslevel=9, encoding=None, errors=None, newline=None):
    """Opens a compressed file, as text where the mode has a t."""
    return _compression.open_file(
        lambda mode: BZ2File(filename, mode, compresslevel=compresslevel), mode, encoding, errors,
        newline)


def compress(data, compresslevel=9):
    """Compresses data at once."""
    compressor = BZ2Compressor(compresslevel)
    return compressor.compress(data) + compressor.flush()


def decompress(data):
    """Decompresses data at once: all streams; what is no stream behind them is left out."""
    results = []
    while data:
        decompressor = BZ2Decompressor()
        try:
            result = decompressor.decompress(data)
        except OSError:
            if results:
                break
            raise
        results.append(result)
        if not decompressor.eof:
            raise ValueError('Compressed data ended before the end-of-stream marker was reached')
        data = decompressor.unused_data
    return b''.join(results)
