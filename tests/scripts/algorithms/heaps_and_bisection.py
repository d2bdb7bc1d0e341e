# Shows: heapq and bisect: order, keys, merging, and errors.
import bisect
import heapq

heap = []
for n in (5, 1, 4, 1, 3):
    heapq.heappush(heap, n)
print(
    heap, heapq.heappop(heap), heapq.heappushpop(heap, 0), heapq.heapreplace(heap, 9), heap,
    [heapq.heappop(heap) for _ in range(len(heap))]
)
items = [9, 7, 8, 1, 2]
heapq.heapify(items)
print(
    items, heapq.nlargest(2, [3, 1, 9, 4]), heapq.nsmallest(2, "hello"),
    heapq.nlargest(2, ["a", "bbb", "cc"], key=len), list(heapq.merge([1, 4], [2, 3], [0])),
    list(heapq.merge([5, 1], [4], reverse=True)), list(heapq.merge("ad", "BC", key=str.lower)),
    heapq.nsmallest(0, [1]), heapq.nlargest(9, [1, 2])
)
tasks = []
for priority, name in ((3, "low"), (1, "high"), (2, "middle"), (1, "also high")):
    heapq.heappush(tasks, (priority, name))
print([heapq.heappop(tasks) for _ in range(4)])
numbers = [1, 3, 3, 5]
print(
    bisect.bisect(numbers, 3), bisect.bisect_left(numbers, 3), bisect.bisect_right(numbers, 3),
    bisect.bisect_left(numbers, 0), bisect.bisect(numbers, 9), bisect.bisect(numbers, 3, 0, 2),
    bisect.bisect_left([(1, "a"), (3, "b")], 2, key=lambda pair: pair[0])
)
bisect.insort(numbers, 4)
bisect.insort_left(numbers, 3)
print(numbers, ["FDCBA"[bisect.bisect([60, 70, 80, 90], score)] for score in (33, 99, 77, 70, 89)])
for action in (
    lambda: heapq.heappop([]), lambda: heapq.heapreplace([], 1), lambda: heapq.heappush((), 1),
    lambda: heapq.heappush([1], "a"), lambda: heapq.heapify([1, "a"]),
    lambda: heapq.nlargest("a", []), lambda: bisect.bisect([1], "a"),
    lambda: bisect.bisect([1], 1, -1), lambda: bisect.insort((1,), 1), lambda: bisect.bisect(5, 1),
    lambda: heapq.heappush([], ), lambda: list(heapq.merge([1], 5))
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
