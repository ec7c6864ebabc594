# Container methods: len, getitem, setitem, delitem, contains, iter, reversed, missing, length_hint.
class Box:
    def __init__(self, *items): self.items = list(items)
    def __len__(self): return len(self.items)
    def __getitem__(self, i):
        if isinstance(i, slice):
            return Box(*self.items[i])
        return self.items[i]
    def __setitem__(self, i, v): self.items[i] = v
    def __delitem__(self, i): del self.items[i]
    def __contains__(self, x): return x in self.items or x == "anything"
    def __iter__(self): return iter(self.items)
    def __reversed__(self): return iter(self.items[::-1])
    def __repr__(self): return f"Box{self.items}"


b = Box(1, 2, 3, 4)
b[0] = 10
del b[-1]
print(len(b), b[1], b[1:], list(b), list(reversed(b)), 3 in b, "anything" in b, 9 in b, b, sorted(b), sum(b), max(b), [*b], dict(enumerate(b)))
first, *rest = b
print(first, rest, list(zip(b, b)), list(map(str, b)), tuple(b), set(b) == {10, 2, 3})


class OnlyGetitem:
    def __getitem__(self, i):
        print("get", i)
        if i > 2: raise IndexError(i)
        return i * 10


g = OnlyGetitem()
print(list(g), 20 in g, 99 in g)
try:
    reversed(g)
except TypeError as e:
    print(e)


class SeqLike:
    def __len__(self): return 3
    def __getitem__(self, i): return i


print(list(reversed(SeqLike())))


class Missing(dict):
    def __missing__(self, k): return ("missing", k)


m = Missing(a=1)
print(m["a"], m["b"], m.get("b"), "b" in m, len(m))


class BadLen:
    def __init__(self, v): self.v = v
    def __len__(self): return self.v


for v in (-1, 1.5, "a", None, 2**70, True):
    try:
        print(len(BadLen(v)))
    except Exception as e:
        print(repr(v), type(e).__name__, e)


class BadIter:
    def __iter__(self): return 5


class NoneIter:
    __iter__ = None
    def __getitem__(self, i): return i


class BadContains:
    def __contains__(self, x): return [1]


class NoneContains:
    __contains__ = None
    def __iter__(self): return iter([1])


class BadReversed:
    __reversed__ = None
    def __len__(self): return 1
    def __getitem__(self, i): return i


for source in ("iter(BadIter())", "list(NoneIter())", "1 in BadContains()", "1 in NoneContains()", "reversed(BadReversed())", "len(object())", "Box()[0]", "object()[0]", "object()[0] = 1", "del object()[0]", "1 in object()", "iter(object())",
               "[].__class_getitem__(int)", "len(Box)", "next(Box(1))", "reversed(5)", "reversed({1})"):
    try:
        exec(source) if "=" in source or "del" in source else print(source, eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")


class Hint:
    def __init__(self, hint): self.hint = hint
    def __iter__(self): return iter("ab")
    def __length_hint__(self): return self.hint


import operator
print(operator.length_hint(Hint(5)), operator.length_hint([1, 2]), operator.length_hint(object(), 9), list(Hint(5)), operator.length_hint(Hint(NotImplemented), 4))
for v in (-1, "a"):
    try:
        operator.length_hint(Hint(v))
    except Exception as e:
        print(type(e).__name__, e)


class Countdown:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0: raise StopIteration
        self.n -= 1
        return self.n


print(list(Countdown(3)), next(Countdown(0), "end"), max(Countdown(4)), list(iter(Countdown(3).__next__, 0)))
class NotCallableNext:
    __next__ = 5
    def __iter__(self): return self
try:
    list(NotCallableNext())
except TypeError as e:
    print(e)
