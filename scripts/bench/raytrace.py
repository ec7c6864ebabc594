# A sphere scene traced with small vector objects: operator methods and float arithmetic.
from math import sqrt


class Vec:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y, self.z + o.z)

    def __sub__(self, o):
        return Vec(self.x - o.x, self.y - o.y, self.z - o.z)

    def __mul__(self, k):
        return Vec(self.x * k, self.y * k, self.z * k)

    def dot(self, o):
        return self.x * o.x + self.y * o.y + self.z * o.z

    def unit(self):
        return self * (1.0 / sqrt(self.dot(self)))


class Sphere:
    def __init__(self, centre, radius, shine):
        self.centre = centre
        self.radius = radius
        self.shine = shine

    def hit(self, origin, direction):
        to = self.centre - origin
        along = to.dot(direction)
        gap = self.radius * self.radius - to.dot(to) + along * along
        if gap < 0.0:
            return None
        distance = along - sqrt(gap)
        return distance if distance > 1e-6 else None

    def normal(self, point):
        return (point - self.centre).unit()


LIGHT = Vec(1.0, 2.0, -1.5).unit()


def nearest(scene, origin, direction):
    best, found = 1e30, None
    for thing in scene:
        distance = thing.hit(origin, direction)
        if distance is not None and distance < best:
            best, found = distance, thing
    return best, found


def trace(scene, origin, direction, depth):
    distance, thing = nearest(scene, origin, direction)
    if thing is None:
        return 0.2 + 0.3 * abs(direction.y)
    point = origin + direction * distance
    normal = thing.normal(point)
    light = max(normal.dot(LIGHT), 0.0)
    if light and nearest(scene, point, LIGHT)[1] is not None:
        light *= 0.3
    if depth and thing.shine:
        mirrored = direction - normal * (2.0 * normal.dot(direction))
        light += thing.shine * trace(scene, point, mirrored, depth - 1)
    return light


scene = [Sphere(Vec(x * 1.2, y * 1.1, 6.0 + x), 0.7, 0.4) for x in (-1, 0, 1) for y in (-1, 0, 1)]
size = 70
total = 0.0
for row in range(size):
    for column in range(size):
        ray = Vec(column / size - 0.5, 0.5 - row / size, 1.0).unit()
        total += trace(scene, Vec(0.0, 0.0, 0.0), ray, 2)
print(f"{total:.9f}")
