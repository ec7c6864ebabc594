# Sorting with keys, in reverse, by tuples, by attributes and by a comparison method.
from operator import attrgetter, itemgetter


def numbers(n):
    seed = 42
    result = []
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        result.append(seed >> 4)
    return result


class Item:
    def __init__(self, a, b):
        self.a = a
        self.b = b

    def __lt__(self, other):
        return self.a < other.a


n = 60000
ints = numbers(n)
items = [Item(x % 1000, x) for x in ints]
pairs = [(x % 100, str(x)) for x in ints]
print(sorted(ints)[::20000], sorted(ints, key=lambda x: -x)[::20000], sorted(ints, reverse=True)[:2])
print(sorted(ints, key=lambda x: (x % 10, x))[::30000], [i.b for i in sorted(items)[::30000]])
print(sorted(pairs)[::30000], sorted(pairs, key=itemgetter(1))[::30000])
print([i.a for i in sorted(items, key=attrgetter("b"))[::30000]], sorted(map(str, ints), key=len)[::30000])
print(min(items, key=lambda i: i.b).a, max(pairs, key=lambda p: p[1]))
