# Attributes read and written: instances, slots, class attributes, properties, __getattr__, modules.
import math


class Point:
    scale = 3

    def __init__(self, x, y):
        self.x = x
        self.y = y


class Point3(Point):
    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z

    @property
    def norm(self):
        return self.x * self.x + self.y * self.y + self.z * self.z


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = 1
        self.b = 2


class Lazy:
    def __getattr__(self, name):
        return len(name)


def run(n):
    p, q, s, lazy = Point(1, 2), Point3(3, 4, 5), Slotted(), Lazy()
    total = 0
    for i in range(n):
        p.x += 1
        p.y = p.x - q.z
        q.x = p.y & 7
        s.a, s.b = s.b, s.a + 1
        total += p.scale + q.scale + s.a
        if i % 4 == 0:
            total += q.norm + lazy.thing + int(math.pi)
    return total


def mixed(n):
    objects = [Point(1, 2), Point3(3, 4, 5)] * 4
    total = 0
    for i in range(n):
        for o in objects:
            total += o.y
    for o in objects:
        setattr(o, "extra", total)
        total += getattr(o, "extra") + getattr(o, "none", 1) + hasattr(o, "z")
    return total


print(run(700000), mixed(150000))
