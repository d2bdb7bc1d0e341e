# Shows: os.path and the file functions of os that give the same everywhere.
import os
import tempfile

print(
    os.path.join("a", "b", "/c", "d"), os.path.join("a", ""), os.path.split("/a/b.txt"),
    os.path.splitext("a.tar.gz"), os.path.splitext(".bashrc"), os.path.basename("/a/b/"),
    os.path.dirname("/a/b"), os.path.normpath("a/./b/../c//d"), os.path.isabs("/a"),
    os.path.commonpath(["/a/b", "/a/c"]), os.path.commonprefix(["abc", "abd"]),
    os.path.relpath("/a/b", "/a/c"), os.path.expanduser("no tilde"), os.sep, os.pardir,
    os.linesep.encode(), os.name
)
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    os.makedirs("x/y/z")
    os.mkdir("empty")
    for name in ("x/1.txt", "x/y/2.txt"):
        with open(name, "w") as file:
            file.write(name)
    print(
        sorted(os.listdir()),
        [(root, sorted(dirs), sorted(files)) for root, dirs, files in os.walk(".")],
        os.path.exists("x"), os.path.isdir("x"), os.path.isfile("x/1.txt"),
        os.path.getsize("x/1.txt"), os.stat("x/1.txt").st_size
    )
    os.rename("x/1.txt", "moved.txt")
    os.replace("moved.txt", "x/back.txt")
    os.symlink("x/back.txt", "link")
    print(
        os.path.islink("link"), os.readlink("link"), open("link").read(),
        sorted((entry.name, entry.is_dir(), entry.is_symlink()) for entry in os.scandir(".")),
        os.path.samefile("link", "x/back.txt")
    )
    os.remove("link")
    os.rmdir("empty")
    for action in (
        lambda: os.remove("none"), lambda: os.rmdir("x"), lambda: os.mkdir("x"),
        lambda: os.listdir("none"), lambda: os.makedirs("x/y"), lambda: os.stat("none"),
        lambda: os.rename("none", "other"), lambda: os.chdir("none"),
        lambda: os.path.getsize("none"), lambda: os.path.join("a", 5), lambda: os.listdir(5.5),
        lambda: os.open("none", os.O_RDONLY), lambda: os.scandir("none"),
        lambda: os.path.commonpath([]), lambda: os.fspath(5)
    ):
        try:
            print(action())
        except Exception as error:
            print(f"{type(error).__name__}: {error}")
    descriptor = os.open("raw", os.O_CREAT | os.O_RDWR)
    print(
        os.write(descriptor, b"raw data"), os.lseek(descriptor, 0, 0), os.read(descriptor, 3),
        os.close(descriptor)
    )
    reading, writing = os.pipe()
    os.write(writing, b"through a pipe")
    os.close(writing)
    print(os.read(reading, 100), os.read(reading, 100))
    os.close(reading)
    os.chdir("/")
os.environ["WEFT_TEST"] = "value"
print(
    os.environ["WEFT_TEST"], os.getenv("WEFT_NONE", "default"), "WEFT_TEST" in os.environ,
    os.environ.pop("WEFT_TEST"), os.environ.get("WEFT_TEST")
)
for action in (
    lambda: os.environ["WEFT_TEST"], lambda: os.environ.__setitem__("a", 5),
    lambda: os.environ.__setitem__(5, "a")
):
    try:
        action()
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


class Path:
    def __fspath__(self): return "/from/fspath"


print(
    os.fspath(Path()), os.path.join(Path(), "x"), os.fsencode("é"), os.strerror(2),
    os.getpid() == os.getpid(), os.cpu_count() > 0
)
