# Products and sums of large ints that one operator hands to the next, and everybody who may keep one of them.
import sys
import threading

A = 3 ** 900
B = 7 ** 800
kept = []


def check(value):
    return value % 1000000007, value.bit_length()


def chains(a, b, c):
    yield a * b + c
    yield a * b - c * a
    yield (a + b) * (a - b) // (c + 1)
    yield (a * b) % (c * c) ^ (a << 7) | (b >> 3) & (a + 1)
    yield -(a * b) + a
    yield (a * b).real + (a * b).bit_length()
    yield a * b < c * a, a * b == b * a, a - a == 0, a * 2 - a - a
    yield a * b + a * b + a * b
    x = a * b
    yield x * x - x + (x - x * 2) + x
    x += a * b
    x *= a - b
    yield x
    yield (a * b if a > b else a + b) + 1
    yield (a * b and b * c) + 1
    yield (y := a * b) + 1, y, (a * b, a + b), [a * b + i for i in range(2)]
    yield a < b * c < a * c * b * c


for row in chains(A, B, 5 ** 700):
    for item in row if isinstance(row, tuple) else (row,):
        for value in item if isinstance(item, (tuple, list)) else (item,):
            kept.append(value)
for row in chains(A, B, 17):        # once more: nothing of the first may have been taken
    pass
print([check(int(v)) for v in kept])


class Keeper:
    def __init__(self, answer=None):
        self.seen = []
        self.answer = answer

    def keep(self, other):
        self.seen.append(other)
        return other if self.answer is None else self.answer

    __add__ = __radd__ = __mul__ = __rmul__ = __sub__ = __rsub__ = __lt__ = __gt__ = __iadd__ = keep


class Big(int):
    def __add__(self, other):
        kept.append(other)
        return other

    __radd__ = __rmul__ = __add__


k = Keeper()
answers = [k + A * B, A * B + k, (A * B + k) + A, A * B < k, A + B * (A * k), (k + A * B) * 2 + (k * A - B)]
more = [A * A + i for i in range(50)]                   # would lie where the lost ones did
print([check(v) for v in k.seen], [check(v) for v in answers])
fixed = Keeper(A + B)
print(check(A * (fixed + B) + A), check((B - fixed) * (A - fixed)), check(fixed.answer))
big = Big(A)
before = len(kept)
results = [A * B + big, big + A * B, (A * B) * big + 1]
more = [A * A + i for i in range(50)]
print([check(v) for v in results], [check(v) for v in kept[before:]])


class Computes:
    def __radd__(self, other):
        self.product = other * B - A * (other + 1)      # its own temporaries, while one waits outside
        return self.product

    def __index__(self):
        return self.product + A * B


for _ in range(3):
    c = Computes()
    print(check(A * B + (A + c) * 2), check(c.product))


def fails(n):
    if n == 0:
        return A * B + undefined
    return A * n + fails(n - 1) * B


def divides():
    return A * B + A // (A - A)


for _ in range(4):
    try:
        fails(6)
    except NameError as e:
        print(e)
    try:
        divides()
    except ZeroDivisionError as e:
        print(e)
    print(check(A * B + A * 3 - B))


def generator(n):
    total = A
    for i in range(n):
        total = total * 3 + A * (yield total * B + i) - total
    return total * 2 + 1


def driver():
    result = yield from generator(5)
    yield result + A * B


g = driver()
values = [next(g)]
try:
    while True:
        values.append(g.send(values[-1] % 1000 + A * 2))
except StopIteration:
    print([check(v) for v in values])


def work(n, out):
    x = y = n
    for i in range(300):
        x = x * 3 + y * (i + 1) - (x - y) // 7 + A % (x + 1)
        y = (x * y + A) % (B * n + 1)
        if i % 50 == 0:
            more = [x * y + j for j in range(5)]
    out.append(check(x * y + n))


serial, parallel = [], []
for n in range(1, 5):
    work(n, serial)
threads = [threading.Thread(target=work, args=(n, parallel)) for n in range(1, 5)]
old = sys.getswitchinterval()
sys.setswitchinterval(1e-5)
for t in threads:
    t.start()
for t in threads:
    t.join()
sys.setswitchinterval(old)
print(serial)
print(sorted(serial) == sorted(parallel))


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


print("".join(map(str, digits(150))))
