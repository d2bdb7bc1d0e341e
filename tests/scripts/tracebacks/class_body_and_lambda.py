# Shows: a traceback through the body of a class, a lambda, a comprehension and a decorator.


def decorator(function):
    return function(5)


def make():
    class Body:
        items = [(lambda n: 10 // n)(n) for n in (1, 0)]

    return Body


@decorator
def decorated(n):
    return make()
