# Measures: reading and writing attributes of instances and of their class.


class Particle:
    gravity = -10

    def __init__(self, x, y, speed):
        self.x = x
        self.y = y
        self.speed = speed
        self.steps = 0


def main():
    particles = [Particle(number, 2 * number, 100) for number in range(1000)]
    for _ in range(8000):
        for particle in particles:
            particle.x += 2
            particle.y = particle.y + particle.speed
            particle.speed += particle.gravity
            particle.steps += 1
    print("attributes", sum(p.x for p in particles), sum(p.y for p in particles))
    print("attributes", sum(p.steps for p in particles))


main()
