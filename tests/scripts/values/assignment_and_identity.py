# Shows: names are bound to objects, which may be shared; identity against equality.
a = [1, 2]
b = a
c = a[:]
b.append(3)
print(a, a is b, a is c, a == b, a == c, id(a) == id(b))


def change(items, text):
    items.append("changed")
    text += " changed"
    items = ["rebound"]
    return items, text


text = "text"
print(change(a, text), a, text)
x = y = []
x.append(1)
print(y, x is y)
x, y = [], []
print(x is y, x == y)
small, large = 5, 10**20
print(
    large == 10**20, None is None, True is (1 == 1), tuple() is tuple(), "a" + "b" == "ab", [] is []
)
rows = [[0] * 2 for _ in range(2)]
same = [[0] * 2] * 2
rows[0][0] = same[0][0] = 1
print(rows, same)
del a
try:
    a
except NameError as error:
    print(error)
print(b)
i = i_start = 10
i += 1
print(i, i_start)
first = second = third = None
first = 1
print(first, second, third)
p = q = 0
p, q, p = 1, p, 2
print(p, q)
