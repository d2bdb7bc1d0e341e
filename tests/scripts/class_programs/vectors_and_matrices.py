# Shows: a program: vectors and matrices with operators, exact fractions and text.
from fractions import Fraction
from functools import total_ordering
from math import hypot


@total_ordering
class Vector:
    def __init__(self, *parts): self.parts = parts
    def __iter__(self): return iter(self.parts)
    def __len__(self): return len(self.parts)
    def __getitem__(self, index): return self.parts[index]
    def __repr__(self): return f"Vector{self.parts}"
    def __eq__(self, other): return isinstance(other, Vector) and self.parts == other.parts
    def __lt__(self, other): return abs(self) < abs(other)
    def __hash__(self): return hash(self.parts)
    def __abs__(self): return hypot(*self.parts)
    def __bool__(self): return any(self.parts)
    def __neg__(self): return Vector(*(-a for a in self))
    def __sub__(self, other): return self + -other
    def __matmul__(self, other): return sum(a * b for a, b in zip(self, other, strict=True))

    def __add__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return Vector(*(a + b for a, b in zip(self, other, strict=True)))

    def __mul__(self, factor):
        if isinstance(factor, Vector):
            return NotImplemented
        return Vector(*(a * factor for a in self))

    __rmul__ = __mul__


class Matrix:
    def __init__(self, rows): self.rows = [list(row) for row in rows]
    def __repr__(self): return "\n".join(" ".join(f"{str(x):>6}" for x in row) for row in self.rows)
    def __matmul__(self, other): return Matrix([[sum(
        a * b for a, b in zip(row, column)
    ) for column in zip(*other.rows)] for row in self.rows])
    def __eq__(self, other): return self.rows == other.rows
    def __pow__(self, n):
        if n < 0:
            return self.inverse() ** -n
        result, base = Matrix.identity(len(self.rows)), self
        while n:
            if n & 1:
                result = result @ base
            base, n = base @ base, n >> 1
        return result

    @property
    def T(self): return Matrix(zip(*self.rows))
    @classmethod
    def identity(cls, size): return cls([[int(r == c) for c in range(size)] for r in range(size)])

    def inverse(self):
        size = len(self.rows)
        rows = [
            [Fraction(x) for x in row] + [Fraction(int(r == c)) for c in range(size)] for r,
            row in enumerate(self.rows)
        ]
        for c in range(size):
            pivot = next((r for r in range(c, size) if rows[r][c]), None)
            if pivot is None:
                raise ZeroDivisionError("the matrix has no inverse")
            rows[c], rows[pivot] = rows[pivot], rows[c]
            rows[c] = [x / rows[c][c] for x in rows[c]]
            for r in range(size):
                if r != c and (factor := rows[r][c]):
                    rows[r] = [x - factor * y for x, y in zip(rows[r], rows[c])]
        return Matrix([row[size:] for row in rows])


a, b = Vector(3, 4), Vector(1, 2)
print(
    a + b, a - b, a * 2, 0.5 * a, a @ b, abs(a), -a, a > b, sorted([a, b]), bool(Vector(0, 0)),
    {a: 1}[Vector(3, 4)], sum([a, b], Vector(0, 0)), [*a]
)
m = Matrix([[2, 1, 0], [1, 3, 1], [0, 1, 4]])
print(
    m.inverse(), m @ m.inverse() == Matrix.identity(3), m ** 5, m.T == m,
    Matrix([[1, 1], [1, 0]]) ** 90, sep="\n"
)
for action in (
    lambda: a + 1, lambda: a * b, lambda: a + Vector(1), lambda: 1 + a,
    lambda: Matrix([[1, 2], [2, 4]]).inverse(), lambda: a < "x", lambda: a ** 2, lambda: a @ 5
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
