"""What compressed files have in common."""

import io
import sys

BUFFER_SIZE = io.DEFAULT_BUFFER_SIZE

CUT_OFF = 'Compressed file ended before the end-of-stream marker was reached'


class BaseStream(io.BufferedIOBase):
    """A file that knows what it was opened for."""

    def _check_not_closed(self):
        if self.closed:
            raise ValueError('I/O operation on closed file')

    def _check_can_read(self):
        if not self.readable():
            raise io.UnsupportedOperation('File not open for reading')

    def _check_can_write(self):
        if not self.writable():
            raise io.UnsupportedOperation('File not open for writing')

    def _check_can_seek(self):
        if not self.readable():
            raise io.UnsupportedOperation('Seeking is only supported on files open for reading')
        if not self.seekable():
            raise io.UnsupportedOperation('The underlying file object does not support seeking')


class DecompressReader(io.RawIOBase):
    """Reads what one compressed stream after the other in a file holds."""

    def __init__(self, fp, decomp_factory, trailing_error=(), **decomp_args):
        self._fp = fp
        self._eof = False
        self._pos = 0
        # How much there is in all, once that is known.
        self._size = -1
        self._decomp_factory = decomp_factory
        self._decomp_args = decomp_args
        self._trailing_error = trailing_error
        self._begin()

    def _begin(self):
        self._decompressor = self._decomp_factory(**self._decomp_args)

    def readable(self):
        return True

    def close(self):
        self._decompressor = None
        return super().close()

    def seekable(self):
        return self._fp.seekable()

    def readinto(self, b):
        with memoryview(b) as view, view.cast('B') as target:
            data = self.read(len(target))
            target[:len(data)] = data
        return len(data)

    def read(self, size=-1):
        if size < 0:
            return self.readall()
        if not size or self._eof:
            return b''
        data = b''
        while not data:
            data = self._next(size)
            if data is None:
                self._eof = True
                self._size = self._pos
                return b''
        self._pos += len(data)
        return data

    def _next(self, size):
        """What the next input gives, which may be nothing; None at the end."""
        if self._decompressor.eof:
            block = self._decompressor.unused_data or self._fp.read(BUFFER_SIZE)
            if not block:
                return None
            self._begin()
            try:
                return self._decompressor.decompress(block, size)
            except self._trailing_error:
                # What is behind the last stream is none.
                return None
        block = b''
        if self._decompressor.needs_input:
            block = self._fp.read(BUFFER_SIZE)
            if not block:
                raise EOFError(CUT_OFF)
        return self._decompressor.decompress(block, size)

    def readall(self):
        parts = []
        while data := self.read(sys.maxsize):
            parts.append(data)
        return b''.join(parts)

    def _rewind(self):
        self._fp.seek(0)
        self._eof = False
        self._pos = 0
        self._begin()

    def seek(self, offset, whence=io.SEEK_SET):
        """Goes to a position: forward by reading, back from the start."""
        if whence == io.SEEK_CUR:
            offset += self._pos
        elif whence == io.SEEK_END:
            while self._size < 0:
                self.read(io.DEFAULT_BUFFER_SIZE)
            offset += self._size
        elif whence != io.SEEK_SET:
            raise ValueError(f'Invalid value for whence: {whence}')
        if offset < self._pos:
            self._rewind()
        while self._pos < offset and self.read(min(io.DEFAULT_BUFFER_SIZE, offset - self._pos)):
            pass
        return self._pos

    def tell(self):
        return self._pos


def open_file(kind, mode, encoding, errors, newline):
    """For the functions open(): what a class makes of a mode, as text if that is wanted."""
    is_text = 't' in mode
    if is_text and 'b' in mode:
        raise ValueError(f'Invalid mode: {mode!r}')
    if not is_text:
        for name, value in ('encoding', encoding), ('errors', errors), ('newline', newline):
            if value is not None:
                raise ValueError(f"Argument '{name}' not supported in binary mode")
    file = kind(mode.replace('t', ''))
    if is_text:
        return io.TextIOWrapper(file, io.text_encoding(encoding), errors, newline)
    return file
