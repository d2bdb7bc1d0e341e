# Shows: contextmanager, closing, suppress, redirect_stdout, nullcontext, ContextDecorator.
import contextlib
import io


@contextlib.contextmanager
def tag(name):
    print(f"<{name}>")
    try:
        yield name.upper()
    except LookupError as error:
        print("caught", repr(error))
    finally:
        print(f"</{name}>")


with tag("a") as name:
    print(name)
with tag("b"):
    raise KeyError("inside")
try:
    with tag("c"):
        raise ValueError("passes")
except ValueError as error:
    print("outside", error)


@tag("d")
def decorated(n):
    return n * 2


print(decorated(4), decorated.__name__)


@contextlib.contextmanager
def never():
    if False:
        yield


@contextlib.contextmanager
def twice():
    yield
    yield


@contextlib.contextmanager
def changes():
    try:
        yield
    except ValueError as error:
        raise TypeError("changed") from error


for manager in never, twice, changes:
    try:
        with manager():
            if manager is changes:
                raise ValueError("original")
    except Exception as error:
        print(f"{type(error).__name__}: {error}", repr(error.__cause__))


class Resource:
    def close(self):
        print("closed")


with contextlib.closing(Resource()) as resource, contextlib.suppress(ZeroDivisionError, KeyError):
    1 / 0
with contextlib.redirect_stdout(io.StringIO()) as text:
    print("captured")
with contextlib.nullcontext(5) as five:
    print(repr(text.getvalue()), five)


class Timer(contextlib.ContextDecorator):
    def __enter__(self):
        print("start")
        return self

    def __exit__(self, *details):
        print("stop", details[0])


@Timer()
def timed():
    print("running")


timed()
with contextlib.suppress(ValueError):
    raise ExceptionGroup("group", [ValueError(1)])
print(
    isinstance(Timer(), contextlib.AbstractContextManager),
    contextlib.suppress().__exit__(None, None, None)
)
try:
    with contextlib.suppress(ValueError):
        raise ExceptionGroup("group", [ValueError(1), KeyError(2)])
except ExceptionGroup as group:
    print(repr(group))
