# Shows: cycles are collected by gc.collect, with their finalizers and weak references.
import gc
import weakref

gc.disable()
gc.collect()


class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        finalized.append(self.name)


finalized = []
a, b = Node("a"), Node("b")
a.other, b.other = b, a
reference = weakref.ref(a, lambda reference: finalized.append("callback"))
del a, b
print(finalized, reference() is not None)
print(gc.collect() >= 2, sorted(finalized), reference())
items = []
items.append(items)
table = {}
table["self"] = table
own = Node("own")
own.method = own.__init__
own.list = [own]
del items, table, own
print(gc.collect() > 0, finalized[-1], gc.garbage)


class Resurrects:
    kept = []

    def __init__(self):
        self.me = self

    def __del__(self):
        finalized.append("resurrected")
        Resurrects.kept.append(self)


Resurrects()
gc.collect()
print(len(Resurrects.kept), finalized.count("resurrected"))
Resurrects.kept.clear()
gc.collect()
print(finalized.count("resurrected"), len(Resurrects.kept))


def function_cycle():
    def recursive():
        return recursive
    node = Node("held by a closure")
    recursive.node = node
    return weakref.ref(recursive)


reference = function_cycle()
gc.collect()
print(reference(), finalized[-1])
chain = None
for n in range(100_000):
    chain = [chain]
del chain
print(
    "a long chain is gone", gc.isenabled(), gc.is_tracked([]), gc.is_tracked(5), gc.is_tracked("a"),
    gc.is_tracked(Node("t"))
)
gc.enable()
for n in range(20_000):
    loop = Node(n)
    loop.me = loop
print(len(finalized) > 1000, gc.isenabled())
