# collections: OrderedDict, defaultdict, ChainMap, UserDict, UserList, UserString, abc.
from collections import OrderedDict, defaultdict, ChainMap, UserDict, UserList, UserString
import collections, collections.abc as abc
o = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
o.move_to_end("a"); print(o); o.move_to_end("c", last=False); print(o, o.popitem(), o.popitem(last=False), o)
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == dict(b=2, a=1), list(reversed(OrderedDict(a=1, b=2))), OrderedDict.fromkeys("ab", 0), repr(OrderedDict()), OrderedDict(a=1) | {"b": 2}, type(OrderedDict() | {}).__name__, OrderedDict(a=1).copy(), isinstance(o, dict), o.keys(), o.values(), o.items())
for source in ("o.move_to_end('zz')", "OrderedDict().popitem()", "OrderedDict(5)", "o['zz']", "OrderedDict(1, 2)"):
    try:
        print(eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
d = defaultdict(list)
d["a"].append(1); d["b"]; d["a"].append(2)
print(d, d.get("zz"), "zz" in d, d.default_factory, defaultdict(int, a=1), defaultdict(None, {"k": 1}), defaultdict(lambda: 5)["x"], dict(d), d.copy() == d, type(d.copy()).__name__, d | {"c": 1}, repr(defaultdict(int)), defaultdict(int) == {}, d.__missing__("m"), len(d))
count = defaultdict(int)
for ch in "hello": count[ch] += 1
print(count, sorted(count.items()))
for source in ("defaultdict(5)", "defaultdict(None)['k']", "defaultdict()['k']", "defaultdict(int, 5)", "defaultdict(list)[[]]", "defaultdict(lambda: 1 / 0)['z']"):
    try:
        print(eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
c = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(c["a"], c["b"], len(c), list(c), c.maps, c.new_child({"z": 9})["z"], c.parents["a"], "b" in c, c.get("q"), dict(c), c, bool(ChainMap()))
c["b"] = 10; del c["a"]
print(c.maps, c["a"], c.pop("b"), c)
for source in ("c['zz']", "c.__delitem__('a')", "c.pop('zz')", "ChainMap().popitem()"):
    try:
        print(eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
class Upper(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)
class L(UserList): pass
class S(UserString): pass
u = Upper(a=1); u.update(b=2); u.setdefault("c", 3)
print(u, u.data, len(u), "A" in u, L([1, 2]) + [3], type(L([1])[0:1]).__name__, L([1]) == [1], S("abc").upper(), S("a") + "b", type(S("a") * 2).__name__, S("x") == "x", hash(S("a")) == hash("a"))
names = ["Hashable", "Iterable", "Iterator", "Reversible", "Sized", "Container", "Collection", "Callable", "Sequence", "MutableSequence", "Set", "MutableSet", "Mapping", "MutableMapping", "MappingView", "KeysView", "ItemsView", "ValuesView", "Generator", "Coroutine", "Awaitable", "AsyncIterable", "AsyncIterator", "AsyncGenerator", "ByteString"]
def gen(): yield
for value in ([], (), "", b"", bytearray(), {}, set(), frozenset(), range(0), iter([]), gen(), {}.keys(), {}.values(), {}.items(), 5, None, len, int, memoryview(b""), collections.deque(), d, o, zip()):
    print(type(value).__name__, [n for n in names if isinstance(value, getattr(abc, n))])
class Seq(abc.Sequence):
    def __len__(self): return 3
    def __getitem__(self, i):
        if i >= 3: raise IndexError
        return i * 10
s = Seq()
print(list(s), 10 in s, list(reversed(s)), s.index(20), s.count(10))
class M(abc.MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = M(); m["a"] = 1; m.update(b=2); m.setdefault("c", 3)
print(dict(m), m.pop("a"), m.get("zz", 0), "b" in m, list(m.keys()), list(m.values()), list(m.items()), m == {"b": 2, "c": 3}, m.popitem(), m.clear(), len(m))
for cls in (abc.Sequence, abc.Mapping, abc.Iterator, abc.Hashable):
    try:
        cls()
    except TypeError as e:
        print(e)
class Duck:
    def __len__(self): return 0
    def __iter__(self): return iter(())
    def __contains__(self, x): return False
    def __call__(self): pass
print(isinstance(Duck(), abc.Sized), isinstance(Duck(), abc.Collection), isinstance(Duck(), abc.Sequence), issubclass(Duck, abc.Callable), abc.Sequence.register(Duck) is Duck, isinstance(Duck(), abc.Sequence))
class MySet(abc.Set):
    def __init__(self, it): self.e = list(it)
    def __contains__(self, x): return x in self.e
    def __iter__(self): return iter(self.e)
    def __len__(self): return len(self.e)
print(sorted(MySet("ab") & MySet("bc")), sorted(MySet("ab") | MySet("bc")), MySet("a") <= MySet("ab"), MySet("ab") == {"a", "b"}, sorted(MySet("abc") - MySet("a")), MySet("a").isdisjoint("b"))
