# Measures: super() in chains of single and of multiple inheritance.


class Base:
    def __init__(self, value):
        self.value = value

    def grow(self, amount):
        self.value += amount
        return self.value


class Left(Base):
    def grow(self, amount):
        return super().grow(amount + 1)


class Right(Base):
    def grow(self, amount):
        return super().grow(amount * 2)


class Both(Left, Right):
    def __init__(self, value):
        super().__init__(value)
        self.grown = 0

    def grow(self, amount):
        self.grown += 1
        return super().grow(amount)


def main():
    total = 0
    for start in range(20_000):
        both = Both(start)
        for amount in range(200):
            total += both.grow(amount)
        total += both.grown
    print("super_calls", total)


main()
