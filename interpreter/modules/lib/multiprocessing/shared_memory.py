"""Memory that processes share by its name."""

import mmap
import os
import struct
import types
from functools import partial

import _posixshmem

from . import resource_tracker

__all__ = ['SharedMemory', 'ShareableList']

_USE_POSIX = True
_O_CREX = os.O_CREAT | os.O_EXCL
# Some systems allow no longer names.
_SHM_SAFE_NAME_LENGTH = 14
_SHM_NAME_PREFIX = '/psm_'


def _make_filename():
    """Returns a name that is probably free."""
    size = (_SHM_SAFE_NAME_LENGTH - len(_SHM_NAME_PREFIX)) // 2
    assert size >= 2, '_SHM_NAME_PREFIX too long'
    name = _SHM_NAME_PREFIX + os.urandom(size).hex()
    assert len(name) <= _SHM_SAFE_NAME_LENGTH
    return name


class SharedMemory:
    """A block of shared memory: a new one, or one that another process made.

    Each process closes its own; one of them unlinks it.
    """

    _name = None
    _fd = -1
    _mmap = None
    _buf = None
    _flags = os.O_RDWR
    _mode = 0o600
    _prepend_leading_slash = True
    _track = True

    def __init__(self, name=None, create=False, size=0, *, track=True):
        if not size >= 0:
            raise ValueError("'size' must be a positive integer")
        if create:
            self._flags = _O_CREX | os.O_RDWR
            if size == 0:
                raise ValueError("'size' must be a positive number different from zero")
        if name is None and not self._flags & os.O_EXCL:
            raise ValueError("'name' can only be None if create=True")
        self._track = track
        self._open(name)
        try:
            if create and size:
                os.ftruncate(self._fd, size)
            size = os.fstat(self._fd).st_size
            self._mmap = mmap.mmap(self._fd, size)
        except OSError:
            self.unlink()
            raise
        if track:
            resource_tracker.register(self._name, 'shared_memory')
        self._size = size
        self._buf = memoryview(self._mmap)

    def _open(self, name):
        is_given = name is not None
        if is_given and self._prepend_leading_slash:
            name = '/' + name
        while self._name is None:
            attempt = name if is_given else _make_filename()
            try:
                self._fd = _posixshmem.shm_open(attempt, self._flags, mode=self._mode)
            except FileExistsError:
                if is_given:
                    raise
                continue
            self._name = attempt

    def __del__(self):
        try:
            self.close()
        except OSError:
            pass

    def __reduce__(self):
        return self.__class__, (self.name, False, self.size)

    def __repr__(self):
        return f'{self.__class__.__name__}({self.name!r}, size={self.size})'

    @property
    def buf(self):
        """A view of the memory."""
        return self._buf

    @property
    def name(self):
        """What other processes find the block by."""
        if self._prepend_leading_slash:
            return self._name.removeprefix('/')
        return self._name

    @property
    def size(self):
        """The size in bytes."""
        return self._size

    def close(self):
        """Ends this process's use of the block; it stays."""
        if self._buf is not None:
            self._buf.release()
            self._buf = None
        if self._mmap is not None:
            self._mmap.close()
            self._mmap = None
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def unlink(self):
        """Lets the block go when no process uses it any more. To be called once for all."""
        if self._name:
            _posixshmem.shm_unlink(self._name)
            if self._track:
                resource_tracker.unregister(self._name, 'shared_memory')


_encoding = 'utf8'


