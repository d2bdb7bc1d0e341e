# Native types whose base is unhashable are so, too, unless they say otherwise.
import collections
import enum

for maker in (
    lambda: collections.defaultdict(int),
    collections.OrderedDict,
    collections.Counter,
    collections.deque,
    lambda: collections.UserDict(),
    type("Mine", (collections.defaultdict,), {}),
):
    thing = maker()
    try:
        hash(thing)
        print(type(thing).__name__, "has a hash")
    except TypeError as error:
        print(error)

print(collections.defaultdict.__hash__, collections.OrderedDict.__hash__)


class Hashable(collections.defaultdict):
    __hash__ = object.__hash__


print(isinstance(hash(Hashable()), int))
print(hash(True) == hash(1), hash(enum.IntEnum("E", "A B").A) == hash(1))
