# Shows: cause and context of exceptions, how chains grow, and loops that are broken.


def chain(error):
    shown = []
    while error is not None:
        shown.append(f"{type(error).__name__}({error})")
        if error.__cause__ is not None:
            shown.append("caused by")
            error = error.__cause__
        elif error.__context__ is not None:
            shown.append("hidden" if error.__suppress_context__ else "while handling")
            error = error.__context__
        else:
            break
    return " ".join(shown)


def depth(n):
    try:
        if n == 0:
            raise ValueError("bottom")
        depth(n - 1)
    except Exception as error:
        raise RuntimeError(n) from (error if n % 2 else None)


try:
    depth(3)
except RuntimeError as error:
    print(chain(error))
first, second = ValueError("first"), KeyError("second")
try:
    try:
        raise first
    except ValueError:
        try:
            raise second
        except KeyError:
            raise first
except ValueError as error:
    print(chain(error), error.__context__ is second, second.__context__)
try:
    try:
        raise ValueError("in try")
    finally:
        raise KeyError("in finally")
except KeyError as error:
    print(chain(error))
try:
    try:
        raise ValueError("1")
    except ValueError:
        try:
            raise KeyError("2")
        except KeyError:
            pass
        raise IndexError("3")
except IndexError as error:
    print(chain(error))


class Manager:
    def __enter__(self): return self
    def __exit__(self, *details): raise LookupError("in exit")


try:
    with Manager():
        raise ValueError("in with")
except LookupError as error:
    print(chain(error))


def generator():
    try:
        yield
    except ValueError as error:
        raise TypeError("from generator")


g = generator()
next(g)
try:
    g.throw(ValueError("thrown"))
except TypeError as error:
    print(chain(error))
try:
    raise error if "error" in globals() else ValueError("error is unbound again")
except ValueError as again:
    print(chain(again))
error = ValueError("self")
try:
    raise error from error
except ValueError as caught:
    print(caught.__cause__ is caught)
import sys
print(sys.exception(), sys.exc_info())
try:
    1 / 0
except ZeroDivisionError:
    print(
        repr(sys.exception()), sys.exc_info()[0].__name__,
        sys.exc_info()[2] is sys.exception().__traceback__
    )
print(sys.exception())
