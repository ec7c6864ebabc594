# A million instances with three attributes.
class Point:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z


points = [Point(i & 7, 1, 2) for i in range(1000000)]
print(len(points), points[-1].x)
