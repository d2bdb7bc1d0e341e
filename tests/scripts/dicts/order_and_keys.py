# Shows: dicts keep the order of insertion; which keys are equal; keys with own hashes.
table = {}
for key in "weft loom":
    table[key] = table.get(key, 0) + 1
print(table)
del table["e"]
table["e"] = "again"
table["w"] = "changed in place"
print(table, list(table)[-1])
print(
    {1: "int", True: "bool", 1.0: "float"}, {0: 1, False: 2, -0.0: 3}, {"1": 1, 1: 2, b"1": 3},
    {float("nan"): 1, float("nan"): 2}.__len__()
)
print({(1, 2): 1, (1.0, 2.0): 2}, {None: 1, ...: 2, NotImplemented: 3, int: 4, (): 5})


class Key:
    def __init__(self, name, code):
        self.name, self.code = name, code

    def __hash__(self):
        return self.code

    def __eq__(self, other):
        print(f"{self.name}=={other.name}", end=" ")
        return self.name == other.name

    def __repr__(self):
        return self.name


a, b, other_a = Key("a", 1), Key("b", 1), Key("a", 1)
table = {a: 1, b: 2}
print(table, table[other_a], table[a], Key("c", 1) in table, Key("a", 2) in table)
table[other_a] = 3
print(table, list(table)[0] is a)
large = {number: str(number) for number in range(1000)}
for number in range(0, 1000, 2):
    del large[number]
for number in range(5):
    large[-number - 1] = None
print(len(large), list(large)[:3], list(large)[-3:], sum(large))


class Unstable:
    def __hash__(self):
        raise ValueError("no hash")


for action in (lambda: {Unstable(): 1}, lambda: {}.get(Unstable()), lambda: hash(Unstable())):
    try:
        action()
    except ValueError as error:
        print(error)