class ShareableList:
    """A list of fixed length in shared memory.

    The block has in this order: the length; for each item where it starts, and where the last
    one ends; the items; the struct format of each, in eight bytes; in a byte for each, how an
    item is made of what struct returns.
    """

    _types_mapping = {
        int: 'q',
        float: 'd',
        bool: 'xxxxxxx?',
        str: '%ds',
        bytes: '%ds',
        None.__class__: 'xxxxxx?x',
    }
    _alignment = 8
    _back_transforms_mapping = {
        0: lambda value: value,
        1: lambda value: value.rstrip(b'\x00').decode(_encoding),
        2: lambda value: value.rstrip(b'\x00'),
        3: lambda _value: None,
    }

    @staticmethod
    def _extract_recreation_code(value):
        if value is None:
            return 3
        return 1 if isinstance(value, str) else 2 if isinstance(value, bytes) else 0

    def _format_of(self, item):
        pattern = self._types_mapping[type(item)]
        if not isinstance(item, (str, bytes)):
            return pattern
        # Room to the next multiple, at least one byte more.
        return pattern % (self._alignment * (len(item) // self._alignment + 1))

    def __init__(self, sequence=None, *, name=None):
        if name is not None and sequence is None:
            self.shm = SharedMemory(name)
            self._list_len = len(self)
            self._allocated_offsets = list(struct.unpack_from(
                self._format_size_metainfo, self.shm.buf, 8))
            return
        items = sequence or ()
        formats = [self._format_of(item) for item in items]
        self._list_len = len(formats)
        assert all(len(pattern) <= 8 for pattern in formats)
        offset = 0
        self._allocated_offsets = [0]
        for pattern in formats:
            offset += int(pattern[:-1]) if pattern[-1] == 's' else self._alignment
            self._allocated_offsets.append(offset)
        size = struct.calcsize(
            'q' + self._format_size_metainfo + ''.join(formats) + self._format_packing_metainfo
            + self._format_back_transform_codes)
        self.shm = SharedMemory(name, create=True, size=size)
        if sequence is None:
            self._list_len = len(self)
            self._allocated_offsets = list(struct.unpack_from(
                self._format_size_metainfo, self.shm.buf, 8))
            return

        def encoded(item):
            return item.encode(_encoding) if isinstance(item, str) else item

        buf = self.shm.buf
        struct.pack_into('q' + self._format_size_metainfo, buf, 0, self._list_len,
                         *self._allocated_offsets)
        struct.pack_into(''.join(formats), buf, self._offset_data_start, *map(encoded, items))
        struct.pack_into(self._format_packing_metainfo, buf, self._offset_packing_formats,
                         *map(encoded, formats))
        struct.pack_into(self._format_back_transform_codes, buf,
                         self._offset_back_transform_codes,
                         *map(self._extract_recreation_code, items))

    def _check_position(self, position):
        if position >= self._list_len or self._list_len < 0:
            raise IndexError('Requested position out of range.')

    def _get_packing_format(self, position):
        if position < 0:
            position += self._list_len
        self._check_position(position)
        packed, = struct.unpack_from(
            '8s', self.shm.buf, self._offset_packing_formats + position * 8)
        return packed.rstrip(b'\x00').decode(_encoding)

    def _get_back_transform(self, position):
        self._check_position(position)
        code, = struct.unpack_from(
            'b', self.shm.buf, self._offset_back_transform_codes + position)
        return self._back_transforms_mapping[code]

    def _set_packing_format_and_transform(self, position, fmt_as_str, value):
        self._check_position(position)
        struct.pack_into('8s', self.shm.buf, self._offset_packing_formats + position * 8,
                         fmt_as_str.encode(_encoding))
        struct.pack_into('b', self.shm.buf, self._offset_back_transform_codes + position,
                         self._extract_recreation_code(value))

    def __getitem__(self, position):
        if position < 0:
            position += self._list_len
        try:
            offset = self._offset_data_start + self._allocated_offsets[position]
            value, = struct.unpack_from(
                self._get_packing_format(position), self.shm.buf, offset)
        except IndexError:
            raise IndexError('index out of range')
        return self._get_back_transform(position)(value)

    def __setitem__(self, position, value):
        if position < 0:
            position += self._list_len
        try:
            start = self._allocated_offsets[position]
            current_format = self._get_packing_format(position)
        except IndexError:
            raise IndexError('assignment index out of range')
        if isinstance(value, (str, bytes)):
            room = self._allocated_offsets[position + 1] - start
            encoded = value.encode(_encoding) if isinstance(value, str) else value
            if len(encoded) > room:
                raise ValueError('bytes/str item exceeds available storage')
            new_format = current_format if current_format[-1] == 's' else (
                self._types_mapping[str] % room)
        else:
            new_format = self._types_mapping[type(value)]
            encoded = value
        self._set_packing_format_and_transform(position, new_format, value)
        struct.pack_into(new_format, self.shm.buf, self._offset_data_start + start, encoded)

    def __reduce__(self):
        return partial(self.__class__, name=self.shm.name), ()

    def __len__(self):
        return struct.unpack_from('q', self.shm.buf, 0)[0]

    def __repr__(self):
        return f'{self.__class__.__name__}({list(self)}, name={self.shm.name!r})'

    @property
    def format(self):
        """The struct format of all items."""
        return ''.join(map(self._get_packing_format, range(self._list_len)))

    @property
    def _format_size_metainfo(self):
        return 'q' * (self._list_len + 1)

    @property
    def _format_packing_metainfo(self):
        return '8s' * self._list_len

    @property
    def _format_back_transform_codes(self):
        return 'b' * self._list_len

    @property
    def _offset_data_start(self):
        return (self._list_len + 2) * 8

    @property
    def _offset_packing_formats(self):
        return self._offset_data_start + self._allocated_offsets[-1]

    @property
    def _offset_back_transform_codes(self):
        return self._offset_packing_formats + self._list_len * 8

    def count(self, value):
        """Returns how many items equal a value."""
        return sum(value == item for item in self)

    def index(self, value):
        """Returns the first position of a value; ValueError where there is none."""
        for position, item in enumerate(self):
            if value == item:
                return position
        raise ValueError(f'{value!r} not in this container')

    __class_getitem__ = classmethod(types.GenericAlias)
