# Shows: bytearray: what changes it in place, item and slice assignment, and the errors.


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


data = bytearray(b"hello")
data[0] = 72
data[-1:] = b"p!"
data += b"??"
data.append(65)
data.extend([66, 67])
data.insert(0, 0x3E)
print(data, len(data), data.pop(), data.pop(0), data)
data.remove(33)
data.reverse()
print(data, data.copy() is data, data == bytes(data), data[1:3], type(data[1:3]).__name__)
data[1:3] = []
data[::2] = bytes(len(data[::2]))
print(data)
del data[0]
del data[::2]
print(data, data * 2, data + b"x", b"x" + data, bytearray(b"ab") < b"b")
data *= 3
data.clear()
print(
    data, bytearray(3), bytearray("é", "utf-8"), bytearray([1, 2]), bytearray(b"x").hex(),
    bytearray.fromhex("0aff")
)
data = bytearray(b"abc")
print(
    data.upper(), data.find(b"c"), data.decode(), data.split(b"b"), data.replace(b"a", b"zz"),
    data.join([b"1", b"2"]), data.startswith(b"a")
)
for action in (
    lambda: data.append(256), lambda: data.append("a"), lambda: data.extend("ab"),
    lambda: data.extend([300]), lambda: data.extend(5), lambda: data.pop(99),
    lambda: bytearray().pop(), lambda: data.remove(1),
    lambda: data.insert(0, -1), lambda: data[50], lambda: data.__setitem__(50, 1),
    lambda: data.__setitem__(0, "a"), lambda: data.__setitem__(slice(0, 1), 5),
    lambda: data.__setitem__(slice(0, 3, 2), b"abc"),
    lambda: data.__setitem__(slice(0, 1), "ab"), lambda: hash(data), lambda: bytearray("a"),
    lambda: bytearray(-1), lambda: data + "a", lambda: data.__delitem__(7),
    lambda: data.remove("a"),
):
    attempt(action)
view = memoryview(data)
attempt(lambda: data.append(1))
attempt(lambda: data.clear())
data[0] = 120
print(view[0], data)
view.release()
data.append(1)
print(data)
