# Shows: classes that are iterated in many ways: pages, ranges, cycles, peeking, batches.


class Paged:
    """Fetches pages only when they are needed."""

    def __init__(self, pages):
        self.pages, self.fetched = pages, 0

    def __iter__(self):
        for page in self.pages:
            self.fetched += 1
            yield from page


class Peekable:
    def __init__(self, items):
        self.items, self.buffer = iter(items), []

    def __iter__(self): return self

    def __next__(self):
        return self.buffer.pop() if self.buffer else next(self.items)

    def peek(self, default=None):
        if not self.buffer:
            try:
                self.buffer.append(next(self.items))
            except StopIteration:
                return default
        return self.buffer[-1]


class Steps:
    def __init__(self, start, stop, step):
        self.start, self.stop, self.step = start, stop, step

    def __len__(self): return max(0, round((self.stop - self.start) / self.step))

    def __getitem__(self, index):
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self.start + index * self.step


paged = Paged([[1, 2], [3], [4, 5]])
for item in paged:
    if item == 3:
        break
print(paged.fetched, list(paged), paged.fetched, 5 in paged, sorted(paged, reverse=True))
p = Peekable("abc")
print(p.peek(), next(p), p.peek(), list(p), p.peek("end"), next(p, "over"))
tokens, groups = Peekable([1, 1, 2, 3, 3, 3]), []
for token in tokens:
    group = [token]
    while tokens.peek() == token:
        group.append(next(tokens))
    groups.append(group)
print(groups)
s = Steps(0, 1, 0.25)
print(
    list(s), len(s), s[-1], s[1:3], s[::-1], 0.5 in s, list(reversed(s)), max(s), sum(s),
    [*zip(s, "ab")], s[True]
)
try:
    s[10]
except IndexError as error:
    print(repr(error))


class Endless:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3 and self.n < 6:
            raise StopIteration
        return self.n


e = Endless()
print(list(e), list(e), next(e), [x for x, _ in zip(e, "ab")])
