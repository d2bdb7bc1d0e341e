def f():
    x: int
    y: int = 1
    z.w: str = 'a'
    return y
