# Shows: subclasses of dict: __missing__, overridden access, and who ignores the overriding.


class Counting(dict):
    def __missing__(self, key):
        print("missing", key)
        self[key] = value = len(self)
        return value


numbers = Counting(a=0)
print(numbers["a"], numbers["b"], numbers["b"], numbers.get("c"), "c" in numbers, numbers)


class Upper(dict):
    def __getitem__(self, key):
        return super().__getitem__(key.upper())

    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)

    def __contains__(self, key):
        return super().__contains__(key.upper())

    def keys(self):
        return ["own keys"]


table = Upper(a=1)
table["b"] = 2
print(table, table["b"], "b" in table, table.get("b"), table.get("B"), dict(table=1), len(table))
try:
    table["a"]
except KeyError as error:
    print("KeyError", error)
print(
    list(table), [*table], table == {"a": 1, "B": 2}, table.copy(), type(table.copy()).__name__,
    type(table | {}).__name__, type({} | table).__name__
)


def show(**kwargs):
    return kwargs


class Mapping:
    def keys(self):
        return ["x", "y"]

    def __getitem__(self, key):
        return key * 2


print(dict(Mapping()), {**Mapping()}, show(**Mapping()))
updated = {"x": 0}
updated.update(Mapping(), z=1)
print(updated, updated | {"q": 1})
try:
    updated | Mapping()
except TypeError as error:
    print(error)


class BadKeys:
    keys = None


class BadItem(Mapping):
    def __getitem__(self, key):
        raise KeyError(key)


for wrong in BadKeys, BadItem:
    for action in (lambda: dict(wrong()), lambda: show(**wrong())):
        try:
            print(action())
        except Exception as error:
            print(f"{type(error).__name__}: {error}")
