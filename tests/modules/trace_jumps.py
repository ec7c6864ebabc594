"""Setting f_lineno in a trace function: jumps that may be made, and what is said about those that may not."""
import sys

out = []
say = out.append

def trial(f, at, to, event='line', run=None, times=1):
    first = f.__code__.co_firstlineno
    left = [times]
    lines = []
    def tracer(frame, what, arg):
        if frame.f_code is not f.__code__:
            return tracer if what == 'call' else None
        lines.append((what[0], frame.f_lineno - first))
        if what == event and frame.f_lineno == first + at and left[0]:
            left[0] -= 1
            try:
                frame.f_lineno = first + to if isinstance(to, int) else to
            except Exception as e:
                say((type(e).__name__, str(e).replace(str(first + to), 'N') if isinstance(to, int) else str(e)))
            else:
                lines.append(('now', frame.f_lineno - first))
        return tracer
    out.clear()
    sys.settrace(tracer)
    try:
        result = (run or f)()
    except BaseException as e:
        result = repr(e)
    sys.settrace(None)
    print(f.__name__, at, to, event, out, result, ' '.join(f'{a}{b}' for a, b in lines))

def plain():
    say(1)
    say(2)
    say(3)
    return 4
for pair in ((2, 4), (3, 1), (1, 3), (2, 2), (2, 0), (2, -1), (1, 40), (1, 1.5), (1, 'x'), (1, None), (1, True), (1, 10**30), (1, -10**30)):
    trial(plain, *pair)
for event in 'call', 'return', 'opcode':
    trial(plain, 0 if event == 'call' else 4, 2, event)

def loops():
    say(1)
    for i in 2, 3:
        say(i)
        for j in 'ab':
            say(j)
        say('end')
    else:
        say('else')
    while len(out) < 20:
        say('w')
        if len(out) > 12:
            break
    say('z')
for at in (1, 2, 3, 5, 6, 8, 9, 10, 13):
    for to in (1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 13):
        trial(loops, at, to)

def tries():
    say(1)
    try:
        say(3)
        1 / 0
        say(5)
    except ZeroDivisionError as e:
        say(7)
        say(repr(e))
    except ValueError:
        say(10)
    else:
        say(12)
    finally:
        say(14)
        say(15)
    say(16)
    say(sys.exc_info()[1])
for at in (1, 2, 3, 4, 6, 7, 8, 14, 16):
    for to in (1, 2, 3, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16):
        trial(tries, at, to)

class M:
    def __init__(self, n): self.n = n
    def __enter__(self): say(('enter', self.n)); return self.n
    def __exit__(self, *a): say(('exit', self.n, a[0])); return self.n == 2
def withs():
    say(1)
    with M(1) as m:
        say(3)
        with M(2):
            say(5)
            1 / 0
        say(7)
    say(8)
for at in (1, 2, 3, 5, 6, 7, 8):
    for to in (1, 2, 3, 4, 5, 6, 7, 8):
        trial(withs, at, to)

def nested_finally():
    try:
        try:
            say(3)
        finally:
            say(5)
            say(6)
        say(7)
    finally:
        say(9)
    say(10)
for at in (3, 5, 6, 7, 9, 10):
    for to in (1, 2, 3, 5, 6, 7, 9, 10):
        trial(nested_finally, at, to)

def raising():
    try:
        say(2)
        raise KeyError(3)
    except KeyError:
        try:
            say(6)
            raise ValueError
        except ValueError as e:
            say(9)
            say(type(e.__context__))
        say(repr(sys.exc_info()[1]))
    say(repr(sys.exc_info()[1]))
for at in (2, 3, 6, 7, 8, 9, 10, 11, 12):
    for to in (2, 3, 4, 6, 7, 9, 10, 11, 12):
        trial(raising, at, to)
for to in (2, 6, 12):
    trial(raising, 3, to, 'exception')

def gen():
    say(1)
    x = yield 2
    say(x)
    for i in range(3):
        yield i
    say(6)
    yield 7
    say(8)
def drive():
    g = gen()
    r = []
    try:
        r.append(next(g))
        for v in range(10): r.append(g.send(v))
    except StopIteration: pass
    return r
