# math: functions of floats, their special values and errors.
import math
from math import inf, nan


def show(f, *args, **kw):
    try:
        print(f.__name__, *args, "->", repr(f(*args, **kw)))
    except Exception as e:
        print(f.__name__, *args, type(e).__name__, e)


values = [0.0, -0.0, 1, -1, 0.5, 2.5, -3.75, 10, 1e-320, 1e-20, 171.5, 171.7, -150.3, 709.5, 1e10, 1e308,
          inf, -inf, nan, True, 2 ** 70, 10 ** 400, -10 ** 400, "x", None, 1j]
names = """acos acosh asin asinh atan atanh cbrt ceil cos cosh degrees erf erfc exp exp2 expm1 fabs floor
    frexp gamma isfinite isinf isnan lgamma log log10 log1p log2 modf radians sin sinh sqrt tan tanh trunc
    ulp"""
for name in names.split():
    for x in values:
        show(getattr(math, name), x)

pairs = [(a, b) for a in (0.0, -0.0, 1, -2.5, 1e200, inf, -inf, nan)
         for b in (0.0, -0.0, 3, -0.5, 1e300, inf, nan)]
for name in "atan2 copysign fmod nextafter pow remainder hypot".split():
    for x, y in pairs:
        show(getattr(math, name), x, y)

for args in (8, 2), (8, 1), (8, 0), (8, -2), (2 ** 3000, 2), (10 ** 400, 10), (), (1, 2, 3):
    show(math.log, *args)
for args in (1, 5), (1, 5000), (1, -5000), (1, 10 ** 30), (1, -10 ** 30), (0, 10 ** 30), (inf, 5), (1, 1.5), \
        (0.75, -1074):
    show(math.ldexp, *args)
show(math.hypot)
show(math.hypot, 1, 1, 1)
show(math.hypot, 1e308, 1e308)
show(math.hypot, 1e-320, 1e-320)
show(math.hypot, inf, nan)
show(math.hypot, "x")
show(math.dist, [1, 2, 3], (4, 5, 6))
show(math.dist, [1], [2, 3])
show(math.dist, 1, 2)
show(math.dist, [nan, inf], [1, 1])
for seq in [], [0.1] * 10, [1e308, 1e308], [inf, -inf], [inf, nan], [1e16, 1, 1e-16], [1, 1e100, 1, -1e100], \
        [2 ** 53, 1.5, -0.5], "x", [10 ** 400], range(1000):
    show(math.fsum, seq)
show(math.prod, [1, 2.0, 3])
show(math.prod, [], start=5)
show(math.prod, ["a", 2], start=3)
show(math.prod, 1)
show(math.isclose, 1, 1 + 1e-10)
show(math.isclose, 1, 2, rel_tol=-1)
show(math.isclose, inf, inf)
show(math.isclose, inf, 1, rel_tol=inf)
show(math.isclose, 1, 2, abs_tol=5)
show(math.isclose, 1, 2, 3)
print(math.pi, math.e, math.tau, math.inf, math.nan)


class Rounded:
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __trunc__(self): return "trunc"


class Real:
    def __float__(self): return 2.5


class Index:
    def __index__(self): return 4


print(math.floor(Rounded()), math.ceil(Rounded()), math.trunc(Rounded()))
print(math.floor(Real()), math.ceil(Real()), math.sqrt(Index()), math.log(Index()), math.log(Real()))
