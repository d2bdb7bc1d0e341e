"""Files compressed by gzip."""

import _compression
import builtins
import errno as _errno
import io
import os
import struct
import sys
import time
import zlib

__all__ = ['BadGzipFile', 'GzipFile', 'open', 'compress', 'decompress']

FTEXT, FHCRC, FEXTRA, FNAME, FCOMMENT = 1, 2, 4, 8, 16
READ = 'rb'
WRITE = 'wb'

_COMPRESS_LEVEL_FAST = 1
_COMPRESS_LEVEL_TRADEOFF = 6
_COMPRESS_LEVEL_BEST = 9

READ_BUFFER_SIZE = 128 * 1024
_WRITE_BUFFER_SIZE = 4 * io.DEFAULT_BUFFER_SIZE


class BadGzipFile(OSError):
    """The file is none of gzip, or its content was changed."""


def open(filename, mode='rb', compresslevel=_COMPRESS_LEVEL_BEST, encoding=None, errors=None,
         newline=None):
    """Opens a compressed file, as text where the mode has a t."""
    def make(mode):
        if isinstance(filename, (str, bytes, os.PathLike)):
            return GzipFile(filename, mode, compresslevel)
        if hasattr(filename, 'read') or hasattr(filename, 'write'):
            return GzipFile(None, mode, compresslevel, filename)
        raise TypeError('filename must be a str or bytes object, or a file')

    return _compression.open_file(make, mode, encoding, errors, newline)


def write32u(output, value):
    output.write(struct.pack('<L', value))


class _PaddedFile:
    """A file to which bytes can be given back."""

    def __init__(self, f, prepend=b''):
        self.file = f
        self._pending = prepend

    def read(self, size):
        data, self._pending = self._pending[:size], self._pending[size:]
        return data + self.file.read(size - len(data)) if len(data) < size else data

    def prepend(self, prepend=b''):
        self._pending = prepend + self._pending

    def seek(self, off):
        self._pending = b''
        return self.file.seek(off)

    def seekable(self):
        return True


class _WriteBufferStream(io.RawIOBase):
    """Takes what a buffer has collected."""

    def __init__(self, gzip_file):
        self.gzip_file = gzip_file

    def write(self, data):
        return self.gzip_file._write_raw(data)

    def seekable(self):
        return False

    def writable(self):
        return True


