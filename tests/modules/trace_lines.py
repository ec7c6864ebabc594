"""The events of a line collector over every kind of statement."""
import sys


def collect(source):
    events = []

    def tracer(frame, event, arg):
        if frame.f_code.co_filename != "traced.py":
            return None
        shown = ""
        if event == "exception":
            shown = arg[0].__name__
        elif event == "return":
            shown = repr(arg) if isinstance(arg, (int, str, type(None), tuple)) else type(arg).__name__
        events.append((event, frame.f_code.co_name, frame.f_lineno, shown))
        return tracer

    code = compile(source, "traced.py", "exec")
    sys.settrace(tracer)
    exec(code, {"__name__": "traced"})
    sys.settrace(None)
    for e in events:
        print(*e)


FIRST = '''
import contextlib
x = 1
for i in range(3):
    x += i
    if x == 2:
        continue
    elif x > 3:
        break
else:
    x = 9
while x < 8:
    x += 1
L = [a*2
     for a in range(2)
     if a]
S = {a for a in L}
D = {a: 1
     for a in L}
def g():
    try:
        yield 1
        yield 2
    finally:
        x = 3
for v in g():
    pass
it = g()
next(it)
it.close()
def h(a,
      b=2):
    """doc"""
    y = a
    with contextlib.nullcontext(1) as c:
        y += 1
        y += 2
    return (y +
            b)
h(1,
  2)
class A:
    """doc"""
    z = 1
    def m(self):
        return self.z
    @property
    def p(self):
        return 5
    def __init__(self):
        self.q = 1
a = A()
a.m(); a.p
def t():
    try:
        raise ValueError
    except (KeyError,
            ValueError) as e:
        pass
    else:
        pass
    finally:
        y = 1
    try:
        return 1
    finally:
        y = 2
t()
def u():
    try:
        1/0
    finally:
        y = 1
try:
    u()
except ZeroDivisionError:
    pass
def deleg():
    r = yield from g()
    return r
list(deleg())
def w():
    while True:
        try:
            break
        except E:
            pass
    return
w()
f = lambda: (
    1)
f()
def n():
    for i in range(2):
        for j in range(2):
            if i == j: continue
            z = 1
    if not z: return 3
n()
def m(v):
    match v:
        case 1:
            return 1
        case [a, b]:
            return a
        case _:
            pass
m(1); m([1,2]); m(3)
def aa(b1=0):
    assert True
    x = (1 if
         b1 else
         2)
    return [x, 
            x]
aa()
class It:
    def __iter__(self): return self
    def __next__(self): raise StopIteration
for q in It():
    pass
async def co():
    return 3
async def co2():
    async with CM() as z:
        x = await co()
    return x
class CM:
    async def __aenter__(self): return 1
    async def __aexit__(self, *a): pass
try: co2().send(None)
except StopIteration: pass
def ww():
    with contextlib.suppress(ValueError):
        raise ValueError
    x = 1
    del x
    global gg
    gg = 1
    return sorted([3,1],
       key=lambda q:
          -q)
ww()
def deco(f): return f
@deco
@deco
def decorated(
    a=1,
    b=2):
    pass
decorated()
if x:
    pass
elif y:
    pass
else:
    pass
while 0:
    pass
try:
    try:
        raise KeyError
    finally:
        x = 1
except KeyError: x = 2
else: x = 3
'''
SECOND = '''
def k1(a):
    if a and \\
       a > 1 and (
         a <
         5):
        x = 1
    elif not a or \\
         a == 3:
        x = 2
    else:
        x = 3
    y = (a
         if a
         else 7)
    return x
k1(0); k1(1); k1(2); k1(9)
def k2():
    for i in range(2):
        try:
            if i: continue
            z = 1
        finally:
            q = 2
    for i in range(2):
        with open('/dev/null') as f, \\
             open('/dev/null') as g:
            if i: break
            y = 1
    else:
        z = 1
    while True:
        if z:
            break
    while 1:
        z += 1
        if z > 3: return z
k2()
def k3():
    try:
        try:
            raise KeyError('x')
        except KeyError:
            raise ValueError
        finally:
            a = 1
    except ValueError as e:
        return 2
    finally:
        b = 2
k3()
def k4():
    try:
        pass
    except A:
        pass
    else:
        x = 1
    try:
        x = {}['a']
    except* KeyError as e:
        x = 2
    assert x == 2, \\
        'hello'
    x: int = 5
    y: 'str'
    del x
    print
    a = b = \\
        3
    a = {1: 2,
         3: a}
    c = f"""{a
    } {b}"""
    d = a[
        1]
    a[1] = \\
        2
    a[1] += 1
    import os, \\
       sys
    from os import (path,
       sep)
    return (lambda z=1:
        z)(
        3)
k4()
def gen():
    x = yield
    try:
        y = yield x
    except ValueError:
        y = yield 5
    yield from (i for i in range(2))
    return 8
def k5():
    g = gen()
    next(g)
    g.send(2)
    g.throw(ValueError)
    for v in g:
        pass
    g = gen()
    next(g)
    g.close()
    return sum(x for x in range(3)
        if x)
k5()
class Meta(type):
    def __new__(mcls, *a):
        return super().__new__(mcls, *a)
class B(metaclass=Meta):
    x: int = 1
    def f(self): return [self for _ in 'ab']
    if x:
        y = 1
    for q in range(2): pass
B().f()
async def ag():
    yield 1
    yield 2
async def k6():
    async for x in ag():
        pass
    r = [y async for y in ag()]
    return r
try: k6().send(None)
except StopIteration as e: pass
def k7(n):
    return n if n < 1 else k7(n - 1)
k7(2)
def k8():
    global G
    x = 1
    def inner():
        nonlocal x
        x = 2
        return x
    inner()
    return x
k8()
def k9():
    if 1:
        x = 1
    if 0:
        x = 2
    if True: pass
    else: x = 3
    while 0: x = 4
    return not x
k9()
def k10():
    try:
        return k9()
    except Exception:
        pass
    finally:
        try:
            1/0
        except ZeroDivisionError: pass
k10()
def k11():
    with open('/dev/null') as f:
        return 1
k11()
def k12():
    for i in []:
        pass
    for i in [1]: pass
    while i:
        i -= 1
    else:
        i = 2
k12()
def k13(x):
    match x:
        case {'a': 1, **r} if r:
            return 1
        case int() | float():
            return 2
        case str(): return 3
        case [a, *b]:
            pass
k13({'a': 1, 'b': 2}); k13(2.0); k13('a'); k13([1, 2]); k13(None)
def k14():
    """doc only"""
k14()
def k15():
    """doc"""
    def inner(): pass
    if inner: return
    raise E
k15()
def k16(x):
    return (x
       and x + 1
       or 3)
k16(0); k16(1)
def k17():
    try:
        raise OSError
    except OSError: return 1
    finally: x = 1
k17()
def k18():
    for a, b in [(1, 2),
                 (3, 4)]:
        if a == 1:
            continue
        else:
            pass
    for (a,
         b) in [(1, 2)]: pass
    return {**{},
        'a': 1}
k18()
def k19():
    while True:
        try:
            raise KeyError
        except KeyError:
            break
    try:
        for x in [1]:
            try: continue
            finally: y = 1
    finally:
        z = 1
k19()
'''
collect(FIRST)
collect(SECOND)
