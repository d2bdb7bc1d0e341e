# Measures: dicts whose keys are tuples: a walk on a grid, and sparse sums.


def main():
    visited = {}
    x = y = 0
    state = 42
    steps = ((1, 0), (0, 1), (-1, 0), (0, -1))
    for step in range(2_000_000):
        state = (state * 69069 + 1) & 0xFFFFFFFF
        dx, dy = steps[state >> 30]
        x, y = x + dx, y + dy
        visited[x, y] = visited.get((x, y), 0) + 1
    neighbours = 0
    for x, y in visited:
        if (x + 1, y) in visited and (x, y + 1) in visited:
            neighbours += 1
    print("dict_of_tuples", len(visited), neighbours, max(visited.values()))


main()
