# mro() of a metaclass: Python code while the class is unfinished, wrong orders, __bases__ set from within.
class M(type):
    def mro(cls):
        if cls.__mro__ is None and cls.__name__ != 'X':
            try:
                class X(cls): pass
            except TypeError as e: print(e)
        return type.mro(cls)
class A(metaclass=M): pass
class M2(type):
    def mro(cls):
        for f in (lambda: cls.foo, lambda: cls(), lambda: repr(cls), lambda: isinstance(1, cls), lambda: issubclass(cls, int), lambda: issubclass(int, cls), lambda: super(cls, cls).x, lambda: cls.__subclasses__(), lambda: setattr(cls, 'x', 1), lambda: cls.x, lambda: cls.__dict__, lambda: cls.__bases__, lambda: setattr(cls, '__bases__', (object,)), lambda: hash(cls), lambda: dir(cls), lambda: cls.__doc__, lambda: object.__new__(cls), lambda: object.__new__(cls).x, lambda: type.__call__(cls), lambda: cls.__base__, lambda: cls.__module__, lambda: super(cls, object()), lambda: hasattr(cls, '__len__'), lambda: cls.__abstractmethods__):
            try: r = f()
            except Exception as e: r = type(e).__name__
        return type.mro(cls)
class B(metaclass=M2): pass
print(B.__mro__)
class M3(type):
    def mro(cls): return [cls, 5]
try:
    class C(metaclass=M3): pass
except TypeError as e: print(e)
class M4(type):
    def mro(cls): return (cls, int, object)
try:
    class D(metaclass=M4): pass
except TypeError as e: print(e)
class M5(type):
    def mro(cls): return []
try:
    class E(metaclass=M5): pass
    print(E.__mro__)
except TypeError as e: print(e)
try: E(); E.x
except Exception as e: print(e)
try: print(repr(E), str(E))
except Exception as e: print(e)
try: print(isinstance(E(), E), E() == E())
except Exception as e: print(e)
class M6(type):
    def mro(cls): raise KeyError
try:
    class F(metaclass=M6): pass
except KeyError as e: print(repr(e))
class M7(type):
    def mro(cls): return None
try:
    class G(metaclass=M7): pass
except TypeError as e: print(e)
class M8(type):
    def mro(cls):
        if ready:
            if cls.__name__ == "B1":
                B2.__bases__ = (B1,)
            if cls.__name__ == "B2":
                B1.__bases__ = (B2,)
        return type.mro(cls)
ready = False
class A1(metaclass=M8): pass
class B1(A1): pass
class B2(A1): pass
ready = True
try:
    B1.__bases__ += ()
except TypeError as e:
    print(e)
