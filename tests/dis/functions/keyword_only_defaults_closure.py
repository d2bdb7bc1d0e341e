def outer(q):
    def inner(a=q, *, b=q):
        return a + b + q
    return inner
