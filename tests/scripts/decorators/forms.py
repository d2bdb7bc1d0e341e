# Shows: decorators of functions and classes: order, arguments, objects, any expression.
import functools


def log(text):
    print("evaluated", text)

    def decorate(target):
        print("applied", text, "to", getattr(target, "__name__", target))
        return target

    return decorate


@log("first")
@log("second")
def function(): ...


@log("class")
class Class:
    @log("method")
    def method(self): ...

    @staticmethod
    @log("static")
    def static(): return "static"

    @property
    @log("property")
    def prop(self): return "prop"


def counted(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)
    wrapper.calls = 0
    return wrapper


def repeat(times=2):
    def decorate(function):
        def wrapper(*args):
            return [function(*args) for _ in range(times)]
        return wrapper
    return decorate


class Memo:
    def __init__(self, function):
        self.function, self.cache = function, {}

    def __call__(self, *args):
        if args not in self.cache:
            self.cache[args] = self.function(*args)
        return self.cache[args]

    def __get__(self, instance, owner):
        return functools.partial(self, instance)


@counted
@repeat(times=3)
def hello(name): return f"hi {name}"


@Memo
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)


class WithMemo:
    @Memo
    def double(self, n):
        print("computing", end=" ")
        return n * 2


w = WithMemo()
print(hello("a"), hello("b"), hello.calls, fib(50), len(fib.cache), w.double(2), w.double(2))
table = {"k": [lambda f: "from a table"]}
@table["k"][0]
def replaced(): ...
@(lambda f: f.__name__ * 2)
def twice(): ...
@(lambda f: f.__code__.co_varnames)
def printed_name_is_hidden(n): ...
@type
def its_type(): ...
@(print if 0 else lambda f: f())
def called(): return "called at once"
print(replaced, twice, printed_name_is_hidden, its_type, called)


def register(registry, name=None):
    def decorate(cls):
        registry[name or cls.__name__.lower()] = cls
        return cls
    return decorate


registry = {}
@register(registry)
class Alpha: ...
@register(registry, "b")
class Beta: ...
print(registry)
for source in (
    "@5\ndef f(): ...", "@missing\ndef f(): ...", "@print\nx = 1", "@\ndef f(): ...",
    "@(lambda f: 1 / 0)\nclass C: ...", "@x.y\ndef f(): ..."
):
    try:
        exec(source)
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
