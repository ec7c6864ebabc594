# Messages of calls that do not fit, for Python functions.
def none(): pass
def one(a): pass
def two(a, b): pass
def three(a, b, c): pass
def default(a, b=1): pass
def defaults2(a=1, b=2): pass
def kwonly(*, k): pass
def kwonly2(*, k, l, m=1): pass
def posonly(a, b, /): pass
def posonly_default(a, b=1, /, c=2): pass
def var(a, *b): pass
def mixed(a, b=1, /, c=2, *, d, e=3): pass
def kw(a, **k): pass


class C:
    def m(self): pass
    def n(self, x, y): pass
    @classmethod
    def c(cls, a): pass
    @staticmethod
    def s(a): pass


class I:
    def __init__(self, a): pass


class Call:
    def __call__(self, x): pass


class Empty: pass


o = C()
lam = lambda x, y: 0
for source in ("none(1)", "none(1, 2)", "none(a=1)", "none(1, a=2)", "one()", "one(1, 2)", "one(1, 2, 3)", "one(b=1)", "one(1, a=2)", "one(1, b=2)",
               "two()", "two(1)", "two(b=1)", "two(1, 2, 3)", "two(1, a=1)", "three()", "three(1)", "three(b=1)", "three(1, 2, 3, 4)", "default()",
               "default(1, 2, 3)", "default(1, b=2, c=3)", "default(b=1)", "defaults2(1, 2, 3)", "kwonly()", "kwonly(1)", "kwonly(1, k=2)", "kwonly(k=1, z=2)",
               "kwonly2()", "kwonly2(k=1)", "kwonly2(1, 2)", "kwonly2(1, k=1, l=2)", "kwonly2(1, 2, k=1, m=2)", "posonly()", "posonly(1)", "posonly(a=1, b=2)", "posonly(1, b=2)",
               "posonly(1, 2, 3)", "posonly_default(a=1)", "posonly_default(1, b=2)", "posonly_default(1, 2, 3, 4)", "posonly_default(1, a=2, b=3)", "var()", "var(b=1)", "mixed()", "mixed(1)",
               "mixed(1, 2, 3, 4)", "mixed(1, 2, 3, 4, d=1)", "mixed(1, b=2, d=3)", "mixed(d=1)", "kw()", "kw(1, 2)", "kw(1, a=2)",
               "o.m(1)", "o.m(x=1)", "C.m()", "o.n()", "o.n(1)", "o.n(1, 2, 3)", "C.n(1, 2)", "o.c()", "o.c(1, 2)", "C.s()", "o.s(1, 2)", "I()", "I(1, 2)", "I(b=1)",
               "Call()()", "Call()(1, 2)", "Empty(1)", "Empty(a=1)", "object(1)", "lam()", "lam(1, 2, 3)", "lam(z=1)", "o(1)", "5()", "None()", "'a'()", "[]()", "o.m()()",
               "one(*[1, 2])", "one(**{'z': 1})", "one(*[], **{})", "two(*[1], a=2)", "kw(**{'a': 1}, a=2)", "int.undefined()", "(lambda: 0)(1)", "(1)(2)", "C()()"):
    try:
        print(source, "=", eval(source))
    except TypeError as e:
        print(f"{source}: {e}")
    except AttributeError as e:
        print(f"{source}: AttributeError {e}")


def outer():
    def inner(x): pass
    return inner


try:
    outer()()
except TypeError as e:
    print(e)
outer.__qualname__ = "renamed.name"
try:
    outer(1)
except TypeError as e:
    print(e)
many = {f"k{i}": i for i in range(4)}
for source in ("none(**many)", "mixed(**many)", "one(**many)"):
    try:
        eval(source)
    except TypeError as e:
        print(e)
