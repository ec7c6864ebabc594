# Nanoseconds an item at 10,000 and at ten million items (a million for text): linear means about the same.
import time


def append(n):
    items = []
    for i in range(n):
        items.append(i)


def insert(n):
    table = {}
    for i in range(n):
        table[i] = i


def join(n):
    "".join(["ab"] * n)


def concatenate(n):
    s = ""
    for i in range(n):
        s += "ab"


def attribute(n):
    class Box:
        pass
    box = Box()
    box.s = ""
    for i in range(n // 10):
        box.s += "ab"


def pop(n):
    items = list(range(n))
    while items:
        items.pop()


def measure(f, n, repeats):
    best = 1e9
    for _ in range(repeats):
        start = time.perf_counter()
        f(n)
        best = min(best, time.perf_counter() - start)
    return best / n * 1e9


for f, large in ((append, 10**7), (insert, 10**7), (join, 10**7), (concatenate, 10**7), (pop, 10**7),
                 (attribute, 10**6)):
    print(f"{f.__name__} 10**4, ns an item\t{measure(f, 10**4, 5):.1f}")
    print(f"{f.__name__} {large:.0e}, ns an item\t{measure(f, large, 1):.1f}")
