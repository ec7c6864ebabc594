# Subclasses of the built-in types: what methods return, overrides seen or not, construction.
class I(int):
    def __new__(cls, v, extra=None):
        self = super().__new__(cls, v)
        self.extra = extra
        return self


class F(float): pass
class S(str): pass
class B(bytes): pass
class BA(bytearray): pass
class L(list): pass
class T(tuple): pass
class D(dict): pass
class St(set): pass
class Fs(frozenset): pass
class C(complex): pass


i = I(5, "more")
print(i, i.extra, type(i + 1).__name__, type(-i).__name__, type(abs(i)).__name__, i == 5, hash(i) == hash(5), {5: "x"}[i], [1, 2, 3, 4, 5, 6][i], isinstance(i, int), i.real, type(i.real).__name__, type(+i).__name__, I(10**30) + 1)
print(type(F(1.5) + 1).__name__, F("2.5"), type(S("a") + "b").__name__, type(S("abc")[0:2]).__name__, type(S("a").upper()).__name__, S("x") == "x", type(str(S("a"))).__name__, type(S("abc")[:]).__name__)
l = L([3, 1, 2])
l.attr = 1
print(l, type(l).__name__, type(l + [1]).__name__, type(l * 2).__name__, type(l[:]).__name__, type(l.copy()).__name__, sorted(l), l.attr, l == [3, 1, 2], L("ab"))
t = T((1, 2))
print(t, type(t + (3,)).__name__, type(t[:]).__name__, t == (1, 2), hash(t) == hash((1, 2)), T("xy"))
d = D(a=1)
print(d, type(d.copy()).__name__, type(d | {}).__name__, type(D.fromkeys("ab")).__name__, d == {"a": 1}, D([(1, 2)]))
print(St("a"), type(St([1]) | {2}).__name__, type(St([1]).copy()).__name__, Fs([1]), type(Fs([1]) & {1}).__name__, type(St([1]) - {1}).__name__, B(b"x"), type(B(b"x") + b"y").__name__, BA(b"q"), type(BA(b"q") + b"").__name__, C(1, 2), type(C(1) + 1).__name__)


class Counting(list):
    def __init__(self, *a):
        super().__init__(*a)
        self.count = 0

    def append(self, x):
        self.count += 1
        super().append(x)

    def __getitem__(self, i):
        return ("item", super().__getitem__(i))

    def __len__(self):
        return 100

    def __iter__(self):
        return iter(["iter"])


c = Counting([1, 2])
c.append(3)
c.extend([4])
print(c.count, c[0], len(c), list(c), [*c], c, tuple(c), sorted(c), list.__len__(c), c == [1, 2, 3, 4], bool(Counting()))


class Upper(dict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)
    def __getitem__(self, k): return super().__getitem__(k.upper())
    def __contains__(self, k): return super().__contains__(k.upper())


u = Upper()
u["a"] = 1
u.update(b=2)
u.setdefault("c", 3)
print(u, u["a"], "a" in u, u.get("A"), "b" in u, dict(u), {**u})


class Celsius(float):
    def __add__(self, o): return Celsius(float.__add__(self, o))
    def __repr__(self): return f"{float(self)} C"


print(Celsius(20) + 5, Celsius(1) * 2, [Celsius(3)])


class StrKey(str):
    def __hash__(self): return 1
    def __eq__(self, o): return True


print({StrKey("a"): 1}["anything"] if hash("anything") == 1 else "other hash", {StrKey("a"): 1}[StrKey("b")])


class TupleNew(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    @property
    def sum(self): return self[0] + self[1]


print(TupleNew(1, 2), TupleNew(3, 4).sum)
for source in ("I()", "I('x')", "T(5)", "L(5)", "class X(bool): pass", "S(1, 2, 3)", "F('x')", "D(5)", "I.__new__(5)", "I.__new__(str)"):
    try:
        exec(source)
        print(source, "ok")
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")


class E(Exception):
    def __init__(self, a, b):
        super().__init__(a)
        self.b = b


try:
    raise E(1, 2)
except E as e:
    print(e, e.args, e.b, repr(e))
# truth goes by a __len__ of the class's own
class EmptyStr(str):
    def __len__(self): return 0
class EmptyBytes(bytes):
    def __len__(self): return 0
class EmptyByteArray(bytearray):
    def __len__(self): return 0
class TrueStr(str):
    def __bool__(self): return True
print(bool(EmptyStr('a')), not EmptyBytes(b'a'), bool(EmptyByteArray(b'a')), bool(TrueStr()), [1 for _ in [1] if EmptyStr('b')])
print([hasattr(x, '__bool__') for x in ('', b'', bytearray(), 0, 1.5, range(0), [])])
