# Shows: default values are made once, at definition, in order; annotations; lambdas.


def log(value):
    print("made", value)
    return value


def function(a=log("a"), *, b=log("b"), c: log("annotation of c") = log("c")) -> log("result"):
    return a, b, c


print(function(), function("x", c="y"))


def gather(item, items=[]):
    items.append(item)
    return items


print(gather(1), gather(2), gather(3, []), gather(4), gather.__defaults__)


def fresh(item, items=None):
    items = [] if items is None else items
    items.append(item)
    return items


print(fresh(1), fresh(2))
n = 1
def capture(value=n, later=lambda: n): return value, later()
n = 2
print(
    capture(), [f() for f in [lambda k=k: k for k in range(3)]],
    [f() for f in [lambda: k for k in range(3)]]
)
print(
    (lambda a, b=2, *c, d, e=5, **f: (a, b, c, d, e, f))(1, d=4, z=26), (lambda *, a: a)(a=1),
    (lambda: (yield))().__class__.__name__, (lambda: ...)()
)


def early(flag):
    if flag:
        return "early"
    "no return value follows"


def no_result():
    return


print(early(1), early(0), no_result(), (lambda: None)())
for source in (
    "def f(a=1, b): pass", "def f(a, a): pass", "def f(*): pass", "def f(**k, a): pass",
    "def f(*a, *b): pass", "def f(a, /, b, /): pass", "def f(*, /): pass", "def f(/): pass",
    "lambda a=1, b: 1", "def f(*, **k): pass", "f(a=1, 2)", "f(**a, *b)", "f(a=1, a=2)", "f(1=2)",
    "f(a.b=1)", "f(True=1)", "def f(None): pass", "def f((a, b)): pass", "f(**a, b)",
    "def f(a=): pass", "f(a=)"
):
    try:
        compile(source, "source", "exec")
        print(source, "is fine")
    except SyntaxError as error:
        print(source, "->", error.msg)
