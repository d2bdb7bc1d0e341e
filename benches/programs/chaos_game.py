# Measures: instances with operators and lists of lists: a fractal by the chaos game.


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y


class Generator:
    """Random numbers that are the same everywhere."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self.state >> 8) % limit


def main(size, steps):
    corners = [Vector(0.0, 0.0), Vector(1.0, 0.0), Vector(0.5, 0.9)]
    picture = [[0] * size for _ in range(size)]
    random = Generator(17)
    place = Vector(0.25, 0.25)
    for _ in range(steps):
        place = (place + corners[random.below(3)]) * 0.5
        picture[int(place.y * size)][int(place.x * size)] += 1
    black = sum(1 for row in picture for cell in row if cell)
    print("chaos_game", black, max(map(max, picture)), place == corners[0])


main(200, 2_000_000)
