# Loops that take pairs apart: enumerate, zip, items; what they see when something goes wrong.


def taken_apart(iterable):
    out = []
    for first, second in iterable:
        out.append((first, second))
    return out


for _ in range(40):
    rows = [
        taken_apart(enumerate("abc")),
        taken_apart(enumerate([1, 2, 3], 2**63 - 1)),
        taken_apart(zip([1, 2, 3], (4, 5))),
        taken_apart({"x": 1, "y": 2}.items()),
    ]
print(rows)

# The same loop over other things.
print(taken_apart([(1, 2), [3, 4]]), taken_apart(reversed({1: 2, 3: 4}.items())))
print(taken_apart(zip("ab", "cd", strict=True)), taken_apart(["xy"]))
for wrong in (zip([1], [2], [3]), zip([1]), [()], [5]):
    try:
        taken_apart(wrong)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)


class Failing:
    count = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.count += 1
        if self.count == 2:
            raise KeyError("the second")
        return self.count


try:
    taken_apart(zip("ab", Failing()))
except KeyError as error:
    print("KeyError", error, error.__traceback__.tb_next.tb_lineno)


class Ending(Failing):
    def __next__(self):
        raise StopIteration("early")


print(taken_apart(zip("ab", Ending())), taken_apart(enumerate(Ending())))


def growing(mapping):
    for key, value in mapping.items():
        mapping[key + 100] = value


def replacing(mapping):
    for key, value in mapping.items():
        del mapping[key]
        mapping[key] = value


for change in (growing, replacing):
    for _ in range(20):
        try:
            change({1: 2})
        except RuntimeError as error:
            message = str(error)
    print(change.__name__, message)


def stored(pairs):
    names, cells = {}, []
    for first, names[first] in pairs:
        cells.append(lambda: first)
    return names, [cell() for cell in cells]


for _ in range(20):
    result = stored(enumerate("xyz")), stored({1: 2, 3: 4}.items())
print(result)


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)


def dropping():
    for place, value in enumerate(map(Noisy, "pq")):
        print("at", place)
    del value
    print("end")


dropping()
print([a * b for a, b in zip(range(5), range(1, 6))], {v: k for k, v in {"a": 1}.items()})
