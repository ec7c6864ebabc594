# Async generators and comprehensions, driven by hand.
def drive(coroutine):
    try:
        while True:
            print("  yielded", coroutine.send(None))
    except StopIteration as e:
        return e.value


class Yield:
    def __init__(self, v):
        self.v = v

    def __await__(self):
        yield self.v
        return self.v


async def gen(n):
    try:
        for i in range(n):
            await Yield(f"before {i}")
            received = yield i
            if received:
                print("received", received)
    except ValueError as e:
        print("caught", e)
        yield "after throw"
    finally:
        print("cleanup")


async def use():
    async for x in gen(2):
        print("item", x)
    g = gen(3)
    print(type(g).__name__, g.__name__, g.ag_running, g.ag_await, g.__aiter__() is g)
    print(await g.__anext__(), await g.asend("hello"))
    print(await g.athrow(ValueError("v")))
    try:
        await g.__anext__()
    except StopAsyncIteration:
        print("exhausted")
    h = gen(3)
    await h.__anext__()
    await h.aclose()
    try:
        await h.__anext__()
    except StopAsyncIteration:
        print("closed")
    k = gen(1)
    print(await anext(k), await anext(gen(0), "default"))
    await k.aclose()
    print([x async for x in gen(2)], {x: 1 async for x in gen(1)}, {x async for x in gen(1)})
    print([x + y async for x in gen(1) for y in [1, 2] if y > 1], [await Yield(i) for i in "ab"])
    lazy = (x async for x in gen(1))
    print(type(lazy).__name__, [x async for x in lazy])
    return [[y async for y in gen(1)] for x in range(1)]


print(drive(use()))


async def bad():
    yield 1
    raise StopAsyncIteration


async def use_bad():
    async for x in bad():
        pass


try:
    drive(use_bad())
except RuntimeError as e:
    print(e)
g = gen(1)
for f in (lambda: iter(g), lambda: next(g), lambda: [x for x in g], lambda: g.asend(5).send(None)):
    try:
        f()
    except TypeError as e:
        print(e)


async def ignores_close():
    while True:
        try:
            yield 1
        except GeneratorExit:
            pass


async def use_close():
    g = ignores_close()
    await anext(g)
    try:
        await g.aclose()
    except RuntimeError as e:
        print(e)


drive(use_close())
aiter_result = aiter(gen(1))
print(type(aiter_result).__name__)
for bad in (1, []):
    try:
        aiter(bad)
    except TypeError as e:
        print(e)
    try:
        anext(bad)
    except TypeError as e:
        print(e)
