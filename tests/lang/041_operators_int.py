# Arithmetic operators on ints across the boundaries of every representation.
values = [0, 1, -1, 2, -3, 7, 255, -256, 2**31 - 1, -2**31, 2**32, 2**53 + 1, 2**61 - 1, 2**61, -2**61, -2**61 - 1, 2**62, 2**63 - 1,
          -2**63, 2**64, 10**30, -10**30]
small = [1, -1, 3, -7, 2**31, 2**61, -2**62, 10**25]
for a in values:
    print(a, [a + b for b in small], [a - b for b in small])
for a in values:
    print(a, [a * b for b in small])
for a in values:
    print(a, [a // b for b in small], [a % b for b in small])
for a in values:
    print(a, -a, +a, ~a, abs(a), a & 0xFFFF, a | 1, a ^ -1, a & -a, a >> 3, a << 3, a << 61)
