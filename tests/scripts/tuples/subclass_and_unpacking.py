# Shows: a subclass of tuple with names for its places, and tuples in loops and calls.
from operator import itemgetter


class Point(tuple):
    __slots__ = ()

    def __new__(cls, x, y):
        return super().__new__(cls, (x, y))

    x = property(itemgetter(0))
    y = property(itemgetter(1))

    def __add__(self, other):
        return Point(self.x + other[0], self.y + other[1])

    def __repr__(self):
        return f"Point(x={self.x}, y={self.y})"


point = Point(1, 2)
print(
    point, point + (5, 5), point.x, point[1], point == (1, 2), hash(point) == hash((1, 2)),
    type(point * 2).__name__, type(point[:]).__name__
)
x, y = point
(a, b), c = (point, 3)
print(
    x, y, a, b, c, *point, [*point, *point], max(point), sorted([Point(2, 1), Point(1, 9)]),
    {point: 1}[1, 2]
)
try:
    point.z = 5
except AttributeError as error:
    print(error)
try:
    point.x = 5
except AttributeError as error:
    print(error)
try:
    Point(1)
except TypeError as error:
    print(error)
try:
    class Sized(tuple):
        __slots__ = ("extra",)
except TypeError as error:
    print(error)

for index, (name, (low, high)) in enumerate([("a", (1, 2)), ("b", (3, 4))]):
    print(index, name, low, high)
for key, value in sorted({"b": 2, "a": 1}.items()):
    print(key, value, end=" ")
print()
x, y = y, x
print(x, y, divmod(17, 5), "%s-%s" % (x, y), isinstance((x, y), tuple), (lambda *args: args)(1, 2))
