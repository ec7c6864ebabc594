# Comprehensions: list, set, dict, generator; filters, nesting, scopes, errors.
print([x for x in range(5)], [x * y for x in range(3) for y in range(3) if x != y], [x for x in range(20) if x % 2 if x % 3])
print({x % 3 for x in range(10)} == {0, 1, 2}, {x: x * x for x in range(4)}, {k: v for v, k in enumerate("ab")}, {1: 2 for _ in ()})
print(list(x for x in "abc"), sum(x for x in range(4)), dict((i, i) for i in range(2)), tuple(i for i in [1, 2]))
print([[j for j in range(i)] for i in range(4)], [[(i, j) for j in "ab"] for i in range(2)], [y for x in [[1, 2], [3]] for y in x])
print([a + b for a, b in [(1, 2), (3, 4)]], [a for a, *b in ["xyz"]], [b for a, *b in ["xyz"]], [x for x in [1, 2, 3] if x > 1 and x < 3])
x = "outer"
print([x for x in range(3)], x)
print([x for x in x], [y for y in x if y in "out"])
print([(lambda: i)() for i in range(3)], [f() for f in [lambda: i * 10 for i in range(3)]])
print([i if i else -1 for i in range(3)], [*range(3)], [(i := j) for j in range(3)], i)


class C:
    items = [1, 2, 3]
    doubled = [i * 2 for i in items]
    pairs = [(i, j) for i in items for j in (4, 5)]
    try:
        bad = [i for i in items if i in items]
    except NameError as e:
        print(e)
    ok = [i for i in [n for n in items]]


print(C.doubled, C.pairs, C.ok)


def f(n):
    return [n + i for i in range(n)], {i: n for i in range(2)}, list(n for _ in range(2))


print(f(3))
for source in ("[x for x in 5]", "[1 / x for x in [1, 0]]", "{x for x in [[]]}", "{[]: 1 for _ in 'a'}", "[y for z in 'a']", "[a for a, b in 'x']",
               "list(x for x in None)", "(x for x in 5)", "{**x for x in 'a'}", "[*x for x in 'a']", "{x: y for x in 'ab'}", "dict(x for x in 'ab')"):
    try:
        eval(source, {})
        print(source, "ok")
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e.msg if isinstance(e, SyntaxError) else e}")
# The first iterable is evaluated at once, the rest when asked for.
log = []


def note(v):
    log.append(v)
    return [v]


g = (y for x in note("first") for y in note("second"))
print(log, list(g), log)
print([[[k for k in range(j)] for j in range(i)] for i in range(4)])
print({(a, b): a * b for a in range(2) for b in range(2)}, {a: {b: a + b for b in range(2)} for a in range(2)})
print([x for x, in [(1,), (2,)]], [x for [x, y] in [[1, 2]]])
print([len(s) for s in ("a" * i for i in range(3))], any(x > 2 for x in range(5)), max((x, -x) for x in range(3)), ",".join(str(x) for x in range(3)))
def nested(n): return [[i + j + n for i in range(2)] for j in range(2)], [lambda: n + i for i in range(2)][0]()
print(nested(1))
