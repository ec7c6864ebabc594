# Descriptors: data and non-data, precedence, deletion, on classes and metaclasses, functions as descriptors.
class Data:
    def __get__(self, obj, owner): return ("data", obj is not None, owner.__name__)
    def __set__(self, obj, value): print("set", value)
    def __delete__(self, obj): print("delete")


class NonData:
    def __get__(self, obj, owner=None): return ("nondata", obj is not None)


class SetOnly:
    def __set__(self, obj, value): obj.__dict__["s"] = ("via set", value)


class GetSetRaise:
    def __get__(self, obj, owner): raise AttributeError("get raised")
    def __set__(self, obj, value): raise AttributeError("set raised")


class C:
    d = Data()
    n = NonData()
    s = SetOnly()
    g = GetSetRaise()

    def __getattr__(self, name): return f"fallback {name}"


c = C()
print(c.d, C.d, c.n, C.n)
c.d = 1
del c.d
c.__dict__.update(d="instance d", n="instance n")
print(c.d, c.n)
c.s = 5
print(c.s, c.g)
c.n = "assigned"
print(c.n, c.__dict__["n"])
del c.n
print(c.n)
for source in ("c.g = 1", "del c.g", "del c.s", "del c.n", "del c.missing", "C.d = 'replaced on the class'"):
    try:
        exec(source)
        print(source, "ok", c.d if "C.d" in source else "")
    except AttributeError as e:
        print(source, "->", e)


class Meta(type):
    m = Data()
    k = NonData()


class WithMeta(metaclass=Meta):
    m = "class m"
    k = "class k"


print(WithMeta.m, WithMeta.k)
WithMeta.m = 3


def f(self, x): return (self, x)


print(f.__get__(1)(2), f.__get__(None, int) is f, f.__get__(1, int)(3))
for args in ((None,), (None, None)):
    try:
        f.__get__(*args)
    except TypeError as e:
        print(e)
print(len.__get__(1) if hasattr(len, "__get__") else "built-in functions do not bind")
cm, sm = classmethod(f), staticmethod(f)
print(cm.__get__(None, int)(1), sm.__get__(1, int)(8, 9), cm.__func__ is f, sm.__func__ is f, sm(1, 2), cm.__wrapped__ is f, sm.__name__)
try:
    cm(1)
except TypeError as e:
    print(e)


class Cached:
    def __init__(self, f): self.f = f

    def __set_name__(self, owner, name): self.name = name

    def __get__(self, obj, owner):
        if obj is None:
            return self
        print("computing")
        value = obj.__dict__[self.name] = self.f(obj)
        return value


class Uses:
    @Cached
    def value(self): return 42


u = Uses()
print(u.value, u.value)


class InSlot:
    __get__ = None


class D:
    x = InSlot()


try:
    print(D().x)
except TypeError as e:
    print(e)


class GetInInstance:
    pass


g = GetInInstance()
g.__get__ = lambda *a: "not used"


class E2:
    x = g


print(E2().x is g, type(E2.__dict__["__dict__"]).__name__, E2.__dict__["__dict__"].__get__(E2()), type(int.__dict__["real"]).__name__, int.__dict__["real"].__get__(5))
for bad in ("int.__dict__['real'].__get__('a')", "int.__dict__['real'].__set__(5, 1)", "str.upper.__get__(5)", "list.append(1, 2)", "str.join()", "int.__add__('a', 1)", "dict.fromkeys.__get__(1)"):
    try:
        print(bad, eval(bad))
    except (TypeError, AttributeError) as e:
        print(f"{bad}: {type(e).__name__}: {e}")
