# Shows: what native functions say of keyword arguments that they do not take, and of `**` mappings.
def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


attempt(lambda: min(0, default=1, key=2, more=3))
attempt(lambda: min(0, more=3))
attempt(lambda: max(0, keys=3))
attempt(lambda: max(more=3))
attempt(lambda: ImportError("a", namez="x"))
attempt(lambda: ImportError("a", name=1, path=2, name_from=3, more=4))
attempt(lambda: NameError("a", more=1))
attempt(lambda: zip(strict=True, more=1))
attempt(lambda: {}.__contains__())
attempt(lambda: {}.__getitem__(1, 2))
attempt(lambda: set().__contains__(1, 2))
attempt(lambda: [].__getitem__())
print(type({}.__contains__).__name__, type({}.__len__).__name__, type([].__getitem__).__name__)


class Equal(str):
    def __eq__(self, other):
        return True

    def __hash__(self):
        return str.__hash__(self) ^ 1


attempt(lambda: print(0, **{Equal("more"): ","}))
attempt(lambda: round(1.5, **{Equal("more"): ","}))


class Twice:
    def __init__(self, pairs):
        self.pairs = pairs

    def keys(self):
        return [key for key, _ in self.pairs]

    def __getitem__(self, wanted):
        return next(value for key, value in self.pairs if key == wanted)


def collect(**given):
    return given


attempt(lambda: collect(**Twice([("x", 1), ("x", 2)])))
attempt(lambda: collect(a=3, **Twice([("a", 1)])))
attempt(lambda: collect(**Twice([("a", 1), ("b", 2)])))

import types
module = types.ModuleType("tool")
attempt(lambda: module())
module.tool = print
attempt(lambda: module())

space = {}
made = types.FunctionType((lambda value: len(value)).__code__, space)
print(made("abc"), space, made.__builtins__ is print.__self__.__dict__)

print([locals()["item"] for item in (1, 2)], "item" in locals())


class Body:
    values = [sorted(locals()) for item in (1,)]


print("item" in Body.values[0], hasattr(Body, "item"))
