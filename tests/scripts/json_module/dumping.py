# Shows: json.dumps: types, separators, indent, sort_keys, default, and what it refuses.
import json


def attempt(*args, **kwargs):
    try:
        print(json.dumps(*args, **kwargs))
    except Exception as error:
        print(f"{type(error).__name__}: {error}", getattr(error, "__notes__", ""))


data = {
    "text": "é\"\\\n\t\x01\u2028😀/", "numbers": [1, -2.5, 1e100, 10**30, 0.1, -0.0, 1e16],
    "flags": [True, False, None], "nested": {"a": {}, "b": [], "c": ()}
}
attempt(data)
attempt(data, ensure_ascii=False)
attempt(data, indent=2)
attempt([1, [2, {"k": [3]}], {}], indent="->")
attempt({"b": 1, "a": 2}, sort_keys=True, separators=(",", ":"))
attempt({1: "int", 2.5: "float", True: "bool", None: "none", "s": "str"})
attempt([float("nan"), float("inf"), -float("inf")])
attempt(float("nan"), allow_nan=False)
attempt({(1, 2): 3})
attempt({(1, 2): 3, "a": 1}, skipkeys=True)
attempt({1, 2})
attempt(object)
attempt({"deep": [{"x": {1j}}]})
attempt({1j, 2j}, default=lambda value: sorted(str(each) for each in value))
attempt(b"bytes")
attempt({"b": 1, 2: 3}, sort_keys=True)
attempt([1, 2], indent=0)
attempt("", indent=4)
loop = []
loop.append(loop)
attempt(loop)
table = {}
table["self"] = table
attempt(table)


class Number(int):
    def __repr__(self): return "hidden"


class Text(str): ...
class Table(dict): ...


from enum import IntEnum


class Level(IntEnum):
    LOW = 1


attempt([Number(5), Text("t"), Table(a=1), Level.LOW, (1, 2)])


class Encoder(json.JSONEncoder):
    def default(self, value):
        if isinstance(value, complex):
            return [value.real, value.imag]
        return super().default(value)


attempt({"c": 1 + 2j}, cls=Encoder)
attempt({"c": {5}}, cls=Encoder)
print(
    list(json.JSONEncoder().iterencode([1, {"a": None}])),
    json.JSONEncoder(indent=1).encode({"a": [1]})
)
