"""A generator runs to its next `yield` only when it is asked for a value."""


def temperatures(first, step, days):
    reading = first
    for day in range(1, days + 1):
        print(f"  measuring day {day}")
        yield reading
        reading += step


week = temperatures(12, 3, 3)
print("nothing has been measured yet")
for _ in range(3):
    print("asked:", next(week))
try:
    next(week)
except StopIteration:
    print("no more days")
