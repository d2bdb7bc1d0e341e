class A:
    xs = [1, 2]
    ys = [x + 1 for x in xs]
    f = lambda self: self.xs
