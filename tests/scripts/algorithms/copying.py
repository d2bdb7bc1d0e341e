# Shows: copy and deepcopy: what is shared, cycles, hooks, and what cannot be copied.
import copy


class Node:
    def __init__(self, value, following=None):
        self.value, self.following = value, following


class Own:
    def __init__(self): self.log = []
    def __copy__(self): return "own copy"
    def __deepcopy__(self, memo): return f"own deep copy {len(memo) >= 0}"


class Reduced:
    def __init__(self, a): self.a = a
    def __reduce__(self): return (Reduced, (self.a + 1,), {"extra": [1]})


class State:
    def __init__(self): self.kept, self.dropped = [1], [2]
    def __getstate__(self): return {"kept": self.kept}
    def __setstate__(self, state): self.__dict__.update(state, restored=True)


class Slotted:
    __slots__ = ("a", "b")


original = {"list": [1, [2]], "set": {3}, "tuple": ([4],)}
shallow, deep = copy.copy(original), copy.deepcopy(original)
original["list"][1].append("changed")
print(shallow, deep, shallow["list"] is original["list"], deep["tuple"][0] is original["tuple"][0])
node = Node([1])
node.following = node
again = copy.deepcopy(node)
print(
    again.following is again, again is not node, again.value == node.value,
    again.value is node.value, copy.copy(node).value is node.value
)
for value in (5, "text", (1, 2), None, frozenset([1]), len, int, Node, range(3), ..., b"x", 1j):
    print(copy.copy(value) is value, copy.deepcopy(value) is value, end=" ")
print()
print(
    copy.copy(Own()), copy.deepcopy(Own()), copy.copy(Reduced(1)).a,
    vars(copy.deepcopy(Reduced(1))), vars(copy.copy(State()))
)
s = Slotted()
s.a = [1]
t = copy.deepcopy(s)
print(
    t.a, t.a is s.a, hasattr(t, "b"), copy.copy([1, 2]), copy.copy({1}),
    copy.deepcopy(bytearray(b"a")), copy.deepcopy(lambda: 1)(), copy.deepcopy([s, s])[0].a
)
shared = [1]
pair = copy.deepcopy([shared, shared])
print(
    pair[0] is pair[1], copy.deepcopy(node.__init__).__self__ is node,
    copy.replace(type("P", (), {"__replace__": lambda self, **k: k})(), x=1)
)
for action in (
    lambda: copy.copy((n for n in [])), lambda: copy.deepcopy(iter([])) and "copied",
    lambda: copy.deepcopy(memoryview(b"a")),
    lambda: copy.copy(type("X", (), {"__reduce_ex__": lambda self, p: 5})()),
    lambda: copy.replace(5), lambda: copy.copy(type("X", (), {"__copy__": lambda self: 1 / 0})())
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
