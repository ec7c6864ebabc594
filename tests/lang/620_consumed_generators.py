# generators consumed by C loops: order of effects, errors, re-entry, tracing
import sys
def g(*xs):
    for x in xs:
        yield x
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): log.append(('hash', self.n, it.gi_running, it.gi_suspended)); return 1
    def __eq__(self, o): log.append(('eq', self.n)); return False
    def __radd__(self, o): log.append(('radd', o)); return 100
    def __bool__(self): log.append('bool'); return True
    def __lt__(self, o): log.append('lt'); return True
    def __gt__(self, o): log.append('gt'); return True
log = []
it = g(1, 2, K(3), 1, 'a', K(4), 2.5)
print(len(set(it)), log); del log[:]
it = g((1, 2), (K(1), 3), [4, 5], 'ab', (1, 9))
print(len(dict(it)), log); del log[:]
it = g(1, 2, 2.5, 3, K(1), 2**61, 2**61, 2**61, 2**61, True)
try: print(sum(it), log)
except TypeError as e: print(e)
del log[:]
print(sum(g(0.5, 0.25, 1)), sum(g()), sum(g(1, 2), 2.5), sum(g([1], [2]), []), sum(g(2**61 - 1, 1, 5)))
print(any(g(0, None, '', 0.0, [])), any(g(0, 'x', 1/1)), all(g(1, 'a', True)), all(g(1, 0.0, 1)), log)
it = g(0, K(1), 0); print(any(it), list(it), log); del log[:]
print(max(g(3, 1, 2)), min(g(3, 1.5, 2)), max(g(1, 1.0, True)), min(g('b', 'a')), max(g(), default=7))
it = g(1, K(5)); print(max(it).n, log); del log[:]
print(list(g(*range(20)))[-1], tuple(g(1, 2)), ''.join(g('a', 'b')), sorted(g(3, 1)), [*g(1, 2)], {*g(1, 2)})
def bad():
    yield 1
    yield 2
    raise KeyError('stop')
for f in (list, tuple, set, sum, any, all, max, min, dict, ''.join):
    try: print(f.__name__, f(bad()))
    except Exception as e: print(f.__name__, type(e).__name__, e, e.__traceback__.tb_next is not None)
def inner_stop():
    yield 1
    raise StopIteration
try: list(inner_stop())
except RuntimeError as e: print(e)
def nested():
    for i in range(3):
        yield sum(x for x in g(1, 2, i)) + len(list(g(1))) + max(y for y in g(i, 1))
print(list(nested()), sum(nested()))
def again():
    yield 1
    yield list(me)
me = again()
try: print(list(me))
except ValueError as e: print(e)
def handled():
    try: raise ValueError('v')
    except ValueError:
        yield 1
        yield sys.exc_info()[0].__name__
        yield 2
    yield sys.exc_info()[0]
try: raise KeyError
except KeyError:
    print(list(handled()), sys.exc_info()[0].__name__)
def deleg():
    r = yield from g(1, 2)
    yield r
    yield from [7, 8]
    return 9
print(list(deleg()), tuple(deleg()))
L = []
def reads():
    for i in range(12):
        yield (len(L), i)[0]
L.extend(reads()); print(L)
S = set()
def reads2():
    for i in range(5): yield len(S) * 10 + i
S.update(reads2()); print(sorted(S))
D = {}
def reads3():
    for i in range(5): yield i, len(D)
D.update(reads3()); print(D)
for wrong in (g(1), g((1, 2), (1,)), g((1, 2, 3)), g([1, 2], 5), g(([], 1))):
    try: print(dict(wrong))
    except Exception as e: print(type(e).__name__, e)
try: set(g(1, []))
except TypeError as e: print(e)
def partial():
    yield 1
    try: yield None
    finally: print('closed')
p = partial(); print(any(p)); print(list(p)); print(next(p, 'end'))
p = partial()
try: max(p)
except TypeError as e: print(e)
p.close()
def frames():
    yield sys._getframe().f_back.f_code.co_name
    yield sys._getframe().f_back.f_code.co_name
def caller(): return list(frames())
print(caller())
ev = []
def tr(f, e, a):
    if f.f_code.co_name == 'g': ev.append(e)
    return tr
sys.settrace(tr); list(g(1, 2)); sys.settrace(None); print(ev)
def turns_on():
    yield 1
    sys.settrace(tr)
    yield 2
    yield 3
print(list(turns_on())); sys.settrace(None)
import itertools
print(sum(itertools.islice((x for x in itertools.count()), 100000)))
print(sum(x for x in range(10**6)), len(list(x for x in range(10**5))), max(x ^ 5 for x in range(1000)))
