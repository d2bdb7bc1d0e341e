class A:
    def f(self):
        self.b = 1
        self.a, self.c = 2, 3
        other.d = 4
    def g(self):
        self.a = 5
        def h():
            self.e = 6
