def super():
    pass

class B(A):
    def f(self):
        return super().f()
