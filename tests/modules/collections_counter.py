# collections.Counter.
from collections import Counter
c = Counter("abracadabra")
print(c, c["a"], c["z"], c.most_common(2), c.most_common(), sorted(c.elements()), c.total(), len(c), "z" in c, Counter(a=2, b=1), Counter({"x": 3}), Counter(), Counter([1, 1, 2]), repr(Counter()), dict(c))
c.update("aaa"); c.update({"z": 5}); c.update(z=1); c.subtract("ab"); c["new"] += 1
print(c, c.copy() == c, c.pop("z"), c.get("q"), c.setdefault("r", 0))
del c["nothing"]
a, b = Counter(a=3, b=1), Counter(a=1, b=2, c=-1)
print(a + b, a - b, a & b, a | b, +b, -b, a == Counter(b=1, a=3), a <= Counter(a=5, b=1), a < b, a >= Counter(a=1), Counter(a=0) == Counter(), a != b)
a += b; print(a); a -= Counter(a=1); print(a); a |= Counter(q=9); print(a); a &= Counter(q=5, a=1); print(a)
print(Counter("hello world").most_common(3), Counter(w for w in "the cat the dog".split()), sum(Counter("abc").values()), max(Counter("aab"), key=Counter("aab").get), Counter(a=1).items(), list(Counter("ba")), isinstance(c, dict), Counter({"a": -1, "b": 2}).most_common(1), list(Counter(a=2, b=0, c=-1).elements()))
for source in ("Counter(5)", "Counter.fromkeys('a')", "Counter(1, 2)", "Counter('a') + {}", "Counter('a') + 5", "Counter(['a', []])", "Counter('a') < 5", "Counter().most_common('a')", "Counter().popitem()", "Counter('ab').most_common(0)", "Counter('ab').most_common(-1)"):
    try:
        print(source, "=", eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
class Sub(Counter): pass
print(Sub("aa"), type(Sub("a").copy()).__name__, type(Sub("a") + Sub("b")).__name__, Counter(Counter("aab")))
