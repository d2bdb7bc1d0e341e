# Shows: what native functions take from a dict or a set, they take at once: no other thread, no
# finalizer and no handler of a signal changes it meanwhile.
import gc
import signal
import sys
import threading
import weakref

sys.setswitchinterval(1e-6)
table = dict.fromkeys(range(500))
members = set(range(500))
ends = False


def change():
    number = 1000
    while not ends:
        table[number] = None
        members.add(number)
        del table[number]
        members.discard(number)
        number += 1


thread = threading.Thread(target=change)
thread.start()
try:
    for _ in range(1500):
        assert len(list(table)) >= 500
        assert len(tuple(table.items())) >= 500
        assert len(sorted(members)) >= 500
        assert sum(table) >= 1000
        assert len(set(table.keys())) >= 500
        assert len(frozenset(members)) >= 500
        assert max(members) >= 499
finally:
    ends = True
    thread.join()
print("threads done")


class Item:
    pass


registry = {}


def forget(reference):
    registry.pop(reference, None)


for _ in range(200):
    items = [Item() for _ in range(20)]
    for item in items:
        item.itself = item
        registry[weakref.ref(item, forget)] = None
    del items, item
    assert all(isinstance(key, weakref.ref) for key in list(registry))
gc.collect()
print("finalizers done", len(registry))


def handle(number, frame):
    table[len(table) + 5000] = None


signal.signal(signal.SIGALRM, handle)
signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
for _ in range(1000):
    list(table.items())
    sorted(table)
signal.setitimer(signal.ITIMER_REAL, 0)
print("signals done")
