# Rich comparison and hashing: reflection, defaults, consistency, functools-free ordering.
class N:
    def __init__(self, n): self.n = n
    def __eq__(self, o): print("eq", self.n, getattr(o, "n", o)); return self.n == getattr(o, "n", o)
    def __lt__(self, o): print("lt"); return self.n < o.n


a, b = N(1), N(2)
print(a == b, a != b, a < b, a > b, a == 1, 1 == a, a != 1)
try:
    hash(a)
except TypeError as e:
    print(e)
try:
    a <= b
except TypeError as e:
    print(e)
print(N.__hash__, [a] == [a], a in [b, a])


class H:
    def __init__(self, k): self.k = k
    def __eq__(self, o): return isinstance(o, H) and self.k == o.k
    def __hash__(self): return hash(self.k)
    def __repr__(self): return f"H({self.k!r})"


d = {H(1): "one", H("x"): "x"}
print(d[H(1)], d[H("x")], H(1) in d, H(2) in d, len({H(1), H(1), H(2)}), d)


class Identity: pass


i, j = Identity(), Identity()
print(i == i, i == j, i != j, hash(i) == hash(i), {i: 1}[i], i.__eq__(i), i.__eq__(j), i.__ne__(i), i.__lt__(j))


class All:
    def __lt__(self, o): return "lt"
    def __le__(self, o): return "le"
    def __gt__(self, o): return "gt"
    def __ge__(self, o): return "ge"
    def __eq__(self, o): return "eq"
    def __ne__(self, o): return "ne"


x = All()
print(x < 1, x <= 1, x > 1, x >= 1, x == 1, x != 1, 1 < x, 1 <= x, 1 > x, 1 >= x, 1 == x, 1 != x)


class Decline:
    def __eq__(self, o): return NotImplemented
    def __lt__(self, o): return NotImplemented


y = Decline()
print(y == y, y == 1, y != y, y != 1)
try:
    y < 1
except TypeError as e:
    print(e)


class Base:
    def __eq__(self, o): return "Base.eq"
    def __lt__(self, o): return "Base.lt"
    def __gt__(self, o): return "Base.gt"


class Derived(Base):
    def __eq__(self, o): return "Derived.eq"
    def __gt__(self, o): return "Derived.gt"


print(Base() == Derived(), Derived() == Base(), Base() < Derived(), Derived() < Base())


class Inherits(H): pass


class EqOnly(H):
    def __eq__(self, o): return True


class EqAndHash(H):
    def __eq__(self, o): return True
    __hash__ = H.__hash__


print(hash(Inherits(3)) == hash(3), EqOnly.__hash__, hash(EqAndHash(3)) == hash(3))
for body in ("def __hash__(self): return 'x'", "def __hash__(self): return 1.5", "def __hash__(self): return 2**70", "def __hash__(self): return -1", "def __hash__(self): return True",
             "__hash__ = None", "def __hash__(self): raise ValueError('no hash')"):
    exec(f"class T:\n    {body}")
    try:
        print(body, "->", hash(T()))
    except Exception as e:
        print(body, "->", type(e).__name__, e)
for source in ("hash([])", "hash({})", "hash(set())", "hash(([],))", "hash(bytearray())", "hash(slice(1))", "{[]: 1}", "{{}}", "hash(memoryview(bytearray(b'a')))"):
    try:
        print(source, eval(source))
    except (TypeError, ValueError) as e:
        print(f"{source}: {type(e).__name__}: {e}")
print(hash(1) == hash(1.0) == hash(True) == hash(1 + 0j), hash(2**61 - 1), hash(2**61), hash(-1), hash(-2), hash(0.5), hash(float("inf")), hash(-float("inf")), hash(1e300), hash(10**30), hash(-10**30))
print(hash((1, 2)) == hash((1, 2)), hash("a") == hash("a"), hash(b"a") == hash("a"), hash(frozenset([1, 2])) == hash(frozenset([2, 1])), hash(None) == hash(None), hash(range(3)) == hash(range(0, 3, 1)))
print(hash(1 + 2j), hash(2.5j), hash(3.0), hash(2.0**100) == hash(2**100))
