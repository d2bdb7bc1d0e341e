# Shows: RecursionError from each kind of recursion, with its text.
import sys

sys.setrecursionlimit(200)


def plain(n): return plain(n + 1)
def mutual(n): return other(n)
def other(n): return mutual(n)


class Deep:
    def __repr__(self): return repr(self)
    def __eq__(self, other): return self == other
    def __hash__(self): return hash(self)
    def __getattr__(self, name): return getattr(self, name + "x")
    def __len__(self): return len(self)
    def __add__(self, other): return self + other
    def __call__(self): return self()
    def __iter__(self): return iter(self)
    def __getitem__(self, key): return self[key]
    def __contains__(self, item): return item in self
    def __bool__(self): return bool(self)
    def __str__(self): return f"{self}"
    @property
    def prop(self): return self.prop
    def __lt__(self, other): return sorted([self, other])


def generator(): yield from generator()
def comprehension(): return [comprehension() for _ in range(1)]
def through_map(n): return list(map(through_map, [n]))
def through_sort(n): return sorted([1, 2], key=through_sort)


nested = []
for _ in range(100_000):
    nested = [nested]
deep = Deep()
for name, action in {
    "plain": lambda: plain(0), "mutual": lambda: mutual(0),
    "lambda": lambda: (lambda f: f(f))(lambda f: f(f)), "repr": lambda: repr(deep),
    "eq": lambda: deep == 1, "hash": lambda: hash(deep), "getattr": lambda: deep.x,
    "len": lambda: len(deep), "add": lambda: deep + 1, "call": lambda: deep(),
    "iter": lambda: iter(deep), "getitem": lambda: deep[0], "contains": lambda: 1 in deep,
    "bool": lambda: bool(deep), "str": lambda: str(deep), "property": lambda: deep.prop,
    "sort": lambda: sorted([deep, deep]), "generator": lambda: list(generator()),
    "comprehension": comprehension, "map": lambda: through_map(1), "key": lambda: through_sort(1),
    "nested repr": lambda: repr(nested), "nested eq": lambda: nested == [nested],
}.items():
    try:
        action()
        print(name, "ended")
    except RecursionError as error:
        print(name, "->", error)
print("depth of the stack is back:", plain.__name__)


def count(n):
    try:
        return count(n + 1)
    except RecursionError:
        return n


print(count(0) > 150, count(0) == count(0), issubclass(RecursionError, RuntimeError))
sys.setrecursionlimit(10_000)


def depth(n): return 0 if n == 0 else 1 + depth(n - 1)


print(depth(9_000))
