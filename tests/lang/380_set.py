# set and frozenset: every method and operator, comparison, repr, errors.
def show(x): return f"{type(x).__name__}{sorted(x, key=repr)}" if isinstance(x, (set, frozenset)) else x
s, t = {1, 2, 3}, {2, 3, 4}
f = frozenset([1, 2])
print(set(), frozenset(), {1}, frozenset({1}), {"a"}, {(1, 2)}, {None}, show(set("hello")), show(frozenset("ab")), show({*s, *t}), show({x % 3 for x in range(9)}), len(s), bool(set()), 1 in s, "x" not in s, frozenset() == set(), {1, 1.0, True})
print(*map(show, (s | t, s & t, s - t, s ^ t, s | f, f | s, f & s, s.union(t, [9]), s.intersection(t, [2]), s.difference([1], [2]), s.symmetric_difference([3, 5]), s.union(), s.intersection(), s.difference(), s.copy(), f.copy(), f.union("x"))))
print(s == {3, 2, 1}, s != t, s < {1, 2, 3, 4}, s <= s, s > {1}, s >= t, f == {1, 2}, {1, 2} == f, s == [1, 2, 3], s.issubset(range(5)), s.issuperset([1]), s.isdisjoint([9]), s.isdisjoint(t), hash(f) == hash(frozenset([2, 1])), {f: "key"}[frozenset([1, 2])], f in {f}, {1} in [{1}], {1, 2} in {f}, f.copy() is f, frozenset(f) is f)
m = {1}
m.add(2); m.add(2); m.update([3], "a", {4}); m.discard(1); m.discard(99); m.remove(2)
print(show(m), m.pop() in (3, 4, "a"), len(m), m.clear(), m)
m = {1, 2, 3, 4}
m |= {5}; m &= {1, 2, 5, 6}; m -= {1}; m ^= {2, 7}
print(show(m), m.intersection_update([5, 7]), show(m), m.difference_update([5]), show(m), m.symmetric_difference_update([7, 8]), show(m))
a = b = {1}
a |= {2}
print(show(b), a is b)
g = h = frozenset([1])
g |= {2}
print(show(g), show(h))
for source in ("{1, []}", "{{}}", "{{1}}", "set(5)", "set(1, 2)", "set([[]])", "frozenset([[]])", "frozenset(1, 2)", "frozenset(5)", "s.add([])", "s.add()", "s.remove(9)", "s.remove([])", "s.discard([])", "set().pop()", "s.update(5)", "s | [1]", "s & [1]", "s - 1", "s ^ 'a'", "[1] | s", "s + s", "s * 2", "s < 1", "s < [1]", "s[0]", "s.x", "f.add(1)", "f.clear()", "hash(s)", "s()", "-s", "s |= [1]", "s -= 1", "s.union(5)", "s.issubset(5)", "s.isdisjoint(5)", "s.intersection(5)", "[] in s", "{1} in s", "s.copy(1)", "s.pop(1)", "del s[0]", "s[0] = 1", "int(s)", "next(s)", "reversed(s)", "s.remove({1})", "s.difference([[]])", "sorted([{1}, {2}])", "set(x=1)", "s.add(1, 2)", "frozenset.__new__()", "s.foo = 1"):
    s = {1, 2, 3}
    try:
        r = exec(source) if "= " in source or source.startswith("del") else eval(source)
        print(source, "=", show(r), show(s))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
def loop(action):
    x = {1, 2, 3}
    try:
        for _ in x:
            action(x)
        return "finished"
    except RuntimeError as e:
        return str(e)
print(loop(lambda x: x.add(len(x) + 10)), loop(lambda x: x.discard(3)), loop(lambda x: x.add(1)), loop(lambda x: x.clear()))
big = set()
for i in range(20000):
    big.add(i * 3)
for i in range(0, 20000, 2):
    big.remove(i * 3)
print(len(big), 3 in big, 6 in big, sum(big), len(big & set(range(1000))), len(big | {-1}), max(big), len(set(map(str, big))), sorted(big)[:3])
class H:
    def __init__(self, n): self.n = n
    def __hash__(self): return 3
    def __eq__(self, o): return self.n == o.n
print(len({H(1), H(1), H(2)}), H(2) in {H(1), H(2)}, len({H(1)} | {H(1)}), len({H(1), H(2)} - {H(1)}), len({H(i) for i in range(20)}))
print(sorted(x for x in dir(set) if x[0] != "_"), sorted(x for x in dir(frozenset) if x[0] != "_"), set.__hash__, repr({frozenset([1])}), str({"it's"}), {1}.__or__([1]), {1}.__contains__({1}), {frozenset([1])}.__contains__({1}), {1}.__eq__(1), {1}.__lt__({1, 2}), {1}.__len__(), iter({1}).__length_hint__(), len({-1, -2}), {-1} == {-2}, {0} == {False}, {2**61 - 1} == {0}, {1}.__sub__({1}), {1}.__rsub__({1, 2}), {1}.__rand__({1}))
