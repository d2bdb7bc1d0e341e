# Shows: memoryviews of items wider than a byte, of arrays and of parts of parts.
from array import array
import struct

numbers = array("i", [1, -2, 3, 2**31 - 1])
view = memoryview(numbers)
print(
    view.format, view.itemsize, view.shape, view.tolist(), view[1], view[-1], view.nbytes,
    len(view), view[1:3].tolist()
)
view[1] = 7
view[2:] = array("i", [8, 9])
print(
    numbers, view == numbers, view == array("i", [1, 7, 8, 9]), view == array("h", [1, 7, 8, 9]),
    view == [1, 7, 8, 9]
)
raw = view.cast("B")
raw[0] = 255
print(numbers[0], raw[:4].tolist(), bytes(raw[:4]), raw.cast("i")[0])
floats = memoryview(array("d", [1.5, float("nan")]))
print(
    floats[0], floats.format, floats.tolist()[0], floats == floats, memoryview(array("f", [0.1]))[0]
)
data = bytearray(struct.pack("<hhi", 1, -1, 70000))
part = memoryview(data)[2:]
deeper = part[2:][:2]
deeper[0] = 0
print(
    data.hex(), bytes(deeper), deeper.obj is data, part.cast("h").tolist()[0],
    memoryview(data).cast("c")[0], memoryview(data).cast("?")[0]
)
grid = memoryview(bytearray(range(24))).cast("B", (2, 3, 4))
print(
    grid.ndim, grid.shape, grid.strides, grid[1, 2, 3], grid.tolist()[0][1], grid.nbytes,
    bytes(grid)[:5], grid == memoryview(bytes(range(24))).cast("B", [2, 3, 4])
)
step = memoryview(bytes(range(10)))[::3]
print(
    step.tolist(), step.strides, step.contiguous, step[::-1].tolist(), bytes(step),
    step == bytes([0, 3, 6, 9]), step.tobytes("C"), step.hex()
)
for action in (
    lambda: view.__setitem__(0, 2**31), lambda: view.__setitem__(0, 1.5),
    lambda: view.__setitem__(slice(0, 2), b"12345678"), lambda: view.cast("h"),
    lambda: raw.cast("i", (3,)), lambda: grid[1], lambda: grid[1, 2], lambda: grid[9, 0, 0],
    lambda: view.cast("B", (2, 9)), lambda: memoryview(b"abc").cast("I"), lambda: step.cast("h"),
    lambda: numbers.append(1), lambda: view["x"], lambda: view[0:"x"],
    lambda: memoryview(array("w", "ab"))[0]
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
a = array("b", [1, 2])
a.extend([3])
a[0] = -5
print(
    a, a.tobytes(), a.typecode, a.itemsize, a + a, a * 2, a.index(2), a.count(3), a.pop(), list(a),
    array("i", b"\x01\0\0\0"), array("w", "hé"), a == array("i", [-5, 2]), sum(a)
)
