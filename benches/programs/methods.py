# Measures: method calls: inherited ones, overridden ones, bound methods kept in variables.


class Shape:
    def __init__(self, size):
        self.size = size

    def area(self):
        return 0

    def twice(self):
        return 2 * self.area()

    @staticmethod
    def sides():
        return 4

    @classmethod
    def name_length(cls):
        return 5


class Square(Shape):
    def area(self):
        return self.size * self.size


class Strip(Shape):
    def area(self):
        return self.size


def main():
    shapes = [Square(3), Strip(7), Square(5), Strip(11)]
    total = 0
    area_of_first = shapes[0].area
    for number in range(1_200_000):
        for shape in shapes:
            total += shape.twice()
            total += shape.area()
        total += area_of_first()
        total += shapes[1].sides() + Square.name_length()
    print("methods", total)


main()
