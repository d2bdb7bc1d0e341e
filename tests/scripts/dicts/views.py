# Shows: views of dicts: live, sets of keys and items, and errors while iterating.
table = {"a": 1, "b": 2, "c": 3}
keys, values, items = table.keys(), table.values(), table.items()
table["d"] = 4
print(
    keys, values, items, len(keys), "d" in keys, 4 in values, ("d", 4) in items, ("d", 5) in items,
    "ad" in items
)
print(
    sorted(keys & {"a", "z"}), sorted(keys | {"z"}), sorted(keys - ["a"]),
    sorted(keys ^ {"a", "z"}), sorted({"a", "q"} - keys)
)
print(
    keys == {"a", "b", "c", "d"}, keys <= {"a", "b", "c", "d", "e"}, keys > {"a"},
    keys.isdisjoint("xyz"), keys.isdisjoint("a"), items == table.items(), values == table.values()
)
print(
    sorted(items & [("a", 1), ("b", 9)]), list(reversed(keys)), list(reversed(values)),
    list(reversed(items)), keys.mapping, type(keys.mapping).__name__
)
for action in (
    lambda: keys + keys, lambda: keys[0], lambda: hash(keys), lambda: keys & 5,
    lambda: keys.mapping.__setitem__("a", 1), lambda: values & values,
    lambda: {1: []}.items() & {(1, 2)}, lambda: {1: []}.items() | set()
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
try:
    for key in table:
        table[key + key] = 0
except RuntimeError as error:
    print(error, list(table))
try:
    for key in table.keys():
        del table[key]
except RuntimeError as error:
    print(error)
try:
    for key, value in table.items():
        table[key + "!"] = table.pop(key)
except RuntimeError as error:
    print(error)
for key in table:
    table[key] = "changing values is fine"
iterator = iter(table)
print(
    iterator.__length_hint__(), next(iterator), iterator.__length_hint__(), type(iterator).__name__,
    type(iter(values)).__name__, type(reversed(items)).__name__
)
table.clear()
try:
    next(iterator)
except RuntimeError as error:
    print(error)
print(keys, list(items), list(reversed(values)))
