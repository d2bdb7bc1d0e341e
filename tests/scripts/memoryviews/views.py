# Shows: memoryview: reading, writing through it, slicing, casting, comparing, releasing.


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


data = bytearray(range(8))
view = memoryview(data)
print(
    view[0], view[-1], len(view), view.tolist(), view.tobytes(), bytes(view[2:5]),
    view[::2].tolist(), view[::-1].tobytes()
)
print(
    view.format, view.itemsize, view.nbytes, view.ndim, view.shape, view.strides, view.suboffsets,
    view.readonly, view.contiguous, view.c_contiguous, view.f_contiguous
)
view[0] = 255
view[1:3] = b"ab"
print(
    data, view.obj is data, view == data, view == b"x", view[1:3] == b"ab", 97 in view,
    list(view)[:3]
)
words = view.cast("H")
print(words.shape, words.format, words.itemsize, words[0], words.tolist())
grid = view.cast("B", shape=[2, 4])
print(grid.ndim, grid.shape, grid.strides, grid.tolist(), grid[1, 2], grid.nbytes, len(grid))
signed = view.cast("b")
print(
    signed[0], view.hex(), view[:3].hex("-"), hash(memoryview(b"ab")) == hash(b"ab"),
    memoryview(b"ab").toreadonly().readonly
)
for action in (
    lambda: memoryview("a"), lambda: memoryview(5), lambda: view[9], lambda: view["a"],
    lambda: view.__setitem__(0, 256), lambda: view.__setitem__(0, "a"),
    lambda: view.__setitem__(slice(0, 2), b"abc"),
    lambda: memoryview(b"ab").__setitem__(0, 1), lambda: hash(view), lambda: view.cast("Z"),
    lambda: view.cast("I", shape=[3]), lambda: view[::2].cast("H"), lambda: view.__delitem__(0),
    lambda: grid[0], lambda: grid[5, 0], lambda: grid[0, 0, 0],
    lambda: memoryview(b"abc").cast("H"),
):
    attempt(action)
words.release(); grid.release(); signed.release(); view.release()
attempt(lambda: view[0])
attempt(lambda: len(view))
print(repr(view)[:16])
with memoryview(b"xyz") as other:
    print(other[1], bytes(other))
attempt(lambda: other.tobytes())
