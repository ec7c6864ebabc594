# cmath: every function over a grid of parts, with signed zeros, infinities and nans.
import cmath
from cmath import inf, nan

grid = [0.0, -0.0, 1.0, -1.0, 0.5, -3.5, 1e-310, 1e-200, -1e200, 1.7e308, 709.5, inf, -inf, nan]
for name in dir(cmath):
    f = getattr(cmath, name)
    if name[0] == "_" or not callable(f) or name in ("isclose", "rect"):
        continue
    for x in grid:
        row = []
        for y in grid:
            try:
                row.append(repr(f(complex(x, y))))
            except Exception as e:
                row.append(str(e))
        print(name, x, *row)
for x in grid:
    row = []
    for y in grid:
        try:
            row.append(repr(cmath.rect(x, y)))
        except Exception as e:
            row.append(str(e))
    print("rect", x, *row)

cases = [(cmath.log, 8, 2), (cmath.log, 8, 1), (cmath.log, 0), (cmath.log, 1, 0), (cmath.log, 2j, 3j),
         (cmath.log, 10 ** 400), (cmath.log,), (cmath.log, 1, 2, 3), (cmath.sqrt, "x"), (cmath.sqrt, -4),
         (cmath.phase, -1), (cmath.polar, 3 + 4j), (cmath.polar, 1e308 + 1.7e308j),
         (cmath.isclose, 1, 1 + 1e-10j), (cmath.isclose, 1, 1.1), (cmath.isclose, inf, inf),
         (cmath.isclose, inf * 1j, 1)]
for f, *args in cases:
    try:
        print(f.__name__, *args, "->", f(*args))
    except Exception as e:
        print(f.__name__, *args, type(e).__name__, e)
print(cmath.isclose(1, 1.1, rel_tol=0.1), cmath.isclose(1, 1.1, abs_tol=0.01))
print(cmath.infj, cmath.nanj, cmath.tau)


class Complex:
    def __complex__(self): return 3 + 4j


print(cmath.sqrt(Complex()), cmath.polar(Complex()))
