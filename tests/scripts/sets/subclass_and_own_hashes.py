# Shows: subclasses of set and frozenset, and members with their own hash and equality.


class Tags(set):
    def __init__(self, items=(), owner="nobody"):
        super().__init__(items)
        self.owner = owner

    def add(self, item):
        super().add(item.lower())


tags = Tags(["a"], owner="me")
tags.add("B")
print(tags, tags.owner) if len(tags) == 1 else print(sorted(tags), tags.owner)
print(
    type(tags | {1}).__name__, type(tags.copy()).__name__, type(tags & tags).__name__,
    type({1} | tags).__name__, repr(Tags([1])), repr(Tags())
)


class Frozen(frozenset):
    pass


print(
    Frozen([1]), type(Frozen([1]) | {1}).__name__, type(Frozen([1]).copy()).__name__,
    Frozen([1]) == frozenset([1]), hash(Frozen([1])) == hash(frozenset([1]))
)


class Member:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return hash(self.name)

    def __eq__(self, other):
        return isinstance(other, Member) and self.name == other.name

    def __repr__(self):
        return f"<{self.name}>"


first, second = Member("x"), Member("x")
members = {first}
members.add(second)
print(len(members), members, next(iter(members)) is first, second in members, "x" in members)
print(members & {second}, ({second} & members).pop() is second, (members | {second}).pop() is first)


class NoHash:
    def __eq__(self, other):
        return True


for action in (lambda: {NoHash()}, lambda: NoHash() in {1}, lambda: hash(NoHash())):
    try:
        print(action())
    except TypeError as error:
        print(error)
loop = Tags()
loop.me = [loop]
print(loop, loop.me)
numbers = set(range(0, 100, 7))
print(numbers, min(numbers), max(numbers), sum(numbers), sorted(numbers)[:3])
small = {3, 1, 2}
print(small, {8, 0, 16}, frozenset({5, 4}), set(range(10, 0, -1)))
