# What the messages for wrong arguments of built-in methods call None, and in which order
# arguments are looked at.
def refused(function, *arguments, **named):
    try:
        print(function(*arguments, **named))
    except Exception as error:
        print(type(error).__name__, error)


for value in 1, 1.5, 1j, "a", [], object():
    refused(value.__format__, None)
    refused(value.__format__, 5)
refused("a".encode, None)
refused("a".encode, "utf-8", None)
refused(b"a".decode, None)
refused(str, b"a", None)
refused(format, 1, None)
refused(compile, "1", "f", None)
refused((5).to_bytes, 2, None)
refused(memoryview(b"abc").cast, None)
refused(ExceptionGroup, None, [ValueError()])
refused(UnicodeDecodeError, None, b"", 0, 1, "r")
for value in "ab", b"ab", bytearray(b"ab"), [1], (1,):
    refused(value.__mul__)
    refused(value.__mul__, 1, 2)
refused([1].__imul__)
for value in b"abc", bytearray(b"abc"):
    for name in "find", "rfind", "index", "rindex", "count":
        refused(getattr(value, name), "x", "y")
        refused(getattr(value, name), "x")
refused(lambda: b"abc" % "x")
refused(lambda: bytearray(b"abc") % "x")
refused({}.pop, [])
refused({}.pop, [], "default")
refused({1: 2}.pop, [])
refused({1}.intersection_update, key=1)
refused(lambda: complex.from_number(1))

import re
match = re.match("(?P<a>.)", "x")
refused(match.start, [])
refused(lambda: match[{}])


def generator():
    yield


refused(generator().throw)
refused(generator().throw, ValueError, key=1)

for value in 1, None, len, "a", (1,), {1}, object(), range(3), (item for item in ()), {}.keys():
    for key in 0, "key":
        try:
            del value[key]
        except TypeError as error:
            print(error)
