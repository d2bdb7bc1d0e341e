make = lambda: (yield)