for at in (1, 2, 3, 4, 5, 6, 7, 8):
    for to in (1, 2, 3, 4, 5, 6, 7, 8):
        trial(gen, at, to, run=drive)
def match():
    v = (1, [2, 3])
    match v:
        case (a, [b, c]) if b > 5:
            say('first')
        case [1, _]:
            say('second')
        case _:
            say('third')
    say('end')
for at in (1, 2, 3, 5, 6, 9):
    for to in (1, 2, 3, 4, 5, 6, 7, 8, 9):
        trial(match, at, to)

def star():
    try:
        say(2)
        raise ExceptionGroup('g', [ValueError(1), TypeError(2)])
    except* ValueError as e:
        say(5)
    except* TypeError:
        say(7)
        say(8)
    say(9)
for at in (2, 3, 9):
    for to in (1, 2, 3, 4, 5, 6, 7, 8, 9):
        trial(star, at, to)

def compr():
    a = [
        say(x)
        for x in 'ab'
        if x]
    say(5)
    b = (say(6),
         say(7),
         say(8))
    say(
        say(
            10) or
        11
    )
    if a: say('if')
    elif b: say('elif')
    else: say('else')
    del a
    say(b)
    say(a)
for at in (1, 5, 6, 9, 10, 11, 14, 15, 16, 17, 18):
    for to in (1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19):
        trial(compr, at, to)

async def coro():
    say(1)
    async with A() as a:
        say(3)
        async for x in N():
            say(x)
        say(6)
    say(7)
    await A().__aenter__()
    say(9)
class A:
    async def __aenter__(self): say('aenter')
    async def __aexit__(self, *a): say('aexit')
class N:
    n = 0
    def __aiter__(self): return self
    async def __anext__(self):
        self.n += 1
        if self.n > 3: raise StopAsyncIteration
        return self.n
def drive_coro():
    try: coro().send(None)
    except StopIteration as e: return e.value
for at in (1, 2, 3, 4, 5, 6, 7, 8, 9):
    for to in (1, 2, 3, 4, 5, 6, 7, 8, 9):
        trial(coro, at, to, run=drive_coro)

f = sys._getframe()
for v in (1, 'x', 1.0, f.f_lineno):
    try: f.f_lineno = v
    except Exception as e: print(type(e).__name__, e)
try: del f.f_lineno
except Exception as e: print(type(e).__name__, e)

# --- only the frame that is being traced, and only by its own trace function
def inner():
    return 1
def outer():
    x = inner()
    return x
def from_inside(frame, what, arg):
    if frame.f_code is inner.__code__:
        if what == 'line':
            f = sys._getframe()
            for g in f, :
                try: g.f_lineno = g.f_lineno
                except ValueError as e: print(e)
    return from_inside
def without_local(frame, what, arg):
    return without_local
sys.settrace(from_inside); outer(); sys.settrace(None)
def profiler(frame, what, arg):
    if frame.f_code is inner.__code__:
        try: frame.f_lineno = inner.__code__.co_firstlineno + 1
        except ValueError as e: print(what, e)
sys.setprofile(profiler); outer(); sys.setprofile(None)

# --- a trace function that raises after its jump: the frame stays where it was
def stays():
    say(1)
    try:
        say(3)
    except KeyError:
        say(5)
    say(6)
def raiser(frame, what, arg):
    if frame.f_code is stays.__code__ and what == 'line' and frame.f_lineno == stays.__code__.co_firstlineno + 3:
        frame.f_lineno += 3
        raise KeyError
    return raiser
out.clear()
sys.settrace(raiser)
try: stays()
except KeyError: say('out')
sys.settrace(None)
print(out)

# --- module code
code = compile("say(1)\nsay(2)\nfor i in 'ab':\n  say(i)\nsay(5)\n", 'made up', 'exec')
for at in 1, 2, 4, 5:
    for to in 1, 2, 3, 4, 5, 6:
        left = [1]
        def tracer(frame, what, arg):
            if frame.f_code is code and what == 'line' and frame.f_lineno == at and left:
                left.clear()
                try: frame.f_lineno = to
                except ValueError as e: say(str(e))
            return tracer
        out.clear()
        sys.settrace(tracer)
        exec(code)
        sys.settrace(None)
        print(at, to, out)
