# Shows: attributes of function objects, also those that may be changed.


def add(a, b: int = 2, *args: str, c=3, **kwargs) -> float:
    """Adds two numbers."""
    total = a + b
    return total


print(
    add.__name__, add.__qualname__, add.__doc__, add.__module__, add.__defaults__,
    add.__kwdefaults__, add.__annotations__, add.__closure__, add.__dict__, add.__type_params__,
    add.__globals__ is globals()
)
code = add.__code__
print(
    code.co_name, code.co_varnames, code.co_argcount, code.co_kwonlyargcount,
    code.co_posonlyargcount, code.co_nlocals, code.co_flags, code.co_consts, code.co_names,
    code.co_firstlineno, code.co_stacksize, code.co_qualname
)
add.note = "attached"
add.__defaults__ = (5,)
add.__kwdefaults__ = {"c": 9}
add.__name__ = "renamed"
add.__doc__ = None
print(add.note, add(1), vars(add), add.__name__, add.__qualname__, repr(add)[:14], add.__doc__)
add.__code__ = (lambda a, b: (a, b, "new code")).__code__
print(add(1, 2), add(1))
del add.__defaults__, add.note, add.__kwdefaults__
print(add.__defaults__, hasattr(add, "note"), add.__kwdefaults__, add.__annotations__)
for name, value in (
    ("__code__", 1), ("__defaults__", 1), ("__kwdefaults__", []), ("__name__", 1),
    ("__qualname__", None), ("__dict__", 1), ("__closure__", ()), ("__globals__", {}),
    ("__annotations__", 5), ("__type_params__", []), ("__doc__", 5), ("__module__", 5)
):
    try:
        setattr(add, name, value)
        print(name, "is set")
    except Exception as error:
        print(name, f"{type(error).__name__}: {error}")
for action in (
    lambda: add.missing, lambda: add < add, lambda: add[0], lambda: len(add), lambda: type(add)(),
    lambda: type("F", (type(add),), {}), lambda: delattr(add, "__code__"),
    lambda: delattr(add, "missing")
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
print(
    (lambda: 1).__name__, (lambda x=1: x).__defaults__, type(add).__name__, type(len).__name__,
    len.__name__, len.__module__, type([].append).__name__, [].append.__self__,
    type(str.join).__name__, callable(add)
)
free = (lambda n: lambda: n)(5)
try:
    add.__code__ = free.__code__
except ValueError as error:
    print(error)
print(
    free.__closure__[0].cell_contents,
    type(free)(free.__code__, {}, "made", None, free.__closure__)()
)
