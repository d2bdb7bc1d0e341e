"""Compression by _bz2: piece by piece, with limits and errors."""
import _bz2


def show(function, *arguments, **keywords):
    try:
        result = function(*arguments, **keywords)
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(getattr(function, "__name__", function), "->", result)


text = b"What is said once is said. " * 400 + bytes(range(256))
for level in (1, 5, 9):
    compressor = _bz2.BZ2Compressor(level)
    packed = b"".join(compressor.compress(text[i:i + 1000]) for i in range(0, len(text), 1000))
    packed += compressor.flush()
    print(level, len(packed), hash(packed) == hash(bytes(packed)), packed[:4], packed[-6:])
show(compressor.compress, b"x")
show(compressor.flush)
show(_bz2.BZ2Compressor, 0)
show(_bz2.BZ2Compressor, 10)
show(_bz2.BZ2Compressor, "a")
show(_bz2.BZ2Compressor().compress, "text")
print(_bz2.BZ2Compressor().flush())

whole = _bz2.BZ2Decompressor()
print(whole.decompress(packed + b"behind") == text, whole.eof, whole.unused_data, whole.needs_input)
show(whole.decompress, b"more")
parts = _bz2.BZ2Decompressor()
out = parts.decompress(packed[:50])
print(out, parts.needs_input, parts.eof)
out += parts.decompress(packed[50:], max_length=7)
print(out, parts.needs_input)
while not parts.eof:
    out += parts.decompress(b"", 3000)
print(out == text, parts.needs_input, parts.unused_data)
show(_bz2.BZ2Decompressor().decompress, b"no such stream")
broken = bytearray(packed)
broken[60] ^= 255
show(_bz2.BZ2Decompressor().decompress, broken)
show(_bz2.BZ2Decompressor, 1)
show(_bz2.BZ2Decompressor().decompress, "text")
