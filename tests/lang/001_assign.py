# Assignment: simple, chained, to attributes, items, slices; tuple and list targets.
a = 1
b = c = [a]
print(a, b, c, b is c)
x, y = 1, 2
x, y = y, x
print(x, y)
(p, q), [r, s] = (1, 2), [3, 4]
print(p, q, r, s)
[m, (n, [o])] = "a", ("b", "c")
print(m, n, o)
t, = [5]
print(t)
() = []
[] = ()


class C:
    pass


o = C()
o.x = o.y = 3
print(o.x, o.y)
d = {}
d["k"], d[1, 2], o.z = 1, 2, 3
print(d, o.z)
l = [0, 1, 2, 3]
l[1:3] = "abc"
print(l)
l[::2] = [7, 8, 9]
print(l)
i = 0
i, l[i] = 2, "second"
print(i, l)
for o.x in range(3):
    pass
print(o.x)
for d["loop"] in "xy":
    pass
print(d)
first = second = third = iter("abcdef")
print(next(first), next(second), next(third))
z: int = 5
w: "not evaluated until looked at" = 6
print(z, w)
(v): int = 7
print(v)
