# Shows: functions as values: passed, returned, stored, composed, curried, recursive.
import functools
import operator


def apply(function, *arguments, **named): return function(*arguments, **named)
def compose(*functions): return functools.reduce(lambda f, g: lambda *a: g(f(*a)), functions)
def curry(function, count): return (lambda *have: function(*have)) if count == 0 else (lambda x: curry(
    lambda *rest: function(x, *rest), count - 1
))


print(
    apply(max, 3, 5), apply(sorted, "cab", reverse=True), compose(abs, str, len)(-12345),
    compose(lambda a, b: a * b, lambda n: n + 1)(3, 4)
)
table = {"add": operator.add, "neg": lambda a: -a, "now": print}
print(
    table["add"](1, 2), table["neg"](5), [f(9) for f in (str, bin, lambda n: n ** 2, float)],
    list(map(table["neg"], range(3)))
)
add3 = lambda a, b, c: a + b + c
print(
    curry(add3, 3)(1)(2)(3)() if callable(curry(add3, 3)(1)(2)(3)) else "done",
    (lambda f: (lambda x: f(lambda v: x(x)(v)))(lambda x: f(lambda v: x(x)(v))))(lambda self: lambda n: 1 if n < 2 else n * self(n - 1))(10)
)


def make_operations():
    operations = []
    for symbol in "+-*":
        def operation(a, b, symbol=symbol):
            return eval(f"{a} {symbol} {b}")
        operation.__name__ = f"operation_{symbol}"
        operations.append(operation)
    return operations


for operation in make_operations():
    print(operation.__name__, operation(6, 3), end="; ")
print()


def outer():
    def inner(): return inner.calls
    inner.calls = 5
    return inner


def keep(function, memory={}):
    return lambda n: memory.setdefault((function.__name__, n), function(n))


print(
    outer()(), keep(abs)(-3), (lambda *a, **k: (a, k))(1, *[2], x=3, **{"y": 4}),
    sorted(["bb", "a"], key=len), (lambda: (lambda: "nested")())()
)
functions = [lambda n, k=k: n * k for k in range(3)]
print(
    [f(10) for f in functions], any(map(callable, functions)),
    max(functions, key=lambda f: f(1))(7), {f: f(2) for f in functions[:1]}[functions[0]]
)
steps = [("double", lambda n: n * 2), ("add one", lambda n: n + 1)]
value = 5
for name, step in steps:
    value = step(value)
    print(name, value, end=" ")
print(functools.reduce(lambda total, step: step[1](total), steps, 0))
