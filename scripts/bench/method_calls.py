# Methods: instance, inherited, super(), static, class, bound, special methods, keyword arguments.
class Base:
    def __init__(self):
        self.n = 0

    def add(self, k):
        self.n += k
        return self.n

    def twice(self, k, factor=2, *, offset=0):
        return k * factor + offset

    @staticmethod
    def static(a, b):
        return a + b

    @classmethod
    def make(cls):
        return cls


class Derived(Base):
    def add(self, k):
        return super().add(k) + 1

    def __len__(self):
        return 3

    def __getitem__(self, i):
        return i + 1

    def __call__(self, x):
        return x

    def __add__(self, other):
        return self.n + other

    def __eq__(self, other):
        return self is other


def run(n):
    base, derived = Base(), Derived()
    bound = base.add
    total = 0
    for i in range(n):
        base.add(1)
        derived.add(2)
        bound(3)
        total += Base.static(i, 1) + base.twice(i, factor=3) + base.twice(i, offset=1)
        total += len(derived) + derived[i] + derived(i) + (derived + 1)
        if Derived.make() is Base or derived == base:
            total += 1
    return total, base.n, derived.n


def shapes(n):
    class Square:
        def area(self): return 4

    class Circle:
        def area(self): return 3

    class Cube(Square):
        pass
    things = [Square(), Circle(), Cube()] * 3
    return sum(thing.area() for _ in range(n) for thing in things)


print(run(220000), shapes(100000))
