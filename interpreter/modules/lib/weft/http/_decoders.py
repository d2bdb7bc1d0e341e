"""Bodies that are compressed, texts and lines that arrive in pieces."""

import codecs

from ._errors import DecodingError


class Decompressor:
    """gzip, or deflate with and without its header."""

    def __init__(self, coding):
        import zlib
        self._zlib = zlib
        self._coding = coding
        self._wbits = 16 + zlib.MAX_WBITS if coding == 'gzip' else zlib.MAX_WBITS
        self._stream = zlib.decompressobj(self._wbits)
        self._is_first = True

    def decode(self, data):
        try:
            output = self._stream.decompress(data)
        except self._zlib.error as error:
            if not (self._is_first and self._coding == 'deflate'):
                raise DecodingError(str(error)) from error
            output = self._decode_raw(data)
        self._is_first = self._is_first and not data
        while self._coding == 'gzip' and self._stream.eof and self._stream.unused_data:
            output += self._decode_next_member()
        return output

    def _decode_raw(self, data):
        """Some servers send deflate without the header that it should have."""
        self._stream = self._zlib.decompressobj(-self._zlib.MAX_WBITS)
        self._is_first = False
        return self.decode(data)

    def _decode_next_member(self):
        rest = self._stream.unused_data
        self._stream = self._zlib.decompressobj(self._wbits)
        try:
            return self._stream.decompress(rest)
        except self._zlib.error as error:
            raise DecodingError(str(error)) from error

    def finish(self):
        try:
            return self._stream.flush()
        except self._zlib.error as error:
            raise DecodingError(str(error)) from error


class Chain:
    """Decompressors after each other, the one of the last coding first."""

    def __init__(self, codings):
        self._decoders = [
            Decompressor('gzip' if coding == 'x-gzip' else coding)
            for coding in reversed(codings) if coding in ('gzip', 'x-gzip', 'deflate')
        ]

    def decode(self, data):
        for decoder in self._decoders:
            data = decoder.decode(data)
        return data

    def finish(self):
        data = b''
        for decoder in self._decoders:
            data = (decoder.decode(data) if data else b'') + decoder.finish()
        return data


class TextDecoder:
    """Text in an encoding."""

    def __init__(self, encoding):
        self._decoder = codecs.getincrementaldecoder(encoding)(errors='replace')

    def decode(self, data):
        return self._decoder.decode(data)

    def finish(self):
        return self._decoder.decode(b'', True)


class LineDecoder:
    """Lines, without their ends, as str.splitlines() has them."""

    def __init__(self):
        self._pieces = []
        self._after_return = False

    def decode(self, text):
        if self._after_return:
            text = '\r' + text
            self._after_return = False
        if text.endswith('\r'):
            # A line feed may follow: both together end one line.
            self._after_return = True
            text = text[:-1]
        if not text:
            return []
        lines = text.splitlines()
        ends = len(text.splitlines(keepends=True)[-1]) != len(lines[-1])
        if len(lines) == 1 and not ends:
            self._pieces.append(lines[0])
            return []
        lines[0] = ''.join(self._pieces) + lines[0]
        self._pieces = [] if ends else [lines.pop()]
        return lines

    def finish(self):
        if not self._pieces and not self._after_return:
            return []
        line = ''.join(self._pieces)
        self._pieces = []
        self._after_return = False
        return [line]
