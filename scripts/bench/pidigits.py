# Digits of pi by a spigot over big integers, then big powers, products and their digits.
def digits(n):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    while n:
        if 4 * q + r - t < m * t:
            yield m
            n -= 1
            q, r, m = q * 10, (r - m * t) * 10, (q * 3 + r) * 10 // t - m * 10
        else:
            q, r, t, k, m, x = (q * k, (2 * q + r) * x, t * x, k + 1,
                                (q * (7 * k + 2) + r * x) // (t * x), x + 2)


def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def product(low, high):
    if high - low < 2:
        return low
    middle = (low + high) // 2
    return product(low, middle) * product(middle, high)


print("".join(map(str, digits(1100))))
print(len(str(fibonacci(20000))), pow(3, 10 ** 300, 10 ** 60 + 7), product(1, 1500) % (10 ** 40 + 9))
print(str(7 ** 4000)[:30], len(hex(3 ** 20000)), int("123456789" * 100) % 997)
