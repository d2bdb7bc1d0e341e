# Shows: what keeps objects alive: closures, tracebacks, defaults, caches, frames, modules.
import gc
import weakref


class Thing:
    def __init__(self, name): self.name = name
    def method(self): return self.name


def alive(reference):
    return "alive" if reference() is not None else "gone"


def make(name):
    thing = Thing(name)
    return thing, weakref.ref(thing)


thing, ref = make("plain")
del thing
print(alive(ref))
thing, ref = make("closure")
keep = lambda: thing
del thing
print(alive(ref))
thing, ref = make("bound method")
keep = thing.method
del thing
print(alive(ref), keep())
keep = None
print(alive(ref))
thing, ref = make("default")
def function(argument=thing): ...
del thing
print(alive(ref))
del function
print(alive(ref))


def fails(thing):
    raise ValueError


thing, ref = make("traceback")
try:
    fails(thing)
except ValueError as error:
    kept = error
del thing
print(alive(ref))
kept.__traceback__ = None
print(alive(ref))


def generator(thing):
    yield thing.name


thing, ref = make("generator")
running = generator(thing)
next(running)
del thing
print(alive(ref))
running.close()
print(alive(ref))
thing, ref = make("cycle")
thing.me = thing
del thing
gc.disable()
print(alive(ref))
gc.collect()
gc.enable()
print(alive(ref))
thing, ref = make("comprehension")
names = [each.name for each in [thing]]
del thing
print(alive(ref), names)
thing, ref = make("class")
Thing.last = thing
del thing
print(alive(ref))
del Thing.last
print(alive(ref))
thing, ref = make("pattern")
match [thing]:
    case [captured]:
        pass
del thing
print(alive(ref))
del captured
print(alive(ref))
thing, ref = make("for")
for each in (thing,):
    pass
del thing
print(alive(ref))
del each
print(alive(ref))
