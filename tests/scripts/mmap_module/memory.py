"""Files as memory."""
import mmap
import os
import tempfile


def show(function, *arguments, **keywords):
    try:
        result = function(*arguments, **keywords)
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(getattr(function, "__name__", function), "->", result)


with tempfile.TemporaryFile() as file:
    show(mmap.mmap, file.fileno(), 0)
    file.write(b"first line\nsecond line\n" + bytes(100))
    file.flush()
    number = file.fileno()
    with mmap.mmap(number, 0) as m:
        print(repr(m), len(m), m.size(), m.tell(), m.seekable(), m.closed)
        print(m.readline(), m.readline(), m.read_byte(), m.tell(), len(m.read()), m.read())
        print(m.seek(0), m.read(5), m.seek(2, 1), m.seek(-3, 2), m.tell())
        for arguments in [(-1,), (500,), (0, 9), ("a",)]:
            show(m.seek, *arguments)
        print(m[0], m[-1], m[:5], m[10:0:-3], m[5:2])
        m[0] = ord("F")
        m[1:5] = b"IRST"
        m[11:17:2] = b"***"
        print(m[:25], m.find(b"line"), m.find(b"line", 8), m.rfind(b"line"), m.find(b"x"))
        print(m.find(b"line", 0, 8), m.find(b"", 5), m.rfind(b"line", -300, -1))
        m.seek(0)
        print(m.write(b"begin"), m.tell(), m.write_byte(33), m[:8])
        m.move(20, 0, 6)
        print(m[18:28])
        for key in ("a", 1000, -1000):
            show(lambda: m[key])
        for key, value in [(0, 256), (0, "a"), (0, b"a"), (slice(0, 2), b"abc"), ("a", 1)]:
            show(m.__setitem__, key, value)
        show(m.__delitem__, 0)
        show(m.__delitem__, slice(0, 2))
        show(m.move, 0, 0, 1000)
        show(m.flush)
        show(m.flush, -1, 5)
        show(m.madvise, mmap.MADV_NORMAL)
        show(m.madvise, mmap.MADV_NORMAL, 100000)
        view = memoryview(m)
        view[0] = 66
        print(view.readonly, view.nbytes, bytes(view[:3]))
        show(m.close)
        show(m.resize, 5000)
        view.release()
        m.resize(5000)
        print(len(m), m.size(), os.fstat(number).st_size)
        print(bytearray(m)[:3], m[:3] == b"Beg")
    print(m.closed, repr(m))
    for function in (m.read, m.size, m.flush, m.tell, m.__len__):
        show(function)
    m.close()
    file.seek(0)
    print(file.read(8))
    read_only = mmap.mmap(number, 10, access=mmap.ACCESS_READ)
    print(repr(read_only), memoryview(read_only).readonly)
    show(read_only.write, b"x")
    show(read_only.__setitem__, 0, 1)
    show(read_only.resize, 20)
    private = mmap.mmap(number, 10, access=mmap.ACCESS_COPY)
    private[0] = 1
    file.seek(0)
    print(private[0], file.read(1), repr(private))
    private.close()
    show(mmap.mmap, number, 10**9)
    show(mmap.mmap, number, -1)
    show(mmap.mmap, number, 10, access=9)
    show(mmap.mmap, number, 10, flags=mmap.MAP_PRIVATE, access=mmap.ACCESS_READ)
    show(mmap.mmap, number, 10, offset=-1)
    show(mmap.mmap, number, 0, offset=8192)
    show(mmap.mmap, number)
with mmap.mmap(-1, 20) as m:
    print(m[:] == bytes(20), m.write(b"anonymous"), m[:9])
    show(m.write, bytes(20))
    show(m.write_byte, 300)
    m.seek(20)
    show(m.read_byte)
    show(m.write_byte, 1)
