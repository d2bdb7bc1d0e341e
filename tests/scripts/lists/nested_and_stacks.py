# Shows: lists as stacks, queues, matrices and sets of rows; zip, transposing, flattening.
matrix = [[1, 2, 3], [4, 5, 6]]
print(
    [list(row) for row in zip(*matrix)], [row[::-1] for row in matrix], sum(matrix, []),
    [x for row in matrix for x in row], [[x * 2 for x in row] for row in matrix],
    list(map(sum, zip(*matrix))), max(max(row) for row in matrix)
)
stack = []
for token in "3 4 + 2 * 7 /".split():
    if token in "+-*/":
        b, a = stack.pop(), stack.pop()
        stack.append({"+": a + b, "-": a - b, "*": a * b, "/": a / b}[token])
    else:
        stack.append(int(token))
print(stack)
queue = [1, 2, 3]
queue.append(queue.pop(0))
print(queue, queue[-1:] + queue[:-1], queue * 2, [*queue, *"ab"], queue + queue[::-1])
pairs = [(n, letter) for n, letter in zip(range(3), "cab")]
pairs.sort(key=lambda pair: pair[1])
print(pairs, dict(pairs), [*map(list, zip(*pairs))], list(zip("ab", [1, 2], (True, False))))
chunks = [list(range(10))[start:start + 3] for start in range(0, 10, 3)]
print(
    chunks, [chunk[-1] for chunk in chunks], [i for i, x in enumerate("abcabc") if x == "b"],
    [a - b for a, b in zip([5, 9], [1, 2])]
)
grid = [["."] * 5 for _ in range(3)]
for x, y in ((1, 1), (4, 2), (0, 0)):
    grid[y][x] = "#"
print("\n".join("".join(row) for row in grid))
seen, unique = set(), []
for x in [3, 1, 3, 2, 1]:
    if x not in seen:
        seen.add(x)
        unique.append(x)
print(
    unique, list(dict.fromkeys([3, 1, 3])), sorted(set("hello")),
    [x for x in [1, 2, 3, 4] if x % 2 == 0][::-1]
)
def flatten(items): return [leaf for item in items for leaf in (flatten(item) if isinstance(item, list) else [item])]
print(
    flatten([1, [2, [3, [4]], []], 5]), [[]] * 2, [[[]]], [] == [[]], [1, [2]] < [1, [3]],
    [[1, 2], [1]] > [[1]]
)
