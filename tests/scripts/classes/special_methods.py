# Shows: special methods are looked up on the type; callable, containers, index, text.


class Grid:
    def __init__(self, width, height):
        self.cells = {}
        self.width, self.height = width, height

    def __getitem__(self, key):
        x, y = key
        return self.cells.get((x, y), ".")

    def __setitem__(self, key, value):
        self.cells[key] = value

    def __delitem__(self, key):
        del self.cells[key]

    def __len__(self):
        return self.width * self.height

    def __contains__(self, value):
        return value in self.cells.values()

    def __iter__(self):
        for y in range(self.height):
            yield "".join(self[x, y] for x in range(self.width))

    def __call__(self, *args, **kwargs):
        return args, kwargs

    def __bool__(self):
        return bool(self.cells)

    def __reversed__(self):
        return list(self)[::-1]

    def __length_hint__(self):
        return 1

    def __index__(self):
        return 3

    def __bytes__(self):
        return b"grid"

    def __round__(self, digits=None):
        return f"rounded {digits}"

    def __str__(self):
        return "\n".join(self)

    def __hash__(self):
        return 77


grid = Grid(3, 2)
print(bool(grid), len(grid), "#" in grid)
grid[1, 1] = "#"
print(
    grid, repr(grid).startswith("<__main__.Grid object at"), grid(1, a=2), "#" in grid, list(grid),
    reversed(grid)
)
print(
    [10, 20, 30, 40][grid], hex(grid), bytes(grid), round(grid), round(grid, 2), hash(grid),
    range(grid), bool(grid)
)
del grid[1, 1]
grid.__len__ = lambda: 99
grid.__call__ = lambda: "own"
print(len(grid), grid(), grid.__call__(), Grid.__len__(grid))


class Wrong:
    def __len__(self): return -1
    def __hash__(self): return "x"
    def __index__(self): return 1.5
    def __contains__(self, item): return "yes"
    def __repr__(self): return 5
    def __bool__(self): return "no"
    def __iter__(self): return 5
    def __call__(self): return self
    __getitem__ = None


wrong = Wrong()
print(1 in wrong)
for action in (
    lambda: len(wrong), lambda: hash(wrong), lambda: [1][wrong], lambda: repr(wrong),
    lambda: bool(wrong), lambda: iter(wrong), lambda: wrong[0], lambda: hex(wrong),
    lambda: list(wrong), lambda: wrong()(1)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
