# Parameterised types nested deeper than the C stack: RecursionError, no crash.
# Not with STRESS: what is nested a hundred thousand deep takes the collector long, and there a collection comes with every hundredth step
import types
import typing

T = typing.TypeVar("T")


def nest(wrap, x):
    for _ in range(50000):
        x = wrap(x)
    return x


def attempt(name, f, x):
    try:
        f(x)
        print(name, "done")
    except RecursionError:
        print(name, "RecursionError")


inner = nest(lambda x: list[x], T)
attempt("repr", repr, inner)
attempt("hash", hash, inner)
attempt("parameters", lambda x: x.__parameters__, inner)
attempt("substitution", lambda x: x[int], inner)
attempt("equal", lambda x: x == nest(lambda x: list[x], T), inner)
attempt("union", lambda x: (x | int).__parameters__, inner)

outer = nest(lambda x: types.GenericAlias(x, (int,)), int)
attempt("repr of origins", repr, outer)
attempt("call", lambda x: x(5), outer)
attempt("attribute", lambda x: x.real, outer)
attempt("dir", dir, outer)

lists = nest(lambda x: [x], 1)
attempt("repr of lists", lambda x: repr(tuple[x]), lists)
ring = []
ring.append(ring)
attempt("repr of a ring", lambda x: repr(types.GenericAlias(tuple, (x,))), ring)

import sys
for wrong in ([], 5, None, {}):
    try:
        sys.call_tracing(len, wrong)
    except TypeError as e:
        print(e)
print(sys.call_tracing(len, ("abc",)))
