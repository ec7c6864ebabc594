# Matrix multiplication: lists of lists by index, by zip and sum, and a Gauss elimination.
def matrix(n, seed):
    return [[(i * 31 + j * 17 + seed) % 11 - 5 for j in range(n)] for i in range(n)]


def by_index(a, b):
    n = len(a)
    result = [[0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            total = 0
            for k in range(n):
                total += a[i][k] * b[k][j]
            result[i][j] = total
    return result


def by_zip(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def determinant(a):
    a = [[float(x) + (i == j) * 20 for j, x in enumerate(row)] for i, row in enumerate(a)]
    result = 1.0
    for i, row in enumerate(a):
        pivot = row[i]
        result *= pivot / 20
        for below in a[i + 1:]:
            factor = below[i] / pivot
            if factor:
                for k in range(i, len(row)):
                    below[k] -= factor * row[k]
    return result


a, b = matrix(110, 1), matrix(110, 2)
c, d = by_index(a, b), by_zip(a, b)
print(c == d, sum(map(sum, c)), c[3][5], f"{determinant(a):.10g}")
