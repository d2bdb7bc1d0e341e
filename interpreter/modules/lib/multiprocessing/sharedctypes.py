"""Values and arrays in shared memory.

There is no ctypes here: the types are those that type codes name, with the names that ctypes
gives them.
"""

from . import get_context
from . import heap
from .context import assert_spawning, reduction

__all__ = ['RawValue', 'RawArray', 'Value', 'Array', 'copy', 'synchronized']

_ForkingPickler = reduction.ForkingPickler


class _Shared:
    """Something that lies in shared memory, seen through a view of items of one type."""

    def _place(self, wrapper):
        self._wrapper = wrapper
        self._view = wrapper.create_memoryview().cast(self._format_)

    def __reduce__(self):
        assert_spawning(self)
        return _rebuilt, (self._code_, getattr(self, '_length_', None), self._wrapper)


class _Number(_Shared):
    """A value: an int, a float, or what else its type is."""

    def __init__(self, value=0):
        self.value = value

    @property
    def value(self):
        return self._view[0]

    @value.setter
    def value(self, value):
        self._view[0] = self._converted(value)

    @classmethod
    def _converted(cls, value):
        return value

    def __repr__(self):
        return f'{type(self).__name__}({self.value!r})'


class _Integer(_Number):
    @classmethod
    def _converted(cls, value):
        if not hasattr(type(value), '__index__'):
            raise TypeError(f'{type(value).__name__!r} object cannot be interpreted as an integer')
        # What does not fit is cut, as in C.
        bits = 8 * cls._size_
        value = value.__index__() & ((1 << bits) - 1)
        return value - (1 << bits) if cls._is_signed_ and value >> (bits - 1) else value


class _Real(_Number):
    def __init__(self, value=0.0):
        self.value = value

    @classmethod
    def _converted(cls, value):
        try:
            return float(value)
        except TypeError:
            raise TypeError(f'must be real number, not {type(value).__name__}') from None


class _Character(_Number):
    def __init__(self, value=b'\0'):
        self.value = value

    @classmethod
    def _converted(cls, value):
        if isinstance(value, int) and 0 <= value < 256:
            return bytes([value])
        if isinstance(value, (bytes, bytearray)) and len(value) == 1:
            return bytes(value)
        raise TypeError('one character bytes, bytearray, or an integer in range(256) expected')


class _WideCharacter(_Number):
    def __init__(self, value='\0'):
        self.value = value

    @property
    def value(self):
        return chr(self._view[0])

    @value.setter
    def value(self, value):
        self._view[0] = self._converted(value)

    @classmethod
    def _converted(cls, value):
        if isinstance(value, str):
            if len(value) == 1:
                return ord(value)
            raise TypeError('one character unicode string expected')
        raise TypeError(f'unicode string expected instead of {type(value).__name__} instance')


def _numbers():
    """The types, by their type codes."""
    import struct
    kinds = {
        'c': ('c_char', _Character), 'u': ('c_wchar', _WideCharacter),
        'b': ('c_byte', _Integer), 'B': ('c_ubyte', _Integer),
        'h': ('c_short', _Integer), 'H': ('c_ushort', _Integer),
        'i': ('c_int', _Integer), 'I': ('c_uint', _Integer),
        'l': ('c_long', _Integer), 'L': ('c_ulong', _Integer),
        'q': ('c_longlong', _Integer), 'Q': ('c_ulonglong', _Integer),
        'f': ('c_float', _Real), 'd': ('c_double', _Real),
    }
    sizes = {code: struct.calcsize('I' if code == 'u' else code) for code in kinds}
    # Where two types are the same in C, ctypes knows one of them.
    if sizes['q'] == sizes['l']:
        kinds['q'], kinds['Q'] = kinds['l'], kinds['L']
    return {
        code: type(name, (base,), {
            '_code_': code, '_format_': 'I' if code == 'u' else code, '_size_': sizes[code],
            '_is_signed_': code.islower(), '__module__': __name__})
        for code, (name, base) in kinds.items()}


typecode_to_type = _numbers()


class _Array(_Shared):
    """Items of one type."""

    def __init__(self, *items):
        for position, item in enumerate(items):
            self[position] = item

    def __len__(self):
        return self._length_

    def _item(self, stored):
        return chr(stored) if self._code_ == 'u' else stored

    def _joined(self, items):
        if self._code_ == 'c':
            return b''.join(items)
        return ''.join(map(chr, items)) if self._code_ == 'u' else items

    def _position(self, index):
        position = index.__index__()
        if position < 0:
            position += self._length_
        if not 0 <= position < self._length_:
            raise IndexError('invalid index')
        return position

    def __getitem__(self, index):
        if isinstance(index, slice):
            return self._joined(self._view[index].tolist())
        return self._item(self._view[self._position(index)])

    def __setitem__(self, index, value):
        convert = self._type_._converted
        if not isinstance(index, slice):
            self._view[self._position(index)] = convert(value)
            return
        positions = range(*index.indices(self._length_))
        items = [value[position:position + 1] for position in range(len(value))] if isinstance(
            value, (bytes, str)) else list(value)
        if len(items) != len(positions):
            raise ValueError('Can only assign sequence of same size')
        for position, item in zip(positions, items):
            self._view[position] = convert(item)

    def __iter__(self):
        return map(self.__getitem__, range(self._length_))

    def __repr__(self):
        return f'<{__name__}.{type(self).__name__} object at {id(self):#x}>'


