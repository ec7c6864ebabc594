# Closures: cells read and written, functions made in loops, composition, nonlocal counters.
def counter():
    n = 0

    def step(k):
        nonlocal n
        n += k
        return n
    return step


def compose(f, g):
    return lambda x: f(g(x))


def adder(k):
    def add(x):
        return (x + k) & 0xFFFFF
    return add


def memo(f):
    cache = {}

    def wrapper(x):
        if x not in cache:
            cache[x] = f(x)
        return cache[x]
    return wrapper


@memo
def slow(x):
    return x * x + 1


step = counter()
for i in range(900000):
    step(i & 3)
print(step(0))
chain = adder(1)
for k in range(2, 12):
    chain = compose(chain, adder(k))
print(sum(chain(i) for i in range(40000)))
print(sum(slow(i % 1000) for i in range(700000)))
print(sum((lambda a, b=i: a + b)(1) for i in range(400000)))
