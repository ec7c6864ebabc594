# math: every function on ordinary values, and the constants.
import math
print(math.pi, math.e, math.tau, math.inf, math.nan)
one = "acos acosh asin asinh atan atanh cbrt ceil cos cosh degrees erf erfc exp exp2 expm1 fabs floor gamma lgamma log log10 log1p log2 radians sin sinh sqrt tan tanh trunc ulp isfinite isinf isnan frexp modf".split()
for name in one:
    row = []
    for x in (0.5, -0.5, 1, 0, 2.0, -3, 10, 1e-10, math.inf, -math.inf, math.nan, True):
        try:
            r = getattr(math, name)(x)
            row.append(f"{r:.12g}" if isinstance(r, float) else r)
        except (ValueError, OverflowError) as e:
            row.append(f"{type(e).__name__}: {e}")
    print(name, row)
for name in ("atan2", "copysign", "fmod", "hypot", "pow", "remainder", "ldexp", "nextafter", "dist", "isclose", "log"):
    row = []
    for a, b in ((3, 2), (-7.5, 2), (0, 5), (1e10, 3), (2, 0.5), (-1, 3), (5, 0), (math.inf, 2), (2, math.inf), (math.nan, 1)):
        try:
            r = math.dist([a], [b]) if name == "dist" else math.ldexp(a, int(b) if math.isfinite(b) else 3) if name == "ldexp" else getattr(math, name)(a, b)
            row.append(f"{r:.12g}" if isinstance(r, float) else r)
        except (ValueError, OverflowError, ZeroDivisionError) as e:
            row.append(f"{type(e).__name__}: {e}")
    print(name, row)
print(math.gcd(), math.gcd(12, 18), math.gcd(0, 5), math.gcd(-4, 6), math.gcd(2**70, 6**20), math.gcd(12, 18, 8), math.lcm(), math.lcm(4, 6), math.lcm(0, 5), math.lcm(2, 3, 4), math.lcm(2**40, 3**40))
print([math.factorial(n) for n in (0, 1, 5, 20, 21, 30)], math.factorial(100) % (10**9 + 7), len(str(math.factorial(1000))), math.comb(5, 2), math.comb(5, 6), math.comb(100, 50), math.comb(0, 0), math.perm(5), math.perm(5, 2), math.perm(5, 6), math.perm(30, 10), math.comb(10**6, 3), math.comb(2**70, 2))
print([math.isqrt(n) for n in (0, 1, 2, 3, 4, 15, 16, 10**18, 10**40 - 1, 2**64, 2**64 - 1, 2**61 - 1)], math.prod([]), math.prod([1, 2, 3]), math.prod([1.5, 2]), math.prod([2], start=5), math.prod([2**40, 2**40]), math.fsum([0.1] * 10), math.fsum([1e100, 1, -1e100]), math.fsum([]), math.sumprod([1], [2]) if hasattr(math, "sumprod") else 2)
print(math.floor(2**70 + 0.5), math.ceil(1e20), math.trunc(-1e20), math.floor(-0.5), math.ceil(-0.5), math.floor(5), math.ceil(True), math.log(10**400), math.log2(2**1000), math.log10(10**400), math.log(8, 2), math.log(2**100, 2), math.log(1000, 10), math.sqrt(2**60), math.hypot(), math.hypot(3), math.hypot(3, 4), math.hypot(1, 2, 2), math.hypot(1e200, 1e200), math.dist((0, 0), (3, 4)), math.exp(1) == math.e, math.pow(2, -1074), math.nextafter(0, 1), math.nextafter(1, 0), math.ulp(1.0), math.ldexp(0.5, -1080), math.ldexp(1, 1023), math.frexp(8), math.modf(-2.5), math.isclose(1, 1 + 1e-10), math.isclose(1, 1.1), math.isclose(0, 1e-10, abs_tol=1e-9), math.isclose(1, 2, rel_tol=0.5), math.copysign(1, -0.0), math.remainder(7, 2), math.fmod(-7, 2))
class F:
    def __float__(self): return 4.0
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __trunc__(self): return "trunc"
    def __index__(self): return 6
print(math.sqrt(F()), math.floor(F()), math.ceil(F()), math.trunc(F()), math.factorial(F()), math.gcd(F(), 4), math.isqrt(F()))
