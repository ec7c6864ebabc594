# Arithmetic methods: direct, reflected, in place; NotImplemented; subclass priority.
names = "add sub mul matmul truediv floordiv mod pow lshift rshift and xor or".split()
symbols = dict(zip(names, "+ - * @ / // % ** << >> & ^ |".split()))


class V:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"V({self.n})"


def method(name):
    return lambda self, other, *m: (name, self.n, other, *m)


for name in names:
    setattr(V, f"__{name}__", method(name))
    setattr(V, f"__r{name}__", method("r" + name))
v = V(1)
for name in names:
    print(eval(f"v {symbols[name]} 2"), eval(f"2 {symbols[name]} v"), eval(f"v {symbols[name]} v"))


class In(V):
    pass


for name in names:
    setattr(In, f"__i{name}__", method("i" + name))
for name in names:
    i = In(3)
    exec(f"i {symbols[name]}= 4")
    print(i, end=" ")
print()
x = V(5)
x += 1
print(x)


class Unary:
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "invert"
    def __abs__(self): return "abs"
    def __round__(self, n=None): return ("round", n)
    def __trunc__(self): return 7
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __int__(self): return 8
    def __float__(self): return 9.5
    def __complex__(self): return 1j
    def __index__(self): return 3
    def __divmod__(self, o): return ("divmod", o)
    def __rdivmod__(self, o): return ("rdivmod", o)


u = Unary()
import math
print(-u, +u, ~u, abs(u), round(u), round(u, 2), math.trunc(u), math.floor(u), math.ceil(u), int(u), float(u), complex(u), divmod(u, 1), divmod(1, u))
print([10, 20, 30, 40][u], hex(u), bin(u), oct(u), "abcd"[u], list(range(u)), chr(97 + u.__index__()), b"x" * u, "x" * u, [0] * u)
print(pow(v, 2), pow(v, 2, 3), pow(2, v))


class Decline:
    def __add__(self, o): print("Decline.add"); return NotImplemented
    def __radd__(self, o): print("Decline.radd"); return NotImplemented
    def __iadd__(self, o): print("Decline.iadd"); return NotImplemented
    def __repr__(self): return "Decline()"


d = Decline()
for source in ("d + 1", "1 + d", "d + d", "d + v", "v + d", "[] + d", "d - 1"):
    try:
        print(source, eval(source))
    except TypeError as e:
        print(source, "->", e)
try:
    d += 1
except TypeError as e:
    print(e)


class P:
    def __add__(self, o): return "P.add"
    def __radd__(self, o): return "P.radd"


class Q(P):
    def __radd__(self, o): return "Q.radd"


class R(P): pass


print(P() + Q(), Q() + P(), P() + R(), P() + P())


class IntSub(int):
    def __add__(self, o): return "IntSub.add"
    def __radd__(self, o): return "IntSub.radd"


print(1 + IntSub(2), IntSub(1) + 2, IntSub(3) * 2, 1 - IntSub(5), sum([IntSub(1)], 5))


class OnlyR:
    def __rsub__(self, o): return ("rsub", o)
    def __rmatmul__(self, o): return ("rmatmul", o)
    def __rpow__(self, o, m=None): return ("rpow", o, m)


r = OnlyR()
print(5 - r, "s" - r, None - r, [1] @ r, 2 ** r, (1, 2) - r)
class SetNone:
    __add__ = None
    __radd__ = None
for source in ("SetNone() + 1", "1 + SetNone()"):
    try:
        print(eval(source))
    except TypeError as e:
        print(e)
o = object()
try:
    o.__add__
except AttributeError as e:
    print(e)
inst = Unary()
inst.__neg__ = lambda: "not looked up on the instance"
print(-inst)
