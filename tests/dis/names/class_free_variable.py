def outer(x):
    class Inner:
        def method(self):
            return x
        value = x
    return Inner
