# Shows: WeakValueDictionary, WeakKeyDictionary, WeakSet and finalize.
import weakref


class Thing:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"<{self.name}>"


values = weakref.WeakValueDictionary()
a, b = Thing("a"), Thing("b")
values["a"], values["b"] = a, b
print(
    dict(values), len(values), values["a"], values.get("z"), "a" in values, sorted(values),
    list(values.items())
)
del a
print(dict(values), len(values), "a" in values, values.pop("b"), len(values))
keys = weakref.WeakKeyDictionary()
c = Thing("c")
keys[c] = "value"
keys[b] = "other"
print(dict(keys), keys[c], len(keys), c in keys, 5 in keys, keys.get(b))
del c
print(dict(keys), list(keys.keys()), list(keys.values()))
members = weakref.WeakSet([b])
d = Thing("d")
members.add(d)
print(len(members), d in members, sorted(thing.name for thing in members), members.issuperset([d]))
del d
print(len(members), list(members))


def goodbye(name, mark="."):
    print("goodbye", name + mark)
    return name


e = Thing("e")
finalizer = weakref.finalize(e, goodbye, "e", mark="!")
print(finalizer.alive, finalizer.peek()[2:], finalizer.atexit)
del e
print(finalizer.alive, finalizer(), finalizer.peek())
f = Thing("f")
finalizer = weakref.finalize(f, goodbye, "f")
print(finalizer(), finalizer(), finalizer.alive)
g = Thing("g")
weakref.finalize(g, goodbye, "g").detach()
del g
h = Thing("h")
weakref.finalize(h, goodbye, "h at exit")
for action in (
    lambda: values["gone"], lambda: keys[Thing("new")], lambda: keys.__setitem__(5, 1),
    lambda: values.__setitem__("k", 5), lambda: members.add(5), lambda: members.remove(Thing("x")),
    lambda: values.pop("none")
):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error if isinstance(error, TypeError) else "")
print("end of the script")
