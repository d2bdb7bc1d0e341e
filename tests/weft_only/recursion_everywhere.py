# Shows: what nests deep ends in RecursionError or the right answer, on every kind of stack.
# CPython itself crashes in some of these.
import asyncio
import collections
import copy
import functools
import io
import itertools
import json
import operator
import pickle
import threading
import traceback
import types
import warnings

DEPTH = 20_000
warnings.simplefilter("ignore")


def nested(wrap, value=None):
    for _ in range(DEPTH):
        value = wrap(value)
    return value


def through(special, body, use):
    """A case in which a special method needs itself."""
    return lambda: use(type("Deep", (), {special: body})())


def delegating(items):
    yield from items


def repeating(items):
    for item in items:
        yield item


async def waiting(other):
    return await other if other is not None else 1


def finished(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value


def chained(attribute):
    error = None
    for number in range(DEPTH):
        following = ValueError(number)
        setattr(following, attribute, error)
        error = following
    return error


containers = {
    "list": lambda: nested(lambda value: [value]),
    "tuple": lambda: nested(lambda value: (value,), ()),
    "dict": lambda: nested(lambda value: {"a": value}),
    "frozenset": lambda: nested(lambda value: frozenset([value])),
    "deque": lambda: nested(lambda value: collections.deque([value])),
    "namespace": lambda: nested(lambda value: types.SimpleNamespace(a=value)),
    "proxy": lambda: nested(types.MappingProxyType, {}),
    "partial": lambda: nested(functools.partial, max),
    "method": lambda: nested(lambda value: types.MethodType(value, 1), max),
    "static method": lambda: nested(staticmethod, max),
    "slice": lambda: nested(slice),
    "alias": lambda: nested(lambda value: list[value], int),
    "cell": lambda: nested(types.CellType),
    "error": lambda: nested(ValueError),
    "group": lambda: nested(lambda value: ExceptionGroup("x", [value]), ValueError()),
    "cause": lambda: chained("__cause__"),
    "context": lambda: chained("__context__"),
}
uses = {
    "repr": repr,
    "hash": hash,
    "iter": iter,
    "len": len,
    "call": lambda value: value(),
    "in": lambda value: 1 in value,
    "==": lambda value: value == copy.copy(value),
    "deepcopy": copy.deepcopy,
    "pickle": pickle.dumps,
    "json": json.dumps,
    "isinstance": lambda value: isinstance(1.5, value),
    "attribute": lambda value: value.absent,
    "drop": lambda value: None,
    "format": lambda value: traceback.print_exception(value, file=io.StringIO()),
}
iterators = {
    "enumerate": enumerate,
    "map": lambda inner: map(str, inner),
    "filter": lambda inner: filter(None, inner),
    "zip": zip,
    "chain": itertools.chain,
    "islice": lambda inner: itertools.islice(inner, 5),
    "cycle": itertools.cycle,
    "accumulate": itertools.accumulate,
    "zip_longest": itertools.zip_longest,
    "groupby": itertools.groupby,
    "batched": lambda inner: itertools.batched(inner, 1),
    "starmap": lambda inner: itertools.starmap(lambda *arguments: arguments, inner),
    "yield from": delegating,
    "for": repeating,
    "generator expression": lambda inner: (item for item in inner),
}
specials = {
    "repr": ("__repr__", lambda self: repr(self), repr),
    "eq": ("__eq__", lambda self, other: self == other, lambda deep: deep == 1),
    "hash": ("__hash__", lambda self: hash(self), lambda deep: {deep: 1}),
    "getattr": ("__getattr__", lambda self, name: getattr(self, name), lambda deep: deep.x),
    "setattr": (
        "__setattr__",
        lambda self, name, value: setattr(self, name, value),
        lambda deep: setattr(deep, "x", 1),
    ),
    "call": ("__call__", lambda self, *given: list(map(self, [1])), lambda deep: deep()),
    "iter": ("__iter__", lambda self: iter(list(self)), list),
    "next": ("__next__", lambda self: next(self), next),
    "in": ("__contains__", lambda self, item: item in self, lambda deep: 1 in deep),
    "getitem": ("__getitem__", lambda self, key: self[key], lambda deep: deep[1]),
    "len": ("__len__", lambda self: len(self), len),
    "bool": ("__bool__", lambda self: not self, bool),
    "index": ("__index__", lambda self: operator.index(self), lambda deep: [1][deep]),
    "format": ("__format__", lambda self, how: f"{self:{how}}", format),
    "less": ("__lt__", lambda self, other: sorted([self, other]), lambda deep: min(deep, deep)),
    "class check": (
        "__instancecheck__",
        lambda self, other: isinstance(other, self),
        lambda deep: isinstance(1, deep),
    ),
    "copy": ("__copy__", lambda self: copy.copy(self), copy.copy),
    "reduce": ("__reduce__", lambda self: pickle.dumps(self), pickle.dumps),
    "property": ("x", property(lambda self: self.x), lambda deep: deep.x),
}
cases = {f"next of {kind}": (lambda wrap=wrap: next(nested(wrap, iter([(1,)]))))
         for kind, wrap in iterators.items()}
cases |= {f"special {name}": through(*parts) for name, parts in specials.items()}
cases["coroutines"] = lambda: finished(nested(waiting))
cases["compile"] = lambda: compile("-" * DEPTH + "1", "x", "eval")
cases["loads"] = lambda: json.loads("[" * DEPTH + "]" * DEPTH)
more = {f"{use} of {kind}": (lambda make=containers[kind], use=uses[use]: use(make()))
        for kind in containers for use in uses}

EXPECTED = (RecursionError, MemoryError, TypeError, AttributeError, pickle.PicklingError)


def outcome(case):
    try:
        case()
    except EXPECTED:
        pass
    except ValueError as error:
        assert "print_exception" not in str(error)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def in_generator(case):
    def generator():
        yield outcome(case)

    return generator().send(None)


def in_task(case):
    async def main():
        return outcome(case)

    return asyncio.run(main())


def run_all(place, run, cases):
    for name, case in cases.items():
        problem = run(case)
        if problem is not None:
            print(place, name, problem)
    print(place, "went through", len(cases))


run_all("main", outcome, cases)
run_all("generator", in_generator, cases)
run_all("task", in_task, cases)
# Where the stack is small, little depth is much.
threading.stack_size(256 * 1024)
worker = threading.Thread(target=run_all, args=("thread", outcome, cases | more))
worker.start()
worker.join()
