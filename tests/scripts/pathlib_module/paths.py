# Shows: pathlib: pure paths, and files in a temporary folder.
import os
import tempfile
from pathlib import Path, PurePosixPath, PureWindowsPath

p = PurePosixPath("/usr/lib/python.tar.gz")
print(
    p, repr(p), p.name, p.stem, p.suffix, p.suffixes, p.parent, p.parts, p.root, p.anchor,
    [str(parent) for parent in p.parents], p.with_suffix(".zip"), p.with_name("x"),
    p.with_stem("y"), p / "a" / "../b", "/x" / PurePosixPath("y"), p.relative_to("/usr"),
    p.is_absolute(), p.match("*.gz"), p.is_relative_to("/usr/lib"), p.as_posix(), os.fspath(p)
)
print(
    PurePosixPath("a//b/./c/.."), PurePosixPath("a") < PurePosixPath("b"),
    PurePosixPath("a/b") == PurePosixPath("a//b"),
    hash(PurePosixPath("a")) == hash(PurePosixPath("a")), PurePosixPath("a", "b", "/c"),
    PurePosixPath(), PureWindowsPath("c:\\a\\b.txt").parts,
    PureWindowsPath("A") == PureWindowsPath("a"), PurePosixPath("a/b").joinpath("c", "d"),
    PurePosixPath("/a/b").relative_to("/a/c", walk_up=True),
    PurePosixPath("x.py").full_match("*.py")
)
with tempfile.TemporaryDirectory() as name:
    root = Path(name)
    (root / "sub" / "deep").mkdir(parents=True)
    one = root / "one.txt"
    print(
        one.write_text("first\nsecond é", encoding="utf-8"), one.read_text(encoding="utf-8"),
        one.read_bytes()[-2:], one.exists(), one.is_file(), root.is_dir(), one.stat().st_size,
        one.samefile(root / "sub" / ".." / "one.txt")
    )
    (root / "sub" / "two.py").write_bytes(b"x")
    (root / "sub" / "deep" / "three.py").touch()
    print(
        sorted(path.name for path in root.iterdir()),
        sorted(str(path.relative_to(root)) for path in root.rglob("*.py")),
        sorted(path.name for path in root.glob("*/*.py")),
        [
            (str(folder.relative_to(root)), sorted(folders), sorted(files)) for folder, folders,
            files in root.walk()
        ]
    )
    with one.open("a") as file:
        file.write("!")
    moved = one.rename(root / "moved.txt")
    link = root / "link"
    link.symlink_to(moved.name)
    print(
        one.exists(), moved.read_text()[-1], link.is_symlink(), link.resolve().name,
        link.readlink(), sorted(path.name for path in root.iterdir())
    )
    for action in (
        lambda: one.read_text(), lambda: (root / "sub").rmdir(), lambda: (root / "sub").mkdir(),
        lambda: one.unlink(), lambda: one.unlink(missing_ok=True), lambda: root.read_text(),
        lambda: p.with_name(""), lambda: p.with_suffix("zip"), lambda: p.relative_to("/none"),
        lambda: Path(5), lambda: p / 5, lambda: list((root / "none").iterdir()), lambda: p < "x",
        lambda: one.stat()
    ):
        try:
            print(action())
        except Exception as error:
            print(f"{type(error).__name__}: {error}".replace(name, "FOLDER"))
