# Shows: open for text: modes, newlines, encodings, reading, seeking, and errors.
import os
import tempfile

folder = tempfile.mkdtemp()
os.chdir(folder)
with open("a.txt", "w", encoding="utf-8") as file:
    print(
        file.write("first é\nsecond\n"), file.writelines(["third\n", "4"]), file.tell(), file.name,
        file.mode, file.encoding, file.closed
    )
print(file.closed)
with open("a.txt", encoding="utf-8") as file:
    print(
        repr(file.read(5)), repr(file.readline()), repr(file.readline(3)), file.readlines(),
        repr(file.read()), file.seek(0), list(file), file.line_buffering, file.newlines
    )
with open("a.txt", "a+", encoding="utf-8") as file:
    file.write("\nappended")
    file.seek(0)
    print(sum(1 for _ in file), file.readable(), file.writable(), file.seekable())
with open("n.txt", "w", newline="\r\n") as file:
    file.write("a\nb\r\n")
print(
    open("n.txt", "rb").read(), open("n.txt").read().encode(),
    open("n.txt", newline="").read().encode(), open("n.txt", newline="\r").readlines()
)
with open("x.txt", "x") as file:
    file.write("new")
with open("x.txt", "r+") as file:
    file.write("N")
    file.seek(0, os.SEEK_END)
    file.write("!")
    file.truncate(3)
print(open("x.txt").read(), os.path.getsize("x.txt"))
open("latin.txt", "wb").write(b"caf\xe9")
print(
    open("latin.txt", encoding="latin-1").read(),
    open("latin.txt", encoding="utf-8", errors="replace").read(),
    ascii(open("latin.txt", encoding="utf-8", errors="surrogateescape").read())
)
for action in (
    lambda: open("none.txt"), lambda: open("x.txt", "x"), lambda: open("x.txt", "z"),
    lambda: open("x.txt", "rw"), lambda: open("x.txt", "br+", encoding="utf-8"), lambda: open("."),
    lambda: open("no/such/dir.txt", "w"), lambda: open("latin.txt", encoding="utf-8").read(),
    lambda: open("x.txt", "w", encoding="ascii").write("é"), lambda: open("x.txt").write("a"),
    lambda: open("x.txt", "w").read(), lambda: file.read(), lambda: open(5.5),
    lambda: open("x.txt", encoding="nonsense"), lambda: open("x.txt", newline="x"),
    lambda: open(""), lambda: open("a\0b"), lambda: open(-1), lambda: open("x.txt", buffering=0),
    lambda: open("x.txt", "w").write(b"a"), lambda: open("x.txt").seek(1, 1),
    lambda: open("x.txt").seek(-1), lambda: open(9999), lambda: open("x.txt", "t"),
    lambda: open("x.txt", mode=5), lambda: open("x.txt", closefd=False)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
with open("a.txt", encoding="utf-8") as file:
    next(file)
    try:
        file.tell()
    except OSError as error:
        print(error)
for name in os.listdir():
    os.remove(name)
os.chdir("/")
os.rmdir(folder)
