# Augmented assignment: every operator, on names, attributes, items and slices.
x = 7
x += 3; print(x)
x -= 1; print(x)
x *= 4; print(x)
x //= 5; print(x)
x **= 3; print(x)
x %= 100; print(x)
x <<= 4; print(x)
x >>= 1; print(x)
x |= 1; print(x)
x ^= 255; print(x)
x &= 0x7F; print(x)
x /= 4; print(x)

l = m = [1]
l += [2]
print(m, l is m)
l *= 2
print(m)
l = l + [9]
print(m, l)
l[0] += 10
l[1:3] += ["in"]
print(l)
d = {"a": 1}
d["a"] -= 5
d |= {"b": 2}
print(d)
s = "a"
s += "b"
s *= 3
print(s)
t = ([1],)
try:
    t[0] += [2]
except TypeError as e:
    print(e, t)


class M:
    def __imatmul__(self, other):
        print("imatmul", other)
        return self

    def __matmul__(self, other):
        return ("matmul", other)


m = M()
m @= 3
print(m @ 4)


class Counter:
    n = 0


c = Counter()
c.n += 1
print(c.n, Counter.n)
calls = []


def f(name, value):
    calls.append(name)
    return value


f("obj", l)[f("index", 0)] += f("value", 1)
print(calls, l[0])
for op in ("+=", "-=", "|=", "@=", "<<="):
    try:
        exec(f"y = object()\ny {op} 1")
    except TypeError as e:
        print(e)
