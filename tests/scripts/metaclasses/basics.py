# Shows: metaclasses: __prepare__, __new__, __init__, __call__ and their order.


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kwargs):
        print("prepare", name, len(bases), kwargs)
        return {"prepared": True}

    def __new__(mcs, name, bases, namespace, **kwargs):
        print("new", name, sorted(key for key in namespace if not key.startswith("__")), kwargs)
        return super().__new__(mcs, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **kwargs):
        print("init", name, kwargs)
        super().__init__(name, bases, namespace)

    def __call__(cls, *args, **kwargs):
        print("call", cls.__name__, args, kwargs)
        return super().__call__(*args, **kwargs)

    def __repr__(cls):
        return f"<class {cls.__name__!r} of Meta>"

    @property
    def shout(cls):
        return cls.__name__.upper()

    def __len__(cls):
        return 5

    def __getitem__(cls, key):
        return f"item {key}"

    def __contains__(cls, key):
        return key == "in"

    def __iter__(cls):
        return iter("abc")

    def __getattr__(cls, name):
        return f"meta attribute {name}"


class Thing(metaclass=Meta, option=1):
    x = 1

    def __init__(self, value):
        print("instance", value)


class Child(Thing, other=2):
    pass


thing = Child(7)
print(
    Thing, Child, Thing.shout, len(Thing), Thing["k"], "in" in Thing, list(Thing), Thing.prepared,
    Thing.unknown, type(Child).__name__, isinstance(Thing, Meta)
)
try:
    thing.shout
except AttributeError as error:
    print(error)
print(Meta("Made", (Thing,), {"y": 1}), Meta.__mro__[1], type(Meta))
