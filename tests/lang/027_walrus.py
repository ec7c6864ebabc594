# Assignment expressions.
if (n := len("abc")) > 2:
    print(n)
print((a := 1) + (b := 2), a, b)
while (chunk := a) < 4:
    a += 1
print(chunk)
print([y := 1, y ** 2, y + 5], y)
print({(k := "key"): (v := 2)}, k, v)
data = [1, 5, 2, 8]
print([d for x in data if (d := x * 2) > 4], d)
print(any((witness := x) > 4 for x in data), witness)
print(sum(total := x for x in data), total)


def f(x, y=None):
    return x, y


print(f(z := 3), f(x := 1, y=(w := 2)), z, x, w)
print(f"{(q := 4)} {q}", f"{q:=5}")
l = [0, 1, 2]
print(l[i := 1], i, l[(s := 0):(e := 2)], s, e)


def scopes():
    result = [last := i for i in range(3)]
    return result, last


print(scopes())


def nested():
    [[deep := (i, j) for j in range(2)] for i in range(2)]
    return deep


print(nested())


def in_global():
    global g
    [g := i for i in range(4)]


in_global()
print(g)
print((t := 1, 2), t)
print((lambda: (m := 5) * m)())
x = (y := (z := 7))
print(x, y, z)
print(not (c := 0), c, (c := 1) and (c := 2), c)
assert (ok := True)
del ok
print({u := 1, u + 1} == {1, 2})
print(1 if (r := 0) else r)
