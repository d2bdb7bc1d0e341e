# Shows: in-place operators: own methods, falling back on the plain ones, and where results go.


class Total:
    def __init__(self, value):
        self.value = value

    def __iadd__(self, other):
        self.value += other
        return self

    def __sub__(self, other):
        return Total(self.value - other)

    def __imul__(self, other):
        return "anything"

    def __ior__(self, other):
        return NotImplemented

    def __or__(self, other):
        return "from __or__"

    def __ipow__(self, other):
        return f"ipow {other}"

    def __repr__(self):
        return f"Total({self.value})"


total = same = Total(1)
total += 5
print(total is same, total)
total -= 2
print(total is same, total, same)
total |= 1
same **= 2
print(total, same)
names = [
    "add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "lshift", "rshift", "and", "xor",
    "or"
]
All = type(
    "All", (), {f"__i{name}__": (lambda text: lambda self, other: text)(name) for name in names}
)
for operator in "+= -= *= @= /= //= %= <<= >>= &= ^= |=".split():
    scope = {"a": All()}
    exec(f"a {operator} 1", scope)
    print(operator, scope["a"], end="; ")
print()


class Watched(dict):
    def __getitem__(self, key):
        print("get", key, end=" ")
        return super().__getitem__(key)

    def __setitem__(self, key, value):
        print("set", key, value)
        super().__setitem__(key, value)


def key():
    print("key", end=" ")
    return "k"


watched = Watched(k=1)
watched[key()] += 1
box = ([1],)
try:
    box[0] += [2]
except TypeError as error:
    print(error, box)
number = 5
for source in (
    "number += 'a'", "number @= 2", "number[0] += 1", "missing += 1", "number.x += 1",
    "text = 'a'; text -= 'b'", "t = (1,); t += [2]", "items = [1]; items *= 'a'",
    "n = None; n += 1", "s = {1}; s |= [2]", "number **= 'x'", "number <<= -1"
):
    try:
        exec(source)
        print("fine")
    except Exception as error:
        print(source, "->", f"{type(error).__name__}: {error}")
