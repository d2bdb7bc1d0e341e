# Measures: a simulation of events: a heap of dataclasses, enumerations, queues, random numbers.
import heapq
import random
from collections import Counter, deque
from dataclasses import dataclass, field
from enum import Enum, Flag, IntEnum, auto


class Kind(IntEnum):
    ARRIVES = 1
    IS_SERVED = 2
    LEAVES = 3


class State(Enum):
    WAITING = "waiting"
    SERVED = "served"
    GONE = "gone"

    @property
    def is_final(self):
        return self is State.GONE


class Wishes(Flag):
    NONE = 0
    FAST = auto()
    CHEAP = auto()


@dataclass
class Customer:
    number: int
    wishes: Wishes
    state: State = State.WAITING
    waited: float = 0.0


@dataclass(order=True)
class Event:
    time: float
    kind: Kind
    customer: Customer = field(compare=False)


class Shop:
    def __init__(self, counters):
        self.events, self.queue = [], deque()
        self.free, self.now = counters, 0.0
        self.seen = Counter()

    def plan(self, delay, kind, customer):
        heapq.heappush(self.events, Event(self.now + delay, kind, customer))

    def serve(self):
        while self.free and self.queue:
            customer = self.queue.popleft()
            self.free -= 1
            customer.waited += self.now
            customer.state = State.SERVED
            rate = 0.6 if Wishes.FAST in customer.wishes else 0.4
            self.plan(random.expovariate(rate), Kind.IS_SERVED, customer)

    def step(self):
        event = heapq.heappop(self.events)
        self.now, customer = event.time, event.customer
        self.seen[event.kind] += 1
        if event.kind is Kind.ARRIVES:
            customer.waited = -self.now
            self.queue.append(customer)
        elif event.kind == Kind.IS_SERVED:
            self.free += 1
            self.plan(0.1, Kind.LEAVES, customer)
        else:
            customer.state = State("gone")
        self.serve()
        return customer


def main():
    random.seed(7)
    shop = Shop(3)
    wishes = [Wishes.NONE, Wishes.FAST, Wishes.CHEAP, Wishes.FAST | Wishes.CHEAP]
    for number in range(7000):
        shop.now = number * 0.85
        shop.plan(random.uniform(0, 2), Kind.ARRIVES, Customer(number, random.choice(wishes)))
    waited, cheap = 0.0, 0
    while shop.events:
        customer = shop.step()
        if customer.state.is_final:
            waited += customer.waited
            cheap += bool(customer.wishes & Wishes.CHEAP)
    print(round(waited, 4), cheap, {kind.name: count for kind, count in shop.seen.items()})


main()
