# del: names, items, slices, attributes, tuples of targets.
a = b = 1
del a
try:
    print(a)
except NameError as e:
    print(e)
l = list(range(10))
del l[0], l[-1]
print(l)
del l[1:3]
print(l)
del l[::2]
print(l)
d = dict(a=1, b=2, c=3)
del d["a"], (d["b"])
print(d)


class C:
    x = 1


c = C()
c.y = 2
del c.y
print(c.__dict__)
for source in ("del c.x", "del c.z", "del l[10]", "del d['q']", "del undefined", "del l['a']", "del (1)[0]", "del 'abc'[0]",
               "del len.x", "del C.nothing", "del c[0]"):
    try:
        exec(source)
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
x = y = z = 0
del (x, [y, (z,)])
print([n for n in ("x", "y", "z") if n in globals()])


def f():
    v = 1
    del v
    try:
        return v
    except UnboundLocalError as e:
        return str(e)


print(f())


def g():
    v = 1

    def inner():
        return v
    del v
    try:
        return inner()
    except NameError as e:
        return str(e)


print(g())


def h():
    for i in range(2):
        k = i
        del k
    try:
        del k
    except UnboundLocalError as e:
        print(e)


h()
del C.x
print(hasattr(c, "x"))
