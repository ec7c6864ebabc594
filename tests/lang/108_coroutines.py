# Coroutines driven by hand.
class Yield:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        received = yield self.value
        return received


async def add(a, b):
    x = await Yield(a)
    y = await Yield(b)
    return x + y


async def outer():
    total = await add("first", "second")
    print("total", total)
    try:
        await Yield("third")
    except ValueError as e:
        print("caught", e)
    finally:
        print("finally")
    return total * 2


c = outer()
print(type(c).__name__, c.__name__, c.cr_running, c.cr_code.co_name, c.cr_await, c.cr_frame is not None)
print(c.send(None))
print(c.cr_await.__name__)
print(c.send(10), c.send(20))
try:
    c.throw(ValueError("thrown"))
except StopIteration as e:
    print("returned", e.value)
try:
    c.send(None)
except RuntimeError as e:
    print(e)


def drive(coroutine, *values):
    values = iter(values)
    try:
        value = coroutine.send(None)
        while True:
            print("yielded", value)
            value = coroutine.send(next(values, None))
    except StopIteration as e:
        return e.value


print(drive(add(1, 2), 3, 4))


async def empty():
    pass


async def attempt(x):
    return await x


print(drive(empty()))
for bad in (1, None, [1], (i for i in "a")):
    try:
        drive(attempt(bad))
    except TypeError as e:
        print(e)


class BadAwait:
    def __await__(self):
        return 5


class AwaitsCoroutine:
    def __await__(self):
        return empty()


class IterAwait:
    def __await__(self):
        return iter([1, 2])


for o in (BadAwait(), IterAwait()):
    try:
        print(drive(attempt(o)))
    except TypeError as e:
        print(e)
c = empty()
try:
    iter(c)
except TypeError as e:
    print(e)
try:
    next(c)
except (TypeError, AttributeError) as e:
    print(e)
try:
    c.send(1)
except TypeError as e:
    print(e)
c.close()
try:
    drive(attempt(c))
except RuntimeError as e:
    print(e)


async def closing():
    try:
        await Yield(1)
    finally:
        print("closed")


c = closing()
c.send(None)
c.close()


async def conditional(flag):
    return (await Yield("a") if flag else 0) + (await Yield("b")) * 2, [await Yield(i) for i in range(2)], f"{await Yield('f')}"


print(drive(conditional(True), 1, 2, 3, 4, 5))


async def stop():
    raise StopIteration("inside")


try:
    drive(stop())
except RuntimeError as e:
    print(e)


async def nested(n):
    return 0 if n == 0 else 1 + await nested(n - 1)


print(drive(nested(100)))
x = lambda: empty()
print(drive(x()))
