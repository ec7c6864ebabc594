# Deeply nested data: repr, comparison, hash, and the parser end in an error, never in a crash.
# Not with STRESS: what is nested a hundred thousand deep takes the collector long, and there a collection comes with every hundredth step
def nest(n, kind):
    x = kind()
    for _ in range(n):
        x = [x] if kind is list else (x,)
    return x


def attempt(name, action):
    try:
        action()
    except (RecursionError, MemoryError, SyntaxError) as e:
        assert str(e) or isinstance(e, MemoryError)
    print(name, "survived")


deep = nest(100000, list)
attempt("repr of a list", lambda: repr(deep))
attempt("comparison of lists", lambda: deep == nest(100000, list))
deep_tuple = nest(100000, tuple)
attempt("hash of a tuple", lambda: hash(deep_tuple))
attempt("repr of a tuple", lambda: repr(deep_tuple))
d = {}
for _ in range(100000):
    d = {1: d}
attempt("repr of a dict", lambda: repr(d))
attempt("parentheses", lambda: eval("(" * 100000 + ")" * 100000))
attempt("brackets", lambda: eval("[" * 100000 + "]" * 100000))
attempt("minus", lambda: eval("-" * 100000 + "1"))
attempt("nested calls", lambda: eval("f(" * 100000 + ")" * 100000))
attempt("lambda", lambda: eval("lambda: " * 100000 + "1"))
attempt("indentation", lambda: compile("".join(" " * i + "if 1:\n" for i in range(200)) + " " * 200 + "pass\n", "s", "exec"))
print(repr(nest(50, list)), nest(90, tuple) == nest(90, tuple))
# Structures that contain themselves.
l = [1]
l.append(l)
d = {"self": None}
d["self"] = d
t = ([],)
t[0].append(t)
print(l, d, t)
attempt("comparison with itself inside", lambda: l == [1, [1, l]] or l == eval("[1, 2]"))
m = [1]
m.append(m)
attempt("two lists inside themselves", lambda: l == m)
s = set()
f = frozenset([1])
print(l in [l], l[1] is l)
