# What cProfile and pstats tell of the calls of a program.
import cProfile
import io
import pstats
import re


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def numbers():
    yield from (fib(3), fib(4))


class Thing:
    def __init__(self):
        self.items = []

    def add(self, item):
        self.items.append(item)
        return len(self.items)


def work():
    thing = Thing()
    for i in range(10):
        thing.add(fib(5))
    try:
        int('x')
    except ValueError:
        pass
    return sorted(thing.items), max(numbers()), ','.join(map(str, thing.items))


profiler = cProfile.Profile()
profiler.enable()
work()
profiler.disable()
text = io.StringIO()
stats = pstats.Stats(profiler, stream=text)
for place, found in sorted(stats.stats.items(), key=lambda item: item[0][2]):
    callers = sorted((caller[2], numbers[0], numbers[1]) for caller, numbers in found[4].items())
    print(place[2], found[0], found[1], callers)
stats.sort_stats('ncalls').print_stats(2)
print(re.sub(r'\d+\.\d+', 'T', text.getvalue()).replace(__file__, '<file>'))
try:
    with cProfile.Profile():
        cProfile.Profile().enable()
except ValueError as error:
    print(error)
