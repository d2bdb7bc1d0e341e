# Shows: the methods of dict and their errors.


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


table = {"a": 1, "b": 2}
table["c"] = 3
print(
    table, len(table), table["a"], table.get("z"), table.get("z", 0), "a" in table, 1 in table,
    list(table), list(table.values()), list(table.items())
)
print(
    table.setdefault("a", 9), table.setdefault("d"), table.pop("d"), table.pop("x", "default"),
    table.popitem(), table
)
table.update({"a": 10}, e=5)
table.update([("f", 6), ["g", 7]])
print(
    table, table.copy() == table, table.copy() is table, dict.fromkeys("ab"),
    dict.fromkeys([1, 2], 0)
)
print(
    {"a": 1} | {"b": 2, "a": 3}, {**table, "a": 0}, dict(a=1, b=2), dict([(1, 2)], c=3),
    dict({"x": 1}), dict(zip("ab", [1, 2])), dict()
)
table |= {"h": 8}
table |= [("i", 9)]
del table["a"]
print(
    table, {1: 2} == {1.0: 2.0}, {1: 2} != {1: 3}, {"a": 1, "b": 2} == {"b": 2, "a": 1},
    list(reversed(table)), list(reversed(table.items()))[:1]
)
table.clear()
print(table, bool(table), {}.keys(), {1: 2}.values(), {1: 2}.items())
for action in (
    lambda: {}["x"], lambda: {}[1, 2], lambda: {}[[]], lambda: {[]: 1}, lambda: {}.pop("x"),
    lambda: {}.popitem(), lambda: {}.pop(), lambda: {}.get(), lambda: {}.update(5),
    lambda: {}.update([1]), lambda: {}.update([(1, 2, 3)]), lambda: {}.update(["ab", "c"]),
    lambda: dict(5), lambda: dict([1]), lambda: dict([(1,)]), lambda: dict({}, {}), lambda: {} | 5,
    lambda: {} | [(1, 2)], lambda: {} < {}, lambda: {} + {}, lambda: hash({}), lambda: {}.get([]),
    lambda: [] in {}, lambda: dict.fromkeys(5), lambda: dict.fromkeys(), lambda: {}.copy(1),
    lambda: {}.setdefault([]),
    lambda: {}.attribute, lambda: {}.__delitem__(1), lambda: dict(**{1: 2}), lambda: {**5},
    lambda: {**{}, **[1]},
):
    attempt(action)
try:
    del {}["gone"]
except KeyError as error:
    print(repr(error), error.args)
