# The carets mark the part of the line that failed.
import sys


def attempt(f):
    try:
        f()
    except Exception:
        sys.excepthook(*sys.exc_info())


d = {"a": {"b": None}}
x = [1, 2, 3]
s = "text"
attempt(lambda: d["a"]["b"]["c"])
attempt(lambda: x[0] + s)
attempt(lambda: (1 + 2) * (x[9] - 4))
attempt(lambda: s.upper().nothing.strip())
attempt(lambda: print(undefined, x))
attempt(lambda: len(5) + 1)
attempt(lambda: x.index(1)(2))
attempt(lambda: 1 / 0 if x else 2)
attempt(lambda: [y for y in 5])
attempt(lambda: {**d, **5})
attempt(lambda: f"{s} {1 / 0} {x}")
attempt(lambda: -s)
attempt(lambda: s < 1)
attempt(lambda: 1 in 5)
attempt(lambda: not_here.x)
attempt(lambda: d["é€"]["x"])
attempt(lambda: "日本語" + 5)
attempt(lambda: (lambda a: a)())
attempt(lambda: int("x", base=10))
attempt(lambda: x[1:2].foo)
attempt(lambda: x[s])


def statements():
    a, b = 1, 2, 3


def assertion():
    assert x == [], "not empty"


def deletion():
    del x[100]


def assignment():
    x[100] = 1


def attribute():
    None.y = 1


def augmented():
    total = 0
    total += s


def many_lines():
    return max(
        1,
        s,
        2,
    )


def long_chain():
    return (x
            .copy()
            .nothing
            .more())


def importing():
    from itertools import nothing


def raising():
    raise ValueError("multi\nline message")


def with_statement():
    with 5 as f:
        pass


def iteration():
    for a in 5:
        pass


def unpacking():
    for a, b in [(1, 2), (3,)]:
        pass


def comprehension():
    return [a / b for a, b in [(1, 0)]]


def conditional():
    if s > 5:
        pass


def returned():
    return x[0].y


def starred():
    print(*5)


def yielded():
    def g():
        yield 1
        yield 1 / 0
    list(g())


def tabs():
	if x:
		return	x[0] /	0


for f in (statements, assertion, deletion, assignment, attribute, augmented, many_lines, long_chain, importing, raising, with_statement, iteration, unpacking, comprehension, conditional, returned, starred, yielded, tabs):
    attempt(f)
