# dict: construction, every method, order, merging, comparison, repr.
d = {"a": 1, "b": 2}
print({}, dict(), dict(a=1), dict([("a", 1), ["b", 2]]), dict({"a": 1}, b=2), dict(zip("ab", (1, 2))), {**d, "c": 3}, dict(d), {1: "int", 1.0: "float", True: "bool"}, {None: 0, (): 1, "": 2}, dict(["ab", "cd"]), dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), dict(**{"x y": 1}), dict(a=1, **{"b": 2}))
d["c"] = 3; d["a"] = 10
print(d, len(d), d["a"], d.get("z"), d.get("z", 0), d.get("a", 0), "a" in d, "z" not in d, 1 in d, list(d), d.keys(), d.values(), d.items())
print(d.pop("a"), d.pop("zz", "default"), d, d.setdefault("b", 9), d.setdefault("n"), d.setdefault("l", []), d, d.popitem(), d)
d.update({"x": 1}); d.update([("y", 2)]); d.update(z=3); d.update({"x": 5}, w=6); d.update(); d.update({})
print(d, d.copy() == d, d.copy() is not d)
del d["x"]
d["x"] = "moved to the end"
print(list(d), list(reversed(d)), list(reversed(d.items()))[:1], d.clear(), d, bool({}), bool({0: 0}))
print({"a": 1} | {"b": 2}, {"a": 1} | {"a": 2}, {"a": 1}.__or__({"b": 1}), {"a": 1}.__ror__({"b": 1}), {"a": 1} == {"a": 1.0}, {"a": 1, "b": 2} == {"b": 2, "a": 1}, {"a": 1} != {"a": 2}, {} == [], {1: {2: 3}} == {1: {2: 3}})
e = f = {"k": 1}
e |= {"l": 2}
e |= [("m", 3)]
print(f, f is e)
s = {}
s["me"] = s
print(s, {"k": [1, {"n": ()}]}, str({"a": "b"}), repr({1: 'it\'s'}), f"{ {1: 2} }")
for k, v in {"p": 1, "q": 2}.items():
    print(k, v, end=";")
print(sorted({"b": 1, "a": 2}), max({"b": 1, "a": 2}), [*{"a": 1}], {**{}, **{"a": 1}}, sum({1: 0, 2: 0}), dict(sorted({"b": 1, "a": 2}.items())), {k: v for k, v in zip("ab", range(2))}, list(map(len, {"ab": 1, "c": 2})), min({"b": 1, "a": 2}.items(), key=lambda kv: kv[1]))


class Keys:
    def keys(self): return iter("ab")
    def __getitem__(self, k): return k * 2


print(dict(Keys()), {**Keys()}, {}.__contains__(1), {1: 2}.__getitem__(1), {}.__setitem__(1, 2), {1: 2}.__delitem__(1), {1: 2}.__len__(), {1: 2}.__iter__().__next__(), {1: 2}.__eq__({1: 2}), {1: 2}.__eq__(1), dict.__hash__, sorted(m for m in dir(dict) if m[0] != "_"))
big = {}
for i in range(50000):
    big[i * 7] = i
for i in range(0, 50000, 2):
    del big[i * 7]
print(len(big), list(big)[:3], list(big)[-1], 7 in big, 14 in big, sum(big.values()), big.popitem(), len(big))
for i in range(10):
    big[f"s{i}"] = i
print(list(big)[-3:], big["s5"], next(iter(big)), next(reversed(big)))
m = {}
for k in (1, "a", (1, 2), None, True, 2.5, frozenset([1]), b"b", 10**30, 1j, int, len, ..., -1, -2):
    m[k] = repr(k)
print(m[1], len(m), m[(1, 2)], m[frozenset([1])], m[10**30], m[int], m[-1], m[-2], m[1.0], m[2.5])


class H:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, o): return self.n == o.n
    def __repr__(self): return f"H{self.n}"


c = {H(i): i for i in range(20)}
print(len(c), c[H(7)], c.pop(H(3)), H(3) in c, len(c), list(c)[:4])
c[H(3)] = "again"
print(list(c)[-1], c.get(H(100)), [c[H(i)] for i in range(4, 8)])
