# yield from: values, results, sending, throwing, closing through it, any iterable.
def inner():
    try:
        x = yield 1
        print("inner got", x)
        y = yield 2
        print("inner got", y)
    except ValueError as e:
        print("inner caught", e)
        yield "recovered"
    except GeneratorExit:
        print("inner closed")
        raise
    return "inner result"


def outer():
    result = yield from inner()
    print("result", result)
    yield from [10, 20]
    yield from "ab"
    yield from range(2)
    yield from (i for i in [7])
    return (yield from inner())


g = outer()
print(next(g), g.send("a"))
print(g.send("b"))
print([next(g) for _ in range(6)])
print(next(g), g.throw(ValueError("v")))
try:
    next(g)
except StopIteration as e:
    print("value", e.value)
g = outer()
next(g)
print(g.gi_yieldfrom.__name__)
g.close()
g = outer()
next(g)
try:
    g.throw(KeyError("through"))
except KeyError as e:
    print(e, g.gi_frame)


def delegate(it):
    return (yield from it)


for bad in (5, None, int):
    try:
        next(delegate(bad))
    except TypeError as e:
        print(e)
d = delegate(iter([1, 2]))
next(d)
try:
    d.send("to a list iterator")
except AttributeError as e:
    print(e)


class It:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration("from It")
        return self.n

    def send(self, v):
        print("It.send", v)
        return "sent"

    def throw(self, *args):
        print("It.throw", args[0])
        return "thrown"

    def close(self):
        print("It.close")


d = delegate(It())
print(next(d), d.send("s"), d.throw(ValueError), next(d))
try:
    next(d)
except StopIteration as e:
    print(e.value)
d = delegate(It())
next(d)
d.close()


def tree(t):
    if isinstance(t, list):
        for x in t:
            yield from tree(x)
    else:
        yield t


print(list(tree([1, [2, [3, [4]], 5], [], [[6]]])))


def deep(n):
    if n:
        yield n
        yield from deep(n - 1)


print(sum(deep(300)))


def self_ref():
    yield from me


me = self_ref()
try:
    next(me)
except ValueError as e:
    print(e)


def shared(it):
    yield from it


it = iter(range(6))
p, q = shared(it), shared(it)
print(next(p), next(q), next(p), list(q), list(p))
def ret(): return (yield from ())
try:
    next(ret())
except StopIteration as e:
    print(e.value)
