# Weak references: calls, callbacks, equality, hashing, proxies, containers, errors.
import gc
import weakref


class C:
    def __init__(self, n=0): self.n = n
    def __repr__(self): return f"C({self.n})"
    def __len__(self): return self.n
    def __eq__(self, o): return isinstance(o, C) and self.n == o.n
    def __hash__(self): return 1
    def m(self): return "m"


c = C(3)
r = weakref.ref(c)
print(r() is c, r is weakref.ref(c), r == r, hash(r) == hash(c), weakref.getweakrefcount(c), weakref.getweakrefs(c) == [r], type(r).__name__, weakref.ReferenceType is type(r), r.__callback__)
p = weakref.proxy(c)
print(p, p.n, len(p), p.m(), type(p).__name__, p == c)
p.n = 4
print(c.n, bool(p), isinstance(p, C))
seen = []


def drop():
    local = C(7)
    ref = weakref.ref(local, lambda ref: seen.append("dropped"))
    proxy = weakref.proxy(local)
    return ref, proxy


def scrub(n):
    return [scrub(n - 1) for _ in range(2)] if n else [object() for _ in range(10)]


ref, proxy = drop()
scrub(6)
for _ in range(3):
    gc.collect()
print(ref(), seen)
try:
    proxy.n
except ReferenceError as e:
    print(e)
d = weakref.WeakValueDictionary()
k = weakref.WeakKeyDictionary()
s = weakref.WeakSet()
d["c"] = c
k[c] = "value"
s.add(c)
print(d["c"] is c, len(d), "c" in d, k[c], len(k), c in s, len(s), list(d), list(s), d.get("no"), list(d.items()), list(k.keys()))


def fill():
    for i in range(50):
        t = C(100 + i)
        d[i] = t
        k[t] = i
        s.add(t)


fill()
scrub(6)
for _ in range(3):
    gc.collect()
print(len(d) < 10, len(k) < 10, len(s) < 10, d["c"] is c)
for bad in (1, "a", None, (), [], {}, object()):
    try:
        weakref.ref(bad)
        print(type(bad).__name__, "ok")
    except TypeError as e:
        print(e)
for good in (C, len, set(), frozenset(), lambda: 0, (i for i in "a"), type("T", (), {})(), type("L", (list,), {})()):
    print(weakref.ref(good)() is good, end=" ")
print()
wm = weakref.WeakMethod(c.m)
print(wm()())


class Slots:
    __slots__ = ("a",)


try:
    weakref.ref(Slots())
except TypeError as e:
    print(e)
f = weakref.finalize(c, print, "finalized", 1)
print(f.alive, f() or "called", f.alive)
for call in ("weakref.ref()", "weakref.ref(c, 1)", "weakref.proxy(5)", "r(1)"):
    try:
        eval(call)
        print(call, "ok")
    except TypeError as e:
        print(call, "->", e)
