# Shows: UserDict, UserList, UserString, and the mixin methods of collections.abc.
from collections import UserDict, UserList, UserString
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, MutableMapping, MutableSequence, MutableSet, Sequence, Set, Sized


class Upper(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)


u = Upper(a=1)
u.update(b=2)
print(
    u, u.data, "A" in u, u.get("B"), len(u), u | {"c": 3}, UserList([3, 1]) + [2],
    sorted(UserList("ba")), UserString("text").upper() + "!", type(UserString("a") + "b").__name__
)


class Numbers(Sequence):
    def __init__(self, *items): self.items = items
    def __getitem__(self, index): return self.items[index]
    def __len__(self): return len(self.items)


n = Numbers(1, 2, 3, 2)
print(list(n), 2 in n, n.index(3), n.count(2), list(reversed(n)), isinstance(n, Iterable))


class Table(MutableMapping):
    def __init__(self): self.rows = []
    def __getitem__(self, key):
        for k, v in self.rows:
            if k == key: return v
        raise KeyError(key)
    def __setitem__(self, key, value): self.rows.append((key, value))
    def __delitem__(self, key): self.rows = [row for row in self.rows if row[0] != key]
    def __iter__(self): return iter(k for k, _ in self.rows)
    def __len__(self): return len(self.rows)


t = Table()
t["a"] = 1
t.update(b=2)
print(
    dict(t), t.pop("a"), t.setdefault("c", 3), t.get("zz", 0), list(t.items()), "b" in t,
    t == {"b": 2, "c": 3}, t.popitem(), list(t.keys()), len(t.values())
)
t.clear()


class Letters(Set):
    def __init__(self, items): self.items = "".join(dict.fromkeys(items))
    def __contains__(self, item): return item in self.items
    def __iter__(self): return iter(self.items)
    def __len__(self): return len(self.items)
    def __repr__(self): return f"Letters({self.items})"


a, b = Letters("abc"), Letters("bcd")
print(
    a & b, a | b, a - b, a ^ b, a == Letters("cba"), a < Letters("abcd"), a.isdisjoint("xyz"),
    a <= {"a", "b", "c"}, len(t)
)
print(
    [issubclass(list, c) for c in (MutableSequence, Sized, Container, Hashable, Callable, Mapping)],
    isinstance({}.keys(), Set), isinstance(iter([]), Iterator), isinstance((1,), Hashable),
    isinstance([], Hashable), isinstance(len, Callable), issubclass(set, MutableSet),
    isinstance("a", Sequence), isinstance(range(2), Sequence)
)
for cls in Sequence, MutableMapping, Iterator, Set, type(
    "Half", (MutableSequence,), {"__len__": lambda self: 0}
):
    try:
        cls()
    except TypeError as error:
        print(error)
