# staticmethod, classmethod, and what a function becomes on access.
class A:
    @staticmethod
    def s(*a): return a

    @classmethod
    def c(cls, *a): return cls.__name__, a

    def i(self, *a): return type(self).__name__, a

    @classmethod
    @property
    def cp(cls): return "class property of " + cls.__name__

    plain = len
    lam = lambda self: "lambda"
    part = print
    cls_attr = int


class B(A): pass


a, b = A(), B()
print(A.s(1), a.s(1), A.c(2), a.c(2), B.c(), b.c(), a.i(3), A.i(b, 4), A.cp, B.cp)
print(a.plain([1, 2]), a.lam(), a.cls_attr("5"), A.plain("abc"))
print(a.c == A.c, A.c.__self__ is A, b.c.__self__ is B, A.c.__func__.__name__, repr(A.c), A.s is a.s)
print(type(A.__dict__["s"]).__name__, type(A.__dict__["c"]).__name__, repr(A.__dict__["s"]).split(" at ")[0], A.__dict__["c"].__func__ is A.c.__func__)


class Dec:
    @staticmethod
    def helper(f): return f

    def body_use(f):
        return lambda self: ("wrapped", f(self))

    @body_use
    def m(self): return "m"

    @staticmethod
    def doubled(x): return x * 2
    four = doubled(2)


print(Dec().m(), Dec.four)


class New:
    def __new__(cls, *a, **k):
        print("new", cls.__name__, a, k)
        o = object.__new__(cls)
        o.made = True
        return o

    def __init__(self, x, y=0):
        print("init", x, y)


n = New(1, y=2)
print(n.made, type(New.__dict__["__new__"]).__name__)


class Other:
    def __new__(cls): return 5
    def __init__(self): print("never")


print(Other())


class Cached:
    pool = {}

    def __new__(cls, key):
        return cls.pool.setdefault(key, super().__new__(cls))

    def __init__(self, key):
        print("init again", key)


print(Cached(1) is Cached(1))


class BadInit:
    def __init__(self): return 5


class NewArgs:
    def __new__(cls, x): return object.__new__(cls)


class InitArgs:
    def __init__(self, x): pass


class NewOnly:
    def __new__(cls, x): return object.__new__(cls, x)


for source in ("BadInit()", "NewArgs()", "NewArgs(1)", "InitArgs()", "NewOnly(1)", "object.__new__()", "object.__new__(int)", "object.__new__(5)", "object().__init__(1)", "int.__new__(str)", "object.__new__(A, 1)",
               "classmethod()", "staticmethod(1)()", "classmethod(5).__get__(None, int)()", "A.i()", "tuple.__new__(list)", "type.__new__(type)", "A.__new__()", "list.__new__(tuple)", "str.__new__(A)"):
    try:
        print(source, "=", repr(eval(source)).split(" at ")[0])
    except TypeError as e:
        print(f"{source}: {e}")
