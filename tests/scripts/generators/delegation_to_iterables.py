# `yield from` over instances whose `__iter__` is a generator function, at one place again and
# again: what changes between the times is seen.

import gc
import inspect


class Branch:
    def __init__(self, *items):
        self.items = items

    def __iter__(self):
        for item in self.items:
            if isinstance(item, Branch):
                yield from item
            else:
                yield item


def walk(iterable):
    yield from iterable
    return "walked"


def listed(iterable):
    return list(walk(iterable))


print(listed(Branch(1, Branch(2, Branch(), 3), 4)), listed(Branch()))


# Another class at the same place, a subclass, one with another kind of `__iter__`.
class Counted(Branch):
    def __iter__(self):
        yield "counted"
        yield from super().__iter__()


class Listed(Branch):
    def __iter__(self):
        return iter([*self.items, "listed"])


class Broken(Branch):
    def __iter__(self):
        return 5


class Asynchronous(Branch):
    async def __iter__(self):
        return 5


for kind in (Branch, Counted, Listed, Counted, Branch, Broken, Asynchronous, Branch):
    try:
        print(kind.__name__, listed(kind(1, 2)))
    except TypeError as error:
        print(kind.__name__, "TypeError", error)


# The method is replaced: in the class, in a base, by another code, by None.
class Changing(Branch):
    pass


print(listed(Changing(1)))
Changing.__iter__ = lambda self: (item * 10 for item in self.items)
print(listed(Changing(1)))


def twice(self):
    for item in self.items:
        yield item
        yield item


def thrice(self):
    for item in self.items:
        yield from (item, item, item)


Changing.__iter__ = twice
print(listed(Changing(1)), listed(Changing(2)))
twice.__code__ = thrice.__code__
print(listed(Changing(1)), listed(Changing(2)))
twice.__name__ = "renamed"
generator = walk(Changing(1))
next(generator)
print(generator.gi_yieldfrom.__name__, generator.gi_yieldfrom.__qualname__)
twice.__defaults__ = (1,)
print(listed(Changing(3)))
Changing.__iter__ = None
try:
    listed(Changing(1))
except TypeError as error:
    print("TypeError", error)
del Changing.__iter__
print(listed(Changing(1)))
Branch.__iter__, kept = (lambda self: iter("base")), Branch.__iter__
print(listed(Changing(1)), listed(Branch(1)))
Branch.__iter__ = kept
print(listed(Changing(1)), listed(Branch(1)))


# Classes that come and go, one in the place of another.
def made(number):
    class Fleeting:
        def __iter__(self):
            yield number
            yield type(self).__name__

    Fleeting.__name__ = f"Fleeting{number}"
    return Fleeting()


for number in range(6):
    print(listed(made(number)), end=" ")
    gc.collect()
print()


# `__class__` of the instance changes, and the instance has an `__iter__` of its own.
instance = Branch(7)
print(listed(instance))
instance.__class__ = Counted
print(listed(instance))
instance.__iter__ = lambda: iter("not asked")
print(listed(instance))


# The iterable lives as long as it is needed, and the delegate is a generator like any other.
class Leaving(Branch):
    def __del__(self):
        print("leaves")


def leaving():
    result = yield from Leaving(1, 2)
    print("result", result)


generator = leaving()
print(next(generator), inspect.getgeneratorstate(generator.gi_yieldfrom))
print(next(generator), next(generator, "end"))


class Answering(Branch):
    def __iter__(self):
        try:
            answer = yield "asked"
            while answer:
                answer = yield answer * 2
        except ValueError as error:
            yield f"caught {error}"
        finally:
            print("finally")
        return "answered"


def ask():
    print("returned", (yield from Answering()))


generator = ask()
print(next(generator), generator.send(4), generator.send("ab"))
print(generator.throw(ValueError("thrown")), next(generator, "end"))
generator = ask()
next(generator)
print(generator.close())
