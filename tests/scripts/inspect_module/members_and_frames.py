# Shows: inspect: kinds of objects, members, source, frames, closures, generators.
import inspect
import types


class Base:
    """Base doc."""
    attribute = 1

    def method(self):
        """Method doc,

            indented.
        """

    @property
    def prop(self): ...


class Child(Base):
    def method(self): ...

    def own(self):
        return inspect.currentframe().f_code.co_qualname


def generator():
    yield 1


g = generator()
kinds = [
    "ismodule", "isclass", "isfunction", "ismethod", "isbuiltin", "isgenerator",
    "isgeneratorfunction", "iscode", "isframe", "istraceback", "isroutine", "isabstract",
    "isdatadescriptor", "ismethoddescriptor", "iscoroutinefunction", "isgetsetdescriptor",
    "ismemberdescriptor"
]
for value in (
    inspect, Base, generator, Child().own, len, g, generator.__code__, inspect.currentframe(),
    Base.prop, str.upper, [].append, type(g).gi_frame, types.FunctionType.__closure__, 5
):
    print(type(value).__name__, [kind[2:] for kind in kinds if getattr(inspect, kind)(value)])
print(
    [name for name, _ in inspect.getmembers(Child) if not name.startswith("__")],
    inspect.getmro(Child)[1].__name__, Child().own(), inspect.getdoc(Child),
    inspect.getdoc(Child.method), inspect.getmodule(Child).__name__
)
print(
    inspect.getsource(Child.own), inspect.getsourcelines(generator),
    inspect.getsourcefile(Child).rpartition("/")[2], inspect.getcomments(generator)
)
print(
    inspect.getgeneratorstate(g), next(g), inspect.getgeneratorstate(g),
    inspect.getgeneratorlocals(g), g.close(), inspect.getgeneratorstate(g),
    inspect.unwrap(generator) is generator, inspect.getattr_static(Child(), "prop") is Base.prop,
    inspect.cleandoc("a\n    b\n   c"), inspect.isdatadescriptor(Base.prop)
)


def outer(x):
    y = 1

    def inner(z):
        return x, y, z, len
    return inner


variables = inspect.getclosurevars(outer(5))
print(variables.nonlocals, sorted(variables.builtins), variables.unbound)


def caller():
    return callee()


def callee():
    frames = inspect.stack()
    return [(frame.function, frame.lineno, frame.code_context[0].strip()) for frame in frames]


print(
    caller(), inspect.currentframe().f_back, inspect.getframeinfo(inspect.currentframe()).function
)
for action in (
    lambda: inspect.getsource(len), lambda: inspect.getsource(5), lambda: inspect.getmembers(),
    lambda: inspect.getattr_static(5, "none"), lambda: inspect.getfile(int),
    lambda: inspect.getclosurevars(5)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
