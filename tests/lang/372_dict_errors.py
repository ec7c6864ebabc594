# dict: errors, mutation during iteration, __missing__, keys that misbehave.
d = {"a": 1}
for source in ("d['x']", "d[1]", "d[None]", "d[(1, 2)]", "d[[]]", "d[{}]", "d.get()", "d.get([])", "d.get(1, 2, 3)", "d.pop('x')", "d.pop()", "d.pop([])", "{}.popitem()", "{}.pop('x')", "d.setdefault()", "d.setdefault([], 1)", "d.update(5)", "d.update([1])", "d.update([(1, 2, 3)])", "d.update(['abc'])", "d.update(1, 2)", "d.update(None)", "d.update([[]])", "dict(5)", "dict([1])", "dict([(1,)])", "dict(1, 2)", "dict([('a', 1), 2])", "dict([([], 1)])", "dict('ab')", "dict(['a'])", "dict.fromkeys()", "dict.fromkeys(5)", "dict.fromkeys([[]])", "d + d", "d | 1", "d | [('x', 1)]", "1 | d", "d & d", "d - d", "d < d", "d()", "d.a", "d.x = 1", "del d['x']", "del d[[]]", "d['k':1]", "d.copy(1)", "d.clear(1)", "d.keys(1)", "hash(d)", "{d: 1}", "{**5}", "{**{1: 2}, **[3]}", "d |= 5", "d |= [1]", "iter(d).foo", "d.items()[0]", "len(d, 1)", "d * 2", "-d", "[] in d", "dict.get(1, 2)", "dict.__getitem__(d, 'zz')", "d.fromkeys('a', 1, 2)", "next(d)", "d[0]", "{}[0][1]", "d['a']['b']", "d['a'].x", "int(d)", "dict(a=1, a=2)", "{1: 2}[1.5]", "dict(**{1: 2})", "str(**d)", "d.update({[]: 1})", "d.popitem(1)", "reversed(d.foo)", "sorted([d, d])"):
    d = {"a": 1}
    try:
        r = exec(source) if "= " in source or source.startswith("del") else eval(source)
        print(source, "=", r, d)
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e.msg if isinstance(e, SyntaxError) else e} {e.args if isinstance(e, KeyError) else ''}")


def loop(d, view, action):
    try:
        for x in view(d):
            action(d)
        return "finished"
    except RuntimeError as e:
        return str(e)


for view in (iter, dict.keys, dict.values, dict.items, reversed):
    print(loop({1: 1, 2: 2}, view, lambda d: d.update({len(d) + 10: 1})), loop({1: 1, 2: 2}, view, lambda d: d.pop(2, None)), loop({1: 1, 2: 2}, view, lambda d: d.update({1: 5})), loop({1: 1}, view, lambda d: d.clear()), loop({1: 1, 2: 2}, view, lambda d: (d.pop(1, 0), d.update({1: 1}))), sep=" | ")


class Bad:
    def __hash__(self): raise ValueError("no hash")


class BadEq:
    def __hash__(self): return 5
    def __eq__(self, o): raise ValueError("no eq")


for action in (lambda: {Bad(): 1}, lambda: d[Bad()], lambda: d.get(Bad()), lambda: Bad() in d, lambda: {BadEq(): 1, BadEq(): 2}, lambda: {5: 1}.get(BadEq()), lambda: BadEq() in {5: 1}, lambda: {Bad()}, lambda: {BadEq(): 1} == {BadEq(): 1}):
    try:
        print(action())
    except ValueError as e:
        print(e)


class Mutating:
    def __init__(self, d): self.d = d
    def __hash__(self): return 1
    def __eq__(self, o):
        self.d.clear()
        return False


m = {}
m[Mutating(m)] = 1
m[Mutating(m)] = 2
print(len(m) <= 2)
try:
    m.get(1)
    1 in m
    print("no crash")
except RuntimeError as e:
    print(e)


class Missing(dict):
    def __missing__(self, k):
        if k == "bad":
            raise KeyError("custom", k)
        return f"<{k}>"


x = Missing()
print(x["q"], x.get("q"), x, "q" in x)
try:
    x["bad"]
except KeyError as e:
    print(e, e.args)
try:
    x[[]]
except TypeError as e:
    print(e)
