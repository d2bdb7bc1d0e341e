# Measures: lists, tuples, dicts and sets of a few items: made, copied, joined, sorted, dropped.


def lists(count):
    total = 0
    for i in range(count):
        few = [i, i + 1, i + 2]
        copy = few[:]
        copy.append(i)
        joined = few + copy
        zeros = [0] * 4
        zeros[1] = len(joined)
        first, *middle, last = joined
        total += first + last + len(middle) + sum(zeros) + (i in few)
        joined.reverse()
        total += len(list(joined)) + joined[0] - joined[-1]
    return total


def dicts(count):
    total = 0
    defaults = {"color": "red", "size": 1, "shape": "round"}
    for i in range(count):
        one = {"size": i}
        merged = {**defaults, **one}
        copy = dict(merged)
        copy["extra"] = i
        filled = {}
        filled["a"] = i
        filled["b"] = i + 1
        total += merged["size"] + len(copy) + filled["b"] + len(defaults | filled)
        total += len(dict(zip(("x", "y", "z"), (i, i, i))))
    return total


def sets(count):
    total = 0
    for i in range(count):
        few = {i, i + 1, 7}
        other = set([i, 7, 9])
        other.add(i % 5)
        total += len(few & other) + len(few | other) + (7 in few) + len(few - other)
    return total


def tuples(count):
    total = 0
    pairs = []
    for i in range(count):
        pair = (i % 17, str(i % 5))
        point = pair + (i,)
        number, text, _ = point
        total += number + len(text) + (pair < (8, "2"))
        if i % 50 == 0:
            pairs.append(pair)
    pairs.sort()
    return total + len(pairs) + pairs[-1][0]


def main():
    print("small_collections", lists(200_000), dicts(150_000), sets(200_000), tuples(300_000))


main()
