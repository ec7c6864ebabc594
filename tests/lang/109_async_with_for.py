# async with and async for, driven by hand.
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


class Ctx:
    def __init__(self, name, suppress=False):
        self.name, self.suppress = name, suppress

    async def __aenter__(self):
        await Yield("enter " + self.name)
        return self.name

    async def __aexit__(self, kind, value, tb):
        await Yield(f"exit {self.name} {kind and kind.__name__}")
        return self.suppress


class Count:
    def __init__(self, n):
        self.n, self.i = n, 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        await Yield("next")
        if self.i >= self.n:
            raise StopAsyncIteration
        self.i += 1
        return self.i


async def main():
    async with Ctx("a") as a, Ctx("b") as b:
        print(a, b)
    async with Ctx("s", True):
        raise ValueError
    async with (Ctx("p") as p,):
        print(p)
    async for i in Count(2):
        print("item", i)
    else:
        print("else")
    async for i in Count(5):
        if i == 1:
            continue
        break
    else:
        print("never")
    async with Ctx("r"):
        return "returned"


print(drive(main()))


async def bad_with():
    async with 5:
        pass


async def bad_for():
    async for x in [1]:
        pass


class BadIter:
    def __aiter__(self):
        return 1


async def bad_iter():
    async for x in BadIter():
        pass


class BadNext:
    def __aiter__(self):
        return self

    def __anext__(self):
        return 3


async def bad_next():
    async for x in BadNext():
        pass


class Sync:
    def __enter__(self): pass
    def __exit__(self, *a): pass


async def sync_with():
    async with Sync():
        pass


for f in (bad_with, bad_for, bad_iter, bad_next, sync_with):
    try:
        drive(f())
    except TypeError as e:
        print(f.__name__, e)


async def finally_order():
    try:
        async with Ctx("f"):
            raise KeyError("k")
    except KeyError as e:
        print("caught", e)
    for i in range(2):
        async with Ctx(str(i)):
            if i == 0:
                continue


drive(finally_order())
