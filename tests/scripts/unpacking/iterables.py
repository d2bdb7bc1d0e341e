# Shows: unpacking asks the iterator for just as many items as it needs.


class Noisy:
    def __init__(self, count):
        self.count = count

    def __iter__(self):
        print("iter", end=" ")
        return self

    def __next__(self):
        if self.count == 0:
            print("stop", end=" ")
            raise StopIteration
        self.count -= 1
        print("next", end=" ")
        return self.count


a, b = Noisy(2)
print(a, b)
for size in (1, 3, 5):
    noisy = Noisy(size)
    try:
        a, b = noisy
    except ValueError as error:
        print(error, noisy.count)
a, *b = Noisy(3)
print(a, b)
*a, b = Noisy(3)
print(a, b)
print([*Noisy(2), *Noisy(1)], (*Noisy(1),), {*Noisy(2)} == {0, 1}, max(*Noisy(2)))


class Items:
    def __getitem__(self, index):
        if index > 2:
            raise IndexError
        return index * 10


a, b, c = Items()
print(a, b, c, [*Items()], list(zip(Items(), "xyz")), 20 in Items(), list(enumerate(Items(), 5)))


class Lying:
    def __len__(self):
        return 1000

    def __iter__(self):
        return iter([1, 2])


a, b = Lying()
print(a, b, [*Lying()], list(Lying()))


class NotIterator:
    def __iter__(self):
        return 5


class Raises:
    def __iter__(self):
        raise LookupError("not today")


for wrong in NotIterator, Raises, object:
    try:
        a, b = wrong()
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


def three():
    yield from "abc"
    print("finished", end=" ")


(a, b, c), d = three(), "d"
print(a, b, c, d)
first, *_ = three()
print(first, _)
