"""What becomes of generators, asynchronous generators and coroutines that nobody asks any more."""
import gc
import sys
log = []
def g(n):
    try:
        yield n
    finally:
        log.append(('closed', n))
def many():
    for i in range(200):
        next(g(i))
many()
gc.collect(); gc.collect()
print(len(log) > 150, all(k == 'closed' for k, v in log))
class CM:
    def __enter__(self): return self
    def __exit__(self, t, v, tb): log.append(t.__name__)
def w():
    with CM():
        yield 1
def e():
    try: yield 1
    except GeneratorExit:
        log.append('exit'); raise
def outer(): yield from w()
def bad():
    try: yield
    finally: raise KeyError('in finally')
def stub():
    while True:
        try: yield
        except GeneratorExit: pass
        return
def run(*fs):
    for f in fs:
        for i in range(70): next(f())
del log[:]
run(w, e, outer, stub)
gc.collect(); gc.collect()
print(sorted({x for x in log if isinstance(x, str)}))
hooks = []
old = sys.get_asyncgen_hooks()
sys.set_asyncgen_hooks(firstiter=lambda a: hooks.append('first'), finalizer=lambda a: hooks.append('final ' + a.__name__))
async def ag():
    yield 1
    yield 2
def start():
    a = ag()
    try: a.asend(None).send(None)
    except StopIteration: pass
for i in range(70): start()
gc.collect(); gc.collect()
print(sorted(set(hooks)), hooks.count('first') == 70)
sys.set_asyncgen_hooks(*old)
print(sys.get_coroutine_origin_tracking_depth())
import warnings
async def co(): pass
def forget():
    co()
    c = co(); c.close()
    async def k(): await co()
    try: k().send(None)
    except StopIteration: pass
with warnings.catch_warnings(record=True) as ws:
    warnings.simplefilter('always')
    for i in range(5): forget()
    gc.collect(); gc.collect()
print(sorted({str(w.message) for w in ws}), ws[0].category.__name__, len(ws) >= 4)
sys.set_coroutine_origin_tracking_depth(2)
def mk():
    c = co()
    o = c.cr_origin
    c.close()
    return [(l, f) for _, l, f in o]
print(mk())
sys.set_coroutine_origin_tracking_depth(0)
for bad in (-1, 'a'):
    try: sys.set_coroutine_origin_tracking_depth(bad)
    except Exception as ex: print(type(ex).__name__, ex)
del log[:]
def last():
    try: yield
    finally: print('at exit', flush=True)
x = last(); next(x)
print('end')
