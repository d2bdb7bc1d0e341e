# Shows: struct: formats, byte order, padding, and the texts of its errors.
import struct

print(struct.pack("<bBhHiIqQ", -1, 255, -2, 65535, -3, 4294967295, -4, 2**64 - 1).hex())
print(
    struct.pack(">hif", 1, 2, 1.5), struct.pack("!d", -0.1).hex(), struct.pack("<e", 1.5),
    struct.pack("5s3p?c", b"ab", b"xyz", True, b"c"), struct.pack("<3h", 1, 2, 3),
    struct.pack("<2x"), struct.pack("@i0q", 1) if struct.calcsize("P") == 8 else ""
)
print(
    struct.unpack("<hI", b"\x01\x00\x02\x00\x00\x00"), struct.unpack(">2s?", b"ab\x01"),
    struct.unpack("<f", struct.pack("<f", 0.1)), struct.unpack("<3B", b"\x01\x02\x03"),
    struct.unpack("3p", b"\x02ab")
)
print(
    struct.calcsize("<bih"), struct.calcsize("=bih"), struct.calcsize("@bih"),
    struct.calcsize("@bq"), struct.calcsize(""), struct.calcsize("100s")
)
buffer = bytearray(8)
struct.pack_into("<HH", buffer, 2, 1, 2)
print(buffer, struct.unpack_from("<H", buffer, 4), list(struct.iter_unpack("<H", buffer)))
s = struct.Struct(">IB")
print(
    s.size, s.format, s.pack(1, 2), s.unpack(b"\x00\x00\x00\x01\x02"),
    s.unpack_from(b"xx\x00\x00\x00\x01\x02", 2)
)
print(
    struct.unpack("<d", struct.pack("<d", float("inf"))), struct.pack("<f", float("nan")).hex(),
    struct.pack("?", []), struct.pack("<q", True), struct.pack("n", 5)[:1]
)
for action in (
    lambda: struct.pack("b", 128), lambda: struct.pack("B", -1), lambda: struct.pack("<H", 70000),
    lambda: struct.pack("<i", 2**31), lambda: struct.pack("i", "a"), lambda: struct.pack("i", 1.5),
    lambda: struct.pack("i"), lambda: struct.pack("i", 1, 2), lambda: struct.pack("z", 1),
    lambda: struct.pack("c", b"ab"), lambda: struct.pack("s", "a"), lambda: struct.pack("f", "a"),
    lambda: struct.pack("<f", 1e300), lambda: struct.pack("<e", 1e10),
    lambda: struct.unpack("i", b"ab"), lambda: struct.unpack("<h", b"abc"),
    lambda: struct.unpack_from("<I", b"ab"), lambda: struct.pack_into("<I", bytearray(2), 0, 1),
    lambda: struct.unpack("i", "abcd"), lambda: list(struct.iter_unpack("<H", b"abc")),
    lambda: list(struct.iter_unpack("", b"")), lambda: struct.calcsize("3"),
    lambda: struct.calcsize("<P"), lambda: struct.Struct(5),
    lambda: struct.pack_into("<B", b"ab", 0, 1), lambda: struct.unpack_from("<B", b"ab", 5),
    lambda: struct.pack(5, 1), lambda: struct.pack("<Q", -1), lambda: struct.pack("<q", 2**63)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
