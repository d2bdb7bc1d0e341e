# Shows: very deep structures are made, walked and dropped without harm.


class Link:
    def __init__(self, following):
        self.following = following


depth = 200_000
link = None
for _ in range(depth):
    link = Link(link)
count, walk = 0, link
while walk is not None:
    count, walk = count + 1, walk.following
print(count)
del link, walk
nested = ()
for _ in range(depth):
    nested = (nested,)
print(len(nested))
del nested
table = {}
for _ in range(depth):
    table = {"t": table}
del table
items = []
for _ in range(depth):
    items = [items, None]
for action in (lambda: repr(items), lambda: items == [items], lambda: str(items)):
    try:
        action()
        print("no error")
    except RecursionError as error:
        print(error)
del items
function = lambda: 0
for _ in range(1000):
    function = (lambda inner: lambda: inner() + 1)(function)
try:
    print(function())
except RecursionError as error:
    print(error)
iterator = iter([1])
for _ in range(50_000):
    iterator = zip(iterator)
del iterator
print("all dropped")
