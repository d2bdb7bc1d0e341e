# Shows: buffered readers of buffered readers: closing, flushing, and letting many go at once.
import io


def show(action):
    try:
        print(action())
    except (ValueError, io.UnsupportedOperation) as error:
        print(type(error).__name__, error)


reader = io.BufferedReader(io.BytesIO(b"abc"))
reader.close()
show(reader.flush)


class Raw(io.RawIOBase):
    def readable(self):
        return True

    def flush(self):
        print("flush", self.closed)
        super().flush()


reader = io.BufferedReader(Raw())
show(reader.flush)
reader.close()
show(reader.flush)
reader = io.BufferedReader(Raw())
reader.detach()
show(reader.flush)
show(io.BufferedReader.__new__(io.BufferedReader).flush)

inner = io.BytesIO(b"abc")
outer = inner
for _ in range(600):
    outer = io.BufferedReader(outer)
print(outer.read(2))
del outer
print(inner.closed)