class GzipFile(_compression.BaseStream):
    """A file, compressed as it is written, or decompressed as it is read."""

    # The file, if it was opened here and is to be closed here.
    myfileobj = None

    def __init__(self, filename=None, mode=None, compresslevel=_COMPRESS_LEVEL_BEST, fileobj=None,
                 mtime=None):
        if mode and ('t' in mode or 'U' in mode):
            raise ValueError(f'Invalid mode: {mode!r}')
        if mode and 'b' not in mode:
            mode += 'b'
        if fileobj is None:
            fileobj = self.myfileobj = builtins.open(filename, mode or 'rb')
        if filename is None:
            filename = getattr(fileobj, 'name', '')
            filename = filename if isinstance(filename, (str, bytes)) else ''
        else:
            filename = os.fspath(filename)
        given = mode
        mode = getattr(fileobj, 'mode', 'rb') if mode is None else mode
        if mode.startswith('r'):
            self.mode = READ
            self.name = filename
            self._buffer = io.BufferedReader(_GzipReader(fileobj))
        elif mode.startswith(('w', 'a', 'x')):
            if given is None:
                import warnings
                warnings.warn(
                    'GzipFile was opened for writing, but this will change in future Python '
                    'releases.  Specify the mode argument for opening it for writing.',
                    FutureWarning, 2)
            self.mode = WRITE
            self._init_write(filename)
            self.compress = zlib.compressobj(compresslevel, zlib.DEFLATED, -zlib.MAX_WBITS,
                                             zlib.DEF_MEM_LEVEL, 0)
            self._write_mtime = mtime
            self._buffer_size = _WRITE_BUFFER_SIZE
            self._buffer = io.BufferedWriter(_WriteBufferStream(self),
                                             buffer_size=self._buffer_size)
        else:
            raise ValueError(f'Invalid mode: {mode!r}')
        self.fileobj = fileobj
        if self.mode == WRITE:
            self._write_gzip_header(compresslevel)

    @property
    def mtime(self):
        """The time in the header that was read last."""
        return self._buffer.raw._last_mtime

    def __repr__(self):
        return f'<gzip {repr(self.fileobj)[1:-1]} {hex(id(self))}>'

    def _init_write(self, filename):
        self.name = filename
        self.crc = zlib.crc32(b'')
        self.size = 0
        self.writebuf = []
        self.bufsize = 0
        self.offset = 0

    def tell(self):
        self._check_not_closed()
        self._buffer.flush()
        return super().tell()

    def _stored_name(self):
        try:
            name = os.path.basename(self.name)
            name = name if isinstance(name, bytes) else name.encode('latin-1')
        except UnicodeEncodeError:
            return b''
        return name.removesuffix(b'.gz')

    def _write_gzip_header(self, compresslevel):
        name = self._stored_name()
        mtime = time.time() if self._write_mtime is None else self._write_mtime
        extra = {_COMPRESS_LEVEL_BEST: 2, _COMPRESS_LEVEL_FAST: 4}.get(compresslevel, 0)
        self.fileobj.write(struct.pack('<4BLBB', 0x1f, 0x8b, 8, FNAME if name else 0, int(mtime),
                                       extra, 255))
        if name:
            self.fileobj.write(name + b'\0')

    def _check_mode(self, mode, what):
        self._check_not_closed()
        if self.mode != mode:
            kind = 'read' if mode == WRITE else 'write'
            raise OSError(_errno.EBADF, f'{what}() on {kind}-only GzipFile object')

    def write(self, data):
        self._check_mode(WRITE, 'write')
        return self._buffer.write(data)

    def _write_raw(self, data):
        if isinstance(data, (bytes, bytearray)):
            length = len(data)
        else:
            data = memoryview(data)
            length = data.nbytes
        if length > 0:
            self.fileobj.write(self.compress.compress(data))
            self.size += length
            self.crc = zlib.crc32(data, self.crc)
            self.offset += length
        return length

    def read(self, size=-1):
        self._check_mode(READ, 'read')
        return self._buffer.read(size)

    def read1(self, size=-1):
        self._check_mode(READ, 'read1')
        return self._buffer.read1(io.DEFAULT_BUFFER_SIZE if size < 0 else size)

    def peek(self, n):
        self._check_mode(READ, 'peek')
        return self._buffer.peek(n)

    @property
    def closed(self):
        return self.fileobj is None

    def close(self):
        file = self.fileobj
        if file is None or self._buffer.closed:
            return
        try:
            if self.mode == WRITE:
                self._buffer.flush()
                file.write(self.compress.flush())
                write32u(file, self.crc)
                write32u(file, self.size & 0xffffffff)
            else:
                self._buffer.close()
        finally:
            self.fileobj = None
            mine, self.myfileobj = self.myfileobj, None
            if mine:
                mine.close()

    def flush(self, zlib_mode=zlib.Z_SYNC_FLUSH):
        self._check_not_closed()
        if self.mode == WRITE:
            self._buffer.flush()
            self.fileobj.write(self.compress.flush(zlib_mode))
            self.fileobj.flush()

    def fileno(self):
        return self.fileobj.fileno()

    def rewind(self):
        if self.mode != READ:
            raise OSError("Can't rewind in write mode")
        self._buffer.seek(0)

    def readable(self):
        return self.mode == READ

    def writable(self):
        return self.mode == WRITE

    def seekable(self):
        return True

    def seek(self, offset, whence=io.SEEK_SET):
        self._check_not_closed()
        if self.mode == READ:
            return self._buffer.seek(offset, whence)
        self._buffer.flush()
        if whence == io.SEEK_CUR:
            offset += self.offset
        elif whence != io.SEEK_SET:
            raise ValueError('Seek from end not supported')
        if offset < self.offset:
            raise OSError('Negative seek in write mode')
        # What is skipped is zeros.
        left = offset - self.offset
        while left > 0:
            left -= self.write(bytes(min(left, self._buffer_size)))
        return self.offset

    def readline(self, size=-1):
        self._check_not_closed()
        return self._buffer.readline(size)


def _read_exact(fp, n):
    data = fp.read(n)
    while len(data) < n:
        more = fp.read(n - len(data))
        if not more:
            raise EOFError(_compression.CUT_OFF)
        data += more
    return data


def _skip_text(fp):
    while fp.read(1) not in (b'', b'\0'):
        pass


def _read_gzip_header(fp):
    """Reads a header. Returns the time in it, or None at the end of the file."""
    magic = fp.read(2)
    if magic == b'':
        return None
    if magic != b'\037\213':
        raise BadGzipFile(f'Not a gzipped file ({magic!r})')
    method, flag, mtime = struct.unpack('<BBIxx', _read_exact(fp, 8))
    if method != 8:
        raise BadGzipFile('Unknown compression method')
    if flag & FEXTRA:
        _read_exact(fp, int.from_bytes(_read_exact(fp, 2), 'little'))
    for text in FNAME, FCOMMENT:
        if flag & text:
            _skip_text(fp)
    if flag & FHCRC:
        _read_exact(fp, 2)
    return mtime


