class Awaitable:
    def __await__(self):
        yield 1
        raise ValueError("in the awaitable")


async def inner():
    return await Awaitable()


async def outer():
    try:
        await inner()
    finally:
        print("finally")


c = outer()
print(c.send(None))
c.send(None)
