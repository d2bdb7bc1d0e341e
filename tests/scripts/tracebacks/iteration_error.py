# Shows: an object that cannot be iterated, in a for, a comprehension and a call.


class Almost:
    def __iter__(self):
        return self


def consume(items):
    return [item for item in items]


try:
    for item in Almost():
        pass
except TypeError as error:
    print(error)
consume(Almost())
