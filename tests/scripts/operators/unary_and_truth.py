# Shows: unary operators, truth, not, and / or, conditional expressions and chains of operators.


class Number:
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "invert"
    def __abs__(self): return "abs"
    def __bool__(self):
        print("bool", end=" ")
        return True


n = Number()
print(-n, +n, ~n, abs(n), not n, bool(n), n and 1, (n or 1) is n)
print(
    1 or 1 / 0, 0 and 1 / 0, [] or {} or "last", 1 and [] and 2, not [] and 1, not (1 and 0),
    1 if [] else 2, "a" if 1 else "b" if 1 else "c"
)
print(
    2 + 3 * 4**2 // 5 % 7 - 1, -2**2, 2**-1, 2**3**2, (2**3)**2, not 1 == 2, 1 < 2 == True,
    ~5 & 3 | 4 ^ 1, 1 << 2 + 1, 5 - 3 - 1, 2 * 3 % 4, -7 // 2 * 2
)


def log(value):
    print(f"<{value}>", end=" ")
    return value


print(
    log(1) < log(2) < log(3), log(3) < log(2) < log(1), log(0) or log(2) and log(3),
    log(1) + log(2) * log(3), log(2) ** log(3) ** log(0)
)
print(
    log(1) if log(0) else log(2), [log("a"), log("b")][log(1)], {log("k"): log("v")},
    (lambda a, b: a)(log(1), b=log(2))
)
print(
    1 in [1] == True, (1 in [1]) == True, not None is None, "a" not in "abc", None is not False,
    None == None is not True
)
for action in (
    lambda: -"a", lambda: +[], lambda: ~1.0, lambda: -None, lambda: abs("x"), lambda: not n.missing,
    lambda: -object(), lambda: ~(lambda: 1), lambda: 1 if (lambda: 1 / 0)() else 2
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
x = 5
print(
    (x := x + 1) * x, [y := 1, y + 1], (z := (w := 3) + 1, w, z), x if (x := 0) else "walrus",
    f"{(q := 10)}", q
)
import operator
print(
    operator.add(1, 2), operator.truth([]), operator.contains([1], 1), operator.neg(3),
    operator.index(True), operator.concat("a", "b"), operator.countOf([1, 1], 1),
    operator.indexOf("abc", "c"), operator.is_(None, None), operator.matmul.__name__
)
