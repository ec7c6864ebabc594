# Closures: cells, sharing, late binding, loops, nested depth, class bodies, comprehension scopes.
def make(n):
    def get():
        return n

    def set_(v):
        nonlocal n
        n = v
    return get, set_


get, set_ = make(1)
set_(5)
print(get(), get.__closure__[0].cell_contents, get.__code__.co_freevars, make.__code__.co_cellvars, get.__closure__[0] is set_.__closure__[0])
g2, s2 = make(2)
print(g2(), get())
print([f() for f in [lambda: i for i in range(3)]], [f() for f in [lambda i=i: i for i in range(3)]])


def loop():
    fs = []
    for i in range(3):
        def f():
            return i
        fs.append(f)
    i = 10
    return [f() for f in fs]


print(loop())


def deep(a):
    def b(c):
        def d(e):
            def f(g):
                return a + c + e + g
            return f
        return d
    return b


print(deep(1)(2)(3)(4))


def param_cell(x, *args, y=1, **kw):
    def inner():
        return x, args, y, kw
    x += 1
    return inner()


print(param_cell(1, 2, y=3, z=4))


def class_in(v):
    class C:
        w = v

        def m(self):
            return v
    v = 9
    return C.w, C().m()


print(class_in(1))


def comp(k):
    return [x * k for x in range(3)], [[x * y * k for x in range(2)] for y in range(2)], list(x + k for x in [1])


print(comp(2))


def recursive():
    def fact(n):
        return 1 if n == 0 else n * fact(n - 1)
    return fact


print(recursive()(20))


def swap_cell():
    x = 1

    def f():
        return x
    f.__closure__[0].cell_contents = "changed"
    return f(), x


print(swap_cell())


def empty_cell():
    def f():
        return later
    try:
        f.__closure__[0].cell_contents
    except ValueError as e:
        print(e)
    later = 1
    return f.__closure__[0].cell_contents


print(empty_cell())


def exec_inside():
    x = 1
    exec("x = 2")
    return x


print(exec_inside())


def conditional(flag):
    if flag:
        v = "bound"
    return (lambda: v)


print(conditional(True)())
try:
    conditional(False)()
except NameError as e:
    print(e)
counter = (lambda c=[0]: c.__setitem__(0, c[0] + 1) or c[0])
counter()
print(counter())
import types
print(types.CellType(3).cell_contents, types.CellType(1) < types.CellType(2), types.CellType(1) == types.CellType(1))
