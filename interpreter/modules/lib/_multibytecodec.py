"""The classes of codecs of several bytes, over the conversions of `_multibyte`."""

import _multibyte


class MultibyteCodec:
    """An encoding."""

    __slots__ = ('_name',)

    def __new__(cls, *args):
        raise TypeError(f"cannot create '{cls.__module__}.{cls.__name__}' instances")

    def encode(self, input, errors=None):
        """Return the bytes of a text, and the length of the text."""
        text = input if isinstance(input, str) else str(input)
        return _multibyte.encode(self._name, text, errors, True, 0)[0], len(text)

    def decode(self, input, errors=None):
        """Return the text of bytes, and how many bytes it takes."""
        return _multibyte.decode(self._name, input, errors, True, 0)[:2]


def _codec(name, region):
    if not isinstance(name, str):
        raise TypeError('encoding name must be a string.')
    if name not in region or not _multibyte.is_known(name):
        raise LookupError('no such codec is supported.')
    codec = object.__new__(MultibyteCodec)
    codec._name = name
    return codec


class _Stateful:
    """What encoders, decoders and streams share: a codec and a way to treat errors."""

    def _start(self, errors):
        codec = type(self).codec
        if not isinstance(codec, MultibyteCodec):
            raise TypeError('codec is unexpected type')
        self._name = codec._name
        self.errors = errors

    @property
    def errors(self):
        return self._errors

    @errors.setter
    def errors(self, errors):
        if not isinstance(errors, str):
            raise TypeError('errors must be a string')
        self._errors = errors

    @errors.deleter
    def errors(self):
        raise AttributeError('cannot delete attribute')


class _Encoding(_Stateful):
    def _reset(self):
        self._pending = ''
        self._state = 0

    def _encode(self, input, final):
        text = self._pending + (input if isinstance(input, str) else str(input))
        result, taken, self._state = _multibyte.encode(
            self._name, text, self._errors, final, self._state)
        self._pending = text[taken:]
        return result


class _Decoding(_Stateful):
    def _reset(self):
        self._pending = b''
        self._state = 0

    def _decode(self, input, final):
        data = self._pending + input if self._pending else input
        result, taken, self._state = _multibyte.decode(
            self._name, data, self._errors, final, self._state)
        self._pending = bytes(memoryview(data)[taken:])
        return result


class MultibyteIncrementalEncoder(_Encoding):
    """Encodes a text piece by piece."""

    def __init__(self, errors='strict'):
        self._start(errors)
        self._reset()

    def encode(self, input, final=False):
        return self._encode(input, final)

    def reset(self):
        self._reset()

    def getstate(self):
        pending = self._pending.encode()
        state = self._state.to_bytes(8, 'little')
        return int.from_bytes(bytes((len(pending),)) + pending + state, 'little')

    def setstate(self, state, /):
        if not isinstance(state, int):
            raise TypeError(f'setstate() argument must be int, not {type(state).__name__}')
        data = state.to_bytes(17, 'little')
        size = data[0]
        if size > 8:
            raise UnicodeError('pending buffer too large')
        self._pending = data[1:1 + size].decode()
        self._state = int.from_bytes(data[1 + size:9 + size], 'little')


class MultibyteIncrementalDecoder(_Decoding):
    """Decodes bytes piece by piece."""

    def __init__(self, errors='strict'):
        self._start(errors)
        self._reset()

    def decode(self, input, final=False):
        return self._decode(input, final)

    def reset(self):
        self._reset()

    def getstate(self):
        return self._pending, self._state

    def setstate(self, state, /):
        if not isinstance(state, tuple):
            raise TypeError(f'setstate() argument must be tuple, not {type(state).__name__}')
        pending, number = state
        if not isinstance(pending, bytes):
            raise TypeError(
                f'setstate() argument must be (bytes, int), not ({type(pending).__name__}, '
                f'{type(number).__name__})')
        state = number & 0xFFFF_FFFF
        if len(pending) > 8:
            raise UnicodeDecodeError(
                self._name, pending, 0, len(pending), 'pending buffer too large')
        self._pending = pending
        self._state = state


class MultibyteStreamReader(_Decoding):
    """Decodes what is read from a stream."""

    def __init__(self, stream, errors='strict'):
        self._start(errors)
        self.stream = stream
        self._reset()

    def _read_by(self, function, size):
        if size == 0:
            return ''
        whole = size is None or size < 0
        while True:
            data = function() if whole else function(size)
            if not isinstance(data, bytes):
                raise TypeError(
                    f'stream function returned a non-bytes object ({type(data).__name__})')
            text = self._decode(data, whole or not data)
            if text or whole or not data:
                return text
            # What was read was only a part of a character.
            size = 1

    def read(self, sizeobj=None, /):
        return self._read_by(self.stream.read, sizeobj)

    def readline(self, sizeobj=None, /):
        return self._read_by(self.stream.readline, sizeobj)

    def readlines(self, sizehintobj=None, /):
        return self._read_by(self.stream.read, sizehintobj).splitlines(True)

    def reset(self):
        self._reset()


class MultibyteStreamWriter(_Encoding):
    """Encodes what is written to a stream."""

    def __init__(self, stream, errors='strict'):
        self._start(errors)
        self.stream = stream
        self._reset()

    def write(self, strobj, /):
        self.stream.write(self._encode(strobj, False))

    def writelines(self, lines, /):
        for line in lines:
            self.write(line)

    def reset(self):
        rest = self._encode('', True)
        self._reset()
        if rest:
            self.stream.write(rest)
