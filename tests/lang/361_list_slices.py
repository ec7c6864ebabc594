# list: slice reading, assignment and deletion in every shape.
def assign(n, key, value):
    l = list(range(n))
    try:
        l[key] = value
        return l
    except Exception as e:
        return f"{type(e).__name__}: {e}"


def delete(n, key):
    l = list(range(n))
    try:
        del l[key]
        return l
    except Exception as e:
        return f"{type(e).__name__}: {e}"


S = slice
for key in (S(None), S(2), S(2, None), S(1, 3), S(3, 1), S(-2, None), S(None, -2), S(0, 100), S(100, 200), S(-100, 2), S(2, 2), S(None, None, 1), S(1, 1, 1)):
    print(key, assign(5, key, "ab"), assign(5, key, []), assign(5, key, iter([9])), delete(5, key), list(range(5))[key])
for key in (S(None, None, 2), S(1, None, 2), S(None, None, -1), S(None, None, -2), S(4, 0, -3), S(0, 4, 3), S(3, 1, 2), S(10, 20, 2), S(-1, -6, -1), S(None, None, 100), S(None, None, -100)):
    r = list(range(5))[key]
    print(key, r, assign(5, key, "x" * len(r)), assign(5, key, "abcdefgh"), assign(5, key, [1]), delete(5, key))
for key, value in ((S(0, 2), 5), (S(0, 2), None), (S(None, None, 2), 5), (S(None, None, 0), []), (0, "whole"), (-1, "last"), (5, 1), (-6, 1), ("a", 1), (1.5, 1), (S("a"), []), (None, 1), (S(10**20, None), [1]), (S(None, 10**20), []), (10**20, 1), (True, "one")):
    print(key, value, assign(5, key, value), delete(5, key))
l = [1, 2, 3]
l[1:1] = l
print(l)
l[:] = l[::-1]
print(l)
l[::2] = l[::-2]
print(l)
l[2:] = (x for x in l)
print(l)
l[len(l):] = [7]
l[:0] = "z"
print(l)
k = [0] * 5
k[1:4] = [1] * 3
k[::-1] = range(5)
print(k)
a = b = [1, 2, 3]
a[:] = []
print(b)


class Idx:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n


print(list(range(5))[Idx(1):Idx(4):Idx(2)], assign(5, S(Idx(1), Idx(2)), "xy"), delete(3, Idx(1)))


class Evil:
    def __index__(self):
        l.clear()
        return 0


l = [1, 2, 3]
try:
    print(l[Evil()])
except IndexError as e:
    print(e)
l = [1, 2, 3]
l[Evil():2] = "q"
print(l)
