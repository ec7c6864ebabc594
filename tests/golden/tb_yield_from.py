def leaf(n):
    yield n
    yield n // 0


def branch():
    yield from leaf(5)


def root():
    yield 0
    yield from branch()


for value in root():
    print(value)
