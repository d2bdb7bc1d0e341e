class B(A):
    def __init__(self, x):
        super().__init__(x)
        super(B, self).other(x)
        self.y = super().y
