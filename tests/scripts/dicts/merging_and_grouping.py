# Shows: usual work with dicts: merging, grouping, counting, inverting, sorting, nesting.
people = [("ann", "oslo", 30), ("bob", "paris", 25), ("cy", "oslo", 41)]
by_town = {}
for name, town, age in people:
    by_town.setdefault(town, {})[name] = age
print(
    by_town, {town: sum(ages.values()) / len(ages) for town, ages in by_town.items()},
    max(by_town, key=lambda town: len(by_town[town]))
)
defaults, given = {"a": 1, "b": {"x": 1}}, {"b": {"y": 2}, "c": 3}
print(
    {**defaults, **given}, defaults | given, given | defaults, dict(defaults, c=9),
    {k: defaults.get(k, given.get(k)) for k in sorted(defaults | given)}
)


def merge(a, b):
    return {k: merge(a[k], b[k]) if k in a and k in b and isinstance(a[k], dict) else b.get(k, a.get(k)) for k in a | b}


print(merge(defaults, given), defaults, {v: k for k, v in {"x": 1, "y": 2, "z": 1}.items()})
ages = {name: age for name, _, age in people}
print(
    sorted(ages), sorted(ages.values()), sorted(ages.items(), key=lambda item: item[1]),
    dict(sorted(ages.items(), reverse=True)), min(ages, key=ages.get), sum(ages.values()),
    [name for name in ages if ages[name] > 28]
)
first, *others = ages
print(
    first, others, *ages, *ages.items(), len(ages), list(ages.items())[0], next(iter(ages)),
    next(reversed(ages))
)
del ages["bob"]
ages["bob"] = 26
ages |= {"dee": 1}
print(
    ages, "bob" in ages, ages.pop("none", None),
    {1: "a", 2: "b"}.items() <= {1: "a", 2: "b", 3: "c"}.items(), ages.keys() & {"ann", "zed"},
    {}.keys() == set()
)
nested = {"a": {"b": {"c": [10, {"d": "deep"}]}}}
print(
    nested["a"]["b"]["c"][1]["d"], str(nested), {"k": {}}["k"] is {},
    {(x, y): x * y for x in range(2) for y in range(2)}, {str(n): n for n in range(3)},
    dict(enumerate("ab")), dict.fromkeys(["x", "y"], [])
)
table = dict(one=1, two=2)
for key, value in list(table.items()):
    table[key.upper()] = table.pop(key) * 10
print(
    table, {k: v for k, v in table.items() if v > 10}, all(isinstance(k, str) for k in table),
    dict(zip(table.values(), table))
)
