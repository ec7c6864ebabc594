# Iterators: iter with sentinel, enumerate, zip, map, filter, reversed; exhaustion, errors, lengths, types.
print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate([], start=1)), next(enumerate("x", 2**70)), list(zip("ab", [1, 2], (3, 4))), list(zip()), list(zip("abc", [1])), list(zip("ab", [1, 2], strict=True)), list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(filter(None, [0, 1, "", "a"])), list(filter(lambda x: x > 1, [1, 2, 3])), list(reversed([1, 2])), list(reversed("ab")), list(reversed((1, 2))), list(iter([1]))) 
values = iter([1, 2, 0, 3])
print(list(iter(lambda: next(values), 0)), next(values))
print([type(x).__name__ for x in (iter([]), iter(()), iter(""), iter("é"), iter(b""), iter({}), iter({}.values()), iter({}.items()), iter(set()), iter(range(1)), iter(bytearray()), enumerate([]), zip(), map(str, []), filter(None, []), reversed([]), reversed(()), reversed(""), reversed(range(2)), iter(int, 1), (i for i in "a"), iter(memoryview(b"a")))])
for make in (lambda: iter([1, 2]), lambda: iter((1, 2)), lambda: iter("ab"), lambda: iter(b"ab"), lambda: iter({1: 2, 3: 4}), lambda: iter(range(2)), lambda: enumerate([1, 2]), lambda: zip([1, 2]), lambda: map(abs, [1, 2]), lambda: filter(None, [1, 2]), lambda: reversed([1, 2]), lambda: iter(iter([1, 2])), lambda: (x for x in (1, 2))):
    it = make()
    first = next(it)
    rest = list(it)
    print(first, rest, next(it, "end"), list(it), iter(it) is it)
for source in ("iter(5)", "iter()", "iter(1, 2)", "iter([], 2)", "next(5)", "next([])", "next()", "next(iter([]))", "next(iter([]), 1, 2)", "enumerate()", "enumerate(5)", "enumerate([], 'a')", "enumerate([], 1, 2)", "enumerate([], 1.5)", "zip(5)", "zip([1], 5)", "list(zip([1], [1, 2], strict=True))", "list(zip([1, 2], [1], strict=True))", "list(zip([1], [1], [], strict=True))", "zip([], foo=1)", "map()", "map(str)", "map(5, [])", "list(map(5, [1]))", "map(str, 5)", "list(map(lambda x: x, [1], [2]))", "filter()", "filter(None)", "filter(None, 5)", "list(filter(5, [1]))", "reversed()", "reversed(5)", "reversed({1})", "reversed(iter([]))", "reversed(zip())", "len(iter([]))", "iter([])[0]", "list(map(int, ['a']))", "sum(map(str, [1]))", "enumerate([]).foo", "zip.foo", "map(str, [])()", "list(enumerate(5))", "enumerate(iterable=[])", "list(enumerate(iterable=[7], start=3))", "list(reversed({1: 2}))", "min(iter([]))", "filter(function=None, iterable=[])", "next(iter([]), None)", "next(default=1)", "hash(iter([])) is None"):
    try:
        r = eval(source)
        print(source, "=", r if not hasattr(r, "__next__") else type(r).__name__)
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")


class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        self.n -= 1
        if self.n < 0: raise StopIteration
        if self.n == 5: raise ValueError("five")
        return self.n


print(list(It(3)), tuple(zip(It(2), It(3))), sum(It(4)), [*It(2)], max(It(3)), dict(enumerate(It(2))), sorted(It(3)), list(map(lambda x: -x, It(2))), "1" in map(str, It(3)), set(It(2)) == {0, 1})
for use in (lambda: list(It(7)), lambda: sum(It(6)), lambda: [*It(6)], lambda: list(map(str, It(6))), lambda: list(zip(It(6))), lambda: max(It(6)), lambda: tuple(filter(None, It(6))), lambda: 99 in It(7), lambda: dict.fromkeys(It(6)), lambda: ",".join(map(str, It(6))), lambda: set(It(6)), lambda: sorted(It(6)), lambda: any(x > 99 for x in It(7)), lambda: bytes(It(6)), lambda: [1].extend(It(6)), lambda: list(enumerate(It(6))), lambda: print(*It(6)), lambda: (lambda *a: a)(*It(6))):
    try:
        use()
        print("no error")
    except ValueError as e:
        print(e, end=" ")
print()
z = zip(iter([1, 2, 3]), iter([4]))
print(list(z))
a = iter([1, 2, 3])
print(list(zip(a, a)), next(a, "consumed"))
class StopHint:
    def __iter__(self): return iter("ab")
    def __length_hint__(self): raise TypeError("ignored")
print(list(StopHint()))
nested = map(lambda x: x + 1, map(lambda x: x * 2, filter(lambda x: x % 2, range(6))))
print(list(nested), list(map(lambda *a: a, "ab", "cd", "ef")), dict(map(lambda x: (x, x * x), range(3))), list(zip(*[(1, 2), (3, 4)])), list(map(max, [1, 5], [4, 2])), [*zip("ab", range(9))], list(map(None.__class__, [])), sum(1 for _ in zip(range(1000), range(500))))
