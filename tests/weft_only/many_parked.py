"""Thousands of coroutines parked below native functions at the same time."""

import random

import weft


class Pause:
    def __await__(self):
        return (yield)


def key(item):
    weft.wait(Pause())
    return -item


async def task(number):
    total = 0
    for item in sorted(range(3), key=key):
        total += item * number
    return total


tasks = [task(number) for number in range(5_000)]
for one in tasks:
    one.send(None)
print(weft.fibers()["parked"])
dice = random.Random(4)
results = {}
while tasks:
    place = dice.randrange(len(tasks))
    one = tasks[place]
    try:
        one.send(None)
    except StopIteration as stop:
        results[len(results)] = stop.value
        tasks[place] = tasks[-1]
        tasks.pop()
print(len(results), sum(results.values()), weft.fibers()["parked"])
for round in range(3):
    tasks = [task(number) for number in range(2_000)]
    for one in tasks:
        one.send(None)
    if round == 0:
        for one in tasks:
            one.close()
    elif round == 1:
        for one in tasks:
            try:
                one.throw(KeyError)
            except KeyError:
                pass
    del one, tasks
    print(weft.fibers()["parked"])
figures = weft.fibers()
print(sorted(figures), figures["high_water"] >= 5_000, figures["live"])
