"""The codec registry, and the base classes of codecs."""

import builtins
import sys

try:
    from _codecs import *
except ImportError as why:
    raise SystemError(f"Failed to load the builtin codecs: {why}")

__all__ = [
    "register", "lookup", "open", "EncodedFile", "BOM", "BOM_BE", "BOM_LE",
    "BOM32_BE", "BOM32_LE", "BOM64_BE", "BOM64_LE", "BOM_UTF8", "BOM_UTF16",
    "BOM_UTF16_LE", "BOM_UTF16_BE", "BOM_UTF32", "BOM_UTF32_LE",
    "BOM_UTF32_BE", "CodecInfo", "Codec", "IncrementalEncoder",
    "IncrementalDecoder", "StreamReader", "StreamWriter",
    "StreamReaderWriter", "StreamRecoder", "getencoder", "getdecoder",
    "getincrementalencoder", "getincrementaldecoder", "getreader",
    "getwriter", "encode", "decode", "iterencode", "iterdecode",
    "strict_errors", "ignore_errors", "replace_errors",
    "xmlcharrefreplace_errors", "backslashreplace_errors",
    "namereplace_errors", "register_error", "lookup_error",
]

# Byte order marks.
BOM_UTF8 = b"\xef\xbb\xbf"
BOM_LE = BOM_UTF16_LE = b"\xff\xfe"
BOM_BE = BOM_UTF16_BE = b"\xfe\xff"
BOM_UTF32_LE = b"\xff\xfe\x00\x00"
BOM_UTF32_BE = b"\x00\x00\xfe\xff"
if sys.byteorder == "little":
    BOM = BOM_UTF16 = BOM_UTF16_LE
    BOM_UTF32 = BOM_UTF32_LE
else:
    BOM = BOM_UTF16 = BOM_UTF16_BE
    BOM_UTF32 = BOM_UTF32_BE
# Old names, with the widths they had in the past.
BOM32_LE = BOM_UTF16_LE
BOM32_BE = BOM_UTF16_BE
BOM64_LE = BOM_UTF32_LE
BOM64_BE = BOM_UTF32_BE


class CodecInfo(tuple):
    """What lookup() returns: the functions and classes of a codec."""

    # Whether it is between str and bytes, as str.encode() wants it.
    _is_text_encoding = True

    def __new__(cls, encode, decode, streamreader=None, streamwriter=None,
                incrementalencoder=None, incrementaldecoder=None, name=None,
                *, _is_text_encoding=None):
        self = super().__new__(
            cls, (encode, decode, streamreader, streamwriter))
        self.name = name
        self.encode, self.decode = encode, decode
        self.incrementalencoder = incrementalencoder
        self.incrementaldecoder = incrementaldecoder
        self.streamwriter = streamwriter
        self.streamreader = streamreader
        if _is_text_encoding is not None:
            self._is_text_encoding = _is_text_encoding
        return self

    def __repr__(self):
        cls = self.__class__
        return (f"<{cls.__module__}.{cls.__qualname__} object for encoding "
                f"{self.name} at {id(self):#x}>")

    def __getnewargs__(self):
        return tuple(self)


class Codec:
    """An encoding without state. Both functions return what they made, and
    how much of the input that took."""

    def encode(self, input, errors="strict"):
        raise NotImplementedError

    def decode(self, input, errors="strict"):
        raise NotImplementedError


class IncrementalEncoder:
    """Encodes input that comes in pieces."""

    def __init__(self, errors="strict"):
        self.errors = errors
        self.buffer = ""

    def encode(self, input, final=False):
        """Encode a piece; after the final one nothing is kept back."""
        raise NotImplementedError

    def reset(self):
        """Forget all input."""

    def getstate(self):
        """The state as an integer, 0 at the beginning."""
        return 0

    def setstate(self, state):
        """Go back to a state."""


class BufferedIncrementalEncoder(IncrementalEncoder):
    """Keeps back input that cannot be encoded before more has come."""

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self.buffer = ""

    def _buffer_encode(self, input, errors, final):
        """Return what was made, and how much of the input that took."""
        raise NotImplementedError

    def encode(self, input, final=False):
        data = self.buffer + input
        result, consumed = self._buffer_encode(data, self.errors, final)
        self.buffer = data[consumed:]
        return result

    def reset(self):
        super().reset()
        self.buffer = ""

    def getstate(self):
        return self.buffer or 0

    def setstate(self, state):
        self.buffer = state or ""


class IncrementalDecoder:
    """Decodes input that comes in pieces."""

    def __init__(self, errors="strict"):
        self.errors = errors

    def decode(self, input, final=False):
        """Decode a piece; after the final one nothing is kept back."""
        raise NotImplementedError

    def reset(self):
        """Forget all input."""

    def getstate(self):
        """The input kept back, and the rest of the state as an integer."""
        return (b"", 0)

    def setstate(self, state):
        """Go back to a state."""


