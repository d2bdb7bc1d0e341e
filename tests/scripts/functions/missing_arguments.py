# Shows: the words for missing and surplus arguments: one, two, three, keyword-only, methods.


def attempt(action):
    try:
        print(action())
    except TypeError as error:
        print(error)


def f0(): ...
def f1(a): ...
def f2(a, b): ...
def f3(a, b, c): ...
def f4(a, b, c, d): ...
def fd(a, b=1, c=2): ...
def fk(*, k): ...
def fk2(*, k, m): ...
def fk3(*, k, m, n): ...
def fpk(a, *, k): ...
def fp(a, b, /): ...
def fpd(a, b=1, /, c=2): ...
def fv(a, *args): ...


for f in (f0, f1, f2, f3, f4, fd, fk, fk2, fk3, fpk, fp, fpd, fv):
    attempt(lambda: f())
for f, arguments in (
    (f0, 1), (f0, 2), (f1, 2), (f2, 3), (fd, 4), (fd, 9), (fk, 1), (fk2, 2), (fpk, 2), (fp, 3),
    (fp, 1), (fpd, 4)
):
    attempt(lambda: f(*range(arguments)))
attempt(lambda: f0(a=1))
attempt(lambda: f1(1, a=1))
attempt(lambda: f1(b=1))
attempt(lambda: f2(1, c=1))
attempt(lambda: f4(1, d=4))
attempt(lambda: fk(1, k=2))
attempt(lambda: fk2(1, 2, k=3))
attempt(lambda: fpk(1, 2, k=3))
attempt(lambda: fp(a=1, b=2))
attempt(lambda: fp(1, b=2))
attempt(lambda: fpd(1, b=2))
attempt(lambda: fd(kk=1))
attempt(lambda: fd(1, bb=1))


class C:
    def __init__(self, x): ...
    def m(self, a, b=1): ...
    def nothing(): ...
    @classmethod
    def c(cls, a): ...
    @staticmethod
    def s(a): ...
    def __call__(self, a): ...
    def __getitem__(self): ...


c = C(1)
for action in (
    lambda: C(), lambda: C(1, 2), lambda: C(y=1), lambda: c.m(), lambda: c.m(1, 2, 3),
    lambda: C.m(), lambda: c.nothing(), lambda: C.c(), lambda: c.c(1, 2), lambda: C.s(),
    lambda: c(), lambda: c(1, 2), lambda: c[1], lambda: (lambda a: a)(), lambda: (lambda: 1)(1),
    lambda: [x for x in (lambda a, b: a)(1)]
):
    attempt(action)
