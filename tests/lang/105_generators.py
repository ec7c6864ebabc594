# Generators: laziness, send, return values, attributes, exhaustion, in every consumer.
def count(n):
    print("started")
    for i in range(n):
        received = yield i
        if received is not None:
            print("received", received)
    return "done"


g = count(3)
print("made")
print(next(g), g.send("hello"), next(g))
try:
    next(g)
except StopIteration as e:
    print("stopped", e.value)
try:
    next(g)
except StopIteration as e:
    print("again", e.value)
print(next(g, "default"))


def empty():
    return
    yield


def bare():
    x = yield
    y = yield x
    return (x, y)


print(list(empty()))
b = bare()
print(next(b), b.send(1))
try:
    b.send(2)
except StopIteration as e:
    print(e.value, e.args)
try:
    count(1).send(5)
except TypeError as e:
    print(e)


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


f = fib()
print([next(f) for _ in range(10)])


def squares(n):
    for i in range(n):
        yield i * i


print(list(squares(4)), tuple(squares(3)), sum(squares(4)), max(squares(4)), sorted(squares(3), reverse=True), set(squares(2)) == {0, 1})
print(4 in squares(3), 5 in squares(3), dict(zip("ab", squares(2))), [*squares(3)], list(map(str, squares(3))), any(squares(2)), all(squares(2)))
a, *rest = squares(4)
print(a, rest, ",".join(str(x) for x in squares(3)), list(enumerate(squares(2))), dict.fromkeys(squares(2)))
g = squares(2)
print(iter(g) is g, g.gi_running, g.gi_frame is not None, g.gi_code.co_name, g.gi_yieldfrom, g.__name__, g.__qualname__, type(g).__name__)
list(g)
print(g.gi_frame, g.gi_running)
g.__name__ = "renamed"
print(g.__name__)


def expressions():
    x = (yield 1) + (yield 2)
    print("sum", x)
    print("list", (yield x), [1, (yield 3)])
    yield
    d = {(yield "k"): (yield "v")}
    yield d


e = expressions()
print(next(e), [e.send(i) for i in (10, 20, 30, 40, 50, 60, 70)])


def with_try():
    for i in range(3):
        try:
            yield i
        finally:
            print("finally", i)


for v in with_try():
    print(v)
print((lambda: (yield 1))().__next__(), list((lambda: (yield))()))


def self_running():
    yield next(me)


me = self_running()
try:
    next(me)
except ValueError as error:
    print(error)


def raises():
    yield 1
    raise KeyError("inside")


r = raises()
print(next(r))
try:
    next(r)
except KeyError as error:
    print(error, list(r))
