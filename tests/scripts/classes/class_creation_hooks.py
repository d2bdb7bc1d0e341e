# Shows: __init_subclass__, __set_name__, __class_getitem__, __mro_entries__ and keywords of classes.


class Plugin:
    found = {}

    def __init_subclass__(cls, /, name=None, **kwargs):
        super().__init_subclass__(**kwargs)
        print("subclass", cls.__name__, name, kwargs)
        Plugin.found[name or cls.__name__] = cls


class First(Plugin):
    pass


class Second(Plugin, name="two"):
    pass


class Third(Second):
    pass


print(list(Plugin.found))


class Named:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)


class Owner:
    a = Named()
    b = c = Named()


Owner.later = Named()


class Box:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item!r}]"


class Sub(Box):
    pass


print(Box[int], Sub[1, "x"], Sub[1:2])


class Replaced:
    def __mro_entries__(self, bases):
        print("entries", len(bases))
        return (Box,)


class FromInstance(Replaced()):
    pass


print(FromInstance.__bases__[0] is Box, type(FromInstance.__orig_bases__[0]).__name__)


class BadName:
    def __set_name__(self, owner, name):
        raise ValueError("no name for me")


def with_bad_name():
    class Uses:
        x = BadName()


for action in (
    lambda: type("X", (Plugin,), {}, wrong=1), lambda: type("X", (), {}, key=1),
    lambda: Plugin[int], lambda: Box()[0], with_bad_name, lambda: type("X", (Replaced(),), {}),
    lambda: int[5], lambda: Replaced()[1]
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}", getattr(error, "__notes__", ""))
