# Measures: dicts: getting, setting, deleting, membership, get, setdefault, items.


def churn():
    table = {}
    for number in range(300_000):
        table[number * 7 % 65_536] = number
    total = 0
    for number in range(600_000):
        if number in table:
            total += table[number]
        total += table.get(number, 1)
    names = [f"name{number}" for number in range(500)]
    counts = {}
    for _ in range(600):
        for name in names:
            counts[name] = counts.get(name, 0) + 1
    groups = {}
    for number in range(300_000):
        groups.setdefault(number % 100, []).append(number)
    for number in range(0, 65_536, 2):
        del table[number]
    for key, value in table.items():
        total += key ^ value
    total += sum(map(len, groups.values()))
    return total, len(table), counts["name7"]


for _ in range(8):
    result = churn()
print("dict_operations", *result)
