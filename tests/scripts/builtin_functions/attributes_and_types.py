# Shows: getattr, setattr, hasattr, delattr, vars, dir, type, isinstance, callable, id.


class Box:
    kind = "box"

    def __init__(self):
        self.size = 1


box = Box()
setattr(box, "colour", "red")
setattr(box, "not an identifier", 5)
print(
    getattr(box, "size"), getattr(box, "none", None), hasattr(box, "kind"), vars(box),
    getattr(box, "not an identifier")
)
delattr(box, "colour")
print(
    [name for name in dir(box) if not name.startswith("__")], sorted(dir()) == sorted(globals()),
    dir(type("E", (), {}))[:3], len(dir(5)) > 50
)
print(
    type(5), type(type), type(None), type(...), type(NotImplemented), type(len), type([].append),
    type(lambda: 1), type(box).__name__, type("Made", (Box,), {"x": 1})().kind
)
print(
    isinstance(True, int), isinstance(5, (str, int)), isinstance(5, int | str),
    isinstance(None, type(None)), isinstance(None, int | None), issubclass(bool, (str, int)),
    issubclass(Box, object)
)
print(
    callable(len), callable(Box), callable(box), callable(5),
    callable(type("C", (), {"__call__": lambda self: 1})()), id(box) == id(box), id(5) == id(5)
)
for action in (
    lambda: getattr(box, "missing"), lambda: getattr(box, 5), lambda: getattr(box),
    lambda: setattr(box, "x"), lambda: delattr(box, "missing"), lambda: hasattr(box),
    lambda: vars(5), lambda: dir(1, 2), lambda: type(1, 2), lambda: type(), lambda: isinstance(5),
    lambda: isinstance(5, 5), lambda: isinstance(5, [int]), lambda: isinstance(5, list[int]),
    lambda: issubclass(5, int), lambda: issubclass(int, list[int]), lambda: callable(),
    lambda: id(), lambda: setattr(5, "x", 1), lambda: setattr(len, "x", 1),
    lambda: delattr(5, "real"), lambda: getattr(5, "x"), lambda: getattr(None, "x"),
    lambda: getattr(int, "x"), lambda: getattr(len, "x"), lambda: (...).x,
    lambda: setattr(None, "x", 1), lambda: setattr(int, "real", 1), lambda: setattr([], "append", 1)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