class _TextArray(_Array):
    """Characters; the text ends before the first that is zero."""

    @property
    def value(self):
        items = self[:]
        zero = b'\0' if self._code_ == 'c' else '\0'
        return items.partition(zero)[0]

    @value.setter
    def value(self, value):
        wanted = bytes if self._code_ == 'c' else str
        if not isinstance(value, wanted):
            raise TypeError(f'{"bytes" if wanted is bytes else "unicode string"} expected '
                            f'instead of {type(value).__name__} instance')
        if len(value) > self._length_:
            raise ValueError('byte string too long' if wanted is bytes else 'string too long')
        self[:len(value)] = value
        if len(value) < self._length_:
            self._view[len(value)] = self._type_._converted(
                b'\0' if wanted is bytes else '\0')

    @property
    def raw(self):
        return self[:]

    @raw.setter
    def raw(self, value):
        data = bytes(value)
        if len(data) > self._length_:
            raise ValueError('byte string too long')
        self[:len(data)] = data


_array_types = {}


def _array_type(item_type, length):
    key = (item_type._code_, length)
    found = _array_types.get(key)
    if found is None:
        base = _TextArray if item_type._code_ in 'cu' else _Array
        found = _array_types[key] = type(f'{item_type.__name__}_Array_{length}', (base,), {
            '_type_': item_type, '_length_': length, '_code_': item_type._code_,
            '_format_': item_type._format_, '_size_': item_type._size_ * length,
            '__module__': __name__})
    return found


def _type_of(typecode_or_type):
    found = typecode_to_type.get(typecode_or_type, typecode_or_type)
    if not (isinstance(found, type) and issubclass(found, _Shared)):
        # As it would be if ctypes were imported for it.
        raise TypeError(f'{typecode_or_type!r} is no type code: types of ctypes are not '
                        'supported')
    return found


def _new(kind):
    obj = kind.__new__(kind)
    wrapper = heap.BufferWrapper(kind._size_)
    wrapper.create_memoryview()[:] = bytes(kind._size_)
    obj._place(wrapper)
    return obj


def _rebuilt(code, length, wrapper):
    kind = typecode_to_type[code]
    if length is not None:
        kind = _array_type(kind, length)
    obj = kind.__new__(kind)
    obj._place(wrapper)
    return obj


def RawValue(typecode_or_type, *args):
    """Returns a value in shared memory."""
    obj = _new(_type_of(typecode_or_type))
    obj.__init__(*args)
    return obj


def RawArray(typecode_or_type, size_or_initializer):
    """Returns an array in shared memory: of zeros, or of items."""
    item_type = _type_of(typecode_or_type)
    if isinstance(size_or_initializer, int):
        if size_or_initializer < 0:
            raise ValueError('Array length must be >= 0, not %d' % size_or_initializer)
        return _new(_array_type(item_type, size_or_initializer))
    obj = _new(_array_type(item_type, len(size_or_initializer)))
    obj.__init__(*size_or_initializer)
    return obj


def _with_lock(obj, lock, ctx):
    if lock is False:
        return obj
    if lock in (True, None):
        ctx = ctx or get_context()
        lock = ctx.RLock()
    if not hasattr(lock, 'acquire'):
        raise AttributeError("%r has no method 'acquire'" % lock)
    return synchronized(obj, lock, ctx=ctx)


def Value(typecode_or_type, *args, lock=True, ctx=None):
    """Returns a value in shared memory, with a lock."""
    return _with_lock(RawValue(typecode_or_type, *args), lock, ctx)


def Array(typecode_or_type, size_or_initializer, *, lock=True, ctx=None):
    """Returns an array in shared memory, with a lock."""
    return _with_lock(RawArray(typecode_or_type, size_or_initializer), lock, ctx)


def copy(obj):
    """Returns another object in shared memory with the same content."""
    new = _new(type(obj))
    new._view[:] = obj._view
    return new


def synchronized(obj, lock=None, ctx=None):
    """Returns an object that takes a lock for each use of another one."""
    assert not isinstance(obj, SynchronizedBase), 'object already synchronized'
    ctx = ctx or get_context()
    if isinstance(obj, _Number):
        return Synchronized(obj, lock, ctx)
    if isinstance(obj, _Array):
        kind = SynchronizedString if obj._type_ is typecode_to_type['c'] else SynchronizedArray
        return kind(obj, lock, ctx)
    raise TypeError(f'cannot synchronize {type(obj).__name__!r} object')


def make_property(name):
    """Returns a property that is the object's attribute, used with the lock."""
    def get(self):
        with self:
            return getattr(self._obj, name)

    def set(self, value):
        with self:
            setattr(self._obj, name, value)

    return property(get, set)


class SynchronizedBase:
    def __init__(self, obj, lock=None, ctx=None):
        self._obj = obj
        self._lock = lock or (ctx or get_context()).RLock()
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __reduce__(self):
        assert_spawning(self)
        return synchronized, (self._obj, self._lock)

    def get_obj(self):
        """Returns the object without the lock."""
        return self._obj

    def get_lock(self):
        """Returns the lock."""
        return self._lock

    def __repr__(self):
        return f'<{type(self).__name__} wrapper for {self._obj}>'


class Synchronized(SynchronizedBase):
    value = make_property('value')


class SynchronizedArray(SynchronizedBase):
    def __len__(self):
        return len(self._obj)

    def __getitem__(self, i):
        with self:
            return self._obj[i]

    def __setitem__(self, i, value):
        with self:
            self._obj[i] = value

    def __getslice__(self, start, stop):
        return self[start:stop]

    def __setslice__(self, start, stop, values):
        self[start:stop] = values


class SynchronizedString(SynchronizedArray):
    value = make_property('value')
    raw = make_property('raw')
