"""Profile events, local trace functions, errors in trace functions, f_locals, f_trace."""
import sys
log = []
def show(a):
    return getattr(a, '__name__', None) or type(a).__name__
def prof(frame, event, arg):
    if frame.f_code.co_filename != __file__: return
    log.append((event, frame.f_code.co_name, frame.f_lineno, show(arg) if event.startswith('c_') else show(arg)))
def f(x):
    L = []
    L.append(x)
    len(L)
    L.extend(iter([1, 2]))
    print(*[], end='')
    list('abc')
    sorted([3, 1], key=abs, reverse=True)
    int('5'); str.upper('a'); 'a'.upper(); [].sort(key=None)
    max(*[1, 2])
    dict(a=1).update(b=2)
    try: L.index(99)
    except ValueError: pass
    try: int('z')
    except ValueError: pass
    for a in g(): pass
    sorted([1, 2], key=lambda v: -v)
    class A:
        def __init__(self): len('')
        def m(self): return 1
    A().m()
    try: h()
    except ZeroDivisionError: pass
    return x
def h(): 1/0
def g():
    yield 1
    yield 2
sys.setprofile(prof)
f(1)
sys.setprofile(None)
for e in log: print(*e)
# --- errors in trace functions
print(sys.gettrace(), sys.getprofile())
def bad(at):
    def tr(frame, event, arg):
        if frame.f_code.co_name != 'victim': return tr
        if event == at: raise KeyError(at)
        return tr
    return tr
def victim():
    try:
        x = 1
        1/0
    except ZeroDivisionError:
        return 2
    except KeyError:
        return 'caught'
for at in ('call', 'line', 'return', 'exception'):
    sys.settrace(bad(at))
    try: r = victim()
    except KeyError as e:
        r = repr(e)
    print(at, r, sys.gettrace())
    sys.settrace(None)
for at in ('call', 'return', 'c_call', 'c_return', 'c_exception'):
    def p(frame, event, arg):
        if frame.f_code.co_name == 'v2' and event == at: raise KeyError(at)
    def v2():
        try: len([]); int('q')
        except ValueError: return 'v'
        except KeyError: return 'k'
    sys.setprofile(p)
    try: r = v2()
    except KeyError as e: r = repr(e)
    print(at, r, sys.getprofile() is p)
    sys.setprofile(None)
# --- local trace functions
out = []
def local(frame, event, arg):
    out.append(('local', event, frame.f_lineno - frame.f_code.co_firstlineno))
    if event == 'line' and frame.f_lineno - frame.f_code.co_firstlineno == 3:
        return other
    return None
def other(frame, event, arg):
    out.append(('other', event, frame.f_lineno - frame.f_code.co_firstlineno))
    return None
def glob(frame, event, arg):
    out.append(('glob', event, frame.f_code.co_name))
    if frame.f_code.co_name == 't1': return local
    if frame.f_code.co_name == 't3': frame.f_trace_lines = False; frame.f_trace_opcodes = True; return local
def t1():
    a = 1
    b = 2
    c = 3
    d = 4
    return t2()
def t2():
    x = 1
    return x
def t3(): return 1
sys.settrace(glob)
t1()
n = len(out)
sys.settrace(None)
for o in out: print(*o)
del out[:]
sys.settrace(glob); t3(); sys.settrace(None)
print(sorted(set(out)))
# --- changing locals
def setter(frame, event, arg):
    if event == 'line' and 'v' in frame.f_locals:
        frame.f_locals['v'] = 99
        frame.f_locals['w'] = frame.f_locals.get('w', 0)
    return setter
def vic(v):
    w = 5
    def k(): return w
    return v, k()
sys.settrace(setter); r = vic(1); sys.settrace(None); print(r)
# --- f_trace on a running frame
seen = []
def lt(frame, event, arg):
    seen.append((event, frame.f_lineno - frame.f_code.co_firstlineno))
    return lt
def start():
    fr = sys._getframe(1)
    fr.f_trace = lt
    sys.settrace(lambda *a: None)
def runner():
    a = 1
    start()
    b = 2
    for i in range(2):
        c = i
    return b
runner(); sys.settrace(None); print(seen)
f = sys._getframe()
print(f.f_trace, f.f_trace_lines, f.f_trace_opcodes)
for bad in (1, None):
    for n in ('f_trace_lines', 'f_trace_opcodes'):
        try: setattr(f, n, bad)
        except Exception as e: print(type(e).__name__, e)
        try: delattr(f, n)
        except Exception as e: print(type(e).__name__, e)
f.f_trace = None; print(f.f_trace); del f.f_trace; print(f.f_trace)
for a in ((), (1, 2)):
    try: sys.settrace(*a)
    except TypeError as e: print(e)
try: sys.call_tracing(1, [2])
except TypeError as e: print(e)
# generator close/throw, coroutine
ev = []
def tt(frame, event, arg):
    ev.append((event, frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, repr(arg) if event == 'return' else arg and arg[0].__name__))
    return tt
def gg():
    try:
        yield 1
        yield from [7]
        yield 2
    finally:
        z = 1
async def co(): return 3
async def co2():
    return await co() + await co()
sys.settrace(tt)
g = gg(); next(g); next(g); g.send(None); g.close()
g = gg(); next(g)
try: g.throw(ValueError)
except ValueError: pass
try: co2().send(None)
except StopIteration: pass
list(gg()); [*gg()]; a, b, c = gg()
sys.settrace(None)
for e in ev: print(*e)
