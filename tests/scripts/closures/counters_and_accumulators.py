# Shows: closures as objects: counters, accumulators, memory, bank accounts, streams.
def counter(start=0, step=1):
    def up():
        nonlocal start
        start += step
        return start

    def reset(to=0):
        nonlocal start
        start = to

    up.reset = reset
    up.peek = lambda: start
    return up


def account(balance):
    history = []

    def deposit(amount):
        nonlocal balance
        balance += amount
        history.append(amount)
        return balance

    def withdraw(amount):
        if amount > balance:
            raise ValueError(f"only {balance}")
        return deposit(-amount)

    return {"deposit": deposit, "withdraw": withdraw, "history": lambda: list(history)}


def averager():
    total, count = 0, 0

    def add(value):
        nonlocal total, count
        total, count = total + value, count + 1
        return total / count

    return add


c, d = counter(), counter(10, 5)
print(c(), c(), d(), c(), d.peek(), c.reset(100), c(), d())
a = account(50)
print(a["deposit"](25), a["withdraw"](10), a["history"]())
try:
    a["withdraw"](1000)
except ValueError as error:
    print(error)
add = averager()
print(
    [add(n) for n in (10, 20, 60)], add.__code__.co_freevars,
    [cell.cell_contents for cell in add.__closure__]
)


def stream(n): return n, lambda: stream(n + 1)
def take(count, s): return [] if count == 0 else [s[0]] + take(count - 1, s[1]())
def pair(a, b): return lambda pick: pick(a, b)
def church(n): return lambda f: lambda x: x if n == 0 else f(church(n - 1)(f)(x))


print(
    take(5, stream(3)), pair(1, 2)(lambda a, b: b), church(4)(lambda n: n + 1)(0),
    church(3)(lambda s: s + "!")("hey")
)
handlers = {}
for event in ("open", "close"):
    for number in range(2):
        handlers[event, number] = lambda event=event: (event, number)
print([handler() for handler in handlers.values()])
def outer():
    x = "outer"
    class Inner:
        x = "class"
        def read(self): return x
        value = x
    def change():
        nonlocal x
        x = "changed"
    change()
    return Inner().read(), Inner.value, x
print(outer())
def shadow(x):
    def f(): return x
    x = x + 1
    g = lambda: x
    x = x + 1
    return f(), g(), [x for x in range(2)], x, f.__closure__[0] is g.__closure__[0]
print(shadow(1))
