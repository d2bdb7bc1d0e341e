# Measures: objects with an order of their own: __lt__, total_ordering, cmp_to_key, heaps of them.
from bisect import insort
from dataclasses import dataclass, replace
from functools import cmp_to_key, total_ordering
from heapq import heapify, heappop, heappush


class Version:
    def __init__(self, text):
        self.parts = tuple(int(part) for part in text.split("."))

    def __lt__(self, other):
        return self.parts < other.parts

    def __eq__(self, other):
        return self.parts == other.parts


@total_ordering
class Card:
    __slots__ = ("rank", "suit")

    def __init__(self, rank, suit):
        self.rank = rank
        self.suit = suit

    def __eq__(self, other):
        return (self.rank, self.suit) == (other.rank, other.suit)

    def __lt__(self, other):
        return (self.rank, self.suit) < (other.rank, other.suit)


@dataclass(order=True)
class Task:
    priority: int
    name: str = ""


def by_length(left, right):
    return len(left) - len(right) or (left > right) - (left < right)


def main():
    total = 0
    versions = [Version(f"{n % 9}.{n * 7 % 23}.{n * 7919 % 101}") for n in range(3000)]
    for _ in range(25):
        total += sorted(versions)[1000].parts[2] + max(versions).parts[1]
    cards = [Card(n * 7919 % 13, n % 4) for n in range(3000)]
    for _ in range(25):
        hand = sorted(cards, reverse=True)
        total += hand[7].suit + (hand[0] >= hand[1]) + (hand[0] > hand[-1])
    tasks = [Task(n * 31 % 97, f"task {n}") for n in range(2000)]
    for _ in range(20):
        queue = list(tasks)
        heapify(queue)
        for number in range(200):
            heappush(queue, replace(queue[0], priority=number % 50))
        while queue:
            total += heappop(queue).priority
        kept = []
        for task in tasks[:400]:
            insort(kept, task)
        total += kept[10].priority
    words = [str(n * 7919 % 100_003) for n in range(4000)]
    for _ in range(25):
        total += int(sorted(words, key=cmp_to_key(by_length))[1000])
    print("ordered_objects", total)


main()
