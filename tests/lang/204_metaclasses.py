# Metaclasses: __new__, __init__, __call__, __prepare__, conflicts, keywords, methods on classes.
class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print("prepare", name, bases, kw)
        return {"prepared": True}

    def __new__(mcs, name, bases, ns, **kw):
        print("new", name, [k for k in ns if not k.startswith("__")], kw)
        return super().__new__(mcs, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        print("init", name)
        super().__init__(name, bases, ns)

    def __call__(cls, *args, **kw):
        print("call", cls.__name__, args)
        return super().__call__(*args, **kw)

    def meta_method(cls):
        return "meta method of " + cls.__name__

    @property
    def meta_property(cls):
        return cls.__name__.upper()

    def __len__(cls): return 42
    def __getitem__(cls, k): return (cls.__name__, k)
    def __contains__(cls, x): return x == 1
    def __iter__(cls): return iter("ab")
    def __repr__(cls): return f"<Meta {cls.__name__}>"
    def __add__(cls, o): return "add"
    def __bool__(cls): return False
    def __eq__(cls, o): return NotImplemented
    def __hash__(cls): return 7
    def __instancecheck__(cls, o): return o == "instance"
    def __subclasscheck__(cls, c): return c is int
    def __getattr__(cls, name): return "getattr " + name
    def __dir__(cls): return ["custom"]


class A(metaclass=Meta, option=1):
    x = 1

    def __init__(self, v): self.v = v


a = A(5)
print(a.v, A.prepared, A.meta_method(), A.meta_property, len(A), A["k"], 1 in A, list(A), A, A + 1, bool(A), hash(A), A.anything)
print(isinstance("instance", A), isinstance(3, A), isinstance(a, A), issubclass(int, A), issubclass(str, A), dir(A), type(A).__name__)
for bad in ("a.meta_method", "a.meta_property"):
    try:
        eval(bad)
    except AttributeError as e:
        print(e)


class B(A): pass


print(type(B).__name__, B.x)


class Other(type): pass


for source in ("class C(A, metaclass=Other): pass", "class D(A, metaclass=type): pass", "class E(metaclass=lambda *a, **k: (a[0], a[1], k)): pass", "class F(metaclass=5): pass",
               "class G(metaclass=int): pass"):
    try:
        ns = {}
        exec(source, globals(), ns)
        print(source, {k: v if k == "E" else type(v).__name__ for k, v in ns.items()})
    except TypeError as e:
        print(source, "->", e)


class M1(type): pass
class M2(M1): pass
class K1(metaclass=M1): pass
class K2(metaclass=M2): pass
class K3(K1, K2): pass
print(type(K3).__name__)


class Singleton(type):
    instances = {}

    def __call__(cls, *a):
        if cls not in cls.instances:
            cls.instances[cls] = super().__call__(*a)
        return cls.instances[cls]


class S(metaclass=Singleton): pass


print(S() is S())


class Ordered(dict):
    def __setitem__(self, k, v):
        print("body sets", k) if not k.startswith("__") else None
        super().__setitem__(k, v)


class OM(type):
    @classmethod
    def __prepare__(mcs, *a): return Ordered()

    def __new__(mcs, name, bases, ns):
        return super().__new__(mcs, name, bases, dict(ns))


class O(metaclass=OM):
    a = 1
    def b(self): pass
    a = 2


class BadPrepare(type):
    @classmethod
    def __prepare__(mcs, *a): return 5


try:
    class P(metaclass=BadPrepare): pass
except TypeError as e:
    print(e)
try:
    class Q(metaclass=OM):
        def m(self): return __class__
    print(Q().m() is Q)
except Exception as e:
    print(type(e).__name__, e)
