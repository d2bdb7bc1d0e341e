# Shows: every kind of parameter, and the exact texts when a call does not fit.


def attempt(call, *args, **kwargs):
    try:
        print(call(*args, **kwargs))
    except TypeError as error:
        print(error)


def none(): return "none"
def one(a): return a
def two(a, b): return a, b
def three(a, b, c): return a, b, c
def default(a, b=2, *, c, d=4): return a, b, c, d
def positional_only(a, b=2, /, c=3): return a, b, c
def keyword_only(*, x, y, z=3): return x, y, z
def everything(a, /, b, *args, c, d=4, **kwargs): return a, b, args, c, d, kwargs
def only_kwargs(a, /, **kwargs): return a, kwargs


for call in (
    none, one, two, three, default, positional_only, keyword_only, everything, only_kwargs
):
    attempt(call)
    attempt(call, 1)
    attempt(call, 1, 2)
    attempt(call, 1, 2, 3, 4, 5)
    attempt(call, a=1)
    attempt(call, x=1)
    attempt(call, 1, a=1)
    attempt(call, 1, 2, c=3)
    attempt(call, 1, wrong=2)
attempt(keyword_only, x=1, y=2, zz=3)
attempt(keyword_only, 1, x=1, y=2)
attempt(default, 1, 2, 3, 4, c=1)
attempt(default, 1, 2, 3, c=1, d=1)
attempt(everything, 1, 2, 3, c=5, e=6)
attempt(everything, 1, c=5)
attempt(positional_only, a=1, b=2)
attempt(positional_only, 1, b=2, c=5)
attempt(only_kwargs, 1, a=2)
attempt(lambda: 1, 5)
attempt(lambda a, *, key: 1, 5)
