# Shows: inspect.signature: parameters, binding, text, and signatures of many kinds of callables.
import functools
import inspect
from inspect import Parameter, Signature, signature


def everything(a, b: int = 2, /, c=3, *args: str, d, e: float = 5.0, **kwargs) -> list: ...


s = signature(everything)
print(
    s, s.return_annotation, list(s.parameters), s.parameters["b"].default,
    s.parameters["b"].annotation, [str(p.kind) for p in s.parameters.values()],
    s.parameters["a"].default is Parameter.empty
)
bound = s.bind(1, 2, 3, 4, d=5, z=6)
print(bound, bound.args, bound.kwargs, bound.arguments)
bound = s.bind(1, d=2)
bound.apply_defaults()
print(bound.arguments)


class Thing:
    def __init__(self, x, y=1): ...
    def method(self, z): ...
    @classmethod
    def cmethod(cls, z): ...
    @staticmethod
    def smethod(z): ...
    def __call__(self, q): ...


@functools.wraps(everything)
def wrapper(*args): ...


class Meta(type):
    def __call__(cls, own): ...


for target in (
    Thing, Thing.method, Thing(1).method, Thing.cmethod, Thing.smethod, Thing(1), wrapper,
    functools.partial(everything, 1, d=2), lambda x, *, y: 1, Meta("M", (), {}), len, sorted,
    [].append, str.split, object, type("Empty", (), {})
):
    try:
        print(getattr(target, "__name__", type(target).__name__), signature(target))
    except ValueError as error:
        print(error)
made = Signature(
    [
        Parameter("x", Parameter.POSITIONAL_ONLY),
        Parameter("y", Parameter.KEYWORD_ONLY, default=1, annotation=int)
    ],
    return_annotation=str
)
print(
    made, made.replace(return_annotation=int), made == made.replace(),
    Parameter("p", Parameter.VAR_POSITIONAL),
    repr(Parameter("p", Parameter.POSITIONAL_OR_KEYWORD, default="d"))
)
for action in (
    lambda: s.bind(), lambda: s.bind(1), lambda: s.bind(a=1, d=2),
    lambda: signature(Thing).bind(1, 2, 3), lambda: signature(Thing.smethod).bind(1, w=2),
    lambda: signature(5), lambda: Parameter("1", Parameter.KEYWORD_ONLY), lambda: Parameter("x", 9),
    lambda: Signature([
        Parameter("x", Parameter.KEYWORD_ONLY), Parameter("y", Parameter.POSITIONAL_ONLY)
    ]),
    lambda: Signature([Parameter("x", Parameter.KEYWORD_ONLY)] * 2),
    lambda: signature(Thing.smethod).bind(1, z=2),
    lambda: Parameter("x", Parameter.VAR_KEYWORD, default=1)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
Thing.__signature__ = made
print(
    signature(Thing), inspect.getfullargspec(everything), inspect.getcallargs(lambda a, b=2: 0, 1)
)
