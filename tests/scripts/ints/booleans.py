# Shows: bool as a kind of int, its text and its operators.
print(True, False, repr(True), str(False), int(True), float(True), complex(False))
print(isinstance(True, int), issubclass(bool, int), bool.__mro__, bool.__bases__)
print(bool(), bool([]), bool([0]), bool(""), bool(" "), bool(None), bool(...), bool(object()))
print(True == 1, True is (1 == 1), [10, 20][True], "ab"[False], True + 1, sum([True, True, False]))
print(True & True, True | False, True ^ True, type(True ^ False).__name__, ~(True + 0))
print(True and "yes", False and "yes", True or "no", 0 or [] or "last", 1 and 2 and 3, not 1)


class Answer:
    def __init__(self, truth):
        self.truth = truth

    def __bool__(self):
        return self.truth


class Sized:
    def __init__(self, length):
        self.length = length

    def __len__(self):
        return self.length


print(bool(Answer(True)), bool(Answer(False)), bool(Sized(0)), bool(Sized(3)))
for wrong in Answer(1), Answer(None), Sized(-1), Sized("3"), Sized(2**100):
    try:
        print(bool(wrong))
    except Exception as error:
        print(f"{type(error).__name__}: {error}")

try:
    bool(1, 2)
except TypeError as error:
    print(error)
try:
    bool(x=1)
except TypeError as error:
    print(error)
