# Big integers: arithmetic identities, powers, shifts, division signs, conversions.
a, b = 3**200, 7**120
print(a + b, a - b, a * b % 10**40, a // b, a % b, -a // b, -a % b, a // -b, a % -b, divmod(a, b) == (a // b, a % b), divmod(-a, b) == (-a // b, -a % b))
print(a & b, a | b, a ^ b, ~a, a & -b, -a | b, -a ^ -b, -a & -b, a >> 100, -a >> 100, a << 70 == a * 2**70, -a >> 10000)
for x in (a, -a, b, -b, 2**62, -2**62, 2**61 - 1):
    for y in (1, -1, 3, -7, 2**31, -2**62, 10**19, -10**25, b):
        assert (x // y) * y + x % y == x and (x % y == 0 or (x % y > 0) == (y > 0)), (x, y)
        assert (x + y) - y == x and (x * y) // y == x and (x ^ y) ^ y == x and (x & y) + (x | y) == x + y, (x, y)
        assert x - y == -(y - x) and (x << 7) >> 7 == x and ~~x == x and -(-x) == x
print("identities hold")
print(pow(a, b, 10**20), pow(3, -1, 10**9 + 7), pow(a, 0), pow(-2, 101), pow(0, 0), 2**-2, pow(2, 200, -7), pow(-3, 5, 7), pow(5, 10**50, 13), (-2)**63, (-2)**64)
print(a == float(a), a > 1e50, float(2**1000), 2**1023 * 1.0, a / b, -a / b, 10**300 / 10**299, (2**53 + 1) / 1, 3**500 / 3**499, 1 / 10**300, int(float(2**100)) == 2**100)
print(str(a), repr(-b), hex(a), oct(b), bin(2**70 + 1), f"{a:,}", f"{b:_}", f"{-a:e}", "%d" % a, "%x" % -b)
print(int(str(a)) == a, int(hex(-b), 16) == -b, a.bit_length(), hash(a), hash(-a), hash(2**61 - 1), hash(2**61), hash(-(2**61)))
print(sum(10**i for i in range(40)), max(a, b, key=abs) == a, sorted([a, -a, 0, b, 5])[1:4] == [0, 5, b], abs(-a) == a, a is not None, bool(a), a in {a: 1}, [a].index(3**200))
import math
print(math.factorial(50), math.gcd(a * 6, 3**50 * 4), math.isqrt(a), math.comb(100, 50), math.perm(30, 20), math.lcm(2**70, 6**30))
f = 1
for i in range(1, 60):
    f *= i
print(f, f // math.factorial(57))
x, y = 0, 1
for _ in range(300):
    x, y = y, x + y
print(x)
print(2**62 + -2**62, 2**63 - 2**63 + 5, (2**100 - 2**100) + 1, type(2**100 - 2**100 + 1).__name__, [2**100 - 2**100 + 2][0], list(range(2**70, 2**70 + 3)), "abc"[2**64 - 2**64 + 1])
print(1000000007 * 1000000009, 4294967296 * 4294967296, -4294967296 * 2147483648, 2305843009213693951 * 2, 2305843009213693952 * 2, -2305843009213693952 * 2, 99999999999 ** 2)
for n in (0, 1, 9, 10, 99, 10**9, 10**18, 10**19 - 1, 10**19, 10**20, 2**64 - 1, 2**64, -10**50):
    assert int(str(n)) == n and eval(repr(n)) == n and int(f"{n:x}", 16) == n, n
print(0x7fffffffffffffff + 1, -0x8000000000000000 - 1, -(-0x8000000000000000), abs(-0x8000000000000000), -0x8000000000000000 // -1, 0xffffffffffffffff >> 1, 1 << 64 >> 64, -1 << 63, (-1 << 63) >> 63)
