# What the end of a generator says to whom: next(), loops, yield from; throw() into all kinds of things.
async def c(): pass
x=c()
try: x.send(None)
except StopIteration: pass
for f in (lambda: x.throw(ValueError("q")), lambda: x.throw(5), lambda: x.close()):
    try: print(f())
    except BaseException as e: print(type(e), e)
def g(): yield 1
y=g(); list(y)
for f in (lambda: y.throw(ValueError("q")), lambda: y.throw(5), lambda: y.close()):
    try: print(f())
    except BaseException as e: print(type(e), e)
class M(StopIteration): pass
class It:
    def __iter__(s): return s
    def __next__(s): raise M(5)
try: next(It())
except StopIteration as e: print(type(e), e.value)
print(next(It(), 7), list(It()))
def h(): return 9; yield
for f in (lambda: next(h()), lambda: h().__next__(), lambda: h().send(None)):
    try: f()
    except StopIteration as e: print(e.args, e.value)
print(list(h()), sum(h()), tuple(h()), [*h()], max(h(), default=3), dict(h()))
a, = (i for i in [1])
try: a, = h()
except ValueError as e: print(e)
def dele():
    r = yield from It()
    print('r', r)
print(list(dele()))
async def ag():
    yield 1
async def m():
    try: await ag().athrow(5)
    except TypeError as e: print(e)
    g=ag(); await g.asend(None)
    try: await g.athrow(KeyError)
    except KeyError as e: print(repr(e))
    g=ag(); await g.asend(None)
    print(await g.aclose())
try: m().send(None)
except StopIteration as e: print(e.value)
