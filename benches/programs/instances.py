# Measures: making small instances through __init__, and dropping them.


class Point:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def plus(self, other):
        return Point(self.x + other.x, self.y + other.y, self.z + other.z)


def main():
    step = Point(1, 2, 3)
    kept = []
    place = Point(0, 0, 0)
    for number in range(4_000_000):
        place = place.plus(step)
        if number % 10 == 0:
            kept.append(place)
    print("instances", place.x, place.y, place.z, sum(point.y for point in kept))


main()
