# List, set, dict comprehensions and generator expressions, nested and filtered.
def run(n):
    squares = [x * x for x in range(n)]
    odd = [x for x in squares if x & 1]
    table = {x: x * 3 for x in range(n)}
    last = {x % 1000 for x in squares}
    pairs = [(i, j) for i in range(300) for j in range(i) if (i + j) % 7 == 0]
    matrix = [[i * j for j in range(100)] for i in range(100)]
    turned = [[row[i] for row in matrix] for i in range(100)]
    flat = [x for row in turned for x in row if x % 3]
    inverse = {v: k for k, v in table.items() if k % 2}
    total = sum(x * 2 for x in odd if x % 5)
    return sum(odd), len(last), len(pairs), sum(flat), len(inverse), total, any(x > n * n for x in squares)


for _ in range(4):
    result = run(150000)
print(result)
