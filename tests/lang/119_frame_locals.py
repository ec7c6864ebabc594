# Frames of tracebacks: which one, its locals while it runs and after its end; locals() and exec; frame.clear().
import sys
saved=[]
def f(n):
    a = n*2
    try: 1/0
    except Exception as e: saved.append(e)
    return a
for i in range(3): f(i)
for e in saved: print(sorted(e.__traceback__.tb_frame.f_locals.items()))
def g(n):
    b = [n]
    c = lambda: b
    raise ValueError(n)
def h():
    x = 1
    try: g(5)
    except ValueError as e:
        saved.append(e)
        y = 2
        try: g(6)
        except ValueError as e2: saved.append(e2); print(e2.__traceback__.tb_frame is e.__traceback__.tb_frame, e.__traceback__.tb_frame is sys._getframe())
    z = 3
h()
for e in saved[3:]:
    tb = e.__traceback__
    while tb:
        l = dict(tb.tb_frame.f_locals); l.pop('c', 0)
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno, {k: (v if not isinstance(v, Exception) else repr(v)) for k, v in l.items()}, tb.tb_lasti >= 0)
        tb = tb.tb_next
def gen():
    q = 1
    try:
        yield q
        1/0
    except ZeroDivisionError as e:
        saved.append(e)
        yield e.__traceback__.tb_frame.f_locals['q'], e.__traceback__.tb_frame is sys._getframe()
    q = 2
    yield q
    r = 7
    raise KeyError(1)
G=gen()
print(next(G), next(G), next(G)); 
print(saved[-1].__traceback__.tb_frame.f_locals['q'], saved[-1].__traceback__.tb_frame is G.gi_frame)
try: next(G)
except KeyError as e:
    print(e.__traceback__.tb_next.tb_frame.f_locals.get('r'), e.__traceback__.tb_next.tb_lineno)
print(G.gi_frame)
try:
    class K:
        attr = 5
        raise OSError
except OSError as e: print(e.__traceback__.tb_next.tb_frame.f_locals['attr'])
try: exec("w = 3\n1/0", {}, ns := {})
except ZeroDivisionError as e: print(e.__traceback__.tb_next.tb_frame.f_locals)
def loop():
    for i in range(1000):
        try: raise KeyError
        except KeyError: pass
    return sys._getframe().f_locals
print(loop())
def rec(n):
    if n == 0: raise ValueError
    rec(n-1)
try: rec(500)
except ValueError as e:
    tb=e.__traceback__
    while tb.tb_next: tb=tb.tb_next
    print(tb.tb_frame.f_locals)
def loc():
    a=1
    l=locals(); l['zz']=1; 
    del a
    return locals() is l, locals()
r=loc(); print(r[0], sorted(r[1]))
fr=None
def keep():
    global fr
    v='kept'
    fr=sys._getframe()
def outer(): o=1; keep()
outer()
print(fr.f_locals, fr.f_back.f_locals, fr.f_back.f_back is sys._getframe(), fr.f_lineno)
fr.clear(); print(fr.f_locals)
try: sys._getframe().clear()
except RuntimeError as e: print(e)
def gg():
    try: yield 1
    finally: print('closed by clear')
x=gg(); next(x); x.gi_frame.clear(); print(list(x))