class BufferedIncrementalDecoder(IncrementalDecoder):
    """Keeps back input that cannot be decoded before more has come."""

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self.buffer = b""

    def _buffer_decode(self, input, errors, final):
        """Return what was made, and how much of the input that took."""
        raise NotImplementedError

    def decode(self, input, final=False):
        data = self.buffer + input
        result, consumed = self._buffer_decode(data, self.errors, final)
        self.buffer = data[consumed:]
        return result

    def reset(self):
        super().reset()
        self.buffer = b""

    def getstate(self):
        return (self.buffer, 0)

    def setstate(self, state):
        self.buffer = state[0]


# Files in an encoding.


class _StreamWrapper:
    """What the classes round a stream share: the rest is the stream's."""

    def __getattr__(self, name, getattr=getattr):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()

    def __reduce_ex__(self, proto):
        raise TypeError(f"can't serialize {self.__class__.__name__}")


class StreamWriter(_StreamWrapper, Codec):
    """Encodes what is written."""

    def __init__(self, stream, errors="strict"):
        self.stream = stream
        self.errors = errors

    def write(self, object):
        data, _ = self.encode(object, self.errors)
        self.stream.write(data)

    def writelines(self, list):
        self.write("".join(list))

    def reset(self):
        """Finish what has been written, so that something new can follow."""

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        if whence == 0 and offset == 0:
            self.reset()


class StreamReader(_StreamWrapper, Codec):
    """Decodes what is read."""

    charbuffertype = str

    def __init__(self, stream, errors="strict"):
        self.stream = stream
        self.errors = errors
        self._empty_charbuffer = self.charbuffertype()
        StreamReader.reset(self)

    def decode(self, input, errors="strict"):
        raise NotImplementedError

    def _decode_up_to_line(self, data, firstline):
        """Decode, or if firstline at least a line that stands before an error."""
        try:
            return self.decode(data, self.errors)
        except UnicodeDecodeError as error:
            if not firstline:
                raise
            result = self.decode(data[:error.start], self.errors)
            if len(result[0].splitlines(keepends=True)) <= 1:
                raise
            return result

    def read(self, size=-1, chars=-1, firstline=False):
        """Read and decode.

        The result has at most `chars` characters; `size` says about how much
        is read at once. If firstline, an error after the first line is left
        to the next call.
        """
        if self.linebuffer:
            self.charbuffer = self._empty_charbuffer.join(self.linebuffer)
            self.linebuffer = None
        if chars < 0:
            chars = size
        while chars < 0 or len(self.charbuffer) < chars:
            new = self.stream.read() if size < 0 else self.stream.read(size)
            data = self.bytebuffer + new
            if not data:
                break
            decoded, consumed = self._decode_up_to_line(data, firstline)
            self.bytebuffer = data[consumed:]
            self.charbuffer += decoded
            if not new:
                break
        if chars < 0:
            result, self.charbuffer = self.charbuffer, self._empty_charbuffer
        else:
            result = self.charbuffer[:chars]
            self.charbuffer = self.charbuffer[chars:]
        return result

    def readline(self, size=None, keepends=True):
        """Read a line; if a size is given, only so much is read for it."""
        if self.linebuffer:
            line = self.linebuffer.pop(0)
            if len(self.linebuffer) == 1:
                # The last one may go on in the stream.
                self.charbuffer = self.linebuffer[0]
                self.linebuffer = None
            return line if keepends else line.splitlines()[0]
        readsize = size or 72
        line = self._empty_charbuffer
        while True:
            data = self.read(readsize, firstline=True)
            # After "\r" a "\n" may follow, which belongs to the same line end.
            if data and data[-1:] in ("\r", b"\r"):
                data += self.read(size=1, chars=1)
            line += data
            lines = line.splitlines(keepends=True)
            if len(lines) > 1:
                line = lines.pop(0)
                if len(lines) > 1:
                    lines[-1] += self.charbuffer
                    self.linebuffer = lines
                    self.charbuffer = None
                else:
                    self.charbuffer = lines[0] + self.charbuffer
                break
            if lines and lines[0] != lines[0].splitlines()[0]:
                break  # The one line is complete.
            if not data or size is not None:
                break
            readsize = min(readsize * 2, 9216)
        return line if keepends or not line else line.splitlines()[0]

    def readlines(self, sizehint=None, keepends=True):
        """Read all lines; the hint is not used."""
        return self.read().splitlines(keepends)

    def reset(self):
        """Forget what has been read but not returned."""
        self.bytebuffer = b""
        self.charbuffer = self._empty_charbuffer
        self.linebuffer = None

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reset()

    def __next__(self):
        line = self.readline()
        if line:
            return line
        raise StopIteration

    def __iter__(self):
        return self


class StreamReaderWriter(_StreamWrapper):
    """Decodes what is read and encodes what is written."""

    encoding = "unknown"

    def __init__(self, stream, Reader, Writer, errors="strict"):
        self.stream = stream
        self.reader = Reader(stream, errors)
        self.writer = Writer(stream, errors)
        self.errors = errors

    def read(self, size=-1):
        return self.reader.read(size)

    def readline(self, size=None):
        return self.reader.readline(size)

    def readlines(self, sizehint=None):
        return self.reader.readlines(sizehint)

    def __next__(self):
        return next(self.reader)

    def __iter__(self):
        return self

    def write(self, data):
        return self.writer.write(data)

    def writelines(self, list):
        return self.writer.writelines(list)

    def reset(self):
        self.reader.reset()
        self.writer.reset()

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reader.reset()
        if whence == 0 and offset == 0:
            self.writer.reset()


