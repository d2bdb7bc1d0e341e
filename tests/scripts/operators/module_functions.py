# Shows: the functions of the module operator, getters and callers, and their errors.
import operator
from operator import attrgetter, itemgetter, methodcaller

print([
    operator.lt(1, 2), operator.le(2, 2), operator.eq(1, 1.0), operator.ne(1, 2), operator.ge(1, 2),
    operator.gt(1, 2)
])
print(
    operator.floordiv(7, 2), operator.truediv(7, 2), operator.mod(7, 2), operator.pow(2, 5),
    operator.lshift(1, 4), operator.rshift(16, 2), operator.xor(5, 1), operator.inv(5),
    operator.and_(6, 3), operator.or_(6, 3), operator.not_(0), operator.abs(-2), operator.pos(-2)
)
items = [3, 1, 2]
operator.setitem(items, 0, "x")
operator.delitem(items, 1)
items = operator.iadd(items, ["y"])
print(
    items, operator.getitem(items, -1), operator.getitem(items, slice(0, 2)),
    operator.length_hint(iter([1, 2])), operator.length_hint(5, 7), operator.call(len, [1, 2]),
    operator.is_not(1, None), operator.imul([1], 2), operator.iconcat([1], [2])
)


class Box:
    def __init__(self):
        self.name = "box"
        self.inner = self

    def hello(self, greeting, mark="."):
        return f"{greeting} {self.name}{mark}"


box = Box()
print(
    attrgetter("name")(box), attrgetter("name", "inner.inner.name")(box), itemgetter(1)("abc"),
    itemgetter(0, -1)("abc"), itemgetter(slice(1, 3))("abcd"),
    methodcaller("hello", "hi", mark="!")(box), methodcaller("upper")("a")
)
print(repr(attrgetter("a", "b.c")), repr(itemgetter(1, "x")), repr(methodcaller("m", 1, k=2)))
for action in (
    lambda: attrgetter(5), lambda: attrgetter(), lambda: itemgetter(), lambda: methodcaller(),
    lambda: methodcaller(5), lambda: attrgetter("missing")(box), lambda: itemgetter(9)("abc"),
    lambda: itemgetter("k")({}), lambda: methodcaller("missing")(box),
    lambda: operator.indexOf([1], 2), lambda: operator.index(1.5), lambda: operator.concat(1, 2),
    lambda: operator.length_hint(1, "a"), lambda: operator.add(1),
    lambda: operator.itemgetter(1)(5), lambda: operator.countOf(5, 1),
    lambda: operator.setitem((1,), 0, 1), lambda: attrgetter("name")()
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
