"""A million suspended generators: 300 bytes each in all, no mapping and no fiber for any of them."""

import os

import weft

COUNT = 1_000_000
# Checked borrows carry a counter each.
ALLOWED = 380 if os.environ.get("WEFT_TESTED_BUILD") == "checked" else 300


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def mappings():
    with open("/proc/self/maps") as file:
        return sum(1 for _ in file)


def numbers(first, second):
    total = first + second
    twice = total * 2
    yield total
    yield twice


generators = [None] * COUNT
place = 0
before, maps_before = resident(), mappings()
while place < COUNT:
    generator = numbers(place, 1)
    generators[place] = generator
    next(generator)
    place += 1
each = (resident() - before) / COUNT
print(each <= ALLOWED or each, mappings() - maps_before < 1000, weft.fibers()["live"])
print(sum(next(generator) for generator in generators) == COUNT * (COUNT + 1))
for generator in generators:
    generator.close()
print(generators[7].gi_frame, generators[-1].gi_suspended)
del generator, generators
print(weft.fibers()["live"], weft.fibers()["high_water"] < 100)