class StreamRecoder(_StreamWrapper):
    """Shows a file that is in one encoding as if it were in another.

    What is read goes through Reader and encode, what is written through
    decode and Writer.
    """

    data_encoding = "unknown"
    file_encoding = "unknown"

    def __init__(self, stream, encode, decode, Reader, Writer, errors="strict"):
        self.stream = stream
        self.encode = encode
        self.decode = decode
        self.reader = Reader(stream, errors)
        self.writer = Writer(stream, errors)
        self.errors = errors

    def read(self, size=-1):
        return self.encode(self.reader.read(size), self.errors)[0]

    def readline(self, size=None):
        arguments = () if size is None else (size,)
        return self.encode(self.reader.readline(*arguments), self.errors)[0]

    def readlines(self, sizehint=None):
        data, _ = self.encode(self.reader.read(), self.errors)
        return data.splitlines(keepends=True)

    def __next__(self):
        return self.encode(next(self.reader), self.errors)[0]

    def __iter__(self):
        return self

    def write(self, data):
        return self.writer.write(self.decode(data, self.errors)[0])

    def writelines(self, list):
        return self.write(b"".join(list))

    def reset(self):
        self.reader.reset()
        self.writer.reset()

    def seek(self, offset, whence=0):
        self.reader.seek(offset, whence)
        self.writer.seek(offset, whence)


def open(filename, mode="r", encoding=None, errors="strict", buffering=-1):
    """Open a file in an encoding, as a StreamReaderWriter."""
    if encoding is not None and "b" not in mode:
        mode += "b"
    file = builtins.open(filename, mode, buffering)
    if encoding is None:
        return file
    try:
        info = lookup(encoding)
        wrapped = StreamReaderWriter(
            file, info.streamreader, info.streamwriter, errors)
        wrapped.encoding = encoding
        return wrapped
    except:
        file.close()
        raise


def EncodedFile(file, data_encoding, file_encoding=None, errors="strict"):
    """Show a file in file_encoding as if it were in data_encoding."""
    if file_encoding is None:
        file_encoding = data_encoding
    shown, stored = lookup(data_encoding), lookup(file_encoding)
    wrapped = StreamRecoder(file, shown.encode, shown.decode,
                            stored.streamreader, stored.streamwriter, errors)
    wrapped.data_encoding = data_encoding
    wrapped.file_encoding = file_encoding
    return wrapped


# Parts of codecs, by name.


def getencoder(encoding):
    """The encoding function of a codec."""
    return lookup(encoding).encode


def getdecoder(encoding):
    """The decoding function of a codec."""
    return lookup(encoding).decode


def getincrementalencoder(encoding):
    """The IncrementalEncoder class of a codec; LookupError if it has none."""
    encoder = lookup(encoding).incrementalencoder
    if encoder is None:
        raise LookupError(encoding)
    return encoder


def getincrementaldecoder(encoding):
    """The IncrementalDecoder class of a codec; LookupError if it has none."""
    decoder = lookup(encoding).incrementaldecoder
    if decoder is None:
        raise LookupError(encoding)
    return decoder


def getreader(encoding):
    """The StreamReader class of a codec."""
    return lookup(encoding).streamreader


def getwriter(encoding):
    """The StreamWriter class of a codec."""
    return lookup(encoding).streamwriter


def iterencode(iterator, encoding, errors="strict", **kwargs):
    """Encode the strings of an iterator."""
    encoder = getincrementalencoder(encoding)(errors, **kwargs)
    for input in iterator:
        if output := encoder.encode(input):
            yield output
    if output := encoder.encode("", True):
        yield output


def iterdecode(iterator, encoding, errors="strict", **kwargs):
    """Decode the bytes of an iterator."""
    decoder = getincrementaldecoder(encoding)(errors, **kwargs)
    for input in iterator:
        if output := decoder.decode(input):
            yield output
    if output := decoder.decode(b"", True):
        yield output


# For codecs made of tables.


def make_identity_dict(rng):
    """A dict that leads from each item to itself."""
    return {item: item for item in rng}


def make_encoding_map(decoding_map):
    """The reverse of a dict; where several keys have a value, it leads to None."""
    encoding_map = {}
    for key, value in decoding_map.items():
        encoding_map[value] = None if value in encoding_map else key
    return encoding_map


strict_errors = lookup_error("strict")
ignore_errors = lookup_error("ignore")
replace_errors = lookup_error("replace")
xmlcharrefreplace_errors = lookup_error("xmlcharrefreplace")
backslashreplace_errors = lookup_error("backslashreplace")
namereplace_errors = lookup_error("namereplace")
