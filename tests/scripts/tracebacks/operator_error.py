# Shows: an operator between wrong types, in the method that implements it.


class Money:
    def __init__(self, amount):
        self.amount = amount

    def __add__(self, other):
        return Money(self.amount + other.amount)


total = Money(5) + Money(6)
print(total.amount)
total = Money(1) + Money(2) + 3
