# Measures: searches of graphs: deques, heaps of tuples, sets of tuples, union of trees.
import heapq
from collections import deque

SIZE = 60
STEPS = ((1, 0), (0, 1), (-1, 0), (0, -1))


def distances(walls):
    seen, queue, total = {(0, 0)}, deque([(0, 0, 0)]), 0
    while queue:
        x, y, distance = queue.popleft()
        total += distance
        for dx, dy in STEPS:
            cell = x + dx, y + dy
            if 0 <= cell[0] < SIZE and 0 <= cell[1] < SIZE and cell not in seen and cell not in walls:
                seen.add(cell)
                queue.append((*cell, distance + 1))
    return len(seen), total


def cheapest(costs):
    best, heap = {(0, 0): 0}, [(0, (0, 0))]
    while heap:
        cost, cell = heapq.heappop(heap)
        if cost > best[cell]:
            continue
        for dx, dy in STEPS:
            x, y = cell[0] + dx, cell[1] + dy
            if 0 <= x < SIZE and 0 <= y < SIZE:
                further = cost + costs[y][x]
                if further < best.get((x, y), 1 << 30):
                    best[x, y] = further
                    heapq.heappush(heap, (further, (x, y)))
    return best[SIZE - 1, SIZE - 1], sum(best.values())


def find(parents, node):
    while parents[node] != node:
        parents[node] = parents[parents[node]]
        node = parents[node]
    return node


def components(count, edges):
    parents = list(range(count))
    for one, other in edges:
        one, other = find(parents, one), find(parents, other)
        if one != other:
            parents[one] = other
    return len({find(parents, node) for node in range(count)})


def main():
    walls = {(x, y) for x in range(SIZE) for y in range(SIZE) if (x * 7 + y * 13) % 11 == 5}
    costs = [[(x * 31 + y * 17) % 9 + 1 for x in range(SIZE)] for y in range(SIZE)]
    edges = [(number, number * 7 % 5003) for number in range(5003) if number % 3]
    for _ in range(80):
        result = distances(walls), cheapest(costs), components(5003, edges)
    print("graph_search", result)


main()
