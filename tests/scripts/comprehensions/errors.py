# Shows: errors in comprehensions, the order of evaluation, and names that do not leak.


def log(value):
    print(value, end=" ")
    return value


print({log("key"): log("value") for _ in range(2)}, [log(n) for n in log([1, 2]) if log(n > 1)])
print([log(a) + log(b) for a in log("ab") for b in log("x")])
try:
    [n for n in 5]
except TypeError as error:
    print(error)
try:
    [1 // n for n in (1, 0)]
except ZeroDivisionError as error:
    print(error)
try:
    {[]: 1 for _ in range(1)}
except TypeError as error:
    print(error)
try:
    {[] for _ in range(1)}
except TypeError as error:
    print(error)
try:
    [a for a, b in [(1, 2, 3)]]
except ValueError as error:
    print(error)
lazy = (1 // n for n in (1, 0))
print(next(lazy))
try:
    next(lazy)
except ZeroDivisionError as error:
    print(error, list(lazy))
try:
    (n for n in None)
except TypeError as error:
    print(error)
[hidden for hidden in range(3)]
try:
    hidden
except NameError as error:
    print(error)


def unbound():
    return [later for _ in range(1)]
    later = 1


try:
    unbound()
except NameError as error:
    print(type(error).__name__, error)
for source in (
    "[n for n in range(3) for]", "[n := 1 for n in range(3)]", "{1: 2 for}",
    "[(n := 0) for n in x]", "[*n for n in x]", "{**n for n in x}", "[n, m for n in x]",
    "[x for x in 1, 2]", "{a: b, c for a in d}", "[for x in y]", "(x for x in y if)",
    "f(x for x in y, 1)", "[await x for x in y]", "[(yield x) for x in y]"
):
    try:
        compile(source, "source", "exec")
        print(source, "is fine")
    except SyntaxError as error:
        print(source, "->", error.msg)
