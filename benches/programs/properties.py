# Measures: properties, other descriptors and __getattr__.


class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner=None):
        return instance.__dict__[self.name]

    def __set__(self, instance, value):
        if value < 0:
            raise ValueError(value)
        instance.__dict__[self.name] = value


class Rectangle:
    width = Positive()

    def __init__(self, width, height):
        self.width = width
        self._height = height

    @property
    def height(self):
        return self._height

    @height.setter
    def height(self, value):
        self._height = value

    @property
    def area(self):
        return self.width * self.height

    def __getattr__(self, name):
        return len(name)


def main():
    rectangle = Rectangle(2, 3)
    total = 0
    for number in range(2_000_000):
        rectangle.height = number & 15
        rectangle.width = number & 7
        total += rectangle.area + rectangle.height
        total += rectangle.missing
    print("properties", total)


main()
