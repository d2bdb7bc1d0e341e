# Shows: documentation strings, their indentation, and where definitions stand in the file.
"""This is not the docstring, because a comment is fine before but this is the first statement."""
import inspect


def documented(a, b=1):
    """Short line.

    Longer text,
      indented more.
    """
    return a


class Base:
    "The base."

    def method(self):
        "From the base."


class Child(Base):
    def method(self): ...

    @property
    def value(self):
        '''The value.'''


def undocumented(): "a" "b"
def formatted(): f"no docstring {1}"
def bytes_only(): b"no docstring"
def late():
    x = 1
    "too late"
async def coroutine(): "Doc of a coroutine."
lambda_ = lambda: "no docstring"


print(repr(__doc__)[:40])
for thing in (
    documented, Base, Base.method, Child, Child.method, Child.value, undocumented, formatted,
    bytes_only, late, coroutine, lambda_
):
    print(
        getattr(thing, "__name__", thing), "|", repr(thing.__doc__), "|",
        repr(inspect.getdoc(thing))
    )
print(
    inspect.getsource(documented), inspect.getsource(Child.value.fget), inspect.getsource(lambda_),
    end=""
)
for thing in (documented, Base, Child, late, coroutine):
    lines, number = inspect.getsourcelines(thing)
    print(thing.__name__, number, len(lines), lines[0].rstrip())
documented.__doc__ = "changed"
Base.__doc__ = "changed too"
print(
    documented.__doc__, Base.__doc__, type(len.__doc__), type(int.__doc__), type(object().__doc__),
    Child().__doc__
)
for action in (
    lambda: setattr(int, "__doc__", "x"), lambda: setattr(Base.method, "__doc__", 5),
    lambda: setattr(Base(), "__doc__", "own"), lambda: setattr(Child.value, "__doc__", "set"),
    lambda: setattr(len, "__doc__", "x")
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
print(
    Child.value.__doc__, Base.method.__doc__, inspect.signature(documented),
    inspect.iscoroutinefunction(coroutine), inspect.getmodulename("/a/b.py")
)
