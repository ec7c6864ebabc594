# list: construction, every method, operators, comparison, repr.
l = [3, 1, 2]
l.append(4); l.extend("ab"); l.extend(range(2)); l.insert(0, "first"); l.insert(-1, "before last"); l.insert(100, "end"); l.insert(-100, "start")
print(l, len(l))
print(l.pop(), l.pop(0), l.pop(2), l.pop(-2), l)
l.remove("a"); l.remove(1) if 1 in l else None; l.reverse()
print(l, l.index("b"), l.count(3), [1, 2, 1].count(1), [1, 2, 1].index(1, 1), [1, 2, 3].index(3, -1), [1, 1.0, True].count(1))
c = l.copy(); l.clear()
print(c, l, list(), list("abc"), list((1, 2)), list({1: 2}), list(range(3)), list(i for i in "x"), [], [[]], [1, [2, [3]]], [*range(3)], list([1]))
print([1] + [2], [1, 2] * 2, 2 * [0], [0] * 0, [0] * -1, [1] == [1], [1] == [1.0], [1, 2] < [1, 3], [1] < [1, 0], [] < [1], [2] > [1, 9], [1] != [2], [1] == (1,), 1 in [1], "a" not in [1], None in [None], [[1]] == [[1]])
x = [1, 2, 3]
x += (4,); x += "a"; x *= 2
print(x, x.__len__(), x.__contains__(4), x.__getitem__(0), x.__add__([9])[-1], x.__eq__(x), x.__eq__(5), x.__iter__().__next__(), x.__reversed__().__next__(), x.__mul__(0), [1].__iadd__([2]), [1].__imul__(2), [1].__lt__([2]), x.__setitem__(0, "set"), x.__delitem__(1), x[:2])
matrix = [[0] * 3] * 2
matrix[0][0] = 1
print(matrix, [[0] * 2 for _ in range(2)])
a = [1, 2, 3, 4, 5, 6]
print(list(zip(a, a[1:])), sum(a), min(a), max(a), any(a), all(a), sorted(a, reverse=True), list(reversed(a)), list(enumerate(a, 1))[:2], list(map(lambda x: x * 2, a)), list(filter(lambda x: x % 2, a)), bool([]), bool([0]), str(a), repr(a[:2]), a[::2], f"{a}", "%s" % a, tuple(a), set(a) == {1, 2, 3, 4, 5, 6})
s = [1]; s.append(s)
print(s, [[...]] if s[1] is s else "", [float("nan")] == [float("nan")], (n := float("nan"), [n] == [n])[1])
it = iter([1, 2, 3])
print(next(it), it.__length_hint__(), list(it), it.__length_hint__(), next(it, "done"))
g = [1, 2]
it = iter(g)
next(it); next(it); g.append(3)
print(next(it), next(it, "end"))
g.append(4)
print(next(it, "exhausted for good"))
big = []
for i in range(100000):
    big.append(i)
print(len(big), big[99999], sum(big), big.pop(), big.index(50000), len(big[10:20000:7]))
del big[1:-1]
print(big, sorted(m for m in dir(list) if m[0] != "_"), list.__hash__)
class Eq:
    def __eq__(self, o): print("eq"); return o == 2
print([1, 2, 3].index(Eq()), Eq() in [1, 2], [Eq(), 1].count(2), [1, 2].remove(Eq()))
