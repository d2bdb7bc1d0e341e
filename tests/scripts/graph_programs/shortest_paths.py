# Shows: programs on graphs: breadth first, Dijkstra, topological order, components.
import heapq
from collections import defaultdict, deque

ROADS = [
    ("A", "B", 4), ("A", "C", 2), ("B", "C", 1), ("B", "D", 5), ("C", "D", 8), ("C", "E", 10),
    ("D", "E", 2), ("F", "G", 1)
]
graph = defaultdict(dict)
for a, b, length in ROADS:
    graph[a][b] = graph[b][a] = length


def breadth_first(start):
    before, waiting = {start: None}, deque([start])
    while waiting:
        place = waiting.popleft()
        for neighbour in sorted(graph[place]):
            if neighbour not in before:
                before[neighbour] = place
                waiting.append(neighbour)
    return before


def dijkstra(start):
    distances, before, heap = {start: 0}, {}, [(0, start)]
    while heap:
        distance, place = heapq.heappop(heap)
        if distance > distances[place]:
            continue
        for neighbour, length in graph[place].items():
            if (new := distance + length) < distances.get(neighbour, float("inf")):
                distances[neighbour], before[neighbour] = new, place
                heapq.heappush(heap, (new, neighbour))
    return distances, before


def path(before, place):
    route = []
    while place is not None:
        route.append(place)
        place = before.get(place)
    return "-".join(reversed(route))


before = breadth_first("A")
print(list(before), [path(before, place) for place in before])
distances, before = dijkstra("A")
for place in sorted(graph):
    print(place, distances.get(place, "not reached"), path(before, place))


def components():
    left = set(graph)
    while left:
        found = set(breadth_first(min(left)))
        left -= found
        yield sorted(found)


print(list(components()))


def topological(needs):
    order, state = [], {}

    def visit(name, trail):
        if state.get(name) == "done":
            return
        if state.get(name) == "open":
            raise ValueError("a circle: " + " -> ".join(trail[trail.index(name):] + [name]))
        state[name] = "open"
        for other in needs.get(name, ()):
            visit(other, trail + [name])
        state[name] = "done"
        order.append(name)

    for name in needs:
        visit(name, [])
    return order


print(topological({
    "cake": ["bake"], "bake": ["mix", "heat"], "mix": ["eggs", "flour"], "heat": []
}))
try:
    topological({"a": ["b"], "b": ["c"], "c": ["a"]})
except ValueError as error:
    print(error)


def minimum_tree():
    parent = {place: place for place in graph}
    def root(place):
        while parent[place] != place:
            parent[place] = place = parent[parent[place]]
        return place
    for a, b, length in sorted(ROADS, key=lambda road: road[2]):
        if root(a) != root(b):
            parent[root(a)] = root(b)
            yield a + b, length


print(list(minimum_tree()), sum(length for _, length in minimum_tree()))
