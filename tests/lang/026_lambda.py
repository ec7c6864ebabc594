# lambda: every parameter kind, nesting, defaults, closures, in every position.
print((lambda: 1)(), (lambda x: x)(2), (lambda x, y=3: (x, y))(1), (lambda *a: a)(1, 2), (lambda **k: k)(a=1))
print((lambda a, /, b, *, c: (a, b, c))(1, 2, c=3), (lambda a, b=2, /, c=3, *d, e, f=6, **g: (a, b, c, d, e, f, g))(1, e=5, h=8))
print((lambda x: lambda y: x + y)(1)(2))
print([f(10) for f in [lambda x, i=i: x + i for i in range(3)]], [f() for f in [lambda: i for i in range(3)]])
print(sorted([3, -1, 2], key=lambda x: -x), list(map(lambda x: x if x > 1 else 0, [1, 2])))
print((lambda: (yield))().__class__.__name__)
print((lambda x: (y := x) + y)(4))
f = lambda: None
print(f.__name__, f.__qualname__, f())
print({"k": lambda: "in dict"}["k"](), (lambda: {}) (), (lambda: [])(), (lambda *, k=1: k)(k=2))


def g(h=lambda x: x * 2): return h(21)


print(g())
print((lambda self: self(self, 5))(lambda self, n: 1 if n == 0 else n * self(self, n - 1)))
x = lambda a, b=lambda: 5: a if a else b()
print(x(0), x(1))
try:
    (lambda x: x)()
except TypeError as e:
    print(e)
try:
    (lambda: 0)(1)
except TypeError as e:
    print(e)


class C:
    m = lambda self: self.v
    v = 9


print(C().m(), C.m.__qualname__)
