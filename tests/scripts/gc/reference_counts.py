# Shows: objects are finalized when the last reference goes, in a known order.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(f"~{self.name}", end=" ")


a = Noisy("a")
a = Noisy("b")
b = a
del a
print("b is still there")
del b
print()
items = [Noisy(n) for n in range(3)]
items[1] = None
items.clear()
print()


def local():
    x, y = Noisy("x"), Noisy("y")
    print("in local", end=" ")


local()
print()
Noisy("temporary")
print(Noisy("in an expression").name)
table = {"k": Noisy("value")}
table["k"] = 5
holder = Noisy("holder")
holder.held = Noisy("held")
del holder
print()


def closure():
    x = Noisy("cell")
    return lambda: x


f = closure()
print("closure made", end=" ")
del f
print()


def raises():
    x = Noisy("in the traceback")
    raise ValueError


try:
    raises()
except ValueError as error:
    print("handling", end=" ")
print("handled")
[Noisy(n) for n in "pq"]
print()
for n in (Noisy("1"), Noisy("2")):
    pass
del n
print("end")
generator = (lambda: (yield Noisy("yielded")))()
next(generator)
print("next")
t = (Noisy("t1"), Noisy("t2"))
del t
print()
x = Noisy("swapped1"); y = Noisy("swapped2")
x, y = y, x
del x
print("left:", y.name)
