# list.sort and sorted: stability, keys, reverse, errors, mixed types, special orders.
import random
def check(data, **kw):
    a = sorted(data, **kw)
    b = list(data)
    b.sort(**kw)
    assert a == b and len(a) == len(data)
    return a


print(check([3, 1, 2]), check([]), check([1]), check("hello"), check([3.5, 1, 2.5, True]), check([(1, "b"), (1, "a"), (0, "z")]), check(["b", "A", "a"], key=str.lower), check([3, 1, 2], reverse=True), check([-3, 2, -1], key=abs), check([[2], [1, 5], [1]]), check({3: 1, 1: 2}), check(["é", "z", "a", "😀"]), check([b"b", b"a"]), check([2**70, 1, -2**70, 5]))
pairs = [(i % 3, i) for i in range(12)]
print(check(pairs, key=lambda p: p[0]), check(pairs, key=lambda p: p[0], reverse=True), check(pairs, key=lambda p: -p[0]))
seed = 7
def rnd(n):
    global seed
    out = []
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        out.append(seed >> 8)
    return out


for n in (2, 5, 31, 32, 33, 63, 64, 65, 100, 257, 1000, 5000):
    data = rnd(n)
    s = sorted(data)
    assert all(s[i] <= s[i + 1] for i in range(n - 1)) and sum(s) == sum(data), n
    assert sorted(data, reverse=True) == s[::-1]
    assert sorted([(x % 7, i) for i, x in enumerate(data)], key=lambda p: p[0]) == sorted([(x % 7, i) for i, x in enumerate(data)])
    assert sorted(map(str, data)) == [str(x) for x in sorted(data, key=str)]
    assert sorted(map(float, data)) == list(map(float, s))
    assert sorted(s) == s and sorted(s[::-1]) == s and sorted(s[: n // 2] + s[: n // 2]) == sorted(s[: n // 2] * 2)
    assert sorted(s[10:] + s[:10]) == s and sorted([0] * n) == [0] * n
print("random data sorted")


class Item:
    def __init__(self, k): self.k = k
    def __lt__(self, o): Item.calls += 1; return self.k < o.k
    def __repr__(self): return f"I{self.k}"


Item.calls = 0
print(sorted([Item(3), Item(1), Item(2)]), Item.calls <= 4, sorted([Item(1), Item(2)], reverse=True))
Item.calls = 0
sorted([Item(i) for i in range(1000)])
print(Item.calls)
for source in ("[1, 'a'].sort()", "[1, None].sort()", "sorted([1j, 2j])", "sorted([{}, {}])", "sorted(5)", "sorted()", "sorted([1], 2)", "sorted([1], key=5)", "sorted([1], reverse='x')", "[1].sort(1)", "[1].sort(cmp=1)", "sorted([1, 2], key=lambda: 0)", "sorted([3, 1], key=None)", "sorted([1, 2], reverse=None)", "sorted([1], reverse=1.5)", "sorted([(1, 'a'), (1, 2)])", "sorted(iterable=[1])", "sorted([object(), object()])", "[3, 'a', 1].sort(key=str)", "sorted([1, 2], key=int.bit_length, foo=1)"):
    try:
        print(source, "=", eval(source))
    except TypeError as e:
        print(f"{source}: {e}")
l = [3, 2, 1, "a"]
try:
    l.sort()
except TypeError:
    print(sorted(map(str, l)))


class Boom:
    def __lt__(self, o): raise ValueError("in lt")


try:
    sorted([Boom(), Boom()])
except ValueError as e:
    print(e)
l = [3, 1, 2]
def mutate(x):
    l.append(9)
    return x
try:
    l.sort(key=mutate)
except ValueError as e:
    print(e)
seen = []
l = [1, 2]
l.sort(key=lambda x: seen.append(len(l)) or x)
print(seen, l.sort())
nan = float("nan")
print(len(sorted([3, nan, 1, nan, 2])), sorted([nan]) == [nan], check([0.0, -0.0, 0]), check([True, 0, False, 1]))
from functools import cmp_to_key
print(sorted([1, 10, 2], key=cmp_to_key(lambda a, b: (str(a) > str(b)) - (str(a) < str(b)))), sorted("bca", key=cmp_to_key(lambda a, b: ord(b) - ord(a))))
