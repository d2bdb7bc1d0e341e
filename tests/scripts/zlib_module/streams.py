"""Compression by zlib: at once, piece by piece, with errors."""
import zlib


def show(function, *arguments, **keywords):
    try:
        result = function(*arguments, **keywords)
    except Exception as error:
        result = f"{type(error).__module__}.{type(error).__name__}: {error}"
    print(getattr(function, "__name__", function), "->", result)
    return result


text = b"What is said once is said. " * 40 + bytes(range(256))
for level in (-1, 0, 1, 6, 9):
    packed = zlib.compress(text, level)
    print(level, len(packed), zlib.crc32(packed), zlib.decompress(packed) == text)
for window in (-15, -9, 9, 15, 31):
    packed = zlib.compress(text, wbits=window)
    print(window, len(packed), zlib.decompress(packed, wbits=window) == text)
print(zlib.decompress(zlib.compress(text, wbits=31), wbits=47) == text)
print(zlib.adler32(text), zlib.adler32(b"x", 5), zlib.crc32(b""), zlib.crc32(b"abc", 2**40 + 7))
packed = zlib.compress(text)
show(zlib.decompress, packed[:-1])
show(zlib.decompress, b"no stream")
show(zlib.decompress, packed[:20] + b"xxxxxxxx" + packed[28:])
show(zlib.decompress, packed, 99)
show(zlib.decompress, packed, 15, -1)
show(zlib.compress, text, 10)
show(zlib.compress, "text")
show(zlib.compress)
show(zlib.compressobj, 11)
show(zlib.compressobj, wbits=99)
show(zlib.decompressobj, 99)
show(zlib.decompressobj, zdict=5)

for strategy in range(5):
    stream = zlib.compressobj(9, zlib.DEFLATED, 15, 9, strategy)
    parts = [stream.compress(text[i:i + 100]) for i in range(0, len(text), 100)]
    parts.append(stream.flush(zlib.Z_SYNC_FLUSH))
    copy = stream.copy()
    parts.append(stream.flush())
    whole = b"".join(parts)
    print(strategy, len(whole), zlib.crc32(whole), zlib.decompress(whole) == text)
    print(zlib.decompress(b"".join(parts[:-1]) + copy.compress(b"more") + copy.flush())[-8:])
show(stream.compress, b"x")
show(stream.copy)
print(stream.flush(zlib.Z_NO_FLUSH))

stream = zlib.decompressobj()
out = stream.decompress(packed[:50], 10)
print(out, len(stream.unconsumed_tail), stream.eof, stream.unused_data)
out += stream.decompress(stream.unconsumed_tail + packed[50:], 200)
out += stream.flush(1)
print(out == text, stream.eof, stream.unconsumed_tail)
stream = zlib.decompressobj()
print(stream.decompress(packed + b"behind") == text, stream.eof, stream.unused_data)
print(stream.decompress(b" more"), stream.unused_data)
stream = zlib.decompressobj()
stream.decompress(packed[:30])
copy = stream.copy()
print(stream.decompress(packed[30:]) == copy.decompress(packed[30:]))
show(stream.decompress, b"", -1)
show(stream.flush, 0)

words = b"What is said once"
stream = zlib.compressobj(zdict=words)
packed = stream.compress(text) + stream.flush()
print(len(packed), zlib.decompressobj(zdict=words).decompress(packed) == text)
show(zlib.decompressobj().decompress, packed)
show(zlib.decompressobj(zdict=b"wrong").decompress, packed)
raw = zlib.compressobj(wbits=-15, zdict=words)
packed = raw.compress(text) + raw.flush()
print(zlib.decompressobj(-15, zdict=words).decompress(packed) == text)

stream = zlib._ZlibDecompressor()
packed = zlib.compress(text)
out = stream.decompress(packed[:40], max_length=7)
print(out, stream.needs_input, stream.eof)
while not stream.eof:
    out += stream.decompress(packed[40:] + b"rest" if stream.needs_input else b"", 500)
print(out == text, stream.unused_data, stream.needs_input)
show(stream.decompress, b"x")
