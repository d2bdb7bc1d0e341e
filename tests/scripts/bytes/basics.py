# Shows: making bytes, their text, indexing, slicing, arithmetic and comparison.


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


print(
    b"abc", b'it\'s "x"', b"\x00\xff\n\\", bytes(3), bytes([65, 66]), bytes("é", "utf-8"),
    bytes(b"x"), bytes(), bytes(range(4))
)
data = b"weft loom"
print(
    data[0], data[-1], data[1:3], data[::-1], list(data[:3]), len(data), 119 in data, b"ft" in data,
    data + b"!", data * 2, 0 * data
)
print(
    b"a" < b"b", b"a" == "a", b"a" == bytearray(b"a"), b"" < b"a", hash(b"a") == hash(b"a"),
    max(data), sorted(b"cab")
)
print(
    data.hex(), data.hex(" "), data.hex(":", 2), data.hex("-", -2), bytes.fromhex("00 fF\n10"),
    b"%d %s %b %r" % (1, b"x", b"y", b"z"), b"%c%5.1f|%x" % (65, 2.5, 255)
)


class Has:
    def __bytes__(self):
        return b"own"


class Wrong:
    def __bytes__(self):
        return "text"


print(
    bytes(Has()), b"".join([b"a", bytearray(b"b")]), b"ab".__getnewargs__(),
    type(b"ab"[:1]).__name__
)
for action in (
    lambda: bytes("a"), lambda: bytes(-1), lambda: bytes([256]), lambda: bytes([-1]),
    lambda: bytes(["a"]), lambda: bytes(1.5), lambda: bytes(Wrong()),
    lambda: bytes(1, "utf-8"), lambda: bytes("é", "ascii"), lambda: data[99], lambda: data["a"],
    lambda: b"a" + "a", lambda: b"a" + 1, lambda: b"a" < "a", lambda: 256 in data,
    lambda: "a" in data, lambda: b"".join(["a"]), lambda: b",".join(5), lambda: bytes.fromhex("0"),
    lambda: bytes.fromhex("0g"), lambda: bytes.fromhex(1), lambda: b"%s" % "a",
    lambda: b"%d" % "a", lambda: b"%z" % 1, lambda: b"%c" % 256, lambda: b"a".hex("ab"),
    lambda: b"a".hex("é"), lambda: bytes([1], "x"), lambda: eval("b'é'"), lambda: bytes(2**100),
    lambda: bytes(object()),
):
    attempt(action)
try:
    data[0] = 1
except TypeError as error:
    print(error)
