"""Makes the parts of a codec's module out of its functions or its table."""

import codecs
import sys


def _info(namespace, name, encode, decode, is_text=True):
    """Add getregentry() to a module that has the classes already."""
    def getregentry():
        return codecs.CodecInfo(
            encode, decode,
            namespace["StreamReader"], namespace["StreamWriter"],
            namespace["IncrementalEncoder"], namespace["IncrementalDecoder"],
            name, _is_text_encoding=None if is_text else False)

    namespace["getregentry"] = getregentry


def _own(namespace, *members):
    """Put classes and functions into a module, where pickles find them."""
    for member in members:
        member.__module__ = namespace["__name__"]
        member.__qualname__ = member.__name__
        namespace[member.__name__] = member


def without_state(namespace, name, encode, decode, *, is_text=True,
                  charbuffer=str):
    """A codec each piece of whose input is encoded and decoded by itself."""
    class Codec(codecs.Codec):
        pass

    Codec.encode = staticmethod(encode)
    Codec.decode = staticmethod(decode)

    class IncrementalEncoder(codecs.IncrementalEncoder):
        def encode(self, input, final=False):
            return encode(input, self.errors)[0]

    class IncrementalDecoder(codecs.IncrementalDecoder):
        def decode(self, input, final=False):
            return decode(input, self.errors)[0]

    class StreamWriter(Codec, codecs.StreamWriter):
        charbuffertype = charbuffer

    class StreamReader(Codec, codecs.StreamReader):
        charbuffertype = charbuffer

    _own(namespace, Codec, IncrementalEncoder, IncrementalDecoder,
         StreamWriter, StreamReader)
    _info(namespace, name, encode, decode, is_text)


def charmap(namespace, name, table):
    """A codec of single bytes; the table has all characters, or the upper half.

    U+FFFE stands for bytes that mean nothing.
    """
    if len(table) == 128:
        table = "".join(map(chr, range(128))) + table
    encoding_table = codecs.charmap_build(table)

    def encode(input, errors="strict"):
        return codecs.charmap_encode(input, errors, encoding_table)

    def decode(input, errors="strict"):
        return codecs.charmap_decode(input, errors, table)

    without_state(namespace, name, encode, decode)
    _own(namespace, encode, decode)
    namespace["decoding_table"] = table
    namespace["encoding_table"] = encoding_table


def with_partial_input(namespace, name, encode, partial_decode):
    """A codec that knows characters which are cut off at the end of a piece.

    The decoding function has a third parameter: whether more may follow.
    """
    def decode(input, errors="strict"):
        return partial_decode(input, errors, True)

    class IncrementalEncoder(codecs.IncrementalEncoder):
        def encode(self, input, final=False):
            return encode(input, self.errors)[0]

    class IncrementalDecoder(codecs.BufferedIncrementalDecoder):
        _buffer_decode = staticmethod(partial_decode)

    class StreamWriter(codecs.StreamWriter):
        pass

    StreamWriter.encode = staticmethod(encode)

    class StreamReader(codecs.StreamReader):
        @staticmethod
        def decode(input, errors="strict"):
            return partial_decode(input, errors, False)

    _own(namespace, decode, IncrementalEncoder, IncrementalDecoder,
         StreamWriter, StreamReader)
    namespace["encode"] = encode
    _info(namespace, name, encode, decode)


def with_byte_order(namespace, name, width, encode, decode_any,
                    little, big):
    """A codec that begins with a byte order mark.

    `little` and `big` are the encoding and the decoding function of a byte
    order; decode_any() also returns the order that it has found.
    """
    natural, other = (little, big) if sys.byteorder == "little" else (big, little)

    def decode(input, errors="strict"):
        return decode_any(input, errors, 0, True)[:2]

    def decode_start(input, errors, final):
        """Decode the first piece, and say which function to go on with."""
        output, consumed, order = decode_any(input, errors, 0, final)
        if order == -1:
            return output, consumed, little[1]
        if order == 1:
            return output, consumed, big[1]
        if consumed >= width:
            raise UnicodeDecodeError(
                name, input, 0, width, "Stream does not start with BOM")
        return output, consumed, None

    class IncrementalEncoder(codecs.IncrementalEncoder):
        # The state is 0 after the mark has been written, and 2 before.

        def __init__(self, errors="strict"):
            super().__init__(errors)
            self.encoder = None

        def encode(self, input, final=False):
            if self.encoder is not None:
                return self.encoder(input, self.errors)[0]
            output = encode(input, self.errors)[0]
            self.encoder = natural[0]
            return output

        def reset(self):
            super().reset()
            self.encoder = None

        def getstate(self):
            return 2 if self.encoder is None else 0

        def setstate(self, state):
            self.encoder = None if state else natural[0]

    class IncrementalDecoder(codecs.BufferedIncrementalDecoder):
        # The state is 0 for this machine's order, 1 for the other one, and 2
        # before the mark.

        def __init__(self, errors="strict"):
            super().__init__(errors)
            self.decoder = None

        def _buffer_decode(self, input, errors, final):
            if self.decoder is not None:
                return self.decoder(input, self.errors, final)
            output, consumed, self.decoder = decode_start(input, errors, final)
            return output, consumed

        def reset(self):
            super().reset()
            self.decoder = None

        def getstate(self):
            if self.decoder is None:
                return self.buffer, 2
            return self.buffer, int(self.decoder is other[1])

        def setstate(self, state):
            self.buffer = state[0]
            self.decoder = {0: natural[1], 1: other[1]}.get(state[1])

    class StreamWriter(codecs.StreamWriter):
        def __init__(self, stream, errors="strict"):
            super().__init__(stream, errors)
            self.encoder = None

        def reset(self):
            super().reset()
            self.encoder = None

        def encode(self, input, errors="strict"):
            if self.encoder is not None:
                return self.encoder(input, errors)
            result = encode(input, errors)
            self.encoder = natural[0]
            return result

    class StreamReader(codecs.StreamReader):
        # Once the order is known, the instance has a `decode` of its own.

        def reset(self):
            super().reset()
            self.__dict__.pop("decode", None)

        def decode(self, input, errors="strict"):
            output, consumed, decoder = decode_start(input, errors, False)
            if decoder is not None:
                self.decode = decoder
            return output, consumed

    _own(namespace, decode, IncrementalEncoder, IncrementalDecoder,
         StreamWriter, StreamReader)
    namespace["encode"] = encode
    _info(namespace, name, encode, decode)


def multibyte(namespace, name, codec):
    """A codec of `_multibytecodec`."""
    import _multibytecodec as native

    class Codec(codecs.Codec):
        encode = codec.encode
        decode = codec.decode

    class IncrementalEncoder(native.MultibyteIncrementalEncoder,
                             codecs.IncrementalEncoder):
        pass

    class IncrementalDecoder(native.MultibyteIncrementalDecoder,
                             codecs.IncrementalDecoder):
        pass

    class StreamReader(Codec, native.MultibyteStreamReader, codecs.StreamReader):
        pass

    class StreamWriter(Codec, native.MultibyteStreamWriter, codecs.StreamWriter):
        pass

    for cls in (IncrementalEncoder, IncrementalDecoder, StreamReader, StreamWriter):
        cls.codec = codec
    _own(namespace, Codec, IncrementalEncoder, IncrementalDecoder,
         StreamReader, StreamWriter)
    namespace["codec"] = codec
    _info(namespace, name, codec.encode, codec.decode)
