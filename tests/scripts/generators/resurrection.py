"""A generator that is dropped: its weak references are dead before its finally blocks run."""

import gc
import weakref

kept = []


def reviving():
    me = yield
    try:
        yield "alive"
    finally:
        kept.append(me())


generator = reviving()
next(generator)
generator.send(weakref.ref(generator))
del generator
gc.collect()
print(kept)

# A generator that is closed before it has started keeps its arguments.
def holding(argument):
    yield argument


class Told:
    def __del__(self):
        print("told")


generator = holding(Told())
generator.close()
print("closed")
del generator
print("gone")
