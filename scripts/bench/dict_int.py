# Dicts and sets with int and tuple keys: insertion, look-up, deletion, iteration, set algebra.
def ints(n):
    table = {}
    for i in range(n):
        table[i * 7919 % 1000003] = i
    hits = 0
    for i in range(0, 1000003, 5):
        if i in table:
            hits += 1
    total = 0
    for key, value in table.items():
        total += key ^ value
    for i in range(0, n, 3):
        del table[i * 7919 % 1000003]
    return hits, total, len(table)


def grid(n):
    cells = {}
    for x in range(n):
        for y in range(n):
            cells[x, y] = x * y
    return sum(cells.get((x + 1, y - 1), 0) for x in range(n) for y in range(n))


def sets(n):
    a = set(range(0, n, 2))
    b = set(range(0, n, 3))
    c = a & b | (a - b)
    for i in range(n):
        if i in b:
            c.discard(i)
        else:
            c.add(i)
    return len(a | b), len(a ^ b), len(c), sum(c)


def histogram(n):
    counts = [0] * 10
    table = {}
    for i in range(n):
        k = i * i % 1009
        table[k] = table.get(k, 0) + 1
        counts[k % 10] += 1
    return len(table), max(table.values()), counts[3]


print(ints(250000), grid(300), sets(300000), histogram(400000))
