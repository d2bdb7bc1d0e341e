# Shows: __del__: resurrection, attributes at that time, order within a dict, errors ignored by try.
import gc
import weakref


class Resource:
    opened = 0

    def __init__(self, name):
        self.name = name
        Resource.opened += 1

    def close(self):
        if self.name:
            print("closing", self.name)
            Resource.opened -= 1
            self.name = None

    def __del__(self):
        self.close()


one = Resource("one")
one.close()
del one
two = Resource("two")
del two
print(Resource.opened)


class Phoenix:
    ashes = []

    def __del__(self):
        print("burning")
        Phoenix.ashes.append(self)


phoenix = Phoenix()
reference = weakref.ref(phoenix)
del phoenix
print(len(Phoenix.ashes), reference() is None)
Phoenix.ashes.clear()
print("finalized only once")


class Parent:
    def __init__(self):
        self.child = Child(self)

    def __del__(self):
        print("parent", self.child.name)


class Child:
    name = "child"

    def __init__(self, parent):
        self.parent = weakref.ref(parent)

    def __del__(self):
        print("child, parent is", self.parent())


parent = Parent()
del parent


class Unfinished:
    def __init__(self):
        self.started = True
        raise ValueError("no instance")

    def __del__(self):
        print("still finalized", self.started)


try:
    Unfinished()
except ValueError as error:
    print(error)
    error = None
gc.collect()


class InstanceDel:
    pass


instance = InstanceDel()
instance.__del__ = lambda: print("never called")
del instance
InstanceDel.__del__ = lambda self: print("added to the class")
InstanceDel()


def generator():
    try:
        yield 1
    finally:
        print("generator closed")


g = generator()
next(g)
g = None
values = {n: Resource(f"in dict {n}") for n in range(2)}
del values
with_slots = type(
    "WithSlots", (),
    {"__slots__": ("a",), "__del__": lambda self: print("slots", hasattr(self, "a"))}
)()
del with_slots
print("end")
