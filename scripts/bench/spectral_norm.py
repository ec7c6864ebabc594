# Largest singular value of an infinite matrix: function calls in inner loops of floats.
from math import sqrt


def a(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(v):
    n = range(len(v))
    return [sum(a(i, j) * v[j] for j in n) for i in n]


def times_transposed(v):
    result = []
    for i in range(len(v)):
        total = 0.0
        for j, x in enumerate(v):
            total += a(j, i) * x
        result.append(total)
    return result


def spectral_norm(n):
    u = [1.0] * n
    for _ in range(6):
        v = times_transposed(times(u))
        u = times_transposed(times(v))
    vbv = vv = 0.0
    for x, y in zip(u, v):
        vbv += x * y
        vv += y * y
    return sqrt(vbv / vv)


print(f"{spectral_norm(130):.9f}")
