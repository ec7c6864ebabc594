# Inheritance: C3 order, overriding, diamond, errors of the order.
class A:
    def who(self): return "A"
    def only_a(self): return "only A"
class B(A):
    def who(self): return "B>" + super().who()
class C(A):
    def who(self): return "C>" + super().who()
class D(B, C):
    def who(self): return "D>" + super().who()
class E(D): pass


print(D().who(), E().who(), E().only_a())
print([c.__name__ for c in D.__mro__], D.mro() == list(D.__mro__), D.__bases__, D.__base__)
class X: pass
class Y: pass
class XY(X, Y): pass
class YX(Y, X): pass
class Z1(XY, A): pass
print([c.__name__ for c in Z1.__mro__])
for source in ("class Bad(XY, YX): pass", "class Bad(A, B): pass", "class Bad(A, A): pass", "class Bad(object, A): pass", "class Bad(3): pass", "class Bad(None): pass",
               "class Bad(bool): pass", "class Bad(int, str): pass", "class Bad(len): pass", "class Bad(type(None)): pass", "class Bad(A()): pass",
               "class Bad(type(...)): pass", "class Bad(range): pass", "class Bad(slice): pass", "class Bad(type(lambda: 0)): pass", "class Bad(memoryview): pass",
               "class Bad(undefined): pass", "class Bad(A, metaclass=3): pass", "class Bad(A, x=1): pass", "class Bad('A'): pass", "class Bad(list, dict): pass",
               "class Ok(int, A): pass", "class Ok(A, Exception): pass", "class Ok(ValueError, KeyError): pass", "class Bad(OSError, SyntaxError): pass"):
    try:
        exec(source)
        print(source, "ok")
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
# The classic example of the order.
class O: pass
class K1(O): pass
class K2(O): pass
class K3(O): pass
class K4(O): pass
class K5(O): pass
class P1(K1, K2, K3): pass
class P2(K4, K2, K5): pass
class P3(K4, K1): pass
class Q(P1, P2, P3): pass
print([c.__name__ for c in Q.__mro__])
print(issubclass(Q, K5), issubclass(K5, Q), issubclass(Q, (int, O)), issubclass(Q, Q), isinstance(Q(), (K3, str)))
print([s.__name__ for s in O.__subclasses__()], A.__subclasses__() == [B, C])
# Attributes are found along the order, changes are seen at once.
b, d = B(), D()
A.fresh = "from A"
print(d.fresh)
C.fresh = "from C"
print(d.fresh, b.fresh)
del C.fresh
print(d.fresh)
D.__bases__ = (C, B)
print(d.who(), [c.__name__ for c in D.__mro__])
d.__class__ = E
print(type(d).__name__)
for change in ("D.__bases__ = ()", "D.__bases__ = (3,)", "D.__bases__ = (E,)", "D.__bases__ = A", "d.__class__ = int", "A.__bases__ = (int,)", "int.x = 1", "del int.real", "D.__mro__ = ()",
               "D.__bases__ = (A, B)"):
    try:
        exec(change)
        print(change, "ok")
    except TypeError as e:
        print(f"{change}: {e}")
    except AttributeError as e:
        print(f"{change}: AttributeError: {e}")


class WithMro(type):
    def mro(cls):
        return [cls, A, object]


class Custom(metaclass=WithMro):
    pass


print(Custom().who(), Custom.__mro__)
