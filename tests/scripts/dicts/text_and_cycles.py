# Shows: the text of dicts, of dicts in themselves, and dicts that change while they are used.
table = {"k": {"n": [1, {2: 3}]}, 1: "one", (1, 2): None, None: {}, 1.5: {1}}
print(table, str(table) == repr(table))
table["self"] = table
print(table["self"]["self"] is table, {"self": {"a": 1}}, list(table)[-1], repr(table)[-15:])
loop = {}
loop["values"] = loop.values()
loop["list"] = [loop]
print(loop)


class Key:
    def __init__(self, table):
        self.table = table

    def __hash__(self):
        return 1

    def __eq__(self, other):
        self.table.clear()
        return False


table = {}
table[Key(table)] = 1
try:
    table[Key(table)] = 2
    print("kept", len(table))
except RuntimeError as error:
    print(error)
many = {}
for number in range(100_000):
    many[number] = number
for number in range(99_990):
    del many[number]
print(many, sum(many.values()))
for number in range(3):
    many.popitem()
print(list(many), many.popitem(), len(many))
words = "the quick brown the lazy the quick".split()
counted = {}
for word in words:
    counted[word] = counted.get(word, 0) + 1
print(
    counted, max(counted, key=counted.get), sorted(counted, key=lambda word: (-counted[word], word))
)
inverted = {}
for word, count in counted.items():
    inverted.setdefault(count, []).append(word)
print(inverted)
