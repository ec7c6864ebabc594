# Classes: attributes, methods, instance dictionaries, bodies as code.
class Empty:
    pass


class A:
    """doc of A"""
    shared = []
    count = 0

    def __init__(self, x, *rest, key=None):
        self.x, self.rest, self.key = x, rest, key
        A.count += 1

    def method(self):
        return self.x

    def chain(self):
        self.x += 1
        return self

    if True:
        conditional = "yes"
    for i in range(3):
        pass
    squares = [n * n for n in (1, 2)]


a, b = A(1), A(2, 3, 4, key=5)
print(a.x, b.rest, b.key, A.count, A.conditional, A.i, A.squares, A.__doc__, A.__name__, A.__module__, A.__qualname__)
a.shared.append(1)
a.count = 10
print(b.shared, A.count, a.count, a.__dict__, b.__dict__)
print(a.chain().chain().method(), A.method(b), a.__class__ is A, type(a) is A, isinstance(a, A), isinstance(a, object))
a.new = 1
setattr(a, "dyn amic", 2)
print(sorted(a.__dict__), getattr(a, "dyn amic"), hasattr(a, "no"), getattr(a, "no", "default"))
del a.new
print(hasattr(a, "new"), vars(a) is a.__dict__)
a.__dict__["direct"] = 3
print(a.direct)
a.__dict__ = {"x": "replaced"}
print(a.x, a.__dict__)
e = Empty()
e.f = lambda: "plain function in the instance"
print(e.f(), Empty.__dict__.get("__doc__"), Empty.__bases__, Empty.__mro__)
Empty.added = lambda self: type(self).__name__
print(e.added(), repr(Empty), repr(e).split(" at ")[0], str(Empty))


def factory(n):
    class Made:
        value = n

        def get(self):
            return self.value, n
    return Made


print(factory(1)().get(), factory(2).value, factory(1) is factory(1), factory(1).__qualname__)


class Outer:
    class Inner:
        class Deep:
            pass

        def m(self): pass


print(Outer.Inner.Deep.__qualname__, Outer.Inner.m.__qualname__, repr(Outer.Inner.Deep))
x = 1


class Scope:
    x = x + 1
    y = x * 2

    def get(self):
        return x
    z = (lambda: x)()


print(Scope.x, Scope.y, Scope().get(), Scope.z)
for bad in ("Empty.nothing", "e.nothing", "e.nothing.deeper", "del e.nothing", "Empty().x.y", "Empty.x = e.x", "e.__dict__ = 5", "del e.__dict__; e.x", "e.__class__ = 3", "del e.__class__"):
    try:
        exec(bad)
        print(bad, "ok")
    except Exception as error:
        print(f"{bad}: {type(error).__name__}: {error}")
class Semi: a = 1; b = 2
class Paren(): pass
class Base(object,): pass
print(Semi.b, Paren.__bases__, Base.__bases__)
