# contextlib.
import contextlib, io, sys
from contextlib import *
@contextmanager
def managed(name, swallow=None):
    print("enter", name)
    try:
        yield name.upper()
    except ValueError as e:
        print("caught", e)
        if not swallow: raise
    finally:
        print("exit", name)
with managed("a") as x:
    print(x)
with managed("b", swallow=True):
    raise ValueError("v")
try:
    with managed("c"):
        raise ValueError("w")
except ValueError as e:
    print("outside", e)
try:
    with managed("d"):
        raise KeyError("k")
except KeyError as e:
    print("key", e)
@managed("decorated")
def f(a): return a * 2
print(f(3), f(4), f.__name__)
@contextmanager
def twice():
    yield 1
    yield 2
@contextmanager
def never():
    if False: yield
for bad in (twice, never):
    try:
        with bad():
            pass
    except RuntimeError as e:
        print(e)
@contextmanager
def stubborn():
    try:
        yield
    except OSError:
        yield
try:
    with stubborn():
        raise OSError("o")
except RuntimeError as e:
    print(e)
try:
    with managed("stop"):
        raise StopIteration("s")
except StopIteration as e:
    print("stop", e)
with suppress(KeyError, IndexError):
    {}["x"]
print("after suppress")
try:
    with suppress(KeyError):
        1 / 0
except ZeroDivisionError as e:
    print(e)
class Closes:
    def close(self): print("closed")
with closing(Closes()) as c:
    print(type(c).__name__)
out = io.StringIO()
with redirect_stdout(out):
    print("captured")
with redirect_stderr(out):
    print("err", file=sys.stderr)
print(repr(out.getvalue()))
with nullcontext(5) as n:
    print(n)
with ExitStack() as stack:
    print(stack.enter_context(managed("e1")), stack.enter_context(managed("e2")))
    stack.callback(print, "callback", sep="!")
    stack.push(lambda *a: print("pushed", a[0]))
    @stack.callback
    def cb(): print("decorated callback")
with ExitStack() as stack:
    stack.push(lambda t, v, tb: print("swallow", t.__name__) or True)
    stack.callback(lambda: 1 / 0)
stack = ExitStack()
stack.callback(print, "moved")
moved = stack.pop_all()
stack.close()
print("stack closed")
moved.close()
try:
    with ExitStack() as s:
        s.enter_context(5)
except TypeError as e:
    print(e)
class D(ContextDecorator):
    def __enter__(self): print("D enter"); return self
    def __exit__(self, *e): print("D exit"); return False
@D()
def g(): print("g")
g()
class A(AbstractContextManager):
    def __exit__(self, *a): print("A exit")
with A() as a:
    print(type(a).__name__)
print(isinstance(managed("q"), AbstractContextManager), type(managed("q")).__name__)
@asynccontextmanager
async def am():
    print("async enter")
    yield "value"
    print("async exit")
async def use():
    async with am() as v:
        print(v)
    async with AsyncExitStack() as st:
        await st.enter_async_context(am())
        st.push_async_callback(cb2)
    async with aclosing(agen()) as ag:
        print([x async for x in ag])
async def cb2(): print("async callback")
async def agen(): yield 1
try:
    use().send(None)
except StopIteration:
    pass
