# Shows: a traceback through wrappers that decorators made.
import functools


def checked(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        result = function(*args, **kwargs)
        if result is None:
            raise ValueError(f"{function.__name__} gave nothing")
        return result

    return wrapper


def twice(function):
    def inner(n):
        return function(n) + function(n - 1)
    return inner


@checked
@twice
def half(n):
    return 10 // n


print(half(5))
half(1)
