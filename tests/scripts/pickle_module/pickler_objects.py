# Shows: Pickler and Unpickler: memos, persistent ids, reducers, buffers, protocols and errors.
import copyreg
import io
import pickle
import pickletools


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


class Slotted:
    __slots__ = ("a", "__dict__")


class Words(list):
    pass


shared = [1]
values = [
    None, True, 0, 255, 65536, -1, 2**31, 2**200, -(2**63), 1.5, "text", "\ud800é\n", b"bytes",
    bytearray(b"array"), (), (1,), (1, 2, 3, 4), [], [shared, shared], {}, {"a": 1, 2: "b"},
    {1}, frozenset({2}), range(3), print, Point, type(None), ..., Point(1, [2]), Words([1, 2]),
    list(range(2500)), 1j, slice(1, 2)
]
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    data = [pickle.dumps(value, protocol) for value in values]
    again = [pickle.loads(one) for one in data]
    print(protocol, sum(map(len, data)), [repr(one)[:30] for one in again if one is not again[30]])
pickletools.dis(pickle.dumps([shared, shared, "name", Point(1, 2)], 4))

slotted = Slotted()
slotted.a, slotted.b = 1, 2
copied = pickle.loads(pickle.dumps(slotted))
print(copied.a, copied.b, pickle.loads(pickle.dumps([slotted] * 2))[0].__dict__)


class Saver(pickle.Pickler):
    dispatch_table = copyreg.dispatch_table | {Words: lambda words: (list, (list(words),))}

    def persistent_id(self, value):
        return "the point" if isinstance(value, Point) else None

    def reducer_override(self, value):
        return (int, ("7",)) if value is slotted else NotImplemented


class Reader(pickle.Unpickler):
    def persistent_load(self, key):
        return ("loaded", key)

    def find_class(self, module, name):
        print("looked for", module, name)
        return super().find_class(module, name)


for protocol in (0, 2, 5):
    file = io.BytesIO()
    saver = Saver(file, protocol)
    saver.dump([Point(1, 2), Words("ab"), slotted])
    saver.dump("second")
    file.seek(0)
    reader = Reader(file)
    print(reader.load(), reader.load(), len(saver.memo.copy()))

buffers = []
data = pickle.dumps(pickle.PickleBuffer(b"out of band"), 5, buffer_callback=buffers.append)
print(data, bytes(buffers[0].raw()), type(pickle.loads(data, buffers=buffers)).__name__)
for wrong in (
    lambda: pickle.loads(b""), lambda: pickle.loads(b"\x80\x09."), lambda: pickle.loads(b"("),
    lambda: pickle.loads(b"cmath\nno_such\n."), lambda: pickle.loads(b"\xff"),
    lambda: pickle.loads(b"0."), lambda: pickle.loads(b"h\x05."), lambda: pickle.loads("text"),
    lambda: pickle.dumps(lambda: 0), lambda: pickle.dumps(1, 9), lambda: pickle.Pickler(5),
    lambda: pickle.Unpickler(5), lambda: pickle.dumps(pickle.PickleBuffer(b""), 4),
    lambda: pickle.loads(pickle.dumps(Point(1, 2)).replace(b"Point", b"Paint"))
):
    try:
        print(wrong())
    except (pickle.PickleError, ValueError, TypeError, AttributeError, EOFError, IndexError) as error:
        print(type(error).__name__, str(error).split(" at 0x")[0].split(" from ")[0].split(" (b")[0])
