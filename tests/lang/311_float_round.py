# float: round, floor, comparison with int, integer tests, division and remainder of floats.
for x in (2.5, 3.5, -2.5, 0.5, 1.5, 2.675, 1.005, 1e16, 1234.5678, -0.4, 0.05, 5e-324, 1e300, 0.1 + 0.2):
    print(x, round(x), [round(x, n) for n in (0, 1, 2, 3, -1, -2, 20, 400, -400)])
print(type(round(2.5)), type(round(2.5, 0)), type(round(2.5, None)), round(-0.0), round(-0.0, 1), round(1e22), round(float(2**70)) == 2**70)
import math
for x in (2.7, -2.7, 0.0, -0.5, 1e20, 5.0):
    print(x, math.floor(x), math.ceil(x), math.trunc(x), int(x), x.is_integer(), x.as_integer_ratio(), x // 1, x % 1, divmod(x, 1))
for a in (7.5, -7.5, 1e17, 0.3, 5.0):
    for b in (2, -2, 0.1, 2.5, -0.7, float("inf"), -float("inf")):
        print(a, b, a // b, a % b, divmod(a, b))
print(float("inf") // 1, float("inf") % 2, 5 % float("inf"), -5 % float("inf"), 5 // float("inf"), -5 // float("inf"), -1e-20 % 3, 0.0 % -1, -0.0 % 1, 1e300 * 1e10 // 1)
print(0.1 + 0.2 == 0.3, 1e16 + 1 == 1e16, 2**53 == 2.0**53, 2**53 + 1 == 2.0**53, 2**53 + 1 > 2.0**53, 2**53 + 2 == 2.0**53 + 2, 1.5 < 2, 2 < 2.5, 3 > float("nan"), 10**400 > float("inf"), 10**400 < float("inf"), -10**400 > -float("inf"), 10**400 == float("inf"))
print(2**0.5, 2.0**3, 2**-1.0, 0.0**0, (-8.0)**(1 / 3), (-2.0)**3, (-2.0)**-3, float("inf")**0, float("nan")**0, 1**float("nan"), 0.0**5, (-0.0)**3, float("-inf")**3, float("-inf")**-1, 4**0.5, 10**-2, 2.0**-1074)
for source in ("round(float('nan'))", "round(float('inf'))", "round(1.5, 'a')", "round(1.5, 1.0)", "round('a')", "round()", "int(1e400)", "float('inf').as_integer_ratio()", "float('nan').as_integer_ratio()", "math.floor(float('nan'))", "math.ceil(float('-inf'))", "1e200 ** 2", "(-1e200) ** 3", "0.0 ** -1", "2.0 ** 1e10", "1.5.is_integer(1)",
               "round(1.7e308, -308)", "round(1.5, 10**10)", "round(1.5, 2**70)", "round(1.5, -2**70)"):
    try:
        print(source, eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