class _GzipReader(_compression.DecompressReader):
    """Reads what one member after the other in a file holds."""

    def __init__(self, fp):
        super().__init__(_PaddedFile(fp), zlib._ZlibDecompressor, wbits=-zlib.MAX_WBITS)
        self._new_member = True
        self._last_mtime = None

    def _init_read(self):
        self._crc = zlib.crc32(b'')
        self._stream_size = 0

    def _read_gzip_header(self):
        mtime = _read_gzip_header(self._fp)
        if mtime is None:
            return False
        self._last_mtime = mtime
        return True

    def read(self, size=-1):
        if size < 0:
            return self.readall()
        if not size:
            return b''
        data = b''
        while not data:
            if self._decompressor.eof:
                self._read_eof()
                self._new_member = True
                self._begin()
            if self._new_member:
                self._init_read()
                if not self._read_gzip_header():
                    self._size = self._pos
                    return b''
                self._new_member = False
            needs_input = self._decompressor.needs_input
            block = self._fp.read(READ_BUFFER_SIZE) if needs_input else b''
            data = self._decompressor.decompress(block, size)
            if self._decompressor.unused_data:
                # The end of this member, and others.
                self._fp.prepend(self._decompressor.unused_data)
            if needs_input and not data and not block:
                raise EOFError(_compression.CUT_OFF)
        self._crc = zlib.crc32(data, self._crc)
        self._stream_size += len(data)
        self._pos += len(data)
        return data

    def _read_eof(self):
        """Checks what stands behind a member; skips zeros."""
        crc, size = struct.unpack('<II', _read_exact(self._fp, 8))
        if crc != self._crc:
            raise BadGzipFile(f'CRC check failed {hex(crc)} != {hex(self._crc)}')
        if size != self._stream_size & 0xffffffff:
            raise BadGzipFile('Incorrect length of data produced')
        byte = b'\0'
        while byte == b'\0':
            byte = self._fp.read(1)
        if byte:
            self._fp.prepend(byte)

    def _rewind(self):
        super()._rewind()
        self._new_member = True


def compress(data, compresslevel=_COMPRESS_LEVEL_BEST, *, mtime=None):
    """Compresses data at once."""
    made = zlib.compress(data, level=compresslevel, wbits=31)
    mtime = time.time() if mtime is None else mtime
    # The time is not zlib's to know; nor is the system.
    return struct.pack('<4sLBB', made, int(mtime), made[8], 255) + made[10:]


def decompress(data):
    """Decompresses data at once: all members."""
    members = []
    while True:
        fp = io.BytesIO(data)
        if _read_gzip_header(fp) is None:
            return b''.join(members)
        decompressor = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
        member = decompressor.decompress(data[fp.tell():])
        if not decompressor.eof or len(decompressor.unused_data) < 8:
            raise EOFError(_compression.CUT_OFF)
        crc, length = struct.unpack('<II', decompressor.unused_data[:8])
        if crc != zlib.crc32(member):
            raise BadGzipFile('CRC check failed')
        if length != len(member) & 0xffffffff:
            raise BadGzipFile('Incorrect length of data produced')
        members.append(member)
        data = decompressor.unused_data[8:].lstrip(b'\0')


def main():
    """Compresses or decompresses files, which stay."""
    from argparse import ArgumentParser
    parser = ArgumentParser(description='A simple command line interface for the gzip module: act '
                                        'like gzip, but do not delete the input file.')
    group = parser.add_mutually_exclusive_group()
    group.add_argument('--fast', action='store_true', help='compress faster')
    group.add_argument('--best', action='store_true', help='compress better')
    group.add_argument('-d', '--decompress', action='store_true',
                       help='act like gunzip instead of gzip')
    parser.add_argument('args', nargs='*', default=['-'], metavar='file')
    args = parser.parse_args()
    level = (_COMPRESS_LEVEL_FAST if args.fast else _COMPRESS_LEVEL_BEST if args.best
             else _COMPRESS_LEVEL_TRADEOFF)
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    for name in args.args:
        if args.decompress:
            if name == '-':
                source, target = GzipFile(filename='', mode='rb', fileobj=stdin), stdout
            elif not name.endswith('.gz'):
                sys.exit(f"filename doesn't end in .gz: {name!r}")
            else:
                source, target = open(name, 'rb'), builtins.open(name[:-3], 'wb')
        elif name == '-':
            source = stdin
            target = GzipFile(filename='', mode='wb', fileobj=stdout, compresslevel=level)
        else:
            source, target = builtins.open(name, 'rb'), open(name + '.gz', 'wb')
        while block := source.read(READ_BUFFER_SIZE):
            target.write(block)
        for file in target, source:
            if file not in (stdin, stdout):
                file.close()


if __name__ == '__main__':
    main()
