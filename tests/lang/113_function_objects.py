# Functions as objects: attributes, defaults, code replacement, equality, methods.
def f(a, b=2, *, c=3) -> int:
    """doc"""
    return a, b, c


print(f.__name__, f.__qualname__, f.__module__, f.__doc__, f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__closure__, f.__dict__)
f.attribute = 1
f.__dict__["other"] = 2
print(f.attribute, f.other, sorted(f.__dict__), hasattr(f, "none"))
f.__name__, f.__qualname__, f.__doc__, f.__module__ = "g", "x.g", None, 5
print(f.__name__, f.__qualname__, f.__doc__, f.__module__)
print(repr(f).split(" at ")[0], f == f, f != f, hash(f) == hash(f), callable(f), f.__globals__ is globals(), f.__builtins__ is not None)
for name, value in (("__name__", 1), ("__qualname__", None), ("__defaults__", [1]), ("__kwdefaults__", 1), ("__code__", "x"), ("__dict__", 1), ("__closure__", ()),
                    ("__globals__", {})):
    try:
        setattr(f, name, value)
        print(name, "set")
    except (TypeError, AttributeError) as e:
        print(name, type(e).__name__, e)
for name in ("__name__", "__code__", "__dict__", "nothing", "__doc__", "__defaults__"):
    try:
        delattr(f, name)
        print(name, "deleted")
    except (TypeError, AttributeError) as e:
        print(name, type(e).__name__, e)


def h(x):
    return "h", x


def k(x):
    return "k", x


h.__code__ = k.__code__
print(h(1), h.__name__)


def closure():
    v = 1

    def inner():
        return v
    return inner


try:
    h.__code__ = closure().__code__
except ValueError as e:
    print(e)
import types
made = types.FunctionType(k.__code__, {"__builtins__": __builtins__}, "made", (9,))
print(made(), made.__name__, made.__defaults__)
try:
    types.FunctionType(closure().__code__, {})
except TypeError as e:
    print(e)
try:
    types.FunctionType(1, {})
except TypeError as e:
    print(e)


class C:
    def m(self, x=1):
        return self, x


o = C()
m = o.m
print(m.__self__ is o, m.__func__ is C.m, m.__name__, m.__qualname__, m == o.m, m is o.m, hash(m) == hash(o.m), m.__doc__, m() == (o, 1), m.__defaults__ if hasattr(m, "__defaults__") else None)
print(repr(C.m).split(" at ")[0], repr(m).split(" at ")[0].replace("<__main__", "<main"), C.m.__get__(o)(5)[1], types.MethodType(k, 7)())
try:
    m.attribute = 1
except AttributeError as e:
    print(e)
C.m.attribute = 5
print(m.attribute)
for args in ((), (k,), (k, None), (1, 2)):
    try:
        types.MethodType(*args)
        print(args[1:], "ok")
    except TypeError as e:
        print(e)
print(len.__name__, len.__self__.__name__, len.__module__, len.__qualname__, repr(len), [].append.__self__, "".join.__name__, repr(list.append), repr([].append).split(" at ")[0])
print(type(f).__name__, type(m).__name__, type(len).__name__, type([].append).__name__, type(list.append).__name__, type("".__add__).__name__, type(int.__add__).__name__, type(dict.__dict__["fromkeys"]).__name__)
