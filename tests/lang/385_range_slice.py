# range and slice.
for r in (range(5), range(2, 8), range(0, 10, 3), range(10, 0, -2), range(0), range(5, 0), range(-3, 3), range(0, -5, -1), range(2**70, 2**70 + 10, 4), range(-2**70, 2**70, 2**69)):
    print(r, list(r), len(r), r[0] if r else "empty", r[-1] if r else "", r[1:], r[::-1], list(reversed(r)), r.start, r.stop, r.step, bool(r), r.index(r[-1]) if r else "", r.count(0), 4 in r, 2**70 + 4 in r, 4.0 in r, "a" in r, hash(r) == hash(r[:]), r == r[:], sum(r), max(r, default=None))
print(range(0) == range(5, 5), range(0, 3, 2) == range(0, 4, 2), range(3) == [0, 1, 2], range(3) != range(4), hash(range(0, 3, 2)) == hash(range(0, 4, 2)), {range(3): 1}[range(0, 3, 1)], range(10)[2:8][1:3], range(10)[::3][::-1], range(True, 5), list(range(3))[True], range(10).index(5.0), range(10).count("x"), 2.5 in range(5), True in range(2), range(10)[-3:], range(0, 10, 3)[1::2])
for source in ("range()", "range('a')", "range(1.5)", "range(1, 2, 0)", "range(1, 2, 3, 4)", "range(None)", "range(5)[5]", "range(5)[-6]", "range(5)['a']", "range(5).index(9)", "range(5).index('a')", "range(5) + range(3)", "range(5)[0] = 1", "range(5).start = 1", "range(5).foo", "range(5)()", "range(5) < range(6)", "range(x=1)", "len(range(10**30))", "range(10**30)[10**20]", "range(5)[::0]", "range(5)[1.5:]", "iter(range(3)).foo", "range(3) * 2", "range.__new__()", "del range(3)[0]", "next(range(3))", "range(10**30).index(10**25)", "10**25 in range(10**30)", "range(0, 10**30, 10**29)[3]", "range(5).count()"):
    try:
        r = exec(source) if "= 1" in source or source.startswith("del") else eval(source)
        print(source, "=", r)
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
it = iter(range(3))
print(next(it), it.__length_hint__(), list(it), next(it, "end"), type(it).__name__, type(iter(range(2**70))).__name__, list(zip(range(2**63, 2**63 + 2), range(2))), [i for i in range(2**62 - 1, 2**62 + 2)], [i for i in range(-2**63, -2**63 + 2)])
class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
print(range(I(3)), range(I(1), I(6), I(2)), range(5)[I(2)], I(2) in range(5))
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, slice(5), slice(None), slice("a", [], None), s.indices(5), slice(None).indices(3), slice(-3, None).indices(10), slice(None, None, -1).indices(5), slice(10, -10, -3).indices(7), s == slice(1, 10, 2), s != slice(1), slice(1, 2) < slice(1, 3), list(range(20))[s], "abcdef"[slice(1, None, 2)], slice(2**70).indices(5), slice(I(2)).indices(5), type(s).__name__)
for source in ("slice()", "slice(1, 2, 3, 4)", "hash(s)", "s.start = 1", "s.indices()", "s.indices('a')", "s.indices(-1)", "slice(1, 2, 0).indices(5)", "slice('a').indices(5)", "slice(1.5).indices(5)", "slice(stop=5)", "{s: 1}", "s()", "s[0]", "slice(1) < 5", "s.foo"):
    try:
        r = exec(source) if "= 1" in source else eval(source)
        print(source, "=", r)
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
for i in range(3):
    i = "changed"
print(i, [i for i in range(3, 0, -1)], [*range(0, 6, 2)], list(range(5, -1, -2)), tuple(range(2)), sum(range(101)), list(range(3)) + list(range(3)), dict(enumerate(range(2))), max(range(7)), min(range(3, 9)), sorted(range(3), reverse=True), any(range(1)), all(range(1, 3)))
