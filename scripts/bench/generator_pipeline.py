# Values pass through a chain of generators, yield from, send, and builtins that consume generators.
def numbers(n):
    for i in range(n):
        yield i


def keep(source, k):
    for x in source:
        if x % k:
            yield x


def scale(source, k):
    for x in source:
        yield x * k + 1


def chunked(source, size):
    chunk = []
    for x in source:
        chunk.append(x)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def flatten(chunks):
    for chunk in chunks:
        yield from chunk


def averager():
    total = count = 0
    average = None
    while True:
        x = yield average
        total += x
        count += 1
        average = total // count


def walk(depth):
    if depth:
        yield from walk(depth - 1)
        yield depth
        yield from walk(depth - 1)


pipeline = flatten(chunked(scale(keep(numbers(500000), 3), 7), 50))
total = 0
for x in pipeline:
    total = (total + x) % 1000003
print(total, sum(scale(numbers(500000), 2)), sum(walk(15)))
average = averager()
next(average)
for x in range(400000):
    last = average.send(x)
print(last, max(x ^ 0x155 for x in numbers(300000)), len(list(numbers(300000))))
