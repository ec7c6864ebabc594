# math: functions of ints.
import math


def show(f, *args):
    try:
        r = f(*args)
        print(f.__name__, *args, "->", r if abs(r) < 10 ** 60 else r % (10 ** 9 + 7))
    except Exception as e:
        print(f.__name__, *args, type(e).__name__, e)


big = 10 ** 30
for n in 0, 1, 5, 20, 21, 100, 1000, -1, 10 ** 20, -10 ** 20, 5.0, "x", None, True:
    show(math.factorial, n)
for n, k in (5, 2), (5, 0), (5, 5), (5, 6), (60, 30), (62, 31), (63, 31), (67, 33), (1000, 500), (big, 2), \
        (5, big), (big, big - 1), (big, big // 10), (-1, 2), (5, -2), (5.0, 2), (5, "x"):
    show(math.comb, n, k)
    show(math.perm, n, k)
for n in 0, 5, -1, None:
    show(math.perm, n)
show(math.perm, 5, None)
for args in (), (12, 18), (-4,), (0,), (0, 0), (2 ** 100, 6 ** 50), (12, 18, 27), (1.5,), (2, 1.5), \
        (2 ** 61 - 1, 2 ** 61 - 2), (-2 ** 61, 2 ** 31), (True, 4):
    show(math.gcd, *args)
    show(math.lcm, *args)
for n in 0, 1, 2, 3, 4, 99, 2 ** 61 - 1, 2 ** 62, 10 ** 40, 10 ** 40 - 1, -1, 1.0, True:
    show(math.isqrt, n)
print(all(math.isqrt(n) ** 2 <= n < (math.isqrt(n) + 1) ** 2 for n in range(2000)))
print(all(math.comb(n, k) == math.factorial(n) // math.factorial(k) // math.factorial(n - k)
          for n in range(75) for k in range(n + 1)))
print(all(math.perm(n, k) == math.factorial(n) // math.factorial(n - k)
          for n in range(60) for k in range(n + 1)))
