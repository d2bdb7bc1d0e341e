# Measures: many small objects with float attributes and methods: a ray tracer of spheres.


class Vector:
    def __init__(self, x, y, z):
        self.x, self.y, self.z = x, y, z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def scale(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def unit(self):
        return self.scale(self.dot(self) ** -0.5)

    def mirror(self, normal):
        return self - normal.scale(2.0 * self.dot(normal))


class Ray:
    def __init__(self, start, direction):
        self.start = start
        self.direction = direction.unit()

    def at(self, distance):
        return self.start + self.direction.scale(distance)


class Sphere:
    def __init__(self, centre, radius, brightness):
        self.centre, self.radius, self.brightness = centre, radius, brightness

    def distance(self, ray):
        to_centre = self.centre - ray.start
        along = to_centre.dot(ray.direction)
        inside = self.radius * self.radius - (to_centre.dot(to_centre) - along * along)
        return None if inside < 0.0 else along - inside**0.5

    def normal(self, point):
        return (point - self.centre).unit()


class Floor:
    brightness = 0.4

    def distance(self, ray):
        return None if ray.direction.y > -1e-6 else (-1.0 - ray.start.y) / ray.direction.y

    def normal(self, point):
        return Vector(0.0, 1.0, 0.0)


class Scene:
    def __init__(self, objects, light):
        self.objects, self.light = objects, light

    def nearest(self, ray):
        best, found = 1e9, None
        for thing in self.objects:
            distance = thing.distance(ray)
            if distance is not None and 1e-4 < distance < best:
                best, found = distance, thing
        return found, best

    def brightness(self, ray, depth):
        thing, distance = self.nearest(ray)
        if thing is None:
            return 0.1
        point = ray.at(distance)
        normal = thing.normal(point)
        to_light = Ray(point, self.light - point)
        shade = 0.05
        if self.nearest(to_light)[0] is None:
            shade += max(0.0, normal.dot(to_light.direction)) * thing.brightness
        if depth > 0:
            shade += 0.3 * self.brightness(Ray(point, ray.direction.mirror(normal)), depth - 1)
        return shade


def main(size):
    spheres = [Sphere(Vector(x - 1.0, 0.3 * x, 4.0 + x), 0.7, 0.5 + x / 10) for x in range(4)]
    scene = Scene(spheres + [Floor()], Vector(5.0, 8.0, -3.0))
    eye, total = Vector(0.0, 0.5, -2.0), 0.0
    for row in range(size):
        for column in range(size):
            direction = Vector(column / size - 0.5, 0.5 - row / size, 1.0)
            total += scene.brightness(Ray(eye, direction), 2)
    print(f"raytrace {total:.9f}")


main(300)
