# __slots__: storage, inheritance, errors, with __dict__ and __weakref__, class attributes.
class S:
    __slots__ = ("a", "b", "__private")

    def __init__(self):
        self.a = 1
        self.__private = 2

    def get(self): return self.__private


s = S()
print(s.a, s.get(), s.__slots__, hasattr(s, "__dict__"), sorted(k for k in S.__dict__ if not k.startswith("__")), type(S.a).__name__, repr(S.a))


def attempt(source):
    try:
        exec(source)
        print(source, "ok")
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")


attempt("s.b")
attempt("s.c = 1")
attempt("s.c")
attempt("del s.b")
attempt("s.b = 5; del s.b; s.b")
attempt("s.__dict__")
attempt("vars(s)")
attempt("S.a.__get__(5)")
attempt("S.a.__set__(s, 9); print(s.a)")
attempt("import weakref; weakref.ref(s)")


class Sub(S):
    pass


class SubSlots(S):
    __slots__ = ["c"]


class WithDict(S):
    __slots__ = ("__dict__", "d")


class WithWeak:
    __slots__ = "x", "__weakref__"


sub, ss, wd = Sub(), SubSlots(), WithDict()
sub.z = 1
ss.c = 3
wd.d, wd.free = 4, 5
print(sub.__dict__, ss.c, ss.a, hasattr(ss, "__dict__"), wd.__dict__, wd.d)
attempt("ss.z = 1")
import weakref
w = WithWeak()
print(weakref.ref(w)() is w)
for body in ("__slots__ = 'one'", "__slots__ = 5", "__slots__ = (1,)", "__slots__ = ('not ok',)", "__slots__ = ('a',); a = 1", "__slots__ = ('a', 'a')", "__slots__ = ()",
             "__slots__ = ('__dict__', '__dict__')", "__slots__ = {'a': 'doc of a'}", "__slots__ = iter(['q'])", "__slots__ = (b'x',)", "__slots__ = None"):
    try:
        exec(f"class T:\n    {body}")
        print(body, "ok", [k for k in T.__dict__ if len(k) < 4])
    except (TypeError, ValueError) as e:
        print(f"{body}: {type(e).__name__}: {e}")


class L1: __slots__ = ("p",)
class L2: __slots__ = ("q",)
class L3: __slots__ = ()


attempt("class Both(L1, L2): pass")
attempt("class Fine(L1, L3): __slots__ = ()")


class TupleSlots(tuple):
    __slots__ = ()


print(TupleSlots((1, 2)), hasattr(TupleSlots(), "__dict__"))
attempt("class BadTuple(tuple): __slots__ = ('x',)")
attempt("class BadInt(int): __slots__ = ('x',)")
attempt("class ListSlots(list): __slots__ = ('x',)")
S.class_attr = "on the class"
print(s.class_attr)
attempt("s.class_attr = 1")
attempt("s.get = 1")
attempt("s.__class__ = SubSlots")


class Same1: __slots__ = ("v",)
class Same2: __slots__ = ("v",)


o = Same1()
o.v = 8
o.__class__ = Same2
print(o.v, type(o).__name__)
