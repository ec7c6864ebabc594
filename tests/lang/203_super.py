# super(): zero and two arguments, in every kind of method, cooperative calls, errors.
class Base:
    attr = "base attr"

    def __init__(self, *args):
        self.log = ["Base"] + list(args)

    def m(self): return "Base.m"

    @classmethod
    def c(cls): return "Base.c " + cls.__name__

    @staticmethod
    def s(): return "Base.s"

    @property
    def p(self): return "Base.p"

    def __getitem__(self, k): return ("Base", k)

    def __repr__(self): return "Base repr"


class Left(Base):
    def __init__(self, *args):
        super().__init__("Left", *args)

    def m(self): return "Left." + super().m()


class Right(Base):
    def __init__(self, *args):
        super().__init__("Right", *args)

    def m(self): return "Right." + super().m()


class Both(Left, Right):
    attr = "overridden"

    def __init__(self):
        super().__init__("Both")

    def m(self): return "Both." + super().m()

    @classmethod
    def c(cls): return "Both " + super().c()

    @staticmethod
    def s(): return "Both " + super(Both, Both).s()

    @property
    def p(self): return "Both " + super().p

    def __getitem__(self, k): return super().__getitem__(k), "Both"

    def __repr__(self): return f"<{super().__repr__()}>"

    def attrs(self): return super().attr, super(Both, self).attr, self.attr

    def nested(self):
        def inner():
            return super(Both, self).m()
        return inner(), [super(Both, self).m() for _ in range(1)], (lambda: super(Both, self).attr)()

    def late(self):
        return __class__.__name__, (lambda: __class__)() is Both


b = Both()
print(b.log, b.m(), b.c(), b.s(), b.p, b[3], b, b.attrs())
print(b.nested(), b.late(), Both.c())
print(super(Left, b).m(), super(Right, b).m(), super(Both, Both).c())
s = super(Left, b)
print(s.__thisclass__.__name__, s.__self__ is b, s.__self_class__.__name__, repr(s).replace("Both object", "Both"), type(s).__name__)
print(repr(super(Left)), repr(super(Left, Both)))


def no_class(self): return super().m()
def no_args(): return super().m()


Both.borrowed = no_class
for action in (lambda: b.borrowed(), no_args, lambda: super(Both, 1), lambda: super(1), lambda: super(Both, Base()), lambda: super(1, 2), lambda: super().x, lambda: super(Left, b).nothing,
               lambda: super(Left, b)["k"], lambda: super(Both, b, 3), lambda: super(Base, b).m()):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)


class Deleted:
    def m(self):
        del self
        super().m()


try:
    Deleted().m()
except RuntimeError as e:
    print(e)


class InInit:
    def __init_subclass__(cls, **k):
        super().__init_subclass__(**k)
        cls.inited = True

    def __new__(cls, *a):
        o = super().__new__(cls)
        o.made = True
        return o

    def __setattr__(self, k, v):
        super().__setattr__(k, ("set", v))

    def __getattribute__(self, k):
        return super().__getattribute__(k)

    def __eq__(self, other):
        return super().__eq__(other)

    def __hash__(self):
        return super().__hash__() and 1


class Sub(InInit): pass


o = Sub()
print(Sub.inited, o.made, o == o, o == 1, hash(o))
class Descriptor:
    def __get__(self, o, t): return (o is not None, t.__name__)
class P:
    d = Descriptor()
class Q(P):
    def get(self): return super().d
    @classmethod
    def cget(cls): return super().d
print(Q().get(), Q.cget())
