# Shows: binary files, BytesIO, StringIO, buffers, and wrapping one in another.
import io
import os
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "data.bin")
    with open(path, "wb") as file:
        print(
            file.write(b"hello\nworld"), file.tell(), type(file).__name__, type(file.raw).__name__,
            file.mode
        )
    with open(path, "rb") as file:
        buffer = bytearray(3)
        print(
            file.read(2), file.readinto(buffer), buffer, file.peek(1)[:1], file.readline(),
            file.read1(3), file.seek(-2, 2), file.read(), file.read(), list(open(path, "rb"))
        )
    with open(path, "r+b", buffering=0) as raw:
        print(
            type(raw).__name__, raw.write(b"HE"), raw.seek(0), raw.read(4), raw.readall(),
            raw.truncate(5), raw.fileno() > 2
        )
    print(open(path, "rb").read(), os.stat(path).st_size)
    with open(path, "w+b") as both:
        both.write(b"abc")
        both.seek(1)
        both.write(b"X")
        both.seek(0)
        print(both.read(), type(both).__name__)
    with open(path, "rb") as binary, io.TextIOWrapper(binary, encoding="ascii") as text:
        print(text.read(), text.buffer is binary)
b = io.BytesIO(b"line 1\nline 2")
print(
    b.readline(), b.tell(), b.read(3), b.getvalue(), b.seek(20), b.write(b"!"), b.getvalue(),
    b.truncate(4), b.getvalue(), b.seek(0), b.readlines(), b.getbuffer().nbytes
)
s = io.StringIO("one\ntwo\r\nthree", newline=None)
print(
    s.readline(), s.read(3), s.tell(), s.seek(0), s.readlines(), s.getvalue().encode(),
    s.write("!"), s.closed, s.newlines
)
w = io.StringIO()
print(
    w.write("é\n"), file_size := len(w.getvalue()), print("x", file=w), repr(w.getvalue()),
    w.seek(1), w.truncate(), repr(w.getvalue())
)
s.close()
for action in (
    lambda: s.read(), lambda: io.BytesIO("text"), lambda: io.StringIO(b"bytes"),
    lambda: io.BytesIO().write("a"), lambda: io.StringIO().write(b"a"),
    lambda: io.BytesIO(b"a").seek(-1), lambda: io.StringIO("a").seek(-1),
    lambda: io.StringIO("a").seek(1, 1), lambda: io.BytesIO(b"abc").read("x"),
    lambda: io.TextIOWrapper(5), lambda: io.BytesIO().fileno(),
    lambda: io.BytesIO(b"ab").readinto(b"xx"), lambda: io.IOBase().read(),
    lambda: io.StringIO(newline="x"), lambda: io.open_code("/none"),
    lambda: io.TextIOWrapper(io.BytesIO(b"\xff"), "utf-8").read()
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
view = b.getbuffer()
try:
    b.write(b"grow it beyond what there is")
except BufferError as error:
    print(error)
view.release()


class Upper(io.TextIOBase):
    def write(self, text):
        print("<" + text.upper().strip() + ">")
        return len(text)


print("shout", file=Upper(), end="")
class Countdown(io.RawIOBase):
    left = 5
    def readable(self): return True
    def readinto(self, buffer):
        if not self.left: return 0
        self.left -= 1
        buffer[:1] = b"%d" % self.left
        return 1
print(
    io.BufferedReader(Countdown()).read(), Countdown().read(3), isinstance(b, io.IOBase),
    io.DEFAULT_BUFFER_SIZE, io.SEEK_END
)
